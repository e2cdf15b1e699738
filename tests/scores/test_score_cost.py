"""What scores and comparisons cost: work and memory are counted, not timed."""

from __future__ import annotations

import tracemalloc

import pytest
from score_cases import reply, scored

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.scores import grouping, ratios
from mifcheck.scores.comparing import compare

# Five conversations, of which one has two turns.
REPLIES = [
    *(reply("+a" if i % 3 else "-a", f"k{i}", 1 + i % 2) for i in range(5)),
    reply("-a", "k0", 2),
]
FIGURES = 12  # instruction, conversation, PIF, two of forgetting, correction; in two modes


@pytest.fixture
def drawn(monkeypatch):
    """(clusters, columns) of whatever resamples are drawn for."""
    shapes = []
    resampled = ratios.resampled_ratios
    monkeypatch.setattr(
        ratios,
        "resampled_ratios",
        lambda above, *rest: shapes.append(above.shape) or resampled(above, *rest),
    )
    return shapes


def test_nothing_is_drawn_for_the_scores_of_one_run(drawn):
    replies = [
        reply(f"{m}a", f"k{i}", 1, s) for i in range(5) for s, m in enumerate("+-+-"[: i + 1])
    ]
    scores = scored(replies, resamples=20)
    values = [scores.pif_n_k(3, k).strict.value for k in (1, 2, 3)]
    assert values == sorted(values, reverse=True)
    table = scored(REPLIES, resamples=20).by("conversation")
    assert table["k0"].pif.strict.note == "no interval: one cluster"
    assert scores.by("turn")[1].accuracy.mean.low is not None
    assert scores.distribution().at_most[0].low is not None
    assert drawn == []


def test_nothing_is_drawn_for_differences_within_one_cluster(drawn):
    scores = scored(REPLIES, resamples=20)
    found = compare(scores, scores, by=("conversation", "turn"))
    assert drawn == [(5, 2 * (FIGURES + 2))]  # of everything; with PIF-1-1
    row = found.find("pif", conversation="k0", turn=2)
    assert (row.clusters, row.note) == (1, "no interval: one cluster")


def test_of_two_distributions_nothing_else_is_drawn(drawn):
    halves = scored([reply(text, f"k{text}") for text in ("+a", "+a -b", "-a")], resamples=20)
    assert mif.dominance(halves, halves).superiority.low is not None
    with pytest.raises(ParameterError, match="strict or loose"):
        mif.dominance(halves, halves, mode="both")
    assert drawn == []


def test_memory_grows_with_the_conversations_and_not_with_their_square():
    many = scored([reply("+f:a", f"k{number}") for number in range(400)])
    tracemalloc.start()
    compare(many, many, by="conversation")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    bytes_in_a_number = 8
    assert peak < 400 * 400 * FIGURES * bytes_in_a_number


def test_which_groups_there_are_is_known_without_their_figures(monkeypatch):
    made = []
    computed = grouping.estimates
    monkeypatch.setattr(grouping, "estimates", lambda *rest: made.append(rest) or computed(*rest))
    grouped = scored(REPLIES, resamples=20).by("turn", "language")
    assert (2, "en") in grouped
    assert (2, "hi") not in grouped
    assert len(grouped) == len(list(grouped)) == 2
    assert made == []
    assert grouped[2, "en"].pif.strict.value is not None
    assert len(made) == 1
