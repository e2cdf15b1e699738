"""Counts, lists and requirements in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

import regex

from mifcheck.errors import MifcheckError, did_you_mean


def counted(count: int, noun: tuple[str, str]) -> str:
    """Returns a count with its noun, given as (one, several)."""
    return f"{count} {noun[count != 1]}"


def ordinal(number: int) -> str:
    """Returns a number as one of an order: 1st, 2nd, 11th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else endings.get(number % 10, 'th')}"


def quoted(words: Iterable[str]) -> str:
    """Returns a list of quoted words."""
    return ", ".join(map(repr, words))


def filled(template: str, source: object, values: Mapping[str, Any] = {}) -> str:
    """Fills the fields of a template.

    `{name}` stands for a value as text and `{name!r}` for the value in quotation marks; of a
    tuple it makes a list of quoted words.

    Args:
        template: the text with its fields, as `str.format` reads them.
        source: the object that has the values as attributes.
        values: values that take precedence over the attributes.
    """
    return template.format_map(_Fields(source, values))


def require_fields(template: str, source: type, known: Iterable[str]) -> None:
    """Checks that a template can be read and that a class has every field in it.

    Args:
        template: the text with its fields.
        source: the class.
        known: names that its instances have beside its attributes.

    Raises:
        MifcheckError: the template is malformed, or one of its fields is unknown.
    """
    names = list(known)
    try:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
        fields = [regex.split(r"[.\[]", field)[0] for field in fields]
    except ValueError as error:
        raise MifcheckError(f"asks: {template!r} cannot be read: {error}") from None
    for field in fields:
        if not (field in names or hasattr(source, field)):
            hint = did_you_mean(field, names)
            listed = ", ".join(names) or "none"
            raise MifcheckError(f"asks: unknown field {field!r}{hint} (parameters: {listed})")


class _Fields(dict[str, Any]):
    def __init__(self, source: object, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self._source = source

    def __missing__(self, name: str) -> Any:
        value = getattr(self._source, name)
        return _Quoted(value) if isinstance(value, tuple) else value


class _Quoted(tuple[str, ...]):
    __slots__ = ()

    def __repr__(self) -> str:
        return quoted(self)
