"""Two runs beside each other: how far apart each figure is, paired by conversation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from mifcheck.errors import MifcheckError, ParameterError, SignatureError, did_you_mean
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.dominance import Dominance, dominance_of
from mifcheck.scores.events import STRICT, Frame
from mifcheck.scores.outcomes import ANSWERED, Outcomes
from mifcheck.scores.pairing import PairedBootstrap
from mifcheck.scores.scores import Scores
from mifcheck.scores.statistics import Resampler
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
    """How much higher each figure of one run is than the other's, on the same conversations.

    Runs are paired by conversation: one of which only one of them has a reply is left out, and
    named. Each resample of the bootstrap draws the same conversations for both, so what makes a
    conversation hard for either leaves the difference. PIF-N-K has as many samples as both have.

    Args:
        scores_a, scores_b: the runs; a difference is a's figure less b's.
        by: also by any of `mifcheck.scores.table.BY` ("turn", "language", "age" ...), or by
            several of these crossed.
        across: fields of the signature that may differ, since how far that takes the figures apart
            is the question: any of `mifcheck.signature.CONDITIONS` ("think", "history",
            "placement"). The comparison says which of them do differ.
        resamples, seed, confidence: of the bootstrap; those of `scores_a` where left out.

    Raises:
        SignatureError: they were not measured alike; names each field, and both its values.
        MifcheckError: they have no conversation in common, or one is not the same in both.
        ParameterError: a setting out of range, something that there is no grouping by, or a field
            that runs are not compared across.
    """
    kept, (only_a, only_b) = _common(scores_a.outcomes, scores_b.outcomes, across)
    confidence = scores_a.confidence if confidence is None else confidence
    frames = [Frame(outcomes) for outcomes in kept]
    resampler = Resampler(
        len(frames[0].clusters),
        scores_a.resamples if resamples is None else resamples,
        scores_a.seed if seed is None else seed,
    )
    names = (by,) if isinstance(by, str) else tuple(by)
    paired = PairedBootstrap(frames, resampler, confidence)
    counts_a, counts_b = (Scores(outcomes, resamples=0).counts for outcomes in kept)
    return Comparison(
        (*paired.rows(()), *(paired.rows(names) if names else ())),
        names,
        conversations=len(kept[0].conversations),
        only_a=only_a,
        only_b=only_b,
        counts_a=counts_a,
        counts_b=counts_b,
        signature_a=scores_a.signature,
        signature_b=scores_b.signature,
        dominance=dominance_of(frames, resampler, confidence, STRICT),
        resamples=resampler.resamples,
        seed=resampler.seed,
        confidence=confidence,
        across=_differing(scores_a.signature, scores_b.signature, across),
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
    """Whether the PIF of one run's replies is the higher one throughout, on the same conversations.

    Runs are paired as `compare` pairs them, whose `dominance` this is for the mode "strict".

    Args:
        scores_a, scores_b: the runs.
        mode: "strict" or "loose".
        across: fields of the signature that may differ, as in `compare`.
        resamples, seed, confidence: of the bootstrap; those of `scores_a` where left out.

    Raises:
        SignatureError: they were not measured alike; names each field, and both its values.
        MifcheckError: they have no conversation in common, or one is not the same in both.
        ParameterError: a setting out of range, or a mode or a field to compare across that there is
            not.
    """
    kept, _ = _common(scores_a.outcomes, scores_b.outcomes, across)
    frames = [Frame(outcomes) for outcomes in kept]
    resampler = Resampler(
        len(frames[0].clusters),
        scores_a.resamples if resamples is None else resamples,
        scores_a.seed if seed is None else seed,
    )
    confidence = scores_a.confidence if confidence is None else confidence
    return dominance_of(frames, resampler, confidence, mode)


def _common(
    one: Outcomes, other: Outcomes, across: str | Sequence[str]
) -> tuple[list[Outcomes], list[tuple[str, ...]]]:
    """Both runs on the conversations that both replied to, and the keys that one alone did."""
    _require_alike(one, other, _crossed(across))
    pair = (one, other)
    answered = [_answered(outcomes) for outcomes in pair]
    common = answered[0] & answered[1]
    if not common:
        raise MifcheckError("the runs have no conversation in common to which both replied")
    _require_same_conversations(one, other, common)
    alone = [
        tuple(key for key, _, _ in outcomes.conversations if key in left)
        for outcomes, left in zip(pair, (keys - common for keys in answered), strict=True)
    ]
    return [_only(outcomes, common) for outcomes in pair], alone


def _answered(outcomes: Outcomes) -> set[str]:
    """The keys of the conversations to which there is a reply."""
    places = np.unique(outcomes.conversation[outcomes.status == ANSWERED])
    return {outcomes.conversations[place][0] for place in places.tolist()}


def _only(outcomes: Outcomes, kept: Collection[str]) -> Outcomes:
    """The outcomes of some conversations alone."""
    wanted = np.array([key in kept for key, _, _ in outcomes.conversations], dtype=np.bool_)
    replies = wanted[outcomes.conversation]
    checks = replies[outcomes.reply]
    return replace(
        outcomes,
        conversations=tuple(row for row in outcomes.conversations if row[0] in kept),
        conversation=(np.cumsum(wanted) - 1)[outcomes.conversation[replies]],
        turn=outcomes.turn[replies],
        sample=outcomes.sample[replies],
        active=outcomes.active[replies],
        status=outcomes.status[replies],
        unclosed=outcomes.unclosed[replies],
        cut=outcomes.cut[replies],
        reply=(np.cumsum(replies) - 1)[outcomes.reply[checks]],
        instruction=outcomes.instruction[checks],
        age=outcomes.age[checks],
        strict=outcomes.strict[checks],
        loose=outcomes.loose[checks],
    )


def _crossed(across: str | Sequence[str]) -> tuple[str, ...]:
    """The fields that may differ."""
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
    """(field, value of one, value of the other) of those fields that do differ."""
    if one == other:
        return ()
    unlike = Signature.parse(one).differences(Signature.parse(other))
    return tuple((name, *unlike[name]) for name in unlike if name in _crossed(across))


def _require_alike(one: Outcomes, other: Outcomes, across: Sequence[str]) -> None:
    """Raise unless both were measured alike; where conversations differ, so may what was asked."""
    if one.signature != other.signature:
        signatures = [Signature.parse(each.signature) for each in (one, other)]
        same = {name: getattr(signatures[0], name) for name in across}
        signatures[1] = replace(signatures[1], **same)
        keys = [{key for key, _, _ in each.conversations} for each in (one, other)]
        if keys[0] == keys[1]:
            signatures[0].require_same(signatures[1])
        signatures[0].merge(signatures[1])
    if one.has_loose != other.has_loose:
        raise SignatureError("one has loose verdicts, the other none: not alike")


def _require_same_conversations(one: Outcomes, other: Outcomes, common: Collection[str]) -> None:
    """Raise unless the conversations of both have the same language, cluster and instructions.

    What was given is the same where it was given at the same turn.
    """
    known = {key: (cluster, language) for key, cluster, language in one.conversations}
    for key, cluster, language in other.conversations:
        if key in common and known[key] != (cluster, language):
            raise MifcheckError(
                f"{key} is not the same conversation in both: {' in '.join(known[key])} and "
                f"{cluster} in {language}"
            )
    asked = _asked(one)
    for place, instructions in _asked(other).items():
        if asked.get(place, instructions) != instructions:
            one_has, other_has = map(_told, (asked[place], instructions))
            raise SignatureError(
                "these were not measured alike: checks: {}, turn {}, has ".format(*place)
                + f"{one_has} in one and {other_has} in the other"
            )


def _told(asked: Iterable[tuple[str, int]]) -> str:
    """Instructions with their ages, in words."""
    return ", ".join(f"{name} given {age} turns ago" for name, age in asked) or "nothing"


def _asked(outcomes: Outcomes) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """What was in force at each turn that has a reply, and how many turns ago it was given."""
    specs = [spec(id, json.loads(kwargs)) for id, kwargs in outcomes.instructions]
    found: dict[tuple[str, int], list[tuple[str, int]]] = {}
    first = np.searchsorted(outcomes.reply, np.arange(len(outcomes.conversation) + 1))
    for reply in np.flatnonzero(outcomes.status == ANSWERED).tolist():
        key = outcomes.conversations[outcomes.conversation[reply]][0]
        place = (key, int(outcomes.turn[reply]))
        if place not in found:
            checks = slice(first[reply], first[reply + 1])
            codes, ages = outcomes.instruction[checks], outcomes.age[checks]
            pairs = zip(codes.tolist(), ages.tolist(), strict=True)
            found[place] = sorted((specs[code], age) for code, age in pairs)
    return found
