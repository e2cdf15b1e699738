"""`mifcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mifcheck.cli.console import has_styles, say, show, show_json
from mifcheck.conversation import Instruction
from mifcheck.datasets.base import brief, parse_json
from mifcheck.datasets.files import decode, read_bytes
from mifcheck.errors import DataError, ParameterError
from mifcheck.evaluate import ReplyResult, check_all, compile_all
from mifcheck.languages import get_language
from mifcheck.profiles import describe
from mifcheck.report.verdicts import verdict_report


def command(
    id: str | None,
    parameters: Sequence[str],
    kwargs: str | None,
    instructions: str | None,
    language: str,
    file: str | None,
    *,
    profile: str,
    loose: bool,
    json: bool,
) -> bool:
    """Checks one reply, shows the verdicts and says whether all of them are passes."""
    if (id is None) == (instructions is None):
        raise ParameterError("name one instruction by its ID, or several by --instructions")
    if instructions is not None:
        if parameters or kwargs is not None:
            raise ParameterError("with --instructions the parameters stand in its file")
        if instructions == "-" and file is None:
            raise ParameterError("standard input holds the instructions: give --file")
        asked = _instructions(instructions)
    else:
        asked = [Instruction(id or "", _kwargs(id or "", parameters, kwargs))]
    code = get_language(language).code
    compile_all(asked, profile)
    reply = _text(file)
    result = check_all(asked, reply, code, profile)
    if json:
        show_json(_document(result, asked, code, profile, loose))
    else:
        _show(result, reply, loose)
    return all(verdict.passed for verdict in (result.loose if loose else result.strict))


def _show(result: ReplyResult, reply: str, loose: bool) -> None:
    marked = not has_styles()
    for place, strict in enumerate(result.strict):
        if place:
            show("")
        if loose:
            show(verdict_report(result.loose[place], reply, marked=marked, strict=strict))
        else:
            show(verdict_report(strict, reply, marked=marked))
    if len(result.strict) > 1:
        verdicts = result.loose if loose else result.strict
        passed = sum(verdict.passed is True for verdict in verdicts)
        judged = sum(verdict.passed is not None for verdict in verdicts)
        left = len(verdicts) - judged
        show(f"\n{passed} of {judged} passed" + (f", {left} not judged" if left else ""))


def _document(
    result: ReplyResult, asked: Sequence[Instruction], language: str, profile: str, loose: bool
) -> dict[str, Any]:
    rows = zip(asked, result.loose if loose else result.strict, strict=True)
    return {
        "language": language,
        "profile": profile,
        "mode": "loose" if loose else "strict",
        "pif": result.pif_loose if loose else result.pif,
        "verdicts": [{**row.as_dict(), **verdict.to_dict()} for row, verdict in rows],
    }


def _text(file: str | None) -> str:
    if file is not None and file != "-":
        return decode(read_bytes(Path(file)), file)
    if sys.stdin.isatty():
        say("reading the reply from the keyboard; Ctrl-D ends it", "dim")
    return decode(sys.stdin.buffer.read(), "standard input")


def _instructions(file: str) -> list[Instruction]:
    try:
        held = parse_json(_text(file))
    except DataError as error:
        raise DataError(error.message, error.path or file) from None
    rows = held if isinstance(held, list) else [held]
    found = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not set(row) <= {"id", "kwargs"} or "id" not in row:
            raise DataError(f'{{"id": ..., "kwargs": {{...}}}} is expected, not {brief(row)}',
                            file, number)  # fmt: skip
        try:
            found.append(Instruction(row["id"], row.get("kwargs") or {}))
        except ParameterError as error:
            raise DataError(str(error), file, number) from None
    if not found:
        raise DataError("it holds no instruction", file)
    return found


def _kwargs(id: str, parameters: Sequence[str], kwargs: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if kwargs is not None:
        try:
            values = parse_json(kwargs)
        except DataError as error:
            raise ParameterError(f"--kwargs: {error}") from None
        if not isinstance(values, dict):
            raise ParameterError("--kwargs is one JSON object, {...}")
    expected = describe(id).parameters
    given: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or not name.strip():
            raise ParameterError(f"-k {parameter}: NAME=VALUE is expected")
        given.setdefault(name.strip(), []).append(value)
    return values | {name: _value(name, each, expected) for name, each in given.items()}


def _value(name: str, given: Sequence[str], expected: Mapping[str, str]) -> Any:
    """A parameter's value: JSON where its kind is not text, else the words as typed.

    A number is wanted as a number, but the keyword 2024 is text: what the parameter must be
    tells them apart. A list is JSON, or one value for each time the parameter was given.
    """
    wanted = expected.get(name, "")
    if "list" in wanted:
        if len(given) == 1 and given[0].lstrip().startswith("["):
            return _json(name, given[0])
        return list(given)
    if len(given) > 1:
        raise ParameterError(f"-k {name} is given {len(given)} times, and is no list")
    return _number(given[0]) if "number" in wanted else given[0]


def _json(name: str, text: str) -> Any:
    try:
        return parse_json(text)
    except DataError as error:
        raise ParameterError(f"-k {name}: {error}") from None


def _number(text: str) -> Any:
    try:
        return parse_json(text)
    except DataError:
        return text
