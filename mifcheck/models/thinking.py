"""Separates a reply from the thinking before it, and decides what is done with the thinking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from mifcheck.errors import ParameterError, did_you_mean
from mifcheck.models import harmony
from mifcheck.models.families import FAMILIES, WRAPPERS
from mifcheck.models.marks import (
    Mark,
    Place,
    closing_mark,
    find_marks,
    lone_closing_mark,
    placed,
)

Name = TypeVar("Name", bound=str)

ThinkingState: TypeAlias = Literal["none", "closed", "unclosed"]
ThinkingPolicy: TypeAlias = Literal["strip", "keep"]

PAIRS: Final = tuple((each.opens, each.closes) for each in FAMILIES if not each.in_words)
"""The marks that open and close a block of thinking, in upper or lower case."""


class Split(NamedTuple):
    """A reply without its thinking.

    Attributes:
        reply: the text without its thinking.
        state: "none" (there was no thinking), "closed", or "unclosed" (the text ended within the
            thinking, so that `reply` is empty).
    """

    reply: str
    state: ThinkingState


class ReplySpan(NamedTuple):
    """Where the reply stands in a text: `text[start:end]`.

    Attributes:
        start: the offset of its first character.
        end: the offset after its last character.
        state: as in `Split`; an unclosed block leaves nothing.
    """

    start: int
    end: int
    state: ThinkingState


def split(text: str) -> Split:
    """Cuts the thinking off the start of `text`, in linear time; see `locate`."""
    start, end, state = locate(text)
    return Split(text[start:end], state)


def locate(text: str) -> ReplySpan:
    """Finds the reply after the thinking at the start of `text`, in linear time.

    Blocks count at the very start only, after white space. A block is closed by the mark that
    closes it in earnest: not by one in quotation marks, in code or within a sentence if a better
    one follows, nor by one that closes a block within. A closing mark without an opening mark
    counts if chat templates write the opening mark and nothing speaks against it, so a reply about
    such marks stays whole. A text without thinking is a reply as a whole.
    """
    marks = find_marks(text)
    if not marks and not _MAY_THINK.match(text):
        return ReplySpan(0, len(text), "none")
    found = _Reading(text, marks)
    found.skip_thinking()
    return found.result()


class _Reading:
    """One text as it is read: `at` is where the rest begins, after the thinking found so far."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.at = 0
        self.state: ThinkingState = "none"
        # The (start, end) of the last message that is the reply.
        self._final: tuple[int, int] | None = None
        # The number of the first mark after `at`.
        self._number = 0
        # Looking ahead for the best mark is allowed until it has failed once: time stays linear.
        self._is_patient = True

    def skip_thinking(self) -> None:
        """Moves to the reply."""
        if not self._is_opened():
            self._skip_to_lone_mark()
        while self.state != "unclosed":
            start = _end(_LEAD, self.text, self.at)
            opening = _OPENING.match(self.text, start)
            if harmony.read_message(self.text, start):
                if self._skip_messages(start):
                    return
            elif opening is None or not self._skip_block(opening):
                return

    def result(self) -> ReplySpan:
        """Returns what is left, without the marks around it."""
        text = self.text
        if self.state == "unclosed":
            return ReplySpan(len(text), len(text), "unclosed")
        if self._final:
            return ReplySpan(*_stripped(text, *_untrailed(text, *self._final)), self.state)
        start = _end(_LEAD, text, self.at)
        inner = _within_wrapper(text, start, self.state)
        if inner is not None:
            return ReplySpan(*inner, self.state)
        lead = _end(_LEAD, text, 0)
        if not (_BLANK.fullmatch(text, 0, lead) and _BLANK.fullmatch(text, self.at, start)):
            return ReplySpan(*_untrailed(text, start, len(text)), self.state)
        is_whole = self.state == "none" and not self.at
        return ReplySpan(0 if is_whole else start, len(text), self.state)

    def _is_opened(self) -> bool:
        start = _end(_LEAD, self.text, 0)
        return bool(_OPENING.match(self.text, start) or harmony.read_message(self.text, start))

    def _skip_to_lone_mark(self) -> None:
        lost = _lost_final(self.text)
        inner = harmony.inner_start(self.text)
        mark = lone_closing_mark(self.marks)
        if lost >= 0:
            self._close(lost)
        elif (final := _LOST_FINAL.match(self.text)) and final.end() < len(self.text):
            self.at = final.end()
        elif inner >= 0:
            self._close(self.text.index(">", inner) + 1)
        elif mark is not None:
            self._close_with(mark)

    def _skip_block(self, opening: re.Match[str]) -> bool:
        """Moves past a block. Returns False if its marks are words and no thinking."""
        family = _FAMILY_OF[opening[0].lower()]
        closes = family.closes.lower()
        if family.in_words and closes[0].isalpha():
            found = re.compile(re.escape(closes), re.I).search(self.text, opening.end())
            if found:
                self._close(found.end())
            return found is not None
        self._skip_marks(opening.end())
        mark, is_sure = closing_mark(self.marks, self._number, closes, self._is_patient)
        self._is_patient = self._is_patient and is_sure
        if mark is not None:
            self._close_with(mark)
        elif family.in_words:
            return False
        else:
            self.state = "unclosed"
        return True

    def _skip_messages(self, start: int) -> bool:
        """Moves past messages of Harmony. Returns whether the reply, or its end, is reached."""
        while (message := harmony.read_message(self.text, start)) is not None:
            if message.channel == harmony.FINAL:
                is_last = not message.is_ended or _is_in_code(self.text, message)
                self._final = message.start, len(self.text) if is_last else message.end
                if is_last:
                    return True
            elif message.is_ended:
                self._close(message.next)
            elif self._final is None:
                return self._skip_unended(message.start)
            start = message.next
        if self._final:
            return True
        if harmony.is_header(self.text, start) or not self.text[start:].strip():
            self._close(len(self.text))
            return True
        return False

    def _skip_unended(self, start: int) -> bool:
        """Moves past a message after which there is no other. Returns True if nothing is left."""
        self._skip_marks(start)
        mark, _ = closing_mark(self.marks, self._number, "<|end|>", is_patient=False)
        if mark is None:
            self.state = "unclosed"
            return True
        self._close_with(mark)
        return False

    def _close_with(self, mark: Mark) -> None:
        if mark.closes in _WRAPS:
            # The mark also opens the reply, and is left to be read so.
            self._close(mark.start)
            return
        self._close(mark.end)
        self._skip_marks(self.at)
        # Some models close twice.
        for again in self.marks[self._number : self._number + 1]:
            is_same = again.closes == mark.closes and not again.is_opening
            if is_same and not self.text[self.at : again.start].strip():
                self._close(again.end)

    def _skip_marks(self, at: int) -> None:
        while self._number < len(self.marks) and self.marks[self._number].start < at:
            self._number += 1

    def _close(self, at: int) -> None:
        self.at = at
        self.state = "closed"


