"""Which code the checkers of other packages are, as signatures state it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import sys
from functools import lru_cache
from typing import Any, Final

from mifcheck.checkers.base import Checker
from mifcheck.checkers.by_judge import ByJudge
from mifcheck.checkers.catalogue import PLUGINS, is_own

_DIGITS: Final = 8


def code_versions(checker: Checker) -> dict[str, str]:
    """Returns the versions of a checker's parts whose code may change without this package.

    A judge states its version. Any other checker of another package has that of its package, if
    the package names its module as an entry point, and after `@` a digest of the source of the
    module.
    """
    kind: Any
    found: dict[str, str] = {}
    if isinstance(checker, ByJudge):
        found[checker.id] = checker.version
    elif checker.id and is_own(kind := type(checker)):
        found[checker.id] = _code_version(kind)
    for each in checker.inner:
        found |= code_versions(each)
    return found


@lru_cache(maxsize=1024)
def _code_version(cls: Any) -> str:
    digest = hashlib.sha256(_source(cls).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    # A local version, 1.0+cpu, contains the separator of libraries.
    return f"{_package_version(cls.__module__ or '')}@{digest}".replace("+", "-")


def _package_version(module: str) -> str:
    """Returns the version of the package that offers a module as a plug-in; "" if none does."""
    top = module.partition(".")[0]
    entries = importlib.metadata.entry_points(group=PLUGINS)
    named = (each for each in entries if each.module.partition(".")[0] == top and each.dist)
    return next((each.dist.version for each in named if each.dist), "")


def _source(cls: type[Checker]) -> str:
    """Returns the source of a class's module; in a notebook, that of its functions."""
    try:
        return inspect.getsource(sys.modules[cls.__module__])
    except (OSError, TypeError, KeyError):
        pass
    parts = []
    for value in vars(cls).values():
        function = getattr(value, "__func__", value)
        if inspect.isfunction(function) and function.__module__ == cls.__module__:
            try:
                parts.append(inspect.getsource(function))
            except OSError:  # typed into an interpreter, which keeps no source
                parts.append(function.__code__.co_code.hex())
    return "\n".join(parts)
