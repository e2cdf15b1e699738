"""Texts that are given as a whole, with blanks for words of the language."""

from __future__ import annotations

from mifcheck.checkers.grammar.every import Within
from mifcheck.errors import InexpressibleError
from mifcheck.testing.plans import TextPlan, amount
from mifcheck.testing.writing import Choices
from mifcheck.text import Text

MOST_BLANKS = 3
"""So many different words stand in a given text, at most."""


def fill_blanks(template: str, words: tuple[str, ...], first: int = 0) -> str:
    """Returns a given text with words for its blanks.

    Args:
        template: the text.
        words: the words.
        first: the place of the first one that is taken.
    """
    plain = template.casefold()
    # A word that stands there already would not be another one.
    fresh = [word for word in words if word.casefold() not in plain] or list(words)
    taken = [fresh[(first + at) % len(fresh)] for at in range(MOST_BLANKS)]
    return template.format(*taken)


def whole_text(plan: TextPlan, choices: Choices) -> str:
    """Returns one of the given texts of a plan.

    Raises:
        InexpressibleError: none has what else is asked for.
    """
    texts = plan.whole or ()
    begin, word = choices.pick(range(len(texts) or 1)), choices.pick(range(4))
    for template in (*texts[begin:], *texts[:begin]):
        text = fill_blanks(template, plan.words.nouns, word)
        if text not in plan.not_whole and _fits(plan, text):
            return text
    raise InexpressibleError("the whole text is given")


def _fits(plan: TextPlan, text: str) -> bool:
    """Tells whether a given text has what else a plan asks for.

    Raises:
        InexpressibleError: that is not known.
    """
    if any((plan.stands, plan.lacks, plan.frame, plan.unframed, plan.told, plan.alike)):
        raise InexpressibleError("the whole text is given")
    seen = Text(text, plan.language)
    counted = all(
        amount(measure, text, plan.language) in bound
        for measure, bounds in plan.bounds.items()
        for bound in bounds
    )
    ruled = all(
        rule.holds([rule.of(piece) for piece in rule.selection.pieces(seen.rendered)]) is wanted
        for rule, wanted in plan.rules
    )
    return (
        counted
        and ruled
        and all(
            Within(inside.selection, inside.checker).check(seen).passed is wanted
            for inside, wanted in plan.insides
        )
    )
