"""Checkers that somebody else wrote: what is required of them, and what mistakes are answered with."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from decimal import Decimal

import pytest
from commandline import runner
from core_cases import python

import mifcheck as mif
from mifcheck.checkers.catalogue import Registry


@pytest.fixture
def own():
    """A registry of one's own, so that the tests do not touch the native one."""
    return Registry("toy")


def says(text) -> bool:
    """Greet {somebody}. Politely.

    More about it.
    """
    return "hello" in text.string


def without_words(text) -> bool:
    return True


def with_a_list(text, words: list[str]) -> bool:
    """Any."""
    return True


def with_a_nested_dict(text, words: tuple[dict[str, int], ...]) -> bool:
    """Any."""
    return True


def with_another_name_for_the_text(reply: mif.Text, word: str) -> bool:
    """The reply has a word."""
    return word in reply.string


def without_a_type(text, word) -> bool:
    """Any."""
    return True


def of_a_reply(reply: str) -> bool:
    """Any."""
    return True


class NoBound(mif.Counted):
    noun = ("letter", "letters")

    def find(self, text):
        return text.words


class NoFind(mif.Counted):
    bound: mif.Bound


class NoJudge(mif.Checker):
    """Any."""


class NoPlaces(mif.AllPresent):
    """Any."""


class NoOffence(mif.Each):
    """Any."""


class NoBase:
    """Any."""


# what is declared, what the error says
DECLARED = [
    (without_words, ["`asks` is missing", "docstring"]),
    (with_a_list, ["words: a list can change", "tuple[str, ...]"]),
    (with_a_nested_dict, ["words: a dict can change"]),
    (without_a_type, ["'word' has no type", "`word: str`"]),
    (with_another_name_for_the_text, ["first parameter is the text", "not `reply`"]),
    (NoBound, ["`bound` is missing", "`bound: mif.Bound`"]),
    (NoFind, ["derives from Counted", "`find` or `element`"]),
    (NoJudge, ["derives from Checker", "`judge`"]),
    (NoPlaces, ["derives from AllPresent", "`places`"]),
    (NoOffence, ["derives from Each", "`at_place` or `offence`"]),
    (NoBase, ["derives from mif.Checker", "NoBase"]),
    ("text", ["a function or a class", "'text'"]),
]


def one_line(error):
    message = str(error.value)
    assert "\n" not in message
    assert "pydantic" not in message
    return message


@pytest.mark.parametrize(("written", "told"), DECLARED)
def test_a_mistake_in_a_declaration_is_told_with_its_mend(own, written, told):
    with pytest.raises(mif.MifcheckError) as error:
        own.checker("toy:own")(written)
    message = one_line(error)
    assert [part for part in told if part not in message] == []
    assert "toy:own" not in own


def test_a_function_of_a_reply_and_not_of_a_text(own):
    cls = own.checker("toy:own")(of_a_reply)
    with pytest.raises(mif.ParameterError, match="has `text` as its first parameter"):
        cls(reply="a")


@pytest.mark.parametrize("id", ["plain", 3, says])
def test_a_checker_needs_an_id(own, id):
    with pytest.raises(mif.MifcheckError, match=r"family:name.*@mif\.checker\('shop:prices'\)"):
        own.checker(id)


# what `judge` returns about "a *b* c", what the error says
ANSWERED = [
    (True, ["judge returned True", "self.verdict(passed"]),
    (None, ["judge returned None", "a Verdict is expected"]),
    (mif.Verdict(1), ["passed is 1", "bool(...)"]),
    (mif.Verdict(True, evidence=((0, 1),)), ["(0, 1), a tuple", "mif.Span(start, end, label)"]),
    (mif.Verdict(True, evidence=[(0, 1)]), ["(0, 1), a tuple"]),
    (mif.Verdict(True, evidence=(mif.Span(0, 6),)), ["from 0 to 6", "5 characters", "text.string"]),
    (mif.Verdict(True, evidence=(mif.Span(-1, 2),)), ["from -1 to 2", "outside"]),
    (mif.Verdict(True, evidence=(mif.Span(3, 1),)), ["from 3 to 1", "ends before it begins"]),
    (mif.Verdict(True, evidence=(mif.Span(0, 1.5),)), ["whole numbers"]),
    (mif.Verdict(True, lambda: 1), ["measured is <function", "a number, a text", "int(...)"]),
    (mif.Verdict(True, {"b"}), ["measured is {'b'}", "sorted(...)"]),
    (mif.Verdict(True, {1: "b"}), ["measured is {1: 'b'}"]),
    (mif.Verdict(True, {"b": {1}}), ["measured is {'b': {1}}"]),
    (mif.Verdict(True, ("b", {"b"})), ["measured is ('b', {'b'})"]),
    (mif.Verdict(True, Decimal(1)), ["measured is Decimal('1')"]),
]


