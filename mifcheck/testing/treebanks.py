"""How the words and the sentences of a language compare with a treebank in CoNLL-U."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mifcheck.datasets.files import decode, open_file
from mifcheck.errors import DataError
from mifcheck.languages import Language
from mifcheck.languages.characters import CLOSERS, HAS_WORD, SENTENCE_ENDS
from mifcheck.languages.language import Measurement
from mifcheck.segment import sentence_splitter, unsegmented, word_tokenizer

_SIZE: Final = 5
_DRAWN: Final = 400
_TEXT: Final = "# text = "


class TreebankSentence(NamedTuple):
    """A sentence of a treebank, and how many of its tokens have a letter or a digit."""

    text: str
    words: int


def read_treebank(path: Path) -> list[TreebankSentence]:
    """Returns the sentences of a treebank in CoNLL-U.

    A contraction counts once, as it is written.

    Raises:
        DataError: the file is not UTF-8, or has too few sentences or no words.
    """
    with open_file(path) as file:
        text = decode(file.read(), str(path)).replace("\r\n", "\n")
    found = [
        TreebankSentence(line.removeprefix(_TEXT), sum(_words(block)))
        for block in text.split("\n\n")
        for line in block.split("\n")
        if line.startswith(_TEXT)
    ]
    if len(found) < _SIZE or not any(each.words for each in found):
        raise DataError(
            f"fewer than {_SIZE} sentences in CoNLL-U, or no words: a sentence needs a line that "
            f"begins with {_TEXT.strip()!r}, and lines of words with tabs between the columns",
            path,
        )
    return found


def _words(block: str) -> Iterator[bool]:
    """Yields for each written token whether it has a letter or a digit."""
    reached = 0
    for line in block.split("\n"):
        number, _, rest = line.partition("\t")
        form = rest.partition("\t")[0]
        first, _, last = number.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and rest):
            continue
        if int(first) > reached:
            reached = int(last or first)
            yield HAS_WORD.search(form) is not None


def measurement_of(
    language: Language, sentences: Sequence[TreebankSentence], treebank: str
) -> Measurement:
    """Returns how the words and the sentences of a language compare with a treebank.

    The paragraphs are drawn with a fixed seed.

    Args:
        language: the language.
        sentences: the sentences of the treebank.
        treebank: its name.

    Raises:
        SegmentationError: the language is read without words.
    """
    cut = word_tokenizer(language)
    gold = sum(each.words for each in sentences)
    total = 100 * (sum(len(cut(each.text)) for each in sentences) / gold - 1)
    pairs = [(len(cut(each.text)), each.words) for each in _at_random(sentences, language)]
    error = 100 * statistics.mean(abs(found - words) / words for found, words in pairs if words)
    exact: tuple[float | None, float | None] = (None, None)
    whole = [each for each in sentences if _is_finished(each.text)]
    if len(whole) >= _SIZE and not unsegmented(language, "sentences"):
        draws = (_at_random(whole, language), _in_order(whole, language))
        exact = (_exact(language, draws[0]), _exact(language, draws[1]))
    return Measurement(treebank, len(sentences), round(total, 2), round(error, 2), *exact)


def _exact(language: Language, paragraphs: Iterable[TreebankSentence]) -> float:
    cut = sentence_splitter(language)
    counts = [len(cut(each.text)) for each in paragraphs]
    return round(100 * counts.count(_SIZE) / len(counts), 1)


def _is_finished(text: str) -> bool:
    return text.rstrip().rstrip(CLOSERS).endswith(tuple(SENTENCE_ENDS))


def _at_random(sentences: Sequence[TreebankSentence], language: Language) -> list[TreebankSentence]:
    drawn = random.Random(0)
    return [_joined(drawn.sample(sentences, _SIZE), language) for _ in range(_DRAWN)]


def _in_order(sentences: Sequence[TreebankSentence], language: Language) -> list[TreebankSentence]:
    starts = range(0, len(sentences) - _SIZE + 1, _SIZE)
    return [_joined(sentences[start : start + _SIZE], language) for start in starts]


def _joined(group: Sequence[TreebankSentence], language: Language) -> TreebankSentence:
    space = " " if language.spaced else ""
    return TreebankSentence(
        space.join(each.text for each in group), sum(each.words for each in group)
    )
