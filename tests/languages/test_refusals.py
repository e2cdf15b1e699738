"""Refusals, as models and people write them, and what only looks like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from core_cases import LANGUAGES
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.refusals import is_refusal
from mifcheck.report.scores import scores_report
from mifcheck.report.show import as_text

TABLES = Path(__file__).parent / "refusals"
ROWS = {
    code: [json.loads(line) for line in (TABLES / f"{code}.jsonl").open(encoding="utf-8")]
    for code in LANGUAGES
}
REFUSALS = [row["text"] for rows in ROWS.values() for row in rows if row["refused"]]
OTHERS = [row["text"] for rows in ROWS.values() for row in rows if not row["refused"]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_reply_is_told_as_a_reader_tells_it(code):
    wrong = [row for row in ROWS[code] if is_refusal(row["text"]) is not row["refused"]]
    assert wrong == []
    refused = [row["refused"] for row in ROWS[code]]
    assert refused.count(True) >= 12
    assert refused.count(False) >= 12


@given(st.sampled_from(REFUSALS), st.sampled_from(["**{}**", "# {}", "{}\n", "  {}", "🚫 {}"]))
def test_markup_and_signs_around_a_refusal_do_not_matter(text, form):
    assert is_refusal(form.format(text))


@given(
    st.sampled_from(REFUSALS), st.sampled_from(["“{}”", "«{}»", "「{}」", "— {}", "Ann said: {}"])
)
def test_what_others_say_is_no_refusal(text, form):
    assert not is_refusal(form.format(text))


@given(st.sampled_from(REFUSALS), st.sampled_from(OTHERS))
def test_a_refusal_that_comes_later_is_none(text, before):
    assert not is_refusal(f"{before}\n\n{text}")


@given(st.sampled_from(REFUSALS))
def test_a_long_reply_goes_on_to_do_something(text):
    assert not is_refusal(text + " ".join(f"Item {n}: a line of its own." for n in range(60)))


@given(st.sampled_from(REFUSALS))
def test_a_loop_of_refusals_is_one(text):
    assert is_refusal(f"{text}\n" * 50)


@pytest.mark.parametrize("reply", ["", " ", "\n", "😀", "\ud800", "'" * 1000, "sorry " * 1000])
def test_what_says_nothing_is_no_refusal(reply):
    assert is_refusal(reply) is False


def test_scores_and_reports_count_refusals_and_no_verdict_changes():
    asked = mif.Turn("Go on.", (mif.Instruction("punctuation:no_comma"),))
    talks = [
        mif.Conversation(f"{code}-{n}", code, [asked]) for code in ("en", "hi") for n in (0, 1)
    ]
    said = {"en-0": "I can't help with that.", "en-1": "A walk.", "hi-0": REFUSALS[0], "hi-1": ""}
    rows = [{"key": key, "turn": 1, "response": reply} for key, reply in said.items()]
    scores = mif.score(mif.read_replies(talks, rows), resamples=0)
    assert scores.counts.refused == 2
    assert {code: each.counts.refused for code, each in scores.by("language").items()} == {
        "en": 1,
        "hi": 1,
    }
    assert scores.accuracy.instruction.strict.n == 4
    assert "2 refused: English 1, Hindi 1" in as_text(scores_report(scores), 100)
