"""The verdicts of a run as a table, errors that count as not followed, and frames of results."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import pytest

import mifcheck as mif
from mifcheck.signature import Signature

COMMA = mif.Instruction("punctuation:no_comma")
WORDS = mif.Instruction("length_constraints:number_words", {"num_words": 3, "relation": "at least"})
CAPITALS = mif.Instruction(
    "change_case:capital_word_frequency", {"capital_frequency": 1, "capital_relation": "at least"}
)

TALKS = (
    mif.Conversation("a:en", "en", (mif.Turn("One.", (COMMA,)), mif.Turn("Two.", (COMMA, WORDS)))),
    mif.Conversation("b:hi", "hi", (mif.Turn("तीन।", (COMMA, CAPITALS)),)),  # no capitals in Hindi
    mif.Conversation("c:en", "en", (mif.Turn("Four."), mif.Turn("Five.", (WORDS,)))),
)
SAID = [
    {"key": "a:en", "turn": 1, "response": "Fine."},
    {"key": "a:en", "turn": 2, "error": "the server said no"},
    {"key": "b:hi", "error": "the server said no"},
    {"key": "c:en", "turn": 1, "error": "the server said no"},
]


def run() -> mif.Run:
    return mif.read_replies(TALKS, SAID)


def shares(scores: mif.Scores, figure: str) -> tuple[float | None, int]:
    found = scores.figures[figure, "strict"]
    return found.value, found.n


def test_errors_are_left_out_unless_they_count() -> None:
    left_out, failed = mif.score(run()), mif.score(run(), errors="count-as-failed")
    # One reply, which has no comma.
    assert shares(left_out, "accuracy.instruction") == (1, 1)
    assert shares(left_out, "accuracy.conversation") == (1, 1)
    assert shares(left_out, "pif") == (1, 1)
    # Followed: COMMA at turn 1 of a. Not followed: COMMA and WORDS at turn 2, COMMA in b. Letter
    # case in Hindi is not judged. Turn 1 of c asks nothing, and turn 2 of c is missing.
    assert shares(failed, "accuracy.instruction") == (1 / 4, 4)
    assert shares(failed, "accuracy.conversation") == (1 / 3, 3)
    assert shares(failed, "pif") == (1 / 3, 3)
    assert failed.figures["accuracy.instruction", "loose"].value == 1 / 4
    # COMMA was followed at turn 1 of a, and not at turn 2.
    assert shares(left_out, "forgetting.consecutive") == (None, 0)
    assert shares(failed, "forgetting.consecutive") == (1, 1)
    for scores in (left_out, failed):
        counts = scores.counts
        assert (counts.replies, counts.errors, counts.missing) == (1, 3, 1)
    assert (left_out.counts.scored, failed.counts.scored) == (1, 3)


def test_the_signature_says_whether_errors_count() -> None:
    modes = {
        Signature.parse(mif.score(run(), errors=errors, loose=loose).signature).mode
        for errors in ("leave-out", "count-as-failed")
        for loose in (True, False)
    }
    assert modes == {
        "strict",
        "strict+loose8",
        "strict+errors-failed",
        "strict+loose8+errors-failed",
    }
    with pytest.raises(mif.SignatureError, match="mode"):
        mif.compare(mif.score(run()), mif.score(run(), errors="count-as-failed"))


def test_scores_with_errors_that_count_are_saved_merged_and_compared(tmp_path: Any) -> None:
    scores = mif.score(run(), errors="count-as-failed")
    scores.save(tmp_path / "s.json")
    assert mif.Scores.load(tmp_path / "s.json") == scores
    parts = [
        mif.score(mif.read_replies(talks, rows), errors="count-as-failed")
        for talks, rows in ((TALKS[:1], SAID[:2]), (TALKS[1:], SAID[2:]))
    ]
    assert mif.Scores.merge(*parts).figures.to_dict() == scores.figures.to_dict()
    # Errors that count are compared; without them only one conversation has a reply.
    assert mif.compare(scores, scores, resamples=0).conversations == 3
    assert mif.compare(mif.score(run()), mif.score(run()), resamples=0).conversations == 1


def test_an_unknown_policy_for_errors() -> None:
    with pytest.raises(
        mif.ParameterError, match="errors='fail': one of leave-out, count-as-failed"
    ):
        mif.score(run(), errors="fail")  # type: ignore[arg-type]


def test_a_table_has_a_row_a_verdict() -> None:
    rows = mif.read_replies(TALKS, [
        {"key": "a:en", "turn": 1, "response": "Fine, thanks."},
        {"key": "a:en", "turn": 2, "response": "Two words"},
        {"key": "b:hi", "response": "अच्छा।"},
    ])  # fmt: skip
    table = mif.score(rows).verdicts()
    assert [(row["key"], row["turn"], row["id"], row["strict"], row["loose"]) for row in table] == [
        ("a:en", 1, COMMA.id, False, False),
        ("a:en", 2, COMMA.id, True, True),
        ("a:en", 2, WORDS.id, False, False),
        ("b:hi", 1, COMMA.id, True, True),
        ("b:hi", 1, CAPITALS.id, None, None),
    ]
    expected = mif.check(WORDS.id, WORDS.kwargs, "Two words")
    assert table[2] == {
        "key": "a:en", "turn": 2, "sample": 0, "language": "en", "id": WORDS.id,
        "parameters": {"num_words": 3, "relation": "at least"}, "role": "user", "strict": False, "loose": False,
        "measured": expected.measured, "reason": expected.reason,
    }  # fmt: skip
    assert table[2]["measured"] == 2
    assert table[4]["reason"]
    assert table[1:3].rows() == [*table][1:3] == table.rows()[1:3]
    assert repr(table) == "<VerdictTable of 5 verdicts>"


def test_the_table_of_errors_that_count() -> None:
    rows = mif.score(run(), errors="count-as-failed").verdicts()
    assert [(row["key"], row["turn"], row["strict"], row["measured"], row["reason"]) for row in rows[1:]] == [
        ("a:en", 2, False, None, "the reply was lost to an error"),
        ("a:en", 2, False, None, "the reply was lost to an error"),
        ("b:hi", 1, False, None, "the reply was lost to an error"),
        ("b:hi", 1, None, None, "the reply was lost to an error"),
    ]  # fmt: skip
    assert len(mif.score(run()).verdicts()) == 1


def test_scores_of_a_file_have_verdicts_without_reasons(tmp_path: Any) -> None:
    scores = mif.score(run())
    scores.save(tmp_path / "s.json")
    (row,) = mif.Scores.load(tmp_path / "s.json").verdicts()
    (whole,) = scores.verdicts()
    assert whole["reason"]
    assert row == {**whole, "measured": None, "reason": ""}
    assert pickle.loads(pickle.dumps(scores)).verdicts() == scores.verdicts()


def test_merged_scores_have_the_reasons_of_their_parts() -> None:
    parts = [mif.score(mif.read_replies(TALKS[:1], SAID[:2])),
             mif.score(mif.read_replies(TALKS[1:2], [{"key": "b:hi", "response": "क, ख"}]))]  # fmt: skip
    assert mif.Scores.merge(*parts).verdicts().rows() == [
        row for part in parts for row in part.verdicts()
    ]


def test_every_table_is_a_frame(tmp_path: Any) -> None:
    pytest.importorskip("pandas")
    scores = mif.score(run())
    verdicts = scores.verdicts().to_pandas()
    assert list(verdicts["strict"]) == [True]
    assert list(verdicts) == list(scores.verdicts()[0])
    nothing = mif.score(mif.read_replies(TALKS, SAID[1:2])).verdicts().to_pandas()
    assert list(nothing) == list(verdicts)
    assert nothing.empty
    change = mif.compare(scores, scores, by="turn", resamples=0)
    frame = change.to_pandas()
    assert len(frame) == len(change.rows)
    assert frame["difference"][0] == change.rows[0].value
    found = scores.distribution().to_pandas()
    assert found.to_dict("records")[0]["replies"] == 1
    differences = mif.compare_profiles(run(), ["native", "multi-if"])
    table = differences.to_pandas()
    assert list(zip(table["first"], table["other"], table["id"], table["checks"], strict=True)) == [
        ("native", "multi-if", COMMA.id, 1)
    ]


@pytest.mark.parametrize(
    "value",
    [
        lambda: run(),
        lambda: mif.load(),
        lambda: mif.score(run()).verdicts(),
        lambda: mif.score(run()).distribution(),
        lambda: mif.compare(mif.score(run()), mif.score(run()), resamples=0),
        lambda: mif.compare_profiles(run(), ["native", "multi-if"]),
    ],
)
def test_without_pandas_the_one_error_names_the_extra(value: Any, monkeypatch: Any) -> None:
    table = value()
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        mif.MissingExtraError,
        match=r"^a data frame needs pandas: pip install 'mifcheck\[notebook\]'$",
    ):
        table.to_pandas()
