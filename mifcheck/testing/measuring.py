"""How many sentences a text has, and how long each of them is."""

from __future__ import annotations

from mifcheck.bounds import Bound, at_least
from mifcheck.checkers.facts import SENTENCES
from mifcheck.errors import InexpressibleError
from mifcheck.testing.draft import Draft, SentenceSlot
from mifcheck.testing.plans import MOST_UNITS, RECOGNISABLE, amount, near

_USUAL = (8, 6, 10, 7)
"""How long the sentences of long texts are, about."""
_SHORT = (3, 4, 5, 6, 7, 8)


def measure(draft: Draft) -> None:
    """Adds sentences until there are enough, and settles the length of each.

    Raises:
        InexpressibleError: so many sentences, or so many units, cannot be.
    """
    plan = draft.plan
    draft.bullets = draft.count("bullets")
    draft.divided = draft.count("divided_paragraphs", 1, 1)
    draft.responses = draft.count("responses", 1, 1)
    draft.paragraphs = draft.count("paragraphs", 1) if plan.of("paragraphs") else None
    if plan.frame == "json":
        parts = draft.bullets, draft.divided - 1, draft.responses - 1
        if any(parts) or draft.paragraphs not in (None, 1):
            raise InexpressibleError("JSON has no parts")
        draft.key = draft.choices.pick(draft.writer.things)
    fixed = draft.units(draft.opening) + draft.units(draft.closing) + draft.units(draft.key)
    fixed += sum(map(draft.units, (*draft.heads, *draft.lines)))
    fixed += sum(draft.units(stands.name) for _, stands in draft.leading)
    _add_slots(draft, _plain_needed(draft))
    asked = list(plan.bound("words") or [])
    if plan.told:
        # What is given may be in another language.
        foreign = fixed + sum(slot.units for slot in draft.slots)
        asked.append(at_least(RECOGNISABLE + 6 * foreign))
    _settle(draft, fixed, asked)


def _plain_needed(draft: Draft) -> int:
    """Returns how many sentences more are needed for the layout of a text."""
    plan = draft.plan
    kinds = [slot.kind for slot in draft.slots]
    answers, named = kinds.count("answer"), kinds.count("named")
    blocks = draft.divided + draft.responses - 1
    if draft.paragraphs is not None:
        blocks = max(0, body_blocks(draft))
        if blocks < draft.divided + draft.responses - 1:
            raise InexpressibleError("there are fewer paragraphs than parts")
    blocks -= answers + bool(draft.bullets)
    if draft.bullets and plan.frame:
        blocks = max(blocks, 2)
    least = 0 if (draft.slots or draft.given) and not plan.told else 1
    if plan.lacks or plan.unframed:
        least = 2 if named else 1
        return max(least, draft.bullets + max(blocks, 0))
    return max(least, draft.bullets + max(blocks, 0) - named)


def body_blocks(draft: Draft) -> int:
    """Returns how many blocks of sentences there are between blank lines."""
    postscripts = any(slot.kind == "postscript" for slot in draft.slots)
    others = bool(draft.opening) + bool(draft.closing) + bool(draft.heads)
    others += postscripts or bool(draft.lines)
    found = (draft.paragraphs or 0) - others
    if found < 0 or any(place - bool(draft.opening) > found for place, _ in draft.leading):
        raise InexpressibleError("there are too few paragraphs")
    return found


def _add_slots(draft: Draft, needed: int) -> None:
    """Adds as many sentences as are needed, and as many as are asked for."""
    edges = [each for each in (draft.opening, draft.closing) if each]
    there = sum(amount(SENTENCES, each, draft.plan.language) for each in edges)
    bounds = draft.plan.bound("sentences")
    if bounds is not None:
        floor = there + len(draft.slots) + needed
        needed = draft.counts.pick(near(bounds, floor)) - there - len(draft.slots)
    draft.slots += [SentenceSlot() for _ in range(needed)]


def _settle(draft: Draft, fixed: int, asked: list[Bound]) -> None:
    """Settles how long each sentence is."""
    plan = draft.plan
    free = plan.bound("sentences") is None and draft.paragraphs is None
    if free and not asked:
        extra = draft.counts.pick(range(4))
        draft.slots += [SentenceSlot() for _ in range(extra)]
    lows = [_least(draft, slot) for slot in draft.slots]
    if not asked:
        for slot, low in zip(draft.slots, lows, strict=True):
            slot.length = _free_length(draft, slot, low)
        return
    total = draft.counts.pick(near(asked, fixed + sum(lows)))
    room = total - fixed - sum(lows)
    if free and room > 0:
        _add_for(draft, room, lows)
    _share_out(draft, total - fixed, lows)


