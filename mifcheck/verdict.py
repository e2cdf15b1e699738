"""The answer of a check: passed or not, and the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mifcheck import doors
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


class _Late:
    """Base of a value of which some attributes are computed when they are first read."""

    __slots__ = ("_make", "_move")

    # So that a type checker still knows which attributes there are.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name not in _SAID:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            make, move = self._make, self._move
            if make is not None:
                made = make()
                for each in _SAID:
                    object.__setattr__(self, each, getattr(made, each))
            elif move is not None:
                for each, value in zip(_PLACED, move(), strict=True):
                    object.__setattr__(self, each, value)
            # What they were computed from is needed no more.
            object.__setattr__(self, "_make", None)
            object.__setattr__(self, "_move", None)
            return object.__getattribute__(self, name)


_PLACED = ("evidence", "parts")
_SAID = ("measured", "required", "reason", *_PLACED)


@dataclass(frozen=True, slots=True, repr=False)
class Verdict(_Late, doors.InNotebooks):
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
        superseded: whether the instruction does not hold, because it contradicts one of a higher
            role; `passed` is then None, and the reason names the other one.
        level: how sure the language of the reply is, one of `mifcheck.languages.ASSURANCE`; in
            dictionaries only if it is not "measured".
        reply: the reply that the spans are in, which a notebook shows; None where it is not known.
            Verdicts that differ only in it are equal, and `to_dict` leaves it out.
    """

    passed: bool | None
    measured: Any = None
    required: str = ""
    evidence: tuple[Span, ...] = ()
    parts: tuple[Verdict, ...] = ()
    reason: str = ""
    check: str = ""
    raised: bool = False
    superseded: bool = False
    level: str = "measured"
    reply: str | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.measured, list):
            object.__setattr__(self, "measured", tuple(self.measured))

    @classmethod
    def later(
        cls,
        passed: bool | None,
        check: str,
        make: Callable[[], Verdict],
        reply: str | None,
        level: str,
    ) -> Verdict:
        """Returns a verdict of which only the answer is known yet.

        Args:
            passed: the answer.
            check: the id of the checker.
            make: makes the whole verdict, when anything else of it is first read.
            reply: the reply that its spans are in.
            level: the level of its language.
        """
        verdict = object.__new__(cls)
        known = {"passed": passed, "check": check, "raised": False, "superseded": False}
        given = {"reply": reply, "level": level, "_make": make, "_move": None}
        for name, value in (known | given).items():
            object.__setattr__(verdict, name, value)
        return verdict

    def __repr__(self) -> str:
        shown = (
            f"{each.name}={_brief(getattr(self, each.name))}" for each in fields(self) if each.repr
        )
        return f"Verdict({', '.join(shown)})"

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
        if self.level != "measured":
            lines.append(f"  in a language at the level {self.level!r}")
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

    @property
    def _maker(self) -> Callable[[], Verdict] | None:
        """What makes the verdict when it is read; None if it is made."""
        make: Callable[[], Verdict] | None = getattr(self, "_make", None)
        return make

    def about(self, reply: str, level: str = "") -> Verdict:
        """Returns the verdict with the reply that its spans are in.

        Args:
            reply: the reply.
            level: the level of its language; "" leaves the level as it is.
        """
        known = level or self.level
        if self._maker is not None:
            return Verdict.later(self.passed, self.check, self._maker, reply, known)
        placed = self._placed(lambda: (self.evidence, self.parts), reply)
        object.__setattr__(placed, "level", known)
        return placed

    def moved(self, to_original: Callable[[int, int], tuple[int, int]]) -> Verdict:
        """Returns the verdict with its spans in another text, which it does not know.

        The spans are computed when they are first read.

        Args:
            to_original: maps the start and end of a span to those in the other text.
        """

        if self._maker is not None:
            later = partial(_moved_later, self._maker, to_original)
            return Verdict.later(self.passed, self.check, later, None, self.level)

        def move() -> tuple[tuple[Span, ...], tuple[Verdict, ...]]:
            spans = (Span(*to_original(*span[:2]), span.label) for span in self.evidence)
            return tuple(spans), tuple(part.moved(to_original) for part in self.parts)

        return self._placed(move, None)

    def within(self, reply: str, start: int) -> Verdict:
        """Returns the verdict about a part of a reply with its spans in the whole reply.

        Args:
            reply: the whole reply.
            start: where the part begins.
        """
        found = self.moved(lambda first, last: (first + start, last + start)) if start else self
        return found if found.reply == reply else found.about(reply)

    def _placed(
        self, move: Callable[[], tuple[tuple[Span, ...], tuple[Verdict, ...]]], reply: str | None
    ) -> Verdict:
        # `replace` takes as long as a short check.
        placed = object.__new__(Verdict)
        for name in _KEPT:
            object.__setattr__(placed, name, getattr(self, name))
        object.__setattr__(placed, "reply", reply)
        object.__setattr__(placed, "_make", None)
        if getattr(self, "_move", None) is None and not (self.evidence or self.parts):
            # There is nothing to move, so what it would be moved by need not be kept.
            object.__setattr__(placed, "evidence", ())
            object.__setattr__(placed, "parts", ())
            object.__setattr__(placed, "_move", None)
        else:
            object.__setattr__(placed, "_move", move)
        return placed

    def settled(self) -> Verdict:
        """Computes moved spans now, so that what they are moved by need not be kept.

        A verdict that is made later is left as it is: it keeps no more than its reply.
        """
        if self._maker is None:
            for part in self.parts:
                part.settled()
        return self

    def guarded(self, guard: Callable[[Callable[[], Verdict]], Verdict]) -> Verdict:
        """Lets a function make what is made later, whatever that raises; returns the verdict.

        Args:
            guard: returns the verdict that a function makes, or another one.
        """
        if self._maker is not None:
            object.__setattr__(self, "_make", partial(guard, self._maker))
        return self

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
        row |= {name: True for name in ("raised", "superseded") if getattr(self, name)}
        if self.level != "measured":
            row["level"] = self.level
        if self.parts:
            row["parts"] = [part.to_dict() for part in self.parts]
        return row


def _moved_later(
    make: Callable[[], Verdict], to_original: Callable[[int, int], tuple[int, int]]
) -> Verdict:
    return make().moved(to_original)


_KEPT = tuple(each.name for each in fields(Verdict) if each.name not in (*_PLACED, "reply"))
_QUOTED = 8
_CONTEXT = 24
_LISTED = 20


def _brief(value: object) -> str:
    """Returns the repr of a value; of a long tuple that of the first entries."""
    if not isinstance(value, tuple) or len(value) <= _LISTED:
        return repr(value)
    return f"({', '.join(map(repr, value[:_LISTED]))}, … {len(value) - _LISTED} more)"


def _quote(reply: str, span: Span) -> str:
    before = reply[max(0, span.start - _CONTEXT) : span.start]
    after = reply[span.end : span.end + _CONTEXT]
    marked = f"…{before}[{reply[span.start : span.end]}]{after}…"
    return f"at {span.start}: " + " ".join(marked.split())


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:] + "." if clause else ""
