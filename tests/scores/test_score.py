from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_cases import outcomes, reply, runs, scored, share, turns

import mifcheck as mif
from mifcheck.conversation import Conversation, Instruction, Step
from mifcheck.errors import (
    ParameterError,
)
from mifcheck.scores import ratios
from mifcheck.scores.columns import ERROR, MISSING
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores

# Accuracies and PIF ------------------------------------------------------------------------------


def test_the_four_accuracies_by_hand() -> None:
    replies = [
        replace(reply("+a +b", "k1"), loose=(True, True)),
        replace(reply("+a -b -c -d", "k2"), loose=(True, True, True, False)),
        replace(reply("-a", "k3"), loose=(True,)),
    ]
    accuracy = scored(replies).accuracy
    assert share(accuracy.instruction.strict) == (3 / 7, 7)
    assert share(accuracy.instruction.loose) == (6 / 7, 7)
    assert share(accuracy.conversation.strict) == (1 / 3, 3)
    assert share(accuracy.conversation.loose) == (2 / 3, 3)
    assert accuracy.mean.value == pytest.approx((3 / 7 + 6 / 7 + 1 / 3 + 2 / 3) / 4)
    assert accuracy.mean.n == 3
    assert float(accuracy) == accuracy.mean.value


def test_pif_is_the_mean_share_followed() -> None:
    scores = scored([reply("+a -b -c", "k1"), reply("+a -b", "k2"), reply("", "k3")])
    assert share(scores.pif.strict) == (float((Fraction(1, 3) + Fraction(1, 2) + 1) / 3), 3)
    assert float(scores.pif) == scores.pif.strict.value


def test_undecided_checks_and_lost_replies_are_counted_apart() -> None:
    replies = turns("+a ?b", "?a ?b", "error", "missing")
    scores = scored([*replies, replace(reply("-a", "z"), unclosed=True, cut=True)])
    assert share(scores.accuracy.instruction.strict) == (1 / 2, 2)
    assert scores.accuracy.instruction.strict.left_out == 3
    assert share(scores.accuracy.conversation.strict) == (1 / 2, 2)
    assert scores.accuracy.conversation.strict.left_out == 3
    assert scores.counts.to_dict() == {
        "clusters": 2, "conversations": 2, "replies": 3, "checks": 5, "undecided": 3, "checker_errors": 0, "superseded": 0,
        "not_judged": 1, "errors": 1, "missing": 1, "unclosed": 1, "cut": 1, "refused": 0, "scored": 2,
    }  # fmt: skip


@given(runs(), st.data())
def test_undecided_checks_and_lost_replies_change_no_figure(
    replies: list[ReplyOutcome], data: st.DataObject
) -> None:
    more = []
    for item in replies:
        if item.strict and any(verdict is not None for verdict in item.strict):
            extra = data.draw(st.integers(0, 2))
            item = replace(
                item,
                instructions=item.instructions + (Instruction("h:new"),) * extra,
                ages=item.ages + (0,) * extra,
                strict=item.strict + (None,) * extra,
                loose=item.loose + (None,) * extra,
            )
        more.append(item)
    # A further sample of a conversation, lost: nothing else may move, the intervals included.
    more += [
        replace(reply("error", item.key, item.turn, 10 + item.sample, item.language))
        for item in replies
    ]
    before = scored(replies, resamples=50)
    after = Scores(outcomes(more), resamples=50)
    for (name, mode, one), (_, _, other) in zip(
        before.figures.items(), after.figures.items(), strict=True
    ):
        assert (one.value, one.low, one.high, one.n) == (
            other.value, other.low, other.high, other.n
        ), (name, mode)  # fmt: skip


@given(runs(), st.randoms(use_true_random=False))
def test_the_order_of_the_replies_does_not_matter(
    replies: list[ReplyOutcome], random: object
) -> None:
    shuffled = list(replies)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before, after = scored(replies, resamples=40), scored(shuffled, resamples=40)
    assert before.by("turn", "language").rows() == after.by("turn", "language").rows()
    assert before.by("id").rows() == after.by("id").rows()
    samples = before.outcomes.samples
    assert before.pif_n_k(samples, 1) == after.pif_n_k(samples, 1)


