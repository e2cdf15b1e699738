"""Ray Data on a local cluster: the verdicts of `check_many`, also when a worker is killed."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from suites import REPLIES, ROWS

import mifcheck as mif
from mifcheck.cli.entry import run as run_command
from mifcheck.integrations.rows import columns_of

ray = pytest.importorskip("ray", reason="ray is not installed")
data = pytest.importorskip("ray.data", reason="ray[data] is not installed")
parquet = pytest.importorskip("pyarrow.parquet")

TEXTS = [
    {
        "number": number,
        "response": REPLIES[number % 4],
        "language": ROWS[number % 4]["language"],
        "instruction_id_list": ROWS[number % 4]["instruction_id_list"],
        "kwargs": list(map(json.dumps, ROWS[number % 4]["kwargs"])),
    }
    for number in range(2000)
]


@pytest.fixture(scope="module")
def expected():
    rows = mif.check_many(TEXTS, workers=1)
    return [{**text, **columns_of(result)} for text, result in zip(TEXTS, rows, strict=True)]


@pytest.fixture
def cluster():
    with ray.init(num_cpus=2, log_to_driver=False, include_dashboard=False):
        yield


def in_order(rows):
    return sorted(rows, key=lambda row: row["number"])


def test_each_row_has_its_verdicts(cluster, expected):
    from mifcheck.integrations.ray import score

    scored = score(data.from_items(TEXTS, override_num_blocks=8))
    assert in_order(scored.take_all()) == expected


def test_a_worker_that_is_killed_loses_nothing(cluster, expected, tmp_path):
    from mifcheck.integrations.ray import score

    killed = tmp_path / "killed"

    def kill_once(table):
        if 1000 in table["number"].to_pylist() and not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return table

    rows = data.from_items(TEXTS, override_num_blocks=8)
    scored = score(rows).map_batches(kill_once, batch_format="pyarrow")
    assert in_order(scored.take_all()) == expected
    assert killed.exists()


def test_files_by_the_command_line(expected, tmp_path, capsys):
    import pyarrow

    rows, out = tmp_path / "rows.parquet", tmp_path / "found"
    parquet.write_table(pyarrow.Table.from_pylist(TEXTS), rows)
    asked = ["check-many", str(rows), "--out", str(out), "--ray", "local"]
    assert run_command(asked) == 0, capsys.readouterr().err
    assert in_order(parquet.read_table(out).to_pylist()) == expected
    assert run_command(asked) == 2
    assert "this is there already" in capsys.readouterr().err


def test_a_row_that_cannot_be_checked_is_named(tmp_path, capsys):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"response": "a", "instructions": ["no:such"]}))
    asked = ["check-many", str(rows), "--out", str(tmp_path / "found"), "--ray", "local"]
    assert run_command(asked) == 2
    assert "unknown checker 'no:such'" in capsys.readouterr().err
    assert not Path(tmp_path / "found").exists()
