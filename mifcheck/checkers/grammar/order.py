"""Laws that a sequence of units obeys: sorted, all different, each the next of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mifcheck.checkers.facts import Fact, Rule
from mifcheck.checkers.grammar.counting import OfSelection
from mifcheck.checkers.grammar.every import named
from mifcheck.checkers.grammar.pieces import Key
from mifcheck.checkers.grammar.selections import Selection
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import ordinal
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

Keys = Sequence[Any]
Offence = tuple[int, str]
"""The place of the first key that breaks a law, and how it does."""


@dataclass(frozen=True)
class Law:
    """A law of a sequence.

    Attributes:
        offence: returns the first offence against it among the keys, or None.
        says: what is true of the keys, as a verb in the plural: "are all different".
    """

    offence: Callable[[Keys], Offence | None]
    says: str

    def holds(self, keys: Keys) -> bool:
        """Tells whether a sequence obeys the law. If it does, so does every beginning of it."""
        return self.offence(keys) is None


@frozen
class Order(OfSelection):
    """The keys of the units selected obey a law. A text without any such unit fails.

    Attributes:
        selection: the units.
        key: what is compared.
        law: the law.
    """

    selection: Selection
    key: Key
    law: Law
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Rule(self.selection, self.key.of, self.law.holds)

    def unsupported_reason(self, language: Language) -> str:
        return super().unsupported_reason(language) or self.key.lacks(language)

    @property
    def required(self) -> str:
        return f"{self.selection.noun[1]} of which the {self.key.noun} {self.law.says}"

    def judge(self, text: Text) -> Verdict:
        pieces = self.selection.pieces(text)
        one, several = self.selection.noun
        if not pieces:
            return self.verdict(False, (), (), f"there is no {one}")
        keys = [self.key(piece) for piece in pieces]
        offence = self.law.offence(keys)
        if offence is None:
            reason = f"{len(pieces)} {several if len(pieces) > 1 else one} in order"
            return self.verdict(True, len(pieces), (), reason)
        place, how = offence
        piece = pieces[place]
        reason = f"{named(one, place + 1, piece)}: {how}"
        return self.verdict(False, place, (Span(piece.start, piece.end, one),), reason)


# Laws. Each returns the first offence.


def _pairwise(holds: Callable[[Any, Any], bool], how: str, keys: Keys) -> Offence | None:
    for place in range(1, len(keys)):
        if not holds(keys[place - 1], keys[place]):
            before, here = keys[place - 1], keys[place]
            return place, how.format(before=before, here=here, number=place)
    return None


def _rises(before: Any, here: Any) -> bool:
    return bool(before < here)


def _falls(before: Any, here: Any) -> bool:
    return bool(before > here)


def _not_below(before: Any, here: Any) -> bool:
    return bool(before <= here)


def _not_above(before: Any, here: Any) -> bool:
    return bool(before >= here)


def _differs(before: Any, here: Any) -> bool:
    return bool(before != here)


def _same(before: Any, here: Any) -> bool:
    return bool(before == here)


def _linked(before: Any, here: Any) -> bool:
    return bool(before[1] == here[0])


def _more_by(step: int, before: Any, here: Any) -> bool:
    return bool(here == before + step)


def _between(holds: Callable[[Any, Any], bool], how: str, says: str) -> Law:
    return Law(partial(_pairwise, holds, how), says)


equal = _between(_same, "{here!r}, not {before!r} as before", "are all equal")
rising = _between(_rises, "{here!r} is not more than {before!r}", "rise")
falling = _between(_falls, "{here!r} is not less than {before!r}", "fall")
sorted_up = _between(_not_below, "{here!r} comes before {before!r}", "are in order")
sorted_down = _between(_not_above, "{here!r} comes after {before!r}", "are in reverse order")
neighbours_differ = _between(_differs, "{here!r} again", "differ from one to the next")
alternating = _between(_differs, "{here!r} again", "alternate")
linked = _between(_linked, "it begins with {here[0]!r}, not {before[1]!r}", "are linked")
"""Each begins with what the one before ends with; the keys are (beginning, end)."""


def steps_of(step: int) -> Law:
    """Returns the law that each key is larger than the one before by a step."""
    how = f"{{here}}, not {step} more than {{before}}"
    return Law(partial(_pairwise, partial(_more_by, step), how), f"rise by {step} each time")


def _other_than(wanted: Keys, keys: Keys) -> Offence | None:
    for place, (here, expected) in enumerate(zip(keys, wanted, strict=False)):
        if here != expected:
            return place, f"{here!r}, not {expected!r}"
    return None


def those_of(wanted: Keys) -> Law:
    """Returns the law that the keys are those of a list, in its order, as far as both go."""
    return Law(partial(_other_than, wanted), f"are {', '.join(map(str, wanted))}")


def _repeat(most: int, keys: Keys) -> Offence | None:
    seen: Counter[Hashable] = Counter()
    for place, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > most:
            first = keys.index(key) + 1
            how = f"repeats number {first}" if most == 1 else f"the {ordinal(seen[key])} time"
            return place, how
    return None


def at_most_each(most: int) -> Law:
    """Returns the law that no key occurs more often than that."""
    return Law(partial(_repeat, most), f"occur at most {most} times each")


distinct = Law(partial(_repeat, 1), "are all different")


def _follows(before: tuple[int, int], here: tuple[int, int]) -> bool:
    (last, size), (place, _) = before, here
    return last >= 0 and place == (last + 1) % size


def _does_not_follow(before: tuple[int, int], here: tuple[int, int]) -> bool:
    return before[0] < 0 or here[0] != before[0] + 1


not_next = _between(_does_not_follow, "it is the next", "are never the next of the one before")
"""None is the next of the one before; the keys are (place, size)."""
next_in_cycle = _between(_follows, "it does not follow", "go through the cycle one after another")
"""Each is the next of a cycle, whose beginning follows its end; the keys are (place, size)."""
