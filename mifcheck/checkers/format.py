"""The reply's form: lists, sections, titles, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Framed, Measure
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.primitives import Counted, Present
from mifcheck.checkers.spelling import NumberAlone, Renamed
from mifcheck.checkers.wording import counted, quoted
from mifcheck.languages import Language
from mifcheck.markup.answers import answer_wordings
from mifcheck.markup.json_text import read_json
from mifcheck.markup.lists import bullets_in_code
from mifcheck.markup.sections import find_sections
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "detectable_format:number_bullet_lists",
    example={"num_bullets": 3},
    spelling={"bound": NumberAlone("num_bullets", exactly)},
)
class BulletCount(Counted):
    """The reply has a number of bullet points (`*`, `-`, `+`, `•` ...) within `bound`.

    Nested points count. Numbered items, dividers, a signature (- Ann) and code do not. Stars,
    arrows, check marks and coloured signs count in a run of lines, and so do marks without white
    space after them.
    """

    view = "source"
    bound: Bound
    noun = ("bullet point", "bullet points")
    element = "bullets"

    def reason(self, text: Text, count: int) -> str:
        coded = (
            0
            if count in self.bound
            else bullets_in_code(text.string, text.fenced_lines, text.language)
        )
        passed = f"; a code fence with {counted(coded, self.noun)} was passed over" if coded else ""
        return super().reason(text, count) + passed


@checker(
    "detectable_format:constrained_response",
    asks="one of the fixed answers, such as 'My answer is yes.'",
)
class ConstrainedAnswer(Checker):
    """The reply gives exactly one of the fixed answers of its language.

    In English: "My answer is yes.", "My answer is no.", "My answer is maybe.". The English answers
    are accepted in every language. The final mark may be left out, but the sentence may not go on.
    Where prompts offer answers such as "Sim.", one of these counts if it begins the reply, ends
    it, or has a line of its own, and if no whole sentence gives an answer.
    """

    worded_by_language = True
    facts_suffice = True

    def required_in(self, language: Language | None) -> str:
        shown = quoted(language.answers.shown) if language else ""
        return f"one of the fixed answers: {shown}" if shown else self.asks

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Count(Measure("answers", noun="answers"), exactly(1))
        yield from implied.answers(answer_wordings(language))

    def judge(self, text: Text) -> Verdict:
        given = sorted({answer.label for answer in text.answers})
        reason = f"{len(given)} of the answers given"
        return self.verdict(len(given) == 1, given, text.answers, reason, language=text.language)


@checker(
    "detectable_format:number_highlighted_sections",
    example={"num_highlights": 2},
    spelling={"bound": NumberAlone("num_highlights", at_least)},
)
class HighlightCount(Counted):
    """The reply has a number of highlighted passages (*one* or **two**) within `bound`."""

    view = "source"
    bound: Bound
    noun = ("highlighted section", "highlighted sections")
    element = "highlights"


@checker(
    "detectable_format:multiple_sections",
    asks="{bound} {noun} beginning with {splitter!r} and a number",
    example={"section_spliter": "Section", "num_sections": 3},
    spelling={
        "splitter": Renamed("section_spliter"),
        "bound": NumberAlone("num_sections", at_least),
    },
    verbatim=("splitter",),
)
class SectionCount(Counted):
    """The reply has a number of sections within `bound`, each beginning with a word and a number.

    The word, `splitter`, begins its line. Heading, emphasis, quotation and decoration marks, tags
    and emoji before it do not matter, nor does its case.
    """

    view = "source"
    splitter: Phrase
    bound: Bound
    noun = ("section", "sections")

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.sections(self.splitter, self.bound, language)

    def find(self, text: Text) -> Sequence[Span]:
        return find_sections(text.string, self.splitter, text.language, text.fenced_lines)


@checker("detectable_format:json_format", asks="the whole reply in JSON")
class JsonOnly(Checker):
    """The whole reply is one JSON object or array, in a code fence or not."""

    view = "source"
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Framed("json")
        yield from implied.is_json()

    def judge(self, text: Text) -> Verdict:
        found = read_json(text.string, *text.content[:2])
        passed = bool(found.kind) if found.is_judged else None
        return self.verdict(passed, found.kind or None, found.error, found.reason)


@checker("detectable_format:title", asks="a title in double angular brackets, <<title>>")
class Title(Present):
    """The reply has a title in double angular brackets on one line: <<title>>."""

    view = "source"
    missing = "no title in << >> found"
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Count(Measure("titles", noun="titles"), at_least(1))

    def find(self, text: Text) -> Sequence[Span]:
        return [Span(title.start, title.end, "title") for title in text.titles]

    def measure(self, text: Text, found: Sequence[Span]) -> Any:
        return text.titles[0].text
