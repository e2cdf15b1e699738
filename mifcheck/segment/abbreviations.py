"""Decides whether a full stop belongs to an abbreviation, by the lists of a language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import inside

_LONGEST = 40
"""Maximum distance from the beginning of an abbreviation to its full stop."""
ROMAN = f"[{chars.ROMAN_DIGITS}]+"
# A letter may number, too: Fig. B
_NUMERAL = regex.compile(rf"[+＋#№]?\s?[(]?[{chars.NUMBERS}]|{ROMAN}\b|\p{{Lu}}(?![\w'’-]|\.\S)")
_ORDINAL = regex.compile(r"(?:\p{Nd}{1,2}\.?[-–—])*+\p{Nd}{1,2}\.")
# What stands before an apostrophe is a word of its own: l'art. 5, dell’art. 5.
_ELIDED = regex.compile(rf"^.*[{chars.APOSTROPHES}](?=\p{{L}}{{2}}|\p{{Lu}}[.])")
_INITIAL = regex.compile(r"\p{Lu}\.")
_SHORT = regex.compile(r"(\p{L}{1,6}\.)\s++")
_NUMERO = ("Nr.", "-nr.", "No.", "№")
_ASCII_DIGITS = "0123456789"


class Abbreviations:
    """The abbreviations of one language.

    A token is a run of characters without a space that ends with a full stop.

    Args:
        language: the language whose lists are used.
    """

    def __init__(self, language: Language) -> None:
        rule = language.sentences
        self._language = language
        # This pattern is matched backwards, from the full stop. An apostrophe opens no quotation.
        begun = rf"[^\s{inside(chars.OPENERS)}{chars.IDEOGRAPHS}。，、！？：；]"
        self._token = regex.compile(rf"(?r)(?:{begun}|(?<=\p{{L}})'(?=\p{{Ll}})){{1,{_LONGEST}}}+")
        letters = "{1}" if language.has_case else "{1,3}"
        self._dotted = regex.compile(rf"(?:(?:\p{{L}}\p{{M}}*){letters}\.[{chars.HYPHENS}]?)+")
        self._leading = _Entries((*_in_any_case(rule.never_final), *rule.titles))
        self._final = _Entries(rule.final)
        whole, self._endings = _whole_and_endings(rule.abbreviations)
        parts = (part for entry in whole for part in entry.split())
        self._listed = folded(part for part in parts if not _INITIAL.fullmatch(part))
        self._written = frozenset(part for entry in rule.abbreviations for part in entry.split())
        self._numbered = frozenset(_in_capitals(rule.before_numbers))
        self._names = frozenset(rule.numbered_names)
        every = (*rule.abbreviations, *rule.never_final, *rule.before_numbers, *rule.final)
        # The space in an entry may be missing in a text: ст.л.
        glued = {entry.replace(" ", "").casefold() for entry in every if " " in entry}
        # Without its number, an entry such as "# in." may be another word.
        final = (entry for entry in rule.final if not entry.startswith("#"))
        others = folded((*rule.never_final, *rule.before_numbers, *final))
        self._any = self._listed | others | glued

    def token(self, block: str, at: int) -> str:
        """Returns the token that ends with the full stop at an offset; "" if there is none."""
        found = self._token.match(block, endpos=at + 1)
        return _ELIDED.sub("", found[0].strip(chars.EMPHASIS)) if found else ""

    def is_plain(self, token: str) -> bool:
        """Returns whether a word with a full stop is in none of the lists, nor ends like an entry.

        Its full stop ends a sentence before a capital letter.
        """
        if token in self._numbered or token.casefold() in self._listed:
            return False
        ends = (self._leading, self._final)
        return not (token.endswith(self._endings) or any(each.may_end(token) for each in ends))

    def leads_on(self, block: str, at: int, token: str) -> bool:
        """Returns whether this full stop ends an abbreviation that never ends a sentence (Dr.)."""
        return self._leading.end_at(block, at, token)

    def closes(self, block: str, at: int, token: str) -> bool:
        """Returns whether this full stop ends an abbreviation that may end a sentence (и т. д.).

        Such an abbreviation ends a sentence before a capital letter.
        """
        return self._final.end_at(block, at, token)

    def lists(self, token: str) -> bool:
        """Returns whether a token is in one of the lists, or dotted letters."""
        bare = token.casefold().lstrip(_ASCII_DIGITS)
        return bare in self._any or (
            bare.count(".") > 1 and self._dotted.fullmatch(bare) is not None
        )

    def abbreviates(self, block: str, token: str, following: int, *, in_capitals: bool) -> bool:
        """Returns whether a token is an abbreviation, an initial or an ordinal.

        Args:
            block: the block of text.
            token: the token, with its full stop.
            following: where the text after the token begins.
            in_capitals: whether the whole block is in capitals.
        """
        is_acronym = not in_capitals and self._is_acronym(token)
        if token.casefold() in self._listed and not is_acronym:
            return True
        if self._endings and token.endswith(self._endings):
            return True
        if token in self._numbered and self._is_number(block, following):
            return True
        if self._language.sentences.ordinals and _ORDINAL.fullmatch(token):
            return not self._is_named(block, token, following)
        letters = token.replace(".", "")
        initial = len(letters) == 1 and letters.isalpha()
        if initial and (letters.isupper() or not self._language.has_case):
            return True
        return token.count(".") > 1 and self._is_stacked(token)

    def _is_number(self, block: str, at: int) -> bool:
        """Returns whether a number is at an offset, also after another abbreviation: Ref. No. 5."""
        other = _SHORT.match(block, at)
        if other and other[1] in self._numbered:
            at = other.end()
        return _NUMERAL.match(block, at) is not None

    def _is_stacked(self, token: str) -> bool:
        """Returns whether a token is dotted letters (U.S.), or listed ones together (Prof.Dr.)."""
        if self._dotted.fullmatch(token):
            return True
        return all(f"{part}." in self._any for part in token[:-1].casefold().split("."))

    def _is_named(self, block: str, token: str, following: int) -> bool:
        """Returns whether a number is that of a name, and so no ordinal: auf Seite 7, Nr. 7."""
        before = block[max(0, following - _LONGEST) : following].rpartition(token)[0]
        words = before.split()
        return bool(words) and (words[-1] in self._names or words[-1].endswith(_NUMERO))

    def _is_acronym(self, token: str) -> bool:
        """Returns whether a token in capitals is another word than the abbreviation: BD., bd."""
        return token.isupper() and len(token) > len("A.") and token not in self._written


abbreviations_of = lru_cache(maxsize=64)(Abbreviations)
"""Returns the abbreviations of a language, which take time to compile."""


class _Entries:
    """Abbreviations that are recognized with or without the spaces in them.

    In an entry, `#` stands for a number.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        stopped = dict.fromkeys(entry if entry.endswith(".") else f"{entry}." for entry in entries)
        whole, self._endings = _whole_and_endings(stopped)
        # The pattern runs only if the last token fits. It searches backwards, which is fast.
        self._last = {last for entry in whole for last in _last_tokens(entry)}
        forms = "|".join(map(_form, whole))
        self._pattern = regex.compile(rf"(?r)(?:{forms})\Z" if forms else r"(?!)")

    def may_end(self, token: str) -> bool:
        """Returns whether an entry may end at the full stop that ends the token."""
        return token.endswith(self._endings) or token.lstrip(_ASCII_DIGITS) in self._last

    def end_at(self, block: str, at: int, token: str) -> bool:
        """Returns whether an entry ends at the full stop that ends the token."""
        if self._endings and token.endswith(self._endings):
            return True
        if token.lstrip(_ASCII_DIGITS) not in self._last:
            return False
        return self._pattern.search(block, max(0, at - _LONGEST), at + 1) is not None


