"""Replies made elsewhere: in a file, a table, a list or a dict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, PLACES, Spy

import mifcheck as mif
from mifcheck.errors import DataError, ParameterError
from mifcheck.models import Reply
from mifcheck.runs.driving import drive
from mifcheck.runs.replies import read_replies

ROWS: list[dict[str, Any]] = [
    {"key": key, "turn": turn, "sample": sample, "response": f"{key}{turn}{sample}"}
    for key, turn, sample in PLACES
]


def as_source(kind: str, folder: Path) -> Any:
    if kind == "file":
        path = folder / "r.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
        return path
    if kind == "table":
        return pytest.importorskip("pandas").DataFrame(ROWS)
    if kind == "dict":
        return {place: row["response"] for place, row in zip(PLACES, ROWS, strict=True)}
    return ROWS if kind == "list" else iter(ROWS)


@pytest.mark.parametrize("kind", ["file", "table", "dict", "list", "iterator"])
def test_replies_are_read_from_whatever_holds_them(kind: str, tmp_path: Path) -> None:
    run = read_replies(CONVERSATIONS, as_source(kind, tmp_path))
    assert {slot: record.reply for slot, record in run.replies.items()} == {
        place: "{}{}{}".format(*place) for place in PLACES
    }
    assert (run.samples, run.missing, run.skipped) == (2, 0, ())


def test_a_field_that_other_rows_of_a_table_have_is_not_read_as_text() -> None:
    pandas = pytest.importorskip("pandas")
    rows = [
        {"key": "b", "response": "x", "finish_reason": "length"},
        {"prompt": "un", "response": "y"},
    ]
    run = read_replies(CONVERSATIONS, pandas.DataFrame(rows))
    assert run.replies["b", 1, 0].finish_reason == "length"
    assert run.replies["c", 1, 0].finish_reason is None


def test_bad_rows_are_listed_or_raised() -> None:
    rows = [*ROWS, {"key": "nobody", "response": "x"}]
    (error,) = read_replies(CONVERSATIONS, rows, skip_bad=True).skipped
    assert (error.row, error.field) == (len(rows), "key")
    with pytest.raises(DataError, match=f"list, row {len(rows)}, key: no conversation"):
        read_replies(CONVERSATIONS, rows)


def test_a_run_can_be_read_by_another_policy_of_thinking() -> None:
    whole = "<think>hm</think>yes"
    run = drive(CONVERSATIONS, Spy(1, lambda each: Reply(whole)))
    kept = run.with_thinking("keep")
    assert {record.reply for record in kept.replies.values()} == {whole}
    assert kept.settings == {**run.settings, "thinking": "keep"}
    assert kept.with_thinking("strip") == run
    with pytest.raises(ParameterError, match="thinking='drop': one of strip, keep"):
        run.with_thinking("drop")  # type: ignore[arg-type]


def test_the_keys_of_a_dictionary_of_replies_are_checked():
    conversations = mif.load(None, languages=["en"])
    with pytest.raises(mif.ParameterError, match=r"sample\) of a reply, not \('a', 1, 0, 2\)"):
        mif.read_replies(conversations, {("a", 1, 0, 2): "x"})


def test_only_a_run_is_scored():
    with pytest.raises(mif.ParameterError, match="expected a Run or the path of a run folder, not"):
        mif.score([])