def _add_for(draft: Draft, room: int, lows: list[int]) -> None:
    """Adds sentences so that the usual ones make up a length."""
    usual = draft.choices.pick(_USUAL)
    longest = _most(draft)
    usual = min(usual, longest)
    extra = max(room // max(usual, 1), -(-(room - sum(longest - low for low in lows)) // longest))
    if not draft.slots:
        extra = max(extra, 1)
    least = _least(draft, SentenceSlot())
    for _ in range(max(0, min(extra, room // least))):
        draft.slots.append(SentenceSlot())
        lows.append(least)


def _extra(draft: Draft) -> int:
    """Returns how many units every sentence has beside its own, at its beginning and end."""
    return draft.units(draft.prefix) + draft.units(draft.at("end", "sentences"))


def _led(draft: Draft, slot: SentenceSlot) -> int:
    return slot.units + _extra(draft)


def _bounds(draft: Draft) -> list[Bound]:
    return draft.plan.bound("sentence length") or []


def _most(draft: Draft) -> int:
    """Returns how long a sentence may be."""
    highs = [bound.high for bound in _bounds(draft) if bound.high is not None and not bound.outside]
    return min(highs, default=MOST_UNITS)


def _least(draft: Draft, slot: SentenceSlot) -> int:
    """Returns how long a sentence is at least, in all."""
    floor = _led(draft, slot) + slot.least
    return near(_bounds(draft), floor)[0] if _bounds(draft) else floor


def _free_length(draft: Draft, slot: SentenceSlot, low: int) -> int:
    led = _led(draft, slot)
    if _bounds(draft):
        return draft.choices.pick(near(_bounds(draft), low, low + 30)) - led
    if slot.kind == "answer" or (slot.kind == "named" and slot.least == 0):
        return 0
    return draft.choices.pick(_SHORT)


def _share_out(draft: Draft, total: int, lows: list[int]) -> None:
    """Gives each sentence a length, so that they have a number of units in all."""
    slots = draft.slots
    left = total - sum(lows)
    if left < 0:
        raise InexpressibleError("there are more units than that already")
    highs = [_high(draft, slot, low) for slot, low in zip(slots, lows, strict=True)]
    lengths = list(lows)
    order = sorted(range(len(slots)), key=lambda at: (slots[at].kind != "plain", at))
    order = [at for at in order if slots[at].kind != "answer"]
    plain = [at for at in order if slots[at].kind == "plain"] or order[:1]
    for group in (plain, order):
        left = _fill(lengths, highs, group, left)
    if left:
        raise InexpressibleError("the sentences cannot be as long as that")
    _vary(draft, lengths, lows, highs, plain)
    for at, slot in enumerate(slots):
        slot.length = lengths[at] - _led(draft, slot)


def _fill(lengths: list[int], highs: list[int], group: list[int], left: int) -> int:
    """Makes some sentences longer, all about as much, and returns what is left."""
    while left and (open_ones := [at for at in group if lengths[at] < highs[at]]):
        share = max(1, left // len(open_ones))
        for at in open_ones:
            more = min(share, highs[at] - lengths[at], left)
            lengths[at] += more
            left -= more
    return left


def _vary(
    draft: Draft, lengths: list[int], lows: list[int], highs: list[int], plain: list[int]
) -> None:
    for one, other in zip(plain[:40:2], plain[1:40:2], strict=False):
        more = draft.choices.pick((0, 1, 2, 3))
        if lengths[one] + more <= highs[one] and lengths[other] - more >= lows[other]:
            lengths[one] += more
            lengths[other] -= more


def _high(draft: Draft, slot: SentenceSlot, low: int) -> int:
    """Returns how long a sentence may get from its least length on, without a gap."""
    if slot.kind == "answer":
        return low
    high = MOST_UNITS
    for bound in _bounds(draft):
        if bound.high is not None and not bound.outside:
            high = min(high, bound.high)
        elif bound.outside and low < bound.low:
            high = min(high, bound.low - 1)
    return high
