"""Makes text of models and data sets plain in Markdown, and harmless to print."""

from __future__ import annotations

import re
from typing import Final

from mifcheck.safe import printable

_MARKDOWN: Final = re.compile(r"([\\`*<>|]|\](?=[(\[:])|(?<!\w)_|_(?!\w))")


def escape_markdown(text: str) -> str:
    """Returns Markdown that shows this text, harmless to print."""
    return _MARKDOWN.sub(r"\\\1", printable(text))


def code_span(text: str) -> str:
    """Returns a Markdown code span; its fence is longer than any run of backticks inside."""
    if not text.strip():
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{printable(text)}{space}{fence}"
