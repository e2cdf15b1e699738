"""A key on the command line: the model gets it, and nobody reads it again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import JSON, ROOT

KEY = "hush-0123"
SHOP = """
def make(**settings):
    assert settings["api_key"] == "hush-0123"
    def reply(chat):
        if len(chat) > 1:
            raise OSError(f"401: {settings['api_key']} at https://h.io/?key={settings['api_key']}")
        return "yes"
    return reply

def broken(api_key):
    raise RuntimeError(f"no access with {api_key}")

def outside(api_key):
    class OutsideError(BaseException):
        pass

    raise OutsideError(f"no access with {api_key}")

def refused(api_key):
    from mifcheck.errors import ModelError
    raise ModelError(f"no access with {api_key}")
"""
RUN = (
    "run", "--model", "python:shop:make", "--set", f"api_key={KEY}", "--set", "max_tokens=300",
    "--limit", 1, "--resamples", 0,
)  # fmt: skip


@pytest.fixture(autouse=True)
def shop(cli, monkeypatch):
    Path("shop.py").write_text(SHOP, encoding="utf-8")
    # A failed call is tried again after seconds.
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.delitem(sys.modules, "shop", raising=False)


def test_a_key_is_in_nothing_that_a_run_leaves(cli):
    status, out, err = cli(*RUN, "--out", "r", *JSON)
    assert status == 0
    settings = json.loads(out)["run"]["model"]["settings"]
    assert settings == {"api_key": "***", "max_tokens": 300}
    left = "".join(path.read_text("utf-8") for path in Path("r").iterdir())
    for text in (out, err, left):
        assert KEY not in text
    assert "OSError: 401: *** at https://h.io/?key=***" in left


def test_a_key_is_in_no_table_and_no_page(cli):
    pytest.importorskip("matplotlib")
    assert KEY not in "".join(map(str, cli(*RUN, "--out", "r")))
    status, out, _ = cli("score", "r", "--resamples", 0, *JSON, "--out", "scores.json")
    assert status == 0
    scores = Path("scores.json").read_text("utf-8")
    Path("old.json").write_text(scores.replace('"***"', f'"{KEY}"'), "utf-8")
    for path in ("r", "scores.json", "old.json"):  # the last as other versions wrote it
        assert cli("report", path, "--out", "page.html", "--resamples", 0)[0] == 0
        page = Path("page.html").read_text("utf-8")
        assert KEY not in page
        assert "api_key=***, max_tokens=300" in page
    assert KEY not in scores + out


def test_a_key_is_warned_of_with_what_to_do_instead(cli):
    _, _, err = cli(*RUN, "--out", "r")
    (warning,) = [line for line in err.splitlines() if line.startswith("warning: ")]
    assert warning.startswith("warning: api_key: this looks like a secret.")
    assert "shown as ***" in warning
    assert 'environment variable: os.environ["API_KEY"]' in warning


@pytest.mark.parametrize("setting", ["max_tokens=300", "stop_token=</s>", "token_budget=4000"])
def test_other_settings_are_not_warned_of(cli, setting):
    Path("shop.py").write_text("def make(**settings):\n    return lambda chat: 'yes'\n")
    status, _, err = cli(
        "run", "--model", "python:shop:make", "--set", setting, "--limit", 1, "--out", "r",
        "--resamples", 0,
    )  # fmt: skip
    assert (status, "warning" in err) == (0, False)
    assert setting.split("=")[1] in Path("r/run.json").read_text("utf-8")


def test_another_key_continues_a_run(cli):
    assert cli(*RUN, "--out", "r")[0] == 0
    Path("shop.py").write_text(
        "def make(**settings):\n    assert settings['api_key'] == 'new'\n    return lambda _: 'yes'\n"
    )
    sys.modules.pop("shop")
    again = [each.replace(KEY, "new") if isinstance(each, str) else each for each in RUN]
    status, out, _ = cli(*again, "--out", "r", "--resume", *JSON)
    assert status == 0
    assert json.loads(out)["figures"]["counts"]["errors"] == 0


@pytest.mark.parametrize(
    ("name", "setting"),
    [("refused", f"api_key={KEY}"), ("make", f"api_key:{KEY}"), ("refused", f"api_kei={KEY}")],
)
def test_no_error_has_the_key(cli, name, setting):
    status, _, err = cli("run", "--model", f"python:shop:{name}", "--set", setting)
    assert status == 2
    assert ("error: " in err, KEY in err) == (True, False)


@pytest.mark.parametrize(
    ("name", "error"), [("broken", "RuntimeError"), ("outside", "OutsideError")]
)
def test_a_traceback_has_no_key(cli, name, error):
    command = [*RUN[:2], f"python:shop:{name}", *RUN[3:5]]
    done = subprocess.run(
        [sys.executable, "-m", "mifcheck", *command],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 1
    assert f"{error}: no access with ***" in done.stderr
    assert KEY not in done.stdout + done.stderr


def test_an_interrupted_run_is_continued_without_showing_the_key(cli, monkeypatch):
    Path("shop.py").write_text(
        "def make(**settings):\n    def reply(chat):\n        raise KeyboardInterrupt\n    return reply\n"
    )
    arguments = [str(each) for each in (*RUN, "--set", f"key={KEY}", "--out", "r")]
    monkeypatch.setattr(sys, "argv", ["mifcheck", *arguments])
    status, _, err = cli(*arguments)
    assert status == 130
    assert "--set 'api_key=***'" in err
    assert KEY not in err
