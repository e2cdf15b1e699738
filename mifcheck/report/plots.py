"""Draws curves with matplotlib, in colours that colour-blind readers can tell apart.

The colours are those of Okabe and Ito, Color universal design (2008). The runs differ in mark and
line as well, so a picture is readable in grey. Nothing here uses pyplot, and the settings of the
reader change nothing: with one version of matplotlib the same scores give the same file, to the
last byte.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from mifcheck.datasets.files import write_whole
from mifcheck.errors import MissingExtraError, ParameterError
from mifcheck.report.curves import Curve, Panel, alike, panels
from mifcheck.report.formats import interval_name
from mifcheck.safe import one_line, printable
from mifcheck.scores.estimates import STRICT
from mifcheck.scores.scores import Scores

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEW: Final = 20
"""Points that rest on fewer conversations are drawn hollow.

Below 20 to 50 clusters, intervals over clusters get too narrow (Cameron and Miller, A
practitioner's guide to cluster-robust inference, The Journal of Human Resources 50, 2015).
"""


class _Style(NamedTuple):
    color: str
    marker: str
    linestyle: Any


_STYLES: Final = (
    _Style("#0072B2", "o", "-"),
    _Style("#D55E00", "s", "--"),
    _Style("#009E73", "^", "-."),
    _Style("#000000", "D", ":"),
    _Style("#CC79A7", "v", (0, (5, 1))),
    _Style("#E69F00", "P", (0, (3, 1, 1, 1))),
    _Style("#56B4E9", "X", (0, (1, 1))),
)
_UNDATED: Final = {
    "svg": ("Date", "Creator", "Format", "Type"),
    "png": ("Software",),
    "pdf": ("CreationDate", "Creator", "Producer"),
}
"""What matplotlib would write into a file of each format, and must not."""

FORMATS: Final = tuple(_UNDATED)

_STYLE: Final = Path(__file__).with_name("picture.mplstyle")
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
_LEGEND_MARK: Final = 0.65  # of a run in the legend, beside its name
# Letters in an inch: of digits at a tick and beneath it, of a label and of the small print.
_TICK_DIGITS: Final = 14
_COUNT_DIGITS: Final = 18
_LABEL_LETTERS: Final = 19
_LEGEND_LETTERS: Final = 15
_SMALL_LETTERS: Final = 19


def plot(
    runs: Scores | Mapping[str, Scores],
    by: str | None = None,
    *,
    figure: str | None = None,
    mode: str = STRICT,
) -> Figure:
    """Draws one run or several: curves with their intervals as bands.

    Points that rest on fewer than 20 conversations are hollow. Beneath each point stands how many
    instructions, replies or turns it rests on.

    Args:
        runs: the scores, or several by the name that each has in the legend.
        by: what the curve is over: "turn", "age", "active"; "k" for PIF-N-K over K; "pif" for
            the distribution of PIF. Without it, all of them are drawn side by side.
        figure: of a turn, an age or a number of active instructions: "instruction" (if none is
            named), "conversation", "pif", "forgetting" or "correction".
        mode: "strict" or "loose".

    Raises:
        ParameterError: a curve or a mode that does not exist, or nothing to draw.
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
    """Draws panels in one picture, a legend of the runs above them and the notes beneath.

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
        wide, high = _ALONE if len(shown) == 1 else _EACH
        letters = int(_SMALL_LETTERS * wide * across)
        told = [_caption(shown, confidence), *map(printable, notes)]
        small = "\n".join(fill(each, letters, break_on_hyphens=False) for each in told)
        counted = max(len(_counts(panel)) for panel in shown)
        figure = Figure()
        lines = _legend(figure, names, wide * across)
        beside = _LEGEND_LINE * lines + _SMALL_LINE * (small.count("\n") + 2)
        figure.set_size_inches(wide * across, beside + down * (high + _COUNT_LINE * counted))
        every = figure.subplots(down, across, squeeze=False).ravel().tolist()
        for axes, panel in zip(every, shown, strict=False):
            _draw_panel(axes, panel, wide - _AROUND[0], high - _AROUND[1])
        for axes in every[len(shown) :]:
            axes.remove()
        figure.supxlabel(small, x=0.01, ha="left", fontsize=_SMALL + 1, color=_GREY)
    # A notebook shows what is drawn without pyplot by this alone.
    setattr(figure, "_repr_png_", partial(_bytes, figure, "png"))  # noqa: B010
    return figure


def require_matplotlib() -> None:
    """Raises unless pictures can be drawn.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    with _settings():
        pass


def save(figure: Figure, path: str | Path) -> None:
    """Writes a picture without a date, in the format that the file's name ends in.

    Raises:
        ParameterError: another ending than .svg, .png or .pdf.
        OSError: the file cannot be written.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        endings = ", ".join(f".{each}" for each in FORMATS)
        raise ParameterError(f"{path}: a picture ends in one of {endings}")
    write_whole(Path(path), _bytes(figure, kind))


def svg(figure: Figure) -> str:
    """Returns the picture as an `<svg>` element, to stand within a page."""
    text = _bytes(figure, "svg").decode("utf-8")
    return text[text.index("<svg") :]


def _bytes(figure: Figure, kind: str) -> bytes:
    out = io.BytesIO()
    with _settings():
        figure.savefig(out, format=kind, metadata=dict.fromkeys(_UNDATED[kind]))
    return out.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Gives matplotlib its defaults and the settings of `picture.mplstyle`."""
    try:
        from matplotlib import style
    except ImportError as error:
        extra = "a picture needs matplotlib: pip install 'mifcheck[notebook]'"
        raise MissingExtraError(extra) from error
    with style.context(_STYLE, after_reset=True):
        yield


def _draw_panel(axes: Axes, panel: Panel, width: float, height: float) -> None:
    """Draws a panel in axes of about this size, in inches."""
    from matplotlib.ticker import PercentFormatter

    per_cent = PercentFormatter(1, decimals=0, symbol=" %")
    for curve, style in zip(panel.curves, _STYLES, strict=False):
        if curve.x:
            _draw_curve(axes, curve, style, panel.steps)
    # A title wider than its panel must not take the panel's room.
    axes.set_title(panel.title).set_in_layout(False)
    axes.set_xlabel(panel.x_label)
    axes.set_ylabel(fill(panel.y_label, int(_LABEL_LETTERS * height)))
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(per_cent)
    if panel.steps:
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(per_cent)
        return
    axes.margins(x=0.05)
    counts = _counts(panel)
    x = sorted({x for curve in panel.curves for x in curve.x})
    wide = [len(f"{each:g}") / _TICK_DIGITS for each in x]
    wide += [len(str(n)) / _COUNT_DIGITS for _, held in counts for n in held.values()]
    written = ticks(x, int(width / (max(wide) + 1 / _COUNT_DIGITS)))
    axes.set_xticks(written, [f"{x:g}" for x in written])
    _write_counts(axes, counts, written)


def _draw_curve(axes: Axes, curve: Curve, style: _Style, steps: bool) -> None:
    x = np.array(curve.x)
    y, low, high = (
        np.array([getattr(each, name) for each in curve.estimates], dtype=np.float64)
        for name in ("value", "low", "high")
    )
    color, band = style.color, (x, low, high)
    if steps:
        # A step in `fill_between` would end before an estimate without an interval.
        band = (np.repeat(x, 2)[1:], np.repeat(low, 2)[:-1], np.repeat(high, 2)[:-1])
    axes.fill_between(*band, color=color, alpha=0.15, linewidth=0)
    axes.plot(
        x, y, color=color, linestyle=style.linestyle, label=curve.name,
        drawstyle="steps-post" if steps else "default",
    )  # fmt: skip
    # No band can show an interval that neither neighbour has.
    around = np.pad(~np.isnan(low), 1)
    alone = around[1:-1] & ~around[:-2] & ~around[2:]
    axes.vlines(x[alone], low[alone], high[alone], color=color, linewidth=0.8, alpha=0.5)
    few = np.array([each.clusters < FEW for each in curve.estimates], dtype=np.bool_)
    for marked, inside in ((few, "white"), (~few & (not steps), color)):
        if marked.any():  # a line of no points would still ask for room
            axes.plot(
                x[marked], y[marked], linestyle="", marker=style.marker, color=color,
                markerfacecolor=inside, markersize=4 if len(x) <= _ROOMY else 3, clip_on=False,
            )  # fmt: skip


def _counts(panel: Panel) -> list[tuple[str, Mapping[float, int]]]:
    """Returns on how many units the estimate at each x rests, in the colour of the run.

    Runs that have the same counts share a line, in grey.
    """
    found: dict[tuple[tuple[float, int], ...], list[str]] = {}
    for curve, style in zip(panel.curves, _STYLES, strict=False):
        held = tuple((x, each.n) for x, each in zip(curve.x, curve.estimates, strict=True))
        if held and not panel.steps:
            found.setdefault(held, []).append(style.color)
    return [(_GREY if len(colors) > 1 else colors[0], dict(held)) for held, colors in found.items()]


def ticks(x: Sequence[float], most: int) -> list[float]:
    """Returns the numbers to write at an axis: all, or both ends and round ones between them."""
    first, last = x[0], x[-1]
    for step in _STEPS:
        aside = step / 2 if step > 1 else 0
        inside = [each for each in x if each % step == 0 and first + aside < each < last - aside]
        chosen = sorted({first, *inside, last})
        if all((b - a) * most >= last - first for a, b in pairwise(chosen)):
            return chosen
    return sorted({first, last})


def _write_counts(
    axes: Axes, counts: Sequence[tuple[str, Mapping[float, int]]], ticks: Sequence[float]
) -> None:
    """Writes beneath each number of the axis on how many units the estimates there rest."""
    below = axes.get_xaxis_transform()
    for row, (color, held) in enumerate(counts):
        write = partial(
            axes.annotate, textcoords="offset points", va="top", fontsize=_SMALL, color=color,
            annotation_clip=False,
        )  # fmt: skip
        down = -14.5 - row * (_SMALL + 1)
        write("n", (0, 0), (-7, down), xycoords="axes fraction", ha="right")
        for x in filter(held.__contains__, ticks):
            write(str(held[x]), (x, 0), (0, down), xycoords=below, ha="center")
    axes.xaxis.labelpad += len(counts) * (_SMALL + 1)


def _legend(figure: Figure, names: Sequence[str], width: float) -> int:
    """Writes the names of the runs above the panels, and returns in how many lines."""
    if names == [""]:
        return 0
    from matplotlib.lines import Line2D

    most = min(_LONGEST, int(_LEGEND_LETTERS * (width - _LEGEND_MARK)))
    told = [one_line(name, most) for name in names]
    each = _LEGEND_MARK + max(map(len, told)) / _LEGEND_LETTERS
    columns = min(len(told), max(1, int(width / each)))
    handles = [Line2D([], [], **style._asdict()) for _, style in zip(names, _STYLES, strict=False)]
    numbers = [str(place) for place in range(len(told))]
    legend = figure.legend(handles, numbers, loc="outside upper left", ncols=columns)
    for text, name in zip(legend.get_texts(), told, strict=True):
        text.set_text(name)  # as a label, a name that begins with "_" would be left out
    return -(-len(told) // columns)


def _caption(shown: Sequence[Panel], confidence: float) -> str:
    told = [f"bands: {interval_name(confidence)}s over conversations"]
    if not all(panel.steps for panel in shown):
        told.append("n: instructions, replies or turns")
    estimates = [each for panel in shown for curve in panel.curves for each in curve.estimates]
    if any(each.clusters < FEW for each in estimates):
        told.append(f"hollow: fewer than {FEW} conversations")
    return "; ".join(told)
