"""Regular expressions of data sets, searched by Python's `re` in limited time.

A search by `re` cannot be stopped from outside, and some patterns take longer than anyone waits:
`(a+)+$`. So a pattern that may do so is searched in a process of its own, which is ended in time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from typing import Final

from mifcheck.verdict import Span

SECONDS: Final = 1
"""Processor time of one search."""
_WAITED: Final = 20
"""Seconds that a search is waited for, on a machine that is busy or does not measure the former."""
_WHOLE: Final = -1
"""Instead of how many matches: the whole text has to match."""
_STEPS: Final = 10**8
"""A search of so many steps may run in this process: it takes at most about a second."""
_LONG: Final = 10**7
"""Longer than any reply: only patterns without loops are quick in such a text."""
_LOOP_OVER_A_GROUP: Final = re.compile(r"\)[*+{]")
# What a group matched is compared letter by letter, which is a loop, too.
_LOOP: Final = re.compile(r"[*+{]|\\[1-9]|\(\?P=")
_CHOICE: Final = re.compile(r"[|?]")

# Runs in a process of its own, and so imports nothing of the package.
_SEARCH: Final = """
import json, re, signal, sys
pattern, flags, string, most, seconds = json.load(sys.stdin)
if hasattr(signal, "setitimer"):
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
pattern = re.compile(pattern, flags)
whole = pattern.fullmatch(string) if most < 0 else None
found = [whole.span()] if whole else []
for match in pattern.finditer(string) if most >= 0 else ():
    found.append(match.span())
    if len(found) == most:
        break
json.dump(found, sys.stdout)
"""


class Unanswered(Exception):  # noqa: N818 - no one but the checkers sees it
    """There is no answer about a reply, or none in time: the reply is not judged."""


@lru_cache(maxsize=4096)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str] | None:
    """Returns a pattern of Python's `re`; None if it is not a regular expression."""
    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError):
        return None


def spans(pattern: re.Pattern[str], string: str, label: str = "") -> list[Span]:
    """Returns the matches of a pattern that takes no time to speak of, from left to right."""
    return [Span(*match.span(), label) for match in pattern.finditer(string)]


def found(
    pattern: re.Pattern[str] | None, given: str, string: str, label: str = "", most: int = 0
) -> list[Span]:
    """Returns the matches of a pattern of a data set, from left to right.

    Args:
        pattern: the pattern; None, which is no regular expression, matches nothing.
        given: what the data set gave, which the pattern may have something around.
        string: the text to search.
        label: of the spans.
        most: how many matches to return; 0 for all.

    Raises:
        Unanswered: the search takes too long.
    """
    if pattern is None:
        return []
    # What is around a few words takes no time to speak of, though it may have loops.
    if not (is_quick(given, _LONG) or is_quick(pattern.pattern, len(string))):
        return [Span(*span, label) for span in _apart(pattern.pattern, pattern.flags, string, most)]
    if most == 1:
        match = pattern.search(string)
        return [Span(*match.span(), label)] if match else []
    return spans(pattern, string, label)


def is_match(pattern: re.Pattern[str], string: str) -> bool:
    """Tells whether a pattern of a data set matches a whole text.

    Raises:
        Unanswered: the search takes too long.
    """
    if is_quick(pattern.pattern, len(string)):
        return pattern.fullmatch(string) is not None
    return bool(_apart(pattern.pattern, pattern.flags, string, _WHOLE))


def is_quick(pattern: str, length: int) -> bool:
    """Returns whether a pattern surely needs few steps in a text of a length.

    The pattern is read as text: a sign counts even where it is an ordinary character. Each place of
    the text may begin a match, each loop over one character may end at each place, and a choice
    doubles the ways. A loop over a group may go many ways each time.
    """
    if _LOOP_OVER_A_GROUP.search(pattern):
        return False
    loops, choices = len(_LOOP.findall(pattern)), len(_CHOICE.findall(pattern))
    ways: int = length ** (1 + loops)
    return ways << choices <= _STEPS


@lru_cache(maxsize=64)
def _apart(pattern: str, flags: int, string: str, most: int) -> tuple[tuple[int, int], ...]:
    """Returns the matches that a process of its own finds."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _SEARCH],
            input=json.dumps([pattern, flags, string, most, SECONDS]).encode(),
            capture_output=True,
            timeout=_WAITED,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise Unanswered(
            f"the regular expression {pattern!r} was not searched within {SECONDS} s"
        ) from None
    return tuple((start, end) for start, end in json.loads(done.stdout))
