"""Checks one reply of a model, without the thinking before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mifcheck.evaluate import Asked, ReplyResult, check_text, check_text_all, judge_all
from mifcheck.languages import Language
from mifcheck.models.thinking import THINKING, ThinkingPolicy, locate, require_policy
from mifcheck.verdict import Verdict


def check(
    id: str,
    kwargs: Mapping[str, Any] | None,
    reply: str,
    language: str | Language = "en",
    *,
    profile: str = "native",
    loose: bool = False,
    thinking: ThinkingPolicy = "strip",
) -> Verdict:
    """Checks whether a reply follows one instruction.

    Args:
        id: the instruction's id, `family:name`.
        kwargs: its parameters, as data sets spell them.
        reply: the reply.
        language: the language that the reply was asked for in.
        profile: the reading of the id: "native", or another of `mifcheck.profiles`.
        loose: also accept the loose variants of the reply.
        thinking: "strip" leaves the thinking at the start of the reply out of what is checked;
            "keep" does not. See `mifcheck.models.thinking`.

    Returns:
        The verdict. Its spans are in the reply as given.

    Raises:
        UnknownIdError: the id is not known.
        ParameterError: a parameter is missing, unknown, of the wrong type or impossible; or the
            policy for thinking is unknown.
        UnknownLanguageError: the language is not known.
    """
    start, end = answer_span(reply, thinking)
    found = check_text(id, kwargs, reply[start:end], language, profile, loose)
    return found.within(reply, start).settled()


def check_all(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language = "en",
    *,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
    loose: bool = True,
) -> ReplyResult:
    """Checks whether a reply follows each of several instructions, strictly and loosely.

    Args:
        instructions: the instructions, in any of the forms of `Asked`.
        reply: the reply.
        language: the language that the reply was asked for in.
        profile: the reading of the ids.
        thinking: as for `check`.
        loose: False leaves the loose verdicts out, which takes less time.

    Returns:
        The verdicts, in the order of the instructions. Their spans are in the reply as given.

    Raises:
        UnknownIdError: an id is not known.
        ParameterError: a parameter is missing, unknown, of the wrong type or impossible; or the
            policy for thinking is unknown.
        UnknownLanguageError: the language is not known.
    """
    start, end = answer_span(reply, thinking)
    found = check_text_all(instructions, reply[start:end], language, profile, loose)
    return found.within(reply, start).settled()


def judge_reply(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language,
    profile: str,
    thinking: str,
    loose: bool = True,
) -> ReplyResult:
    """Does what `check_all` does, but a checker that raises loses only its own verdict.

    Raises:
        UnknownIdError, ParameterError, UnknownLanguageError: as `check_all`.
        MissingExtraError: a checker needs a package that is not installed.
    """
    start, end = answer_span(reply, thinking)
    found = judge_all(instructions, reply[start:end], language, profile=profile, loose=loose)
    return found.within(reply, start)


def answer_span(reply: str, thinking: str) -> tuple[int, int]:
    """Returns the span of a reply that is checked."""
    if not isinstance(reply, str):
        raise TypeError(f"a reply is a str, not {type(reply).__name__}")
    if require_policy("thinking", thinking, THINKING) == "keep":
        return 0, len(reply)
    start, end, _ = locate(reply)
    return start, end
