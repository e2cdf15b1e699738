"""Formats: a pattern, a template, a table with separators, JSON by a schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import regex

from mifcheck.bounds import Bound
from mifcheck.checkers.base import Checker
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import counted, quoted
from mifcheck.markup.fences import ANY_FENCE, unfenced
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_ANY_CASE = regex.IGNORECASE | regex.FULLCASE
_SECONDS = 2.0
"""How long a pattern may search before the check is not judged."""


@frozen
class Matches(Checker):
    """A pattern matches the whole text, without outer white space.

    A pattern that takes longer than two seconds is not judged.

    Attributes:
        pattern: a regular expression of the package `regex`.
        says: what it asks for, in words.
    """

    pattern: str
    says: str = ""

    @property
    def required(self) -> str:
        return self.says or f"a reply of the form {self.pattern}"

    def judge(self, text: Text) -> Verdict:
        start, end, _ = text.content
        try:
            found = regex.fullmatch(
                self.pattern, text.string, pos=start, endpos=end, timeout=_SECONDS
            )
        except TimeoutError:
            reason = f"the pattern took longer than {_SECONDS:g} seconds"
            return self.verdict(None, reason=reason)
        reason = "it has the form" if found else "it has another form"
        return self.verdict(found is not None, None, (text.content,), reason)


@frozen
class Parts(Checker):
    """The text has some labels, in this order, with something after each of them."""

    labels: tuple[str, ...]

    @property
    def required(self) -> str:
        return f"the parts {quoted(self.labels)}, in this order"

    def judge(self, text: Text) -> Verdict:
        places: list[Span] = []
        at = 0
        for label in self.labels:
            found = regex.search(regex.escape(label), text.string, _ANY_CASE, pos=at)
            if found is None:
                reason = f"{label!r} is missing or too early"
                return self.verdict(False, len(places), places, reason)
            at = found.end()
            places.append(Span(*found.span(), label))
        ends = [*(place.start for place in places[1:]), len(text.string)]
        for place, end in zip(places, ends, strict=True):
            if not any(map(str.isalnum, text.string[place.end : end])):
                reason = f"nothing follows {place.label!r}"
                return self.verdict(False, len(places), (place,), reason)
        return self.verdict(True, len(places), places, "all parts found")


@frozen
class Table(Checker):
    """The whole text is a table of comma-separated values, in a code fence or not.

    Attributes:
        columns: the names in the first row.
        rows: how many rows follow it.
        delimiter: what separates the fields.
        quoted: whether every field has to be in double quotation marks.
    """

    view = "source"
    columns: tuple[str, ...]
    rows: Bound
    delimiter: str = ","
    quoted: bool = False

    @property
    def required(self) -> str:
        sign = {"\t": "tabs", ",": "commas"}.get(self.delimiter, repr(self.delimiter))
        fields = ", every field in double quotation marks" if self.quoted else ""
        return (
            f"a table separated by {sign} with the columns {quoted(self.columns)} "
            f"and {self.rows} rows{fields}"
        )

    def judge(self, text: Text) -> Verdict:
        start, end = unfenced(text.string, *text.content[:2], ANY_FENCE)
        string = text.string[start:end]
        try:
            rows = [row for row in self._read(string) if row]
        except csv.Error as error:
            return self.verdict(False, None, (), f"it cannot be read: {error}")
        problem = self._problem(rows, string)
        return self.verdict(not problem, max(0, len(rows) - 1), (), problem or "it is so")

    def _read(self, string: str) -> Sequence[Sequence[str]]:
        reader = csv.reader(
            io.StringIO(string, newline=""),
            delimiter=self.delimiter,
            skipinitialspace=True,
            strict=True,
        )
        return list(reader)

    def _problem(self, rows: Sequence[Sequence[str]], string: str) -> str:
        if not rows or [field.strip() for field in rows[0]] != list(self.columns):
            return f"the first row is {quoted(rows[0]) if rows else 'missing'}"
        if len(rows) - 1 not in self.rows:
            return f"{counted(len(rows) - 1, ('row', 'rows'))} after the first"
        for number, row in enumerate(rows[1:], 2):
            if len(row) != len(self.columns):
                return f"row {number} has {counted(len(row), ('field', 'fields'))}"
        if self.quoted and string.count('"') < 2 * sum(map(len, rows)):
            return "some fields are not in quotation marks"
        return ""
