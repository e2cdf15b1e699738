"""Makes one web page of one run or several: their figures, and a browser of their conversations.

The page is one file that loads nothing. `page.html` is its frame, and `page.css` and
`evidence.css` say how it looks. Of its script, `page_text.js` makes texts harmless,
`page_filters.js` finds replies, `page_reply.js` shows one, and `page.js` lists them. The content
security policy names the style and the script by their digests, so the browser runs nothing else,
whatever a reply or a name holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Template
from typing import Any, Final

from mifcheck.report.charts import chart, legend
from mifcheck.report.comparison import dominance_lines
from mifcheck.report.curves import Panel
from mifcheck.report.fragments import part
from mifcheck.report.overview import (
    BY_GROUP,
    RunDifferences,
    by_group,
    numbers,
    overall,
    ran,
    refusals,
)
from mifcheck.report.plots import FEW
from mifcheck.report.replies import Judged, replies_document
from mifcheck.report.tables import Grid, html_text
from mifcheck.scores.scores import Scores

_STYLES: Final = ("evidence.css", "page.css")
_SCRIPTS: Final = ("page_text.js", "page_filters.js", "page_reply.js", "page.js")
_NOT_IN_SCRIPT: Final = re.compile("[<\ud800-\udfff]")
"""What could end the element that holds the JSON, and what UTF-8 cannot write."""


def scores_page(
    runs: Mapping[str, Scores],
    shown: Sequence[Panel],
    notes: Sequence[str] = (),
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    compared: RunDifferences | None = None,
    replies: Mapping[str, Judged | None] | None = None,
) -> str:
    """Returns a page with what was run, the figures, the curves, and the replies.

    Args:
        runs: the scores, by name.
        shown: the curves.
        notes: anything else to say, a line each.
        settings: what the run.json of each run says, by name, as far as there is one.
        compared: of each further run, how much higher its figures are than those of the first.
        replies: of each run its replies and their verdicts, where they are known.
    """
    compared = compared or {}
    style = "\n".join(map(part, _STYLES))
    script = "\n".join(['"use strict"; {', *map(part, _SCRIPTS), "}"])
    return Template(part("page.html")).substitute(
        policy=_policy(style, script),
        style=style,
        script=script,
        title=html_text(f"Scores of {', '.join(runs)}"),
        notes=_paragraphs(notes),
        ran=_wide(ran(runs, settings or {})),
        overall=_wide(overall(runs, compared)),
        dominance=_paragraphs(_dominance(list(runs), compared)),
        groups="\n".join(_wide(by_group(runs, compared, each), each.by) for each in BY_GROUP),
        refusals=_wide(refusals(runs)),
        legend=legend(list(runs)),
        charts="\n".join(map(chart, shown)),
        few=FEW,
        numbers="\n".join(_wide(numbers(panel, runs)) for panel in shown),
        rest="\n".join(_rest(runs)),
        data=json_in_script(replies_document(replies or {})),
    )


def json_in_script(value: Any) -> str:
    """Returns JSON that stands safely within a script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _NOT_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _policy(style: str, script: str) -> str:
    """Returns the content security policy of the page: its own style and script, nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"


def _wide(grid: Grid, by: str = "") -> str:
    """Returns a table that scrolls by itself; `by` is what its rows are groups of."""
    if not grid.rows:
        return ""
    kind = f' data-by="{by}"' if by else ""
    label = html_text(grid.caption)
    return (
        f'<div class="wide" role="region" aria-label="{label}" tabindex="0"{kind}>'
        f"{grid.html()}</div>"
    )


def _paragraphs(lines: Iterable[str]) -> str:
    return "\n".join(f"<p>{html_text(line)}</p>" for line in lines if line)


def _dominance(names: Sequence[str], compared: RunDifferences) -> Iterator[str]:
    """Yields for each further run whether it dominates the first, or is dominated."""
    for name, comparisons in compared.items():
        yield from dominance_lines(comparisons[0].dominance, (name, names[0]))


def _rest(runs: Mapping[str, Scores]) -> Iterator[str]:
    for name, scores in runs.items():
        yield (
            f"<p><b>{html_text(name)}</b>: {html_text(scores.counts)}<br>"
            f"<code>{html_text(scores.signature)}</code></p>"
        )
