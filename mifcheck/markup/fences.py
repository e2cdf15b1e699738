"""Code fences and code spans of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import regex

FENCE = regex.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$")
CODE_SPAN = regex.compile(r"(?<!`)(?P<ticks>`++)[^\n]*?(?<!`)(?P=ticks)(?!`)")
FENCE_LINE = "```"
"""The label of the lines that open and close a fence."""
MARKUP = frozenset({"xml", "html"})
"""Labels of fences that hold text with tags."""
DATA = MARKUP | {"json", "jsonc", "json5", "csv"}
"""Labels of fences that hold data: the reply's own content, and no program."""
_NAMED = frozenset({"markdown", "md", "text", "txt", "plain", "plaintext"})
WRITING = _NAMED | {""}
"""Labels of fences that hold plain writing: a letter, a template."""
JSON_FENCE = regex.compile(r"(`{3,}+|~{3,}+)[ \t]*(?i:json[c5]?)?[ \t]*\n?")
"""The beginning of JSON in a fence."""
ANY_FENCE = regex.compile(r"(`{3,}+|~{3,}+)[^`\n]*\n")


def fences(lines: Sequence[str]) -> list[str | None]:
    """Returns for each line the label of the fence that it belongs to, or None outside fences.

    The lines of a fence that says it holds writing count as outside, and so do those of a fence
    without a label that wraps the whole reply.
    """
    wrapped = _wrapped(lines)
    if wrapped is None:
        return _fences(lines)
    first, last = wrapped
    inner = _fences(lines[first + 1 : last])
    return [*[FENCE_LINE] * (first + 1), *inner, *[FENCE_LINE] * (len(lines) - last)]


def is_program(label: str | None) -> bool:
    """Tells whether the label of a line's fence says that it is a program, as `python` does."""
    return label is not None and label not in WRITING and label not in DATA


def unfenced(
    string: str, start: int, end: int, fence: regex.Pattern[str] = JSON_FENCE
) -> tuple[int, int]:
    """Returns the (start, end) of data without the fence around it and its white space."""
    head = fence.match(string, start, end)
    foot = end - len(head[1]) if head else end
    if head and head.end() <= foot and string.endswith(head[1], start, end):
        inner = string[head.end() : foot]
        return foot - len(inner.lstrip()), head.end() + len(inner.rstrip())
    return start, end


def _fences(lines: Sequence[str]) -> list[str | None]:
    labels: list[str | None] = []
    # The marks and the labels of the open fences. Only a fence of writing has others in it.
    opened: list[tuple[str, str]] = []
    for line in lines:
        match = FENCE.match(line)
        mark, label = opened[-1] if opened else ("", FENCE_LINE)
        if match and opened and match["mark"].startswith(mark) and not _label(match):
            opened.pop()
            labels.append(FENCE_LINE)
        elif match and (not opened or (label in _NAMED and _label(match))):
            opened.append((match["mark"], _label(match)))
            labels.append(FENCE_LINE)
        else:
            labels.append(None if label in _NAMED or not opened else label)
    return labels


def _label(match: regex.Match[str]) -> str:
    return match["info"].strip().lower()


def _wrapped(lines: Sequence[str]) -> tuple[int, int] | None:
    """Returns the first and the last line of a fence that wraps the whole reply."""
    filled = [number for number, line in enumerate(lines) if line and not line.isspace()]
    head = FENCE.match(lines[filled[0]]) if filled else None
    if not head or _label(head) not in WRITING:
        return None
    first = filled[0]
    later = [(row, match) for row in filled[1:] if (match := FENCE.match(lines[row]))]
    if not later:
        # A reply that was cut off never closes its fence.
        return first, len(lines)
    last, foot = later.pop()
    if last != filled[-1] or not foot["mark"].startswith(head["mark"]) or _label(foot):
        return None
    # Models nest fences of one length: a labelled one opens, and one without a label closes.
    labelled = [bool(_label(match)) for _, match in later]
    return (first, last) if labelled == [True, False] * (len(labelled) // 2) else None
