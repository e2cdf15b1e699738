"""The rendered text: what a reader sees of a reply, with the way back to its source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import HAS_WORD, OPENING_QUOTES, SENTENCE_ENDS
from mifcheck.markup.edges import ends_like_a_sentence
from mifcheck.markup.fences import fences
from mifcheck.markup.html import own_tags
from mifcheck.markup.inline import HINTS, Cut, Emphasis, Inline, inline, without
from mifcheck.markup.layout import Layout, Segment, layout
from mifcheck.markup.markdown import BULLET, GAP, link_names
from mifcheck.markup.seen_lines import SeenLines, may_be_marked


class Block(NamedTuple):
    """A block of the rendered text.

    Attributes:
        kind: that of its `Segment`, or "label": a line that is emphasised as a whole and does not
            end like a sentence.
        start, end: its offsets in the rendered text.
    """

    kind: str
    start: int
    end: int


class Rendering(NamedTuple):
    """A text as a reader sees it.

    Attributes:
        string: the rendered text.
        blocks: its blocks, from left to right.
        emphasis: the emphasised passages, with offsets in the source.
        cuts: what was cut from the source.
        is_local: whether what a block is depends on the block alone, and not on others.
    """

    string: str
    blocks: tuple[Block, ...]
    emphasis: tuple[Emphasis, ...]
    cuts: tuple[Cut, ...]
    is_local: bool

    def extent(self) -> Callable[[int], tuple[int, int]]:
        """Returns a function that maps a character to the (start, end) of its source."""
        gone = list(accumulate(cut.end - cut.start - len(cut.seen) for cut in self.cuts))
        # Where each cut stands in the rendered text.
        places = [cut.start - before for cut, before in zip(self.cuts, [0, *gone], strict=False)]

        def source(at: int) -> tuple[int, int]:
            last = bisect_right(places, at) - 1
            if last < 0:
                return at, at + 1
            start, end, seen = self.cuts[last]
            if at < places[last] + len(seen):
                return start, end
            return at + gone[last], at + gone[last] + 1

        return source

    def seen(self, start: int, end: int) -> tuple[int, int]:
        """Returns the (start, end) in the rendered text of a stretch of the source."""
        where = _places(self.cuts)
        return where(start), where(end)

    def part(self, start: int, end: int) -> Rendering | None:
        """Returns the rendering of a stretch of the source; None if it is not a part of this one.

        It is none if the stretch begins or ends within a block, or blocks depend on one another.
        """
        first, last = self.seen(start, end)
        inner = [block for block in self.blocks if first < block.end and block.start < last]
        within = any(first > block.start or block.end > last for block in inner)
        # Emphasis may have cut a block in two, also within a comment of several lines.
        crossed = any(a < start < b or a < end < b for a, b, _ in (*self.emphasis, *self.cuts))
        if not self.is_local or within or crossed:
            return None
        blocks = [_block(Block, (kind, a - first, b - first)) for kind, a, b in inner]
        emphasis = [
            Emphasis(a - start, b - start, mark)
            for a, b, mark in self.emphasis
            if start <= a and b <= end
        ]
        cuts = [Cut(a - start, b - start, seen) for a, b, seen in self.cuts if start <= a < end]
        string = self.string[first:last]
        return Rendering(string, tuple(blocks), tuple(emphasis), tuple(cuts), is_local=True)


# The constructor of a named tuple is a Python function, too slow for every block.
_block = _cut = tuple.__new__
_FILLED = r"\S(?:[^\n]*\S)?"
_PARAGRAPH = regex.compile(rf"{_FILLED}(?:[^\S\n]*+\n[^\S\n]*+{_FILLED})*+")
_COLONS = tuple(f"{colon}{marks}" for colon in ":：" for marks in ("", "*", "**", "***", "_", "__"))
_MARGIN = regex.compile(rf"(?:{GAP}|>)*+")
_FINAL = SENTENCE_ENDS + ",;"
_QUOTES = tuple(OPENING_QUOTES)


def rendering_of(
    string: str, language: Language | None, lines: SeenLines | None = None
) -> Rendering:
    """Returns a text as a reader sees it.

    Args:
        string: the source.
        language: its language, which may have ordinals that look like the numbers of items.
        lines: what is known of its lines.
    """
    if not may_be_marked(string):
        paragraphs = (match.span() for match in _PARAGRAPH.finditer(string))
        blocks = [_block(Block, ("text", *span)) for span in paragraphs]
        return Rendering(string, tuple(blocks), (), (), is_local=True)
    known = SeenLines(language) if lines is None else lines
    pieces = string.split("\n")
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces[:-1])]
    fenced = "```" in string or "~~~" in string
    labels = fences(pieces) if fenced else [None] * len(pieces)
    shapes = [known.shapes[piece] for piece in pieces]
    laid_out = layout(pieces, starts, labels, shapes, language)
    names, tags = link_names(string), own_tags(string)
    inline_of = partial(inline, names=names, tags=tags) if names or tags else known.inline
    rendering = _rendered(string, laid_out, inline_of)
    apart = not (fenced or names or tags or "|" in string or _is_cut(string, rendering, laid_out))
    return rendering._replace(is_local=apart and all(map(known.is_alone, shapes)))


def _is_cut(string: str, rendering: Rendering, laid_out: Layout) -> bool:
    """Tells whether a label may cut lines apart that depend on one another.

    They are those of an item, those below it, and those with a note, which is one by what follows
    it.
    """
    if all(block.kind != "label" for block in rendering.blocks):
        return False
    return any(
        segment.kind == "item" or (after.joins and "[" in string)
        for segment, after in pairwise(laid_out.segments)
    )


def _rendered(string: str, laid_out: Layout, inline_of: Callable[[str], Inline]) -> Rendering:
    emphasis: list[Emphasis] = []
    segments, cuts = laid_out
    blocks: list[Block] = []
    hints = [hint for hint in HINTS if hint in string]
    groups: list[Sequence[Segment]] = [*_groups(segments), ()]
    for group, below in pairwise(groups):
        kind, start, end = group[0].kind, group[0].start, group[-1].end
        plain = kind == "code" or all(string.find(hint, start, end) < 0 for hint in hints)
        if plain:
            blocks.append(_block(Block, (kind, start, end)))
            continue
        found = inline_of(string[start:end])
        cuts += [_cut(Cut, (start + first, start + last, seen)) for first, last, seen in found.cuts]
        marked = [Emphasis(start + a, start + b, mark) for a, b, mark in found.emphasis]
        emphasis += marked
        if found.tags:
            edges = [(start + first, start + last, after) for first, last, after in found.tags]
            blocks += _split(kind, start, end, edges)
        elif marked:
            blocks += _labelled(string, group, below, marked)
        else:
            blocks.append(_block(Block, (kind, start, end)))
    return _assembled(string, blocks, emphasis, cuts)


def _groups(segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """Yields the segments that belong to one block."""
    group: list[Segment] = []
    for segment in segments:
        if group and not segment.joins:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


def _split(
    kind: str, start: int, end: int, tags: Sequence[tuple[int, int, str]]
) -> Iterator[Block]:
    """Yields the parts of a block between tags that begin and end blocks."""
    for before, after, following in tags:
        if before > start:
            yield Block(kind, start, before)
        start, kind = after, following or kind
    if end > start:
        yield Block(kind, start, end)


def _labelled(
    string: str,
    group: Sequence[Segment],
    below: Sequence[Segment],
    emphasis: Sequence[Emphasis],
) -> Iterator[Block]:
    """Yields a block in parts, so that lines emphasised as a whole are apart."""
    item = group[0].kind == "item" and len(group) == 1
    has_colon = string.endswith(_COLONS, group[0].start, group[0].end)
    if item and not (has_colon or (below and _is_within(string, below[0], group[0]))):
        yield Block("item", group[0].start, group[0].end)
        return
    ends = {start: end for start, end, _ in reversed(emphasis)}
    labels = [_is_label(string, line, ends.get(_unquoted(string, line), 0)) for line in group]
    start = group[0].start
    for at, line in enumerate(group):
        # Several such lines are verse, or a passage that is emphasised line by line.
        alone = not any(labels[max(0, at - 1) : at] + labels[at + 1 : at + 2])
        if not (labels[at] and alone):
            continue
        if line.start > start:
            yield Block(group[0].kind, start, group[at - 1].end)
        yield Block("label", line.start, line.end)
        start = group[at + 1].start if at + 1 < len(group) else line.end
    if group[-1].end > start:
        yield Block(group[0].kind, start, group[-1].end)


def _is_within(string: str, line: Segment, item: Segment) -> bool:
    """Tells whether a line is an item within another: further right, or a bullet below a number."""
    (depth, bullet), (own, marked) = (_margin(string, at.start) for at in (line, item))
    return line.kind == "item" and (depth > own or (bullet and not marked))


def _margin(string: str, at: int) -> tuple[int, bool]:
    """Returns how far from the margin a line begins, and whether it has a bullet."""
    start = string.rfind("\n", 0, at) + 1
    margin = _MARGIN.match(string, start)
    assert margin is not None
    return len(margin[0].expandtabs()), BULLET.match(string, start) is not None


def _unquoted(string: str, line: Segment) -> int:
    """Returns where a line begins after a quotation mark: “**The Sea**"""
    return line.start + string.startswith(_QUOTES, line.start, line.end)


def _is_label(string: str, line: Segment, end: int) -> bool:
    if end > line.end:  # The emphasis goes on in the next line.
        return False
    after = string[end : line.end].strip()
    inner = string[_unquoted(string, line) : end].strip("*_ ")
    return bool(inner) and after in ("", ":", "：") and not ends_like_a_sentence(inner, _FINAL)


def _assembled(
    string: str, blocks: Sequence[Block], emphasis: Sequence[Emphasis], cuts: Sequence[Cut]
) -> Rendering:
    rendered, kept = without(string, cuts)
    if not kept:
        return Rendering(string, tuple(blocks), tuple(emphasis), (), is_local=False)
    return Rendering(rendered, tuple(_moved(blocks, kept)), tuple(emphasis), tuple(kept), False)


def _moved(blocks: Sequence[Block], cuts: Sequence[Cut]) -> Iterator[Block]:
    """Yields the blocks with their offsets in the rendered text, those of which nothing is seen
    left out."""
    edges = sorted({edge for _, start, end in blocks for edge in (start, end)})
    places: dict[int, int] = {}
    gone = at = 0
    for edge in edges:
        while at < len(cuts) and cuts[at].end <= edge:
            gone += cuts[at].end - cuts[at].start - len(cuts[at].seen)
            at += 1
        within = at < len(cuts) and cuts[at].start < edge
        places[edge] = (cuts[at].start + len(cuts[at].seen) if within else edge) - gone
    for kind, start, end in blocks:
        if places[end] > places[start]:
            yield Block(kind, places[start], places[end])


def _places(cuts: Sequence[Cut]) -> Callable[[int], int]:
    """Returns a function that maps an offset in the source to one in the rendered text."""
    starts = [cut.start for cut in cuts]
    gone = [0, *accumulate(cut.end - cut.start - len(cut.seen) for cut in cuts)]

    def seen(offset: int) -> int:
        before = bisect_left(starts, offset)
        within = max(0, cuts[before - 1].end - offset) if before else 0
        return offset + within - gone[before]

    return seen


@lru_cache(maxsize=4096)
def seen_forms(phrase: str, language: Language | None = None) -> tuple[str, ...]:
    """Returns how a reader sees a phrase: within a line and, if they differ, on lines of its own.

    Words may follow on its last line, which makes a list mark of a hyphen there. A phrase of which
    a reader would see no word is returned as it is.
    """
    within = _assembled(phrase, (), (), inline(phrase).cuts).string
    apart = rendering_of(phrase, language).string
    followed = rendering_of(f"{phrase} {_WORD}", language).string.removesuffix(_WORD)
    others = [form.strip() for form in (apart, followed.removesuffix(" ")) if form != within]
    forms = dict.fromkeys(form for form in (within, *others) if HAS_WORD.search(form))
    return tuple(forms) or (phrase,)


@lru_cache(maxsize=4096)
def is_markup(phrase: str) -> bool:
    """Tells whether a reader does not see a part of a phrase, or no word: <b>, </answer>, ***."""
    return not HAS_WORD.search(phrase) or rendering_of(phrase, None).string != phrase


# A word that ends no sentence and begins no list.
_WORD = "word"


def as_seen(phrase: str) -> str:
    """Returns how a reader sees a phrase within a line."""
    return seen_forms(phrase)[0]
