"""How deep brackets and quotation marks are nested."""

from __future__ import annotations

from collections.abc import Mapping

from mifcheck.bounds import Bound
from mifcheck.checkers.base import Checker
from mifcheck.checkers.values import frozen
from mifcheck.languages.characters import APOSTROPHES
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_DOUBLE = {'"': '"', "“": "”", "«": "»", "„": "“", "『": "』"}
_SINGLE = {"'": "'", "‘": "’", "‹": "›", "‚": "‘", "「": "」"}


@frozen
class Nested(Checker):
    """How deep closed brackets stand in one another lies within a bound."""

    bound: Bound

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

    @property
    def required(self) -> str:
        return f"quotation marks nested {self.bound} deep, double and single in turn"

    def judge(self, text: Text) -> Verdict:
        chain = _deepest(text.string, _DOUBLE | _SINGLE, alternating=True)
        reason = f"quotation marks are nested {len(chain)} deep"
        return self.verdict(len(chain) in self.bound, len(chain), chain, reason)


def _deepest(string: str, pairs: Mapping[str, str], *, alternating: bool = False) -> list[Span]:
    """Returns the longest chain of pairs that stand in one another, from the outermost."""
    closing = {close: opening for opening, close in pairs.items()}
    # Open pairs: (mark, place, the chain of closed pairs within).
    opened: list[tuple[str, int, list[Span]]] = []
    best: list[Span] = []
    for at, mark in enumerate(string):
        if mark not in pairs and mark not in closing:
            continue
        if mark in APOSTROPHES and _is_apostrophe(string, at):
            continue
        if opened and pairs[opened[-1][0]] == mark:
            kind, start, within = opened.pop()
            chain = [Span(start, at + 1, kind), *within]
            if len(chain) > len(best):
                best = chain
            if (
                opened
                and len(chain) > len(opened[-1][2])
                and _fits(opened[-1][0], kind, alternating)
            ):
                opened[-1] = (*opened[-1][:2], chain)
        elif mark in pairs:
            opened.append((mark, at, []))
        elif not alternating:
            opened.clear()
    return best


def _fits(outer: str, inner: str, alternating: bool) -> bool:
    return not alternating or (outer in _DOUBLE) != (inner in _DOUBLE)


def _is_apostrophe(string: str, at: int) -> bool:
    return string[at - 1 : at].isalpha() and string[at + 1 : at + 2].isalpha()
