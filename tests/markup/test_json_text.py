"""Whether a text is JSON, how deep it is read, and what values it has."""

from __future__ import annotations

import json

import pytest

from mifcheck.markup.json_text import json_value, read_json
from mifcheck.searching import Unanswered

READ = [
    ("[1]", "array", "a JSON array", ""),
    ('{"a": [1]}', "object", "a JSON object", ""),
    ("```json\n[1]\n```", "array", "a JSON array", ""),
    ("12", "", "JSON, but no object or array", ""),
    ('"[1]"', "", "JSON, but no object or array", ""),
    ("[NaN]", "", "not JSON: NaN is no JSON value at 4", "["),
    ("[1 2]", "", "not JSON: Expecting ',' delimiter at 7", "2"),
    ("[1", "", "not JSON: Expecting ',' delimiter at 6", ""),
    ("", "", "not JSON: Expecting value at 4", ""),
    ('["' + "[" * 300 + '"]', "array", "a JSON array", ""),
    ("[" * 200 + "]" * 200, "array", "a JSON array", ""),
    ('[{"a": [1, [2]]}, {"b": 3}]', "array", "a JSON array", ""),
]


@pytest.mark.parametrize(("string", "kind", "reason", "error"), READ)
def test_a_stretch_is_read_as_json(string, kind, reason, error):
    whole = f"So: {string}."
    reading = read_json(whole, 4, len(whole) - 1)
    assert reading[:3] == (kind, True, reason)
    assert [whole[start:end] for start, end, _ in reading.error] == (
        [error] if reason.startswith("not JSON") else []
    )


def test_what_is_nested_deeper_is_not_read():
    for deep in ("[" * 201 + "]" * 201, '{"a":' * 201 + "1" + "}" * 201, "[" * 201):
        reading = read_json(deep, 0, len(deep))
        assert not reading.is_judged
        assert reading.reason == "nested deeper than 200 levels"


def test_values_are_read_to_a_depth():
    assert json_value('{"a": [1, 2.5, null, "x"]}', 2) == {"a": [1, 2.5, None, "x"]}
    with pytest.raises(Unanswered, match="deeper than 1 levels"):
        json_value("[[1]]", 1)


@pytest.mark.parametrize(
    ("string", "said"),
    [('{"a": 1, "b": 2, "a": 3}', "the key 'a' is repeated"), ("[Infinity]", "is no JSON"), ("[", "Exp")],
)  # fmt: skip
def test_what_is_no_value_is_an_error(string, said):
    with pytest.raises(json.JSONDecodeError, match=said):
        json_value(string, 9)


def test_a_number_of_thousands_of_digits_is_computed_with():
    longest = "9" * 4000
    assert json_value(longest, 1) == int(longest)
    assert json_value(longest + "9", 1) == float("inf")
