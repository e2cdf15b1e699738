"""What a failed assertion shows, with and without the plug-in of pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.testing import assert_follows

COMMA = mif.build("punctuation:no_comma")
REPLY = "Прилетели грачи, и весна."


@pytest.mark.parametrize(
    "asked",
    [
        COMMA,
        "punctuation:no_comma",
        ("punctuation:no_comma", {}),
        mif.Instruction("punctuation:no_comma"),
        ["startend:quotation", COMMA],
    ],
)
def test_a_failure_shows_the_evidence_in_the_reply(asked):
    with pytest.raises(AssertionError) as error:
        assert_follows(REPLY, asked, "ru")
    told = str(error.value)
    several = 2 if isinstance(asked, list) else 1
    assert told.startswith(f"{several} of {several} instructions not followed, in Russian\n")
    assert "Прилетели грачи⟦,⟧ и весна." in told
    assert "required  no comma" in told
    assert "1 comma found" in told


def test_a_reply_that_follows_passes():
    assert_follows("Прилетели грачи.", [COMMA, "punctuation:no_comma"], "ru")
    assert_follows("*a*, b\nNo more.", COMMA, loose=True)
    assert_follows("<think>a, b</think>No more.", COMMA)


def test_no_instruction_is_a_mistake_in_the_test():
    with pytest.raises(mif.ParameterError, match="no instruction"):
        assert_follows("x", [])


def test_the_marks_stand_in_the_reply_as_given():
    with pytest.raises(AssertionError, match="line 2  b⟦,⟧ c"):
        assert_follows("<think>a, b</think>\nb, c", COMMA)


def test_what_is_not_judged_does_not_pass():
    with pytest.raises(AssertionError, match="not judged  change_case:capital_word_frequency"):
        assert_follows(
            "नदी।",
            mif.build("change_case:capital_word_frequency", {"bound": mif.at_least(0)}),
            "hi",
        )


TESTS = """
import mifcheck as mif
from mifcheck.testing import assert_follows

REPLY = "Прилетели грачи, и весна."
CASE = ("change_case:capital_word_frequency", {"capital_frequency": 1, "capital_relation": "at least"})

def test_follows():
    assert_follows(REPLY, "punctuation:no_comma", "ru")

def test_passed():
    reply = REPLY
    verdict = mif.check("punctuation:no_comma", {}, reply, "ru")
    assert verdict.passed

def test_verdict():
    found = mif.check("punctuation:no_comma", {}, REPLY, "ru")
    assert found

def test_share():
    reply = REPLY
    result = mif.check_all(["punctuation:no_comma", "startend:quotation"], reply, "ru")
    assert result.pif == 1

def test_not_judged():
    verdict = mif.check(*CASE, "नदी।", "hi")
    assert not verdict

def test_not_judged_passed():
    verdict = mif.check(*CASE, "नदी।", "hi")
    assert verdict.passed

def test_inline():
    assert mif.check("punctuation:no_comma", {}, REPLY, "ru").passed

def test_other():
    verdict = mif.check("punctuation:no_comma", {}, REPLY, "ru")
    assert 1 == 2

def test_another_reply():
    reply = "Кто-то другой пишет совсем другое."
    verdict = mif.check("punctuation:no_comma", {}, REPLY, "ru")
    assert verdict

def test_unknown_reply():
    verdict = mif.check("punctuation:no_comma", {}, REPLY, "ru").moved(lambda *ends: ends)
    assert verdict

def test_list_in_itself():
    verdict = mif.check("punctuation:no_comma", {}, REPLY, "ru")
    held = [verdict]
    held.append(held)
    assert held == 3

class Broken(list):
    def __iter__(self):
        raise RuntimeError("no order")

def test_broken_list():
    held = Broken([1])
    assert len(held) == 2

class Named:
    @property
    def __class__(self):
        raise RuntimeError("no class")

def test_broken_class():
    held = Named()
    assert held is None

exec(compile("\\n" * 500 + "def test_no_such_line():\\n    held = 1\\n    assert held == 2", __file__, "exec"))

def test_passes():
    assert mif.check("punctuation:no_comma", {}, "Да.", "ru")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What pytest prints about each of the tests above, by name."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "test_user.py").write_text(TESTS, encoding="utf-8")
    plugin = "mifcheck.testing.pytest_plugin"
    installed = any(entry.value == plugin for entry in entry_points(group="pytest11"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *([] if installed else ["-p", plugin]),
         "-p", "no:cacheprovider", "-p", "no:xdist", "--color=no", "test_user.py"],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(Path(mif.__file__).parents[1]), "PYTHONIOENCODING": "utf-8", "PYTEST_ADDOPTS": "", "COLUMNS": "120"},
    )  # fmt: skip
    assert "14 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    parts = done.stdout.split("\n____")
    return {part.strip("_ ").split(" ")[0]: part for part in parts[1:]}


MARKED = "Прилетели грачи⟦,⟧ и весна."
SECTION = "- mifcheck -"


@pytest.mark.parametrize(
    "name",
    ["test_passed", "test_verdict", "test_share", "test_another_reply", "test_list_in_itself"],
)
def test_a_plain_assertion_shows_the_reply_that_the_verdict_is_about(told, name):
    section = told[name].partition(SECTION)[2]
    assert section.count(MARKED) == 1


@pytest.mark.parametrize("name", ["test_broken_list", "test_broken_class", "test_no_such_line"])
def test_what_cannot_be_looked_into_fails_its_own_test_alone(told, name):
    assert SECTION not in told[name]


def test_the_failed_assertion_shows_the_line_of_the_test(told):
    assert MARKED in told["test_follows"]
    assert "test_user.py:9: AssertionError" in told["test_follows"]
    assert "following.py" not in told["test_follows"]


def test_without_the_reply_the_reason_is_shown(told):
    section = told["test_unknown_reply"].partition(SECTION)[2]
    assert "failed: 1 comma found (required: no comma)" in section
    assert "⟦" not in section
    assert "1 comma found" in told["test_inline"]


@pytest.mark.parametrize("name", ["test_not_judged", "test_not_judged_passed"])
def test_not_judged_is_no_failure_of_the_reply(told, name):
    assert "not judged  change_case" in told[name].partition(SECTION)[2]


def test_a_verdict_that_is_not_judged_is_neither_true_nor_false(told):
    assert "this check cannot be judged" in told["test_not_judged"]


def test_other_assertions_are_left_alone(told):
    assert SECTION not in told["test_other"]
