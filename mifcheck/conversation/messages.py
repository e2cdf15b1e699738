"""What is sent to a model: messages, which may have images."""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.errors import DataError

_SIGNATURES: Final = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat.

    Attributes:
        role: "system", "user" or "assistant".
        content: the text.
        images: http(s) and data URLs, or paths of files.
    """

    role: str
    content: str
    images: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Returns `{"role": ..., "content": ...}`, which every chat interface accepts.

        With images the content is a list of parts, as in OpenAI's chat interface: the text, then
        one `image_url` for each image. A file becomes a data URL.

        Raises:
            DataError: the file of an image cannot be read, or is not an image.
        """
        if not self.images:
            return {"role": self.role, "content": self.content}
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.content}]
        parts += [{"type": "image_url", "image_url": {"url": image_url(i)}} for i in self.images]
        return {"role": self.role, "content": parts}


def is_address(image: str) -> bool:
    """Tells whether an image is an http(s), data or file URL, rather than a path."""
    return re.match(r"(?:https?|data|file):", image, re.IGNORECASE) is not None


def image_url(image: str) -> str:
    """Returns the URL of an image; for a path, a data URL with the contents of the file.

    Raises:
        DataError: the file cannot be read, or is not an image.
    """
    if is_address(image):
        return image
    try:
        data = Path(image).read_bytes()
    except OSError as error:
        raise DataError(f"the image cannot be read: {error.strerror or error}", image) from None
    return f"data:{_media_type(data, image)};base64,{base64.b64encode(data).decode()}"


def _media_type(data: bytes, image: str) -> str:
    """Returns the media type by the first bytes of a file, else by its name.

    Names come second because systems differ in what a name means.
    """
    for media_type, signature in _SIGNATURES.items():
        if signature.match(data):
            return media_type
    media_type = mimetypes.guess_type(image)[0] or ""
    if not media_type.startswith("image/"):
        raise DataError("not an image, by its first bytes and by its name", image)
    return media_type
