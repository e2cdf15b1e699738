"""The words that texts are built of: one TOML file for each language in `words/`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import regex

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and frames of a language. Each word is one unit of length, a character where those
    count, and has no hyphen, apostrophe or comma in it.

    Attributes:
        code: the language.
        source: who wrote them.
        clause: the order of subject, predicate and additions.
        joiners: what joins two clauses.
        pair: what joins two words of a list.
        mentions: sentences that name some things.
        comma: the comma between them.
        marks: what stands before a sentence and after it.
        subjects, predicates, additions: the parts of a clause. All go together.
        shorts: sentences that are no clauses, for lengths that a clause doesn't reach.
        nouns: single words.
    """

    code: str
    source: str
    clause: str
    joiners: tuple[str, ...]
    pair: tuple[str, ...]
    mentions: tuple[str, ...]
    comma: str
    marks: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    additions: tuple[str, ...]
    shorts: tuple[str, ...]
    nouns: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether spaces separate words, so that a word is a unit; else a character is."""
        return " " in self.clause

    @property
    def gap(self) -> str:
        """What stands between two words."""
        return " " if self.spaced else ""

    def units(self, piece: str) -> int:
        """Returns how many units a piece of it has."""
        return len(piece.split()) if self.spaced else len(_LETTERS.findall(piece))

    @property
    def pieces(self) -> tuple[str, ...]:
        """All words and phrases."""
        return (*self.subjects, *self.predicates, *self.additions, *self.shorts, *self.nouns)


_LETTERS = regex.compile(r"[\p{L}\p{N}]")


@cache
def known_vocabularies() -> dict[str, Vocabulary]:
    """Returns all vocabularies, by the code of their language."""
    folder = resources.files(__package__) / "words"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        file.name[:2]: _made(file.name[:2], tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files
        if file.name.endswith(".toml")
    }


def _made(code: str, table: dict[str, Any]) -> Vocabulary:
    names = [each.name for each in fields(Vocabulary) if each.name != "code"]
    return Vocabulary(code, **{name: _frozen(table[name]) for name in names})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
