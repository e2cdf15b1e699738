"""`mifcheck compare`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.cli.chosen import Choice, require_format
from mifcheck.cli.console import say, show, show_json
from mifcheck.cli.scored import read_scores
from mifcheck.errors import MifcheckError, SignatureError
from mifcheck.report.comparison import comparison_report
from mifcheck.report.show import as_text
from mifcheck.scores import Comparison
from mifcheck.scores.comparing import compare
from mifcheck.signature import CONDITIONS

FORMATS: Final = ("text", "json")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How two runs are to be compared, and where the result goes."""

    by: str | None
    across: str | None
    format: str
    output: str | None
    resamples: int

    def __post_init__(self) -> None:
        require_format(self.format, FORMATS)


def _names(given: str | None) -> list[str]:
    return [each.strip() for each in (given or "").split(",") if each.strip()]


def command(
    runs: Sequence[Path], choice: Choice, wanted: Wanted, *, think: str | None
) -> Comparison:
    """Scores two runs and shows how far apart they are.

    Raises:
        MifcheckError: a run that cannot be read, or no conversation in common.
        SignatureError: runs that were not measured alike; names the option, where one helps.
    """
    if wanted.output is not None and Path(wanted.output).is_dir():
        raise MifcheckError(f"--output {wanted.output}: this is a folder")
    held = [read_scores(path, choice, wanted.resamples, think) for path in runs]
    across = _names(wanted.across)
    try:
        result = compare(
            held[0].scores,
            held[1].scores,
            by=_names(wanted.by),
            across=across,
            resamples=wanted.resamples,
        )
    except SignatureError as error:
        if not error.fields or set(error.fields) - set(CONDITIONS):
            raise
        option = f"--across {','.join([*across, *error.fields])}"
        raise SignatureError(f"{error}; {option} compares them all the same") from None
    titles = [run.title for run in held]
    notes = [f"{mark}: {note}" for mark, run in zip("AB", held, strict=True) for note in run.notes]
    if wanted.format == "json":
        document = {**result.to_dict(), "names": dict(zip("ab", titles, strict=True))}
        _write_json(document, wanted.output)
    elif wanted.output is None:
        show(comparison_report(result, titles, notes))
    else:
        _write(as_text(comparison_report(result, titles, notes)), wanted.output)
    return result


def _write_json(document: dict[str, Any], output: str | None) -> None:
    if output is None:
        show_json(document)
        return
    _write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n", output)


def _write(text: str, output: str) -> None:
    Path(output).write_text(text, encoding="utf-8", errors="backslashreplace")
    say(f"written to {output}", "dim")
