"""Pictures: what is drawn is what was computed, the same each time, whatever a run is called."""

from __future__ import annotations

import re
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from core_cases import python
from plot_cases import EVIL, long
from score_cases import outcomes, reply, scored, turns

import mifcheck as mif
from mifcheck.errors import MifcheckError, MissingExtraError, ParameterError, SignatureError
from mifcheck.report import plots
from mifcheck.report.curves import OVERVIEW, panel, panels
from mifcheck.scores.outcomes import ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import Signature


@pytest.fixture(scope="module")
def pair() -> dict[str, Scores]:
    return {"one": scored(long(1, 0.8), 100), "two": scored(long(2, 0.5), 100)}


@pytest.fixture(autouse=True)
def _no_warning_is_passed_over():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def lines(axes):
    """The curves, by the run's name; the marks on them are lines without one."""
    return {line.get_label(): line for line in axes.lines if line.get_linestyle() != "None"}


# What is drawn -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "figure", "pick"),
    [
        ("age", None, lambda f: f.accuracy.instruction),
        ("turn", "pif", lambda f: f.pif),
        ("active", "conversation", lambda f: f.accuracy.conversation),
        ("turn", "forgetting", lambda f: f.forgetting.consecutive),
        ("age", "correction", lambda f: f.correction),
    ],
)
def test_a_curve_is_the_estimates(pair, by, figure, pick):
    for mode in ("strict", "loose"):
        (axes,) = mif.plot(pair, by, figure=figure, mode=mode).axes
        for name, scores in pair.items():
            found = {x: getattr(pick(f), mode) for x, f in scores.by(by).items()}
            found = {x: each for x, each in found.items() if each.value is not None}
            assert len(found) >= 5
            x, y = lines(axes)[name].get_data()
            assert dict(zip(x, y, strict=True)) == {x: each.value for x, each in found.items()}
    assert axes.get_ylabel().endswith(", loose")


def test_a_band_is_the_intervals(pair):
    (axes,) = pair["one"].plot("age").axes
    found = [f.accuracy.instruction.strict for f in pair["one"].by("age").values()]
    (path,) = axes.collections[0].get_paths()
    corners = {(x, y) for x, y in path.vertices.tolist()}
    for x, each in enumerate(found):
        assert {(x, each.low), (x, each.high)} <= corners


def test_k_of_n_is_drawn_for_the_samples_that_all_have(pair):
    fewer = scored([each for each in long(3, 0.7) if each.sample == 0])
    (axes,) = mif.plot(pair, "k").axes
    assert axes.get_title("left") == "PIF-2-K"
    expected = [pair["two"].pif_n_k(2, k).strict.value for k in (1, 2)]
    assert lines(axes)["two"].get_ydata().tolist() == expected
    (axes,) = mif.plot({**pair, "fewer": fewer}, "k").axes
    assert axes.get_title("left") == "PIF-1-K"
    assert lines(axes)["one"].get_data()[1].tolist() == [pair["one"].pif_n_k(1, 1).strict.value]


def test_a_distribution_is_a_step_curve_from_0_to_1(pair):
    (axes,) = mif.plot(pair, "pif").axes
    for name, scores in pair.items():
        line, found = lines(axes)[name], scores.distribution()
        assert line.get_drawstyle() == "steps-post"
        x, y = line.get_data()
        assert (x[0], x[-1], y[-1]) == (0, 1, 1)
        assert [found.cdf(float(each)) for each in x] == y.tolist()
        assert set(map(float, found.values)) <= set(x)
    (axes,) = scored([reply("+f:a -f:b", key) for key in "ab"]).plot("pif").axes
    assert axes.lines[0].get_xydata().tolist() == [[0, 0], [0.5, 1], [1, 1]]


def test_the_band_of_a_distribution_keeps_its_height_until_the_next_value(pair):
    (axes,) = pair["one"].plot("pif").axes
    found = pair["one"].distribution()
    low, end = found.at_most[-2].low, float(found.values[-1])
    assert low is not None
    assert found.at_most[-1].low is None
    (path,) = axes.collections[0].get_paths()
    assert (end, low) in {(x, y) for x, y in path.vertices.tolist()}


