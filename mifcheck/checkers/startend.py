"""How the reply begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Phrasing, Stands, ending
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.phrases import keyword_at_end
from mifcheck.checkers.primitives import Present
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.segment import APOSTROPHES
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "startend:end_checker",
    asks="end with {end_phrase!r}",
    example={"end_phrase": "That is all."},
    verbatim=("end_phrase",),
)
class EndsWith(Present):
    """The reply ends with the phrase; closing quotation and emphasis marks don't matter."""

    end_phrase: Phrase

    missing = "the reply ends otherwise"

    @property
    def wanted(self) -> str:
        """The phrase without the marks around it that do not matter."""
        return self.end_phrase.strip(_WRAPPING) or self.end_phrase

    def find(self, text: Text) -> Sequence[Span]:
        end = _end(text.string, self.wanted)
        match = keyword_at_end(self.wanted, text.language, text.string, 0, end)
        return (Span(*match.span(), "end"),) if match else ()

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from ending(self.end_phrase.strip(markdown.OPENERS + CLOSING), self.end_phrase)
        yield Stands("end", "reply", Phrasing(self.end_phrase.rstrip(CLOSING)))

    def instead(self, text: Text) -> Sequence[Span]:
        end = _end(text.string, self.wanted)
        start = min(end, max(text.content.start, end - len(self.wanted)))
        return (Span(start, end, "end"),)


_SPACE = " \t\r\n\f\v\u00a0\u202f\u3000\u200b\u200d\ufeff\ufe0f"
CLOSING = markdown.CLOSERS + "«" + markdown.EMPHASIS + _SPACE
"""What is looked past at the end of a reply."""
_WRAPPING = markdown.EMPHASIS + '"“”«»「」' + _SPACE


def _end(string: str, phrase: str) -> int:
    """Where the reply ends, with those closing marks that belong to the phrase."""
    end = _last(string)
    return end + _kept(string[end:], phrase)


def _last(string: str) -> int:
    """Where the last words end: before closing marks, white space and a divider."""
    end = len(string.rstrip(CLOSING))
    line = string.rfind("\n", 0, end) + 1
    if line and markdown.RULE.match(string[line:end]):
        end = len(string[:line].rstrip(CLOSING))
    return end


def _kept(tail: str, phrase: str) -> int:
    """How much of the closing marks belongs to the phrase's own end."""
    own = phrase[len(phrase.rstrip(CLOSING)) :]
    return len(own) if own and tail.startswith(own) else 0


@checker("startend:quotation", asks="the whole reply in quotation marks")
class Quoted(Checker):
    """The whole reply is wrapped in one pair of quotation marks that its language uses."""

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Stands("sign", "reply", tuple(opening[0] for opening, _ in language.quotes))

    def judge(self, text: Text) -> Verdict:
        start, end = _within_emphasis(text)
        inner = text.string[start:end]
        for opening, closing in text.language.quotes:
            if len(inner) < len(opening) + len(closing) or not inner.startswith(opening):
                continue
            if inner.endswith(closing) and _wraps(inner, opening, closing):
                marks = (Span(start, start + 1, "opening"), Span(end - 1, end, "closing"))
                return self.verdict(True, opening + closing, marks, "wrapped in quotation marks")
        reason = f"begins with {inner[:1]!r} and ends with {inner[-1:]!r}"
        ends = (Span(start, start + 1, "beginning"), Span(end - 1, end, "end"))
        return self.verdict(False, None, ends, reason)


def _within_emphasis(text: Text) -> tuple[int, int]:
    start, end, _ = text.content
    while end - start > 1 and text.string[start] == text.string[end - 1] in markdown.EMPHASIS:
        start, end = start + 1, end - 1
    return start, end


def _wraps(inner: str, opening: str, closing: str) -> bool:
    """Whether the first mark is closed by the last one, not by one before it."""
    body = inner[len(opening) : len(inner) - len(closing)]
    if not body.strip():
        return False
    if opening not in body and closing not in body:
        return True
    if _left_open(body, opening, closing):
        return True
    # A mark after a digit may stand for inches or feet; then all the others have to pair.
    plain = _INCHES.sub(" ", body) if opening in "\"'" else body
    return plain != body and _left_open(plain, opening, closing) == 1


_INCHES = regex.compile(r"(?<=\p{Nd})[\"'](?=[\s.,;:!?)]|\Z)")


def _left_open(body: str, opening: str, closing: str) -> int:
    """How many marks are open at the end, that before the body included; 0 if that one closes."""
    depth = 1
    for at in (place for place, mark in enumerate(body) if mark in (opening, closing)):
        before, after = body[at - 1 : at], body[at + 1 : at + 2]
        if body[at] in APOSTROPHES and before.isalpha() and after.isalpha():
            continue
        if opening != closing:
            depth += 1 if body[at] == opening else -1
        else:
            depth += _turn(before, after, depth)
        if depth == 0:
            break
    return depth


def _turn(before: str, after: str, depth: int) -> int:
    """Whether a mark that opens and closes alike opens here, 1, or closes, -1.

    Its neighbours tell; where they don't, as in Chinese, marks alternate.
    """
    apart = not before or before.isspace() or before in markdown.OPENERS + "—–-"
    ahead = bool(after) and not after.isspace() and after not in _FOLLOWING
    if apart != ahead or (before.isalpha() and after.isalpha()):
        return 1 if depth == 1 else -1
    return 1 if apart else -1


_FOLLOWING = markdown.CLOSERS + ".,;:!?。，、；：！？…"
