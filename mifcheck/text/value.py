"""A reply read in one language, as an immutable value with variants of itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import regex
from typing_extensions import Self

from mifcheck.languages import Language, get_language
from mifcheck.text.offsets import Extent, normal_form, same, within
from mifcheck.verdict import Span

T = TypeVar("T")
_Step = tuple[int, int, str]
"""How a loose variant is made of a text: its (start, end), and a character to leave out."""
# The constructor of a named tuple is a Python function, too slow for hundreds of words.
_span = tuple.__new__


class TextValue:
    """A reply as it is read; `Text` adds what is found in it."""

    reply: str
    language: Language
    string: str
    _normalise: bool
    _steps: tuple[_Step, ...]
    _parent: TextValue
    _memo: dict[tuple[Callable[[str], Any], str], Any]

    def __init__(
        self, reply: str, language: str | Language = "en", *, normalise: bool = True
    ) -> None:
        if not isinstance(reply, str):
            raise TypeError(f"a reply is a str, not {type(reply).__name__}")
        string, extent = normal_form(reply) if normalise else (reply, same)
        self.__dict__.update(
            reply=reply,
            language=get_language(language),
            string=string,
            _normalise=normalise,
            _steps=(),
            _extent=extent,
            _memo={},
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a Text is immutable: {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Text is immutable: {name!r} cannot be deleted")

    def __repr__(self) -> str:
        return f"Text({self.string[:40]!r}, {self.language.code!r})"

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, TextValue) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), *self._key)

    @property
    def _key(self) -> tuple[str, Language, bool, tuple[_Step, ...]]:
        return self.reply, self.language, self._normalise, self._steps

    @cached_property
    def _extent(self) -> Extent:
        # Few variants are asked for offsets, so the way back is computed on demand.
        return within(self._parent._extent, self._parent.string, *self._steps[-1])

    @property
    def is_raw(self) -> bool:
        """Whether offsets into `string` are offsets into the reply."""
        return self._extent is same

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Returns the (start, end) in the reply of a stretch of the string."""
        if end > start:
            return self._extent(start)[0], self._extent(end - 1)[1]
        at = self._extent(start - 1)[1] if start else 0
        return at, at

    @cached_property
    def is_blank(self) -> bool:
        """Whether there is only white space."""
        return not self.string or self.string.isspace()

    def trimmed(self, start: int, end: int) -> Span:
        """Returns the span without the white space at both its ends."""
        inner = self.string[start:end]
        left = len(inner) - len(inner.lstrip())
        return Span(start + left, start + max(left, len(inner.rstrip())))

    def memoize(self, function: Callable[[str], T], piece: str) -> T:
        """Returns a function's value for a piece, computed once for a text and its variants."""
        key = (function, piece)
        found: T | None = self._memo.get(key)
        if found is None:
            found = self._memo[key] = function(piece)
        return found

    def find(self, pattern: regex.Pattern[str], label: str = "") -> tuple[Span, ...]:
        """Returns the spans that a pattern matches, from left to right, none overlapping."""
        return tuple(
            [_span(Span, (*match.span(), label)) for match in pattern.finditer(self.string)]
        )

    def marks(self, characters: str, label: str = "") -> tuple[Span, ...]:
        """Returns the places of any of these characters."""
        if not any(character in self.string for character in characters):
            return ()
        return self.find(_any_of(characters), label)

    @cached_property
    def loose_variants(self) -> tuple[Self, ...]:
        """The text without its first line, its last line or both; and each without any `*`.

        Variants that are blank or equal the text are left out. Source: IFEval
        (arXiv 2311.07911), "loose accuracy".
        """
        string = self.string
        first = string.find("\n") + 1 or len(string)
        last = max(string.rfind("\n"), 0)
        cuts = [(first, len(string)), (0, last), (first, max(first, last))]
        slices = [(0, len(string)), *(self.trimmed(*cut)[:2] for cut in cuts)]
        dropped = ("", "*") if "*" in string else ("",)
        steps = [(*piece, character) for character in dropped for piece in slices]
        distinct = {_cut(string, step): step for step in steps}
        distinct.pop(string, None)
        return tuple(
            self._variant(made, step)
            for made, step in distinct.items()
            if made and not made.isspace()
        )

    def _variant(self, string: str, step: _Step) -> Self:
        text = object.__new__(type(self))
        text.__dict__.update(
            reply=self.reply,
            language=self.language,
            string=string,
            _normalise=self._normalise,
            _steps=(*self._steps, step),
            _parent=self,
            _memo=self._memo,
        )
        return text


def _cut(string: str, step: _Step) -> str:
    start, end, dropped = step
    return string[start:end].replace(dropped, "") if dropped else string[start:end]


def _restored(
    cls: type[TextValue], reply: str, language: Language, normalise: bool, steps: tuple[_Step, ...]
) -> TextValue:
    text = cls(reply, language, normalise=normalise)
    for step in steps:
        text = text._variant(_cut(text.string, step), step)
    return text


@lru_cache(maxsize=256)
def _any_of(characters: str) -> regex.Pattern[str]:
    return regex.compile(f"[{regex.escape(characters)}]")
