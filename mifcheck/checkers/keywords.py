"""Words that must, may or must not occur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from mifcheck.checker import Absent, Checker, Measured
from mifcheck.checkers.parameters import Bound, Letter, Match, Word, Words
from mifcheck.markdown import EMPHASIS
from mifcheck.registry import checker
from mifcheck.segment import APOSTROPHES, HYPHENS, IDEOGRAPH, lemma_finder, word_cutter
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_LETTER = r"[\p{L}\p{M}\p{N}]"

# Marks that a reader takes for the same, half-width and full-width, straight and curly.
_ALIKE = (
    APOSTROPHES,
    HYPHENS,
    '"“”„«»「」',
    "?？",
    "!！",
    ",，",
    ":：",
    ";；",
    ".。",
    "(（",
    ")）",
)
_SPACED_MARKS = "?？!！:：;；»"
_EMPHASIS = rf"[{regex.escape(EMPHASIS)}]*"
_PARTS = regex.compile(rf"\s*[{_SPACED_MARKS}]|\s+|[{regex.escape(''.join(_ALIKE))}]")


def phrase_body(phrase: str) -> str:
    """A phrase as a pattern without its edges: its words in order, in whatever case.

    White space in it stands for any white space, and for none before the marks that French sets
    apart; marks that differ in width or in being curly are alike; emphasis marks between its words
    don't matter.
    """
    pieces: list[str] = []
    end = 0
    for match in _PARTS.finditer(phrase):
        pieces += [_letters(phrase[end : match.start()]), _part(match[0])]
        end = match.end()
    pieces.append(_letters(phrase[end:]))
    # Only the phrase itself is without case: the classes around it are not, and compile faster so.
    return f"(?i:{''.join(pieces)})"


def _part(part: str) -> str:
    mark = part.strip()
    if not mark:
        return rf"{_EMPHASIS}\s+{_EMPHASIS}"
    alike = f"[{regex.escape(next(marks for marks in _ALIKE if mark in marks))}]"
    if mark in _SPACED_MARKS:
        return rf"{_EMPHASIS}\s*{alike}"
    return alike if mark in APOSTROPHES + HYPHENS else f"{_EMPHASIS}{alike}{_EMPHASIS}"


def _letters(run: str) -> str:
    # Straße is STRASSE in capitals: letters that fold to several are spelled out, since the regex
    # module's own full case folding misses them at the end of a pattern.
    spelled = "".join(
        regex.escape(letter)
        if len(letter.casefold()) == 1
        else f"(?:{regex.escape(letter)}|{regex.escape(letter.casefold())})"
        for letter in run
    )
    return regex.sub("(?i:ss)(?!\\))", "(?:ss|ß)", spelled)


@lru_cache(maxsize=4096)
def keyword_pattern(keyword: str) -> regex.Pattern[str]:
    """A keyword as a pattern: the whole word or phrase, never a regular expression.

    Where it begins or ends with a letter or digit, no letter, mark or digit may adjoin it, unless
    one of the two is an ideograph: such scripts set no spaces between words.
    """
    before, after = word_edges(keyword)
    return regex.compile(before + phrase_body(keyword) + after)


def word_edges(phrase: str) -> tuple[str, str]:
    """What has to hold before and after a phrase for it to be of whole words."""
    before = rf"(?:(?<!{_LETTER})|(?<={IDEOGRAPH}))" if _adjoins(phrase[0]) else ""
    after = rf"(?:(?!{_LETTER})|(?={IDEOGRAPH}))" if _adjoins(phrase[-1]) else ""
    return before, after


def _adjoins(edge: str) -> bool:
    return bool(_IS_LETTER.match(edge)) and not _IS_IDEOGRAPH.match(edge)


_IS_LETTER = regex.compile(_LETTER)
_IS_IDEOGRAPH = regex.compile(IDEOGRAPH)


@lru_cache(maxsize=1024)
def _substring_pattern(keyword: str) -> regex.Pattern[str]:
    return regex.compile(phrase_body(keyword))


def occurrences(text: Text, keyword: str, match: str = "word") -> tuple[Span, ...]:
    """Where a keyword stands in the text, each span labelled with it.

    `match` is "word" (as a whole word or phrase), "substring" (within words, too) or "lemma" (in
    any of its inflected forms).
    """
    if match == "lemma":
        return tuple(_inflected(text, keyword))
    pattern = keyword_pattern if match == "word" else _substring_pattern
    return text.find(pattern(keyword), keyword)


def _inflected(text: Text, keyword: str) -> Iterator[Span]:
    """Runs of words of which each has a dictionary form in common with the keyword's."""
    lemmas = lemma_finder(text.language)
    if lemmas is None:
        return
    cut = word_cutter(text.language)
    wanted = [lemmas(keyword[start:end]) for start, end in cut(keyword)]
    words = text.words
    found = [lemmas(text.string[word.start : word.end]) for word in words]
    at = 0
    while wanted and at + len(wanted) <= len(found):
        run = found[at : at + len(wanted)]
        if all(have & want for have, want in zip(run, wanted, strict=True)):
            yield Span(words[at].start, words[at + len(wanted) - 1].end, keyword)
            at += len(wanted) - 1
        at += 1


