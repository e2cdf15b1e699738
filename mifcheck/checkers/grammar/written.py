"""Checkers that are written as functions: of parameters, or of a text."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import cached_property
from typing import Any, ClassVar, get_type_hints

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Fact
from mifcheck.errors import MifcheckError
from mifcheck.languages import Language
from mifcheck.safe import short_repr
from mifcheck.text import Text
from mifcheck.verdict import Verdict

Function = Callable[..., Any]


def checker_class(function: Function) -> type[Checker]:
    """Returns the class of the checker that a function writes.

    A function whose first parameter is `text` judges: it returns a bool, None or a `Verdict`. Any
    other returns the checker that its parameters make. The parameters are those of the checker,
    with their types and defaults.

    Raises:
        MifcheckError: a parameter has no type, or the text another name.
    """
    names = list(inspect.signature(function).parameters)
    judges = names[:1] == ["text"]
    if names and not judges and get_type_hints(function).get(names[0]) is Text:
        raise MifcheckError(
            f"{function.__qualname__}: the first parameter is the text, so its name is `text`, "
            f"not `{names[0]}`"
        )
    return written_class(function, Judged if judges else Composed, names[judges:])


def written_class(
    function: Function, base: type[Written], names: Iterable[str], **attributes: Any
) -> type[Checker]:
    """Returns a class whose parameters are some of those of a function.

    Args:
        function: the function, which gives the class its name, module and docstring.
        base: what becomes of the function.
        names: the parameters of the function that are those of the checker.
        attributes: class attributes.

    Raises:
        MifcheckError: a parameter has no type.
    """
    given = inspect.signature(function).parameters
    hints = get_type_hints(function, include_extras=True)
    namespace: dict[str, Any] = {
        # An empty text, since None would be that of the base.
        "__doc__": function.__doc__ or "",
        "__module__": function.__module__,
        "__qualname__": function.__qualname__,
        "__annotations__": {},
        "written": staticmethod(function),
        **attributes,
    }
    for parameter in (given[name] for name in names):
        if parameter.name not in hints:
            raise MifcheckError(
                f"{function.__qualname__}: {parameter.name!r} has no type: write "
                f"`{parameter.name}: str`, for example. The text is the parameter `text`, the first"
            )
        namespace["__annotations__"][parameter.name] = hints[parameter.name]
        if parameter.default is not parameter.empty:
            namespace[parameter.name] = parameter.default
    return type(function.__name__, (base,), namespace)


class Written(Checker):
    """Base of checkers that are written as a function."""

    written: ClassVar[Function]

    @property
    def given(self) -> dict[str, Any]:
        """The parameters, as the function takes them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]


class Composed(Written):
    """A checker that is composed of others by a function of its parameters."""

    # What it is composed of has a view of its own.
    view = "source"

    def __post_init__(self) -> None:
        # Parameters that make no sense together are refused when the checker is built.
        _ = self.composition

    @cached_property
    def composition(self) -> Checker:
        """The checker that the function returns."""
        made = type(self).written(**self.given)
        if not isinstance(made, Checker):
            raise MifcheckError(
                f"the function returned {short_repr(made)}, not a checker; one that judges has "
                "`text` as its first parameter"
            )
        return made

    @property
    def reads_raw(self) -> bool:
        return self.composition.reads_raw

    def unsupported_reason(self, language: Language) -> str:
        return self.composition.unsupported_reason(language)

    @property
    def inner(self) -> tuple[Checker, ...]:
        return (self.composition,)

    def implies(self, language: Language) -> Iterable[Fact]:
        return self.composition.implies(language)

    @property
    def is_quick(self) -> bool:
        return self.composition.is_quick

    def passed_on(self, text: Text) -> bool | None:
        return self.composition.passed_on(text)

    def decided_on(self, text: Text) -> bool | None:
        return self.composition.decided_on(text)

    def verdict_on(self, text: Text) -> Verdict:
        return self._named(self.composition.verdict_on(text), text.language)

    def judge(self, text: Text) -> Verdict:
        return self.verdict_on(text)

    def _named(self, verdict: Verdict, language: Language) -> Verdict:
        return replace(verdict, check=self.id, required=self.required_in(language))


class Judged(Written):
    """A checker whose verdict is what a function of the text returns."""

    def judge(self, text: Text) -> Verdict:
        found = type(self).written(text, **self.given)
        if isinstance(found, Verdict):
            return replace(found, check=self.id, required=found.required or self.required)
        if found is not None and not isinstance(found, bool):
            raise MifcheckError(
                f"{self.id}: the function returned {short_repr(found)}, not a bool, None or a "
                "Verdict: return bool(...), or mif.Verdict(passed, reason=...)"
            )
        return self.verdict(found, reason=_REASONS[found])


_REASONS = {True: "it is so", False: "it is not so", None: "it cannot be told"}
