"""What the lines of a text are together: blocks of text, lists, tables, code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import SENTENCE_ENDS
from mifcheck.markup.edges import ends_like_a_sentence
from mifcheck.markup.fences import FENCE_LINE, MARKUP
from mifcheck.markup.inline import Cut
from mifcheck.markup.lines import ItemNumber, Shape


class Segment(NamedTuple):
    """A line, or a cell of a table.

    Attributes:
        kind: "text", "heading", "item", "cell", "head" (a cell that names a column), or "code",
            whose content is seen as it stands.
        start: where its content begins, after the marks before it.
        end: where it ends.
        joins: whether it continues the segment before it.
    """

    kind: str
    start: int
    end: int
    joins: bool = False


class Layout(NamedTuple):
    """The segments of a text, and the marks and lines that are not seen."""

    segments: list[Segment]
    cuts: list[Cut]


def layout(
    lines: Sequence[str],
    starts: Sequence[int],
    labels: Sequence[str | None],
    shapes: Sequence[Shape],
    language: Language | None,
) -> Layout:
    """Returns what the lines of a text are.

    Args:
        lines: the lines.
        starts: the offset of each.
        labels: the label of the code fence that each belongs to, or None.
        shapes: what each is by itself.
        language: the language of the text, if it is known.
    """
    made = Layout([], [])
    segments, cuts = made
    numbers = _item_numbers(shapes, labels, language)
    rows = _tables(lines) if any("|" in line for line in lines) else {}
    # The kind of the line above, if the next line can continue it.
    above = ""
    for row, (kind, mark, begin, end, _) in enumerate(shapes):
        offset, label = starts[row], labels[row]
        if kind == "signed":
            beside = (*shapes[max(0, row - 1) : row], *shapes[row + 1 : row + 2])
            kind = "item" if any(each.kind == "signed" for each in beside) else "text"
        if label is not None and label not in MARKUP:
            above = _code(made, offset, lines[row], label, above)
            continue
        if kind == "text" and row not in numbers and row not in rows:
            if begin > mark:
                cuts.append(Cut(offset + mark, offset + begin))
            if end > begin:
                segments.append(Segment("text", offset + begin, offset + end, above != ""))
            above = "text" if end > begin else ""
            continue
        if kind == "blank":
            above = ""
            continue
        if row in rows:
            _cells(made, offset, lines[row], rows[row])
            above = ""
            continue
        if kind in ("rule", "target"):
            if above == "text" and _underlines_a_title(lines, row):
                segments[-1] = segments[-1]._replace(kind="heading")
            cuts.append(Cut(offset, offset + end))
            above = ""
            continue
        if begin > mark:
            cuts.append(Cut(offset + mark, offset + begin))
        if kind == "heading" and end < len(lines[row].rstrip()):
            cuts.append(Cut(offset + end, offset + len(lines[row])))
        if row in numbers:
            cuts.append(Cut(offset + numbers[row].start, offset + numbers[row].end))
            if numbers[row].start == begin:
                begin = numbers[row].end
            if kind != "heading":
                kind = "label" if _heads(lines, row, shapes, numbers) else "item"
        above = ""
        if end > begin:
            segments.append(Segment(kind, offset + begin, offset + end))
            above = "" if kind in ("heading", "label") else kind
    return made


def _code(made: Layout, offset: int, line: str, label: str, above: str) -> str:
    """Adds a line of a code fence, and returns what it is to the next line."""
    end = len(line.rstrip())
    if label == FENCE_LINE:
        made.cuts.append(Cut(offset, offset + len(line)))
        return ""
    if end:
        made.segments.append(Segment("code", offset, offset + end, above == "code"))
    return "code" if end else above


_UNDERLINE = regex.compile(r"[ \t]{0,3}(?:=+|-{2,})[ \t]*\r?$")
_LONGEST_TITLE = 80
_NOT_AFTER_A_TITLE = SENTENCE_ENDS + ",;:"


def _underlines_a_title(lines: Sequence[str], row: int) -> bool:
    is_underline = _UNDERLINE.match(lines[row]) is not None
    return is_underline and _reads_as_a_title(lines[row - 1].strip())


def _reads_as_a_title(line: str) -> bool:
    """Tells whether a line is as short as a title, and does not end like a sentence."""
    return len(line) <= _LONGEST_TITLE and not ends_like_a_sentence(line, _NOT_AFTER_A_TITLE)


def _heads(
    lines: Sequence[str], row: int, shapes: Sequence[Shape], numbers: Container[int]
) -> bool:
    """Tells whether a numbered line heads the paragraph below it, and is no item of a list.

    Blank lines stand around it, no item and no colon stands before it, and no final mark ends it.
    """
    near = (row - 2, row - 1, row + 1, row + 2)
    before, *blank, below = ((shapes[at].kind if 0 <= at < len(lines) else "blank") for at in near)
    apart = blank == ["blank", "blank"] and below == "text" and before != "item"
    if not apart or row - 2 in numbers or row + 2 in numbers:
        return False
    is_announced = row > 1 and lines[row - 2].rstrip().endswith((":", "："))
    if is_announced or not _reads_as_a_title(lines[row].rstrip()):
        return False
    return not lines[row + 2][:1].isspace() and ends_like_a_sentence(lines[row + 2])


# Tables

_COLUMNS = regex.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*\r?$")
_ROW = regex.compile(r"[ \t>]*\|[^|]*+\|")
_PIPE = regex.compile(r"(?<!\\)\|")


def _tables(lines: Sequence[str]) -> dict[int, str]:
    """Returns the rows of tables, and of which kind their cells are; "" for the line of hyphens."""
    kinds = {row: "cell" for row, line in enumerate(lines) if _ROW.match(line)}
    below = 0
    for row, line in enumerate(lines):
        if "-" not in line or "|" not in line or not _COLUMNS.match(line):
            continue
        kinds[row] = ""
        if row and "|" in lines[row - 1]:
            kinds[row - 1] = "head"
        # Where the table above ends, this one does.
        below = max(below, row + 1)
        while below < len(lines) and "|" in lines[below]:
            kinds[below] = "cell"
            below += 1
    return kinds


def _cells(made: Layout, offset: int, line: str, kind: str) -> None:
    if not kind:
        made.cuts.append(Cut(offset, offset + len(line)))
        return
    pipes = [match.start() for match in _PIPE.finditer(line)]
    made.cuts.extend(Cut(offset + pipe, offset + pipe + 1, "\t") for pipe in pipes)
    for before, after in pairwise((-1, *pipes, len(line))):
        cell = line[before + 1 : after]
        if cell.strip():
            start = offset + before + 1 + len(cell) - len(cell.lstrip())
            made.segments.append(Segment(kind, start, start + len(cell.strip())))


# Numbers of items


def _item_numbers(
    shapes: Sequence[Shape], labels: Sequence[str | None], language: Language | None
) -> dict[int, ItemNumber]:
    """Returns the number or the letter of each line that has one.

    A letter may be a word or an initial, and a number an ordinal. So these count only if the item
    before or after has the neighbouring value.
    """
    found = [
        (row, number)
        for row, shape in enumerate(shapes)
        for number in shape.numbers
        if labels[row] is None or labels[row] in MARKUP
    ]
    if not found:
        return {}
    kept = {row: number for row, number in found if _is_certain(number, language)}
    by_kind: dict[str, list[tuple[int, ItemNumber]]] = defaultdict(list)
    for row, number in found:
        by_kind[number.kind].append((row, number))
    for readings in by_kind.values():
        kept.update(_in_runs(readings, language))
    return kept


def _is_certain(number: ItemNumber, language: Language | None) -> bool:
    if language and language.sentences.ordinals and number.kind == "ordinal":
        return number.value == 1 and not _is_counted(number, language)
    return number.is_certain


def _in_runs(
    readings: Sequence[tuple[int, ItemNumber]], language: Language | None
) -> Iterator[tuple[int, ItemNumber]]:
    in_run = False
    for one, other in pairwise(readings):
        # 1.5. and 1.6. may be dates: what is numbered in two steps begins with 1.1.
        in_run = other[1].value - one[1].value == 1 and (
            in_run or one[1].value == 1 or not one[1].kind.endswith(".")
        )
        if not in_run:
            continue
        # 1. Platz: Anna⏎2. Platz: Ben
        alike = one[1].next_word == other[1].next_word
        if not (alike and language and _is_counted(one[1], language)):
            yield one
            yield other


def _is_counted(number: ItemNumber, language: Language) -> bool:
    """Tells whether a noun follows that ordinals go with: 3. Oktober."""
    return bool(number.next_word) and number.next_word in _ordinal_nouns(language)


@lru_cache(maxsize=64)
def _ordinal_nouns(language: Language) -> frozenset[str]:
    return frozenset(map(str.casefold, language.sentences.ordinal_nouns))
