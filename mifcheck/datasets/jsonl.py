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
    Instruction,
    Turn,
    default_cluster,
    newly_given,
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
from mifcheck.errors import DataError, did_you_mean

_CONVERSATION: Final = ("key", "language", "turns", "cluster", "topic")
_TURN: Final = ("prompt", "instructions", "in_force")
_INSTRUCTION: Final = ("id", "kwargs")


def _read(row: Row) -> Conversation:
    _only(row, _CONVERSATION, "")
    key, language = text_of(row, "key"), language_of(row)
    written = needed(row, "turns")
    if not isinstance(written, list) or not written:
        raise DataError(f"a list of turns is expected, not {brief(written)}", field="turns")
    turns: list[Turn] = []
    for number, each in enumerate(written, start=1):
        before = turns[-1].instructions if turns else ()
        turns.append(_turn(each, before, f"turn {number}"))
    cluster = text_of(row, "cluster") if "cluster" in row else ""
    topic = row.get("topic", "")
    if not isinstance(topic, str):
        raise DataError(f"text is expected, not {brief(topic)}", field="topic")
    return Conversation(key, language, tuple(turns), cluster, topic)


def _turn(written: Any, before: tuple[Instruction, ...], where: str) -> Turn:
    turn = _object(written, _TURN, where)
    try:
        prompt = text_of(turn, "prompt")
    except DataError as error:
        raise DataError(error.message, field=f"{where}, prompt") from None
    named = [name for name in ("instructions", "in_force") if name in turn]
    if len(named) != 1:
        raise DataError(
            'either "instructions" (what this turn adds) or "in_force" (all that holds) is '
            f"expected, not {'both' if named else 'neither'}",
            field=where,
        )
    listed = turn[named[0]]
    field = f"{where}, {named[0]}"
    if not isinstance(listed, list):
        raise DataError(f"a list of instructions is expected, not {brief(listed)}", field=field)
    given = tuple(
        _instruction(each, f"{field} {number}") for number, each in enumerate(listed, start=1)
    )
    return Turn(prompt, given if named[0] == "in_force" else before + given)


def _instruction(written: Any, where: str) -> Instruction:
    instruction = _object(written, _INSTRUCTION, where)
    kwargs = instruction.get("kwargs", {})
    if not isinstance(kwargs, Mapping):
        raise DataError(f"an object is expected, not {brief(kwargs)}", field=f"{where}, kwargs")
    if "id" not in instruction:
        raise DataError("missing", field=f"{where}, id")
    return instruction_of(instruction["id"], kwargs, where)


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

    A turn is written with "instructions" where it adds to those in force before it, and with
    "in_force" where it drops or reorders some.
    """
    turns: list[dict[str, Any]] = []
    given = newly_given(conversation.turns)
    for turn, added in zip(conversation.turns, given, strict=True):
        name, listed = ("in_force", turn.instructions) if added is None else ("instructions", added)
        turns.append({"prompt": turn.prompt, name: [each.as_dict() for each in listed]})
    document: dict[str, Any] = {"key": conversation.key, "language": conversation.language}
    if conversation.cluster != default_cluster(conversation.key, conversation.language):
        document["cluster"] = conversation.cluster
    if conversation.topic:
        document["topic"] = conversation.topic
    return document | {"turns": turns}


JSONL: Final = Reader(
    name="jsonl",
    required=("key", "language", "turns"),
    recognises=lambda fields: "turns" in fields,
    read=_read,
)
