"""What a check answers: passed or not, and the evidence for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of the reply.

    `start` and `end` are character offsets into the reply as it was given (`reply[start:end]`),
    and `label` names what stands there ("comma", a keyword ...).
    """

    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's answer about one reply.

    Attributes:
        passed: True, False, or None when the check cannot be judged (letter case in Hindi, say).
        measured: what was found: a count, a language code, a word; None when nothing was measured.
        required: what was asked for, in words.
        evidence: the spans of the reply that made the verdict so.
        parts: the verdicts of the children, for a combination of checkers.
        reason: why, in one plain clause.
        check: the id of the checker that answered.
    """

    passed: bool | None
    measured: Any = None
    required: str = ""
    evidence: tuple[Span, ...] = ()
    parts: tuple[Verdict, ...] = ()
    reason: str = ""
    check: str = ""

    def __bool__(self) -> bool:
        if self.passed is None:
            raise ValueError(
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
        """Why the verdict is what it is; with the reply at hand, its evidence is quoted."""
        lines = [f"{self.outcome}: {self.reason} (required: {self.required})"]
        if reply is not None:
            lines += [f"  {_quote(reply, span)}" for span in self.evidence[:_QUOTED]]
            if len(self.evidence) > _QUOTED:
                lines.append(f"  and {len(self.evidence) - _QUOTED} more")
        for part in self.parts:
            lines += [f"  {line}" for line in part.explain(reply).splitlines()]
        return "\n".join(lines)

    def feedback(self) -> str:
        """A sentence one can send back to the model; empty when there is nothing to mend."""
        if self.passed is not False:
            return ""
        return (
            f"Your reply does not follow one instruction: {self.required}. {_sentence(self.reason)}"
        )

    def moved(self, to_original: Callable[[int, int], tuple[int, int]]) -> Verdict:
        """The same verdict, each span's (start, end) carried to another text by `to_original`."""
        return replace(
            self,
            evidence=tuple(
                Span(*to_original(start, end), label) for start, end, label in self.evidence
            ),
            parts=tuple(part.moved(to_original) for part in self.parts),
        )

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON values; spans are `[start, end, label]`."""
        row: dict[str, Any] = {
            "check": self.check,
            "passed": self.passed,
            "measured": self.measured,
            "required": self.required,
            "reason": self.reason,
            "evidence": [list(span) for span in self.evidence],
        }
        if self.parts:
            row["parts"] = [part.to_dict() for part in self.parts]
        return row


_QUOTED = 8
_CONTEXT = 24


def _quote(reply: str, span: Span) -> str:
    before = reply[max(0, span.start - _CONTEXT) : span.start]
    after = reply[span.end : span.end + _CONTEXT]
    marked = f"…{before}[{reply[span.start : span.end]}]{after}…"
    return f"at {span.start}: " + " ".join(marked.split())


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:] + "." if clause else ""
