"""Profiles: which checker an instruction's id and parameters mean.

`native` is the default: what a careful reader would say. `multi-if` gives the verdicts of the
public Multi-IF evaluator, bug for bug, and `ifeval` those of IFEval's.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mifcheck.checkers.algebra import All, AnyOf, AtLeast, Not
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import Registry, registry
from mifcheck.checkers.sets import primitives_of
from mifcheck.errors import MifcheckError, MissingExtraError, ParameterError, did_you_mean
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import Language, get_language, known_languages
from mifcheck.plain import given
from mifcheck.safe import short_repr
from mifcheck.segment import unsegmented
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Profile:
    """A reading of instructions and replies.

    Attributes:
        name: its name.
        registry: returns the registry of its checkers.
        normalise: whether replies are read in Unicode normal form C, or as they were given.
    """

    name: str
    registry: Callable[[], Registry]
    normalise: bool = True

    def __reduce__(self) -> tuple[Any, ...]:
        return get_profile, (self.name,)

    def ids(self) -> tuple[str, ...]:
        """Returns the ids that it knows."""
        return tuple(self.registry())

    def build(self, id: str, kwargs: Mapping[str, Any]) -> Checker:
        """Returns the checker of an id and its parameters; those that are None are left out.

        Raises:
            UnknownIdError: the profile has no such id.
            ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
            MissingExtraError: the checker needs a package that is not installed.
        """
        if not isinstance(kwargs, Mapping):
            raise ParameterError(f"{id}: kwargs is a mapping, not {short_repr(kwargs)}")
        known = kwargs if isinstance(kwargs, FrozenDict) else given(kwargs)
        return self.registry().build(id, known)

    def parameters(self, id: str) -> Mapping[str, str]:
        """Returns an id's parameters, and what each must be.

        Raises:
            UnknownIdError: the profile has no such id.
        """
        return self.registry().parameters(id)

    def libraries(self) -> Mapping[str, str]:
        """Returns the packages whose version may change a verdict, each with its version."""
        return self.registry().libraries()

    @property
    def signature(self) -> str:
        """The name, and after `@` the packages whose version may change a verdict."""
        packages = "+".join(f"{name}={version}" for name, version in self.libraries().items())
        return f"{self.name}@{packages}" if packages else self.name

    def read(self, reply: str, language: str | Language = "en") -> Text:
        """Returns a reply as the profile's checkers read it.

        Raises:
            UnknownLanguageError: the language is not known.
        """
        return Text(reply, language, normalise=self.normalise)


def _reference(name: str) -> Profile:
    """Returns a reference profile, whose module is imported when it is first used."""
    module = f"mifcheck.profiles.{name.replace('-', '_')}"
    return Profile(name, lambda: importlib.import_module(module).CHECKERS, normalise=False)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("native", lambda: registry),
        _reference("multi-if"),
        _reference("ifeval"),
    )
}


def get_profile(name: str | Profile) -> Profile:
    """Returns the profile of a name.

    Raises:
        MifcheckError: there is no such profile; the message lists those known.
    """
    if isinstance(name, Profile):
        return name
    profile = PROFILES.get(str(name).replace("_", "-"))
    if profile is None:
        known = ", ".join(PROFILES)
        raise MifcheckError(
            f"unknown profile {short_repr(name)}{did_you_mean(name, PROFILES)} (known: {known})"
        )
    return profile


def build(id: str, kwargs: Mapping[str, Any] | None = None, profile: str = "native") -> Checker:
    """Returns the checker of an id and its parameters.

    Parameters are spelled as data sets spell them (`num_words`, `relation`) or as the checker
    itself does (`bound`). One that is None or NaN is left out.

    Raises:
        UnknownIdError: the id is not known.
        ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
        MissingExtraError: the profile needs a package that is not installed.
    """
    return get_profile(profile).build(id, kwargs or {})


def from_spec(spec: Mapping[str, Any]) -> Checker:
    """Returns the checker that `Checker.to_spec` described.

    Raises:
        UnknownIdError: an id in it is not known.
        ParameterError: a parameter is missing or impossible.
        MifcheckError: the spec has an unknown form.
    """
    match spec:
        case {"id": str(id), **rest} if rest.keys() <= {"kwargs", "profile"}:
            kwargs, profile = rest.get("kwargs", {}), rest.get("profile", "native")
            if isinstance(kwargs, Mapping) and isinstance(profile, str):
                return build(id, kwargs, profile=profile)
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
        f"{{not: ...}} or {{at_least, of: [...]}}, not {short_repr(spec)}"
    )


@dataclass(frozen=True, slots=True)
class Description:
    """What is known about an id.

    Attributes:
        id: the id.
        summary: what it asks, in a line.
        parameters: name of each parameter as data sets spell it, and what it must be.
        example: parameters it can take.
        languages: codes of the languages in which it can be judged.
        primitives: names of the primitives that the checker of the example is made of, sorted.
    """

    id: str
    summary: str
    parameters: Mapping[str, str]
    example: Mapping[str, Any]
    languages: tuple[str, ...]
    primitives: tuple[str, ...] = ()


def describe(id: str) -> Description:
    """Returns what an id asks, its parameters, an example, its languages and its primitives.

    Raises:
        UnknownIdError: the id is not known.
    """
    example = registry.example(id)
    about = (id, registry.summary(id), registry.parameters(id), example)
    try:
        checker = registry.build(id, example)
    except ParameterError:
        # Another package's checker that declares no example.
        return Description(*about, known_languages())
    except MissingExtraError:
        return Description(*about, ())
    return Description(*about, _judged_in(checker), tuple(sorted(set(primitives_of(checker)))))


def _judged_in(checker: Checker) -> tuple[str, ...]:
    return tuple(
        code for code in known_languages() if not checker.unsupported_reason(get_language(code))
    )


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """How sure verdicts in a language are, and what is not judged.

    Attributes:
        code: its code.
        name: its English name.
        level: its level of assurance, one of `mifcheck.languages.ASSURANCE`.
        sources: the sources of what is known of it.
        limits: its known limits.
        judged: the ids that are judged in it.
        not_judged: pairs of the reason why ids are not judged, and these ids.
    """

    code: str
    name: str
    level: str
    sources: tuple[str, ...]
    limits: tuple[str, ...]
    judged: tuple[str, ...]
    not_judged: tuple[tuple[str, tuple[str, ...]], ...]


def language_report(name: str | Language) -> LanguageReport:
    """Returns how sure verdicts in a language are, and which ids are not judged in it, by example.

    Raises:
        UnknownLanguageError: the language is not known.
        MissingExtraError: the language needs the extra `languages`, which is not installed.
    """
    language = get_language(name)
    reasons = {id: _reason(id, language) for id in registry}
    lacking: dict[str, list[str]] = {}
    for id, reason in reasons.items():
        if reason:
            lacking.setdefault(reason, []).append(id)
    return LanguageReport(
        language.code,
        language.name,
        language.level,
        language.sources,
        language.limits,
        tuple(id for id, reason in reasons.items() if not reason),
        tuple((reason, tuple(ids)) for reason, ids in lacking.items()),
    )


def _reason(id: str, language: Language) -> str:
    """Returns why the example of an id is not judged in a language; "" if it is."""
    try:
        checker = registry.build(id, registry.example(id))
    except ParameterError:
        # Another package's checker that declares no example.
        return ""
    except MissingExtraError as error:
        return str(error)
    reason = checker.unsupported_reason(language)
    if reason or not (unsegmented(language, "words") or unsegmented(language, "sentences")):
        return reason
    # What a composition needs of the words and the sentences shows in a reply.
    verdict = checker.check(_ANY_REPLY, language)
    return _abstained(verdict) if verdict.passed is None else ""


def _abstained(verdict: Verdict) -> str:
    """Returns the reason of the first part of a verdict that is not judged."""
    part = next((each for each in verdict.parts if each.passed is None), None)
    return verdict.reason if part is None else _abstained(part)


_ANY_REPLY = (
    'Some words here. Others there! Is it so?\n\n- First item\n- Second (item)\n***\n"End" 1.'
)