def test_without_loose_verdicts_there_is_no_mean_of_four() -> None:
    data = Outcomes.from_replies([reply("+a"), reply("", "z")], samples=1, has_loose=False)
    scores = Scores(data, resamples=0)
    assert scores.accuracy.instruction.strict.value == 1
    for estimate in (
        scores.accuracy.mean, scores.accuracy.conversation.loose, scores.pif.loose,
        scores.correction.loose, scores.pif_n_k(1, 1).loose,
    ):  # fmt: skip
        assert estimate.value is None
        assert "loose" in estimate.note


def test_scores_of_nothing_are_no_numbers() -> None:
    scores = scored([], resamples=10)
    assert all(estimate.value is None for _, _, estimate in scores.figures.items())
    assert scores.counts.conversations == 0
    assert dict(scores.by("turn")) == {}
    assert Scores.from_dict(scores.to_dict()) == scores
    assert str(scores)


# PIF-N-K -----------------------------------------------------------------------------------------


@given(runs(), st.data())
def test_pif_n_k_is_the_mean_over_all_choices_of_n_replies(
    replies: list[ReplyOutcome], data: st.DataObject
) -> None:
    scores = scored(replies)
    n = data.draw(st.integers(1, scores.outcomes.samples))
    k = data.draw(st.integers(1, n))
    cells: dict[tuple[str, int], list[bool]] = {}
    for item in replies:
        cell = cells.setdefault((item.key, item.turn), [])
        judged = [verdict for verdict in item.strict if verdict is not None]
        if item.status not in {ERROR, MISSING} and (judged or not item.instructions):
            cell.append(all(judged))
    chances = [
        Fraction(sum(sum(choice) >= k for choice in chosen), len(chosen))
        for cell in cells.values()
        if (chosen := list(combinations(cell, n)))
    ]
    estimate = scores.pif_n_k(n, k).strict
    assert estimate.n == len(chances)
    assert estimate.left_out == len(cells) - len(chances)
    assert estimate.value == (float(sum(chances) / len(chances)) if chances else None)


def test_pif_n_k_by_hand() -> None:
    marks = {"k1": "++++", "k2": "++-+", "k3": "----"}
    replies = [reply(f"{m}a", key, 1, s) for key, row in marks.items() for s, m in enumerate(row)]
    scores = scored(replies)
    assert share(scores.pif_n_k(4, 4).strict) == (1 / 3, 3)
    assert share(scores.pif_n_k(4, 3).strict) == (2 / 3, 3)
    # Of the six pairs of k2's replies, three have no failure.
    assert scores.pif_n_k(2, 2).strict.value == (1 + 1 / 2 + 0) / 3
    assert scores.by("turn")[1].pif_n_k(4, 4) == scores.pif_n_k(4, 4)


def every_outcome(samples: int) -> Iterator[tuple[str, ...]]:
    """All patterns of success and failure of so many replies."""
    return product("+-", repeat=samples)


@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_pif_n_k_of_every_pattern_of_replies(samples: int) -> None:
    replies, chosen = [], {}
    for marks in every_outcome(samples):
        key = "".join(marks)
        replies += [reply(f"{mark}a", key, 1, at) for at, mark in enumerate(marks)]
        chosen[key] = marks
    table = scored(replies).by("conversation")
    for key, marks in chosen.items():
        for n in range(1, samples + 1):
            subsets = [subset.count("+") for subset in combinations(marks, n)]
            for k in range(1, n + 1):
                share = Fraction(sum(hits >= k for hits in subsets), len(subsets))
                assert table[key].pif_n_k(n, k).strict.value == float(share)


@pytest.mark.parametrize(("hits", "misses"), [(1, 1), (1, 2), (3, 1)])
@pytest.mark.parametrize("samples", [2, 3, 4])
def test_pif_n_k_is_unbiased(samples: int, hits: int, misses: int) -> None:
    """Each outcome as often as it is likely: the mean is the chance of K in N fresh replies."""
    replies = []
    for marks in every_outcome(samples):
        weight = hits ** marks.count("+") * misses ** marks.count("-")
        for copy in range(weight):
            key = f"{''.join(marks)}{copy}"
            replies += [reply(f"{mark}a", key, 1, at) for at, mark in enumerate(marks)]
    scores = scored(replies)
    chance = Fraction(hits, hits + misses)
    for n in range(1, samples + 1):
        for k in range(1, n + 1):
            truth = sum(
                comb(n, won) * chance**won * (1 - chance) ** (n - won) for won in range(k, n + 1)
            )
            estimate = scores.pif_n_k(n, k).strict
            assert estimate.n == (hits + misses) ** samples
            assert estimate.value == float(truth)


