"""Draws curves as SVG for a page: in its colours, light or dark, and as wide as there is room.

How a run's line, band and mark look is decided in `page.css`, by the classes "run0", "run1"...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from mifcheck.report.curves import Curve, Panel
from mifcheck.report.formats import figure, per_cent
from mifcheck.report.plots import FEW, ticks
from mifcheck.report.tables import html_text
from mifcheck.scores.estimates import Estimate

_WIDTH, _HEIGHT = 340, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 22, 8, 44
_MOST_TICKS: Final = 9
_SHARES: Final = (0, 0.25, 0.5, 0.75, 1)
_MARKS: Final = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "M-3.5,-3.5h7v7h-7z",
    "M0,-4.5L4.5,3.5h-9z",
    "M0,-5L5,0L0,5L-5,0z",
    "M0,4.5L4.5,-3.5h-9z",
    "M-1.5,-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
    "M-4,-4L0,-1.5L4,-4L1.5,0L4,4L0,1.5L-4,4L-1.5,0z",
)
"""The outline of each run's mark, around its point."""

_Place = Callable[[float], float]


def legend(names: Sequence[str]) -> str:
    """Returns the runs' names, each beside its line and its mark."""
    rows = (
        f'<li><svg class="run{place}" viewBox="0 0 36 12" width="36" height="12" '
        f'aria-hidden="true"><path class="line" d="M0,6H36"/>'
        f'<path class="mark" d="{_mark(place)}" transform="translate(18 6)"/></svg> '
        f"<bdi>{html_text(name)}</bdi></li>"
        for place, name in enumerate(names)
    )
    return f'<ul class="legend">{"".join(rows)}</ul>'


def chart(panel: Panel) -> str:
    """Returns one panel as a figure; each point says its number when it is pointed at."""
    at_x, marked = _axis(panel)
    parts = [*_frame(panel, at_x, marked)]
    for place, curve in enumerate(panel.curves):
        if curve.x:
            parts.append(f'<g class="run{place}">{"".join(_curve(panel, curve, place, at_x))}</g>')
    title, about = html_text(panel.title), html_text(f"{panel.y_label}, by {panel.x_label}")
    return (
        f'<figure class="chart"><figcaption>{title}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}: {about}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _tick(share: float) -> str:
    return f"{100 * share:.0f} %"


def _mark(place: int) -> str:
    return _MARKS[place % len(_MARKS)]


def _axis(panel: Panel) -> tuple[_Place, list[float]]:
    """Returns where a number stands on the x axis, and the numbers that are written there."""
    x = sorted({each for curve in panel.curves for each in curve.x})
    if panel.steps:
        return _scale(0, 1), list(_SHARES)
    aside = (x[-1] - x[0]) / 20 or 0.5
    return _scale(x[0] - aside, x[-1] + aside), ticks(x, _MOST_TICKS)


def _scale(low: float, high: float) -> _Place:
    across = _WIDTH - _LEFT - _RIGHT
    return lambda x: round(_LEFT + across * (x - low) / (high - low), 1)


def _at_y(share: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share), 1)


def _frame(panel: Panel, at_x: _Place, marked: Sequence[float]) -> Iterator[str]:
    """Yields the grid, the numbers at the axes, and their names."""
    for share in _SHARES:
        y = _at_y(share)
        yield f'<path class="grid" d="M{_LEFT},{y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="end" x="{_LEFT - 5}" y="{y + 4}">{_tick(share)}</text>'
    for x in marked:
        told = _tick(x) if panel.steps else f"{x:g}"
        yield f'<text class="middle" x="{at_x(x)}" y="{_at_y(0) + 16}">{told}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    name = html_text(panel.x_label)
    yield f'<text class="middle" x="{middle}" y="{_HEIGHT - 8}">{name}</text>'


def _curve(panel: Panel, curve: Curve, place: int, at_x: _Place) -> Iterator[str]:
    """Yields the band of the intervals, the line, and a mark for each point."""
    points = list(zip(map(at_x, curve.x), curve.estimates, strict=True))
    for known, run in groupby(points, lambda point: point[1].low is not None):
        if known:
            yield f'<path class="band" d="{_band(list(run), panel.steps)}"/>'
    line = [(x, each.value or 0.0) for x, each in points]
    yield f'<path class="line" d="M{_path(line, panel.steps)}"/>'
    for (x, each), number in zip(points, curve.x, strict=True):
        few = " few" if each.clusters < FEW else ""
        told = html_text(f"{curve.name}, {_number(panel, number)}: {_told(each)}")
        yield (
            f'<path class="mark{few}" d="{_mark(place)}" '
            f'transform="translate({x} {_at_y(each.value or 0.0)})"><title>{told}</title></path>'
        )


def _number(panel: Panel, x: float) -> str:
    return f"at most {per_cent(x)} %" if panel.steps else f"{panel.x_label} {x:g}"


def _told(found: Estimate) -> str:
    shown = figure(found)
    return f"{shown.value} % {shown.interval}".rstrip() + f", n {found.n}"


def _path(points: Sequence[tuple[float, float]], steps: bool) -> str:
    """Returns a line through points; with `steps` it is level until the next point."""
    (x, y), *others = points
    path = [f"{x},{_at_y(y)}"]
    for x, y in others:
        path.append(f"H{x}V{_at_y(y)}" if steps else f"L{x},{_at_y(y)}")
    return "".join(path)


def _band(points: Sequence[tuple[float, Estimate]], steps: bool) -> str:
    """Returns the outline between the lower and the upper ends of intervals.

    A single point gets a narrow band, which would have no width otherwise.
    """
    low = [(x, each.low or 0.0) for x, each in points]
    high = [(x, each.high or 0.0) for x, each in points]
    if len(points) == 1 and not steps:
        (x, bottom), (_, top) = low[0], high[0]
        return f"M{x - 1},{_at_y(bottom)}H{x + 1}V{_at_y(top)}H{x - 1}z"
    if steps:
        low, high = _stairs(low), _stairs(high)
    return f"M{_path(low, False)}L{_path(high[::-1], False)}z" if low else ""


def _stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Returns the corners of a line that is level until its next point."""
    return [corner for one, two in pairwise(points) for corner in (one, (two[0], one[1]))]
