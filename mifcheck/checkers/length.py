"""How long the reply is: words, sentences, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mifcheck.bounds import exactly
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Holds, Measure, Phrasing, Stands, words
from mifcheck.checkers.parameters import Bound, FirstWord, Positive
from mifcheck.checkers.primitives import Counted, InUnits, Placed
from mifcheck.checkers.spelling import NumberAlone, Related
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.markup.edges import opening_words
from mifcheck.markup.phrases import keyword_pattern
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "length_constraints:number_words",
    example={"num_words": 300, "relation": "at least"},
    spelling={"bound": Related("num_words", "relation")},
)
class WordCount(InUnits, Counted):
    """The reply's length is within `bound`, in words; in Chinese in characters (字).

    In Chinese each Han character counts as one, and so does each run of other letters or digits.
    """

    bound: Bound
    element = "units"

    def quantity(self, language: Language) -> Measure:
        return words(language)

    def count(self, text: Text) -> int:
        return text.unit_count

    def measure(self, text: Text) -> tuple[int, Sequence[Span]]:
        # Only what is too much can be shown.
        count, high = text.unit_count, self.bound.high
        return count, text.units[high:] if high is not None and count > high else ()


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


@checker(
    "length_constraints:number_paragraphs",
    asks="{bound} {noun} set apart by ***",
    example={"num_paragraphs": 3},
    spelling={"bound": NumberAlone("num_paragraphs", exactly)},
)
class ParagraphCount(Counted):
    """The reply has `num_paragraphs` paragraphs, set apart by the Markdown divider `***`."""

    view = "source"
    bound: Bound
    noun = ("paragraph", "paragraphs")
    element = "divided_paragraphs"


@checker(
    "length_constraints:nth_paragraph_first_word",
    asks="exactly {num_paragraphs} paragraphs set apart by blank lines, "
    "number {nth_paragraph} beginning with {first_word!r}",
    example={"num_paragraphs": 3, "nth_paragraph": 2, "first_word": "however"},
    verbatim=("first_word",),
)
class NthParagraphFirstWord(Placed):
    """The reply has `num_paragraphs` paragraphs between blank lines; the nth begins with a word.

    List and emphasis marks, opening quotation marks and an ellipsis before the word do not matter,
    nor does its case.
    """

    num_paragraphs: Positive
    nth_paragraph: Positive
    first_word: FirstWord
    label = "first word"
    part = ("paragraph", "paragraphs")

    def implies(self, language: Language) -> Iterable[Fact]:
        paragraphs = Measure("paragraphs", noun="paragraphs set apart by blank lines")
        yield Count(paragraphs, exactly(self.num_paragraphs))
        yield Holds((Phrasing(self.first_word),))
        yield Stands("start", f"paragraph {self.nth_paragraph}", Phrasing(self.first_word))

    def __post_init__(self) -> None:
        if self.nth_paragraph > self.num_paragraphs:
            raise ParameterError(
                f"nth_paragraph: {self.nth_paragraph} is beyond num_paragraphs, "
                f"{self.num_paragraphs}"
            )

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        wanted = keyword_pattern(self.first_word, text.language)
        return opening_words(text.string, start, end, wanted)

    def judge(self, text: Text) -> Verdict:
        return self.judge_nth(text, text.paragraphs, self.nth_paragraph, self.num_paragraphs)
