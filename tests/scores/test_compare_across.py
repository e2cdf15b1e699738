"""Runs that were held in unlike ways, compared because that is the question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from score_cases import outcomes, reply

import mifcheck as mif
from mifcheck.errors import ParameterError, SignatureError
from mifcheck.report.comparison import comparison_report
from mifcheck.report.show import as_text
from mifcheck.scores.scores import Scores
from mifcheck.signature import CONDITIONS, Signature

GIVEN = Signature("native", "en@3f9a", "word", "strict+loose8", "strip",
                  "own", "as-given", "8c21", "regex=1")  # fmt: skip
MOVED = replace(GIVEN, placement="moved")
BOTH = replace(GIVEN, history="recorded@0123456789ab", placement="moved")


def signed(signature: Signature, *keys: str) -> Scores:
    replies = [reply("+f:a -f:b", key) for key in keys or ("x", "y")]
    return Scores(outcomes(replies, str(signature)), resamples=20)


@pytest.mark.parametrize("compare", [mif.compare, mif.dominance])
def test_only_what_is_named_may_differ(compare):
    with pytest.raises(SignatureError, match=r"alike: placement: 'as-given' and 'moved'$"):
        compare(signed(GIVEN), signed(MOVED))
    compare(signed(GIVEN), signed(MOVED), across="placement")
    compare(signed(GIVEN), signed(BOTH), across=("placement", "history"))
    with pytest.raises(SignatureError, match=r"alike: history: 'own' and 'recorded@0123456789ab'$"):
        compare(signed(GIVEN), signed(BOTH), across=["placement"])
    with pytest.raises(SignatureError, match=r"alike: lib: 'regex=1' and 'regex=2'$"):
        compare(signed(GIVEN), signed(replace(MOVED, lib="regex=2")), across="placement")


def test_the_conversations_need_not_be_all_the_same():
    found = mif.compare(signed(GIVEN, "x", "y"), signed(MOVED, "y", "z"), across="placement")
    assert (found.conversations, found.only_a, found.only_b) == (1, ("x",), ("z",))


def test_the_comparison_says_what_differs():
    found = mif.compare(signed(GIVEN), signed(BOTH), across=("think", "placement", "history"))
    assert found.across == (
        ("history", "own", "recorded@0123456789ab"),
        ("placement", "as-given", "moved"),
    )
    assert found.to_dict()["across"] == {
        "history": {"a": "own", "b": "recorded@0123456789ab"},
        "placement": {"a": "as-given", "b": "moved"},
    }
    assert "placement: as-given and moved" in str(found).splitlines()[0]
    lines = as_text(comparison_report(found)).splitlines()
    assert "across history: A own, B recorded@0123456789ab" in lines
    assert "across placement: A as-given, B moved" in lines
    assert lines[-2:] == [str(GIVEN), str(BOTH)]


def test_what_does_not_differ_is_not_said():
    found = mif.compare(signed(GIVEN), signed(GIVEN), across=CONDITIONS)
    assert (found.across, found.to_dict()["across"]) == ((), {})
    assert "across" not in as_text(comparison_report(found))


@pytest.mark.parametrize("name", ["checks", "mode", "lib", "hist"])
def test_how_replies_were_judged_is_never_compared_across(name):
    with pytest.raises(ParameterError, match=f"across '{name}': one of think, history, placement"):
        mif.compare(signed(GIVEN), signed(GIVEN), across=name)
