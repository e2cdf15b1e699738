"""What a checker is.

A checker is a frozen value: its parameters. Asked about a text it answers with a `Verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from mifcheck import doors
from mifcheck.checkers.facts import Fact
from mifcheck.checkers.spelling import Declaration
from mifcheck.checkers.values import parameters
from mifcheck.checkers.wording import filled
from mifcheck.errors import SegmentationError
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
        return self._combined(doors.conjunction, other)

    def __or__(self, other: Checker) -> Checker:
        return self._combined(doors.disjunction, other)

    def __invert__(self) -> Checker:
        return cast("Checker", doors.opened(doors.negation)(self))

    def _combined(self, form: Callable[..., Any], other: Checker) -> Checker:
        if not isinstance(other, Checker):
            return NotImplemented
        return cast("Checker", doors.opened(form)(self, other))

    def __bool__(self) -> bool:
        raise TypeError(
            "a checker has no truth value: combine checkers with & | ~, and ask one with .check()"
        )
