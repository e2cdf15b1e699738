from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from score_cases import outcomes, reply, runs, scored, share, turns

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.errors import (
    DataError,
    MifcheckError,
    MissingExtraError,
    ParameterError,
    SignatureError,
    UnknownLanguageError,
)
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run
from mifcheck.scores.estimates import StrictLoose
from mifcheck.scores.judging import score
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import Signature

# Merging, files and display ----------------------------------------------------------------------


@given(runs(), st.integers(0, 20))
def test_the_pieces_of_a_run_merge_into_the_whole(replies: list[ReplyOutcome], cut: int) -> None:
    samples = 1 + max((item.sample for item in replies), default=0)
    parts = [
        Scores(Outcomes.from_replies(piece, samples=samples), resamples=20)
        for piece in (replies[:cut], replies[cut:])
    ]
    whole = Scores(Outcomes.from_replies(replies, samples=samples), resamples=20)
    assert Scores.merge(*parts) == whole
    assert Scores.merge(*parts).figures == whole.figures


SIGNATURE = Signature("native", "hi@3f9a", "word", "strict+loose8", "strip",
                      "own", "as-given", "8c21", "regex=1")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lang": "hi@77aa"}, "lang.*hi@3f9a.*hi@77aa"),
        ({"profile": "multi-if", "v": "2"}, "profile.*native.*multi-if.*v:"),
    ],
)
def test_unlike_signatures_refuse_to_merge(change: dict[str, str], message: str) -> None:
    one = Scores(outcomes([reply("+a", "x")], str(SIGNATURE)))
    other = Scores(outcomes([reply("+a", "y")], str(replace(SIGNATURE, **change))))
    with pytest.raises(SignatureError, match=message):
        Scores.merge(one, other)


def test_scores_of_two_languages_measured_alike_merge() -> None:
    hindi = Scores(outcomes([reply("+a", "x")], str(SIGNATURE)))
    french = replace(SIGNATURE, lang="fr@0b0b", checks="01")
    merged = Scores.merge(hindi, Scores(outcomes([reply("+a", "y")], str(french))))
    signature = Signature.parse(merged.signature)
    assert signature.lang == "fr@0b0b+hi@3f9a"
    assert int(signature.checks, 16) == 0x8C21 + 1


def test_strict_scores_refuse_to_merge_with_strict_and_loose_ones() -> None:
    one = outcomes([reply("+a", "x")])
    other = Outcomes.from_replies([reply("+a", "y")], samples=1, signature="s", has_loose=False)
    with pytest.raises(SignatureError, match="loose"):
        Outcomes.concat([one, other])


def test_a_reply_counts_once() -> None:
    scores = scored([reply("+a")])
    with pytest.raises(MifcheckError, match="k, turn 1, sample 0"):
        Scores.merge(scores, scores)
    with pytest.raises(MifcheckError, match="nothing to merge"):
        Scores.merge()


def test_a_conversation_has_one_language() -> None:
    with pytest.raises(MifcheckError, match="en and hi"):
        outcomes([reply("+a"), reply("+a", turn=2, language="hi")])


def test_each_instruction_has_its_verdict() -> None:
    with pytest.raises(MifcheckError, match="as many verdicts"):
        outcomes([replace(reply("+a"), strict=(True, True))])


@pytest.mark.slow
@given(runs())
@settings(max_examples=40)
def test_scores_survive_json(replies: list[ReplyOutcome]) -> None:
    scores = scored(replies, resamples=10)
    back = Scores.from_dict(json.loads(json.dumps(scores.to_dict(), allow_nan=False)))
    assert back == scores
    assert back.to_dict() == scores.to_dict()


def test_the_json_holds_the_figures_unrounded() -> None:
    fields = scored([reply("+a -b -c", "x"), reply("+a", "y")], resamples=30).to_dict()
    strict = fields["figures"]["accuracy"]["instruction"]["strict"]
    assert strict["value"] == 1 / 2
    assert fields["figures"]["pif"]["strict"]["value"] == float(Fraction(2, 3))
    assert fields["pif_n_k"]["1,1"]["strict"]["n"] == 2
    assert {row["turn"] for row in fields["by"]["turn"]} == {1}
    spread = fields["distribution"]["strict"]["values"]
    assert [(row["fraction"], row["replies"]) for row in spread] == [("1/3", 1), ("1", 1)]
    assert fields["figures"]["counts"]["conversations"] == 2


def test_saved_scores_load(tmp_path: Path) -> None:
    scores = scored(turns("+a", "-a"), resamples=10)
    scores.save(tmp_path / "scores.json")
    assert Scores.load(tmp_path / "scores.json") == scores


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": "else"}', '{"schema": "mifcheck.scores/1", "signature": ""}']
)
def test_what_holds_no_scores_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scores.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"scores\.json"):
        Scores.load(path)


