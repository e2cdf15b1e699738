"""Packs conversations, replies and verdicts for the page on which people read them.

The page holds one JSON document. Each text and each verdict stands in it once, and is referred to
by its number. A place in a text is counted as the page's script counts it, in UTF-16 units.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.evaluate import ReplyResult
from mifcheck.masking import mask_text
from mifcheck.models.base import SlotLike
from mifcheck.refusals import is_refusal
from mifcheck.report.labels import group_name
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run
from mifcheck.verdict import Span, Verdict

Results: TypeAlias = Mapping[SlotLike, ReplyResult]

_MOST_SPANS: Final = 2_000
"""Pieces of evidence that a page holds of one verdict; it says how many more there are."""
_LONGEST_IMAGE: Final = 200
_NONE: Final = -1
_CUT, _UNCLOSED, _REFUSED = 1, 2, 4
_MISSING: Final = "no reply was recorded"


@dataclass(frozen=True, slots=True)
class Judged:
    """A run, and what profiles say of its replies.

    Attributes:
        run: the conversations and the replies to them.
        results: by profile the verdicts about each reply. The first profile is the one of the
            scores.
    """

    run: Run
    results: Mapping[str, Results]


def replies_document(runs: Mapping[str, Judged | None]) -> dict[str, Any]:
    """Returns what the page's script shows, as JSON values.

    A slot is a turn and a sample of a conversation. It has one reply of each run, or -1 for a run
    that has no such slot.

    Args:
        runs: by name; None for a run of which only the scores are known.
    """
    judged = [each for each in runs.values() if each is not None]
    held_by = [frozenset(each.run.conversations) if each else frozenset() for each in runs.values()]
    profiles = list(dict.fromkeys(name for each in judged for name in each.results))
    packer = _Packer(profiles)
    conversations = list(dict.fromkeys(one for each in judged for one in each.run.conversations))
    slots = [
        [number, turn, sample, replies]
        for number, conversation in enumerate(conversations)
        for turn, sample, replies in packer.slots(
            conversation,
            [
                run if conversation in held else None
                for run, held in zip(runs.values(), held_by, strict=True)
            ],
        )
    ]
    languages = {each.language: group_name("language", each.language) for each in conversations}
    return {
        "runs": list(runs),
        "profiles": profiles,
        "languages": languages,
        "conversations": [packer.conversation(each) for each in conversations],
        "slots": slots,
        "replies": packer.replies,
        "instructions": packer.instructions.entries,
        "verdicts": packer.verdicts.entries,
        "texts": packer.texts.entries,
    }


@dataclass(slots=True)
class _Numbered:
    """Entries that each stand once, with their numbers by key."""

    entries: list[Any] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)

    def of(self, key: Hashable, entry: Any = None) -> int:
        """Returns the number of an entry; where none is given, the key is the entry."""
        number = self.numbers.setdefault(key, len(self.entries))
        if number == len(self.entries):
            self.entries.append(key if entry is None else entry)
        return number


class _Packer:
    """Gathers the texts, instructions, verdicts and replies that slots refer to."""

    def __init__(self, profiles: Sequence[str]) -> None:
        self.profiles = profiles
        self.texts = _Numbered()
        self.instructions = _Numbered()
        self.verdicts = _Numbered()
        self.replies: list[Any] = []

    def conversation(self, held: Conversation) -> list[Any]:
        """Returns the key, the language, the turns and the system prompt."""
        turns = [self._turn(*each) for each in zip(held.turns, held.ages(), strict=True)]
        return [held.key, held.language, turns, self.texts.of(held.system)]

    def slots(
        self, held: Conversation, runs: Sequence[Judged | None]
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Yields the turn, the sample and the replies of each slot of a conversation.

        In place of a run that does not hold the conversation stands None.
        """
        samples = max(each.run.samples for each in runs if each)
        for turn in range(1, len(held) + 1):
            for sample in range(samples):
                place = (held.key, turn, sample)
                yield turn, sample, [self._reply(each, place) for each in runs]

    def _turn(self, turn: Turn, ages: Sequence[int]) -> list[Any]:
        return [
            self.texts.of(turn.prompt),
            [self._instruction(each) for each in turn.instructions],
            list(ages),
            [_brief(each) for each in turn.images],
        ]

    def _instruction(self, held: Instruction) -> int:
        kwargs = held.to_dict()["kwargs"]
        entry = [held.id, kwargs, self.texts.of(held.text), held.role]
        return self.instructions.of((held, held.text), entry)

    def _reply(self, judged: Judged | None, place: SlotLike) -> int:
        if judged is None or place[2] >= judged.run.samples:
            return _NONE
        self.replies.append(self._packed(judged, place, judged.run.replies.get(place)))
        return len(self.replies) - 1

    def _packed(self, judged: Judged, place: SlotLike, record: Record | None) -> list[Any]:
        """Returns the reply, its thinking, why there is none, what else is known, the verdicts."""
        if record is None or record.reply is None:
            why = mask_text(record.error) if record and record.error else _MISSING
            return [_NONE, _NONE, self.texts.of(why), 0, []]
        thinking = thinking_of(record)
        flags = _CUT * (record.finish_reason == "length")
        flags += _UNCLOSED * (record.thinking == "unclosed")
        flags += _REFUSED * is_refusal(record.reply)
        offset = utf16_offsets(record.reply)
        found = [judged.results[name].get(place) if name in judged.results else None
                 for name in self.profiles]  # fmt: skip
        return [
            self.texts.of(record.reply),
            self.texts.of(thinking) if thinking else _NONE,
            _NONE,
            flags,
            [self._both(each, offset) for each in found],
        ]

    def _both(
        self, result: ReplyResult | None, offset: Callable[[int], int]
    ) -> list[list[int]] | None:
        """Returns the numbers of the strict and the loose verdicts."""
        if result is None:
            return None
        modes = (result.strict, result.loose)
        return [[self._verdict(each, offset) for each in verdicts] for verdicts in modes]

    def _verdict(self, verdict: Verdict, offset: Callable[[int], int]) -> int:
        spans = verdict.evidence[:_MOST_SPANS]
        entry = [
            verdict.outcome,
            verdict.check,
            self.texts.of(verdict.required),
            self.texts.of(verdict.reason),
            [[self.texts.of(label), *steps] for label, steps in _by_label(spans, offset).items()],
            len(verdict.evidence) - len(spans),
            [self._verdict(part, offset) for part in verdict.parts],
        ]
        return self.verdicts.of(repr(entry), entry)


