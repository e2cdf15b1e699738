"""A run on disk: written line by line, read back whole, by one process at a time."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import RunError
from mifcheck.runs.journal import Journal, Record, read_records
from mifcheck.runs.settings import read_settings, write_settings

anything = st.text(st.characters())  # half surrogate pairs too
records = st.builds(
    Record,
    key=anything,
    turn=st.integers(1, 5),
    sample=st.integers(0, 5),
    reply=anything,
    raw=st.none() | anything,
    finish_reason=st.sampled_from(["stop", "length", None]),
    thinking=st.sampled_from(["none", "closed", "unclosed"]),
    attempts=st.integers(1, 5),
    seconds=st.floats(0, 1e6),
    tokens=st.none() | st.integers(0),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def write(path: Path, *written: Record) -> None:
    with Journal(path, Record) as journal:
        journal.append(written)


@given(st.lists(records))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[Record]
) -> None:
    path = tmp_path_factory.mktemp("run") / "journal.jsonl"
    write(path, *written)
    assert read_records(path) == {record.slot: record for record in written}
    with Journal(path, Record) as journal:
        assert journal.records == read_records(path)


def test_a_line_is_a_record_whatever_ends_lines_elsewhere(path: Path) -> None:
    reply = "a\u2028b\x85c\x0cd\r\ne\x00"
    write(path, Record("k", 1, 0, reply))
    assert path.read_bytes().count(b"\n") == 1
    assert read_records(path)["k", 1, 0].reply == reply


def test_the_last_of_a_place_wins(path: Path) -> None:
    write(path, Record("k", 1, 0, None, error="gone"), Record("k", 1, 0, "here"))
    assert read_records(path)["k", 1, 0].reply == "here"


@given(cut=st.integers(1, 60))
def test_a_torn_last_line_is_cut_off_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("run") / "journal.jsonl"
    write(path, Record("k", 1, 0, "first"), Record("k", 1, 1, "दूसरा"))
    path.write_bytes(path.read_bytes()[:-cut])
    assert list(read_records(path)) == [("k", 1, 0)]
    write(path, Record("k", 1, 2, "third"))
    assert [record.reply for record in read_records(path).values()] == ["first", "third"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "{}", '{"key": 1, "turn": 1, "sample": 0, "reply": ""}', "\x00\x00"],
)
def test_any_other_damage_is_named_by_its_line(path: Path, line: str) -> None:
    write(path, Record("k", 1, 0, "a"))
    path.write_text(path.read_text() + line + "\n" + path.read_text())
    for read in (read_records, lambda path: Journal(path, Record)):
        with pytest.raises(RunError, match=r"journal\.jsonl, line 2 is damaged"):
            read(path)


@pytest.mark.parametrize(("reply", "error"), [(None, None), ("a", "b")])
def test_a_record_holds_a_reply_or_an_error(reply: str | None, error: str | None) -> None:
    with pytest.raises(ValueError, match="either reply or error"):
        Record.from_json({"key": "k", "turn": 1, "sample": 0, "reply": reply, "error": error})


def test_fields_of_a_later_version_are_passed_over() -> None:
    values = {"key": "k", "turn": 1, "sample": 0, "reply": "a", "mood": "good"}
    assert Record.from_json(values) == Record("k", 1, 0, "a")


def test_a_gzipped_journal_reads_alike(path: Path) -> None:
    write(path, Record("k", 1, 0, "a"))
    packed = path.with_name("journal.jsonl.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_records(packed) == read_records(path)
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(RunError, match=r"journal\.jsonl\.gz"):
        read_records(packed)


def test_two_processes_cannot_write_one_journal(path: Path) -> None:
    pytest.importorskip("fcntl")
    code = (
        "import sys; from pathlib import Path; from mifcheck.runs.journal import Journal, Record\n"
        "journal = Journal(Path(sys.argv[1]), Record); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(RunError, match="being written by another process"):
            Journal(path, Record)
        other.kill()
    write(path, Record("k", 1, 0, "a"))  # the dead hold no locks


def test_settings_come_back(tmp_path: Path) -> None:
    write_settings(tmp_path, {"name": "मॉडल", "samples": 4})
    assert read_settings(tmp_path) == {"name": "मॉडल", "samples": 4}
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize("content", ["{", "[]", ""])
def test_damaged_settings_are_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=r"run\.json"):
        read_settings(tmp_path)


def test_a_folder_without_settings_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not a run folder"):
        read_settings(tmp_path)


def test_a_damaged_gzip_is_named(path: Path) -> None:
    packed = path.with_suffix(".jsonl.gz")
    lines = b"".join(Record(f"k{n}", 1, 0, f"reply {n * 7919}").to_line() for n in range(200))
    whole = gzip.compress(lines)
    for place in range(20, len(whole) - 8, 97):
        packed.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(RunError, match="jsonl"):
            read_records(packed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attempts", "2"), ("attempts", None), ("seconds", "1"), ("tokens", 2.5),
        ("tokens", True), ("finish_reason", 3), ("thinking", "open"),
    ],
)  # fmt: skip
def test_a_record_of_wrong_kinds_is_refused(name: str, value: object) -> None:
    row = {"key": "k", "turn": 1, "sample": 0, "reply": "x"}
    with pytest.raises(ValueError, match=name):
        Record.from_json({**row, name: value})
