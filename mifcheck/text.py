"""One reply, read in one language: everything the checkers ask of it, each computed once."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, TypeVar

import regex

from mifcheck.languages import Language, get_language
from mifcheck.markup import markdown
from mifcheck.segment import (
    HAS_WORD,
    Number,
    Tokenizer,
    number_finder,
    sentence_splitter,
    unit_tokenizer,
    word_tokenizer,
)
from mifcheck.verdict import Span

T = TypeVar("T")
Extent = Callable[[int], tuple[int, int]]
"""Of a character of the string: the (start, end) in the reply that it was made from."""


class Text:
    """A reply as the checkers see it.

    `string` is the reply in Unicode normal form C, and every span is in its offsets; `to_original`
    carries a span back to the reply as it was given. Immutable in use: whatever is computed is
    kept, and is the same whoever asks first.

    Args:
        reply: the reply, as the model gave it.
        language: the language it is to be read in: a code, a name, a tag or a `Language`.
        normalise: whether to read it in normal form C; otherwise `string` is the reply itself.

    Raises:
        UnknownLanguageError: the language is not known.
    """

    def __init__(
        self, reply: str, language: str | Language = "en", *, normalise: bool = True
    ) -> None:
        if not isinstance(reply, str):
            raise TypeError(f"a reply is a str, not {type(reply).__name__}")
        self.language = get_language(language)
        self.string, self._extent = _normalised(reply) if normalise else (reply, _itself)
        self._memo: dict[tuple[Callable[[str], Any], str], Any] = {}

    def __repr__(self) -> str:
        return f"Text({self.string[:40]!r}, {self.language.code!r})"

    @property
    def is_raw(self) -> bool:
        """Whether offsets into `string` are offsets into the reply."""
        return self._extent is _itself

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the reply as given of a stretch of the string."""
        if end > start:
            return self._extent(start)[0], self._extent(end - 1)[1]
        at = self._extent(start - 1)[1] if start else 0
        return at, at

    @cached_property
    def is_blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.string or self.string.isspace()

    # Counting

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The words, as Universal Dependencies cuts the language's words."""
        return self.by_line(word_tokenizer(self.language))

    @cached_property
    def units(self) -> tuple[Span, ...]:
        """What a length is counted in: words, or characters where the language counts those."""
        return self.by_line(unit_tokenizer(self.language))

    @cached_property
    def unit_count(self) -> int:
        """How many units there are."""
        return self.count_by_line(unit_tokenizer(self.language))

    @cached_property
    def sentence_count(self) -> int:
        """How many sentences there are."""
        cut, string = sentence_splitter(self.language), self.string
        return sum(len(self.memoize(cut, string[start:end])) for start, end in self.blocks)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences. A heading and a list item are each a block of their own, code is none."""
        cut = sentence_splitter(self.language)
        return tuple(
            Span(block + start, block + end)
            for block, stop in self.blocks
            for start, end in self.memoize(cut, self.string[block:stop])
        )

    @cached_property
    def whole_sentences(self) -> tuple[Span, ...]:
        """The sentences, each with what stands before it on its line and counts as a word.

        That is an initial that looks like the letter of a list item (A. Smith), or the number of
        a heading.
        """
        return tuple(self._whole_sentences())

    def length(self, start: int, end: int) -> int:
        """Returns how many units begin between two offsets."""
        return self._nth_unit(end) - self._nth_unit(start)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers, in digits and in words; a list's own are none."""
        find = number_finder(self.language)
        return tuple(
            number._replace(start=offset + number.start, end=offset + number.end)
            for offset, piece in self._worded
            for number in self.memoize(find, piece)
        )

    # Layout

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their line breaks."""
        return tuple(self.string.split("\n"))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        return (0, *accumulate(len(line) + 1 for line in self.lines[:-1]))

    @cached_property
    def fenced_lines(self) -> tuple[tuple[int, str, str | None], ...]:
        """(offset, line, what its code fence says it holds) of each line; None outside of one."""
        fences: list[str | None] = [None] * len(self.lines)
        if "```" in self.string or "~~~" in self.string:
            fences = markdown.fences(list(self.lines))
        return tuple(zip(self.line_starts, self.lines, fences, strict=True))

    @cached_property
    def prose_lines(self) -> tuple[tuple[int, str], ...]:
        """(offset, line) of the lines that don't belong to a code fence."""
        return tuple((start, line) for start, line, fence in self.fenced_lines if fence is None)

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each block of running text.

        A line begins a new block unless it goes on with the one above: both are plain text, and
        it begins with a small letter or the one above ends with a comma, a semicolon or a dash.
        So hard-wrapped prose stays together, and a heading or a list item stands alone.
        """
        return tuple(self._blocks())

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """What blank lines set apart, dividers left out, less the white space around each."""
        return tuple(
            span
            for span in self.pieces(_BLANK_LINES)
            if not markdown.RULE.match(self.string[span.start : span.end])
        )

    def pieces(self, separator: regex.Pattern[str]) -> tuple[Span, ...]:
        """What a separator sets apart, blank pieces left out, less the white space around each."""
        edges = [0]
        for match in separator.finditer(self.string):
            edges += match.span()
        edges.append(len(self.string))
        spans = (self.trimmed(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return tuple(span for span in spans if span.end > span.start)

    @cached_property
    def content(self) -> Span:
        """All of the reply, less the white space around it."""
        return self.trimmed(0, len(self.string))

    def trimmed(self, start: int, end: int) -> Span:
        """The span less the white space at both its ends."""
        inner = self.string[start:end]
        left = len(inner) - len(inner.lstrip())
        return Span(start + left, start + max(left, len(inner.rstrip())))

    # Finding

    def find(self, pattern: regex.Pattern[str], label: str = "") -> tuple[Span, ...]:
        """The spans that a pattern matches, from left to right, none overlapping."""
        return tuple(
            [_span(Span, (*match.span(), label)) for match in pattern.finditer(self.string)]
        )

    def marks(self, characters: str, label: str = "") -> tuple[Span, ...]:
        """Where any of these characters stands."""
        if not any(character in self.string for character in characters):
            return ()
        return self.find(_any_of(characters), label)

    # Rewrites

    @cached_property
    def loose_variants(self) -> tuple[Text, ...]:
        """The loose readings: without the first line, the last, both; each with no `*` in it.

        Those that are blank or the same as the text are left out. Source: IFEval
        (arXiv 2311.07911), "loose accuracy".
        """
        first = self.string.find("\n") + 1 or len(self.string)
        last = max(self.string.rfind("\n"), 0)
        whole = (0, len(self.string))
        cuts = [(first, len(self.string)), (0, last), (first, max(first, last))]
        texts = [self._sliced(*whole), *(self._sliced(*self.trimmed(*cut)[:2]) for cut in cuts)]
        if "*" in self.string:
            texts += [text._without("*") for text in texts]
        distinct = {text.string: text for text in texts if not text.is_blank}
        distinct.pop(self.string, None)
        return tuple(distinct.values())

    def _sliced(self, start: int, end: int) -> Text:
        extent = self._extent
        return self._derived(self.string[start:end], lambda at: extent(start + at))

    def _without(self, character: str) -> Text:
        # Few loose_variants are ever asked where something stood, so the way back is made on demand.
        string, extent = self.string, self._extent
        kept: list[int] | None = None

        def back(at: int) -> tuple[int, int]:
            nonlocal kept
            if kept is None:
                kept = [place for place, found in enumerate(string) if found != character]
            return extent(kept[at])

        return self._derived(string.replace(character, ""), back)

    def _derived(self, string: str, extent: Extent) -> Text:
        text = object.__new__(Text)
        text.language, text.string, text._extent = self.language, string, extent
        text._memo = self._memo
        return text

    # How it is computed

    def memoize(self, function: Callable[[str], T], piece: str) -> T:
        """What a function says of a piece of text: asked once for the reply and its loose_variants."""
        key = (function, piece)
        found: T | None = self._memo.get(key)
        if found is None:
            found = self._memo[key] = function(piece)
        return found

    @cached_property
    def _worded(self) -> tuple[tuple[int, str], ...]:
        """(offset, rest) of each line that is not empty, without marks that look like words."""
        pieces: list[tuple[int, str]] = []
        lettered = markdown.lettered(self.lines)
        for row, (offset, line) in enumerate(zip(self.line_starts, self.lines, strict=True)):
            first = line.lstrip(" \t*_")[:1]
            if row in lettered:
                offset, line = offset + lettered[row], line[lettered[row] :]
            elif first and (first.isnumeric() or first in "（(["):
                mark = markdown.ORDINAL.match(line)
                if mark:
                    offset, line = offset + mark.end(), line[mark.end() :]
            if line:
                pieces.append((offset, markdown.unmarked(line)))
        return tuple(pieces)

    def count_by_line(self, cut: Tokenizer) -> int:
        """How many pieces `by_line` gives."""
        return sum(len(self.memoize(cut, piece)) for _, piece in self._worded)

    def by_line(self, cut: Tokenizer) -> tuple[Span, ...]:
        """The pieces that a cutter cuts from each line, a list's number left out."""
        found: list[Span] = []
        for offset, piece in self._worded:
            found += [
                _span(Span, (offset + start, offset + end, ""))
                for start, end in self.memoize(cut, piece)
            ]
        return tuple(found)

    def _whole_sentences(self) -> Iterator[Span]:
        before = 0
        for start, end, _ in self.sentences:
            line = self.line_starts[bisect_right(self.line_starts, start) - 1]
            above = max(before, line)
            if HAS_WORD.search(self.string, above, start):
                at = self._nth_unit(above)
                start = min([start, *(unit.start for unit in self.units[at : at + 1])])
            yield Span(start, end)
            before = end

    def _nth_unit(self, offset: int) -> int:
        """Returns how many units begin before an offset."""
        return bisect_left(self.units, offset, key=_start)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        start = end = -1
        above, below = "", 0
        for offset, line in self.prose_lines:
            # Where code stands between two lines, they don't adjoin.
            adjoins, below = offset == below, offset + len(line) + 1
            if not line or line.isspace():
                above = ""
                continue
            shape = self.memoize(markdown.shape, line)
            inner = offset + shape.content
            if above and adjoins and not shape.starts and self._goes_on(above, line):
                end = offset + len(line.rstrip())
                above = line
                continue
            if start >= 0:
                yield start, end
            start, end = inner, offset + len(line.rstrip())
            above = "" if shape.ends else line
        if start >= 0:
            yield start, end

    def _goes_on(self, above: str, line: str) -> bool:
        if above.rstrip()[-1:] in (*self.language.commas, *_HANGING):
            return True
        if not self.language.has_case:
            return False
        first = _FIRST_LETTER.match(line)
        return first is not None and first[1].islower()


