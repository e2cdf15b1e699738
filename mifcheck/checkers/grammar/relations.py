"""How a text relates to another: equal to it, a copy with an edit, alike in its n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

import regex

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Fact, Whole
from mifcheck.checkers.grammar.pieces import unmarked
from mifcheck.checkers.grammar.selections import Selection
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import counted, quoted
from mifcheck.languages import Language
from mifcheck.languages.characters import CLOSING_QUOTES, OPENING_QUOTES, inside
from mifcheck.markup.phrases import phrase_pattern
from mifcheck.markup.rendering import as_seen
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@frozen
class OneOf(Checker):
    """The whole text is one of some answers.

    Case, white space, emphasis and the marks around an answer do not matter.
    """

    answers: tuple[str, ...]
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Whole(self.answers)

    @property
    def required(self) -> str:
        return f"one of {quoted(self.answers)} and nothing else"

    def judge(self, text: Text) -> Verdict:
        answer = _as_replies(self.answers, text.language).get(_bare(text.string))
        reason = f"it is {answer!r}" if answer else "it is none of these alone"
        return self.verdict(answer is not None, answer, (text.content,), reason)


@lru_cache(maxsize=256)
def _as_replies(answers: tuple[str, ...], language: Language) -> dict[str, str]:
    """Returns answers by what is seen of them, read as a reply is.

    Where the reply is a list item, so is an answer that begins with a number.
    """
    return {_bare(Text(answer, language).rendered.string): answer for answer in answers}


@frozen
class Listed(Checker):
    """The units selected are those of a list, in its order. Case and accents do not matter.

    Attributes:
        selection: the units.
        wanted: the list.
        optional: those that may be left out.
    """

    selection: Selection
    wanted: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def required(self) -> str:
        return f"the {self.selection.noun[1]} {quoted(self.wanted)}, in this order"

    def judge(self, text: Text) -> Verdict:
        spans = self.selection.spans(text)
        given = [_plain(text.string[span.start : span.end]) for span in spans]
        wanted = [
            each for each in self.wanted if each not in self.optional or _plain(each) in given
        ]
        pairs = zip_longest(given, map(_plain, wanted))
        wrong = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
        if wrong is None:
            return self.verdict(True, len(spans), (), "all found, in this order")
        shown = spans[wrong : wrong + 1]
        expected = repr(wanted[wrong]) if wrong < len(wanted) else "nothing"
        reason = f"number {wrong + 1} is not {expected}"
        return self.verdict(False, len(spans), shown, reason)


@frozen
class Copies(Checker):
    """The whole text is another one, so many times.

    White space, case, emphasis and the kind of quotation marks do not matter.

    Attributes:
        of: the text that is copied.
        times: how many times it stands there.
        divider: what stands between the copies, if anything in particular has to.
    """

    of: str
    times: int = 1
    divider: str = ""
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        gap = f"\n\n{self.divider}\n\n" if self.divider else "\n\n"
        yield Whole((gap.join([self.of] * self.times),))

    @property
    def view(self) -> Literal["rendered", "source"]:  # type: ignore[override]
        # A divider such as ****** is markup.
        return "source" if self.divider else "rendered"

    @property
    def required(self) -> str:
        times = "" if self.times == 1 else f", {self.times} times"
        between = f", set apart by {self.divider!r}" if self.divider else ""
        return f"nothing but {self.of!r}{times}{between}"

    def judge(self, text: Text) -> Verdict:
        copies = text.find(phrase_pattern(self.of, text.language), "copy")
        edges = [0, *(edge for copy in copies for edge in copy[:2]), len(text.string)]
        between = [text.string[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
        others = [between[0], between[-1]] if len(between) > 1 else between
        whole = not any(other.strip(OPENING_QUOTES + CLOSING_QUOTES) for other in others)
        divided = all(_divides(each, self.divider) for each in between[1:-1])
        reason = f"{counted(len(copies), ('copy', 'copies'))} found"
        if not whole:
            reason += ", and something else beside"
        elif not divided:
            reason += ", but something else between them"
        passed = len(copies) == self.times and whole and divided
        return self.verdict(passed, len(copies), copies, reason)


@frozen
class Edited(Checker):
    """The whole text is another one with some words changed.

    Attributes:
        of: the text that is copied.
        changed: the words that have to differ, by their places, counted from 0 or from the end.
    """

    of: str
    changed: tuple[int, ...]

    @property
    def required(self) -> str:
        places = ", ".join(str(place + 1 if place >= 0 else place) for place in self.changed)
        return f"{self.of!r} with other words at these places: {places}"

    def judge(self, text: Text) -> Verdict:
        model = as_seen(self.of).split()
        places = {place % len(model) for place in self.changed} if model else set()
        start, end = text.content[:2] if self.of.lstrip()[:1] in OPENING_QUOTES else _unquoted(text)
        spans = [Span(*token.span()) for token in _TOKEN.finditer(text.string, start, end)]
        found = [text.string[span.start : span.end] for span in spans]
        moves = SequenceMatcher(None, _folded(model), _folded(found), autojunk=False).get_opcodes()
        changes = {place for tag, a, b, _, _ in moves if tag != "equal" for place in range(a, b)}
        added = [spans[at] for tag, a, b, c, d in moves if tag == "insert" for at in range(c, d)]
        reason = f"{counted(len(changes), ('word', 'words'))} of the text changed"
        if added:
            reason += f", {len(added)} added"
        replaced = len(found) - (len(model) - len(places))
        passed = changes == places and not added and replaced >= bool(places)
        edited = [spans[at] for tag, _, _, c, d in moves if tag != "equal" for at in range(c, d)]
        return self.verdict(passed, len(changes), edited, reason)


@frozen
class Overlap(Checker):
    """The share of a text's n-grams that another text has too lies within limits.

    Each n-gram counts once.

    Attributes:
        reference: the other text.
        n: the length of an n-gram.
        low, high: the limits of the share in per cent, both included.
        of: what an n-gram is made of.
    """

    reference: str
    n: int = 3
    low: float = 0
    high: float = 100
    of: Literal["characters", "words"] = "characters"

    @property
    def required(self) -> str:
        return (
            f"{self.low:g} to {self.high:g} % of the sequences of {self.n} {self.of} "
            f"in the reference text too"
        )

    def judge(self, text: Text) -> Verdict:
        own = self._grams(text)
        others = self._grams(Text(self.reference, text.language))
        if not own:
            return self.verdict(False, None, (), f"shorter than {self.n} {self.of}")
        share = 100 * len(own & others) / len(own)
        reason = f"{share:.3g} % of {len(own)} sequences are in the reference text"
        return self.verdict(self.low <= share <= self.high, share, (), reason)

    def _grams(self, text: Text) -> set[Sequence[str]]:
        string = text.rendered.string
        if self.of == "characters":
            return {string[at : at + self.n] for at in range(len(string) - self.n + 1)}
        words = [string[start:end].casefold() for start, end, _ in text.rendered.words]
        return {tuple(words[at : at + self.n]) for at in range(len(words) - self.n + 1)}


_TOKEN = regex.compile(r"\S+")
_QUOTED = regex.compile(rf"[{inside(OPENING_QUOTES)}](.*)[{inside(CLOSING_QUOTES)}]", regex.DOTALL)
_AROUND = regex.compile(r"^[\s\p{P}\p{S}]++|(?<![\s\p{P}\p{S}])[\s\p{P}\p{S}]++$")
_SPACE = regex.compile(r"\s+")


def _bare(string: str) -> str:
    """Returns a text without regard to case, white space and the marks around it."""
    bare = _AROUND.sub("", string) or string.strip()
    return _SPACE.sub(" ", bare).casefold()


def _plain(string: str) -> str:
    """Returns a text in small letters without accents and the marks around it."""
    return unmarked(_bare(string))


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _unquoted(text: Text) -> tuple[int, int]:
    """Returns the (start, end) of a text without the quotation marks around the whole."""
    start, end, _ = text.content
    quoted_whole = _QUOTED.fullmatch(text.string, start, end)
    return quoted_whole.span(1) if quoted_whole else (start, end)


def _divides(found: str, divider: str) -> bool:
    return found == divider if divider else not found.strip("\"'“”„«»*_-–— \n.")
