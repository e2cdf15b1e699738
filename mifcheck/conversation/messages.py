"""What is sent to a model: messages, with images where there are any."""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mifcheck.errors import DataError


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
            DataError: the file of an image cannot be read.
        """
        if not self.images:
            return {"role": self.role, "content": self.content}
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.content}]
        parts += [{"type": "image_url", "image_url": {"url": image_url(i)}} for i in self.images]
        return {"role": self.role, "content": parts}


def image_url(image: str) -> str:
    """The URL of an image: itself, or a data URL of the file that it is the path of.

    Raises:
        DataError: the file cannot be read.
    """
    if re.match(r"(?:https?|data|file):", image, re.IGNORECASE):
        return image
    try:
        data = Path(image).read_bytes()
    except OSError as error:
        raise DataError(f"the image cannot be read: {error.strerror or error}", image) from None
    kind = mimetypes.guess_type(image)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