def test_all_that_there_is_stands_side_by_side(pair):
    titles = [axes.get_title("left") for axes in mif.plot(pair).axes]
    assert titles == [
        "Followed, by age", "Followed, by turn", "Followed, by number active", "PIF, by turn",
        "PIF-2-K", "Distribution of PIF",
    ]  # fmt: skip
    single = scored([reply("+f:a", "x"), reply("-f:a -f:b", "y")])
    titles = [axes.get_title("left") for axes in single.plot().axes]
    assert titles == ["Followed, by number active", "Distribution of PIF"]


def test_few_conversations_are_marked_however_many_replies_they_have():
    # turns 1 and 2 of 20 conversations, with two samples of each; turn 3 of 19 with 40 of one
    replies = [
        *long(1, 0.6, length=2, chats=20),
        *(reply(mark + "f:1@2", f"k{at}", 3) for at, mark in enumerate("+-" * 9 + "+")),
        *(reply("+f:1@2", "k0", 3, sample) for sample in range(1, 40)),
    ]
    scores = scored(replies, 50)
    figure = scores.plot("turn", figure="pif")
    (axes,) = figure.axes
    hollow, full = (line for line in axes.lines if line.get_linestyle() == "None")
    assert hollow.get_markerfacecolor() == "white"
    assert full.get_markerfacecolor() == full.get_color()
    assert (list(hollow.get_xdata()), list(full.get_xdata())) == ([3], [1, 2])
    assert [text.get_text() for text in axes.texts] == ["n", "40", "40", "58"]
    assert "n: instructions, replies or turns; hollow: fewer than 20 conversations" in small(figure)
    assert [each.pif.strict.clusters for each in scores.by("turn").values()] == [20, 20, 19]


def small(figure):
    """The small print beneath a picture, on one line."""
    return " ".join(figure.texts[-1].get_text().split())


def test_what_all_runs_rest_on_is_written_once(pair):
    (axes,) = mif.plot(pair, "turn").axes
    assert [text.get_text() for text in axes.texts] == [
        "n", *(str(2 * 9 * turn) for turn in range(1, 7))
    ]  # fmt: skip
    assert {text.get_color() for text in axes.texts} == {"0.35"}
    fewer = scored(long(3, 0.7, chats=2), 20)
    (axes,) = mif.plot({**pair, "fewer": fewer}, "turn").axes
    assert [text.get_text() for text in axes.texts] == [
        "n", *(str(2 * 9 * turn) for turn in range(1, 7)),
        "n", *(str(2 * 2 * turn) for turn in range(1, 7)),
    ]  # fmt: skip
    assert axes.texts[-1].get_color() == lines(axes)["fewer"].get_color()


def test_an_interval_without_neighbours_is_still_seen():
    lone = [reply(f"{mark}f:a", f"k{at}", turn=2) for at, mark in enumerate("+-+-")]
    single = [reply("+f:a", "k0", turn) for turn in (1, 3)]
    (axes,) = scored([*lone, *single]).plot("turn").axes
    estimate = scored([*lone, *single]).by("turn")[2].accuracy.instruction.strict
    _, bars = axes.collections
    assert [each.tolist() for each in bars.get_segments()] == [
        [[2, estimate.low], [2, estimate.high]],
    ]  # fmt: skip


@pytest.mark.parametrize("length", [3, 12, 40])
def test_an_axis_has_numbers_at_its_ends_and_at_points_between(length):
    (axes,) = scored(long(1, 0.6, length, 2)).plot("turn", figure="pif").axes
    ticks = axes.get_xticks().tolist()
    assert (ticks[0], ticks[-1]) == (1, length)
    assert set(ticks) <= set(axes.lines[0].get_xdata().tolist())
    assert ticks == sorted(set(ticks))


def test_each_number_of_an_axis_has_its_count():
    for length in (12, 40):
        (axes,) = scored(long(1, 0.6, length, 2)).plot("turn", figure="pif").axes
        assert len(axes.texts) == 1 + len(axes.get_xticks())
    (axes,) = scored(long(1, 0.6, 12, 2)).plot("turn").axes
    assert axes.get_xticks().tolist() == list(range(1, 13))


