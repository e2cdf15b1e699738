"""The Harmony format of gpt-oss: a reply is a row of messages, each on a channel.

`<|start|>assistant<|channel|>analysis<|message|>...<|end|>` is thinking. The reply stands on the
channel `final`. The channel `commentary` has calls of tools and what leads up to them. A header may
name a recipient (`to=functions.get`) and the type of the content (`<|constrain|>json`).

Source: OpenAI, "OpenAI Harmony Response Format", and the chat template of gpt-oss.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FINAL: Final = "final"

CHANNEL_MARKS: Final = (
    "<|start|>assistant",
    "<|channel|>final<|message|>",
    "<|channel|>commentary<|message|>",
    "<|constrain|>",
    "<|return|>",
    "<|call|>",
    "<|end|>",
)
"""The marks of the format, beside those of its thinking."""


class ChannelMessage(NamedTuple):
    """A message.

    Attributes:
        channel: its channel; one without a channel is final.
        start: where its content begins.
        end: where its content ends.
        next: where the next message may begin.
        is_ended: whether a mark ends it, and not the end of the text.
    """

    channel: str
    start: int
    end: int
    next: int
    is_ended: bool


def read_message(text: str, at: int) -> ChannelMessage | None:
    """Returns the message whose header stands at an offset, if one does."""
    header = _HEADER.match(text, at)
    if header is None:
        return None
    words = (header["channel"] or FINAL).split()
    start = header.end()
    channel = words[0].lower() if words else FINAL
    ended = _ENDED.search(text, start)
    end, following = ended.span() if ended else (len(text), len(text))
    return ChannelMessage(channel, start, end, following, ended is not None)


def is_header(text: str, at: int) -> bool:
    """Returns whether an unfinished or whole header stands at an offset."""
    return _BEGUN.match(text, at) is not None


def inner_start(text: str) -> int:
    """Returns where the first header stands in a text that begins within a message; -1 if none.

    The prompt then ends with the header of that message.
    """
    first = _ANY.search(text)
    if first is None or not _BOUNDARY.match(text, first.start()):
        return -1
    return first.start()


_HEADER: Final = re.compile(
    r"\s*(?:<\|start\|>[^<\n]{0,200})?(?:<\|channel\|>(?P<channel>[^<\n]{0,200}))?"
    r"(?:<\|constrain\|>[^<\n]{0,80})?<\|message\|>",
    re.I,
)
_BEGUN: Final = re.compile(r"\s*<\|(?:start\|>assistant|channel\|>|message\|>)", re.I)
# A mark that is mentioned is followed by other words.
_ENDED: Final = re.compile(
    r"<\|(?:end|return|call)\|>\s*(?=\Z|<\|(?:start|channel)\|>)|(?=<\|start\|>assistant\b)", re.I
)
_ANY: Final = re.compile(r"<\|(?:start|channel|message|constrain|end|return|call)\|>", re.I)
_BOUNDARY: Final = re.compile(r"<\|end\|>\s*<\|start\|>assistant[^<\n]{0,200}<\|channel\|>", re.I)
