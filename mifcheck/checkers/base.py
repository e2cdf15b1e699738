"""What a checker is, and how checkers combine.

A checker is a frozen value: its parameters. Asked about a text it answers with a `Verdict`.
`&`, `|`, `~` and `AtLeast` combine checkers into checkers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

import pydantic
from pydantic.dataclasses import dataclass as pydantic_dataclass
from typing_extensions import dataclass_transform

from mifcheck.bounds import Bound, Limit
from mifcheck.errors import ParameterError, did_you_mean
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

C = TypeVar("C", bound="Checker")


class Checker:
    """Base of all checkers. A subclass declares its parameters and says how it judges.

    Subclasses are made into values by `mifcheck.checkers.registry.checker` (with an id) or by `frozen`:
    equal when their parameters are equal, hashable, printable and checked when made.
    """

    id: ClassVar[str] = ""

    def judge(self, text: Text) -> Verdict:
        """The verdict about a text that is not blank. This is what a subclass writes.

        Asked only where `unsupported_reason` has no objection; others ask `verdict_on`.
        """
        raise NotImplementedError

    def passes(self, text: Text) -> bool | None:
        """What `judge` answers, without the evidence: a subclass may find it more cheaply."""
        return self.judge(text).passed

    @property
    def required(self) -> str:
        """What is asked for, in words: "at least 3 sentences"."""
        raise NotImplementedError

    def unsupported_reason(self, language: Language) -> str:
        """Why no text in a language can be judged; "" where one can. The verdict is None then."""
        return ""

    def verdict_on(self, text: Text) -> Verdict:
        """The verdict about a text that is not blank, None where it cannot be judged."""
        reason = self.unsupported_reason(text.language)
        return self.verdict(None, reason=reason) if reason else self.judge(text)

    @property
    def reads_raw(self) -> bool:
        """Whether a reply is read as it was given, and not in Unicode normal form C."""
        return False

    def check(self, reply: str | Text, language: str | Language = "en") -> Verdict:
        """The verdict about a reply, read in the language it was asked for in.

        A reply that is blank has done nothing it was told to: it fails every check that can be
        judged. Given a `Text`, its own language holds.

        Raises:
            UnknownLanguageError: the language is not known.
        """
        text = self.read(reply, language)
        if text.is_blank and not self.unsupported_reason(text.language):
            return self.verdict(False, reason="the reply is empty")
        verdict = self.verdict_on(text)
        return verdict if text.is_raw else verdict.moved(text.to_original)

    def read(self, reply: str | Text, language: str | Language = "en") -> Text:
        """A reply as the checker reads it; a `Text` is one already.

        Raises:
            UnknownLanguageError: the language is not known.
        """
        if isinstance(reply, Text):
            return reply
        return Text(reply, language, normalise=not self.reads_raw)

    def verdict(
        self,
        passed: bool | None,
        measured: Any = None,
        evidence: Sequence[Span] = (),
        reason: str = "",
        parts: Sequence[Verdict] = (),
    ) -> Verdict:
        """A verdict of this checker, its id and what it requires filled in."""
        return Verdict(
            passed, measured, self.required, tuple(evidence), tuple(parts), reason, self.id
        )

    def to_spec(self) -> dict[str, Any]:
        """The checker as JSON values; `mifcheck.checkers.registry.from_spec` is the inverse."""
        return {"id": self.id, "kwargs": parameters(self)}

    def __and__(self, other: Checker) -> Checker:
        return All(_flat(All, self, other)) if isinstance(other, Checker) else NotImplemented

    def __or__(self, other: Checker) -> Checker:
        return AnyOf(_flat(AnyOf, self, other)) if isinstance(other, Checker) else NotImplemented

    def __invert__(self) -> Checker:
        return Not(self)

    def __bool__(self) -> bool:
        raise TypeError(
            "a checker has no truth value: combine checkers with & | ~, and ask one with .check()"
        )


class Counted(Checker):
    """A checker of how many: the number of spans found lies within `bound`.

    A subclass declares `bound: Bound`, says what it finds, and names it in `noun`
    (one, several).
    """

    noun: ClassVar[tuple[str, str]] = ("span", "spans")
    bound: Bound

    def find(self, text: Text) -> Sequence[Span]:
        """What is counted."""
        raise NotImplementedError

    def count(self, text: Text) -> int:
        """How many there are; a subclass may count without finding."""
        return len(self.find(text))

    def passes(self, text: Text) -> bool | None:
        return self.count(text) in self.bound

    def counted(self, count: int, text: Text) -> str:
        """The count with its noun."""
        return counted(count, self.noun)

    def judge(self, text: Text) -> Verdict:
        found = self.find(text)
        count = len(found)
        return self.verdict(count in self.bound, count, found, f"{self.counted(count, text)} found")

    @property
    def required(self) -> str:
        return f"{self.bound} {self.noun[not str(self.bound).endswith(' 1')]}"


class Absent(Checker):
    """A checker of something that must not occur: nothing is found.

    A subclass says what it finds and names it in `noun` (one, several).
    """

    noun: ClassVar[tuple[str, str]] = ("span", "spans")

    def find(self, text: Text) -> Sequence[Span]:
        """What must not be there."""
        raise NotImplementedError

    def judge(self, text: Text) -> Verdict:
        found = self.find(text)
        count = len(found)
        return self.verdict(not count, count, found, f"{counted(count, self.noun)} found")

    @property
    def required(self) -> str:
        return f"no {self.noun[0]}"


@dataclass_transform(frozen_default=True)
def frozen(cls: type[C]) -> type[C]:
    """Make a checker class a frozen value whose parameters are checked when it is made."""
    config = pydantic.ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)
    made = cast("type[C]", pydantic_dataclass(frozen=True, config=config)(cls))
    made.__init__ = _telling(made.__init__, made)  # type: ignore[method-assign]
    return made


def parameters(checker: Checker) -> dict[str, Any]:
    """A checker's parameters by name, as JSON values; those that have their default left out."""
    return {
        field.name: _plain(getattr(checker, field.name))
        for field in dataclasses.fields(checker)  # type: ignore[arg-type]
        if getattr(checker, field.name) != field.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Bound | Limit | Checker):
        return value.to_spec()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _telling(init: Callable[..., None], cls: type[Checker]) -> Callable[..., None]:
    """The same `__init__`, its errors naming the checker, the parameter and what was expected."""

    def __init__(self: Checker, *args: Any, **kwargs: Any) -> None:
        try:
            init(self, *args, **kwargs)
        except pydantic.ValidationError as error:
            name = cls.id or cls.__name__
            raise ParameterError(f"{name}: {_told(cls, error)}") from None

    return __init__


