"""Scoring on a real Ray cluster: the verdicts of `check_many`, whatever dies meanwhile."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from commandline import refused, runner, write_lines
from doc_blocks import python_blocks
from suites import REPLIES, ROWS

import mifcheck as mif
from mifcheck.integrations.ray import score
from mifcheck.integrations.rows import columns_of

FULL = [
    {"number": number, "response": reply, **row, "kwargs": list(map(json.dumps, row["kwargs"]))}
    for number, (row, reply) in enumerate(list(zip(ROWS, REPLIES, strict=True)) * 20)
]
ADDED = ("pif", "pif_loose", "all", "all_loose", "verdicts")

# What is installed on every machine is known there: a package of checkers, for example.
DEADLY = """
import os, signal, time
from pathlib import Path
import mifcheck as mif

@mif.checker("test:fatal")
def fatal(text) -> bool:
    "The reply is never read to its end."
    os.kill(os.getpid(), signal.SIGKILL)

@mif.checker("test:slow")
def slow(text) -> bool:
    "The reply is read slowly."
    with Path(os.environ["TEST_WORKERS"]).open("a") as log:
        log.write(f"{os.getppid()}\\n")
    time.sleep(0.05)
    return True
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that has the checkers above as an installed package."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / "deadly.py").write_text(DEADLY)
    about = folder / "deadly-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: deadly\nVersion: 0\n")
    (about / "entry_points.txt").write_text("[mifcheck.checkers]\ndeadly = deadly\n")
    return folder


