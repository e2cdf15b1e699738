"""What the tests of the command line share: a folder with a small model, and ways to ask."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mifcheck.cli.entry import run as run_command

ROOT = Path(__file__).parents[2]
JSON = ("--format", "json")
MODEL = """
from pathlib import Path
from mifcheck.errors import ModelError

def reply(chat):
    with Path("asked.log").open("a") as log:
        log.write("x\\n")
    said = chat[-1]["content"]
    return f"My answer is yes. {said[:80]}\\n\\x1b]0;owned\\x07 [bold]P.S.[/bold] \\u202e {len(chat)}"

def thinking(chat):
    return "<think>Well, let me see.</think>\\nYes."

def noisy(chat):
    print("calling the server")
    return "yes"

def raising(chat):
    raise ModelError("no \\x1b[31mluck\\x1b[0m [red]today[/red]")

def make(temperature, depth, name):
    return lambda chat: f"{temperature!r} {depth!r} {name!r}"

def interrupted(chat):
    if len(chat) > 1:
        raise KeyboardInterrupt
    return "yes"
"""


def runner(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder that has the models above; (status, out, err)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    Path("small_models.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "small_models", raising=False)

    def run(*args):
        status = run_command([str(each) for each in args])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def ask(cli, *more, model="reply", data=()):
    return cli("run", *data, "--model", f"python:small_models:{model}", "--resamples", 200, *more)


def asked():
    return len(Path("asked.log").read_text().split()) if Path("asked.log").exists() else 0


def write_lines(path, rows):
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def refused(result, *parts):
    """The command said what is wrong on one line of standard error, and nothing else anywhere."""
    status, out, err = result
    assert status == 2
    assert out == ""
    first, *rest = err.splitlines()
    assert first.startswith("error: ")
    assert "Traceback" not in err
    assert len(rest) <= 1
    for part in parts:
        assert part in err
    return err
