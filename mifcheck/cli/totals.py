"""The figures of all rows that a command has checked, for the line at its end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Totals:
    """Sums over rows.

    Attributes:
        rows: the rows.
        judged: those of which anything is judged.
        strict: the sum of their PIF.
        loose: the same, loosely.
        raised: the checks that raised or were lost, where that is known.
    """

    rows: int = 0
    judged: int = 0
    strict: float = 0
    loose: float = 0
    raised: int = 0

    def add(self, pif: float | None, loose: float | None, raised: int = 0) -> None:
        """Adds a row with these figures."""
        self.rows += 1
        self.raised += raised
        if pif is not None:
            self.judged += 1
            self.strict += pif
            self.loose += loose or 0

    def line(self) -> str:
        """Returns the figures in words."""
        told = [f"{self.rows:,} rows"]
        if self.judged:
            told.append(f"mean PIF {self.strict / self.judged:.1%} strict")
            told.append(f"{self.loose / self.judged:.1%} loose")
        if self.rows > self.judged:
            told.append(f"{self.rows - self.judged:,} not judged")
        if self.raised:
            told.append(f"{self.raised:,} checks raised or lost")
        return ", ".join(told)
