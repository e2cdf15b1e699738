"""How long the reply is: words, sentences, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mifcheck.bounds import exactly
from mifcheck.checkers import implied
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Measure, words
from mifcheck.checkers.parameters import Bound, FirstWord, Positive, require_within
from mifcheck.checkers.primitives import Counted, InUnits, Placed
from mifcheck.checkers.spelling import NumberAlone, Related
from mifcheck.languages import Language
from mifcheck.markup.letters import opening_words
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
    tally = "unit_count"

    def quantity(self, language: Language) -> Measure:
        return words(language)

    def measure(self, text: Text) -> tuple[int, Sequence[Span]]:
        return self.surplus(text)


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
    tally = "sentence_count"


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
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.paragraph_starts(self.num_paragraphs, self.nth_paragraph, self.first_word)

    def __post_init__(self) -> None:
        require_within(self, "nth_paragraph", "num_paragraphs")

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        return opening_words(text.string, start, end, self.first_word, text.language)

    def judge(self, text: Text) -> Verdict:
        return self.judge_nth(text, text.paragraphs, self.nth_paragraph, self.num_paragraphs)
