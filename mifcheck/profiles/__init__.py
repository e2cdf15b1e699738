"""Profiles: which checker an instruction's id and parameters mean.

`native` is the default: what a careful reader would say. `multi-if` gives the verdicts of the
public Multi-IF evaluator, bug for bug, and `ifeval` those of IFEval's.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mifcheck.checkers.base import Checker
from mifcheck.checkers.registry import registry, summary
from mifcheck.errors import MifcheckError, ParameterError, did_you_mean
from mifcheck.languages import Language, get_language, known_languages
from mifcheck.profiles import native
from mifcheck.text import Text


@dataclass(frozen=True, slots=True)
class Profile:
    """A reading of instructions and replies.

    Attributes:
        name: its name.
        ids: tells the ids it knows.
        build: makes a checker of an id and its parameters.
        parameters: tells an id's parameters, and what each must be.
        normalise: whether replies are read in Unicode normal form C, or as they were given.
        libraries: tells the packages whose version may change a verdict, with their versions.
    """

    name: str
    ids: Callable[[], tuple[str, ...]]
    build: Callable[[str, Mapping[str, Any]], Checker]
    parameters: Callable[[str], Mapping[str, str]]
    normalise: bool = True
    libraries: Callable[[], Mapping[str, str]] = dict

    def __reduce__(self) -> tuple[Any, ...]:
        return get_profile, (self.name,)

    @property
    def signature(self) -> str:
        """The name, and after `@` the packages whose version may change a verdict."""
        packages = "+".join(f"{name}={version}" for name, version in self.libraries().items())
        return f"{self.name}@{packages}" if packages else self.name

    def read(self, reply: str, language: str | Language = "en") -> Text:
        """A reply as the profile's checkers see it.

        Raises:
            UnknownLanguageError: the language is not known.
        """
        return Text(reply, language, normalise=self.normalise)


def _reference(name: str) -> Profile:
    """A reference profile; its module is imported when something is first asked of it."""

    def table() -> Any:
        return importlib.import_module(f"mifcheck.profiles.{name.replace('-', '_')}").CHECKERS

    return Profile(
        name,
        ids=lambda: tuple(table()),
        build=lambda *asked: table().build(*asked),
        parameters=lambda *asked: table().parameters(*asked),
        normalise=False,
        libraries=lambda: table().libraries(),
    )


_NATIVE = Profile(
    "native", ids=lambda: tuple(registry), build=native.build, parameters=native.parameters
)
PROFILES = {
    profile.name: profile for profile in (_NATIVE, _reference("multi-if"), _reference("ifeval"))
}


def get_profile(name: str | Profile) -> Profile:
    """The profile of a name.

    Raises:
        MifcheckError: there is none; the message lists those known.
    """
    if isinstance(name, Profile):
        return name
    profile = PROFILES.get(str(name).replace("_", "-"))
    if profile is None:
        known = ", ".join(PROFILES)
        raise MifcheckError(
            f"unknown profile {name!r}{did_you_mean(name, PROFILES)} (known: {known})"
        )
    return profile


def build(id: str, kwargs: Mapping[str, Any] | None = None, profile: str = "native") -> Checker:
    """The checker that an id and its parameters name.

    Parameters are spelled as data sets spell them (`num_words`, `relation`) or as the checker
    itself does (`bound`).

    Raises:
        UnknownIdError: the id is not known.
        ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
        MissingExtraError: the profile needs a package that is not installed.
    """
    return get_profile(profile).build(id, kwargs or {})


@dataclass(frozen=True, slots=True)
class Description:
    """What there is to know about an id.

    Attributes:
        id: the id.
        summary: what it asks, in a line.
        parameters: name of each parameter as data sets spell it, and what it must be.
        example: parameters it can take.
        languages: codes of the languages in which it can be judged.
    """

    id: str
    summary: str
    parameters: Mapping[str, str]
    example: Mapping[str, Any]
    languages: tuple[str, ...]


def describe(id: str) -> Description:
    """What an id asks, its parameters, an example and the languages it can be judged in.

    Raises:
        UnknownIdError: the id is not known.
    """
    cls, example = registry[id], native.example(id)
    return Description(id, summary(cls), native.parameters(id), example, _judged(id, example))


def _judged(id: str, example: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        checker = native.build(id, example)
    except ParameterError:
        # Another package's checker, without an example of its parameters, cannot be asked.
        return known_languages()
    return tuple(
        code for code in known_languages() if not checker.unsupported_reason(get_language(code))
    )
