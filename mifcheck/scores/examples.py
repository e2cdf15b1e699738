"""Replies about which two profiles disagree, with what each says and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mifcheck.conversation import Instruction
from mifcheck.evaluate import judge_all
from mifcheck.runs.run import Run
from mifcheck.scores.outcomes import Outcomes
from mifcheck.verdict import Span, Verdict

_WIDTH: Final = 160
_QUOTES: Final = 4
_QUOTED: Final = 40

DisagreementKind: TypeAlias = tuple[str, str, str, str]
"""A kind of disagreement: (other profile, id, language, direction)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One check of one reply about which two profiles disagree.

    Attributes:
        key, turn, sample: whose reply it is; turns are counted from 1, samples from 0.
        language: the reply was asked for in this language.
        instruction: what was checked.
        direction: one of "passed_failed", "failed_passed", "first_unjudged", "other_unjudged".
        verdicts: the verdict of each of the two profiles, the first one first.
        reply: the whole reply; `to_dict` has only an excerpt.
    """

    key: str
    turn: int
    sample: int
    language: str
    instruction: Instruction
    direction: str
    verdicts: Mapping[str, Verdict]
    reply: str

    @property
    def excerpt(self) -> str:
        """About 160 characters around what only one profile found, or both ends of the reply."""
        focus = self._focus()
        if focus is None:
            return _ends(self.reply)
        start = max(0, focus.start - _WIDTH // 2)
        end = min(len(self.reply), start + _WIDTH)
        before, after = "…" if start else "", "…" if end < len(self.reply) else ""
        return f"{before}{_spaced(self.reply[start:end])}{after}"

    def evidence(self, profile: str) -> tuple[str, ...]:
        """Returns the first few pieces of a profile's evidence in the reply."""
        spans = self.verdicts[profile].evidence
        quoted = [_short(_spaced(self.reply[span.start : span.end])) for span in spans[:_QUOTES]]
        more = (f"and {len(spans) - _QUOTES} more",) if len(spans) > _QUOTES else ()
        return (*quoted, *more)

    def to_dict(self) -> dict[str, Any]:
        """Returns JSON values: the fields, and an excerpt in place of the reply."""
        return {
            "key": self.key,
            "turn": self.turn,
            "sample": self.sample,
            "language": self.language,
            **self.instruction.to_dict(),
            "direction": self.direction,
            "verdicts": {name: verdict.to_dict() for name, verdict in self.verdicts.items()},
            "excerpt": self.excerpt,
        }

    def _focus(self) -> Span | None:
        """Returns the first piece of evidence that only one profile has, else the first of all."""
        found = [{span[:2] for span in verdict.evidence} for verdict in self.verdicts.values()]
        alone = sorted(found[0] ^ found[1]) or sorted(found[0])
        return Span(*alone[0]) if alone else None


def choose(
    run: Run,
    outcomes: Outcomes,
    disagreements: Iterable[tuple[int, DisagreementKind]],
    *,
    first: str,
    most: int,
    loose: bool,
) -> dict[DisagreementKind, tuple[Example, ...]]:
    """Returns at most `most` examples of each kind.

    Short replies show the reason best, so the shortest are taken, from as many conversations as
    possible. A disagreement is (row of the check, kind).
    """
    conversations = {each.key: each for each in run.conversations}

    def example(kind: DisagreementKind, row: int) -> Example:
        place = key, turn, sample = outcomes.place(row)
        other, _, language, direction = kind
        position = row - int(outcomes.reply.searchsorted(outcomes.reply[row]))
        active = conversations[key].turns[turn - 1].instructions
        instruction = active[position]
        reply = run.replies[place].reply or ""
        verdicts = {}
        for profile in (first, other):
            # Those of the system may supersede it.
            asked = [instruction, *(each for each in active if each.role == "system")]
            result = judge_all(asked, reply, language, profile=profile)
            verdicts[profile] = (result.loose if loose else result.strict)[0]
        return Example(key, turn, sample, language, instruction, direction, verdicts, reply)

    candidates: dict[DisagreementKind, list[tuple[int, int, str]]] = defaultdict(list)
    for row, kind in disagreements if most else ():
        place = outcomes.place(row)
        candidates[kind].append((len(run.replies[place].reply or ""), row, place[0]))
    return {
        kind: tuple(example(kind, row) for row in _spread(rows)[:most])
        for kind, rows in candidates.items()
    }


def _spread(rows: Iterable[tuple[int, int, str]]) -> list[int]:
    """Returns the first row of each conversation, and then the others."""
    seen: set[str] = set()
    ranked = []
    for length, row, key in sorted(rows):
        ranked.append((key in seen, length, row))
        seen.add(key)
    return [row for *_, row in sorted(ranked)]


def _ends(reply: str) -> str:
    text = _spaced(reply)
    if len(text) <= _WIDTH:
        return text
    return f"{text[: _WIDTH * 5 // 8]} … {text[-_WIDTH * 3 // 8 :]}"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
