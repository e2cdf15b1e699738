"""Damages files at random, and tells whether a command takes that well.

A command that reads a damaged file either does its work or says on one line what is wrong and
where, with exit status 2. It never shows a traceback, and leaves nothing half made behind.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mifcheck.cli.entry import run as run_command

MODEL = """
def reply(chat):
    return f"Yes, {len(chat)} things. No more!"

def make(**settings):
    return reply
"""
RUN = ("run", "--model", "python:fuzzed_model:reply", "--limit", 2, "--resamples", 0)
SCORED = ("--resamples", 0)

# What no reader expects. A text between @ signs is written without its quotation marks.
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 0.5, -0.0, 1e300, 10**18, 10**400, -(10**30),
    "", " ", "x", "0", "-1", "1e5", "NaN", "\x00", "\ud800", "\u2028", "\u202e", "é" * 50, "[" * 30,
    "9" * 401, "9" * 5000, "null", "{}", "[]", "(((((a+)+)+)+)+)$", "\\", "%s%n", "../../etc/passwd",
    "@NaN@", "@1e999@", "@-Infinity@", "@" + "9" * 5000 + "@", "@0." + "1" * 400 + "@",
    "@" + "[" * 90 + "]" * 90 + "@", "@" + "[" * 3000 + "]" * 3000 + "@",
    "@" + '{"a":' * 120 + "1" + "}" * 120 + "@", '@{"a": 1, "a": 2}@', "@tru@",
    [], {}, [[]], [None], {"": None}, {"id": 3}, ["a", 1], [{}], "own", "keep", "native", "en", "xx",
)  # fmt: skip
BYTES = (
    b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"'", b",", b"{", b"}", b"[",
    b"]", b":", b"\\", b"\\ud800", b"\\u0000", b"null", b"NaN", b"1e999", b"9" * 5000, b"[" * 2000, b" " * 70,
    b"\x1f\x8b\x08", b"\x1b[31m", "\u2028".encode(), "\u0661".encode(), b"-",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of file that the program reads.

    Attributes:
        path: where the file is, in the folder that `prepare` makes.
        commands: the command lines that read it.
        names: what an error names; by default the file.
    """

    path: str
    commands: tuple[tuple[Any, ...], ...]
    names: tuple[str, ...] = ()


def _data(path: str) -> Kind:
    commands: tuple[tuple[Any, ...], ...] = (("lint", path), (*RUN[:1], path, *RUN[1:]))
    if path.startswith("own"):  # what replies.jsonl replies to
        commands += (("score", "replies.jsonl", "--data", path, *SCORED),)
    return Kind(path, commands, (path, "replies.jsonl"))


FOLDER = (
    ("score", "r", *SCORED),
    ("score", "r", "--format", "json", "--by", "turn", *SCORED),
    ("run", "own.jsonl", *RUN[1:], "--out", "r", "--resume"),
    ("run", "own.jsonl", "--model", "recording:r", *SCORED),
    ("run", "own.jsonl", *RUN[1:], "--history", "r"),
)
SCORES = (
    ("compare", "a.json", "b.json", "--by", "turn", *SCORED),
    ("compare", "a.json", "b.json", "--format", "json", *SCORED),
    ("ratings", "ratings.csv", "--scores", "a.json", *SCORED),
    ("report", "a.json", "--out", "page.html", *SCORED),
)
KINDS = (
    _data("own.jsonl"),
    _data("ifeval.jsonl"),
    _data("multi.csv"),
    _data("mmmt.csv"),
    _data("own.jsonl.gz"),
    Kind(
        "replies.jsonl",
        (
            ("score", "replies.jsonl", "--data", "own.jsonl", *SCORED),
            ("score", "replies.jsonl", "--data", "own.jsonl", "--skip-bad", *SCORED),
            ("run", "own.jsonl", *RUN[1:], "--history", "replies.jsonl"),
        ),
        ("replies.jsonl", "own.jsonl", "the recorded history"),
    ),
    Kind("r/run.json", FOLDER, ("r/run.json", "r/conversations.jsonl", "r holds another run")),
    Kind(
        "r/journal.jsonl",
        FOLDER,
        (
            "r/journal.jsonl",
            "the journal",
            "own.jsonl",
            "r exists",
            "the recording",
            "no reply came",
        ),
    ),
    Kind("r/conversations.jsonl", FOLDER, ("r/conversations.jsonl", "own.jsonl")),
    Kind("a.json", SCORES, ("a.json", "measured alike", "in both", "rated", "figure", "curve")),
    Kind("ratings.csv", (("ratings", "ratings.csv", *SCORED),)),
    Kind("ratings.jsonl", (("ratings", "ratings.jsonl", *SCORED),)),
    Kind("instructions.json", (("check", "-i", "instructions.json", "--file", "reply.txt"),)),
    Kind("reply.txt", (("check", "-i", "instructions.json", "--file", "reply.txt"),)),
)


