"""The page of a report: what was run, the figures and what the words mean, harmless to open."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plot_cases import EVIL, long
from score_cases import outcomes, reply, scored, turns

import mifcheck as mif
from mifcheck.report.charts import chart
from mifcheck.report.curves import OVERVIEW, overview, panel, panels
from mifcheck.report.page import json_in_script, scores_page
from mifcheck.scores.scores import Scores

WHOLE = "All turns, strict unless a row says otherwise, in per cent"


@pytest.fixture(scope="module")
def pair() -> dict[str, Scores]:
    return {"one": scored(long(1, 0.8), 100), "two": scored(long(2, 0.5), 100)}


def test_a_page_has_the_curves_and_their_numbers(pair):
    text = scores_page(pair, panels(pair), ["a <note>"], settings=SETTINGS)
    assert text.startswith("<!DOCTYPE html>")
    assert text.count('<figure class="chart">') == len(OVERVIEW)
    assert "a &lt;note&gt;" in text
    told = tables(text)
    assert len(told) == 3 + len(OVERVIEW)
    for place, scores in enumerate(pair.values()):
        here = slice(3 * place, 3 * place + 3)
        by_age, whole = told["Followed, by age"], told[WHOLE]
        assert by_age["3"][here] == cells(scores.by("age")[3].accuracy.instruction.strict)
        assert whole["PIF"][here] == cells(scores.pif.strict)
        assert whole["PIF-2-1"][here] == cells(scores.pif_n_k(2, 1).strict)
        assert whole["forgotten since last turn"][here] == cells(
            scores.forgetting.consecutive.strict
        )
        by_id = told["Followed, strict, by instruction, in per cent"]
        assert by_id["f:2"][here] == cells(scores.by("id")["f:2"].accuracy.instruction.strict)
        assert told["Distribution of PIF"]["100.0"][3 * place] == "100.0"
        assert str(scores.counts) in text
    assert told["What was run"] == {
        "model": ["m", "&lt;b&gt;"], "settings": ["temperature=0.7", ""],
        "data": ["talk.jsonl", ""], "samples": ["2", ""], "instructions": ["moved", ""],
    }  # fmt: skip
    for word in ("PIF-N-K", "Forgotten since last turn", "Cluster", "Interval"):
        assert f"<dt>{word}</dt>" in text


def test_a_page_says_how_far_each_run_is_from_the_first(pair):
    first, second = pair.values()
    found = [mif.compare(second, first, by=name) for name in ("language", "id")]
    text = scores_page(pair, [], compared={"two": found})
    told = tables(text)
    assert '<th scope="colgroup" colspan="2">two − one</th>' in text
    for row, name, group in (
        (told[WHOLE]["PIF"], "pif", {}),
        (told["Followed, strict, by instruction, in per cent"]["f:2"], "accuracy.instruction",
         {"id": "f:2"}),
    ):  # fmt: skip
        apart = found[1].find(name, **group)
        assert row[6:] == [points(apart.value), f"[{points(apart.low)}, {points(apart.high)}]"]
    assert re.search(
        r"PIF of single replies: one dominates two \(in [\d.]+ % of the resamples two does, ", text
    )


def points(value):
    return f"{100 * value:+.1f}".replace("-", "−")


def test_rows_of_nothing_and_tables_of_one_language_are_left_out():
    scores = scored([reply("+f:a"), reply("-f:a", "z")])
    told = tables(scores_page({"x": scores}, []))
    assert "PIF" in told[WHOLE]
    assert not [name for name in told[WHOLE] if name.startswith(("forgotten", "corrected"))]
    assert set(told) == {WHOLE, "Followed, strict, by instruction, in per cent"}


def test_a_page_loads_nothing_and_runs_its_own_script_alone(pair):
    text = scores_page(pair, panels(pair), settings=SETTINGS)
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1])
    held = dict(part.split(" ", 1) for part in policy.split("; "))
    assert held["default-src"] == "'none'"
    style, script = (
        re.search(rf"<{tag}>(.+?)</{tag}>", text, re.DOTALL)[1] for tag in ("style", "script")
    )
    for name, content in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert held[name] == f"'sha256-{digest}'"
    page = Elements()
    page.feed(text)
    assert [name for tag, names in page.found for name in names if loads(tag, name)] == []
    assert [tag for tag, _ in page.found if tag in {"link", "img", "iframe", "object"}] == []
    assert not re.search(r"@import|url\(", style)


class Elements(HTMLParser):
    """Gathers each element with the names of its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, [name for name, _ in attrs]))


def loads(tag, name):
    return (
        name in {"src", "srcset", "style"}
        or name.startswith("on")
        or (name == "href" and tag != "a")
    )


@given(
    st.recursive(
        st.text(st.characters(codec=None) | st.sampled_from("<>/!-&\ud800\u2028\0"))
        | st.sampled_from(["</script>", "<!--<script>", "]]>"]),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_in_a_script_element_cannot_end_it_and_reads_back(value):
    text = json_in_script(value)
    assert "<" not in text
    assert json.loads(text.encode("utf-8")) == value


def test_a_chart_has_a_mark_for_each_point_that_says_its_number(pair):
    shown = panel(pair, "age")
    text = chart(shown)
    assert text.count('class="mark') == sum(len(curve.x) for curve in shown.curves)
    estimate = pair["one"].by("age")[3].accuracy.instruction.strict
    value, ends, n = cells(estimate)
    told = f"one, {shown.x_label} 3: {value} % {ends}, n {n}"
    assert f"<title>{told}</title>" in text
    assert text.count("mark few") == text.count('class="mark')  # nine conversations


def test_a_point_stands_at_its_share(pair):
    shown = panel({"x": scored(turns("+f:a +f:b", "+f:a@1 -f:b@1"))}, "turn")
    places = re.findall(
        r'class="mark few" d="[^"]+" transform="translate\((\S+) (\S+)\)"', chart(shown)
    )
    lines = dict(re.findall(r'y="([\d.]+)">(\d+ %)</text>', chart(shown)))
    at = {told: float(y) - 4 for y, told in lines.items()}
    assert [float(y) for _, y in places] == [at["100 %"], at["50 %"]]


def test_without_a_reply_a_page_has_no_curves():
    assert overview({"x": scored([reply("error")])}) == []
    with pytest.raises(mif.ParameterError, match="nothing to draw"):
        panels({"x": scored([reply("error")])})


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
    text = scores_page(pair, panels(pair, ["k"]), settings={"one": {"model": "x"}})
    assert set(tables(text)) == {
        WHOLE,
        "Followed, strict, by instruction, in per cent",
        "PIF-2-K",
    }
    assert "dominates two" not in text


def test_a_page_has_no_secret_of_a_model(pair):
    settings = {"one": {"model": {"name": "m", "settings": {"api_key": "hush", "n": 1}}}}
    text = scores_page(pair, panels(pair, ["k"]), "<svg></svg>", settings=settings)
    assert "hush" not in text
    assert "api_key=***, n=1" in text


@pytest.mark.parametrize("name", EVIL)
def test_a_page_escapes_whatever_it_shows(name):
    evil = "<script>alert(1)</script>\u202e"
    item = replace(reply("+f:a"), language=evil)
    runs = {name: Scores(outcomes([item, reply("-f:a -f:b", "z")], signature=evil), resamples=0)}
    settings = {name: {"model": {"name": evil, "settings": {evil: evil}}, "date": evil}}
    text = scores_page(runs, panels(runs), [evil, name], settings=settings)
    assert text.count("<script") == 2
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "\x00" not in text
