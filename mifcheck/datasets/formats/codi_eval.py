"""CoDI-Eval: one prompt per row, with a `label` for its length or its keywords. In English.

Source: Xt-cyh/CoDI-Eval (arXiv 2401.00690). With a `mode` the label is an interval of lengths;
otherwise it is a list of keywords, beside which `anti_label` names a word that must not occur. Rows
about sentiment, topic and toxicity have other labels, which classifiers judge: they are errors.
"""

from __future__ import annotations

from typing import Any, Final

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets.base import Row, instruction, needed, parsed, require, text_of
from mifcheck.datasets.numbered import NumberedReader, key_of_row
from mifcheck.datasets.readers import InstructionPlace

_MODES: Final = ("at most", "at least", "equal to", "around", "between")


def _read(row: Row) -> Conversation:
    turn = Turn(text_of(row, "instruction"), (_instruction(row),))
    return Conversation(key_of_row(row), "en", (turn,))


def _instruction(row: Row) -> Instruction:
    label = needed(row, "label")
    if isinstance(label, str) and label.lstrip().startswith("["):
        label = parsed(label, "label")  # a CSV cell
    expected = "an interval or a list of keywords (other labels are judged by classifiers)"
    require(isinstance(label, list), expected, label, "label")
    kwargs: dict[str, Any] = {"label": label}
    if row.get("mode"):
        require(row["mode"] in _MODES, f"one of {', '.join(_MODES)}", row["mode"], "mode")
        return instruction(f"codi:{row['mode'].replace(' ', '_')}", kwargs, "label")
    if row.get("anti_label"):
        kwargs["anti_label"] = row["anti_label"]
        return instruction("codi:keywords_without", kwargs, "label")
    return instruction("codi:keywords", kwargs, "label")


def _field_of(place: InstructionPlace) -> str:
    return "mode" if place.is_id else "label"


READER: Final = NumberedReader(
    name="codi-eval",
    required=("instruction", "label"),
    recognises=lambda fields: {"instruction", "label"} <= fields,
    read=_read,
    field_of=_field_of,
)
