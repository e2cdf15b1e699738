"""What the checkers of the reference profiles have in common."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from mifcheck.bounds import Limit
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import Registry
from mifcheck.checkers.parameters import Integer
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.values import parameters
from mifcheck.languages import Language
from mifcheck.plain import as_whole
from mifcheck.profiles import build
from mifcheck.profiles.multi_if.libraries import require, versions
from mifcheck.searching import Unanswered, compiled
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

Number = Annotated[
    Integer | None,
    BeforeValidator(as_whole),
    Field(description="a whole number, 0 or more"),
]
Relation = Annotated[
    Literal["at least", "less than"] | None, Field(description="one of 'at least', 'less than'")
]
Wording = Annotated[str | None, Field(description="a text")]
Pattern = Annotated[str | None, Field(description="a text, read as a regular expression")]
Patterns = Annotated[
    tuple[str, ...] | None, Field(description="a list of texts, each read as a regular expression")
]


def unreadable(patterns: Iterable[str]) -> str:
    """Returns why the reference stops with an error at one of the patterns; "" if it does not."""
    wrong = next((each for each in patterns if compiled(each) is None), None)
    return "" if wrong is None else f"{wrong!r} is not a regular expression: the reference raises"


class Reference(Checker):
    """Base of the reference checkers: they answer as the reference does, bug for bug.

    Where the reference draws a parameter at random, stops with an error, or takes too long, the
    reply is not judged. The reply is read as it was given; its declared language is ignored.
    """

    view = "source"
    judges_blank: ClassVar[bool] = True
    """Whether a reply that is blank, but not empty, is judged like any other."""
    needs: ClassVar[tuple[str, ...]] = ()
    """The modules without which the reference's answer cannot be computed."""

    @property
    def reads_raw(self) -> bool:
        return True

    def implies(self, language: Language) -> Iterable[Any]:
        # Facts are about replies as native checkers read them.
        return ()

    @cached_property
    def undecided(self) -> str:
        """Why replies are not judged; "" if they are."""
        return self.why_undecided()

    def why_undecided(self) -> str:
        """Computes `undecided`. The reference draws a missing parameter at random."""
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            name, value = field.name, getattr(self, field.name)
            if value is None or value == ():
                return f"the reference draws {name} at random, because it is not given"
            if isinstance(value, int) and value < 0:
                return f"the reference draws {name} at random, because {value} is negative"
        return ""

    @property
    def is_quick(self) -> bool:
        return super().is_quick and not self.undecided

    def verdict_on(self, text: Text) -> Verdict:
        undecided = self.undecided
        if undecided:
            return self.verdict(None, reason=undecided)
        try:
            return self.judge(text)
        except Unanswered as error:
            return self.verdict(None, reason=str(error))

    def decided_on(self, text: Text) -> bool | None:
        return None if self.undecided else super().decided_on(text)

    def passed_on(self, text: Text) -> bool | None:
        try:
            return super().passed_on(text)
        except Unanswered:
            return None

    def check(self, reply: str | Text, language: str | Language = "en") -> Verdict:
        """Returns the verdict about a reply as it was given, character for character.

        An empty reply fails every check; so does a blank one if `judges_blank` is False.

        Args:
            reply: the reply; a `Text` is read as it is.
            language: a known language, which changes nothing.

        Raises:
            UnknownLanguageError: the language is not known.
            MissingExtraError: a package that the check needs is not installed.
        """
        text = self.read(reply, language)
        if not text.string or (text.is_blank and not self.judges_blank):
            return self.verdict(False, reason="the reply is empty")
        verdict = self.verdict_on(text)
        found = verdict if text.is_raw else verdict.moved(text.to_original)
        return found.about(text.reply, text.language.level)

    def to_spec(self) -> dict[str, Any]:
        return {**super().to_spec(), "profile": self.profile}

    def __reduce__(self) -> tuple[Any, ...]:
        # The class may be made by a registry that derives from another, so it has no place of its
        # own in a module.
        return build, (self.id, parameters(self), self.profile)


class ReferenceCounted(Reference, Counted):
    """A reference checker of how many.

    A subclass names the parameter with the number in `number`. It names the parameter with the
    relation in `relation_of`, or says the relation in `understood`.
    """

    number: ClassVar[str]
    relation_of: ClassVar[str] = ""
    understood: ClassVar[str] = "at least"

    @cached_property
    def bound(self) -> Limit:  # type: ignore[override]
        """The limit on the count. Unlike a `Bound` it may exclude every count: less than 0."""
        relation = getattr(self, self.relation_of) if self.relation_of else self.understood
        return Limit(relation, getattr(self, self.number))

    def required_in(self, language: Language | None) -> str:
        several = self.noun_in(language)[1]
        return f"a number of {several}" if self.undecided else super().required_in(language)

    def find(self, text: Text) -> Sequence[Span]:
        """Returns what is counted, where it can be shown."""
        return ()

    def fault(self, text: Text) -> str:
        """Returns why the check fails, whatever the count; "" if the count decides."""
        return ""

    def passes(self, text: Text) -> bool | None:
        return not self.fault(text) and self.count(text) in self.bound

    def judge(self, text: Text) -> Verdict:
        if fault := self.fault(text):
            return self.verdict(False, reason=fault)
        count = self.count(text)
        reason = self.reason(text, count)
        return self.verdict(count in self.bound, count, self.find(text), reason)


class ReferenceRegistry(Registry):
    """The checkers of a reference profile, which may need packages."""

    def libraries(self) -> dict[str, str]:
        return versions(sorted({module for id in self for module in self._needs(id)}))

    def build(self, id: str, kwargs: Mapping[str, Any]) -> Checker:
        """Returns the checker of an id and its parameters.

        Raises:
            UnknownIdError: the profile has no such id.
            ParameterError: a parameter is unknown or of the wrong type.
            MissingExtraError: a package that the checker needs is not installed.
        """
        require(self._needs(id))
        return super().build(id, kwargs)

    def _needs(self, id: str) -> tuple[str, ...]:
        cls = self[id]
        return cls.needs if issubclass(cls, Reference) else ()


CHECKERS = ReferenceRegistry("multi-if")
"""The profile's checker classes by id."""