def _brief(image: str) -> str:
    """Returns the start of an image's address, which may hold the whole image."""
    return image if len(image) <= _LONGEST_IMAGE else f"{image[:_LONGEST_IMAGE]}…"


def _by_label(spans: Sequence[Span], offset: Callable[[int], int]) -> dict[str, list[int]]:
    """Returns the places of the spans of each label: how far after the last, how long, and so on.

    Such numbers are shorter than offsets, and a page may hold a million of them.
    """
    found: dict[str, list[int]] = {}
    ends: dict[str, int] = {}
    for start, end, label in spans:
        first, last = offset(start), offset(end)
        found.setdefault(label, []).extend((first - ends.get(label, 0), last - first))
        ends[label] = last
    return found


def utf16_offsets(text: str) -> Callable[[int], int]:
    """Returns what maps the place of a character to that of its first UTF-16 unit."""
    if text.isascii() or max(text) <= "\uffff":
        return int
    wide = [place for place, char in enumerate(text) if char > "\uffff"]
    return lambda place: place + bisect_left(wide, place)


def thinking_of(record: Record) -> str:
    """Returns what the model said before its reply; "" where it said nothing else."""
    if record.raw is None or not record.reply:
        return record.raw or ""
    before, _, _ = record.raw.rpartition(record.reply)
    return before or record.raw