@pytest.mark.parametrize(
    ("part", "name", "value", "message"),
    [
        ("checks", "strict", "x", "strict: 'x' is none of"),
        ("checks", "strict", "11", "check columns are of unequal length"),
        ("checks", "loose", None, "loose: text is expected, not null"),
        ("checks", "age", [None], "age: a whole number is expected, not null"),
        ("checks", "age", [-1], "age: a value below 0"),
        ("checks", "instruction", 0, "instruction: a list is expected, not 0"),
        ("replies", "conversation", [4], "conversation: a value outside 0 to 0"),
        ("replies", "checks", [-1], "checks: a value below 0"),
        ("replies", "checks", [10**12], "checks: those of all replies are not 1"),
        ("replies", "checks", [1, 0], "reply columns are of unequal length"),
        ("replies", "turn", [1.7], "turn: a whole number is expected, not 1.7"),
        ("replies", "turn", [True], "turn: a whole number is expected, not True"),
        ("replies", "turn", [10**30], "turn: a whole number is expected"),
        ("replies", "turn", [-3], "turn: a value below 1"),
        ("replies", "sample", [5], "sample: a value outside 0 to 0"),
        ("replies", "cut", "-", "cut: '-' is none of '01'"),
        ("replies", None, [], "replies: an object is expected"),
        (None, "samples", 0, "samples: at least 1 is expected, not 0"),
        (None, "samples", "x", "samples: a whole number is expected, not 'x'"),
        (None, "has_loose", 1, "has_loose: true or false is expected, not 1"),
        (None, "conversations", [["k", "k"]], "conversations: a list of 3 texts is expected"),
        (None, "conversations", [["k", "k", 1]], "conversations: a list of 3 texts is expected"),
        (None, "conversations", [["k", "k", "en"]] * 2, "conversations: 'k' is the key of two"),
        (None, "instructions", [["a", 5]], "instructions: a list of 3 texts is expected"),
        (None, "instructions", [["a", "{}", "root"]], "instructions: a role is expected"),
        (None, "instructions", "gone", "instructions: missing"),
    ],
)
def test_damaged_outcomes_are_refused(
    part: str | None, name: str | None, value: object, message: str
) -> None:
    fields = scored([reply("+a")]).to_dict()
    held = fields["outcomes"][part] if part and name else fields["outcomes"]
    held[name or part] = value
    if value == "gone":
        del held[name]
    with pytest.raises(MifcheckError, match=f"^damaged outcomes: .*{message}"):
        Scores.from_dict(fields)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("signature", 5, "the signature is text"),
        ("outcomes", [], "the outcomes are an object"),
        ("outcomes", "gone", "'outcomes' is missing"),
        ("seed", "gone", "'seed' is missing"),
        ("resamples", "x", "resamples is a whole number of at least 0, not 'x'"),
        ("seed", None, "seed is a whole number of at least 0, not None"),
        ("confidence", "0.9", "confidence lies between 0 and 1, not '0.9'"),
    ],
)
def test_damaged_scores_are_refused(name: str, value: object, message: str) -> None:
    fields = scored([reply("+a")]).to_dict()
    fields[name] = value
    if value == "gone":
        del fields[name]
    with pytest.raises(MifcheckError, match=message):
        Scores.from_dict(fields)


@pytest.mark.parametrize(
    "setting",
    [{"resamples": 1.5}, {"resamples": True}, {"seed": "1"}, {"seed": -1}, {"confidence": "high"},
     {"confidence": float("nan")}, {"confidence": None}],
)  # fmt: skip
def test_settings_of_the_wrong_kind_are_refused(setting: Mapping[str, Any]) -> None:
    with pytest.raises(ParameterError, match=f"^{next(iter(setting))} "):
        Scores(outcomes([reply("+a")]), **setting)


def test_html_escapes_whatever_it_shows() -> None:
    evil = "<script>alert(1)</script>"
    item = replace(reply("+x"), instructions=(Instruction(evil),), language=evil)
    scores = Scores(outcomes([item], signature=evil), resamples=0)
    for html in (scores._repr_html_(), scores.by("id")._repr_html_(),
                 scores.by("language")._repr_html_()):  # fmt: skip
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_scores_can_be_pickled() -> None:
    scores = scored(turns("+a", "-a"), resamples=10)
    assert scores.figures == pickle.loads(pickle.dumps(scores)).figures
    assert pickle.loads(pickle.dumps(scores.by("turn"))) == scores.by("turn")


def test_text_shows_every_turn_and_the_whole() -> None:
    text = str(scored(turns("+a", "-a"), resamples=0))
    assert [line.split()[0] for line in text.splitlines()[2:]] == ["turn", "1", "2", "all"]


def test_a_data_frame_has_a_row_a_figure() -> None:
    pytest.importorskip("pandas")
    frame = scored(turns("+a", "-a +b")).to_pandas("turn")
    chosen = frame[(frame.figure == "accuracy.instruction") & (frame["mode"] == "strict")]
    assert dict(zip(chosen.turn, chosen.value, strict=True)) == {1: 1.0, 2: 0.5}


