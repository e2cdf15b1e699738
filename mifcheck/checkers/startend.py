"""How the reply begins and ends."""

from __future__ import annotations

from collections.abc import Iterable

from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Stands
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.primitives import Placed
from mifcheck.languages import Language
from mifcheck.markup.endings import ending
from mifcheck.markup.quotations import quotation_marks, without_emphasis
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "startend:end_checker",
    asks="end with {end_phrase!r}",
    example={"end_phrase": "That is all."},
    verbatim=("end_phrase",),
)
class EndsWith(Placed):
    """The reply ends with the phrase; closing quotation and emphasis marks do not matter."""

    end_phrase: Phrase
    label = "end"
    otherwise = "the reply ends otherwise"

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.reply_ends(self.end_phrase)

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        return ending(text.string, self.end_phrase, text.language)


@checker("startend:quotation", asks="the whole reply in quotation marks")
class Quoted(Checker):
    """The whole reply is wrapped in one pair of quotation marks that its language uses."""

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Stands("sign", "reply", tuple(opening[0] for opening, _ in language.quotes))

    def judge(self, text: Text) -> Verdict:
        start, end = without_emphasis(text.string, *text.content[:2])
        inner = text.string[start:end]
        marks = quotation_marks(inner, text.language.quotes)
        reason = f"begins with {inner[:1]!r} and ends with {inner[-1:]!r}"
        edges = (Span(start, start + 1, "beginning"), Span(end - 1, end, "end"))
        return self.verdict(marks is not None, "".join(marks or ()) or None, edges, reason)
