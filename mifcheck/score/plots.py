"""Curves drawn by matplotlib: in colours that the colour-blind tell apart, and readable in grey.

Okabe and Ito, Color universal design (2008), chose the colours. The runs differ in mark and line
as well. Nothing here touches pyplot, and a reader's own settings change nothing: the same scores
give the same file, to the last byte, by the same version of matplotlib.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from mifcheck.errors import MissingExtraError, ParameterError
from mifcheck.score.curves import Curve, Panel, alike, panels
from mifcheck.score.events import STRICT
from mifcheck.score.scores import Scores
from mifcheck.statistics import BoolArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png", "pdf")
FEW: Final = 30
"""Points that rest on fewer units are drawn hollow."""

_Style: TypeAlias = tuple[str, str, Any]

_STYLES: Final[tuple[_Style, ...]] = (
    ("#0072B2", "o", "-"),
    ("#D55E00", "s", "--"),
    ("#009E73", "^", "-."),
    ("#000000", "D", ":"),
    ("#CC79A7", "v", (0, (5, 1))),
    ("#E69F00", "P", (0, (3, 1, 1, 1))),
    ("#56B4E9", "X", (0, (1, 1))),
)
_SETTINGS: Final[dict[Any, Any]] = {
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "0.35",
    "axes.linewidth": 0.7,
    "xtick.color": "0.35",
    "ytick.color": "0.35",
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "0.9",
    "grid.linewidth": 0.6,
    "svg.hashsalt": "mifcheck",
    "pdf.fonttype": 42,
}
_UNDATED: Final[Mapping[str, Mapping[str, None]]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_DOTS: Final = 200
_ACROSS: Final = 3
_ALONE: Final = (4.2, 3.1)
_EACH: Final = (2.9, 2.45)
_MOST_TICKS: Final = 8
_ROOMY: Final = 12
_MOST_COUNTED: Final = 4
_MOST_BESIDE: Final = 24
_LONGEST: Final = 60
_SMALL: Final = 5.5
_LETTERS: Final = 18  # of the small print in an inch


def plot(
    runs: Scores | Mapping[str, Scores],
    by: str | None = None,
    *,
    figure: str | None = None,
    mode: str = STRICT,
) -> Figure:
    """A picture of one run or of several: curves with their intervals as bands.

    What rests on fewer than 30 units is drawn hollow; how many there are stands beneath.

    Args:
        runs: the scores, or several by the name that each has in the legend.
        by: what the curve is over: "turn", "age", "in_force"; "k" for PIF-N-K over K; "pif" for
            the distribution of PIF. Without it, all that there are side by side.
        figure: of a turn, an age or a number in force: "instruction" (if none is named),
            "conversation", "pif", "forgetting" or "correction".
        mode: "strict" or "loose".

    Raises:
        ParameterError: a curve or a mode that there is not, or nothing to draw.
        SignatureError: runs that were not measured alike.
        MissingExtraError: matplotlib is not installed.
    """
    named = {"": runs} if isinstance(runs, Scores) else dict(runs)
    if by is None and figure is not None:
        raise ParameterError(f"figure {figure!r} of what? by names it: turn, age or in_force")
    curves = None if by is None else [by if figure is None else f"{by}:{figure}"]
    notes = alike(named)
    return draw(panels(named, curves, mode), next(iter(named.values())).confidence, notes)


def draw(shown: Sequence[Panel], confidence: float, notes: Sequence[str] = ()) -> Figure:
    """These panels in one picture, a legend of the runs above it and the notes beneath.

    Raises:
        ParameterError: more runs than can be told apart.
        MissingExtraError: matplotlib is not installed.
    """
    names = [curve.name for curve in shown[0].curves]
    if len(names) > len(_STYLES):
        raise ParameterError(f"at most {len(_STYLES)} runs fit in a picture, not {len(names)}")
    with _settings():
        from matplotlib.figure import Figure

        across = min(len(shown), _ACROSS)
        down = -(-len(shown) // across)
        width, height = _ALONE if len(shown) == 1 else (_EACH[0] * across, _EACH[1] * down)
        figure = Figure(figsize=(width, height), layout="constrained")
        every = figure.subplots(down, across, squeeze=False).ravel().tolist()
        for axes, panel in zip(every, shown, strict=False):
            _draw_panel(axes, panel)
        for axes in every[len(shown) :]:
            axes.remove()
        _legend(figure, names)
        told = [_caption(shown, confidence), *map(_visible, notes)]
        small = "\n".join(fill(each, int(_LETTERS * width)) for each in told)
        figure.supxlabel(small, fontsize=_SMALL + 1, color="0.35", parse_math=False)
    # A notebook shows what is drawn without pyplot by this alone.
    setattr(figure, "_repr_png_", partial(_bytes, figure, "png"))  # noqa: B010
    return figure


def require() -> None:
    """Raise unless pictures can be drawn.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    with _settings():
        pass


