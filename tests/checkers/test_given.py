"""Parameters as data sets and the command line give them, and rules that are composed of them."""

from __future__ import annotations

import pytest

import mifcheck as mif

ACCENTS = "fr:special_character:accents"
GIVEN = [
    ("format:options", {"options": "yes/no/maybe"}, ("yes", "no", "maybe")),
    ("format:options", {"options": "yes, no or maybe"}, ("yes", "no", "maybe")),
    ("format:options", {"options": ["yes/no", "maybe"]}, ("yes/no", "maybe")),
    ("format:options", {"options": ["yes/ no/"]}, ("yes", "no")),
    (ACCENTS, {"word_to_accentuate": {"ete": "été", "ca": "ça"}}, (("ete", "été"), ("ca", "ça"))),
    (ACCENTS, {"word_to_accentuate": [["ete", "été"]]}, (("ete", "été"),)),
    ("codi:between", {"label": [3, 5]}, (3, 5)),
    ("codi:between", {"label": [5, 5]}, (5, 5)),
    ("codi:between", {"label": (0, 5)}, (0, 5)),
]


@pytest.mark.parametrize(("id", "kwargs", "made"), GIVEN)
def test_a_parameter_is_read_as_it_is_given(id, kwargs, made):
    (name,) = kwargs
    assert getattr(mif.build(id, kwargs), name) == made


REFUSED = [
    ("codi:between", {"label": [5, 3]}, "the first number is beyond the second"),
    ("codi:between", {"label": [5]}, "not a list of two numbers"),
    ("codi:between", {"label": [1, 2, 3]}, "not a list of two numbers"),
    ("codi:between", {"label": 7}, "not a list of two numbers"),
    ("codi:between", {"label": [-1, 3]}, "label"),
    ("format:options", {"options": "/"}, "options"),
    (
        "collie:c02",
        {"count": 4, "places": [1, 2], "letters": ["a"]},
        "2 places, but 1 units for them",
    ),
    ("collie:c12", {"sentences": 3, "words": ["a", "b"]}, "words: 2 for 3 sentences"),
]


@pytest.mark.parametrize(("id", "kwargs", "said"), REFUSED)
def test_a_parameter_that_makes_no_sense_is_refused(id, kwargs, said):
    with pytest.raises(mif.ParameterError, match=said):
        mif.build(id, kwargs)


COLLIE = [
    ("c01", {"count": 5}, ["River.", "“Rivers”"], ["Ship", "Big rivers", "o'clo7"]),
    ("c02", {"count": 4, "places": [1, -1], "letters": ["b", "t"]}, ["boat", "boot."], ["coat", "bolts", "bear"]),
    ("c02", {"count": 4, "places": [2, -2], "letters": ["o", "a"]}, ["boat"], ["bats", "beat", "boot"]),
    ("c03", {"count": 4, "last": "t"}, ["boat"], ["bolts", "boats", "bear"]),
    ("c04", {"count": 5}, ["I go.", "  I go.\n", "I  g."], ["I go", "We go.", "Go. So."]),
    ("c05", {"count": 3, "places": [1, -1], "words": ["we", "home"]}, ["We go home."], ["We all go home.", "They go home.", "We go out."]),
    ("c06a", {"count": 3, "longest": 4}, ["We go home.", "We all go home."], ["We go.", "We go homes.", "We go home. So."]),
    ("c07", {"words": ["home", "go"]}, ["We go home."], ["We go.", "We go. Home."]),
    ("c08", {"word": "we"}, ["We go. We stay."], ["We go.", "We go. They stay."]),
    ("c09", {"sentences": 2, "words": ["the"]}, ["I go. You stay."], ["I go.", "I go. The end.", "I go. You stay. So."]),
    ("c10", {"sentences": 2, "least": 2, "most": 3}, ["I go. You all stay."], ["I go. You.", "I go. You all stay here.", "I go."]),
    ("c11", {"sentences": 2, "least": 2}, ["I go. You stay.", "I go. You stay. We all go."], ["I go.", "I go. You."]),
    ("c12", {"sentences": 2, "words": ["go", "stay"]}, ["I go. You stay."], ["I stay. You go.", "I go. You stay. So."]),
    ("c14", {"sentences": ["I sit.", "I go."]}, ["So it is. I sit.\n\nSo. I go."], ["I sit.\n\nSo. I go.", "So. I sit.", "So. I go.\n\nSo. I sit."]),
]  # fmt: skip


