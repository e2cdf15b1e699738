"""A reply read in one language, as an immutable value with variants of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, Protocol, TypeVar

import regex
from typing_extensions import Self

from mifcheck.languages import Language, get_language
from mifcheck.markup.inline import Emphasis
from mifcheck.markup.rendering import Rendering, rendering_of
from mifcheck.markup.seen_lines import SeenLines
from mifcheck.text.offsets import Extent, normal_form, same, stretch, within
from mifcheck.verdict import Span

T = TypeVar("T")


_Place = Callable[[int, int], tuple[int, int]]


class Finds(Protocol):
    """A pattern: of `regex`, or one that finds as it does."""

    def finditer(self, string: str) -> Iterator[regex.Match[str]]:
        """Yields the matches in a string."""
        raise NotImplementedError


class _Rendered:
    """A text as it is rendered, which takes time only when it is asked for.

    It holds no `Text`: objects in a circle are freed late.

    Args:
        string: the text.
        language: its language.
        lines: what is known of its lines.
        whole: the text that it is a stretch of, if it is known.
        stretch: its (start, end) there.
    """

    def __init__(
        self,
        string: str,
        language: Language,
        lines: SeenLines,
        whole: _Rendered | None = None,
        stretch: tuple[int, int] = (0, 0),
    ) -> None:
        self._string, self._language, self._lines = string, language, lines
        self._whole, self._stretch = whole, stretch

    @cached_property
    def seen(self) -> str | None:
        """What a reader sees of the text; None if its lines cannot be read one by one."""
        whole = self._whole
        if whole is None or whole.seen is None:
            return self._lines.of(self._string)
        first = whole._string.count("\n", 0, self._stretch[0])
        return "\n".join(whole._seen_pieces[first : first + self._string.count("\n") + 1])

    @cached_property
    def _seen_pieces(self) -> Sequence[str]:
        return (self.seen or "").split("\n")

    @cached_property
    def rendering(self) -> Rendering:
        part = self._whole.rendering.part(*self._stretch) if self._whole else None
        return part or rendering_of(self._string, self._language, self._lines)


class _Source:
    """The source of a rendered text: its string, its way to the reply, and the way to it."""

    def __init__(self, string: str, extent: Extent, rendered: _Rendered) -> None:
        self.string, self.extent = string, extent
        self._rendered = rendered

    @cached_property
    def way(self) -> Extent:
        return self._rendered.rendering.extent()

    def original(self, at: int) -> tuple[int, int]:
        return stretch(self.extent, *self.way(at))

    def place(self, start: int, end: int) -> tuple[int, int]:
        return stretch(self.way, start, end)


_Memo = dict[tuple[Callable[[str], Any], str], Any]
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
    _origin: tuple[Extent, str]
    _source: _Source | None
    _whole: _Rendered | None
    _memo: _Memo
    _seen_lines: SeenLines

    def __init__(
        self, reply: str, language: str | Language = "en", *, normalise: bool = True
    ) -> None:
        if not isinstance(reply, str):
            raise TypeError(f"a reply is a str, not {type(reply).__name__}")
        string, extent = normal_form(reply) if normalise else (reply, same)
        language = get_language(language)
        self.__dict__.update(
            reply=reply,
            language=language,
            string=string,
            _normalise=normalise,
            _steps=(),
            _extent=extent,
            _source=None,
            _whole=None,
            _memo={},
            _seen_lines=SeenLines(language),
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
    def recipe(self) -> tuple[Any, ...]:
        """What `remade` makes the same text of; it holds the reply, and nothing found in it."""
        return type(self), *self._key

    @property
    def _key(self) -> tuple[str, Language, bool, tuple[_Step, ...], bool]:
        return self.reply, self.language, self._normalise, self._steps, self._source is not None

    @cached_property
    def _extent(self) -> Extent:
        # Few variants are asked for offsets, so the way back is computed on demand.
        extent, string = self._origin
        return within(extent, string, *self._steps[-1])

    # Two views

    @cached_property
    def rendered(self) -> Self:
        """The text as a reader sees it: without markup, addresses of links and marks of notes.

        It is the text itself if there is nothing that is not seen.
        """
        if self._source is not None:
            return self
        seen = self._rendered.seen
        string = self.rendering.string if seen is None else seen
        if string == self.string:
            return self
        source = _Source(self.string, self._extent, self._rendered)
        return self._made(string, _rendered=self._rendered, _extent=source.original, _source=source)

    @cached_property
    def source(self) -> Self:
        """The text as the model wrote it, with its markup."""
        # A rendered text does not hold the text that holds it: objects in a circle are freed late.
        if self._source is None:
            return self
        return self._made(self._source.string, _extent=self._source.extent)

    # Functions that hold no text, for verdicts that keep them until their spans are read.

    @property
    def to_source(self) -> _Place:
        """Maps the (start, end) of a stretch of either view to that in the source."""
        return _same_place if self._source is None else self._source.place

    @property
    def to_original(self) -> _Place:
        """Maps the (start, end) of a stretch of the string to that in the reply."""
        return partial(stretch, self._extent)

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Returns the (start, end) in this view of a stretch of the source."""
        return (start, end) if self._source is None else self.rendering.seen(start, end)

    @property
    def is_raw(self) -> bool:
        """Whether offsets into `string` are offsets into the reply."""
        return self._extent is same

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
        return _memoized(self._memo, function, piece)

    def find(self, pattern: Finds, label: str = "") -> tuple[Span, ...]:
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
        bare = _Rendered(string.replace("*", ""), self.language, self._seen_lines)
        wholes = {"": self._rendered, "*": bare}
        return tuple(
            self._variant(made, step, wholes[step[2]])
            for made, step in distinct.items()
            if made and not made.isspace()
        )

    @property
    def rendering(self) -> Rendering:
        """What a reader sees of the source, and its blocks."""
        return self._rendered.rendering

    @property
    def emphasis(self) -> Sequence[Emphasis]:
        """The emphasised passages of the source."""
        if self._rendered.seen is None:
            return self.rendering.emphasis
        return self._seen_lines.emphasis(self.string)

    @cached_property
    def _rendered(self) -> _Rendered:
        whole, stretch = self._whole, (0, 0)
        if whole is not None:
            start, end, dropped = self._steps[-1]
            string = self._origin[1]
            gone = (string.count(dropped, 0, at) if dropped else 0 for at in (start, end))
            stretch = start - next(gone), end - next(gone)
            # A line may be read otherwise without its beginning: an indented heading, say.
            if string[start - 1 : start] not in ("", "\n") or string[end : end + 1] not in (
                "",
                "\n",
            ):
                whole = None
        return _Rendered(self.string, self.language, self._seen_lines, whole, stretch)

    def part(self, string: str) -> Self:
        """Returns a string as a text of its own, which shares what is found in equal lines."""
        return self._made(string, reply=string, _normalise=False, _steps=(), _extent=same)

    def _variant(self, string: str, step: _Step, whole: _Rendered | None = None) -> Self:
        # Not the text itself: it keeps its variants, and objects in a circle are freed late.
        origin = (self._extent, self.string)
        return self._made(string, _steps=(*self._steps, step), _origin=origin, _whole=whole)

    def _made(self, string: str, **changes: Any) -> Self:
        """Returns another text of the same reply."""
        text = object.__new__(type(self))
        text.__dict__.update(
            {
                "reply": self.reply,
                "language": self.language,
                "string": string,
                "_normalise": self._normalise,
                "_steps": self._steps,
                "_source": None,
                "_whole": None,
                "_memo": self._memo,
                "_seen_lines": self._seen_lines,
                **changes,
            }
        )
        return text


def _memoized(memo: _Memo, function: Callable[[str], T], piece: str) -> T:
    key = (function, piece)
    found: T | None = memo.get(key)
    if found is None:
        found = memo[key] = function(piece)
    return found


def _cut(string: str, step: _Step) -> str:
    start, end, dropped = step
    return string[start:end].replace(dropped, "") if dropped else string[start:end]


def _same_place(start: int, end: int) -> tuple[int, int]:
    return start, end


def _restored(
    cls: type[TextValue],
    reply: str,
    language: Language,
    normalise: bool,
    steps: tuple[_Step, ...],
    is_rendered: bool,
) -> TextValue:
    text = cls(reply, language, normalise=normalise)
    for step in steps:
        text = text._variant(_cut(text.string, step), step)
    return text.rendered if is_rendered else text


# The verdicts about a reply are often read one after another.
_recent = lru_cache(maxsize=4)(_restored)


def remade(*recipe: Any) -> Any:
    """Returns the text that has a recipe."""
    return _recent(*recipe)


@lru_cache(maxsize=256)
def _any_of(characters: str) -> regex.Pattern[str]:
    return regex.compile(f"[{regex.escape(characters)}]")
