"""`check_many` gives the verdicts of `check_all`, whatever holds the rows, in the rows' order."""

import csv
import gzip
import json
import os
import signal

import pytest
from suites import REPLIES, ROWS, instructions

import mifcheck as mif
from mifcheck.datasets.streams import stream_rows

FULL = [{"response": reply, **row} for row, reply in zip(ROWS, REPLIES, strict=True)] * 20
EXPECTED = [
    mif.check_all(instructions(row), row["response"], row.get("language") or "en") for row in FULL
]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_verdicts_are_those_of_one_reply_at_a_time(workers):
    assert list(mif.check_many(FULL, workers=workers)) == EXPECTED


def lines(path):
    path.write_text("\n".join(map(json.dumps, FULL)) + "\n\n", encoding="utf-8-sig")


def zipped(path):
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, FULL)).encode()))


def array(path):
    path.write_text(json.dumps(FULL), encoding="utf-8")


def table(path):
    names = list(dict.fromkeys(name for row in FULL for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in FULL:
            cells = (row.get(name, "en" if name == "language" else None) for name in names)
            writer.writerow(cell if isinstance(cell, str) else json.dumps(cell) for cell in cells)


def parquet(path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    texts = [{**row, "kwargs": list(map(json.dumps, row["kwargs"]))} for row in FULL]
    parquet.write_table(pyarrow.Table.from_pylist(texts), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("rows.jsonl", lines),
        ("rows.jsonl.gz", zipped),
        ("rows.json", array),
        ("rows.csv", table),
        ("rows.parquet", parquet),
    ],
)
def test_files_of_rows(tmp_path, name, write):
    write(tmp_path / name)
    assert list(mif.check_many(tmp_path / name, workers=1)) == EXPECTED


def test_tables_of_rows():
    pandas = pytest.importorskip("pandas")
    assert list(mif.check_many(pandas.DataFrame(FULL), workers=1)) == EXPECTED
    pyarrow = pytest.importorskip("pyarrow")
    texts = [{**row, "kwargs": list(map(json.dumps, row["kwargs"]))} for row in FULL]
    assert list(mif.check_many(pyarrow.Table.from_pylist(texts), workers=1)) == EXPECTED


def test_the_rows_of_a_large_table_are_all_there():
    pandas = pytest.importorskip("pandas")
    numbers = pandas.DataFrame({"number": range(2500)})
    assert [row["number"] for _, row in stream_rows(numbers)] == list(range(2500))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"instructions": [], "language": "en"}, r"row 41, response: missing"),
        ({"response": "a"}, r"row 41, response: .* expected"),
        ({"response": "a", "instructions": ["no:such"]}, r"row 41: unknown checker 'no:such'"),
        ({"response": "a", "instructions": [], "language": "xx"}, r"row 41, language: "),
        (
            {"response": "a", "instructions": ["length_constraints:number_words"]},
            r"row 41: .*num_words",
        ),
    ],
)
def test_a_row_that_cannot_be_checked_is_named_after_the_results_before_it(row, told):
    found = mif.check_many([*FULL[:40], row, *FULL], workers=2)
    assert [next(found) for _ in range(40)] == EXPECTED[:40]
    with pytest.raises(mif.DataError, match=told) as raised:
        next(found)
    assert raised.value.row == 41


@pytest.mark.parametrize("text", ['{"response": "a"', "[1]", '"text"', "\ud800"])
def test_a_line_that_is_no_row_is_named(tmp_path, text):
    path = tmp_path / "rows.jsonl"
    good = json.dumps(FULL[0]).encode()
    path.write_bytes(b"\n".join([good, good, text.encode("utf-8", "surrogatepass")]))
    with pytest.raises(mif.DataError, match=r"rows\.jsonl, row 3: "):
        list(mif.check_many(path, workers=1))


def test_a_row_that_kills_its_process_is_named_and_nothing_else_is_lost(monkeypatch):
    fatal = FULL[45]["response"] + " fatal"
    rows = [{**row, "response": fatal} if n == 45 else row for n, row in enumerate(FULL)]
    from mifcheck import many

    def judge_reply(asked, reply, *how, **options):
        if reply == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(asked, reply, *how, **options)

    original = many.judge_reply
    monkeypatch.setattr(many, "judge_reply", judge_reply)
    found = list(mif.check_many(rows, workers=2))
    assert found[:45] + found[46:] == EXPECTED[:45] + EXPECTED[46:]
    assert [each.passed for each in found[45].strict] == [None] * len(found[45].strict)
    assert all("row 46 died" in each.reason for each in found[45].raised)
    strict = list(mif.check_many(rows[40:50], workers=2, loose=False))
    assert {each.loose for each in strict} == {()}


def test_spans_are_in_the_reply_as_given():
    row = {"response": "<think>a, b</think>One, two.", "instructions": ["punctuation:no_comma"]}
    (found,) = mif.check_many([row], workers=1)
    ((start, end, _),) = found.strict[0].evidence
    assert row["response"][start:end] == ","
    assert start > row["response"].index("</think>")
    (kept,) = mif.check_many([row], workers=1, thinking="keep")
    assert len(kept.strict[0].evidence) == 2


def test_wrong_arguments_are_named_before_any_row_is_read():
    def rows():
        raise AssertionError("a row was read")
        yield

    with pytest.raises(mif.ParameterError, match="workers=0"):
        mif.check_many(rows(), workers=0)
    with pytest.raises(mif.ParameterError, match="thinking"):
        mif.check_many(rows(), thinking="no")
    with pytest.raises(mif.MifcheckError, match="unknown profile"):
        mif.check_many(rows(), profile="no")
