"""The laws that every checker obeys, and how a checker is tested against them."""

from __future__ import annotations

import json
import pickle
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from mifcheck.checkers.algebra import AtLeast, Not
from mifcheck.checkers.base import Checker
from mifcheck.checkers.grammar.written import Composed
from mifcheck.checkers.primitives import Absent
from mifcheck.checkers.values import frozen
from mifcheck.errors import InexpressibleError, describe_error
from mifcheck.evaluate import check_text_all
from mifcheck.languages import Language, get_language
from mifcheck.markup.edges import whole_graphemes
from mifcheck.profiles import from_spec
from mifcheck.safe import short_repr
from mifcheck.testing.drawn import HOSTILE, for_each, looked_for, wild_replies
from mifcheck.testing.strategies import strategy_of
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Law:
    """Something that holds for every checker.

    Attributes:
        name: its name, an identifier.
        says: what holds, in a sentence.
        broken: says what is wrong with a checker's verdict on a reply; "" if nothing is.
        replies: the replies that it is about; hostile and drawn ones where there are none.
        built: returns the strategy of the replies that it is about, if a checker has such replies.
    """

    name: str
    says: str
    broken: Callable[[Checker, Text], str]
    replies: tuple[str, ...] = ()
    built: Callable[[Checker, Language], SearchStrategy[str] | None] | None = None

    def __str__(self) -> str:
        return self.name

    def require(self, checker: Checker, text: Text) -> None:
        """Checks that the law holds for a checker and a reply.

        Raises:
            AssertionError: it does not hold. The message shows the reply, and what is wrong.
        """
        cause: Exception | None = None
        try:
            wrong = self.broken(checker, text)
        except Exception as error:
            wrong, cause = f"it raised {describe_error(error)}", error
        if wrong:
            raise AssertionError(
                f"law {self.name!r}: {self.says}. {checker!r} about {text.reply!r} in "
                f"{text.language.name}: {wrong}"
            ) from cause


