"""What most checkers are made of: something counted, present, absent, or true of each sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from mifcheck.bounds import Bound
from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import SENTENCES, Count, Fact, Measure, some
from mifcheck.checkers.wording import counted, filled, quoted
from mifcheck.languages import Language
from mifcheck.markup.edges import whole_graphemes
from mifcheck.segment import unsegmented
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


class Finder(Checker):
    """Base of checkers that look for spans in a text.

    A subclass names an element of `Text` in `element`, or writes `find`. `noun` names what is
    looked for (one, several).
    """

    element: ClassVar[str] = ""
    noun: ClassVar[tuple[str, str]] = ("span", "spans")

    def find(self, text: Text) -> Sequence[Span]:
        """Returns the spans that are looked for."""
        found: Sequence[Span] = getattr(text, self.element)
        return found

    def unsupported_reason(self, language: Language) -> str:
        return unsegmented(language, self.element)


class Bounded(Checker):
    """Base of checkers with a `bound` on a number of things, which `noun` names (one, several).

    In `asks`, `{noun}` is in the number that fits the bound.
    """

    bound: Bound
    noun: ClassVar[tuple[str, str]] = ("span", "spans")

    def noun_in(self, language: Language | None) -> tuple[str, str]:
        """Returns the noun, which may depend on the language of the reply."""
        return self.noun

    def counted(self, count: int, text: Text) -> str:
        """Returns a count with the noun that fits it and the language of a text."""
        return counted(count, self.noun_in(text.language))

    def required_in(self, language: Language | None) -> str:
        noun = self.noun_in(language)[not str(self.bound).endswith(" 1")]
        return filled(self.asks, self, {"noun": noun})


class InUnits(Bounded):
    """Base of checkers of a length: in words, or in the unit in which a language counts."""

    noun = ("word", "words")
    worded_by_language = True

    def noun_in(self, language: Language | None) -> tuple[str, str]:
        unit = language.count_unit if language else "word"
        return unit, f"{unit}s"

    def required_in(self, language: Language | None) -> str:
        if language and language.count_unit == "word":
            return self.required
        return super().required_in(language)


class Counted(Finder, Bounded):
    """A checker of how many: the number of spans found lies within `bound`.

    A subclass declares `bound: Bound` and says what is found (see `Finder`).
    """

    asks = "{bound} {noun}"
    facts_suffice = True
    tally: ClassVar[str] = ""
    """What of `Text` says how many there are, without their places."""

    def quantity(self, language: Language) -> Measure:
        """Returns what is counted; equal for checkers that differ in their bound only."""
        requirement = filled(self.asks, self, {"bound": "", "noun": self.noun_in(language)[1]})
        noun = " ".join(requirement.split())
        if type(self).find is Finder.find:
            return Measure(self.element, noun=noun)
        fields = (field.name for field in dataclasses.fields(self))  # type: ignore[arg-type]
        others = (getattr(self, name) for name in fields if name != "bound")
        return Measure(f"{type(self).__module__}.{type(self).__qualname__}", tuple(others), noun)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Count(self.quantity(language), self.bound)

    def count(self, text: Text) -> int:
        """Returns how many spans there are."""
        return getattr(text, self.tally) if self.tally else len(self.find(text))

    def measure(self, text: Text) -> tuple[int, Sequence[Span]]:
        """Returns how many spans there are, and those that are given as evidence."""
        found = self.find(text)
        return len(found), found

    def surplus(self, text: Text) -> tuple[int, Sequence[Span]]:
        """Returns how many spans there are, and those that are too many."""
        count, high = self.count(text), self.bound.high
        return count, self.find(text)[high:] if high is not None and count > high else ()

    def reason(self, text: Text, count: int) -> str:
        """Returns what was found, in words."""
        return f"{self.counted(count, text)} found"

    def passes(self, text: Text) -> bool | None:
        return self.count(text) in self.bound

    def judge(self, text: Text) -> Verdict:
        count, evidence = self.measure(text)
        reason = self.reason(text, count)
        return self.verdict(count in self.bound, count, evidence, reason, language=text.language)


class Absent(Finder):
    """A checker of something that must not occur: nothing is found."""

    asks = "no {noun[0]}"

    def passes(self, text: Text) -> bool | None:
        return not self.find(text)

    def judge(self, text: Text) -> Verdict:
        found = self.find(text)
        reason = f"{counted(len(found), self.noun)} found"
        return self.verdict(not found, len(found), found, reason)


class Present(Finder):
    """A checker of something that must occur: at least one span is found."""

    asks = "a {noun[0]}"
    missing: ClassVar[str] = "not found"
    """What is said if nothing is found."""

    def measure(self, text: Text, found: Sequence[Span]) -> Any:
        """Returns what was measured, if something was found: the text of the first span."""
        return text.string[found[0].start : found[0].end]

    def passes(self, text: Text) -> bool | None:
        return bool(self.find(text))

    def judge(self, text: Text) -> Verdict:
        found = self.find(text)
        if not found:
            return self.verdict(False, reason=self.missing)
        return self.verdict(True, self.measure(text, found), found, "found")


class AllPresent(Checker):
    """A checker of several things that must all occur."""

    nouns: ClassVar[str] = "things"
    """What the things are called."""

    def places(self, text: Text) -> Mapping[str, Sequence[Span]]:
        """Returns the spans that are found of each thing."""
        raise NotImplementedError

    def passes(self, text: Text) -> bool | None:
        return all(self.places(text).values())

    def judge(self, text: Text) -> Verdict:
        places = self.places(text)
        missing = [thing for thing, spans in places.items() if not spans]
        evidence = sorted(span for spans in places.values() for span in spans)
        reason = f"missing: {quoted(missing)}" if missing else f"all {self.nouns} found"
        return self.verdict(not missing, len(places) - len(missing), evidence, reason)


class CountedAmong(Counted):
    """A checker of how many of some candidates are of a kind.

    If some are lacking, the candidates that are not of the kind are the evidence.
    """

    @property
    def kind(self) -> Any:
        """The kind; as text it is what the candidates are like, "" if every one is of it."""
        return ""

    def candidates(self, text: Text) -> Sequence[Any]:
        """Returns the candidates; each begins with its (start, end)."""
        raise NotImplementedError

    def is_counted(self, candidate: Any) -> bool:
        """Tells whether a candidate is of the kind."""
        raise NotImplementedError

    def span(self, candidate: Any) -> Span:
        """Returns the span of a candidate."""
        return Span(*candidate[:2])

    def count(self, text: Text) -> int:
        return sum(map(self.is_counted, self.candidates(text)))

    def find(self, text: Text) -> Sequence[Span]:
        return [self.span(each) for each in self.candidates(text) if self.is_counted(each)]

    def measure(self, text: Text) -> tuple[int, Sequence[Span]]:
        candidates, found = self.candidates(text), self.find(text)
        if self.bound.outside or len(found) >= self.bound.low:
            return len(found), found
        others = [self.span(each) for each in candidates if not self.is_counted(each)]
        return len(found), others

    def reason(self, text: Text, count: int) -> str:
        candidates, kind = len(self.candidates(text)), str(self.kind)
        counting = f", {count or 'none'} {kind}" if candidates and kind else ""
        return f"{self.counted(candidates, text)} found{counting}"


class Placed(Checker):
    """A checker of what stands at a place: the start or the end of the reply or of a part."""

    label: ClassVar[str] = ""
    """What the place is called in the evidence."""
    otherwise: ClassVar[str] = "something else stands there"
    """What is said if something else stands there."""
    part: ClassVar[tuple[str, str]] = ("part", "parts")
    """What `judge_nth` calls the parts (one, several)."""

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        """Returns the (start, end) of what stands there, and whether it is what is asked for.

        Args:
            text: the text.
            start: where the reply or the part begins.
            end: where it ends.
        """
        raise NotImplementedError

    def judge(self, text: Text) -> Verdict:
        start, end, as_asked = self.at_place(text, 0, len(text.string))
        reason = "found" if as_asked else self.otherwise
        return self.verdict(as_asked, None, (self.shown(text, start, end),), reason)

    def shown(self, text: Text, start: int, end: int) -> Span:
        """Returns what stands there as evidence."""
        return Span(*whole_graphemes(text.string, start, end), self.label)

    def judge_nth(self, text: Text, parts: Sequence[Span], nth: int, total: int) -> Verdict:
        """Returns the verdict about the nth of a number of parts, which has to be `total`."""
        count = len(parts)
        if count >= nth:
            start, end, as_asked = self.at_place(text, parts[nth - 1].start, parts[nth - 1].end)
            if count == total or not as_asked:
                reason = f"{self.part[0]} {nth} has the {self.label} {text.string[start:end]!r}"
                return self.verdict(as_asked, count, (self.shown(text, start, end),), reason)
        return self.verdict(False, count, parts, f"{counted(count, self.part)} found")


class Each(Placed):
    """A checker of something that holds for each sentence. A text without a sentence fails.

    A subclass writes `at_place` or `offence`. `asks` begins with "all sentences".
    """

    element: ClassVar[str] = "sentences"

    def unsupported_reason(self, language: Language) -> str:
        return unsegmented(language, self.element)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield some(SENTENCES, "sentence")
        yield from self.implies_of_each()

    def implies_of_each(self) -> Iterable[Fact]:
        """Returns facts that are true of the sentences of every reply that passes."""
        return ()

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        """Returns the span that shows why it does not hold for a sentence, or None if it holds."""
        begins, ends, as_asked = self.at_place(text, start, end)
        return None if as_asked else self.shown(text, begins, ends)

    def measure(self, text: Text, held: int) -> Any:
        """Returns what was measured: the number of sentences for which it holds."""
        return held

    def offences(self, text: Text) -> Iterator[Span]:
        """Yields an offence for each sentence for which it does not hold."""
        for start, end, _ in getattr(text, self.element):
            offence = self.offence(text, start, end)
            if offence is not None:
                yield offence

    def passes(self, text: Text) -> bool | None:
        return bool(text.sentences) and next(self.offences(text), None) is None

    def judge(self, text: Text) -> Verdict:
        count = len(text.sentences)
        offences = tuple(self.offences(text))
        held = count - len(offences)
        claim = self.required_in(text.language).removeprefix("all ")
        reason = f"{held} of {count} {claim}" if count else "there is no sentence"
        passed = bool(count) and not offences
        measured = self.measure(text, held)
        return self.verdict(passed, measured, offences, reason, language=text.language)
