"""The headwords of simplemma's dictionaries, in little time and memory.

A dictionary is a stream of records, sorted by their keys. A record begins with the number of bytes
that its key shares with the key before, then come the other bytes of the key and those of the
lemma, each after their number. So a record is found by going through those before it. A pattern
finds in one pass the heads: the records whose keys share few bytes. A key is then looked up among
the records from one head to the next. simplemma's own index of a stream takes much longer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

# About five letters, of one byte or of two or three.
_SHARED, _SHARED_IF_WIDE = 5, 11
_ASCII = bytes(range(0x80))
# No word of any dictionary has as many bytes.
_LONGEST = 256


def _number(value: int) -> bytes:
    """Returns a number as the stream has it, seven bits a byte; another bit says if more follow."""
    return bytes([value]) if value < 0x80 else bytes([value % 0x80 + 0x80, value // 0x80])


@cache
def _heads(most: int) -> re.Pattern[bytes]:
    """Returns the pattern of a head, which shares so many bytes at most, and what is after it."""
    # The usual sizes come first, since the engine tries one after the other.
    sizes = [*range(1, 16), 0, *range(16, _LONGEST)]
    word = b"(?:%s)" % b"|".join(re.escape(_number(size)) + b".{%d}" % size for size in sizes)
    lemma = rb"(?:\xfe|[^\xfe]%s)" % word
    shared = rb"(?:[\x%02x-\x7f]|[\x80-\xff][\x01-\x7f])" % (most + 1)
    return re.compile(
        rb"(?s:(?P<shared>[\x00-\x%02x])(?P<rest>%s)%s(?:%s%s%s)*)"
        % (most, word, lemma, shared, word, lemma)
    )


class Headwords:
    """The headwords of the dictionary of one language: `word in headwords`, `len(headwords)`.

    Args:
        code: ISO 639-1 code of a language of which simplemma has a dictionary.

    Raises:
        ValueError: the dictionary has another form than that of simplemma 2.0.
    """

    def __init__(self, code: str) -> None:
        from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed
        from simplemma.strategies.dictionaries.frontcode import _read_header

        self._data = _read_decompressed(code)
        self._is_reversed, self._count, end = _read_header(self._data)
        self._keys: list[bytes] = []
        self._starts: list[int] = []
        is_wide = len(self._data.translate(None, _ASCII)) > len(self._data) / 3
        key = b""
        for head in _heads(_SHARED_IF_WIDE if is_wide else _SHARED).finditer(self._data, end):
            if head.start() != end:
                break
            size = 1 if head["rest"][0] < 0x80 else 2
            key = key[: head["shared"][0]] + head["rest"][size:]
            self._keys.append(key)
            self._starts.append(end)
            end = head.end()
        if end != len(self._data):
            raise ValueError(f"simplemma's dictionary of {code!r} cannot be read at byte {end}")

    def __len__(self) -> int:
        return self._count

    def __contains__(self, word: str) -> bool:
        from simplemma.strategies.dictionaries.frontcode import _iter_records

        wanted = word.encode("utf-8", "replace")
        wanted = wanted[::-1] if self._is_reversed else wanted
        at = bisect_right(self._keys, wanted) - 1
        if at < 0:
            return False
        for _, key, _ in _iter_records(self._data, self._starts[at], self._keys[at]):
            if key >= wanted:
                return key == wanted
        return False