def test_runs_differ_in_colour_mark_and_line():
    runs = {f"run {i}": scored(long(i, 0.6, length=2, chats=2)) for i in range(7)}
    figure = mif.plot(runs, "turn")
    (axes,) = figure.axes
    assert len({line.get_color() for line in axes.lines}) == 7
    # The first line has no dashes.
    assert len(set(re.findall("stroke-dasharray: ([^;]+)", plots.svg(figure)))) == 6
    assert len({line.get_marker() for line in axes.lines if line.get_linestyle() == "None"}) == 7
    with pytest.raises(ParameterError, match="at most 7 runs"):
        mif.plot({**runs, "more": runs["run 1"]}, "turn")


# What cannot be drawn ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "figure", "mode", "message"),
    [
        ("colour", None, "strict", "no curve 'colour'; there are turn, age, active, k, pif"),
        ("age", "colour", "strict", "no curve 'age:colour'"),
        ("k", "pif", "strict", "no curve 'k:pif'"),
        ("age", None, "both", "the mode is strict or loose, not 'both'"),
        (None, "pif", "strict", "by names it"),
        ("age", "pif", "strict", "nothing to draw for 'age:pif'"),
    ],
)
def test_an_impossible_picture_is_refused(pair, by, figure, mode, message):
    with pytest.raises(ParameterError, match=message):
        mif.plot(pair, by, figure=figure, mode=mode)


def test_nothing_is_not_drawn():
    for runs in (scored([]), {"lost": scored(turns("error", "missing"))}):
        with pytest.raises(ParameterError, match="nothing to draw"):
            mif.plot(runs)
    with pytest.raises(MifcheckError, match="no runs"):
        mif.plot({})


def test_a_run_without_the_figure_leaves_the_others(pair):
    (axes,) = mif.plot({"lost": scored(turns("error")), **pair}, "age").axes
    assert set(lines(axes)) == {"one", "two"}


SIGNATURE = Signature("native", "en@3f9a", "word", "strict+loose8", "strip", lib="regex=1", checks="8c21",
                      **dict.fromkeys(("history", "placement"), "own"))  # fmt: skip


def signed(signature: Signature, replies: list[ReplyOutcome] | None = None) -> Scores:
    return Scores(outcomes(replies or turns("+f:a", "-f:a@1"), str(signature)), resamples=0)


def test_runs_that_were_not_judged_alike_are_refused(pair):
    a = signed(SIGNATURE)
    for change in ({"profile": "multi-if"}, {"lang": "en@0000"}, {"checks": "1"}):
        with pytest.raises(SignatureError, match=f"{next(iter(change))}: "):
            mif.plot({"a": a, "b": signed(replace(SIGNATURE, **change))}, "turn")
    with pytest.raises(MifcheckError, match="two and one have intervals.*90 % and 95 %"):
        mif.plot({"one": pair["one"], "two": Scores(pair["two"].outcomes, confidence=0.9)}, "turn")


def test_what_else_differs_is_said_in_the_picture():
    b = signed(replace(SIGNATURE, think="keep"), turns("+f:a", "-f:a@1", key="else"))
    runs = {"a": signed(SIGNATURE), "b": b, "c": signed(SIGNATURE)}
    figure = mif.plot(runs, "turn")
    assert figure.texts[-1].get_text().splitlines()[-2:] == [
        "not the conversations of a: b",
        "think: strip (a, c); keep (b)",
    ]
    figure = mif.plot({"$\\frac{$\x00": signed(SIGNATURE), "b": b}, "turn")
    ElementTree.fromstring(plots.svg(figure))


def test_without_matplotlib_the_extra_is_named(pair, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"mifcheck\[notebook\]"):
        pair["one"].plot("age")


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "SVG"])
def test_the_same_scores_give_the_same_file(pair, tmp_path, ending):
    for name in ("a", "b"):
        # A reader's own settings change nothing.
        matplotlib.rcParams["lines.linewidth"] = 9 if name == "b" else 1
        plots.save(mif.plot(pair), tmp_path / f"{name}.{ending}")
    matplotlib.rcdefaults()
    one, other = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("a", "b"))
    assert one == other
    assert len(one) > 10_000


def test_a_picture_ends_as_pictures_do(pair, tmp_path):
    for name in ("x.bmp", "x", "x.html"):
        with pytest.raises(ParameterError, match=r"\.svg, \.png, \.pdf"):
            plots.save(pair["one"].plot("age"), tmp_path / name)


