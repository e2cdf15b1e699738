"""Reading within bounds, and writing whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.datasets import files
from mifcheck.datasets.base import brief, parse_json, whole_of
from mifcheck.errors import DataError


@given(st.integers(0, 300), st.sampled_from(["[", '{"a":', '[{"a":']))
def test_json_is_read_to_a_depth_that_does_not_depend_on_the_caller(
    depth: int, opening: str
) -> None:
    closing = opening.replace('"a":', "").translate(str.maketrans("[{", "]}"))[::-1]
    text = opening * depth + "1" + closing * depth
    levels = depth * len(closing)

    def far_down(frames: int) -> object:
        return far_down(frames - 1) if frames else parse_json(text)

    for frames in (0, sys.getrecursionlimit() // 4):
        if levels <= 100:
            assert far_down(frames) == json.loads(text)
        else:
            with pytest.raises(DataError, match="nested too deeply; at most 100 levels"):
                far_down(frames)


def test_brackets_in_a_text_are_not_depth() -> None:
    assert parse_json(json.dumps("[" * 500)) == "[" * 500
    assert parse_json(json.dumps([["["] * 500])) == [["["] * 500]


@pytest.mark.parametrize(
    "value", ["9" * 5000, 10**5000, 10**400, "-1", 1.5, "1.5", True, None, "٣" * 200], ids=range(9)
)
def test_a_whole_number_is_one_that_counts_something(value: object) -> None:
    with pytest.raises(DataError, match="turn: a whole number from 1 is expected, not "):
        whole_of({"turn": value}, "turn", 1)
    assert len(brief(value)) <= 40


def test_lines_and_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_LINE", 1000)
    monkeypatch.setattr(files, "_CHUNK", 64)
    for name, pack in (("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress)):
        path = tmp_path / name
        for text in (
            b"",
            b"x" * 1000,
            b"x" * 1000 + b"\n" + b"y" * 1000,
            b"\n" * 5000,
            b"ab\n" * 999,
        ):
            path.write_bytes(pack(text))
            assert files.decode(files.read_bytes(path), str(path)) == text.decode()
        for text, row in ((b"x" * 1001, 1), (b"\n\nab\n" + b"x" * 1001 + b"\n", 4)):
            path.write_bytes(pack(text))
            with pytest.raises(DataError, match="a line of more than") as caught:
                files.decode(files.read_bytes(path), str(path))
            assert (caught.value.path, caught.value.row) == (str(path), row)
    monkeypatch.setattr(files, "LARGEST_FILE", 256)
    (tmp_path / "a.jsonl").write_bytes(b"ab\n" * 999)
    with pytest.raises(DataError, match="more than 256 bytes; divide it"):
        files.read_bytes(tmp_path / "a.jsonl")
    monkeypatch.setattr(files, "LARGEST_DOCUMENT", 20)
    (tmp_path / "a.json").write_text('{"a": ' + " " * 20 + "1}")
    with pytest.raises(DataError, match="at most 20 bytes"):
        files.read_document(tmp_path / "a.json")


def test_a_name_with_a_nul_is_no_file() -> None:
    with pytest.raises(DataError, match="cannot be read"):
        files.read_bytes(Path("a\x00b"))


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are of another kind there")
def test_a_file_keeps_its_mode_and_its_links(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)
    files.write_whole(link, b"after")
    assert (path.read_text(), link.is_symlink()) == ("after", True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert {each.name for each in tmp_path.iterdir()} == {"a", "link"}


@pytest.mark.skipif(os.name == "nt", reason="there is no such device there")
def test_what_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (
        tmp_path / "none" / "a",
        tmp_path / ("x" * 300),
        Path("/dev/full"),
        tmp_path / "folder",
    ):
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the name is what is looked at
            files.write_whole(path, b"x")
        assert caught.value.filename == str(path)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]
