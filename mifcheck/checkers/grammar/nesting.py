"""How deep brackets and quotation marks are nested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mifcheck.bounds import Bound
from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Cases, Fact, notation
from mifcheck.checkers.values import frozen
from mifcheck.languages import Language
from mifcheck.languages.characters import APOSTROPHES, SINGLE_QUOTES
from mifcheck.markup.quotations import closing_of
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "［": "］",
    "｛": "｝",
    "【": "】",
    "〔": "〕",
}


@frozen
class Nested(Checker):
    """How deep closed brackets stand in one another lies within a bound."""

    bound: Bound
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield _nested(self.bound, (("(", ")"), ("[", "]")))

    @property
    def required(self) -> str:
        return f"brackets nested {self.bound} deep"

    def judge(self, text: Text) -> Verdict:
        chain = _deepest(text.string, BRACKETS)
        reason = f"brackets are nested {len(chain)} deep"
        return self.verdict(len(chain) in self.bound, len(chain), chain, reason)


@frozen
class NestedQuotes(Checker):
    """How deep closed quotation marks stand in one another, double and single in turn."""

    bound: Bound
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield _nested(self.bound, (("“", "”"), ("‘", "’")))

    @property
    def required(self) -> str:
        return f"quotation marks nested {self.bound} deep, double and single in turn"

    def judge(self, text: Text) -> Verdict:
        chain = _deepest(text.string, closing_of(text.language.quotes), alternating=True)
        reason = f"quotation marks are nested {len(chain)} deep"
        return self.verdict(len(chain) in self.bound, len(chain), chain, reason)


def _nested(bound: Bound, pairs: Sequence[tuple[str, str]]) -> Cases:
    """Returns the fact that pairs of marks, two kinds in turn, stand in one another so deep."""

    def text(depth: int, first: int) -> str:
        marks = [pairs[(first + at) % 2] for at in range(depth)]
        opened, closed = zip(*marks, strict=True) if marks else ("", "")
        return f"{{0}} {''.join(opened)}{{1}}{''.join(closed[::-1])} {{2}}."

    def texts(inside: bool) -> list[str]:
        depths = [depth for depth in bound.edges(inside=inside) if depth < 100]
        return [text(depth, first) for depth in depths for first in (0, 1)]

    return notation(texts(True), texts(False))


class _Pair(NamedTuple):
    """A closed pair of marks.

    Attributes:
        span: where it is.
        depth: how deep pairs are nested in it, itself included.
        within: the deepest pair within it.
    """

    span: Span
    depth: int
    within: _Pair | None


def _chain(pair: _Pair | None) -> list[Span]:
    """Returns the spans from a pair to the innermost one."""
    spans: list[Span] = []
    while pair is not None:
        spans.append(pair.span)
        pair = pair.within
    return spans


def _deeper(known: _Pair | None, pair: _Pair) -> _Pair:
    return known if known and known.depth >= pair.depth else pair


def _deepest(string: str, pairs: Mapping[str, str], *, alternating: bool = False) -> list[Span]:
    """Returns the longest chain of pairs that stand in one another, from the outermost.

    Args:
        string: the text.
        pairs: the marks that open, and those that close each of them.
        alternating: whether only single marks stand in double ones, and double in single ones.
    """
    closing = frozenset("".join(pairs.values()))
    # Open pairs: (mark, place, the deepest closed pair within).
    opened: list[tuple[str, int, _Pair | None]] = []
    best: _Pair | None = None
    for at, mark in enumerate(string):
        if mark not in pairs and mark not in closing:
            continue
        if mark in APOSTROPHES and _is_apostrophe(string, at):
            continue
        if opened and mark in pairs[opened[-1][0]]:
            kind, start, within = opened.pop()
            depth = within.depth + 1 if within else 1
            pair = _Pair(Span(start, at + 1, kind), depth, within)
            best = _deeper(best, pair)
            if opened and _fits(opened[-1][0], kind, alternating):
                opened[-1] = (*opened[-1][:2], _deeper(opened[-1][2], pair))
        elif mark in pairs:
            opened.append((mark, at, None))
        elif not alternating:
            opened.clear()
    return _chain(best)


def _fits(outer: str, inner: str, alternating: bool) -> bool:
    return not alternating or (outer in SINGLE_QUOTES) != (inner in SINGLE_QUOTES)


def _is_apostrophe(string: str, at: int) -> bool:
    return string[at - 1 : at].isalpha() and string[at + 1 : at + 2].isalpha()
