"""Findings about data sets: what cannot be followed, and what is wrong or odd before a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import refused, write_lines
from lint_cases import (
    TITLE,
    end,
    ends,
    forbid,
    letter,
    need,
    often,
    postscript,
    repeat,
    sents,
    starts,
    words,
)

import mifcheck as mif
from mifcheck.errors import NoRowError
from mifcheck.linting import KINDS, Finding, Location


def talk(*turns, key="k", language="en"):
    """A conversation of (prompt, instructions) turns."""
    steps = [
        mif.Step(prompt, [mif.Instruction(*each) for each in asked]) for prompt, asked in turns
    ]
    return mif.Conversation.from_steps(key, language, steps)


def kinds(*conversations, **more):
    return [finding.kind for finding in mif.lint(conversations, **more)]


# One conversation


def test_a_conflict_is_told_once_with_its_turns_and_places():
    conversation = talk(
        ("Be long.", [TITLE, words(300, "at least")]),
        ("Be short.", [words(100, "less than")]),
        ("Go on.", []),
    )
    (finding,) = mif.lint([conversation])
    assert finding == Finding(
        "impossible",
        Location(key="k", turns=(2, 3), instructions=(2, 3)),
        "at least 300 words and at most 99 words cannot both hold: "
        "words: at least 300 and at most 99",
    )
    assert finding.severity == "error"
    assert finding.where.turn == 2
    assert str(finding).startswith("k, turns 2 and 3, instructions 2 and 3: at least 300 words")


def test_the_users_that_contradicts_the_systems_is_superseded_and_not_impossible():
    systems = mif.Instruction(*words(100, "less than"), role="system")
    turns = [
        mif.Turn(prompt, (systems, mif.Instruction(*words(300, "at least")))) for prompt in "AB"
    ]
    (finding,) = mif.lint([mif.Conversation("k", "en", turns, system="Be short.")])
    assert finding == Finding(
        "superseded",
        Location(key="k", turns=(1, 2), instructions=(1, 2)),
        "at least 300 words is superseded: it contradicts what the system asks, at most 99 words",
    )
    assert finding.severity == "warning"


def test_what_only_an_odd_reply_follows_is_a_warning():
    asked = [starts("B"), letter("b", 1, "less than")]
    (finding,) = mif.lint([talk(("Start with B, without b.", asked))])
    assert (finding.kind, finding.severity) == ("unlikely", "warning")
    assert "are unlikely to both hold: " in finding.message


def test_checkers_of_other_profiles_imply_nothing():
    asked = [words(300, "at least"), words(100, "less than")]
    conversation = talk(("Write.", asked))
    assert kinds(conversation) == ["impossible"]
    assert kinds(conversation, profile="multi-if") == []


def test_what_is_revoked_conflicts_with_nothing():
    long, short = mif.Instruction(*words(300, "at least")), mif.Instruction(*words(9, "at most"))
    steps = [mif.Step("Be long.", [long]), mif.Step("Be short.", [short], revokes=[long])]
    assert kinds(mif.Conversation.from_steps("k", "en", steps)) == []


def test_ids_and_parameters_are_each_told_with_a_hint():
    bad = [
        ("punctuation:no_coma", {}),
        ("length_constraints:number_words", {"num_words": 3, "relation": "at lest"}),
        ("length_constraints:number_words", {"num_word": 3, "relation": "at least"}),
    ]
    findings = mif.lint([talk(("Write.", bad), ("More.", [("nothing:known", {})]))])
    assert [(each.kind, each.where.turns, each.where.instructions) for each in findings] == [
        ("unknown-id", (1, 2), (1,)),
        ("bad-parameter", (1, 2), (2,)),
        ("bad-parameter", (1, 2), (3,)),
        ("unknown-id", (2,), (4,)),
    ]
    assert findings[0].message == "unknown checker 'punctuation:no_coma'"
    assert findings[0].hint == "did you mean 'punctuation:no_comma'?"
    assert "did you mean 'at least'?" in findings[1].hint
    assert "num_words" in findings[2].message


def test_what_the_language_cannot_be_judged_in_is_told():
    capitals = "change_case:capital_word_frequency"
    few = capitals, {"capital_frequency": 2, "capital_relation": "less than"}
    (case,) = mif.lint([talk(("लिखिए।", [few]), language="hi")])
    assert case.kind == "not-judged"
    assert case.message.endswith("Hindi has no letter case")
    lemmas = need("川", match="lemma")
    (lemma,) = mif.lint([talk(("川について書いてください。", [lemmas]), language="ja")])
    assert lemma.kind == "not-judged"


def test_an_unknown_language_is_told():
    (finding,) = mif.lint([talk(("Skriv.", [TITLE]), language="xx")])
    assert finding.kind == "unknown-language"
    assert "'xx'" in finding.message


def test_what_is_asked_for_twice_is_told():
    twice = talk(("Write.", [TITLE]), ("Write more.", [TITLE]))
    (finding,) = mif.lint([twice])
    assert (finding.kind, finding.where.turns) == ("repeated", (2,))
    assert kinds(talk(("Write.", [sents(5, "at least"), sents(3, "at least")]))) == ["implied"]
    assert kinds(talk(("A river.", [often("river", 3, "at least"), need("river")]))) == ["implied"]
    words_ = [forbid("river", "boat"), forbid("boat")]
    assert kinds(talk(("No river, no boat.", words_))) == ["implied"]


def test_what_asks_for_more_is_not_implied():
    assert kinds(talk(("Write.", [sents(5, "at least"), sents(9, "less than")]))) == []
    assert kinds(talk(("River, boat.", [need("river"), need("river", "boat")]))) == ["implied"]
    assert kinds(talk(("Rain, snow.", [need("rain"), need("snow")]))) == []


def test_words_that_no_prompt_says_are_told():
    assert kinds(talk(("Write of rivers.", [need("boat")]))) == ["unmentioned"]
    assert kinds(talk(("Name a *BOAT*.", [need("boat")]))) == []
    # The turn that gives an instruction may mean what an earlier one said.
    assert kinds(talk(("A boat?", []), ("Say it.", [need("boat")]))) == []
    for value, asked in {
        "That is all.": end("That is all."),
        "Why?": repeat("Why?"),
        "Bo": starts("Bo"),
        "indeed": ends("indeed"),
        "boat": forbid("river", "boat"),
    }.items():
        (finding,) = mif.lint([talk(("Write of rivers: river.", [asked]))])
        assert f"asks for {value!r}, of which" in finding.message


def test_a_mark_may_be_called_by_its_name():
    asked = [ends("!"), forbid("?!")]
    assert kinds(talk(("No question, but an exclamation mark.", asked))) == []


def test_a_phrase_is_told_as_it_was_given():
    marker, closing = postscript("P.P.S."), end("“Pip pip!”")
    (one,) = mif.lint([talk(("A P.P.S., no p.", [marker, letter("p", 1, "less than")]))])
    assert one.message.endswith("'P.P.S.' has the letter 'p' 2 times")
    (other,) = mif.lint([talk(("“Pip pip!”, no p.", [closing, letter("p", 1, "less than")]))])
    assert other.message.endswith("'“Pip pip!”' has the letter 'p' 4 times")


def test_a_text_that_stands_in_no_prompt_is_told():
    instruction = mif.Instruction(*TITLE, text="Give it a title.")
    right, wrong = (
        mif.Conversation(key, "en", (mif.Turn(prompt, (instruction,)),))
        for key, prompt in (("a", "Rain. Give it \n a title."), ("b", "Rain. Give a title."))
    )
    assert [(each.kind, each.where.key) for each in mif.lint([right, wrong])] == [
        ("other-text", "b")
    ]


def test_a_prompt_that_comes_twice_is_told():
    (finding,) = mif.lint([talk(("Rain.", []), ("Snow.", []), ("Rain.", []))])
    assert (finding.kind, finding.where.turns) == ("repeated-prompt", (3,))
    assert finding.message == "the prompt is that of turn 1"


def test_an_image_that_is_not_there_is_told(tmp_path):
    (tmp_path / "rain.png").write_bytes(b"")
    images = [str(tmp_path / "rain.png"), "https://example.org/a.png", str(tmp_path / "none.png")]
    turn = mif.Turn("What is it?", images=tuple(images))
    (finding,) = mif.lint([mif.Conversation("k", "en", (turn,))])
    assert finding.kind == "missing-image"
    assert "none.png" in finding.message


def test_a_missing_image_is_told_with_the_place_where_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    turn = mif.Turn("What is it?", images=("pictures/none.png",))
    (finding,) = mif.lint([mif.Conversation("k", "en", (turn,))])
    assert f"looked for at {tmp_path / 'pictures' / 'none.png'}" in finding.message


def test_an_image_that_is_never_sent_is_told(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "rain.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "notes.png").write_bytes(b"dear diary")
    (tmp_path / "other.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    images = ("file:///etc/passwd", "https://a.org/a.png", "rain.png", "notes.png", "../other.png")
    talks = [mif.Conversation("k", "en", (mif.Turn("What is it?", images=images),))]
    found = mif.lint(talks, images=folder)
    assert {each.kind for each in found} == {"refused-image"}
    for finding, image in zip(found, (images[0], *images[3:]), strict=True):
        assert finding.message.startswith(f"{image}: ")
    # Where files may be is not known, so that only the address is wrong, and two are not found.
    kinds_of = [each.kind for each in mif.lint(talks)]
    assert kinds_of == ["refused-image", "missing-image", "missing-image", "missing-image"]


def test_an_image_with_an_impossible_path_is_missing():
    turn = mif.Turn("What is it?", images=("a\0b", "x" * 5000))
    found = mif.lint([mif.Conversation("k", "en", (turn,))])
    assert [each.kind for each in found] == ["missing-image"] * 2


def test_a_key_that_comes_twice_is_told():
    one = talk(("Rain.", []))
    assert kinds(one, talk(("Snow.", []), key="j"), one) == ["same-key"]


def test_every_kind_is_found_by_a_test_here():
    source = Path(__file__).read_text("utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in source] == []


def test_the_suite_that_comes_with_the_package_is_clean():
    assert mif.lint(mif.load()) == ()


# From a file

ROWS = [
    {"key": "a", "language": "en", "turns": [{"prompt": "Rain.", "instructions": []}]},
    {"key": "b", "language": "en", "turns": []},
    {"key": "a", "language": "en", "turns": [{"prompt": "Snow.", "instructions": []}]},
    {
        "key": "c",
        "language": "en",
        "turns": [
            {
                "prompt": "Short and long, a title, a title.",
                "instructions": [
                    {"id": id, "kwargs": kwargs}
                    for id, kwargs in (words(9, "less than"), words(99, "at least"), TITLE, TITLE)
                ],
            }
        ],
    },
]


def test_every_bad_row_is_told_with_its_place(cli):
    loaded = mif.load(write_lines("rows.jsonl", ROWS), skip_bad=True)
    places = [(each.kind, each.where) for each in mif.lint(loaded)]
    assert [(kind, where.file, where.row, where.key) for kind, where in places] == [
        ("bad-row", "rows.jsonl", 2, "b"),
        ("bad-row", "rows.jsonl", 3, "a"),
        ("impossible", "rows.jsonl", 4, "c"),
        ("repeated", "rows.jsonl", 4, "c"),
    ]


def test_a_bad_row_of_a_turn_is_told_with_the_key_of_its_conversation(cli):
    names = ("conversation id", "turn count (which turn in this conversation)", "prompt")
    turns = [("a", 1, "Rain."), ("b", 1, "Snow."), ("b", 3, "Hail."), ("c", 1, ""), ("", 1, "Ice.")]
    rows = [dict(zip(names, turn, strict=True)) for turn in turns]
    loaded = mif.load(write_lines("turns.jsonl", rows), format="mmmt-if", skip_bad=True)
    assert {(each.where.row, each.where.key) for each in mif.lint(loaded)} == {
        (3, "b"),
        (4, "c"),
        (5, ""),
    }


BAD = [
    {"key": "a", "language": "swedisch", "turns": [{"prompt": "Regn.", "instructions": []}]},
    {"key": "b", "language": None, "turns": [{"prompt": "Rain.", "instructions": []}]},
    {"language": "en", "turns": []},
]


def test_the_language_of_a_row_is_told_as_that_of_a_conversation(cli):
    write_lines("rows.jsonl", [*ROWS[:1], BAD[0] | {"key": "z", "language": "germn"}])
    status, out, _ = cli("lint", "rows.jsonl", "--kind", "unknown-language", "--format", "json")
    document = json.loads(out)
    (finding,) = document["findings"]
    assert (status, document["bad_rows"]) == (1, 1)
    assert (finding["row"], finding["key"]) == (2, "z")
    assert finding["message"] == "unknown language 'germn'"
    assert finding["hint"].startswith("did you mean 'german'?")


def test_all_rows_are_told_where_not_one_can_be_read(cli):
    path = write_lines("rows.jsonl", BAD)
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    status, out, _ = cli("lint", "rows.jsonl", "--format", "json")
    document = json.loads(out)
    assert status == 1
    assert (document["conversations"], document["bad_rows"]) == (0, 4)
    assert [(each["kind"], each["row"], each["key"]) for each in document["findings"]] == [
        ("unknown-language", 1, "a"),
        ("bad-row", 2, "b"),
        ("bad-row", 3, ""),
        ("bad-row", 4, ""),
    ]
    with pytest.raises(NoRowError) as refusal:
        mif.load(path, skip_bad=True)
    assert [error.row for error in refusal.value.rows] == [1, 2, 3, 4]


def test_all_lines_are_told_where_not_one_is_json(cli, tmp_path):
    (tmp_path / "rows.jsonl").write_text("{broken\n\n{too\n", "utf-8")
    status, out, _ = cli("lint", "rows.jsonl")
    assert status == 1
    assert [line.strip() for line in out.splitlines() if "row " in line] == [
        "error: bad-row  a row that cannot be read: 2",
        "row 1",
        "row 3",
    ]
    refused(cli("score", "rows.jsonl", "--data", "rows.jsonl"), "row 1", "invalid JSON")


def test_the_command_shows_findings_by_kind_and_exits_with_1(cli):
    write_lines("rows.jsonl", ROWS)
    status, out, _ = cli("lint", "rows.jsonl")
    assert status == 1
    heads = [line for line in out.splitlines() if line.startswith(("error: ", "warning: "))]
    assert [head.split()[1] for head in heads] == ["bad-row", "impossible", "repeated"]
    assert "row 4, c, turn 1, instructions 1 and 2\n" in out
    last = out.splitlines()[-1]
    assert last == "rows.jsonl: 2 conversations and 2 bad rows, 3 errors, 1 warning"


def test_warnings_are_errors_only_where_that_is_asked(cli):
    write_lines("rows.jsonl", ROWS)
    assert cli("lint", "rows.jsonl", "--kind", "repeated")[0] == 0
    assert cli("lint", "rows.jsonl", "--kind", "repeated", "--fail-on-warning")[0] == 1
    status, out, _ = cli("lint", "rows.jsonl", "--errors-only", "--kind", "repeated,implied")
    assert status == 0
    assert out == "rows.jsonl: 2 conversations and 2 bad rows, nothing found\n"


def test_the_command_gives_json(cli):
    write_lines("rows.jsonl", ROWS)
    status, out, _ = cli("lint", "rows.jsonl", "--format", "json", "--errors-only")
    document = json.loads(out)
    assert status == 1
    assert document["counts"] == {"bad-row": 2, "impossible": 1}
    assert document["findings"][2] == {
        "kind": "impossible",
        "severity": "error",
        "file": "rows.jsonl",
        "row": 4,
        "key": "c",
        "turns": [1],
        "instructions": [1, 2],
        "message": "at most 8 words and at least 99 words cannot both hold: "
        "words: at most 8 and at least 99",
        "hint": "",
    }


def test_the_command_lints_the_suite_where_no_data_is_named(cli):
    status, out, _ = cli("lint", "--languages", "hi")
    assert (status, out) == (0, "embedded: 8 conversations, nothing found\n")


def test_the_command_refuses_what_there_is_not(cli):
    refused(cli("lint", "--kind", "impossibel"), "unknown kind", "did you mean 'impossible'?")
    refused(cli("lint", "none.jsonl"), "none.jsonl", "there is no such file")
    refused(cli("lint", "--profile", "nativ"), "unknown profile")


def test_what_stands_in_data_is_shown_as_data(cli):
    bad = {"id": "a:\x1b]0;owned\x07[bold]", "kwargs": {}}
    turns = [{"prompt": "Rain.", "instructions": [bad]}]
    write_lines("rows.jsonl", [{"key": "\u202ea", "language": "en", "turns": turns}])
    _, out, _ = cli("lint", "rows.jsonl")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out


def test_two_instructions_are_compared_once_however_long_the_talk(monkeypatch):
    """Compared at each turn, the instructions of a talk of 1,500 turns would take hours."""
    compared = []
    monkeypatch.setattr(
        "mifcheck.linting.instructions._implied", lambda *pair: compared.append(pair[:2])
    )
    given = [mif.Instruction("keywords:existence", {"keywords": [each]}) for each in "abcdef"]
    active = [given[:2], given[:4], given[1:5], given[:1], given]
    turns = [mif.Turn("a b c d e f", each) for each in active]
    mif.lint([mif.Conversation("k", "en", turns)])
    told = [frozenset(one.keywords[0] + other.keywords[0]) for one, other in compared]
    # The first is given anew at the fourth turn, and the fifth has the others anew beside it.
    pairs = ["ab", "ac", "ad", "bc", "bd", "cd", "be", "ce", "de"]
    assert told[:9] == [frozenset(each) for each in pairs]
    assert len(told) == 9 + 15
