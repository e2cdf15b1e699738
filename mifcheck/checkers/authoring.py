"""What is required of a checker that somebody else wrote: its declaration, and what it answers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, get_args, get_origin

from mifcheck.checkers.base import Checker
from mifcheck.checkers.primitives import AllPresent, Bounded, Each, Finder, Placed
from mifcheck.checkers.values import descriptions
from mifcheck.checkers.wording import require_fields
from mifcheck.errors import MifcheckError
from mifcheck.safe import short_repr
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_Judge = Callable[[Any, Text], Verdict]


def require_class(written: Any, id: str) -> None:
    """Checks that what is declared is a class of checkers.

    Raises:
        MifcheckError: it is something else.
    """
    if not (isinstance(written, type) and issubclass(written, Checker)):
        raise MifcheckError(
            f"declaration of {id!r}: a function or a class that derives from mif.Checker is "
            f"expected, not {short_repr(written)}"
        )


def _require_written(cls: type[Checker]) -> None:
    if cls.judge.__module__ not in _BASES:
        return
    base, names = next(each for each in _UNWRITTEN if issubclass(cls, each[0]))
    if all(getattr(cls, name) is getattr(base, name) for name in names):
        kinds = [each.__name__ for each in cls.__mro__ if each.__module__ in _BASES]
        named = " or ".join(f"`{name}`" for name in names)
        raise MifcheckError(f"a class that derives from {kinds[0]} writes {named}")


_UNWRITTEN: Final[tuple[tuple[type[Checker], tuple[str, ...]], ...]] = (
    (Finder, ("find", "element")),
    (AllPresent, ("places",)),
    (Each, ("at_place", "offence")),
    (Placed, ("at_place",)),
    (Checker, ("judge", "verdict_on")),
)
"""What a class of each base writes, one at least, unless it writes `judge`. The first base that
fits counts."""
_BASES: Final = (Checker.__module__, Finder.__module__)


def require_declared(cls: type[Checker]) -> None:
    """Checks the parameters, the template and the names in a declaration.

    Raises:
        MifcheckError: a method or a parameter is missing, a parameter can change, the template has
            an unknown field, or something is declared of no parameter.
    """
    _require_written(cls)
    known = descriptions(cls)
    if issubclass(cls, Bounded) and not hasattr(cls, "bound") and "bound" not in known:
        raise MifcheckError("`bound` is missing: write `bound: mif.Bound` in the class")
    for name, annotation in _annotations(cls):
        mutable = next(_mutable(annotation), None)
        if mutable:
            raise MifcheckError(
                f"{name}: a {mutable.__name__} can change, and a checker is a frozen value: use "
                f"{_FIXED[mutable]}"
            )
    own_words = cls.required_in is not Checker.required_in or "required" in vars(cls)
    if not (cls.asks or own_words):
        raise MifcheckError(
            "`asks` is missing: say in words what is asked for, there or in a docstring"
        )
    require_fields(cls.asks, cls, known)
    for name in (*cls.declared.spelling, *cls.declared.verbatim):
        if name not in known:
            raise MifcheckError(f"{name!r} is no parameter")


def _annotations(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    for name, info in cls.__pydantic_fields__.items():
        yield name, info.annotation


def _mutable(annotation: Any) -> Iterator[type]:
    """Yields the types in an annotation whose values can change."""
    origin = get_origin(annotation) or annotation
    if origin in _FIXED:
        yield origin
    for part in get_args(annotation):
        yield from _mutable(part)


_FIXED: Final[dict[Any, str]] = {
    list: "tuple[str, ...] for list[str]",
    set: "frozenset[str] for set[str]",
    dict: "a tuple of pairs, or a type that makes a value of it",
}


def first_line(documented: str | None) -> str:
    """Returns the first line of a docstring as a template, without its full stop."""
    lines = (documented or "").strip().splitlines() or [""]
    return lines[0].strip().removesuffix(".").replace("{", "{{").replace("}", "}}")


def with_sound_answers(judge: _Judge) -> _Judge:
    """Returns a `judge` that checks what it answers, so that a mistake is told where it is made."""

    @functools.wraps(judge)
    def answer(self: Any, text: Text) -> Verdict:
        return _sound(judge(self, text), self, text)

    return answer


def _sound(answer: Any, checker: Checker, text: Text) -> Verdict:
    """Returns a verdict with its id and requirement filled in.

    Raises:
        MifcheckError: it is no verdict, its evidence is not in the text, or what was measured is
            no JSON value.
    """
    if not isinstance(answer, Verdict):
        raise MifcheckError(
            f"{checker.id}: judge returned {short_repr(answer)}; a Verdict is expected, as "
            "self.verdict(passed, reason=...) makes it"
        )
    if answer.passed is not None and not isinstance(answer.passed, bool):
        raise MifcheckError(
            f"{checker.id}: passed is {short_repr(answer.passed)}; True, False or None is "
            "expected: bool(...) makes one"
        )
    if not _is_json(answer.measured):
        raise MifcheckError(
            f"{checker.id}: measured is {short_repr(answer.measured)}; None, a truth value, a "
            "number, a text, or a tuple or dict of these is expected: int(...), sorted(...) or "
            "str(...) makes one"
        )
    for span in answer.evidence:
        wrong = _wrong(span, len(text.string))
        if wrong:
            raise MifcheckError(f"{checker.id}: {wrong}")
    required = answer.required or checker.required
    return replace(answer, evidence=tuple(answer.evidence), required=required, check=checker.id)


def _is_json(measured: Any) -> bool:
    """Tells whether what was measured can be written as JSON and given to another process."""
    if isinstance(measured, (tuple, list)):
        return all(map(_is_json, measured))
    if isinstance(measured, dict):
        return all(isinstance(name, str) and _is_json(each) for name, each in measured.items())
    return measured is None or isinstance(measured, (bool, int, float, str))


def _wrong(span: Any, length: int) -> str:
    """Returns what is wrong with an entry of the evidence; "" if nothing is."""
    if not isinstance(span, Span):
        kind = type(span).__name__
        return (
            f"the evidence has {short_repr(span)}, a {kind}; a span is expected: "
            "mif.Span(start, end, label)"
        )
    if not (isinstance(span.start, int) and isinstance(span.end, int)):
        return f"the evidence has {short_repr(span)}; its offsets have to be whole numbers"
    if span.start > span.end:
        return f"the span from {span.start} to {span.end} ends before it begins"
    if span.start < 0 or span.end > length:
        return (
            f"the span from {span.start} to {span.end} is outside the text, which has {length} "
            "characters; offsets count in text.string, the text that judge is given"
        )
    return ""
