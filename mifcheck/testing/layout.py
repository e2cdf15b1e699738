"""How the sentences of a text are written down: in paragraphs, lists and parts, with marks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from mifcheck.checkers.facts import Phrasing
from mifcheck.errors import InexpressibleError
from mifcheck.languages.characters import APOSTROPHES, CLOSING_QUOTES, OPENING_QUOTES
from mifcheck.markup.endings import split_ending
from mifcheck.testing.draft import Draft, SentenceSlot
from mifcheck.testing.measuring import body_blocks


def laid_out(draft: Draft) -> str:
    """Returns the text of a draft."""
    plan = draft.plan
    if plan.frame == "json":
        return _as_json(draft)
    blocks = _body(draft)
    text = _joined(draft, blocks)
    if plan.alike:
        text = _twice(draft, text)
    text = _cased(draft, text)
    if plan.frame:
        text = _quoted(draft, text)
    return _almost_framed(draft, text)


def _cased(draft: Draft, text: str) -> str:
    if draft.plan.case == "upper":
        return text.upper()
    return text.lower() if draft.plan.case == "lower" else text


# Sentences


def sentence_of(draft: Draft, slot: SentenceSlot, lead: str = "") -> str:
    """Returns a sentence with its marks."""
    if slot.kind == "answer":
        return slot.text
    writer, words = draft.writer, draft.plan.words
    said = slot.text
    said += writer.tail(slot.length, draft.choices) if said else ""
    said = said or writer.sentence(slot.length, draft.choices)
    start = " ".join(filter(None, (lead, draft.prefix)))
    said = f"{start} {said}" if start else said
    opened, closed = _marks(draft)
    ended, marks = split_ending(draft.at("end", "sentences"))
    if ended or marks:
        opened, closed = "", marks or closed
        said += (words.gap or " ") * bool(ended) + ended
    said = opened + said[:1].upper() + said[1:] + closed
    return f"{slot.marker} {said}" if slot.marker else said


def _marks(draft: Draft) -> tuple[str, str]:
    excluded = "".join(
        each.name if isinstance(each.what, Phrasing) else "".join(each.what)
        for each in draft.plan.lacks
        if each.side == "end"
    )
    kept = [marks for marks in draft.writer.marks if marks[1].strip() not in excluded]
    if not kept:
        raise InexpressibleError("no final mark is left")
    return draft.choices.pick(kept)


# Blocks


def _body(draft: Draft) -> list[str]:
    """Returns the blocks of sentences."""
    slots = [slot for slot in draft.slots if slot.kind != "postscript"]
    answers = [slot for slot in slots if slot.kind == "answer"]
    rest = [slot for slot in slots if slot.kind != "answer"]
    if draft.plan.lacks or draft.plan.unframed:
        # What a text is not to begin or end with is not what is named.
        plain = [slot for slot in rest if slot.kind == "plain"]
        others = [slot for slot in rest if slot.kind != "plain"]
        rest = [*plain[:1], *others, *plain[1:]]
    listed = _list_place(draft, len(rest))
    bullets = rest[listed : listed + draft.bullets]
    before, after = rest[:listed], rest[listed + draft.bullets :]
    sizes = _sizes(draft, len(before), len(after), len(answers) + bool(bullets))
    groups = [*_cut(before, sizes[0]), *([bullets] if bullets else []), *_cut(after, sizes[1])]
    groups += [[answer] for answer in answers]
    leads = {place - 1 - bool(draft.opening): each.name for place, each in draft.leading}
    return [
        _block(draft, group, leads.get(at, ""), group is bullets) for at, group in enumerate(groups)
    ]


def _list_place(draft: Draft, count: int) -> int:
    """Returns before which sentence a list stands: after the first one that is not in it."""
    return min(1, count - draft.bullets) if draft.bullets else 0


def _sizes(draft: Draft, before: int, after: int, others: int) -> tuple[int, int]:
    """Returns into how many blocks the sentences before and after a list go."""
    if draft.paragraphs is None:
        needed = draft.divided + draft.responses - 1 - others - (1 if before else 0)
        most = max(after, 0)
        least = max(min(1, after), needed)
        if least > most:
            raise InexpressibleError("there are too few sentences for the parts")
        options = range(least, min(most, least + 3) + 1)
        return (1 if before else 0), draft.choices.pick(options)
    wanted = body_blocks(draft) - others - (1 if before else 0)
    if wanted > after or wanted < min(1, after):
        raise InexpressibleError("the paragraphs are not as many")
    return (1 if before else 0), wanted


def _cut(slots: Sequence[SentenceSlot], parts: int) -> list[list[SentenceSlot]]:
    """Returns sentences in so many parts of about the same size."""
    edges = [len(slots) * at // parts for at in range(parts + 1)] if parts else []
    return [list(slots[a:b]) for a, b in pairwise(edges)]


def _block(draft: Draft, slots: Sequence[SentenceSlot], lead: str, is_list: bool) -> str:
    first = [lead] + [""] * len(slots)
    said = [sentence_of(draft, slot, start) for slot, start in zip(slots, first, strict=False)]
    if is_list:
        return "\n".join(f"{draft.choices.pick(('-', '*'))} {each}" for each in said)
    decorated = _decorated(draft, said) if not lead and slots[0].kind != "answer" else ""
    return decorated or draft.plan.words.gap.join(said)


def _decorated(draft: Draft, said: list[str]) -> str:
    """Returns a block in one of the forms that models write, if it may have one; "" if plain."""
    plan = draft.plan
    asked = plan.stands or plan.lacks or plan.frame or plan.unframed or plan.alike
    if asked or plan.is_part or plan.of("units"):
        return ""
    gap = plan.words.gap
    forms = ["", gap.join(said) + " 🙂", "> " + gap.join(said)]
    if plan.is_free("highlights"):
        forms += [f"**{said[0]}**{gap}{gap.join(said[1:])}".strip()]
    if len(said) > 1:
        forms += ["\n".join(f"{number}. {each}" for number, each in enumerate(said, 1))]
        forms += ["\n".join(said)]
    if plan.is_free("bullets"):
        forms += ["\n".join(f"- {each}" for each in said)]
    return draft.choices.pick(forms)


# The whole


def _joined(draft: Draft, blocks: list[str]) -> str:
    """Returns the blocks with the lines between them, and what stands before and after."""
    plan = draft.plan
    blocks = _divided(draft, blocks)
    heads = [_head(draft, each) for each in draft.heads]
    end = ["\n".join(draft.lines)] if draft.lines else []
    end += [sentence_of(draft, slot) for slot in draft.slots if slot.kind == "postscript"]
    if draft.paragraphs is not None:
        blocks += ["\n".join(heads)] if heads else []
        end = ["\n".join(end)] if end else []
    elif plan.frame or plan.lacks or plan.unframed:
        blocks[1:1] = heads
    else:
        blocks = [*heads, *blocks]
        blocks = _with_extras(draft, blocks)
    edges = [draft.opening] if draft.opening else []
    return "\n\n".join([*edges, *blocks, *end, *([draft.closing] if draft.closing else [])])


def _head(draft: Draft, line: str) -> str:
    plain = bool(draft.plan.stands or draft.plan.lacks or draft.plan.frame) or line[:1] == "<"
    return line if plain else draft.choices.pick(("", "## ")) + line


def _divided(draft: Draft, blocks: list[str]) -> list[str]:
    """Returns blocks of which some have a divider before them."""
    dividers = ["***"] * (draft.divided - 1) + ["******"] * (draft.responses - 1)
    if len(blocks) <= len(dividers):
        raise InexpressibleError("there are fewer blocks than parts")
    led = [f"{line}\n\n{block}" for line, block in zip(dividers, blocks[1:], strict=False)]
    return [blocks[0], *led, *blocks[1 + len(led) :]]


def _with_extras(draft: Draft, blocks: list[str]) -> list[str]:
    """Returns blocks with one more that models write: code, a table, a foreign line."""
    plan = draft.plan
    if plan.bounds or plan.stands or plan.told or plan.is_part:
        return blocks
    extra = draft.choices.pick(
        ("", "```python\nx = 1\n```", "| a | b |\n|---|---|\n| 1 | 2 |", "नमस्ते слово 字典", "## 🙂")
    )
    return [*blocks, extra] if extra else blocks


def _twice(draft: Draft, text: str) -> str:
    if draft.plan.bounds or draft.plan.stands:
        raise InexpressibleError("two equal responses have twice as much of everything")
    return f"{text}\n\n******\n\n{text}"


def _quoted(draft: Draft, text: str) -> str:
    pairs = [
        (opened, closed)
        for opened, closed in draft.plan.language.quotes
        if not any(mark in text or mark in APOSTROPHES for mark in (opened, closed))
        # What stands at an edge is looked for within the usual marks only.
        and (not draft.plan.stands or (opened in OPENING_QUOTES and closed in CLOSING_QUOTES))
    ]
    if not pairs:
        raise InexpressibleError("the quotation marks are in the text already")
    opened, closed = draft.choices.pick(pairs)
    return f"{opened}{text}{closed}"


def _almost_framed(draft: Draft, text: str) -> str:
    """Returns a text that may be in a frame all but for one mark of it, where it is not in one."""
    plan = draft.plan
    if not plan.unframed or plan.bounds or plan.stands or plan.lacks or plan.told:
        return text
    marks = {"quotation marks": plan.language.quotes[0][0], "json": '{"a": "'}
    return draft.choices.pick(("", marks[plan.unframed[0]])) + text


def _as_json(draft: Draft) -> str:
    said = _cased(
        draft, draft.plan.words.gap.join(sentence_of(draft, slot) for slot in draft.slots)
    )
    value = {_cased(draft, draft.key): said}
    indent = draft.choices.pick((None, 2))
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Code has no sentences.
    frames = ("{}", "```json\n{}\n```") if draft.plan.is_free("sentences") else ("{}",)
    return draft.choices.pick(frames).replace("{}", text)
