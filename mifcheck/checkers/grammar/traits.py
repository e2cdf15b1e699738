"""What may be true of words and sentences, and what they are compared by."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import groupby

import regex

from mifcheck.bounds import Bound
from mifcheck.checkers.grammar.pieces import (
    Key,
    Piece,
    Predicate,
    folded,
    matching,
    unknown_words,
    unmarked,
    unread_words,
)
from mifcheck.languages import Language
from mifcheck.languages.characters import ALPHANUMERIC, APOSTROPHES, EMOJI, KEYCAP
from mifcheck.markup.edges import after_signs, before_closing, ends_like_a_sentence
from mifcheck.markup.phrases import keyword_at_end, keyword_pattern, phrase_pattern

_Noun = tuple[str, str]
_LETTER = regex.compile(r"\p{L}\p{M}*")
_VOWEL_SIGN = regex.compile(r"[\p{M}&&\p{Alphabetic}]", regex.V1)
"""A mark that spells a vowel, such as ा in का; accents are none."""
_MARKS_APART = regex.compile(rf"(?<!\S)[^\s{ALPHANUMERIC}]++(?!\S)")
_SHORTENED = regex.compile(r"['’]\p{L}{1,2}$")
"""What is left of a second word in a contraction: I'm, they'll."""
_OWN_SPELLING = regex.compile(r"^\d|\p{Lu}|://|@|^www[.]")
"""Marks of words that titles leave as they are: 3rd, iPhone, an address."""
_APOSTROPHES = tuple(APOSTROPHES)
_NO_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_LIGATURES = {"œ": "o", "æ": "a"}
"""The letters under which dictionaries have words with a ligature."""
_WORD_CHARACTER = regex.compile(rf"(?!{KEYCAP})[{ALPHANUMERIC}]")
_LAST_LETTER = regex.compile(rf"(?r)(?!{KEYCAP})[{ALPHANUMERIC}]")


def listed(words: Iterable[str], noun: _Noun) -> Predicate:
    """Returns what is true of the words of a list, in any case."""
    known = frozenset(map(folded, words))
    return Predicate(partial(_is_listed, known), f"are {noun[1]}", noun)


def _is_listed(known: frozenset[str], piece: Piece) -> bool:
    return folded(piece.string) in known


def of_class(name: str, noun: _Noun) -> Predicate:
    """Returns what is true of the words of a class that the language's file lists."""
    return Predicate(
        partial(_is_of_class, name), f"are {noun[1]}", noun, partial(_no_class, name, noun[1])
    )


@lru_cache(maxsize=256)
def _class(name: str, language: Language) -> frozenset[str]:
    return frozenset(map(folded, getattr(language.classes, name)))


def _is_of_class(name: str, piece: Piece) -> bool:
    word, known = folded(piece.string), _class(name, piece.language)
    if word in known or _SHORTENED.sub("", word) in known:
        return True
    # In c'è the class may have the word with its apostrophe, since c is none.
    return f"{word}'" in known and piece.text.string.startswith(_APOSTROPHES, piece.end)


def _no_class(name: str, noun: str, language: Language) -> str:
    known = getattr(language.classes, name)
    return "" if known else f"no list of {noun} is known in {language.name}"


def is_word(word: str) -> Predicate:
    """Returns what is true of a word as keywords are found; in it, apostrophes may part words."""
    return Predicate(partial(_stands_at, word), f"are {word!r}", word=word)


def starts_with(phrase: str) -> Predicate:
    """Returns what is true of pieces that begin with a text, in any case, after marks."""
    return matching(rf"(?i)^[\p{{P}}\p{{S}}\s]*?{regex.escape(phrase)}", f"begin with {phrase!r}")


# Words


def _folded(piece: Piece) -> str:
    return folded(piece.string)


def _letters(piece: Piece) -> list[str]:
    # Case folding makes two letters of ß.
    return _LETTER.findall(piece.string.lower())


def base(letter: str, language: Language) -> str:
    """Returns a letter without its accent, unless the alphabet has both: é is e, but ñ is ñ."""
    composed = unicodedata.normalize("NFC", letter)
    if composed in language.classes.letters or composed in language.own_letters:
        return composed
    return unmarked(letter)[:1]


def _first_letter(piece: Piece) -> str:
    found = _LETTER.search(piece.string.casefold())
    letter = base(found[0], piece.language) if found else ""
    is_own = letter in piece.language.classes.letters
    return letter if is_own else _LIGATURES.get(letter, letter)


def _latin_letter(piece: Piece) -> str:
    return unmarked(_first_letter(piece))[:1]


def _alphabetical(piece: Piece) -> tuple[int, int]:
    letters = piece.language.classes.letters
    letter = _first_letter(piece)
    if letter not in letters:
        # A letter that the alphabet does not list has the place of its base: Ä that of A.
        letter = unmarked(letter)[0]
    return letters.find(letter) if letter else -1, len(letters)


