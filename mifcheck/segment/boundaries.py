"""Decides which marks of a block of running text end a sentence, by the rule of a language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import inside
from mifcheck.markup.fences import CODE_SPAN
from mifcheck.segment.abbreviations import ROMAN, Abbreviations, folded
from mifcheck.segment.labels import Labels, inline_items
from mifcheck.segment.reports import Reports, Subordinates

_DASHES = tuple(chars.DASHES)
_BRACKETS = chars.CLOSING_BRACKETS + chars.CLOSING_TITLES + "］"
_OPENING_BRACKETS = chars.OPENING_BRACKETS + "［"
_ELLIPSIS = "…"
_IS_ELLIPSIS = regex.compile(rf"…|[.…][.…{chars.SPACES}]+")
# Some writers use it as a danda. A row of a table begins with it.
_BAR = "|"
_IDEOGRAPH = regex.compile(chars.IDEOGRAPH)
_NO_WORD_AFTER = rf"(?![{chars.WORD}])"

_NOTE = r"\[\p{N}{1,3}\]"
_EMOTICON = rf"[{chars.SPACES}]?[:;]['’]?-?[)(DPp]{_NO_WORD_AFTER}"
_SET_APART = regex.compile(rf"{_NOTE}|{_EMOTICON}|{chars.EMOJI}")
_EMOJI = regex.compile(chars.EMOJI)
_EMOJI_AFTER = regex.compile(rf"[{chars.SPACES}]++(?:{chars.EMOJI})++(?=\s|\Z)")
# In French a space stands before these marks, also after an ellipsis or a quotation.
_APART = rf"[{chars.SPACES}\u202f](?=[?!]++(?:\s|\Z))"

# A mark that may end a sentence, the closing marks after it, and what follows.
_MARK = r"""
    (?P<marks>  {mark}  (?: {mark} | {dot_apart} | {apart} )*+ )
    (?P<closed>
        (?: [{closing}] | {closing_apart} {note} | {emoticon} | {emoji} | {apart}[?!]++ )*+
    )
    (?P<gap>    \s*+ )
    (?P<opened> (?: [{opening}{dashes}\s] | {emoji} )*+ )
    (?P<next>   \w? )
