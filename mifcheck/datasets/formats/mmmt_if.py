"""MMMT-IF: one turn per row, instructions in the words of the prompts, images.

Source: the release of MMMT-IF (arXiv 2409.18216). A prompt gives an instruction after the label
"Instruction:", which stays active for the rest of the conversation. "all instructions" and
"instruction count" repeat what is active, and must agree with the prompts. `mifcheck.ratings` reads
the ratings in the same file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from mifcheck.conversation import Conversation, Instruction, Step
from mifcheck.datasets.base import Row, brief, is_text, key_of, require, text_of, whole_of
from mifcheck.datasets.grammar import FoundInstruction, Grammar
from mifcheck.datasets.readers import Group, TurnReader
from mifcheck.errors import DataError

KEY: Final = "conversation id"
TURN: Final = "turn count (which turn in this conversation)"
_ALL: Final = "all instructions"
_COUNT: Final = "instruction count"
_IMAGE: Final = re.compile(r"image ([1-9][0-9]*)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
_BREAK: Final = re.compile(
    r"(?<!\s)(?P<before>\s*)\n\s*(?=(?P<mark>(?:[-*•–]|[0-9]{1,3}[.)])[^\S\n])?)"
)


@cache
def instruction_forms() -> Grammar:
    """Returns the known wordings of instructions."""
    file = resources.files("mifcheck.datasets") / "mmmt_if_grammar.toml"
    return Grammar.from_toml(file.read_text("utf-8"))


def unwrapped(text: str) -> str:
    """Returns text without the line breaks that only keep its lines short.

    A line break becomes a space, unless the next line is blank or begins with a list mark. A line
    break after a space always does: this is how the release wraps lines. One blank line stays
    between paragraphs.
    """
    paragraphs = _BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    return "\n\n".join(_BREAK.sub(_joint, paragraph).strip() for paragraph in paragraphs)


def _joint(match: re.Match[str]) -> str:
    return "\n" if match["mark"] and not match["before"] else " "


def _read(rows: Group) -> Conversation:
    prompts = (unwrapped(str(row.get("prompt"))) for row in rows.values())
    labelled = any(map(instruction_forms().label.search, prompts))
    given: list[Instruction] = []
    shown: set[str] = set()
    steps: list[Step] = []
    for number, row in rows.items():
        try:
            step = _step(row, labelled, given, shown)
        except DataError as error:
            raise error.at(None, number) from None
        steps.append(step)
    return Conversation.from_steps(key_of(next(iter(rows.values())), KEY), "en", steps)


def _step(row: Row, labelled: bool, given: list[Instruction], shown: set[str]) -> Step:
    """Returns what a turn adds; extends the instructions `given` and images `shown` so far."""
    prompt = unwrapped(text_of(row, "prompt"))
    listed = None if row.get(_ALL) is None else _listed(unwrapped(str(row[_ALL])))
    if labelled:
        new = [each.instruction for each in _found(prompt, "prompt")]
    else:
        new = _surplus(listed or (), given, prompt)
    given += new
    _compare(row, listed, given)
    images = [each for each in _images(row) if each not in shown]
    shown.update(images)
    return Step(prompt, tuple(new), images=tuple(dict.fromkeys(images)))


def _found(text: str, field: str) -> tuple[FoundInstruction, ...]:
    try:
        return instruction_forms().given(text)
    except DataError as error:
        raise DataError(error.message, field=field) from None


def _listed(text: str) -> tuple[FoundInstruction, ...]:
    """Returns the instructions of a text that has nothing else."""
    found = _found(text, _ALL)
    ends, starts = [0, *(each.end for each in found)], [*(each.start for each in found), len(text)]
    for end, start in zip(ends, starts, strict=True):
        if _LETTER.search(stray := text[end:start].strip()):
            raise DataError(f'there is no "Instruction:" before {brief(stray)}', field=_ALL)
    return found


def _surplus(
    listed: Iterable[FoundInstruction], given: Iterable[Instruction], prompt: str
) -> list[Instruction]:
    """Returns the listed instructions that are new, with their words where the prompt has them."""
    left = Counter(given)
    new = []
    for each in listed:
        if left[each.instruction]:
            left[each.instruction] -= 1
            continue
        words = _words(each.instruction)
        text = words if words in prompt else ""
        new.append(Instruction(each.instruction.id, each.instruction.kwargs, text))
    return new


def _words(instruction: Instruction) -> str:
    return instruction_forms().label.sub("", instruction.text, count=1)


def _compare(row: Row, listed: Iterable[FoundInstruction] | None, given: list[Instruction]) -> None:
    """Raises unless a row lists the instructions that the prompts have given so far."""
    if listed is not None:
        in_list = [each.instruction for each in listed]
        for each in Counter(given) - Counter(in_list):
            message = "a prompt has given this instruction, but it is missing here"
            raise DataError(f"{message}: {_words(each)!r}", field=_ALL)
        for each in Counter(in_list) - Counter(given):
            message = "no prompt has given this instruction so far"
            raise DataError(f"{message}: {_words(each)!r}", field=_ALL)
    if row.get(_COUNT) is None or not str(row[_COUNT]).strip():
        return
    count = whole_of(row, _COUNT, 0)
    if count != len(given):
        raise DataError(f"{count}, but the prompts have given {len(given)} so far", field=_COUNT)


def _images(row: Row) -> list[str]:
    """Returns the images of a row, in the order of their numbers."""
    numbered = sorted((int(m[1]), name) for name in row if (m := _IMAGE.fullmatch(name)))
    images = []
    for _, name in numbered:
        image = row[name]
        require(image is None or isinstance(image, str), "a path or URL", image, name)
        if is_text(image):
            images.append(image.strip())
    return images


READER: Final = TurnReader(
    name="mmmt-if",
    required=(KEY, TURN, "prompt"),
    recognises=lambda fields: {KEY, "prompt"} <= fields,
    read=_read,
    field_of=lambda place: "prompt",
    key=KEY,
    turn=TURN,
)
