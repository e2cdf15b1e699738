"""A profile's checkers by their ids, and how a checker is declared.

`checker` declares a native checker, `registry` maps the ids of the native checkers to their
classes. Another package adds its checkers by naming a module under the entry-point group
`mifcheck.checkers`.
"""

from __future__ import annotations

import importlib.metadata
import inspect
import threading
import warnings
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any, Final, Protocol, TypeVar, overload

from typing_extensions import dataclass_transform

from mifcheck.checkers.authoring import (
    first_line,
    require_class,
    require_declared,
    with_sound_answers,
)
from mifcheck.checkers.base import Checker
from mifcheck.checkers.grammar.written import checker_class
from mifcheck.checkers.spelling import Declaration, Spelled, own_parameters, spelled_parameters
from mifcheck.checkers.values import descriptions, frozen, with_tuples
from mifcheck.errors import (
    MifcheckError,
    MissingExtraError,
    ParameterError,
    UnknownIdError,
    describe_error,
    did_you_mean_id,
)
from mifcheck.safe import one_line, printable, short_repr
from mifcheck.verdict import Verdict

C = TypeVar("C", bound=Checker)


class Declares(Protocol):
    """A decorator of classes, and of functions, of which it makes classes."""

    @overload
    def __call__(self, written: type[C]) -> type[C]: ...
    @overload
    def __call__(
        self, written: Callable[..., Checker | Verdict | bool | None]
    ) -> type[Checker]: ...


class Registry(Mapping[str, type[Checker]]):
    """A mapping from ids to checker classes, sorted by id.

    Args:
        profile: the name of the profile that the checkers belong to.
        base: a registry whose checkers are taken over; each class is derived anew.
        plugins: the entry-point group under which other packages name modules with checkers.
            The modules are imported when the registry is first read. A module that cannot be
            imported gives a warning that names its package, and declares nothing.
        note: what is added to the error about an unknown id.
        common: class attributes of all its checkers.

    Attributes:
        edition: another number whenever a checker is declared outside this package. What was built
            before may be out of date: a notebook's cell that is run again declares its ids anew.
    """

    def __init__(
        self,
        profile: str,
        base: Registry | None = None,
        *,
        plugins: str = "",
        note: str = "",
        **common: Any,
    ) -> None:
        self.profile = profile
        self.edition = 0
        self._note = note or f"not in the profile {profile}"
        self._common = {"profile": profile, **common}
        self._plugins = plugins
        self._broken: list[str] = []
        self._deferred: tuple[str, ...] = ()
        self._lock = threading.RLock()
        self._loading = False
        derived: dict[str, type[Checker]] = {
            id: type(cls.__name__, (cls,), {"__doc__": cls.__doc__, **self._common})
            for id, cls in (base or {}).items()
        }
        self._own: dict[str, type[Checker]] = {}
        self._classes = ChainMap(self._own, derived)

    def __getitem__(self, id: str) -> type[Checker]:
        if id in self:
            return self._classes[id]
        hint = did_you_mean_id(id, self._classes)
        notes = "; ".join([self._note, *self._broken])
        raise UnknownIdError(f"unknown checker {short_repr(id)}{hint} ({notes})")

    def __contains__(self, id: object) -> bool:
        self._load_plugins()
        try:
            return id in self._classes or id in self._all()
        except TypeError:  # a value that cannot be hashed is no id
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._all()))

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return printable(f"<Registry {self.profile}: {', '.join(self)}>")

    def defer(self, modules: Iterable[str]) -> None:
        """Names modules that declare more checkers.

        They are imported when an id is asked for that is not declared yet, when all ids are, and
        before another package declares a checker.
        """
        self._deferred = tuple(modules)

    @dataclass_transform(frozen_default=True)
    def checker(
        self,
        id: str,
        *,
        asks: str = "",
        abstains: str = "",
        example: Mapping[str, Any] | None = None,
        spelling: Mapping[str, Spelled] | None = None,
        verbatim: tuple[str, ...] = (),
    ) -> Declares:
        """Decorator: makes a checker of a class or a function, a frozen value, and registers it.

        A function of parameters returns the checker that it is composed of; a function whose first
        parameter is `text` returns a bool, None (not judged) or a `Verdict`.

        Args:
            id: the id, `family:name`.
            asks: what is asked for, as a template: "end with {end_phrase!r}". Its fields are
                attributes of the checker; of a tuple, `!r` makes a list of quoted words. Default:
                the first line of the docstring.
            abstains: when a reply is not judged, in words. `mifcheck.testing` lets only a checker
                that says so answer None in a language that it can judge.
            example: parameters that it can take, as data sets spell them.
            spelling: how data sets spell its parameters, where they have names of their own.
            verbatim: names of the parameters whose words a prompt has to mention.

        Raises:
            MifcheckError: the id is malformed or names another class already, the template has
                an unknown field, or the example is refused.
        """
        family, _, name = id.partition(":") if isinstance(id, str) else ("", "", "")
        if not (family and name):
            raise MifcheckError(
                f"a checker's id is 'family:name', as in @mif.checker('shop:prices'), not "
                f"{short_repr(id)}"
            )

        def register(written: Any) -> Any:
            cls = checker_class(written) if inspect.isfunction(written) else written
            require_class(cls, id)
            if not _place(cls).startswith(f"{__package__}."):
                self._load_deferred()
            present = self._own.get(id)
            if present is not None and _place(present) != _place(cls):
                raise MifcheckError(
                    f"checker {id!r} is {_place(present)} already; {_place(cls)} needs another id"
                )
            declared = Declaration(example or {}, spelling or {}, verbatim)
            words = asks or cls.asks or first_line(vars(cls).get("__doc__"))
            stated = {"id": id, "declared": declared, "asks": words}
            stated |= {"abstains": abstains} if abstains else {}
            for attribute, value in (stated | self._common).items():
                setattr(cls, attribute, value)
            made = frozen(cls)
            _require_sound(made, example)
            if is_own(made):
                made.judge = with_sound_answers(made.judge)
            self._own[id] = made
            self.edition += is_own(made)
            return made

        return register

    def build(self, id: str, kwargs: Mapping[str, Any]) -> Checker:
        """Returns the checker of an id and its parameters, in a data set's spelling or its own.

        Raises:
            UnknownIdError: the id is not known.
            ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
            MissingExtraError: the checker needs a package that is not installed.
        """
        made = _built(self[id], kwargs)
        try:
            made.prepare()
        except (ParameterError, MissingExtraError) as error:
            raise type(error)(f"{id}: {error}") from None
        return made

    def parameters(self, id: str) -> dict[str, str]:
        """Returns the parameters of an id as data sets spell them, and what each must be.

        Raises:
            UnknownIdError: the id is not known.
        """
        return spelled_parameters(self[id])

    def example(self, id: str) -> dict[str, Any]:
        """Returns parameters that the id can take; none if it needs none or declares none.

        Raises:
            UnknownIdError: the id is not known.
        """
        return dict(self[id].declared.example)

    def summary(self, id: str) -> str:
        """Returns what an id asks, in a line: the first paragraph of its class's docstring.

        Raises:
            UnknownIdError: the id is not known.
        """
        cls = self[id]
        first = (inspect.getdoc(cls) or cls.asks).split("\n\n")[0]
        return " ".join(first.split())

    def libraries(self) -> dict[str, str]:
        """Returns the packages whose version may change a verdict, each with its version."""
        return {}

    def _all(self) -> Mapping[str, type[Checker]]:
        self._load_plugins()
        self._load_deferred()
        return self._classes

    def _load_deferred(self) -> None:
        # Each import is a no-op after the first, and waits for one in another thread.
        for module in self._deferred:
            importlib.import_module(module)

    def _load_plugins(self) -> None:
        if not self._plugins:
            return
        with self._lock:
            # A plug-in may read the registry while it is imported. Other threads wait.
            if self._loading or not self._plugins:
                return
            self._loading = True
            try:
                entries = tuple(importlib.metadata.entry_points(group=self._plugins))
                for entry in entries:
                    self._load(entry, {each.module for each in entries})
                self._plugins = ""
            finally:
                self._loading = False

    def _load(self, entry: importlib.metadata.EntryPoint, modules: Set[str]) -> None:
        """Loads the checkers of another package; a package that cannot be loaded is left out.

        Args:
            entry: the entry point that names it.
            modules: the modules that all entry points name.
        """
        before = dict(self._own)
        try:
            entry.load()
        except (Exception, SystemExit) as error:
            # It may have imported other packages, this one among them. Their checkers stay.
            for id, cls in tuple(self._own.items()):
                if before.get(id) is not cls and _belongs(cls, entry.module, modules):
                    del self._own[id]
            package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "a package"
            told = one_line(describe_error(error), 300)
            broken = f"the checkers of {package} ({entry.value}) cannot be loaded: {told}"
            self._broken.append(broken)
            warnings.warn(f"{broken}; the other checkers work", stacklevel=2)