def _length(piece: Piece) -> int:
    return len(_letters(piece))


def _is_palindrome(least: int, piece: Piece) -> bool:
    letters = [
        base(letter, piece.language) + "".join(_VOWEL_SIGN.findall(letter))
        for letter in _letters(piece)
    ]
    return len(letters) >= least and letters == letters[::-1]


def palindromes(least: int = 2) -> Predicate:
    """Returns what is true of words that read the same backwards, with so many letters or more."""
    says = f"are palindromes of {least} or more letters"
    return Predicate(partial(_is_palindrome, least), says, ("palindrome", "palindromes"))


def _has_prime_length(piece: Piece) -> bool:
    length = _length(piece)
    return length > 1 and all(length % divisor for divisor in range(2, int(length**0.5) + 1))


def _is_vowel(piece: Piece) -> bool:
    return base(piece.string.casefold(), piece.language) in piece.language.classes.vowels


def _has_cluster(piece: Piece) -> bool:
    vowels, language = piece.language.classes.vowels, piece.language
    runs = groupby(_letters(piece), key=lambda letter: base(letter, language) in vowels)
    return any(not vowel and len(list(run)) > 1 for vowel, run in runs)


def _base(piece: Piece) -> str:
    return base(piece.string.casefold(), piece.language)


def _is_capitalised(piece: Piece) -> bool:
    found = _LETTER.search(piece.string)
    return not (found and found[0][0].islower()) or bool(_OWN_SPELLING.search(piece.string))


def _is_major(piece: Piece) -> bool:
    words = piece.text.words
    outer = piece.start == words[0].start or piece.start == words[-1].start
    return outer or folded(piece.string) not in _class("minor_words", piece.language)


def _without_accents(piece: Piece) -> str:
    return _NO_LETTERS.sub(" ", unmarked(piece.string.casefold())).strip()


def _indentation(piece: Piece) -> int:
    return len(piece.string) - len(piece.string.lstrip())


def _is_one_token(piece: Piece) -> bool:
    # Marks may be set apart from the word, as in French.
    bare = _MARKS_APART.sub("", piece.string).split()
    return len(bare) <= 1 and (piece.language.spaced or len(piece.words) <= 1)


def _matches_all(letter: regex.Pattern[str], piece: Piece) -> bool:
    letters = _LETTER.findall(piece.string)
    return bool(letters) and all(map(letter.match, letters))


def _no_case(language: Language) -> str:
    return "" if language.has_case else f"{language.name} has no capital letters"


_no_vowels = partial(_no_class, "vowels", "vowels")

as_written = Key(_folded, "words")
"""A word or another piece, in any case."""
first_letter = Key(_first_letter, "first letters")
latin_letter = Key(_latin_letter, "first letters")
"""The first letter without its accent, whatever letters the alphabet of the language has."""
alphabetical = Key(
    _alphabetical, "places in the alphabet", partial(_no_class, "letters", "letters")
)
length = Key(_length, "numbers of letters")
base_letter = Key(_base, "letters")
prime_length = Predicate(_has_prime_length, "have a prime number of letters")
vowel = Predicate(_is_vowel, "are vowels", ("vowel", "vowels"), _no_vowels)
consonant_cluster = Predicate(
    _has_cluster, "have two or more consonants in a row", lacks=_no_vowels
)
lowercase = Predicate(
    partial(_matches_all, regex.compile(r"\p{Ll}")), "are in small letters", lacks=_no_case
)
capitalised = Predicate(_is_capitalised, "begin with a capital letter", lacks=_no_case)
major = Predicate(_is_major, "are major words", ("major word", "major words"))
without_accents = Key(_without_accents, "words")
indentation = Key(_indentation, "indentations")
japanese = matching(r"[\p{Hiragana}\p{Katakana}\p{Han}]", "are in Japanese")
one_token = Predicate(_is_one_token, "are a single word", lacks=unknown_words)


# Sentences


def _word_count(piece: Piece) -> int:
    return piece.text.length(piece.start, piece.end)


def _character_count(piece: Piece) -> int:
    return len(regex.findall(r"\X", piece.string))


def _edges(piece: Piece) -> tuple[str, str]:
    words = piece.words
    return (_folded(words[0]), _folded(words[-1])) if words else ("", "")


def _has_same_edges(piece: Piece) -> bool:
    first, last = _edges(piece)
    return bool(first) and first == last


def _alliteration(piece: Piece) -> int:
    runs = groupby(map(_first_letter, piece.words))
    return max((len(list(run)) for letter, run in runs if letter), default=0)


