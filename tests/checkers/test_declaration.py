"""What is declared of a checker: its requirement in words, its example, its data-set spelling."""

from __future__ import annotations

import copy
import pickle
import pkgutil
from dataclasses import is_dataclass
from importlib import import_module

import pytest
from core_cases import CHECKERS

import mifcheck as mif
from mifcheck.bounds import at_least
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import Registry, is_own
from mifcheck.checkers.parameters import Bound, Phrase, Words
from mifcheck.checkers.primitives import Absent, Counted, Each, Present
from mifcheck.checkers.spelling import NumberAlone, Related
from mifcheck.errors import MifcheckError, ParameterError, UnknownIdError


@pytest.fixture
def own():
    """A registry of one's own, so that the tests do not touch the native one."""
    return Registry("toy")


def named(checker, **declared):
    @checker("toy:named", **declared)
    class Named(Checker):
        """The reply names all of them. Not tested."""

        names: Words
        end: Phrase = "Bye."

        def judge(self, text):
            return self.verdict(True)

    return Named


def counting(checker, **declared):
    @checker("toy:digits", **declared)
    class Digits(Counted):
        """The reply has a number of digits within `bound`.

        In any script.
        """

        bound: Bound
        noun = ("digit", "digits")

        def find(self, text):
            return text.marks("0123456789", "digit")

    return Digits


def test_the_requirement_is_the_template_filled(own):
    cls = named(own.checker, asks="the names {names!r}, then {end!r} ({end})")
    assert cls(("Ana", "Bo")).required == "the names 'Ana', 'Bo', then 'Bye.' (Bye.)"
    assert cls(("Ana",)).verdict(True).required == cls(("Ana",)).required


@pytest.mark.parametrize(
    ("bound", "required"),
    [
        (mif.exactly(1), "exactly 1 digit"),
        (mif.at_least(1), "at least 1 digit"),
        (mif.at_most(2), "at most 2 digits"),
        (mif.exactly(0), "exactly 0 digits"),
        (mif.at_least(11), "at least 11 digits"),
        (mif.between(0, 1), "at most 1 digit"),
        (~mif.exactly(1), "not exactly 1 digit"),
        (mif.between(2, 21), "between 2 and 21 digits"),
    ],
)
def test_the_noun_is_in_the_number_of_the_bound(own, bound, required):
    assert counting(own.checker)(bound).required == required
    placed = counting(Registry("other").checker, asks="with {bound} {noun} in it")
    assert placed(bound).required == f"with {required} in it"


def test_a_length_is_required_in_the_unit_of_the_reply():
    words = mif.build("length_constraints:number_words", {"bound": mif.exactly(1)})
    assert words.required == "exactly 1 word"
    assert words.check("字", "zh").required == "exactly 1 character"
    assert words.check("Rain falls.", "en").required == "exactly 1 word"


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ("the names {name!r}", ["toy:named", "'name'", "did you mean 'names'", "names, end"]),
        ("the names {names", ["toy:named", "{names"]),
        ("the names {names!r}}", ["toy:named"]),
        ("the names {}", ["toy:named", "''"]),
    ],
)
def test_a_bad_template_is_refused_when_declared(own, asks, told):
    with pytest.raises(MifcheckError) as caught:
        named(own.checker, asks=asks)
    for word in told:
        assert word in str(caught.value)
    assert "toy:named" not in own


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ({"names": []}, "names"),
        ({}, "'names' is missing"),
        ({"name": ["Ana"]}, "did you mean 'names'"),
        ({"names": ["Ana"], "end": 3}, "end"),
    ],
)
def test_a_bad_example_is_refused_when_declared(own, example, told):
    with pytest.raises(MifcheckError, match=f"(?s)example.*toy:named.*{told}"):
        named(own.checker, asks="x", example=example)
    assert "toy:named" not in own


@pytest.mark.parametrize(
    "declared", [{"verbatim": ("name",)}, {"spelling": {"name": NumberAlone("n", at_least)}}]
)
def test_what_is_declared_of_no_parameter_is_refused(own, declared):
    with pytest.raises(MifcheckError, match=r"toy:named.*'name' is no parameter"):
        named(own.checker, asks="x", **declared)


def test_the_example_is_kept(own):
    example = {"names": ["Ana"]}
    named(own.checker, asks="{names!r}", example=example)
    assert own.example("toy:named") == example
    assert own.build("toy:named", example).required == "'Ana'"
    assert own.summary("toy:named") == "The reply names all of them. Not tested."


