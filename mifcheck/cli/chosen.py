"""The conversations that a command is about, every instruction of them compiled beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mifcheck.conversation import Conversation
from mifcheck.datasets import Conversations, load
from mifcheck.datasets.compiled import first_error
from mifcheck.errors import DataError, ParameterError, did_you_mean
from mifcheck.languages import get_language
from mifcheck.profiles import get_profile


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be read, which of it is wanted, and how its ids are to be understood."""

    data: str | None
    format: str | None
    languages: Sequence[str] | None
    limit: int | None
    skip_bad: bool
    profile: str


def chosen(choice: Choice) -> Conversations:
    """The conversations, of which every instruction is known and its parameters are possible.

    With `skip_bad` those of which that is not true are in `.skipped`, beside the bad rows.

    Raises:
        DataError: it cannot be read, or an instruction is not as it must be; names file, row
            and field.
        UnknownLanguageError, MifcheckError: a language or profile that there is not.
    """
    get_profile(choice.profile)
    wanted = _split(choice.languages)
    found = load(choice.data, format=choice.format, skip_bad=choice.skip_bad, languages=wanted)
    kept: list[Conversation] = []
    bad: list[DataError] = []
    for conversation in found:
        if len(kept) == choice.limit:
            break
        error = first_error(conversation, found, choice.profile)
        if error is None:
            kept.append(conversation)
        elif choice.skip_bad:
            bad.append(error)
        else:
            raise error
    if not kept:
        first = bad[0]
        message = f"no conversation is left; the first bad one: {first.message}"
        raise DataError(message, found.source, first.row, first.field)
    return replace(found.only(kept), skipped=(*found.skipped, *bad))


def of_languages(
    conversations: Sequence[Conversation], languages: Sequence[str] | None
) -> Sequence[Conversation]:
    """Those in one of the languages; all when none is named.

    Raises:
        UnknownLanguageError: one of the languages.
        DataError: there is no such conversation.
    """
    wanted = _split(languages)
    if wanted is None:
        return conversations
    codes = {get_language(each).code for each in wanted}
    kept = [each for each in conversations if each.language in codes]
    if not kept:
        held = ", ".join(sorted({each.language for each in conversations}))
        raise DataError(f"no conversation in {', '.join(sorted(codes))}; there are {held}")
    return kept


def _split(languages: Sequence[str] | None) -> list[str] | None:
    if not languages:
        return None
    return [each.strip() for given in languages for each in given.split(",") if each.strip()]


def require_format(given: str, known: Sequence[str]) -> None:
    """Raise unless `--format` names one of the known ways to print.

    Raises:
        ParameterError: it names none; the message lists them.
    """
    if given not in known:
        listed = f"{', '.join(known[:-1])} or {known[-1]}"
        raise ParameterError(
            f"--format is {listed}, not {given!r}{did_you_mean(given, known)}; "
            "the format of DATA is told by --data-format"
        )
