"""Makes text of models and data sets harmless to print: the one place that decides what is."""

from __future__ import annotations

import re
import reprlib
import unicodedata
from typing import Final

# Controls, formats (bidirectional orders, zero-width spaces, tags), halves of surrogate pairs,
# and the separators that some terminals take for the end of a line.
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Joiners shape Hindi and emoji. The other characters of category Cf here are visible signs.
_SEEN: Final = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\u070f")
# XML, and so an SVG picture, must not contain these two.
_NOT_IN_XML: Final = frozenset("\ufffe\uffff")
# No letter, digit or printable ASCII is unsafe. To look at each of them takes most of the time.
_NO_LETTER: Final = re.compile(r"[^\w -~]")
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str, keep: str = "") -> str:
    r"""Returns the text with a visible escape for every character that steers or hides.

    Escaped are control characters (such as the escape character), bidirectional orders,
    zero-width and tag characters, lone surrogates and line separators: "\x1b", "\u202e". The
    joiners of Hindi and emoji stay.

    Args:
        text: any text.
        keep: characters to leave as they are, such as the line feed.
    """

    def written(found: re.Match[str]) -> str:
        char = found[0]
        return char if char in keep or not _is_unsafe(char) else _escape(char)

    return text if text.isprintable() else _NO_LETTER.sub(written, text)


def one_line(text: str, width: int) -> str:
    """Returns the text on one line of at most `width` characters, harmless to print."""
    line = printable(" ".join(text[: 4 * width].split()))
    return line if len(line) <= width else line[: width - 1] + "…"


def short_repr(value: object, width: int = 120) -> str:
    """Returns any value as messages quote it: its repr on one line, cut. It never raises."""
    try:
        shown = _LINES.sub(" ", _REPR.repr(value))
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        shown = "a number with thousands of digits"
    except Exception:
        shown = f"a value of type {type(value).__name__}"
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def _bounded_repr() -> reprlib.Repr:
    made = reprlib.Repr()
    made.maxlevel = 6
    made.maxstring = made.maxother = made.maxlong = 1000
    made.maxlist = made.maxtuple = made.maxdict = made.maxset = made.maxfrozenset = 20
    return made


_REPR: Final = _bounded_repr()
_LINES: Final = re.compile(r"\s*\n\s*")


def _is_unsafe(char: str) -> bool:
    return char in _NOT_IN_XML or (unicodedata.category(char) in _UNSAFE and char not in _SEEN)


def _escape(char: str) -> str:
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