def _after(piece: Piece) -> str:
    """Returns the marks from the last word of a sentence on to the next word, or its line."""
    string = piece.text.string
    last = _LAST_LETTER.search(string, piece.start, piece.end)
    following = _WORD_CHARACTER.search(string, piece.end)
    after = string[last.end() if last else piece.start : following.start() if following else None]
    # An emoji that begins the next line belongs to that line.
    return after.rpartition("\n")[0] if following and "\n" in after else after


def _has_emoji_after(piece: Piece) -> bool:
    return _EMOJI.search(_after(piece)) is not None


# Not those that are mostly seen as signs or marks.
_EMOJI = regex.compile(rf"(?![©®™‼⁉](?!\ufe0f)){EMOJI}")


def ending_in(marks: str, says: str, noun: _Noun | None = None) -> Predicate:
    """Returns what is true of sentences with one of some marks for their last final mark."""
    return Predicate(partial(_ends_in, marks), says, noun)


def _ends_in(marks: str, piece: Piece) -> bool:
    return ends_like_a_sentence(piece.string, marks)


def of_words(bound: Bound) -> Predicate:
    """Returns what is true of sentences whose number of words lies within a bound."""
    test = partial(_lies_within, _word_count, bound)
    return Predicate(test, f"have {bound} words", length=bound)


def of_length(bound: Bound) -> Predicate:
    """Returns what is true of words whose number of letters lies within a bound."""
    return Predicate(partial(_lies_within, _length, bound), f"have {bound} letters")


def _lies_within(measure: Callable[[Piece], int], bound: Bound, piece: Piece) -> bool:
    return measure(piece) in bound


def is_text(text: str, *, exact: bool = False) -> Predicate:
    """Returns what is true of pieces that are a text, as a keyword is: in any case.

    Args:
        text: a letter, a word or a sentence.
        exact: whether only the spelling given is accepted.
    """
    return Predicate(partial(_is_text, text, exact), f"are {text!r}", word=text)


def _is_text(text: str, exact: bool, piece: Piece) -> bool:
    pattern, string = phrase_pattern(text, piece.language, exact), piece.string
    # Marks may stand around the text.
    start, end = after_signs(string, 0, len(string)), before_closing(string, 0, len(string))
    return any(pattern.fullmatch(string, *edges) for edges in ((0, len(string)), (start, end)))


def begins_with_word(word: str) -> Predicate:
    """Returns what is true of pieces whose first word is a word, in any case.

    Where words are not told apart, the word is what the piece begins with.
    """
    test = partial(_begins_with, word)
    says = f"begin with {word!r}"
    return Predicate(test, says, lacks=unread_words, word=word, side="start")


def ends_with_word(word: str) -> Predicate:
    """Returns what is true of pieces whose last word is a word, in any case.

    Where words are not told apart, the word is what the piece ends with.
    """
    test = partial(_ends_with, word)
    return Predicate(test, f"end with {word!r}", lacks=unread_words, word=word, side="end")


def _stands_at(word: str, piece: Piece) -> bool:
    # In C'è the first word is shorter, and in Ann's the only one is longer.
    string, start, end = piece.text.string, piece.start, piece.end
    match = keyword_pattern(word, piece.language).match(string, start, len(string))
    return match is not None and (match.end() >= end or _may_be_part(word, piece.language))


def _may_be_part(word: str, language: Language) -> bool:
    """Returns whether a word may stand in what a library takes for one: 今天 in 今天天气."""
    return not language.tells_words or (not language.spaced and len(word) > 1)


def _begins_with(word: str, piece: Piece) -> bool:
    words = piece.words
    return bool(words) and _stands_at(word, words[0])


def _ends_with(word: str, piece: Piece) -> bool:
    words = piece.words
    if not words:
        return False
    text, start, end = words[-1]
    # The apostrophe of po' is none of the word's letters.
    end += word.endswith(_APOSTROPHES) and text.string.startswith(_APOSTROPHES, end)
    match = keyword_at_end(word, text.language, text.string, piece.start, end)
    return match is not None and (match.start() <= start or _may_be_part(word, text.language))


def _ends_with_its_word(piece: Piece) -> bool:
    words = piece.words
    return bool(words) and words[-1].end == piece.end


unmarked_end = Predicate(_ends_with_its_word, "end with a word and no mark")
word_count = Key(_word_count, "numbers of words")
character_count = Key(_character_count, "numbers of characters")
edge_words = Key(_edges, "first and last words", unknown_words)
alliteration = Key(_alliteration, "longest runs of words with one first letter", unknown_words)
same_edges = Predicate(
    _has_same_edges, "end with the word that they begin with", lacks=unknown_words
)
emoji_at_end = Predicate(_has_emoji_after, "end with an emoji")
question = ending_in("?？؟⁇", "are questions", ("question", "questions"))
exclamation = ending_in("!！‼", "are exclamations", ("exclamation", "exclamations"))
_other = ~question & ~exclamation
statement = Predicate(_other.test, "are statements", ("statement", "statements"))
