"""Numbers with confidence intervals: estimates, correlations, changes and differences."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final

from mifcheck import doors
from mifcheck.errors import ParameterError

STRICT: Final = "strict"
LOOSE: Final = "loose"
MODES: Final = (STRICT, LOOSE)


def require_mode(mode: str) -> None:
    """Raises ParameterError unless the mode is "strict" or "loose"."""
    if mode not in MODES:
        raise ParameterError(f"the mode is {STRICT} or {LOOSE}, not {mode!r}")


class AsDict:
    """A dataclass with a form as a dictionary."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Returns the fields under their own names, unrounded, ready for `json.dumps`."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]


class _Uncertain(doors.InNotebooks, AsDict):
    """What a number with a confidence interval can do."""

    __slots__ = ()
    _sign: ClassVar[str] = ""
    value: float | None
    low: float | None
    high: float | None

    def __float__(self) -> float:
        """Returns the value; NaN when there is none."""
        return math.nan if self.value is None else self.value

    def __str__(self) -> str:
        """Returns the value with its interval, for example "0.612 [0.58, 0.64]"."""
        if self.value is None:
            return "n/a"
        value = f"{self.value:{self._sign}.3f}"
        if self.low is None or self.high is None:
            return value
        return f"{value} [{self.low:{self._sign}.2f}, {self.high:{self._sign}.2f}]"

    def __format__(self, spec: str) -> str:
        """Formats as `str` without a specification; with one, the value alone."""
        if not spec:
            return str(self)
        return "n/a" if self.value is None else format(self.value, spec)


@dataclass(frozen=True, slots=True)
class Estimate(_Uncertain):
    """A figure, how certain it is, and what it rests on.

    Attributes:
        value: between 0 and 1; None when there was nothing to judge.
        low, high: the ends of the confidence interval; None when there is none (`note` says why).
        n: how many units the figure is a share of: checks, replies, transitions or turns.
        left_out: how many units could not be judged, and so count neither way.
        note: why the value or the interval is missing, else "".
        clusters: how many clusters (conversations with their translations) the units belong to.
            The units of a cluster are much alike, so few clusters make an uncertain figure.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    left_out: int = 0
    note: str = ""
    clusters: int = 0


@dataclass(frozen=True, slots=True)
class Correlation(_Uncertain):
    """A correlation, how certain it is, and what it rests on.

    Attributes:
        value: between -1 and 1; None where there is none (`note` says why).
        low, high: the ends of the confidence interval; None when there is none.
        n: how many pairs of values it is of.
        note: why the value or the interval is missing, else "".
    """

    _sign = "+"
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change(_Uncertain):
    """A number with its interval and nothing else about it, such as the difference of two figures.

    Attributes:
        value: between -1 and 1; None where either figure has nothing to judge.
        low, high: the ends of the confidence interval; None when there is none (`note` says why).
        note: why the value or the interval is missing, else "".
    """

    _sign = "+"
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


def bounded(value: float, low: float, high: float, clusters: int, missing: str = "") -> Change:
    """Returns value and interval, with None for NaN and a note on what is missing.

    There is no interval where the figure rests on fewer than two clusters.

    Args:
        value, low, high: a figure and the ends of its interval.
        clusters: how many clusters it rests on.
        missing: why there is no interval where the ends are NaN.
    """
    if math.isnan(value):
        return Change(None, note="nothing to judge")
    reason = "one cluster" if clusters < 2 else missing if math.isnan(low) else ""
    return Change(value, note=f"no interval: {reason}") if reason else Change(value, low, high)


@dataclass(frozen=True, slots=True)
class Difference(_Uncertain):
    """How much higher a figure is in one run than in another.

    Attributes:
        group: what it is of, as pairs such as ("turn", 2); () is everything.
        figure, mode: the name and mode, as in `Metrics.items`; "pif_n_k.4.3" is PIF-4-3.
        a, b: the figure of each run, between 0 and 1; None where there is nothing to judge.
        value: a minus b, between -1 and 1; None where there is nothing to judge.
        low, high: the ends of the confidence interval; None when there is none (`note` says why).
        ahead: the share of resamples in which a is above b; ties count half.
        clusters: how many conversations (with their translations) it rests on; the smaller number
            where the runs differ in that.
        note: why the value or the interval is missing, else "".
    """

    _sign = "+"
    group: tuple[tuple[str, Any], ...]
    figure: str
    mode: str
    a: float | None
    b: float | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    ahead: float | None = None
    clusters: int = 0
    note: str = ""

    @property
    def change(self) -> Change:
        """The value with its interval alone."""
        return Change(self.value, self.low, self.high, self.note)

    def to_dict(self) -> dict[str, Any]:
        """Returns one flat dict, numbers unrounded: the group's labels, then the other fields."""
        fields = asdict(self)
        del fields["group"]
        named = {"difference" if name == "value" else name: each for name, each in fields.items()}
        return {**dict(self.group), **named}


@dataclass(frozen=True, slots=True)
class StrictLoose(AsDict):
    """One figure of the replies as they are (`strict`), and of their loose variants (`loose`)."""

    strict: Estimate
    loose: Estimate

    def __float__(self) -> float:
        """Returns the strict value."""
        return float(self.strict)

    def __str__(self) -> str:
        return f"{self.strict} strict, {self.loose} loose"
