"""How checkers combine into checkers: `&`, `|`, `~` and `AtLeast`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from mifcheck import doors
from mifcheck.checkers.base import Checker
from mifcheck.checkers.values import frozen
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Verdict

Several = Annotated[
    tuple[Checker, ...],
    Field(description="a tuple of checkers, as in All((one, other)); one & other makes it, too"),
]
Single = Annotated[Checker, Field(description="a checker, as mif.build makes one")]


class _Combination(Checker):
    """Base of the combinations of several checkers. Every child is judged."""

    # Each child has a view of its own.
    view = "source"
    checkers: Several
    joint: ClassVar[str]

    @property
    def needed(self) -> int:
        """How many children have to pass."""
        raise NotImplementedError

    @property
    def inner(self) -> tuple[Checker, ...]:
        return self.checkers

    @property
    def reads_raw(self) -> bool:
        return bool(self.checkers) and all(checker.reads_raw for checker in self.checkers)

    @property
    def required(self) -> str:
        return self.joint.join(f"({checker.required})" for checker in self.checkers)

    def sees_text(self, text: Text) -> bool:
        return not self.checkers or any(each.sees_text(text) for each in self.checkers)

    @property
    def is_quick(self) -> bool:
        return all(checker.is_quick for checker in self.checkers)

    def passes(self, text: Text) -> bool | None:
        lacking, spare = self.needed, len(self.checkers) - self.needed
        for checker in self.checkers:
            if lacking <= 0 or spare < 0:
                break
            passed = checker.decided_on(text)
            lacking -= passed is True
            spare -= passed is False
        return True if lacking <= 0 else None if spare >= 0 else False

    def unsupported_reason(self, language: Language) -> str:
        reasons = [checker.unsupported_reason(language) for checker in self.checkers]
        return reasons[0] if reasons and self.needed > 0 and all(reasons) else ""

    def verdict_on(self, text: Text) -> Verdict:
        # The children's own verdicts say why they cannot be judged, and stay in `parts`.
        unsupported = self.unsupported_reason(text.language)
        return self.judge(text) if unsupported else self._verdict_in_view(text)

    def judge(self, text: Text) -> Verdict:
        parts = [checker.verdict_on(text) for checker in self.checkers]
        passing = sum(part.passed is True for part in parts)
        open_parts = sum(part.passed is None for part in parts)
        undecided = None if passing + open_parts >= self.needed else False
        reason = f"{passing} of {len(parts)} passed"
        if open_parts:
            reason += f", {open_parts} not judged"
        evidence = sorted({span for part in parts for span in part.evidence})
        passed = True if passing >= self.needed else undecided
        return self.verdict(passed, passing, evidence, reason, parts)


@frozen
class All(_Combination):
    """Every child passes."""

    checkers: Several
    joint = " and "

    @property
    def needed(self) -> int:
        return len(self.checkers)

    def to_spec(self) -> dict[str, Any]:
        return {"all": [checker.to_spec() for checker in self.checkers]}


@frozen
class AnyOf(_Combination):
    """At least one child passes."""

    checkers: Several
    joint = " or "

    @property
    def needed(self) -> int:
        return 1

    def to_spec(self) -> dict[str, Any]:
        return {"any": [checker.to_spec() for checker in self.checkers]}


@frozen
class AtLeast(_Combination):
    """At least `count` of the children pass."""

    count: int
    checkers: Several
    joint = "; "

    def __post_init__(self) -> None:
        if not 0 <= self.count <= len(self.checkers):
            raise ParameterError(
                f"AtLeast: count is from 0 to {len(self.checkers)}, the number of checkers, "
                f"not {self.count}"
            )

    @property
    def needed(self) -> int:
        return self.count

    @property
    def required(self) -> str:
        return f"at least {self.count} of: {super().required}"

    def to_spec(self) -> dict[str, Any]:
        return {"at_least": self.count, "of": [checker.to_spec() for checker in self.checkers]}


@frozen
class Not(Checker):
    """The child fails. Its spans become the evidence; what cannot be judged stays not judged.

    Where the child sees no text, both fail.
    """

    view = "source"
    checker: Single
    asks = "not ({checker.required})"

    @property
    def inner(self) -> tuple[Checker, ...]:
        return (self.checker,)

    def unsupported_reason(self, language: Language) -> str:
        return self.checker.unsupported_reason(language)

    def verdict_on(self, text: Text) -> Verdict:
        # The child's own verdict says why it cannot be judged, and stays in `parts`.
        return self.judge(text)

    @property
    def reads_raw(self) -> bool:
        return self.checker.reads_raw

    @property
    def is_quick(self) -> bool:
        return self.checker.is_quick

    def passes(self, text: Text) -> bool | None:
        passed = self.checker.decided_on(text)
        return None if passed is None else not passed and self.sees_text(text)

    def judge(self, text: Text) -> Verdict:
        inner = self.checker.verdict_on(text)
        passed = None if inner.passed is None else not inner.passed and self.sees_text(text)
        return self.verdict(passed, inner.measured, inner.evidence, inner.reason, (inner,))

    def sees_text(self, text: Text) -> bool:
        return self.checker.sees_text(text)

    def to_spec(self) -> dict[str, Any]:
        return {"not": self.checker.to_spec()}

    def __invert__(self) -> Checker:
        return self.checker


def _conjunction(one: Checker, other: Checker) -> Checker:
    return All(_flat(All, one, other))


def _disjunction(one: Checker, other: Checker) -> Checker:
    return AnyOf(_flat(AnyOf, one, other))


def _flat(kind: type[All] | type[AnyOf], *operands: Checker) -> tuple[Checker, ...]:
    return tuple(
        child
        for operand in operands
        for child in (operand.checkers if isinstance(operand, kind) else (operand,))
    )


doors.conjunction.register(Checker, _conjunction)
doors.disjunction.register(Checker, _disjunction)
doors.negation.register(Checker, Not)
