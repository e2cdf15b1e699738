"""Prompts to train on with verifiable rewards: a chat, and its `ground_truth`, what is checked.

Source: allenai/IF_multi_constraints_upto5 (arXiv 2507.02833), whose `ground_truth` has ids and
parameters, and allenai/RLVR-IFeval (arXiv 2411.15124), where it names a function of
open-instruct and its arguments. The text of `ground_truth` is JSON or a Python literal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets.base import (
    Row,
    instruction,
    needed,
    paired_instructions,
    parsed,
    require,
    row_language,
    whole_of,
)
from mifcheck.datasets.numbered import NumberedReader, key_of_row, prompt_of
from mifcheck.datasets.readers import InstructionPlace
from mifcheck.errors import DataError, did_you_mean

_FIELD: Final = "ground_truth"
_Arguments = Mapping[str, Any]


def _numbered(name: str) -> Callable[[_Arguments], dict[str, Any]]:
    return lambda given: {name: given.get("N")}


def _named(**names: str) -> Callable[[_Arguments], dict[str, Any]]:
    return lambda given: {name: given.get(own) for name, own in names.items()}


def _exactly(number: str, relation: str, **names: str) -> Callable[[_Arguments], dict[str, Any]]:
    return lambda given: {number: given.get("N"), relation: "exactly", **_named(**names)(given)}


def _related(
    number: str, relation: str, tolerance: Callable[[int], int]
) -> Callable[[_Arguments], dict[str, Any]]:
    """Returns the parameters of "at least", "at most" and "around" so many."""

    def parameters(given: _Arguments) -> dict[str, Any]:
        if given.get("quantifier") != "around":
            return {number: given.get("N"), relation: given.get("quantifier")}
        middle = whole_of(given, "N", 1)
        span = tolerance(middle)
        return {"bound": {"between": [max(0, middle - span), middle + span]}}

    return parameters


def _tenth(number: int) -> int:
    return max(round(number * 0.1), 1)


def _nothing(given: _Arguments) -> dict[str, Any]:
    return {}


FUNCTIONS: Final[Mapping[str, tuple[str, Callable[[_Arguments], dict[str, Any]]]]] = {
    "verify_keywords": ("keywords:existence", _named(keywords="keyword_list")),
    "verify_keyword_frequency": (
        "keywords:frequency",
        _exactly("frequency", "relation", keyword="word"),
    ),
    "validate_forbidden_words": (
        "keywords:forbidden_words",
        _named(forbidden_words="forbidden_words"),
    ),
    "verify_letter_frequency": (
        "keywords:letter_frequency",
        _exactly("let_frequency", "let_relation", letter="letter"),
    ),
    "validate_response_language": ("language:response_language", _named(language="language")),
    "verify_paragraph_count": ("length_constraints:number_paragraphs", _numbered("num_paragraphs")),
    "validate_word_constraint": (
        "length_constraints:number_words",
        _related("num_words", "relation", _tenth),
    ),
    "verify_sentence_constraint": (
        "length_constraints:number_sentences",
        _related("num_sentences", "relation", lambda _: 1),
    ),
    "validate_paragraphs": (
        "length_constraints:nth_paragraph_first_word",
        _named(num_paragraphs="N", nth_paragraph="i", first_word="first_word"),
    ),
    "verify_postscript": (
        "detectable_content:postscript",
        _named(postscript_marker="postscript_marker"),
    ),
    "validate_placeholders": (
        "detectable_content:number_placeholders",
        _numbered("num_placeholders"),
    ),
    "verify_bullet_points": ("detectable_format:number_bullet_lists", _numbered("num_bullets")),
    "validate_title": ("detectable_format:title", _nothing),
    "validate_choice": ("format:options", _named(options="options")),
    "validate_highlighted_sections": (
        "detectable_format:number_highlighted_sections",
        _numbered("num_highlights"),
    ),
    "validate_sections": (
        "detectable_format:multiple_sections",
        _named(section_spliter="section_splitter", num_sections="N"),
    ),
    "validate_json_format": ("detectable_format:json_format", _nothing),
    "validate_repeat_prompt": (
        "combination:repeat_prompt",
        _named(prompt_to_repeat="original_prompt"),
    ),
    "validate_two_responses": ("combination:two_responses", _nothing),
    "validate_uppercase": ("change_case:english_capital", _nothing),
    "validate_lowercase": ("change_case:english_lowercase", _nothing),
    "validate_frequency_capital_words": (
        "change_case:capital_word_frequency",
        _related("capital_frequency", "capital_relation", _tenth),
    ),
    "validate_end": ("startend:end_checker", _named(end_phrase="end_phrase")),
    "validate_quotation": ("startend:quotation", _nothing),
    "validate_no_commas": ("punctuation:no_comma", _nothing),
}
"""The functions of open-instruct: the id that each stands for, and how its arguments are read."""


def _read(row: Row) -> Conversation:
    language = row_language(row)
    turn = Turn(prompt_of(row), _instructions(parsed(needed(row, _FIELD), _FIELD)))
    return Conversation(key_of_row(row), language, (turn,))


def _instructions(truth: Any) -> tuple[Instruction, ...]:
    if isinstance(truth, list) and len(truth) == 1:
        truth = truth[0]
    require(isinstance(truth, dict), "an object, or a list with one", truth, _FIELD)
    if "func_name" in truth:
        return (_of_function(truth),)
    renamed = {"instruction_id_list": truth.get("instruction_id"), "kwargs": truth.get("kwargs")}
    try:
        return paired_instructions(renamed)
    except DataError as error:
        name = (error.field or "").replace("instruction_id_list", "instruction_id")
        raise DataError(error.message, field=f"{_FIELD}, {name}") from None


def _of_function(truth: _Arguments) -> Instruction:
    name = truth["func_name"]
    if name not in FUNCTIONS:
        hint = did_you_mean(name, FUNCTIONS)
        raise DataError(f"unknown function {name!r}{hint}", field=f"{_FIELD}, func_name")
    id, parameters = FUNCTIONS[name]
    try:
        kwargs = {key: value for key, value in parameters(truth).items() if value is not None}
    except DataError as error:
        raise DataError(error.message, field=f"{_FIELD}, {error.field}") from None
    return instruction(id, kwargs, _FIELD)


def _field_of(place: InstructionPlace) -> str:
    return f"{_FIELD}, entry {place.active}"


READER: Final = NumberedReader(
    name="rlvr",
    required=("messages", _FIELD),
    recognises=lambda fields: _FIELD in fields,
    read=_read,
    field_of=_field_of,
)
