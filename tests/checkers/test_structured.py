"""Replies that a parser reads: what passes is what the parser reads, and what fails says where."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date
from fractions import Fraction
from importlib import metadata

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck import searching
from mifcheck.checkers.grammar.documents import FollowsSchema, Xml, Yaml
from mifcheck.checkers.grammar.every import Within
from mifcheck.checkers.grammar.formats import Dated, Holds
from mifcheck.checkers.grammar.selections import paragraphs
from mifcheck.frozendict import FrozenDict
from mifcheck.signature import signature_for

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(-9, 9)
    | st.text("abя1 ", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)
SCHEMAS = st.sampled_from(
    [
        {"type": "object", "required": ["a"]},
        {"type": "array", "uniqueItems": True, "maxItems": 2},
        {
            "properties": {"a": {"type": "string", "pattern": "^[aя]"}},
            "additionalProperties": False,
        },
        {"anyOf": [{"type": "integer"}, {"items": {"enum": [1, None, "a"]}}]},
        {"patternProperties": {"^[ab]": {"minimum": 0}}},
        {"$defs": {"n": {"type": ["number", "null"]}}, "items": {"$ref": "#/$defs/n"}},
        {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        {"not": {"multipleOf": 2}, "minLength": 1},
    ]
)


@given(SCHEMAS, VALUES, st.booleans())
@settings(deadline=None)
def test_a_reply_follows_a_schema_if_the_library_says_so(schema, value, fenced):
    reply = json.dumps(value, ensure_ascii=False)
    if not reply.strip():
        return
    shown = f"```json\n{reply}\n```" if fenced else reply
    verdict = FollowsSchema(FrozenDict(schema)).check(shown)
    assert verdict.passed is jsonschema.Draft202012Validator(schema).is_valid(value), verdict.reason


@given(
    st.lists(VALUES, min_size=1) | st.dictionaries(st.text("abc", min_size=1), VALUES, min_size=1)
)
def test_what_yaml_writes_is_yaml(value):
    assert Yaml().check(yaml.safe_dump(value, allow_unicode=True)).passed


@given(st.text("ab:-[]{}&*#\n ", min_size=1, max_size=30))
def test_what_passes_as_yaml_can_be_read(reply):
    if Yaml().check(reply).passed:
        values = list(yaml.compose_all(reply.strip(), Loader=yaml.SafeLoader))
        assert all(isinstance(each, yaml.CollectionNode) for each in values)


@given(st.recursive(st.text("ab&<я", max_size=3), lambda inner: st.lists(inner, max_size=3)))
def test_what_is_written_as_xml_is_xml(tree):
    def element(value):
        made = ElementTree.Element("ответ")
        if isinstance(value, str):
            made.text = value
        else:
            made.extend(map(element, value))
        return made

    assert Xml().check(ElementTree.tostring(element(tree), encoding="unicode")).passed


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["YYYY-MM-DD", "D.M.YYYY", "%d/%m/%Y", "YYYY年M月D日"]),
)
def test_a_date_that_the_calendar_has_is_one(day, form):
    parts = {"YYYY": day.year, "MM": f"{day.month:02}", "DD": f"{day.day:02}"}
    parts |= {"%Y": day.year, "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
    reply = form
    for name, value in parts.items():
        reply = reply.replace(name, str(value))
    reply = reply.replace("D", str(day.day)).replace("M", str(day.month))
    assert Dated(form).check(reply).passed


def level(number):
    return f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9) if number else 'x'}]"


BOMBS = {
    "yaml": (Yaml(), "\n".join(map(level, range(30))), True),
    "yaml, merged": (
        Yaml(),
        "a0: &a0 {x: 1}\n"
        + "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30)),
        True,
    ),
    "xml": (
        Xml(),
        "<!DOCTYPE a [<!ENTITY x0 'x'>"
        + "".join(f"<!ENTITY x{n} '{f'&x{n - 1};' * 9}'>" for n in range(1, 30))
        + "]><a>&x29;</a>",
        False,
    ),
    "xml, attributes": (
        Xml(),
        f"<!DOCTYPE a [<!ATTLIST b c CDATA '{'x' * 900_000}'>]><a>{'<b/>' * 250_000}</a>",
        False,
    ),
    "json": (FollowsSchema(FrozenDict({"type": "array"})), "[" * 90_000, None),
    "schema": (
        FollowsSchema(
            FrozenDict(
                {
                    "$ref": "#/$defs/a0",
                    "$defs": {"a40": True}
                    | {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)},
                }
            )
        ),
        "{}",
        None,
    ),
    "schema, names": (
        FollowsSchema(
            FrozenDict(
                {
                    "unevaluatedProperties": False,
                    "$ref": "#/$defs/a0",
                    "$defs": {"a40": True}
                    | {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)},
                }
            )
        ),
        '{"a": 1}',
        None,
    ),
    "flow": (Yaml(), "[" * 9_000, None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_nothing_is_expanded(name):
    checker, reply, passed = BOMBS[name]
    assert checker.check(reply).passed is passed


@pytest.mark.parametrize(
    ("id", "kwargs", "reply", "said"),
    [
        ("format:json_schema", {"schema": {}}, '{\n"a": 1,\n}', "line 3: not JSON: "),
        ("format:json_schema", {"schema": {}}, "```\n{'a': 1}\n```", "line 2: not JSON: "),
        (
            "format:json_schema",
            {"schema": {"items": {"type": "integer"}}},
            "[1, 2, null]",
            "$[2]: None is not of type 'integer'",
        ),
        ("format:yaml", {}, "a: 1\nb: [1\nc: 2", "line 3: not YAML: expected ',' or ']'"),
        ("format:yaml", {}, "Rain.", "line 1: plain text, where a mapping or a list is expected"),
        ("format:xml", {}, "<a>\n<b>\n</a>", "line 3: not XML: </b> is expected"),
        ("format:xml", {}, "Rain.", "line 1: not XML: an element such as <answer> is expected"),
        ("format:csv", {}, 'a,b\n"1"x,2', "line 2 cannot be read: "),
        ("format:csv", {}, "a,b\n1,2\n1,2,3", "row 3 has 3 fields"),
        ("format:date", {"form": "YYYY-MM-DD"}, "2023-02-30", "no date: "),
    ],
)
def test_a_failure_says_where_and_what_was_expected(id, kwargs, reply, said):
    verdict = mif.check(id, kwargs, reply)
    assert verdict.passed is False
    assert verdict.reason.startswith(said)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_yaml_is_read_to_a_hundred_levels(opening, closing):
    for depth, passed in ((100, True), (101, None)):
        reply = opening * depth + "1" + closing * depth
        assert mif.check("format:yaml", {}, reply).passed is passed


@pytest.mark.parametrize(
    ("id", "kwargs", "said"),
    [
        ("format:json_schema", {"schema": {"type": "objekt"}}, "schema: $.type: 'objekt'"),
        ("format:json_schema", {"schema": {"pattern": "("}}, "schema: $.pattern: '(' is not a"),
        ("format:json_schema", {"schema": {"pattern": "a{99999999999}"}}, "schema: it cannot be"),
        ("format:json_schema", {"schema": {"$schema": ["x"]}}, "schema: $.$schema: the address"),
        ("format:json_schema", {}, "parameter 'schema' is missing"),
        ("format:regex", {"pattern": "("}, "pattern: '(' is not a regular expression"),
        ("format:date", {"form": "yesterday"}, "form: "),
        ("format:csv", {"num_rows": 2}, "parameter 'relation' is missing (expected: "),
        ("format:csv", {"num_row": 2, "relation": "exactly"}, "is missing; it has 'num_row' (exp"),
    ],
)
def test_an_impossible_parameter_is_an_error_when_the_checker_is_built(id, kwargs, said):
    with pytest.raises(mif.ParameterError, match=f"^{id}: ") as caught:
        mif.build(id, kwargs)
    assert said in str(caught.value)


@pytest.mark.parametrize("of", ["1e-320", "0.5", "2.0", "5e-324", "0.1", "2", "3"])
@pytest.mark.parametrize("number", ["9" * 400 + "8", "1e308", "1e-300", "2.5", "0.3", "6", '"x"'])
def test_numbers_of_any_size_are_multiples_or_not(of, number):
    """In decimal digits they are exact. The library divides floats, and fails on the largest."""
    passed = number == '"x"' or (Fraction(number) / Fraction(of)).denominator == 1
    of = json.loads(of)
    verdict = mif.check("format:json_schema", {"schema": {"multipleOf": of}}, number)
    assert verdict.passed is passed, verdict.reason


def test_a_long_reply_takes_the_steps_that_it_needs():
    schema = {"items": {"type": "integer", "minimum": 0}}
    verdict = mif.check("format:json_schema", {"schema": schema}, json.dumps([1] * 60_000))
    assert verdict.passed


def test_a_schema_fetches_nothing(monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", None)
    asked = {"schema": {"$ref": "https://example.com/other.json"}}
    verdict = mif.check("format:json_schema", asked, "{}")
    assert verdict.passed is None
    assert "example.com/other.json" in verdict.reason
    endless = mif.check("format:json_schema", {"schema": {"$ref": "#"}}, "{}")
    assert endless.passed is None


@pytest.mark.parametrize(
    ("procedure", "said"),
    [
        ([{"level": "line", "predicate": "@"}] * 21, "at most 20"),
        ([{"level": "line", "predicate": "@(1,-1)"}] * 10, "name 1,024 parts; at most 1,000"),
        ([{"level": "line", "predicate": f"@{'9' * 5000}"}], "unknown predicate"),
    ],
)
def test_a_rule_of_endless_work_is_refused(procedure, said):
    with pytest.raises(mif.ParameterError, match=said) as caught:
        mif.build("lexinstruct:rule", {"procedure": procedure, "relation": "contain", "value": "a"})
    assert len(str(caught.value)) < 400


def test_a_part_that_is_named_twice_is_looked_at_once():
    twice = {"procedure": [{"level": "line", "predicate": "@(1, 1,2)"}], "relation": "contain"}
    made = mif.build("lexinstruct:rule", {**twice, "value": "a"})
    assert len(made.composition.inner) == 2


ENDLESS = "(a+)+$"
REPLY = "a" * 50 + "!"


@pytest.mark.parametrize(
    ("id", "kwargs", "reply"),
    [
        ("format:regex", {"pattern": ENDLESS}, REPLY),
        ("format:regex", {"pattern": ENDLESS, "anywhere": True}, REPLY),
        ("format:json_schema", {"schema": {"pattern": ENDLESS}}, json.dumps(REPLY)),
        (
            "format:json_schema",
            {"schema": {"patternProperties": {ENDLESS: {}}, "additionalProperties": False}},
            json.dumps({REPLY: 1}),
        ),
        (
            "lexinstruct:rule",
            {
                "procedure": [{"level": "pattern", "predicate": "#", "description": ENDLESS}],
                "relation": ">=",
                "value": 1,
            },
            REPLY,
        ),
    ],
)
def test_a_pattern_that_takes_too_long_is_not_judged(id, kwargs, reply, monkeypatch):
    monkeypatch.setattr(searching, "SECONDS", 0.1)
    checker = mif.build(id, kwargs)
    assert checker.check(reply).passed is None
    assert (~checker).check(reply).passed is None


def test_what_is_missing_is_said_when_the_checker_is_built(monkeypatch):
    for module, id, package in (
        ("jsonschema", "format:json_schema", "jsonschema"),
        ("yaml", "format:yaml", "PyYAML"),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        known = mif.describe(id)
        assert known.languages == ()
        with pytest.raises(mif.MissingExtraError, match=rf"{package}.*mifcheck\[formats\]"):
            mif.build(id, known.example)


def conversation(*instructions):
    return [mif.Conversation("a", "en", (mif.Turn("Write.", instructions),))]


def test_the_signature_names_the_packages_of_the_checks():
    plain = signature_for(conversation(mif.Instruction("format:xml")))
    assert "jsonschema" not in plain.lib
    asked = (mif.Instruction("format:json_schema", {"schema": {}}), mif.Instruction("format:yaml"))
    both = signature_for(conversation(*asked))
    assert f"jsonschema={metadata.version('jsonschema')}" in both.lib
    assert f"PyYAML={metadata.version('PyYAML')}" in both.lib


def test_what_a_checker_is_made_of_is_prepared_with_it():
    inner = FollowsSchema(FrozenDict({"type": "objekt"}))
    for checker in (inner, inner & Xml(), ~inner, Within(paragraphs, inner)):
        assert checker.packages == ("jsonschema",)
        with pytest.raises(mif.ParameterError, match="objekt"):
            checker.prepare()


def test_matches_are_counted():
    reply = "# One\n\n# Two"
    verdict = Holds("(?m)^# ", mif.exactly(2)).check(reply)
    assert verdict.passed
    assert [reply[start:end] for start, end, _ in verdict.evidence] == ["# ", "# "]


@pytest.mark.parametrize(
    ("reply", "measured"), [('{"a": 1}', "object"), ("[1]", "array"), ("It rains.", None)]
)
def test_a_check_of_json_measures_its_kind(reply, measured):
    assert mif.check("detectable_format:json_format", {}, reply, "en").measured == measured


@pytest.mark.parametrize(("deep", "passed"), [(100, True), (101, None)])
@pytest.mark.parametrize(
    ("id", "kwargs"), [("format:yaml", {}), ("format:json_schema", {"schema": {}})]
)
def test_a_notation_is_read_to_a_depth(id, kwargs, deep, passed):
    assert mif.check(id, kwargs, "[" * deep + "]" * deep, "en").passed is passed
