"""A run folder that is damaged, edited or in the way: refused or restored, never scored silently."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, conversation, echo, replies
from hypothesis import given, settings
from hypothesis import strategies as st

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets import dump
from mifcheck.errors import ModelError, RunError
from mifcheck.runs.driving import drive
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    drive(CONVERSATIONS, echo, out=tmp_path / "x")
    return tmp_path / "x"


def remove(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def shorten(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def edit(path: Path) -> None:
    path.write_text(path.read_text().replace("punctuation:no_comma", "detectable_format:title"))


@pytest.mark.parametrize("damage", [remove, truncate, shorten, edit])
def test_lost_or_edited_conversations_are_refused_and_restored_by_a_resume(
    folder: Path, damage: Any
) -> None:
    path = folder / "conversations.jsonl"
    whole, before = path.read_bytes(), Run.load(folder).replies
    damage(path)
    with pytest.raises(RunError, match=r"conversations\.jsonl.*resume the run"):
        Run.load(folder)
    with pytest.warns(UserWarning, match="was missing or changed, and was written again"):
        drive(CONVERSATIONS, echo, out=folder, resume=True)
    assert path.read_bytes() == whole
    assert Run.load(folder).replies == before


def test_other_conversations_do_not_restore_a_folder(folder: Path) -> None:
    (folder / "conversations.jsonl").unlink()
    with pytest.raises(RunError, match="holds another run"):
        drive([*CONVERSATIONS[:2], conversation("c", "un", "trois")], echo, out=folder, resume=True)


texts = st.text(st.characters(), min_size=1).filter(str.strip)


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Conversation,
            texts,
            st.sampled_from(["en", "Hindi", "zh-CN", "PT"]),
            st.lists(
                st.builds(
                    Turn,
                    texts,
                    st.lists(
                        st.builds(
                            Instruction,
                            st.sampled_from(["a:b", "c:d"]),
                            st.dictionaries(texts, texts | st.integers() | st.floats(0, 1)),
                            texts | st.just(""),
                        ),
                        max_size=3,
                        unique_by=str,
                    ).map(tuple),
                ),
                min_size=1,
                max_size=3,
            ).map(tuple),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each.key,
    )
)
def test_conversations_have_one_digest_before_and_after_they_are_written(
    tmp_path_factory: pytest.TempPathFactory, asked: list[Conversation]
) -> None:
    out = tmp_path_factory.mktemp("x") / "r"
    drive(asked, lambda chat: "yes", out=out, profile=None)
    assert Run.load(out).missing == 0


def test_conversations_that_cannot_be_read_back_are_refused_before_the_model_is_asked(
    tmp_path: Path,
) -> None:
    asked = [Conversation("k", "xx", (Turn("p"),))]
    with pytest.raises(RunError, match="could not be read back: .*unknown language 'xx'"):
        drive(asked, lambda chat: 1 / 0, out=tmp_path / "x", profile=None)  # type: ignore[arg-type]


def test_a_lost_journal_is_no_run_without_replies(folder: Path) -> None:
    (folder / "journal.jsonl").unlink()
    with pytest.raises(RunError, match=r"journal\.jsonl: a file is expected"):
        Run.load(folder)


ODD = [
    ({"model": 3}, "model: an object"),
    ({"model": {"name": 3}}, r"model\.name: text"),
    ({"model": {"settings": []}}, r"model\.settings: an object"),
    ({"samples": 0}, "samples: a whole number"),
    ({"samples": "2"}, "samples: a whole number"),
    ({"samples": 10**12}, "samples: a whole number from 1 to 100,000"),
    ({"samples": True}, "samples: a whole number"),
    ({"thinking": "aloud"}, "thinking: strip or keep"),
    ({"history": "tree"}, "history: own, first"),
    ({"history": "recorded@12"}, "history: own, first"),
    ({"placement": ["moved"]}, "placement: "),
    ({"name": None}, "name: text"),
    ({"resumed": 3}, "resumed: a list of objects"),
    ({"conversations": 3}, "conversations: an object"),
    ({"mifcheck": "99.0", "placement": "woven"}, "placement: .*made by mifcheck 99.0"),
]


@pytest.mark.parametrize(("change", "named"), ODD)
def test_a_run_json_that_no_run_has_is_refused(
    folder: Path, change: dict[str, Any], named: str
) -> None:
    path = folder / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    for read in (Run.load, lambda at: drive(CONVERSATIONS, echo, out=at, resume=True)):
        with pytest.raises(RunError, match=rf"run\.json, {named}"):
            read(folder)
    with pytest.raises(ModelError, match=rf"run\.json, {named}"):
        Recording(folder)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "invalid JSON"),
        ("[]", "an object is expected"),
        ('{"samples": 1e999}', "not a finite number"),
        ('{"samples": 1}' * 2, "invalid JSON"),
        ("[" * 5000, "nested too deeply"),
        ('{"a":' * 101 + "1" + "}" * 101, "nested too deeply"),
        ('{"samples": ' + "9" * 5000 + "}", "invalid JSON"),
        ('{"samples": 1, "samples": 2}', "repeated"),
        ("{}", "samples is missing"),
        ("\udcff", "not UTF-8"),
    ],
    ids=range(10),
)
def test_a_run_json_that_is_no_settings_is_refused(folder: Path, text: str, named: str) -> None:
    (folder / "run.json").write_bytes(os.fsencode(text))
    with pytest.raises(RunError, match=rf"run\.json: .*{named}"):
        Run.load(folder)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[" * 5000, "nested too deeply"),
        ('{"key": "a", "turn": 1, "sample": ' + "9" * 5000 + ', "reply": "x"}', "invalid JSON"),
        ('{"key": "a", "turn": 0, "sample": 0, "reply": "x"}', "no run has turn 0"),
        ('{"key": "a", "turn": 1, "sample": -1, "reply": "x"}', "no run has turn 1, sample -1"),
        ('{"key": "a", "turn": 1, "sample": 100000, "reply": "x"}', "sample 100000"),
        ('{"key": "a", "turn": 1, "sample": 0, "reply": "x", "tokens": 1e999}', "not a finite"),
    ],
    ids=range(6),
)
def test_a_line_that_no_run_writes_is_damage(folder: Path, line: str, named: str) -> None:
    path = folder / "journal.jsonl"
    path.write_text(f"{line}\n{path.read_text()}")
    with pytest.raises(RunError, match=rf"journal\.jsonl, line 1 is damaged: .*{named}"):
        Run.load(folder)


def test_a_changed_reply_is_noticed_unless_it_says_so(folder: Path) -> None:
    path = folder / "journal.jsonl"
    changed = path.read_text().replace('"1 eins"', '"1 zwei"')
    path.write_text(changed)
    with pytest.raises(RunError, match="line 2 is damaged: its crc32 is of other contents"):
        Run.load(folder)
    path.write_text(re.sub(r', "crc32": "\w+"', "", changed))
    assert Run.load(folder).replies["b", 1, 0].reply == "1 zwei"
    respelled = [json.dumps(json.loads(line), indent=None) for line in changed.splitlines()]
    path.write_text("".join(f"{line.replace('1 zwei', '1 eins')}\n" for line in respelled))
    assert Run.load(folder).replies["b", 1, 0].reply == "1 eins"


# --- what is in the way


def in_the_way(kind: str, at: Path) -> None:
    if kind == "file":
        at.write_text("x")
    elif kind == "dangling":
        at.symlink_to(at.with_name("nowhere"))
    elif kind == "circle":
        at.symlink_to(at.with_name("other"))
        at.with_name("other").symlink_to(at)
    elif kind == "pipe":
        at.mkdir()
        os.mkfifo(at / "journal.jsonl")
    elif kind == "directory":
        (at / "journal.jsonl").mkdir(parents=True)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are of another kind there")
@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize("kind", ["file", "dangling", "circle", "pipe", "directory", "long"])
def test_what_is_no_folder_for_a_run_is_named(tmp_path: Path, kind: str, resume: bool) -> None:
    at = tmp_path / ("x" * 300 if kind == "long" else "x")
    in_the_way(kind, at)
    with pytest.raises(RunError, match=re.escape(str(at))):
        drive(CONVERSATIONS, echo, out=at, resume=resume)
    with pytest.raises((RunError, OSError)):
        Run.load(at)


def test_a_journal_that_is_a_pipe_is_not_waited_for(folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    (folder / "journal.jsonl").unlink()
    os.mkfifo(folder / "journal.jsonl")
    with pytest.raises(RunError, match="a file is expected"):
        Run.load(folder)
    with pytest.raises(RunError, match="no regular file"):
        drive(CONVERSATIONS, echo, out=folder, resume=True)


def test_what_a_killed_process_was_about_to_write_is_cleared_away(folder: Path) -> None:
    left = folder / ".0123456789ab.tmp"
    left.write_text("{")
    drive(CONVERSATIONS, echo, out=folder, resume=True)
    assert not left.exists()


LIMITED = """
import resource, sys, warnings
from pathlib import Path
from mifcheck.conversation import Conversation, Turn
from mifcheck.errors import RunError
from mifcheck.runs.driving import drive

