"""The answer of a check: passed or not, and the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from mifcheck.errors import MifcheckError
from mifcheck.safe import printable


class Span(NamedTuple):
    """A stretch of the reply.

    Attributes:
        start: the offset of its first character in the reply as it was given.
        end: the offset after its last character: the stretch is `reply[start:end]`.
        label: what stands there: "comma", a keyword...
    """

    start: int
    end: int
    label: str = ""


class _Moved:
    """Base of a value whose spans are computed when they are first read, if they were moved."""

    __slots__ = ("_move",)

    # So that a type checker still knows which attributes there are.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name not in _PLACED:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            move = self._move
            if move is not None:
                for place, value in zip(_PLACED, move(), strict=True):
                    object.__setattr__(self, place, value)
                # What the spans were moved by is needed no more.
                object.__setattr__(self, "_move", None)
            return object.__getattribute__(self, name)


_PLACED = ("evidence", "parts")


@dataclass(frozen=True, slots=True)
class Verdict(_Moved):
    """The answer of one check about one reply: a frozen value.

    Attributes:
        passed: True, False, or None if the check cannot be judged (letter case in Hindi, for
            example).
        measured: what was found: a count, a language code, a word; None if nothing was measured.
            Several values are a tuple.
        required: what was asked for, in words.
        evidence: the spans of the reply that decided the verdict.
        parts: the verdicts of the children, if the checker is a combination.
        reason: why, in one clause.
        check: the id of the checker.
        raised: whether the checker raised an exception, which is an error of the checker. Only
            scoring returns such verdicts; `passed` is then None.
    """

    passed: bool | None
    measured: Any = None
    required: str = ""
    evidence: tuple[Span, ...] = ()
    parts: tuple[Verdict, ...] = ()
    reason: str = ""
    check: str = ""
    raised: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.measured, list):
            object.__setattr__(self, "measured", tuple(self.measured))

    def __bool__(self) -> bool:
        if self.passed is None:
            raise MifcheckError(
                f"this check cannot be judged, so it has no truth value: {self.reason}"
            )
        return self.passed

    @property
    def outcome(self) -> str:
        """The verdict as a word: "passed", "failed" or "not judged"."""
        if self.passed is None:
            return "not judged"
        return "passed" if self.passed else "failed"

    def explain(self, reply: str | None = None) -> str:
        """Returns why the check passed or failed, harmless to print.

        Args:
            reply: the reply; if it is given, the evidence is quoted from it.
        """
        lines = [f"{self.outcome}: {self.reason} (required: {self.required})"]
        if reply is not None:
            lines += [f"  {_quote(reply, span)}" for span in self.evidence[:_QUOTED]]
            if len(self.evidence) > _QUOTED:
                lines.append(f"  and {len(self.evidence) - _QUOTED} more")
        for part in self.parts:
            lines += [f"  {line}" for line in part.explain(reply).splitlines()]
        return printable("\n".join(lines), keep="\n")

    def feedback(self) -> str:
        """Returns a sentence to send back to the model; "" unless the check failed."""
        if self.passed is not False:
            return ""
        return (
            f"Your reply does not follow one instruction: {self.required}. {_sentence(self.reason)}"
        )

    def moved(self, to_original: Callable[[int, int], tuple[int, int]]) -> Verdict:
        """Returns the verdict with its spans in another text, computed when they are first read.

        Args:
            to_original: maps the start and end of a span to those in the other text.
        """

        def move() -> tuple[tuple[Span, ...], tuple[Verdict, ...]]:
            spans = (Span(*to_original(*span[:2]), span.label) for span in self.evidence)
            return tuple(spans), tuple(part.moved(to_original) for part in self.parts)

        moved = object.__new__(Verdict)
        for name in _KEPT:
            object.__setattr__(moved, name, getattr(self, name))
        object.__setattr__(moved, "_move", move)
        return moved

    def shifted(self, by: int) -> Verdict:
        """Returns the verdict with its spans so many characters further on."""
        return self.moved(lambda start, end: (start + by, end + by)) if by else self

    def to_dict(self) -> dict[str, Any]:
        """Returns the verdict as JSON values; a span is `[start, end, label]`."""
        measured = self.measured
        row: dict[str, Any] = {
            "check": self.check,
            "passed": self.passed,
            "measured": list(measured) if isinstance(measured, tuple) else measured,
            "required": self.required,
            "reason": self.reason,
            "evidence": [list(span) for span in self.evidence],
        }
        if self.raised:
            row["raised"] = True
        if self.parts:
            row["parts"] = [part.to_dict() for part in self.parts]
        return row


_KEPT = tuple(field.name for field in fields(Verdict) if field.name not in _PLACED)
_QUOTED = 8
_CONTEXT = 24


def _quote(reply: str, span: Span) -> str:
    before = reply[max(0, span.start - _CONTEXT) : span.start]
    after = reply[span.end : span.end + _CONTEXT]
    marked = f"…{before}[{reply[span.start : span.end]}]{after}…"
    return f"at {span.start}: " + " ".join(marked.split())


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:] + "." if clause else ""
