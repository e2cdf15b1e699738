"""`format:` replies that programs read: JSON by a schema, YAML, XML, tables, dates, patterns."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from mifcheck.bounds import at_least
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.documents import FollowsSchema, Schema, Xml, Yaml
from mifcheck.checkers.grammar.formats import Dated, DateForm, Holds, Matches, Pattern, Table
from mifcheck.checkers.parameters import Bound
from mifcheck.checkers.spelling import Related

Columns = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
    Field(description="a list of names; may be left out"),
]
Delimiter = Annotated[
    Literal[",", "\t", ";", "|"], Field(description="',' (the default), a tab, ';' or '|'")
]
Anywhere = Annotated[
    bool, Field(description="false (the default: the whole reply) or true: it is found somewhere")
]

_SOME: Final = at_least(1)


@checker(
    "format:json_schema",
    asks="JSON that follows the schema {schema}",
    example={"schema": {"type": "object", "required": ["name"]}},
)
def json_schema(schema: Schema) -> Checker:
    """The whole reply is JSON that follows a schema, in a code fence or not.

    Keys may not be repeated. A schema that refers to another document is not judged.
    """
    return FollowsSchema(schema)


@checker("format:yaml", asks="the whole reply in YAML")
def yaml() -> Checker:
    """The whole reply is YAML, in a code fence or not: mappings or lists, no plain text.

    Keys may not be repeated. Any tag may be used, since nothing is made of it.
    """
    return Yaml()


@checker("format:xml", asks="the whole reply in XML")
def xml() -> Checker:
    """The whole reply is one XML element, in a code fence or not, with all elements closed.

    A reply that declares entities fails.
    """
    return Xml()


@checker(
    "format:csv",
    asks="a table with {rows} rows below its head, separated by {delimiter!r}",
    example={"columns": ["city", "year"], "num_rows": 2, "relation": "exactly"},
    spelling={"rows": Related("num_rows", "relation")},
)
def csv(columns: Columns = (), rows: Bound = _SOME, delimiter: Delimiter = ",") -> Checker:
    """The whole reply is a table with separators, in a code fence or not.

    It has a row with the names of the columns, at least two, and so many rows below; every row has
    as many fields as the first.
    """
    return Table(columns, rows, delimiter)


@checker("format:date", asks="a date of the form {form}", example={"form": "YYYY-MM-DD"})
def dated(form: DateForm) -> Checker:
    """The whole reply is a date of a form, one that the calendar has.

    Digits may be those of any script.
    """
    return Dated(form)


@checker(
    "format:regex",
    asks="a reply that the regular expression {pattern} matches",
    example={"pattern": "[A-Z]{2}-[0-9]+"},
)
def pattern(pattern: Pattern, anywhere: Anywhere = False) -> Checker:
    """A regular expression of Python's `re` matches the whole reply, or is found in it.

    The source is read, without outer white space. A reply on which the search takes longer than a
    second is not judged.
    """
    return Holds(pattern, _SOME) if anywhere else Matches(pattern)