@pytest.mark.parametrize(("n", "k"), [(3, 1), (1, 2), (0, 0), (2, 0)])
def test_an_impossible_pif_n_k_is_refused(n: int, k: int) -> None:
    scores = scored([reply("+a", sample=0), reply("+a", sample=1)])
    with pytest.raises(ParameterError):
        scores.pif_n_k(n, k)


# Forgetting and correction -----------------------------------------------------------------------


def test_forgetting_and_correction_by_hand() -> None:
    scores = scored(turns("+a -b", "-a +b +c", "-a +b -c"))
    # 1 to 2: a forgotten, b corrected. 2 to 3: b kept, c forgotten, a not corrected.
    assert share(scores.forgetting.consecutive.strict) == (2 / 3, 3)
    assert share(scores.correction.strict) == (1 / 2, 2)
    # Ever followed: a at 2 and at 3, b and c at 3; b alone is kept.
    assert share(scores.forgetting.ever.strict) == (3 / 4, 4)
    second, third = scores.by("turn")[2], scores.by("turn")[3]
    assert share(second.forgetting.consecutive.strict) == (1, 1)
    assert share(second.correction.strict) == (1, 1)
    assert share(third.forgetting.consecutive.strict) == (1 / 2, 2)
    assert share(third.forgetting.ever.strict) == (2 / 3, 3)
    assert share(third.correction.strict) == (0, 1)
    assert scores.by("turn")[1].correction.strict.note == "nothing to judge"


@pytest.mark.parametrize(
    ("texts", "consecutive", "ever", "correction"),
    [
        (["+a +a", "+a -a"], (1 / 2, 2), (1 / 2, 2), (None, 0)),  # as often as it is active
        (["+a", "+a -a@0"], (0, 1), (0, 1), (None, 0)),  # the second is new
        (["+a", "+b@0", "-a@0"], (None, 0), (None, 0), (None, 0)),  # revoked, then back: new
        (["+a", "-a@0", "-a@1"], (None, 0), (None, 0), (0, 1)),  # the same in one turn
        (["+a", "error", "-a@1"], (None, 0), (None, 0), (None, 0)),  # and where no reply came
        (["+a", "-a@0 +a", "+a -a@1"], (0, 2), (0, 2), (0, 1)),  # in whatever order
        (["+a", "error", "-a"], (None, 0), (1, 1), (None, 0)),  # no reply in between
        (["-a", "missing", "+a"], (None, 0), (None, 0), (None, 0)),
        (["+a", "?a", "-a"], (None, 0), (1, 1), (None, 0)),  # undecided in between
        (["+a", "?a"], (None, 0), (None, 0), (None, 0)),
        (["+a", "-a", "+a", "-a"], (1, 2), (2 / 3, 3), (1, 1)),
        (["-a", "-a", "-a"], (None, 0), (None, 0), (0, 2)),
    ],
)
def test_what_counts_as_a_transition(
    texts: list[str],
    consecutive: tuple[float | None, int],
    ever: tuple[float | None, int],
    correction: tuple[float | None, int],
) -> None:
    scores = scored(turns(*texts))
    assert share(scores.forgetting.consecutive.strict) == consecutive
    assert share(scores.forgetting.ever.strict) == ever
    assert share(scores.correction.strict) == correction


@given(
    runs(
        st.lists(
            st.tuples(
                st.sampled_from("+-?"), st.sampled_from(["a", "b"]), st.sampled_from(["", "@0"])
            ),
            max_size=3,
        ).map(lambda words: " ".join(map("".join, words)))
    )
)
def test_an_instruction_given_anew_counts_as_another_one(replies: list[ReplyOutcome]) -> None:
    named = [
        replace(
            item,
            instructions=tuple(
                Instruction(each.id, {"since": item.turn - age})
                for each, age in zip(item.instructions, item.ages, strict=True)
            ),
        )
        for item in replies
    ]
    assert scored(named).by("turn").rows() == scored(replies).by("turn").rows()
    assert scored(named).by("age").rows() == scored(replies).by("age").rows()