many = [Conversation(f"k{n}", "en", (Turn("q"), Turn("more"))) for n in range(10)]
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    drive(many, lambda chat: f"{len(chat)}" * 50, out=sys.argv[1], resume=True)
except RunError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such limit there")
@pytest.mark.parametrize("most", [0, 100, 1500, 3000])
def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path, most: int) -> None:
    def held(*limit: str) -> subprocess.CompletedProcess[str]:
        args = [sys.executable, "-c", LIMITED, str(tmp_path / "x"), *limit]
        return subprocess.run(args, cwd=ROOT, capture_output=True, text=True, check=False)

    ended = held(str(most))
    assert ended.returncode == 1
    assert re.fullmatch(r".*/x/(journal\.jsonl|conversations\.jsonl|run\.json)\b.*\n", ended.stderr)
    journal = (tmp_path / "x" / "journal.jsonl").read_bytes()
    assert journal == b"" or journal.endswith(b"\n")
    assert (journal.count(b"\n") > 0) == (most > 1000)
    assert not list((tmp_path / "x").glob(".*"))
    assert held().returncode == 0
    assert (tmp_path / "x" / "journal.jsonl").read_bytes().startswith(journal)
    assert len(replies(Run.load(tmp_path / "x"))) == 20


@pytest.mark.parametrize("name", ["run.json.tmp", "conversations.jsonl.tmp", ".0123456789ab.tmp"])
def test_what_is_left_of_a_first_moment_is_no_run(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / name).write_text("{")
    assert drive(CONVERSATIONS, echo, out=tmp_path / "x").missing == 0


def test_dump_is_whole_or_as_before(tmp_path: Path) -> None:
    dump(CONVERSATIONS, tmp_path / "d.jsonl")
    assert [each.name for each in tmp_path.iterdir()] == ["d.jsonl"]
