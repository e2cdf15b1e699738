"""Texts that a regular expression matches, and JSON values that follow a schema.

Texts are built of them. They are short, and what is not understood has none.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, TypeAlias

from mifcheck.checkers.grammar import schemas
from mifcheck.searching import Unanswered, is_match

_OLD: Final = sys.version_info < (3, 11)
# What `re` compiles of a pattern, which it says of no pattern otherwise.
constants: Any = import_module("sre_constants" if _OLD else "re._constants")
parser: Any = import_module("sre_parse" if _OLD else "re._parser")

_LONGEST: Final = 10_000
"""A pattern that matches longer texts only has no examples."""
_USUAL: Final = "aA0 .é_-"
"""Characters that are tried where a pattern accepts several."""


@lru_cache(maxsize=256)
def matched_by(pattern: str) -> tuple[str, ...]:
    """Returns short texts that a pattern matches as a whole; none if it is not understood."""
    try:
        tree = parser.parse(pattern)
        found = [_text(tree, {}, more) for more in (0, 1)]
    except (NotImplementedError, OverflowError, RecursionError):
        return ()
    return tuple(dict.fromkeys(each for each in found if _fits(pattern, each) is True))


def unlike(pattern: str) -> tuple[str, ...]:
    """Returns texts that differ a little from those that a pattern matches."""
    near = (
        form
        for text in matched_by(pattern)
        for form in (text[:-1], text + text[-1], f"{text} {text}", f"- {text}", text.swapcase())
    )
    return tuple(each for each in (*near, "?") if _fits(pattern, each) is False)


def _fits(pattern: str, text: str) -> bool | None:
    """Tells whether a pattern matches a text; None if it is blank, or that is not found out."""
    try:
        return is_match(re.compile(pattern), text) if text == text.strip() != "" else None
    except Unanswered:
        return None


def _text(tree: Any, groups: dict[int, str], more: int) -> str:
    return "".join(_part(op, value, groups, more) for op, value in tree)


def _part(op: Any, value: Any, groups: dict[int, str], more: int) -> str:
    if op is constants.LITERAL:
        return chr(value)
    if op is constants.ANY:
        return "a"
    if op is constants.AT:
        return ""
    if op is constants.IN:
        return _member(value)
    if op is constants.NOT_LITERAL:
        return next(each for each in _USUAL if ord(each) != value)
    if op is constants.BRANCH:
        return _text(value[1][more % len(value[1])], groups, more)
    if op in (constants.MAX_REPEAT, constants.MIN_REPEAT):
        low, high, inner = value
        times, text = min(low + more, high), _text(inner, groups, more)
        if times * len(text) > _LONGEST:
            raise OverflowError
        return text * int(times)
    if op is constants.SUBPATTERN:
        number, _, _, inner = value
        groups[number] = _text(inner, groups, more)
        return groups[number]
    if op is constants.GROUPREF and value in groups:
        return groups[value]
    raise NotImplementedError(str(op))


def _member(items: Any) -> str:
    """Returns a character of a class, the first that it names if it names any."""
    named = [each for each in items if each[0] in (constants.LITERAL, constants.RANGE)]
    if len(named) == len(items):
        op, value = items[0]
        return chr(value if op is constants.LITERAL else value[0])
    for each in _USUAL:
        if _holds(items, each):
            return each
    raise NotImplementedError("a class of rare characters")


_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_WORD: r"\W",
}


def _holds(items: Any, character: str) -> bool:
    code, negated = ord(character), items[0][0] is constants.NEGATE
    for op, value in items[negated:]:
        if op is constants.LITERAL:
            found = code == value
        elif op is constants.RANGE:
            found = value[0] <= code <= value[1]
        else:
            found = re.fullmatch(_CATEGORIES[value], character) is not None
        if found:
            return not negated
    return bool(negated)


# JSON


def following(schema: dict[str, Any]) -> tuple[str, ...]:
    """Returns JSON of values that follow a schema; none if the schema is not understood."""
    judged = _judged(json.dumps(schema))
    return tuple(dict.fromkeys(text for text, follows in judged if follows))


def not_following(schema: dict[str, Any]) -> tuple[str, ...]:
    """Returns JSON of values that do not follow a schema but have much of it."""
    judged = _judged(json.dumps(schema))
    return tuple(dict.fromkeys(text for text, follows in judged if not follows))


@lru_cache(maxsize=64)
def _judged(text: str) -> tuple[tuple[str, bool], ...]:
    """Returns JSON of values, and of each whether it follows the schema that a text holds."""
    schema, found = json.loads(text), []
    for value in _values(schema):
        try:
            follows = not schemas.violation(schema, value)
        except (Unanswered, RecursionError):
            break
        found.append((json.dumps(value, ensure_ascii=False), follows))
    return tuple(found)


def _values(schema: dict[str, Any]) -> Iterator[Any]:
    """Yields a value with all that a schema speaks of, with what is required, and with less."""
    for complete in (False, True):
        value = _value(schema, complete, 0)
        yield value
        if isinstance(value, dict):
            for name in value:
                yield {key: each for key, each in value.items() if key != name}
                yield value | {name: None}
        elif isinstance(value, list):
            yield value[:-1]
            yield [*value, None]
        else:
            yield [value]


def _value(schema: Any, complete: bool, depth: int) -> Any:
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return "a"
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if schema.get("enum"):
        return schema["enum"][0]
    for name in ("anyOf", "oneOf", "allOf"):
        if schema.get(name):
            first = schema[name][0]
            inner = first if isinstance(first, dict) else {}
            return _value(schema | inner | {name: None}, complete, depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    # Old versions of the notation have other types.
    maker: _Maker = _MAKERS.get(str(kind), _string)
    return maker(schema, complete, depth)


def _object(schema: dict[str, Any], complete: bool, depth: int) -> dict[str, Any]:
    properties, required = schema.get("properties", {}), schema.get("required", ())
    # In the oldest schemas, each property says itself whether it is required.
    needed = required if isinstance(required, list) else ()
    names = [*needed, *(properties if complete else ())]
    return {
        name: _value(properties.get(name, {}), complete, depth + 1) for name in dict.fromkeys(names)
    }


def _array(schema: dict[str, Any], complete: bool, depth: int) -> list[Any]:
    many = max(_count(schema, "minItems", 0), int(complete))
    many = min(many, _count(schema, "maxItems", many), 100 // 4**depth)
    return [_value(schema.get("items", {}), complete, depth + 1) for _ in range(many)]


def _count(schema: dict[str, Any], name: str, other: int) -> int:
    """Returns a count in a schema, which may be written as 2.0."""
    return int(schema.get(name, other))


def _number(schema: dict[str, Any], complete: bool, depth: int) -> Any:
    if "minimum" in schema or "maximum" in schema:
        return schema.get("maximum" if complete and "maximum" in schema else "minimum", 0)
    if "exclusiveMinimum" in schema:
        return schema["exclusiveMinimum"] + 1
    return schema.get("multipleOf", 1)


def _string(schema: dict[str, Any], complete: bool, depth: int) -> str:
    if "pattern" in schema:
        return next(iter(matched_by(str(schema["pattern"]))), "a")
    least = min(_count(schema, "minLength", 0), 1000)
    return "a" * max(least, min(1, _count(schema, "maxLength", 1)))


_Maker: TypeAlias = Callable[[dict[str, Any], bool, int], Any]
_MAKERS: dict[str, _Maker] = {
    "object": _object,
    "array": _array,
    "number": _number,
    "integer": _number,
    "boolean": lambda schema, complete, depth: complete,
    "null": lambda schema, complete, depth: None,
    "string": _string,
}
_DEEPEST: Final = 20
