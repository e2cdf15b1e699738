"""Checkers of a shop's replies."""

from collections.abc import Sequence

import regex

import mifcheck as mif

_PRICE = regex.compile(
    r"\p{Sc}[ \u00a0]?\p{Nd}++(?:[.,]\p{Nd}++)*+|\p{Nd}++(?:[.,]\p{Nd}++)*+[ \u00a0]?\p{Sc}"
)


@mif.checker("shop:greets", example={"words": ["Hello", "Good morning"]})
def greets(text: mif.Text, words: tuple[str, ...]) -> mif.Verdict:
    """The reply begins with a greeting."""
    beginning = text.string.lstrip()
    start = len(text.string) - len(beginning)
    for word in words:
        if beginning.casefold().startswith(word.casefold()):
            return mif.Verdict(True, word, reason=f"it begins with {word!r}")
    end = start + len(beginning.split(maxsplit=1)[0])
    return mif.Verdict(
        False, None, evidence=(mif.Span(start, end, "beginning"),), reason="no greeting"
    )


@mif.checker("shop:prices", asks="{bound} {noun}", example={"bound": {"at_least": 2}})
class Prices(mif.Counted):
    """The reply names a number of prices within `bound`."""

    bound: mif.Bound
    noun = ("price", "prices")

    def find(self, text: mif.Text) -> Sequence[mif.Span]:
        return text.find(_PRICE, "price")
