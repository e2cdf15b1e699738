"""Which checker an id names, in this package and in others.

Another package adds its checkers by naming a module under the entry-point group
`mifcheck.checkers`; the module is imported when the registry is first asked for something.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from typing_extensions import dataclass_transform

from mifcheck.checkers.base import All, AnyOf, AtLeast, Checker, Not, frozen
from mifcheck.errors import MifcheckError, UnknownIdError, did_you_mean

C = TypeVar("C", bound=Checker)

ENTRY_POINTS = "mifcheck.checkers"


@dataclass_transform(frozen_default=True)
def checker(id: str) -> Callable[[type[C]], type[C]]:
    """Class decorator: make a checker a frozen value and register it under `id`.

    The id is `family:name`.

    Raises:
        MifcheckError: the id is not of that form, or stands for another class already.
    """
    family, _, name = id.partition(":")
    if not (family and name):
        raise MifcheckError(f"a checker's id is 'family:name', not {id!r}")

    def register(cls: type[C]) -> type[C]:
        cls.id = id
        made = frozen(cls)
        registry._add(id, made)
        return made

    return register


class Registry(Mapping[str, type[Checker]]):
    """The known ids and their checker classes, sorted by id."""

    def __init__(self) -> None:
        self._classes: dict[str, type[Checker]] = {}
        self._loaded = False
        self._lock = threading.RLock()

    def __getitem__(self, id: str) -> type[Checker]:
        self._load()
        try:
            return self._classes[id]
        except KeyError:
            hint = did_you_mean(id, self._classes) if isinstance(id, str) else ""
            message = f"unknown checker {id!r}{hint} (mifcheck list shows the ids)"
            raise UnknownIdError(message) from None

    def __contains__(self, id: object) -> bool:
        self._load()
        return id in self._classes

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._classes))

    def __len__(self) -> int:
        self._load()
        return len(self._classes)

    def __repr__(self) -> str:
        return f"<mifcheck.checkers.registry: {', '.join(self)}>"

    def _add(self, id: str, cls: type[Checker]) -> None:
        present = self._classes.get(id)
        if present is not None and _place(present) != _place(cls):
            raise MifcheckError(
                f"checker {id!r} is {_place(present)} already; {_place(cls)} needs another id"
            )
        self._classes[id] = cls

    def _load(self) -> None:
        if self._loaded:
            return
        with self._lock:
            if self._loaded:
                return
            importlib.import_module("mifcheck.checkers")
            for entry in importlib.metadata.entry_points(group=ENTRY_POINTS):
                try:
                    entry.load()
                except Exception as error:
                    raise MifcheckError(
                        f"checkers of {entry.name!r} ({entry.value}) cannot be loaded: {error!r}"
                    ) from error
            self._loaded = True


def _place(cls: type[Checker]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


registry = Registry()
"""Mapping of id to checker class."""


def from_spec(spec: Mapping[str, Any]) -> Checker:
    """The checker that `Checker.to_spec` described.

    Raises:
        UnknownIdError: an id in it is not known.
        ParameterError: a parameter is missing or impossible.
        MifcheckError: the spec is not of a known form.
    """
    match spec:
        case {"id": str(id), "kwargs": Mapping() as kwargs, "profile": str(profile), **rest} if (
            not rest
        ):
            # A floor above this one, whose checkers are not in the registry.
            made: Checker = importlib.import_module("mifcheck.profiles").build(id, kwargs, profile)
            return made
        case {"id": str(id), "kwargs": Mapping() as kwargs, **rest} if not rest:
            return registry[id](**_tupled(kwargs))
        case {"id": str(id), **rest} if not rest:
            return registry[id]()
        case {"all": list(children), **rest} if not rest:
            return All(tuple(map(from_spec, children)))
        case {"any": list(children), **rest} if not rest:
            return AnyOf(tuple(map(from_spec, children)))
        case {"not": Mapping() as child, **rest} if not rest:
            return Not(from_spec(child))
        case {"at_least": int(count), "of": list(children), **rest} if not rest:
            return AtLeast(count, tuple(map(from_spec, children)))
    raise MifcheckError(
        "a checker's spec is {id, kwargs}, {id, kwargs, profile}, {all: [...]}, {any: [...]}, "
        f"{{not: ...}} or {{at_least, of: [...]}}, not {spec!r}"
    )


def _tupled(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in kwargs.items()
    }


def summary(cls: type[Checker]) -> str:
    """What a checker asks, in a line: its docstring's first paragraph."""
    first = (inspect.getdoc(cls) or "").split("\n\n")[0]
    return " ".join(first.split())
