"""Parts of a reply that only instructions of IFBench speak of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from mifcheck.checkers.grammar.pieces import Key, Piece, Predicate
from mifcheck.checkers.grammar.selections import Selection, Unit, found
from mifcheck.checkers.grammar.traits import ending_in
from mifcheck.languages.characters import WORD
from mifcheck.markup.quotations import quotation_pattern
from mifcheck.text import Text
from mifcheck.verdict import Span

_STAR_ITEM = r"(?m)^[ \t]*\*[ \t]+\S[^\n]*"
_STAR = regex.compile(_STAR_ITEM)
star_items = found(
    _STAR_ITEM,
    ("item marked *", "items marked *"),
    "source",
    ("* {0}", "* {0}\n  - {1}", "* {0}\n  - {1}\n  - {2}"),
    "\n",
)
comma_items = found(r"[^\s,，、](?:[^,，、]*[^\s,，、])?", ("item", "items"))
"""What commas set apart."""


# Sections

_BOLD_LINE = r"(?:\*\*|__)[^*_\n]*[^*_\n.!?…](?:\*\*|__)[ \t]*$"
_TAGS = r"<h([1-6])\b[^<>]*>[^<]*+(?:<(?!/?h\d)[^<]*+)*+</h\1>"
_HEADING = regex.compile(rf"(?m)^[ \t]*(?:#{{1,6}}[ \t]+[^\n]*|{_BOLD_LINE})\n?|{_TAGS}")
_ITALICS = regex.compile(
    r"\s*+(?:<(?:p|div|li|section|article)\b[^<>]*>\s*+)*+<(i|em)\b[^<>]*>(.+?)</\1>", regex.DOTALL
)


def _sections(text: Text) -> Sequence[Span]:
    """Returns what stands below each heading; without a heading, the paragraphs.

    A line in bold without a final mark is a heading, too.
    """
    heads = [match.span() for match in _HEADING.finditer(text.string)]
    if not heads:
        starts = (text.string.rfind("\n", 0, start) + 1 for start, _, _ in text.paragraphs)
        # A paragraph's span leaves out the tag at its beginning.
        return [
            text.trimmed(start, end)
            for start, (_, end, _) in zip(starts, text.paragraphs, strict=True)
        ]
    ends = [*(start for start, _ in heads[1:]), len(text.string)]
    below = (text.trimmed(start, end) for (_, start), end in zip(heads, ends, strict=True))
    return [each for each in below if each.end > each.start]


def _begins_in_italics(piece: Piece) -> bool:
    match = _ITALICS.match(piece.text.string, piece.start, piece.end)
    if match is None or not _WORD.search(match[2]):
        return False
    return _WORD.search(piece.text.string, match.end()) is not None


sections = Selection(
    Unit(
        _sections,
        ("section", "sections"),
        "source",
        samples=("## {0}\n\n<i>{1} {2}.</i> {0}.", "## {0}\n\n<em>{1}.</em> {2}", "## {0}\n\n{1}."),
        joint="\n\n",
    )
)
italic_first = Predicate(_begins_in_italics, "begin with a statement in italics")


# Items


def _has_sub_item(piece: Piece) -> bool:
    following = _STAR.search(piece.text.string, piece.end)
    until = following.start() if following else len(piece.text.string)
    return _SUB_ITEM.search(piece.text.string, piece.end, until) is not None


has_sub_item = Predicate(_has_sub_item, "have an item marked - below them")


def _before_items(text: Text) -> Sequence[Span]:
    source = text.source
    items = source.bullets
    first = text.from_source(items[0].start, items[0].start)[0] if items else len(text.string)
    return [each for each in text.sentences if each.end <= first]


sentences_before_items = Selection(
    Unit(
        _before_items,
        ("sentence before the items", "sentences before the items"),
        samples=("{0} {1}.", "{0}。", "{0} {1}।"),
        joint="\n",
    )
).where(ending_in(".。．।", "end in a full stop"))


# Quotations


def _is_explained(piece: Piece) -> bool:
    string = piece.text.string
    following = quotation_pattern(piece.text.language.quotes).search(string, piece.end)
    return (
        _WORD.search(string, piece.end, following.start() if following else len(string)) is not None
    )


explained = Predicate(_is_explained, "are followed by an explanation")


# Questions


def _question_blocks(text: Text) -> Sequence[Span]:
    """Returns what is from one label "Question" at the beginning of a line to the next."""
    starts = [match.start(1) for match in _QUESTION.finditer(text.string)]
    return [Span(*ends) for ends in pairwise([*starts, len(text.string)])]


def _options(piece: Piece) -> int:
    return len(_OPTION.findall(piece.string))


def _has_five_options(piece: Piece) -> bool:
    return _options(piece) == 5


def _question_length(piece: Piece) -> int:
    first = _OPTION.search(piece.string)
    return len(piece.string[: first.start() if first else None].strip())


_ASKED = ("{0}", "{0} {1}", "{0} {1} {2}", "{0} {1} {2} {0}", "{0} {1} {2} {0} {1}")
question_blocks = Selection(
    Unit(
        _question_blocks,
        ("question", "questions"),
        "source",
        samples=tuple(
            f"Question: {asked}?\nA. {{0}}\nB. {{1}}\nC. {{2}}\nD. {{1}} {{2}}{last}"
            for asked in _ASKED
            for last in ("\nE. {0} {1}", "")
        ),
        joint="\n\n",
    )
)
has_five_options = Predicate(_has_five_options, "have five options")
question_length = Key(_question_length, "lengths")


_WORD = regex.compile(rf"[{WORD}]")
_SUB_ITEM = regex.compile(r"(?m)^[ \t]*-[ \t]+\S")
# A row of lines without a word is read once, from its beginning.
_QUESTION = regex.compile(r"(?i)(?:\A|(?<=\w)[^\w\n]*+\n)(\W*+question\b)")
_OPTION = regex.compile(r"(?m)^[ \t]*(?:[-*+][ \t]+)?[*_]*[(（]?[A-Ea-e][.)）:．：、][*_]*\s*\S")
