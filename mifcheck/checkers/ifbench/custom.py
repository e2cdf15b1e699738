"""`custom:` single tasks that have one right form."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Final

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.formats import Dated, Table
from mifcheck.checkers.grammar.order import Order, rising, sorted_down, those_of
from mifcheck.checkers.grammar.pieces import matching
from mifcheck.checkers.grammar.relations import Listed
from mifcheck.checkers.grammar.selections import digits, found, lines, sentences
from mifcheck.checkers.grammar.traits import latin_letter, starts_with, without_accents
from mifcheck.checkers.ifbench.parts import (
    comma_items,
    has_five_options,
    question_blocks,
    question_length,
)
from mifcheck.markup.phrases import word_edges


@checker("custom:multiples", asks="the multiples of 7 from 10 to 50, and no other numbers")
def multiples() -> Checker:
    """The numbers in the reply are 14, 21, 28, 35, 42, 49."""
    return Listed(digits, tuple(map(str, range(14, 51, 7))))


@checker("custom:sentence_alphabet", asks="26 sentences that begin with the letters from A to Z")
def sentence_alphabet() -> Checker:
    """The reply has 26 sentences, and they begin with the letters from A to Z in order."""
    letters = those_of(ascii_lowercase)
    return All((Count(sentences, exactly(26)), Order(sentences, latin_letter, letters)))


@checker("custom:reverse_newline", asks="the countries of Africa in reverse order, one in a line")
def reverse_newline() -> Checker:
    """At least 52 lines are in reverse alphabetical order, and the first begins with Zimbabwe.

    What stands above Zimbabwe is not looked at. Accents and case do not matter. The name may be
    spelled as in other languages with Latin letters: Zimbabue, Zimbábue.
    """
    countries = lines.since(
        matching(
            r"(?i)^[\p{P}\p{S}\s]*?zimb[aá]b(?:w|u)[eé]", "begin with Zimbabwe", word="Zimbabwe"
        )
    )
    return All((Count(countries, at_least(52)), Order(countries, without_accents, sorted_down)))


@checker("custom:word_reverse", asks="an answer with its words in reverse order")
def word_reverse() -> Checker:
    """The reply names the bald eagle in a sentence whose words are in reverse order."""
    before, after = word_edges()
    pattern = rf"(?i){before}eagle\W+bald{after}"
    samples = "eagle bald", "{0} eagle bald the {1}"
    return Count(found(pattern, ("answer", "answers"), samples=samples), at_least(1))


@checker("custom:character_reverse", asks="an answer with its letters in reverse order")
def character_reverse() -> Checker:
    """The reply names the bald eagle in a sentence whose letters are in reverse order."""
    return Count(
        found(r"(?i)elgae\s+dlab", ("answer", "answers"), samples=("elgae dlab",)), at_least(1)
    )


_CAPITALS = """
Reykjavik Helsinki Oslo Tallinn Stockholm Riga Moscow Copenhagen Vilnius Minsk Dublin Berlin
Amsterdam Warsaw London Brussels Kyiv Prague Luxembourg Paris Vienna Bratislava Budapest Vaduz
Chisinau Bern Ljubljana Zagreb
"""
CAPITALS: Final = tuple(_CAPITALS.split())
"""The capitals of Europe north of 45 degrees, from the north to the south. The published evaluator
leaves out Kyiv, at 50.45 degrees."""


@checker(
    "custom:european_capitals_sort",
    asks="the capitals of Europe north of 45 degrees, from the north, with commas between them",
)
def capitals() -> Checker:
    """The capitals stand in order of their latitude, with commas between them.

    The list may leave out Kyiv, as the published evaluator does.
    """
    return Listed(comma_items, CAPITALS, optional=("Kyiv",))


@checker(
    "custom:csv_city", asks="comma-separated values with 7 rows of ID, Country, City, Year, Count"
)
def csv_city() -> Checker:
    """The reply is a table of seven rows with the columns that were asked for."""
    return Table(("ID", "Country", "City", "Year", "Count"), exactly(7))


@checker(
    "custom:csv_special_character",
    asks="comma-separated values with 14 rows, and a field with a special character in quotes",
)
def csv_special_character() -> Checker:
    """The reply is a table of 14 rows, and a quoted field has a special character."""
    table = Table(("ProductID", "Category", "Brand", "Price", "Stock"), exactly(14))
    special = found(
        r'(?<=^|,)\s*+"(?:[\w,]|[^\S\n])*+[^\w\s",][^"\n]*+"', ("field", "fields"), "source"
    )
    return All((table, Count(special, at_least(1))))


@checker("custom:csv_quotes", asks="tab-separated values with 3 rows, each field in double quotes")
def csv_quotes() -> Checker:
    """The reply is a table of three rows, separated by tabs, with each field in quotes."""
    columns = "StudentID", "Subject", "Grade", "Semester", "Score"
    return Table(columns, exactly(3), delimiter="\t", quoted=True)


@checker("custom:date_format_list", asks="dates of the form YYYY-MM-DD with commas between them")
def dates() -> Checker:
    """The reply is a list of dates from 1769 to 1821 with commas between them."""
    day = r"(?:17(?:69|[789]\d)|18(?:[01]\d|2[01]))-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    whole = rf"\A\s*+{day}(?:\s*[,，、]\s*{day})*+[.。।]?\s*\Z"
    samples = "1769-08-15", "1796-03-09, 1804-12-02, 1821-05-05", "1820-02-29, 1769-01-01."
    noun = "list of dates", "lists of dates"
    listed = Count(found(whole, noun, samples=samples, is_single=True), exactly(1))
    return listed & Within(found(day, ("date", "dates")), Dated("YYYY-MM-DD"))


@checker(
    "custom:mcq_count_length",
    asks="4 questions with 5 options each, each longer than the one before",
)
def questions() -> Checker:
    """Four questions labelled "Question" have five options each, and grow longer.

    Nothing stands before the first.
    """
    return All(
        (
            Every(lines[0], starts_with("question")),
            Count(question_blocks, exactly(4)),
            Every(question_blocks, has_five_options),
            Order(question_blocks, question_length, rising),
        )
    )
