"""Replies made of several parts: two responses, the request repeated."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Holds, Phrasing, Stands, is_no_list_mark
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.primitives import Placed
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.languages.characters import EMPHASIS, OPENERS
from mifcheck.markup.edges import CLOSING
from mifcheck.markup.phrases import beginning
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@checker("combination:two_responses", asks="two different responses set apart by ******")
class TwoResponses(Checker):
    """The reply holds two different responses set apart by six asterisks, ******."""

    def judge(self, text: Text) -> Verdict:
        count = len(text.responses)
        words = {" ".join(text.string[a:b].split()).casefold() for a, b, _ in text.responses}
        reason = f"{counted(count, ('response', 'responses'))} found"
        if count == 2:
            reason = f"two {'different' if len(words) == 2 else 'equal'} responses found"
        return self.verdict(count == len(words) == 2, count, text.responses, reason)


@checker(
    "combination:repeat_prompt",
    asks="begin with {prompt_to_repeat!r}",
    example={"prompt_to_repeat": "What is a monsoon?"},
    verbatim=("prompt_to_repeat",),
)
class RepeatsPrompt(Placed):
    """The reply begins with the given text, word for word.

    White space, case, the kind of quotation marks, emphasis, and what a block quote or an escape
    adds don't matter.
    """

    prompt_to_repeat: Phrase
    label = "prompt"
    otherwise = "the reply begins otherwise"

    def implies(self, language: Language) -> Iterable[Fact]:
        prompt = self.prompt_to_repeat.strip(OPENERS + CLOSING)
        # Where the prompt has emphasis marks the reply may leave them out.
        pieces = _EMPHASISED.split(prompt)
        for piece in pieces:
            if piece.strip():
                yield Holds((Phrasing(piece.strip(), alike=False),))
        first = Phrasing(pieces[0], alike=False, whole=False)
        yield Stands("start", "reply", first, sure=is_no_list_mark(prompt))

    def at_place(self, text: Text) -> tuple[int, int, bool]:
        return beginning(text.string, self.prompt_to_repeat)


_EMPHASISED = regex.compile(rf"\S*[\\{regex.escape(EMPHASIS)}]\S*")
