"""`mifcheck check-many`: rows with their verdicts, as JSON lines or Parquet."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from commandline import refused, write_lines
from suites import REPLIES, ROWS

import mifcheck as mif
from mifcheck.integrations.rows import numbers_of
from mifcheck.integrations.writing import row_writer

FULL = [{"response": reply, **row} for row, reply in zip(ROWS, REPLIES, strict=True)]


@pytest.fixture
def rows():
    write_lines("rows.jsonl", FULL * 10)
    return FULL * 10


def lines(text):
    return list(map(json.loads, text.splitlines()))


def expected(rows):
    return [
        {**row, **numbers_of(result)}
        for row, result in zip(rows, mif.check_many(rows, workers=1), strict=True)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_are_written_with_what_is_found(cli, rows, workers):
    status, out, err = cli("check-many", "rows.jsonl", "--out", "found.jsonl", "--workers", workers)
    assert (status, out) == (0, "")
    # Of the four replies of the suite, one cannot be judged; 2/2, 1/2 and 0/1 follow; loosely, 1/1.
    assert "40 rows, mean PIF 50.0% strict, 83.3% loose, 10 not judged" in err
    written = lines(Path("found.jsonl").read_text("utf-8"))
    verdicts = [row.pop("verdicts") for row in written]
    assert written == expected(rows)
    assert [each["id"] for each in verdicts[0]] == ROWS[0]["instruction_id_list"]
    assert verdicts[0][1] == {
        "id": "length_constraints:number_words",
        "strict": True,
        "loose": True,
        "measured": "3",
        "reason": verdicts[0][1]["reason"],
    }
    assert (verdicts[3][0]["strict"], verdicts[3][0]["loose"]) == (False, True)


def test_a_zipped_file_is_the_same(cli, rows):
    cli("check-many", "rows.jsonl", "--out", "found.jsonl", "--workers", 1)
    cli("check-many", "rows.jsonl", "-o", "found.jsonl.gz", "--workers", 1)
    assert gzip.decompress(Path("found.jsonl.gz").read_bytes()) == Path("found.jsonl").read_bytes()


def test_parquet_in_and_out(cli, rows):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    texts = [{**row, "kwargs": list(map(json.dumps, row["kwargs"]))} for row in rows]
    pandas.DataFrame(texts).to_parquet("rows.parquet")
    assert cli("check-many", "rows.parquet", "--out", "found.parquet", "-w", 1)[0] == 0
    frame = pandas.read_parquet("found.parquet")
    assert list(frame.response) == [row["response"] for row in rows]
    wanted = [row["pif"] for row in expected(rows)]
    assert [None if value != value else value for value in frame.pif] == wanted
    assert [each["id"] for each in frame.verdicts[0]] == ROWS[0]["instruction_id_list"]


def test_the_file_is_there_whole_or_not_at_all(cli, rows):
    Path("found.jsonl").write_text("before\n")
    write_lines("rows.jsonl", [*rows, {"response": "a", "instructions": ["no:such"]}])
    told = refused(cli("check-many", "rows.jsonl", "--out", "found.jsonl", "--workers", 2))
    assert "rows.jsonl, row 41: unknown checker 'no:such'" in told
    assert Path("found.jsonl").read_text() == "before\n"
    assert sorted(path.suffix for path in Path().iterdir() if path.name.startswith(".")) == []


def test_a_field_that_is_there_already_is_refused(cli):
    write_lines("rows.jsonl", [{**FULL[0], "pif": 1}])
    told = refused(cli("check-many", "rows.jsonl", "--out", "found.jsonl"))
    assert "pif: the row has this field already" in told


def test_parquet_keeps_every_field_of_rows_that_differ(cli):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    words = {
        "id": "length_constraints:number_words",
        "kwargs": {"num_words": 1, "relation": "at least"},
    }
    rows = [
        *({"response": "a", "instructions": [words]} for _ in range(1000)),
        {"response": "b", "instructions": [{"id": "keywords:existence", "kwargs": {"keywords": ["b"]}}]},
    ]  # fmt: skip
    rows[1]["source"] = "forum"
    write_lines("rows.jsonl", rows)
    assert cli("check-many", "rows.jsonl", "--out", "found.parquet")[0] == 0
    frame = pandas.read_parquet("found.parquet")
    assert [json.loads(each) for each in frame.instructions] == [
        row["instructions"] for row in rows
    ]
    assert list(frame.source.fillna("")[:3]) == ["", "forum", ""]
    frame = frame.drop(columns=["pif", "pif_loose", "all", "all_loose", "verdicts"])
    assert [each.pif for each in mif.check_many(frame, workers=1)] == [1.0] * 1001


@pytest.mark.parametrize(("later", "told"), [
    ({"note": "one"}, "row 1001: the types of the fields change"),
    ({"other": 1}, "row 1001, other: only later rows have this field"),
])  # fmt: skip
def test_fields_that_change_do_not_fit_parquet(cli, later, told):
    pytest.importorskip("pyarrow")
    write_lines("rows.jsonl", [{**FULL[0], "note": 1}] * 1000 + [{**FULL[0], **later}])
    found = refused(cli("check-many", "rows.jsonl", "--out", "found.parquet"))
    assert told.partition(": ")[2] in found
    assert "write JSON lines" in found
    assert not Path("found.parquet").exists()


def test_a_value_that_cannot_be_written_is_named(cli):
    pytest.importorskip("pyarrow")
    write_lines("rows.jsonl", [FULL[0], {**FULL[0], "note": "\ud800"}])
    assert "found.parquet" in refused(cli("check-many", "rows.jsonl", "--out", "found.parquet"))
    with row_writer(Path("found.jsonl")) as write:
        write({"note": "a"}, mif.check_all([], "a"))
        with pytest.raises(mif.DataError, match=r"found\.jsonl, row 2: the row cannot be written"):
            write({"note": date(2026, 1, 1)}, mif.check_all([], "a"))


def test_no_rows_are_no_error(cli):
    Path("rows.csv").write_text("response,instructions\n")
    for name in ("found.jsonl", "found.parquet"):
        status, _, err = cli("check-many", "rows.csv", "--out", name)
        assert (status, "0 rows" in err) == (0, True)


def test_wrong_options_are_refused(cli, rows):
    assert "no such file" in refused(cli("check-many", "none.jsonl", "-o", "a.jsonl"))
    assert "--workers" in refused(cli("check-many", "rows.jsonl", "-o", "a.jsonl", "-w", 0))
    assert "keep" in refused(cli("check-many", "rows.jsonl", "-o", "a.jsonl", "--thinking", "no"))
