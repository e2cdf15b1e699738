"""mifcheck's own format: one conversation a line, each turn saying what it adds.

The shape is written down in conversation.schema.json beside this file. Unlike the formats of
others it is read strictly: a field that nobody knows is an error, because a misspelt
"instructions" would otherwise quietly leave them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mifcheck.conversation import (
    Conversation,
    Given,
    Instruction,
    Step,
    Turn,
    default_cluster,
    fold,
    unfold,
)
from mifcheck.datasets.base import (
    Reader,
    Row,
    brief,
    instruction_of,
    language_of,
    needed,
    text_of,
)
from mifcheck.errors import DataError, UnknownLanguageError, did_you_mean
from mifcheck.languages import get_language

_CONVERSATION: Final = ("key", "language", "turns", "cluster", "topic")
_TURN: Final = ("prompt", "instructions", "revokes", "active", "images")
_INSTRUCTION: Final = ("id", "kwargs", "text")
_GIVEN: Final = (*_INSTRUCTION, "once", "replaces")
_IN_FORCE: Final = (*_INSTRUCTION, "since")


def _read(row: Row) -> Conversation:
    _only(row, _CONVERSATION, "")
    key, language = text_of(row, "key"), language_of(row)
    written = needed(row, "turns")
    if not isinstance(written, list) or not written:
        raise DataError(f"a list of turns is expected, not {brief(written)}", field="turns")
    steps = [_step(each, f"turn {number}") for number, each in enumerate(written, start=1)]
    cluster = text_of(row, "cluster") if "cluster" in row else ""
    topic = row.get("topic", "")
    if not isinstance(topic, str):
        raise DataError(f"text is expected, not {brief(topic)}", field="topic")
    return Conversation(key, language, unfold(steps), cluster, topic)


def _step(written: Any, where: str) -> Step | Turn:
    turn = _object(written, _TURN, where)
    try:
        prompt = text_of(turn, "prompt")
    except DataError as error:
        raise DataError(error.message, field=f"{where}, prompt") from None
    images = tuple(_image(each, place) for place, each in _listed(turn, "images", where))
    named = [name for name in ("instructions", "active") if name in turn]
    if len(named) != 1:
        raise DataError(
            'either "instructions" (what this turn adds) or "active" (all that holds) is '
            f"expected, not {'both' if named else 'neither'}",
            field=where,
        )
    if named == ["active"]:
        if "revokes" in turn:
            raise DataError('"active" tells all that holds, so nothing is revoked', field=where)
        return _whole(prompt, _listed(turn, "active", where), images, where)
    gives = tuple(_given(each, place) for place, each in _listed(turn, "instructions", where))
    revokes = tuple(_revoked(each, place) for place, each in _listed(turn, "revokes", where))
    return Step(prompt, gives, revokes, images)


def _listed(turn: Row, name: str, where: str) -> list[tuple[str, Any]]:
    """(place, entry) of each entry of a list, which may be left out."""
    listed = turn.get(name, [])
    if not isinstance(listed, list):
        what = "strings" if name == "images" else "instructions"
        raise DataError(
            f"a list of {what} is expected, not {brief(listed)}", field=f"{where}, {name}"
        )
    return [(f"{where}, {name} {number}", each) for number, each in enumerate(listed, start=1)]


def _whole(prompt: str, listed: list[tuple[str, Any]], images: tuple[str, ...], where: str) -> Turn:
    since = []
    for place, each in listed:
        if "since" in _object(each, _IN_FORCE, place):
            turn = each["since"]
            if isinstance(turn, bool) or not isinstance(turn, int) or turn < 1:
                raise DataError(
                    f"a turn, counted from 1, is expected, not {brief(turn)}",
                    field=f"{place}, since",
                )
            since.append(turn)
    if since and len(since) < len(listed):
        raise DataError('"since" is told of all instructions or of none', field=where)
    instructions = tuple(_instruction(each, place) for place, each in listed)
    return Turn(prompt, instructions, tuple(since), images)


def _given(written: Any, where: str) -> Given | Instruction:
    given = _object(written, _GIVEN, where)
    instruction = _instruction(given, where)
    once, replaces = (_flag(given, name, where) for name in ("once", "replaces"))
    return Given(instruction, once, replaces) if once or replaces else instruction


def _flag(given: Row, name: str, where: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise DataError(f"true or false is expected, not {brief(value)}", field=f"{where}, {name}")
    return value


def _revoked(written: Any, where: str) -> Instruction | str:
    """An instruction, or the id of all that are meant."""
    if isinstance(written, str) and written.strip():
        return written
    return _instruction(_object(written, _INSTRUCTION, where), where)


def _image(written: Any, where: str) -> str:
    if not isinstance(written, str) or not written.strip():
        raise DataError(f"a path or URL is expected, not {brief(written)}", field=where)
    return written


def _instruction(instruction: Row, where: str) -> Instruction:
    kwargs = instruction.get("kwargs", {})
    if not isinstance(kwargs, Mapping):
        raise DataError(f"an object is expected, not {brief(kwargs)}", field=f"{where}, kwargs")
    if "id" not in instruction:
        raise DataError("missing", field=f"{where}, id")
    return instruction_of(instruction["id"], kwargs, where, instruction.get("text", ""))


def _object(value: Any, known: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError(f"an object is expected, not {brief(value)}", field=where)
    _only(value, known, where)
    return value


def _only(row: Row, known: tuple[str, ...], where: str) -> None:
    for name in row:
        if name not in known:
            raise DataError(
                f"unknown field{did_you_mean(name, known) or '; known: ' + ', '.join(known)}",
                field=f"{where}, {name}" if where else name,
            )


def to_document(conversation: Conversation) -> dict[str, Any]:
    """A conversation as one JSON object of mifcheck's own format.

    A turn is written with "active" where it reorders the instructions in force, else with
    what it gives and revokes.
    """
    document: dict[str, Any] = {"key": conversation.key, "language": conversation.language}
    if conversation.cluster != default_cluster(conversation.key, _code(conversation.language)):
        document["cluster"] = conversation.cluster
    if conversation.topic:
        document["topic"] = conversation.topic
    return document | {"turns": [_written(each) for each in fold(conversation.turns)]}


def _code(language: str) -> str:
    """The language as it is read back."""
    try:
        return get_language(language).code
    except UnknownLanguageError:
        return language


def _written(step: Step | Turn) -> dict[str, Any]:
    turn: dict[str, Any] = {"prompt": step.prompt}
    if isinstance(step, Turn):
        turn["active"] = [_document(each) for each in step.instructions]
        for entry, since in zip(turn["active"], step.since, strict=False):
            entry["since"] = since
    else:
        if step.revokes:
            turn["revokes"] = [
                each if isinstance(each, str) else each.as_dict() for each in step.revokes
            ]
        turn["instructions"] = [
            _document(each.instruction) | {"once": True}
            if isinstance(each, Given)
            else _document(each)
            for each in step.gives
            if not isinstance(each, str)  # `fold` gives none
        ]
    return turn | ({"images": list(step.images)} if step.images else {})


def _document(instruction: Instruction) -> dict[str, Any]:
    told = {"text": instruction.text} if instruction.text else {}
    return instruction.as_dict() | told


JSONL: Final = Reader(
    name="jsonl",
    required=("key", "language", "turns"),
    recognises=lambda fields: "turns" in fields,
    read=_read,
    in_csv=False,
)
