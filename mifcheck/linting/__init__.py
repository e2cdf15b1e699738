"""Findings about a data set, before any model is asked.

What is wrong with its rows, ids and parameters; instructions that no reply can follow together;
what cannot be judged, is said twice, or is asked for and nowhere said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mifcheck.conversation import Conversation
from mifcheck.datasets import Conversations
from mifcheck.errors import RowLanguageError, UnknownLanguageError
from mifcheck.languages import get_language
from mifcheck.linting.findings import KINDS, Finding, Place, Severity
from mifcheck.linting.instructions import instruction_findings, standing
from mifcheck.linting.prompts import prompt_findings
from mifcheck.profiles import get_profile

__all__ = ["KINDS", "Finding", "Place", "Severity", "lint"]


def lint(
    conversations: Sequence[Conversation],
    profile: str = "native",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """Findings about conversations, in their order; empty where nothing is wrong or odd.

    Of what was loaded with `skip_bad=True` the bad rows are findings, too. Which instructions
    contradict each other is known of native checkers only.

    Args:
        conversations: what `mifcheck.load` gives, or any others.
        profile: what the ids mean.
        progress: told, after each conversation, how many are done, and of how many.

    Raises:
        MifcheckError: no such profile, or what it needs is not installed.
    """
    get_profile(profile)
    found = list(_bad_rows(conversations))
    keys: dict[str, int] = {}
    for number, conversation in enumerate(conversations, start=1):
        for finding in _of(conversation, _place(conversation, conversations), profile, keys):
            found.append(_by_turn(finding, conversations))
        keys.setdefault(conversation.key, number)
        if progress is not None:
            progress(number, len(conversations))
    return tuple(found)


def _bad_rows(conversations: Sequence[Conversation]) -> Iterator[Finding]:
    if isinstance(conversations, Conversations):
        for error in conversations.skipped:
            place = Place(str(error.path or conversations.source), error.row, error.key)
            if isinstance(error, RowLanguageError):
                message, _, hint = error.message.partition("; ")
                yield Finding("unknown-language", place, message, hint)
            else:
                message = f"{error.field}: {error.message}" if error.field else error.message
                yield Finding("bad-row", place, message)


def _place(conversation: Conversation, source: Sequence[Conversation]) -> Place:
    if isinstance(source, Conversations):
        return Place(source.source, source.rows.get(conversation.key), conversation.key)
    return Place(key=conversation.key)


def _by_turn(finding: Finding, source: Sequence[Conversation]) -> Finding:
    """The same, with the row of its first turn where each turn has a row of its own."""
    where = finding.where
    if not isinstance(source, Conversations) or where.turn is None:
        return finding
    row = source.row_of(where.key, where.turn)
    return replace(finding, where=replace(where, row=row))


def _of(
    conversation: Conversation, where: Place, profile: str, keys: dict[str, int]
) -> Iterator[Finding]:
    if conversation.key in keys:
        message = f"conversation {keys[conversation.key]} has the key {conversation.key!r}, too"
        yield Finding("same-key", where, message)
    held = standing(conversation)
    yield from instruction_findings(conversation, where, profile)
    try:
        language = get_language(conversation.language)
    except UnknownLanguageError:
        return
    yield from prompt_findings(conversation, held, where, profile, language)
