"""mifcheck's own format: the schema, writing and reading back, the suite that is shipped."""

from __future__ import annotations

import copy
import gzip
import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets import READERS, Conversations, dump, load, to_document
from mifcheck.errors import DataError

jsonschema = pytest.importorskip("jsonschema")

SCHEMA = json.loads(
    (resources.files("mifcheck.datasets") / "conversation.schema.json").read_text("utf-8")
)
CODES = ["en", "es", "fr", "hi", "it", "pt", "ru", "zh"]
# Wider than st.text(): lone surrogates, line and paragraph separators, byte order marks.
any_text = st.text(st.characters(codec=None), min_size=1, max_size=12) | st.sampled_from(
    ["\u2028", "\ufeff x", "\ud800", "a\r\nb", 'say "no"', "नमस्ते", "你好"]
)
text = any_text.filter(lambda value: bool(value.strip()))
values = st.none() | st.booleans() | st.integers(-9, 9) | any_text | st.lists(any_text, max_size=2)
instructions = st.builds(
    Instruction,
    text,
    st.dictionaries(any_text, values, max_size=3),
    role=st.sampled_from(["user", "system"]),
)
turns = st.builds(Turn, text, st.lists(instructions, max_size=3).map(tuple))


@st.composite
def cumulative_turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    held: tuple[Instruction, ...] = ()
    result = []
    for prompt, added in draw(
        st.lists(st.tuples(text, st.lists(instructions, max_size=2)), min_size=1, max_size=4)
    ):
        held += tuple(added)
        result.append(Turn(prompt, held))
    return tuple(result)


conversations = st.builds(
    Conversation,
    text,
    st.sampled_from(CODES),
    cumulative_turns() | st.lists(turns, min_size=1, max_size=3).map(tuple),
    cluster=st.just("") | text,
    topic=st.just("") | any_text,
    system=st.just("") | any_text,
)
collections = st.lists(conversations, min_size=1, max_size=4, unique_by=lambda each: each.key)

VALID: dict[str, Any] = {
    "key": "hi-monsoon-letter",
    "language": "hi",
    "cluster": "monsoon-letter",
    "topic": "weather",
    "turns": [
        {
            "prompt": "बारिश पर कुछ लिखिए, कम से कम 40 शब्दों में।",
            "instructions": [
                {
                    "id": "length_constraints:number_words",
                    "kwargs": {"num_words": 40, "relation": "at least"},
                }
            ],
        },
        {"prompt": "अब एक शीर्षक दीजिए।", "active": [{"id": "detectable_format:title"}]},
    ],
}


def altered(*path: str | int, to: Any = None, drop: bool = False) -> dict[str, Any]:
    """VALID with one place set to something else, or dropped."""
    document = copy.deepcopy(VALID)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return document


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("no key", altered("key", drop=True), "key", "missing"),
    ("blank key", altered("key", to=" "), "key", "non-blank text"),
    ("number as key", altered("key", to=7), "key", "non-blank text is expected, not 7"),
    ("no language", altered("language", drop=True), "language", "missing"),
    ("null language", altered("language", to=None), "language", "not null"),
    ("no turns", altered("turns", drop=True), "turns", "missing"),
    ("empty turns", altered("turns", to=[]), "turns", "a list of turns"),
    ("turns as object", altered("turns", to={}), "turns", "a list of turns"),
    ("turn as text", altered("turns", 1, to="Hi."), "turn 2", "an object"),
    ("blank prompt", altered("turns", 1, "prompt", to="\n"), "turn 2, prompt", "non-blank"),
    ("no prompt", altered("turns", 0, "prompt", drop=True), "turn 1, prompt", "missing"),
    ("neither list", altered("turns", 0, "instructions", drop=True), "turn 1", "not neither"),
    ("both lists", altered("turns", 1, "instructions", to=[]), "turn 2", "not both"),
    ("misspelt list", altered("turns", 0, "instuctions", to=[]), "turn 1, instuctions",
     "did you mean 'instructions'"),
    ("unknown field", altered("licence", to="CC0"), "licence", "unknown field"),
    ("list as object", altered("turns", 0, "instructions", to={}), "turn 1, instructions",
     "a list of instructions"),
    ("instruction as text", altered("turns", 0, "instructions", 0, to="title"),
     "turn 1, instructions 1", "an object"),
    ("no id", altered("turns", 0, "instructions", 0, "id", drop=True),
     "turn 1, instructions 1, id", "missing"),
    ("blank id", altered("turns", 1, "active", 0, "id", to=""), "turn 2, active 1, id",
     "non-blank"),
    ("kwargs as list", altered("turns", 0, "instructions", 0, "kwargs", to=[]),
     "turn 1, instructions 1, kwargs", "an object"),
    ("null kwargs", altered("turns", 0, "instructions", 0, "kwargs", to=None),
     "turn 1, instructions 1, kwargs", "not null"),
    ("misspelt kwargs", altered("turns", 0, "instructions", 0, "kwarg", to={}),
     "turn 1, instructions 1, kwarg", "did you mean 'kwargs'"),
    ("blank cluster", altered("cluster", to=""), "cluster", "non-blank"),
    ("number as topic", altered("topic", to=3), "topic", "text is expected, not 3"),
]  # fmt: skip


