"""Ids, the checkers they name, other packages' checkers, and what is said of bad parameters."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from core_cases import CLASSIC, python

import mifcheck as mif
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import Registry, checker
from mifcheck.checkers.primitives import Absent
from mifcheck.checkers.sets import instruction_set
from mifcheck.errors import MifcheckError, ParameterError, UnknownIdError


def test_the_classic_ids_are_there():
    assert set(mif.registry) >= CLASSIC
    assert len(CLASSIC) == 25
    assert list(mif.registry) == sorted(mif.registry)
    assert len(mif.registry) == len(list(mif.registry))


@pytest.mark.parametrize("id", sorted(CLASSIC))
def test_an_id_is_described(id):
    described = mif.describe(id)
    assert described.id == id
    assert described.summary.endswith(".")
    assert set(described.parameters) - set(described.example) <= {
        "match",
        "spelling",
        "accents",
        "in_numbers",
    }
    assert set(described.example) <= set(described.parameters)
    assert all(described.parameters.values())
    assert set(described.languages) <= set(mif.known_languages())
    assert issubclass(mif.registry[id], Checker)
    built = mif.build(id, described.example)
    assert built.id == id
    assert built == mif.build(id, described.example)
    assert built.required


def test_case_is_not_described_as_judged_where_there_is_none():
    judged = mif.describe("change_case:capital_word_frequency").languages
    assert set(mif.known_languages()) - set(judged) == {"hi", "ja", "zh"}


@pytest.mark.parametrize(
    ("id", "meant"),
    [
        ("punctuation:no_coma", "punctuation:no_comma"),
        ("length_constraint:number_words", "length_constraints:number_words"),
        ("Punctuation:No_Comma", "punctuation:no_comma"),
        ("no_comma", "punctuation:no_comma"),
        ("no_coma", "punctuation:no_comma"),
        ("NUMBER_WORDS", "length_constraints:number_words"),
        ("existence", "keywords:existence' or 'numbers:existence"),  # not es:keywords:existence
        ("exclamation_marks", "es:punctuation:exclamation_marks"),
    ],
)
def test_an_unknown_id_is_guessed(id, meant):
    for ask in (mif.registry.__getitem__, mif.build, mif.describe):
        with pytest.raises(UnknownIdError, match=f"{id}.*did you mean '{meant}'"):
            ask(id)
    assert id not in mif.registry
    assert all(each in mif.registry for each in meant.split("' or '"))


@pytest.mark.parametrize("id", ["zzz", "", ":", "no_comma", 3, None])
def test_what_is_no_id(id):
    with pytest.raises(UnknownIdError):
        _ = mif.registry[id]


@pytest.mark.parametrize("id", ["plain", ":name", "family:", ""])
def test_an_id_has_a_family_and_a_name(id):
    with pytest.raises(MifcheckError, match="family:name"):
        checker(id)


def test_a_duplicate_is_refused():
    with pytest.raises(MifcheckError, match="punctuation:no_comma.*already"):

        @checker("punctuation:no_comma")
        class Another(Absent):
            """Another."""


def test_an_unknown_set_is_refused():
    assert instruction_set("ifbench").key == "ifbench"
    with pytest.raises(MifcheckError, match="'ifbenc'.*'ifbench'"):
        instruction_set("ifbenc")


def test_an_unknown_profile_is_refused():
    with pytest.raises(MifcheckError, match="nativ.*native"):
        mif.build("punctuation:no_comma", {}, profile="nativ")


PLUGIN = '''
from mifcheck.checkers.primitives import Absent
from mifcheck.checkers.catalogue import checker

@checker("toy:no_digit")
class NoDigit(Absent):
    """No digit."""
    noun = ("digit", "digits")
    def find(self, text):
        return text.marks("0123456789", "digit")
'''


def plugin(folder, code, name="toy_checks"):
    (folder / f"{name}.py").write_text(code)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[mifcheck.checkers]\n{name} = {name}\n")
    return f"import sys; sys.path.insert(0, {str(folder)!r})\nimport mifcheck as mif\n"


def test_another_package_adds_a_checker(tmp_path):
    code = plugin(tmp_path, PLUGIN) + (
        "v = mif.check('toy:no_digit', {}, 'a 1', 'en')\n"
        "print(v.passed, v.evidence[0][:2], 'toy:no_digit' in mif.registry, mif.describe('toy:no_digit').summary)\n"
        "print(mif.from_spec((~mif.build('toy:no_digit')).to_spec()))\n"
    )
    assert python(code).splitlines() == ["False (2, 3) True No digit.", "Not(checker=NoDigit())"]


BROKEN = {
    "raises": "raise RuntimeError('boom')",
    "imports": "import no_such_module_at_all",
    "syntax": "1 +",
    "exits": "raise SystemExit(3)",
    "takes": PLUGIN.replace("toy:no_digit", "toy:half")
    + PLUGIN.replace("toy:no_digit", "punctuation:no_comma"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_package_is_named_and_the_others_work(tmp_path, broken):
    plugin(tmp_path, PLUGIN, name="a_sound_one")
    plugin(tmp_path, PLUGIN.replace("toy:", "last:"), name="z_sound_one")
    code = "import warnings; warnings.simplefilter('always')\n" + plugin(tmp_path, BROKEN[broken])
    code += (
        "with warnings.catch_warnings(record=True) as told:\n"
        "    for id in ('punctuation:no_comma', 'toy:no_digit', 'last:no_digit'):\n"
        "        print(mif.build(id).id, 'toy:half' in mif.registry)\n"
        "print(len(told), *(each.message for each in told))\n"
        "try:\n    mif.build('other:id')\nexcept mif.UnknownIdError as error:\n    print(error)\n"
    )
    *built, warned, unknown = python(code).splitlines()
    assert built == [
        f"{id} False" for id in ("punctuation:no_comma", "toy:no_digit", "last:no_digit")
    ]
    assert warned.startswith("1 the checkers of toy_checks 1.0 (toy_checks) cannot be loaded: ")
    assert "toy_checks 1.0" in unknown
    assert ("punctuation:no_comma' is mifcheck" in warned) == (broken == "takes")


def test_a_package_that_fails_takes_no_other_s_checkers_away(tmp_path):
    plugin(tmp_path, PLUGIN.replace("toy:", "last:"), name="z_sound_one")
    broken = f"import z_sound_one\n{PLUGIN}\nraise RuntimeError('boom')\n"
    code = "import warnings; warnings.simplefilter('ignore')\n" + plugin(tmp_path, broken)
    code += (
        "print('toy:no_digit' in mif.registry, 'last:no_digit' in mif.registry)\n"
        "print(*(id for id in mif.registry if not id.startswith('last:')))"
    )
    found, ids = python(code).splitlines()
    assert found == "False True"
    assert ids.split() == python("import mifcheck as mif; print(*mif.registry)").split()


def test_what_a_broken_module_of_a_package_declares_is_left_out_and_no_more(tmp_path):
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "good.py").write_text(PLUGIN.replace("toy:", "good:"))
    (suite / "part.py").write_text(PLUGIN.replace("toy:", "part:"))
    (suite / "bad.py").write_text("import suite.good, suite.part\nraise RuntimeError('boom')\n")
    code = plugin(tmp_path, PLUGIN)
    points = tmp_path / "toy_checks-1.0.dist-info" / "entry_points.txt"
    points.write_text("[mifcheck.checkers]\nbad = suite.bad\ngood = suite.good\n")
    code = "import warnings; warnings.simplefilter('ignore')\n" + code
    code += "print(*(f'{each}:no_digit' in mif.registry for each in ('good', 'part')))"
    assert python(code).split() == ["True", "False"]


def test_loading_that_was_interrupted_is_begun_again(monkeypatch):
    raised = [KeyboardInterrupt(), RuntimeError("boom")]

    def load():
        raise raised.pop(0)

    entry = SimpleNamespace(module="toy", value="toy:it", dist=None, load=load)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: (entry,))
    own = Registry("own", plugins="own.checkers")
    with pytest.raises(KeyboardInterrupt):
        list(own)
    with pytest.warns(UserWarning, match=r"checkers of a package \(toy:it\) cannot be .*boom"):
        assert list(own) == list(own) == raised == []


# id, parameters, what the message must hold besides the id
BAD = [
    ("keywords:existence", {}, ["keywords", "missing", "list"]),
    ("keywords:existence", {"keywords": None}, ["keywords", "list"]),
    ("keywords:existence", {"keywords": []}, ["keywords", "one or more"]),
    ("keywords:existence", {"keywords": "river"}, ["keywords", "list"]),
    ("keywords:existence", {"keywords": ["river", " "]}, ["keywords", "blank"]),
    ("keywords:existence", {"keywords": ["river", 3]}, ["keywords"]),
    ("keywords:existence", {"keyword": ["river"]}, ["keyword", "did you mean 'keywords'"]),
    (
        "keywords:frequency",
        {"keyword": "a", "relation": "at least"},
        ["frequency", "missing", "whole number"],
    ),
    ("keywords:frequency", {"keyword": "a", "frequency": 2}, ["relation", "missing", "'at least'"]),
    ("keywords:frequency", {"frequency": 2, "relation": "at least"}, ["keyword", "missing"]),
    (
        "keywords:frequency",
        {"keyword": "", "frequency": 2, "relation": "at least"},
        ["keyword", "blank"],
    ),
    (
        "keywords:frequency",
        {"keyword": "a", "frequency": -1, "relation": "at least"},
        ["frequency", "0 or more", "-1"],
    ),
    (
        "keywords:frequency",
        {"keyword": "a", "frequency": 0, "relation": "less than"},
        ["frequency", "less than 0"],
    ),
    (
        "keywords:frequency",
        {"keyword": "a", "frequency": 2, "relation": "atleast"},
        ["relation", "did you mean 'at least'"],
    ),
    (
        "keywords:frequency",
        {"keyword": "a", "frequency": 2, "relation": 2},
        ["relation", "'less than'"],
    ),
    ("keywords:forbidden_words", {}, ["forbidden_words", "missing"]),
    (
        "keywords:letter_frequency",
        {"letter": "ab", "let_frequency": 1, "let_relation": "at least"},
        ["letter", "single character", "'ab'"],
    ),
    (
        "keywords:letter_frequency",
        {"letter": "", "let_frequency": 1, "let_relation": "at least"},
        ["letter"],
    ),
    (
        "keywords:letter_frequency",
        {"let_frequency": 1, "let_relation": "at least"},
        ["letter", "missing"],
    ),
    (
        "keywords:letter_frequency",
        {"letter": "a", "let_frequency": 1.5, "let_relation": "at least"},
        ["let_frequency", "1.5"],
    ),
    ("language:response_language", {}, ["language", "missing"]),
    ("language:response_language", {"language": "xx"}, ["language", "'xx'"]),
    ("language:response_language", {"language": 3}, ["language", "3"]),
    (
        "length_constraints:number_words",
        {"num_words": "3", "relation": "at least"},
        ["num_words", "whole number", "'3'"],
    ),
    (
        "length_constraints:number_words",
        {"num_words": True, "relation": "at least"},
        ["num_words", "True"],
    ),
    (
        "length_constraints:number_words",
        {"num_words": 2.5, "relation": "at least"},
        ["num_words", "2.5"],
    ),
    (
        "length_constraints:number_words",
        {"num_word": 2, "relation": "at least"},
        ["num_words", "missing", "num_word"],
    ),
    (
        "length_constraints:number_words",
        {"num_words": 2, "relation": "at least", "x": 1},
        ["'x'", "num_words"],
    ),
    (
        "length_constraints:number_sentences",
        {"num_sentences": None, "relation": "at least"},
        ["num_sentences", "missing"],
    ),
    (
        "length_constraints:number_paragraphs",
        {"num_paragraphs": 0},
        ["num_paragraphs", "1 or more", "0"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 3, "first_word": "a"},
        ["nth_paragraph", "3"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 0, "first_word": "a"},
        ["nth_paragraph", "1 or more"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": True, "first_word": "a"},
        ["nth_paragraph"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": "1", "first_word": "a"},
        ["nth_paragraph"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 1, "first_word": "…"},
        ["first_word", "letter"],
    ),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 1},
        ["first_word", "missing"],
    ),
    (
        "detectable_content:number_placeholders",
        {"num_placeholders": -3},
        ["num_placeholders", "-3"],
    ),
    ("detectable_content:number_placeholders", {}, ["num_placeholders", "missing"]),
    ("detectable_content:postscript", {"postscript_marker": " "}, ["postscript_marker", "blank"]),
    ("detectable_content:postscript", {}, ["postscript_marker", "missing"]),
    ("detectable_format:number_bullet_lists", {"num_bullets": "3"}, ["num_bullets", "'3'"]),
    (
        "detectable_format:number_highlighted_sections",
        {"num_highlights": False},
        ["num_highlights", "False"],
    ),
    ("detectable_format:multiple_sections", {"num_sections": 2}, ["section_spliter", "missing"]),
    ("detectable_format:multiple_sections", {"section_spliter": "", "num_sections": 2}, ["blank"]),
    (
        "detectable_format:multiple_sections",
        {"section_spliter": "S", "num_sections": 0},
        ["num_sections"],
    ),
    ("detectable_format:constrained_response", {"x": 1}, ["'x'", "none"]),
    ("detectable_format:json_format", {"indent": 2}, ["'indent'"]),
    ("detectable_format:title", {"title": "x"}, ["'title'"]),
    ("combination:two_responses", {"n": 2}, ["'n'"]),
    ("combination:repeat_prompt", {}, ["prompt_to_repeat", "missing"]),
    ("combination:repeat_prompt", {"prompt_to_repeat": ""}, ["prompt_to_repeat", "blank"]),
    ("startend:end_checker", {"end_phrase": None}, ["end_phrase"]),
    ("startend:quotation", {"q": 1}, ["'q'"]),
    (
        "change_case:capital_word_frequency",
        {"capital_frequency": 3},
        ["capital_relation", "missing"],
    ),
    (
        "change_case:capital_word_frequency",
        {"capital_frequency": "3", "capital_relation": "at least"},
        ["capital_frequency", "'3'"],
    ),
    ("change_case:english_capital", {"x": 1}, ["'x'"]),
    ("change_case:english_lowercase", {"x": 1}, ["'x'"]),
    ("punctuation:no_comma", {"comma": ","}, ["'comma'"]),
]


@pytest.mark.parametrize(
    ("id", "kwargs", "told"), BAD, ids=[f"{row[0]}-{n}" for n, row in enumerate(BAD)]
)
def test_a_bad_parameter_is_named(id, kwargs, told):
    for ask in (
        lambda: mif.build(id, kwargs),
        lambda: mif.check(id, kwargs, "text", "en"),
        lambda: mif.compile_all([("punctuation:no_comma", {}), (id, kwargs)]),
    ):
        with pytest.raises(ParameterError) as caught:
            ask()
        message = str(caught.value)
        assert message.startswith(f"{id}: ")
        for word in told:
            assert word in message
        assert "pydantic" not in message


def test_every_id_has_a_bad_parameter_in_the_table():
    assert {id for id, _, _ in BAD} == CLASSIC


@pytest.mark.parametrize(
    ("id", "whole", "decimal"),
    [
        (
            "length_constraints:number_words",
            {"num_words": 3, "relation": "at least"},
            {"num_words": 3.0, "relation": "at least"},
        ),
        ("length_constraints:number_paragraphs", {"num_paragraphs": 3}, {"num_paragraphs": 3.0}),
        (
            "length_constraints:nth_paragraph_first_word",
            {"num_paragraphs": 3, "nth_paragraph": 1, "first_word": "a"},
            {"num_paragraphs": 3.0, "nth_paragraph": 1.0, "first_word": "a"},
        ),
        ("detectable_format:number_bullet_lists", {"num_bullets": 2}, {"num_bullets": 2.0}),
    ],
)
def test_whole_numbers_may_be_spelled_as_decimals(id, whole, decimal):
    assert mif.build(id, whole) == mif.build(id, decimal)


def test_spelled_as_the_data_set_or_as_the_checker():
    own = mif.build("length_constraints:number_words", {"bound": mif.at_least(3)})
    assert own == mif.build(
        "length_constraints:number_words", {"num_words": 3, "relation": "at least"}
    )
    assert own == mif.build(
        "length_constraints:number_words", {"num_words": 3, "relation": " At Least "}
    )
    assert mif.build("language:response_language", {"language": "Hindi"}) == mif.build(
        "language:response_language", {"language": "hi"}
    )


def test_the_caller_s_parameters_are_left_alone():
    kwargs = {"keyword": "a", "frequency": 2, "relation": "at least"}
    mif.build("keywords:frequency", kwargs)
    assert kwargs == {"keyword": "a", "frequency": 2, "relation": "at least"}


def test_an_odd_letter_is_not_replaced():
    for letter in ("é", "क", "#", "字", "कि"):
        built = mif.build(
            "keywords:letter_frequency",
            {"letter": letter, "let_frequency": 1, "let_relation": "at least"},
        )
        assert built.check(f"x {letter} y", "en").measured == 1
        assert built.check("x y", "en").measured == 0
