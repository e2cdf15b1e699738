"""How a text relates to another: equal to it, a copy with an edit, alike in its n-grams."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import cycle, zip_longest
from typing import Literal

import regex

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Fact, Whole, literal, notation
from mifcheck.checkers.grammar.pieces import folded, unknown_words, unmarked
from mifcheck.checkers.grammar.selections import Selection
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import counted, quoted
from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DIGITS,
    OPENING_QUOTES,
    inside,
    whole_number,
)
from mifcheck.markup.phrases import phrase_pattern, plain_marks
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@frozen
class OneOf(Checker):
    """The whole text is one of some answers.

    Case, white space, emphasis and the marks around an answer do not matter, nor which of the
    spellings it has that the language takes for the same.
    """

    answers: tuple[str, ...]
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Whole(self.answers)

    @property
    def required(self) -> str:
        return f"one of {quoted(self.answers)} and nothing else"

    def judge(self, text: Text) -> Verdict:
        answer = self._given(_bare(text.string), text.language)
        reason = f"it is {answer!r}" if answer else "it is none of these alone"
        return self.verdict(answer is not None, answer, (text.content,), reason)

    def _given(self, bare: str, language: Language) -> str | None:
        known = _as_replies(self.answers, language)
        alike = (
            answer
            for form, answer in known.items()
            if phrase_pattern(form, language).fullmatch(bare)
        )
        return known.get(bare) or next(alike, None)


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
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        wanted = [literal(each) for each in self.wanted]
        needed = [literal(each) for each in self.wanted if each not in self.optional]
        less, turned = needed[:-1], [*needed[1:2], *needed[:1], *needed[2:]]
        bad = [less, [*needed, *needed[-1:]], *([turned] if turned != needed else [])]
        yield notation(map(", ".join, (wanted, needed)), [", ".join(each) or "{0}" for each in bad])

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
        apart: whether a divider of six asterisks stands between the copies.
    """

    of: str
    times: int = 1
    apart: bool = False
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        gap = "\n\n******\n\n" if self.apart else "\n\n"
        yield Whole((gap.join([self.of] * self.times),))

    @property
    def view(self) -> Literal["rendered", "source"]:  # type: ignore[override]
        # A divider is markup.
        return "source" if self.apart else "rendered"

    @property
    def required(self) -> str:
        times = "" if self.times == 1 else f", {self.times} times"
        between = ", set apart by '******'" if self.apart else ""
        return f"nothing but {self.of!r}{times}{between}"

    def judge(self, text: Text) -> Verdict:
        return self._judge_parts(text) if self.apart else self._judge_whole(text)

    def _judge_parts(self, text: Text) -> Verdict:
        model = Text(self.of, text.language)
        # The text that is copied may have dividers of its own.
        copies = [Copies(each) for each in _strings(model, model.responses)]
        parts = _strings(text, text.responses)
        wanted = len(copies) * self.times
        copied = [
            copy.check(part, text.language).passed is True
            for copy, part in zip(cycle(copies), parts[:wanted], strict=False)
        ]
        passed = len(parts) == wanted and all(copied)
        # A blank part between two dividers, or after the last one, is something else.
        passed &= len(text.response_dividers) == len(parts) - 1
        reason = f"{counted(len(parts), ('part', 'parts'))} found, {sum(copied)} of them copied"
        return self.verdict(passed, sum(copied), text.responses, reason)

    def _judge_whole(self, text: Text) -> Verdict:
        copies = text.find(phrase_pattern(self.of, text.language), "copy")
        edges = [0, *(edge for copy in copies for edge in copy[:2]), len(text.string)]
        between = [text.string[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
        others = [between[0], between[-1]] if len(between) > 1 else between
        whole = not any(other.strip(OPENING_QUOTES + CLOSING_QUOTES) for other in others)
        divided = not any(each.strip("\"'“”„«»*_-–— \n.") for each in between[1:-1])
        reason = f"{counted(len(copies), ('copy', 'copies'))} found"
        if not whole:
            reason += ", and something else beside"
        elif not divided:
            reason += ", but something else between them"
        passed = len(copies) == self.times and whole and divided
        return self.verdict(passed, len(copies), copies, reason)


def _strings(text: Text, spans: Sequence[Span]) -> list[str]:
    return [text.string[span.start : span.end] for span in spans]


@frozen
class Edited(Checker):
    """The whole text is another one with some words changed.

    In scripts without spaces only the words are compared, not the marks between them.

    Attributes:
        of: the text that is copied.
        changed: the words that have to differ, by their places, counted from 0 or from the end.
    """

    of: str
    changed: tuple[int, ...]
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        words = [literal(each) for each in self.of.split()]
        places = {place % len(words) for place in self.changed}
        left = sorted({*range(len(words))} - places)
        # What stands beside a word may join it where no spaces part them.
        if not (language.spaced or self.of.isascii()) or Text(self.of, language).string != self.of:
            yield notation((), (), "the words of such a text cannot be changed one by one")
            return
        more = [_changed(words, places | {at}) for at in left[:2]]
        less = _changed(words, places - {min(places)}) if places else ()
        yield notation([_changed(words, places)], [*more, *([less] if less else ())])

    @property
    def required(self) -> str:
        places = ", ".join(str(place + 1 if place >= 0 else place) for place in self.changed)
        return f"{self.of!r} with other words at these places: {places}"

    def unsupported_reason(self, language: Language) -> str:
        return unknown_words(language)

    def judge(self, text: Text) -> Verdict:
        seen = Text(self.of, text.language).rendered
        model = [seen.string[span.start : span.end] for span in _words(seen, 0, len(seen.string))]
        places = {place % len(model) for place in self.changed} if model else set()
        start, end = text.content[:2] if self.of.lstrip()[:1] in OPENING_QUOTES else _unquoted(text)
        spans = _words(text, start, end)
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
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        beside = " ".join(example.text for example in language.examples)[:400]
        model = Text(self.reference, language).string.strip()
        texts = [f"{model} {beside[:size]}".strip() for size in range(len(beside))]
        others = self._grams(Text(self.reference, language))
        shares = [_share(self._grams(Text(text, language)), others) for text in texts]
        fits = [self.low <= share <= self.high for share in shares]
        passed = [text for text, fit in zip(texts, fits, strict=True) if fit]
        # Those that are a character too short or too long, and the reference text itself.
        near = [
            text
            for at, text in enumerate(texts)
            if not fits[at] and (not at or True in fits[at - 1 : at + 2])
        ]
        why = "no text is built with such a share of the reference text"
        yield notation(map(literal, passed), map(literal, near), why)

    @property
    def required(self) -> str:
        return (
            f"{self.low:g} to {self.high:g} % of the sequences of {self.n} {self.of} "
            f"in the reference text too"
        )

    def judge(self, text: Text) -> Verdict:
        own = self._grams(text)
        if not own:
            return self.verdict(False, None, (), f"shorter than {self.n} {self.of}")
        share = _share(own, self._grams(Text(self.reference, text.language)))
        reason = f"{share:.3g} % of {len(own)} sequences are in the reference text"
        return self.verdict(self.low <= share <= self.high, share, (), reason)

    def _grams(self, text: Text) -> set[Sequence[str]]:
        string = text.rendered.string
        if self.of == "characters":
            string = plain_marks(string).strip()
            return {string[at : at + self.n] for at in range(len(string) - self.n + 1)}
        words = [folded(string[start:end]) for start, end, _ in text.rendered.words]
        return {tuple(words[at : at + self.n]) for at in range(len(words) - self.n + 1)}


def _share(own: set[Sequence[str]], others: set[Sequence[str]]) -> float:
    """Returns the share of one's own sequences that others have, in %; -1 if there are none."""
    return 100 * len(own & others) / len(own) if own else -1


def _changed(words: Sequence[str], places: Iterable[int]) -> str:
    """Returns a text with blanks at some places of its words, with the marks around them."""
    kept = list(words)
    for number, place in enumerate(sorted(places)):
        kept[place] = _INNER.sub(f"{{{number}}}", words[place], count=1)
    return " ".join(kept)


_INNER = regex.compile(r"\w(?:\S*\w)?|^\W+$")
_TOKEN = regex.compile(r"\S+")
_QUOTED = regex.compile(rf"[{inside(OPENING_QUOTES)}](.*)[{inside(CLOSING_QUOTES)}]", regex.DOTALL)
_AROUND = regex.compile(r"^[\s\p{P}\p{S}]++|(?<![\s\p{P}\p{S}])[\s\p{P}\p{S}]++$")
_DIGIT = regex.compile(rf"[{DIGITS}]")
_SPACE = regex.compile(r"\s+")


def _bare(string: str) -> str:
    """Returns a text without regard to case, white space and the marks around it."""
    bare = _AROUND.sub("", string) or string.strip()
    return folded(_SPACE.sub(" ", bare))


def _plain(string: str) -> str:
    """Returns a text in small letters and usual digits, without accents, wide forms and marks."""
    usual = _DIGIT.sub(lambda digit: str(whole_number(digit[0])), string)
    return unmarked(_bare(unicodedata.normalize("NFKC", usual)))


def _words(text: Text, start: int, end: int) -> list[Span]:
    """Returns the words of a stretch with their marks; without spaces, the bare words."""
    if not text.language.spaced:
        return [span for span in text.words if start <= span.start < end]
    return [Span(*token.span()) for token in _TOKEN.finditer(text.string, start, end)]


def _folded(words: Sequence[str]) -> list[str]:
    return list(map(folded, words))


def _unquoted(text: Text) -> tuple[int, int]:
    """Returns the (start, end) of a text without the quotation marks around the whole."""
    start, end, _ = text.content
    quoted_whole = _QUOTED.fullmatch(text.string, start, end)
    return quoted_whole.span(1) if quoted_whole else (start, end)
