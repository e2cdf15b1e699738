"""What a reader sees of a text whose lines can be read one by one, as those of most replies can.

It is the string of the rendered text (`rendering.py`), without its blocks and the way back.
"""

from __future__ import annotations

import re

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import inside
from mifcheck.markup.inline import HINTS, Cut, Emphasis, Inline, inline, without
from mifcheck.markup.lines import Shape, Shapes
from mifcheck.markup.markdown import GAP
from mifcheck.markup.patterns import one_of

# A line that begins like this may be more than text.
_ODD_LINE = one_of(
    r"[^\p{L}\s\"'“‘«¿¡—…(（「『]",
    rf"[(（]?\p{{L}}{{1,5}}{GAP}*+[{inside('.)．）、–-')}]",
    r"[(（]\p{N}",
)
_ODD = regex.compile(rf"\n{GAP}*+{_ODD_LINE}")
_ODD_FIRST = regex.compile(rf"{GAP}*+{_ODD_LINE}")
_HINT = re.compile(f"[{re.escape(HINTS)}]")
# What may join lines: code, tags, tables, links, formulas. A lone [1] is a note by what follows it.
_JOINING = ("`", "<", "|", "](", "]:", "$$", "~~~")
_NO_WORD = re.compile(r"\[(?![A-Za-z])")

# The simplest lines are found by patterns of `re`, which are faster than those of `regex`: a line
# that begins with a word and has no mark, and one with a list mark and **words** apart from others.
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿЁА-яё"
_BARE = f"[^{re.escape(HINTS)}|#\n]*"
_BEGINS = rf"[{_LETTER}]{{2}}(?![IVXivx]{{0,3}}(?:[.)）．]|\s?[-–—/]))"
_MARKED_LINE = re.compile(rf"^(?!(?:{_BEGINS}{_BARE})?$)[^\n]+", re.MULTILINE)
_ENDS = rf"(?:(?<=[{_LETTER}0-9])\*\*(?![^\s.,:;)])|(?<=[:.!?])\*\*(?!\S))"
_STRONG = rf"(?<!\S)\*\*(?=[{_LETTER}0-9]){_BARE}{_ENDS}"
_MARKS = r"[-+*•] +|(?<! {4})\#{1,6} +"
_NUMBER = r"|[0-9]{1,2}\. +"


_EMPHASISED_LINE = re.compile(r"^[^\n*_~]*[*_~][^\n]*", re.MULTILINE)


def _simple(marks: str) -> re.Pattern[str]:
    content = rf"(?=(?:\*\*)?{_BEGINS}){_BARE}(?:{_STRONG}{_BARE})*"
    return re.compile(rf"( *)(?:{marks})?({content})")


_SIMPLE, _SIMPLE_UNNUMBERED = _simple(_MARKS + _NUMBER), _simple(_MARKS)


def may_be_marked(string: str) -> bool:
    """Tells whether a text may have something that is not seen, or blocks besides paragraphs."""
    # One search for each character is much faster than one for a class of them.
    if "|" in string or any(hint in string for hint in HINTS):
        return True
    return bool(_ODD_FIRST.match(string) or _ODD.search(string))


class SeenLines(dict[str, str | None]):
    """What is seen of each line, computed when it is first asked for.

    It is None if that depends on other lines.

    Attributes:
        shapes: the shapes of the lines.

    Args:
        language: the language of the text, which may have ordinals that look like item numbers.
    """

    def __init__(self, language: Language | None) -> None:
        self.shapes = Shapes()
        self._doubtful = "ordinal" if language and language.sentences.ordinals else ""
        self._inlines: dict[str, Inline] = {}

    def of(self, string: str) -> str | None:
        """Returns what is seen of a text; None if its lines cannot be read one by one."""
        if not may_be_marked(string):
            return string
        if any(mark in string for mark in _JOINING) or _NO_WORD.search(string):
            return None
        seen: list[str] = []
        at = 0
        for match in _MARKED_LINE.finditer(string):
            found = self[match[0]]
            if found is None:
                return None
            seen += (string[at : match.start()], found)
            at = match.end()
        return "".join((*seen, string[at:]))

    def emphasis(self, string: str) -> list[Emphasis]:
        """Returns the emphasised passages of a text whose lines can be read one by one."""
        found: list[Emphasis] = []
        for match in _EMPHASISED_LINE.finditer(string):
            shape = self.shapes[match[0]]
            at = match.start() + shape.start
            passages = self.inline(match[0][shape.start : shape.end]).emphasis
            if shape.kind != "rule":
                found += [Emphasis(at + start, at + end, mark) for start, end, mark in passages]
        return found

    def inline(self, paragraph: str) -> Inline:
        """Returns what is found in a paragraph, computed once."""
        found = self._inlines.get(paragraph)
        if found is None:
            found = self._inlines[paragraph] = inline(paragraph)
        return found

    def is_alone(self, shape: Shape) -> bool:
        """Tells whether what a line is does not depend on others, as a number in a run does."""
        return shape.kind not in ("rule", "signed") and all(
            number.is_certain and number.kind != self._doubtful for number in shape.numbers
        )

    def __missing__(self, line: str) -> str | None:
        found = self[line] = self._seen(line)
        return found

    def _seen(self, line: str) -> str | None:
        simple = (_SIMPLE_UNNUMBERED if self._doubtful else _SIMPLE).fullmatch(line)
        if simple:
            return simple[1] + simple[2].replace("*", "")
        shape = self.shapes[line]
        kind, mark, start, end, numbers = shape
        if kind == "rule":
            return ""
        if kind == "target" or not self.is_alone(shape):
            return None
        cuts = [Cut(mark, start)] if start > mark else []
        cuts += [Cut(number.start, number.end) for number in numbers]
        if kind == "heading" and end < len(line.rstrip()):
            cuts.append(Cut(end, len(line)))
        if _HINT.search(line, start, end):
            found = self.inline(line[start:end])
            if found.is_open:
                return None
            cuts += [Cut(start + first, start + last, seen) for first, last, seen in found.cuts]
        return without(line, cuts)[0] if cuts else line
