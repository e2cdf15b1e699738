"""What is sent to a model: messages, which may have images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mifcheck.conversation.images import image_url


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat.

    Attributes:
        role: "system", "user" or "assistant".
        content: the text.
        images: https and data URLs, or paths of files.
    """

    role: str
    content: str
    images: tuple[str, ...] = ()

    def to_dict(self, folder: Path | None = None) -> dict[str, Any]:
        """Returns `{"role": ..., "content": ...}`, which every chat interface accepts.

        With images the content is a list of parts, as in OpenAI's chat interface: the text, then
        one `image_url` for each image. A file becomes a data URL.

        Args:
            folder: where files of images may be read, without links; None for nowhere.

        Raises:
            DataError: an image is refused, see `mifcheck.conversation.images`.
        """
        if not self.images:
            return {"role": self.role, "content": self.content}
        urls = (image_url(each, folder) for each in self.images)
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.content}]
        parts += [{"type": "image_url", "image_url": {"url": url}} for url in urls]
        return {"role": self.role, "content": parts}
