"""The command line as people use it: checking, listing, help, and what is said of bad usage."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commandline import JSON, ROOT, asked, refused

import mifcheck as mif
from mifcheck.cli.app import COMMANDS, application
from mifcheck.cli.output import write
from mifcheck.datasets import READERS
from mifcheck.linting import KINDS
from mifcheck.profiles import PROFILES
from mifcheck.runs.history import HISTORIES
from mifcheck.runs.placement import PLACEMENTS
from mifcheck.runs.specs import MODEL_KINDS
from mifcheck.scores.grouping import BY
from mifcheck.signature import CONDITIONS

# check


def test_check_says_what_the_api_says(cli):
    reply = "नदी, नाव और बारिश।\nफिर चाय, धूप।"
    Path("reply.txt").write_text(reply, encoding="utf-8")
    status, out, _ = cli(
        "check", "punctuation:no_comma", "--language", "Hindi", "-f", "reply.txt", *JSON
    )
    assert status == 0
    verdict = mif.check("punctuation:no_comma", {}, reply, "hi")
    document = json.loads(out)
    expected = json.loads(json.dumps(verdict.to_dict()))
    assert {name: document["verdicts"][0][name] for name in expected} == expected
    assert document["language"] == "hi"
    status, out, _ = cli("check", "punctuation:no_comma", "-l", "hi", "-f", "reply.txt")
    assert status == 0
    assert out.splitlines()[0].split() == ["failed", "punctuation:no_comma"]
    assert "line 1  नदी⟦,⟧ नाव और बारिश।" in out
    assert "line 2  फिर चाय⟦,⟧ धूप।" in out


def test_check_leaves_thinking_out_unless_it_is_kept(cli):
    Path("reply.txt").write_text("<think>One, two.</think>Three.", encoding="utf-8")
    line = ("check", "punctuation:no_comma", "-f", "reply.txt", *JSON)
    stripped, kept = (json.loads(cli(*line, *more)[1]) for more in ((), ("--thinking", "keep")))
    assert (stripped["thinking"], stripped["verdicts"][0]["passed"]) == ("strip", True)
    assert (kept["thinking"], kept["verdicts"][0]["passed"]) == ("keep", False)


def test_check_reads_standard_input():
    def check(text, *args):
        return subprocess.run(
            [sys.executable, "-m", "mifcheck", "check", "punctuation:no_comma", *args],
            input=text.encode(), capture_output=True, cwd=ROOT,
        )  # fmt: skip

    assert check("no comma").stdout.startswith(b"passed")
    assert check("a, b", "--exit-code").returncode == 1
    assert check("no comma", "--exit-code").returncode == 0
    piped = subprocess.run(
        [sys.executable, "-m", "mifcheck", "check", "punctuation:no_comma"],
        input=b"\xff\xfe", capture_output=True, cwd=ROOT,
    )  # fmt: skip
    assert piped.returncode == 2
    assert b"standard input: not UTF-8" in piped.stderr
    assert b"Traceback" not in piped.stderr


def test_output_that_has_no_such_letters_shows_them_as_escapes(tmp_path):
    (tmp_path / "reply.txt").write_text("雨，河", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mifcheck", "check", "punctuation:no_comma", "-l", "zh", "-f",
         str(tmp_path / "reply.txt")],
        capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"\\u96e8" in done.stdout
    assert done.stderr == b""


KWARGS = [
    (["keywords:existence", "-k", "keywords=river", "-k", "keywords=2024"],
     {"keywords": ["river", "2024"]}),
    (["keywords:existence", "-k", 'keywords=["river, too"]'], {"keywords": ["river, too"]}),
    (["keywords:existence", "-k", "keywords=a=b"], {"keywords": ["a=b"]}),
    (["keywords:frequency", "-k", "keyword=7", "-k", "frequency=1", "-k", "relation=at least"],
     {"keyword": "7", "frequency": 1, "relation": "at least"}),
    (["startend:end_checker", "--kwargs", '{"end_phrase": "7"}'], {"end_phrase": "7"}),
    (["startend:end_checker", "--kwargs", '{"end_phrase": "8"}', "-k", "end_phrase=7"],
     {"end_phrase": "7"}),
    (["detectable_format:number_bullet_lists", "-k", "num_bullets=3"], {"num_bullets": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("args", "kwargs"), KWARGS)
def test_parameters_are_read_by_what_they_must_be(cli, args, kwargs):
    Path("reply.txt").write_text("a=b river 2024 7")
    status, out, err = cli("check", *args, "-f", "reply.txt", *JSON)
    assert (status, err) == (0, "")
    assert json.loads(out)["verdicts"][0]["kwargs"] == kwargs


def test_several_instructions_at_once_strictly_and_loosely(cli):
    Path("reply.txt").write_text("Sure, here it is:\nA river.")
    asked_for = [
        {"id": "punctuation:no_comma"},
        {"id": "keywords:existence", "kwargs": {"keywords": ["river"]}},
        {"id": "detectable_format:title"},
    ]
    Path("i.json").write_text(json.dumps(asked_for))
    args = ("check", "--instructions", "i.json", "-f", "reply.txt")
    assert "1 of 3 passed" in cli(*args)[1]
    loose = cli(*args, "--loose")[1]
    assert "2 of 3 passed" in loose
    assert "strictly it failed" in loose
    document = json.loads(cli(*args, "--loose", *JSON)[1])
    assert [row["passed"] for row in document["verdicts"]] == [True, True, False]
    assert document["pif"] == pytest.approx(2 / 3)


def test_a_reply_can_do_nothing_to_the_terminal(cli):
    hostile = "a, \x1b]0;owned\x07 [bold]x[/bold] \u202e \x9b31m \ud800, \u2028 end"
    Path("reply.txt").write_bytes(hostile.encode("utf-8", "replace"))
    _, out, _ = cli("check", "punctuation:no_comma", "-f", "reply.txt")
    assert "a⟦,⟧ \\x1b]0;owned\\x07 [bold]x[/bold] \\u202e \\x9b31m" in out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]", out)


def test_check_says_who_gives_an_instruction_and_what_is_superseded(cli):
    few, many = ({"num_sentences": n, "relation": r} for n, r in ((3, "at most"), (8, "at least")))
    asked = [
        {"id": "length_constraints:number_sentences", "kwargs": few, "role": "system"},
        {"id": "length_constraints:number_sentences", "kwargs": many},
    ]
    Path("asked.json").write_text(json.dumps(asked))
    Path("reply.txt").write_text("A river.")
    status, out, _ = cli("check", "--instructions", "asked.json", "--file", "reply.txt")
    assert status == 0
    assert "(given by the system)" in out
    assert "superseded: it contradicts what the system asks, at most 3 sentences" in out
    assert "1 of 1 passed, 1 not judged" in out
    asked[0]["role"] = "root"
    Path("asked.json").write_text(json.dumps(asked))
    refused(cli("check", "--instructions", "asked.json", "--file", "reply.txt"), "'root'")


# list


def test_list_shows_every_id_and_json_describes_each(cli):
    status, out, _ = cli("list")
    assert status == 0
    assert all(id in out for id in mif.registry)
    assert max(map(len, out.splitlines())) <= 100
    rows = json.loads(cli("list", *JSON)[1])
    assert [row["id"] for row in rows] == list(mif.registry)
    for row in rows:
        assert row["summary"]
        assert set(row["parameters"]) >= set(row["example"])
    family = [row["id"] for row in json.loads(cli("list", "keywords", *JSON)[1])]
    assert family == [id for id in mif.registry if id.startswith("keywords:")]


def test_list_keeps_what_a_set_a_language_and_a_primitive_have_in_common(cli):
    def listed(*args):
        return {row["id"]: row for row in json.loads(cli("list", *args, *JSON)[1])}

    every = listed()
    chosen = listed("--set", "ifbench", "--language", "Hindi", "--primitive", "Order")
    assert set(chosen) == {
        id
        for id, row in every.items()
        if id in listed("--set", "ifbench") and "hi" in row["languages"]
        if "Order" in row["primitives"]
    }
    assert "words:alphabet" in listed("--primitive", "Order")
    assert "change_case:capital_word_frequency" not in listed("-l", "hi")


@pytest.mark.parametrize("id", list(mif.registry))
def test_the_example_that_list_gives_works(cli, id):
    Path("reply.txt").write_text("A river.")
    status, page, _ = cli("list", id)
    assert status == 0
    command = " ".join(page[page.index("mifcheck check") :].partition("\nparameters")[0].split())
    status, out, err = cli(*shlex.split(command)[1:])
    assert (status, err) == (0, "")
    assert out.split()[1 + out.startswith("not judged")] == id


# usage

BAD_USAGE = {
    "no such option": (["run", "--lmit", "3"], "--limit"),
    "no such command": (["bogus"], "bogus"),
    "no such model kind": (["run", "--model", "hf"], "hf:PATH_OR_ID"),
    "setting without model": (["run", "--seed", "3"], "--seed"),
    "no such function": (["run", "--model", "python:small_models:repli"], "'reply'"),
    "no such file": (["run", "none.csv", "--model", "python:small_models:reply"], "none.csv"),
    "no such language": (["run", "-l", "xx", "--model", "python:small_models:reply"], "'xx'"),
    "no such profile": (
        ["run", "--profile", "nativ", "--model", "python:small_models:reply"], "'native'",
    ),
    "no such policy": (
        ["run", "--thinking", "much", "--model", "python:small_models:reply"], "strip, keep",
    ),
    "a setting of no model": (
        ["run", "--model", "python:small_models:reply", "--set", "depth=3"], "depth",
    ),
    "set without value": (["run", "--set", "depth"], "NAME=VALUE"),
    "no replies": (["score", "none.jsonl"], "none.jsonl"),
    "no run folder": (["score", "."], "run.json"),
    "nothing to check": (["check"], "--instructions"),
    "no such id": (["check", "keywords:existance"], "'keywords:existence'"),
    "no such parameter": (["check", "detectable_format:title", "-k", "size=3"], "'size'"),
    "parameter without value": (["check", "startend:end_checker", "-k", "end"], "NAME=VALUE"),
    "not JSON": (["check", "startend:end_checker", "--kwargs", "{"], "--kwargs"),
    "no such reply": (["check", "punctuation:no_comma", "-f", "none.txt"], "none.txt"),
    "no such id to list": (["list", "keyword"], "keyword"),
    "no such primitive": (["list", "--primitive", "Ordr"], "'Order'"),
    "no such language to list": (["list", "--language", "xx"], "'xx'"),
    "nothing to list": (["list", "words:alphabet", "--language", "zh"], "no such instruction"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_USAGE)
def test_bad_usage_is_one_line_and_status_2(cli, name):
    args, part = BAD_USAGE[name]
    refused(cli(*args), part)
    assert asked() == 0


OTHER_NAMES = {
    "diff x": "use compare-profiles",
    "run --instructions moved": "use --placement",
    "run --json": "use --format json",
    "run --language hi": "use --languages",
    "run --format jsonl": "--data-format",
    "score x --think keep": "use --thinking",
    "compare a b --output x": "use --out",
    "compare a b -f json": "use --format",
    "compare-profiles a native multi-if": "separated by commas",
    "report a --out x.svg --mode loose": "use --loose",
    "ratings x --model y": "use --rated-model",
    "check x --languages hi": "use --language",
    "lint --strict": "use --fail-on-warning",
}


@pytest.mark.parametrize("line", OTHER_NAMES)
def test_an_option_of_another_name_is_corrected(cli, line):
    refused(cli(*line.split()), OTHER_NAMES[line])


def test_a_correction_names_only_options_of_the_command(cli):
    assert "use " not in refused(cli("run", "--strict"), "--strict")
    assert "use " not in refused(cli("list", "--instructions"), "--instructions")


def declared():
    """(command, parameter) of all commands, as click has them."""
    for name in COMMANDS:
        command = typer.main.get_command(application([name])).commands[name]
        yield from ((name, parameter) for parameter in command.params)


def test_a_short_option_stands_for_one_long_option():
    longs = {}
    for _, parameter in declared():
        shorts = [each for each in parameter.opts if not each.startswith("--") and each[0] == "-"]
        for short in shorts:
            longs.setdefault(short, set()).update({*parameter.opts} - {short})
    longs["-l"].discard("--language")  # the one language of `check`, of several elsewhere
    assert {short: names for short, names in longs.items() if len(names) > 1} == {}


def test_every_option_is_described():
    assert [each for each in declared() if not each[1].help] == []


NAMED = {
    "run --model": MODEL_KINDS,
    "run --profile": PROFILES,
    "run --by": BY,
    "run --history": HISTORIES,
    "run --placement": PLACEMENTS,
    "run --thinking": ("strip", "keep"),
    "run --data-format": READERS,
    "compare --by": BY,
    "compare --across": CONDITIONS,
    "compare-profiles --profiles": PROFILES,
    "lint --kind": KINDS,
}


@pytest.mark.parametrize("option", NAMED)
def test_the_help_of_an_option_names_all_that_it_accepts(option):
    command, name = option.split()
    (parameter,) = (each for given, each in declared() if given == command and name in each.opts)
    told = f"{parameter.help} {parameter.metavar}"
    assert [each for each in NAMED[option] if not re.search(rf"\b{each}\b", told)] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [80, 100])
def test_help_has_examples_that_parse(cli, monkeypatch, command, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    status, out, _ = cli(*command.split(), "--help")
    assert status == 0
    assert max(map(len, out.splitlines())) <= columns
    assert not re.search(r"^  \S+  +.*\.\.\.$", out, re.MULTILINE), "a summary is cut off"
    examples = re.findall(rf"^ +(mifcheck {command}.*)", out.replace("\\\n", ""), re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        args = shlex.split(example.split("<")[0])[1:]
        for option in re.findall(r"(?<!\S)-{1,2}[a-z][-a-z]*", " ".join(args)):
            assert option in cli(args[0], "--help")[1]


@pytest.mark.parametrize("args", [["--help"], ["run", "--help"], ["list"], ["--version"]])
def test_light_commands_load_nothing_heavy(args):
    code = (
        "import sys; from mifcheck.cli.entry import run; run(sys.argv[1:]); "
        "print('LOADED', *sorted({n.partition('.')[0] for n in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"numpy", "pandas", "torch", "transformers"}
    dictionaries = {"spacy", "jieba", "py3langid", "simplemma", "pymorphy3"}
    assert not loaded & (heavy | dictionaries)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
def test_json_is_json_in_any_encoding(tmp_path, encoding):
    reply = "é 😀 \u202e \x9b1m"
    (tmp_path / "reply.txt").write_text(reply, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "mifcheck", "check", "keywords:existence", "-k", f"keywords={reply}",
         "--file", "reply.txt", *JSON],
        cwd=tmp_path, capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding,
             "PYTHONUTF8": "0"},
    )  # fmt: skip
    document = json.loads(found.stdout.decode(encoding))
    assert document["verdicts"][0]["kwargs"] == {"keywords": [reply]}
    assert found.stdout.isascii() == (encoding != "utf-8")


def test_json_on_a_terminal_is_harmless(monkeypatch, capsys):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    write({"json": lambda: {"reply": "\x9b1m \u202e"}}, "json", None)
    assert capsys.readouterr().out.isascii()


def test_a_value_without_an_option_is_told_where_it_goes(cli):
    refused(cli("check", "length_constraints:number_words", "300"), "300", "-k NAME=VALUE")