@pytest.mark.parametrize(("answer", "told"), ANSWERED)
def test_a_mistake_in_an_answer_is_told_with_its_mend(own, answer, told):
    @own.checker("toy:own", asks="it")
    class Own(mif.Checker):
        def judge(self, text):
            return answer

    for ask in (Own().check, lambda reply: Own().passes(mif.Text(reply).rendered)):
        with pytest.raises(mif.MifcheckError) as error:
            ask("a *b* c")
        message = one_line(error)
        assert message.startswith("toy:own: ")
        assert [part for part in told if part not in message] == []


@pytest.mark.parametrize(
    "measured", [None, True, 3, 0.5, "b", (), ("b", 2), [1, ("b", None)], {"b": (1, {"c": None})}]
)
def test_what_was_measured_is_a_json_value(own, measured):
    @own.checker("toy:own", asks="it")
    class Own(mif.Checker):
        def judge(self, text):
            return mif.Verdict(True, measured)

    found = Own().check("a").to_dict()
    assert json.loads(json.dumps(found)) == json.loads(json.dumps({**found, "measured": measured}))


@pytest.mark.parametrize("answer", [1, "yes", (True, "because")])
def test_a_function_that_returns_something_else(own, answer):
    @own.checker("toy:own")
    def written(text):
        """Any."""
        return answer

    with pytest.raises(mif.MifcheckError, match=r"toy:own: .*bool, None or a Verdict: return bool"):
        written().check("a")


def test_an_answer_without_an_id_gets_it_and_its_spans_become_a_tuple(own):
    @own.checker("toy:own", asks="it")
    class Own(mif.Checker):
        def judge(self, text):
            return mif.Verdict(True, evidence=[mif.Span(2, 3, "b")])

    expected = mif.Verdict(True, required="it", evidence=(mif.Span(3, 4, "b"),), check="toy:own")
    assert Own().check("a *b* c") == expected
    assert hash(Own().check("a *b* c")) == hash(expected)


def test_what_is_asked_for_is_the_first_line_of_the_docstring(own):
    cls = own.checker("toy:own")(says)
    assert cls().required == "Greet {somebody}. Politely"
    assert own.summary("toy:own") == "Greet {somebody}. Politely."
    assert own.checker("toy:other", asks="say hello")(says)().required == "say hello"
    own.checker("toy:none", asks="say hello")(without_words)
    assert own.summary("toy:none") == "say hello"


COMMA = mif.build("punctuation:no_comma")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: mif.All([COMMA]),
        lambda: mif.All(COMMA, COMMA),
        lambda: mif.AnyOf(COMMA),
        lambda: mif.AnyOf(("punctuation:no_comma",)),
        lambda: mif.AtLeast(1, [COMMA]),
    ],
)
def test_a_combination_says_how_it_is_made(wrong):
    with pytest.raises(mif.ParameterError, match=r"checkers: .*All\(\(one, other\)\)"):
        wrong()


def test_a_composition_is_not_judged_where_what_it_is_composed_of_is_not(own):
    @own.checker("toy:drawn", asks="words")
    def drawn() -> mif.Checker:
        return mif.build("length_constraints:number_words", {}, profile="multi-if")

    pair = drawn() & drawn()
    text = pair.read("one two")
    assert pair.decided_on(text) is pair.verdict_on(text).passed is None


def test_a_negation_says_how_it_is_made():
    with pytest.raises(mif.ParameterError, match=r"Not: checker: .*mif\.build"):
        mif.Not(type(COMMA))


PARAMETERS = '''
import mifcheck as mif
from typing import Literal

@mif.checker("toy:all", example={"words": ["a", "b c"], "share": 0.5, "on": True, "kind": "x", "bound": {"at_least": 2}, "limit": {"more_than": 3}, "number": 7})
def every(text, words: tuple[str, ...], share: float, on: bool, kind: Literal["x", "y"], bound: mif.Bound, number: int | None = None, limit: mif.Limit | None = None) -> bool:
    """Any text."""
    return True
'''


def test_the_command_that_is_shown_runs(tmp_path, monkeypatch, capsys):
    cli = runner(tmp_path, monkeypatch, capsys)
    before = dict(mif.registry._own)
    try:
        exec(PARAMETERS, {"__name__": "toy_all"})
        described = mif.describe("toy:all")
        assert described.parameters == {
            "words": "a list, each a text",
            "share": "a number",
            "on": "true or false",
            "kind": "one of 'x', 'y'",
            "bound": "a bound, as an object such as {'at_least': 3}",
            "number": "a whole number or None",
            "limit": "a limit on a number, as an object such as {'more_than': 5} or None",
        }
        monkeypatch.setenv("COLUMNS", "1000")
        (tmp_path / "reply.txt").write_text("a")
        (shown,) = (
            line for line in cli("list", "toy:all")[1].splitlines() if "mifcheck check" in line
        )
        command = shlex.split(shown.partition("mifcheck ")[2])
        (verdict,) = json.loads(cli(*command, "--format", "json")[1])["verdicts"]
        assert (verdict["kwargs"], verdict["passed"]) == (described.example, True)
        status, _, told = cli("check", "toy:all")
        assert status == 2
        assert 'an example: mifcheck check toy:all -k \'words=["a", "b c"]\'' in told
    finally:
        mif.registry._own.clear()
        mif.registry._own.update(before)


