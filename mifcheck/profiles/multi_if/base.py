"""What the reference's checkers have in common, and the table of a profile's ids."""

from __future__ import annotations

import dataclasses
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field
from typing_extensions import dataclass_transform

from mifcheck.checkers.base import Checker
from mifcheck.checkers.values import descriptions, frozen, parameters
from mifcheck.checkers.wording import counted
from mifcheck.errors import UnknownIdError, did_you_mean
from mifcheck.languages import Language
from mifcheck.profiles import from_spec
from mifcheck.profiles.multi_if.libraries import require, versions
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

R = TypeVar("R", bound="Reference")


def _whole(value: Any) -> Any:
    # JSON that went through a data frame spells whole numbers 3.0.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Number = Annotated[
    int | None, BeforeValidator(_whole), Field(description="a whole number, 0 or more")
]
Relation = Annotated[
    Literal["at least", "less than"] | None, Field(description="one of 'at least', 'less than'")
]
Wording = Annotated[str | None, Field(description="a text")]
Pattern = Annotated[str | None, Field(description="a text, read as a regular expression")]
Patterns = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_listed),
    Field(description="a list of texts, each read as a regular expression"),
]

COMPARE: Final[Mapping[str | None, Callable[[int, int], bool]]] = {
    "at least": operator.ge,
    "less than": operator.lt,
    "exactly": operator.eq,
}


class Reference(Checker):
    """Base of the reference's checkers: says what it says, and None where it would draw lots.

    The reply is read as it was given; its declared language is not looked at.
    """

    profile: ClassVar[str] = ""
    judges_blank: ClassVar[bool] = True
    """Whether a reply that is blank, but not empty, is judged like any other."""
    needs: ClassVar[tuple[str, ...]] = ()
    """The modules without which the reference's answer cannot be given."""

    @property
    def reads_raw(self) -> bool:
        return True

    def decide(self, text: Text) -> Verdict:
        """The verdict where the reference has one of its own. This is what a subclass writes."""
        raise NotImplementedError

    @cached_property
    def undecided(self) -> str:
        """Why the reference has no verdict of its own; "" where it has one."""
        return self.why_undecided()

    def why_undecided(self) -> str:
        """The same, found out anew: it draws a parameter at random where one is missing."""
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            name, value = field.name, getattr(self, field.name)
            if value is None or value == ():
                return f"the reference draws {name} at random, since it is not given"
            if isinstance(value, int) and value < 0:
                return f"the reference draws {name} at random, since {value} is negative"
        return ""

    def judge(self, text: Text) -> Verdict:
        undecided = self.undecided
        return self.verdict(None, reason=undecided) if undecided else self.decide(text)

    def check(self, reply: str | Text, language: str | Language = "en") -> Verdict:
        """The verdict about a reply as it was given, character for character.

        An empty reply fails every check, and where `judges_blank` is False a blank one, too. The
        language has to be one that is known, and changes nothing. Given a `Text`, that is read.

        Raises:
            UnknownLanguageError: the language is not known.
            MissingExtraError: a package that the check needs is not installed.
        """
        text = self.read(reply, language)
        if not text.string or (text.is_blank and not self.judges_blank):
            return self.verdict(False, reason="the reply is empty")
        verdict = self.judge(text)
        return verdict if text.is_raw else verdict.moved(text.to_original)

    def to_spec(self) -> dict[str, Any]:
        """The checker as JSON values; `mifcheck.from_spec` is the inverse."""
        return {"id": self.id, "kwargs": parameters(self), "profile": self.profile}

    def __reduce__(self) -> tuple[Any, ...]:
        # A profile that derives from another makes its classes; they are found by its name.
        return from_spec, (self.to_spec(),)