def test_pif_n_k_stands_in_the_rows_of_every_group_of_replies() -> None:
    replies = [reply(text, "k", turn, sample)
               for turn, texts in ((1, ("+a", "-a")), (2, ("+a", "+a")))
               for sample, text in enumerate(texts)]  # fmt: skip
    rows = scored(replies).to_dict()["by"]
    values = {
        (row["turn"], row["figure"]): row["value"]
        for row in rows["turn"]
        if row["figure"].startswith("pif_n_k") and row["mode"] == "strict"
    }
    assert values == {
        (1, "pif_n_k.2.1"): 1.0, (1, "pif_n_k.2.2"): 0.0,
        (2, "pif_n_k.2.1"): 1.0, (2, "pif_n_k.2.2"): 1.0,
    }  # fmt: skip
    assert not [row for row in rows["id"] if row["figure"].startswith("pif_n_k")]


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"mifcheck\[notebook\]"):
        scored([]).to_pandas()


# From a run --------------------------------------------------------------------------------------


FOG = Instruction("keywords:existence", {"keywords": ["fog"]})
NO_COMMA = Instruction("punctuation:no_comma")
# Hindi has no capitals, so this is not judged.
CAPITALS = Instruction(
    "change_case:capital_word_frequency", {"capital_frequency": 1, "capital_relation": "less than"}
)


def run_of(
    conversations: Sequence[Conversation], replies: Mapping[tuple[str, int, int], Any], samples: int
) -> Run:
    """A run of these replies: texts, or the fields of a record."""
    records = {
        place: Record(*place, **(told if isinstance(told, dict) else {"reply": told}))
        for place, told in replies.items()
    }
    return Run(conversations, records, {"samples": samples}, "made")


def example_run() -> Run:
    conversation = Conversation(
        "k:hi", "hi", (Turn("one", (FOG,)), Turn("two", (FOG, NO_COMMA, CAPITALS)))
    )
    return run_of(
        [conversation],
        {
            ("k:hi", 1, 0): "fog",
            ("k:hi", 1, 1): {"reply": None, "error": "no answer"},
            # Without its first line the reply has no comma.
            ("k:hi", 2, 0): {
                "reply": "हाँ, fog\nहाँ।", "thinking": "unclosed", "finish_reason": "length",
            },
        },
        2,
    )  # fmt: skip


def test_a_run_is_judged_reply_by_reply() -> None:
    told: list[tuple[int, int]] = []
    scores = score(example_run(), resamples=0, progress=lambda *at: told.append(at))
    data = scores.outcomes
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert data.samples == 2
    assert data.conversations == (("k:hi", "k", "hi"),)
    assert data.reply.tolist() == [0, 2, 2, 2]
    assert data.strict.tolist() == [1, 1, 0, -1]
    assert data.loose.tolist() == [1, 1, 1, -1]
    assert data.age.tolist() == [0, 1, 0, 0]
    counts = scores.counts
    assert (counts.replies, counts.errors, counts.missing) == (2, 1, 1)
    assert (counts.unclosed, counts.cut, counts.undecided) == (1, 1, 1)


def test_an_empty_reply_is_a_reply() -> None:
    scores = score(run_of([one_turn("a", "en", NO_COMMA)], {("a", 1, 0): ""}, 1), resamples=0)
    assert scores.counts.replies == 1
    assert share(scores.accuracy.instruction.strict) == (0, 1)


def test_loose_verdicts_can_be_left_untaken() -> None:
    scores = score(example_run(), resamples=0, loose=False)
    assert not scores.outcomes.has_loose
    assert isinstance(scores.pif, StrictLoose)
    assert scores.pif.loose.note == "the loose verdicts were not taken"


def one_turn(key: str, language: str, *instructions: Instruction) -> Conversation:
    return Conversation(key, language, (Turn("Say something.", instructions),))


def test_a_run_is_scored() -> None:
    run = run_of(
        [one_turn("a:en", "en", NO_COMMA), one_turn("a:hi", "hi", NO_COMMA)],
        {("a:en", 1, 0): "Yes, no.", ("a:hi", 1, 0): "हाँ।"},
        1,
    )
    scores = score(run, resamples=10)
    assert share(scores.accuracy.instruction.strict) == (1 / 2, 2)
    assert scores.by("language")["hi"].accuracy.mean.value == 1
    assert Signature.parse(scores.signature).profile == "native"
    assert Signature.parse(score(run, resamples=0, loose=False).signature).mode == "strict"


@pytest.mark.parametrize(
    ("conversation", "error"),
    [
        (one_turn("b", "en", Instruction("punctuation:no_such")), DataError),
        (one_turn("b", "en", Instruction("keywords:existence", {"keys": 1})), DataError),
        (one_turn("b", "xx", NO_COMMA), UnknownLanguageError),
    ],
)
def test_what_cannot_be_checked_is_said_before_anything_is(
    conversation: Conversation, error: type[MifcheckError]
) -> None:
    run = run_of([one_turn("a", "en", NO_COMMA), conversation], {("a", 1, 0): "No."}, 1)
    told: list[tuple[int, int]] = []
    with pytest.raises(error) as caught:
        score(run, progress=lambda *at: told.append(at))
    assert told == []
    assert error is UnknownLanguageError or "b, turn 1" in str(caught.value)
