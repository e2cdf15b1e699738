"""Telling a reply from the thinking before it."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from mifcheck.errors import ParameterError

State: TypeAlias = Literal["none", "closed", "unclosed"]
Policy: TypeAlias = Literal["strip", "keep"]

PAIRS: Final[tuple[tuple[str, str], ...]] = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("◁think▷", "◁/think▷"),
    ("[THINK]", "[/THINK]"),
    ("<|channel|>analysis<|message|>", "<|end|>"),
)
"""The marks that open and close a block of thinking, by any case of their letters."""

HEADERS: Final[tuple[str, ...]] = ("<|start|>assistant", "<|channel|>final<|message|>")
"""Marks that may stand between thinking and reply, and belong to neither."""

TRAILERS: Final[tuple[str, ...]] = ("<|return|>", "<|end|>")
"""Marks that end a reply which began with one of `HEADERS`."""

# Those that chat templates open. Other closing tags are XML that a reply may well hold, and
# <|end|> closes messages of any kind.
_LONE_CLOSERS: Final = ("</think>", "◁/think▷", "[/THINK]")
_QUOTES: Final = frozenset("`'\"“”‘’«»„「『(（[<")


class Split(NamedTuple):
    """A reply without its thinking, and how the thinking ended.

    `state` is "none" (there was none), "closed", or "unclosed" (the text ended mid-thought,
    so that `reply` is empty).
    """

    reply: str
    state: State


def policy(name: str) -> Policy:
    """`name` if it is a policy.

    Raises:
        ParameterError: it is not.
    """
    for known in get_args(Policy):
        if name == known:
            return name  # type: ignore[return-value]
    raise ParameterError(f"thinking={name!r}: the policies are {', '.join(get_args(Policy))}")


def split(text: str) -> Split:
    """Cut the blocks of thinking off the start of `text`; time is linear in its length.

    Only marks at the very start (after white space) count, so a reply that speaks of such marks
    stays whole. One exception: a closing mark that no opening mark precedes shows that the
    chat template had opened the thinking. It counts where it is one that templates open
    (`</think>`, `◁/think▷`, `[/THINK]`), unless it reads as a mention: quoted, within a line of
    prose or within a fenced block. Without thinking the text is returned as it is.
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


def opened_by(prompt: str) -> str:
    """The opening mark with which a rendered prompt ends, or "".

    Some chat templates open the thinking themselves; the mark is then missing from the reply.
    """
    end = prompt.rstrip()[-64:].lower()
    for open_, _ in PAIRS:
        if end.endswith(open_.lower()):
            return open_
    return ""


def is_mark(token: str) -> bool:
    """Whether a special token is (part of) a mark that `split` reads."""
    return bool(token) and any(token.lower() in mark.lower() for mark in _ALL_MARKS)


def _untrailed(text: str) -> str:
    for trailer in TRAILERS:
        text = text.rstrip().removesuffix(trailer)
    return text


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _lone_close(text: str) -> tuple[int, State]:
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
    """Whether a fence opens before the mark and closes after it.

    A fence that merely opens may be a draft that the thinking broke off.
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