def laws(
    checker: Checker,
    language: str | Language = "en",
    *,
    texts: int = 100,
    only: Iterable[Law] | None = None,
) -> None:
    """Tests a checker against the laws.

    The replies are drawn from the language's own words, mixed with the words that the checker looks
    for, markup, emoji, foreign words, lists and code, and always the same. Some hostile texts come
    first. The reply in the error is as small as Hypothesis could make it.

    Args:
        checker: the checker.
        language: the language of the replies.
        texts: how many replies are drawn.
        only: the laws to test, of `LAWS`. Default: all.

    Raises:
        AssertionError: a law does not hold. The message names it, and shows the reply.
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    known, chosen = get_language(language), tuple(LAWS if only is None else only)
    drawn = [law for law in chosen if not (law.replies or law.built)]

    def obeys(reply: str) -> None:
        text = checker.read(reply, known)
        for law in drawn:
            law.require(checker, text)

    for law in chosen:
        strategy = law.built(checker, known) if law.built else None
        if strategy is not None:
            for_each(strategy, texts, partial(_require_of, law, checker, known))
        for reply in () if law.built else law.replies or HOSTILE:
            law.require(checker, checker.read(reply, known))
    if drawn:
        for_each(wild_replies(known, looked_for(checker)), texts, obeys)


def _require_of(law: Law, checker: Checker, language: Language, reply: str) -> None:
    law.require(checker, checker.read(reply, language))


# The laws


def _answers(checker: Checker, text: Text) -> str:
    verdict = checker.check(text)
    if not isinstance(verdict, Verdict):
        return f"the answer is {short_repr(verdict)}"
    json.dumps(verdict.to_dict())
    verdict.explain(text.reply)
    return "feedback() has several lines" if "\n" in verdict.feedback().strip() else ""


def _deterministic(checker: Checker, text: Text) -> str:
    first = checker.check(text)
    copied: Checker = pickle.loads(pickle.dumps(checker))
    again = copied.check(copied.read(text.reply, text.language))
    return "" if again == first else f"first {first!r}, then {again!r}"


def _quick(checker: Checker, text: Text) -> str:
    if text.is_blank or checker.unsupported_reason(text.language):
        return ""
    slow, quick = checker.check(text).passed, checker.passed_on(text)
    return "" if quick is slow else f"passed_on answers {quick}, and check {slow}"


def _blank(checker: Checker, text: Text) -> str:
    if not text.is_blank or checker.unsupported_reason(text.language):
        return ""
    return "it passed" if checker.check(text).passed is not False else ""


def _judged(checker: Checker, text: Text) -> str:
    verdict, reason = checker.check(text), checker.unsupported_reason(text.language)
    if reason:
        return "" if verdict.passed is None else "it is judged, but unsupported_reason says why not"
    if verdict.passed is not None:
        return ""
    parts = list(_parts(checker))
    if not any(each.abstains or each.unsupported_reason(text.language) for each in parts):
        return f"it is not judged ({verdict.reason!r}), and `abstains` does not say when"
    return "" if verdict.reason else "it is not judged, and no reason is given"


def _loose(checker: Checker, text: Text) -> str:
    found = check_text_all([checker], text.reply, text.language, checker.profile)
    strict, loose = found.strict[0].passed, found.loose[0].passed
    if strict and not loose:
        return "" if text.is_blank else f"strictly {strict}, loosely {loose}"
    return "" if (strict is None) == (loose is None) else f"strictly {strict}, loosely {loose}"


def _evidence(checker: Checker, text: Text) -> str:
    verdict = checker.check(text if text.is_raw else text.reply, text.language)
    for span in _spans(verdict):
        if not isinstance(span, Span) or not 0 <= span.start <= span.end <= len(text.reply):
            return f"{span!r} is not within the {len(text.reply)} characters of the reply"
        whole = whole_graphemes(text.reply, span.start, span.end)
        if span.start < span.end and whole != (span.start, span.end):
            return f"{span!r} cuts a character as a reader sees it; whole is {whole}"
    return ""


def _mended(checker: Checker, text: Text) -> str:
    composed = _composition(checker)
    if not isinstance(composed, Absent):
        return ""
    reply = text.reply
    while (verdict := checker.check(checker.read(reply, text.language))).passed is False:
        if not reply.strip() or not composed.sees_text(composed.read(reply, text.language)):
            return ""
        if not any(span.end > span.start for span in verdict.evidence):
            return f"{reply!r} fails, and no evidence shows what to remove"
        for start, end, _ in sorted(verdict.evidence, reverse=True):
            reply = reply[:start] + reply[end:]
    return ""


def _algebra(checker: Checker, text: Text) -> str:
    if text.is_blank or not checker.sees_text(text):
        return ""
    own = checker.check(text).passed
    if Not(Not(checker)).check(text).passed is not own:
        return "twice negated it gives another verdict"
    for known in (True, False, None):
        other = KnownAnswer(known)
        both, either = _least(own, known), _most(own, known)
        expected = {
            "c & other": (checker & other, both),
            "c | other": (checker | other, either),
            "at least 2 of both": (AtLeast(2, (checker, other)), both),
            "at least 1 of both": (AtLeast(1, (checker, other)), either),
            "~(c & other)": (~(checker & other), _negated(both)),
            "~c | ~other": (~checker | ~other, _negated(both)),
            "~(c | other)": (~(checker | other), _negated(either)),
            "~c & ~other": (~checker & ~other, _negated(either)),
        }
        for name, (combined, should) in expected.items():
            found = combined.check(text).passed
            if found is not should:
                return f"{name} is {found}, where c is {own} and the other {known}"
    return ""


def _travels(checker: Checker, text: Text) -> str:
    if not text.is_blank and pickle.loads(pickle.dumps(verdict := checker.check(text))) != verdict:
        return "the verdict is another one after pickle"
    again = [pickle.loads(pickle.dumps(checker))]
    if checker.id:
        again.append(from_spec(json.loads(json.dumps(checker.to_spec()))))
    for each in again:
        if (each, hash(each), each.required) != (checker, hash(checker), checker.required):
            return f"it came back as {each!r}"
    return ""


def _normal(checker: Checker, text: Text) -> str:
    if checker.reads_raw:
        return ""
    composed, decomposed = (unicodedata.normalize(form, text.reply) for form in ("NFC", "NFD"))
    return _alike(checker, text.language, composed, decomposed)


def _line_breaks(checker: Checker, text: Text) -> str:
    if checker.reads_raw:
        return ""
    plain = text.reply.replace("\r\n", "\n").replace("\r", "\n")
    return _alike(checker, text.language, plain, plain.replace("\n", "\r\n"))


def _linear(checker: Checker, text: Text) -> str:
    unit, before = text.reply, 0.0
    for length in _LENGTHS:
        reply = unit * (length // len(unit))
        now = min(_seconds(checker, reply, text.language) for _ in range(3))
        if before and now > max(_NOTICED, _STEEPEST * before):
            times = f"{now / before:.0f} times as long"
            return f"{unit!r} repeated: four times the text, {length} characters, took {times}"
        before = now
    return ""


_REPEATED: Final = ("a", "a, b. ", "(", "- a\n", "**a** ")
_LENGTHS: Final = (1_000, 4_000, 16_000)
_STEEPEST: Final = 10
"""Four times the text takes four times as long if the cost is linear, 16 times if quadratic."""
_NOTICED: Final = 0.03


def _seconds(checker: Checker, reply: str, language: Language) -> float:
    """Returns the processor time of a check, which others on the machine hardly change."""
    began = time.thread_time()
    checker.check(reply, language)
    return time.thread_time() - began


def _strategy(wanted: bool, checker: Checker, language: Language) -> SearchStrategy[str] | None:
    try:
        return strategy_of(checker, language, wanted)
    except InexpressibleError:
        return None


def _answers_with(wanted: bool, checker: Checker, text: Text) -> str:
    verdict = checker.check(text)
    return "" if verdict.passed is wanted else f"it {verdict.outcome} ({verdict.reason})"


def _built(wanted: bool) -> tuple[Any, tuple[str, ...], Any]:
    return partial(_answers_with, wanted), (), partial(_strategy, wanted)


LAWS: Final = (
    Law(
        "answers", "A checker answers about any text with a verdict that explains itself", _answers
    ),
    Law("deterministic", "The same reply has the same verdict, also from a copy", _deterministic),
    Law("quick", "passed_on answers what check does", _quick),
    Law("blank", "A blank reply follows no instruction", _blank),
    Law("judged", "A reply is not judged only where the checker says when", _judged),
    Law("loose", "The loose verdict is never below the strict one", _loose),
    Law("evidence", "Evidence is in the reply, and cuts no character", _evidence),
    Law("mended", "What must be absent passes without its evidence", _mended),
    Law("algebra", "Negation, &, | and AtLeast obey double negation and De Morgan", _algebra),
    Law("travels", "Checker and verdict are the same after JSON and pickle", _travels),
    Law("normal_forms", "Composed and decomposed characters are judged alike", _normal),
    Law("line_breaks", "Line breaks of Windows are judged alike", _line_breaks),
    Law("satisfied", "What `satisfying` builds passes", *_built(True)),
    Law("violated", "What `violating` builds fails", *_built(False)),
    Law("linear", "Cost grows about as fast as the text", _linear, _REPEATED),
)
"""The laws, of which `laws` tests all."""


class CheckerLaws:
    """Base of a test class for pytest, with one test for each law.

        class TestPrices(CheckerLaws):
            checker = Prices(mif.at_least(2))
            languages = ("en", "hi")

    Attributes:
        checker: the checker to test.
        languages: the languages of the replies.
        texts: how many replies are drawn for each law and language.
    """

    checker: ClassVar[Checker]
    languages: ClassVar[tuple[str, ...]] = ("en",)
    texts: ClassVar[int] = 50


def _test_of(law: Law) -> Callable[[CheckerLaws], None]:
    def test(self: CheckerLaws) -> None:
        for language in self.languages:
            laws(self.checker, language, texts=self.texts, only=[law])

    test.__doc__ = law.says
    return test


for _law in LAWS:
    setattr(CheckerLaws, f"test_{_law.name}", _test_of(_law))


@frozen
class KnownAnswer(Checker):
    """A checker whose answer is known."""

    view = "source"
    answer: bool | None
    asks = "{answer}"

    def judge(self, text: Text) -> Verdict:
        return self.verdict(self.answer)


_Answer = bool | None


def _negated(answer: _Answer) -> _Answer:
    return None if answer is None else not answer


def _least(one: _Answer, other: _Answer) -> _Answer:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _most(one: _Answer, other: _Answer) -> _Answer:
    return _negated(_least(_negated(one), _negated(other)))


def _alike(checker: Checker, language: Language, one: str, other: str) -> str:
    first, second = (checker.check(each, language) for each in (one, other))
    if first.passed is second.passed:
        return ""
    return (
        f"{one!r} is {first.outcome} ({first.reason}), {other!r} {second.outcome} ({second.reason})"
    )


def _spans(verdict: Verdict) -> Iterator[Any]:
    yield from verdict.evidence
    for part in verdict.parts:
        yield from _spans(part)


def _parts(checker: Checker) -> Iterator[Checker]:
    yield checker
    for each in checker.inner:
        yield from _parts(each)


def _composition(checker: Checker) -> Checker:
    while isinstance(checker, Composed):
        checker = checker.composition
    return checker
