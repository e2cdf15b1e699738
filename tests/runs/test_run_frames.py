"""Runs and conversations as frames, and runs that are saved and read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import CONVERSATIONS

import mifcheck as mif

pandas = pytest.importorskip("pandas")

ROWS = [
    {"key": "a", "turn": 1, "sample": 7, "response": "<think>hm</think>yes", "finish_reason": "length"},
    {"key": "a", "turn": 2, "sample": 7, "response": ""},
    {"key": "b", "sample": 3, "error": "the server said no"},
]  # fmt: skip


def made(tmp_path: Path) -> list[mif.Run]:
    loaded = mif.load(mif.dump(CONVERSATIONS, tmp_path / "c.jsonl"))
    return [
        mif.read_replies(CONVERSATIONS, ROWS),
        mif.read_replies(loaded, [*ROWS, {"key": "?", "response": "x"}], skip_bad=True),
        mif.drive(CONVERSATIONS, lambda chat: f"{len(chat)} <think>", samples=2),
    ]


@pytest.mark.parametrize("place", range(3))
def test_a_saved_run_is_read_back_equal(place: int, tmp_path: Path) -> None:
    run = made(tmp_path)[place]
    folder = run.save(tmp_path / "saved")
    assert mif.Run.load(folder) == run
    again = mif.read_replies(run.conversations, folder)
    assert again.replies == run.replies
    assert mif.score(folder) == mif.score(run) == mif.score(again)


def test_a_run_is_saved_once_and_only_whole(tmp_path: Path) -> None:
    run = made(tmp_path)[0]
    run.save(tmp_path / "saved")
    with pytest.raises(
        mif.RunError, match="saved holds a run already: save this one to another folder"
    ):
        run.save(tmp_path / "saved")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    with pytest.raises(mif.RunError, match="not a run folder"):
        run.save(tmp_path / "other")
    assert [each.name for each in (tmp_path / "other").iterdir()] == ["mine.txt"]
    (tmp_path / "saved" / "conversations.jsonl").write_text(
        (tmp_path / "saved" / "conversations.jsonl").read_text().replace("eins", "zwei")
    )
    with pytest.raises(mif.RunError, match="is not what was asked"):
        mif.Run.load(tmp_path / "saved")


@pytest.mark.parametrize("place", range(3))
def test_the_frame_of_a_run_is_read_back_equal(place: int, tmp_path: Path) -> None:
    run = made(tmp_path)[place]
    frame = run.to_pandas()
    assert len(frame) == len(run.replies)
    assert mif.read_replies(run.conversations, frame).replies == run.replies
    frame.to_parquet(tmp_path / "r.parquet")
    assert mif.read_replies(run.conversations, tmp_path / "r.parquet").replies == run.replies
    frame.to_csv(tmp_path / "r.csv")
    assert mif.read_replies(run.conversations, tmp_path / "r.csv").replies == run.replies


def test_the_frame_of_a_run_has_what_was_asked_and_said() -> None:
    frame = mif.read_replies(CONVERSATIONS, ROWS).to_pandas()
    assert frame[["key", "turn", "sample", "prompt", "reply"]].to_dict("records")[0] == {
        "key": "a", "turn": 1, "sample": 0, "prompt": "one", "reply": "yes",
    }  # fmt: skip
    assert list(frame["error"])[-1] == "the server said no"
    assert set(frame["language"]) == {"en"}


def test_runs_are_equal_by_what_they_hold() -> None:
    run = mif.read_replies(CONVERSATIONS, ROWS)
    assert run == mif.read_replies(list(CONVERSATIONS), ROWS)
    assert run != mif.read_replies(CONVERSATIONS, ROWS[:1])
    assert run != mif.read_replies(CONVERSATIONS[:2], ROWS)
    assert run != "run"


def test_the_frame_of_conversations_has_a_row_a_turn(tmp_path: Path) -> None:
    loaded = mif.load(mif.dump(CONVERSATIONS, tmp_path / "c.jsonl"))
    frame = loaded.to_pandas()
    assert list(zip(frame["key"], frame["turn"], frame["prompt"], strict=True)) == [
        ("a", 1, "one"), ("a", 2, "two"), ("a", 3, "three"), ("b", 1, "eins"), ("c", 1, "un"), ("c", 2, "deux"),
    ]  # fmt: skip
    assert frame["instructions"][0] == [{"id": "punctuation:no_comma", "kwargs": {}}]
    replies = mif.read_replies(loaded, ROWS).to_pandas()
    assert len(replies.merge(frame, on=["key", "turn"])) == len(ROWS)
