"""Every instruction of a data set compiled beforehand, so that none is found wanting later."""

from __future__ import annotations

from collections.abc import Sequence

from mifcheck.conversation import Conversation, Turn, fold
from mifcheck.datasets.base import Conversations
from mifcheck.errors import DataError, ParameterError, UnknownIdError, UnknownLanguageError
from mifcheck.evaluate import compile_instruction
from mifcheck.languages import get_language
from mifcheck.profiles import get_profile


def validate(conversations: Sequence[Conversation], profile: str = "native") -> None:
    """Compile every instruction of every conversation.

    Raises:
        DataError: an unknown language, an id that the profile does not know, or an impossible
            parameter; names the field, and file and row where they were loaded from a file.
        MifcheckError: no such profile, or what it needs is not installed.
    """
    for conversation in conversations:
        error = first_error(conversation, conversations, profile)
        if error is not None:
            raise error


def first_error(
    conversation: Conversation, source: Sequence[Conversation], profile: str = "native"
) -> DataError | None:
    """What is wrong with the first instruction that cannot be checked; None where nothing is.

    `source` is what the conversation was loaded with, if it was: it knows file and row.
    """
    try:
        get_language(conversation.language)
    except UnknownLanguageError as error:
        return error_at(str(error), "language", conversation, source)
    format = source.format if isinstance(source, Conversations) else ""
    steps = fold(conversation.turns)
    told = zip(conversation.turns, conversation.ages(), steps, strict=True)
    for number, (turn, ages, step) in enumerate(told, start=1):
        whole = isinstance(step, Turn)
        cumulative = whole or format in ("multi-if", "ifeval")
        places = enumerate(zip(turn.instructions, ages, strict=True), start=1)
        new = [(place, each) for place, (each, age) in places if whole or not age]
        for place, (cumulated, instruction) in enumerate(new, start=1):
            try:
                compile_instruction(instruction, profile)
            except (UnknownIdError, ParameterError) as error:
                unknown = isinstance(error, UnknownIdError)
                field = _field(format, number, cumulated if cumulative else place, unknown, whole)
                return error_at(_said(error, profile), field, conversation, source, number)
    return None


def _said(error: Exception, profile: str) -> str:
    """What is wrong, and by which profile: others may know the id or the parameter."""
    name = get_profile(profile).name
    return str(error) if name == "native" else f"by profile {name}: {error}"


def error_at(
    message: str,
    field: str,
    conversation: Conversation,
    source: Sequence[Conversation],
    turn: int = 1,
) -> DataError:
    """An error in a field of a conversation, with file and row where `source` knows them.

    `turn` says which row is meant where each turn has its own.
    """
    if isinstance(source, Conversations) and conversation.key in source.rows:
        return DataError(message, source.source, source.row_of(conversation.key, turn), field)
    return DataError(message, field=f"{conversation.key}, {field}")


def _field(format: str, turn: int, place: int, unknown: bool, whole: bool) -> str:
    """What the format calls the field in which an instruction's id or parameters stand."""
    if format == "multi-if":
        return f"turn_{turn}_{'instruction_id_list' if unknown else 'kwargs'}, entry {place}"
    if format == "ifeval":
        return f"{'instruction_id_list' if unknown else 'kwargs'}, entry {place}"
    if format == "mmmt-if":
        return "prompt"
    listed = "active" if whole else "instructions"
    return f"turn {turn}, {listed} {place}, {'id' if unknown else 'kwargs'}"
