"""`mifcheck lint`: what is wrong with a data set."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from mifcheck.cli import options
from mifcheck.cli.output import FOUND, write
from mifcheck.errors import NoRowError
from mifcheck.runs.progress import progress_bar


def command(
    data_file: options.DataFile = None,
    kind: Annotated[list[str] | None, options.names_option(metavar="KIND,...")] = None,
    errors_only: Annotated[bool, Option("--errors-only")] = False,
    fail_on_warning: Annotated[bool, Option("--fail-on-warning")] = False,
    languages: options.Languages = None,
    profile: options.Profile = "native",
    images: options.Images = None,
    data_format: options.DataFormat = None,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show what is wrong with a data set, or odd about it.

    Bad rows, unknown ids and impossible parameters; instructions active together that no reply
    can follow; what cannot be judged, is asked for twice, or is not mentioned in a prompt. No model
    is asked. The exit status is 1 when an error is shown, and 0 when there are only warnings or
    nothing.

    Args:
        kind: Only these kinds: bad-row, same-key, unknown-language, unknown-id, bad-parameter,
            impossible, missing-image, refused-image, unlikely, not-judged, superseded, repeated,
            implied, unmentioned, other-text, repeated-prompt.
        errors_only: Leave warnings out.
        fail_on_warning: Exit with 1 for a warning that is shown, too.

    Examples:
      mifcheck lint conversations.jsonl
      mifcheck lint multiIF.csv --errors-only
      mifcheck lint multiIF.csv --kind impossible,unlikely --format json
    """
    from mifcheck.datasets import Conversations, load
    from mifcheck.linting import KINDS, lint
    from mifcheck.linting.findings import require_kind
    from mifcheck.report.findings import findings_report

    kinds = {require_kind(each) for each in kind or KINDS}
    if errors_only:
        kinds = {each for each in kinds if KINDS[each].severity == "error"}
    try:
        found = load(data_file, format=data_format, skip_bad=True, languages=languages or None)
    except NoRowError as error:
        found = Conversations((), str(error.path), skipped=error.rows)
    with progress_bar("reading", True, transient=True) as progress:
        findings = [each for each in lint(found, profile, progress, images) if each.kind in kinds]
    counts = {name: sum(each.kind == name for each in findings) for name in KINDS}
    forms = {
        "text": lambda: findings_report(findings, found),
        "json": lambda: {
            "source": found.source,
            "conversations": len(found),
            "bad_rows": len(found.skipped),
            "counts": {name: count for name, count in counts.items() if count},
            "findings": [each.to_dict() for each in findings],
        },
    }
    write(forms, format, out)
    if any(fail_on_warning or each.severity == "error" for each in findings):
        raise typer.Exit(FOUND)
