"""`mifcheck lint`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mifcheck.cli.console import console, show, show_json
from mifcheck.datasets import Conversations, load
from mifcheck.errors import NoRowError
from mifcheck.linting import KINDS, Finding, lint
from mifcheck.linting.findings import require_kind
from mifcheck.report.safe import one_line, printable

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are wanted, how they are shown, and whether warnings count as errors."""

    kinds: Sequence[str] | None = None
    errors_only: bool = False
    strict: bool = False
    json: bool = False


def command(
    data: str | None,
    format: str | None,
    languages: Sequence[str] | None,
    profile: str,
    wanted: Wanted,
) -> bool:
    """Shows the findings about a data set, and says whether it is sound.

    Raises:
        MifcheckError: the file cannot be read at all, or a format, language, profile or kind that
            there is not.
    """
    kinds = {require_kind(each) for each in _split(wanted.kinds) or KINDS}
    if wanted.errors_only:
        kinds = {each for each in kinds if KINDS[each].severity == "error"}
    found = _read(data, format, _split(languages))
    with _bar() as progress:
        findings = [each for each in lint(found, profile, progress) if each.kind in kinds]
    counts = {kind: sum(each.kind == kind for each in findings) for kind in KINDS}
    counts = {kind: count for kind, count in counts.items() if count}
    if wanted.json:
        show_json(
            {
                "source": found.source,
                "conversations": len(found),
                "bad_rows": len(found.skipped),
                "counts": counts,
                "findings": [each.as_dict() for each in findings],
            }
        )
    else:
        _show(findings, counts, found)
    return not any(wanted.strict or each.severity == "error" for each in findings)


def _read(data: str | None, format: str | None, languages: list[str] | None) -> Conversations:
    """What can be read of a data set, perhaps nothing but what is wrong with its rows."""
    try:
        return load(data, format=format, skip_bad=True, languages=languages)
    except NoRowError as error:
        return Conversations((), str(error.path), skipped=error.rows)


def _show(findings: Sequence[Finding], counts: dict[str, int], found: Conversations) -> None:
    from rich.text import Text

    for kind, count in counts.items():
        severity, summary = KINDS[kind]
        head = Text(f"{severity}: {kind}", style="bold red" if severity == "error" else "yellow")
        head.append(f"  {summary}: {count}", style="not bold default")
        show(head)
        for finding in findings:
            if finding.kind == kind:
                show(_entry(finding, found.source))
        show("")
    severities = [KINDS[kind].severity for kind in counts for _ in range(counts[kind])]
    errors, warnings = severities.count("error"), severities.count("warning")
    told = f"{_several(errors, 'error')}, {_several(warnings, 'warning')}"
    all_of = f"{printable(found.source)}: {_several(len(found), 'conversation')}"
    if found.skipped:
        all_of += f" and {_several(len(found.skipped), 'bad row')}"
    show(Text(f"{all_of}, {told if findings else 'nothing found'}"))


def _entry(finding: Finding, source: str) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    where = finding.where if finding.where.file != source else replace(finding.where, file="")
    entry = Text(printable(str(where)), style="bold")
    entry.append(f"\n  {one_line(finding.message, _WIDEST)}", style="not bold")
    if finding.hint:
        entry.append(f"\n  {one_line(finding.hint, _WIDEST)}", style="not bold cyan")
    return Padding(entry, (0, 0, 0, 2))


_WIDEST = 600


def _split(given: Sequence[str] | None) -> list[str] | None:
    named = [each.strip() for listed in given or () for each in listed.split(",")]
    return [each for each in named if each] or None


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


_PATIENCE = 2.0


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar for the conversations read, where it takes longer than two seconds."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("reading", markup=False), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=console(sys.stderr), transient=True)
    task = bar.add_task("reading", total=None)
    begun = time.monotonic()

    def progress(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        if not bar.live.is_started and time.monotonic() - begun > _PATIENCE:
            bar.start()

    try:
        yield progress
    finally:
        if bar.live.is_started:
            bar.stop()
