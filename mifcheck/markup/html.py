"""Tags of HTML that models mix into text."""

from __future__ import annotations

import regex

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title", "caption"))
_BLOCKS = """
address article aside blockquote body center details div dl fieldset figcaption figure footer form
head header hr html legend main nav ol p pre section summary table tbody tfoot thead tr ul
"""
_INLINE = """
a abbr audio b bdi bdo big br button cite code col colgroup data del dfn em font i iframe img input
ins kbd label link map mark meta option picture q rp rt ruby s samp script select small source span
strike strong style sub sup svg textarea time tt u var video wbr
"""
BLOCKS = {
    **dict.fromkeys(_BLOCKS.split(), "text"),
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
}
"""The elements that are blocks, and the kind of block that each begins."""
NAMES = frozenset((*BLOCKS, *_INLINE.split()))
"""The elements of HTML that hold text or stand in it."""
_NAME = r"\p{L}[\p{L}\p{M}0-9_.:-]{0,30}+"
# In a<b and c>d there is no tag: attributes have values, but for these.
_BARE = """
async autofocus autoplay checked controls defer disabled hidden loop markdown multiple muted nowrap
open readonly required reversed selected
"""
_ATTRIBUTES = rf"(?:(?=[^<>=]{{0,400}}=)|(?i:{'|'.join(_BARE.split())})\b)[^<>]{{0,400}}+"
ANY_TAG = rf"</?(?P<tag>{_NAME})(?:\s++(?:{_ATTRIBUTES})?)?/?\s*+>"
"""A tag, of HTML or another language."""
UNSEEN = {"<!--": "-->", "<script": "</script>", "<style": "</style>"}
UNSEEN |= dict.fromkeys(("<!DOCTYPE", "<!doctype"), ">") | {"<?xml": "?>"}
"""What begins a comment, a script, a style sheet or a declaration, and what ends it."""
_CLOSING = regex.compile(rf"</({_NAME})\s*>")


def own_tags(string: str) -> frozenset[str]:
    """Returns the names of elements that are not of HTML but are closed somewhere in the text.

    <answer> is a tag if </answer> follows; <your name> is no tag.
    """
    if "</" not in string:
        return frozenset()
    return frozenset(name.lower() for name in _CLOSING.findall(string)) - NAMES
