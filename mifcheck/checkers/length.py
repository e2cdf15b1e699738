"""How long the reply is: words, sentences, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from mifcheck.bounds import exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Holds, Measure, Phrasing, Stands, words
from mifcheck.checkers.parameters import Bound, FirstWord, Positive
from mifcheck.checkers.phrases import LEAD, TOKEN, keyword_pattern
from mifcheck.checkers.primitives import Counted, InUnits
from mifcheck.checkers.spelling import Number, Related
from mifcheck.checkers.wording import counted
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "length_constraints:number_words",
    example={"num_words": 300, "relation": "at least"},
    spelling={"bound": Related("num_words", "relation")},
)
class WordCount(InUnits, Counted):
    """The reply's length is within `bound`, in words; in Chinese in characters (字).

    In Chinese each Han character counts one, and so does each run of other letters or digits.
    """

    bound: Bound
    element = "units"

    def quantity(self, language: Language) -> Measure:
        return words(language)

    def count(self, text: Text) -> int:
        return text.unit_count

    def shown(self, text: Text, found: Sequence[Span]) -> Sequence[Span]:
        # Only what is too much can be shown.
        high = self.bound.high
        return found[high:] if high is not None and len(found) > high else ()


@checker(
    "length_constraints:number_sentences",
    example={"num_sentences": 4, "relation": "less than"},
    spelling={"bound": Related("num_sentences", "relation")},
)
class SentenceCount(Counted):
    """The reply has a number of sentences within `bound`."""

    bound: Bound
    noun = ("sentence", "sentences")
    element = "sentences"

    def count(self, text: Text) -> int:
        return text.sentence_count


_STARS = r"(?<![*\\])(?:\\?\*){3}(?!\\?\*)"
_END = rf"[.!?…。！？।][{regex.escape(markdown.CLOSERS, special_only=False)}]{{0,2}}"
# `***word***` is emphasis, and passed over.
_EMPHASISED = (
    r"(?<![*\\])\*{3}(?=[^\s*<.,;!?。，！？/`])"
    r"(?:(?!\*{3})(?:[^\n]|\n(?!\s*?\n)))*+(?<=[^\s*])\*{3}(?!\*)(*SKIP)(*FAIL)"
)
# Three asterisks, escaped or not, set apart by white space or by tags, or spread over a line of
# their own. A longer row is another divider.
_APART = (
    rf"(?<!\S){_STARS}(?!\S)|(?m:^{markdown.GAP}*\*{markdown.GAP}++\*{markdown.GAP}++\*[\s--\n]*$)|"
    rf"(?<=>){_STARS}(?=<|\s|\Z)|(?<!\S){_STARS}(?=<)|(?m:^{markdown.GAP}*`{_STARS}`[\s--\n]*$)"
)
# Glued to the end of a sentence, to a mark that ends nothing, or to what a line begins with.
_GLUED = (
    rf"(?<={_END})(?=\\?\*)(?<!\*[^*\n]*){_STARS}(?![.,;:])|"
    rf"(?:(?<={_END}\s{{1,2}})|(?m:^){markdown.GAP}*+){_STARS}[.,;:!?。/]++(?!\S)|"
    rf"(?m:^){markdown.GAP}*+{_STARS}(?=[^\s*])(?![^\n]*\*\*)"
)
_TWO_APART = regex.compile(rf"\*{markdown.GAP}++\*")
_DIVIDER = regex.compile(f"{_EMPHASISED}|{_APART}|{_GLUED}", regex.V1)


@checker(
    "length_constraints:number_paragraphs",
    asks="{bound} {noun} set apart by ***",
    example={"num_paragraphs": 3},
    spelling={"bound": Number("num_paragraphs", exactly)},
)
class ParagraphCount(Counted):
    """The reply has `num_paragraphs` paragraphs, set apart by the Markdown divider `***`."""

    bound: Bound
    noun = ("paragraph", "paragraphs")

    def find(self, text: Text) -> Sequence[Span]:
        string = text.string
        may = "***" in string or "\\*" in string or _TWO_APART.search(string)
        return text.pieces(_DIVIDER) if may else (text.content,)


@checker(
    "length_constraints:nth_paragraph_first_word",
    asks="exactly {num_paragraphs} paragraphs set apart by blank lines, "
    "number {nth_paragraph} beginning with {first_word!r}",
    example={"num_paragraphs": 3, "nth_paragraph": 2, "first_word": "however"},
    verbatim=("first_word",),
)
class NthParagraphFirstWord(Checker):
    """There are so many paragraphs, set apart by blank lines, and the nth begins with a word.

    List and emphasis marks, opening quotation marks and an ellipsis before the word don't matter,
    nor does its case.
    """

    num_paragraphs: Positive
    nth_paragraph: Positive
    first_word: FirstWord

    def implies(self, language: Language) -> Iterable[Fact]:
        noun = "paragraphs set apart by blank lines"
        yield Count(Measure("blank-line paragraphs", noun=noun), exactly(self.num_paragraphs))
        yield Holds((Phrasing(self.first_word),))
        yield Stands("start", f"paragraph {self.nth_paragraph}", Phrasing(self.first_word))

    def __post_init__(self) -> None:
        if self.nth_paragraph > self.num_paragraphs:
            raise ParameterError(
                f"nth_paragraph: {self.nth_paragraph} is beyond num_paragraphs, "
                f"{self.num_paragraphs}"
            )

    def judge(self, text: Text) -> Verdict:
        paragraphs = text.paragraphs
        count = len(paragraphs)
        if count < self.nth_paragraph:
            return self.verdict(
                False, count, paragraphs, f"{counted(count, ParagraphCount.noun)} found"
            )
        nth = paragraphs[self.nth_paragraph - 1]
        begins = LEAD.match(text.string, nth.start, nth.end)
        start = begins.end() if begins else nth.start
        pattern = keyword_pattern(self.first_word, text.language)
        match = pattern.match(text.string, start, nth.end)
        if match is None:
            word = TOKEN.match(text.string, start, nth.end)
            found = Span(*word.span(), "first word") if word else Span(start, start)
            shown = text.string[found.start : found.end]
            return self.verdict(False, count, (found,), f"the paragraph begins with {shown!r}")
        evidence = (Span(*match.span(), "first word"),)
        if count != self.num_paragraphs:
            return self.verdict(
                False, count, paragraphs, f"{counted(count, ParagraphCount.noun)} found"
            )
        return self.verdict(True, count, evidence, f"it begins with {match[0]!r}")
