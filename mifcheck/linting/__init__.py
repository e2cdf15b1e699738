"""Findings about a data set, before any model is asked.

What is wrong with its rows, ids and parameters; instructions that no reply can follow together;
instructions that cannot be judged, are repeated, or are not mentioned in a prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from mifcheck.conversation import Conversation
from mifcheck.conversation.images import image_folder
from mifcheck.datasets import Conversations
from mifcheck.errors import MissingExtraError, RowLanguageError, UnknownLanguageError
from mifcheck.languages import get_language
from mifcheck.linting.findings import KINDS, Finding, Location, Severity
from mifcheck.linting.instructions import active_by_turn, instruction_findings
from mifcheck.linting.prompts import prompt_findings
from mifcheck.profiles import get_profile
from mifcheck.safe import short_repr

__all__ = ["KINDS", "Finding", "Location", "Severity", "lint"]


def lint(
    conversations: Sequence[Conversation],
    profile: str = "native",
    progress: Callable[[int, int], None] | None = None,
    images: str | PathLike[str] | None = None,
) -> tuple[Finding, ...]:
    """Returns the findings about conversations, in their order.

    The bad rows of a file that was loaded with `skip_bad=True` are findings, too. Contradictions
    are found among the checkers of the native profile and of your own, not among those of the
    reference profiles.

    Args:
        conversations: the conversations, as `mifcheck.load` returns them or in a list.
        profile: the profile that the ids belong to.
        progress: called after each conversation with the number done and the number of all.
        images: the folder whose files may be sent as images. Their contents are checked, too; None
            only says which files are missing.

    Raises:
        MifcheckError: the profile is unknown.
        ParameterError: `images` is not a folder.
        MissingExtraError: a package that the profile needs is not installed.
    """
    get_profile(profile)
    folder = image_folder(images)
    found = list(_bad_rows(conversations))
    keys: dict[str, int] = {}
    for number, conversation in enumerate(conversations, start=1):
        where = _location(conversation, conversations)
        for finding in _findings(conversation, where, profile, keys, folder):
            found.append(_by_turn(finding, conversations))
        keys.setdefault(conversation.key, number)
        if progress is not None:
            progress(number, len(conversations))
    return tuple(found)


def _bad_rows(conversations: Sequence[Conversation]) -> Iterator[Finding]:
    if isinstance(conversations, Conversations):
        for error in conversations.skipped:
            place = Location(str(error.path or conversations.source), error.row, error.key)
            if isinstance(error, RowLanguageError):
                message, _, hint = error.message.partition("; ")
                yield Finding("unknown-language", place, message, hint)
            else:
                message = f"{error.field}: {error.message}" if error.field else error.message
                yield Finding("bad-row", place, message)


def _location(conversation: Conversation, source: Sequence[Conversation]) -> Location:
    if isinstance(source, Conversations):
        return Location(source.source, source.rows.get(conversation.key), conversation.key)
    return Location(key=conversation.key)


def _by_turn(finding: Finding, source: Sequence[Conversation]) -> Finding:
    """Returns the finding with the row of its first turn, if each turn has a row of its own."""
    where = finding.where
    if not isinstance(source, Conversations) or where.turn is None:
        return finding
    row = source.row_of(where.key, where.turn)
    return replace(finding, where=replace(where, row=row))


def _findings(
    conversation: Conversation,
    where: Location,
    profile: str,
    keys: dict[str, int],
    images: Path | None,
) -> Iterator[Finding]:
    if conversation.key in keys:
        message = (
            f"conversation {keys[conversation.key]} has the key {short_repr(conversation.key)}, too"
        )
        yield Finding("same-key", where, message)
    try:
        language = get_language(conversation.language)
    except (UnknownLanguageError, MissingExtraError) as error:
        language = None
        message = f"the language {short_repr(conversation.language)} is not known"
        yield Finding("unknown-language", where, message, str(error).partition("; ")[2])
    active = active_by_turn(conversation)
    yield from instruction_findings(active, where, profile, language)
    if language is not None:
        yield from prompt_findings(conversation, active, where, profile, language, images)
