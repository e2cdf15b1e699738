"""Scores for people: plain text and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mifcheck.scores import Metrics

HEADINGS: Final = ("mean of four", "instructions", "conversations", "PIF", "forgetting",
                   "correction", "replies")  # fmt: skip


def headline(figures: Metrics) -> list[str]:
    """The figures under `HEADINGS`, strict where there is a choice, as text."""
    return [
        str(figures.accuracy.mean),
        str(figures.accuracy.instruction.strict),
        str(figures.accuracy.conversation.strict),
        str(figures.pif.strict),
        str(figures.forgetting.consecutive.strict),
        str(figures.correction.strict),
        str(figures.counts.replies),
    ]


def text_table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Columns padded with spaces to line up."""
    lines = [head, *body]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def html_table(head: Sequence[str], body: Sequence[Sequence[str]], caption: str = "") -> str:
    """An HTML table; everything in it is escaped."""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in body
    )
    return f"<table>{title}<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
