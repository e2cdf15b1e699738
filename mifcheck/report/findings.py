"""Shows what is wrong with a data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mifcheck.report.formats import count
from mifcheck.report.show import stacked, styled
from mifcheck.safe import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mifcheck.datasets import Conversations
    from mifcheck.linting import Finding

_WIDEST: Final = 600
_STYLES: Final = {"error": "bold red", "warning": "yellow"}


def findings_report(findings: Sequence[Finding], found: Conversations) -> RenderableType:
    """Returns the findings about a data set by kind, and how many there are.

    Args:
        findings: the findings to show.
        found: what could be read of the data set.
    """
    from mifcheck.linting import KINDS

    parts: list[RenderableType] = []
    for kind, (severity, summary) in KINDS.items():
        entries = [_entry(each, found.source) for each in findings if each.kind == kind]
        if entries:
            head = styled(f"{severity}: {kind}", _STYLES[severity])
            head.append(f"  {summary}: {len(entries)}", style="not bold default")
            parts += [head, *entries, styled("")]
    errors = sum(each.severity == "error" for each in findings)
    total = f"{count(errors, 'error')}, {count(len(findings) - errors, 'warning')}"
    source = f"{found.source}: {count(len(found), 'conversation')}"
    if found.skipped:
        source += f" and {count(len(found.skipped), 'bad row')}"
    return stacked([*parts, styled(f"{source}, {total if findings else 'nothing found'}")])


def _entry(finding: Finding, source: str) -> RenderableType:
    from rich.padding import Padding

    where = finding.where if finding.where.file != source else replace(finding.where, file="")
    entry = styled(str(where), "bold")
    entry.append(f"\n  {one_line(finding.message, _WIDEST)}", style="not bold")
    if finding.hint:
        entry.append(f"\n  {one_line(finding.hint, _WIDEST)}", style="not bold cyan")
    return Padding(entry, (0, 0, 0, 2))
