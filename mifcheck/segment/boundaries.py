"""Which marks of a block of running text end a sentence, by the rule in a language's file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import regex

from mifcheck.languages import Language, SentenceRule
from mifcheck.languages.characters import (
    ADDRESS,
    ADDRESS_HINTS,
    ALPHANUMERIC,
    CLOSERS,
    CLOSING_BRACKETS,
    CLOSING_TITLES,
    DASHES,
    EMOJI,
    EMPHASIS,
    FULL_STOPS,
    HYPHENS,
    IDEOGRAPH,
    OPENERS,
    OPENING_BRACKETS,
    PAUSES,
    ROMAN_DIGITS,
    WORD,
    inside,
)
from mifcheck.markup.markdown import CODE_SPAN

_BRACKETS = CLOSING_BRACKETS + CLOSING_TITLES + "］"
_OPENING_BRACKETS = OPENING_BRACKETS + "［"
_IS_ELLIPSIS = regex.compile(r"…|[.…][.… \u00a0]+")
_ELLIPSIS = "…"
# Within an ellipsis of spaced dots: ". . ."
_SPACED = r"[ \u00a0](?<=\..)(?=\.)"
# French sets such marks apart, after an ellipsis and after a quotation, too.
_SET_OFF = r"[ \u00a0\u202f](?=[?!]++(?:\s|\Z))"
# Some write it for a danda; a table's row begins with it.
_BAR = "|"
_NOTE = r"\[\p{N}{1,3}\]"
_SET_APART = regex.compile(rf"{_NOTE}|{EMOJI}")
_ROMAN = f"[{ROMAN_DIGITS}]+"
_NUMERAL = regex.compile(rf"\p{{N}}|{_ROMAN}\b")
_NUMBER = regex.compile(rf"(?:\p{{N}}+|{_ROMAN})(?:[-–—][\p{{L}}\p{{N}}]+)*")
_ORDINAL = regex.compile(r"(?:\p{Nd}{1,2}\.?[-–—])*+\p{Nd}{1,2}\.")
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’]\p{L}+)?")
_IRISH = regex.compile(r"O['’]\p{Lu}")
_NO_WORD_ENDS = (".", *HYPHENS)
_LONE = regex.compile(r"\p{Lu}\b")
# All that is left of the block: words with capitals, initials, particles, a year.
_NAME = regex.compile(
    r"(?:(?:\p{Lu}[\p{L}\p{M}'’.-]{0,24}+|\p{Ll}{1,3}(?!\p{L})|\p{Nd}{4})[ ,()]{0,2}+){1,6}+"
    r"[^\p{L}\p{N}]*+\Z"
)
_IS_LETTER = regex.compile(rf"[{ALPHANUMERIC}]")
_IDEOGRAPH = regex.compile(IDEOGRAPH)
# What stands in these ends nothing: code, an address, a title.
_OPAQUE = regex.compile(rf"{CODE_SPAN.pattern}|{ADDRESS}|《[^《》\n]*》|〈[^〈〉\n]*〉")
_HINTS = ("`", *ADDRESS_HINTS, "《", "〈")
_BEFORE = rf"(?<![{ALPHANUMERIC}.])"
_AFTER = rf"(?![{WORD}])"
# So long a word, cut short by no one, ends a sentence though a small letter follows.
_WHOLE = 5
_LONGEST = 40
_LONGEST_DATE = 80
_LONGEST_CLAUSE = 200
_CLAUSE_WORDS = 6
_CLAUSE_CHARACTERS = 12


class _Place(NamedTuple):
    """A mark that may end a sentence.

    Attributes:
        block: the block of text.
        match: the mark, what closes after it, and what follows.
        begun: where the sentence that it may end begins.
        cased: whether small letters tell that a sentence goes on.
    """

    block: str
    match: regex.Match[str]
    begun: int
    cased: bool

    @property
    def next(self) -> int:
        """Where what follows begins, its opening marks left out."""
        return self.match.start("next")

    @property
    def before(self) -> str:
        """The character before the mark."""
        at = self.match.start()
        return self.block[at - 1 : at]


class SentenceBoundaryDetector:
    """Decides which marks of a block end a sentence, by one language's rule."""

    def __init__(self, language: Language) -> None:
        rule, spaced = language.sentences, language.spaced
        marks = f"[{regex.escape(rule.terminators + rule.stops)}]"
        self._openers, self._closers = _wrapping(language.quotes)
        closing = inside(self._closers + EMPHASIS)
        opening = inside(self._openers + EMPHASIS)
        self._opening = tuple(self._openers)
        apart = rf"[ \u00a0\u202f]»{_AFTER}|" if "»" in self._closers else ""
        self._mark = regex.compile(
            rf"(?P<marks>{marks}(?:{marks}|{_SPACED}|{_SET_OFF})*+)"
            rf"(?P<closed>(?:[{closing}]|{apart}{_NOTE}|{EMOJI}|{_SET_OFF}[?!]++)*+)"
            rf"(?P<gap>\s*+)(?P<opened>[{opening}{DASHES}\s]*+)(?P<next>\w?)"
        )
        ends = inside(rule.terminators + rule.stops)
        pauses = regex.escape(language.commas + PAUSES + self._openers + self._closers)
        self._clause = regex.compile(rf"[^\n{ends}{pauses}]{{0,{_LONGEST_CLAUSE}}}+")
        self._short = regex.compile(rf"[^{ends}]{{1,{_LONGEST}}}+\Z")
        edge = inside(OPENERS)
        self._token = regex.compile(rf"(?:(?!{IDEOGRAPH})[^\s{edge}。，、！？：；])+$")
        letters = "{1}" if language.has_case else "{1,3}"
        self._dotted = regex.compile(rf"(?:(?:\p{{L}}\p{{M}}*){letters}\.[{HYPHENS}]?)+")
        self._leading = _Endings(_in_any_case(rule.leading))
        self._final = _Endings(rule.final)
        self._abbreviations = _folded(rule.abbreviations)
        self._written = frozenset(part for entry in rule.abbreviations for part in entry.split())
        self._numbered = frozenset(_in_capitals(rule.numbered))
        self._starters = _folded(rule.sentence_starters)
        self._titles = frozenset(entry for entry in rule.leading if entry[0].isupper())
        self._dating = _folded(rule.dating)
        self._saying = _saying(rule, spaced)
        self._continuing = _beginning_with(rule.continuing, spaced)
        self._terminators = rule.terminators
        self._language = language
        self._rule = rule

    def ends(self, block: str) -> Iterator[int]:
        """Offsets at which a sentence ends, its closing marks included."""
        cased = self._language.has_case and block != block.lower()
        opaque = [match.span() for match in _opaque(block)]
        starts = [start for start, _ in opaque]
        begun = 0
        for match in self._mark.finditer(block):
            inside = bisect_right(starts, match.start() - 1) - 1
            if inside >= 0 and match.start() < opaque[inside][1]:
                continue
            place = _Place(block, match, begun, cased)
            if self._is_end(place):
                begun = self._end(place)
                yield begun

    def _end(self, place: _Place) -> int:
        # Without spaces, a straight mark after an even number of them opens what follows.
        block, match = place.block, place.match
        opens = not self._language.spaced and match["closed"][:1] == '"' and match["next"]
        if opens and block.count('"', 0, match.start()) % 2 == 0:
            return match.end("marks")
        return match.end("closed")

    def _is_end(self, place: _Place) -> bool:
        match = place.match
        marks, closed, follows = match["marks"], match["closed"], match["next"]
        if match.end() == len(place.block) and not follows:
            return True
        hard = marks[0] in self._terminators
        if self._goes_on(place, hard):
            return False
        if hard:
            return True
        if _BAR in marks and place.block.startswith(_BAR):
            return False
        if self._language.spaced and not match["gap"] and not _SET_APART.search(closed):
            return False
        if place.cased and follows.islower():
            return marks == "." and not closed and self._ends_a_whole_word(place)
        if marks in tuple(FULL_STOPS):
            return self._full_stop_ends(place)
        return _ELLIPSIS in self._rule.stops or not _IS_ELLIPSIS.fullmatch(marks)

    def _full_stop_ends(self, place: _Place) -> bool:
        match = place.match
        if _SET_APART.sub("", match["closed"]).strip(_BRACKETS + EMPHASIS):
            return True
        if not (self._language.spaced or match["gap"]):
            between = _IDEOGRAPH.match(place.before) and _IDEOGRAPH.match(match["next"])
            return not match["closed"] and between is not None
        token = self._token_before(place)
        if self._leading.ends(place, token):
            return False
        if self._is_final(place, token):
            return not self._is_dated(place)
        return not self._abbreviates(place, token) or self._starts(place)

    # What goes on, whatever the mark

    def _goes_on(self, place: _Place, hard: bool) -> bool:
        block, match = place.block, place.match
        if self._language.spaced and not match["next"]:
            after = block[match.end() : match.end() + 1]
            if after and after in PAUSES:
                return True
        closed = match["closed"]
        if not closed:
            return not hard and self._continues(place)
        if self._is_mentioned(place, closed):
            return True
        if closed[0] in _BRACKETS and not (self._language.spaced or match["gap"]):
            return block[place.begun :].lstrip()[:1] not in _OPENING_BRACKETS
        wrapped = any(mark in self._closers for mark in closed)
        if (wrapped or not hard) and self._continues(place):
            return True
        quoted = wrapped and any(mark not in _BRACKETS for mark in closed)
        return quoted and (self._is_attributed(place) or self._is_said(place))

    def _continues(self, place: _Place) -> bool:
        continuing = self._continuing
        return continuing is not None and bool(
            continuing.match(place.block, place.match.end("gap"))
        )

    def _is_mentioned(self, place: _Place, closed: str) -> bool:
        """Whether the mark is spoken of, all that a pair of marks holds: “!” is a mark."""
        at = place.match.start()
        alone = not _IS_LETTER.match(place.block[max(0, at - 2) : max(0, at - 1)])
        return alone and place.before in self._opening and closed[0] in self._closers

    def _is_attributed(self, place: _Place) -> bool:
        """Whether a dash and a name are all that follows a quotation: “...” — Mark Twain."""
        opened = place.match["opened"].strip()
        if opened[:1] not in tuple(DASHES) or not place.match["next"]:
            return False
        name = _NAME if self._language.has_case else self._short
        return name.match(place.block, place.next) is not None

    def _is_said(self, place: _Place) -> bool:
        """Whether the clause after a quotation says who said it: “Why?” John asked."""
        match = place.match
        if self._saying is None or match["marks"] == "." or match["opened"].strip(" " + DASHES):
            return False
        # What a starter begins is a new sentence, unless it is the always capital I.
        if place.cased and self._starts(place) and not _LONE.match(place.block, place.next):
            return False
        clause = self._clause.match(place.block, place.next)
        if clause is None:
            return False
        # A clause before a colon or a quotation introduces what follows it.
        following = place.block[clause.end() : clause.end() + 1]
        introduces = following in (":", "：", *self._opening)
        if self._rule.saying_last:
            introduces = introduces or following in tuple(self._language.commas)
        return not introduces and self._saying(clause[0])

    # What stands before a full stop

    def _token_before(self, place: _Place) -> str:
        at = place.match.start()
        token = self._token.search(place.block, max(0, at - _LONGEST), at + 1)
        return token[0].strip(EMPHASIS) if token else ""

    def _ends_a_whole_word(self, place: _Place) -> bool:
        token = self._token_before(place)
        word = token.removesuffix(".")
        known = self._leading.ends(place, token) or self._abbreviates(place, token)
        return len(word) >= _WHOLE and word.isalpha() and not known

    def _is_final(self, place: _Place, token: str) -> bool:
        follows = place.match["next"]
        if place.cased and not (follows.isupper() and not place.match["opened"].strip()):
            return False
        return self._final.ends(place, token)

    def _is_dated(self, place: _Place) -> bool:
        """Whether the sentence has nothing but a date so far: the date begins it, then."""
        if not self._dating or place.match.start() - place.begun > _LONGEST_DATE:
            return False
        words = place.block[place.begun : place.match.start() + 1].split()
        bare = (word.lstrip(self._openers + EMPHASIS).rstrip(",") for word in words)
        return all(_NUMBER.fullmatch(word) or word.casefold() in self._dating for word in bare)

    def _abbreviates(self, place: _Place, text: str) -> bool:
        folded = text.casefold()
        if folded in self._abbreviations and not self._is_an_acronym(place, text):
            return True
        if text in self._numbered and _NUMERAL.match(place.block, place.next):
            return True
        if self._rule.ordinals and _ORDINAL.fullmatch(text):
            return True
        letters = text.replace(".", "")
        cased = self._language.has_case
        if len(letters) == 1 and letters.isalpha() and (letters.isupper() or not cased):
            return True
        return text.count(".") > 1 and self._dotted.fullmatch(text) is not None

    def _is_an_acronym(self, place: _Place, text: str) -> bool:
        """Whether capitals tell a word from the abbreviation in small letters: BD from bd."""
        capitals = text.isupper() and len(text) > len("A.") and text not in self._written
        return capitals and not place.block.isupper()

    def _starts(self, place: _Place) -> bool:
        word = _WORD.match(place.block, place.next)
        if word is None or _IRISH.match(word[0]):
            return False
        after = place.block[word.end() : word.end() + 1]
        if after and after in _NO_WORD_ENDS:
            # A title begins a sentence: 5 p.m. Mr. Smith.
            return f"{word[0]}{after}" in self._titles
        whole = word[0].casefold().replace("’", "'")
        return whole in self._starters or whole.partition("'")[0] in self._starters


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(part.casefold() for entry in entries for part in entry.split())


