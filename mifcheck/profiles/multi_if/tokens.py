"""Splits tokens of the Penn Treebank as NLTK 3.9.1 does. NLTK is not used.

A reimplementation, measured to be equal. The rules are those of Robert MacIntyre's sed script for
the Penn Treebank, with the additions of NLTK 3.9.1 (Apache-2.0, `NLTKWordTokenizer`); later
versions treat apostrophes and dashes differently. A token may differ from NLTK's in its closing
marks, which changes neither the number of tokens with letters nor these letters.
"""

from __future__ import annotations

import re

_OPENING = (
    (re.compile(r"[«“‘„]|`+"), r" \g<0> "),
    (re.compile(r'^"'), "``"),
    (re.compile(r"``"), r" \g<0> "),
    (re.compile(r"([ (\[{<])(?:\"|'')"), r"\1 `` "),
    (re.compile(r"(?i)'(?!re|ve|ll|m|t|s|d|n)(?=\w\b)"), r"\g<0> "),
)
_MARKS = (
    (re.compile(r"([:,])(\D)"), r" \1 \2"),
    (re.compile(r"[:,]$"), r" \g<0> "),
    (re.compile(r"\.{2,}|[;@#$%&]"), r" \g<0> "),
    (re.compile(r"[?!]"), r" \g<0> "),
    (re.compile(r"([^'])' "), r"\1 ' "),
    (re.compile(r"[*\]\[(){}<>]|--"), r" \g<0> "),
)
_CLOSING = (
    (re.compile(r"[»”’]"), r" \g<0> "),
    (re.compile(r"''|\""), " '' "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"([^' ])('[sSmMdD]|') "), r"\1 \2 "),
    (re.compile(r"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) "), r"\1 \2 "),
    (
        re.compile(
            r"(?i)\b(can(?=not)|d(?='ye)|gim(?=me)|gon(?=na)|got(?=ta)|lem(?=me)|more(?='n)"
            r"|wan(?=na\s))(not|'ye|me|na|ta|'n)\b"
        ),
        r" \1 \2 ",
    ),
    (re.compile(r"(?i) ('t)(is|was)\b"), r" \1 \2 "),
)
_AFTER_LAST_STOP = "])}>\"'»”’ "


def treebank_tokens(sentence: str) -> list[str]:
    """Returns the tokens of a sentence, in order."""
    string = _substituted(_OPENING, sentence)
    string = _substituted(_MARKS, _last_stop_apart(string))
    return _substituted(_CLOSING, f" {string} ").split()


def count_capitals(sentence: str) -> int:
    """Counts the tokens of a sentence that have letters, all of them capital (`str.isupper`)."""
    return sum(map(str.isupper, treebank_tokens(sentence)))


def _substituted(rules: tuple[tuple[re.Pattern[str], str], ...], string: str) -> str:
    for pattern, replacement in rules:
        string = pattern.sub(replacement, string)
    return string


def _last_stop_apart(string: str) -> str:
    body = string.rstrip().rstrip(_AFTER_LAST_STOP)
    if not body.endswith(".") or body[-2:-1] in ("", "."):
        return string
    return f"{body[:-1]} . {string[len(body) :]} "
