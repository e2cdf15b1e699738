"""Replies made of several parts: two responses, the request repeated."""

from __future__ import annotations

from collections.abc import Iterable

from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact
from mifcheck.checkers.parameters import Phrase
from mifcheck.checkers.primitives import Placed
from mifcheck.languages import Language
from mifcheck.markup.fences import FENCE_LINE
from mifcheck.markup.phrases import beginning
from mifcheck.markup.responses import two_different
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@checker("combination:two_responses", asks="two different responses set apart by ******")
class TwoResponses(Checker):
    """The reply has two different responses, separated by six asterisks: ******.

    A divider that a sentence speaks of divides nothing. Responses that differ in a label (Answer
    A), in emphasis, case, white space or final marks only are equal.
    """

    view = "source"

    def judge(self, text: Text) -> Verdict:
        string = text.string
        for offset, line, label in text.fenced_lines:
            if label == FENCE_LINE:
                string = string[:offset] + " " * len(line) + string[offset + len(line) :]
        responses = (string[start:end] for start, end, _ in text.responses)
        parts = list(filter(str.strip, responses))
        passed, told = two_different(parts, text.language)
        return self.verdict(passed, len(parts), text.responses, f"{told} found")


@checker(
    "combination:repeat_prompt",
    asks="begin with {prompt_to_repeat!r}",
    example={"prompt_to_repeat": "What is a monsoon?"},
    verbatim=("prompt_to_repeat",),
)
class RepeatsPrompt(Placed):
    """The reply begins with the given text, word for word.

    White space, case, the kind of quotation marks, emphasis, and what a block quote or an escape
    adds do not matter.
    """

    prompt_to_repeat: Phrase
    label = "prompt"
    otherwise = "the reply begins otherwise"

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.reply_starts(self.prompt_to_repeat)

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        return beginning(text.string, self.prompt_to_repeat)
