"""`score_batch` adds the columns of `check_many`, and shows a row that cannot be checked."""

from __future__ import annotations

import json
import os
import signal

import pytest
from suites import REPLIES, ROWS

import mifcheck as mif
from mifcheck import many
from mifcheck.integrations.batches import score_batch
from mifcheck.integrations.rows import columns_of

pandas = pytest.importorskip("pandas", reason="pandas is not installed")
pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

FULL = [
    {"response": reply, **row, "kwargs": list(map(json.dumps, row["kwargs"]))}
    for row, reply in zip(ROWS, REPLIES, strict=True)
] * 20
EXPECTED = list(map(columns_of, mif.check_many(FULL, workers=1)))
ADDED = ["pif", "pif_loose", "all", "all_loose", "verdicts"]


@pytest.fixture
def own_process():
    """Has the process beside this one started anew, so that it knows what a test changes."""
    from mifcheck.workers import _apart

    _apart.cache_clear()
    yield
    _apart.cache_clear()


def test_a_table_gets_the_columns_of_check_many():
    table = pyarrow.Table.from_pylist(FULL)
    scored = score_batch(table)
    assert scored.select(table.column_names).equals(table)
    assert scored.select(ADDED).to_pylist() == EXPECTED
    assert score_batch(table.slice(0, 0)).schema == scored.schema


def test_a_frame_gets_them_and_keeps_its_index():
    frame = pandas.DataFrame(FULL, index=range(7, 7 + len(FULL)))
    scored = score_batch(frame)
    assert list(scored.index) == list(frame.index)
    assert scored[frame.columns].equals(frame)
    numbers = scored[ADDED[:4]].astype(object)
    assert numbers.where(numbers.notna(), None).to_dict("records") == [
        {name: row[name] for name in ADDED[:4]} for row in EXPECTED
    ]
    assert [list(each) for each in scored.verdicts] == [row["verdicts"] for row in EXPECTED]


def test_the_options_are_those_of_check_many():
    table = pyarrow.Table.from_pylist(FULL).rename_columns({"response": "said"})
    scored = score_batch(table, thinking="keep", column="said")
    kept = mif.check_many(FULL, workers=1, thinking="keep")
    assert scored["pif"].to_pylist() == [each.pif for each in kept]
    assert scored["pif"].to_pylist() != [row["pif"] for row in EXPECTED]


@pytest.mark.parametrize(("change", "told"), [
    ({"response": None}, "response: .*; the row is .*'key': 1, .*Write three words"),
    ({"instruction_id_list": ["no:such"], "kwargs": ["{}"]}, "unknown checker 'no:such' .*'key': 1"),
    ({"language": "xx"}, "language: .*; the row is .*'xx'"),
])  # fmt: skip
def test_a_row_that_cannot_be_checked_is_shown(change, told):
    table = pyarrow.Table.from_pylist([*FULL[:60], {**FULL[0], **change}, *FULL])
    with pytest.raises(mif.DataError, match=told):
        score_batch(table)
    assert score_batch(table.slice(0, 60))["pif"].to_pylist() == [
        row["pif"] for row in EXPECTED[:60]
    ]


def test_a_column_that_is_there_already_is_refused():
    with pytest.raises(mif.DataError, match="pif: the rows have this column already"):
        score_batch(pyarrow.Table.from_pylist([{**FULL[0], "pif": 1.0}]))


def test_a_row_that_kills_its_process_says_so(own_process, monkeypatch):
    fatal = "fatal " + REPLIES[1]

    def judge_reply(asked, reply, *how):
        if reply == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(asked, reply, *how)

    original = many.judge_reply
    monkeypatch.setattr(many, "judge_reply", judge_reply)
    rows = [*FULL[:45], {**FULL[45], "response": fatal}, *FULL[46:]]
    found = score_batch(pyarrow.Table.from_pylist(rows)).select(ADDED).to_pylist()
    assert found[:45] + found[46:] == EXPECTED[:45] + EXPECTED[46:]
    assert found[45]["pif"] is None
    assert [each["strict"] for each in found[45]["verdicts"]] == [None, None]
    assert all("this row died" in each["reason"] for each in found[45]["verdicts"])


def test_checkers_that_are_declared_later_are_known():
    score_batch(pandas.DataFrame([{"response": "Rain.", "instructions": ["punctuation:no_comma"]}]))
    rows = pandas.DataFrame([{"response": "Rain.", "instructions": ["shop:later"]}])
    before = dict(mif.registry._own)
    try:

        @mif.checker("shop:later")
        def later(text):
            """The reply says rain."""
            return text.string == "Rain."

        assert list(score_batch(rows)["pif"]) == [1]
    finally:
        mif.registry._own.clear()
        mif.registry._own.update(before)
