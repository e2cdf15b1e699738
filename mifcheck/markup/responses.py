"""Whether responses are two different ones: more than labels and the like tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import CLOSERS, FINAL_MARKS, OPENERS
from mifcheck.markup.markdown import GAP

_EMPHASIS = str.maketrans("", "", "*_~`\\#")
_SPACE = " \t\r\u00a0\u3000"
_BEFORE, _AFTER = OPENERS + ">•·" + _SPACE, FINAL_MARKS + CLOSERS + _SPACE
_COLON = "[:：]"
# Answer A on a line of its own, Response 1: before the response, 2. before it.
_LABEL = r"[（(\[【]?(?P<label>[^\n:：]{1,40}?)" + f"{GAP}*+"
_LABELS = tuple(
    regex.compile(rf"{_LABEL}(?P<edge>{edge})(?P<body>.*+)", regex.DOTALL)
    for edge in (
        rf"{_COLON}{GAP}*+\n|{_COLON}|\n",
        rf"(?<={GAP})[—–-]{GAP}|[.．)）\]】](?:{GAP}|\n)|[、。】]",
    )
)
_BOLD_LABEL = regex.compile(
    r"\s*+(?:\#{1,6}\s++)?(?P<mark>\*{1,3}|__)(?P<label>[^*_\n]{1,40})(?P<edge>(?P=mark))"
    r"(?P<body>.*+)",
    regex.DOTALL,
)
_COUNT = regex.compile(
    r"\p{N}{1,3}|[ivx]{1,4}|(?!\p{Han})\p{L}|[一二三四五六七八九十甲乙丙丁]{1,2}"
)
# The line above the first response: Here are two answers:
_INTRODUCTION = regex.compile(
    rf"\s*+[^\n]{{1,200}}(?:{_COLON}|\*{{6}}[^\n]{{0,40}})\s*\n\s*+(?=\S)"
)


class _Form(NamedTuple):
    """A response, without its label if it has one.

    Attributes:
        label: the label, "" if there is none.
        edge: what stands between the label and the body.
        body: what is said.
    """

    label: str
    edge: str
    body: str

    @property
    def is_introduced(self) -> bool:
        """Whether a colon follows the label."""
        return self.edge.startswith((":", "："))

    @property
    def is_heading(self) -> bool:
        """Whether the label, with a colon, is a line of its own."""
        return self.is_introduced and self.edge.endswith("\n")


def two_different(responses: Sequence[str], language: Language) -> tuple[bool, str]:
    """Returns whether responses are two different ones, and what they are in words."""
    count = len(responses)
    if count != 2:
        return False, f"{count} response{'' if count == 1 else 's'}"
    same = _are_alike(responses[0], responses[1], language)
    return not same, f"two {'equal' if same else 'different'} responses"


def _are_alike(first: str, second: str, language: Language) -> bool:
    """Tells whether two responses are the same but for labels, emphasis, case and marks."""
    others = list(_forms(second))
    return any(
        one.body == other.body and _belong_together(one, other, language)
        for one in _forms(first)
        for other in others
    )


def _forms(response: str) -> Iterator[_Form]:
    """Yields a response as it is and without a label, also without a line that introduces it."""
    introduction = _INTRODUCTION.match(response)
    for start in (0, introduction.end()) if introduction else (0,):
        plain = response[start:].translate(_EMPHASIS).strip()
        yield _Form("", "", _bare(plain))
        labels = [pattern.match(plain) for pattern in _LABELS]
        for match in (*labels, _BOLD_LABEL.match(response, start)):
            body = _bare(match["body"].translate(_EMPHASIS)) if match else ""
            if match and body.strip(_BEFORE + _AFTER):
                yield _Form(_bare(match["label"]), match["edge"], body)


def _bare(text: str) -> str:
    lines = (line.lstrip(_BEFORE).rstrip(_AFTER) for line in text.split("\n"))
    return " ".join(" ".join(lines).casefold().split()) or text


def _belong_together(one: _Form, other: _Form, language: Language) -> bool:
    """Tells whether two labels number the same thing: Answer A and Answer B."""
    if one.label == other.label or (one.is_heading and other.is_heading):
        return True
    numerals = _numerals(language)
    words, others = one.label.split(), other.label.split()
    if not words or not others:
        lone = one if words else other
        ends = {*(words or others)[:1], *(words or others)[-1:]}
        return lone.is_heading or any(_is_count(word, numerals) for word in ends)
    if len(words) == len(others) > 1:
        pairs = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
        # In a label without a colon the number stands first or last. A sentence is no label.
        inner = slice(1, -1)
        if len(pairs) > 1 or (not one.is_introduced and words[inner] != others[inner]):
            return False
    else:
        pairs = [_differing(one.label, other.label)]
    return all(_is_count(word, numerals) for word in pairs[0])


def _differing(one: str, other: str) -> tuple[str, str]:
    """Returns what differs in two strings that begin and end alike."""
    head = _shared(one, other)
    one, other = one[head:], other[head:]
    tail = _shared(one[::-1], other[::-1])
    return one[: len(one) - tail], other[: len(other) - tail]


def _shared(one: str, other: str) -> int:
    """Returns how many characters two strings share at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_count(word: str, numerals: frozenset[str]) -> bool:
    word = word.strip(_BEFORE + _AFTER + "№")
    return word in numerals or _COUNT.fullmatch(word) is not None


@lru_cache(maxsize=64)
def _numerals(language: Language) -> frozenset[str]:
    return frozenset((*language.numerals, *get_language("en").numerals))
