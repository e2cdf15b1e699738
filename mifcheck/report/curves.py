"""The curves of a picture: a figure over turns, ages and the like, one curve a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from mifcheck.errors import MifcheckError, ParameterError, SignatureError
from mifcheck.scores import LOOSE, STRICT, Estimate, Metrics, Scores, StrictLoose
from mifcheck.signature import CONDITIONS, Signature

Runs: TypeAlias = Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class Curve:
    """One run's curve.

    Attributes:
        name: what the run is called.
        x: where the estimates stand, from left to right.
        estimates: one at each x; those without a value are left out.
    """

    name: str
    x: tuple[float, ...]
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The curves that share a pair of axes.

    Attributes:
        title: what is shown over what.
        x_label, y_label: what stands at the axes; all y are shares, between 0 and 1.
        curves: one a run, in the order of the runs.
        steps: whether a curve keeps its height until its next x, as a distribution does; its x is
            a share then.
    """

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    steps: bool = False

    @property
    def points(self) -> int:
        """Of the curve that has most."""
        return max((len(curve.x) for curve in self.curves), default=0)


_Pick: TypeAlias = Callable[[Metrics], StrictLoose]


@dataclass(frozen=True, slots=True)
class _Figure:
    title: str
    label: str
    pick: _Pick = field(repr=False)


_FIGURES: Final = {
    "instruction": _Figure("Followed", "share of instructions", lambda f: f.accuracy.instruction),
    "conversation": _Figure(
        "Everything followed", "share of replies", lambda f: f.accuracy.conversation
    ),
    "pif": _Figure("PIF", "mean share followed", lambda f: f.pif),
    "forgetting": _Figure(
        "Forgotten since last turn", "share of those followed", lambda f: f.forgetting.consecutive
    ),
    "correction": _Figure(
        "Corrected since last turn", "share of those not followed", lambda f: f.correction
    ),
}
_AXES: Final = {
    "turn": ("turn", "turn"),
    "age": ("age", "turns since the instruction was given"),
    "active": ("number in force", "instructions in force"),
}
_OWN: Final = {"k": "pif_n_k", "pif": "distribution"}
"""The figures that have an axis of their own."""

OVERVIEW: Final = ("age", "turn", "active", "turn:pif", "k", "pif")
"""The curves of a report, as `panel` takes them."""


def panel(runs: Runs, curve: str, mode: str = STRICT) -> Panel:
    """The curves of all runs over one axis.

    Args:
        runs: by name.
        curve: the axis, "turn", "age" or "active", and perhaps after a colon the figure:
            "instruction" (if none is named), "conversation", "pif", "forgetting" or "correction",
            as in "turn:pif". Or "k", PIF-N-K over K for the samples that all runs have, or "pif",
            the distribution of PIF.
        mode: "strict" or "loose".

    Raises:
        ParameterError: a curve or a mode that there is not.
    """
    if mode not in (STRICT, LOOSE):
        raise ParameterError(f"the mode is {STRICT} or {LOOSE}, not {mode!r}")
    axis, _, figure = curve.partition(":")
    if axis in _OWN and figure in ("", _OWN[axis]):
        return (_k_of_n if axis == "k" else _distribution)(runs, mode)
    figure = figure or "instruction"
    if axis not in _AXES or figure not in _FIGURES:
        raise ParameterError(
            f"no curve {curve!r}; there are {', '.join((*_AXES, *_OWN))}, and of the first "
            f"{len(_AXES)} each figure, as in turn:pif: {', '.join(_FIGURES)}"
        )
    return _over(runs, axis, _FIGURES[figure], mode)


def panels(runs: Runs, curves: Sequence[str] | None = None, mode: str = STRICT) -> list[Panel]:
    """The curves that are asked for; of the `OVERVIEW`, if none is, those that are curves at all.

    Raises:
        ParameterError: a curve or a mode that there is not, or one without a single point.
    """
    if curves is not None:
        found = [panel(runs, each, mode) for each in curves]
        for each, name in zip(found, curves, strict=True):
            if not each.points:
                raise ParameterError(f"nothing to draw for {name!r}: no run has such a figure")
    else:
        found = [each for name in OVERVIEW if (each := panel(runs, name, mode)).points > 1]
    if not found:
        raise ParameterError("nothing to draw: no run has a figure that runs over anything")
    return found


def alike(runs: Runs) -> list[str]:
    """What to say beside runs that are drawn together: in what they differ, a line each.

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
    """Raise unless both were judged alike, however their replies came about."""
    if one.confidence != other.confidence:
        ends = " and ".join(f"{100 * each.confidence:g} %" for each in (other, one))
        raise MifcheckError(f"{pair} have intervals that are not alike: {ends}")
    if one.outcomes.has_loose != other.outcomes.has_loose:
        raise SignatureError(f"{pair}: one has loose verdicts, the other none: not alike")
    if one.signature == other.signature:
        return
    signatures = [Signature.parse(each.signature) for each in (other, one)]
    same = {name: getattr(signatures[0], name) for name in CONDITIONS}
    signatures[1] = replace(signatures[1], **same)
    if _keys(one) == _keys(other):
        signatures[0].require_same(signatures[1])
    signatures[0].merge(signatures[1])


def _unlike(runs: Runs) -> Iterator[str]:
    """For each field that differs which runs have which value: "placement: moved (A, C); ..."."""
    first, *others = runs
    strangers = [name for name in others if _keys(runs[name]) != _keys(runs[first])]
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


def _keys(scores: Scores) -> set[str]:
    return {key for key, _, _ in scores.outcomes.conversations}


def _over(runs: Runs, axis: str, figure: _Figure, mode: str) -> Panel:
    name, label = _AXES[axis]
    return Panel(
        f"{figure.title}, by {name}",
        label,
        f"{figure.label}, {mode}",
        tuple(
            _curve(run, {x: _one(figure.pick(f), mode) for x, f in scores.by(axis).items()})
            for run, scores in runs.items()
        ),
    )


def _k_of_n(runs: Runs, mode: str) -> Panel:
    n = min((scores.outcomes.samples for scores in runs.values()), default=0)
    return Panel(
        f"PIF-{n}-K",
        f"K: at least so many of {n} follow everything",
        f"share of turns, {mode}",
        tuple(
            _curve(run, {k: _one(scores.pif_n_k(n, k), mode) for k in range(1, n + 1)})
            for run, scores in runs.items()
        ),
    )


def _distribution(runs: Runs, mode: str) -> Panel:
    curves = []
    for run, scores in runs.items():
        found = scores.distribution(mode)
        # From 0 to 1, so that nothing of the function is left to be guessed.
        clusters = max((each.clusters for each in found.at_most), default=0)
        ends = {
            x: Estimate(found.cdf(x), n=found.n, clusters=clusters) for x in (0.0, 1.0) if found.n
        }
        steps = dict(zip(map(float, found.values), found.at_most, strict=True))
        curves.append(_curve(run, {**ends, **steps}))
    return Panel(
        "Distribution of PIF",
        "PIF at most",
        f"share of replies, {mode}",
        tuple(curves),
        steps=True,
    )


def _one(modes: StrictLoose, mode: str) -> Estimate:
    return modes.strict if mode == STRICT else modes.loose


def _curve(name: str, found: Mapping[float, Estimate]) -> Curve:
    there = sorted((x, each) for x, each in found.items() if each.value is not None)
    return Curve(name, tuple(x for x, _ in there), tuple(each for _, each in there))
