"""What is YAML, what is XML and what follows a schema, and what is said of what is not."""

from __future__ import annotations

import json

import pytest

import mifcheck as mif
from mifcheck.checkers.grammar import schemas

pytest.importorskip("jsonschema")
pytest.importorskip("yaml")

# A reply, and what is wrong with it; "" if nothing is.
YAML = [
    ("a: &x 1\nb: *x", ""),
    ("- a\n- &x b\n- *x", ""),
    ("a: *x", "line 1: the alias *x stands for nothing before it"),
    ("a: &x 1\n---\nb: *x", "line 3: the alias *x stands for nothing before it"),
    ("a: 1\nb: 2\na: 3", "line 3: the key 'a' is repeated"),
    ("{a: 1, a: 2}", "line 1: the key 'a' is repeated"),
    ("a: 1\nb: a\nb: c", "line 3: the key 'b' is repeated"),
    ('"1": x\n1: y', ""),
    ("a:\n  b: 1\n  c: 2\nb: 3", ""),
    ("- a: 1\n- a: 2", ""),
    ("a: [x, x]", ""),
    ("? [a]\n: 1\n? [a]\n: 2", ""),
    ("# only", "nothing but comments"),
    ("a: 1\n---\nRain", "line 3: plain text, where a mapping or a list is expected"),
    ("a: b: c", "line 1: not YAML: mapping values are not allowed here"),
    ("- a\n b: 1", "line 2: not YAML: mapping values are not allowed here"),
    ("a: \x01", "line 1: not YAML: a character that YAML does not allow"),
]
XML = [
    ("<a>\n<b>x</b>\n</a>", ""),
    ("<a>é\n<b></a>", "line 2: not XML: </b> is expected"),
    ("<a><b>", "line 1: not XML: </b> is expected"),
    ("<a></b></a>", "line 1: not XML: </a> is expected"),
    ("<a>\n<b>x</b>\n<c>\n</a>", "line 4: not XML: </c> is expected"),
    ("<a/><b/>", "line 1: not XML: nothing is expected after the first element"),
    ("<a/>x", "line 1: not XML: nothing is expected after the first element"),
    ("<a>&x;</a>", "line 1: not XML: undefined entity"),
    ("<!DOCTYPE a [<!ATTLIST a b CDATA #IMPLIED>]><a/>", ""),
    (
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
        "line 1: the value of an attribute is declared, which is not read",
    ),
    (
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "line 1: an entity is declared, which is not read",
    ),
]


@pytest.mark.parametrize(
    ("id", "reply", "wrong"),
    [*(("format:yaml", *row) for row in YAML), *(("format:xml", *row) for row in XML)],
)
def test_a_reply_is_in_a_notation_or_it_is_said_what_is_wrong(id, reply, wrong):
    verdict = mif.check(id, {}, reply)
    assert (verdict.passed, verdict.reason) == (not wrong, wrong or "it can be read")


def test_a_fault_is_shown_where_it_is():
    for reply, shown in (("<a>éé<b></a>", "</a>"), ("<a>é\n&x;</a>", "&x;")):
        (span,) = mif.check("format:xml", {}, reply).evidence
        assert span.start in range(*(reply.index(shown) + at for at in (0, len(shown))))
        assert span.end == span.start + 1


UNIQUE = {"uniqueItems": True}
SCHEMAS = [
    (UNIQUE, [1, 1.0], "$: [1, 1.0] has the same item twice"),
    (UNIQUE, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], "has the same item twice"),
    (UNIQUE, [[1.0], [1]], "has the same item twice"),
    (UNIQUE, [{"a": 1.0}, {"a": 1}], "has the same item twice"),
    (UNIQUE, [None, None], "has the same item twice"),
    (UNIQUE, [1, True], ""),
    (UNIQUE, [0, False], ""),
    (UNIQUE, ["1", 1], ""),
    (UNIQUE, [1.5, 1], ""),
    (UNIQUE, "aa", ""),
    ({"uniqueItems": False}, [1, 1], ""),
    ({"multipleOf": 0.1}, 0.3, ""),
    ({"multipleOf": 2}, 3, "$: 3 is not a multiple of 2"),
    ({"multipleOf": 2}, True, ""),
    ({"pattern": "b$"}, "ab", ""),
    ({"pattern": "b$"}, "ba", "$: 'ba' does not match 'b$'"),
    ({"pattern": "^a"}, 3, ""),
    ({"items": {"maxLength": 2}}, ["a", "abc"], "$[1]: 'abc' is too long"),
    ({"patternProperties": {"^a": {"type": "integer"}}}, {"ab": "x"}, "$.ab: 'x' is not of type"),
    ({"patternProperties": {"^a": {"type": "integer"}}}, {"b": "x"}, ""),
]


@pytest.mark.parametrize(("schema", "value", "wrong"), SCHEMAS)
def test_a_value_follows_a_schema_or_it_is_said_what_is_wrong(schema, value, wrong):
    verdict = mif.check("format:json_schema", {"schema": schema}, json.dumps(value))
    assert verdict.passed is not bool(wrong)
    assert wrong in verdict.reason


@pytest.mark.parametrize(("size", "end"), [(146, " is too long"), (147, " is too lo…")])
def test_what_is_said_of_a_value_is_short(size, end):
    value = json.dumps("a" * size)
    reason = mif.check("format:json_schema", {"schema": {"maxLength": 1}}, value).reason
    assert reason == f"$: '{'a' * size}'{end}"


@pytest.mark.parametrize(
    ("value", "passed"), [([], True), ([[{}]], True), ([{"ab": 1}], None), ([[{"a": {}}]], None)]
)
def test_a_pattern_that_may_take_long_is_asked_of_no_name(value, passed):
    schema = {"items": {"patternProperties": {"^(a|b)+$": {"type": "integer"}}}}
    verdict = mif.check("format:json_schema", {"schema": schema}, json.dumps(value))
    assert verdict.passed is passed


@pytest.mark.parametrize(("items", "passed"), [(9, True), (10, None)])
def test_a_schema_takes_a_number_of_steps(items, passed, monkeypatch):
    """One for the keyword `items`, and one for the type of each."""
    monkeypatch.setattr(schemas, "_STEPS", 10)
    schema = {"items": {"type": "integer"}}
    for _ in range(2):
        verdict = mif.check("format:json_schema", {"schema": schema}, json.dumps([1] * items))
        assert verdict.passed is passed
