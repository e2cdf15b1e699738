"""Secrets of a model's settings: the model gets them, and nothing that is written has them."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, Chat, Spy, no_wait

from mifcheck.errors import RunError
from mifcheck.models.callables import CallableModel
from mifcheck.runs.driving import drive
from mifcheck.runs.journal import Record, read_records
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run
from mifcheck.runs.settings import RUN, read_settings
from mifcheck.runs.specs import load_model

KEY = "hush-0123"


def refusing(api_key: str, **more: Any) -> Callable[[Chat], str]:
    """A maker of a model that quotes its key in every error, as some services do."""

    def reply(chat: Chat) -> str:
        if len(chat) > 1:
            raise OSError(f"401 for https://h.io/v1?key={api_key}: {api_key!r} has no access")
        return "yes"

    return reply


def asked(**settings: Any) -> CallableModel:
    return CallableModel(refusing(**settings), "small", settings=settings)


def written(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


def test_no_file_of_a_run_has_the_key_of_the_model(tmp_path: Path) -> None:
    model = asked(api_key=KEY, base_url=f"https://me:{KEY}@h.io", max_tokens=300)
    run = drive(CONVERSATIONS, model, out=tmp_path / "x", sleep=no_wait)
    assert run.replies["a", 1, 0].reply == "yes"  # the model had its key
    assert KEY not in written(tmp_path / "x")
    assert KEY not in f"{run.settings} {run.replies} {run!r} {model!r}"
    loaded = Run.load(tmp_path / "x")
    assert (loaded.settings, loaded.replies) == (run.settings, run.replies)
    assert loaded.settings["model"]["settings"] == {
        "api_key": "***",
        "base_url": "https://***@h.io",
        "max_tokens": 300,
    }
    (error,) = {each.error for each in run.errors if each.attempts}
    assert error == "OSError: 401 for https://h.io/v1?key=***: '***' has no access"


def test_a_run_in_memory_has_no_key_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_API_KEY", KEY)
    run = drive(CONVERSATIONS, refusing(KEY), retries=0, settings={"password": KEY})
    assert KEY not in f"{run.settings} {run.replies}"
    assert "'***' has no access" in str(run.errors[0].error)


def test_a_renewed_key_does_not_make_another_run(tmp_path: Path) -> None:
    drive(CONVERSATIONS, asked(api_key=KEY), out=tmp_path / "x", retries=0)
    drive(CONVERSATIONS, asked(api_key="new-0123"), out=tmp_path / "x", retries=0, resume=True)
    without = CallableModel(lambda chat: "yes", "small")
    run = drive(CONVERSATIONS, without, out=tmp_path / "x", resume=True)
    assert run.errors == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"n": 2}, r"model\.settings\.n was 1 and would be 2"),
        ({"base_url": "https://***@b.io"}, r"was 'https://\*\*\*@a.io' and would be 'https:"),
        ({"api_key": ""}, r"model\.settings\.api_key was '\*\*\*' and would be ''"),
    ],
)
def test_every_other_setting_is_still_compared(
    tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    settings = {"api_key": KEY, "n": 1, "base_url": f"https://me:{KEY}@a.io"}
    drive(CONVERSATIONS, asked(**settings), out=tmp_path / "x", retries=0)
    with pytest.raises(RunError, match=named):
        drive(CONVERSATIONS, asked(**(settings | change)), out=tmp_path / "x", resume=True)


def test_a_folder_that_holds_a_key_is_resumed_and_loses_it(tmp_path: Path) -> None:
    """Other versions wrote settings and errors as they were."""
    drive(CONVERSATIONS, asked(api_key=KEY), out=tmp_path / "x", retries=0)
    settings, journal = tmp_path / "x" / RUN, tmp_path / "x" / "journal.jsonl"
    settings.write_text(settings.read_text().replace('"***"', f'"{KEY}"'))
    shown = journal.read_text().replace("key=***", f"key={KEY}")
    journal.write_text(re.sub(r', "crc32": "\w+"', "", shown))
    assert KEY in settings.read_text()
    assert KEY in journal.read_text()
    assert KEY not in f"{read_settings(tmp_path / 'x')} {read_records(journal)}"
    recording = Recording(tmp_path / "x")
    assert KEY not in f"{recording.settings} {recording.records}"
    drive(CONVERSATIONS, asked(api_key=KEY), out=tmp_path / "x", retries=0, resume=True)
    assert KEY not in settings.read_text()


def test_a_reply_is_data_and_stays_as_it_is(tmp_path: Path) -> None:
    said = "Write api_key=hush or sk-0123456789abcdef."
    run = drive(CONVERSATIONS, lambda chat: said, out=tmp_path / "x", settings={"api_key": "hush"})
    assert {each.reply for each in run.replies.values()} == {said}


def test_a_record_with_an_error_has_no_secret() -> None:
    record = Record("k", 1, 0, None, error="no: api_key=hush")
    assert record.error == "no: api_key=***"
    assert b"hush" not in record.to_line()
    assert Record.from_json(json.loads(record.to_line())) == record


def test_a_model_made_with_a_key_does_not_show_it() -> None:
    model = load_model("python:test_secrets:refusing", api_key=KEY)
    assert model.settings == {"api_key": KEY}
    assert KEY not in repr(model)


@pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")
def test_settings_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    def mode(name: str) -> int:
        return stat.S_IMODE((tmp_path / "x" / name).stat().st_mode)

    umask = os.umask(0o022)
    try:
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / f"{RUN}.tmp").write_text("what a crash left, readable by all")
        drive(CONVERSATIONS, Spy(1), out=tmp_path / "x")
        assert (mode(RUN), mode("journal.jsonl")) == (0o600, 0o644)
        (tmp_path / "x" / RUN).chmod(0o644)
        drive(CONVERSATIONS, Spy(1), out=tmp_path / "x", resume=True)
        assert mode(RUN) == 0o600
    finally:
        os.umask(umask)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_settings_are_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "mine").write_text("my text")
    try:
        (tmp_path / "x" / f"{RUN}.tmp").symlink_to(tmp_path / "mine")
    except OSError:
        pytest.skip("links are not allowed here")
    drive(CONVERSATIONS, Spy(1), out=tmp_path / "x")
    assert (tmp_path / "mine").read_text() == "my text"