def _whole_and_endings(entries: Collection[str]) -> tuple[list[str], tuple[str, ...]]:
    """Returns the whole words, and the ends of longer words, which begin with a hyphen."""
    endings = tuple(entry[1:] for entry in entries if entry.startswith("-"))
    return [entry for entry in entries if not entry.startswith("-")], endings


def folded(entries: Iterable[str]) -> frozenset[str]:
    """Returns the words of all entries, with their case folded."""
    return frozenset(part.casefold() for entry in entries for part in entry.split())


def _last_tokens(entry: str) -> Iterator[str]:
    """Yields each form of the last token: a text may omit the spaces of an entry."""
    tokens = entry.removeprefix("#").split()
    yield from ("".join(tokens[at:]) for at in range(len(tokens)))


def _form(entry: str) -> str:
    number = rf"(?:\p{{N}}++(?:[.,–—-]\p{{N}}++)*+|{ROMAN})"
    spelled = inside(entry).replace(r"\ ", r"\s*").replace(r"\#", number)
    return rf"(?<![{chars.ALPHANUMERIC}.]){spelled}"


def _in_capitals(entries: Iterable[str]) -> Iterator[str]:
    """Yields each entry as written, capitalized, and in capitals: no., No. and NO."""
    for entry in entries:
        yield from (entry, entry[0].upper() + entry[1:], entry.upper())


def _in_any_case(entries: Iterable[str]) -> Iterator[str]:
    """Yields each entry as written, and in other cases unless it is a single letter (M.)."""
    for entry in entries:
        yield entry
        if len(entry) > len("M."):
            yield from (entry.lower(), *_in_capitals((entry,)))
