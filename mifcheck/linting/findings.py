"""Findings about a data set: their kind and severity, where they are, and what could be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from mifcheck.errors import ParameterError, did_you_mean
from mifcheck.safe import printable

Severity: TypeAlias = Literal["error", "warning"]


class FindingKind(NamedTuple):
    """A kind of finding: its severity, and a line about it."""

    severity: Severity
    summary: str


KINDS: Final[Mapping[str, FindingKind]] = {
    "bad-row": FindingKind("error", "a row that cannot be read"),
    "same-key": FindingKind("error", "a key that an earlier conversation has"),
    "unknown-language": FindingKind("error", "a language that is not known"),
    "unknown-id": FindingKind("error", "an id that the profile does not know"),
    "bad-parameter": FindingKind("error", "a parameter that is missing, unknown or impossible"),
    "impossible": FindingKind("error", "instructions that no reply can follow, read strictly"),
    "missing-image": FindingKind("error", "an image whose file cannot be found"),
    "refused-image": FindingKind("error", "an image that is never sent to a model"),
    "superseded": FindingKind(
        "warning", "an instruction of the user that contradicts the system's, and is not judged"
    ),
    "unlikely": FindingKind("warning", "instructions that only an odd reply can follow"),
    "not-judged": FindingKind("warning", "an instruction that cannot be judged in the language"),
    "repeated": FindingKind("warning", "an instruction that is active twice"),
    "implied": FindingKind("warning", "an instruction that another one implies"),
    "unmentioned": FindingKind(
        "warning", "words that are asked for, and stand in no prompt so far"
    ),
    "other-text": FindingKind("warning", "an instruction's text that stands in no prompt so far"),
    "repeated-prompt": FindingKind("warning", "a prompt that an earlier turn has"),
}
"""The kinds of findings, the most severe first."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where something was found. What is unknown or not meant is empty.

    Attributes:
        file: the file.
        row: its row or line, counted from 1.
        key: the key of the conversation.
        turns: the turns concerned, counted from 1.
        instructions: their places, counted from 1, among those active at the first of the turns.
    """

    file: str = ""
    row: int | None = None
    key: str = ""
    turns: tuple[int, ...] = ()
    instructions: tuple[int, ...] = ()

    @property
    def turn(self) -> int | None:
        """The first of the turns; None if there is none."""
        return self.turns[0] if self.turns else None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"row {self.row}" if self.row is not None else "",
            self.key,
            _several("turn", self.turns),
            _several("instruction", self.instructions),
        ]
        return printable(", ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd in a data set.

    Attributes:
        kind: one of `KINDS`.
        where: the location.
        message: what was found.
        hint: what could be done; may be empty.
    """

    kind: str
    where: Location
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """How severe it is: "error" or "warning"."""
        return KINDS[self.kind].severity

    def __str__(self) -> str:
        where = f"{self.where}: " if str(self.where) else ""
        return printable(f"{where}{self.message}" + (f" ({self.hint})" if self.hint else ""), "\n")

    def to_dict(self) -> dict[str, Any]:
        """Returns the finding as JSON values."""
        where = self.where
        return {
            "kind": self.kind,
            "severity": self.severity,
            "file": where.file,
            "row": where.row,
            "key": where.key,
            "turns": list(where.turns),
            "instructions": list(where.instructions),
            "message": self.message,
            "hint": self.hint,
        }


def require_kind(name: str) -> str:
    """Returns the name of a kind, if there is such a kind.

    Raises:
        ParameterError: there is no such kind.
    """
    if name not in KINDS:
        known = ", ".join(KINDS)
        raise ParameterError(f"unknown kind {name!r}{did_you_mean(name, KINDS)} (known: {known})")
    return name


def _several(noun: str, numbers: tuple[int, ...]) -> str:
    if len(numbers) < 2:
        return f"{noun} {numbers[0]}" if numbers else ""
    listed = ", ".join(map(str, numbers[:-1]))
    return f"{noun}s {listed} and {numbers[-1]}"
