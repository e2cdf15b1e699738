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
from itertools import pairwise
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from mifcheck.errors import MissingExtraError, ParameterError
from mifcheck.report.curves import Curve, Panel, alike, panels
from mifcheck.scores import STRICT, Scores
from mifcheck.scores.bootstrap import BoolArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png", "pdf")
FEW: Final = 20
"""Points that rest on fewer conversations are drawn hollow.

Below 20 to 50 clusters, intervals over clusters get too narrow (Cameron and Miller, A
practitioner's guide to cluster-robust inference, The Journal of Human Resources 50, 2015).
"""

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
    "figure.constrained_layout.h_pad": 0.07,
    "svg.hashsalt": "mifcheck",
    "pdf.fonttype": 42,
}
_UNDATED: Final[Mapping[str, Mapping[str, None]]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_DOTS: Final = 200
_ROOMY: Final = 12
_LONGEST: Final = 60
_SMALL: Final = 5.5
_GREY: Final = "0.35"
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

# Inches. A panel without what stands beneath its axis; what of it is not the axes; and a line.
_ALONE: Final = (4.2, 2.75)
_EACH: Final = (2.9, 2.3)
_AROUND: Final = (0.7, 0.75)
_LEGEND_LINE: Final = 0.18
_SMALL_LINE: Final = 0.125
_COUNT_LINE: Final = (_SMALL + 1) / 72
# Letters in an inch, of digits at a tick and beneath it, of a label and of the small print.
_TICK_DIGITS: Final = 14
_COUNT_DIGITS: Final = 18
_LABEL_LETTERS: Final = 19
_LEGEND_LETTERS: Final = 15
_SMALL_LETTERS: Final = 19
_LEGEND_MARK: Final = 0.65  # of a run in the legend, beside its name


def plot(
    runs: Scores | Mapping[str, Scores],
    by: str | None = None,
    *,
    figure: str | None = None,
    mode: str = STRICT,
) -> Figure:
    """A picture of one run or of several: curves with their intervals as bands.

    What rests on fewer than 20 conversations is drawn hollow; of how many instructions, replies or
    turns each point is stands beneath.

    Args:
        runs: the scores, or several by the name that each has in the legend.
        by: what the curve is over: "turn", "age", "active"; "k" for PIF-N-K over K; "pif" for
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
        raise ParameterError(f"figure {figure!r} of what? by names it: turn, age or active")
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

        across = 2 if len(shown) == 4 else min(len(shown), 3)
        down = -(-len(shown) // across)
        size = _ALONE if len(shown) == 1 else _EACH
        width = size[0] * across
        told = [_caption(shown, confidence), *map(_visible, notes)]
        letters = int(_SMALL_LETTERS * width)
        small = "\n".join(fill(each, letters, break_on_hyphens=False) for each in told)
        counted = max(len(_counts(panel)) for panel in shown)
        figure = Figure(layout="constrained")
        lines = _legend(figure, names, width)
        beside = _LEGEND_LINE * lines + _SMALL_LINE * (small.count("\n") + 2)
        figure.set_size_inches(width, beside + down * (size[1] + _COUNT_LINE * counted))
        every = figure.subplots(down, across, squeeze=False).ravel().tolist()
        for axes, panel in zip(every, shown, strict=False):
            _draw_panel(axes, panel, (size[0] - _AROUND[0], size[1] - _AROUND[1]))
        for axes in every[len(shown) :]:
            axes.remove()
        figure.supxlabel(
            small, x=0.01, ha="left", fontsize=_SMALL + 1, color=_GREY, parse_math=False
        )
    # A notebook shows what is drawn without pyplot by this alone.
    setattr(figure, "_repr_png_", partial(_bytes, figure, "png"))  # noqa: B010
    return figure


def require_matplotlib() -> None:
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


def _draw_panel(axes: Axes, panel: Panel, size: tuple[float, float]) -> None:
    """The panel in axes of about this width and height, in inches."""
    from matplotlib.ticker import PercentFormatter

    per_cent = PercentFormatter(1, decimals=0, symbol=" %")
    for curve, style in zip(panel.curves, _STYLES, strict=False):
        _draw_curve(axes, curve, style, panel.steps)
    # A title wider than its panel must not take the panel's room.
    axes.set_title(panel.title, loc="left", fontweight="bold").set_in_layout(False)
    axes.set_xlabel(panel.x_label)
    axes.set_ylabel(fill(panel.y_label, int(_LABEL_LETTERS * size[1])))
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(per_cent)
    if panel.steps:
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(per_cent)
        return
    axes.margins(x=0.05)
    counts = _counts(panel)
    x = sorted({x for curve in panel.curves for x in curve.x})
    ticks = _ticks(x, int(size[0] / _tick_width(x, counts)))
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    _write_counts(axes, counts, ticks)


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
    few = np.array([each.clusters < FEW for each in curve.estimates], dtype=np.bool_)
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


_Counts: TypeAlias = tuple[str, Mapping[float, int]]


def _counts(panel: Panel) -> list[_Counts]:
    """On how many units the estimate at each x rests, in the colour of the run.

    Runs that have the same counts share a line, in grey.
    """
    if panel.steps:
        return []
    found: dict[tuple[tuple[float, int], ...], list[str]] = {}
    for curve, (color, *_) in zip(panel.curves, _STYLES, strict=False):
        held = tuple((x, each.n) for x, each in zip(curve.x, curve.estimates, strict=True))
        if held:
            found.setdefault(held, []).append(color)
    return [(_GREY if len(colors) > 1 else colors[0], dict(held)) for held, colors in found.items()]


def _tick_width(x: Sequence[float], counts: Sequence[_Counts]) -> float:
    """What the widest number of an axis takes up, with those beneath it, in inches."""
    numbers = [len(f"{each:g}") / _TICK_DIGITS for each in x]
    numbers += [len(str(n)) / _COUNT_DIGITS for _, held in counts for n in held.values()]
    return max(numbers) + 1 / _COUNT_DIGITS


def _ticks(x: Sequence[float], most: int) -> list[float]:
    """The numbers to write at an axis of whole numbers where so many stand side by side.

    All that there are, or the ends and round ones between.
    """
    first, last = x[0], x[-1]
    ends = sorted({first, last})
    for step in _STEPS:
        aside = step / 2 if step > 1 else 0
        round_ones = {
            each for each in x if each % step == 0 and first + aside < each < last - aside
        }
        chosen = sorted({*ends, *round_ones})
        if all((b - a) * most >= last - first for a, b in pairwise(chosen)):
            return chosen
    return ends


def _write_counts(axes: Axes, counts: Sequence[_Counts], ticks: Sequence[float]) -> None:
    """Beneath each number of the axis how many units the estimates there rest on."""
    below = axes.get_xaxis_transform()
    for row, (color, held) in enumerate(counts):
        small: dict[str, Any] = {
            "textcoords": "offset points", "va": "top", "fontsize": _SMALL, "color": color,
            "annotation_clip": False,
        }  # fmt: skip
        down = -14.5 - row * (_SMALL + 1)
        axes.annotate("n", (0, 0), (-7, down), xycoords="axes fraction", ha="right", **small)
        for x in ticks:
            if x in held:
                axes.annotate(str(held[x]), (x, 0), (0, down), xycoords=below, ha="center", **small)
    axes.xaxis.labelpad += len(counts) * (_SMALL + 1)


def _legend(figure: Figure, names: Sequence[str], width: float) -> int:
    """The runs by name, above the panels, and in how many lines; none where none has a name."""
    if names == [""]:
        return 0
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=color, linestyle=line, marker=mark, markersize=4, linewidth=1.3)
        for _, (color, mark, line) in zip(names, _STYLES, strict=False)
    ]
    told = [_legible(name, int(_LEGEND_LETTERS * (width - _LEGEND_MARK))) for name in names]
    each = _LEGEND_MARK + max(map(len, told)) / _LEGEND_LETTERS
    columns = min(len(told), max(1, int(width / each)))
    legend = figure.legend(
        handles, [str(place) for place in range(len(told))], loc="outside upper left",
        ncols=columns, frameon=False, handlelength=3.2,
    )  # fmt: skip
    for text, name in zip(legend.get_texts(), told, strict=True):
        # A name is no formula, whatever dollars are in it.
        text.set_parse_math(False)
        text.set_text(name)
    return -(-len(told) // columns)


def _legible(name: str, most: int) -> str:
    """A name on one line, of at most so many letters and of bearable length."""
    shown, most = _visible(name), min(most, _LONGEST)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _visible(text: str) -> str:
    """The text on one line, with a mark for each character that none can see."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _caption(shown: Sequence[Panel], confidence: float) -> str:
    told = f"bands: {100 * confidence:g} % intervals over conversations"
    if not all(panel.steps for panel in shown):
        told += "; n: instructions, replies or turns"
    estimates = [each for panel in shown for curve in panel.curves for each in curve.estimates]
    if any(each.clusters < FEW for each in estimates):
        told += f"; hollow: fewer than {FEW} conversations"
    return told