def _built(cls: type[C], kwargs: Mapping[str, Any]) -> C:
    try:
        own = own_parameters(cls, kwargs)
    except ParameterError as error:
        raise ParameterError(f"{cls.id}: {error}") from None
    return cls(**with_tuples(own))


def _require_sound(cls: type[Checker], example: Mapping[str, Any] | None) -> None:
    """Checks a declaration and its example.

    Raises:
        MifcheckError: something is missing or unknown, or the example is refused.
    """
    try:
        require_declared(cls)
    except MifcheckError as error:
        raise MifcheckError(f"declaration of {cls.id!r}: {error}") from None
    if example is not None or not descriptions(cls):
        try:
            _ = _built(cls, example or {}).required
        except MifcheckError as error:
            raise MifcheckError(f"example of {error}") from None


def is_own(cls: type[Checker]) -> bool:
    """Tells whether a class of checkers was written outside this package."""
    # Code that was run from a text may have no module.
    return (cls.__module__ or "").partition(".")[0] != __name__.partition(".")[0]


def _belongs(cls: type[Checker], module: str, modules: Set[str]) -> bool:
    """Tells whether a class is part of a module or its package, and of no other that is named."""
    whole = (cls.__module__ or "").split(".")
    packages = (".".join(whole[:length]) for length in range(len(whole), 0, -1))
    named = next((each for each in packages if each in modules), "")
    return named == module if named else whole[0] == module.partition(".")[0]


def _place(cls: type[Checker]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


PLUGINS: Final = "mifcheck.checkers"
"""The entry-point group under which other packages name modules with native checkers."""

registry = Registry("native", plugins=PLUGINS, note="mifcheck list shows the ids")
"""Mapping of id to checker class. Importing `mifcheck.checkers` fills it."""


# A function of this module, because type checkers overlook `dataclass_transform` on a method.
@dataclass_transform(frozen_default=True)
def checker(
    id: str,
    *,
    asks: str = "",
    abstains: str = "",
    example: Mapping[str, Any] | None = None,
    spelling: Mapping[str, Spelled] | None = None,
    verbatim: tuple[str, ...] = (),
) -> Declares:
    """Class decorator: declares a native checker. See `Registry.checker`.

    Raises:
        MifcheckError: as for `Registry.checker`.
    """
    return registry.checker(
        id,
        asks=asks,
        abstains=abstains,
        example=example,
        spelling=spelling,
        verbatim=verbatim,
    )
