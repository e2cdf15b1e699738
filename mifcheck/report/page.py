"""The scores of one run or several as one web page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from mifcheck.report.safe import printable
from mifcheck.score import Scores
from mifcheck.score.curves import Panel
from mifcheck.score.display import HEADLINE, headline, html_table

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
  color: #1a1a1a; background: #fff; }}
h1, h2 {{ line-height: 1.2; }}
figure {{ margin: 1.5rem 0; }}
figure svg {{ max-width: 100%; height: auto; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; font-weight: bold; padding: .3rem 0; }}
th, td {{ text-align: left; padding: .15rem .9rem .15rem 0; white-space: nowrap; }}
thead th {{ border-bottom: 1px solid #666; }}
tbody tr + tr td {{ border-top: 1px solid #e4e4e4; }}
code {{ overflow-wrap: anywhere; }}
</style>
</head>
<body>
"""


def scores_page(
    runs: Mapping[str, Scores], shown: Sequence[Panel], svg: str, notes: Sequence[str] = ()
) -> str:
    """A page with a picture, the numbers in it, and what they rest on.

    Args:
        runs: the scores, by name.
        shown: the panels of the picture.
        svg: the picture, an `<svg>` element.
        notes: anything else to say, a line each.
    """
    title = f"Scores of {', '.join(map(printable, runs))}"
    parts = [
        _HEAD.format(title=escape(title)),
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{escape(printable(note))}</p>" for note in notes),
        f'<figure role="img" aria-label="{escape(title)}">\n{svg}</figure>',
        _wide(_overall(runs)),
        *(_wide(_numbers(panel)) for panel in shown),
        "<h2>What they rest on</h2>",
        *_rest(runs),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _wide(table: str) -> str:
    return f'<div class="wide">{table}</div>'


def _overall(runs: Mapping[str, Scores]) -> str:
    (confidence,) = {scores.confidence for scores in runs.values()}
    body = [[printable(name), *headline(scores.figures)] for name, scores in runs.items()]
    caption = f"All turns, strict [{100 * confidence:g} % interval]"
    return html_table(["run", *HEADLINE], body, caption)


def _numbers(panel: Panel) -> str:
    """The estimates of a panel: a line for each place on its axis, two columns a run."""
    found = [dict(zip(curve.x, curve.estimates, strict=True)) for curve in panel.curves]
    head = [panel.x_label]
    for curve in panel.curves:
        head += [printable(curve.name), "n"]
    body = []
    for x in sorted({x for each in found for x in each}):
        row = [f"{x:.3f}" if panel.steps else f"{x:g}"]
        for each in found:
            row += [str(each[x]), str(each[x].n)] if x in each else ["", ""]
        body.append(row)
    return html_table(head, body, f"{panel.title}: {panel.y_label}")


def _rest(runs: Mapping[str, Scores]) -> Iterator[str]:
    for name, scores in runs.items():
        yield (
            f"<p><b>{escape(printable(name))}</b>: {escape(str(scores.counts))}<br>"
            f"<code>{escape(printable(scores.signature))}</code></p>"
        )
