"""What scores and comparisons cost: work and memory are counted, not timed."""

from __future__ import annotations

import tracemalloc

import pytest
from score_cases import reply, scored

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.scores import ratios
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


def test_each_k_comes_from_one_pass_over_the_resamples(drawn):
    replies = [
        reply(f"{m}a", f"k{i}", 1, s) for i in range(5) for s, m in enumerate("+-+-"[: i + 1])
    ]
    scores = scored(replies, resamples=20)
    values = [scores.pif_n_k(3, k).strict.value for k in (1, 2, 3)]
    assert values == sorted(values, reverse=True)
    assert drawn == [(5, FIGURES), (5, 2 * 3)]  # the figures, and every K


def test_nothing_is_drawn_for_groups_of_one_cluster(drawn):
    table = scored(REPLIES, resamples=20).by("conversation")
    assert table["k0"].pif.strict.note == "no interval: one cluster"
    assert drawn == []
    # Both turns in English; in Hindi there is a single conversation.
    more = [*REPLIES, reply("+a", "k1:hi", 2, language="hi")]
    assert scored(more, resamples=20).by("turn", "language")[2, "en"].accuracy.mean.note == ""
    assert drawn == [(5, 2 * FIGURES)]


def test_nothing_is_drawn_for_differences_within_one_cluster(drawn):
    scores = scored(REPLIES, resamples=20)
    found = compare(scores, scores, by=("conversation", "turn"))
    columns = FIGURES + 2  # PIF-1-1
    assert drawn[0] == (5, 2 * columns)
    assert len(drawn) == 1 + 2  # of everything; and the distributions
    row = found.find("pif", conversation="k0", turn=2)
    assert (row.clusters, row.note) == (1, "no interval: one cluster")


def test_of_two_distributions_nothing_else_is_drawn(drawn):
    halves = scored([reply(text, f"k{text}") for text in ("+a", "+a -b", "-a")], resamples=20)
    mif.dominance(halves, halves)
    assert drawn == [(3, 3), (3, 3)]  # a column for each PIF: 0, 1/2, 1
    with pytest.raises(ParameterError, match="strict or loose"):
        mif.dominance(halves, halves, mode="both")
    assert len(drawn) == 2


def test_memory_grows_with_the_conversations_and_not_with_their_square():
    many = scored([reply("+f:a", f"k{number}") for number in range(400)])
    tracemalloc.start()
    compare(many, many, by="conversation")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    bytes_in_a_number = 8
    assert peak < 400 * 400 * FIGURES * bytes_in_a_number


def test_which_groups_there_are_is_known_without_their_figures(drawn):
    grouped = scored(REPLIES, resamples=20).by("turn", "language")
    assert (2, "en") in grouped
    assert (2, "hi") not in grouped
    assert len(grouped) == len(list(grouped)) == 2
    assert drawn == []
    assert grouped[2, "en"].pif.strict.value is not None
    assert drawn != []
