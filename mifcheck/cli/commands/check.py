"""`mifcheck check`: one reply against its instructions, with the evidence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import FOUND, console, say, write
from mifcheck.errors import DataError, ParameterError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mifcheck.conversation import Instruction


def command(
    id: Annotated[str | None, Argument(metavar="ID")] = None,
    parameters: Annotated[list[str] | None, Option("-k", metavar="NAME=VALUE")] = None,
    kwargs: Annotated[str | None, Option(metavar="JSON")] = None,
    instructions: Annotated[str | None, Option("--instructions", "-i", metavar="FILE")] = None,
    language: Annotated[str, Option("--language", "-l", metavar="LANG")] = "en",
    file: Annotated[str | None, Option("--file", "-f", metavar="FILE")] = None,
    profile: options.Profile = "native",
    loose: options.Loose = False,
    exit_code: Annotated[bool, Option("--exit-code")] = False,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Check one reply, and show the reason and the evidence.

    The reply is read from a file or from standard input, and checked against one instruction or
    several. A failed check is an answer, not an error: the exit status is 0.

    Args:
        id: Id of the instruction; mifcheck list shows the ids.
        parameters: A parameter; repeat the name for a list.
        kwargs: All parameters as one JSON object.
        instructions: Several instructions: a JSON list of {"id": ..., "kwargs": {...}}; - is
            standard input.
        language: Language that the reply should be in.
        file: The reply. Default: standard input.
        exit_code: Exit with 1 unless every check passes.

    Examples:
      mifcheck check punctuation:no_comma --file reply.txt
      mifcheck check length_constraints:number_words -k num_words=100 \\
          -k relation='at least' --language hi < reply.txt
      mifcheck check keywords:existence -k keywords=river -k keywords=boat \\
          < reply.txt
      mifcheck check --instructions instructions.json --file reply.txt --loose
    """
    from mifcheck.evaluate import check_all, compile_all
    from mifcheck.languages import get_language
    from mifcheck.report.verdicts import verdict_report

    if (id is None) == (instructions is None):
        raise ParameterError("name one instruction by its ID, or several by --instructions")
    if instructions is not None:
        if parameters or kwargs is not None:
            raise ParameterError("with --instructions, the parameters belong in its file")
        if instructions == "-" and file is None:
            raise ParameterError("standard input holds the instructions: give --file")
        asked = _instructions(instructions)
    else:
        asked = [_instruction(id or "", parameters or [], kwargs)]
    code = get_language(language).code
    compile_all(asked, profile=profile)  # before the reply is read
    reply = _read(file)
    result = check_all(asked, reply, code, profile=profile)
    verdicts = result.loose if loose else result.strict

    def text() -> RenderableType:
        marked = out is not None or console().color_system is None  # nothing can be underlined
        reports = [
            verdict_report(each, reply, marked=marked, strict=strict if loose else None)
            for each, strict in zip(verdicts, result.strict, strict=True)
        ]
        return _joined(reports, [verdict.passed for verdict in verdicts])

    forms = {
        "text": text,
        "json": lambda: {
            "language": code,
            "profile": profile,
            "mode": "loose" if loose else "strict",
            "pif": result.pif_loose if loose else result.pif,
            "verdicts": [
                {**each.to_dict(), **verdict.to_dict()}
                for each, verdict in zip(asked, verdicts, strict=True)
            ],
        },
    }
    write(forms, format, out)
    if exit_code and not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(FOUND)


def _joined(reports: Sequence[RenderableType], passed: Sequence[bool | None]) -> RenderableType:
    """Returns the verdicts below one another, and how many of several are passes."""
    from rich.console import Group

    if len(reports) == 1:
        return reports[0]
    judged = [each for each in passed if each is not None]
    left = len(passed) - len(judged)
    total = f"{sum(judged)} of {len(judged)} passed" + (f", {left} not judged" if left else "")
    return Group(*(part for report in reports for part in (report, "")), total)


def _read(file: str | None) -> str:
    """Reads a file, or standard input where none is named."""
    from mifcheck.datasets.files import decode, read_bytes

    if file is not None and file != "-":
        return decode(read_bytes(Path(file)), file)
    if sys.stdin is None:
        raise DataError("standard input is closed: give --file")
    if sys.stdin.isatty():
        say("reading from the keyboard; Ctrl-D ends the input", "dim")
    return decode(sys.stdin.buffer.read(), "standard input")


def _instructions(file: str) -> list[Instruction]:
    """Reads the instructions in a file."""
    from mifcheck.conversation import Instruction
    from mifcheck.datasets.base import brief, parse_json

    try:
        held = parse_json(_read(file))
    except DataError as error:
        raise DataError(error.message, error.path or file) from None
    found = []
    for number, row in enumerate(held if isinstance(held, list) else [held], start=1):
        if not isinstance(row, dict) or not set(row) <= {"id", "kwargs"} or "id" not in row:
            message = f'{{"id": ..., "kwargs": {{...}}}} is expected, not {brief(row)}'
            raise DataError(message, file, number)
        try:
            found.append(Instruction(row["id"], row.get("kwargs") or {}))
        except ParameterError as error:
            raise DataError(str(error), file, number) from None
    if not found:
        raise DataError("the file holds no instruction", file)
    return found


def _instruction(id: str, parameters: Sequence[str], kwargs: str | None) -> Instruction:
    """Makes the instruction with the parameters of --kwargs and of -k; -k wins."""
    from mifcheck.conversation import Instruction
    from mifcheck.profiles import describe

    values = {} if kwargs is None else options.json_or_text(kwargs)
    if not isinstance(values, dict):
        raise ParameterError("--kwargs: one JSON object is expected, {...}")
    given: dict[str, list[str]] = {}
    for name, value in options.assignments("-k", parameters):
        given.setdefault(name, []).append(value)
    kinds = describe(id).parameters
    found = {name: _value(name, each, kinds.get(name, "")) for name, each in given.items()}
    return Instruction(id, values | found)


def _value(name: str, given: Sequence[str], kind: str) -> Any:
    """Reads the value of a parameter, as its kind needs it.

    The frequency 2024 is a number, but the keyword 2024 is text. A list is one JSON list, or one
    value for each time that the parameter is given.
    """
    if "list" in kind:
        is_json = len(given) == 1 and given[0].lstrip().startswith("[")
        return options.json_or_text(given[0]) if is_json else list(given)
    if len(given) > 1:
        raise ParameterError(f"-k {name} is given {len(given)} times, but it is not a list")
    return options.json_or_text(given[0]) if "number" in kind else given[0]
