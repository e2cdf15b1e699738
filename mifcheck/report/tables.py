"""One table as plain text, HTML or Markdown; nothing in its cells is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias

from mifcheck.report.formats import NOTHING, Figure
from mifcheck.report.markdown import escape_markdown
from mifcheck.safe import printable

Cell: TypeAlias = str | Figure

_NUMBER: Final = re.compile(r"[+−]?\d[\d.,-]*( %| of \d+)?")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a head, and rows of cells.

    Attributes:
        head: the columns' names.
        rows: the cells of each row. On a terminal an empty row is a blank line, and a row with one
            cell is the title of those below.
        caption: what the table shows, in one line or several.
        spans: for HTML, names above the head and how many columns each spans.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    spans: Sequence[tuple[str, int]] = ()

    def numeric(self) -> list[bool]:
        """Returns for each column whether it holds numbers alone."""
        whole = [row for row in self.rows if len(row) == len(self.head)]
        return [all(map(_is_number, column)) for column in zip(*whole, strict=True)] or [
            False for _ in self.head
        ]

    def text(self) -> str:
        """Returns the table as lines whose columns are padded with spaces."""
        caption = printable(self.caption, keep="\n")
        if caption and not self.rows:
            return caption
        lines = [[printable(str(cell)) for cell in line] for line in (self.head, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
        return "\n".join([*([caption] if caption else []), *padded])

    def html(self) -> str:
        """Returns the table as HTML; columns of numbers have the class "number"."""
        kinds = ["", *(' class="number"' if number else "" for number in self.numeric()[1:])]
        above = [
            f'<th scope="colgroup" colspan="{wide}">{html_text(name)}</th>'
            for name, wide in self.spans
        ]
        head = [
            f'<th scope="col"{kind}>{html_text(name)}</th>'
            for name, kind in zip(self.head, kinds, strict=True)
        ]
        body = [
            [
                f'<th scope="row">{html_text(first)}</th>',
                *(
                    f"<td{kind}>{html_text(cell)}</td>"
                    for cell, kind in zip(cells, kinds[1:], strict=True)
                ),
            ]
            for first, *cells in self.rows
        ]
        caption = self.caption.replace("\n", "; ")
        caption = f"<caption>{html_text(caption)}</caption>" if caption else ""
        return (
            f"<table>{caption}<thead>{_html_rows([above, head] if above else [head])}</thead>"
            f"<tbody>{_html_rows(body)}</tbody></table>"
        )

    def markdown(self) -> str:
        """Returns the table as Markdown, columns of numbers to the right."""
        rule = ["---:" if number else "---" for number in self.numeric()]
        head, *rows = (
            [escape_markdown(str(cell)) for cell in line] for line in (self.head, *self.rows)
        )
        return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *rows))


def _html_rows(rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)


def html_text(content: object) -> str:
    """Returns HTML that shows this text, harmless to print."""
    return escape(printable(str(content)))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, Figure) or cell in ("", NOTHING) or bool(_NUMBER.fullmatch(cell))
