"""What a picture shows: figures over turns, ages and the like, one curve a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from mifcheck.errors import MifcheckError, ParameterError, SignatureError
from mifcheck.scores.comparing import require_alike
from mifcheck.scores.estimates import STRICT, Estimate, require_mode
from mifcheck.scores.metrics import METRICS
from mifcheck.scores.scores import Scores
from mifcheck.signature import CONDITIONS, Signature

Runs: TypeAlias = Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class Curve:
    """One run's curve.

    Attributes:
        name: what the run is called.
        x: where the estimates stand, from left to right.
        estimates: one at each x. Those without a value are left out.
    """

    name: str
    x: tuple[float, ...]
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The curves that share a pair of axes.

    Attributes:
        title: what is shown over what.
        x_label, y_label: the names of the axes. All y are shares, between 0 and 1.
        curves: one a run, in the order of the runs.
        steps: whether a curve keeps its height until its next x, as a distribution does. Its x is
            then a share.
    """

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    steps: bool = False

    @property
    def points(self) -> int:
        """How many points the longest curve has."""
        return max((len(curve.x) for curve in self.curves), default=0)


_AXES: Final = {
    "turn": ("turn", "turn"),
    "age": ("age", "turns since the instruction was given"),
    "active": ("number active", "active instructions"),
}
_FIGURES: Final = {
    "instruction": ("accuracy.instruction", "Followed", "share of instructions"),
    "conversation": ("accuracy.conversation", "Everything followed", "share of replies"),
    "pif": ("pif", "PIF", "mean share followed"),
    "forgetting": (
        "forgetting.consecutive",
        "Forgotten since last turn",
        "share of those followed",
    ),
    "correction": ("correction", "Corrected since last turn", "share of those not followed"),
}
"""The key, the title and the unit of the figures that have a short name in a picture."""
_OWN: Final = {"k": "pif_n_k", "pif": "distribution"}
"""The figures that have an axis of their own."""

OVERVIEW: Final = ("age", "turn", "active", "turn:pif", "k", "pif")
"""The curves of a report, as `panel` takes them."""


def panel(runs: Runs, curve: str, mode: str = STRICT) -> Panel:
    """Returns the curves of all runs over one axis.

    Args:
        runs: by name.
        curve: the axis, "turn", "age" or "active", and perhaps after a colon the figure:
            "instruction" (if none is named), "conversation", "pif", "forgetting" or "correction",
            as in "turn:pif". Or "k", PIF-N-K over K for the samples that all runs have, or "pif",
            the distribution of PIF.
        mode: "strict" or "loose".

    Raises:
        ParameterError: a curve or a mode that does not exist.
    """
    require_mode(mode)
    axis, _, figure = curve.partition(":")
    if axis in _OWN and figure in ("", _OWN[axis]):
        return (_k_of_n if axis == "k" else _distribution)(runs, mode)
    named = {key for key, *_ in _FIGURES.values()}
    figures = _FIGURES | {
        metric.key: (metric.key, metric.label.capitalize(), "share")
        for metric in METRICS
        if metric.key not in named and not metric.mean_of
    }
    figure = figure or "instruction"
    if axis not in _AXES or figure not in figures:
        raise ParameterError(
            f"no curve {curve!r}; there are {', '.join((*_AXES, *_OWN))}, and of the first "
            f"{len(_AXES)} each figure, as in turn:pif: {', '.join(figures)}"
        )
    return _over(runs, axis, *figures[figure], mode)


def panels(runs: Runs, curves: Sequence[str] | None = None, mode: str = STRICT) -> list[Panel]:
    """Returns the curves asked for, or those of the `OVERVIEW` that have more than one point.

    Raises:
        ParameterError: a curve or a mode that does not exist, or a curve without a single point.
    """
    if curves is None:
        found = overview(runs, mode)
        if not found:
            raise ParameterError("nothing to draw: no run has a figure that runs over anything")
        return found
    found = [panel(runs, name, mode) for name in curves]
    for each, name in zip(found, curves, strict=True):
        if not each.points:
            raise ParameterError(f"nothing to draw for {name!r}: no run has such a figure")
    return found