"""
# The space within an ellipsis of spaced dots: ". . ."
_DOT_APART = rf"[{chars.SPACES}](?<=\..)(?=\.)"
_GUILLEMET_APART = rf"[{chars.SPACES}\u202f]»{_NO_WORD_AFTER} |"

# Marks inside code, an address or a title do not end a sentence.
_OPAQUE = regex.compile(rf"{CODE_SPAN.pattern}|{chars.ADDRESS}|《[^《》\n]*》|〈[^〈〉\n]*〉")
_OPAQUE_HINTS = ("`", *chars.ADDRESS_HINTS, "《", "〈")

_NUMBER = regex.compile(rf"(?:\p{{N}}+|{ROMAN})(?:[-–—:.][{chars.ALPHANUMERIC}]+)*")
_WORD = regex.compile(rf"[{chars.SPELLING}]+(?:['’]\p{{L}}+)?")
_WORD_ENDED = regex.compile(rf"[{chars.SPELLING}'’-]*\p{{Ll}}{{2}}\.")
_IRISH = regex.compile(r"O['’]\p{Lu}")
# A hyphen before a small letter joins a pronoun or a particle: Lembre-se, Est-ce, Во-первых.
_NO_WORD_END = regex.compile(rf"\.|[{chars.HYPHENS}](?!\p{{Ll}})")
_INITIAL = regex.compile(r"\p{Lu}\.")
_LONE_CAPITAL = regex.compile(r"\p{Lu}\b")
_CAPITAL_AFTER = regex.compile(rf"[{chars.SPACES}]\p{{Lu}}")
# A name that begins with a small letter, wherever it stands: iPhone, eBay, macOS.
_CAMEL_CASE = regex.compile(r"\p{Ll}{1,6}\p{Lu}")
# The marks that open a question and an exclamation in Spanish.
_INVERTED = regex.compile("[¿¡]")
# A number, then abbreviations or words of one letter: 1 ч. л., 2 c. à s.
_MEASURE = regex.compile(r"(?r)\p{N}\s*+(?P<measure>(?:\p{L}+\.\s*|\p{L}\s+){1,4})")
_SHORT_WORD = regex.compile(r"\p{L}{1,2}(?!\p{L})")
_FACTORIAL_MARKS = "!！"
_FACTORIAL = regex.compile(rf"(?r)(?:\p{{N}}|(?<!\p{{L}})\p{{L}}|[)）])[{chars.SPACES}\u202f]?")
_OPERATOR = regex.compile(r"[=＝+＋×·⋅÷*/<>≤≥≈≠^]|[-−–]\s?\p{Nd}")
_WHITE = " \t\n\u00a0"
# A name that is the rest of the block: words with capitals, initials, particles, a year.
_NAME = regex.compile(
    rf"""
    (?: (?: \p{{Lu}}[{chars.SPELLING}'’.-]{{0,24}}+ | \p{{Ll}}{{1,3}}(?!\p{{L}}) | \p{{Nd}}{{4}} )
        [\s,()]{{0,2}}+
    ){{1,6}}+
    [^{chars.ALPHANUMERIC}]*+ \Z
    """,
    regex.VERBOSE,
)
_LONGEST_NAME = 40
_LONGEST_DATE = 80
_LONGEST_MEASURE = 24
_FULL_STOPS = (".", "．", "。", "।")
# A word of this length that is not an abbreviation may end a sentence even before a small letter.
_LONG_WORD = 5


class _Mark(NamedTuple):
    """A mark that may end a sentence.

    Attributes:
        block: the block of text.
        match: the mark, the closing marks after it, and what follows.
        begun: where the current sentence begins.
        cased: whether a small letter after the mark means that the sentence continues.
        in_capitals: whether the block is in capitals.
    """

    block: str
    match: regex.Match[str]
    begun: int
    cased: bool
    in_capitals: bool

    @property
    def at(self) -> int:
        """The offset of the mark."""
        return self.match.start()

    @property
    def small(self) -> bool:
        """Whether a small letter follows that is not the beginning of a name (iPhone)."""
        small = self.match["next"].islower() and not _EMOJI.search(self.match["opened"])
        return small and not _CAMEL_CASE.match(self.block, self.next)

    @property
    def capital(self) -> bool:
        """Whether a capital letter follows, or a name that begins with a small one."""
        return self.match["next"].isupper() or (self.match["next"].islower() and not self.small)

    @property
    def next(self) -> int:
        """The offset of the first character after the mark that is not an opening mark."""
        return self.match.start("next")


class SentenceBoundaryDetector:
    """Decides which marks of a block end a sentence, by the rule of one language.

    Args:
        language: the language whose `SentenceRule` is used.
        cased: whether the text that the blocks are taken from has capital letters. Then an
            abbreviation before a small letter ends no sentence, not even in a block without them.
    """

    def __init__(self, language: Language, cased: bool = False) -> None:
        rule = language.sentences
        self._language, self._rule, self._cased = language, rule, cased
        self._abbreviations = Abbreviations(language)
        self._openers, self._closers = _wrapping(language.quotes)
        self._terminators = rule.terminators + chars.SENTENCE_MARKS
        self._ends = self._terminators + rule.stops
        ends = inside(self._ends)
        self._mark = regex.compile(
            _MARK.format(
                mark=f"[{ends}]",
                dot_apart=_DOT_APART,
                apart=_APART,
                closing=inside(self._closers + chars.EMPHASIS),
                closing_apart=_GUILLEMET_APART if "»" in self._closers else "",
                note=_NOTE,
                emoticon=_EMOTICON,
                emoji=chars.EMOJI,
                opening=inside(self._openers + chars.EMPHASIS),
                dashes=chars.DASHES,
            ),
            regex.VERBOSE,
        )
        self._reports = Reports(language, self._openers, self._closers, self._ends)
        self._subordinates = Subordinates(language, self._ends)
        self._labels = Labels(language)
        self._pauses = chars.PAUSES + language.commas
        short = regex.compile(rf"[^{ends}]{{1,{_LONGEST_NAME}}}+\Z")
        self._name = _NAME if language.has_case else short
        self._starters = folded((*rule.sentence_starters, *rule.name_starters))
        self._started = regex.compile("|".join(map(inside, rule.sentence_starters)) or "(?!)")
        self._name_starters = folded(rule.name_starters)
        self._offices = frozenset(rule.offices)
        self._titles = frozenset(
            entry for entry in (*rule.never_final, *rule.titles) if entry[0].isupper()
        )
        self._date_words = folded(rule.date_words)
        self._date_names = frozenset(word for word in rule.date_words if word[0].isupper())
        continuing = "|".join(map(inside, rule.never_first)) or "(?!)"
        other = "|".join(map(inside, rule.may_be_first)) or "(?!)"
        after = _NO_WORD_AFTER if language.spaced else ""
        self._continuing = regex.compile(f"(?!{other})(?:{continuing}){after}")

    def ends(self, block: str) -> Iterator[int]:
        """Yields the offset at which each sentence ends, after its closing marks."""
        cased = self._language.has_case and block != block.lower()
        in_capitals = block.isupper()
        items = inline_items(block)
        hinted = any(hint in block for hint in _OPAQUE_HINTS)
        opaque = [match.span() for match in _OPAQUE.finditer(block)] if hinted else []
        starts = [start for start, _ in opaque]
        begun = 0
        for match in self._mark.finditer(block):
            inner = bisect_right(starts, match.start() - 1) - 1
            if (inner >= 0 and match.start() < opaque[inner][1]) or match.start() in items:
                continue
            if self._is_end(mark := _Mark(block, match, begun, cased, in_capitals)):
                begun = self._end(mark)
                yield begun

    def _end(self, mark: _Mark) -> int:
        # In a script without spaces, a straight quotation mark after an even number of them opens.
        match = mark.match
        opens = not self._language.spaced and match["closed"][:1] == '"' and match["next"]
        opens = opens and mark.block.count('"', 0, mark.at) % 2 == 0
        if opens:
            return match.end("marks")
        emoji = _EMOJI_AFTER.match(mark.block, match.end("closed"))
        return emoji.end() if emoji else match.end("closed")

    def _is_end(self, mark: _Mark) -> bool:
        match = mark.match
        marks, closed, follows = match["marks"], match["closed"], match["next"]
        if match.end() == len(mark.block) and not follows:
            return True
        hard = marks[0] in self._terminators
        if self._goes_on(mark, hard):
            return False
        if marks in _FULL_STOPS and self._labels.ends(mark.block, mark.begun, mark.at):
            return False
        if hard:
            return True
        if _BAR in marks and mark.block.startswith(_BAR):
            return False
        if self._language.spaced and not match["gap"] and not _SET_APART.search(closed):
            return False
        if mark.cased and mark.small:
            return marks == "." and not closed and self._ends_long_word(mark)
        if marks in tuple(chars.FULL_STOPS):
            return self._full_stop_ends(mark)
        return _ELLIPSIS in self._rule.stops or not _IS_ELLIPSIS.fullmatch(marks)

    # Full stops

    def _full_stop_ends(self, mark: _Mark) -> bool:
        block, match, at = mark.block, mark.match, mark.at
        if _SET_APART.sub("", match["closed"]).strip(_BRACKETS + chars.EMPHASIS):
            return True
        if not (self._language.spaced or match["gap"]):
            return self._ends_before_ideograph(mark)
        token = self._abbreviations.token(block, at)
        if self._abbreviations.leads_on(block, at, token):
            return False
        if mark.small:
            return self._ends_in_small_letters(mark, token)
        capital = mark.capital and not match["opened"].strip()
        if (capital or not mark.cased) and self._abbreviations.closes(block, at, token):
            return not (self._is_date(mark) or self._is_extended(mark, token))
        return not self._abbreviates(mark, token) or self._starts(mark, token)

    def _abbreviates(self, mark: _Mark, token: str) -> bool:
        return self._abbreviations.abbreviates(
            mark.block, token, mark.next, in_capitals=mark.in_capitals
        )

    def _ends_before_ideograph(self, mark: _Mark) -> bool:
        """Returns whether a full stop without a space after it ends a sentence: 下雨了.我们在家."""
        block, at = mark.block, mark.at
        if mark.match["closed"] or not _IDEOGRAPH.match(mark.match["next"]):
            return False
        if _IDEOGRAPH.match(block[at - 1 : at]):
            return True
        token = self._abbreviations.token(block, at)
        return bool(_WORD_ENDED.fullmatch(token)) and not self._abbreviations.lists(token)

    def _ends_in_small_letters(self, mark: _Mark, token: str) -> bool:
        """Returns whether a full stop ends a sentence of a block without capitals."""
        block = mark.block
        if not (self._abbreviations.lists(token) or self._abbreviates(mark, token)):
            return True
        if self._cased:
            return False
        # An item (20 min. a fuoco) has no final mark, and needs no capital.
        if block.rstrip()[-1:] not in self._ends or not self._starts(mark, token):
            return False
        measured = self._measured(mark)
        return measured is None or (
            bool(measured.strip()) and not _SHORT_WORD.match(block, mark.next)
        )

    def _measured(self, mark: _Mark) -> str | None:
        """Returns what is before a number and its measure (1 ч. л., 2 c. à s.), up to a mark."""
        start = max(mark.begun, mark.at - _LONGEST_MEASURE)
        found = _MEASURE.search(mark.block, start, mark.at + 1)
        if found is None:
            return None
        words = (word for word in found["measure"].split() if word.endswith("."))
        return (
            mark.block[mark.begun : found.start()]
            if all(map(self._abbreviations.lists, words))
            else None
        )

    def _ends_long_word(self, mark: _Mark) -> bool:
        token = self._abbreviations.token(mark.block, mark.at)
        word = token.removesuffix(".")
        return (
            len(word) >= _LONG_WORD
            and word.isalpha()
            and not self._abbreviations.leads_on(mark.block, mark.at, token)
            and not self._abbreviations.lists(token)
        )

    def _is_date(self, mark: _Mark) -> bool:
        """Returns whether the sentence consists only of a date so far, so that it must continue."""
        if not self._date_words or mark.at - mark.begun > _LONGEST_DATE:
            return False
        words = mark.block[mark.begun : mark.at + 1].split()
        bare = (word.lstrip(self._openers + chars.EMPHASIS).rstrip(",") for word in words)
        return all(_NUMBER.fullmatch(word) or word.casefold() in self._date_words for word in bare)

    def _is_extended(self, mark: _Mark, token: str) -> bool:
        """Returns whether what follows belongs to an abbreviation: 9 a.m. Monday, S. A. R."""
        if len(token) == len("A.") and _INITIAL.match(mark.block, mark.next):
            return True
        word = _WORD.match(mark.block, mark.next)
        return word is not None and word[0] in self._date_names and not self._starts(mark)

    def _starts(self, mark: _Mark, token: str = "") -> bool:
        """Returns whether what follows often begins a sentence, after an abbreviation."""
        if not self._language.spaced:
            return self._started.match(mark.block, mark.next) is not None
        if _INVERTED.search(mark.match["opened"]):
            return True
        if _CAMEL_CASE.match(mark.block, mark.next):
            return not (token[:1].isupper() and token.count(".") > 1)  # a U.S. iPhone
        return self._is_starter(mark) or self._is_title(mark, token)

    def _is_starter(self, mark: _Mark) -> bool:
        word = _WORD.match(mark.block, mark.next)
        if word is None or _IRISH.match(word[0]) or _NO_WORD_END.match(mark.block, word.end()):
            return False
        whole = word[0].casefold().replace("’", "'")
        if whole in self._name_starters and _CAPITAL_AFTER.match(mark.block, word.end()):
            return False
        first, apostrophe, _ = whole.partition("'")
        return not {whole, first, first + apostrophe}.isdisjoint(self._starters)

    def _is_title(self, mark: _Mark, token: str) -> bool:
        """Returns whether a title begins a sentence: 5 p.m. Mr. Smith. But: U.S. Sen. Day."""
        word = _WORD.match(mark.block, mark.next)
        title = f"{word[0]}." if word and mark.block.startswith(".", word.end()) else ""
        return title in self._titles and not (token[:1].isupper() and title in self._offices)

    # Sentences that continue after the mark

    def _goes_on(self, mark: _Mark, hard: bool) -> bool:
        block, match = mark.block, mark.match
        after = block[match.end() : match.end() + 1]
        if not match["next"] and after and after in self._pauses:
            return True
        if match["marks"][0] in _FACTORIAL_MARKS and self._is_factorial(mark):
            return True
        closed = match["closed"]
        if not closed:
            # A sentence that is mentioned: we say 你好！ to everyone.
            apart = match["gap"] or block[mark.at - 1 : mark.at].isspace()
            return bool(mark.cased and mark.small and apart) if hard else self._continues(mark)
        if self._is_mentioned(mark) or (hard and mark.cased and mark.small):
            return True
        if closed[0] in _BRACKETS and not (self._language.spaced or match["gap"]):
            return block[mark.begun :].lstrip()[:1] not in _OPENING_BRACKETS
        wrapped = any(each in self._closers for each in closed)
        if (wrapped or not hard) and self._continues(mark):
            return True
        quoted = wrapped and any(each not in _BRACKETS for each in closed)
        return quoted and (
            self._is_attributed(mark)
            or self._is_reported(mark)
            or self._is_set_off(mark)
            or self._is_led_to(mark)
        )

    def _is_set_off(self, mark: _Mark) -> bool:
        """Returns whether a dash joins a quotation and what follows, in a script without case."""
        if self._language.has_case or "\n" in mark.match["gap"]:
            return False
        return self._follows_dash(mark)

    def _is_led_to(self, mark: _Mark) -> bool:
        """Returns whether a clause before a quotation needs another one after it."""
        closing = next(each for each in mark.match["closed"] if each in self._closers)
        return mark.match["marks"] not in _FULL_STOPS and self._subordinates.lead_to(
            mark.block, mark.begun, mark.at, closing
        )

    def _is_factorial(self, mark: _Mark) -> bool:
        """Returns whether an exclamation mark is that of a factorial: 5! = 120."""
        if not _FACTORIAL.match(mark.block, endpos=mark.at):
            return False
        gap = mark.match.end("gap")
        return _OPERATOR.match(mark.block, gap) is not None or self._continues(mark)

    def _continues(self, mark: _Mark) -> bool:
        return self._continuing.match(mark.block, mark.match.end("gap")) is not None

    def _is_mentioned(self, mark: _Mark) -> bool:
        """Returns whether the mark stands alone within a pair of marks: “!” is a mark."""
        before = mark.block[max(0, mark.at - 2) : mark.at]
        wrapped = before[-1:] in tuple(self._openers) and mark.match["closed"][0] in self._closers
        return wrapped and not chars.HAS_WORD.match(before[:-1])

    def _is_attributed(self, mark: _Mark) -> bool:
        """Returns whether only a dash and a name follow a quotation: “...” — Mark Twain."""
        named = self._follows_dash(mark) and mark.match["next"]
        return bool(named) and self._name.match(mark.block, mark.next) is not None

    def _follows_dash(self, mark: _Mark) -> bool:
        """Returns whether a dash stands after the mark, and no other quotation after the dash."""
        opened = mark.match["opened"].strip()
        return opened.startswith(_DASHES) and opened[-1] not in chars.OPENING_QUOTES

    def _is_reported(self, mark: _Mark) -> bool:
        """Returns whether the clause after a quotation names its speaker: “Why?” John asked."""
        match = mark.match
        if match["marks"] == "." or match["opened"].strip(f"{_WHITE}{chars.DASHES}"):
            return False
        # A sentence starter begins a new sentence, except "I", which always has a capital.
        if mark.cased and self._is_starter(mark) and not _LONE_CAPITAL.match(mark.block, mark.next):
            return False
        return self._reports.at(mark.block, mark.next)


def _wrapping(quotes: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Returns the opening and the closing marks: some open in one language and close in another."""
    opening = "".join(mark for mark, _ in quotes)
    closing = "".join(mark for _, mark in quotes)
    openers = "".join(mark for mark in chars.OPENERS if mark in opening or mark not in closing)
    closers = "".join(mark for mark in chars.CLOSERS if mark in closing or mark not in opening)
    return openers + opening, closers + closing
