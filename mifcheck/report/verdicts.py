"""Shows verdicts about one reply, with the evidence marked in the reply itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from mifcheck.report.evidence import merged, shortened
from mifcheck.report.show import Labelled, stacked, styled
from mifcheck.safe import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from mifcheck.conversation import Role
    from mifcheck.verdict import Span, Verdict

_STYLES: Final = {"passed": "bold green", "failed": "bold red", "not judged": "bold yellow"}
_LINES: Final = 8
_SPANS: Final = 80
_AROUND: Final = 60
_MARKS: Final = ("⟦", "⟧")
_LABEL: Final = 10

_shortened = partial(shortened, around=_AROUND)


def verdict_report(
    verdict: Verdict,
    reply: str,
    *,
    marked: bool = False,
    strict: Verdict | None = None,
    role: Role = "user",
) -> RenderableType:
    """Returns what was required, what was found and why, and the lines of the reply that show it.

    The evidence is underlined. With `marked` it also stands between ⟦ and ⟧, for output without
    styles.

    Args:
        verdict: the verdict to show.
        reply: the text that was checked.
        marked: whether to bracket the evidence.
        strict: the strict verdict, where `verdict` is the loose one.
        role: who gave the instruction.
    """
    given = "" if role == "user" else f"  (given by the {role})"
    return stacked(_lines(verdict, reply, marked, 0, strict, given))


def _lines(
    verdict: Verdict,
    reply: str,
    marked: bool,
    depth: int,
    strict: Verdict | None = None,
    given: str = "",
) -> Iterator[RenderableType]:
    indent = 2 * depth
    head = styled(verdict.check or "combination", "bold")
    head.append(given, style="not bold dim")
    if strict is not None and strict.passed != verdict.passed:
        head.append(f"  (loosely; strictly it {strict.outcome})", style="not bold yellow")
    outcome = styled(f"{verdict.outcome:<{_LABEL}}", _STYLES[verdict.outcome])
    yield Labelled(outcome, head, indent)
    level = "" if verdict.level == "measured" else f"the language is {verdict.level}"
    rows = {"required": verdict.required, "found": verdict.reason, "level": level}
    for label, value in rows.items():
        if value:
            yield _labelled(label, styled(value), indent)
    for label, line in _excerpt(verdict.evidence, reply, marked):
        yield _labelled(label, line, indent)
    for part in verdict.parts:
        yield from _lines(part, reply, marked, depth + 1)


def _labelled(label: str, value: Text, indent: int) -> Labelled:
    return Labelled(styled(f"  {label:<{_LABEL - 2}}", "dim"), value, indent)


def _excerpt(spans: Sequence[Span], reply: str, marked: bool) -> Iterator[tuple[str, Text]]:
    """Yields the lines with evidence, each with its number, and how many more there are."""
    starts = list(accumulate((len(line) + 1 for line in reply.split("\n")), initial=0))
    held = _by_line(spans, starts)
    for number in sorted(held)[:_LINES]:
        line = _marked_line(reply, starts[number], starts[number + 1] - 1, held[number], marked)
        yield f"line {number + 1}".rjust(_LABEL - 2), line
    if len(held) > _LINES:
        yield "", styled(f"and {len(held) - _LINES} more lines", "dim")


def _by_line(spans: Sequence[Span], starts: Sequence[int]) -> dict[int, list[Span]]:
    """Returns the spans that reach into each line; lines are counted from 0."""
    held: dict[int, list[Span]] = {}
    for span in sorted(spans):
        first = bisect_right(starts, span.start) - 1
        last = bisect_right(starts, max(span.start, span.end - 1)) - 1
        for number in range(first, min(last, first + _LINES) + 1):
            held.setdefault(number, []).append(span)
    return held


def _marked_line(reply: str, start: int, end: int, spans: Sequence[Span], marked: bool) -> Text:
    """Returns one line of the reply with its evidence underlined, shortened far from any."""
    text = styled("")
    before, after = _MARKS if marked else ("", "")
    at = start
    for place, (first, last, _) in enumerate(merged(spans, start, end)[:_SPANS]):
        text.append(printable(_shortened(reply[at:first], after=place > 0)))
        inside = printable(_shortened(reply[first:last]))
        text.append(f"{before}{inside}{after}", style="underline bold")
        at = last
    text.append(printable(_shortened(reply[at:end], before=False)))
    if len(spans) > _SPANS:
        text.append(f" (and {len(spans) - _SPANS} more)", style="dim")
    return text
