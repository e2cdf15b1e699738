"""The scores of one run or several as one web page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from mifcheck.report.comparison import throughout
from mifcheck.report.curves import Panel
from mifcheck.report.plots import FEW
from mifcheck.report.safe import printable
from mifcheck.report.scores import Pick, shown_k
from mifcheck.scores import Dominance, Estimate, Scores

# The browser is told, too, that nothing is to be fetched or run.
_HEAD: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff; overflow-wrap: anywhere; }}
h1, h2 {{ line-height: 1.2; }}
figure {{ margin: 1.5rem 0; }}
.wide {{ overflow-x: auto; overflow-wrap: normal; }}
table {{ border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; font-weight: bold; padding: .3rem 0; }}
th, td {{ padding: .15rem 0 .15rem .7rem; white-space: nowrap; text-align: right; }}
th[colspan], td.said, td.to, th.to {{ text-align: left; }}
th[colspan] {{ white-space: normal; overflow-wrap: anywhere; min-width: 6rem;
  vertical-align: bottom; }}
td.said {{ white-space: normal; overflow-wrap: anywhere; min-width: 9rem; vertical-align: top; }}
td.to, td.to + td {{ color: #555; }}
td.to + td + td {{ padding-left: 1.6rem; }}
th:first-child {{ padding-left: 0; text-align: left; font-weight: normal; background: #fff;
  position: sticky; left: 0; }}
thead tr:last-child th {{ border-bottom: 1px solid #666; font-weight: normal; }}
tbody tr + tr > * {{ border-top: 1px solid #e4e4e4; }}
dt {{ font-weight: bold; }}
dd {{ margin: 0 0 .4rem 1rem; }}
@media (max-width: 34rem) {{
  body {{ font-size: 14px; margin: 1rem auto; }}
  h1 {{ font-size: 1.4rem; }}
  th:first-child {{ white-space: normal; min-width: 6rem; }}
}}
</style>
</head>
<body>
"""

_OVERVIEW: Final[tuple[tuple[str, Pick], ...]] = (
    ("instructions followed", lambda f: f.accuracy.instruction.strict),
    ("whole replies", lambda f: f.accuracy.conversation.strict),
    ("mean of the four accuracies", lambda f: f.accuracy.mean),
    ("PIF", lambda f: f.pif.strict),
    ("forgotten since last turn", lambda f: f.forgetting.consecutive.strict),
    ("corrected since last turn", lambda f: f.correction.strict),
)
_RAN: Final = (
    ("model", ("model", "name")),
    ("settings", ("model", "settings")),
    ("data", ("data", "source")),
    ("date", ("date",)),
    ("samples", ("samples",)),
    ("history", ("history",)),
    ("recorded in", ("notes", "history")),
    ("instructions", ("placement",)),
    ("thinking", ("thinking",)),
)
"""What run.json says, by the name that it has on the page."""

_GLOSSARY: Final = {
    "Instructions followed, whole replies": "The share of all instructions in force that were "
    "followed; the share of replies that follow every one. The mean of the four accuracies is that "
    "of both, strict and loose.",
    "Strict, loose": "Strict reads a reply as it is. Loose also accepts it without its first line, "
    "its last line or its asterisks.",
    "PIF": "The mean share of its instructions that a reply follows; 100 % where it has none.",
    "PIF-N-K": "The share of turns where at least K of N replies follow all their instructions.",
    "Age, in force": "How many turns ago an instruction was given; how many hold at a turn.",
    "Forgotten since last turn": "Of the instructions followed at the turn before, the share not "
    "followed now. Less is better.",
    "Corrected since last turn": "Of the instructions not followed at the turn before, the share "
    "followed now.",
    "Dominates": "One run dominates the other where, whatever x, no larger share of its replies "
    "has a PIF of at most x.",
    "n": "How many instructions, replies or turns a figure is a share of.",
    "Cluster": "A conversation with its translations, all its turns and samples. These are much "
    "alike, so a figure of few clusters is unsure, however many replies it has: below "
    f"{FEW} its point is hollow.",
    "Interval": "Where a figure lies when clusters are drawn anew, again and again. There is none "
    "where only one cluster has anything to judge, or where all draws give the same figure: then "
    "nothing tells how far off it may be.",
}