@pytest.fixture(scope="module")
def ray(installed):
    ray = pytest.importorskip("ray", reason="ray is not installed")
    data = pytest.importorskip("ray.data", reason="ray[data] is not installed")
    with pytest.MonkeyPatch.context() as patch:
        paths = [str(installed), str(Path(mif.__file__).parents[1]), os.environ.get("PYTHONPATH")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("TEST_WORKERS", str(installed / "workers"))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        options = {"include_dashboard": False, "log_to_driver": False, "logging_level": "error"}
        ray.init("local", num_cpus=2, object_store_memory=200_000_000, **options)
        data.DataContext.get_current().enable_progress_bars = False
        yield ray
        ray.shutdown()


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    return runner(tmp_path, monkeypatch, capsys)


def expected(rows):
    return list(map(columns_of, mif.check_many(rows, workers=1)))


def found(dataset):
    """The columns that were added, in the order of the rows."""
    rows = sorted(dataset.take_all(), key=lambda row: row["number"])
    assert [row["number"] for row in rows] == list(range(len(rows)))
    return [{name: row[name] for name in ADDED} for row in rows]


def test_the_verdicts_are_those_of_check_many(ray):
    assert found(score(ray.data.from_items(FULL))) == expected(FULL)


def test_wrong_options_are_named_before_any_row_is_read():
    with pytest.raises(mif.MifcheckError, match="unknown profile"):
        score(None, profile="no")
    with pytest.raises(mif.ParameterError, match="thinking"):
        score(None, thinking="no")


def test_a_row_that_kills_its_process_says_so_and_nothing_else_is_lost(ray):
    fatal = {**FULL[45], "instruction_id_list": ["test:fatal"], "kwargs": ["{}"]}
    wanted = expected(FULL)
    lost = found(score(ray.data.from_items([*FULL[:45], fatal, *FULL[46:]])))
    assert lost[:45] + lost[46:] == wanted[:45] + wanted[46:]
    (verdict,) = lost[45]["verdicts"]
    assert (verdict["id"], verdict["strict"], lost[45]["pif"]) == ("test:fatal", None, None)
    assert "the process that checked this row died" in verdict["reason"]


def test_a_worker_that_is_killed_loses_nothing(ray, installed, tmp_path):
    slow = [{**row, "language": row.get("language", "en")} for row in FULL]
    for row in slow[::4]:
        row["instruction_id_list"] = [*row["instruction_id_list"], "test:slow"]
        row["kwargs"] = [*row["kwargs"], "{}"]
    log = installed / "workers"
    killed = []

    def kill():
        while not log.exists():
            time.sleep(0.01)
        killed.append(int(log.read_text().split()[0]))
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    score(ray.data.from_items(slow)).write_parquet(str(tmp_path / "out"))
    killer.join(60)
    assert killed
    assert set(map(int, log.read_text().split())) > set(killed)
    wanted = expected(FULL)
    rows = found(ray.data.read_parquet(str(tmp_path / "out")))
    for row in rows[::4]:
        assert row["verdicts"].pop()["strict"] is True
    assert [row["verdicts"] for row in rows] == [row["verdicts"] for row in wanted]


def write_parquet(path, rows):
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet

    path.parent.mkdir(exist_ok=True)
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def test_the_command_writes_the_rows_with_their_verdicts(ray, cli):
    write_parquet(Path("replies/a.parquet"), FULL[:50])
    write_parquet(Path("replies/b.parquet"), FULL[50:])
    status, out, err = cli("score", "replies", "--ray", "--output", "found")
    assert (status, out, "error" in err) == (0, "", False)
    # Of the four replies of the suite, one cannot be judged; 2/2, 1/2 and 0/1 follow; loosely, 1/1.
    assert "80 rows, mean PIF 50.0% strict, 83.3% loose, 20 not judged" in err
    assert found(ray.data.read_parquet(str(Path("found").resolve()))) == expected(FULL)
    again = cli("score", "replies", "--ray", "--output", "found")
    assert "found is there already; name a new folder" in refused(again)


def test_of_no_rows_nothing_is_written(ray, cli):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    fields = pyarrow.schema({"response": pyarrow.string(), "instructions": pyarrow.string()})
    parquet.write_table(fields.empty_table(), "none.parquet")
    status, _, err = cli("score", "none.parquet", "--ray", "--output", "found")
    assert (status, err.splitlines()[-1]) == (0, "0 rows")
    assert not Path("found").exists()


def test_a_row_that_cannot_be_checked_ends_the_command_and_nothing_is_written(ray, cli):
    bad = {**FULL[1], "instruction_id_list": ["no:such"], "kwargs": ["{}"]}
    write_parquet(Path("replies/a.parquet"), [*FULL, bad])
    status, _, err = cli("score", "replies", "--ray", "--output", "found")
    (told,) = (line for line in err.splitlines() if line.startswith("error: "))
    assert told.startswith("error: replies: unknown checker 'no:such'")
    assert "'key': 2" in told
    assert (status, Path("found").exists()) == (2, False)


WRONG = [
    (("a.parquet", "--ray", "--column", "reply"), "a.parquet, row 1, reply: missing"),
    (("b.parquet", "--ray"), "`instructions`, or `instruction_id_list` and `kwargs`, are expected"),
    (("c.parquet", "--ray"), "c.parquet: not Parquet"),
    (("none", "--ray"), "none: no such file or folder"),
    (("--ray", "127.0.0.1:1", "a.parquet"), "no Ray cluster answers at 127.0.0.1:1"),
]


@pytest.mark.parametrize(("args", "told"), WRONG)
def test_what_is_wrong_is_named_before_the_work_begins(cli, args, told):
    pytest.importorskip("ray", reason="ray is not installed")
    write_parquet(Path("a.parquet"), FULL)
    write_parquet(Path("b.parquet"), [{"response": "One."}])
    Path("c.parquet").write_text("response,instructions\n")
    assert told in refused(cli("score", *args, "--output", "found"))
    assert not Path("found").exists()


def test_options_that_do_not_apply_are_refused(cli):
    assert "--output DIR go together" in refused(cli("score", "a.parquet", "--ray"))
    assert "--out FILE" in refused(cli("score", "a.parquet", "--output", "found"))
    told = refused(cli("score", "a.parquet", "--ray", "--output", "found", "--skip-bad"))
    assert "--skip-bad does not apply with --ray" in told
    told = refused(cli("score", "a.jsonl", "--column", "reply"))
    assert "--column applies only with --ray" in told


def test_without_ray_the_error_says_what_to_install(cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    told = refused(cli("score", "a.parquet", "--ray", "--output", "found"))
    assert 'pip install "mifcheck[ray]"' in told
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(mif.MissingExtraError, match=r"mifcheck\[ray\]"):
        score(None)


def test_the_page_shows_what_happens(ray, cli):
    lines = [{**row, "kwargs": list(map(json.loads, row["kwargs"]))} for row in FULL]
    write_lines("replies.jsonl", lines)
    shared: dict = {}
    for block in python_blocks("docs/integrations/ray.md"):
        exec(block, shared)
    assert [each.pif for each in mif.check_many("replies.parquet", workers=1)] == [
        row["pif"] for row in expected(FULL)
    ]
    assert [row["pif"] for row in shared["scored"].take_all()] == [1.0, 0.0]
