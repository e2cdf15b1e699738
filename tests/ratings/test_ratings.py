"""Ratings of replies: read, averaged, and held against PIF; the excerpt of MMMT-IF anew."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rating_cases import OWN, SCORED, TURN, released, write
from score_cases import reply, scored

import mifcheck as mif
from mifcheck.errors import DataError, ParameterError
from mifcheck.ratings.values import Rating, Ratings

SHARED = Path(__file__).parents[3] / "shared" / "data" / "mmmt_if_excerpt.csv"
needs_excerpt = pytest.mark.skipif(
    not SHARED.exists(), reason="the excerpt of MMMT-IF is not beside the repo"
)
MODELS = ("Gemini", "GPT-4o", "Sonnet")


def test_the_columns_of_the_release(tmp_path: Path) -> None:
    rows = [
        released("a", 1, X=("1", "7", "2"), Pro=("0.5", "6", ""), Big_Pro=("", "", "")),
        released("a", 2, X=("", "8", "3"), Pro=("0.25", "", ""), Big_Pro=("0", "9", "1.5")),
    ]
    found = mif.read_ratings(write(tmp_path, rows))
    assert found.criteria == ("Tone", "Great clarity")
    assert found.models == ("X", "Pro", "Big Pro")
    assert list(found) == [
        Rating("a", 1, {"Tone": 7, "Great clarity": 2}, "X", None, 1.0),
        Rating("a", 1, {"Tone": 6}, "Pro", None, 0.5),
        Rating("a", 2, {"Tone": 8, "Great clarity": 3}, "X"),
        Rating("a", 2, {}, "Pro", None, 0.25),
        Rating("a", 2, {"Tone": 9, "Great clarity": 1.5}, "Big Pro", None, 0.0),
    ]
    assert found.of("Pro").items == (found[1], found[3])
    assert found[:2] == Ratings(found.items[:2], found.criteria)
    assert "5 replies of X, Pro, Big Pro; Tone, Great clarity" in repr(found)
    with pytest.raises(ParameterError, match="no model 'Y' was rated; rated: X, Pro, Big Pro"):
        found.of("Y")


def test_a_column_without_a_name_is_an_index_and_says_nothing(tmp_path: Path) -> None:
    rows = [released("a", 1, X=("1", "7", "2")), released("a", 2, X=("0.5", "", "4"))]
    found = mif.read_ratings(write(tmp_path, [{"": place} | row for place, row in enumerate(rows)]))
    assert list(found) == [
        Rating("a", 1, {"Tone": 7, "Great clarity": 2}, "X", None, 1.0),
        Rating("a", 2, {"Great clarity": 4}, "X", None, 0.5),
    ]
    own = [{"": 0, " ": 7, "key": "a", "turn": 1, "tone": 4}]
    assert list(mif.read_ratings(write(tmp_path, own))) == [Rating("a", 1, {"tone": 4})]


@pytest.mark.parametrize("name", ["ratings.csv", "ratings.jsonl"])
def test_a_table_of_ones_own(tmp_path: Path, name: str) -> None:
    rows = [
        {"key": "a", "turn": 1, "sample": 0, "model": "m", "tone": 4, "rater": "Ann", "pif": 0.5},
        {"key": "a", "turn": 1, "sample": 1, "model": "m", "tone": 2.5, "rater": "Bob", "pif": 1},
        {"key": "b", "turn": 2, "sample": 0, "model": "m", "tone": "", "rater": "Ann", "pif": ""},
    ]
    found = mif.read_ratings(write(tmp_path, rows, name))
    assert found.criteria == ("tone",)
    assert list(found) == [
        Rating("a", 1, {"tone": 4}, "m", 0, 0.5),
        Rating("a", 1, {"tone": 2.5}, "m", 1, 1.0),
    ]
    assert found.rows()[0] == {
        "key": "a", "turn": 1, "sample": 0, "model": "m", "pif": 0.5, "tone": 4,
    }  # fmt: skip
    assert list(found.to_pandas()["tone"]) == [4, 2.5]


def test_key_turn_and_a_rating_suffice(tmp_path: Path) -> None:
    found = mif.read_ratings(write(tmp_path, [{"key": "7", "turn": "3", "help": "-1e1"}]))
    assert list(found) == [Rating("7", 3, {"help": -10.0})]


@pytest.mark.parametrize(
    ("rows", "row", "field", "said"),
    [
        ([OWN, OWN | {"tone": "good"}], 2, "tone", "a number is expected, not 'good'"),
        ([OWN, OWN | {"tone": True}], 2, "tone", "a number is expected, not True"),
        ([OWN, OWN | {"tone": "nan"}], 2, "tone", "a number is expected, not 'nan'"),
        ([OWN, OWN | {"tone": 5}], 2, None, "row 1 rates the same reply"),
        ([OWN, OWN | {"turn": 0}], 2, "turn", "a whole number from 1"),
        ([OWN, OWN | {"turn": 2, "key": ""}], 2, "key", "non-blank text"),
        ([OWN | {"pif": 1.5}], 1, "pif", "a PIF from 0 to 1 is expected, not 1.5"),
        ([OWN | {"sample": -1}], 1, "sample", "a whole number from 0"),
        ([{"key": "a", "tone": 4}], 1, "turn", "missing"),
        ([{"key": "a", "turn": 1, "said": "good"}], None, None, "the file holds no rating"),
        (
            [{"turn": 1, "tone": 4}],
            None,
            None,
            '"conversation id" (of MMMT-IF) or "key" is expected',
        ),
        (
            [{"conversation id": "a", TURN: 1, "Tone X": 3}],
            None,
            None,
            "tells which models were rated",
        ),
        ([released("a", 1, X=("1", "good", ""))], 1, "Tone X", "a number is expected"),
        ([released("a", "x", X=("1", "1", ""))], 1, TURN, "a whole number from 1"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, rows: list[dict[str, Any]], row: int | None, field: str | None, said: str
) -> None:
    path = write(tmp_path, rows, "ratings.jsonl")
    with pytest.raises(DataError) as caught:
        mif.read_ratings(path)
    assert (caught.value.path, caught.value.row, caught.value.field) == (str(path), row, field)
    assert said in caught.value.message


def test_a_row_of_csv_with_too_many_fields_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("key,turn,tone\na,1,4\na,2,4,5\n", "utf-8")
    with pytest.raises(DataError, match="row 2: 3 fields are expected, not 4"):
        mif.read_ratings(path)


def own(*rows: tuple[str, int, float | None, float], model: str = "") -> Ratings:
    """(key, turn, pif, tone) each."""
    return Ratings(
        tuple(Rating(k, t, {"tone": s}, model, None, p) for k, t, p, s in rows), ("tone",)
    )


def test_the_mean_pif_by_what_one_asks_for() -> None:
    rated = own(("a", 1, 1.0, 5), ("b", 1, 0.0, 5), ("a", 2, 0.5, 5), ("b", 10, None, 5))
    by_turn = rated.pif_by("turn")
    assert {turn: (each.value, each.n, each.left_out) for turn, each in by_turn.items()} == {
        1: (0.5, 2, 0), 2: (0.5, 1, 0), 10: (None, 0, 1)
    }  # fmt: skip
    # Two conversations that disagree leave nearly everything open.
    assert 0 < by_turn[1].low < 0.01 < 0.99 < by_turn[1].high < 1
    assert by_turn[1].note == ""
    assert by_turn[2].note == "no interval: one cluster"
    assert by_turn[10].note == "nothing to judge"
    assert rated.pif_by()[()].value == 0.5
    assert rated.pif_by("conversation", "turn")["a", 2].note == "no interval: one cluster"
    assert list(rated.pif_by("model", "turn")) == [("", 1), ("", 2), ("", 10)]
    assert rated.pif_by("model")[""].value == 0.5
    with pytest.raises(ParameterError, match="cannot group by 'language'; by any of model, turn"):
        rated.pif_by("language")
    with pytest.raises(ParameterError):
        rated.pif_by(confidence=1)


def test_pif_and_ratings_of_one_file() -> None:
    one = own(("a", 1, 0.0, 1), ("a", 2, 0.0, 2), ("b", 1, 1.0, 3), ("b", 2, 1.0, 10), model="m")
    other = own(("a", 1, None, 1), ("b", 1, 0.5, 9), model="n")
    rated = Ratings((*one, *other), ("tone",))
    found = mif.correlate(rated, rated, resamples=100)
    assert [(each.model, each.criterion) for each in found] == [
        ("m", "tone"), ("n", "tone"), (None, "tone")
    ]  # fmt: skip
    assert float(found.find("tone", "m").pearson) == pytest.approx(math.sqrt(0.5), abs=1e-12)
    assert float(found.find("tone", "m").spearman) == pytest.approx(math.sqrt(0.8), abs=1e-12)
    assert found.find("tone", "n").pearson.note == "fewer than two pairs"
    assert found.find("tone", "n").left_out == 1
    assert (found.find("tone").pearson.n, found.find("tone").left_out) == (5, 1)
    assert len(mif.correlate(rated, rated, model="m", resamples=0)) == 1
    assert (found.left_out, found.notes) == (
        1, ("1 rated reply has no PIF (the file tells none); "
            "the first is of conversation 'a', turn 1",),
    )  # fmt: skip
    assert "m      tone       4        +0.707" in str(found)
    assert "<td>tone</td>" in found._repr_html_()
    assert [row["figure"] for row in found.rows()][:2] == ["pearson", "spearman"]
    assert len(found.to_pandas()) == 6
    assert found.to_dict()["correlations"][0] == found[0].to_dict()
    assert found == mif.correlate(rated, rated, resamples=100, criteria="tone")
    for find in (lambda: found.find("tine"), lambda: found.find("tone", "o")):
        with pytest.raises(ParameterError, match="criteria: tone"):
            find()
    with pytest.raises(ParameterError, match="no criterion 'tome'; did you mean 'tone'"):
        mif.correlate(rated, rated, criteria=["tome"])


def test_the_pif_may_be_told_in_another_file() -> None:
    told = own(("a", 1, 0.25, 0), ("b", 1, 0.5, 0), ("c", 1, 1.0, 0))
    rated = own(("c", 1, None, 9), ("b", 1, None, 8), ("a", 1, None, 1), ("d", 1, None, 5))
    (found,) = mif.correlate(told, rated, resamples=0)
    assert (found.model, found.spearman.value, found.spearman.n, found.left_out) == ("", 1, 3, 1)
    with pytest.raises(
        DataError,
        match=r"not one rated reply has a PIF: 4 rated .*; the first is of conversation 'c', turn 1",
    ):
        mif.correlate(rated, rated)


def test_the_pif_of_a_run_is_joined_by_key_and_turn() -> None:
    rated = own(
        ("a:en", 1, None, 10), ("a:en", 2, None, 6), ("a:hi", 1, None, 1), ("b", 1, None, 9),
        ("c", 1, None, 9), ("d", 1, None, 1), ("e", 1, None, 4), ("nowhere", 1, None, 3),
        model="m",
    )  # fmt: skip
    (found,) = mif.correlate(scored(SCORED), rated, resamples=50)
    # 1, 1/2, 0, 1 (nothing active) and 1/3; an error, a reply that is not judged and a stranger are not
    pif, tone = [1, 1 / 2, 0, 1, 1 / 3], [10, 6, 1, 9, 4]
    assert float(found.pearson) == pytest.approx(np.corrcoef(pif, tone)[0, 1], abs=1e-10)
    assert (found.model, found.pearson.n, found.left_out) == ("m", 5, 3)
    assert mif.correlate(scored(SCORED), rated, resamples=0).left_out == 3
    assert mif.correlate(scored(SCORED), rated, resamples=0).notes == (
        "1 rated reply is not among the replies scored; the first is of conversation 'nowhere', "
        "turn 1",
        "2 rated replies have no PIF (an error, missing, or nothing judged); the first is of "
        "conversation 'b', turn 1",
    )
    # ranks 4.5 3 1 4.5 2 and 5 3 1 4 2
    assert float(found.spearman) == pytest.approx(9.5 / math.sqrt(9.5 * 10), abs=1e-12)


def test_a_misspelt_key_is_named_with_the_nearest() -> None:
    replies = [reply("+a", "bridge", 1), reply("-a", "bridge", 2), reply("-a", "harbour", 1)]
    places = [("bridge", 1), ("bridge", 3), ("brigde", 2), ("harbor", 1)]
    (note,) = mif.correlate(
        scored(replies), own(*((key, turn, None, 1.0) for key, turn in places)), resamples=0
    ).notes
    assert note == (
        "3 rated replies are not among the replies scored; the first is of conversation 'brigde', "
        "turn 2; did you mean 'bridge'?"
    )


def test_one_model_is_all_models() -> None:
    for model in ("", "m"):
        rated = own(("a", 1, 0.0, 1), ("b", 1, 1.0, 3), model=model)
        found = mif.correlate(rated, rated, resamples=0)
        assert found.find("tone") == found.find("tone", model) == found[0]
        with pytest.raises(ParameterError, match="of model 'o'"):
            found.find("tone", "o")


@pytest.mark.parametrize("model", [{}, {"model": "m"}])
def test_the_example_of_the_documents_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: dict[str, str]
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scores.md").read_text("utf-8")
    (block,) = (
        each for each in re.findall(r"```python\n(.+?)```", page, re.DOTALL) if "correlate" in each
    )
    tones = {("a:en", 1): 10, ("a:en", 2): 6, ("a:hi", 1): 1, ("e", 1): 4}
    write(tmp_path, [
        {"key": key, "turn": turn, "sample": 0, "tone": tone, "pif": tone / 10, **model}
        for (key, turn), tone in tones.items()
    ])  # fmt: skip
    monkeypatch.chdir(tmp_path)
    shared = {"mif": mif, "scores": scored(SCORED)}
    exec(compile(block, "scores.md", "exec", dont_inherit=True), shared)
    # PIF 1, 1/2, 0 and 1/3 has the order of the tones
    assert eval('found.find("tone").spearman.value', shared) == 1


def test_translations_are_drawn_together() -> None:
    replies = [
        reply(text, key) for key, text in (("a:en", "+a"), ("a:hi", "-a"), ("a:fr", "-a +b"))
    ]
    rated = own(("a:en", 1, None, 3), ("a:hi", 1, None, 1), ("a:fr", 1, None, 2))
    (found,) = mif.correlate(scored(replies), rated)
    assert (found.pearson.value, found.pearson.note) == (1, "no interval: one cluster")


def test_samples_are_joined_by_their_number() -> None:
    replies = [reply(text, "a", sample=n) for n, text in enumerate(("+a", "-a", "+a -b"))]
    rated = Ratings(
        tuple(Rating("a", 1, {"tone": s}, "", n) for n, s in ((1, 1.0), (2, 2.0), (0, 3.0))),
        ("tone",),
    )
    (found,) = mif.correlate(scored(replies), rated)
    assert found.spearman.value == 1
    with pytest.raises(DataError, match="sample: the scores have 3 samples of each turn"):
        mif.correlate(scored(replies), own(("a", 1, None, 3)))


def test_scores_are_of_one_model_and_mode() -> None:
    both = Ratings(
        (*own(("c", 1, None, 3), model="m"), *own(("c", 1, None, 3), model="n")), ("tone",)
    )
    with pytest.raises(ParameterError, match=r"several models were rated \(m, n\)"):
        mif.correlate(scored(SCORED), both)
    assert mif.correlate(scored(SCORED), both, model="n")[0].pearson.n == 1
    assert mif.correlate(scored(SCORED), both, model="n", mode="loose")[0].pearson.n == 1
    with pytest.raises(ParameterError, match="mode is strict or loose"):
        mif.correlate(scored(SCORED), both, model="n", mode="lax")


# The excerpt ------------------------------------------------------------------------------------


def excerpt() -> list[dict[str, str]]:
    with SHARED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: Sequence[dict[str, str]], name: str, model: str) -> list[float]:
    return [float(row[f"{name} {model}"]) for row in rows]


def places(values: Sequence[float]) -> list[float]:
    """Ranks, equal values sharing the mean of their places."""
    ordered = sorted(values)
    return [
        float(np.mean([place for place, other in enumerate(ordered, 1) if other == each]))
        for each in values
    ]


@needs_excerpt
def test_the_ratings_of_the_excerpt() -> None:
    found = mif.read_ratings(SHARED)
    assert (len(found), found.models) == (3 * 39, MODELS)
    assert len(found.criteria) == 8
    assert found.criteria[-2:] == ("Instruction Following", "Overall score")
    assert all(len(each.scores) == 8 and each.pif is not None for each in found)


@needs_excerpt
@pytest.mark.parametrize("model", MODELS)
def test_the_mean_pif_of_the_excerpt(model: str) -> None:
    rows, rated = excerpt(), mif.read_ratings(SHARED)
    pif = "Programmatic Instruction Following"
    whole = rated.pif_by("model")[model]
    assert (whole.n, whole.value) == (39, pytest.approx(np.mean(column(rows, pif, model))))
    by_turn = rated.pif_by("model", "turn")
    for turn in range(1, 17):
        here = column([row for row in rows if row[TURN] == str(turn)], pif, model)
        found = by_turn[model, turn]
        assert (found.n, found.value) == (len(here), pytest.approx(np.mean(here)))
    assert set(by_turn) == {(each, turn) for each in MODELS for turn in range(1, 17)}


@needs_excerpt
@pytest.mark.parametrize("criterion", ["Instruction Following", "Overall score"])
def test_the_correlations_of_the_excerpt(criterion: str) -> None:
    rows, rated = excerpt(), mif.read_ratings(SHARED)
    found = mif.correlate(rated, rated, criteria=criterion, resamples=500)
    columns = {
        model: (
            column(rows, "Programmatic Instruction Following", model),
            column(rows, criterion, model),
        )
        for model in MODELS
    }
    pooled = tuple([each for model in MODELS for each in columns[model][side]] for side in (0, 1))
    for model, (pif, scores) in {**columns, None: pooled}.items():
        here = found.find(criterion, model)
        assert float(here.pearson) == pytest.approx(np.corrcoef(pif, scores)[0, 1], abs=1e-10)
        assert float(here.spearman) == pytest.approx(
            np.corrcoef(places(pif), places(scores))[0, 1], abs=1e-10
        )
        assert here.pearson.n == len(pif)
        for each in (here.pearson, here.spearman):
            assert each.low is not None
            assert each.high is not None
            assert -1 <= each.low <= each.high <= 1
    assert found == mif.correlate(rated, rated, criteria=criterion, resamples=500)


@needs_excerpt
def test_each_pif_of_the_excerpt_is_a_share_of_the_instructions_in_force() -> None:
    loaded = {each.key: each for each in mif.load(SHARED)}
    for each in mif.read_ratings(SHARED):
        held = len(loaded[each.key].turns[each.turn - 1].instructions)
        assert each.pif is not None
        assert each.pif * held == pytest.approx(round(each.pif * held), abs=1e-6)


@needs_excerpt
def test_the_table_in_the_documents_is_what_is_computed() -> None:
    rows, page = excerpt(), (Path(__file__).parents[2] / "docs" / "scores.md").read_text("utf-8")
    for model in MODELS:
        pif = column(rows, "Programmatic Instruction Following", model)
        figures = []
        for criterion in ("Instruction Following", "Overall score"):
            scores = column(rows, criterion, model)
            figures += [
                np.corrcoef(pif, scores)[0, 1],
                np.corrcoef(places(pif), places(scores))[0, 1],
            ]
        cells = [f"{np.mean(pif):.3f}", *(f"{each:+.2f}".replace("-", "−") for each in figures)]
        assert f"| {model} | {' | '.join(cells)} |" in page