class Compared(Reference):
    """A checker of how many: a count stands in a relation to a number.

    A subclass says how it counts, and names the parameter with the number in `number`, and the one
    with the relation in `relation_of`; or what relation is understood, in `understood`.
    """

    number: ClassVar[str]
    relation_of: ClassVar[str] = ""
    understood: ClassVar[str] = "at least"
    noun: ClassVar[tuple[str, str]]
    uncounted: ClassVar[str] = ""
    """Why there is no count, where there may be none."""

    def count(self, text: Text) -> int | None:
        """How many there are; None where the check fails whatever was asked for."""
        return len(self.find(text))

    def find(self, text: Text) -> Sequence[Span]:
        """What is counted, where it can be pointed at."""
        return ()

    @property
    def _relation(self) -> str:
        return getattr(self, self.relation_of) if self.relation_of else self.understood

    def passes(self, text: Text) -> bool | None:
        return None if self.undecided else self._holds(self.count(text))

    def decide(self, text: Text) -> Verdict:
        count = self.count(text)
        reason = f"{counted(count, self.noun)} found" if count is not None else self.uncounted
        return self.verdict(self._holds(count), count, self.find(text), reason)

    def _holds(self, count: int | None) -> bool:
        return count is not None and COMPARE[self._relation](count, getattr(self, self.number))

    @property
    def required(self) -> str:
        number = getattr(self, self.number)
        return f"{self._relation} {number} {self.noun[number != 1]}"


class Found(Reference):
    """A checker of whether something is there."""

    what: ClassVar[str]

    def find(self, text: Text) -> Sequence[Span]:
        """What is looked for."""
        raise NotImplementedError

    def decide(self, text: Text) -> Verdict:
        found = self.find(text)
        return self.verdict(bool(found), len(found), found, "found" if found else "not found")

    @property
    def required(self) -> str:
        return self.what


def spans(pattern: re.Pattern[str], string: str, label: str = "") -> list[Span]:
    """What a pattern of Python's `re` matches, from left to right, none overlapping."""
    return [Span(*match.span(), label) for match in pattern.finditer(string)]


@lru_cache(maxsize=4096)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str] | None:
    """A pattern of Python's `re`; None where it is no regular expression."""
    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError):
        return None


def unreadable(patterns: Iterable[str]) -> str:
    """Why the reference stops with an error at one of these; "" where all can be read."""
    wrong = next((each for each in patterns if compiled(each) is None), None)
    return "" if wrong is None else f"{wrong!r} is no regular expression: the reference raises"


class Table(Mapping[str, type[Reference]]):
    """The ids of a reference profile, and the class of each.

    Args:
        profile: the profile's name.
        base: the profile whose classes it derives, where it has none of its own.
        common: class attributes of all its classes.
    """

    def __init__(
        self, profile: str, base: Mapping[str, type[Reference]] | None = None, **common: Any
    ) -> None:
        self.profile = profile
        self._common = {"profile": profile, **common}
        self._classes: dict[str, type[Reference]] = {
            id: type(cls.__name__, (cls,), {"__doc__": cls.__doc__, **self._common})
            for id, cls in (base or {}).items()
        }

    def __getitem__(self, id: str) -> type[Reference]:
        try:
            return self._classes[id]
        except KeyError:
            hint = did_you_mean(id, self._classes) if isinstance(id, str) else ""
            message = f"the profile {self.profile} has no checker {id!r}{hint}"
            raise UnknownIdError(message) from None

    def __contains__(self, id: object) -> bool:
        return id in self._classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    @dataclass_transform(frozen_default=True)
    def checker(self, id: str) -> Callable[[type[R]], type[R]]:
        """Class decorator: make a checker a frozen value that stands under `id` in this table."""

        def enter(cls: type[R]) -> type[R]:
            for name, value in {"id": id, **self._common}.items():
                setattr(cls, name, value)
            made = frozen(cls)
            self._classes[id] = made
            return made

        return enter

    def parameters(self, id: str) -> dict[str, str]:
        """The parameters of an id, and what each must be.

        Raises:
            UnknownIdError: the profile has no such id.
        """
        return descriptions(self[id])

    def libraries(self) -> dict[str, str]:
        """The packages that any of the checkers needs, each with its version."""
        return versions(sorted({module for cls in self.values() for module in cls.needs}))

    def build(self, id: str, kwargs: Mapping[str, Any]) -> Reference:
        """The checker of an id and its parameters, in the data sets' spelling.

        Raises:
            UnknownIdError: the profile has no such id.
            ParameterError: a parameter is unknown or of the wrong type.
            MissingExtraError: a package that the checker needs is not installed.
        """
        cls = self[id]
        require(cls.needs)
        return cls(**kwargs)


CHECKERS = Table("multi-if")
"""The profile's ids: mapping of id to checker class, with `build`."""