def _told(cls: type[Checker], error: pydantic.ValidationError) -> str:
    expected = descriptions(cls)
    problem = error.errors(include_url=False)[0]
    name = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "unexpected_keyword_argument":
        known = ", ".join(expected) or "none"
        return f"unknown parameter {name!r}{did_you_mean(name, expected)} (parameters: {known})"
    if problem["type"] == "missing":
        return f"parameter {name!r} is missing (expected: {expected.get(name, 'a value')})"
    if not name or (problem["type"] == "value_error" and name not in expected):
        return problem["msg"].removeprefix("Value error, ")
    detail = problem["msg"].removeprefix("Value error, ")
    return f"{name}: {detail} (expected: {expected.get(name)}; got {problem['input']!r})"


def descriptions(cls: type[Checker]) -> dict[str, str]:
    """A checker class's parameters, and what each is in words."""
    fields: Mapping[str, Any] = cls.__pydantic_fields__  # type: ignore[attr-defined]
    return {
        name: info.description or ("a bound" if info.annotation is Bound else "a value")
        for name, info in fields.items()
    }


def counted(count: int, noun: tuple[str, str]) -> str:
    """A count with its noun, (one, several)."""
    return f"{count} {noun[count != 1]}"


# Combinations


class _Several(Checker):
    checkers: tuple[Checker, ...]

    @property
    def reads_raw(self) -> bool:
        return bool(self.checkers) and all(checker.reads_raw for checker in self.checkers)


