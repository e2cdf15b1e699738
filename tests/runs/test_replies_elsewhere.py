"""Replies as other tools write them, and how each is matched to what was asked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, PLACES, conversation
from elsewhere import (
    inspect_sample,
    lm_eval_sample,
    write_inspect_eval,
    write_inspect_json,
    write_lines,
)

import mifcheck as mif

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
hf = pytest.importorskip("datasets", "2.19")  # tests/datasets has the name, but no version


def said(run: mif.Run) -> dict[Any, str | None]:
    return {slot: record.reply for slot, record in run.replies.items()}


def user(text: Any) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: Any, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": text, **more}


# Tables

ROWS = [
    {"key": key, "turn": turn, "sample": sample, "response": f"{key}{turn}{sample}"}
    for key, turn, sample in PLACES
]
ALL = {place: "{}{}{}".format(*place) for place in PLACES}


@pytest.mark.parametrize(
    "make",
    [
        pandas.DataFrame,
        lambda rows: pandas.DataFrame(rows).astype({"turn": float, "sample": float}),
        lambda rows: pandas.DataFrame(rows).set_index(["key", "turn"]),
        hf.Dataset.from_list,
        pyarrow.Table.from_pylist,
    ],
)
def test_replies_in_tables(make: Any) -> None:
    assert said(mif.read_replies(CONVERSATIONS, make(ROWS))) == ALL


@pytest.mark.parametrize("write", ["csv", "semicolons", "tabs", "parquet", "array"])
def test_replies_in_files(write: str, tmp_path: Path) -> None:
    path, table = tmp_path / "replies", pandas.DataFrame(ROWS).astype({"turn": float})
    if write == "parquet":
        table.to_parquet(path)
    elif write == "array":
        path.write_text(json.dumps(ROWS))
    else:
        table.to_csv(path, index=False, sep={"semicolons": ";", "tabs": "\t"}.get(write, ","))
    assert said(mif.read_replies(CONVERSATIONS, path)) == ALL


def test_a_dictionary_by_key_or_by_key_and_turn() -> None:
    run = mif.read_replies(CONVERSATIONS, {"b": "x", ("a", 2): "y", ("a", 3, 1): "z"})
    assert said(run) == {("b", 1, 0): "x", ("a", 2, 0): "y", ("a", 3, 1): "z"}
    with pytest.raises(mif.DataError, match="dict, row 1, turn: missing: 'a' has 3 turns"):
        mif.read_replies(CONVERSATIONS, {"a": "x"})


def test_an_error_in_place_of_a_reply(tmp_path: Path) -> None:
    rows = [
        {"key": "b", "response": None, "error": "the server said no"},
        {"key": "c", "turn": 1, "response": "x", "error": None},
        {"key": "c", "turn": 2, "error": "too long", "response": ""},
    ]
    for source in (rows, pandas.DataFrame(rows), write_lines(tmp_path / "r.jsonl", rows)):
        run = mif.read_replies(CONVERSATIONS, source)
        assert said(run) == {("b", 1, 0): None, ("c", 1, 0): "x", ("c", 2, 0): None}
        assert [each.error for each in run.errors] == ["the server said no", "too long"]
    with pytest.raises(mif.DataError, match="response: no response beside an error is expected"):
        mif.read_replies(CONVERSATIONS, [{"key": "b", "response": "x", "error": "no"}])


def test_the_replies_of_a_run_are_read_from_its_folder_journal_and_frame(tmp_path: Path) -> None:
    run = mif.drive(
        CONVERSATIONS, lambda chat: f"<think>{len(chat)}</think>{chat[-1]['content']}",
        samples=2, out=tmp_path / "run",
    )  # fmt: skip
    for source in (tmp_path / "run", tmp_path / "run" / "journal.jsonl", run.to_pandas()):
        assert mif.read_replies(CONVERSATIONS, source).replies == run.replies
    kept = mif.read_replies(CONVERSATIONS, tmp_path / "run", thinking="keep")
    assert kept.replies == run.with_thinking("keep").replies


# IFEval's own files

IFEVAL = [conversation("1000", "Write about rain."), conversation("1001", "Write about the sun.")]


@pytest.mark.parametrize(
    "more",
    [{}, {"follow_all_instructions": True, "follow_instruction_list": [True],
          "instruction_id_list": ["punctuation:no_comma"]}],
)  # fmt: skip
def test_response_and_result_files_of_ifeval(more: dict[str, Any], tmp_path: Path) -> None:
    rows = [{"prompt": "Write about the sun.", "response": "It shines.", **more},
            {"prompt": "Write about rain.", "response": "It falls.", **more}]  # fmt: skip
    run = mif.read_replies(IFEVAL, write_lines(tmp_path / "input_response_data_x.jsonl", rows))
    assert said(run) == {("1001", 1, 0): "It shines.", ("1000", 1, 0): "It falls."}


# lm-evaluation-harness


def lm_eval_docs(**more: Any) -> list[dict[str, Any]]:
    return [{"key": 1000, "prompt": "Write about rain.", **more},
            {"key": 1001, "prompt": "Write about the sun.", **more}]  # fmt: skip


def test_samples_of_lm_eval(tmp_path: Path) -> None:
    """Each filter has a line for each document, with the same generated texts."""
    lines = [
        lm_eval_sample(number, doc, [f"{doc['key']} a", f"{doc['key']} b"], filter)
        for filter in ("first", "all")
        for number, doc in enumerate(lm_eval_docs())
    ]
    path = write_lines(tmp_path / "samples_ifeval_2026-11-29T08-59-24.844914.jsonl", lines)
    assert "NaN" in path.read_text()
    for source in (path, lines):
        run = mif.read_replies(IFEVAL, source)
        assert said(run) == {
            ("1000", 1, 0): "1000 a", ("1000", 1, 1): "1000 b",
            ("1001", 1, 0): "1001 a", ("1001", 1, 1): "1001 b",
        }  # fmt: skip
        assert (run.samples, run.missing) == (2, 0)


def test_samples_of_lm_eval_without_a_key_are_found_by_the_prompt() -> None:
    chat = json.dumps([{"role": "system", "content": "Be brief."}, user("Write about rain.")])
    for doc, sent in (
        ({"prompt": "Write about rain."}, "<|user|>Write about rain.<|assistant|>"),
        ({"question": "x"}, "Write about rain."),
        ({"question": "x"}, chat),
    ):
        for arguments in ({"gen_args_0": {"arg_0": sent, "arg_1": {}}}, [[sent, {}]]):
            line = lm_eval_sample(0, doc, ["It falls."], arguments=arguments)
            assert said(mif.read_replies(IFEVAL, [line])) == {("1000", 1, 0): "It falls."}


def test_samples_of_lm_eval_without_texts() -> None:
    line = lm_eval_sample(0, lm_eval_docs()[0], [[-1.5, False]])  # type: ignore[list-item]
    with pytest.raises(mif.DataError, match="resps: lists of generated texts .*generate_until"):
        mif.read_replies(IFEVAL, [line])


# Inspect AI

TWO = [conversation("a:en", "First.", "Second."), conversation("b:en", "Other.", "Second.")]


def inspect_samples() -> list[dict[str, Any]]:
    thought = [{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "A two."}]
    return [
        inspect_sample("a:en", 1, ("system", "Be brief."), ("user", "First."), ("assistant", "A one."),
                       ("user", "Second."), ("assistant", thought), stop="max_tokens"),
        inspect_sample("a:en", 2, ("user", "First."), ("assistant", "A again."), ("user", "Second."),
                       error="RuntimeError('the server said no')"),
        inspect_sample(7, 1, ("user", "Other."), ("assistant", "<think>x</think>B one.")),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "deflate", "zstandard", "rows"])
def test_a_log_of_inspect(form: str, tmp_path: Path) -> None:
    samples = inspect_samples()
    source: Any = samples
    if form == "json":
        source = write_inspect_json(tmp_path / "log", samples)
    elif form != "rows":
        source = write_inspect_eval(tmp_path / "log", samples, zstandard=form == "zstandard")
    run = mif.read_replies(TWO, source)
    assert said(run) == {
        ("a:en", 1, 0): "A one.", ("a:en", 2, 0): "A two.", ("a:en", 1, 1): "A again.",
        ("a:en", 2, 1): None, ("b:en", 1, 0): "B one.",
    }  # fmt: skip
    assert run.replies["a:en", 1, 0].finish_reason is None
    assert run.replies["a:en", 2, 0].finish_reason == "length"
    assert run.replies["b:en", 1, 0].thinking == "closed"
    assert [each.error for each in run.errors] == ["RuntimeError('the server said no')"]
    assert [*run.missing_slots] == [("b:en", 1, 1), ("b:en", 2, 0), ("b:en", 2, 1)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw[:-30], "not a whole zip file"),
        (lambda raw: raw.replace(b"samples/", b"xamples/"), "a zip file without samples"),
    ],
)
def test_a_damaged_log_of_inspect(change: Any, said: str, tmp_path: Path) -> None:
    path = write_inspect_eval(tmp_path / "x.eval", inspect_samples(), zstandard=True)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(mif.DataError, match=f"x.eval: {said}"):
        mif.read_replies(TWO, path)


@pytest.mark.parametrize(
    ("zstandard", "old", "new"),
    [(True, b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfe"), (False, b"PK\x03\x04", b"PK\x03\x05")],
)
def test_a_damaged_sample_of_a_log_is_named_or_skipped(
    zstandard: bool, old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = write_inspect_eval(tmp_path / "x.eval", inspect_samples(), zstandard=zstandard)
    whole = path.read_bytes()
    start = whole.rindex(old, 0, whole.index(b"PK\x01\x02"))  # of the last member
    path.write_bytes(whole[:start] + new + whole[start + len(new) :])
    with pytest.raises(mif.DataError, match=r"x.eval, row 3, samples/7_epoch_1.json: damaged: "):
        mif.read_replies(TWO, path)
    run = mif.read_replies(TWO, path, skip_bad=True)
    assert ([error.row for error in run.skipped], len(run.replies)) == ([3], 4)


@pytest.mark.parametrize(
    ("member", "told"), [("[1]", "a sample is expected"), ('{"id": ', "invalid JSON")]
)
def test_a_member_of_a_log_that_is_no_sample_is_skipped(
    member: str, told: str, tmp_path: Path
) -> None:
    path = write_inspect_eval(tmp_path / "x.eval", inspect_samples(), zstandard=False)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("samples/8_epoch_1.json", member)
    (error,) = mif.read_replies(TWO, path, skip_bad=True).skipped
    assert str(error).startswith(f"{path}, row 4, samples/8_epoch_1.json: {told}")


def test_a_log_in_zstandard_without_pyarrow(tmp_path: Path, monkeypatch: Any) -> None:
    path = write_inspect_eval(tmp_path / "x.eval", inspect_samples(), zstandard=True)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(
        mif.MissingExtraError, match=r"pip install 'mifcheck\[notebook\]'; or convert"
    ):
        mif.read_replies(TWO, path)


# Transcripts


def transcript(*texts: Any, **more: Any) -> dict[str, Any]:
    roles = (user, assistant)
    return {"messages": [roles[place % 2](text) for place, text in enumerate(texts)], **more}


def test_transcripts_by_key_and_by_prompts(tmp_path: Path) -> None:
    rows = [
        transcript("First.", "A one.", "Second.", "A two.", key="a:en", sample=3),
        transcript("First.", "A again.", "Second.", "A twice.", sample=5),
        transcript("Other.", "B one.", "Second."),
    ]
    expected = {
        ("a:en", 1, 0): "A one.", ("a:en", 2, 0): "A two.", ("a:en", 1, 1): "A again.",
        ("a:en", 2, 1): "A twice.", ("b:en", 1, 0): "B one.",
    }  # fmt: skip
    table = pandas.DataFrame(rows)
    table.to_parquet(tmp_path / "x.parquet")
    table.to_csv(tmp_path / "x.csv", index=False)
    for source in (rows, table, tmp_path / "x.parquet", write_lines(tmp_path / "x.jsonl", rows)):
        assert said(mif.read_replies(TWO, source)) == expected
    # A frame writes messages to CSV as Python does.
    assert said(mif.read_replies(TWO, tmp_path / "x.csv")) == expected


def test_messages_of_several_kinds() -> None:
    messages = [
        {"role": "developer", "content": "Be brief."},
        user(
            [
                {"type": "text", "text": "First."},
                {"type": "image_url", "image_url": {"url": "data:x"}},
            ]
        ),
        assistant(None, tool_calls=[{"id": "1"}]),
        {"role": "tool", "content": "12"},
        assistant([{"type": "text", "text": "A "}, {"type": "text", "text": "one."}]),
        user("Second."),
        assistant(None, refusal="I cannot."),
    ]
    run = mif.read_replies(TWO, [{"messages": messages}])
    assert said(run) == {("a:en", 1, 0): "A one.", ("a:en", 2, 0): "I cannot."}


def test_a_response_beside_the_messages_that_were_sent() -> None:
    row = {"messages": transcript("First.", "A one.", "Second.")["messages"], "response": "A two."}
    assert said(mif.read_replies(TWO, [row])) == {("a:en", 2, 0): "A two."}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (transcript("First."), "messages: a reply of an assistant is expected"),
        (transcript("Third.", "x"), "prompt: no conversation has the prompt 'Third.'"),
        (transcript("First.", "x", "Third.", "y"), "prompt: no conversation has the prompt 'Third.'"),
        (transcript("Other.", "x", "First.", "y"), "prompt: no conversation has the prompt 'First.' at this turn"),
        (transcript("First.", "x", "Second.", "y", "First.", "z", key="a:en"), "turn: 'a:en' has turns 1 to 2, not 3"),
        (transcript("Other.", "x", key="a:en"), "prompt: the key is 'a:en', but the prompt is that of 'b:en', turn 1"),
        (transcript("First.", None), "messages 2, content: text is expected, not null"),
        ({"messages": "hello"}, "messages: invalid JSON"),
        ({"messages": ["hello"]}, "messages: a list of messages is expected"),
        ({"messages": [assistant("x")]}, "messages 1: a message of the user before a reply is expected"),
        ({"id": 1, "output": "x"}, "response: missing, and so is `messages`; there are the fields id, output; rename 'output' to 'response'"),
        ({"id": 1, "response": "x"}, "key: missing, and so is `prompt`; there are the fields id, response; rename 'id' to 'key'"),
        ({"keys": 1, "response": "x"}, "key: missing, and so is `prompt`; there are the fields keys, response; rename 'keys' to 'key'"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_read(row: dict[str, Any], told: str) -> None:
    with pytest.raises(mif.DataError, match=f"list, row 1, {told}"):
        mif.read_replies(TWO, [row])


# What is there twice, or belongs nowhere


def test_numbers_of_another_tool_that_are_keys_of_other_conversations() -> None:
    """A tool that counts its samples from 1 must not exchange replies."""
    numbered = [conversation("1", "Write about rain."), conversation("2", "Write about the sun.")]
    rows = [{"key": 1, "prompt": "Write about the sun.", "response": "It shines."}]
    with pytest.raises(
        mif.DataError, match="the key is '1', but the prompt is that of '2', turn 1"
    ):
        mif.read_replies(numbered, rows)


def test_bad_rows_are_counted() -> None:
    rows = [*ROWS, ROWS[0], {"key": "nobody", "response": "x"}, {"key": "someone", "response": "x"}]
    with pytest.raises(mif.DataError) as raised:
        mif.read_replies(CONVERSATIONS, rows)
    assert str(raised.value) == (
        "list, row 13: row 1 is the reply to the same turn and sample; a number in `sample` tells "
        "several replies apart (2 more rows cannot be read; to skip bad rows: skip_bad, --skip-bad)"
    )
    run = mif.read_replies(CONVERSATIONS, rows, skip_bad=True)
    assert [error.row for error in run.skipped] == [13, 14, 15]
    assert said(run) == ALL


def test_the_same_reply_twice_is_an_error_except_for_the_filters_of_lm_eval() -> None:
    doc = lm_eval_docs()[0]
    lines = [lm_eval_sample(0, doc, ["x"], "a"), lm_eval_sample(0, doc, ["y"], "b")]
    with pytest.raises(mif.DataError, match="list, row 2: row 1 is the reply to the same turn"):
        mif.read_replies(IFEVAL, lines)


def test_the_last_line_of_a_journal_counts(tmp_path: Path) -> None:
    lines = [
        {
            "key": "b",
            "turn": 1,
            "sample": 0,
            "thinking": "none",
            "attempts": 3,
            "seconds": 0.5,
            **each,
        }
        for each in ({"reply": None, "error": "no"}, {"reply": "x", "error": None})
    ]
    run = mif.read_replies(CONVERSATIONS, write_lines(tmp_path / "j.jsonl", lines))
    assert said(run) == {("b", 1, 0): "x"}


def test_a_blank_field_of_another_form_is_none() -> None:
    rows = [
        transcript("Other.", "x"),
        {"key": "a:en", "turn": 1, "response": "y", "messages": None},
    ]
    assert said(mif.read_replies(TWO, rows)) == {("b:en", 1, 0): "x", ("a:en", 1, 0): "y"}


def test_fields_of_a_response_that_a_journal_has_too() -> None:
    row = {"key": "b:en", "response": "x", "attempts": 2, "seconds": 0.5}
    assert said(mif.read_replies(TWO, [{**row, "turn": 1}])) == {("b:en", 1, 0): "x"}


def test_the_prompt_tells_the_turn_beside_the_key() -> None:
    row = {"key": "a:en", "prompt": "Second.", "response": "x"}
    assert said(mif.read_replies(TWO, [row])) == {("a:en", 2, 0): "x"}
    twice = [conversation("a", "Go on.", "Go on.")]
    with pytest.raises(mif.DataError, match="turn: missing: 'a' has 2 turns"):
        mif.read_replies(twice, [{"key": "a", "prompt": "Go on.", "response": "x"}])


def test_missing_replies_are_listed() -> None:
    run = mif.read_replies(TWO, [{"key": "a:en", "turn": 2, "response": "x"}])
    assert [*run.missing_slots] == [("a:en", 1, 0), ("b:en", 1, 0), ("b:en", 2, 0)]
    assert run.missing == 3
