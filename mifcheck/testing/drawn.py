"""Replies that Hypothesis draws: a language's own words among markup, emoji and foreign words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from mifcheck.checkers.base import Checker
from mifcheck.errors import MissingExtraError
from mifcheck.languages import Language
from mifcheck.segment import unsegmented, word_tokenizer

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def hypothesis(needed_by: str = "laws") -> Any:
    """Returns the package Hypothesis.

    Args:
        needed_by: what needs it, in the plural.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import hypothesis
    except ImportError as error:
        raise MissingExtraError(
            f"{needed_by} need Hypothesis: pip install 'mifcheck[testing]'"
        ) from error
    return hypothesis


_FOREIGN: Final = ("слово", "字典", "नमस्ते", "Straße", "สวัสดี", "مرحبا", "word", "한국어", "ꞌÉté")
_SIGNS: Final = (
    "🙂",
    "👩‍👩‍👧",
    "🇮🇳",
    "3",
    "1,5",
    "10:30",
    "e\u0301",
    "—",
    "€7",
    "AT&T",
    "[1]",
    "e.g.",
)
_STOPS: Final = (".", "!", "?", "…", "?!", "")
_INLINE: Final = (
    "{}",
    "**{}**",
    "*{}*",
    "`{}`",
    "[{}](http://a.b/c)",
    "<b>{}</b>",
    "({})",
)
_BLOCKS: Final = (
    "{0}",
    "{0} {1}",
    "{0}\n{1}",
    "# {0}",
    "- {0}\n- {1}",
    "* {0}\n  * {1}",
    "1. {0}\n2. {1}",
    "> {0}",
    "```python\n{0}\n```",
    "| {0} | {1} |\n|---|---|\n| 1 | 2 |",
    '{{"key": "{0}"}}',
    "<<{0}>>",
    "[{0}]",
    "P.S. {0}",
    "***",
    "******",
    "“{0}”",
)

HOSTILE: Final = (
    "",
    " \n\t",
    "---",
    "\ud800",
    "a\udfffb, c.",
    "\x00",
    "a\x00b, c. D!",
    "\u202ea, b.\u202c",
    "\u2066\u200b\ufeff",
    "\x1b[31ma, b.\x1b[0m",
    "a" * 600,
    "a, " * 200,
    "(" * 300,
    "*" * 301,
    "\n" * 300,
    "👩‍👩‍👧‍👦" * 60,
    "a\u0301" * 100,
    "字" * 300,
)
"""Texts that break programs: halves of surrogate pairs, NUL, orders of direction, long runs."""


def wild_replies(language: Language, words: Iterable[str] = ()) -> SearchStrategy[str]:
    """Returns a strategy of replies in a language.

    Args:
        language: the language, of whose examples the words are taken.
        words: words that should occur, such as those that a checker looks for.
    """
    st = hypothesis().strategies
    parts = st.tuples(
        st.sampled_from(_BLOCKS),
        st.lists(st.sampled_from(_pieces(language, tuple(words))), min_size=1, max_size=14),
        st.sampled_from((*_stops(language), *_STOPS)),
        st.booleans(),
    )
    # Not `builds`, of which Hypothesis would show the call, with the whole language in it.
    block = parts.map(lambda drawn: _block(language, *drawn))
    strategy: SearchStrategy[str] = st.lists(block, max_size=6).map("\n\n".join)
    return strategy


def _pieces(language: Language, words: tuple[str, ...]) -> tuple[str, ...]:
    """Returns words as they may stand in a reply, the plain ones as often as those with marks."""
    texts = [example.text for example in language.examples] or [language.native_name]
    own = dict.fromkeys(word for text in texts for word in _words(language, text))
    plain, signs = (*own, *words), (*words, *_SIGNS)
    marked = tuple(form.format(word) for word in (*plain, *_FOREIGN) for form in _INLINE)
    return (
        *plain * max(1, len(marked) // len(plain)),
        *signs * max(1, len(marked) // len(signs) // 2),
        *marked,
    )


def _words(language: Language, text: str) -> list[str]:
    """Returns the words of a text; what stands between spaces where words are not told apart."""
    if unsegmented(language, "words"):
        return text.split()
    return [text[start:end] for start, end in word_tokenizer(language)(text)]


def _block(language: Language, form: str, words: list[str], stop: str, comma: bool) -> str:
    """Returns words as a block of two sentences, or as one sentence where the form has one."""
    gap = " " if language.spaced else ""
    half = len(words) // 2
    first, second = words[half:], words[:half]
    mark = language.commas[0] + gap if comma else gap
    return form.format(mark.join(first) + stop, gap.join(second) + stop)


def for_each(strategy: SearchStrategy[str], count: int, test: Callable[[str], None]) -> None:
    """Tests a number of drawn replies, always the same. An error is about a reply made smaller."""
    hypo = hypothesis()
    settings = hypo.settings(
        max_examples=max(count, 1),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypo.HealthCheck),
        report_multiple_bugs=False,
    )

    def one(reply: str) -> None:
        test(reply)

    settings(hypo.given(strategy)(one))()


def looked_for(checker: Checker) -> tuple[str, ...]:
    """Returns the texts among the parameters of a checker and of its parts."""
    found = list(_texts(getattr(checker, "__dict__", {}).values()))
    for each in checker.inner:
        found += looked_for(each)
    return tuple(dict.fromkeys(found))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str) and value:
            yield value
        elif isinstance(value, tuple):
            yield from _texts(value)


def _stops(language: Language) -> tuple[str, ...]:
    """Returns the marks that end the examples of a language."""
    return tuple({example.text.rstrip()[-1]: None for example in language.examples if example.text})