def prepare(folder: Path) -> None:
    """Fills the folder with one file of each kind, all in order."""
    os.chdir(folder)
    Path("fuzzed_model.py").write_text(MODEL)
    sys.modules.pop("fuzzed_model", None)
    instructions = [
        {"id": "punctuation:no_comma", "kwargs": {}},
        {"id": "length_constraints:number_words", "kwargs": {"num_words": 5, "relation": "at least"}},
        {"id": "keywords:existence", "kwargs": {"keywords": ["yes", "more"]}},
        {"id": "keywords:frequency", "kwargs": {"keyword": "no", "frequency": 2, "relation": "less than"}},
    ]  # fmt: skip
    own = [
        {"key": f"k{n}", "language": "en", "turns": [
            {"prompt": "Say yes.", "instructions": instructions[:2]},
            {"prompt": "And more.", "instructions": instructions[2:], "revokes": ["punctuation:no_comma"]},
        ]} for n in range(3)
    ]  # fmt: skip
    ifeval = [
        {"key": n, "prompt": f"Say yes {n}.", "instruction_id_list": [each["id"] for each in instructions],
         "kwargs": [each["kwargs"] for each in instructions]} for n in range(2)
    ]  # fmt: skip
    turn = {
        "turn_index": 1, "key": "m:1:en", "turns": "[]", "language": "English",
        "turn_1_prompt": json.dumps({"role": "user", "content": "Say yes."}),
        "turn_1_instruction_id_list": json.dumps([each["id"] for each in instructions]),
        "turn_1_kwargs": json.dumps([json.dumps(each["kwargs"]) for each in instructions]),
    }  # fmt: skip
    replies = [
        {"key": f"k{n}", "turn": number, "sample": 0, "response": "Yes, more. No!"}
        for n in range(3)
        for number in (1, 2)
    ]
    rated = [
        {"key": f"k{n}", "turn": number, "sample": 0, "pif": 0.5 * (number - 1), "tone": n + number}
        for n in range(3)
        for number in (1, 2)
    ]
    odd = "Instruction: Include at least one odd number bigger than 5 in each of your responses."
    mmmt = {
        "conversation id": "c1", "turn count (which turn in this conversation)": 1,
        "prompt": f"{odd}\n\nSay yes.", "all instructions": odd,
    }  # fmt: skip
    _lines("own.jsonl", own)
    Path("own.jsonl.gz").write_bytes(gzip.compress(Path("own.jsonl").read_bytes()))
    _lines("ifeval.jsonl", ifeval)
    _table("multi.csv", [turn])
    _table("mmmt.csv", [mmmt])
    _lines("replies.jsonl", replies)
    _lines("ratings.jsonl", rated)
    _table("ratings.csv", rated)
    Path("instructions.json").write_text(json.dumps(instructions))
    Path("reply.txt").write_text("Yes, more. No!")
    for name in ("a", "b"):
        ran = take(("score", "replies.jsonl", "--data", "own.jsonl", "--format", "json", *SCORED))
        Path(f"{name}.json").write_text(ran.out)
    assert take(("run", "own.jsonl", *RUN[1:], "--out", "r")).status == 0


def _lines(path: str, rows: Sequence[Any]) -> None:
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows))


