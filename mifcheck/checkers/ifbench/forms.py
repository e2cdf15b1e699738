"""`format:` lists, lines, quotations, templates."""

from __future__ import annotations

from typing import Annotated

import regex
from pydantic import BeforeValidator, Field

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import literal
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.formats import Parts
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.order import Order, rising
from mifcheck.checkers.grammar.pieces import matching
from mifcheck.checkers.grammar.relations import OneOf
from mifcheck.checkers.grammar.selections import (
    bullets,
    found,
    lines,
    outside_fence_lines,
    quotations,
    sentences,
    source_lines,
    words,
)
from mifcheck.checkers.grammar.traits import (
    capitalised,
    emoji_at_end,
    indentation,
    major,
    one_token,
)
from mifcheck.checkers.ifbench.parts import (
    explained,
    has_sub_item,
    italic_first,
    sections,
    sentences_before_items,
    star_items,
)
from mifcheck.checkers.parameters import Phrase


def _options(value: object) -> object:
    if isinstance(value, tuple) and len(value) == 1:
        # The command line gives a list.
        return _options(value[0])
    if isinstance(value, str):
        return tuple(filter(None, map(str.strip, _OR.split(value))))
    return value


_OR = regex.compile(r"/|,| or ")
Options = Annotated[
    tuple[str, ...],
    BeforeValidator(_options),
    Field(min_length=1, description="answers: a list, or a text such as 'yes/no/maybe'"),
]


@checker("format:options", asks="one of {options!r}", example={"options": "yes/no/maybe"})
def options(options: Options) -> Checker:
    """The reply is one of the answers, and nothing else."""
    return OneOf(options)


@checker("format:parentheses", asks="brackets nested at least 5 deep")
def parentheses() -> Checker:
    """Closed brackets of any kind stand in one another, five deep or deeper."""
    return Nested(at_least(5))


@checker("format:quotes", asks="quotations nested at least 3 deep, double and single in turn")
def quotes() -> Checker:
    """Quotations stand in one another, three deep or deeper, double and single in turn."""
    return NestedQuotes(at_least(3))


@checker("format:newline", asks="each word on a line of its own")
def newline() -> Checker:
    """Each line that is not blank is a single word."""
    return Every(lines, one_token)


@checker("format:emoji", asks="an emoji at the end of every sentence")
def emoji() -> Checker:
    """An emoji stands at the end of every sentence, before or after its final mark."""
    return Every(sentences, emoji_at_end)


@checker("format:line_indent", asks="each line indented more than the one before")
def line_indent() -> Checker:
    """Each line that is not blank is indented more than the one before."""
    return Order(source_lines.where(outside_fence_lines), indentation, rising)


@checker("format:quote_unquote", asks="an explanation outside quotation marks after each quotation")
def quote_unquote() -> Checker:
    """Words that are not quoted follow each quotation, before the next one."""
    return Every(quotations, explained, least=0)


@checker("format:list", asks="a list of items with {sep!r} for list marks", example={"sep": "..."})
def item_list(sep: Phrase) -> Checker:
    """At least two items begin with the mark, and no item has an ordinary list mark."""
    mark = rf"(?<!\S)[*_]*?{regex.escape(sep)}"
    sample = (f"{literal(sep)} {{0}}",)
    marked = Count(found(mark, ("item", "items"), "source", sample, "\n"), at_least(2))
    # One at least: a line may have several items, but a dash within a sentence is none.
    first = found(
        rf"(?m)^[ \t>]*{mark}",
        ("first item of a line", "first items of lines"),
        "source",
        sample,
        "\n",
    )
    ordinary = bullets.where(~matching(rf"^\s*[*_]*{regex.escape(sep)}", f"begin with {sep!r}"))
    return All((marked, Count(first, at_least(1)), Count(ordinary, exactly(0))))


@checker(
    "format:thesis", asks="a thesis statement in italics, in HTML, at the beginning of each section"
)
def thesis() -> Checker:
    """Each section begins with a statement in <i> or <em>, and more text follows it."""
    return Every(sections, italic_first)


@checker("format:sub-bullets", asks="items marked * with at least one sub-item marked - each")
def sub_bullets() -> Checker:
    """There are items with the mark `*`, and each has at least one item with `-` below it."""
    return Every(star_items, has_sub_item)


@checker(
    "format:no_bullets_bullets",
    asks="two or more sentences with a full stop, then two or more items marked *",
)
def bullets_after_sentences() -> Checker:
    """At least two sentences with a full stop stand before at least two items with `*`."""
    return All((Count(sentences_before_items, at_least(2)), Count(star_items, at_least(2))))


@checker("format:title_case", asks="every major word with a capital letter")
def title_case() -> Checker:
    """Every word begins with a capital letter, but for the small words that titles have."""
    return Every(words.where(major), capitalised)


@checker(
    "format:output_template",
    asks="the template My Answer: ... My Conclusion: ... Future Outlook: ...",
)
def output_template() -> Checker:
    """The reply has the three parts of the template, in this order, each with something in it."""
    return Parts(("My Answer:", "My Conclusion:", "Future Outlook:"))


@checker("format:no_whitespace", asks="no white space")
def no_whitespace() -> Checker:
    """The reply has no white space, but for what stands around it."""
    return Count(found(r"(?<=\S)\s++(?=\S)", ("space", "spaces"), "source"), exactly(0))
