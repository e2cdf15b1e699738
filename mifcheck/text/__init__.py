"""One reply, read in one language: its units and elements, each computed once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from operator import attrgetter

import regex

from mifcheck.identify import Guess, identify
from mifcheck.languages import known_languages
from mifcheck.markup.answers import find_answers
from mifcheck.markup.dividers import six_asterisks, three_asterisks
from mifcheck.markup.fences import fences, is_program
from mifcheck.markup.highlights import highlights
from mifcheck.markup.lists import bullets
from mifcheck.markup.placeholders import placeholders
from mifcheck.markup.titles import FoundTitle, titles
from mifcheck.segment import (
    Counter,
    Number,
    Tokenizer,
    number_finder,
    sentence_splitter,
    unit_counter,
    unit_tokenizer,
    word_tokenizer,
)
from mifcheck.text.capitals import capital_counter, capital_tokenizer
from mifcheck.text.inflection import inflected
from mifcheck.text.prose import prose_of
from mifcheck.text.running_text import running
from mifcheck.text.value import TextValue
from mifcheck.text.views import element, unit
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

    @unit
    def words(self) -> tuple[Span, ...]:
        """The words, cut as in Universal Dependencies."""
        return self.by_line(word_tokenizer(self.language))

    @unit
    def units(self) -> tuple[Span, ...]:
        """The units of length: words, or characters in languages that count those."""
        return self.by_line(unit_tokenizer(self.language))

    @unit
    def unit_count(self) -> int:
        """How many units there are."""
        return self.count_by_line(unit_counter(self.language))

    @unit
    def sentence_count(self) -> int:
        """How many sentences there are."""
        cut, string = self._sentence_splitter, self.string
        return sum(len(self.memoize(cut, string[start:end])) for start, end in self.running)

    @unit
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the running text."""
        cut = self._sentence_splitter
        return tuple(
            Span(first + start, first + end)
            for first, last in self.running
            for start, end in self.memoize(cut, self.string[first:last])
        )

    @property
    def _sentence_splitter(self) -> Tokenizer:
        cased = self.language.has_case and self.string != self.string.lower()
        return sentence_splitter(self.language, cased)

    @cached_property
    def running(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each stretch of running text in the rendered text."""
        return tuple(running(self.rendered.string, self.rendering.blocks, self.language))

    def length(self, start: int, end: int) -> int:
        """Returns how many units begin between two offsets."""
        return self._nth_unit(end) - self._nth_unit(start)

    @unit
    def numbers(self) -> tuple[Number, ...]:
        """The numbers, in digits and in words. List item numbers are excluded."""
        find = number_finder(self.language)
        return tuple(
            Number(offset + start, offset + end, value)
            for offset, piece in self._worded
            for start, end, value in self.memoize(find, piece)
        )

    @unit
    def numbers_in_digits(self) -> tuple[Number, ...]:
        """The numbers, except those in words alone."""
        string = self.string
        return tuple(row for row in self.numbers if _DIGIT.search(string, row.start, row.end))

    @unit
    def capital_words(self) -> tuple[Span, ...]:
        """The words in capitals throughout."""
        return self.by_line(capital_tokenizer(self.language))

    @unit
    def capital_word_count(self) -> int:
        """How many words are in capitals."""
        return self.count_by_line(capital_counter(self.language))

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
    def _fence_labels(self) -> tuple[str | None, ...]:
        """The label of the code fence of each line; empty if there is no fence."""
        if "```" in self.string or "~~~" in self.string:
            return tuple(fences(self.lines))
        return ()

    @cached_property
    def fenced_lines(self) -> tuple[tuple[int, str, str | None], ...]:
        """(offset, line, label of its code fence) of each line; the label is None outside."""
        labels = self._fence_labels or (None,) * len(self.lines)
        return tuple(zip(self.line_starts, self.lines, labels, strict=True))

    def _lines(self) -> Iterator[tuple[int, str, str | None]]:
        # Fences are looked for only if the lines are read: most texts have none of an element.
        yield from self.fenced_lines

    @cached_property
    def prose_lines(self) -> tuple[tuple[int, str], ...]:
        """(offset, line) of the lines outside code fences."""
        if not self._fence_labels:
            return tuple(zip(self.line_starts, self.lines, strict=True))
        return tuple((start, line) for start, line, fence in self.fenced_lines if fence is None)

    @unit
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs between blank lines. Code is one paragraph, whatever lines it has."""
        code = [block for block in self.rendering.blocks if block.kind == "code"]
        ends = [block.end for block in code]
        gaps = (match.span() for match in _BLANK_LINES.finditer(self.string))
        return self.between(
            (start, end)
            for start, end in gaps
            if ((at := bisect_left(ends, end)) == len(code) or start < code[at].start)
            and not self._is_rule_of_table(start, end)
        )

    def _is_rule_of_table(self, start: int, end: int) -> bool:
        """Tells whether what is seen as a blank line is the line below the head of a table."""
        between = self.source.string[slice(*self.to_source(start, end))]
        return "|" in between and not _BLANK_LINES.search(between)

    @element
    def divided_paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs between dividers of three asterisks."""
        return self.between(self._outside_programs(three_asterisks(self.string, self.language)))

    @element
    def responses(self) -> tuple[Span, ...]:
        """The responses between dividers of six asterisks."""
        return self.between(self.response_dividers)

    @cached_property
    def response_dividers(self) -> tuple[tuple[int, int], ...]:
        """The (start, end) of each divider of six asterisks."""
        return tuple(self._outside_programs(six_asterisks(self.string, self.language)))

    def _outside_programs(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        labels = self._fence_labels if spans else ()
        for start, end in spans:
            if not (labels and is_program(labels[bisect_right(self.line_starts, start) - 1])):
                yield start, end

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

    @unit
    def prose(self) -> str:
        """The text without code, addresses and titles of works."""
        blocks = (block for block in self.rendering.blocks if block.kind != "code")
        return prose_of("\n".join(self.string[start:end] for _, start, end in blocks))

    def guess_language(self, asked: str) -> Guess | None:
        """Returns the language that the text is written in, if that can be told.

        Only the prose counts, unless there is none.

        Args:
            asked: the code of a language that it may be in.
        """
        identified = _identifier(asked, self.language.code)
        string = self.rendered.string
        return self.memoize(identified, self.prose) or self.memoize(identified, string)

    @unit
    def commas(self) -> tuple[Span, ...]:
        """The commas, in any form that the language writes."""
        return self.marks(self.language.commas, "comma")

    @unit
    def commas_outside_numbers(self) -> tuple[Span, ...]:
        """The commas that do not stand between two digits."""
        return tuple(
            comma for comma in self.commas if not _IN_NUMBER.match(self.string, comma.start)
        )

    @element
    def bullets(self) -> tuple[Span, ...]:
        """The bullet points, nested ones included."""
        return tuple(bullets(self.string, self.prose_lines, self.language))

    @element
    def highlights(self) -> tuple[Span, ...]:
        """The passages *highlighted* with asterisks."""
        return tuple(highlights(self.emphasis))

    @element
    def placeholders(self) -> tuple[Span, ...]:
        """The [placeholders] in square brackets."""
        return tuple(placeholders(self.string, self._lines()))

    @element
    def titles(self) -> tuple[FoundTitle, ...]:
        """The <<titles>> in double angular brackets."""
        return tuple(titles(self.string, self._lines()))

    @unit
    def answers(self) -> tuple[Span, ...]:
        """The fixed answers, of the language or in English; those that mean the same are alike."""
        return tuple(find_answers(self.string, self.language))

    # Lines without marks

    @cached_property
    def _worded(self) -> tuple[tuple[int, str], ...]:
        """(offset, line) of the lines that are not empty."""
        return tuple(each for each in zip(self.line_starts, self.lines, strict=True) if each[1])

    def count_by_line(self, count: Counter) -> int:
        """Returns how many pieces there are, by a function that counts those of a line."""
        return sum([self.memoize(count, line) for line in self.lines if line])

    def by_line(self, cut: Tokenizer) -> tuple[Span, ...]:
        """Returns the pieces into which a tokenizer cuts the lines, numbers of items left out."""
        found: list[Span] = []
        for offset, piece in self._worded:
            found += [
                _span(Span, (offset + start, offset + end, ""))
                for start, end in self.memoize(cut, piece)
            ]
        return tuple(found)

    def _nth_unit(self, offset: int) -> int:
        """Returns how many units begin before an offset."""
        return bisect_left(self.units, offset, key=_start)


@lru_cache
def _identifier(asked: str, code: str) -> Callable[[str], Guess | None]:
    likely = frozenset((asked, code, *known_languages()))
    return partial(identify, likely=likely, asked=asked)


# The constructor of a named tuple is a Python function, too slow for hundreds of words.
_span = tuple.__new__
_start = attrgetter("start")
_DIGIT = regex.compile(r"[\p{Nd}\p{No}]")
_IN_NUMBER = regex.compile(r"(?<=\p{Nd}).(?=\p{Nd})")

_BLANK_LINES = regex.compile(r"\n(?:(?:[^\S\n]|[\u200b\ufeff])*+\n)+")
