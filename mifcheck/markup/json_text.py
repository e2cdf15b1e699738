"""Whether a text is JSON."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, NoReturn

import regex

from mifcheck.markup.edges import whole_graphemes
from mifcheck.markup.fences import unfenced
from mifcheck.searching import Unanswered
from mifcheck.verdict import Span

_DEEPEST = 200
_LONGEST = 4000
"""Digits of a whole number that is computed with."""
_BRACKETS = regex.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', regex.DOTALL)


class JsonReading(NamedTuple):
    """What reading a text as JSON gives.

    Attributes:
        kind: "object" or "array"; "" if the text is neither.
        is_judged: False if the text cannot be read, whatever it is.
        reason: what the text is, or why it is no JSON.
        error: the place of the first error, if there is one.
    """

    kind: str = ""
    is_judged: bool = True
    reason: str = ""
    error: tuple[Span, ...] = ()


def read_json(text: str, start: int, end: int) -> JsonReading:
    """Returns whether a stretch of text is one JSON object or array, in a code fence or not."""
    start, end = unfenced(text, start, end)
    string = text[start:end]
    if string.startswith(("{", "[")) and _depth(string) > _DEEPEST:
        return JsonReading(is_judged=False, reason=f"nested deeper than {_DEEPEST} levels")
    try:
        value: Any = json.loads(string, parse_constant=_refuse, parse_int=str, parse_float=str)
    except RecursionError:
        # Only if the caller's own calls are nested almost to Python's limit.
        return JsonReading(is_judged=False, reason="the call stack leaves no room to read it")
    except ValueError as error:
        at = start + getattr(error, "pos", 0)
        place = whole_graphemes(text, at, min(at + 1, end))
        reason = f"not JSON: {getattr(error, 'msg', error)} at {at}"
        return JsonReading(reason=reason, error=(Span(*place, "not JSON"),))
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else ""
    return JsonReading(kind, reason=f"a JSON {kind}" if kind else "JSON, but no object or array")


def json_value(string: str, deepest: int) -> Any:
    """Returns the value of a text in JSON.

    Args:
        string: the text.
        deepest: how many levels of nesting may be read.

    Raises:
        JSONDecodeError: the text is not JSON, or repeats a key in an object.
        Unanswered: it is nested deeper.
    """
    if _depth(string) > deepest:
        raise Unanswered(f"nested deeper than {deepest} levels")
    try:
        return json.loads(
            string, parse_constant=_refuse, parse_int=_whole, object_pairs_hook=_unique
        )
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise json.JSONDecodeError(str(error), string, 0) from None


def _whole(digits: str) -> float:
    """Returns a whole number; Python reads none of thousands of digits."""
    return int(digits) if len(digits) <= _LONGEST else float(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice!r} is repeated in one object")
    return values


def _depth(string: str) -> int:
    """Returns how deep brackets are nested: Python's own limit depends on the caller."""
    depth = deepest = 0
    for opening, closing in _BRACKETS.findall(string):
        depth += bool(opening) - bool(closing)
        deepest = max(deepest, depth)
    return deepest


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")