def scores_page(
    runs: Mapping[str, Scores],
    shown: Sequence[Panel],
    svg: str,
    notes: Sequence[str] = (),
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    dominance: Dominance | None = None,
) -> str:
    """A page with what was run, a picture, the numbers in it, and what they rest on.

    Args:
        runs: the scores, by name.
        shown: the panels of the picture.
        svg: the picture, an `<svg>` element.
        notes: anything else to say, a line each.
        settings: of the runs by name what their run.json says, as far as there is one.
        dominance: of two runs, whether the PIF of one is the higher one throughout.
    """
    title = f"Scores of {', '.join(map(printable, runs))}"
    told = [] if dominance is None else throughout(dominance, [*map(printable, runs)])
    parts = [
        _HEAD.format(title=escape(title)),
        f"<h1>{escape(title)}</h1>",
        *_paragraphs(notes),
        _wide(_ran(runs, settings or {})),
        _wide(_overall(runs)),
        *_paragraphs(told),
        _wide(f'<figure role="img" aria-label="{escape(title)}">\n{svg}</figure>'),
        "<h2>What the words mean</h2>",
        _glossary(),
        "<h2>The numbers in the picture</h2>",
        *(_wide(_numbers(panel, runs)) for panel in shown),
        "<h2>What they rest on</h2>",
        *_rest(runs),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _wide(element: str) -> str:
    return f'<div class="wide">{element}</div>'


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{escape(printable(line))}</p>" for line in lines if line)


def _glossary() -> str:
    told = (f"<dt>{escape(word)}</dt><dd>{escape(sense)}</dd>" for word, sense in _GLOSSARY.items())
    return f"<dl>{''.join(told)}</dl>"


def _ran(runs: Mapping[str, Scores], settings: Mapping[str, Mapping[str, Any]]) -> str:
    """A line for each thing that a run.json says; nothing where there is none."""
    body = []
    for name, path in _RAN:
        cells = [_setting(settings.get(run, {}), path) for run in runs]
        if any(cells):
            told = "".join(f'<td class="said">{escape(cell)}</td>' for cell in cells)
            body.append(f'<tr><th scope="row">{escape(name)}</th>{told}</tr>')
    if not body:
        return ""
    head = "".join(f'<th scope="col" colspan="1">{escape(printable(run))}</th>' for run in runs)
    return _table("What was run", f"<tr><th></th>{head}</tr>", body)


def _setting(held: Any, path: Sequence[str]) -> str:
    for name in path:
        held = held.get(name) if isinstance(held, Mapping) else None
    if isinstance(held, Mapping):
        return printable(", ".join(f"{name}={value}" for name, value in held.items()))
    return "" if held is None else printable(str(held))


def _overall(runs: Mapping[str, Scores]) -> str:
    rows = [
        (name, [_estimated(pick(scores.figures)) for scores in runs.values()])
        for name, pick in _OVERVIEW
    ]
    n = min(scores.outcomes.samples for scores in runs.values())
    for k in shown_k(n):
        cells = [_estimated(scores.pif_n_k(n, k).strict) for scores in runs.values()]
        rows.append((f"PIF-{n}-{k}", cells))
    return _grid("All turns, strict, in per cent", "", runs, rows)


def _numbers(panel: Panel, runs: Mapping[str, Scores]) -> str:
    """The estimates of a panel: a line for each place on its axis."""
    found = [dict(zip(curve.x, curve.estimates, strict=True)) for curve in panel.curves]
    rows = [
        (
            f"{100 * x:.1f}" if panel.steps else f"{x:g}",
            [_estimated(each[x]) if x in each else ["", "", ""] for each in found],
        )
        for x in sorted({x for each in found for x in each})
    ]
    return _grid(f"{panel.title}: {panel.y_label}, in per cent", panel.x_label, runs, rows)


def _estimated(estimate: Estimate) -> list[str]:
    """Value and interval in per cent, and n."""
    if estimate.value is None:
        return ["n/a", "", ""]
    ends = ""
    if estimate.low is not None and estimate.high is not None:
        ends = f"[{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"
    return [f"{100 * estimate.value:.1f}", ends, str(estimate.n)]


def _grid(
    caption: str,
    corner: str,
    runs: Mapping[str, Scores],
    rows: Iterable[tuple[str, Sequence[Sequence[str]]]],
) -> str:
    """A table of estimates: a row's name, and of each run value, interval and n."""
    (confidence,) = {scores.confidence for scores in runs.values()}
    named = "".join(
        f'<th scope="colgroup" colspan="3">{escape(printable(name))}</th>' for name in runs
    )
    each = f'<th scope="col">%</th><th scope="col" class="to">{100 * confidence:g} % interval</th>'
    head = (
        f"<tr><th></th>{named}</tr>"
        f'<tr><th scope="col">{escape(corner)}</th>{(each + "<th>n</th>") * len(runs)}</tr>'
    )
    body = []
    for name, cells in rows:
        told = "".join(
            f'<td>{escape(value)}</td><td class="to">{escape(ends)}</td><td>{escape(n)}</td>'
            for value, ends, n in cells
        )
        body.append(f'<tr><th scope="row">{escape(name)}</th>{told}</tr>')
    return _table(caption, head, body)


def _table(caption: str, head: str, body: Iterable[str]) -> str:
    return (
        f"<table><caption>{escape(caption)}</caption><thead>{head}</thead>"
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _rest(runs: Mapping[str, Scores]) -> Iterator[str]:
    for name, scores in runs.items():
        yield (
            f"<p><b>{escape(printable(name))}</b>: {escape(str(scores.counts))}<br>"
            f"<code>{escape(printable(scores.signature))}</code></p>"
        )
