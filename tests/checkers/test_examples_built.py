"""Texts that a regular expression matches, and values that follow a schema: texts are built of them."""

from __future__ import annotations

import pytest

from mifcheck.checkers.grammar import examples


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("[A-Z]{2}-[0-9]+", ("AA-0", "AA-00")),
        (r"(ab|cd)\1", ("abab", "cdcd")),
        ("(?:ab|cd|ef){2}", ("abab", "cdcd")),
        (r"\d{3}", ("000",)),
        ("[^a]", ("A",)),
        ("[^a-z]", ("A",)),
        ("[^0-9]", ("a",)),
        ("[^A-a]", ("0",)),
        ("[^\\w.]-", ()),
        (".", ("a",)),
        ("x?", ("x",)),
        ("^a$", ("a",)),
        ("[b-d]", ("b",)),
        (r"[\da]", ("a",)),
        (r"[\d-]x", ("0x",)),
        (r"a\Sb", ("aab",)),
        ("(?=a)b", ()),
        (r"\s", ()),
    ],
)
def test_texts_that_a_pattern_matches(pattern, matched):
    assert examples.matched_by(pattern) == matched


@pytest.mark.parametrize(
    ("pattern", "unlike"),
    [
        ("abc", ("ab", "abcc", "abc abc", "- abc", "ABC", "?")),
        ("[0-9]+", ("0 0", "- 0", "00 00", "- 00", "?")),
        ("a|bc", ("aa", "a a", "- a", "A", "b", "bcc", "bc bc", "- bc", "BC", "?")),
        (".", ("aa", "a a", "- a")),
        (".*", ()),
        ("(?=a)b", ("?",)),
    ],
)
def test_texts_that_differ_a_little_from_what_a_pattern_matches(pattern, unlike):
    assert examples.unlike(pattern) == unlike


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (
            {"required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}},
            ['{"a": 1}', '{"a": 1, "b": true}'],
            ["{}", '{"a": null}', '{"b": true}', '{"a": null, "b": true}', '{"a": 1, "b": null}'],
        ),
        (
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
            ['["a"]'],
            ["[]", '["a", null]'],
        ),
        ({"type": "number", "exclusiveMinimum": 3}, ["4"], ["[4]"]),
        ({"type": "integer", "minimum": 2, "maximum": 5}, ["2", "5"], ["[2]", "[5]"]),
        ({"type": "integer", "minimum": 2}, ["2"], ["[2]"]),
        ({"type": "integer", "maximum": 5}, ["0", "5"], ["[0]", "[5]"]),
        ({"type": "integer", "maximum": -3}, ["-3"], ["0", "[0]", "[-3]"]),
        ({"type": "number", "minimum": 7, "exclusiveMinimum": 3}, ["7"], ["[7]"]),
        ({"type": "number"}, ["1"], ["[1]"]),
        ({"type": "integer", "multipleOf": 5}, ["5"], ["[5]"]),
        ({"enum": ["x", "y"]}, ['"x"'], ['["x"]']),
        ({"const": 7}, ["7"], ["[7]"]),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, ["1"], ["[1]"]),
        ({"type": "string", "minLength": 3}, ['"aaa"'], ['["aaa"]']),
        ({"type": "string", "maxLength": 0}, ['""'], ['[""]']),
        ({"type": "string", "pattern": "[0-9]{2}"}, ['"00"'], ['["00"]']),
        ({"type": "boolean"}, ["false", "true"], ["[false]", "[true]"]),
        ({"type": ["null", "string"]}, ["null"], ["[null]"]),
    ],
)
def test_values_that_follow_a_schema(schema, good, bad):
    pytest.importorskip("jsonschema")
    assert sorted(examples.following(schema)) == sorted(good)
    assert sorted(examples.not_following(schema)) == sorted(bad)


@pytest.mark.parametrize(
    ("outer", "inner", "is_built"), [(100, 0, True), (101, 0, False), (1, 25, True), (1, 26, False)]
)
def test_values_are_not_large(outer, inner, is_built):
    pytest.importorskip("jsonschema")
    arrays = {"type": "array", "minItems": inner}
    schema = {"type": "array", "items": arrays, "minItems": outer}
    assert bool(examples.following(schema)) is is_built


@pytest.mark.parametrize(("least", "built"), [(1000, ['"' + "a" * 1000 + '"']), (1001, [])])
def test_texts_are_not_long(least, built):
    pytest.importorskip("jsonschema")
    assert list(examples.following({"type": "string", "minLength": least})) == built
