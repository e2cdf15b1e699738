"""Reads formal Han numerals, as on cheques, as the plain ones that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import regex

from mifcheck.languages.number_rules import NumberRule
from mifcheck.segment.numbers.lexicon import any_of


def formal_reader(rule: NumberRule, numerals: Iterable[str]) -> Callable[[str], str]:
    """Returns a function that writes formal numerals plainly (壹佰 as 一百). Offsets are kept.

    Args:
        rule: the rule of the language.
        numerals: all plain numerals.
    """
    plain = {form: value for value, forms in rule.formal for form in forms}
    if not plain:
        return lambda string: string
    formal = "".join(plain)
    certain = regex.compile(f"[{_without(formal, rule.doubtful_formal)}]|[{formal}]{{2}}")
    scales = "".join(form for _, forms in rule.scales for form in forms)
    amount = regex.compile(f"[{formal}][{scales}]{{0,3}}")
    counter = regex.compile(any_of(rule.formal_counters))
    run = regex.compile(f"[{formal}{''.join(numerals)}]++")
    table = str.maketrans(plain)

    def plainly(match: regex.Match[str]) -> str:
        is_formal = certain.search(match[0]) or (
            amount.fullmatch(match[0]) and counter.match(match.string, match.end())
        )
        return match[0].translate(table) if is_formal else match[0]

    return lambda string: run.sub(plainly, string)


def _without(characters: str, others: str) -> str:
    return "".join(one for one in characters if one not in others)
