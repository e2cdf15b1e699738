"""Tables of texts in which what is found is marked ⟦so⟧."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_toml(path):
    """The table in a file."""
    return tomllib.loads(path.read_text("utf-8"))


def marked_spans(marked):
    """A text without its marks, and where they stand, as (start, end)."""
    text, opened, spans = "", [], []
    for character in marked:
        if character == "⟦":
            opened.append(len(text))
        elif character == "⟧":
            spans.append((opened.pop(), len(text)))
        else:
            text += character
    return text, sorted(spans)
