"""Units are found in the rendered text, and elements in the source. Both views have both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar, cast

T = TypeVar("T")
_Map = Callable[[int, int], tuple[int, int]]


def unit(find: Callable[[Any], T]) -> cached_property[T]:
    """Makes a method a cached property that is computed in the rendered text.

    The source has the same, with the offsets there.
    """

    def found(text: Any) -> T:
        if text.rendered is text:
            return find(text)
        there: T = getattr(text.rendered, find.__name__)
        return _moved(there, text.rendered.to_source)

    found.__doc__ = find.__doc__
    return cached_property(found)


def element(find: Callable[[Any], T]) -> cached_property[T]:
    """Makes a method a cached property that is computed in the source.

    The rendered text has the same, with the offsets there.
    """

    def found(text: Any) -> T:
        if text.source is text:
            return find(text)
        there: T = getattr(text.source, find.__name__)
        return _moved(there, text.from_source)

    found.__doc__ = find.__doc__
    return cached_property(found)


def _moved(found: T, to: _Map) -> T:
    """Returns what is found with its offsets in another view; a count or a string has none."""
    if not isinstance(found, tuple):
        return found
    return cast("T", tuple(_at(each, *to(each.start, each.end)) for each in found))


def _at(found: Any, start: int, end: int) -> Any:
    return found._replace(start=start, end=end)
