"""Rows in every form that data sets deliver, and `datasets.map`, which caches."""

from __future__ import annotations

import json

import pytest
from doc_blocks import ROOT, python_blocks
from suites import REPLIES, ROWS, conversations, instructions, scored_rows

import mifcheck as mif
from mifcheck.datasets.asked import instructions_of, is_asked
from mifcheck.integrations.rows import Judge, explain, numbers_of

COMMA = {"id": "punctuation:no_comma", "kwargs": {}}
FULL = [{"response": reply, **row} for row, reply in zip(ROWS, REPLIES, strict=True)]


@pytest.mark.parametrize(
    "row",
    [
        {"instructions": ["punctuation:no_comma"]},
        {"instructions": [COMMA]},
        {"instructions": [{"id": "punctuation:no_comma"}]},
        {"instructions": [{"id": "punctuation:no_comma", "kwargs": None}]},
        {"instructions": [{"id": "punctuation:no_comma", "kwargs": {"num_words": None}}]},
        {"instructions": json.dumps([COMMA])},
        {"instructions": [{**COMMA, "kwargs": "{}"}]},
        {"instructions": [("punctuation:no_comma", "{}")]},
        {"instructions": None, "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]},
        {"instruction_id_list": '["punctuation:no_comma"]', "kwargs": '["{}"]'},
    ],
)
def test_each_form_of_a_row(row):
    assert instructions_of(row) == (mif.Instruction("punctuation:no_comma"),)
    assert is_asked(row)


def test_rows_of_a_table():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    numpy = pytest.importorskip("numpy")
    frame = pandas.DataFrame({
        "instruction_id_list": [numpy.array(ROWS[1]["instruction_id_list"], dtype=object)],
        "kwargs": [numpy.array([{}, {"keywords": numpy.array(["chat"])}], dtype=object)],
    })  # fmt: skip
    (row,) = frame.to_dict("records")
    assert instructions_of(row) == instructions(ROWS[1])
    assert is_asked(row)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"prompt": "a"}, "prompt: `instructions`, or `instruction_id_list` and `kwargs`"),
        ({}, "without fields"),
        ({"instructions": "no_comma"}, "instructions: invalid JSON"),
        ({"instructions": [3]}, "instructions, entry 1: an instruction, an id"),
        ({"instructions": {"id": "a:b"}}, "instructions: a list"),
        ({"instruction_id_list": ["a:b"], "kwargs": []}, "1 instruction id but 0 kwargs"),
    ],
)
def test_a_row_that_cannot_be_read(row, told):
    with pytest.raises(mif.DataError) as raised:
        instructions_of(row)
    assert told in str(raised.value)


def test_a_row_of_another_task_is_asked_nothing():
    assert not any(map(is_asked, ({}, {"instructions": None}, {"instruction_id_list": []})))


def test_the_numbers_are_those_of_score():
    found = [Judge()(row) for row in FULL]
    scores = scored_rows()
    expected = {
        "pif": scores.pif.strict,
        "pif_loose": scores.pif.loose,
        "all": scores.accuracy.conversation.strict,
        "all_loose": scores.accuracy.conversation.loose,
    }
    for name, estimate in expected.items():
        judged = [row[name] for row in found if row[name] is not None]
        assert len(judged) == 3
        assert sum(judged) / len(judged) == pytest.approx(estimate.value)


def test_a_reply_without_instructions_follows_them_all():
    assert numbers_of(mif.check_all([], "a")) == dict.fromkeys(
        ("pif", "pif_loose", "all", "all_loose"), 1
    )


def test_a_checker_that_raises_loses_its_own_verdict_alone():
    @mif.checker("broken:always", asks="nothing")
    def broken(text) -> bool:
        raise RuntimeError("out of order")

    try:
        result = Judge().result({"instructions": ["broken:always", "punctuation:no_comma"]}, "a")
        assert numbers_of(result)["pif"] == 1
        assert "broken:always: not judged: the checker raised RuntimeError" in explain(result)
    finally:
        del mif.registry._classes["broken:always"]


def test_spans_are_in_the_reply_as_given():
    row = {"instructions": [COMMA], "response": "<think>a, b</think>One, two."}
    result = Judge().result(row, row["response"])
    assert result == mif.check_all([COMMA], row["response"])
    ((start, end, _),) = result.strict[0].evidence
    assert (start, end) == (row["response"].rindex(","), row["response"].rindex(",") + 1)


def test_errors():
    with pytest.raises(mif.ParameterError, match="thinking='no'"):
        Judge(thinking="no")
    with pytest.raises(mif.MifcheckError, match="unknown profile"):
        Judge(profile="nativ")
    with pytest.raises(mif.DataError, match=r"response: missing"):
        Judge()({"instructions": []})
    with pytest.raises(mif.UnknownLanguageError, match="language"):
        Judge()({"instructions": [], "language": "xx", "response": "a"})


@pytest.fixture
def counted(monkeypatch, tmp_path):
    """A data set on disk, and a list that gets an entry for each reply that is judged."""
    datasets = pytest.importorskip("datasets", "2.19", reason="datasets is not installed")
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, FULL)), encoding="utf-8")
    judged = []
    original = Judge.__call__
    monkeypatch.setattr(
        Judge, "__call__", lambda self, row: judged.append(1) or original(self, row)
    )
    table = datasets.load_dataset(
        "json", data_files=str(path), split="train", cache_dir=str(tmp_path)
    )
    return table, judged


def test_map_caches_what_a_judge_returns(counted):
    table, judged = counted
    first = table.map(Judge())
    assert first["pif"] == [1, 0.5, None, 0]
    assert len(judged) >= 4
    judged.clear()
    assert table.map(Judge())["pif"] == [1, 0.5, None, 0]
    assert judged == []
    assert table.map(Judge(thinking="keep"))["pif"] == [0.5, 0.5, None, 0]
    assert judged


def test_another_version_does_not_find_what_this_one_cached(counted):
    table, judged = counted
    table.map(Judge())
    judged.clear()
    later = Judge()
    object.__setattr__(later, "judged_by", "a later version")
    table.map(later)
    assert judged


def test_the_page_shows_what_happens():
    pytest.importorskip("datasets", "2.19", reason="datasets is not installed")
    of_map, of_pytest = python_blocks("docs/integrations/datasets-and-pytest.md")
    shared: dict = {}
    exec(compile(of_map, "page", "exec"), shared)
    assert list(shared["datasets"].Dataset.from_list(shared["rows"]).map(Judge())["pif"]) == [
        1.0,
        0.0,
    ]
    exec(compile(of_pytest, "page", "exec"), shared)
    shared["test_reply"]()
    page = (ROOT / "docs/integrations/datasets-and-pytest.md").read_text("utf-8")
    verdict = mif.check(
        "length_constraints:number_sentences",
        {"num_sentences": 2, "relation": "at least"},
        "Весна!",
        "ru",
    )
    assert verdict.explain() in page


def test_conversations_of_one_turn_are_those_of_the_rows():
    assert [each.turns[0].instructions for each in conversations()] == [
        instructions_of(row) for row in ROWS
    ]


def test_a_row_says_who_gives_an_instruction():
    row = {"instructions": [{**COMMA, "role": "system"}, "detectable_format:title"]}
    assert [each.role for each in instructions_of(row)] == ["system", "user"]
    with pytest.raises(mif.DataError, match="the role of an instruction"):
        instructions_of({"instructions": [{**COMMA, "role": "root"}]})
