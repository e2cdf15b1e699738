"""What mifcheck raises: always for a caller's input, never for a model's reply."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path


class MifcheckError(ValueError):
    """Base of every error that mifcheck raises on purpose."""


class UnknownIdError(MifcheckError, KeyError):
    """No checker is registered under this id. As a `KeyError` it lets mappings answer `get`."""

    __str__ = Exception.__str__  # a KeyError would quote its message


class UnknownLanguageError(MifcheckError):
    """No language file stands for this code, name or tag."""


class ParameterError(MifcheckError):
    """A checker's parameter is missing, of the wrong type or impossible."""


class MissingExtraError(MifcheckError):
    """A package is not installed that what was asked for needs; the message says how to get it."""


class SignatureError(MifcheckError):
    """Scores that were measured differently were about to be merged or compared.

    Attributes:
        fields: of the signatures that differ; none where they are alike and something else is not.
    """

    def __init__(self, message: str, fields: Iterable[str] = ()) -> None:
        self.fields = tuple(fields)
        super().__init__(message)


class ModelError(MifcheckError):
    """A model cannot be used, or did not answer as its kind must."""


class RunError(MifcheckError):
    """A run folder exists already, is damaged, or belongs to another run."""


class DataError(MifcheckError):
    """A data file holds something that cannot be read.

    Attributes:
        path: the file.
        row: the data row or line, counted from 1; None when the whole file is meant.
        field: the column or field; None when the whole row is meant.
        key: the conversation's, where the row has one.
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
        """The same error, found in this row of this file; its key stays where none is given."""
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
        return f"{place}: {self.message}" if place else self.message


class RowLanguageError(DataError, UnknownLanguageError):
    """A row of a data file is in a language that has no language file."""


class NoRowError(DataError):
    """A data file has rows, and not one of them can be read.

    Attributes:
        rows: what is wrong with each.
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


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known spelling, or "" when none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
