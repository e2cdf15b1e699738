"""Compiles every instruction of a data set in advance, so that no error comes up later."""

from __future__ import annotations

from collections.abc import Sequence

from mifcheck.conversation import Conversation, Turn, fold
from mifcheck.datasets.collection import Conversations
from mifcheck.datasets.formats import READERS
from mifcheck.datasets.readers import InstructionPlace
from mifcheck.errors import DataError, ParameterError, UnknownIdError, UnknownLanguageError
from mifcheck.evaluate import compile_instruction
from mifcheck.languages import get_language
from mifcheck.profiles import get_profile

_DEFAULT = READERS["jsonl"]


def validate(conversations: Sequence[Conversation], profile: str = "native") -> None:
    """Compiles every instruction of every conversation.

    Raises:
        DataError: a language or an id is unknown, or a parameter impossible; names the field, and
            the file and row of conversations that were loaded from a file.
        MifcheckError: the profile is unknown, or a package that it needs is not installed.
    """
    for conversation in conversations:
        error = first_error(conversation, conversations, profile)
        if error is not None:
            raise error


def first_error(
    conversation: Conversation, source: Sequence[Conversation], profile: str = "native"
) -> DataError | None:
    """Returns what is wrong with the first instruction that cannot be checked, if any.

    Args:
        conversation: what to compile.
        source: the conversations it was loaded with, which know file and row.
        profile: decides what ids and parameters mean.
    """
    try:
        get_language(conversation.language)
    except UnknownLanguageError as error:
        return error_at(str(error), "language", conversation, source)
    format = source.format if isinstance(source, Conversations) else ""
    field_of = READERS.get(format, _DEFAULT).field_of
    steps = zip(conversation.turns, conversation.ages(), fold(conversation.turns), strict=True)
    for number, (turn, ages, step) in enumerate(steps, start=1):
        lists_all = isinstance(step, Turn)
        entries = enumerate(zip(turn.instructions, ages, strict=True), start=1)
        listed = [(active, each) for active, (each, age) in entries if lists_all or not age]
        for given, (active, instruction) in enumerate(listed, start=1):
            try:
                compile_instruction(instruction, profile)
            except (UnknownIdError, ParameterError) as error:
                unknown = isinstance(error, UnknownIdError)
                field = field_of(InstructionPlace(number, active, given, lists_all, unknown))
                return error_at(_message(error, profile), field, conversation, source, number)
    return None


def _message(error: Exception, profile: str) -> str:
    """Returns what is wrong, with the profile: others may know the id or the parameter."""
    name = get_profile(profile).name
    return str(error) if name == "native" else f"by profile {name}: {error}"


def error_at(
    message: str,
    field: str,
    conversation: Conversation,
    source: Sequence[Conversation],
    turn: int = 1,
) -> DataError:
    """Returns an error in a field of a conversation, with file and row where `source` knows them.

    `turn` selects the row where each turn has its own.
    """
    if isinstance(source, Conversations) and conversation.key in source.rows:
        return DataError(message, source.source, source.row_of(conversation.key, turn), field)
    return DataError(message, field=f"{conversation.key}, {field}")
