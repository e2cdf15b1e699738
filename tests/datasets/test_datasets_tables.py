"""Conversations from tables: data frames, data sets of Hugging Face, lists, Parquet, CSV dialects."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mifcheck as mif
from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets.base import parsed, whole_of
from mifcheck.datasets.tables import table_of

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
hf = pytest.importorskip("datasets", "2.19")  # tests/datasets has the name, but no version

COMMA = Instruction("punctuation:no_comma")
WORDS = Instruction("length_constraints:number_words", {"num_words": 3, "relation": "at least"})
KEYWORDS = Instruction("keywords:existence", {"keywords": ["rain", "it's"]})
TITLE = Instruction("detectable_format:title")

IFEVAL_ROWS: list[dict[str, Any]] = [
    {"key": 1000, "prompt": "Write about rain.", "instruction_id_list": [COMMA.id, WORDS.id],
     "kwargs": [{}, {"num_words": 3, "relation": "at least"}]},
    {"key": 1001, "prompt": "It's “late”.", "instruction_id_list": [KEYWORDS.id],
     "kwargs": [{"keywords": ["rain", "it's"]}]},
]  # fmt: skip
IFEVAL = (
    Conversation("1000", "en", (Turn("Write about rain.", (COMMA, WORDS)),)),
    Conversation("1001", "en", (Turn("It's “late”.", (KEYWORDS,)),)),
)


def message(text: str) -> str:
    return json.dumps({"role": "user", "content": text})


MULTI_IF_ROWS: list[dict[str, Any]] = [
    {"key": "7:1:en", "language": "English",
     "turn_1_prompt": message("Write."), "turn_1_instruction_id_list": [COMMA.id],
     "turn_1_kwargs": ["{}"],
     "turn_2_prompt": message("Again."), "turn_2_instruction_id_list": [COMMA.id, WORDS.id],
     "turn_2_kwargs": ["{}", json.dumps({"num_words": 3, "relation": "at least"})]},
    {"key": "8:1:hi", "language": "Hindi",
     "turn_1_prompt": message("लिखिए।"), "turn_1_instruction_id_list": [TITLE.id],
     "turn_1_kwargs": ["{}"],
     "turn_2_prompt": None, "turn_2_instruction_id_list": None, "turn_2_kwargs": None},
]  # fmt: skip
MULTI_IF = (
    Conversation("7:1:en", "en", (Turn("Write.", (COMMA,)), Turn("Again.", (COMMA, WORDS))), "7"),
    Conversation("8:1:hi", "hi", (Turn("लिखिए।", (TITLE,)),), "8"),
)
OWN = (
    Conversation("b", "ru", (Turn("Пиши.", (KEYWORDS,)),), topic="rain"),
    Conversation("a", "en", (Turn("Write.", (COMMA,)), Turn("Now with commas."))),
)
OWN_ROWS: list[dict[str, Any]] = [
    {"key": "b", "language": "ru", "topic": "rain", "turns": [
        {"prompt": "Пиши.", "instructions": [
            {"id": KEYWORDS.id, "kwargs": {"keywords": ["rain", "it's"]}}]}]},
    {"key": "a", "language": "en", "turns": [
        {"prompt": "Write.", "instructions": [{"id": COMMA.id, "kwargs": {}}]},
        {"prompt": "Now with commas.", "instructions": [], "revokes": [COMMA.id]}]},
]  # fmt: skip

FORMATS = {
    "ifeval": (IFEVAL_ROWS, IFEVAL),
    "multi-if": (MULTI_IF_ROWS, MULTI_IF),
    "jsonl": (OWN_ROWS, OWN),
}


def lists(rows: list[dict[str, Any]], folder: Path) -> Any:
    return rows


def generator(rows: list[dict[str, Any]], folder: Path) -> Any:
    return (row for row in rows)


def frame(rows: list[dict[str, Any]], folder: Path) -> Any:
    return pandas.DataFrame(rows)


def frame_with_index(rows: list[dict[str, Any]], folder: Path) -> Any:
    return pandas.DataFrame(rows).set_index("key")


def frame_of_arrow(rows: list[dict[str, Any]], folder: Path) -> Any:
    """Lists are arrays of numpy, and objects have every name."""
    pandas.DataFrame(rows).to_parquet(folder / "x.parquet")
    return pandas.read_parquet(folder / "x.parquet")


def data_set(rows: list[dict[str, Any]], folder: Path) -> Any:
    return hf.Dataset.from_list(rows)


def data_set_in_numpy(rows: list[dict[str, Any]], folder: Path) -> Any:
    return hf.Dataset.from_list(rows).with_format("numpy")


def data_set_in_frames(rows: list[dict[str, Any]], folder: Path) -> Any:
    return hf.Dataset.from_list(rows).with_format("pandas")


def data_set_in_arrow(rows: list[dict[str, Any]], folder: Path) -> Any:
    marked = [{**row, "made": "by hand"} for row in rows]
    return hf.Dataset.from_list(marked).with_format("arrow", columns=list(rows[0]))


def streamed(rows: list[dict[str, Any]], folder: Path) -> Any:
    return hf.Dataset.from_list(rows).to_iterable_dataset()


def arrow(rows: list[dict[str, Any]], folder: Path) -> Any:
    return pyarrow.Table.from_pylist(rows)


def parquet(rows: list[dict[str, Any]], folder: Path) -> Any:
    hf.Dataset.from_list(rows).to_parquet(folder / "rows.of.any.name")
    return folder / "rows.of.any.name"


def array(rows: list[dict[str, Any]], folder: Path) -> Any:
    path = folder / "array.json"
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    return path


SOURCES = [lists, generator, frame, frame_with_index, frame_of_arrow, data_set, data_set_in_numpy,
           data_set_in_frames, data_set_in_arrow, streamed, arrow, parquet, array]  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("source", SOURCES)
def test_each_format_from_each_table(source: Any, format: str, tmp_path: Path) -> None:
    rows, expected = FORMATS[format]
    if format == "jsonl" and source is data_set_in_numpy:
        pytest.skip("an empty list has no type in numpy")
    found = mif.load(source(rows, tmp_path))
    assert found.items == expected
    assert found.format == format
    assert found.rows == {each.key: number for number, each in enumerate(expected, start=1)}
    assert len(found.sha256) == 64


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("format", ["ifeval", "multi-if"])
def test_a_frame_written_as_csv_in_any_dialect(format: str, delimiter: str, tmp_path: Path) -> None:
    """Pandas writes lists as Python does: ['a', "it's"]."""
    rows, expected = FORMATS[format]
    path = tmp_path / "x.csv"
    pandas.DataFrame(rows).to_csv(path, sep=delimiter, index=False)
    assert "['" in path.read_text("utf-8")
    assert mif.load(path).items == expected
    if format == "ifeval":
        assert mif.load(pandas.read_csv(path, sep=delimiter)).items == expected


def test_a_comma_in_the_header_decides(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    row = {**IFEVAL_ROWS[0], "a;b;c;d;e;f;g": "x"}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow({name: json.dumps(value) if isinstance(value, list) else value
                         for name, value in row.items()})  # fmt: skip
    assert mif.load(path).items == IFEVAL[:1]


@pytest.mark.parametrize("turn", [1, 1.0, "1", "1.0", " 1.00 ", np.int64(1), np.float64(1)])
def test_a_number_in_any_cell(turn: Any) -> None:
    (row,) = table_of([{"turn": turn}]).rows
    assert whole_of(row.fields or {}, "turn", 1) == 1


def test_a_key_in_a_column_with_blanks_is_the_whole_number() -> None:
    table = pandas.DataFrame([*IFEVAL_ROWS, {**IFEVAL_ROWS[0], "key": float("nan")}])
    assert table["key"].dtype == float
    found = mif.load(table, skip_bad=True)
    assert found.items == IFEVAL
    assert [(error.row, error.field) for error in found.skipped] == [(3, "key")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("['a', \"it's\"]", ["a", "it's"]),
        ("[{'n': None, 'b': True, 'x': 1.5}]", [{"n": None, "b": True, "x": 1.5}]),
        ("('a',)", ["a"]),
        ("['a',\n 'b']", ["a", "b"]),
        ("['क', '🌧']", ["क", "🌧"]),
        ("[{'a': nan, 'b': NaT, 'c': np.float64(nan)}]", [{"a": None, "b": None, "c": None}]),
        ("[array(['a', 'b'], dtype=object), array(['c'], dtype='<U1')]", [["a", "b"], ["c"]]),
        ("[np.int64(3), np.float64(0.5), np.str_('a'), np.True_]", [3, 0.5, "a", True]),
    ],
)
def test_lists_as_python_writes_them(text: str, value: Any) -> None:
    assert parsed(text, "x") == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("['a' 'b']", "two texts without a comma"),  # an array of numpy: not ['ab']
        ("[array(['a'], ['b'])]", "invalid JSON at character 2"),
        ("[np.load('a')]", "invalid JSON"),
        ("[infinity]", "invalid JSON"),
        ("[array([1, ..., 9])]", "invalid JSON"),
        ("[__import__('os').system('true')]", "invalid JSON"),
        ("['a'", "invalid JSON"),
        ("'a'", "invalid JSON"),
        ("None", "invalid JSON"),
        ("[{'a', 'b'}]", "invalid JSON"),
        ("[b'a']", "invalid JSON"),
        ("[1j]", "invalid JSON"),
        ("[1e999, 'a']", "not a finite number"),
        ("{'a': 1, 'a': 2}", "the key 'a' is repeated"),
        ("[" * 150 + "'a'" + "]" * 150, "nested too deeply|invalid JSON"),
        ("[" * 100_000, "invalid JSON"),
        ("[" + "-" * 100_000 + "1, 'a']", "invalid JSON"),
        ("['" + "a" * 2**20 + "']", "invalid JSON"),
    ],
)
def test_what_python_writes_but_no_data_has_is_refused(text: str, said: str) -> None:
    with pytest.raises(mif.DataError, match=f"^x: .*({said})"):
        parsed(text, "x")


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        (3, mif.ParameterError, "a path, a DataFrame, a datasets.Dataset or a list of rows is expected, not int"),
        ({"train": [], "test": []}, mif.ParameterError, "rows are expected, not a dict of 'train', 'test'; pass one"),
        ([], mif.DataError, "list: there are no rows"),
        ([[1]], mif.DataError, "list, row 1: a row with named fields is expected, not \\[1\\]"),
        ([{"name": "x"}], mif.DataError, "list: no known format has the fields name; known formats"),
        ([{**IFEVAL_ROWS[0], "prompt": None}], mif.DataError, "list, row 1, prompt: non-blank text is expected, not null"),
        ([{"key": 1, "input": "x", "instruction_id_list": [], "kwargs": []}], mif.DataError, "list, row 1, prompt: missing; there are the fields key, input, instruction_id_list, kwargs"),
        ([{"promt": "x", "instruction_id_list": [], "kwargs": []}], mif.DataError, "list, row 1, prompt: missing; did you mean 'promt'?"),
        ([IFEVAL_ROWS[0], IFEVAL_ROWS[0]], mif.DataError, "list, row 2, key: row 1 has the key '1000' too"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_read(source: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        mif.load(source)


def test_a_data_set_of_splits_is_refused_and_a_split_read() -> None:
    splits = hf.DatasetDict({"train": hf.Dataset.from_list(IFEVAL_ROWS)})
    with pytest.raises(mif.ParameterError, match="not a DatasetDict of 'train'; pass one"):
        mif.load(splits)
    assert mif.load(splits["train"]).items == IFEVAL


def test_a_column_that_is_twice_in_a_frame_is_refused() -> None:
    table = pandas.DataFrame(IFEVAL_ROWS)
    with pytest.raises(mif.DataError, match="DataFrame, prompt: this column is twice"):
        mif.load(pandas.concat([table, table["prompt"]], axis=1))


@pytest.mark.parametrize("load", [mif.load, lambda rows: list(mif.check_many(rows, workers=1))])
def test_a_column_that_is_twice_in_arrow_is_refused(load: Any, tmp_path: Path) -> None:
    from pyarrow import parquet as written

    table = pyarrow.Table.from_pylist(IFEVAL_ROWS)
    twice = table.append_column("prompt", table["prompt"])
    written.write_table(twice, tmp_path / "t.parquet")
    for source in (twice, twice.to_batches()[0], tmp_path / "t.parquet"):
        with pytest.raises(mif.DataError, match="prompt: this column is twice"):
            load(source)


def test_keys_of_any_type_within_a_row_are_text() -> None:
    row = {"response": "x", "key": "1000", "meta": {"a": {1: 2, "a": 3}}}
    assert mif.read_replies(IFEVAL[:1], [row]).replies["1000", 1, 0].reply == "x"


def test_a_blank_language_is_none(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('response,instructions,language\nx,"[""punctuation:no_comma""]",\n')
    assert [each.pif for each in mif.check_many(path, workers=1)] == [1]


def test_null_filled_fields_of_its_own_format_are_left_out() -> None:
    """Every object has the names of all, as a data set of Hugging Face pads them."""
    table = hf.Dataset.from_list(OWN_ROWS)
    assert table[1]["topic"] is table[0]["turns"][0]["revokes"] is None
    assert mif.load(table).items == OWN


def test_the_digest_is_that_of_the_rows() -> None:
    digests = {mif.load(each).sha256 for each in (IFEVAL_ROWS, IFEVAL_ROWS, IFEVAL_ROWS[:1])}
    assert len(digests) == 2


def test_a_run_remembers_that_its_conversations_were_a_table(tmp_path: Path) -> None:
    held = mif.load(pandas.DataFrame(MULTI_IF_ROWS))
    run = mif.drive(held, lambda chat: "a", out=tmp_path / "run")
    assert run.settings["data"] == {
        "source": "DataFrame",
        "format": "multi-if",
        "sha256": held.sha256,
    }
    assert mif.Run.load(tmp_path / "run").conversations == held


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path) -> None:
    path = parquet(IFEVAL_ROWS, tmp_path)
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import mifcheck as mif\n"
        f"try: mif.load({str(path)!r})\n"
        "except mif.MissingExtraError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "a Parquet file needs pyarrow: pip install 'mifcheck[notebook]'"


def test_a_list_is_read_without_any_library_of_tables() -> None:
    code = (
        "import sys, mifcheck as mif\n"
        f"mif.load({IFEVAL_ROWS!r})\n"
        "print({'pandas', 'pyarrow', 'datasets'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