def test_nothing_is_left_changed(pair):
    before = dict(matplotlib.rcParams)
    mif.plot(pair)
    assert dict(matplotlib.rcParams) == before
    drawn = (
        "import sys\n"
        "from score_cases import scored, turns\n"
        "scored(turns('+f:a', '-f:a@1')).plot('turn')._repr_png_()\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    assert python(drawn, cwd=Path(__file__).parents[1] / "support").strip() == "False"


def test_a_notebook_shows_the_picture(pair):
    assert pair["one"].plot("age")._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_only_a_name(pair, name):
    figure = mif.plot({name: pair["one"], "two": pair["two"]}, "age")
    text = plots.svg(figure)
    ElementTree.fromstring(text)
    assert "<script" not in text
    (legend,) = figure.legends
    shown = legend.get_texts()[0].get_text()
    assert shown == name or (len(shown) <= 60 and shown.isprintable())


def test_no_panel_crowds_out_another():
    runs = {
        f"a run with a name of some length, {i}": scored(long(i, 0.6, 20, 3), 20) for i in range(4)
    }
    roomy(mif.plot(runs), 2.0, 1.4)


UNLIKE = [
    {"think": think, "history": history}
    for think in ("strip", "keep")
    for history in ("own", "first", "recorded@3d9695353fd1", "recorded@4bec0f6cadea")
]


@pytest.mark.parametrize("curves", [["turn"], ["turn:correction", "k", "pif"]])
@pytest.mark.parametrize("count", [1, 7])
def test_a_picture_grows_by_its_legend_and_notes(curves, count):
    runs = {
        f"a run with a name of some length, {i}, and then some more": Scores(
            outcomes(long(i, 0.6, 7 + i, 3), str(replace(SIGNATURE, **UNLIKE[i], checks="0"))),
            resamples=0,
        )
        for i in range(count)
    }
    few = {name: runs[name] for name in list(runs)[:1]}
    notes = ["a note that goes on and on " * 5] * 6
    size = (3.2, 1.8) if len(curves) == 1 else (2.0, 1.4)
    grown = roomy(plots.draw(panels(runs, curves), 0.95, notes), *size)
    assert grown > roomy(plots.draw(panels(few, curves), 0.95), *size) + 0.6


def roomy(figure, width, height):
    """The height of the picture, of which nothing is on top of anything else.

    All axes are at least as large as is said, in inches.
    """
    figure.draw_without_rendering()
    boxes = [axes.get_window_extent() for axes in figure.axes]
    assert min(box.width for box in boxes) >= width * figure.dpi
    assert min(box.height for box in boxes) >= height * figure.dpi
    labels = [axes.yaxis.label.get_window_extent() for axes in figure.axes]
    for box, label in zip(boxes, labels, strict=True):
        assert box.y0 <= label.y0 < label.y1 <= box.y1
    beneath = [each.get_window_extent() for axes in figure.axes for each in axes.texts]
    beneath += [axes.xaxis.label.get_window_extent() for axes in figure.axes]
    above, print_ = figure.legends[0].get_window_extent(), figure.texts[-1].get_window_extent()
    assert print_.y1 <= min(each.y0 for each in beneath)
    assert above.y0 >= max(box.y1 for box in boxes)
    for each in (above, print_):
        assert 0 <= each.x0 < each.x1 <= figure.bbox.width
        assert 0 <= each.y0 < each.y1 <= figure.bbox.height
    return figure.get_figheight()


@pytest.mark.parametrize(("count", "across"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3)])
def test_four_panels_stand_two_by_two(pair, count, across):
    figure = plots.draw(panels(pair, OVERVIEW[:count]), 0.95)
    assert {axes.get_gridspec().ncols for axes in figure.axes} == {across}
    assert {axes.get_gridspec().nrows for axes in figure.axes} == {-(-count // across)}


def test_the_numbers_of_a_curve_are_exact(pair):
    (curve, _) = panel(pair, "turn:pif").curves
    assert curve.x == (1, 2, 3, 4, 5, 6)
    assert list(curve.estimates) == [f.pif.strict for f in pair["one"].by("turn").values()]
    assert all(each.value is not None for each in curve.estimates)
