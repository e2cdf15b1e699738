"""What is sent to a model: messages, with images where there are any."""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.errors import DataError

_MARKS: Final = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat; `role` is "system", "user" or "assistant".

    `images` are addresses: http(s) and data URLs, or paths of files.
    """

    role: str
    content: str
    images: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """`{"role": ..., "content": ...}`, the shape every chat interface takes.

        With images the content is a list of parts, as OpenAI's chat interface has it: the text,
        then an `image_url` each. A file becomes a data URL.

        Raises:
            DataError: the file of an image cannot be read, or is no image.
        """
        if not self.images:
            return {"role": self.role, "content": self.content}
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.content}]
        parts += [{"type": "image_url", "image_url": {"url": image_url(i)}} for i in self.images]
        return {"role": self.role, "content": parts}


def is_address(image: str) -> bool:
    """Whether an image is an http(s), data or file URL, and not the path of a file."""
    return re.match(r"(?:https?|data|file):", image, re.IGNORECASE) is not None


def image_url(image: str) -> str:
    """The URL of an image: itself, or a data URL of the file that it is the path of.

    Raises:
        DataError: the file cannot be read, or is no image.
    """
    if is_address(image):
        return image
    try:
        data = Path(image).read_bytes()
    except OSError as error:
        raise DataError(f"the image cannot be read: {error.strerror or error}", image) from None
    return f"data:{_kind(data, image)};base64,{base64.b64encode(data).decode()}"


def _kind(data: bytes, image: str) -> str:
    """The media type that a file's first bytes tell, else the one that its name does.

    The name comes second: what a name means differs between systems.
    """
    for kind, marks in _MARKS.items():
        if marks.match(data):
            return kind
    kind = mimetypes.guess_type(image)[0] or ""
    if not kind.startswith("image/"):
        raise DataError("this is no image: neither its first bytes nor its name say so", image)
    return kind
