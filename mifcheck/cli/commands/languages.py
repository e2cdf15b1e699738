"""`mifcheck languages`: the languages that are known, and how sure verdicts in them are."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from mifcheck.cli import options
from mifcheck.cli.output import write


def command(
    name: Annotated[str | None, Argument(metavar="LANG")] = None,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show the languages, and how sure a verdict in each is.

    Args:
        name: One language, for its level, its sources, its limits, and the instructions that are
            not judged in it.

    Examples:
      mifcheck languages
      mifcheck languages Catalan
      mifcheck languages --format json
    """
    from dataclasses import asdict

    from mifcheck.languages import ASSURANCE, known_languages, language_name
    from mifcheck.profiles import language_report
    from mifcheck.report.listing import language_page, languages_page

    if name is not None:
        report = language_report(name)
        write({"text": lambda: language_page(report), "json": lambda: asdict(report)}, format, out)
        return
    known = {level: known_languages(level) for level in ASSURANCE if level != "own"}
    forms = {
        "text": lambda: languages_page(known),
        "json": lambda: {
            level: {code: language_name(code) for code in codes} for level, codes in known.items()
        },
    }
    write(forms, format, out)
