"""Verdicts about one reply, with the evidence marked in the reply itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from mifcheck.report.safe import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

    from mifcheck.verdict import Span, Verdict

_STYLES: Final = {"passed": "bold green", "failed": "bold red", "not judged": "bold yellow"}
_LINES: Final = 8
_SPANS: Final = 80
_AROUND: Final = 60
_GAP: Final = 160
_MARKS: Final = ("⟦", "⟧")
_LABEL: Final = 10
_LEAST: Final = 20


def verdict_report(
    verdict: Verdict, reply: str, *, marked: bool = False, strict: Verdict | None = None
) -> RenderableType:
    """What was asked, what was found and why, and the lines of the reply that show it.

    The evidence is underlined; with `marked` it is put between ⟦ and ⟧ too, for output that has
    no styles.

    Args:
        verdict: the verdict to show.
        reply: the text that was checked.
        marked: whether to bracket the evidence.
        strict: the strict verdict, where `verdict` is the loose one.
    """
    from rich.console import Group

    return Group(*_lines(verdict, reply, marked, 0, strict))


def _lines(
    verdict: Verdict, reply: str, marked: bool, depth: int, strict: Verdict | None = None
) -> Iterator[RenderableType]:
    from rich.text import Text

    indent = 2 * depth
    head = Text(printable(verdict.check or "combination"), style="bold")
    if strict is not None and strict.passed != verdict.passed:
        head.append(f"  (loosely; strictly it {strict.outcome})", style="not bold yellow")
    yield _Hanging(Text(f"{verdict.outcome:<{_LABEL}}", _STYLES[verdict.outcome]), head, indent)
    for label, value in (("required", verdict.required), ("found", verdict.reason)):
        if value:
            yield _labelled(label, Text(printable(value)), indent)
    if verdict.evidence:
        yield from _excerpt(verdict.evidence, reply, marked, indent)
    for part in verdict.parts:
        yield from _lines(part, reply, marked, depth + 1)


def _labelled(label: str, value: Text, indent: int) -> RenderableType:
    from rich.text import Text

    return _Hanging(Text(f"  {label:<{_LABEL - 2}}", style="dim"), value, indent)


class _Hanging:
    """A label and a text beside it, wrapped.

    Rich's own tables measure a line and its differently styled pieces apart, and crop what they
    then find too long: a joiner before a piece of evidence could cost characters of the reply.
    """

    def __init__(self, label: Text, text: Text, indent: int) -> None:
        self.label, self.text, self.indent = label, text, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        before = self.indent + len(self.label.plain) + 2
        room = max(_LEAST, options.max_width - before)
        for number, line in enumerate(self.text.wrap(console, room, overflow="fold")):
            start = Text(" " * self.indent).append(self.label).append("  ")
            whole = (Text(" " * before) if number else start).append(line)
            whole.no_wrap, whole.overflow = True, "ignore"
            yield whole


def _excerpt(
    spans: Sequence[Span], reply: str, marked: bool, indent: int
) -> Iterator[RenderableType]:
    """The lines that hold evidence, numbered, and how many are not shown."""
    from rich.text import Text

    starts = list(accumulate((len(line) + 1 for line in reply.split("\n")), initial=0))
    held = _by_line(spans, starts)
    for number in sorted(held)[:_LINES]:
        start, end = starts[number], starts[number + 1] - 1
        label = f"line {number + 1}".rjust(_LABEL - 2)
        yield _labelled(label, _marked_line(reply, start, end, held[number], marked), indent)
    if len(held) > _LINES:
        yield _labelled("", Text(f"and {len(held) - _LINES} more lines", style="dim"), indent)


def _by_line(spans: Sequence[Span], starts: Sequence[int]) -> dict[int, list[Span]]:
    """The spans that each line has a part in; lines are counted from 0."""
    held: dict[int, list[Span]] = {}
    for span in sorted(spans):
        first = bisect_right(starts, span.start) - 1
        last = bisect_right(starts, max(span.start, span.end - 1)) - 1
        for number in range(first, min(last, first + _LINES) + 1):
            held.setdefault(number, []).append(span)
    return held


def _marked_line(reply: str, start: int, end: int, spans: Sequence[Span], marked: bool) -> Text:
    """One line of the reply, its evidence underlined; what is far from any is left out."""
    from rich.text import Text

    text = Text()
    at = start
    for place, (first, last) in enumerate(islice(_merged(spans, start, end), _SPANS)):
        between = reply[at:first]
        text.append(printable(_shortened(between, place > 0, True)))
        inside = printable(_shortened(reply[first:last], True, True))
        text.append(f"{_MARKS[0]}{inside}{_MARKS[1]}" if marked else inside, style="underline bold")
        at = last
    text.append(printable(_shortened(reply[at:end], True, False)))
    if len(spans) > _SPANS:
        text.append(f" (and {len(spans) - _SPANS} more)", style="dim")
    return text


def _merged(spans: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans within a line, overlapping ones made one."""
    held: tuple[int, int] | None = None
    for first, last in sorted((max(s.start, start), min(s.end, end)) for s in spans):
        if held is not None and first < held[1]:
            held = held[0], max(held[1], last)
            continue
        if held is not None:
            yield held
        held = first, max(first, last)
    if held is not None:
        yield held


def _shortened(text: str, after: bool, before: bool) -> str:
    """A stretch between two pieces of evidence; its middle, or the end away from them, cut."""
    if len(text) <= _GAP:
        return text
    left = text[:_AROUND] if after else ""
    right = text[-_AROUND:] if before else ""
    return f"{left} … {right}"
