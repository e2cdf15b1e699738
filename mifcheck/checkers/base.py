"""What a checker is, and how checkers combine.

A checker is a frozen value: its parameters. Asked about a text it answers with a `Verdict`.
`&`, `|`, `~` and `AtLeast` combine checkers into checkers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast

from pydantic import Field

from mifcheck import doors
from mifcheck.checkers.facts import Fact
from mifcheck.checkers.spelling import Declaration
from mifcheck.checkers.values import frozen, parameters
from mifcheck.checkers.wording import filled
from mifcheck.errors import ParameterError, SegmentationError
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.text.value import remade
from mifcheck.verdict import Span, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


class Checker:
    """Base of all checkers. A subclass declares its parameters and says how it judges.

    Subclasses are made into values by `mifcheck.checker` (with an id) or by
    `mifcheck.checkers.values.frozen`: equal when their parameters are equal, hashable, printable
    and checked when made.
    """

    id: ClassVar[str] = ""
    profile: ClassVar[str] = "native"
    view: ClassVar[Literal["rendered", "source"]] = "rendered"
    """What is read: what a reader sees of the reply, or its source, with the markup."""
    asks: ClassVar[str] = ""
    """What is asked for, as a template whose fields are attributes: "end with {end_phrase!r}"."""
    declared: ClassVar[Declaration] = Declaration()
    abstains: ClassVar[str] = ""
    """When a reply is not judged although its language can be; "" if every reply is judged."""
    facts_suffice: ClassVar[bool] = False
    """Whether every reply of which the facts that `implies` returns are true passes."""
    worded_by_language: ClassVar[bool] = False
    """Whether the words of `required` depend on the language of the reply."""
    loose_is_strict: ClassVar[bool] = False
    """Whether the loose verdict is the strict one, so that no loose variant is tried."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # The quick answer of a base is none to a class that judges in a way of its own.
        if "judge" in vars(cls) and "passes" not in vars(cls):
            cls.passes = Checker.passes  # type: ignore[method-assign]

    def seen(self, text: Text) -> Text:
        """Returns the view of a text that the checker reads."""
        return text.rendered if self.view == "rendered" else text.source

    def sees_text(self, text: Text) -> bool:
        """Tells whether there is any text in the checker's view of a reply."""
        return not self.seen(text).is_blank

    def judge(self, text: Text) -> Verdict:
        """Returns the verdict about a text in the checker's view. This is what a subclass writes.

        Called only if the text is not blank and `unsupported_reason` is empty; callers use
        `verdict_on`.
        """
        raise NotImplementedError

    def passes(self, text: Text) -> bool | None:
        """Returns what `judge` answers, without the evidence. A subclass may do so faster.

        A subclass that overrides `judge` alone is asked by `judge` again.
        """
        return self.judge(text).passed

    def passed_on(self, text: Text) -> bool | None:
        """Returns what `verdict_on` answers of a text that can be judged, without the evidence."""
        seen = self.seen(text)
        try:
            return False if seen.is_blank else self.passes(seen)
        except SegmentationError:
            return None

    def decided_on(self, text: Text) -> bool | None:
        """Returns what `verdict_on` answers, without the evidence."""
        return None if self.unsupported_reason(text.language) else self.passed_on(text)

    @property
    def is_quick(self) -> bool:
        """Whether `passed_on` answers without `judge`, which then runs when its words are read."""
        return type(self).passes is not Checker.passes

    @property
    def required(self) -> str:
        """What is asked for, in words: "at least 3 sentences"."""
        return self._required

    @cached_property
    def _required(self) -> str:
        return self.required_in(None)

    def required_in(self, language: Language | None) -> str:
        """Returns what is asked for, in words that fit the language of a reply."""
        return filled(self.asks, self)

    @property
    def verbatim(self) -> tuple[str, ...]:
        """The words among the parameters that a prompt has to mention."""
        given = (getattr(self, name) for name in self.declared.verbatim)
        return tuple(
            word for value in given for word in ((value,) if isinstance(value, str) else value)
        )

    def implies(self, language: Language) -> Iterable[Fact]:
        """Returns facts that are true of every reply in a language that passes, however odd."""
        return ()

    def unsupported_reason(self, language: Language) -> str:
        """Returns why no text in a language can be judged; "" if texts in it can be judged."""
        return ""

    def verdict_on(self, text: Text) -> Verdict:
        """Returns the verdict about a text that is not blank; None if it cannot be judged."""
        reason = self.unsupported_reason(text.language)
        return self.verdict(None, reason=reason) if reason else self._verdict_in_view(text)

    def _verdict_in_view(self, text: Text) -> Verdict:
        seen = self.seen(text)
        if seen.is_blank and not text.is_blank:
            return self.verdict(False, reason="a reader sees no text in the reply")
        try:
            verdict = self.judge(seen)
        except SegmentationError as error:
            return self.verdict(None, reason=str(error))
        return verdict if seen is text else verdict.moved(seen.to_source)

    @property
    def reads_raw(self) -> bool:
        """Whether a reply is read as it was given, and not in Unicode normal form C."""
        return False

    @property
    def inner(self) -> tuple[Checker, ...]:
        """The checkers that it is made of."""
        return ()

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages besides those of its language whose version may change a verdict."""
        return tuple(package for each in self.inner for package in each.packages)

    def prepare(self) -> None:
        """Loads what is needed to judge, and checks the parameters that only a library can check.

        `mifcheck.build` calls it, so that an error comes up before anything is judged.

        Raises:
            MissingExtraError: a package is not installed.
            ParameterError: a parameter is impossible.
        """
        for each in self.inner:
            each.prepare()

    def check(self, reply: str | Text, language: str | Language = "en") -> Verdict:
        """Returns the verdict about a reply.

        A blank reply follows no instruction: it fails every check that can be judged.

        Args:
            reply: the reply; a `Text` is read in its own language.
            language: the language that the reply was asked for in.

        Raises:
            UnknownLanguageError: the language is not known.
        """
        text = self.read(reply, language)
        if text.is_blank and not self.unsupported_reason(text.language):
            return self.verdict(False, reason="the reply is empty")
        verdict = self.verdict_on(text)
        found = verdict if text.is_raw else verdict.moved(text.to_original)
        return found.about(text.reply, text.language.level)

    def answer_on(self, text: Text) -> Verdict:
        """Returns the verdict that `check` returns, and computes what it can when it is read."""
        if not self.is_quick or text.is_blank or self.unsupported_reason(text.language):
            return self.check(text)
        return self.verdict_of(text, self.passed_on(text))

    def verdict_of(self, text: Text, passed: bool | None) -> Verdict:
        """Returns the verdict that `check` returns, if `passed_on` is known to answer `passed`."""
        if not self.is_quick:
            return self.check(text)
        make = partial(self._check_again, *text.recipe)
        # A checker of a user may answer with a count, or with a match.
        answer = None if passed is None else bool(passed)
        return Verdict.later(answer, self.id, make, text.reply, text.language.level)

    def _check_again(self, *recipe: Any) -> Verdict:
        return self.check(remade(*recipe))

    def read(self, reply: str | Text, language: str | Language = "en") -> Text:
        """Returns a reply as the checker reads it; a `Text` is returned as it is.

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
        language: Language | None = None,
    ) -> Verdict:
        """Returns a verdict with this checker's id and what it requires filled in.

        Args:
            passed: True, False, or None if the text cannot be judged.
            measured: what was found.
            evidence: the spans that decided the verdict.
            reason: why, in one clause.
            parts: the verdicts of the children of a combination.
            language: the language of the text, in whose units the requirement is worded.
        """
        by_language = language is not None and self.worded_by_language
        required = self.required_in(language) if by_language else self.required
        return Verdict(passed, measured, required, tuple(evidence), tuple(parts), reason, self.id)

    def satisfying(self, language: str | Language = "en") -> SearchStrategy[str]:
        """Returns a Hypothesis strategy of replies in a language that pass, many of them barely.

        Args:
            language: the language of the replies.

        Raises:
            InexpressibleError: no such replies can be built. The message says why.
            MissingExtraError: Hypothesis is not installed.
            UnknownLanguageError: the language is not known.
        """
        return cast("SearchStrategy[str]", doors.opened(doors.strategy)(self, language, True))

    def violating(self, language: str | Language = "en") -> SearchStrategy[str]:
        """Returns a Hypothesis strategy of replies in a language that fail, many of them barely.

        Args:
            language: the language of the replies.

        Raises:
            InexpressibleError: no such replies can be built. The message says why.
            MissingExtraError: Hypothesis is not installed.
            UnknownLanguageError: the language is not known.
        """
        return cast("SearchStrategy[str]", doors.opened(doors.strategy)(self, language, False))

    def to_spec(self) -> dict[str, Any]:
        """Returns the checker as JSON values; `mifcheck.from_spec` is the inverse."""
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


def _flat(kind: type[All] | type[AnyOf], *operands: Checker) -> tuple[Checker, ...]:
    return tuple(
        child
        for operand in operands
        for child in (operand.checkers if isinstance(operand, kind) else (operand,))
    )
