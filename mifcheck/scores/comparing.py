"""Two runs side by side: how much each figure differs, paired by conversation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mifcheck.errors import MifcheckError, ParameterError, SignatureError, did_you_mean
from mifcheck.scores.coded import CodedOutcomes
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.distributions import dominance_of
from mifcheck.scores.estimates import STRICT
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.pairing import PairedBootstrap
from mifcheck.scores.scores import Scores
from mifcheck.scores.values import Dominance
from mifcheck.signature import CONDITIONS, Signature, spec


def compare(
    scores_a: Scores,
    scores_b: Scores,
    *,
    by: str | Sequence[str] = (),
    across: str | Sequence[str] = (),
    resamples: int | None = None,
    seed: int | None = None,
    confidence: float | None = None,
) -> Comparison:
    """Returns how much higher each figure of one run is than the other's.

    Runs are paired by conversation. A conversation to which only one run has a reply is left out,
    and named. What makes a conversation hard for both cancels out in the difference. PIF-N-K
    has as many samples as both runs have.

    Args:
        scores_a: the run whose figures come first.
        scores_b: the run whose figures are subtracted.
        by: also by any of `mifcheck.scores.grouping.BY` ("turn", "language", "age" ...), or by
            several of these crossed.
        across: fields of the signature that may differ, because their effect is the question: any
            of `mifcheck.signature.CONDITIONS` ("think", "history", "placement"). The comparison
            says which of them do differ.
        resamples: of the bootstrap, which says in how many resamples one run is ahead; 0 for
            none. As `scores_a` where left out, like `seed` and `confidence`.
        seed: of the bootstrap.
        confidence: of the intervals.

    Raises:
        SignatureError: they were not measured alike; names each field, and both its values.
        MifcheckError: they have no conversation in common, or one is not the same in both.
        ParameterError: a setting out of range, something that there is no grouping by, or a field
            that runs are not compared across.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    settings = {"resamples": resamples, "seed": seed, "confidence": confidence}
    paired = _paired(scores_a, scores_b, across, settings)
    runs = (scores_a.outcomes, scores_b.outcomes)
    counts_a, counts_b = (Scores(each.outcomes, resamples=0).counts for each in paired.runs)
    only_a, only_b = (_left_out(*each) for each in zip(runs, paired.runs, strict=True))
    return Comparison(
        (*paired.rows(), *(paired.rows(names) if names else ())),
        names,
        len(paired.runs[0].outcomes.conversations),
        only_a,
        only_b,
        counts_a,
        counts_b,
        scores_a.signature,
        scores_b.signature,
        dominance_of(paired.runs, paired.resampler, STRICT),
        paired.resampler.resamples,
        paired.resampler.seed,
        paired.resampler.confidence,
        _differing(scores_a.signature, scores_b.signature, across),
    )


def dominance(
    scores_a: Scores,
    scores_b: Scores,
    *,
    mode: str = STRICT,
    across: str | Sequence[str] = (),
    resamples: int | None = None,
    seed: int | None = None,
    confidence: float | None = None,
) -> Dominance:
    """Returns whether the PIF of one run's replies is higher throughout.

    Runs are paired as `compare` pairs them. `compare(...).dominance` is the result for the mode
    "strict".

    Args:
        scores_a: one run.
        scores_b: the other.
        mode: "strict" or "loose".
        across: fields of the signature that may differ, as in `compare`.
        resamples: of the bootstrap, which says in how many resamples one run is ahead; 0 for
            none. As `scores_a` where left out, like `seed` and `confidence`.
        seed: of the bootstrap.
        confidence: of the intervals.

    Raises:
        SignatureError: they were not measured alike; names each field, and both its values.
        MifcheckError: they have no conversation in common, or one is not the same in both.
        ParameterError: a setting out of range, or a mode or a field to compare across that does
            not exist.
    """
    settings = {"resamples": resamples, "seed": seed, "confidence": confidence}
    paired = _paired(scores_a, scores_b, across, settings)
    return dominance_of(paired.runs, paired.resampler, mode)