def save(figure: Figure, path: str | Path) -> None:
    """Writes a picture as its file's name says: .svg, .png or .pdf; without a date in it.

    Raises:
        ParameterError: another ending.
        OSError: the file cannot be written.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        endings = ", ".join(f".{each}" for each in FORMATS)
        raise ParameterError(f"{path}: a picture ends in one of {endings}")
    Path(path).write_bytes(_bytes(figure, kind))


def svg(figure: Figure) -> str:
    """The picture as an `<svg>` element, to stand within a page."""
    text = _bytes(figure, "svg").decode("utf-8")
    return text[text.index("<svg") :]


def _bytes(figure: Figure, kind: str) -> bytes:
    out = io.BytesIO()
    with _settings():
        figure.savefig(out, format=kind, dpi=_DOTS, metadata=dict(_UNDATED[kind]))
    return out.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib as it comes, but for what a picture needs."""
    try:
        import matplotlib
    except ImportError as error:
        raise MissingExtraError(
            "a picture needs matplotlib: pip install 'mifcheck[notebook]'"
        ) from error
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def _draw_panel(axes: Axes, panel: Panel) -> None:
    from matplotlib.ticker import PercentFormatter

    per_cent = PercentFormatter(1, decimals=0, symbol=" %")
    for curve, style in zip(panel.curves, _STYLES, strict=False):
        _draw_curve(axes, curve, style, panel.steps)
    # A title wider than its panel must not take the panel's room.
    axes.set_title(panel.title, loc="left", fontweight="bold").set_in_layout(False)
    axes.set_xlabel(panel.x_label)
    axes.set_ylabel(panel.y_label)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(per_cent)
    if panel.steps:
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(per_cent)
        return
    axes.margins(x=0.05)
    ticks = _ticks(sorted({x for curve in panel.curves for x in curve.x}))
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    if len(panel.curves) <= _MOST_COUNTED:
        _write_counts(axes, panel, ticks)


def _draw_curve(axes: Axes, curve: Curve, style: _Style, steps: bool) -> None:
    if not curve.x:
        return
    color, mark, line = style
    x = np.array(curve.x)
    y, low, high = (
        np.array([getattr(each, name) for each in curve.estimates], dtype=np.float64)
        for name in ("value", "low", "high")
    )
    drawn = "steps-post" if steps else "default"
    along = (np.repeat(x, 2)[1:], *(np.repeat(end, 2)[:-1] for end in (low, high)))
    axes.fill_between(*(along if steps else (x, low, high)), color=color, alpha=0.15, linewidth=0)
    axes.plot(x, y, color=color, linestyle=line, linewidth=1.3, drawstyle=drawn, label=curve.name)
    alone = _alone(~np.isnan(low))
    axes.vlines(x[alone], low[alone], high[alone], color=color, linewidth=0.8, alpha=0.5)
    few = np.array([each.n < FEW for each in curve.estimates], dtype=np.bool_)
    for marked, inside in ((few, "white"), (~few & (not steps), color)):
        if marked.any():  # a line of no points would still ask for room
            axes.plot(
                x[marked], y[marked], linestyle="", marker=mark, clip_on=False, color=color,
                markerfacecolor=inside, markeredgewidth=0.9,
                markersize=4 if len(x) <= _ROOMY else 3,
            )  # fmt: skip


def _alone(has: BoolArray) -> BoolArray:
    """Which points have an interval that neither neighbour has: no band could show it."""
    around = np.pad(has, 1)
    return has & ~around[:-2] & ~around[2:]


def _ticks(x: Sequence[float]) -> list[float]:
    """The numbers to write at an axis of whole numbers: all, or round ones and the ends."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        chosen = [each for each in x if each % step == 0]
        if len(chosen) <= _MOST_TICKS:
            break
    if not chosen or chosen[0] - x[0] > step / 2:
        chosen.insert(0, x[0])
    if x[-1] - chosen[-1] > step / 2:
        chosen.append(x[-1])
    return chosen


def _write_counts(axes: Axes, panel: Panel, ticks: Sequence[float]) -> None:
    """Beneath each number of the axis how many units the estimate of each run rests on."""
    below = axes.get_xaxis_transform()
    rows = len(panel.curves)
    for row, (curve, (color, *_)) in enumerate(zip(panel.curves, _STYLES, strict=False)):
        counts = dict(zip(curve.x, curve.estimates, strict=True))
        small: dict[str, Any] = {
            "textcoords": "offset points", "va": "top", "fontsize": _SMALL, "color": color,
            "annotation_clip": False,
        }  # fmt: skip
        down = -14.5 - row * (_SMALL + 1)
        axes.annotate("n", (0, 0), (-7, down), xycoords="axes fraction", ha="right", **small)
        for x in ticks:
            if x in counts:
                axes.annotate(
                    str(counts[x].n), (x, 0), (0, down), xycoords=below, ha="center", **small
                )
    axes.xaxis.labelpad += rows * (_SMALL + 1)


def _legend(figure: Figure, names: Sequence[str]) -> None:
    """The runs by name, above the panels; none for a run that has no name."""
    if names == [""]:
        return
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=color, linestyle=line, marker=mark, markersize=4, linewidth=1.3)
        for _, (color, mark, line) in zip(names, _STYLES, strict=False)
    ]
    told = [_legible(name) for name in names]
    columns = 1 if max(map(len, told)) > _MOST_BESIDE else min(len(told), _ACROSS)
    legend = figure.legend(
        handles, [str(place) for place in range(len(told))], loc="outside upper left",
        ncols=columns, frameon=False, handlelength=3.2,
    )  # fmt: skip
    for text, name in zip(legend.get_texts(), told, strict=True):
        # A name is no formula, whatever dollars are in it.
        text.set_parse_math(False)
        text.set_text(name)


def _legible(name: str) -> str:
    """A name on one line of bearable length."""
    shown = _visible(name)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _visible(text: str) -> str:
    """The text on one line, with a mark for each character that none can see."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _caption(shown: Sequence[Panel], confidence: float) -> str:
    told = f"bands: {100 * confidence:g} % intervals over conversations"
    estimates = [each for panel in shown for curve in panel.curves for each in curve.estimates]
    if not all(panel.steps or len(panel.curves) > _MOST_COUNTED for panel in shown):
        told += "; n: instructions, replies or turns that a point rests on"
    if any(each.n < FEW for each in estimates):
        told += f"; hollow: n below {FEW}"
    return told
