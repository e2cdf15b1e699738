"""One reply, read in one language: its units and elements, each computed once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from itertools import accumulate
from operator import attrgetter

import regex

from mifcheck.identify import Guess, identify
from mifcheck.languages import known_languages
from mifcheck.languages.characters import HAS_WORD
from mifcheck.markup import markdown
from mifcheck.markup.answers import find_answers
from mifcheck.markup.dividers import six_asterisks, three_asterisks
from mifcheck.markup.fences import fences
from mifcheck.markup.highlights import highlights
from mifcheck.markup.lists import bullets
from mifcheck.markup.placeholders import placeholders
from mifcheck.markup.titles import FoundTitle, titles
from mifcheck.segment import (
    Number,
    Tokenizer,
    number_finder,
    sentence_splitter,
    unit_tokenizer,
    word_tokenizer,
)
from mifcheck.text.blocks import find_blocks
from mifcheck.text.capitals import capital_tokenizer
from mifcheck.text.inflection import inflected
from mifcheck.text.prose import prose_of
from mifcheck.text.value import TextValue
from mifcheck.verdict import Span


class Text(TextValue):
    """A reply as the checkers see it.

    An immutable value: equal and hashed by the reply, the language and the normal form. What is
    computed is kept, and is the same whoever asks first; a pickle leaves it out.

    Attributes:
        reply: the reply as the model gave it.
        language: the language it is read in.
        string: the reply in Unicode normal form C, or as it was given. All spans are in its
            offsets; `to_original` maps them to the reply.

    Args:
        reply: the reply as the model gave it.
        language: the language to read it in: a code, a name, a tag or a `Language`.
        normalise: whether to read it in normal form C.

    Raises:
        UnknownLanguageError: the language is not known.
    """

    # Units

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The words, cut as in Universal Dependencies."""
        return self.by_line(word_tokenizer(self.language))

    @cached_property
    def units(self) -> tuple[Span, ...]:
        """The units of length: words, or characters in languages that count those."""
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
        """The sentences. A heading and a list item are sentences of their own; code is none."""
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
        """The numbers, in digits and in words. List item numbers are excluded."""
        find = number_finder(self.language)
        return tuple(
            number._replace(start=offset + number.start, end=offset + number.end)
            for offset, piece in self._worded
            for number in self.memoize(find, piece)
        )

    @cached_property
    def numbers_in_digits(self) -> tuple[Number, ...]:
        """The numbers, except those in words alone."""
        string = self.string
        return tuple(row for row in self.numbers if _DIGIT.search(string, row.start, row.end))

    @cached_property
    def capital_words(self) -> tuple[Span, ...]:
        """The words in capitals throughout."""
        return self.by_line(capital_tokenizer(self.language))

    @cached_property
    def capital_word_count(self) -> int:
        """How many words are in capitals."""
        return self.count_by_line(capital_tokenizer(self.language))

    def inflected(self, keyword: str) -> tuple[Span, ...]:
        """Returns the places of a keyword in any of its inflected forms."""
        return tuple(inflected(self.string, self.words, keyword, self.language))

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
        """(offset, line, label of its code fence) of each line; the label is None outside."""
        labels: list[str | None] = [None] * len(self.lines)
        if "```" in self.string or "~~~" in self.string:
            labels = fences(list(self.lines))
        return tuple(zip(self.line_starts, self.lines, labels, strict=True))

    def _lines(self) -> Iterator[tuple[int, str, str | None]]:
        # Fences are looked for only if the lines are read: most texts have none of an element.
        yield from self.fenced_lines

    @cached_property
    def prose_lines(self) -> tuple[tuple[int, str], ...]:
        """(offset, line) of the lines outside code fences."""
        return tuple((start, line) for start, line, fence in self.fenced_lines if fence is None)

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each block of running text.

        A line continues the line above if both are plain text, and if it begins with a small
        letter or the line above ends with a comma, a semicolon or a dash. So hard-wrapped prose
        stays together, and a heading or a list item is a block of its own.
        """
        shape_of = partial(self.memoize, markdown.shape)
        return tuple(find_blocks(self.prose_lines, self.language, shape_of))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs between blank lines, dividers left out."""
        return tuple(
            span
            for span in self.between(match.span() for match in _BLANK_LINES.finditer(self.string))
            if not markdown.RULE.match(self.string[span.start : span.end])
        )

    @cached_property
    def divided_paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs between dividers of three asterisks."""
        return self.between(three_asterisks(self.string))

    @cached_property
    def responses(self) -> tuple[Span, ...]:
        """The responses between dividers of six asterisks."""
        return self.between(six_asterisks(self.string))

    def between(self, separators: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """Returns the pieces between separators, blank ones left out, without outer white space."""
        edges = [0, *(edge for separator in separators for edge in separator), len(self.string)]
        spans = (self.trimmed(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return tuple(span for span in spans if span.end > span.start)

    @cached_property
    def content(self) -> Span:
        """The whole text without outer white space."""
        return self.trimmed(0, len(self.string))

    # Elements

    @cached_property
    def prose(self) -> str:
        """The text without code, addresses and titles of works."""
        return prose_of("\n".join(line for _, line in self.prose_lines))

    def guess_language(self, asked: str) -> Guess | None:
        """Returns the language that the text is written in, if that can be told.

        Only the prose counts, unless there is none.

        Args:
            asked: the code of a language that it may be in.
        """
        likely = {asked, self.language.code, *known_languages()}
        return identify(self.prose, likely, asked) or identify(self.string, likely, asked)

    @cached_property
    def commas(self) -> tuple[Span, ...]:
        """The commas, in any form that the language writes."""
        return self.marks(self.language.commas, "comma")

    @cached_property
    def commas_outside_numbers(self) -> tuple[Span, ...]:
        """The commas that do not stand between two digits."""
        return tuple(
            comma for comma in self.commas if not _IN_NUMBER.match(self.string, comma.start)
        )

    @cached_property
    def bullets(self) -> tuple[Span, ...]:
        """The bullet points, nested ones included."""
        return tuple(bullets(self.string, self.prose_lines))

    @cached_property
    def highlights(self) -> tuple[Span, ...]:
        """The passages *highlighted* with asterisks."""
        return tuple(highlights(self.string, self._lines()))

    @cached_property
    def placeholders(self) -> tuple[Span, ...]:
        """The [placeholders] in square brackets."""
        return tuple(placeholders(self.string, self._lines()))

    @cached_property
    def titles(self) -> tuple[FoundTitle, ...]:
        """The <<titles>> in double angular brackets."""
        return tuple(titles(self.string, self._lines()))

    @cached_property
    def answers(self) -> tuple[Span, ...]:
        """The fixed answers, of the language or in English; those that mean the same are alike."""
        return tuple(find_answers(self.string, self.language))

    # Lines without marks

    @cached_property
    def _worded(self) -> tuple[tuple[int, str], ...]:
        """(offset, rest) of each line, without the marks in it that look like words."""
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
        """Returns how many pieces `by_line` returns."""
        return sum(len(self.memoize(cut, piece)) for _, piece in self._worded)

    def by_line(self, cut: Tokenizer) -> tuple[Span, ...]:
        """Returns the pieces into which a tokenizer cuts the lines, numbers of items left out."""
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


# The constructor of a named tuple is a Python function, too slow for hundreds of words.
_span = tuple.__new__
_start = attrgetter("start")
_DIGIT = regex.compile(r"[\p{Nd}\p{No}]")
_IN_NUMBER = regex.compile(r"(?<=\p{Nd}).(?=\p{Nd})")

# A line with nothing but the mark of a block quote is blank, too.
_BLANK_LINES = regex.compile(r"\n(?:(?:[^\S\n]|[>\u200b\ufeff])*+\n)+")
