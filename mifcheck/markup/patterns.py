"""Helpers for patterns that are put together from named pieces."""

from __future__ import annotations

import regex


def one_of(*forms: str) -> str:
    """Returns a pattern for any of several, in the order in which they are tried."""
    return f"(?:{'|'.join(forms)})"


def unnamed(pattern: regex.Pattern[str]) -> str:
    """Returns a pattern with its groups not captured, so that it can be part of another."""
    return f"(?:{regex.sub(r'[?]P<[^>]+>', '?:', pattern.pattern)})"


def match_end(pattern: regex.Pattern[str], string: str, start: int, end: int) -> int:
    """Returns where a pattern that matches at `start` ends; `start` if it does not match."""
    match = pattern.match(string, start, end)
    return match.end() if match else start


def blanked(pattern: regex.Pattern[str], string: str) -> str:
    """Returns the string with everything that a pattern matches blanked out; offsets stay."""
    return pattern.sub(lambda match: BLANK * len(match[0]), string)


BLANK = "\0"
"""What is put in the place of a blanked character: neither a letter nor white space."""
