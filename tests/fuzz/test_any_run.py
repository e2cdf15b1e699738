"""A run whose names, prompts, parameters and replies are of any kind is kept, scored and shown."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wild import texts

import mifcheck as mif
from mifcheck.datasets import dump
from mifcheck.errors import MifcheckError
from mifcheck.safe import printable

pytestmark = pytest.mark.slow

WORDS = texts.filter(str.strip)
SURROGATE = "a\ud800 \x1b[2J\u202e"


def conversations(key: str, words: list[str], file: Path) -> mif.Conversations:
    """Conversations as a file of JSON lines has them, the first with strange words."""
    asked = [
        {"id": "keywords:existence", "kwargs": {"keywords": words}, "text": words[0]},
        {"id": "startend:end_checker", "kwargs": {"end_phrase": words[-1]}},
    ]
    rows = [
        {"key": key, "cluster": key, "language": "en", "turns": [{"prompt": words[0], "instructions": asked}]},
        {"key": "plain", "language": "en", "turns": [{"prompt": "Hi.", "instructions": [{"id": "punctuation:no_comma"}]}]},
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return mif.load(file)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3), texts, texts)
@example("0", ["0"], "\ud800\udc00", "")
@settings(max_examples=15)
def test_a_run_is_kept_scored_and_shown(key, words, reply, name):
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        try:
            asked = conversations(key, words, folder / "c.jsonl")
            for each in asked[0].turns[0].instructions:
                mif.build(each.id, each.kwargs)
        except MifcheckError:
            return
        dump(asked, folder / "again.jsonl")
        assert mif.load(folder / "again.jsonl") == asked
        run = mif.drive(asked, lambda chat: reply, out=folder / "run", name=name, profile=None)
        read = mif.Run.load(folder / "run")
        assert {slot: each.raw or each.reply for slot, each in read.replies.items()} == {
            slot: each.raw or each.reply for slot, each in run.replies.items()
        }
        scores = mif.score(read, resamples=20)
        assert scores.counts.checker_errors == 0
        scores.save(folder / "scores.json")
        assert mif.Scores.load(folder / "scores.json") == scores
        told = [
            run,
            scores,
            scores.by("conversation"),
            mif.compare(scores, scores),
            *mif.lint(asked),
        ]
        for value in told:
            assert not any(printable(each, keep="\n") != each for each in f"{value}{value!r}")


def test_half_of_a_surrogate_pair_is_kept_everywhere(cli, tmp_path):
    asked = conversations(SURROGATE, [SURROGATE], tmp_path / "c.jsonl")
    mif.drive(asked, lambda chat: SURROGATE, out=tmp_path / "run", name=SURROGATE)
    scores = mif.score(tmp_path / "run", resamples=20)
    assert scores.accuracy.instruction.strict.value == 1.0
    for args in (
        ("score", "run", "--by", "conversation"),
        ("score", "run", "--format", "json", "--out", "scores.json"),
        ("report", "run", "--out", "page.html"),
        ("compare", "run", "run"),
        ("compare-profiles", "run", "--format", "markdown", "--out", "differences.md"),
        ("lint", "c.jsonl"),
    ):
        status, out, err = cli(*args)
        assert status == 0, err
        assert "\x1b" not in out + err
        assert "\ud800" not in out + err
    assert mif.Scores.load("scores.json").accuracy == mif.score("run").accuracy