class _Keyworded(Checker):
    """What checkers of keywords share: how a keyword is matched, and when that is unknown."""

    match: Match

    def judge(self, text: Text) -> Verdict:
        if self._unknown(text):
            return self.verdict(None, reason=f"no lemmas are known in {text.language.name}")
        return super().judge(text)

    def passes(self, text: Text) -> bool | None:
        return None if self._unknown(text) else super().passes(text)

    def _unknown(self, text: Text) -> bool:
        return self.match == "lemma" and lemma_finder(text.language) is None


class _Present(Checker):
    """Every one of the keywords occurs."""

    keywords: Words
    match: Match

    def judge(self, text: Text) -> Verdict:
        found = {word: occurrences(text, word, self.match) for word in self.keywords}
        missing = [keyword for keyword, spans in found.items() if not spans]
        evidence = sorted(span for spans in found.values() for span in spans)
        reason = f"missing: {_quoted(missing)}" if missing else "all keywords found"
        return self.verdict(not missing, len(found) - len(missing), evidence, reason)


@checker("keywords:existence")
class KeywordsPresent(_Keyworded, _Present):
    """Every one of the keywords occurs, each as a whole word or phrase, in whatever case."""

    keywords: Words
    match: Match = "word"

    @property
    def required(self) -> str:
        return f"the keywords {_quoted(self.keywords)}"


@checker("keywords:frequency")
class KeywordFrequency(_Keyworded, Measured):
    """The keyword occurs a number of times within `bound`, as a whole word or phrase."""

    keyword: Word
    bound: Bound
    match: Match = "word"
    noun = ("time", "times")

    def find(self, text: Text) -> Sequence[Span]:
        return occurrences(text, self.keyword, self.match)

    @property
    def required(self) -> str:
        return f"{self.keyword!r} {self.bound} times"


@checker("keywords:forbidden_words")
class WordsAbsent(_Keyworded, Absent):
    """None of the words occurs, as a whole word or phrase, in whatever case."""

    forbidden_words: Words
    match: Match = "word"
    noun = ("forbidden word", "forbidden words")

    def find(self, text: Text) -> Sequence[Span]:
        words = self.forbidden_words
        return sorted(span for word in words for span in occurrences(text, word, self.match))

    @property
    def required(self) -> str:
        return f"none of the words {_quoted(self.forbidden_words)}"


@checker("keywords:letter_frequency")
class LetterFrequency(Measured):
    """The letter occurs a number of times within `bound`, in whatever case.

    A letter with an accent is another letter (é is not e); a vowel sign or other combining mark
    does not hide the letter that carries it (कि holds क).
    """

    letter: Letter
    bound: Bound
    noun = ("time", "times")

    def find(self, text: Text) -> Sequence[Span]:
        return text.find(_letter_pattern(self.letter), self.letter)

    @property
    def required(self) -> str:
        return f"the letter {self.letter!r} {self.bound} times"


@lru_cache(maxsize=1024)
def _letter_pattern(letter: str) -> regex.Pattern[str]:
    return regex.compile(regex.escape(letter), regex.IGNORECASE)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words)