@frozen
class All(_Several):
    """Every child passes. Every child is looked at, whatever the others say."""

    checkers: tuple[Checker, ...]

    def judge(self, text: Text) -> Verdict:
        parts = [checker.verdict_on(text) for checker in self.checkers]
        return _combined(self, parts, len(parts))

    @property
    def required(self) -> str:
        return _listed(self.checkers, " and ")

    def to_spec(self) -> dict[str, Any]:
        return {"all": [checker.to_spec() for checker in self.checkers]}


@frozen
class AnyOf(_Several):
    """At least one child passes. Every child is looked at, whatever the others say."""

    checkers: tuple[Checker, ...]

    def judge(self, text: Text) -> Verdict:
        return _combined(self, [checker.verdict_on(text) for checker in self.checkers], 1)

    @property
    def required(self) -> str:
        return _listed(self.checkers, " or ")

    def to_spec(self) -> dict[str, Any]:
        return {"any": [checker.to_spec() for checker in self.checkers]}


@frozen
class AtLeast(_Several):
    """At least `count` of the children pass."""

    count: int
    checkers: tuple[Checker, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.count <= len(self.checkers):
            raise ParameterError(
                f"AtLeast: count is from 0 to {len(self.checkers)}, the number of checkers, "
                f"not {self.count}"
            )

    def judge(self, text: Text) -> Verdict:
        return _combined(self, [checker.verdict_on(text) for checker in self.checkers], self.count)

    @property
    def required(self) -> str:
        return f"at least {self.count} of: {_listed(self.checkers, '; ')}"

    def to_spec(self) -> dict[str, Any]:
        return {"at_least": self.count, "of": [checker.to_spec() for checker in self.checkers]}


@frozen
class Not(Checker):
    """The child fails. Its spans become the offence; what can't be judged still can't."""

    checker: Checker

    def unsupported_reason(self, language: Language) -> str:
        return self.checker.unsupported_reason(language)

    def verdict_on(self, text: Text) -> Verdict:
        # The child says itself that it cannot be judged, and stays the part that says so.
        return self.judge(text)

    @property
    def reads_raw(self) -> bool:
        return self.checker.reads_raw

    def judge(self, text: Text) -> Verdict:
        inner = self.checker.verdict_on(text)
        passed = None if inner.passed is None else not inner.passed
        return self.verdict(passed, inner.measured, inner.evidence, inner.reason, (inner,))

    @property
    def required(self) -> str:
        return f"not ({self.checker.required})"

    def to_spec(self) -> dict[str, Any]:
        return {"not": self.checker.to_spec()}

    def __invert__(self) -> Checker:
        return self.checker


def _flat(kind: type[All] | type[AnyOf], *operands: Checker) -> tuple[Checker, ...]:
    return tuple(
        child
        for operand in operands
        for child in (operand.checkers if isinstance(operand, kind) else (operand,))
    )


def _listed(checkers: Sequence[Checker], joint: str) -> str:
    return joint.join(f"({checker.required})" for checker in checkers)


def _combined(whole: Checker, parts: list[Verdict], needed: int) -> Verdict:
    passing = sum(part.passed is True for part in parts)
    open_parts = sum(part.passed is None for part in parts)
    passed = True if passing >= needed else None if passing + open_parts >= needed else False
    reason = f"{passing} of {len(parts)} passed"
    if open_parts:
        reason += f", {open_parts} not judged"
    evidence = sorted({span for part in parts for span in part.evidence})
    return whole.verdict(passed, passing, evidence, reason, parts)
