"""How the reply begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.primitives import Present
from mifcheck.markup.edges import end_of_reply, unwrapped
from mifcheck.markup.phrases import keyword_at_end
from mifcheck.markup.quotations import quotation_marks, without_emphasis
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "startend:end_checker",
    asks="end with {end_phrase!r}",
    example={"end_phrase": "That is all."},
    verbatim=("end_phrase",),
)
class EndsWith(Present):
    """The reply ends with the phrase; closing quotation and emphasis marks don't matter."""

    end_phrase: Phrase
    missing = "the reply ends otherwise"

    def find(self, text: Text) -> Sequence[Span]:
        phrase = unwrapped(self.end_phrase)
        end = end_of_reply(text.string, phrase)
        match = keyword_at_end(phrase, text.language, text.string, 0, end)
        return (Span(*match.span(), "end"),) if match else ()

    def instead(self, text: Text) -> Sequence[Span]:
        phrase = unwrapped(self.end_phrase)
        end = end_of_reply(text.string, phrase)
        return (Span(min(end, max(text.content.start, end - len(phrase))), end, "end"),)


@checker("startend:quotation", asks="the whole reply in quotation marks")
class Quoted(Checker):
    """The whole reply is wrapped in one pair of quotation marks that its language uses."""

    def judge(self, text: Text) -> Verdict:
        start, end = without_emphasis(text.string, *text.content[:2])
        inner = text.string[start:end]
        marks = quotation_marks(inner, text.language.quotes)
        reason = f"begins with {inner[:1]!r} and ends with {inner[-1:]!r}"
        edges = (Span(start, start + 1, "beginning"), Span(end - 1, end, "end"))
        return self.verdict(marks is not None, "".join(marks or ()) or None, edges, reason)
