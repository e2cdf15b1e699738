"""What primitives say that they require, and why a value does not follow a schema."""

from __future__ import annotations

import pytest

from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers.grammar import order
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.documents import FollowsSchema, Xml, Yaml
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.formats import Dated, Holds, Matches, Parts, Table
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.order import Order
from mifcheck.checkers.grammar.places import word_at
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf, Overlap
from mifcheck.checkers.grammar.schemas import violation
from mifcheck.checkers.grammar.selections import paragraphs, sentences, tokens, whole, words
from mifcheck.checkers.grammar.traits import length, lowercase, prime_length, question, statement
from mifcheck.frozendict import FrozenDict

REQUIRED = [
    (Count(words, at_least(1)), "at least 1 word"),
    (Count(words, at_least(11)), "at least 11 words"),
    (Count(words, at_most(2)), "at most 2 words"),
    (Share(words, lowercase, high=50), "at most 50 % of the words are words that are in small letters"),
    (Share(words, lowercase, low=50), "at least 50 % of the words are words that are in small letters"),
    (Share(sentences, question, 20, 50), "20 to 50 % of the sentences are questions"),
    (InProportion((sentences.where(statement), sentences.where(question)), (2, 1)), "statements to questions as 2 : 1"),
    (Order(words, length, order.rising), "words of which the numbers of letters rise"),
    (Every(words, prime_length), "all words have a prime number of letters"),
    (Every(words[0], prime_length), "the first word has a prime number of letters"),
    (Every(whole, lowercase), "the reply is in small letters"),
    (Within(paragraphs, Count(words, at_least(2))), "in all paragraphs: at least 2 words"),
    (Within(paragraphs[0], Count(words, at_least(2))), "in the first paragraph: at least 2 words"),
    (word_at("rain", 2, 3), "in the second sentence: the third word is 'rain'"),
    (Copies("Go.", 2, apart=True), "nothing but 'Go.', 2 times, set apart by '******'"),
    (Copies("Go."), "nothing but 'Go.'"),
    (Edited("Go on now.", (0, -1)), "'Go on now.' with other words at these places: 1, -1"),
    (Listed(tokens, ("14", "21")), "the words '14', '21', in this order"),
    (OneOf(("yes", "no")), "one of 'yes', 'no' and nothing else"),
    (Overlap("ab", 2, 0, 50), "0 to 50 % of the sequences of 2 characters in the reference text too"),
    (Nested(at_least(2)), "brackets nested at least 2 deep"),
    (NestedQuotes(at_least(2)), "quotation marks nested at least 2 deep, double and single in turn"),
    (Matches("a+"), "a reply of the form a+"),
    (Matches("a+", "many a"), "many a"),
    (Holds("a+", exactly(1)), "a+ exactly 1 time"),
    (Holds("a+", exactly(2)), "a+ exactly 2 times"),
    (Dated("D.M.YYYY"), "a date of the form D.M.YYYY"),
    (Parts(("Tea:", "Oil:")), "the parts 'Tea:', 'Oil:', in this order"),
    (Table(("a", "b"), exactly(2)), "a table separated by commas with the columns 'a', 'b' and exactly 2 rows"),
    (Table((), at_least(2), "\t", quoted=True), "a table separated by tabs and at least 2 rows, every field in double quotation marks"),
    (Table((), at_least(2), ";"), "a table separated by ';' and at least 2 rows"),
    (FollowsSchema(FrozenDict({"title": "Town"})), "JSON that follows the schema 'Town'"),
    (FollowsSchema(FrozenDict({})), "JSON that follows the schema"),
    (Yaml(), "a reply in YAML"),
    (Xml(), "a reply in XML"),
]  # fmt: skip


@pytest.mark.parametrize(("checker", "required"), REQUIRED)
def test_what_is_required(checker, required):
    assert checker.required == required


VIOLATIONS = [
    ({"uniqueItems": True}, [1, 1.0], "$: [1, 1.0] has the same item twice"),
    ({"uniqueItems": True}, [{"a": [1]}, {"a": [1.0]}], "$: [{'a': [1]}, {'a': [1.0]}] has the same item twice"),
    ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], "$: [{'a': 1, 'b': 2}, {'b': 2, 'a': 1}] has the same item twice"),
    ({"uniqueItems": True}, [1, True, "1", 1.5], ""),
    ({"uniqueItems": False}, [1, 1], ""),
    ({"uniqueItems": True}, "aa", ""),
    ({"pattern": "^a"}, "ba", "$: 'ba' does not match '^a'"),
    ({"pattern": "a"}, "ba", ""),
    ({"pattern": "^a"}, 7, ""),
    ({"multipleOf": 0.1}, 0.3, ""),
    ({"multipleOf": 0.1}, 0.25, "$: 0.25 is not a multiple of 0.1"),
    ({"multipleOf": 2}, "ba", ""),
    ({"patternProperties": {"^a": {"type": "integer"}}}, {"ab": 1, "b": "x"}, ""),
    ({"patternProperties": {"^a": {"type": "integer"}}}, {"ab": "x"}, "$.ab: 'x' is not of type 'integer'"),
    ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}}, 1, "$: 1 is not of type 'null'"),
    # What is said has 160 characters at most.
    ({"maxLength": 1}, "a" * 146, f"$: '{'a' * 146}' is too long"),
    ({"maxLength": 1}, "a" * 147, f"$: '{'a' * 147}' is too lo…"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "said"), VIOLATIONS)
def test_the_first_way_in_which_a_value_does_not_follow_a_schema(schema, value, said):
    assert violation(schema, value) == said