def _wrapping(quotes: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The marks that open and those that close: some do the one here and the other elsewhere."""
    opening = "".join(mark for mark, _ in quotes)
    closing = "".join(mark for _, mark in quotes)
    openers = "".join(mark for mark in OPENERS if mark in opening or mark not in closing)
    closers = "".join(mark for mark in CLOSERS if mark in closing or mark not in opening)
    return openers + opening, closers + closing


def _opaque(block: str) -> Iterable[regex.Match[str]]:
    return _OPAQUE.finditer(block) if any(hint in block for hint in _HINTS) else ()


class _Endings:
    """Abbreviations, asked whether one of them stands before a mark, whatever space is in it.

    In an entry, `#` is a number; one that begins with a hyphen is the end of a longer word.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        stopped = dict.fromkeys(entry if entry.endswith(".") else f"{entry}." for entry in entries)
        whole = [entry for entry in stopped if not entry.startswith("-")]
        self._suffixes = tuple(entry[1:] for entry in stopped if entry.startswith("-"))
        # Only where the last token fits is the pattern asked; searched from its end, it is fast.
        self._last = {last for entry in whole for last in _last_tokens(entry)}
        forms = "|".join(map(_form, whole))
        self._pattern = regex.compile(rf"(?r)(?:{forms})\Z" if forms else r"(?!)")

    def ends(self, place: _Place, token: str) -> bool:
        """Whether one ends at the place's mark, `token` being what stands before it."""
        if self._suffixes and token.endswith(self._suffixes):
            return True
        if token.lstrip(_DIGITS) not in self._last:
            return False
        at = place.match.start()
        return self._pattern.search(place.block, max(0, at - _LONGEST), at + 1) is not None


_DIGITS = "0123456789"


def _last_tokens(entry: str) -> Iterator[str]:
    """What the token before the mark may be: the space within an entry may be left out."""
    tokens = entry.removeprefix("#").split()
    yield from ("".join(tokens[at:]) for at in range(len(tokens)))


def _form(entry: str) -> str:
    spelled = regex.escape(entry, special_only=False).replace(r"\ ", r"\s*")
    return _BEFORE + spelled.replace(r"\#", rf"(?:\p{{N}}++(?:[.,–—-]\p{{N}}++)*+|{_ROMAN})")


def _in_capitals(entries: Iterable[str]) -> Iterator[str]:
    """Each entry as written and with capitals: no. is No. and NO., too, but Sat. is not sat."""
    for entry in entries:
        yield from (entry, entry[0].upper() + entry[1:], entry.upper())


def _in_any_case(entries: Iterable[str]) -> Iterator[str]:
    """Each entry as written, and in capitals and small letters where it is no lone letter (M.)."""
    for entry in entries:
        yield entry
        if len(entry) > len("M."):
            yield from (entry.lower(), *_in_capitals((entry,)))


def _saying(rule: SentenceRule, spaced: bool) -> Callable[[str], bool] | None:
    """Whether one of the verbs stands where a clause tells who spoke; None: none are known."""
    if not rule.reporting_verbs:
        return None
    forms = "|".join(
        regex.escape(verb.removesuffix("$"), special_only=False) + (r"\Z" if "$" in verb else "")
        for verb in rule.reporting_verbs
    )
    if not spaced:
        within = regex.compile(forms)
        long = _CLAUSE_CHARACTERS
        return lambda said: within.search(said[:long] + "…" * (len(said) > long)) is not None
    begins = rf"(?:\S+\s+){{0,{_CLAUSE_WORDS - 1}}}?"
    ends = r"(?:\s+\S+)?\s*\Z" if rule.saying_last else ""
    among = regex.compile(rf"{begins}(?i:{forms}){_AFTER}{ends}")
    return lambda said: among.match(said) is not None


def _beginning_with(words: tuple[str, ...], spaced: bool) -> regex.Pattern[str] | None:
    forms = "|".join(regex.escape(word, special_only=False) for word in words)
    return regex.compile(rf"(?:{forms}){_AFTER if spaced else ''}") if forms else None
