"""How the reply begins and ends."""

from __future__ import annotations

from collections.abc import Iterable

from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Framed, Stands
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.primitives import Placed
from mifcheck.languages import Language
from mifcheck.markup.endings import ending
from mifcheck.markup.quotations import quotation_of
from mifcheck.markup.rendering import is_markup
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@checker(
    "startend:end_checker",
    asks="end with {end_phrase!r}",
    example={"end_phrase": "That is all."},
    verbatim=("end_phrase",),
)
class EndsWith(Placed):
    """The reply ends with the phrase; closing quotation and emphasis marks do not matter.

    The final mark of its sentence may follow a phrase that has none of its own.
    """

    end_phrase: Phrase
    label = "end"
    otherwise = "the reply ends otherwise"
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.reply_ends(self.end_phrase)

    def seen(self, text: Text) -> Text:
        # A rule or a tag that is asked for may be there, although it is no text.
        rendered = text.rendered
        if not is_markup(self.end_phrase) or self.at_place(rendered, 0, 0)[2]:
            return rendered
        return text.source

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        return ending(text.string, self.end_phrase, text.language)


@checker("startend:quotation", asks="the whole reply in quotation marks")
class Quoted(Checker):
    """The whole reply is wrapped in one pair of quotation marks that its language uses.

    A final mark after the closing mark does not matter. Marks that are escaped or doubled within
    the quotation do not close it.
    """

    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Framed("quotation marks")
        yield Stands("sign", "reply", tuple(opening for opening, _ in language.quotes))

    def judge(self, text: Text) -> Verdict:
        found = quotation_of(text.string, text.source.string, text.language.quotes)
        return self.verdict(found.marks is not None, found.marks, found.edges, found.reason)
