"""Whatever is in a name, a path or a reply: nothing shown steers a terminal."""

from __future__ import annotations

import ast
import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.errors import MifcheckError
from mifcheck.languages.language import Measurement
from mifcheck.linting.findings import Finding, Location
from mifcheck.runs.progress import progress_bar
from mifcheck.safe import printable
from mifcheck.scores.scores import Scores
from mifcheck.signature import Signature
from mifcheck.testing.drafts import LanguageFileReport

HOUSE = Path(mif.__file__).parent
EVIL = "a\x1b[31m\x9b2J\u202eb\r\x07\u2028\u200b\U000e0041"
PLAIN = {
    "Bound", "Limit", "Counts", "Figure", "_Quoted", "_Uncertain", "StrictLoose", "FrozenDict",
    "TextValue", "Slot", "Request", "Comparison", "Differences", "Registry", "NumberKind",
    "VerdictTable", "Law",
}  # fmt: skip
"""Classes that show only figures, names of the program, and text as `repr` writes it."""


def steers(text: str) -> bool:
    return any(printable(char, keep="\n") != char for char in text)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Values with evil names, paths, replies and parameters, by the class that displays them."""
    folder = tmp_path_factory.mktemp("shown")
    path = folder / f"{EVIL}.jsonl"
    asked = {"id": "keywords:existence", "kwargs": {"keywords": [EVIL, "fog"]}}
    rows = [
        {"key": f"{EVIL}{number}", "cluster": EVIL, "language": "en", "turns": [{"prompt": EVIL, "instructions": [asked]}]}
        for number in range(3)
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    conversations = mif.load(path)
    replies = [{"key": row["key"], "turn": 1, "response": f"fog {EVIL} fog"} for row in rows]
    run = replace(mif.read_replies(conversations, replies), name=EVIL)
    scores = mif.score(run, resamples=20)
    odd = Scores(replace(scores.outcomes, signature=f"{scores.signature}{EVIL}"), resamples=20)
    rated = folder / f"rated{EVIL}.csv"
    with rated.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["key", "turn", "model", f"Tone{EVIL}", "pif"]]
            + [[row["key"], 1, EVIL, place + 1, place / 4] for place, row in enumerate(rows)]
        )
    ratings = mif.read_ratings(rated)
    compared = mif.compare(scores, scores, by="conversation")
    differences = mif.compare_profiles(run, resamples=20)
    where = Location(file=EVIL, row=1, key=EVIL)
    return {
        "Conversations": [conversations, conversations[0]],
        "Run": [run, run.with_thinking("keep"), *run.replies.values()],
        "Scores": [scores, odd, scores.figures, scores.distribution()],
        "GroupedMetrics": [scores.by("conversation"), scores.by("id"), scores.by("turn", "conversation")],
        "Comparison": [compared, compared.dominance, *compared.rows],
        "Differences": [differences, *differences.rows],
        "Ratings": [ratings, ratings[0]],
        "Agreements": [mif.correlate(scores, ratings)],
        "Finding": [Finding("bad-row", where, EVIL, EVIL), *mif.lint(conversations)],
        "Location": [where],
        "Text": [mif.Text(EVIL, "en")],
        "Language": [replace(mif.get_language("hi"), name=EVIL, native_name=EVIL)],
        "LanguageFileReport": [LanguageFileReport(EVIL, 1, (EVIL,), 1, Measurement(EVIL, 100))],
        "Registry": [mif.registry],
        "Verdict": [mif.check(asked["id"], asked["kwargs"], EVIL)],
        "Checker": [mif.build(asked["id"], asked["kwargs"])],
        "DataError": [mif.DataError(EVIL, path, 1, EVIL), *conversations.skipped],
        "MifcheckError": [MifcheckError(EVIL), mif.UnknownIdError(EVIL), mif.ParameterError(EVIL)],
    }  # fmt: skip


def test_no_value_shows_what_steers(shown):
    for name, values in shown.items():
        for value in values:
            for told in (str(value), repr(value)):
                assert told
                assert not steers(told), (name, ascii(told))
            if hasattr(value, "_repr_html_"):
                assert not steers(value._repr_html_()), name


def test_the_names_are_there_and_escaped(shown):
    assert r"a\x1b[31m\x9b2J\u202eb\r\x07" in repr(shown["Run"][0])
    assert r"\x1b[31m" in str(shown["GroupedMetrics"][0])


def test_a_verdict_is_explained_without_what_steers():
    verdict = mif.check("keywords:existence", {"keywords": ["fog"]}, f"{EVIL} fog {EVIL}")
    told = verdict.explain(f"{EVIL} fog {EVIL}")
    assert r"\x1b[31m" in told
    assert not steers(told)


def test_an_error_about_a_path_is_harmless(tmp_path):
    for fails in (
        lambda: mif.load(tmp_path / EVIL),
        lambda: mif.Run.load(tmp_path / EVIL),
        lambda: mif.check(EVIL, {}, "a"),
        lambda: mif.build("keywords:existence", {EVIL: EVIL}),
    ):
        with pytest.raises(MifcheckError) as raised:
            fails()
        assert r"\x1b" in str(raised.value)
        assert not steers(str(raised.value))


def test_a_signature_holds_nothing_that_steers():
    fields = ["profile", "lang", "unit", "mode", "think", "history", "placement", "checks", "lib"]
    for name in fields:
        with pytest.raises(mif.SignatureError, match="printable"):
            Signature(**{**dict.fromkeys(fields, "x"), name: EVIL})


def test_a_progress_bar_is_harmless(capsys):
    with progress_bar(f"label {EVIL}", shown=True) as show:
        show(1, 2, f"note {EVIL}")
    told = capsys.readouterr().err
    assert r"label a\x1b[31m" in told
    assert "\x9b" not in told
    assert "\u202e" not in told


def test_every_class_that_displays_itself_is_tried(shown):
    """One that is new here belongs in `shown`, or in `PLAIN` if it shows no text of others."""
    own = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                if methods & {"__str__", "__repr__"} or "Displayed" in bases:
                    own.add(node.name)
    assert (
        own - set(shown) - PLAIN - {"Displayed", "Signature", "Dominance", "Distribution"} == set()
    )