def _paired(
    scores_a: Scores,
    scores_b: Scores,
    across: str | Sequence[str],
    settings: Mapping[str, float | None],
) -> PairedBootstrap:
    """Returns two runs on the conversations that both replied to; settings default to those of a.

    Raises as `compare` does.
    """
    runs = (scores_a.outcomes, scores_b.outcomes)
    require_alike(*runs, _crossed(across))
    common = set.intersection(*map(_answered, runs))
    if not common:
        raise MifcheckError("the runs have no conversation in common to which both replied")
    _require_same_conversations(*runs, common)
    given = {name: value for name, value in settings.items() if value is not None}
    return PairedBootstrap.of([run.only(common) for run in runs], scores_a.settings | given)


def _left_out(outcomes: Outcomes, compared: CodedOutcomes) -> tuple[str, ...]:
    """Returns the conversations that only this run replied to, in its order."""
    left = _answered(outcomes) - set(compared.labels["conversation"])
    return tuple(key for key, _, _ in outcomes.conversations if key in left)


def _answered(outcomes: Outcomes) -> set[str]:
    """Returns the keys of the conversations to which there is a reply."""
    places = np.unique(outcomes.conversation[outcomes.counted])
    return {outcomes.conversations[place][0] for place in places.tolist()}


def _crossed(across: str | Sequence[str]) -> tuple[str, ...]:
    """Returns the fields that may differ."""
    names = (across,) if isinstance(across, str) else tuple(across)
    for name in names:
        if name not in CONDITIONS:
            raise ParameterError(
                f"cannot compare across {name!r}: one of {', '.join(CONDITIONS)} is expected"
                f"{did_you_mean(name, CONDITIONS)}"
            )
    return names


def _differing(
    one: str, other: str, across: str | Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Returns (field, value of one, value of the other) of the crossed fields that differ."""
    if one == other:
        return ()
    unlike = Signature.parse(one).differences(Signature.parse(other))
    return tuple((name, *unlike[name]) for name in unlike if name in _crossed(across))


def require_alike(one: Outcomes, other: Outcomes, aside: Sequence[str] = ()) -> None:
    """Raises SignatureError unless both were measured alike, some fields of the signature aside.

    Where the conversations differ, the instructions and languages may differ, too.
    """
    if one.signature != other.signature:
        first, second = (Signature.parse(each.signature) for each in (one, other))
        second = replace(second, **{name: getattr(first, name) for name in aside})
        if one.keys == other.keys:
            first.require_same(second)
        first.merge(second)
    one.require_same_modes(other)


def _require_same_conversations(one: Outcomes, other: Outcomes, common: Collection[str]) -> None:
    """Raises unless the conversations of both have the same language, cluster and instructions.

    An instruction is the same where it was given at the same turn.
    """
    known = {key: (cluster, language) for key, cluster, language in one.conversations}
    for key, cluster, language in other.conversations:
        if key in common and known[key] != (cluster, language):
            raise MifcheckError(
                f"{key} is not the same conversation in both: {' in '.join(known[key])} and "
                f"{cluster} in {language}"
            )
    asked = _asked(one)
    for (key, turn), instructions in _asked(other).items():
        known_here = asked.get((key, turn), instructions)
        if known_here != instructions:
            raise SignatureError(
                f"these were not measured alike: checks: {key}, turn {turn}, has "
                f"{_told(known_here)} in one and {_told(instructions)} in the other"
            )


def _told(asked: Iterable[tuple[str, int]]) -> str:
    """Returns instructions with their ages, in words."""
    return ", ".join(f"{name} given {age} turns ago" for name, age in asked) or "nothing"


def _asked(outcomes: Outcomes) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """Returns what was active at each turn that has a reply, with its age in turns."""
    specs = [spec(id, json.loads(kwargs), role) for id, kwargs, role in outcomes.instructions]
    found: dict[tuple[str, int], list[tuple[str, int]]] = {}
    first = np.searchsorted(outcomes.reply, np.arange(len(outcomes.conversation) + 1))
    for reply in np.flatnonzero(outcomes.counted).tolist():
        key = outcomes.conversations[outcomes.conversation[reply]][0]
        place = (key, int(outcomes.turn[reply]))
        if place not in found:
            checks = slice(first[reply], first[reply + 1])
            codes, ages = outcomes.instruction[checks], outcomes.age[checks]
            pairs = zip(codes.tolist(), ages.tolist(), strict=True)
            found[place] = sorted((specs[code], age) for code, age in pairs)
    return found