def _table(path: str, rows: Sequence[dict[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    Path(path).write_text(text.getvalue())


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    status: int
    out: str
    err: str


def take(args: Sequence[Any]) -> Ran:
    """Runs a command in this process. An exception is a fault, and is let through."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run_command([str(each) for each in args])
    return Ran(status, out.getvalue(), err.getvalue())


def damaged(raw: bytes, random: Random) -> bytes:
    """Returns the bytes with one to three random damages: in their JSON, or anywhere."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        raw = random.choice((_in_json, _in_json, _in_bytes))(raw, random)
    return raw


def _in_bytes(raw: bytes, random: Random) -> bytes:
    start, end = sorted(random.randrange(len(raw) + 1) for _ in range(2))
    odd = random.choice(BYTES)
    flipped = bytes(each ^ (1 << random.randrange(8)) for each in raw[start : start + 1])
    return random.choice((
        raw[:start] + flipped + raw[start + 1 :],
        raw[:start] + odd + raw[start:],
        raw[:start] + odd + raw[start + len(odd) :],
        raw[:start] + raw[end:],
        raw[:start],
        raw[:end] + raw[start:],
    ))  # fmt: skip


def _in_json(raw: bytes, random: Random) -> bytes:
    """Changes a value of a JSON document, or of one of its lines or cells."""
    try:
        text = raw.decode()
        lines = text.split("\n") if text.count("\n") > 1 else [text]
        number = random.randrange(len(lines))
        value = json.loads(lines[number])
    except (ValueError, RecursionError):
        return _in_cells(raw, random)
    changed = _spelled(_changed(value, random))
    lines[number] = re.sub(r', "crc32": "\w+"', "", changed) if random.random() < 0.8 else changed
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _in_cells(raw: bytes, random: Random) -> bytes:
    """Changes a cell of a table."""
    try:
        rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    except (ValueError, csv.Error):
        return _in_bytes(raw, random)
    if not rows or not any(rows):
        return _in_bytes(raw, random)
    row = random.choice([each for each in rows if each])
    place = random.randrange(len(row))
    try:
        row[place] = _spelled(_changed(json.loads(row[place]), random))
    except (ValueError, RecursionError):
        row[place] = str(random.choice(ODD)).strip("@")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _spelled(value: Any) -> str:
    return re.sub(r'"@(.*?)@"', lambda found: found[1].replace('\\"', '"'), json.dumps(value))


def _changed(value: Any, random: Random) -> Any:
    """Returns a JSON value in which one part is odd, lost or doubled."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        name = random.choice(list(value))
        if random.random() < 0.1:
            return {each: inner for each, inner in value.items() if each != name}
        if random.random() < 0.1:
            return {**value, str(random.choice(ODD)): value[name]}
        return {**value, name: _changed(value[name], random)}
    if isinstance(value, list) and value and random.random() < 0.9:
        place = random.randrange(len(value))
        if random.random() < 0.2:
            return value[:place] + value[place:][: random.randrange(3)] * 2
        return [*value[:place], _changed(value[place], random), *value[place + 1 :]]
    return random.choice(ODD)


def tried(folder: Path, kind: Kind, random: Random) -> str | None:
    """Damages one file, runs a command on it, and returns what is wrong with the result, if any."""
    os.chdir(folder)
    path, command = Path(kind.path), random.choice(kind.commands)
    whole = {each: Path(each).read_bytes() for each in _files()}
    path.write_bytes(damaged(path.read_bytes(), random))
    try:
        ran = take(command)
        return _complaint(ran, kind, set(whole))
    finally:
        for name in ("runs", "r"):
            shutil.rmtree(name, ignore_errors=True)
        Path("r").mkdir()
        for each, raw in whole.items():
            Path(each).write_bytes(raw)
        Path("page.html").unlink(missing_ok=True)


def _files() -> list[str]:
    names = (os.path.join(at, name) for at, _, found in os.walk(".") for name in found)
    return [name for name in names if "__pycache__" not in name]


def _complaint(ran: Ran, kind: Kind, before: set[str]) -> str | None:
    if ran.status not in (0, 1, 2, 3):
        return f"status {ran.status}"
    if ran.status == 2:
        said = [each for each in ran.err.splitlines() if each.startswith("error: ")]
        if len(said) != 1:
            return f"not one line says what is wrong: {ran.err[:300]!r}"
        if ran.out:
            return "an error, and yet a result"
        if not any(name in said[0] for name in kind.names or (kind.path,)):
            return f"no place: {said[0][:300]}"
    left = {each for each in set(_files()) - before if each.endswith(".tmp")}
    return f"left behind: {left}" if left else None
