"""Reading other people's files: formats, containers, encodings, and what is said of bad rows."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from mifcheck.conversation import Instruction
from mifcheck.datasets import READERS, Conversations, dump, formats, load
from mifcheck.errors import DataError, ParameterError, UnknownLanguageError

WORDS = Instruction("length_constraints:number_words", {"num_words": 9, "relation": "at least"})
TITLE = Instruction("detectable_format:title")


def message(content: str, role: str = "user") -> str:
    return json.dumps({"role": role, "content": content}, ensure_ascii=False)


def multi_if(key: str = "1:2:hi", **changes: Any) -> dict[str, Any]:
    """A row as in the CSV of Multi-IF: every cell is text."""
    title, words = "detectable_format:title", "length_constraints:number_words"
    held = json.dumps({"num_words": 9, "relation": "at least"})
    row = {
        "turns": "",
        "responses": "",
        "turn_1_prompt": message("बारिश पर लिखिए, शीर्षक भी दीजिए।"),
        "turn_1_instruction_id_list": json.dumps([title]),
        "turn_1_kwargs": json.dumps(["{}"]),
        "turn_2_prompt": message("कम से कम 9 शब्द।"),
        "turn_2_instruction_id_list": json.dumps([title, words]),
        "turn_2_kwargs": json.dumps(["{}", held]),
        "turn_3_prompt": "",
        "turn_3_instruction_id_list": "",
        "turn_3_kwargs": "",
        "key": key,
        "turn_index": "0",
        "language": "Hindi",
    }
    return row | changes


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def ifeval(key: int = 1000, **changes: Any) -> dict[str, Any]:
    row = {
        "key": key,
        "prompt": "Write about rain. Use at least 9 words.",
        "instruction_id_list": ["length_constraints:number_words"],
        "kwargs": [{"num_words": 9, "relation": "at least"}],
    }
    return row | changes


def write_csv(folder: Path, *rows: dict[str, Any], encoding: str = "utf-8") -> Path:
    path = folder / "data.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_jsonl(folder: Path, *rows: Any) -> Path:
    path = folder / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def failure(path: Path, **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        load(path, **options)
    return caught.value


def check_multi_if(loaded: Conversations) -> None:
    (conversation,) = loaded
    assert loaded.format == "multi-if"
    assert (conversation.key, conversation.language, conversation.cluster) == (
        "1:2:hi",
        "hi",
        "1",
    )
    assert [turn.instructions for turn in conversation.turns] == [(TITLE,), (TITLE, WORDS)]
    assert conversation.turns[1].prompt == "कम से कम 9 शब्द।"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("absent", ["", "None", " "])
def test_multi_if_csv(tmp_path: Path, encoding: str, absent: str) -> None:
    check_multi_if(load(write_csv(tmp_path, multi_if(turn_3_prompt=absent), encoding=encoding)))


@pytest.mark.parametrize("absent", ["", "None", None])
def test_multi_if_json_lines_with_json_text_in_the_fields(tmp_path: Path, absent: Any) -> None:
    check_multi_if(load(write_jsonl(tmp_path, multi_if(turn_3_prompt=absent))))


def test_multi_if_json_lines_with_real_lists_and_objects(tmp_path: Path) -> None:
    row = multi_if()
    for name in ("turn_1_prompt", "turn_2_instruction_id_list", "turn_1_kwargs"):
        row[name] = json.loads(row[name])
    row["turn_2_kwargs"] = [{}, {"num_words": 9, "relation": "at least", "frequency": None}]
    check_multi_if(load(write_jsonl(tmp_path, without(row, "turns", "responses", "turn_index"))))


def test_multi_if_without_columns_for_a_third_turn(tmp_path: Path) -> None:
    third = [name for name in multi_if() if name.startswith("turn_3")]
    check_multi_if(load(write_csv(tmp_path, without(multi_if(), *third))))


def test_conversations_of_multi_if_that_begin_alike_share_a_cluster(tmp_path: Path) -> None:
    """So do translations: the key is <first prompt>:<conversation>:<language>."""
    keys = {"1019:16:en": "English", "1019:16:hi": "Hindi", "1019:15:en": "English",
            "1021:3:en": "English", "7": "French"}  # fmt: skip
    rows = [multi_if(key, language=language) for key, language in keys.items()]
    loaded = load(write_csv(tmp_path, *rows))
    assert [each.cluster for each in loaded] == ["1019", "1019", "1019", "1021", "7"]
    assert load(dump(loaded, tmp_path / "own.jsonl")) == loaded


def test_ifeval(tmp_path: Path) -> None:
    loaded = load(write_jsonl(tmp_path, ifeval(), ifeval(1001, language="Russian")))
    assert loaded.format == "ifeval"
    assert [(each.key, each.language, len(each.turns)) for each in loaded] == [
        ("1000", "en", 1),
        ("1001", "ru", 1),
    ]
    assert loaded[0].turns[0].instructions == (WORDS,)


@pytest.mark.parametrize(
    "kwargs",
    [
        [{"num_words": 9, "relation": "at least", "keywords": None, "letter": None}],
        ['{"num_words": 9, "relation": "at least"}'],
        '[{"num_words": 9, "relation": "at least"}]',
    ],
)
def test_ifeval_as_table_exports_spell_it(tmp_path: Path, kwargs: Any) -> None:
    (conversation,) = load(write_jsonl(tmp_path, ifeval(kwargs=kwargs, language=None)))
    assert conversation.turns[0].instructions == (WORDS,)


def test_a_null_entry_of_kwargs_means_no_parameters(tmp_path: Path) -> None:
    ids = ["detectable_format:title"]
    (conversation,) = load(write_jsonl(tmp_path, ifeval(instruction_id_list=ids, kwargs=[None])))
    assert conversation.turns[0].instructions == (TITLE,)


MULTI_IF_ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"turn_2_kwargs": '["{}"]'}, "turn_2_kwargs", "2 instruction ids but 1 kwargs"),
    ({"turn_1_kwargs": '["{}", "{}"]'}, "turn_1_kwargs", "1 instruction id but 2 kwargs"),
    ({"turn_1_kwargs": '["{}"'}, "turn_1_kwargs",
     "invalid JSON at character 6: Expecting ',' delimiter"),
    ({"turn_1_kwargs": ""}, "turn_1_kwargs", "invalid JSON at character 1: Expecting value"),
    ({"turn_1_kwargs": '["{\'a\': b}"]'}, "turn_1_kwargs, entry 1",
     "invalid JSON at character 2"),
    ({"turn_1_kwargs": '["[]"]'}, "turn_1_kwargs, entry 1", "an object is expected, not []"),
    ({"turn_1_kwargs": '["{\\"n\\": NaN}"]'}, "turn_1_kwargs, entry 1", "NaN is not a finite number"),
    ({"turn_1_kwargs": '["{\\"n\\": 1, \\"n\\": 2}"]'}, "turn_1_kwargs, entry 1", "the key 'n' is repeated"),
    ({"turn_1_kwargs": "[" * 100_000}, "turn_1_kwargs", "nested too deeply"),
    ({"turn_1_kwargs": "{}"}, "turn_1_kwargs", "a list with one object for each instruction"),
    ({"turn_1_instruction_id_list": '"title"'}, "turn_1_instruction_id_list", "a list of"),
    ({"turn_1_instruction_id_list": "[7]"}, "turn_1_instruction_id_list", "a list of"),
    ({"turn_1_instruction_id_list": '[""]'}, "turn_1_kwargs, entry 1", "is non-blank text"),
    ({"turn_1_prompt": "Write."}, "turn_1_prompt", "invalid JSON at character 1"),
    ({"turn_1_prompt": '"Write."'}, "turn_1_prompt", "a message"),
    ({"turn_1_prompt": message("Sure.", "assistant")}, "turn_1_prompt", 'role "user"'),
    ({"turn_2_prompt": message(" ")}, "turn_2_prompt", "blank"),
    ({"turn_1_prompt": "None"}, "turn_1_prompt", "no prompt, but turn 2 has one"),
    ({"turn_1_prompt": "", "turn_2_prompt": ""}, "turn_1_prompt", "no prompt"),
    ({"language": "Klingon"}, "language", "Klingon"),
    ({"language": ""}, "language", "non-blank text is expected, not ''"),
    ({"key": ""}, "key", "non-blank text"),
    ({"key": "0"}, "key", "row 1 has the key '0' too"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "said"), MULTI_IF_ERRORS)
@pytest.mark.parametrize("container", [write_csv, write_jsonl])
def test_a_bad_row_of_multi_if_is_named_to_the_field(
    tmp_path: Path, container: Any, changes: dict[str, Any], field: str, said: str
) -> None:
    path = container(tmp_path, multi_if("0"), multi_if("1") | changes)
    error = failure(path)
    assert (error.path, error.row, error.field) == (str(path), 2, field)
    assert said in error.message
    assert str(error).startswith(f"{path}, row 2, {field}: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "name", ["key", "language", "turn_1_prompt", "turn_1_kwargs", "turn_2_prompt", "turn_2_kwargs"]
)
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    bad = without(multi_if("1"), name)
    assert failure(write_csv(tmp_path, bad)).field == name
    in_lines = failure(write_jsonl(tmp_path, multi_if("0"), bad))
    assert (in_lines.row, in_lines.field) == (2, name)


def test_a_column_missing_under_another_spelling_is_recognised(tmp_path: Path) -> None:
    row = {{"turn_1_kwargs": "turn_1_kwarg"}.get(name, name): value
           for name, value in multi_if().items()}  # fmt: skip
    error = failure(write_csv(tmp_path, row))
    assert (error.row, error.field) == (None, "turn_1_kwargs")
    assert "missing column; did you mean" in error.message


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"prompt": " "}, "prompt", "non-blank text"),
        ({"prompt": ["Write."]}, "prompt", "non-blank text"),
        ({"kwargs": []}, "kwargs", "1 instruction id but 0 kwargs"),
        ({"kwargs": None}, "kwargs", "not null"),
        ({"key": True}, "key", "non-blank text is expected, not True"),
        ({"language": "xx"}, "language", "xx"),
        ({"key": 1000}, "key", "row 1 has the key '1000' too"),
    ],
)
def test_a_bad_row_of_ifeval_is_named_to_the_field(
    tmp_path: Path, changes: dict[str, Any], field: str, said: str
) -> None:
    error = failure(write_jsonl(tmp_path, ifeval(), ifeval(1001) | changes))
    assert (error.row, error.field) == (2, field)
    assert said in error.message


def test_bad_rows_are_passed_over_on_request_and_kept(tmp_path: Path) -> None:
    rows = [
        multi_if("a"),
        multi_if("b", language="Klingon"),
        multi_if("c"),
        multi_if("a"),
        multi_if("d", turn_2_kwargs="[]"),
        multi_if("e"),
    ]
    loaded = load(write_csv(tmp_path, *rows), skip_bad=True)
    assert [each.key for each in loaded] == ["a", "c", "e"]
    assert loaded.rows == {"a": 1, "c": 3, "e": 6}
    where = [(error.row, error.field) for error in loaded.skipped]
    assert where == [(2, "language"), (4, "key"), (5, "turn_2_kwargs")]
    assert "3 skipped" in repr(loaded)


def test_a_key_is_free_again_when_its_first_row_was_bad(tmp_path: Path) -> None:
    path = write_csv(tmp_path, multi_if("a", language=""), multi_if("a"))
    assert load(path, skip_bad=True).rows == {"a": 2}


def test_when_every_row_is_bad_the_first_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path, multi_if("a", language="Klingon"), multi_if("b", language=""))
    error = failure(path, skip_bad=True)
    assert "2 bad rows" in error.message
    assert "Klingon" in error.message


def test_a_broken_line_is_numbered_as_an_editor_numbers_it(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    good, last = json.dumps(ifeval(1)), json.dumps(ifeval(2))
    path.write_text(f'{good}\r\n\n[1]\n{{"key": \n{last}', "utf-8")
    error = failure(path)
    assert (error.row, error.field) == (3, None)
    assert error.message == "a JSON object is expected, not [1]"
    loaded = load(path, skip_bad=True)
    assert loaded.rows == {"1": 1, "2": 5}
    assert [each.row for each in loaded.skipped] == [3, 4]


def test_line_separators_inside_a_prompt_do_not_end_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    row = ifeval(prompt="one\u2028two\x85three")
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    assert load(path)[0].turns[0].prompt == "one\u2028two\x85three"


def test_line_breaks_inside_a_csv_cell_survive(tmp_path: Path) -> None:
    prompt = '{"role": "user",\r\n "content": "one, \\"two\\"\\nthree"}'
    loaded = load(write_csv(tmp_path, multi_if("a", turn_1_prompt=prompt), multi_if("b")))
    assert loaded[0].turns[0].prompt == 'one, "two"\nthree'
    assert loaded.rows == {"a": 1, "b": 2}


@pytest.mark.parametrize("good", [True, False])
def test_cells_of_any_size_are_read_and_the_limit_of_csv_is_left_alone(
    tmp_path: Path, good: bool
) -> None:
    before = csv.field_size_limit()
    row = multi_if(turns="x" * (before + 1))
    path = write_csv(tmp_path, row)
    if good:
        check_multi_if(load(path))
    else:
        path.write_bytes(path.read_bytes() + b'"')
        failure(path)
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"[{}]", "no known format has the fields"),
        (b"[3]", "a JSON object is expected, not 3"),
        (b'[{"key": 1},', "invalid JSON at character 13"),
        (b"PK\x03\x04\xff", "this is a zip file; unpack it first"),
        (b"PAR1\xff\n", "not a whole Parquet file"),
        (b"{}\n", "no known format has the fields"),
        (
            b'{"key": 1}\n{"turns": []}',
            "no known format has the fields key; known formats: codi-eval, collie, ifeval, jsonl, lex",
        ),
        # A cell of CSV is no list of turns.
        (
            b"key,language,turns\nk,en,3",
            "no known format has the fields key, language, turns; known formats: codi-eval, collie, ifeval, lex",
        ),
        (b'{"turns": \n', "invalid JSON at character"),
        (b"name,age\nx,1\n", "no known format has the fields age, name"),
        (b"key,prompt\n\xff", "not UTF-8: byte 0xff on line 2 (offset 11)"),
        (b"key,language,key\n", "this column is twice"),
        (b'key,prompt\na,b\nc,"d\n', "broken CSV"),
        (b"key,prompt,instruction_id_list,kwargs\n", "the file has no conversation"),
        (b"key,prompt,instruction_id_list,kwargs\n1,2\n", "4 fields are expected, not 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(raw)
    error = failure(path)
    assert error.path == str(path)
    assert said in error.message


def test_its_own_format_is_not_read_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("key,language,turns\nk,en,[]", "utf-8")
    assert (
        failure(path, format="jsonl").message == "the format jsonl is JSON lines, but this is CSV"
    )


def test_broken_csv_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('key,prompt\na,b\nc,"d', "utf-8")
    assert failure(path).row == 2


def test_gzip_is_read_by_suffix_and_the_stored_bytes_are_hashed(tmp_path: Path) -> None:
    raw = gzip.compress(write_csv(tmp_path, multi_if()).read_bytes())
    path = tmp_path / "data.csv.gz"
    path.write_bytes(raw)
    loaded = load(path)
    check_multi_if(loaded)
    assert loaded.sha256 == hashlib.sha256(raw).hexdigest()
    assert loaded.source == str(path)
    path.write_bytes(raw[:-9])
    assert "gzip" in failure(path).message
    path.write_bytes(b"key,prompt")
    assert "gzip" in failure(path).message


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "nowhere.csv").message
    assert "folder" in failure(tmp_path).message


def test_a_format_can_be_named(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path, ifeval())
    assert load(path, format="ifeval").format == "ifeval"
    assert failure(path, format="jsonl").field == "prompt"
    assert failure(path, format="multi-if").row == 1
    known = ", ".join(READERS)
    with pytest.raises(ParameterError, match=f"known: {known}; did you mean 'multi-if'"):
        load(path, format="multi_if")


def test_every_module_of_formats_is_a_format() -> None:
    folder = Path(formats.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in READERS} == modules


def test_languages_and_limit_narrow_the_file(tmp_path: Path) -> None:
    rows = [multi_if(str(n), language=("Hindi", "French")[n % 2]) for n in range(6)]
    path = write_csv(tmp_path, *rows)
    assert [each.key for each in load(path, languages="hi")] == ["0", "2", "4"]
    narrowed = load(path, languages=("fr-CA", "Spanish"), limit=2)
    assert [each.key for each in narrowed] == ["1", "3"]
    assert narrowed.rows == {"1": 2, "3": 4}
    error = failure(path, languages=["ru"])
    assert error.message == "no conversation in ru; the file has fr, hi"
    with pytest.raises(UnknownLanguageError):
        load(path, languages=["Klingon"])
    with pytest.raises(ParameterError, match="at least 1, not 0"):
        load(path, limit=0)


def test_a_collection_is_a_sequence_equal_by_what_it_holds(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path, *(ifeval(n) for n in range(4)))
    loaded = load(path)
    assert loaded == load(dump(loaded, tmp_path / "own.jsonl"))
    assert loaded[1:3] != loaded
    assert [each.key for each in loaded[::-1]] == ["3", "2", "1", "0"]
    assert loaded[1:3].rows == {"1": 2, "2": 3}
    assert loaded.index(loaded[2]) == 2
    assert pickle.loads(pickle.dumps(loaded)).rows == loaded.rows
    with pytest.raises(TypeError):
        loaded.rows["0"] = 9  # type: ignore[index]


def test_a_name_that_is_repeated_is_found_among_very_many(tmp_path):
    """To count each name would take hours."""
    names = [f"k{number}" for number in range(300_000)]
    (tmp_path / "a.jsonl").write_text(
        "{" + ", ".join(f'"{each}": 1' for each in [*names, names[-1]]) + "}"
    )
    (tmp_path / "a.csv").write_text(",".join([*names, names[-1]]) + "\n1\n")
    for path, told in (
        ("a.jsonl", "the key 'k299999' is repeated"),
        ("a.csv", "twice in the header"),
    ):
        with pytest.raises(DataError, match=told):
            load(tmp_path / path, format="jsonl" if path == "a.jsonl" else None)
