"""Formats: a pattern, a template, a date, a table with separators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from mifcheck.bounds import Bound
from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Fact, literal, notation
from mifcheck.checkers.grammar import examples
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import counted, quoted
from mifcheck.languages import Language
from mifcheck.markup.fences import ANY_FENCE, unfenced
from mifcheck.markup.phrases import keyword_pattern
from mifcheck.safe import short_repr
from mifcheck.searching import Unanswered, found, is_match
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


def _readable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{short_repr(pattern)} is not a regular expression: {error}") from None
    return pattern


Pattern = Annotated[
    str, AfterValidator(_readable), Field(min_length=1, description="a regular expression")
]


_TOO_LONG = "the search takes longer than a second"


@frozen
class Matches(Checker):
    """A pattern matches the whole source, without outer white space.

    A reply on which the search takes longer than a second is not judged.

    Attributes:
        pattern: a regular expression of Python's `re`.
        says: what it asks for, in words.
    """

    view = "source"
    abstains = _TOO_LONG
    pattern: Pattern
    says: str = ""
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        texts = map(literal, examples.matched_by(self.pattern))
        why = "no text is built of such a regular expression"
        yield notation(texts, map(literal, examples.unlike(self.pattern)), why)

    @property
    def required(self) -> str:
        return self.says or f"a reply of the form {self.pattern}"

    def judge(self, text: Text) -> Verdict:
        start, end, _ = text.content
        try:
            passed = is_match(re.compile(self.pattern), text.string[start:end])
        except Unanswered as error:
            return self.verdict(None, reason=str(error))
        reason = "it has the form" if passed else "it has another form"
        return self.verdict(passed, None, (text.content,), reason)


@frozen
class Holds(Checker):
    """A pattern is found so many times in the source.

    A reply on which the search takes longer than a second is not judged.

    Attributes:
        pattern: a regular expression of Python's `re`.
        bound: how many times it is found.
    """

    view = "source"
    abstains = _TOO_LONG
    pattern: Pattern
    bound: Bound
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        # One too many fails, too.
        most = max(self.bound.edges() + self.bound.edges(inside=False))
        texts = [
            literal(" ".join([text] * count))
            for text in examples.matched_by(self.pattern)
            for count in range(1, 1 + min(_MOST, most))
        ]
        counted = [(text, self._times(text)) for text in ("{0} {1}", *texts)]
        passed = [text for text, times in counted if times in self.bound]
        failed = [text for text, times in counted if times not in self.bound]
        yield notation(passed, failed, "no text is built of such a regular expression")

    def _times(self, text: str) -> int:
        """Returns how often the pattern is found in a text with words for its blanks."""
        spans = found(re.compile(self.pattern), self.pattern, text.format(*"xyz"), "match")
        return len(spans)

    @property
    def required(self) -> str:
        return f"{self.pattern} {self.bound} {_TIMES[not str(self.bound).endswith(' 1')]}"

    def judge(self, text: Text) -> Verdict:
        try:
            places = found(re.compile(self.pattern), self.pattern, text.string, "match")
        except Unanswered as error:
            return self.verdict(None, reason=str(error))
        reason = f"found {counted(len(places), _TIMES)}"
        return self.verdict(len(places) in self.bound, len(places), places, reason)


_TIMES = ("time", "times")


_DATE_PARTS = {
    "YYYY": r"(?P<y>\p{Nd}{4})",
    "YY": r"(?P<yy>\p{Nd}{2})",
    "MM": r"(?P<m>\p{Nd}{2})",
    "DD": r"(?P<d>\p{Nd}{2})",
    "M": r"(?P<m>(?![0०０٠])\p{Nd}{1,2})",
    "D": r"(?P<d>(?![0०０٠])\p{Nd}{1,2})",
}
_DATE_PART = regex.compile("(?:YYYY|YY|MM?|DD?)(?![a-z])")
_DIRECTIVES = {"%Y": "YYYY", "%y": "YY", "%m": "MM", "%d": "DD", "%-m": "M", "%-d": "D"}


def _dated(form: str) -> str:
    """Returns a form of dates in letters; Python's directives are read, too."""
    form = regex.sub("%-?.?", lambda given: _DIRECTIVES.get(given[0], given[0]), form.strip())
    parts = [part[:1] for part in _DATE_PART.findall(form)]
    if "%" in form or not parts or len({*parts}) < len(parts):
        raise ValueError("each of year, month and day stands there at most once, and one of them")
    return form


