"""The files of published sets: recognised by their columns, and read as instructions that compile."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import mifcheck as mif
from mifcheck.conversation import Instruction
from mifcheck.datasets import load
from mifcheck.datasets.compiled import validate
from mifcheck.datasets.formats.rlvr import FUNCTIONS
from mifcheck.errors import DataError, UnknownLanguageError
from mifcheck.languages import generic_language, get_language

ROOT = Path(__file__).parents[2]
MARCO = ROOT.parent / "shared" / "data" / "marco_bench_mif.jsonl.gz"
NULLS = dict.fromkeys(
    ("N", "quantifier", "end_phrase", "keyword_list", "word", "forbidden_words", "letter", "i",
     "first_word", "postscript_marker", "options", "section_splitter", "original_prompt")
)  # fmt: skip


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "data.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def only(folder: Path, row: dict[str, Any], format: str) -> Any:
    """The conversation of a single row, whose instructions can be checked."""
    loaded = load(write(folder, row))
    assert loaded.format == format
    validate(loaded)
    (conversation,) = loaded
    return conversation


def failure(folder: Path, row: dict[str, Any]) -> str:
    with pytest.raises(DataError) as caught:
        load(write(folder, row))
    return str(caught.value).partition("data.jsonl, ")[2]


def chat(prompt: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": prompt}]


def test_a_row_of_ifbench(tmp_path):
    row = {
        "key": "7",
        "prompt": "Write about a river in exactly 3 numbers.",
        "instruction_id_list": ["count:numbers"],
        "kwargs": [{"N": 3.0, "keyword": None, "m": None}],
    }
    conversation = only(tmp_path, row, "ifeval")
    assert (conversation.key, conversation.language) == ("7", "en")
    assert conversation.turns[0].instructions[0].id == "count:numbers"
    assert mif.check_all(conversation.turns[0].instructions, "1, 2 and 3.").pif == 1


@pytest.mark.parametrize(
    ("id", "kwargs", "language"),
    [
        ("ja:length_constraints:number_sentences", {"relation": "以上", "num_sentences": 3}, "ja"),
        ("es:special_character:tildes", {"relation": "al menos", "num_words": 10}, "es"),
        ("fr:special_character:ethel_or_cedilla", {"forbidden_char": "ç"}, "fr"),
    ],
)
def test_the_ids_of_m_ifeval_name_the_language(id, kwargs, language, tmp_path):
    row = {"key": 5, "prompt": "…?", "instruction_id_list": [id], "kwargs": [kwargs]}
    assert only(tmp_path, row, "ifeval").language == language
    assert only(tmp_path, {**row, "language": "de"}, "ifeval").language == "de"


def test_ids_of_two_languages_in_a_row_are_an_error(tmp_path):
    ids = ["es:punctuation:no_comma", "fr:punctuation:no_comma"]
    row = {"key": 5, "prompt": "Hola.", "instruction_id_list": ids, "kwargs": [{}, {}]}
    assert failure(tmp_path, row) == "row 1, instruction_id_list: ids of es and fr in one row"


@pytest.mark.parametrize("as_text", [json.dumps, repr, lambda value: value])
def test_a_row_of_if_multi_constraints(as_text, tmp_path):
    truth = [
        {
            "instruction_id": ["detectable_format:title", "count:lowercase_counting"],
            "kwargs": [None, {"N": 7}],
        }
    ]
    row = {
        "key": "wild_7",
        "messages": chat("Write it with a title."),
        "ground_truth": as_text(truth),
        "dataset": "ifeval",
        "constraint_type": "multi",
        "constraint": "",
    }
    conversation = only(tmp_path, row, "rlvr")
    assert conversation.key == "wild_7"
    assert conversation.turns[0].prompt == "Write it with a title."
    assert conversation.turns[0].instructions == (
        Instruction("detectable_format:title"),
        Instruction("count:lowercase_counting", {"N": 7}),
    )


GIVEN = {
    "verify_keywords": ({"keyword_list": ["sea"]}, "The sea.", "The lake."),
    "verify_keyword_frequency": ({"word": "sea", "N": 2}, "Sea, sea.", "Sea, sea, sea."),
    "validate_forbidden_words": ({"forbidden_words": ["sea"]}, "The lake.", "The sea."),
    "verify_letter_frequency": ({"letter": "s", "N": 2}, "Seas", "Sea"),
    "validate_response_language": (
        {"language": "en"},
        "The sun is shining and we are all going down to the river.",
        "Le soleil brille et nous allons tous nous baigner à la rivière.",
    ),
    "verify_paragraph_count": ({"N": 2}, "One.\n\n* * *\n\nTwo.", "One."),
    "validate_word_constraint": ({"N": 20, "quantifier": "around"}, "word " * 18, "word " * 17),
    "verify_sentence_constraint": ({"N": 2, "quantifier": "around"}, "Go. Go. Go.", "Go. " * 4),
    "validate_paragraphs": ({"N": 2, "i": 2, "first_word": "So"}, "One.\n\nSo it is.", "So."),
    "verify_postscript": ({"postscript_marker": "P.S."}, "Hi.\n\nP.S. Bye.", "Hi."),
    "validate_placeholders": ({"N": 1}, "Dear [name],", "Dear Ann,"),
    "verify_bullet_points": ({"N": 2}, "* a\n* b", "* a"),
    "validate_title": ({}, "<<Sea>>\nIt is.", "Sea"),
    "validate_choice": ({"options": ["yes", "no"]}, "yes", "perhaps"),
    "validate_highlighted_sections": ({"N": 1}, "The *sea* is.", "The sea is."),
    "validate_sections": ({"N": 1, "section_splitter": "Part"}, "Part 1\nThe sea.", "The sea."),
    "validate_json_format": ({}, '{"a": 1}', "a"),
    "validate_repeat_prompt": ({"original_prompt": "Why?"}, "Why? So.", "So."),
    "validate_two_responses": ({}, "Yes.\n******\nNo.", "Yes."),
    "validate_uppercase": ({}, "THE SUN SHINES AND WE ARE GOING TO THE RIVER.", "The sun."),
    "validate_lowercase": ({}, "the sun shines and we are going to the river.", "The sun."),
    "validate_frequency_capital_words": ({"N": 1, "quantifier": "at most"}, "A SEA", "SEA SEA"),
    "validate_end": ({"end_phrase": "The end."}, "So. The end.", "So."),
    "validate_quotation": ({}, '"So."', "So."),
    "validate_no_commas": ({}, "So it is.", "So, it is."),
}


@pytest.mark.parametrize("name", GIVEN)
def test_every_function_of_open_instruct_is_an_instruction(name, tmp_path):
    given, follows, violates = GIVEN[name]
    truth = json.dumps({"func_name": name} | NULLS | given)
    row = {"messages": chat("Why?"), "ground_truth": truth, "dataset": "ifeval"}
    conversation = only(tmp_path, row, "rlvr")
    assert conversation.key == "1"
    (asked,) = conversation.turns[0].instructions
    assert mif.check(asked.id, asked.kwargs, follows, "en").passed
    assert mif.check(asked.id, asked.kwargs, violates, "en").passed is False


def test_no_function_is_left_out():
    assert set(GIVEN) == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        ('{"func_name": "validate_titel"}', "ground_truth, func_name: unknown function"),
        ("[1, 2]", "ground_truth: an object, or a list with one is expected"),
        ("__import__('os')", "ground_truth: invalid JSON"),
        (
            '{"instruction_id": ["a:b"], "kwargs": []}',
            "ground_truth, kwargs: 1 instruction id but 0",
        ),
        ('{"kwargs": []}', "ground_truth, instruction_id: a list of instruction ids is expected"),
        (
            '{"func_name": "validate_word_constraint", "quantifier": "around"}',
            "ground_truth, N: missing",
        ),
    ],
)
def test_what_is_wrong_with_a_ground_truth(truth, said, tmp_path):
    row = {"messages": chat("Why?"), "ground_truth": truth}
    assert failure(tmp_path, row).startswith(f"row 1, {said}")


def test_a_chat_of_several_messages_is_an_error(tmp_path):
    row = {"messages": chat("Why?") * 2, "ground_truth": '{"func_name": "validate_title"}'}
    assert failure(tmp_path, row).startswith("row 1, messages: one message {")


def test_a_row_of_lexinstructeval(tmp_path):
    rules = [
        {
            "procedure": [{"level": "line", "predicate": "@-1"}],
            "relation": "contain",
            "value": "美味",
        },
        {
            "procedure": [
                {"level": "paragraph", "predicate": "@(2,1)"},
                {"level": "word", "predicate": "#", "description": "茶"},
            ],
            "relation": "=",
            "value": 1,
        },
    ]
    about = {
        "instruction_pattern": json.dumps(rules),
        "instruction_pattern_language": "chinese",
        "instruction_difficulty_score": 7.0,
        "instruction_difficulty_label": "Easy",
    }
    row = {"messages": chat("写一段话。"), "meta_info": about}
    conversation = only(tmp_path, row, "lexinstructeval")
    assert (conversation.key, conversation.language) == ("1", "zh")
    result = mif.check_all(conversation.turns[0].instructions, "喝茶。\n\n绿茶很美味。", "zh")
    assert [verdict.passed for verdict in result.strict] == [True, True]
    assert failure(tmp_path, {**row, "meta_info": {}}).startswith("row 1, instruction_pattern")


@pytest.mark.parametrize(
    ("labels", "instruction"),
    [
        ({"mode": "around", "label": [135.0, 165.0]}, ("codi:around", {"label": [135.0, 165.0]})),
        ({"mode": "at most", "label": [1, 9]}, ("codi:at_most", {"label": [1, 9]})),
        ({"label": ["dog", "run"]}, ("codi:keywords", {"label": ["dog", "run"]})),
        (
            {"label": ["hill or mount"], "anti_label": "snow"},
            ("codi:keywords_without", {"label": ["hill or mount"], "anti_label": "snow"}),
        ),
    ],
)
def test_a_row_of_codi_eval(labels, instruction, tmp_path):
    conversation = only(tmp_path, {"instruction": "Write:", **labels}, "codi-eval")
    assert conversation.turns[0].instructions == (Instruction(*instruction),)


def test_a_label_that_a_classifier_judges_is_an_error(tmp_path):
    row = {"instruction": "Write happily:", "label": "joy"}
    assert "judged by classifiers" in failure(tmp_path, row)


@pytest.mark.parametrize(
    ("structure", "targets", "kwargs"),
    [
        ("english_c01", 10, {"count": 10}),
        ("english_c01", [10], {"count": 10}),
        ("english_c02", [12, ["a", "t", "e"]],
         {"count": 12, "places": [4, 8, 11], "letters": ["a", "t", "e"]}),
        ("english_c03", [8, "z"], {"count": 8, "last": "z"}),
        ("wiki_c04", 82, {"count": 82}),
        ("wiki_c05", [14, ["a", "b", "c"]],
         {"count": 14, "places": [4, 8, 11], "words": ["a", "b", "c"]}),
        ("guten_c06a", [9, 7], {"count": 9, "longest": 7}),
        ("wiki_c07", ["have", "rising", "the"], {"words": ["have", "rising", "the"]}),
        ("wiki_c07", [["have", "rising", "the"]], {"words": ["have", "rising", "the"]}),
        ("ccnews_c08", "The", {"word": "The"}),
        ("wiki_c09", [4, "the", "of", "and"], {"sentences": 4, "words": ["the", "of", "and"]}),
        ("wiki_c10", [3, 10, 20], {"sentences": 3, "least": 10, "most": 20}),
        ("wiki_c11", [3, 16], {"sentences": 3, "least": 16}),
        ("wiki_c12", [3, ["a", "b", "c"]], {"sentences": 3, "words": ["a", "b", "c"]}),
        ("wiki_c14", [["I sit.", "I cry."], 2], {"sentences": ["I sit.", "I cry."]}),
    ],
)  # fmt: skip
def test_a_row_of_collie(structure, targets, kwargs, tmp_path):
    row = {"constraint_type": structure, "prompt": "Please generate it.", "targets": targets}
    conversation = only(tmp_path, row, "collie")
    expected = Instruction(f"collie:{structure.partition('_')[2]}", kwargs)
    assert conversation.turns[0].instructions == (expected,)
    assert conversation.cluster == "Please generate it."


def test_an_unknown_structure_of_collie_is_an_error(tmp_path):
    row = {"constraint_type": "wiki_c13", "prompt": "Please.", "targets": [3]}
    assert failure(tmp_path, row).startswith("row 1, constraint_type: a name such as 'wiki_c07'")
    row = {"constraint_type": "wiki_c10", "prompt": "Please.", "targets": [3]}
    assert failure(tmp_path, row).startswith("row 1, targets: 3 targets")


def marco(lang: str, key: int = 1040, **changes: Any) -> dict[str, Any]:
    row = {
        "lang": lang,
        "file": f"{lang}_local",
        "key": key,
        "prompt": "…",
        "instruction_id_list": ["punctuation:no_comma"],
        "kwargs": [{}],
    }
    return row | changes


def test_a_row_of_marco_bench_mif(tmp_path):
    loaded = load(write(tmp_path, marco("es"), marco("es", prompt="?"), marco("zh")))
    assert loaded.format == "marco-bench-mif"
    assert [each.key for each in loaded] == [
        "es_local:1040:1",
        "es_local:1040:2",
        "zh_local:1040:3",
    ]
    assert {each.cluster for each in loaded} == {"1040"}
    assert [each.language for each in loaded] == ["es", "es", "zh"]


def test_a_language_without_a_file_is_an_error_or_skipped(tmp_path):
    path = write(tmp_path, marco("xx"), marco("es"))
    with pytest.raises(UnknownLanguageError, match=r"row 1, lang: unknown language 'xx'"):
        load(path)
    loaded = load(path, skip_bad=True)
    assert [each.language for each in loaded] == ["es"]
    assert [error.row for error in loaded.skipped] == [1]


def test_a_language_whose_library_is_missing_is_an_error_of_its_row(tmp_path, monkeypatch):
    path = write(tmp_path, marco("eu"), marco("es"))
    monkeypatch.setitem(sys.modules, "spacy.util", None)
    get_language.cache_clear()
    generic_language.cache_clear()
    loaded = load(path, skip_bad=True)
    assert [each.language for each in loaded] == ["es"]
    assert 'pip install "mifcheck[languages]"' in str(loaded.skipped[0])


@pytest.mark.skipif(not MARCO.exists(), reason="Marco-Bench-MIF is not beside the repository")
def test_the_real_file_of_marco_bench_mif():
    loaded = load(MARCO, skip_bad=True)
    assert len({each.language for each in loaded}) == 30
    assert set(mif.known_languages()) - {"hi"} < {each.language for each in loaded}
    assert len(loaded) == 18_932
    # Two rows have more parameters than ids.
    errors = [(error.row, error.field) for error in loaded.skipped]
    assert errors == [(4073, "kwargs"), (4350, "kwargs")]
    assert len({each.cluster for each in loaded}) == 541
    # Three letters of the Arabic rows are no single letter.
    validate([each for each in loaded if each.language != "ar"])