def test_verbatim_are_the_words_of_the_parameters_named(own):
    cls = named(own.checker, asks="x", verbatim=("end", "names"))
    assert cls(("Ana", "Bo")).verbatim == ("Bye.", "Ana", "Bo")
    assert named(Registry("other").checker, asks="x")(("Ana",)).verbatim == ()


def test_a_data_set_may_spell_a_parameter_otherwise(own):
    spelling = {"bound": Related("count", "relation")}
    counting(own.checker, spelling=spelling, example={"count": 2, "relation": "at most"})
    assert list(own.parameters("toy:digits")) == ["count", "relation"]
    built = own.build("toy:digits", {"count": 2, "relation": "at most"})
    assert built == own.build("toy:digits", {"bound": mif.at_most(2)})
    with pytest.raises(ParameterError, match=r"toy:digits: give either 'bound' or 'count'"):
        own.build("toy:digits", {"bound": mif.at_most(2), "count": 2})
    with pytest.raises(ParameterError, match=r"toy:digits: .*'count' is missing"):
        own.build("toy:digits", {"relation": "at most"})


def test_registries_are_apart_and_derive_from_one_another(own):
    cls = counting(own.checker, example={"bound": mif.at_least(1)})
    assert "toy:digits" not in mif.registry
    derived = Registry("derived", own, noun=("figure", "figures"))
    assert list(derived) == ["toy:digits"]
    assert issubclass(derived["toy:digits"], cls)
    assert derived.build("toy:digits", {"bound": mif.at_least(2)}).required == "at least 2 figures"
    assert own.build("toy:digits", {"bound": mif.at_least(2)}).required == "at least 2 digits"
    with pytest.raises(
        UnknownIdError, match="toy:digit'.*did you mean 'toy:digits'.*profile derived"
    ):
        _ = derived["toy:digit"]


def test_the_primitives_judge_what_is_found(own):
    class Digits:
        def find(self, text):
            return text.marks("0123456789", "digit")

    @own.checker("toy:present", asks="a digit")
    class AnyDigit(Digits, Present):
        """A digit."""

    @own.checker("toy:absent")
    class NoDigit(Digits, Absent):
        """No digit."""

        noun = ("digit", "digits")

    @own.checker("toy:each", asks="all sentences hold a digit")
    class DigitEach(Each):
        """A digit in each sentence."""

        def offence(self, text, start, end):
            held = any(start <= mark.start < end for mark in text.marks("0123456789"))
            return None if held else mif.Span(start, end, "no digit")

    with_one, without = "Rain 1. Sun 2.", "Rain. Sun 2."
    assert AnyDigit().check(with_one).passed is True
    assert AnyDigit().check("Rain.").passed is False
    assert NoDigit().required == "no digit"
    assert NoDigit().check("Rain.").passed is True
    assert NoDigit().check(with_one).reason == "2 digits found"
    assert DigitEach().check(with_one).passed is True
    verdict = DigitEach().check(without)
    assert (verdict.passed, verdict.measured, verdict.evidence) == (
        False,
        1,
        (mif.Span(0, 5, "no digit"),),
    )
    assert verdict.reason == "1 of 2 sentences hold a digit"
    assert DigitEach().passes(mif.Text(without)) is False
    assert DigitEach().check("```json\n1\n```").reason == "there is no sentence"


@pytest.mark.parametrize("id", sorted(CHECKERS))
def test_checkers_travel_and_are_told_apart_by_their_parameters_only(id):
    fresh, asked = CHECKERS[id], mif.build(id, mif.describe(id).example)
    asked.check("Rain, 7.")
    for again in (pickle.loads(pickle.dumps(asked)), copy.copy(asked), copy.deepcopy(asked)):
        assert again == fresh == asked
        assert hash(again) == hash(fresh)
        assert repr(again) == repr(fresh)
        assert again.required == fresh.required
        assert again.verbatim == fresh.verbatim


@pytest.mark.parametrize(
    ("module", "is_one"),
    [("a", True), ("shop.checks", True), ("mifchecker", True), ("mifcheck.checkers.base", False)],
)
def test_which_checkers_are_those_of_another_package(module, is_one):
    assert is_own(type("Any", (Checker,), {"__module__": module})) is is_one


@pytest.mark.parametrize("room", ["languages", "markup", "segment", "text", "checkers"])
def test_values_cannot_be_changed(room):
    package = import_module(f"mifcheck.{room}")
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for each in vars(import_module(info.name)).values():
            if isinstance(each, type) and is_dataclass(each):
                assert each.__dataclass_params__.frozen, each
