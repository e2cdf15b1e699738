"""The draft of a language file: what CLDR, Unicode and spaCy know, and questions to a reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mifcheck.languages import library

QUESTION: Final = "# ? "
"""What the line of a question begins with."""
_WIDTH: Final = 118
_HEAD: Final = (
    ("code", "name", "native_name", "aliases"),
    ("has_case", "spaced", "count_unit", "commas", "quotes"),
)


def draft(code: str) -> str:
    """Returns the text of a file that describes a language, with questions to a reader of it.

    The file can be read as it is. Whoever answers a question deletes its line.

    Args:
        code: the code of one of the languages of `library.codes()`.

    Raises:
        MissingExtraError: the library that knows the language is not installed.
    """
    return "\n".join(_lines(library.described(code))) + "\n"


def questions(text: str) -> int:
    """Returns how many questions are left in the text of a language file."""
    return sum(line.startswith(QUESTION) for line in text.split("\n"))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    yield "# From CLDR: names, script, marks."
    for names in _HEAD:
        yield from _fields(data, names)
    yield from _asked(
        "Other names of the language, in small letters? Other quotation marks, also typed ones?",
        'Letters with a mark that the alphabet lists apart: own_letters = ["ñ"]?',
    )
    yield from _fields(data, ("sources",))
    yield f"limits = [{json.dumps('A draft: no reader has read it.')}]"
    yield "\n[answers]"
    yield from _asked(
        'How does a prompt ask for yes, no and maybe? sentences = ["My answer is {}."]',
        'options = [["yes"], ["no"], ["maybe"]]',
    )
    yield "\n[words]"
    yield from _words(data)
    yield "\n[sentences]"
    yield from _sentences(data)
    yield "\n[numbers]"
    yield "# From CLDR."
    yield from _fields(data["numbers"], ("grouping", "decimals"))
    yield "\n[letters]"
    yield from _asked('How do letters begin and end? salutations = ["Dear"], closings = ["Yours"]')
    yield "\n[classes]"
    yield from _listed("From spaCy.", "stop_words", data["classes"]["stop_words"])
    yield from _asked('Which conjunctions coordinate? conjunctions = ["and"]')
    yield "\n# [[examples]]"
    yield from _asked(
        "Write texts with abbreviations, quotations and numbers, and count them by hand:",
        'text = "Dr. Lee paid 3.5 euros, e.g. for tea. Why?"',
        "words = 9",
        "sentences = 2",
        "commas = 1",
    )


def _words(data: dict[str, Any]) -> Iterator[str]:
    if not data["spaced"]:
        yield from _fields(data["words"], ("algorithm",))
        return
    yield "# mifcheck's own pattern; spaCy's tokenizer is \"spacy\"."
    yield 'algorithm = "regex"'
    yield 'apostrophe = "joins"'
    yield 'hyphen = "joins"'
    yield from _asked(
        'Does an apostrophe join letters into one word, or end one (l\'|home: "ends")?',
        'Does a hyphen join two words into one, or not ("splits")?',
        'Has simplemma the language? lemmas = "simplemma"',
    )


def _sentences(data: dict[str, Any]) -> Iterator[str]:
    rule = data["sentences"]
    if not rule["algorithm"]:
        yield 'algorithm = ""'
        return
    yield from _fields(rule, ("stops",))
    yield from _listed("From spaCy.", "abbreviations", rule["abbreviations"])
    yield from _asked(
        'Which of these never end a sentence, since a name follows? never_final = ["Dr."]',
        'Which stand before a number? before_numbers = ["No."]',
        'Which end one before a capital letter? final = ["etc."]',
        "Is a number with a full stop an ordinal (3. May)? ordinals = true",
    )
    yield from _listed(
        "From spaCy: the stop words, which often begin a sentence.",
        "sentence_starters",
        rule["sentence_starters"],
    )
    yield from _asked(
        "Which of these begin a name after a title (De Vries)? Take them out.",
        'Which verbs say who spoke, after a quotation? reporting_verbs = ["said", "asked"]',
    )


def _fields(data: dict[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name in data:
            # A space that cannot be seen is written as its code.
            hidden = isinstance(data[name], str) and not data[name].isprintable()
            yield f"{name} = {json.dumps(data[name], ensure_ascii=hidden)}"


def _listed(source: str, name: str, words: Iterable[str]) -> Iterator[str]:
    lines = [""]
    for entry in (json.dumps(word, ensure_ascii=False) for word in words):
        if lines[-1] and len(lines[-1]) + len(entry) > _WIDTH:
            lines.append("")
        lines[-1] += f" {entry},"
    if lines[0]:
        yield f"# {source}"
        yield f"{name} = ["
        yield from (f"   {line}" for line in lines)
        yield "]"


def _asked(*lines: str) -> Iterator[str]:
    first, *others = lines
    yield f"{QUESTION}{first}"
    yield from (f"{QUESTION}{line}" for line in others)
