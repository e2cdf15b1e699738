"""MMMT-IF: turns in rows, instructions in prompts, images; and the excerpt of the release."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from mifcheck.conversation import Conversation, Instruction
from mifcheck.datasets import Conversations, dump, load
from mifcheck.datasets.compiled import validate
from mifcheck.datasets.formats.mmmt_if import unwrapped
from mifcheck.errors import DataError, NoRowError
from mifcheck.runs.driving import drive

SHARED = Path(__file__).parents[3] / "shared" / "data" / "mmmt_if_excerpt.csv"
TURN = "turn count (which turn in this conversation)"
LETTER = Instruction("sentences:start", {"start": "D"})
MARK = Instruction("sentences:end", {"end": "!"})
FEW = Instruction(
    "length_constraints:number_sentences", {"num_sentences": 3, "relation": "at most"}
)
TO_LETTER = "Instruction: Start every sentence with the letter (D)."
TO_MARK = "Instruction: End every sentence with an exclamation mark (!)."
TO_FEW = "Instruction: Make all the following responses at most 3 sentences."


def turn(key: str, number: Any, prompt: str, all: str | None = "", **more: Any) -> dict[str, Any]:
    row = {"conversation id": key, TURN: number, "prompt": prompt, "all instructions": all}
    return row | {name.replace("_", " "): value for name, value in more.items()}


TALK = [
    turn("a", "1", f"{TO_LETTER} What is in Image1?", TO_LETTER, instruction_count="1"),
    turn("a", "2", "And in Image2?", TO_LETTER, instruction_count="1"),
    turn("a", "3", f"{TO_MARK} {TO_FEW} Compare them.", f"{TO_LETTER} {TO_MARK} {TO_FEW}",
         instruction_count="3"),
]  # fmt: skip


def write_csv(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "mmmt.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(folder: Path, rows: list[dict[str, Any]], **options: Any) -> Conversations:
    return load(write_csv(folder, rows), **options)


def altered(place: int, **changes: Any) -> list[dict[str, Any]]:
    """TALK with a row changed; None takes the field out of every row."""
    named = {name.replace("_", " "): value for name, value in changes.items()}
    rows = [dict(row) for row in TALK]
    rows[place] |= named
    gone = {name for name, value in named.items() if value is None}
    return [{name: value for name, value in row.items() if name not in gone} for row in rows]


def failure(folder: Path, rows: list[dict[str, Any]], **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        read(folder, rows, **options)
    return caught.value


def active(conversation: Conversation) -> list[tuple[Instruction, ...]]:
    return [turn.instructions for turn in conversation.turns]


def test_rows_are_turns_and_instructions_stay_active(tmp_path: Path) -> None:
    loaded = read(tmp_path, TALK)
    (talk,) = loaded
    assert (loaded.format, talk.key, talk.language, talk.topic) == ("mmmt-if", "a", "en", "")
    assert active(talk) == [(LETTER,), (LETTER,), (LETTER, MARK, FEW)]
    assert [each.text for each in talk.turns[2].instructions] == [TO_LETTER, TO_MARK, TO_FEW]
    assert talk.turns[2].prompt == f"{TO_MARK} {TO_FEW} Compare them."
    assert talk.ages() == ((0,), (1,), (2, 0, 0))
    validate(loaded)
    assert load(dump(loaded, tmp_path / "own.jsonl")) == loaded


def test_rows_of_a_conversation_need_not_adjoin_nor_be_in_order(tmp_path: Path) -> None:
    other = [turn("b", n, f"What is {n}?") for n in (1, 2)]
    rows = [other[1], TALK[2], TALK[0], other[0], TALK[1]]
    loaded = read(tmp_path, rows)
    assert [each.key for each in loaded] == ["b", "a"]
    assert [each.prompt for each in loaded[0].turns] == ["What is 1?", "What is 2?"]
    assert active(loaded[1]) == active(read(tmp_path, TALK)[0])
    assert loaded.rows == {"b": 4, "a": 3}
    assert loaded.turn_rows == {"b": (4, 1), "a": (3, 5, 2)}
    assert [loaded.row_of("a", number) for number in (1, 2, 3, 4)] == [3, 5, 2, 3]
    assert loaded[1:].turn_rows == {"a": (3, 5, 2)}
    assert loaded.row_of("c", 1) is None


def test_json_lines_with_numbers_and_nulls(tmp_path: Path) -> None:
    path = tmp_path / "mmmt.jsonl"
    rows = [row | {TURN: int(row[TURN]), "conversation id": 7, "image 1": None} for row in TALK]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (talk,) = load(path)
    assert (talk.key, active(talk)) == ("7", active(read(tmp_path, TALK)[0]))


def test_a_count_of_none_is_a_count(tmp_path: Path) -> None:
    path = tmp_path / "mmmt.jsonl"
    path.write_text(json.dumps(TALK[0] | {"instruction count": 0}), "utf-8")
    with pytest.raises(DataError, match="0, but the prompts have given 1 so far"):
        load(path)


@pytest.mark.parametrize("gone", ["all_instructions", "instruction_count"])
def test_columns_that_only_repeat_may_be_absent(tmp_path: Path, gone: str) -> None:
    rows = altered(0, **{gone: None})
    assert active(read(tmp_path, rows)[0]) == active(read(tmp_path, TALK)[0])


def test_where_no_prompt_has_a_label_the_column_tells_what_is_new(tmp_path: Path) -> None:
    bare = [row | {"prompt": row["prompt"].replace("Instruction: ", "")} for row in TALK]
    bare[2]["prompt"] = f"{TO_MARK.removeprefix('Instruction: ')} Be brief. Compare them."
    (talk,) = read(tmp_path, bare)
    assert active(talk) == [(LETTER,), (LETTER,), (LETTER, MARK, FEW)]
    assert [each.text for each in talk.turns[2].instructions] == [
        TO_LETTER.removeprefix("Instruction: "),
        TO_MARK.removeprefix("Instruction: "),
        "",
    ]


def test_a_word_that_only_wrapping_sets_at_the_start_of_a_line_is_no_label(tmp_path: Path) -> None:
    prompt = "I have an odd \ninstruction: at most 3 sentences. Why?"
    (talk,) = read(tmp_path, [turn("a", 1, prompt, TO_FEW)])
    assert active(talk) == [(FEW,)]


def test_words_that_cannot_be_moved_are_named_by_the_row_of_their_turn(tmp_path: Path) -> None:
    rows = [
        turn("a", 1, "One?"),
        turn("b", 1, "Other?"),
        turn("a", 2, "Be brief.", TO_FEW),
    ]
    with pytest.raises(DataError) as caught:
        drive(read(tmp_path, rows), lambda chat: "yes", placement="moved")
    assert (caught.value.row, caught.value.field) == (3, f"turn 2, {FEW.id}")


def test_an_instruction_may_be_given_twice(tmp_path: Path) -> None:
    rows = altered(1, prompt=f"{TO_LETTER} Again.", all_instructions=f"{TO_LETTER} {TO_LETTER}")
    rows[1]["instruction count"] = "2"
    rows[2] |= {"all instructions": f"{TO_FEW} {TO_LETTER} {TO_MARK} {TO_LETTER}"}
    rows[2]["instruction count"] = "4"
    (talk,) = read(tmp_path, rows)
    assert active(talk)[2] == (LETTER, LETTER, MARK, FEW)
    assert talk.ages()[2] == (2, 1, 0, 0)


DISAGREEMENTS: list[tuple[int, dict[str, Any], int, str, str]] = [
    (1, {"all_instructions": ""}, 2, "all instructions", "it is missing here: 'Start every sentence with the letter (D).'"),
    (1, {"all_instructions": f"{TO_LETTER} {TO_FEW}"}, 2, "all instructions",
     "no prompt has given this instruction so far: 'Make all the following responses at most 3 sentences.'"),
    (0, {"all_instructions": TO_LETTER.replace("D", "C")}, 1, "all instructions", "the letter (D)"),
    (2, {"instruction_count": "2"}, 3, "instruction count", "2, but the prompts have given 3 so far"),
    (2, {"instruction_count": "x"}, 3, "instruction count", "a whole number from 0"),
    (1, {"prompt": "Instruction: Be nice. Go on."}, 2, "prompt",
     "no known form of instruction: 'Be nice.'; examples: 'Include"),
    (1, {"prompt": " \n"}, 2, "prompt", "non-blank text"),
    (1, {"all_instructions": "Instruction: Be nice."}, 2, "all instructions", "'Be nice.'"),
    (1, {"all_instructions": "Be nice."}, 2, "all instructions",
     "there is no \"Instruction:\" before 'Be nice.'"),
    (1, {"all_instructions": f"{TO_LETTER} Be nice. "}, 2, "all instructions", "before 'Be nice.'"),
    (1, {"all_instructions": f"Be nice. {TO_LETTER}"}, 2, "all instructions", "before 'Be nice.'"),
    (1, {"prompt": "Go on. Instruction:"}, 2, "prompt", "no known form of instruction: ''"),
    (1, {TURN: "1"}, 2, TURN, "turn 1 of this conversation is in row 1 too"),
    (2, {TURN: "4"}, 3, TURN, "turn 4, but the conversation has no turn 3"),
    (0, {TURN: "0"}, 1, TURN, "a whole number from 1 is expected, not 0"),
    (0, {TURN: "5"}, 2, TURN, "turn 2, but the conversation has no turn 1"),
    (0, {TURN: "one"}, 1, TURN, "a whole number from 1"),
    (1, {"conversation_id": " "}, 2, "conversation id", "non-blank text"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "changes", "row", "field", "said"), DISAGREEMENTS)
def test_what_is_wrong_is_named_to_row_and_field(
    tmp_path: Path, place: int, changes: dict[str, Any], row: int, field: str, said: str
) -> None:
    error = failure(tmp_path, altered(place, **changes))
    assert (error.path, error.row, error.field) == (str(tmp_path / "mmmt.csv"), row, field)
    assert said in error.message
    assert "\n" not in str(error)


def test_a_bad_turn_takes_its_whole_conversation_among_the_skipped(tmp_path: Path) -> None:
    rows = [
        turn("b", 1, "Hello."),
        *altered(1, prompt="Instruction: Be nice."),
        turn("b", 2, "Again."),
        turn("c", 2, "Too late."),
    ]
    loaded = read(tmp_path, rows, skip_bad=True)
    assert [each.key for each in loaded] == ["b"]
    assert loaded.turn_rows == {"b": (1, 5)}
    assert [(each.row, each.field) for each in loaded.skipped] == [(3, "prompt"), (6, TURN)]


def test_a_row_of_another_length_is_skipped_and_leaves_a_gap(tmp_path: Path) -> None:
    path = write_csv(tmp_path, [*TALK, turn("b", 1, "Hello.")])
    lines = path.read_text("utf-8").splitlines()
    lines[2] += ",one too many"
    path.write_text("\n".join(lines), "utf-8")
    loaded = load(path, skip_bad=True)
    assert [each.key for each in loaded] == ["b"]
    assert [(each.row, each.field) for each in loaded.skipped] == [(2, None), (3, TURN)]


def keyless(*keys: str) -> list[dict[str, Any]]:
    """Turns of these conversations, each from 1; one of "" could be a turn of any."""
    count = dict.fromkeys(keys, 0)
    rows = []
    for key in keys:
        count[key] += 1
        rows.append(turn(key, count[key], "Go on."))
    return rows


@pytest.mark.parametrize(
    ("keys", "kept", "reasons"),
    [
        (["a", "", "b", "c"], ["c"], {1: 2, 3: 2}),
        (["a", "b", "", ""], ["a"], {2: 3}),
        (["", "a", "b"], ["b"], {2: 1}),
        (["a", "a", "", "", "b", "b", "c", "d", ""], ["c"], {1: 3, 5: 4, 8: 9}),
        # Any turn may stand anywhere where those of one conversation do not adjoin.
        (["a", "b", "c", "a", "", "c", "d"], [], {1: 5, 2: 5, 3: 5, 7: 5}),
        (["a", "b", "a", "b"], ["a", "b"], {}),
    ],
)
def test_no_conversation_is_a_turn_short_because_a_row_is_bad(
    tmp_path: Path, keys: list[str], kept: list[str], reasons: dict[int, int]
) -> None:
    rows = keyless(*keys)
    try:
        loaded = read(tmp_path, rows, skip_bad=True)
    except NoRowError as error:
        found, skipped = [], error.rows
    else:
        found, skipped = [each.key for each in loaded], loaded.skipped
    assert found == kept
    bad = [number for number, key in enumerate(keys, start=1) if not key]
    assert [each.row for each in skipped if each.field == "conversation id"] == bad
    told = {each.row: each.message for each in skipped if each.field is None}
    assert told == {
        row: f"row {other} cannot be read and may be a turn of this conversation"
        for row, other in reasons.items()
    }


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    error = failure(tmp_path, [{"conversation id": "a", "turn count": "1", "prompt": "Hi."}])
    assert (error.row, error.field) == (None, TURN)


def test_an_impossible_instruction_is_found_in_the_row_of_its_turn(tmp_path: Path) -> None:
    never = "Instruction: Make all replies less than 0 sentences."
    rows = altered(1, prompt=never, all_instructions=None, instruction_count=None)[:2]
    rows.insert(0, {"conversation id": "b", TURN: 1, "prompt": "Hello."})
    loaded = read(tmp_path, rows)
    with pytest.raises(DataError) as caught:
        validate(loaded)
    assert (caught.value.row, caught.value.field) == (3, "prompt")


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        ("one \ntwo", "one two"),
        ("one\ntwo", "one two"),
        ("one\r\ntwo  \r\n three ", "one two three"),
        ("one\n\ntwo \nthree", "one\n\ntwo three"),
        ("one \n \n\n two", "one\n\ntwo"),
        ("Which?\n- one\n- two \n- three", "Which?\n- one\n- two - three"),
        ("Which?\n1. one\n2) two\nand on", "Which?\n1. one\n2) two and on"),
        ("more than \n5. Then go", "more than 5. Then go"),
        ("it weighs\n5 kg", "it weighs 5 kg"),
        ("\n one  two \n", "one  two"),
        ("a\u2028b \nc", "a\u2028b c"),
    ],
)
def test_lines_are_unwrapped_and_paragraphs_kept(wrapped: str, whole: str) -> None:
    assert unwrapped(wrapped) == whole
    assert unwrapped(whole) == whole or "\n-" in wrapped


def test_an_instruction_is_cut_out_of_wrapped_text_as_it_stands_unwrapped(tmp_path: Path) -> None:
    prompt = "Instruction: Start every \nsentence with the \nletter (D). What is \nthat?"
    (talk,) = read(tmp_path, [turn("a", 1, prompt, TO_LETTER)])
    assert talk.turns[0].prompt == f"{TO_LETTER} What is that?"
    assert talk.turns[0].instructions[0].text == TO_LETTER


def test_images_are_shown_at_the_turn_that_first_names_them(tmp_path: Path) -> None:
    rows = [
        turn("a", 1, "One?", image_2="b.png", image_1=" pictures/a.png ", image_10="j.png"),
        turn("a", 2, "Two?", image_2="b.png", image_1="https://example.org/c.jpg", image_10=""),
        turn("a", 3, "Three?", image_2=str(tmp_path / "d.png"), image_1="pictures/a.png"),
        turn("b", 1, "Four?", image_1="b.png", image_2="b.png"),
    ]
    talk, other = read(tmp_path, rows)
    assert [turn.images for turn in talk.turns] == [
        (str(tmp_path / "pictures" / "a.png"), str(tmp_path / "b.png"), str(tmp_path / "j.png")),
        ("https://example.org/c.jpg",),
        (str(tmp_path / "d.png"),),
    ]
    assert other.turns[0].images == (str(tmp_path / "b.png"),)


def test_images_are_the_same_however_the_file_is_spelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    path = write_csv(tmp_path / "data", [turn("a", 1, "One?", image_1="a.png")])
    monkeypatch.chdir(tmp_path)
    whole = load(path)
    assert whole[0].turns[0].images == (str(tmp_path / "data" / "a.png"),)
    for spelled in ("data/mmmt.csv", "./data/../data/mmmt.csv"):
        assert load(spelled) == whole
    run = drive(load("data/mmmt.csv"), lambda chat: "yes", profile=None, out="run", images="data")
    assert len(run.errors) == 1  # there is no such image
    (tmp_path / "data" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    again = drive(whole, lambda chat: "yes", profile=None, out="run", images="data", resume=True)
    assert not again.errors


def test_an_image_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mmmt.jsonl"
    path.write_text(json.dumps(turn("a", 1, "One?", image_1=7)), "utf-8")
    with pytest.raises(DataError) as caught:
        load(path)
    assert (caught.value.row, caught.value.field) == (1, "image 1")


@pytest.mark.skipif(not SHARED.exists(), reason="the excerpt of MMMT-IF is not beside the repo")
def test_the_excerpt_of_the_release() -> None:
    loaded = load(SHARED)
    with SHARED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(loaded), sum(map(len, loaded)), len(rows)) == (3, 39, 39)
    assert loaded.rows == {"0": 1, "1": 13, "41": 24}
    for conversation in loaded:
        for number, turn in enumerate(conversation.turns, start=1):
            row = rows[loaded.turn_rows[conversation.key][number - 1] - 1]
            assert (row["conversation id"], row[TURN]) == (conversation.key, str(number))
            assert len(turn.instructions) == int(row["instruction count"])
            assert turn.prompt.split() == row["prompt"].split()
            told = [" ".join(each.text.split()) for each in turn.instructions]
            assert " ".join(told) == " ".join(row["all instructions"].split())
            new = [
                each
                for each, age in zip(
                    turn.instructions, conversation.ages()[number - 1], strict=True
                )
                if age == 0
            ]
            assert all(each.text in turn.prompt for each in new)
            assert len(new) == turn.prompt.count("Instruction:")
    ids = {each.id for each in loaded[0].turns[-1].instructions}
    assert len(ids) == 6
    validate(loaded)
