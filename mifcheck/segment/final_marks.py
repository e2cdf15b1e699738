"""Finds the marks that may end a sentence, with what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import inside

CLOSED_BRACKETS = chars.CLOSING_BRACKETS + chars.CLOSING_TITLES + "］"
ALL_STOPS = tuple(chars.FULL_STOPS + "。।")

# Between the brackets a link may have been that is a note: ([1](address))
_NOTE = r"(?:\[\p{N}{1,3}\]|\(\p{N}{0,3}\))"
# The number of a stanza: ॥ 1 ॥
_VERSE = rf"(?<=॥)[{chars.SPACES}]?\p{{Nd}}{{1,4}}[{chars.SPACES}]?॥"
_EMOTICON = rf"[{chars.SPACES}]?[:;]['’]?-?[)(DPp]{chars.NO_WORD_AFTER}"
SET_APART = regex.compile(rf"{_NOTE}|{_EMOTICON}|{chars.EMOJI}")
"""What may stand after a mark without a space: a note, an emoticon, an emoji."""
_EMOJI = regex.compile(chars.EMOJI)
# In French a space stands before these marks, also after an ellipsis or a quotation.
_APART = rf"[{chars.SPACES}\u202f](?=[?!]++(?:\s|\Z))"

# A mark that may end a sentence, the closing marks after it, and what follows.
_MARK = r"""
    (?P<marks>  {mark}  (?: {mark} | {dot_apart} | {apart} )*+ )
    (?P<closed>
        (?: [{closing}] | {verse} | {closing_apart} {note} | {emoticon} | {emoji}
          | {apart}[?!]++ )*+
    )
    (?P<gap>    \s*+ )
    (?P<opened> (?: [{opening}{dashes}\s] | {emoji} )*+ )
    (?P<next>   \w? )
"""
# The space within an ellipsis of spaced dots: ". . ."
_DOT_APART = rf"[{chars.SPACES}](?<=\..)(?=\.)"
_GUILLEMET_APART = rf"[{chars.SPACES}\u202f]»{chars.NO_WORD_AFTER} |"

CAMEL_CASE = regex.compile(r"\p{Ll}{1,6}\p{Lu}")
"""A name that begins with a small letter, wherever it stands: iPhone, eBay, macOS."""


class FinalMark(NamedTuple):
    """A mark that may end a sentence.

    Attributes:
        block: the block of text.
        match: the mark, the closing marks after it, and what follows.
        begun: where the current sentence begins.
        cased: whether a small letter after the mark means that the sentence continues.
        in_capitals: whether the block is in capitals.
    """

    block: str
    match: regex.Match[str]
    begun: int
    cased: bool
    in_capitals: bool

    @property
    def at(self) -> int:
        """The offset of the mark."""
        return self.match.start()

    @property
    def small(self) -> bool:
        """Whether a small letter follows that is not the beginning of a name (iPhone)."""
        small = self.match["next"].islower() and not _EMOJI.search(self.match["opened"])
        return small and not CAMEL_CASE.match(self.block, self.next)

    @property
    def capital(self) -> bool:
        """Whether a capital letter follows, or a name that begins with a small one."""
        return self.match["next"].isupper() or (self.match["next"].islower() and not self.small)

    @property
    def next(self) -> int:
        """The offset of the first character after the mark that is not an opening mark."""
        return self.match.start("next")


class FinalMarks:
    """The marks of one language that may end a sentence.

    Attributes:
        openers: the marks that open a quotation, a title or a bracket.
        closers: the marks that close one.
        terminators: the marks that always end a sentence.
        ends: the marks that may end one.

    Args:
        language: the language whose `SentenceRule` is used.
    """

    def __init__(self, language: Language) -> None:
        rule = language.sentences
        self.openers, self.closers = _wrapping(language.quotes)
        self.terminators = rule.terminators + chars.SENTENCE_MARKS
        self.ends = self.terminators + rule.stops
        self._mark = regex.compile(
            _MARK.format(
                mark=f"[{inside(self.ends)}]",
                dot_apart=_DOT_APART,
                apart=_APART,
                closing=inside(self.closers + chars.EMPHASIS),
                closing_apart=_GUILLEMET_APART if "»" in self.closers else "",
                note=_NOTE,
                verse=_VERSE,
                emoticon=_EMOTICON,
                emoji=chars.EMOJI,
                opening=inside(self.openers + chars.EMPHASIS),
                dashes=chars.DASHES,
            ),
            regex.VERBOSE,
        )

    def find(self, block: str) -> Iterator[regex.Match[str]]:
        """Yields each mark that may end a sentence, with what follows it."""
        return self._mark.finditer(block)


def _wrapping(quotes: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Returns the opening and the closing marks: some open in one language and close in another."""
    opening = "".join(mark for mark, _ in quotes)
    closing = "".join(mark for _, mark in quotes)
    openers = "".join(mark for mark in chars.OPENERS if mark in opening or mark not in closing)
    closers = "".join(mark for mark in chars.CLOSERS if mark in closing or mark not in opening)
    return openers + opening, closers + closing


def after_space(block: str, at: int) -> int:
    """Returns the first offset from one on where no white space is, without copying the block."""
    while at < len(block) and block[at].isspace():
        at += 1
    return at


def last_sign(block: str) -> str:
    """Returns the last character that is no white space, without copying the block."""
    at = len(block) - 1
    while at > 0 and block[at].isspace():
        at -= 1
    return block[at : at + 1]
