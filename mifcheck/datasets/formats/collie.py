"""COLLIE: one prompt per row, with the structure of its constraint and the targets. In English.

Source: princeton-nlp/Collie (arXiv 2307.08689). The release is a pickle, which runs code when it is
opened, so it is not read. JSON lines are: the key of its dictionary ("wiki_c07") as
`constraint_type`, beside `prompt` and `targets`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets.base import Row, instruction, needed, parsed, require, text_of
from mifcheck.datasets.numbered import ROW, NumberedReader
from mifcheck.datasets.readers import InstructionPlace

_PLACES: Final = {"places": [4, 8, 11]}
"""Of c02 and c05. The structures count places from 0, and their prompts from 1."""
_NAMES: Final = {
    "c01": ("count",),
    "c02": ("count", "letters"),
    "c03": ("count", "last"),
    "c04": ("count",),
    "c05": ("count", "words"),
    "c06a": ("count", "longest"),
    "c07": ("words",),
    "c08": ("word",),
    "c09": ("sentences", "words", "words", "words"),
    "c10": ("sentences", "least", "most"),
    "c11": ("sentences", "least"),
    "c12": ("sentences", "words"),
    "c14": ("sentences", ""),
}
"""The parameters that the targets of a structure are, in their order; "" is always the same."""
_STRUCTURE: Final = re.compile(r"(?:.*_)?(c\d+[a-z]?)")


def _read(row: Row) -> Conversation:
    name = text_of(row, "constraint_type")
    match = _STRUCTURE.fullmatch(name)
    structure = match[1] if match else ""
    require(structure in _NAMES, "a name such as 'wiki_c07'", name, "constraint_type")
    prompt = text_of(row, "prompt")
    targets = needed(row, "targets")
    if isinstance(targets, str) and structure != "c08":
        targets = parsed(targets, "targets")  # a CSV cell
    turn = Turn(prompt, (_instruction(structure, targets),))
    # The same prompt was made of several texts.
    return Conversation(f"{name}:{row[ROW]}", "en", (turn,), cluster=prompt)


def _instruction(structure: str, targets: Any) -> Instruction:
    names = _NAMES[structure]
    given = _given(targets, names)
    several = len(names) > 1
    require(not several or len(given) == len(names), f"{len(names)} targets", targets, "targets")
    kwargs: dict[str, Any] = dict(_PLACES) if structure in ("c02", "c05") else {}
    for name, value in zip(names, given, strict=True):
        if names.count(name) > 1:
            kwargs.setdefault(name, []).append(value)
        elif name:
            kwargs[name] = value
    return instruction(f"collie:{structure}", kwargs, "targets")


def _given(targets: Any, names: tuple[str, ...]) -> list[Any]:
    """Returns a value for each name. The only one stands in a list, or by itself."""
    if len(names) > 1:
        return targets if isinstance(targets, list) else [targets]
    is_listed = isinstance(targets, list) and len(targets) == 1
    plain = names[0] != "words" or (is_listed and isinstance(targets[0], list))
    return targets if is_listed and plain else [targets]


def _field_of(place: InstructionPlace) -> str:
    return "constraint_type" if place.is_id else "targets"


READER: Final = NumberedReader(
    name="collie",
    required=("constraint_type", "prompt", "targets"),
    recognises=lambda fields: {"prompt", "targets"} <= fields,
    read=_read,
    field_of=_field_of,
)
