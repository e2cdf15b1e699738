"""Strategies of what programs around checkers are given: replies, instructions, conversations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from mifcheck.bounds import RELATIONS
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import registry
from mifcheck.checkers.sets import IFEVAL, MMMT_IF
from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.errors import ParameterError
from mifcheck.languages import Language, get_language
from mifcheck.profiles import build
from mifcheck.testing import drawn
from mifcheck.testing.drawn import hypothesis
from mifcheck.testing.strategies import any_text
from mifcheck.testing.vocabulary import known_vocabularies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def replies(language: str | Language = "en") -> SearchStrategy[str]:
    """Returns a strategy of replies in a language.

    Half of them can be read: sentences in paragraphs, lists, quotes, with code or a table. The
    others mix the language's words with markup, emoji and foreign words in any order.

    Raises:
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    known = get_language(language)
    wild = drawn.wild_replies(known)
    if known.code not in known_vocabularies():
        return wild
    return any_text(known) | wild


def instructions(language: str | Language = "en") -> SearchStrategy[Instruction]:
    """Returns a strategy of instructions of IFEval, Multi-IF and MMMT-IF, with parameters.

    Args:
        language: the language whose words are the keywords.

    Raises:
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    st = hypothesis("strategies").strategies
    known = get_language(language)
    ids = st.sampled_from([id for id in (*IFEVAL.ids(), *MMMT_IF.ids()) if _is_judged(id, known)])
    found: SearchStrategy[Instruction] = ids.flatmap(lambda name: _with_kwargs(name, known))
    return found


def _is_judged(id: str, language: Language) -> bool:
    return not build(id, registry.example(id)).unsupported_reason(language)


def _with_kwargs(id: str, language: Language) -> SearchStrategy[Instruction]:
    example = registry.example(id)
    st = hypothesis("strategies").strategies
    drawn_kwargs = {name: _value(name, value, language) for name, value in example.items()}

    def made(kwargs: Mapping[str, Any]) -> Instruction:
        # Numbers that don't go together are those of the example instead.
        return Instruction(id, kwargs if _is_possible(id, kwargs) else example)

    found: SearchStrategy[Instruction] = st.fixed_dictionaries(drawn_kwargs).map(made)
    return found


def _value(name: str, value: Any, language: Language) -> Any:
    """Returns a strategy of values like the one of an example."""
    st = hypothesis("strategies").strategies
    nouns = st.sampled_from(_nouns(language.code))
    if isinstance(value, int):
        return st.integers(1, max(3, 2 * value))
    if isinstance(value, list | tuple):
        return st.lists(nouns, min_size=1, max_size=3, unique=True)
    if value in RELATIONS:
        return st.sampled_from(sorted(RELATIONS))
    if name in ("keyword", "first_word"):
        return nouns
    return st.just(language.code if name == "language" else value)


@cache
def _nouns(code: str) -> tuple[str, ...]:
    known = known_vocabularies()
    return known[code].nouns if code in known else known["en"].nouns


def _is_possible(id: str, kwargs: Mapping[str, Any]) -> bool:
    try:
        build(id, kwargs)
    except ParameterError:
        return False
    return True


def checkers(language: str | Language = "en") -> SearchStrategy[Checker]:
    """Returns a strategy of checkers and of their combinations by `&`, `|` and `~`.

    Args:
        language: the language whose words are the keywords.

    Raises:
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    st = hypothesis("strategies").strategies
    one = instructions(language).map(lambda asked: build(asked.id, asked.kwargs))

    def combined(parts: SearchStrategy[Checker]) -> SearchStrategy[Checker]:
        pairs = st.tuples(parts, parts)
        found: SearchStrategy[Checker] = st.one_of(
            pairs.map(lambda pair: pair[0] & pair[1]),
            pairs.map(lambda pair: pair[0] | pair[1]),
            parts.map(lambda part: ~part),
        )
        return found

    found: SearchStrategy[Checker] = st.recursive(one, combined, max_leaves=4)
    return found


def conversations(language: str | Language = "en") -> SearchStrategy[Conversation]:
    """Returns a strategy of conversations of one to four turns, each with more instructions.

    Raises:
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    st = hypothesis("strategies").strategies
    known = get_language(language)
    given = st.lists(instructions(known), min_size=1, max_size=4, unique_by=lambda each: each.id)

    def made(asked: list[Instruction]) -> Conversation:
        turns = [Turn(each.id, tuple(asked[: at + 1])) for at, each in enumerate(asked)]
        return Conversation("drawn", known.code, tuple(turns))

    found: SearchStrategy[Conversation] = given.map(made)
    return found
