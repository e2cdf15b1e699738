"""Two runs beside each other: paired by conversation, refused where not measured alike."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commandline import ask, refused, write_lines
from hypothesis import given
from hypothesis import strategies as st
from score_cases import outcomes, reply, runs, scored

import mifcheck as mif
from mifcheck._version import SCORING
from mifcheck.errors import MifcheckError, ParameterError, SignatureError
from mifcheck.report.comparison import comparison_report
from mifcheck.report.show import as_text
from mifcheck.scores import ratios
from mifcheck.scores.bootstrap import Resampler, share_above
from mifcheck.scores.comparing import compare
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import Signature


def drawn(seed: int, chance: float, conversations: int = 12) -> list[ReplyOutcome]:
    """Two languages, two turns, two samples; each check passes by this chance."""
    source = random.Random(seed)
    return [
        reply(
            " ".join(
                f"{'+' if source.random() < chance else '-'}f:{name}" for name in "ab"[: 1 + turn % 2]
            ),
            f"{number}:{language}",
            turn,
            sample,
            language,
        )
        for number in range(conversations // 2)
        for language in ("en", "hi")
        for turn in (1, 2)
        for sample in (0, 1)
    ]  # fmt: skip


A, B = (scored(drawn(seed, chance), resamples=300) for seed, chance in ((1, 0.7), (2, 0.5)))


# The figures -------------------------------------------------------------------------------------


def test_a_difference_is_that_of_the_runs_own_figures():
    found = compare(A, B)
    for figure, mode, estimate in A.figures.items():
        other = next(e for f, m, e in B.figures.items() if (f, m) == (figure, mode))
        row = found.find(figure, mode)
        assert (row.a, row.b) == (estimate.value, other.value)
        assert row.value == estimate.value - other.value
    for k in (1, 2):
        row = found.find(f"pif_n_k.2.{k}")
        assert (row.a, row.b) == (A.pif_n_k(2, k).strict.value, B.pif_n_k(2, k).strict.value)
    assert len(found.rows) == 13 + 4
    assert found.rows[0].figure == "accuracy.mean"


@pytest.mark.parametrize(
    "by", ["turn", "language", ("turn", "language"), "family", "id", "age", "active"]
)
def test_groups_are_those_of_each_run(by):
    names = (by,) if isinstance(by, str) else by
    found = compare(A, B, by=by)
    groups = {row.group for row in found.rows} - {()}
    assert len(groups) == len(A.by(*names))
    for group in groups:
        labels = tuple(label for _, label in group)
        key = labels if len(labels) > 1 else labels[0]
        row = found.find("accuracy.instruction", **dict(group))
        assert row.a == A.by(*names)[key].accuracy.instruction.strict.value
        assert row.b == B.by(*names)[key].accuracy.instruction.strict.value
    figures = {row.figure for row in found.rows if row.group}
    assert ("pif" in figures) == (names[0] in ("turn", "language", "active"))


def test_both_are_drawn_in_the_same_resamples_of_conversations():
    """The interval and the share against a bootstrap written out by hand."""
    clusters = sorted({cluster for _, cluster, _ in A.outcomes.conversations})
    sums = []
    for scores in (A, B):
        held = scores.outcomes
        place = [clusters.index(cluster) for _, cluster, _ in held.conversations]
        at = np.array(place)[held.conversation[held.reply]]
        followed = np.bincount(at, held.strict == 1, minlength=len(clusters))
        sums.append((followed, np.bincount(at, held.strict >= 0, minlength=len(clusters))))
    differences = []
    for weights in Resampler(len(clusters), 300, 0).weights(rows=1):
        one, other = (weights[0] @ above / (weights[0] @ below) for above, below in sums)
        differences.append(one - other)
    row = compare(A, B).find("accuracy.instruction")
    assert row.clusters == len(clusters) == 6
    share = np.mean([(each > 0) + (each == 0) / 2 for each in differences])
    assert row.ahead == pytest.approx(share)
    # Six clusters: the interval reaches further than nearly all resamples.
    assert row.low <= np.quantile(differences, 0.025)
    assert row.high >= np.quantile(differences, 0.975)


def test_pairing_narrows_the_interval_where_conversations_differ_in_difficulty():
    def run(better: bool) -> Scores:
        replies = []
        for number in range(40):
            easy = number % 2 == 0
            marks = ["+" if easy or (better and place == 0) else "-" for place in range(4)]
            text = " ".join(f"{mark}f:{name}" for mark, name in zip(marks, "abcd", strict=True))
            replies.append(reply(text, f"k{number}"))
        return scored(replies, resamples=400)

    row = compare(run(True), run(False)).find("accuracy.instruction")
    alone = run(True).accuracy.instruction.strict
    assert row.value == 0.125
    assert 0 < row.low < row.high
    assert row.high - row.low < (alone.high - alone.low) / 2
    assert row.ahead == 1


@given(runs(), runs())
def test_the_other_way_round_is_the_same_with_other_signs(one, other):
    a, b = scored(one, resamples=20), scored(other, resamples=20)
    try:
        there, back = compare(a, b, by="turn"), compare(b, a, by="turn")
    except MifcheckError:
        return
    assert (there.only_a, there.only_b) == (back.only_b, back.only_a)
    for row in there.rows:
        mirror = back.find(row.figure, row.mode, **dict(row.group))
        assert (row.a, row.b, row.note) == (mirror.b, mirror.a, mirror.note)
        if row.value is not None:
            assert row.value == -mirror.value
        if row.low is not None:
            assert (row.low, row.high) == (pytest.approx(-mirror.high), pytest.approx(-mirror.low))
            assert row.ahead == pytest.approx(1 - mirror.ahead)


@given(runs())
def test_a_run_is_not_ahead_of_itself(replies):
    scores = scored(replies, resamples=20)
    try:
        found = compare(scores, scores, by=("turn", "language"))
    except MifcheckError:
        assert not scores.counts.replies
        return
    for row in found.rows:
        assert row.value in (0, None)
        assert row.ahead in (0.5, None)
        if row.low is not None:
            assert row.low == -row.high < 0


def test_the_same_runs_give_the_same_comparison_however_it_is_cut(monkeypatch):
    whole = compare(A, B, by=("turn", "language")).to_dict()
    assert compare(A, B, by=("turn", "language")).to_dict() == whole
    monkeypatch.setattr(ratios, "CELLS_IN_MEMORY", 1)
    assert compare(A, B, by=("turn", "language")).to_dict() == whole


def test_ties_count_half():
    draws = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, np.nan], [-1.0, 0.0, np.nan]])
    assert share_above(draws).tolist() == [2 / 3, 1 / 2, 0]
    assert np.isnan(share_above(np.full((2, 1), np.nan))).all()
    assert np.isnan(share_above(np.empty((0, 2)))).all()


def test_no_interval_is_explained():
    undrawn = compare(A, B, resamples=0).rows[0]
    assert (undrawn.low, undrawn.ahead) == (compare(A, B).rows[0].low, None)
    lone = [scored([reply(text, "k")], resamples=20) for text in ("+f:a", "-f:a")]
    assert compare(*lone).find("pif").note == "no interval: one cluster"
    alike = [scored([reply(t, k) for k in "xyz"], resamples=20) for t in ("+f:a", "-f:a")]
    row = compare(*alike).find("pif")
    # Three conversations of three: they may all lie on one side by chance.
    assert (row.value, row.high, row.ahead, row.note) == (1, 1, 1, "")
    assert row.low < 1 / 2
    nothing = compare(*lone).find("correction")
    assert (nothing.value, nothing.note, str(nothing)) == (None, "nothing to judge", "n/a")
    assert np.isnan(float(nothing))


def test_settings_are_those_of_the_first_run_or_as_asked():
    found = compare(A, scored(drawn(2, 0.5)))
    assert (found.resamples, found.seed, found.confidence) == (300, 0, 0.95)
    asked = compare(A, B, resamples=50, seed=3, confidence=0.5)
    assert (asked.resamples, asked.seed, asked.confidence) == (50, 3, 0.5)
    assert asked.rows[0].low != found.rows[0].low
    with pytest.raises(ParameterError):
        compare(A, B, confidence=1)
    with pytest.raises(ParameterError, match="cannot group by 'model'"):
        compare(A, B, by="model")
    with pytest.raises(ParameterError, match=r"no pif, strict, turn 9"):
        found.find("pif", turn=9)


# What is paired ----------------------------------------------------------------------------------


def test_conversations_of_one_run_alone_are_named_and_left_out():
    more = scored([*drawn(1, 0.7), reply("-f:a", "new:en")], resamples=30)
    lost = [replace(each, status=1, instructions=(), ages=(), strict=(), loose=())
            if each.key == "0:en" else each for each in drawn(2, 0.5)]  # fmt: skip
    found = compare(more, scored(lost, resamples=30))
    assert (found.only_a, found.only_b) == (("0:en", "new:en"), ())
    assert found.conversations == 11
    rest = [each for each in drawn(1, 0.7) if each.key != "0:en"]
    assert found.rows[0].a == scored(rest).accuracy.mean.value
    assert found.counts_a.replies == found.counts_b.replies == 44


def test_the_k_of_n_of_fewer_samples():
    half = scored([each for each in drawn(2, 0.5) if each.sample == 0], resamples=30)
    found = compare(A, half)
    names = {row.figure for row in found.rows if row.figure.startswith("pif_n_k")}
    assert names == {"pif_n_k.1.1"}
    assert found.find("pif_n_k.1.1").a == A.pif_n_k(1, 1).strict.value


def test_nothing_in_common_is_an_error():
    with pytest.raises(MifcheckError, match="no conversation in common"):
        compare(A, scored([reply("+f:a", "else")]))
    with pytest.raises(MifcheckError, match="no conversation in common"):
        compare(scored([reply("error")]), scored([reply("+f:a")]))


def test_a_conversation_is_the_same_in_both():
    other = scored([replace(each, language="fr") for each in drawn(2, 0.5)])
    with pytest.raises(MifcheckError, match=r"0:en is not the same.* in en and .* in fr"):
        compare(A, other)


SIGNATURE = Signature("native", "en@3f9a", "word", "strict+loose8", "strip",
                      "own", "as-given", "8c21", "regex=1")  # fmt: skip


def signed(signature: Signature, replies: list[ReplyOutcome] | None = None) -> Scores:
    return Scores(outcomes(replies or drawn(1, 0.5), str(signature)), resamples=20)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lang": "en@77aa"}, r"lang: 'en@3f9a' and 'en@77aa'"),
        ({"lib": "regex=2"}, r"lib: 'regex=1' and 'regex=2'"),
        ({"checks": "1"}, r"checks: '8c21' and '1'"),
        (
            {"think": "keep", "score": "0"},
            rf"think: 'strip' and 'keep'; score: '{SCORING}' and '0'",
        ),
    ],
)
def test_runs_that_were_not_measured_alike_are_refused(change, message):
    with pytest.raises(SignatureError, match=message):
        compare(signed(SIGNATURE), signed(replace(SIGNATURE, **change)))


def test_other_conversations_may_ask_other_things_in_other_languages():
    more = [*drawn(1, 0.5), reply("+f:z", "new:ru", language="ru")]
    wider = replace(SIGNATURE, lang="en@3f9a+ru@1234", checks="9999", lib="pymorphy3=2+regex=1")
    found = compare(signed(SIGNATURE), signed(wider, more))
    assert found.only_b == ("new:ru",)
    assert found.signature_b == str(wider)
    with pytest.raises(SignatureError, match="lib"):
        compare(signed(SIGNATURE), signed(replace(wider, lib="regex=2"), more))


def test_other_instructions_in_a_common_conversation_are_refused():
    more = [*drawn(1, 0.5), reply("+f:a", "new:en")]
    other = [replace(each, instructions=tuple(mif.Instruction(i.id, {"of": "else"}) for i in each.instructions))
             for each in more]  # fmt: skip
    with pytest.raises(SignatureError, match="checks: 0:en, turn 1, has .*else"):
        compare(signed(SIGNATURE), signed(replace(SIGNATURE, checks="9999"), other))


def test_the_same_instructions_given_at_other_turns_are_refused():
    kept, again = (
        scored([reply("+f:a"), reply(f"-f:a{age} +f:b", turn=2)]) for age in ("@1", "@0")
    )
    with pytest.raises(SignatureError, match=r"k, turn 2, .*f:a.* given 1 turns ago.* in one and .*"
                       r"f:a.* given 0 turns ago.* in the other"):  # fmt: skip
        compare(kept, again, by="age")
    assert compare(again, again, by="age").conversations == 1


def test_strict_scores_are_not_compared_with_strict_and_loose_ones():
    strict = Outcomes.from_replies(
        [replace(each, loose=()) for each in drawn(2, 0.5)],
        samples=2, signature="s", has_loose=False,
    )  # fmt: skip
    with pytest.raises(SignatureError, match="loose"):
        compare(A, Scores(strict))
    both = compare(Scores(strict, resamples=20), Scores(strict))
    assert {row.mode for row in both.rows} == {"strict"}


# How it shows ------------------------------------------------------------------------------------


def test_it_shows_itself():
    found = mif.compare(A, B, by="turn")
    assert repr(found).startswith("<Comparison of 12 conversations: accuracy.mean, both: +0.")
    assert "turn  figure" in str(found)
    assert f"{A.pif.strict.value:.3f}" in str(found)
    assert found._repr_html_().count("<tr>") == 1 + len(found.rows)
    fields = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert fields["schema"] == "mifcheck.comparison/1"
    assert fields["rows"][0]["difference"] == found.rows[0].value
    assert {row["turn"] for row in fields["rows"][17:]} == {1, 2}
    assert fields["signatures"] == {"a": "s", "b": "s"}


def test_the_table_is_in_per_cent():
    found = compare(A, B, by="turn")
    text = as_text(comparison_report(found, ("[bold]one\x1b", "two"), ["a note"]))
    lines = text.splitlines()
    assert lines[:2] == ["A  [bold]one\\x1b", "B  two"]
    assert "compared: 12 conversations" in text
    assert "left out" not in text
    first = found.rows[0]
    row = next(line.split() for line in lines if "mean of the four" in line)
    assert row[5:8] == [f"{100 * first.a:.1f}", f"{100 * first.b:.1f}", f"{100 * first.value:+.1f}"]
    assert row[-1] == f"{100 * first.ahead:.1f}"
    assert "forgotten since last turn" in text.partition("turn 2")[2]
    assert "forgotten since last turn" not in text.partition("turn 1")[2].partition("turn 2")[0]
    assert lines[-1] == "s"


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("turn", ["turn 1", "turn 2"]),
        ("age", ["given at this turn", "given 1 turn ago", "given 2 turns ago"]),
        ("active", ["1 active", "2 active"]),
        ("conversation", ["conversation 2", "conversation en"]),
        ("language", ["English", "Hindi"]),
        (["turn", "age"], ["turn 1, given at this turn", "turn 2, given 1 turn ago",
                           "turn 2, given 2 turns ago"]),
    ],
)  # fmt: skip
def test_a_group_is_called_by_what_it_is(by, titles):
    run = scored([
        reply("+f:a", "2"), reply("+f:a@1 -f:b@2", "2", turn=2), reply("-f:a", "en", language="hi"),
    ])  # fmt: skip
    lines = as_text(comparison_report(mif.compare(run, run, by=by))).splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("per cent"))
    shown = [line for line in lines[head + 2 :] if line and not line.startswith(" ")]
    assert shown[: len(titles) + 1] == ["All", *titles]


@given(st.sampled_from(["turn", "language", "id"]))
def test_the_table_fits_100_columns(by):
    text = as_text(comparison_report(compare(A, B, by=by)))
    assert max(map(len, text.splitlines())) <= 100


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def pair(cli):
    """The folders of two runs over the Hindi and Chinese suite, the second without some."""
    ask(cli, "-n", 2, "--languages", "hi,zh", "--out", "runs/a")
    ask(cli, "--languages", "hi,zh", "--limit", 11, "--out", "runs/b", model="thinking")
    return "runs/a", "runs/b"


def test_two_run_folders(cli, pair):
    status, out, err = cli("compare", *pair, "--by", "turn,language", "--resamples", 100)
    assert (status, err) == (0, "")
    assert "A  small_models:reply" in out.splitlines()[0]
    assert "left out: 5 that only A replied to (the first: " in out
    assert "\nturn 2, Hindi\n" in out
    assert "PIF-1-1" in out
    assert max(map(len, out.splitlines()[:-2])) <= 100
    scores = [mif.score(mif.Run.load(folder), resamples=100) for folder in pair]
    status, out, err = cli("compare", *pair, "--format", "json", "--resamples", 100)
    found = json.loads(out)
    assert found["rows"] == mif.compare(*scores).to_dict()["rows"]
    assert found["names"] == {"a": "small_models:reply (runs/a)",
                              "b": "small_models:thinking (runs/b)"}  # fmt: skip


def test_files_of_scores_and_of_replies(cli, pair):
    run = mif.Run.load(pair[0])
    mif.score(run, resamples=100).save("a.json")
    Path("b.json").write_text(cli("score", pair[1], "--format", "json", "--resamples", 100)[1])
    expected = json.loads(cli("compare", *pair, "--format", "json", "--resamples", 100)[1])["rows"]
    status, out, err = cli("compare", "a.json", "b.json", "--format", "json", "-o", "o.json",
                           "--resamples", 100)  # fmt: skip
    assert (status, out) == (0, "")
    assert "written to o.json" in err
    assert json.loads(Path("o.json").read_text())["rows"] == expected
    mif.dump(run.conversations, "data.jsonl")
    rows = [{"key": each.key, "turn": each.turn, "sample": each.sample, "response": each.reply}
            for each in run.replies.values()]  # fmt: skip
    write_lines("a.jsonl", rows)
    args = ("compare", "a.jsonl", pair[1], "--format", "json", "--resamples", 100)
    refused(cli(*args, "--data", "data.jsonl"), "--data")
    same = json.loads(
        cli("compare", "a.jsonl", "b.json", "--format", "json", "--resamples", 100)[1]
    )
    assert same["rows"] == expected
    refused(cli("compare", "a.json", "b.json", "--thinking", "keep"), "a.json", "--thinking")


def test_text_can_go_to_a_file(cli, pair):
    shown = cli("compare", *pair, "--resamples", 50)[1]
    status, out, _ = cli("compare", *pair, "--resamples", 50, "--out", "o.txt")
    assert (status, out) == (0, "")
    assert Path("o.txt").read_text(encoding="utf-8") == shown
    refused(cli("compare", *pair, "--out", "runs"), "runs", "directory")


def test_what_cannot_be_compared(cli, pair):
    ask(cli, "--languages", "hi", "--thinking", "keep", "--out", "runs/kept", model="thinking")
    told = refused(cli("compare", pair[0], "runs/kept"), "think", "'strip' and 'keep'")
    assert "checks" not in told
    assert "; --across think compares them all the same" in told
    mif.score(mif.Run.load("runs/kept"), profile="ifeval", resamples=0).save("ifeval.json")
    told = refused(cli("compare", pair[0], "ifeval.json"), "profile: 'native' and 'ifeval@")
    assert "--across" not in told
    ask(cli, "--languages", "hi,zh", "--history", "first", "--out", "runs/first")
    refused(cli("compare", "runs/kept", "runs/first", "--across", "think"),
            "history: 'own' and 'first'", "--across think,history compares")  # fmt: skip
    assert cli("compare", "runs/kept", "runs/first", "--across", "think,history")[0] == 0
    ask(cli, "--languages", "fr", "--out", "runs/fr")
    refused(cli("compare", pair[0], "runs/fr"), "no conversation in common")
    refused(cli("compare", pair[0], "nowhere"), "nowhere")
    refused(cli("compare", *pair, "--format", "jsno"), "--format", "did you mean 'json'")
    refused(cli("compare", *pair, "--by", "model"), "cannot group by 'model'")
    assert cli("compare", pair[0])[0] == 2
