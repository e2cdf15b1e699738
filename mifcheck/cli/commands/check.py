"""`mifcheck check`: one reply against its instructions, with the evidence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import FOUND, console, say, write
from mifcheck.errors import DataError, MifcheckError, ParameterError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mifcheck.conversation import Instruction
    from mifcheck.evaluate import ReplyResult
    from mifcheck.models.thinking import ThinkingPolicy


def command(
    id: Annotated[str | None, Argument(metavar="ID")] = None,
    parameters: Annotated[list[str] | None, Option("-k", metavar="NAME=VALUE")] = None,
    kwargs: Annotated[str | None, Option(metavar="JSON")] = None,
    instructions: Annotated[str | None, Option("--instructions", "-i", metavar="FILE")] = None,
    language: Annotated[str, Option("--language", "-l", metavar="LANG")] = "en",
    file: Annotated[str | None, Option("--file", "-f", metavar="FILE")] = None,
    profile: options.Profile = "native",
    thinking: options.Thinking = "strip",
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
        instructions: Several instructions: a JSON list of {"id": ..., "kwargs": {...}}, also with
            "role": "system"; - is standard input.
        language: Language that the reply should be in.
        file: The reply. Default: standard input.
        thinking: Remove the thinking from the reply before it is checked, or keep it.
        exit_code: Exit with 1 unless every check passes.

    Examples:
      mifcheck check punctuation:no_comma --file reply.txt
      mifcheck check length_constraints:number_words -k num_words=100 \\
          -k relation='at least' --language hi < reply.txt
      mifcheck check keywords:existence -k keywords=river -k keywords=boat \\
          < reply.txt
      mifcheck check --instructions instructions.json --file reply.txt --loose
    """
    from mifcheck.checking import check_all
    from mifcheck.languages import get_language

    if (id is None) == (instructions is None):
        raise ParameterError("name one instruction by its ID, or several by --instructions")
    if instructions is None:
        asked = [_instruction(id or "", parameters or [], kwargs)]
        _require_checkable(asked[0], profile)  # before the reply is read
    else:
        if parameters or kwargs is not None:
            raise ParameterError("with --instructions, the parameters belong in its file")
        if instructions == "-" and file is None:
            raise ParameterError("standard input holds the instructions: give --file")
        asked = _instructions(instructions, profile)
    code = get_language(language).code
    reply = _read(file)
    policy = cast("ThinkingPolicy", thinking)
    result = check_all(asked, reply, code, profile=profile, thinking=policy)
    verdicts = result.loose if loose else result.strict
    document = {
        "language": code,
        "profile": profile,
        "thinking": thinking,
        "mode": "loose" if loose else "strict",
        "pif": result.pif_loose if loose else result.pif,
    }
    forms = {
        "text": lambda: _shown(asked, result, loose, reply, marked=out is not None),
        "json": lambda: {
            **document,
            "verdicts": [
                {**each.to_dict(), **verdict.to_dict()}
                for each, verdict in zip(asked, verdicts, strict=True)
            ],
        },
    }
    write(forms, format, out)
    if exit_code and not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(FOUND)


def _shown(
    asked: Sequence[Instruction], result: ReplyResult, loose: bool, reply: str, *, marked: bool
) -> RenderableType:
    """Returns the verdicts with their evidence, which is marked where nothing can be underlined."""
    from mifcheck.report.verdicts import verdict_report

    marked = marked or console().color_system is None
    verdicts = result.loose if loose else result.strict
    reports = [
        verdict_report(
            each, reply, marked=marked, strict=strict if loose else None, role=instruction.role
        )
        for instruction, each, strict in zip(asked, verdicts, result.strict, strict=True)
    ]
    return _joined(reports, [verdict.passed for verdict in verdicts])


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
    from mifcheck.datasets.files import decode, read_bytes, read_lines

    if file is not None and file != "-":
        return decode(read_bytes(Path(file)), file)
    if sys.stdin is None:
        raise DataError("standard input is closed: give --file")
    if sys.stdin.isatty():
        say("reading from the keyboard; Ctrl-D ends the input", "dim")
    return decode(read_lines(sys.stdin.buffer, "standard input"), "standard input")


def _instructions(file: str, profile: str) -> list[Instruction]:
    """Reads the instructions in a file, each of which can be checked."""
    from mifcheck.datasets.base import parse_json

    name = "standard input" if file == "-" else file
    text = _read(file)
    try:
        held = parse_json(text)
    except DataError as error:
        raise error.at(name, None) from None
    rows = held if isinstance(held, list) else [held]
    if not rows:
        raise DataError("the file holds no instruction", name)
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(_checkable(row, profile))
        except MifcheckError as error:
            raise DataError(str(error), name, number) from None
    return found


def _checkable(row: Any, profile: str) -> Instruction:
    """Makes the instruction of an entry of a file; raises unless it can be checked."""
    from mifcheck.conversation import instruction_of
    from mifcheck.evaluate import compile_instruction

    instruction = instruction_of(row)
    compile_instruction(instruction, profile)
    return instruction


def _require_checkable(asked: Instruction, profile: str) -> None:
    """Raises unless an instruction can be checked; the error shows a command that works."""
    from mifcheck.evaluate import compile_instruction
    from mifcheck.profiles import describe
    from mifcheck.report.listing import example_command

    try:
        compile_instruction(asked, profile)
    except ParameterError as error:
        about = describe(asked.id)
        if not about.example:
            raise
        raise ParameterError(f"{error}; an example: {example_command(about)}") from None


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
    is_json = any(each in kind for each in ("number", "object", "true"))
    return options.json_or_text(given[0]) if is_json else given[0]
