"""What is wrong with a data set, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mifcheck.datasets import Conversations
from mifcheck.linting import KINDS, Finding
from mifcheck.report.safe import one_line, printable

_WIDEST: Final = 600
_STYLES: Final = {"error": "bold red", "warning": "yellow"}


def findings_report(findings: Sequence[Finding], found: Conversations) -> RenderableType:
    """Returns the findings about a data set by kind, and how many there are.

    Args:
        findings: the findings to show.
        found: what could be read of the data set.
    """
    parts: list[RenderableType] = []
    for kind, (severity, summary) in KINDS.items():
        entries = [_entry(each, found.source) for each in findings if each.kind == kind]
        if entries:
            head = Text(f"{severity}: {kind}", style=_STYLES[severity])
            head.append(f"  {summary}: {len(entries)}", style="not bold default")
            parts += [head, *entries, Text()]
    errors = sum(each.severity == "error" for each in findings)
    total = f"{_several(errors, 'error')}, {_several(len(findings) - errors, 'warning')}"
    source = f"{printable(found.source)}: {_several(len(found), 'conversation')}"
    if found.skipped:
        source += f" and {_several(len(found.skipped), 'bad row')}"
    return Group(*parts, Text(f"{source}, {total if findings else 'nothing found'}"))


def _entry(finding: Finding, source: str) -> RenderableType:
    where = finding.where if finding.where.file != source else replace(finding.where, file="")
    entry = Text(printable(str(where)), style="bold")
    entry.append(f"\n  {one_line(finding.message, _WIDEST)}", style="not bold")
    if finding.hint:
        entry.append(f"\n  {one_line(finding.hint, _WIDEST)}", style="not bold cyan")
    return Padding(entry, (0, 0, 0, 2))


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
