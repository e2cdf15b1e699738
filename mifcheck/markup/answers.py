"""The fixed answers of a constrained response: "My answer is yes."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    EMPHASIS,
    FULL_STOPS,
    OPENING_QUOTES,
    QUESTION_MARKS,
    SENTENCE_ENDS,
    SENTENCE_MARKS,
    inside,
)
from mifcheck.markup.phrases import phrase_body, word_edges
from mifcheck.verdict import Span

# A question gives no answer.
_FINAL_MARKS = SENTENCE_ENDS.translate(dict.fromkeys(map(ord, QUESTION_MARKS)))
_FINAL = rf"(?![{FULL_STOPS}]\w)[{inside(_FINAL_MARKS)}]"
_EMPHASIS = rf"[\\{inside(EMPHASIS)}]{{0,6}}"
_OPENING = rf"[{inside(OPENING_QUOTES + '”’»')}]"
_CLOSING = rf"[{inside(CLOSING_QUOTES + '“‘«)）]')}\s{inside(EMPHASIS)}]"
# "Mi respuesta es: sí", "Мой ответ — да", "मेरा जवाब है, हाँ".
_PAUSE = rf"{_EMPHASIS}\s{{0,3}}(?:[:：,，、–—-]{{1,2}}{_EMPHASIS}\s{{0,3}})?"
_ENDS = rf"(?={_CLOSING}{{0,8}}(?:{_FINAL}|$))"
_LEAD = rf"[\s>#¡*+•{inside(OPENING_QUOTES + EMPHASIS)}-]{{0,12}}"
_LONGEST = 80
_SHORT_LINE = regex.compile(rf"^[^\n]{{1,{_LONGEST}}}$", regex.M)
_LINE_END = rf"(?:[{inside(CLOSING_QUOTES + EMPHASIS)}.。]|[^\S\n]){{0,8}}$"
_COLON = rf"\s?(?::{_EMPHASIS}\s{{1,3}}|：{_EMPHASIS}\s{{0,3}}){_EMPHASIS}"
_LABEL_WORD = r"[\p{L}\p{M}]{1,15}"
# Words of so many letters in the sentences of a language name an answer.
_NAMING = 4


@dataclass(frozen=True)
class _Patterns:
    """How the answers of one meaning are found.

    Attributes:
        label: how a sentence is shown.
        alone_label: how one that stands alone is shown.
        sentences: the patterns of whole sentences.
        alone: one that begins a text, one that ends it, and one that has a line of its own.
    """

    label: str
    alone_label: str
    sentences: Sequence[str]
    alone: Sequence[regex.Pattern[str]]

    @cached_property
    def sentence(self) -> regex.Pattern[str]:
        """A whole sentence, from the words that all sentences begin with."""
        # Most texts have none of these words, and this takes up to a second.
        return regex.compile("|".join(dict.fromkeys(self.sentences)), regex.M)


def find_answers(string: str, language: Language) -> list[Span]:
    """Returns the fixed answers in a text, of its language or in English, from left to right.

    Answers that mean the same have the same label. Where a whole sentence gives an answer, answers
    that stand alone are ignored.
    """
    stems, groups = _patterns(language)
    found: dict[tuple[int, int], str] = {}
    for stem in stems.finditer(string):
        for group in groups:
            match = group.sentence.match(string, stem.start())
            if match:
                found[match.span()] = group.label
    if not found:
        found = dict(_alone(string, groups))
    return [Span(*span, label) for span, label in sorted(found.items())]


def _alone(string: str, groups: Sequence[_Patterns]) -> Iterator[tuple[tuple[int, int], str]]:
    if not any(group.alone for group in groups):
        return
    lines = [line.span() for line in _SHORT_LINE.finditer(string)]
    for group in groups:
        for first, last, own_line in (group.alone,) if group.alone else ():
            matches = [first.match(string), last.search(string, max(0, len(string) - _LONGEST))]
            matches += [own_line.match(string, *line) for line in lines]
            for match in filter(None, matches):
                yield match.span("answer"), group.alone_label


def answer_wordings(language: Language) -> Iterator[Sequence[str]]:
    """Yields lists of wordings: whatever fixed answer a text gives, it holds one of each."""
    rules = [language.answers, get_language("en").answers]
    alone = [one.rstrip(_FINAL_MARKS) for rule in rules for group in rule.alone for one in group]
    stems = [_stem(sentence) for rule in rules for sentence in rule.sentences]
    yield list(dict.fromkeys([*stems, *alone]))
    options = [option for rule in rules for group in rule.options for option in group]
    yield list(dict.fromkeys([*options, *alone]))


@lru_cache(maxsize=64)
def _patterns(language: Language) -> tuple[regex.Pattern[str], Sequence[_Patterns]]:
    """Returns what all sentences begin with, and the answers by their meaning."""
    own, english = language.answers, get_language("en").answers
    stems = [
        phrase_body(_stem(sentence), of)
        for rule, of in ((own, language), (english, get_language("en")))
        for sentence in rule.sentences
    ]
    groups = []
    for place in range(max(len(own.options), len(english.options))):
        sentences = [
            pattern
            for rule, of in ((own, language), (english, get_language("en")))
            for pattern in _sentence_patterns(of, rule.options[place : place + 1])
        ]
        alone = [one for group in own.alone[place : place + 1] for one in group]
        rule = own if place < len(own.options) and own.sentences else english
        label = rule.sentences[0].format(rule.options[place][0])
        patterns = _alone_patterns(alone, language)
        groups.append(_Patterns(label, alone[0] if alone else "", sentences, patterns))
    return regex.compile("|".join(dict.fromkeys(stems))), groups


def _sentence_patterns(language: Language, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    before, after = word_edges(language)
    options = "|".join(phrase_body(option, language) for group in groups for option in group)
    if not options:
        return
    closing = f"[{inside(CLOSING_QUOTES + '“«')}]"
    for sentence in language.answers.sentences:
        lead, _, rest = sentence.rstrip(_FINAL_MARKS).partition("{}")
        rest = rf"{_EMPHASIS}\s{{0,3}}{phrase_body(rest.strip(), language)}" if rest else ""
        colon = rf"{_EMPHASIS}\s?[:：]" if lead.strip()[-1:] in (":", "：") else ""
        core = (
            rf"{phrase_body(_stem(sentence), language)}{colon}{_PAUSE}(?:{_OPENING}\s?)?"
            rf"{_EMPHASIS}{before}(?:{options}){after}{_EMPHASIS}(?:\s?{closing})?{rest}"
        )
        quoted = rf"(?<={_OPENING}{_EMPHASIS}){core}(?:{_FINAL})?{_EMPHASIS}{closing}"
        yield rf"{_not_after(language)}{before}(?:{core}{_ENDS}(?:{_FINAL})?|{quoted})"


def _stem(sentence: str) -> str:
    """Returns the words of a sentence before the option, without the marks between."""
    return sentence.partition("{}")[0].strip().rstrip(":：,，、—–- ")


def _not_after(language: Language) -> str:
    words = [regex.escape(word) for word in language.answers.unless_after]
    if not words:
        return ""
    space, edge = (r"\s{1,3}", r"(?<![\p{L}\p{M}])") if language.spaced else ("", "")
    return rf"(?<!{edge}(?i:{'|'.join(words)}){space})"


def _label(language: Language) -> str:
    """Returns a pattern for what stands before an answer: "Respuesta:", "La respuesta es:"."""
    stems = " ".join(map(_stem, language.answers.sentences)).split()
    names = "|".join(phrase_body(word, language) for word in stems if len(word) >= _NAMING)
    named = rf"(?:{_LABEL_WORD}\s){{0,2}}(?:{names or '(?!)'})(?:\s{_LABEL_WORD}){{0,2}}"
    return rf"(?:{named}|{_LABEL_WORD}){_COLON}"


def _alone_patterns(answers: Sequence[str], language: Language) -> Sequence[regex.Pattern[str]]:
    """Returns answers that begin a text, that end it, and that have a line of their own."""
    if not answers:
        return ()
    bodies = "|".join(phrase_body(each.rstrip(_FINAL_MARKS), language) for each in answers)
    lead = f"{_LEAD}(?:{_label(language)})?{_LEAD}(?P<answer>(?:{bodies})"
    return (
        regex.compile(rf"{lead}(?:{_FINAL}){{1,3}})"),
        regex.compile(
            rf"(?:(?<=[{inside(SENTENCE_ENDS)}]{_CLOSING}{{1,4}})|(?<=[{SENTENCE_MARKS}])){_OPENING}?"
            rf"(?P<answer>(?:{bodies})(?:{_FINAL}){{0,3}}){_CLOSING}{{0,8}}\Z"
        ),
        regex.compile(rf"{lead}(?:{_FINAL}){{0,3}}){_LINE_END}", regex.M),
    )