def asked(*ids):
    turn = mif.Turn("Write.", tuple(mif.Instruction(id) for id in ids))
    return [mif.Conversation("1", "en", (turn,))]


VERSION = """
import mifcheck as mif
turn = mif.Turn("Write.", (mif.Instruction("toy:no_digit"),))
print(mif.signature_for([mif.Conversation("1", "en", (turn,))]))
"""


def test_two_versions_of_the_code_are_not_alike(tmp_path):
    from test_registry import PLUGIN, plugin

    codes = {
        "same": (PLUGIN, "1.0"),
        "again": (PLUGIN, "1.0"),
        "newer": (PLUGIN, "1.1"),
        "edited": (PLUGIN.replace("0123456789", "123456789"), "1.0"),
    }
    found = {}
    for name, (code, version) in codes.items():
        folder = tmp_path / name
        folder.mkdir()
        start = plugin(folder, code)
        metadata = folder / "toy_checks-1.0.dist-info" / "METADATA"
        metadata.write_text(metadata.read_text().replace("Version: 1.0", f"Version: {version}"))
        found[name] = mif.Signature.parse(python(start + VERSION).strip())
    assert "+toy:no_digit=1.0@" in found["same"].lib
    assert found["same"] == found["again"]
    for other in ("newer", "edited"):
        assert list(found["same"].differences(found[other])) == ["lib"]
        with pytest.raises(mif.SignatureError, match="toy:no_digit"):
            found["same"].require_same(found[other])
        with pytest.raises(mif.SignatureError, match="toy:no_digit"):
            found["same"].merge(replace(found[other], checks="000000000001"))


WITHOUT_SOURCE = """
import functools, re
import mifcheck as mif

def negated(function):
    @functools.wraps(function)
    def changed(*given):
        return given[0].verdict(not function(*given).passed)
    return changed

class Base(mif.Checker):
    def least(self, given=1):
        return given

@mif.checker("toy:own", asks="it")
class Own(Base):
    limit = 10
    words = frozenset({"a", "b", "c"})
    pattern = re.compile("a+")
    bound = mif.at_least(2)

    @property
    def most(self):
        return 5

    @functools.cached_property
    def middle(self):
        return 7

    @staticmethod
    def shape(string):
        return string.lower() in {"x", "y", "z"}

    def judge(self, text):
        return self.verdict(len(text.string) < 10)

@mif.checker("toy:function")
def function(text, size: int = 3) -> bool:
    "It."
    return any(len(each) > 11 for each in text.string.split())
"""

# What is edited, and by what.
EDITED = [
    ("limit = 10", "limit = 1000"),
    ('"a", "b", "c"', '"a", "b", "d"'),
    ('"a+"', '"a*"'),
    ("at_least(2)", "at_least(3)"),
    ("given=1", "given=2"),
    ("return 5", "return 6"),
    ("return 7", "return 8"),
    ("string.lower()", "string.upper()"),
    ('"x", "y", "z"', '"x", "y", "w"'),
    ("string) < 10", "string) < 1000"),
    ("self.verdict(len(text.string) < 10)", "self.verdict(not text.is_blank)"),
    ("    def judge(", "    @negated\n    def judge("),
    ("size: int = 3", "size: int = 4"),
    ("len(each) > 11", "len(each) > 12"),
]

NOTEBOOK = """
import itertools, linecache
from mifcheck.checkers.provenance import code_versions
for number, code in enumerate({codes!r}):
    name = f"<cell {{number}}>" if {kept} else "<string>"
    if {kept}:
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    exec(compile(code, name, "exec"), {{"__name__": "toy_cell"}})
    print(*(code_versions(mif.build(f"toy:{{each}}")).popitem()[1] for each in ("own", "function")))
"""


@pytest.mark.parametrize("kept", [True, False], ids=["with its source", "without source"])
def test_an_edit_where_there_is_no_module_is_another_version(kept):
    edited = [WITHOUT_SOURCE.replace(*edit) for edit in EDITED]
    codes = [WITHOUT_SOURCE, "\n\n" + WITHOUT_SOURCE, *edited]
    code = "import mifcheck as mif\n" + NOTEBOOK.format(codes=codes, kept=kept)
    first, moved, *others = python(code, PYTHONHASHSEED="1").splitlines()
    assert first == moved
    assert [edit for edit, other in zip(EDITED, others, strict=True) if other == first] == []
    # The edit of one checker leaves the version of the other alone.
    assert others[0].split()[1] == first.split()[1]
    assert python(code, PYTHONHASHSEED="2").splitlines() == [first, moved, *others]


def test_native_checkers_have_the_version_of_the_package_only():
    assert "punctuation" not in mif.signature_for(asked("punctuation:no_comma")).lib