def test_what_is_revoked_and_given_again_in_one_turn_is_not_forgotten_at_it() -> None:
    ages = scored(turns("+a", "-a@0", "-a@1")).by("age")
    assert share(ages[0].accuracy.instruction.strict) == (1 / 2, 2)
    for figure in (ages[0].forgetting.consecutive, ages[0].forgetting.ever, ages[0].correction):
        assert figure.strict.note == "nothing to judge"
    assert share(ages[1].correction.strict) == (0, 1)


def test_an_instruction_is_the_same_when_its_parameters_are() -> None:
    two, three = Instruction("f:a", {"n": 2}), Instruction("f:a", {"n": 3})
    first = replace(reply("+x"), instructions=(two,))
    second = replace(reply("-x -y", turn=2), instructions=(three, two))
    assert share(scored([first, second]).forgetting.consecutive.strict) == (1, 1)


def test_samples_are_threads_of_their_own() -> None:
    replies = [reply("+a"), reply("-a", turn=2, sample=1)]
    assert scored(replies).forgetting.ever.strict.n == 0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_the_second_turn_is_what_was_kept_and_what_was_corrected(
    fates: list[tuple[bool, bool]],
) -> None:
    texts = [
        " ".join("-+"[fate[turn]] + f"f:{i}" for i, fate in enumerate(fates)) for turn in (0, 1)
    ]
    scores = scored(turns(*texts))
    first, second = (float(scores.by("turn")[turn].accuracy.instruction) for turn in (1, 2))
    forgotten = scores.forgetting.consecutive.strict.value or 0.0
    corrected = scores.correction.strict.value or 0.0
    assert second == pytest.approx(first * (1 - forgotten) + (1 - first) * corrected)
    assert scores.forgetting.ever == scores.forgetting.consecutive


# Groups ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cells", [1, 2_000])
def test_groups_computed_apart_score_as_groups_computed_together(
    cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = [
        reply("+a -b" if i % 3 else "-a ?b", f"k{i}", 1 + i % 7, 0, ("en", "hi")[i % 2])
        for i in range(60)
    ]
    together = scored(replies, resamples=30).by("turn", "language").rows()
    monkeypatch.setattr(ratios, "CELLS_IN_MEMORY", cells)
    assert scored(replies, resamples=30).by("turn", "language").rows() == together


@given(runs())
def test_a_group_scores_as_its_replies_alone_do(replies: list[ReplyOutcome]) -> None:
    table = scored(replies).by("turn", "language")
    assert list(table) == sorted({(item.turn, item.language) for item in replies})
    for (turn, language), figures in table.items():
        chosen = [item for item in replies if (item.turn, item.language) == (turn, language)]
        alone = scored(chosen)
        assert figures.accuracy == alone.accuracy
        assert figures.pif == alone.pif
        assert figures.counts == alone.counts


def test_by_family_and_id() -> None:
    scores = scored(turns("+f:a -f:b", "-f:a ?f:b +g:a"))
    families, ids = scores.by("family"), scores.by("id")
    assert list(families) == ["f", "g"]
    assert list(ids) == ["f:a", "f:b", "g:a"]
    assert share(families["f"].accuracy.instruction.strict) == (1 / 3, 3)
    assert share(ids["f:a"].forgetting.consecutive.strict) == (1, 1)
    assert ids["f:b"].counts.undecided == 1
    assert (ids["g:a"].counts.replies, ids["f:a"].counts.replies) == (1, 2)
    for estimate in (
        families["f"].pif.strict, families["f"].accuracy.mean, ids["f:a"].pif_n_k(1, 1).strict,
    ):  # fmt: skip
        assert estimate.value is None
        assert "single instructions" in estimate.note
    assert ids["f:a"].counts.errors is None
    assert scores.by("id", "turn")["f:a", 2].accuracy.instruction.strict.value == 0


@pytest.mark.parametrize("names", [("colour",), ("turn", "turn")])
def test_an_impossible_grouping_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match=names[0]):
        scored([]).by(*names)


# Intervals ---------------------------------------------------------------------------------------


