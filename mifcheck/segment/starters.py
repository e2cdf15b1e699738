"""Decides whether what follows a mark begins a sentence, by the words that often do."""

from __future__ import annotations

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import either
from mifcheck.segment.abbreviations import folded
from mifcheck.segment.final_marks import CAMEL_CASE, FinalMark

_WORD = regex.compile(rf"[{chars.SPELLING}]+(?:['’]\p{{L}}+)?")
_IRISH = regex.compile(r"O['’]\p{Lu}")
# A hyphen before a small letter joins a pronoun or a particle: Lembre-se, Est-ce, Во-первых.
_NO_WORD_END = regex.compile(rf"\.|[{chars.HYPHENS}](?!\p{{Ll}})")
_CAPITAL_AFTER = regex.compile(rf"[{chars.SPACES}]\p{{Lu}}")
# The marks that open a question and an exclamation in Spanish.
_INVERTED = regex.compile("[¿¡]")
_END = regex.compile(rf"[{chars.inside(chars.SENTENCE_ENDS)}]")
_QUESTION_MARKS = "?？"


def next_word(mark: FinalMark) -> regex.Match[str] | None:
    """Returns the word that follows a mark, if one does."""
    return _WORD.match(mark.block, mark.next)


class Starters:
    """The words of one language that often begin a sentence.

    Args:
        language: the language whose lists are used.
    """

    def __init__(self, language: Language) -> None:
        rule = language.sentences
        self._spaced = language.spaced
        self._starters = folded((*rule.sentence_starters, *rule.name_starters))
        self._started = regex.compile(either(rule.sentence_starters))
        self._name_starters = folded(rule.name_starters)
        self._question_starters = folded(rule.question_starters)
        self._offices = frozenset(rule.offices)
        self._titles = frozenset(
            entry for entry in (*rule.never_final, *rule.titles) if entry[0].isupper()
        )

    def begin(self, mark: FinalMark, token: str = "") -> bool:
        """Returns whether what follows often begins a sentence.

        Args:
            mark: the mark before it.
            token: the abbreviation that the mark ends, if it does.
        """
        if not self._spaced:
            return self._started.match(mark.block, mark.next) is not None
        if _INVERTED.search(mark.match["opened"]):
            return True
        if CAMEL_CASE.match(mark.block, mark.next):
            return not (token[:1].isupper() and token.count(".") > 1)  # a U.S. iPhone
        is_starter = self.is_starter(mark) and not self._goes_on(mark)
        return is_starter or self._is_title(mark, token)

    def _goes_on(self, mark: FinalMark) -> bool:
        """Returns whether a word that begins questions goes on with a statement: THE U.S. IS BIG.

        Where no capital tells, only its question mark does.
        """
        word = next_word(mark) if mark.in_capitals or mark.small else None
        if word is None or word[0].casefold() not in self._question_starters:
            return False
        end = _END.search(mark.block, word.end())
        return end is None or end[0] not in _QUESTION_MARKS

    def is_starter(self, mark: FinalMark) -> bool:
        """Returns whether the word that follows a mark often begins a sentence."""
        word = next_word(mark)
        if word is None or _IRISH.match(word[0]) or _NO_WORD_END.match(mark.block, word.end()):
            return False
        whole = word[0].casefold().replace("’", "'")
        if whole in self._name_starters and _CAPITAL_AFTER.match(mark.block, word.end()):
            return False
        first, apostrophe, _ = whole.partition("'")
        return not {whole, first, first + apostrophe}.isdisjoint(self._starters)

    def _is_title(self, mark: FinalMark, token: str) -> bool:
        """Returns whether a title begins a sentence: 5 p.m. Mr. Smith. But: U.S. Sen. Day."""
        word = next_word(mark)
        title = f"{word[0]}." if word and mark.block.startswith(".", word.end()) else ""
        return title in self._titles and not (token[:1].isupper() and title in self._offices)
