"""MMMT-IF: one row a turn, instructions in the prompts' own words, images.

Source: the release of MMMT-IF (arXiv 2409.18216). A prompt gives an instruction after the label
"Instruction:", and it stays in force for the rest of the chat; "all instructions" and
"instruction count" repeat what is in force, and are held against the prompts. Ratings of replies
in the same file are read by `mifcheck.ratings`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import groupby, pairwise
from typing import Final

from mifcheck.conversation import Conversation, Instruction, Step
from mifcheck.datasets.base import Row, TurnReader, brief, key_of, text_of, whole_of
from mifcheck.datasets.grammar import Found, Grammar
from mifcheck.errors import DataError

KEY: Final = "conversation id"
TURN: Final = "turn count (which turn in this conversation)"
_ALL: Final = "all instructions"
_COUNT: Final = "instruction count"
_IMAGE: Final = re.compile(r"image ([1-9][0-9]*)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LIST_MARK: Final = re.compile(r"\s*(?:[-*•–]|[0-9]{1,3}[.)])\s")


@cache
def grammar() -> Grammar:
    """How instructions are worded."""
    file = resources.files("mifcheck.datasets") / "mmmt_if_grammar.toml"
    return Grammar.from_toml(file.read_text("utf-8"))


def unwrapped(text: str) -> str:
    """Text without the line breaks that only keep its lines short.

    A break is one space, unless the line after it is blank or begins with a list's mark. A break
    after a space is always one: that is how the release wraps. Paragraphs are set apart by one
    blank line.
    """
    lines = text.replace("\r\n", "\n").strip().split("\n")
    paragraphs = (
        _one_paragraph(list(held))
        for blank, held in groupby(lines, key=lambda line: not line.strip())
        if not blank
    )
    return "\n\n".join(paragraphs)


def _one_paragraph(lines: list[str]) -> str:
    joined = lines[0].strip()
    for before, line in pairwise(lines):
        kept = _LIST_MARK.match(line) and before == before.rstrip()
        joined += ("\n" if kept else " ") + line.strip()
    return joined


def _read(rows: Mapping[int, Row]) -> Conversation:
    prompts = (unwrapped(str(row.get("prompt"))) for row in rows.values())
    labelled = any(map(grammar().label.search, prompts))
    held: list[Instruction] = []
    shown: set[str] = set()
    steps: list[Step] = []
    for number, row in rows.items():
        try:
            step = _step(row, labelled, held, shown)
        except DataError as error:
            raise error.at(None, number) from None
        steps.append(step)
    return Conversation.from_steps(key_of(next(iter(rows.values())), KEY), "en", steps)


def _step(row: Row, labelled: bool, held: list[Instruction], shown: set[str]) -> Step:
    """A row as what its turn adds; `held` and `shown` grow by the instructions and images."""
    prompt = unwrapped(text_of(row, "prompt"))
    told = None if row.get(_ALL) is None else _listed(unwrapped(str(row[_ALL])))
    if labelled:
        new = [each.instruction for each in _given(prompt, "prompt")]
    else:
        new = _surplus(told or (), held, prompt)
    held += new
    _compare(row, told, held)
    images = [each for each in _images(row) if each not in shown]
    shown.update(images)
    return Step(prompt, tuple(new), images=tuple(dict.fromkeys(images)))


def _given(text: str, field: str) -> tuple[Found, ...]:
    try:
        return grammar().given(text)
    except DataError as error:
        raise DataError(error.message, field=field) from None


def _listed(text: str) -> tuple[Found, ...]:
    """The instructions of a text that holds nothing else."""
    told = _given(text, _ALL)
    ends, starts = [0, *(each.end for each in told)], [*(each.start for each in told), len(text)]
    for end, start in zip(ends, starts, strict=True):
        if _LETTER.search(stray := text[end:start].strip()):
            raise DataError(f'no "Instruction:" stands before {brief(stray)}', field=_ALL)
    return told


def _surplus(told: Iterable[Found], held: Iterable[Instruction], prompt: str) -> list[Instruction]:
    """Those told of that are not held yet, with their words where the prompt has these."""
    left = Counter(held)
    new = []
    for each in told:
        if left[each.instruction]:
            left[each.instruction] -= 1
            continue
        words = _words(each.instruction)
        text = words if words in prompt else ""
        new.append(Instruction(each.instruction.id, each.instruction.kwargs, text))
    return new


def _words(instruction: Instruction) -> str:
    return grammar().label.sub("", instruction.text, count=1)


def _compare(row: Row, told: tuple[Found, ...] | None, held: list[Instruction]) -> None:
    """Raise unless a row tells of the instructions that the prompts have given so far."""
    if told is not None:
        listed = [each.instruction for each in told]
        here, given = Counter(listed), Counter(held)
        lacking = [_words(each) for each in held if here[each] < given[each]]
        beyond = [_words(each) for each in listed if given[each] < here[each]]
        if lacking:
            raise DataError(f"not here, but given by a prompt so far: {lacking[0]!r}", field=_ALL)
        if beyond:
            raise DataError(f"here, but given by no prompt so far: {beyond[0]!r}", field=_ALL)
    if str(row.get(_COUNT) if row.get(_COUNT) is not None else "").strip():
        count = whole_of(row, _COUNT, 0)
        if count != len(held):
            raise DataError(f"{count}, but the prompts so far give {len(held)}", field=_COUNT)


def _images(row: Row) -> list[str]:
    """The images of a row, in the order of their numbers."""
    numbered = sorted((int(m[1]), name) for name in row if (m := _IMAGE.fullmatch(name)))
    images = []
    for _, name in numbered:
        image = row[name]
        if image is not None and not isinstance(image, str):
            raise DataError(f"a path or URL is expected, not {brief(image)}", field=name)
        if image is not None and image.strip():
            images.append(image.strip())
    return images


MMMT_IF: Final = TurnReader(
    name="mmmt-if",
    required=(KEY, TURN, "prompt"),
    recognises=lambda fields: {KEY, "prompt"} <= fields,
    key=KEY,
    turn=TURN,
    read=_read,
)