DateForm = Annotated[
    str, AfterValidator(_dated), Field(description="a form such as 'YYYY-MM-DD' or 'D.M.YYYY'")
]


@frozen
class Dated(Checker):
    """The whole text is a date of a form, one that the calendar has.

    Attributes:
        form: how it is written: `YYYY`, `YY`, `MM`, `DD`, and `M`, `D` without a leading zero, with
            anything else between them.
    """

    form: DateForm
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        dates = [self._written(*parts) for parts in ((1999, 12, 31), (2024, 2, 29), (2001, 1, 1))]
        parts = {part[:1] for part in _DATE_PART.findall(self.form)}
        wrong = [(2023, 13, 1)] if "M" in parts else []
        wrong += [(2023, 1, 32)] if "D" in parts else []
        wrong += [(2023, 2, 29)] if len(parts) == 3 else []
        others = [self._written(*parts) for parts in wrong]
        yield notation(dates, [*others, "{0}", f"{dates[0]} {{0}}"])

    def _written(self, year: int, month: int, day: int) -> str:
        """Returns a date in the form, with the marks around its parts as they are in texts."""
        both = {"YYYY": f"{year:04}", "YY": f"{year % 100:02}"}
        both |= {"MM": f"{month:02}", "DD": f"{day:02}", "M": str(month), "D": str(day)}
        return _DATE_PART.sub(lambda part: both[part[0]], literal(self.form))

    @property
    def required(self) -> str:
        return f"a date of the form {self.form}"

    def judge(self, text: Text) -> Verdict:
        start, end, _ = text.content
        given = text.string[start:end].strip("`")
        match = _date_pattern(self.form).fullmatch(given)
        reason = f"it does not have the form {self.form}"
        if match:
            parts = {name: int(value) for name, value in match.groupdict().items()}
            # 2000 was a leap year: without a year, 29 February is a date.
            year = parts.get("y", 2000 + parts.get("yy", 0))
            try:
                date(year, parts.get("m", 1), parts.get("d", 1))
                return self.verdict(True, given, (text.content,), "it is such a date")
            except ValueError as error:
                reason = f"no date: {error}"
        return self.verdict(False, None, (text.content,), reason)


_MOST = 60
"""Tables of so many rows are built, and texts with so many matches."""


@lru_cache(maxsize=256)
def _date_pattern(form: str) -> regex.Pattern[str]:
    """Returns the pattern of a form of dates, with the groups y, m and d."""
    return regex.compile(_DATE_PART.sub(lambda part: _DATE_PARTS[part[0]], regex.escape(form)))


