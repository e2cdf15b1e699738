"""Which code the checkers of other packages are, as signatures state it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import sys
import types
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from re import Pattern
from typing import Any, Final

import regex

from mifcheck.bounds import Bound, Limit
from mifcheck.checkers.base import Checker
from mifcheck.checkers.by_judge import ByJudge
from mifcheck.checkers.catalogue import PLUGINS, is_own

_DIGITS: Final = 8
_PLAIN: Final = (str, bytes, int, float, complex, type(None), type(...))


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
    """Returns the source of a class's module; in a notebook, what the class is made of."""
    try:
        return inspect.getsource(sys.modules[cls.__module__])
    except (OSError, TypeError, KeyError):
        beside = (each for each in cls.__mro__ if each.__module__ == cls.__module__)
        return "\n".join(part for each in beside for part in _parts(each))


def _parts(cls: type[Any]) -> Iterator[str]:
    """Yields what a class adds to its bases, as texts that are the same in every process."""
    for name, value in vars(cls).items():
        functions = tuple(_functions(value))
        for function in functions:
            # Those that this package and others put into the class are of other modules.
            if function.__globals__.get("__name__", cls.__module__) == cls.__module__:
                yield f"{name}: {_told(function)}"
        if not functions and not name.startswith("__"):
            yield f"{name} = {_told(value)}"


def _functions(value: Any) -> Iterator[types.FunctionType]:
    """Yields the function behind a part of a class, and those that it wraps."""
    value = value.fget if isinstance(value, property) else value
    while inspect.isroutine(value):
        if inspect.isfunction(value):
            yield value
        # `func` is that of a cached property.
        value = getattr(value, "__wrapped__", None) or getattr(value, "func", None)


def _told(value: Any) -> str:
    """Returns a value in words that say nothing of this process, or of the place in a file."""
    if isinstance(value, _PLAIN):
        return repr(value)
    if isinstance(value, types.FunctionType):
        return _code(value)
    if isinstance(value, types.CodeType):
        return _told((value.co_code, value.co_names, value.co_varnames, value.co_consts))
    if isinstance(value, Mapping):
        return _told(tuple(value.items()))
    if isinstance(value, Set):
        return _told(tuple(sorted(map(_told, value))))
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(_told, value))})"
    if isinstance(value, Pattern | regex.Pattern):
        return _told((value.pattern, value.flags))
    if isinstance(value, Bound | Limit):
        return _told(value.to_spec())
    return type(value).__qualname__


def _code(function: types.FunctionType) -> str:
    """Returns the source of a function; where there is none, what it was compiled to."""
    try:
        # Every text that is run as code has this name, so the source can be that of another.
        if function.__code__.co_filename != "<string>":
            return inspect.getsource(function)
    except OSError:  # typed into an interpreter, which keeps no source
        pass
    return _told((function.__code__, function.__defaults__, function.__kwdefaults__))
