"""What is true of every unit, and what a checker finds in one."""

from __future__ import annotations

from mifcheck.checkers.base import Checker
from mifcheck.checkers.grammar.counting import OfSelection
from mifcheck.checkers.grammar.pieces import Piece, Predicate
from mifcheck.checkers.grammar.selections import Selection
from mifcheck.checkers.values import frozen
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@frozen
class Every(OfSelection):
    """A predicate is true of every unit selected, and there are so many of them or more."""

    selection: Selection
    predicate: Predicate
    least: int = 1

    def unsupported_reason(self, language: Language) -> str:
        return super().unsupported_reason(language) or self.predicate.lacks(language)

    @property
    def required(self) -> str:
        return f"all {self.selection.noun[1]} {self.predicate.says}"

    def passes(self, text: Text) -> bool | None:
        pieces = self.selection.pieces(text)
        return len(pieces) >= self.least and all(map(self.predicate.test, pieces))

    def judge(self, text: Text) -> Verdict:
        pieces = self.selection.pieces(text)
        one, several = self.selection.noun
        if len(pieces) < self.least:
            return self.verdict(False, 0, (), f"{len(pieces) or 'no'} {one} found")
        others = [
            (number, piece)
            for number, piece in enumerate(pieces, 1)
            if not self.predicate.test(piece)
        ]
        held = len(pieces) - len(others)
        reason = f"{held} of {len(pieces)} {several} {self.predicate.says}"
        if others:
            reason += f", but not {named(one, *others[0])}"
        spans = [Span(piece.start, piece.end, one) for _, piece in others]
        return self.verdict(not others, held, spans, reason)


@frozen
class Within(Checker):
    """A checker passes in every part that is selected, each read as a text of its own.

    A text without any such part fails.

    Attributes:
        selection: the parts.
        checker: what is asked of each.
    """

    # A part is read with its markup; the checker looks at it in the view that it needs.
    view = "source"
    selection: Selection
    checker: Checker

    def unsupported_reason(self, language: Language) -> str:
        return self.selection.lacks(language) or self.checker.unsupported_reason(language)

    @property
    def required(self) -> str:
        return f"in the {self.selection.noun[1]}: {self.checker.required}"

    def judge(self, text: Text) -> Verdict:
        parts = [self._part(text, span) for span in self._parts(text)]
        one = self.selection.noun[0]
        if not parts:
            return self.verdict(False, 0, (), f"there is no {one}")
        if any(part.passed is None for part in parts):
            reason = next(part.reason for part in parts if part.passed is None)
            return self.verdict(None, None, (), reason, parts)
        failed = [(number, part) for number, part in enumerate(parts, 1) if not part.passed]
        decisive = [part for _, part in failed] or parts
        evidence = [span for part in decisive for span in part.evidence]
        reason = parts[0].reason
        if failed:
            number, part = failed[0]
            where = one if len(parts) == 1 else f"{one} {number}"
            reason = f"{where}: {part.reason}"
        return self.verdict(not failed, len(parts) - len(failed), evidence, reason, parts)

    def _parts(self, text: Text) -> list[tuple[int, int]]:
        seen = text.rendered if self.selection.unit.view == "rendered" else text
        return [seen.to_source(span.start, span.end) for span in self.selection.spans(seen)]

    def _part(self, text: Text, part: tuple[int, int]) -> Verdict:
        start, end = part
        inner = Text(text.string[start:end], text.language, normalise=False)
        found = self.checker.check(inner)
        return found.moved(lambda first, last: (start + first, start + last))


def named(noun: str, number: int, piece: Piece) -> str:
    """Returns a unit as messages name it: word 7, 'river'."""
    shown = " ".join(piece.string.split())
    if len(shown) > _SHOWN:
        shown = shown[: _SHOWN - 1] + "…"
    return f"{noun} {number}, {shown!r}"


_SHOWN = 60