def validates(document: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(document))


def places(value: Any, *path: str | int) -> list[tuple[str | int, ...]]:
    """Every place inside a JSON document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str | int, ...]] = []
    for step, inner in steps:
        found.append((*path, step))
        if isinstance(inner, (dict, list)):
            found += places(inner, *path, step)
    return found


def write(folder: Path, *documents: Any) -> Path:
    path = folder / "suite.jsonl"
    lines = (json.dumps(document, ensure_ascii=False) for document in documents)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@given(collections)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_dumped_is_loaded_again(tmp_path: Path, items: list[Conversation]) -> None:
    for name in ("x.jsonl", "x.jsonl.gz"):
        again = load(dump(items, tmp_path / name))
        assert tuple(again) == tuple(items)
        assert again.format == "jsonl"
        assert dict(again.rows) == {each.key: row for row, each in enumerate(items, start=1)}


@given(conversations)
@settings(deadline=None)
def test_what_is_dumped_validates(conversation: Conversation) -> None:
    assert validates(to_document(conversation))


def test_the_schema_is_a_schema_and_takes_a_valid_document(tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert validates(VALID)
    (conversation,) = load(write(tmp_path, VALID))
    words = Instruction(
        "length_constraints:number_words", {"num_words": 40, "relation": "at least"}
    )
    assert conversation.turns[0].instructions == (words,)
    assert conversation.turns[1].instructions == (Instruction("detectable_format:title"),)
    assert (conversation.cluster, conversation.topic) == ("monsoon-letter", "weather")


@pytest.mark.parametrize(
    ("document", "field", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_bad_document_neither_validates_nor_loads(
    tmp_path: Path, document: dict[str, Any], field: str, said: str
) -> None:
    assert not validates(document)
    path = write(tmp_path, VALID | {"key": "good"}, document)
    with pytest.raises(DataError) as caught:
        load(path, format="jsonl")
    error = caught.value
    assert (error.path, error.row, error.field) == (str(path), 2, field)
    assert said in error.message
    assert str(error).startswith(f"{path}, row 2, {field}: ")


@given(
    st.sampled_from([path for path in places(VALID) if path != ("language",)]),
    st.none()
    | st.just(1)
    | st.sampled_from(["", " ", "a:b"])
    | st.just([])
    | st.just({})
    | st.just([{"id": "a:b"}])
    | st.just([{"prompt": "Hi.", "active": []}]),
    st.booleans(),
)
def test_the_schema_and_the_reader_agree(path: tuple[str | int, ...], to: Any, drop: bool) -> None:
    document = altered(*path, to=to, drop=drop)
    try:
        READERS["jsonl"].read(document)
    except DataError:
        assert not validates(document)
    else:
        assert validates(document)


def test_instructions_stay_active_until_a_turn_says_what_is(tmp_path: Path) -> None:
    document = {
        "key": "a",
        "language": "en",
        "turns": [
            {"prompt": "1", "instructions": [{"id": "x:a"}]},
            {"prompt": "2", "instructions": [{"id": "x:b", "kwargs": {}}]},
            {"prompt": "3", "active": [{"id": "x:b"}]},
            {"prompt": "4", "instructions": [{"id": "x:c"}]},
        ],
    }
    (conversation,) = load(write(tmp_path, document))
    ids = [[each.id for each in turn.instructions] for turn in conversation.turns]
    assert ids == [["x:a"], ["x:a", "x:b"], ["x:b"], ["x:b", "x:c"]]


def test_a_cumulative_conversation_is_written_as_what_each_turn_adds() -> None:
    one, two = Instruction("x:a"), Instruction("x:b")
    conversation = Conversation(
        "a:en", "en", (Turn("1", (one,)), Turn("2", (one, two)), Turn("3", (two,)))
    )
    assert to_document(conversation) == {
        "key": "a:en",
        "language": "en",
        "turns": [
            {"prompt": "1", "instructions": [{"id": "x:a", "kwargs": {}}]},
            {"prompt": "2", "instructions": [{"id": "x:b", "kwargs": {}}]},
            {"prompt": "3", "revokes": [{"id": "x:a", "kwargs": {}}], "instructions": []},
        ],
    }


def test_dumping_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    item = Conversation("a", "ru", (Turn("Привет."),))
    first, second = dump([item], tmp_path / "a.jsonl.gz"), dump([item], tmp_path / "b.jsonl.gz")
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes()[4:8] == bytes(4), "the time of writing is left out"
    assert "Привет." in gzip.decompress(first.read_bytes()).decode()


@pytest.mark.parametrize("items", [[], [Conversation("a", "en", (Turn("Hi."),))] * 2])
def test_what_could_not_be_loaded_is_not_written(tmp_path: Path, items: list[Conversation]) -> None:
    with pytest.raises(DataError):
        dump(items, tmp_path / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


def test_the_shipped_suite_validates_line_by_line() -> None:
    folder = resources.files("mifcheck.datasets") / "embedded"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".jsonl")]
    assert sorted(entry.name for entry in files) == [f"{code}.jsonl" for code in CODES]
    for entry in files:
        for number, line in enumerate(entry.read_text("utf-8").splitlines(), start=1):
            errors = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(json.loads(line)))
            assert not errors, (entry.name, number, errors[0].message)


def test_the_shipped_suite_has_eight_conversations_of_three_turns_a_language() -> None:
    suite = load()
    assert (suite.source, suite.format, suite.skipped) == ("embedded", "jsonl", ())
    assert suite == load("embedded")
    assert [each.language for each in suite] == [code for code in CODES for _ in range(8)]
    assert {len(each.turns) for each in suite} == {3}


def test_the_shipped_suite_can_be_narrowed_to_languages() -> None:
    narrowed = load(languages=["Hindi", "zh-CN"], limit=9)
    assert [each.language for each in narrowed] == ["hi"] * 8 + ["zh"]
    assert narrowed.sha256 == load().sha256
    assert set(narrowed.rows) == {each.key for each in narrowed}
    assert isinstance(narrowed[:2], Conversations)


def test_loading_imports_neither_checkers_nor_heavy_libraries() -> None:
    script = (
        # A bare package in place of the real one: its front door may offer what it likes.
        "import sys, types, importlib.util as util;"
        "bare = types.ModuleType('mifcheck');"
        "bare.__path__ = util.find_spec('mifcheck').submodule_search_locations;"
        "sys.modules['mifcheck'] = bare;"
        "from mifcheck.datasets import load; load();"
        "heavy = {'numpy', 'pandas', 'torch', 'spacy', 'pydantic', 'mifcheck.checkers',"
        " 'mifcheck.checkers.catalogue', 'mifcheck.evaluate'};"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1" + "0" * 300, "-1" + "0" * 300])
def test_a_number_that_is_too_long_is_named_with_its_row(tmp_path: Path, number: str) -> None:
    asked = f'{{"id": "length_constraints:number_words", "kwargs": {{"num_words": {number}}}}}'
    row = (
        f'{{"key": "a", "language": "en", "turns": [{{"prompt": "x", "instructions": [{asked}]}}]}}'
    )
    path = tmp_path / "own.jsonl"
    path.write_text(row, "utf-8")
    with pytest.raises(
        DataError, match=r"row 1: length_constraints:number_words: num_words: a whole num"
    ):
        load(path)
