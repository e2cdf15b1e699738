"""Separates a reply from the thinking before it, and decides what is done with the thinking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from mifcheck.errors import ParameterError, did_you_mean

Name = TypeVar("Name", bound=str)

ThinkingState: TypeAlias = Literal["none", "closed", "unclosed"]
ThinkingPolicy: TypeAlias = Literal["strip", "keep"]

PAIRS: Final[tuple[tuple[str, str], ...]] = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("◁think▷", "◁/think▷"),
    ("[THINK]", "[/THINK]"),
    ("<|channel|>analysis<|message|>", "<|end|>"),
)
"""The marks that open and close a block of thinking, in upper or lower case."""

HEADERS: Final[tuple[str, ...]] = ("<|start|>assistant", "<|channel|>final<|message|>")
"""Marks that may stand between the thinking and the reply, and belong to neither."""

TRAILERS: Final[tuple[str, ...]] = ("<|return|>", "<|end|>")
"""Marks that end a reply that begins with one of `HEADERS`."""

# These are the marks that chat templates open. Other closing tags are XML, which may be part of a
# reply, and <|end|> closes messages of any kind.
_LONE_CLOSERS: Final = ("</think>", "◁/think▷", "[/THINK]")
_QUOTES: Final = frozenset("`'\"“”‘’«»„「『(（[<")


class Split(NamedTuple):
    """A reply without its thinking.

    Attributes:
        reply: the text without its thinking.
        state: "none" (there was no thinking), "closed", or "unclosed" (the text ended within the
            thinking, so that `reply` is empty).
    """

    reply: str
    state: ThinkingState


def split(text: str) -> Split:
    """Cuts the blocks of thinking off the start of `text`, in linear time.

    Only marks at the very start (after white space) count, so a reply about such marks stays
    whole. There is one exception: a closing mark without an opening mark before it shows that the
    chat template opened the thinking. It counts if it is a mark that templates open
    (`</think>`, `◁/think▷`, `[/THINK]`) and does not look like a mention: one in quotation marks,
    within a line of prose, or in a fenced block. Text without thinking is returned unchanged.
    """
    at, state = _lone_close(text)
    while True:
        start = _end(_LEAD, text, at)
        close = next((close for open_, close in _COMPILED if open_.match(text, start)), None)
        if close is None:
            break
        closed = close.search(text, start)
        if closed is None:
            return Split("", "unclosed")
        at, state = closed.end(), "closed"
    headed = bool(text[at:start].strip())
    if state == "none" and not headed:
        return Split(text, state)
    return Split(_untrailed(text[start:]) if headed else text[start:], state)


THINKING: Final[Mapping[ThinkingPolicy, Callable[[str], str]]] = {
    "strip": lambda text: split(text).reply,
    "keep": lambda text: text,
}
"""What each policy makes of a text: the reply that is checked and that stands in the history."""


def require_policy(option: str, name: Any, table: Mapping[Name, Any]) -> Name:
    """Returns the name of a policy if the table has it.

    Args:
        option: the argument that takes the policy, for the message.
        name: what was passed.
        table: the policies by name.

    Raises:
        ParameterError: the table has no such policy.
    """
    for known in table:
        if name == known:
            return known
    raise ParameterError(
        f"{option}={name!r}: one of {', '.join(table)} is expected{did_you_mean(str(name), table)}"
    )


def opened_by(prompt: str) -> str:
    """Returns the opening mark that a rendered prompt ends with, or "".

    Some chat templates open the thinking themselves. The mark is then missing from the reply.
    """
    end = prompt.rstrip()[-64:].lower()
    for open_, _ in PAIRS:
        if end.endswith(open_.lower()):
            return open_
    return ""


def is_mark(token: str) -> bool:
    """Returns whether a special token is a mark that `split` reads, or a part of one."""
    return bool(token) and any(token.lower() in mark.lower() for mark in _ALL_MARKS)


def _untrailed(text: str) -> str:
    for trailer in TRAILERS:
        text = text.rstrip().removesuffix(trailer)
    return text


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _lone_close(text: str) -> tuple[int, ThinkingState]:
    """Returns where a reply begins whose thinking the template opened, and the state."""
    first = _ANY_MARK.search(text)
    if first is None or first.lastgroup != "close":
        return 0, "none"
    before = text[first.start() - 1] if first.start() else "\n"
    after = text[first.end()] if first.end() < len(text) else "\n"
    ends_line = _END_OF_LINE.match(text, first.end()) is not None
    mention = (
        before in _QUOTES
        or (before in " \t" and not ends_line)
        or after in "`'\"”’»」』"
        or _is_fenced(text, first)
    )
    return (0, "none") if mention else (first.end(), "closed")


def _is_fenced(text: str, mark: re.Match[str]) -> bool:
    """Returns whether a fence opens before the mark and closes after it.

    A fence that only opens may belong to a draft within the thinking.
    """
    before = sum(1 for _ in _FENCE.finditer(text, 0, mark.start()))
    return before % 2 == 1 and sum(1 for _ in _FENCE.finditer(text, mark.end())) % 2 == 1


def _any_of(marks: tuple[str, ...]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))


_LEAD: Final = re.compile(rf"(?:\s|{_any_of(HEADERS)})*")
_END_OF_LINE: Final = re.compile(r"[ \t\r]*(?:\n|\Z)")
_COMPILED: Final = tuple(
    (re.compile(re.escape(open_), re.I), re.compile(re.escape(close), re.I))
    for open_, close in PAIRS
)
_ALL_MARKS: Final = tuple(mark for pair in PAIRS for mark in pair) + HEADERS + TRAILERS
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.M)
_TAGS: Final = "|".join(open_[1:-1] for open_, _ in PAIRS if open_.strip("<>").isalpha())
# An opening tag may have attributes; without "<" in them the search stays linear.
_ANY_MARK: Final = re.compile(
    f"(?P<close>{_any_of(_LONE_CLOSERS)})|(?P<open>{_any_of(tuple(o for o, _ in PAIRS))}"
    rf"|<(?:{_TAGS})\s[^<>]*>)",
    re.I,
)
