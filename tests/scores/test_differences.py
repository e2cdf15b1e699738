"""Where profiles disagree about the same replies, and what that does to the scores."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from difference_cases import ROWS, conversations, made, wide

import mifcheck as mif
from mifcheck.profiles.multi_if.libraries import PACKAGES
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run
from mifcheck.scores.estimates import Change
from mifcheck.scores.intervals import student
from mifcheck.scores.metrics import HEADLINE

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')


def counts(row):
    return (
        row.passed_failed,
        row.failed_passed,
        row.first_unjudged,
        row.other_unjudged,
        row.checks,
    )


@pytest.fixture(scope="module")
def found():
    return mif.compare_profiles(made(), examples=5, resamples=200)


def test_each_disagreement_is_counted_with_its_direction(found):
    assert {(row.id, row.language): counts(row) for row in found.rows} == ROWS
    assert all(row.differ == sum(counts(row)[:4]) for row in found.rows)
    assert sum(len(row.examples) for row in found.rows) == sum(row.differ for row in found.rows)
    assert repr(found) == "<Differences of native, multi-if: 12 of 27 verdicts>"


def test_an_example_says_what_both_say_and_why(found):
    row = next(row for row in found.rows if (row.id, row.language) == ("keywords:existence", "en"))
    assert [(each.key, each.sample) for each in row.examples] == [
        ("two:en", 1),
        ("fog:en", 1),
        ("fog:en", 0),
    ]
    example = row.examples[0]
    assert example.direction == "failed_passed"
    assert {name: verdict.passed for name, verdict in example.verdicts.items()} == {
        "native": False,
        "multi-if": True,
    }
    assert example.evidence("native") == ()
    assert example.evidence("multi-if") == ("Fog",)
    assert example.excerpt == example.reply == "Foggy!"
    assert json.loads(json.dumps(example.to_dict()))["kwargs"] == {"keywords": ["fog"]}


def test_an_excerpt_shows_what_only_one_of_them_found():
    reply = "Grey. " * 100 + "A foggy day. " + "Grey. " * 100
    conversation = conversations()[0]
    run = Run(
        [conversation],
        {("fog:en", 1, 0): Record("fog:en", 1, 0, reply)},
        {"samples": 1},
        "long",
    )
    (example,) = mif.compare_profiles(run, ids=["keywords"], resamples=0).rows[0].examples
    assert "foggy" in example.excerpt
    assert example.excerpt[0] == example.excerpt[-1] == "…"
    assert len(example.excerpt) < 200


def test_the_scores_are_those_of_each_profile(found):
    for profile in ("native", "multi-if"):
        scores = mif.score(made(), profile=profile, resamples=200)
        assert found.scores[profile] == scores
        for language, figures in [(None, found.headline), *found.by_language.items()]:
            one = scores.figures if language is None else scores.by("language")[language]
            expected = {(name, mode): each for name, mode, each in one.items()}
            for headline in figures:
                mine = headline.estimates[profile]
                assert mine == expected[headline.figure, headline.mode]


def plain_figures(outcomes, drawn, language=None):
    """The headline figures by plain counting; `drawn` tells how often each cluster is in it."""
    parts = {name: [0.0, 0.0] for name in HEADLINE[1:]}
    for reply in range(len(outcomes.conversation)):
        _, cluster, code = outcomes.conversations[outcomes.conversation[reply]]
        if language not in (None, code):
            continue
        for mode in ("strict", "loose"):
            verdicts = [v for v in getattr(outcomes, mode)[outcomes.reply == reply] if v >= 0]
            times = drawn[cluster]
            if not verdicts:
                continue
            for figure, won, of in (
                ("accuracy.instruction", sum(verdicts), len(verdicts)),
                ("accuracy.conversation", all(verdicts), 1),
                ("pif", sum(verdicts) / len(verdicts), 1),
            ):
                parts[figure, mode][0] += times * won
                parts[figure, mode][1] += times * of
    shares = {name: won / of if of else np.nan for name, (won, of) in parts.items()}
    mean = np.mean([share for (name, _), share in shares.items() if name != "pif"])
    return np.array([mean, *(shares[name] for name in HEADLINE[1:])])


@pytest.fixture(scope="module")
def widely():
    return mif.compare_profiles(wide(), examples=0, resamples=400)


@pytest.mark.parametrize(("language", "clusters"), [(None, 24), ("en", 16), ("fr", 8)])
def test_the_paired_difference_against_brute_force(widely, language, clusters):
    one, two = (widely.scores[profile].outcomes for profile in widely.profiles)
    every = dict.fromkeys((cluster for _, cluster, _ in one.conversations), 1.0)

    def differ(often):
        return plain_figures(two, often, language) - plain_figures(one, often, language)

    values = differ(every)
    # What a cluster does to a figure: how the figure changes when it counts a little more.
    effects = np.array([(differ({**every, name: 1 + 1e-6}) - values) / 1e-6 for name in every])
    figures = widely.headline if language is None else widely.by_language[language]
    assert [(each.figure, each.mode) for each in figures] == list(HEADLINE)
    for place, headline in enumerate(figures):
        change = headline.changes["multi-if"]
        assert change.value == pytest.approx(values[place])
        squares = effects[:, place] ** 2
        left = (squares**2).sum() - squares.sum() ** 2 / clusters
        freedom = min(2 * squares.sum() ** 2 / left, clusters - 1)
        error = np.sqrt(squares.sum() * clusters / (clusters - 1))
        # Of the half width, 1 / freedom² is that of clusters whose replies are all alike.
        doubt = freedom**-2
        least = (1 - doubt) * student(np.array([freedom]), 0.95)[0] * error
        half = change.high - change.value
        assert change.value - change.low == pytest.approx(half)
        assert least < half + 1e-9
        assert half < least + doubt
    assert figures[0].changes["multi-if"].low < figures[0].changes["multi-if"].high


def test_a_difference_of_one_cluster_has_no_interval(found):
    for headline in found.by_language["zh"]:
        change = headline.changes["multi-if"]
        assert (change.low, change.high) == (None, None)
        assert change.note == "no interval: one cluster"
    assert found.by_language["zh"][1].changes["multi-if"].value == pytest.approx(1 / 3)


def test_nothing_changes_where_two_profiles_agree():
    agreed = Run(
        [conversations()[0]],
        {("fog:en", 1, sample): Record("fog:en", 1, sample, "The fog.") for sample in range(3)},
        {"samples": 3},
        "agreed",
    )
    wide_run = wide()
    alike = Run(
        wide_run.conversations,
        {place: replace(record, reply="") for place, record in wide_run.replies.items()},
        wide_run.settings,
        "alike",
    )
    one, many = (
        mif.compare_profiles(run).headline[0].changes["multi-if"] for run in (agreed, alike)
    )
    assert one == Change(0.0, note="no interval: one cluster")
    # None of 24 conversations differs, so at most about a sixth would.
    assert (many.value, many.note) == (0, "")
    assert many.low == -many.high
    assert 1 / 8 < many.high < 1 / 5


def test_what_nobody_can_judge_has_no_difference():
    run = made()
    run = Run([run.conversations[4]], run.replies, run.settings, "hi")
    found = mif.compare_profiles(run, ("native", "multi-if"), resamples=20, ids=["change_case"])
    (row,) = found.rows
    assert counts(row) == (0, 0, 3, 0, 3)
    empty = mif.compare_profiles(made(replies=()), resamples=20)
    assert empty.rows == ()
    for headline in empty.headline:
        assert headline.changes["multi-if"] == Change(None, note="nothing to judge")
    assert "n/a" in empty.to_markdown()
    assert "0 of 0 verdicts differ" in empty.to_markdown()


def test_loose_verdicts_are_counted_when_asked_for():
    instruction = mif.Instruction("startend:end_checker", {"end_phrase": "Any questions?"})
    turn = mif.Turn("Ask.", (instruction,))
    record = Record("k", 1, 0, "It rains.\n\n**Any questions?**")
    run = Run([mif.Conversation("k", "en", (turn,))], {("k", 1, 0): record}, {"samples": 1}, "k")
    assert mif.compare_profiles(run, resamples=0).rows[0].differ == 1
    loose = mif.compare_profiles(run, resamples=0, loose=True)
    assert loose.rows[0].differ == 0
    assert loose.mode == "loose"


def test_several_profiles_are_each_compared_with_the_first():
    found = mif.compare_profiles(made(), ("ifeval", "native", "multi-if"), resamples=20, examples=0)
    pairs = {row.profiles for row in found.rows}
    assert pairs == {("ifeval", "native"), ("ifeval", "multi-if")}
    assert len(found.rows) == 2 * len(ROWS)
    assert set(found.headline[0].changes) == {"native", "multi-if"}
    mirrored = {
        (row.id, row.language): counts(row)
        for row in mif.compare_profiles(made(), ("multi-if", "native")).rows
    }
    for name, (one, two, three, four, checks) in ROWS.items():
        assert mirrored[name] == (two, one, four, three, checks)


def test_languages_and_ids_narrow_it_down(found):
    part = mif.compare_profiles(made(), languages=["French", "zh"], ids=["startend"], resamples=20)
    assert [(row.id, row.language) for row in part.rows] == [("startend:quotation", "fr")]
    assert set(part.by_language) == {"fr", "zh"}
    assert counts(part.rows[0]) == ROWS["startend:quotation", "fr"]
    assert "lang:fr" in part.to_dict()["signatures"]["native"]


def test_progress_counts_a_reply_once_a_profile():
    told = []
    mif.compare_profiles(
        made(), resamples=0, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(done, 30) for done in range(1, 31)]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"profiles": ("native",)}, "two profiles or more"),
        ({"profiles": "native"}, "two profiles or more"),
        ({"profiles": ("native", "native")}, "twice"),
        ({"profiles": ("native", "multi_if", "multi-if")}, "twice"),
        ({"profiles": ("native", "multiif")}, "did you mean"),
        ({"ids": ["punctuation:no_coma"]}, "did you mean 'punctuation:no_comma'"),
        ({"languages": ["ru"]}, "there are en, fr, hi, zh"),
        ({"languages": ["xx"]}, "xx"),
        ({"examples": -1}, "examples"),
        ({"confidence": 2.0}, "confidence"),
        ({"resamples": -1}, "resamples"),
    ],
)
def test_what_cannot_be_compared_is_said(asked, part):
    with pytest.raises(mif.MifcheckError, match=part):
        mif.compare_profiles(made(), **asked)


def test_markdown_and_html_hold_nothing_that_a_reply_says_as_markup():
    said = "fogs `x` ``y`` | <b>bold</b> [link](http://x) \x1b[31m \u202e \u2028 # head"
    record = Record("fog:en", 1, 0, said)
    run = Run(conversations()[:1], {("fog:en", 1, 0): record}, {"samples": 1}, "hostile")
    found = mif.compare_profiles(run, resamples=0)
    page = found.to_markdown()
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\u2028" not in page
    (line,) = (line for line in page.splitlines() if line.startswith("- reply "))
    assert line.startswith("- reply ``` ")
    assert line.endswith(" ```")
    assert "<b>bold" not in found._repr_html_()
    assert found._repr_html_().count("<table>") == 2
    assert str(found) == page


def test_to_dict_is_json(found):
    held = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert held["schema"] == "mifcheck.differences/1"
    assert held["profiles"] == ["native", "multi-if"]
    assert sum(row["differ"] for row in held["rows"]) == 12
    assert held["headline"][0]["figure"] == "accuracy.mean"
    change = held["headline"][0]["changes"]["multi-if"]
    estimates = held["headline"][0]["estimates"]
    assert change["value"] == pytest.approx(
        estimates["multi-if"]["value"] - estimates["native"]["value"]
    )
