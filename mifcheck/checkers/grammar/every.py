"""What is true of every unit, and what a checker finds in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import chain

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import (
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Fact,
    Inside,
    Phrasing,
    Rule,
    Stands,
    some,
)
from mifcheck.checkers.grammar.counting import OfSelection
from mifcheck.checkers.grammar.pieces import Piece, Predicate
from mifcheck.checkers.grammar.selections import Selection, sentences, whole, words
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

    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        word, length = self.predicate.word, self.predicate.length
        if self._place is not None:
            side, of = self._place
            yield Stands(side, of, Phrasing(word), after_marks=side == "end")
        elif length is not None and self.selection == sentences and self.least == 1:
            yield some(SENTENCES, "sentence")
            yield Count(SENTENCE_LENGTH, length)
        elif self.predicate.side and self.selection.is_single and self.selection.unit != whole.unit:
            yield Inside(self.selection, Every(whole, self.predicate))
        else:
            given = (word,) if word else ()
            yield Rule(self.selection, self.predicate.test, all, self.least, given)

    @property
    def _place(self) -> tuple[str, str] | None:
        """The place of a word that is asked for, as facts name it; None if nothing is."""
        places = {
            (words[0], ""): ("start", "reply"),
            (words[-1], ""): ("end", "reply"),
            (whole, "start"): ("start", "reply"),
            (whole, "end"): ("end", "reply"),
            (sentences, "start"): ("start", "sentences"),
            (sentences, "end"): ("end", "sentences"),
        }
        is_one = bool(self.predicate.word) and self.least == 1
        return places.get((self.selection, self.predicate.side)) if is_one else None

    def unsupported_reason(self, language: Language) -> str:
        return super().unsupported_reason(language) or self.predicate.lacks(language)

    @property
    def required(self) -> str:
        if self.selection.is_single:
            return f"the {self.selection.noun[0]} {self.predicate.says_of_one}"
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
        if self.selection.is_single:
            reason = f"the {one} is {shown(pieces[0])}" if pieces else "it is so"
        else:
            reason = f"{held} of {len(pieces)} {several} {self.predicate.says}"
            reason += f", but not {named(one, *others[0])}" if others else ""
        spans = [Span(piece.start, piece.end, one) for _, piece in others]
        evidence = self.selection.as_evidence(text, spans)
        return self.verdict(not others, held, evidence, reason)


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
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Inside(self.selection, self.checker)

    @property
    def inner(self) -> tuple[Checker, ...]:
        return (self.checker,)

    def unsupported_reason(self, language: Language) -> str:
        return self.selection.lacks(language) or self.checker.unsupported_reason(language)

    @property
    def required(self) -> str:
        parts = self.selection.noun[not self.selection.is_single]
        return f"in {'the' if self.selection.is_single else 'all'} {parts}: {self.checker.required}"

    def passes(self, text: Text) -> bool | None:
        distinct = dict.fromkeys(part for _, part in self._parts(text))
        answers = [self.checker.passed_on(part) for part in distinct]
        return None if None in answers else bool(answers) and all(answers)

    def judge(self, text: Text) -> Verdict:
        judged = cache(self.checker.check)
        parts = [judged(part).moved(partial(_shifted, start)) for start, part in self._parts(text)]
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

    def _parts(self, text: Text) -> list[tuple[int, Text]]:
        seen = self.selection.seen(text)
        # What is repeated is read once.
        read = cache(text.part)
        return [_alone(text, seen, span, read) for span in self.selection.spans(seen)]


def _shifted(by: int, start: int, end: int) -> tuple[int, int]:
    return by + start, by + end


def _alone(text: Text, seen: Text, span: Span, read: Callable[[str], Text]) -> tuple[int, Text]:
    """Returns a part as a text of its own, and where it begins in the source.

    Args:
        text: the whole text, with its markup.
        seen: the view of it in which the part was found.
        span: the part.
        read: returns a string as a text.
    """
    start, end = seen.to_source(span.start, span.end)
    before = seen.to_source(span.start, span.start)[0]
    whole = span.end == len(seen.string)
    after = len(text.string) if whole else seen.to_source(span.end, span.end + 1)[0]
    # Markup at the edge of the part belongs to it if its other half is within.
    edges = dict.fromkeys(((start, end), (start, after), (before, end), (before, after)))
    parts = ((first, read(text.string[first:last])) for first, last in edges)
    wanted = seen.string[span.start : span.end]
    bare = next(parts)
    return next((each for each in chain((bare,), parts) if each[1].rendered.string == wanted), bare)


def named(noun: str, number: int, piece: Piece) -> str:
    """Returns a unit as messages name it: word 7, 'river'."""
    return f"{noun} {number}, {shown(piece)}"


def shown(piece: Piece) -> str:
    """Returns what stands in a piece as messages quote it, shortened."""
    words = " ".join(piece.string.split())
    return repr(words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…")


_SHOWN = 60
