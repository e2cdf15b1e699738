"""How the reply begins and ends."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from mifcheck.profiles.multi_if.base import CHECKERS, Reference, Wording
from mifcheck.text import Text
from mifcheck.verdict import Verdict


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("empty")
    return value


Prompt = Annotated[str, AfterValidator(_not_empty), Field(description="a text that is not empty")]


@CHECKERS.checker("combination:repeat_prompt", asks="begin with {prompt_to_repeat!r}")
class RepeatsPrompt(Reference):
    """The reply begins with the prompt, in either case."""

    prompt_to_repeat: Prompt

    def judge(self, text: Text) -> Verdict:
        passed = text.string.strip().lower().startswith(self.prompt_to_repeat.strip().lower())
        return self.verdict(passed, reason="it does" if passed else "the reply begins otherwise")


@CHECKERS.checker("startend:end_checker", asks="end with {end_phrase!r}")
class EndsWith(Reference):
    """The reply, without quotation marks around it, ends with the phrase, in either case."""

    end_phrase: Wording = None

    def judge(self, text: Text) -> Verdict:
        end = text.string.strip().strip('"').lower()
        passed = end.endswith((self.end_phrase or "").strip().lower())
        return self.verdict(passed, reason="it does" if passed else "the reply ends otherwise")


@CHECKERS.checker("startend:quotation", asks="the whole reply in quotation marks")
class Quoted(Reference):
    """The whole reply is between a pair of the quotation marks."""

    quotes: ClassVar[tuple[tuple[str, str], ...]] = (('"', '"'), ("“", "”"), ("「", "」"))

    def judge(self, text: Text) -> Verdict:
        inner = text.string.strip()
        passed = len(inner) > 1 and (inner[0], inner[-1]) in self.quotes
        reason = f"begins with {inner[:1]!r} and ends with {inner[-1:]!r}"
        return self.verdict(passed, reason=reason)