THINKING: Final[Mapping[ThinkingPolicy, Callable[[str], str]]] = {
    "strip": lambda text: split(text).reply,
    "keep": lambda text: text,
}
"""What each policy makes of a text: the reply that is checked and that stands in the history."""


def require_policy(option: str, name: Any, table: Mapping[Name, Any]) -> Name:
    """Returns the name of a policy if the table has it.

    Args:
        option: the argument that takes the policy, for the message.
        name: what was passed.
        table: the policies by name.

    Raises:
        ParameterError: the table has no such policy.
    """
    for known in table:
        if name == known:
            return known
    raise ParameterError(
        f"{option}={name!r}: one of {', '.join(table)} is expected{did_you_mean(str(name), table)}"
    )


def joined(thought: str, reply: str | None) -> str:
    """Returns thinking and reply as one text, which `split` takes apart.

    Services deliver them in fields of their own. The marks are those of the first family that
    neither part mentions.

    Args:
        thought: the thinking; "" for none.
        reply: None if the model ended within its thinking.
    """
    if not thought:
        return reply or ""
    said = f"{thought}{reply or ''}".lower()
    unsaid = (pair for pair in PAIRS if not any(mark.lower() in said for mark in pair))
    opens, closes = next(unsaid, PAIRS[0])
    return f"{opens}\n{thought}" + ("" if reply is None else f"\n{closes}\n\n{reply}")


def opened_by(prompt: str) -> str:
    """Returns the opening mark that a rendered prompt ends with, or "".

    Some chat templates open the thinking themselves. The mark is then missing from the reply.
    """
    end = prompt.rstrip()[-64:].lower()
    return next((opens for opens, _ in PAIRS if end.endswith(opens.lower())), "")


