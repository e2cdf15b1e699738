"""Decides which images of a data set are sent to a model, and as what.

A data set may come from anywhere, so an image in it is an https or data URL, or a file in a folder
that the user has named. Everything else is refused: other schemes, files outside the folder (also
through a link), what is no regular file, no image by its first bytes, or too large.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from os import PathLike
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mifcheck.errors import DataError, ParameterError

MAX_IMAGE_BYTES: Final = 20 * 2**20
"""The maximum size of an image: 20 MiB, which services accept."""

_SIGNATURES: Final = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    # The size, two empty fields, where the pixels begin, and the size of the next header.
    "image/bmp": re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL),
}
"""What the files of each kind of image begin with."""

_KINDS: Final = "a PNG, JPEG, GIF, WebP or BMP image of at most 20 MiB"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")  # C:\ has one letter
_DATA_URL: Final = re.compile(r"data:(image/[a-z.+-]+);base64,", re.IGNORECASE)
_OPTION: Final = "--images DIR (images= in Python)"
_SHOWN: Final = 100


def is_address(image: str) -> bool:
    """Tells whether an image is named by a URL, of any scheme, rather than by a path."""
    return _SCHEME.match(image) is not None


def image_folder(path: str | PathLike[str] | None) -> Path | None:
    """Returns the folder from which images may be read, without links; None for none.

    Raises:
        ParameterError: it is not a folder.
    """
    if path is None:
        return None
    try:
        folder = Path(path).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise ParameterError(f"images: there is no folder {str(path)!r}") from None
    if not folder.is_dir():
        raise ParameterError(f"images: {str(path)!r} is a file: a folder is expected")
    return folder


def image_url(image: str, folder: Path | None = None) -> str:
    """Returns the URL that is sent for an image. A file becomes a data URL with its contents.

    Args:
        image: an https or data URL, or a path, which may start from `folder`.
        folder: where files may be read, as `image_folder` returns it; None for nowhere.

    Raises:
        DataError: the image is refused, or its file cannot be read. Its path is the image.
    """
    path = allowed(image, folder)
    if path is None:
        return image
    data = _read(path, image)
    return f"data:{_media_type(data, image)};base64,{base64.b64encode(data).decode()}"


def allowed(image: str, folder: Path | None) -> Path | None:
    """Returns the path of an image, which may be read; None for a URL, which may be sent.

    Whether there is such a file, and an image in it, is seen when it is read.

    Raises:
        DataError: the image is refused. Its path is the image.
    """
    if _DATA_URL.match(image):
        _require_image_data(image)
        return None
    if is_address(image):
        _require_https(image)
        return None
    if folder is None:
        why = f"a file is sent only from a folder that you allow: name it with {_OPTION}"
        raise _refused(image, why)
    try:
        path = (folder / image).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise _refused(image, f"this is no path of a file: {_reason(error)}") from None
    if not path.is_relative_to(folder):
        why = f"this file is outside {folder}: move it there, or name its own folder with {_OPTION}"
        raise _refused(image, why)
    return path


def _require_https(image: str) -> None:
    """Raises unless an address is an https URL."""
    try:
        found = urlsplit(image)
        fits = found.scheme.lower() == "https" and found.hostname
    except ValueError:
        fits = False
    if not fits or not image.isprintable() or " " in image:
        expected = "an https URL, a data URL of an image or the path of a file is expected"
        raise _refused(image, f"{expected}; files are sent from the folder of {_OPTION}")


def _require_image_data(image: str) -> None:
    """Raises unless a data URL holds an image of the kind that it says."""
    found = _DATA_URL.match(image)
    kind, start = (found[1].lower(), found.end()) if found else ("", 0)
    try:
        # Text that is too long is not decoded.
        is_long = len(image) - start > (MAX_IMAGE_BYTES + 2) // 3 * 4
        data = b"" if is_long else base64.b64decode(image[start:], validate=True)
    except (binascii.Error, ValueError):
        raise _refused(image, "the base64 of this data URL is not valid") from None
    if is_long or len(data) > MAX_IMAGE_BYTES:
        raise _refused(image, f"{_KINDS} is expected: this one is larger")
    if (held := _media_type(data, image)) != kind:
        raise _refused(image, f"this data URL says {kind}, and holds {held}")


def _read(path: Path, image: str) -> bytes:
    """Returns the bytes of a regular file that is not too large.

    The file is opened without waiting and without following a link, and it is the open file that is
    judged: a pipe or a device must not be read, and a path may be given to another file meanwhile.
    """
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in _SAFELY)
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _refused(image, "a regular file is expected, not a device, pipe or folder")
            data = file.read(MAX_IMAGE_BYTES + 1)
    except FileNotFoundError:
        raise _refused(image, f"there is no such file; looked for at {path}") from None
    except OSError as error:
        raise _refused(image, f"the image cannot be read: {_reason(error)}") from None
    if len(data) > MAX_IMAGE_BYTES:
        raise _refused(image, f"{_KINDS} is expected: this one is larger")
    return data


_SAFELY: Final = ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
"""How a file is opened, as far as the system knows these ways."""


def _media_type(data: bytes, image: str) -> str:
    for media_type, signature in _SIGNATURES.items():
        if signature.match(data):
            return media_type
    raise _refused(image, f"{_KINDS} is expected: the first bytes are those of none")


def _refused(image: str, why: str) -> DataError:
    shown = image if len(image) <= _SHOWN else f"{image[: _SHOWN - 1]}…"
    return DataError(why, repr(shown)[1:-1])


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