@pytest.mark.parametrize(("id", "kwargs", "good", "bad"), COLLIE)
def test_structures(id, kwargs, good, bad):
    checker = mif.build(f"collie:{id}", kwargs)
    assert [reply for reply in good + bad if checker.check(reply, "en").passed] == good


def step(level, predicate="@", description=None):
    named = {} if description is None else {"description": description}
    return {"level": level, "predicate": predicate, **named}


RULES = [
    ([step("line", "@2")], "contain", "rain", ["So\nrain falls\nnow"], ["rain\nso", "so"]),
    ([step("line", "@-1")], "contain", "rain", ["so\nrain falls"], ["rain\nso"]),
    ([step("line", "@-2")], "contain", "rain", ["rain\nso"], ["so\nrain", "rain"]),
    ([step("line", "@(1, -1)")], "contain", "rain", ["rain\nso\nrain", "rain"], ["rain\nso"]),
    ([step("line")], "contain", "rain", ["rain\nIt rains"], ["rain\nso"]),
    ([step("line", "!2")], "contain", "rain", ["rain\nso"], ["so\nrain", "rain"]),
    ([step("line", "!-1")], "contain", "rain", ["a\nrain\nso"], ["a\nso\nrain"]),
    ([step("line", "$1")], "contain", "rain", ["so\nrain\na"], ["rain\nso", "rain"]),
    ([step("line", "#")], "=", 2, ["a\nb"], ["a", "a\nb\nc"]),
    ([step("line", "#")], "!=", 2, ["a", "a\nb\nc"], ["a\nb"]),
    ([step("line", "#")], ">=", 2, ["a\nb", "a\nb\nc"], ["a"]),
    ([step("line", "#")], "<=", 2, ["a", "a\nb"], ["a\nb\nc"]),
    ([step("line", "#")], ">", 2, ["a\nb\nc"], ["a\nb"]),
    ([step("line", "#")], "<", 2, ["a"], ["a\nb"]),
    ([step("word", "#", "rain")], "=", 2, ["rain, rain"], ["rain", "rains rain"]),
    ([step("letter", "#", "r")], "=", 2, ["rare"], ["rain"]),
    ([step("punc", "#", ".")], "=", 2, ["a. b."], ["a."]),
    ([step("punc", "#")], "=", 2, ["well-known: so."], ["a."]),
    ([step("character", "#")], "=", 2, ["今天 a"], ["今 a"]),
    ([step("pattern", "#", "a+")], "=", 2, ["aa b a"], ["aa"]),
    ([step("paragraph", "@2"), step("sentence", "@-1")], "contain", "rain", ["So.\n\nSo. It rains."], ["It rains.\n\nSo."]),
    ([step("paragraph"), step("sentence", "#")], "=", 2, ["I go. You stay.\n\nIt rains. We sit."], ["I go. You stay.\n\nIt rains."]),
    ([step("answer")], "equal", "Rain", ["rain", "“Rain”"], ["Rain falls"]),
    ([step("answer")], "notequal", "Rain", ["Rain falls"], ["rain"]),
    ([step("answer")], "startswith", "Rain", ["Rain falls."], ["It rains."]),
    ([step("answer")], "endswith", "rain", ["So much rain."], ["Rain falls."]),
    ([step("answer")], "notcontain", "rain", ["Snow"], ["It rains."]),
    ([step("bullet", "@1")], "contain", "rain", ["- rain\n- so"], ["rain\n- so"]),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "relation", "value", "good", "bad"), RULES)
def test_steps_lead_to_parts(procedure, relation, value, good, bad):
    given = {"procedure": procedure, "relation": relation, "value": value}
    checker = mif.build("lexinstruct:rule", given)
    assert [reply for reply in good + bad if checker.check(reply, "en").passed] == good


@pytest.mark.parametrize(
    ("procedure", "relation", "value", "said"),
    [
        ([step("line", "#"), step("word")], "=", 2, "nothing can follow the predicate '#'"),
        ([step("line", "@0")], "contain", "a", "unknown predicate '@0'"),
        ([step("lines")], "contain", "a", "unknown level 'lines'; did you mean"),
        ([step("line", "#")], "contain", 2, "unknown relation of a number 'contain'"),
        ([step("line")], "=", "a", "unknown relation of a text '='"),
        ([step("line", "#", "a")], "=", 2, "unknown level that names what is counted 'line'"),
        ([step("line", "#")], "=", "a", "value: "),
        ([], "=", 2, "procedure"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(procedure, relation, value, said):
    given = {"procedure": procedure, "relation": relation, "value": value}
    with pytest.raises(mif.ParameterError) as caught:
        mif.build("lexinstruct:rule", given)
    assert said in str(caught.value)