def is_mark(token: str) -> bool:
    """Returns whether a special token is a mark that `split` reads, or a part of one."""
    return bool(token) and any(token.lower() in mark for mark in _ALL_MARKS)


def _lost_final(text: str) -> int:
    """Returns where the reply begins in Harmony whose marks a decoder dropped; -1 if it is none.

    What is left are the words of the headers: "analysisLet me see.assistantfinalParis."
    """
    begun = _LOST.match(text, _end(_LEAD, text, 0))
    if begun is None:
        return -1
    spare = -1
    for found, place, _ in placed(text, _LOST_FINAL.finditer(text)):
        if place < Place.RUNNING:
            return found.end()
        if place is Place.RUNNING and spare < 0 and _is_glued(text, begun.end()):
            spare = found.end()
    if spare < 0 and _is_glued(text, begun.end()) and _LOST_CALL.search(text):
        return len(text)
    return spare


def _is_in_code(text: str, message: harmony.ChannelMessage) -> bool:
    """Returns whether the mark after a message stands in code, and so within the message."""
    content = text[message.start : message.end]
    return content.count("```") % 2 == 1 or content.endswith(("`", '"', "'"))


def _is_glued(text: str, at: int) -> bool:
    """Returns whether what follows a word shows that it was a header."""
    return text[at : at + 1].isupper() or text[at : at + 3] == " to"


def _within_wrapper(text: str, start: int, state: ThinkingState) -> tuple[int, int] | None:
    """Returns the span between the marks around the rest of a text, if there are any."""
    for wrapper, opens, closes in _WRAPPED:
        opened = opens.match(text, start)
        if opened is None or (wrapper.is_xml and state == "none"):
            continue
        ends = [match.span() for match in closes.finditer(text, opened.end())]
        if not ends:
            return _stripped(text, *_untrailed(text, opened.end(), len(text)))
        if _TAIL.match(text, ends[-1][1]):
            return _stripped(text, opened.end(), ends[-1][0])
    return None


def _untrailed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    for trailer in _TRAILERS:
        inner = inner.rstrip().removesuffix(trailer)
    return start, start + len(inner)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end].rstrip()
    return start + len(inner) - len(inner.lstrip()), start + len(inner)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


_FAMILY_OF: Final = {family.opens.lower(): family for family in FAMILIES}
_WRAPS: Final = frozenset(wrapper.opens.lower() for wrapper in WRAPPERS)
_TRAILERS: Final = ("<|return|>", "<|end|>", "<|call|>", "<|im_end|>")
_ALL_MARKS: Final = tuple(
    mark.lower()
    for mark in (
        *(mark for pair in PAIRS for mark in pair),
        *harmony.CHANNEL_MARKS,
        *(mark for each in WRAPPERS for mark in (each.opens, each.closes)),
    )
)
_WRAPPED: Final = tuple(
    (
        wrapper,
        re.compile(re.escape(wrapper.opens), re.I),
        re.compile(re.escape(wrapper.closes), re.I),
    )
    for wrapper in WRAPPERS
)
_BLANK: Final = re.compile(r"[\s\ufeff\u200b]*")
# What may stand before the thinking and the reply, and belongs to neither.
_LEAD: Final = re.compile(
    r"(?:[\s\ufeff\u200b]|<\|(?:im_)?start\|>assistant(?! ?to=)"
    r"|<\|message_model\|>(?=<\|content_thinking))*"
)
# What may follow the mark that ends a reply.
_TAIL: Final = re.compile(
    r"(?:\s|<\|(?:end|return|end_of_msg|END_OF_TURN_TOKEN|content_model_end_sampling)\|>"
    r"|<\|close\|>message<\|sep\|>)*\Z",
    re.I,
)
_OPENING: Final = re.compile(
    "|".join(re.escape(opens) for opens in sorted(_FAMILY_OF, key=len, reverse=True)), re.I
)
_LOST: Final = re.compile(r"(?:assistant)?(?:analysis|commentary)")
_LOST_FINAL: Final = re.compile(r"assistantfinal(?: ?json(?=\s*[{\[]))?")
_LOST_CALL: Final = re.compile(r"assistantcommentary to=")
_MAY_THINK: Final = re.compile(
    r"[\s\ufeff\u200b]*(?:(?:assistant)?(?:analysis|commentary|final)|<\||here(?: is|'s| are) my)",
    re.I,
)
