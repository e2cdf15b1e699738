"""The page of a report: what was run, the figures and what the words mean, harmless to open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from plot_cases import EVIL, long
from score_cases import outcomes, reply, scored

import mifcheck as mif
from mifcheck.report import plots
from mifcheck.report.curves import OVERVIEW, panels
from mifcheck.report.page import scores_page
from mifcheck.scores.scores import Scores


@pytest.fixture(scope="module")
def pair() -> dict[str, Scores]:
    return {"one": scored(long(1, 0.8), 100), "two": scored(long(2, 0.5), 100)}


def test_a_page_has_the_picture_and_its_numbers(pair):
    shown = panels(pair)
    text = scores_page(
        pair, shown, plots.svg(plots.draw(shown, 0.95)), ["a <note>"], settings=SETTINGS,
        dominance=mif.dominance(pair["one"], pair["two"]),
    )  # fmt: skip
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<svg") == 1
    assert text.count("<table>") == 2 + len(OVERVIEW)
    assert "a &lt;note&gt;" in text
    told = tables(text)
    for place, scores in enumerate(pair.values()):
        here = slice(3 * place, 3 * place + 3)
        by_age, whole = (
            told["Followed, by age"],
            told["All turns, strict unless a row says otherwise, in per cent"],
        )
        assert by_age["3"][here] == cells(scores.by("age")[3].accuracy.instruction.strict)
        assert whole["PIF"][here] == cells(scores.pif.strict)
        assert whole["PIF-2-1"][here] == cells(scores.pif_n_k(2, 1).strict)
        assert whole["forgotten since last turn"][here] == cells(
            scores.forgetting.consecutive.strict
        )
        assert told["Distribution of PIF"]["100.0"][3 * place] == "100.0"
        assert str(scores.counts) in text
    assert told["What was run"] == {
        "model": ["m", "&lt;b&gt;"], "settings": ["temperature=0.7", ""],
        "data": ["talk.jsonl", ""], "samples": ["2", ""], "instructions": ["moved", ""],
    }  # fmt: skip
    assert "PIF of single replies: one dominates two (of resamples, one does in " in text
    for word in ("PIF-N-K", "Forgotten since last turn", "Cluster", "Interval"):
        assert f"<dt>{word}</dt>" in text
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in text
    for loaded in ("src=", "<link", "<script", "@import", "url(http", "<image", 'href="http'):
        assert loaded not in text


SETTINGS = {
    "one": {"model": {"name": "m", "settings": {"temperature": 0.7}}, "samples": 2,
            "data": {"source": "talk.jsonl", "sha256": "6a61"}, "placement": "moved"},
    "two": {"model": {"name": "<b>", "settings": {}}, "data": None},
}  # fmt: skip


def tables(text):
    """Of each table by the first words of its caption the rows by name."""
    found = {}
    for table in re.findall("<table>(.+?)</table>", text):
        caption = re.search("<caption>(.+?)(?::|</caption>)", table)[1]
        found[caption] = {
            name: re.findall("<td[^>]*>(.*?)</td>", row)
            for name, row in re.findall('<tr><th scope="row">(.+?)</th>(.+?)</tr>', table)
        }
    return found


def cells(estimate):
    """Value and interval in per cent, and n, as a page has them."""
    ends = f"[{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"
    return [f"{100 * estimate.value:.1f}", ends, str(estimate.n)]


def test_a_page_of_runs_of_which_nothing_is_known_has_no_table_of_it(pair):
    text = scores_page(pair, panels(pair, ["k"]), "<svg></svg>", settings={"one": {"model": "x"}})
    assert set(tables(text)) == {
        "All turns, strict unless a row says otherwise, in per cent",
        "PIF-2-K",
    }
    assert "dominates two" not in text


def test_a_page_has_no_secret_of_a_model(pair):
    settings = {"one": {"model": {"name": "m", "settings": {"api_key": "hush", "n": 1}}}}
    text = scores_page(pair, panels(pair, ["k"]), "<svg></svg>", settings=settings)
    assert "hush" not in text
    assert "api_key=***, n=1" in text


@pytest.mark.parametrize("name", EVIL)
def test_a_page_escapes_whatever_it_shows(pair, name):
    evil = "<script>alert(1)</script>\u202e"
    item = replace(reply("+f:a"), language=evil)
    runs = {name: Scores(outcomes([item, reply("-f:a -f:b", "z")], signature=evil), resamples=0)}
    shown = panels(runs)
    settings = {name: {"model": {"name": evil, "settings": {evil: evil}}, "date": evil}}
    text = scores_page(
        runs, shown, plots.svg(plots.draw(shown, 0.95)), [evil, name], settings=settings
    )
    assert "<script" not in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "\x00" not in text
