"""Replies made of several parts: two responses, the request repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Holds, Phrasing, Stands, is_no_list_mark
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.phrases import phrase_body, word_edges
from mifcheck.checkers.primitives import Present
from mifcheck.checkers.startend import CLOSING
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_RESPONSES = ("response", "responses")
_SIX_ASTERISKS = regex.compile(r"(?<![*\\])(?:\\?\*){6}(?!\\?\*)")


@checker("combination:two_responses", asks="two different responses set apart by ******")
class TwoResponses(Checker):
    """The reply holds two different responses set apart by six asterisks, ******."""

    def judge(self, text: Text) -> Verdict:
        pieces = text.pieces(_SIX_ASTERISKS) if text.string.count("*") >= 6 else (text.content,)
        count = len(pieces)
        if count != 2:
            return self.verdict(False, count, pieces, f"{counted(count, _RESPONSES)} found")
        first, second = (" ".join(text.string[a:b].split()).casefold() for a, b, _ in pieces)
        if first == second:
            return self.verdict(False, count, pieces, "the two responses are the same")
        return self.verdict(True, count, pieces, "two different responses found")


@checker(
    "combination:repeat_prompt",
    asks="begin with {prompt_to_repeat!r}",
    example={"prompt_to_repeat": "What is a monsoon?"},
    verbatim=("prompt_to_repeat",),
)
class RepeatsPrompt(Present):
    """The reply begins with the given text, word for word.

    White space, case, the kind of quotation marks, emphasis, and what a block quote or an escape
    adds don't matter.
    """

    prompt_to_repeat: Phrase

    missing = "the reply begins otherwise"

    def find(self, text: Text) -> Sequence[Span]:
        match = _beginning(self.prompt_to_repeat).match(text.string)
        return (Span(*match.span(1), "prompt"),) if match else ()

    def implies(self, language: Language) -> Iterable[Fact]:
        prompt = self.prompt_to_repeat.strip(markdown.OPENERS + CLOSING)
        # Where the prompt has emphasis marks the reply may leave them out.
        pieces = _EMPHASISED.split(prompt)
        for piece in pieces:
            if piece.strip():
                yield Holds((Phrasing(piece.strip(), alike=False),))
        beginning = Phrasing(pieces[0], alike=False, whole=False)
        yield Stands("start", "reply", beginning, sure=is_no_list_mark(prompt))

    def instead(self, text: Text) -> Sequence[Span]:
        start, end, _ = text.content
        return (Span(start, min(start + len(self.prompt_to_repeat), end)),)


@lru_cache(maxsize=1024)
def _beginning(prompt: str) -> regex.Pattern[str]:
    bare = prompt.strip(markdown.OPENERS + markdown.EMPHASIS + " ") or prompt
    plain = _MARKS.sub("", bare) or bare
    bodies = dict.fromkeys(phrase_body(each) + word_edges()[1] for each in (bare, plain))
    signs = regex.escape(markdown.OPENERS + markdown.EMPHASIS + ">#\\", special_only=False)
    return regex.compile(rf"[\s{signs}]*({'|'.join(bodies)})")


_EMPHASISED = regex.compile(rf"\S*[\\{regex.escape(markdown.EMPHASIS)}]\S*")
# Emphasis around words; the marks within snake_case or 2*3 are none.
_SIGNS = regex.escape(markdown.EMPHASIS)
_MARKS = regex.compile(rf"(?<![\p{{L}}\p{{N}}])[{_SIGNS}]+|[{_SIGNS}]+(?![\p{{L}}\p{{N}}])")