def test_translations_are_one_cluster() -> None:
    same = [reply("+a -b", f"{key}:{code}") for key in "xyz" for code in ("en", "hi")]
    accuracy = scored(same, resamples=200).accuracy.instruction.strict
    # Six replies are three clusters: 0.5 ± what three alike leave open.
    three = scored([reply("+a -b", key) for key in "xyz"]).accuracy.instruction.strict
    assert (accuracy.low, accuracy.high, accuracy.clusters) == (three.low, three.high, 3)
    alone = scored([reply("+a", "x:en"), reply("-a", "x:hi")], resamples=200).accuracy.mean
    assert (alone.value, alone.low, alone.high) == (0.5, None, None)
    assert "one cluster" in alone.note


def test_few_clusters_widen_the_interval() -> None:
    def width(many: int) -> float:
        scores = scored([reply("+a" if i % 2 else "-a", f"k{i}") for i in range(many)])
        found = (scores.pif.strict, scores.accuracy.mean, scores.pif_n_k(1, 1).loose)
        ((low, high),) = {(each.low, each.high) for each in found}
        assert low is not None
        assert high is not None
        return high - low

    # Wilson's interval of 4 in 8 is 0.215 to 0.785, that of 200 in 400 0.451 to 0.549.
    assert width(8) > 1.1 * (0.785 - 0.215)
    assert width(400) == pytest.approx(0.549 - 0.451, rel=0.01)


def test_a_group_within_one_cluster_has_no_interval() -> None:
    replies = [*turns("+a", "-a", key="x"), reply("+a", "y"), reply("-a", "z")]
    table = scored(replies, resamples=200).by("turn")
    assert table[1].accuracy.mean.low is not None
    assert "one cluster" in table[2].accuracy.mean.note


def test_the_confidence_decides_the_interval_and_the_seed_does_not() -> None:
    replies = [reply("+a" if i % 3 else "-a ?b", f"k{i}") for i in range(31)]
    data = outcomes(replies)
    assert Scores(data, resamples=0).figures == Scores(data, resamples=500, seed=1).figures
    ends = []
    for confidence in (0.99, 0.5):
        mean = Scores(data, confidence=confidence).accuracy.mean
        ends.append((mean.low or 0.0, mean.high or 0.0))
    (low, high), (inner_low, inner_high) = ends
    assert 0 < low < inner_low <= 20 / 31 <= inner_high < high


@pytest.mark.parametrize("setting", [{"confidence": 95.0}, {"resamples": -1}, {"seed": -1}])
def test_a_senseless_bootstrap_is_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ParameterError):
        Scores(outcomes([]), **setting)  # type: ignore[arg-type]


def test_by_age_and_by_number_in_force() -> None:
    replies = turns("+a", "-a@1 +b@0", "-a@2 +b@1", "error")
    replies[-1] = replace(replies[-1], active=2)
    ages = scored(replies).by("age")
    assert list(ages) == [0, 1, 2]
    found = {age: share(figures.accuracy.instruction.strict) for age, figures in ages.items()}
    assert found == {0: (1.0, 2), 1: (0.5, 2), 2: (0.0, 1)}
    held = scored(replies).by("active")
    assert {count: share(figures.pif.strict) for count, figures in held.items()} == {
        1: (1.0, 1), 2: (0.5, 2),
    }  # fmt: skip
    assert held[2].counts.errors == 1
    assert scored(replies).by("age")[0].pif.strict.value is None


def test_by_conversation() -> None:
    replies = [*turns("+a", "-a@1", key="one"), *turns("+a -b", key="two")]
    found = scored(replies).by("conversation")
    assert {key: share(figures.pif.strict) for key, figures in found.items()} == {
        "one": (0.5, 2), "two": (0.5, 1),
    }  # fmt: skip


def test_ages_are_those_of_the_conversation() -> None:
    comma, title = Instruction("punctuation:no_comma"), Instruction("detectable_format:title")
    steps = Step("One.", [comma]), Step("Two.", [title]), Step("Three.", revokes=[comma])
    talk = Conversation.from_steps("k", "en", steps)
    run = mif.drive([talk], lambda chat: "Yes." if len(chat) > 1 else "Yes, no.", progress=False)
    outcomes = mif.score(run, resamples=0).outcomes
    assert outcomes.active.tolist() == [1, 2, 1]
    assert outcomes.age.tolist() == [0, 1, 0, 1]
    assert outcomes.strict.tolist() == [0, 1, 0, 0]
