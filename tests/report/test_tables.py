"""One table in each of its forms, and the numbers in it."""

from __future__ import annotations

import pytest

from mifcheck.report.formats import Figure, correlation, count, figure, per_cent, points
from mifcheck.report.show import as_text, table
from mifcheck.report.tables import Grid
from mifcheck.safe import printable
from mifcheck.scores.estimates import Estimate

EVIL = "<b>|*x*\x1b[31m\u202e"


def forms(grid):
    return (grid.text(), grid.html(), grid.markdown(), as_text(table(grid), width=200))


def test_nothing_in_a_table_is_taken_for_markup():
    grid = Grid(["a", EVIL], [[EVIL, "1"]], EVIL)
    for form in forms(grid):
        assert "\x1b" not in form
        assert "\u202e" not in form
        assert "\\x1b" in form.replace("\\\\", "\\")
    assert "<b>" not in grid.html()
    assert "\\<b\\>\\|\\*x\\*" in grid.markdown()


def test_all_forms_have_every_cell():
    rows = [["x", "1", Figure("61.2", "[58.0, 64.4]")], ["y", "20", Figure("n/a")]]
    for form in forms(Grid(["name", "n", "figure"], rows)):
        for cell in ("name", "x", "y", "20", "61.2", "[58.0, 64.4]", "n/a"):
            assert cell in form


def test_numbers_stand_to_the_right():
    rows = [["x", "1", "+2.1", "4 of 14", "14.3 %"], ["y", "1,020", "−0.4", "", "n/a"]]
    grid = Grid(["name", "n", "change", "part", "share"], rows)
    assert grid.markdown().splitlines()[1] == "| --- | ---: | ---: | ---: | ---: |"
    assert '<td class="number">1,020</td>' in grid.html()
    lines = as_text(table(grid)).splitlines()
    assert lines[-1].index("1,020") + 4 == lines[-2].index("1 ")


def test_a_terminal_shows_titles_and_blank_lines():
    grid = Grid(["name", "n"], [["First"], ["x", "1"], [], ["Second"], ["y", "2"]])
    lines = [line.strip() for line in as_text(table(grid)).splitlines()[2:]]
    assert [line.split() for line in lines] == [["First"], ["x", "1"], [], ["Second"], ["y", "2"]]


def test_values_line_up_with_and_without_intervals():
    rows = [["x", Figure("100.0", "[1.0, 2.0]")], ["y", Figure("3.0")]]
    lines = as_text(table(Grid(["name", "figure"], rows))).splitlines()
    assert lines[-2].index(".") == lines[-1].index(".")


def test_a_table_without_rows_is_its_caption():
    assert Grid(["a"], [], "nothing to judge").text() == "nothing to judge"


@pytest.mark.parametrize(
    ("write", "value", "shown"),
    [
        (per_cent, None, "n/a"),
        (per_cent, 0.6119, "61.2"),
        (points, 0.021, "+2.1"),
        (points, -0.021, "−2.1"),
        (points, -0.0004, "0.0"),
        (correlation, -0.484, "−0.48"),
        (correlation, 0.001, "0.00"),
    ],
)
def test_a_number_has_a_sign_only_where_it_differs_from_zero(write, value, shown):
    assert write(value) == shown


def test_a_figure_has_its_interval():
    assert str(figure(Estimate(0.5, 0.25, 1.0))) == "50.0 [25.0, 100.0]"
    assert str(figure(Estimate(0.5))) == "50.0"
    assert str(figure(Estimate(None))) == "n/a"


def test_one_thing_is_not_many():
    assert [count(1, "reply"), count(2, "reply"), count(0, "turn")] == [
        "1 reply", "2 replies", "0 turns",
    ]  # fmt: skip


def test_characters_that_xml_forbids_are_escaped():
    assert printable("a\ufffe\uffffb") == "a\\ufffe\\uffffb"
