"""The pieces of HTML that notebooks show. Text of models and data sets stands in them escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from mifcheck.markup.edges import whole_graphemes
from mifcheck.report.evidence import merged, omitted
from mifcheck.report.formats import count
from mifcheck.report.tables import html_text
from mifcheck.safe import printable
from mifcheck.verdict import Span

SIGNS: Final[Mapping[str, str]] = {"passed": "✓", "failed": "✗", "not judged": "?"}
"""The sign of each outcome."""
_KINDS: Final = {"not judged": "other"}
_KEPT: Final = "\n\t"
_WHOLE: Final = 4_000
"""Characters of a text that is shown whole."""
_AROUND: Final = 250
"""Characters of a longer text that are shown beside its evidence."""
_MARKS: Final = 60


def part(name: str) -> str:
    """Returns a file of this room."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def framed(*pieces: str) -> str:
    """Returns an output of a notebook: the pieces, and how they look.

    Without the style, which some viewers remove, it can be read as well.
    """
    return f'<div class="mifcheck"><style>{_style()}</style>{"".join(pieces)}</div>'


@cache
def _style() -> str:
    # Nested, to reach nothing else in the notebook; named twice, to go before its own rules.
    rules = "\n".join(map(part, ("notebook.css", "evidence.css")))
    return f".mifcheck.mifcheck {{\n{rules}}}"


def scrolling(table: str) -> str:
    """Returns a table that scrolls by itself where there is little room."""
    return f'<div class="wide">{table}</div>'


def outcome_mark(outcome: str, words: str = "") -> str:
    """Returns the sign of an outcome and words beside it, in its colour."""
    kind = _KINDS.get(outcome, outcome)
    return f'<b class="{kind}">{SIGNS[outcome]}{html_text(f" {words}" if words else "")}</b>'


def quiet(*told: str) -> str:
    """Returns clauses in a quiet colour; nothing where all are empty."""
    clauses = " · ".join(filter(None, told))
    return f'<span class="quiet">{html_text(clauses)}</span>' if clauses else ""


def note(*told: str) -> str:
    """Returns a line of its own, as `quiet` does."""
    line = quiet(*told)
    return f"<p>{line}</p>" if line else ""


def more(left: int, noun: str) -> str:
    """Returns a line on how many things are not shown; nothing where all are."""
    return note(f"and {count(left, f'more {noun}')}" if left > 0 else "")


def code(name: str) -> str:
    """Returns the name of a check, which is best broken after a colon or an underscore."""
    told = html_text(name or "combination")
    return f"<code>{told.replace(':', ':<wbr>').replace('_', '_<wbr>')}</code>"


def bullet_list(items: Iterable[str]) -> str:
    """Returns a list; nothing where there is no item."""
    told = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="parts">{told}</ul>' if told else ""


def facts(rows: Mapping[str, object]) -> str:
    """Returns what there is to say, each under its name; nothing of what is None or empty."""
    told = "".join(
        f'<dt>{html_text(name)}</dt><dd dir="auto">{html_text(value)}</dd>'
        for name, value in rows.items()
        if value not in (None, "")
    )
    return f'<dl class="facts">{told}</dl>' if told else ""


def said(text: str, spans: Sequence[Span] = (), kind: str = "") -> str:
    """Returns a text of a model or a data set, its evidence marked.

    Of a long text the stretches without evidence are shortened, and say by how much. Each of its
    lines takes its own direction.

    Args:
        text: the text.
        spans: its evidence.
        kind: another class of the element.
    """
    around = _AROUND if len(text) > _WHOLE else len(text)
    found = merged(_on_graphemes(text, spans), 0, len(text))
    # A parser drops a line feed at the start of this element.
    pieces = [f'<pre class="{f"said {kind}".rstrip()}" dir="auto">\n']
    at = 0
    for first, last, label in found[:_MARKS]:
        pieces.append(_stretch(text[at:first], around))
        pieces.append(_mark(_stretch(text[first:last], around), label))
        at = last
    pieces.append(f"{_stretch(text[at:], around)}</pre>")
    return "".join([*pieces, more(len(found) - _MARKS, "mark")])


def _on_graphemes(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end, label in spans:
        if 0 <= start <= end <= len(text):
            yield Span(*whole_graphemes(text, start, end), label)


def _stretch(text: str, around: int) -> str:
    """Returns the HTML of a stretch, with a note in place of what is left out."""
    gap = omitted(text, around)
    if gap is None:
        return written(text)
    note = quiet(f" … {count(gap.stop - gap.start, 'character')} … ")
    return f"{written(text[: gap.start])}{note}{written(text[gap.stop :])}"


def _mark(html: str, label: str) -> str:
    kind = "" if html else ' class="point"'
    title = f' title="{html_text(label)}"' if label else ""
    return f"<mark{kind}{title}>{html}</mark>"


def written(text: str) -> str:
    """Returns HTML that shows a text, with a visible escape for all that steers or hides."""
    if text.isascii() and text.isprintable():
        return escape(text)
    runs = groupby(text, key=lambda char: printable(char, _KEPT) == char)
    return "".join(
        escape(run) if harmless else f'<span class="control">{printable(run)}</span>'
        for harmless, run in ((kind, "".join(held)) for kind, held in runs)
    )
