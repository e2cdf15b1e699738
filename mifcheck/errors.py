"""The exceptions of mifcheck. They are about a caller's input, never about a model's reply.

```text
MifcheckError (also a ValueError)
├── UnknownIdError (also a KeyError)
├── UnknownLanguageError
├── SegmentationError
├── ParameterError
├── MissingExtraError
├── InexpressibleError
├── SignatureError
├── ModelError
├── RunError
└── DataError
    ├── RowLanguageError (also an UnknownLanguageError)
    └── NoRowError
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from mifcheck.safe import printable

_KEPT: Final = 10_000
"""Characters of a foreign message that are kept; some hold whole pages."""


class MifcheckError(ValueError):
    """Base of all exceptions of mifcheck. As text it is harmless to print."""

    def __str__(self) -> str:
        # Not that of KeyError, which would quote the message.
        return printable(Exception.__str__(self), keep="\n")


class UnknownIdError(MifcheckError, KeyError):
    """No checker has this id. As a `KeyError` it lets `registry.get(id)` return None."""


class UnknownLanguageError(MifcheckError):
    """No language has this code, name or tag."""


class SegmentationError(MifcheckError):
    """The words or the sentences of a language are not told apart. Checks do not raise it: what
    needs them is not judged."""


class ParameterError(MifcheckError):
    """A checker's parameter is missing, of the wrong type or impossible."""


class MissingExtraError(MifcheckError):
    """A package that is needed is not installed. The message says how to install it."""


class InexpressibleError(MifcheckError):
    """No strategy builds the texts that a checker passes or fails. The message says why.

    Attributes:
        conflict: the smallest part of what is asked that no text has, as a `Conflict` whose places
            are those of the checkers in `parts`; None if there is another reason.
        parts: the checkers that what is asked is made of.
    """

    def __init__(self, message: str, conflict: Any = None, parts: Sequence[Any] = ()) -> None:
        self.conflict, self.parts = conflict, tuple(parts)
        super().__init__(message)


class SignatureError(MifcheckError):
    """Scores that were measured differently cannot be merged or compared.

    Attributes:
        fields: the fields in which the signatures differ; empty if something else differs.
    """

    def __init__(self, message: str, fields: Iterable[str] = ()) -> None:
        self.fields = tuple(fields)
        super().__init__(message)


class ModelError(MifcheckError):
    """A model cannot be used, or returned something that is not a reply."""


class RunError(MifcheckError):
    """A run folder exists already, is damaged, or belongs to another run."""


class DataError(MifcheckError):
    """A data file has something that cannot be read.

    Attributes:
        message: what is wrong, without the place.
        path: the file.
        row: the data row or line, counted from 1; None if the whole file is meant.
        field: the column or field; None if the whole row is meant.
        key: the key of the conversation; "" if the row has none.
    """

    def __init__(
        self,
        message: str,
        path: str | Path | None = None,
        row: int | None = None,
        field: str | None = None,
        key: str = "",
    ) -> None:
        self.message = message
        self.path = path
        self.row = row
        self.field = field
        self.key = key
        super().__init__(message)

    def at(self, path: str | Path | None, row: int | None, key: str = "") -> DataError:
        """Returns the same error with another place; without a `key` it keeps its own."""
        error = copy(self)
        error.path, error.row, error.key = path, row, key or self.key
        return error

    def __str__(self) -> str:
        where = [
            str(self.path) if self.path is not None else "",
            f"row {self.row}" if self.row is not None else "",
            self.field or "",
        ]
        place = ", ".join(part for part in where if part)
        return printable(f"{place}: {self.message}" if place else self.message, keep="\n")


class RowLanguageError(DataError, UnknownLanguageError):
    """A row of a data file is in an unknown language."""


class NoRowError(DataError):
    """A data file has rows, but none of them can be read.

    Attributes:
        rows: the error of each row.
    """

    def __init__(
        self,
        message: str,
        path: str | Path | None = None,
        row: int | None = None,
        field: str | None = None,
        rows: Sequence[DataError] = (),
    ) -> None:
        super().__init__(message, path, row, field)
        self.rows = tuple(rows)


def describe_error(error: BaseException) -> str:
    """Returns the kind and the message of any exception, even if its `__str__` raises."""
    kind = type(error).__name__
    try:
        text = str(error).strip()
    except (Exception, SystemExit, GeneratorExit):
        return kind
    if len(text) > _KEPT:
        text = f"{text[:_KEPT]}…"
    return f"{kind}: {text}" if text else kind


def as_exception(error: BaseException) -> Exception:
    """Returns what foreign code raised, which may be no `Exception`, such as SystemExit."""
    return error if isinstance(error, Exception) else RuntimeError(describe_error(error))


_LONGEST: Final = 60
_SEEN: Final = 5000
_COMPARED: Final = 100


def did_you_mean(name: object, known: Iterable[object]) -> str:
    """Returns a clause that names the most similar known name; "" if none is similar.

    Its time is bounded, since a file may have thousands of unknown names. A long name is like no
    other, and among many names only those that begin alike are compared.
    """
    if not isinstance(name, str) or len(name) > _LONGEST:
        return ""
    names = [each for each in islice(known, _SEEN) if isinstance(each, str)]
    if len(names) > _COMPARED:
        names = [each for each in names if each[:1] == name[:1]][:_COMPARED]
    near = _nearest(name, tuple(each for each in names if len(each) <= _LONGEST))
    return f"; did you mean {near[0]!r}?" if near else ""


def did_you_mean_id(id: object, known: Iterable[str]) -> str:
    """Returns the clause for an id, which may lack its family: "no_comma".

    Several families may have the name. Those of one language are named where there is no other.
    """
    if not isinstance(id, str) or len(id) > _LONGEST:
        return ""
    name = id.casefold()
    if ":" in name:
        return did_you_mean(name, known)
    ids = sorted(known, key=lambda each: (each.count(":"), each))
    near = _nearest(name, tuple(dict.fromkeys(each.rpartition(":")[2] for each in ids)))
    named = [each for each in ids if each.rpartition(":")[2] in near]
    likely = [repr(each) for each in named if each.count(":") == named[0].count(":")]
    return f"; did you mean {' or '.join(likely)}?" if likely else ""


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(name, known, n=1, cutoff=0.6)
