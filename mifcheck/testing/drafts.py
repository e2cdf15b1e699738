"""What a language file does: whether its examples hold, and how it compares with a treebank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.datasets.files import open_file
from mifcheck.errors import DataError, MifcheckError, MissingExtraError
from mifcheck.languages import Language, LanguageExample, read_language
from mifcheck.languages.drafting import questions
from mifcheck.languages.language import LEAST_EXACT, LEAST_SENTENCES, MOST_OFF, Measurement
from mifcheck.safe import printable
from mifcheck.segment import lemmatizer, number_finder, syllable_counter, verb_test
from mifcheck.testing.treebanks import measurement_of, read_treebank
from mifcheck.text import Text

_FOUND: Final[dict[str, Callable[[Text], list[str]]]] = {
    "words": lambda text: [text.string[start:end] for start, end, _ in text.words],
    "units": lambda text: [text.string[start:end] for start, end, _ in text.units],
    "sentences": lambda text: [text.string[start:end] for start, end, _ in text.sentences],
    "commas": lambda text: [text.string[start:end] for start, end, _ in text.commas],
}
"""What is found of each thing that an example counts."""

_ALGORITHMS: Final = (lemmatizer, number_finder, syllable_counter, verb_test)
"""What a file names algorithms for, beside what its examples count."""


@dataclass(frozen=True, slots=True)
class LanguageFileReport:
    """What a language file does.

    Attributes:
        name: the English name of the language.
        examples: how many examples the file has.
        wrong: for each count of an example that does not hold, what was found, in words.
        questions: how many questions of the draft are left.
        measured: how the file compares with a treebank; None without one.
    """

    name: str
    examples: int
    wrong: tuple[str, ...]
    questions: int
    measured: Measurement | None

    def to_dict(self) -> dict[str, Any]:
        """Returns the report as JSON values."""
        return asdict(self)

    def __str__(self) -> str:
        return printable("\n".join(self._lines()), keep="\n")

    def _lines(self) -> Iterator[str]:
        yield f"{self.name}: examples: {self.examples}; counts that do not hold: {len(self.wrong)}"
        yield from (f"  {each}" for each in self.wrong)
        if not self.examples:
            yield "  write some: without examples nothing shows that the file is right"
        if self.questions:
            yield f"questions left (lines with # ?): {self.questions}"
        if self.measured is not None:
            yield from _told(self.measured)


def _told(found: Measurement) -> Iterator[str]:
    yield f"{found.treebank}: {found.sentences} sentences (at least {LEAST_SENTENCES})"
    yield (
        f"  words: {found.total:+.2f} % in total, mean error {found.error:.2f} % "
        f"(at most {MOST_OFF:g} %)"
    )
    if found.exact_at_random is None:
        yield "  sentences: not told apart"
    else:
        yield (
            f"  sentences: {found.exact_at_random} % of paragraphs exact at random, "
            f"{found.exact_in_order} % in order (at least {LEAST_EXACT:g} %)"
        )
    yield f"  with these figures it earns {'supported' if found.suffices else 'generic'}"


def check_file(path: Path, treebank: Path | None = None) -> LanguageFileReport:
    """Returns what a language file does.

    Args:
        path: the file.
        treebank: a treebank in CoNLL-U to compare its words and sentences with.

    Raises:
        DataError: a file cannot be read, or is not what it should be.
        MissingExtraError: the file names an algorithm that needs the extra `languages`.
    """
    with open_file(path) as file:
        raw = file.read()
    try:
        return _reported(raw, treebank)
    except (DataError, MissingExtraError):
        raise
    except MifcheckError as error:
        raise DataError(str(error), path) from None


def _reported(raw: bytes, treebank: Path | None) -> LanguageFileReport:
    language = _sound(read_language(raw))
    found = None
    if treebank is not None:
        found = measurement_of(language, read_treebank(treebank), treebank.name)
    wrong = (each for row in language.examples for each in _wrong(row, language))
    left = questions(raw.decode("utf-8-sig"))
    return LanguageFileReport(language.name, len(language.examples), tuple(wrong), left, found)


def _sound(language: Language) -> Language:
    """Returns a language whose file names only algorithms that there are, and what they need.

    Raises:
        MifcheckError: it does not.
    """
    for algorithm in _ALGORITHMS:
        algorithm(language)
    return language


def _wrong(example: LanguageExample, language: Language) -> Iterator[str]:
    text = Text(example.text, language)
    for name, find in _FOUND.items():
        wanted = getattr(example, name)
        if wanted is not None and len(found := find(text)) != wanted:
            yield f"{name}: {len(found)} for {wanted}: {' | '.join(found)}"
