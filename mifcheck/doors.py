"""Lets values do what only rooms above them know how to do.

Values display themselves in the forms that `mifcheck.report` registers. Checkers have strategies,
which `mifcheck.testing` builds, and combine with `&`, `|` and `~` into those of
`mifcheck.checkers.algebra`.

A value that can be displayed derives from `Displayed`, or from `InNotebooks` where it has a form
for notebooks only. The module that knows how registers a function for each class and form:

    @doors.text.register
    def _(value: Scores) -> str: ...

The package names the module to load in `doors.load_from`, before any value is made.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import singledispatch
from typing import Any

from mifcheck.safe import printable

_homes: dict[str, list[str]] = {}
"""The modules that register a form, by its name."""


def load_from(module: str, *names: str) -> None:
    """Names a module that registers forms; it is imported when one of them is first asked for."""
    for name in names:
        _homes.setdefault(name, []).append(module)


def _form(name: str) -> Any:
    def display(value: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{type(value).__name__} has no form {name!r}")

    display.__name__ = name
    return singledispatch(display)


text: Any = _form("text")
"""The value as plain text: what `str()` gives."""
html: Any = _form("html")
"""The value as HTML: what a notebook shows."""
plot: Any = _form("plot")
"""The value as a matplotlib figure."""
strategy: Any = _form("strategy")
"""The texts that a checker passes or fails, as a strategy of Hypothesis."""
conjunction: Any = _form("conjunction")
"""The checker that passes where two do."""
disjunction: Any = _form("disjunction")
"""The checker that passes where one of two does."""
negation: Any = _form("negation")
"""The checker that passes where another fails."""


def opened(form: Callable[..., Any]) -> Callable[..., Any]:
    """The form with everything that is registered for it."""
    for module in _homes[form.__name__]:
        importlib.import_module(module)
    return form


class InNotebooks:
    """Base of values with an HTML form."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(opened(html)(self))


class Displayed(InNotebooks):
    """Base of values with a plain text and an HTML form."""

    __slots__ = ()

    def __str__(self) -> str:
        return printable(opened(text)(self), keep="\n")