@frozen
class Parts(Checker):
    """The text has some labels of whole words, in this order, and something after each of them."""

    labels: tuple[str, ...]
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        parts = [f"{literal(label)} {{{at % 3}}}." for at, label in enumerate(self.labels)]
        good = [joint.join(parts) for joint in ("\n", "\n\n", " ")]
        empty = "\n".join([*parts[:-1], literal(self.labels[-1])])
        less = ["\n".join(parts[:-1]) or "{0}", "\n".join(parts[1:]) or "{0}", empty]
        turned = "\n".join([*parts[1:2], *parts[:1], *parts[2:]])
        yield notation(good, [*less, turned] if len({*self.labels}) == len(parts) > 1 else less)

    @property
    def required(self) -> str:
        return f"the parts {quoted(self.labels)}, in this order"

    def judge(self, text: Text) -> Verdict:
        places: list[Span] = []
        at = 0
        for label in self.labels:
            found = text.find(keyword_pattern(label, text.language), label)
            place = next((span for span in found if span.start >= at), None)
            if place is None:
                reason = f"{label!r} is missing or too early"
                return self.verdict(False, len(places), places, reason)
            at = place.end
            places.append(place)
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
        columns: the names in the first row; any two or more, if none are given.
        rows: how many rows follow it.
        delimiter: what separates the fields.
        quoted: whether every field has to be in double quotation marks.
    """

    view = "source"
    columns: tuple[str, ...]
    rows: Bound
    delimiter: str = ","
    quoted: bool = False
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        good = [self._written(rows) for rows in self.rows.edges() if rows <= _MOST]
        bad = [self._written(rows) for rows in self.rows.edges(inside=False) if rows <= _MOST]
        some = max(1, self.rows.edges()[0])
        bad += [self._written(some, short=True), "{0} {1}"]
        bad += [self._written(some, bare=True)] if self.quoted else []
        bad += [self._written(some, turned=True)] if len({*self.columns}) > 1 else []
        fenced = [f"```csv\n{text}\n```" for text in good]
        yield notation([*good, *fenced], bad)

    def _written(
        self, rows: int, *, short: bool = False, bare: bool = False, turned: bool = False
    ) -> str:
        """Returns a table with so many rows.

        Args:
            rows: how many rows there are below the first.
            short: whether the last row lacks a field.
            bare: whether no field is in quotation marks.
            turned: whether the columns have their names in another order.
        """
        names = [*map(literal, self.columns)] or ["{0}", "{1}"]
        names = names[::-1] if turned else names
        table = [names, *([f"{{{at % 3}}}" for at in range(len(names))] for _ in range(rows))]
        table[-1] = table[-1][:-1] if short else table[-1]
        if self.quoted and not bare:
            table = [[f'"{field}"' for field in row] for row in table]
        elif rows and len(table[-1]) > 1 and not bare:
            # A field with a mark in it, as spreadsheets write it.
            table[-1][-1] = '"{1} & {2}"'
        return "\n".join(self.delimiter.join(row) for row in table)

    @property
    def required(self) -> str:
        sign = {"\t": "tabs", ",": "commas"}.get(self.delimiter, repr(self.delimiter))
        fields = ", every field in double quotation marks" if self.quoted else ""
        columns = f" with the columns {quoted(self.columns)}" if self.columns else ""
        return f"a table separated by {sign}{columns} and {self.rows} rows{fields}"

    def judge(self, text: Text) -> Verdict:
        start, end = unfenced(text.string, *text.content[:2], ANY_FENCE)
        string = text.string[start:end]
        reader = csv.reader(
            io.StringIO(string, newline=""),
            delimiter=self.delimiter,
            skipinitialspace=True,
            strict=True,
        )
        try:
            rows = [row for row in reader if row]
        except csv.Error as error:
            line = text.string.count("\n", 0, start) + reader.line_num
            return self.verdict(False, None, (), f"line {line} cannot be read: {error}")
        problem = self._problem(rows, string)
        return self.verdict(not problem, max(0, len(rows) - 1), (), problem or "it is so")

    def _problem(self, rows: Sequence[Sequence[str]], string: str) -> str:
        if not rows:
            return "the first row is missing"
        if self.columns and [field.strip() for field in rows[0]] != list(self.columns):
            return f"the first row is {quoted(rows[0])}"
        if not self.columns and len(rows[0]) < 2:
            return f"the first row has no {self.delimiter!r} between fields"
        if len(rows) - 1 not in self.rows:
            return f"{counted(len(rows) - 1, ('row', 'rows'))} after the first"
        for number, row in enumerate(rows[1:], 2):
            if len(row) != len(rows[0]):
                return f"row {number} has {counted(len(row), ('field', 'fields'))}"
        if self.quoted and string.count('"') < 2 * sum(map(len, rows)):
            return "some fields are not in quotation marks"
        return ""
