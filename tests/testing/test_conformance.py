"""The conformance cases, and what is said of an implementation that is asked about them."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter

import pytest
from commandline import runner
from core_cases import python

import mifcheck as mif
from mifcheck.integrations.ifeval import instruction_dict
from mifcheck.testing.tables import Case


def test_the_cases_are_those_of_the_tables():
    known = mif.testing.cases()
    assert len(known) > 5000
    assert {each.language for each in known} >= {*mif.known_languages("measured", "supported")}
    assert len({each.table for each in known}) == len(known)
    assert all(each.why and hash(each) for each in known)
    (row,) = (each for each in known if each.table == "en:1")
    assert row.to_dict()["kwargs"] == dict(row.kwargs)
    json.dumps([each.to_dict() for each in known])


def test_some_cases():
    known = mif.testing.cases("Hindi", {"punctuation:no_comma"})
    assert known
    assert {(each.language, each.id) for each in known} == {("hi", "punctuation:no_comma")}
    with pytest.raises(mif.UnknownLanguageError):
        mif.testing.cases("xx")


def case(id, truth, text="a", language="en", **kwargs):
    return Case("toy:1", language, text, id, kwargs, truth, "because")


class Yes:
    def __init__(self, id):
        self.id = id

    def build_description(self, word=""):
        if word == "refused":
            raise ValueError("no such word")
        if word == "exit":
            sys.exit("no data")
        self.word = word

    def check_following(self, text):
        if text == "raise":
            raise RuntimeError("boom")
        if text == "exit":
            sys.exit(3)
        return self.word in text


CASES = [
    (case("toy:yes", True), "agreed", ""),
    (case("toy:yes", False), "differed", ""),
    (case("toy:yes", False, word="b"), "agreed", ""),
    (case("toy:yes", True, "raise"), "raised", "RuntimeError: boom"),
    (case("toy:yes", True, "exit"), "raised", "SystemExit: 3"),
    (case("toy:yes", True, word="exit"), "not supported", "SystemExit: no data"),
    (case("toy:no", True), "not supported", ""),
    (case("toy:yes", True, bound={"at_least": 1}), "not supported", "TypeError"),
    (case("toy:yes", True, word="refused"), "not supported", "ValueError: no such word"),
    (case("toy:ja", True, language="es"), "agreed", ""),
    (case("toy:ja", True), "not supported", ""),
]


@pytest.mark.parametrize(("row", "outcome", "told"), CASES)
def test_an_answer_is_one_of_four(row, outcome, told):
    (answer,) = mif.testing.conform({"toy:yes": Yes, "es:toy:ja": Yes}, [row])
    assert (answer.case, answer.outcome) == (row, outcome)
    assert told in answer.told


def test_the_numbers_that_the_caller_draws_are_left_alone():
    random.seed(5)
    expected = [random.random() for _ in range(2)]
    random.seed(5)
    drawn = [random.random()]
    mif.testing.conform({"toy:yes": Yes}, [case("toy:yes", True)])
    assert [*drawn, random.random()] == expected


def test_what_a_reader_cannot_decide_is_not_asked():
    assert mif.testing.conform({"toy:yes": Yes}, [case("toy:yes", None)]) == ()


def test_this_package_agrees_with_every_case_of_its_own_interface():
    answers = mif.testing.conform(instruction_dict(language="fr"), mif.testing.cases("fr"))
    found = Counter(each.outcome for each in answers)
    assert set(found) == {"agreed"}


REGISTRY = """
class Comma:
    def __init__(self, id): ...
    def build_description(self): ...
    def check_following(self, text): return "," not in text
INSTRUCTION_DICT = {"punctuation:no_comma": Comma}
NUMBER = 3
"""


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    (tmp_path / "toy_registry.py").write_text(REGISTRY)
    monkeypatch.syspath_prepend(str(tmp_path))
    return runner(tmp_path, monkeypatch, capsys)


def test_the_command_shows_how_often_and_why(cli):
    command = ("conform", "toy_registry:INSTRUCTION_DICT", "--languages", "zh")
    status, out, _ = cli(*command)
    assert status == 0
    (row,) = (line.split() for line in out.splitlines() if line.startswith("punctuation:no_comma"))
    assert row[1] == "zh"
    agreed, differed, raised, unsupported = map(int, row[2:6])
    assert (raised, unsupported > 0) == (0, True)  # the parameter in_numbers
    assert agreed > 0
    assert differed > 0
    listed = cli(*command, "--list")[1]
    assert listed.count("punctuation:no_comma  zh  ") == differed
    assert "does not follow: " in listed
    document = json.loads(cli(*command, "--list", "--format", "json")[1])
    assert len(document["differing"]) == differed
    assert all(each["truth"] is False for each in document["differing"])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("toy_registry", "MODULE:NAME is expected"),
        ("toy_registry:NOTHING", "cannot be imported"),
        ("no_such_module_here:X", "No module named"),
        ("toy_registry:NUMBER", "not 3"),
    ],
)
def test_what_is_no_registry_is_one_line(cli, name, told):
    status, _, err = cli("conform", name)
    assert (status, err.count("\n")) == (2, 1)
    assert told in err


def test_the_cases_are_read_when_they_are_asked_for():
    code = (
        "import mifcheck as mif, builtins, sys\n"
        "mif.check('punctuation:no_comma', {}, 'a')\n"
        "print('mifcheck.testing.tables' in sys.modules, 'mifcheck.testing' in sys.modules)"
    )
    assert python(code).strip() == "False False"