# A named tuple's own constructor is a Python function: for hundreds of words it is what costs.
_span = tuple.__new__
_start = attrgetter("start")

# A line of a block quote that holds its mark only is a blank one.
_BLANK_LINES = regex.compile(r"\n(?:(?:[^\S\n]|[>\u200b\ufeff])*+\n)+")
_HANGING = ";；—–"
_FIRST_LETTER = regex.compile(r"[\s*_\"'“‘«(–—-]*+(\p{L})")


def _itself(at: int) -> tuple[int, int]:
    return at, at + 1


def _normalised(reply: str) -> tuple[str, Extent]:
    """The reply in normal form C, with the way back to its own offsets."""
    string = unicodedata.normalize("NFC", reply)
    if string == reply:
        return reply, _itself
    # Normal form C may join several characters into one, and cut one in two (the Hindi क़).
    parts: list[tuple[int, int, int]] = []
    length = 0
    for match in _COMPOSED.finditer(reply):
        parts.append((length, *match.span()))
        length += len(unicodedata.normalize("NFC", match[0]))
    heads = [head for head, _, _ in parts]

    def extent(at: int) -> tuple[int, int]:
        _, start, end = parts[bisect_right(heads, at) - 1]
        return start, end

    return string, extent


# What normal form C may compose: a base with its marks, or a Hangul syllable's parts.
_COMPOSED = regex.compile(r"[\u1100-\u11ff\uac00-\ud7a3]+\p{M}*+|\P{M}\p{M}*+|\p{M}++")


@lru_cache(maxsize=256)
def _any_of(characters: str) -> regex.Pattern[str]:
    return regex.compile(f"[{regex.escape(characters)}]")
