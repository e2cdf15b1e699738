"""What people are shown: harmless, within the width, and true to the values it is made of."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import mifcheck as mif
from mifcheck.errors import ModelError
from mifcheck.languages import known_languages
from mifcheck.report.comparison import comparison_report
from mifcheck.report.curves import panels
from mifcheck.report.listing import catalogue, description_page
from mifcheck.report.page import scores_page
from mifcheck.report.scores import scores_report
from mifcheck.report.show import as_text
from mifcheck.report.verdicts import verdict_report
from mifcheck.safe import printable
from mifcheck.scores.metrics import METRICS

JOINERS = "\u200c\u200d"
ARABIC_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\u070f"


# text from elsewhere

HOSTILE = {
    "\x1b]0;x\x07": "\\x1b]0;x\\x07",
    "\x9b31mred": "\\x9b31mred",
    "[bold]x[/bold]": "[bold]x[/bold]",
    "\u202egnp.exe": "\\u202egnp.exe",
    "\u2067x\u2069": "\\u2067x\\u2069",
    "a\r\x08\x7fb": "a\\r\\x08\\x7fb",
    "a\u200bb\u00adc\ufeffd": "a\\u200bb\\xadc\\ufeffd",
    "\u2028\u2029\x85": "\\u2028\\u2029\\x85",
    "\U000e0041": "\\U000e0041",
    "\ud800": "\\ud800",
    "a\nb\tc": "a\\nb\\tc",
    ":smile:": ":smile:",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_steers_a_terminal_or_hides_is_escaped(text):
    assert printable(text) == HOSTILE[text]


@given(st.text(st.characters()))
def test_nothing_unsafe_is_left_and_nothing_else_changes(text):
    shown = printable(text)
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    left = {char for char in shown if unicodedata.category(char) in unsafe}
    assert left <= set(JOINERS + ARABIC_SIGNS)
    assert printable(shown) == shown
    shown.encode("utf-8")
    assert printable(text, keep="\n").count("\n") == text.count("\n")


@pytest.mark.parametrize("code", known_languages())
def test_ordinary_text_is_left_alone(code):
    for example in mif.get_language(code).examples:
        assert printable(example.text, keep="\n\t") == example.text
    assert printable("क्‍ष परीक्षा 👩‍👩‍👧 é\u0301") == "क्‍ष परीक्षा 👩‍👩‍👧 é\u0301"


# verdicts

PIECES = ("a", "b c", ",", "雨", "，", "बा", "रि", "é", "👩‍👧", "\n", "\x1b[1m", "[b]", "river, ")
REPLIES = st.lists(st.sampled_from(PIECES) | st.characters(), min_size=1, max_size=40).map("".join)


@st.composite
def marked_replies(draw):
    """A reply, and spans within its lines that do not overlap."""
    reply = re.sub("[⟦⟧]", "", draw(REPLIES))
    cuts = sorted(draw(st.sets(st.integers(0, len(reply)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    spans = [mif.Span(a, b) for a, b in pairs if "\n" not in reply[a:b]]
    return reply, draw(st.permutations(spans))


def verdict_of(spans):
    return mif.Verdict(False, len(spans), "none of it", tuple(spans), (), "it is there", "x:y")


@given(marked_replies())
def test_the_marked_text_is_the_evidence(case):
    reply, spans = case
    text = as_text(verdict_report(verdict_of(spans), reply, marked=True), width=2000)
    lines_held = {reply.count("\n", 0, span.start) for span in spans}
    if len(lines_held) <= 8:
        marked = re.findall("⟦(.*?)⟧", text)
        assert marked == [printable(reply[a:b]) for a, b, _ in sorted(spans)]
        lines = [reply.split("\n")[number] for number in sorted(lines_held)]
        shown = text.replace("⟦", "").replace("⟧", "").splitlines()[3:]
        found = [re.sub(r"^ *line \d+ {0,2}", "", line).rstrip() for line in shown]
        assert found == [printable(line).rstrip() for line in lines]
    assert "⟦" not in as_text(verdict_report(verdict_of(spans), reply), width=2000)


@given(marked_replies())
def test_the_underlined_text_is_the_evidence(case):
    reply, spans = case
    console = Console(
        width=2000, color_system="truecolor", force_terminal=True, legacy_windows=False
    )
    segments = console.render(verdict_report(verdict_of(spans[:1]), reply))
    underlined = "".join(each.text for each in segments if each.style and each.style.underline)
    assert underlined == "".join(printable(reply[a:b]) for a, b, _ in spans[:1])


def test_long_lines_and_many_lines_are_cut_between_the_evidence():
    reply = "x" * 5000 + "," + "y" * 5000
    text = as_text(verdict_report(mif.check("punctuation:no_comma", {}, reply), reply, marked=True))
    assert "x⟦,⟧y" in text.replace("\n" + " " * 10, "")
    assert len(text) < 1000
    many = "a,\n" * 50
    text = as_text(verdict_report(mif.check("punctuation:no_comma", {}, many), many, marked=True))
    assert text.count("⟦") == 8
    assert "and 42 more lines" in text
    words = "word " * 100_000
    verdict = mif.check("keywords:existence", {"keywords": ["word"]}, words)
    text = as_text(verdict_report(verdict, words, marked=True))
    assert len(text) < 10_000


def test_parts_of_a_combination_are_shown_each_with_its_own_answer():
    checker = mif.build("punctuation:no_comma") & ~mif.build(
        "keywords:existence", {"keywords": ["b"]}
    )
    text = as_text(verdict_report(checker.check("a, c"), "a, c", marked=True))
    assert text.split()[0] == "failed"
    assert "  failed      punctuation:no_comma" in text
    assert "⟦,⟧" in text
    assert "passed" in text


# scores

HI = mif.Instruction("punctuation:no_comma")
TWO = mif.Instruction("keywords:existence", {"keywords": ["river"]})


def scores_of(turns, languages=("en", "hi", "zh"), samples=2, count=3, resamples=200, reply=None):
    conversations = [
        mif.Conversation(f"{n}:{code}", code, tuple(mif.Turn("p", (HI, TWO)) for _ in range(turns)))
        for n in range(count)
        for code in languages
    ]
    asked = []

    def answer(chat):
        asked.append(1)
        return ("river", "a, b", "river,")[len(asked) % 7 % 3]

    run = mif.drive(conversations, reply or answer, samples=samples, progress=False)
    return mif.score(run, resamples=resamples)


def row(text, start):
    return next(line for line in text.splitlines() if line.startswith(f"  {start}"))


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize(("turns", "samples"), [(1, 1), (2, 4), (3, 2), (6, 1), (20, 3)])
def test_a_narrow_table_is_whole_too(turns, samples, width):
    scores = scores_of(turns, samples=samples, count=8)
    text = as_text(scores_report(scores, "a model"), width=width)
    assert max(len(line) for line in text.splitlines() if "mifcheck|" not in line) <= width
    assert "…" not in text
    mean = scores.accuracy.mean
    shown = f"{100 * mean.value:.1f}"
    if width == 80:
        shown += f" [{100 * mean.low:.1f}-{100 * mean.high:.1f}]"
    assert shown in row(text, "all (24)")


def test_every_metric_is_in_every_table():
    scores = scores_of(2, samples=1)
    report = as_text(scores_report(scores))
    compared = as_text(comparison_report(mif.compare(scores, scores, resamples=20)))
    page = scores_page({"a": scores}, panels({"a": scores}, ["turn"]), "<svg></svg>")
    for metric in METRICS:
        assert metric.label.lower() in report.lower()
        assert metric.label in compared
        assert f'<th scope="row">{metric.label}' in page
        assert metric.short in str(scores)
        assert metric.short in scores.by("language")._repr_html_()


def test_the_head_promises_no_interval_where_there_is_none():
    text = as_text(scores_report(scores_of(2, languages=("hi",), count=1)))
    assert "interval" not in text
    assert "[" not in text.partition("In brackets")[0]


def test_turns_that_pif_n_k_leaves_out_are_counted():
    def reply(chat, asked=[]):  # noqa: B006 - counts the calls
        asked.append(1)
        if len(asked) == 3:
            raise ModelError("once")
        return "river"

    scores = scores_of(1, languages=("hi",), count=3, samples=2, reply=reply)
    text = as_text(scores_report(scores))
    assert "PIF-2-K rests on 2 of 3 turns: 1 has fewer than 2 replies that could be judged" in text
    assert "rests on" not in as_text(scores_report(scores_of(1)))


@pytest.mark.parametrize(("turns", "samples"), [(1, 1), (2, 4), (3, 2), (5, 1), (20, 3), (3, 12)])
def test_the_table_fits_100_columns_whole(turns, samples):
    scores = scores_of(turns, samples=samples)
    text = as_text(scores_report(scores, "a model"))
    assert max(len(line) for line in text.splitlines() if "mifcheck|" not in line) <= 100
    table, _, _ = text.partition("In brackets")
    assert "…" not in table
    assert ("turn 1 " in table) == (turns > 1)
    assert ("turn " + str(turns) in table) == (turns > 1)
    assert ("orgotten" in table) == (turns > 1)
    assert f"PIF-{samples}-1" in table
    assert f"PIF-{samples}-{samples}" in table


def test_the_cells_are_the_figures():
    scores = scores_of(3)
    text = as_text(scores_report(scores))

    def cell(estimate):
        if estimate.low is None:
            return f"{100 * estimate.value:.1f}"
        return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}-{100 * estimate.high:.1f}]"

    by_turn = [scores.by("turn")[turn] for turn in (1, 2, 3)]
    figures = [*by_turn, scores.figures]
    for start, estimates in {
        "Hindi (3)": [scores.by("turn", "language")[turn, "hi"].accuracy.mean for turn in (1, 2, 3)]
        + [scores.by("language")["hi"].accuracy.mean],
        "instructions, strict": [each.accuracy.instruction.strict for each in figures],
        "instructions, loose": [each.accuracy.instruction.loose for each in figures],
        "whole replies, strict": [each.accuracy.conversation.strict for each in figures],
        "whole replies, loose": [each.accuracy.conversation.loose for each in figures],
        "PIF ": [each.pif.strict for each in figures],
        "PIF-2-2": [each.pif_n_k(2, 2).strict for each in figures],
        "forgotten since last turn": [each.forgetting.consecutive.strict for each in figures[1:]],
        "forgotten since any turn": [each.forgetting.ever.strict for each in figures[1:]],
        "corrected since last turn": [each.correction.strict for each in figures[1:]],
    }.items():
        shown = re.findall(r"[\d.]+(?: \[[\d.]+-[\d.]+\])?", row(text, start)[27:])
        assert shown == [
            cell(each).replace("100.0]", "100]").replace("[100.0", "[100") for each in estimates
        ]


def test_what_was_lost_is_said():
    def reply(chat):
        if len(chat) == 1:
            return "<think>never ends"
        raise ModelError("no")

    text = as_text(
        scores_report(scores_of(2, reply=mif.models.as_model(reply), count=1, samples=1))
    )
    assert "3 errors, 0 missing, 3 with unclosed thinking, 0 cut off" in text
    assert "3 replies; 6 instructions checked, 0 not judged" in text


def test_one_language_has_no_row_of_all():
    text = as_text(scores_report(scores_of(2, languages=("hi",))))
    assert "Hindi (3)" in text
    assert "all (3)" not in text


def test_titles_and_notes_are_harmless():
    text = as_text(scores_report(scores_of(1), "[red]\x1b]0;x\x07", ["[bold]\u202e"]))
    assert "[red]\\x1b]0;x\\x07" in text
    assert "[bold]\\u202e" in text


# the list


def test_a_checker_of_someone_else_is_described_harmlessly():
    known = mif.describe("keywords:frequency")
    odd = dataclasses.replace(
        known, id="odd:\x1b[1m", summary="[bold]\x07", example={}, languages=("hi",)
    )
    for text in (as_text(catalogue([odd])), as_text(description_page(odd))):
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "[bold]\\x07" in text
    assert "only in hi" in as_text(catalogue([odd]))
    assert "frequency, relation" in as_text(catalogue([odd]))
