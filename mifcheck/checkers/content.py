"""Placeholders and postscripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mifcheck.bounds import at_least
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Holds, Measure, Phrasing
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.primitives import Counted, Present
from mifcheck.checkers.spelling import NumberAlone
from mifcheck.languages import Language
from mifcheck.markup.postscripts import find_postscript
from mifcheck.text import Text
from mifcheck.verdict import Span


@checker(
    "detectable_content:number_placeholders",
    example={"num_placeholders": 2},
    spelling={"bound": NumberAlone("num_placeholders", at_least)},
)
class PlaceholderCount(Counted):
    """The reply has a number of placeholders, such as [address], within `bound`."""

    view = "source"
    bound: Bound
    noun = ("placeholder", "placeholders")
    element = "placeholders"


@checker(
    "detectable_content:postscript",
    asks="a postscript beginning with {postscript_marker!r}",
    example={"postscript_marker": "P.S."},
    verbatim=("postscript_marker",),
)
class Postscript(Present):
    """The reply has a postscript that begins with the marker, and something after the marker.

    A postscript begins a line or follows a sentence, whose final mark may be missing if what
    follows the marker begins a sentence. Within a sentence the marker is only mentioned. White
    space after a full stop in the marker and its case do not matter. A longer marker with the same
    end (P.P.S. for P.S.) is another marker.
    """

    postscript_marker: Phrase
    missing = "no such postscript found"
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        marker = self.postscript_marker
        noun = f"postscripts {marker!r}"
        yield Count(Measure("postscripts", marker, noun), at_least(1))
        yield Holds((Phrasing(marker.rstrip("."), False, False, solid=False, given=marker),))

    def find(self, text: Text) -> Sequence[Span]:
        return find_postscript(text.string, self.postscript_marker, text.language)