def overview(runs: Runs, mode: str = STRICT) -> list[Panel]:
    """Returns those curves of the `OVERVIEW` that have more than one point; perhaps none."""
    found = (panel(runs, name, mode) for name in OVERVIEW)
    return [each for each in found if each.points > 1]


def alike(runs: Runs) -> list[str]:
    """Returns how runs that are drawn together differ, a line for each field.

    Raises:
        SignatureError: they were not judged alike; names each field, and both its values.
        MifcheckError: there are none, or their intervals are not of the same confidence.
    """
    if not runs:
        raise MifcheckError("no runs to draw")
    (first, one), *others = runs.items()
    for name, other in others:
        _require_alike(f"{name} and {first}", one, other)
    return list(_unlike(runs))


def _require_alike(pair: str, one: Scores, other: Scores) -> None:
    """Raises unless both were judged alike, however their replies came about."""
    if one.confidence != other.confidence:
        ends = " and ".join(f"{100 * each.confidence:g} %" for each in (other, one))
        raise MifcheckError(f"{pair} have intervals that are not alike: {ends}")
    try:
        require_alike(other.outcomes, one.outcomes, CONDITIONS)
    except SignatureError as error:
        raise SignatureError(f"{pair}: {error}") from None


def _unlike(runs: Runs) -> Iterator[str]:
    """Yields which runs have which value of a field that differs: "placement: moved (A, C)"."""
    first, *others = runs
    strangers = [name for name in others if runs[name].outcomes.keys != runs[first].outcomes.keys]
    if strangers:
        yield f"not the conversations of {first}: {', '.join(strangers)}"
    if len({scores.signature for scores in runs.values()}) == 1:
        return
    signatures = {name: Signature.parse(scores.signature) for name, scores in runs.items()}
    for condition in CONDITIONS:
        held: dict[str, list[str]] = {}
        for name, signature in signatures.items():
            held.setdefault(getattr(signature, condition), []).append(name)
        if len(held) > 1:
            told = (f"{value} ({', '.join(names)})" for value, names in held.items())
            yield f"{condition}: {'; '.join(told)}"


def _over(runs: Runs, axis: str, key: str, title: str, unit: str, mode: str) -> Panel:
    name, label = _AXES[axis]
    curves = (
        _curve(run, {x: each[key, mode] for x, each in scores.by(axis).items()})
        for run, scores in runs.items()
    )
    return Panel(f"{title}, by {name}", label, f"{unit}, {mode}", tuple(curves))


def _k_of_n(runs: Runs, mode: str) -> Panel:
    n = min((scores.outcomes.samples for scores in runs.values()), default=0)
    curves = (
        _curve(run, {k: scores.figures[f"pif_n_k.{n}.{k}", mode] for k in range(1, n + 1)})
        for run, scores in runs.items()
    )
    label = f"K: at least so many of {n} follow everything"
    return Panel(f"PIF-{n}-K", label, f"share of turns, {mode}", tuple(curves))


def _distribution(runs: Runs, mode: str) -> Panel:
    curves = []
    for run, scores in runs.items():
        found = scores.distribution(mode)
        steps: dict[float, Estimate] = {}
        if found.n:
            # The curve runs from 0 to 1, so that no part of the function is left open.
            clusters = max(each.clusters for each in found.at_most)
            for x in (0.0, 1.0):
                steps[x] = Estimate(found.cdf(x), n=found.n, clusters=clusters)
        steps.update(zip(map(float, found.values), found.at_most, strict=True))
        curves.append(_curve(run, steps))
    label = f"share of replies, {mode}"
    return Panel("Distribution of PIF", "PIF at most", label, tuple(curves), steps=True)


def _curve(name: str, found: Mapping[float, Estimate]) -> Curve:
    there = sorted((x, each) for x, each in found.items() if each.value is not None)
    return Curve(name, tuple(x for x, _ in there), tuple(each for _, each in there))
