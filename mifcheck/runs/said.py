"""What a row of replies says, in each shape that replies made elsewhere come in.

The fields of a row tell its shape: mifcheck's own, a line of a journal, a transcript as chat
interfaces have it, a sample of lm-evaluation-harness, a sample of Inspect AI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from mifcheck.datasets.base import (
    Row,
    brief,
    is_text,
    key_of,
    listed,
    parsed,
    require,
    whole_of,
)
from mifcheck.errors import DataError, did_you_mean
from mifcheck.models.base import common_finish_reason
from mifcheck.runs.journal import Record


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, or the error in its place, and what it replies to.

    Attributes:
        text: what the model said; None with an error.
        key: the key of the conversation; "" where the row has none.
        turn: counted from 1; None where the row has none.
        prompts: the prompt that is replied to, last, after those before it that the row has.
        sample: any whole number that tells the replies to a turn apart.
        details: other fields of the `Record`.
        again: what a second reply to the same turn and sample is: an error; the same one, as
            lm-eval writes it for each filter; or the one that counts, as in a journal.
    """

    text: str | None
    key: str = ""
    turn: int | None = None
    prompts: tuple[str, ...] = ()
    sample: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)
    again: Literal["error", "same", "counts"] = "error"


_Read: TypeAlias = Callable[[Row], Iterator[Said]]


def said_in(row: Row) -> Iterator[Said]:
    """Yields what a row says.

    Raises:
        DataError: the row has no known shape, or a field of it is malformed; names the field.
    """
    for fields, read in _SHAPES:
        if all(row.get(name) is not None for name in fields):
            return read(row)
    raise _unknown_shape(row)


def _own(row: Row) -> Iterator[Said]:
    text, error = row.get("response"), row.get("error")
    for name in ("response", "error", "finish_reason"):
        require(isinstance(row.get(name, ""), str | None), "text", row.get(name), name)
    if is_text(error):
        require(not is_text(text), "no response beside an error", text, "response")
        text = None
    prompts = tuple(prompt for prompt, _ in _exchanges(row)) if _has(row, "messages") else ()
    turn = len(prompts) or None
    if is_text(row.get("prompt")):
        prompts = (str(row["prompt"]),)
    if not (_has(row, "key") or prompts):
        raise _missing(row, "key", "prompt")
    details = {"error": error} if text is None else _finished(row.get("finish_reason"))
    yield Said(
        text,
        key_of(row) if _has(row, "key") else "",
        whole_of(row, "turn", 1) if _has(row, "turn") else turn,
        prompts,
        whole_of(row, "sample", 0) if _has(row, "sample") else 0,
        details,
    )


def _journal(row: Row) -> Iterator[Said]:
    values = _without_blanks(row) if isinstance(row["turn"], str) else row
    whole = {name: whole_of(values, name, 0) for name in _WHOLE if _has(values, name)}
    try:
        record = Record.from_json({**values, **whole})
    except ValueError as error:
        raise DataError(str(error)) from None
    names = ("error", "finish_reason", "attempts", "seconds", "tokens")
    details = {name: getattr(record, name) for name in names}
    yield Said(record.text, record.key, record.turn, (), record.sample, details, "counts")


_WHOLE: Final = ("turn", "sample", "attempts", "tokens")


def _without_blanks(row: Row) -> Row:
    """Returns a row of CSV, where all values are text, as one of a journal."""
    replied = () if is_text(row.get("error")) else ("reply",)  # which may be blank
    held = {name: row[name] for name in row if name in replied or _has(row, name)}
    return {"reply": None, **held, "seconds": parsed(row["seconds"], "seconds")}


def _transcript(row: Row) -> Iterator[Said]:
    key = key_of(row) if _has(row, "key") else ""
    sample = whole_of(row, "sample", 0) if _has(row, "sample") else 0
    found = list(_replies_in(row, key, sample))
    require(bool(found), "a reply of an assistant", row["messages"], "messages")
    yield from found


def _inspect_sample(row: Row) -> Iterator[Said]:
    key = key_of(row, "id") if _has(row, "id") else ""
    sample = whole_of(row, "epoch", 0)
    exchanges = _exchanges(row)
    prompts = tuple(prompt for prompt, _ in exchanges)
    yield from _replies_in(row, key, sample, _stop_reason(row))
    error = row.get("error")
    if error and exchanges and exchanges[-1][1] is None:
        told = error.get("message") if isinstance(error, Mapping) else None
        details = {"error": told if is_text(told) else brief(error)}
        yield Said(None, key, len(prompts), prompts, sample, details)


def _stop_reason(row: Row) -> str | None:
    output = row.get("output")
    choices = output.get("choices") if isinstance(output, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    reason = first.get("stop_reason") if isinstance(first, Mapping) else None
    return "length" if reason == "model_length" else reason


def _lm_eval(row: Row) -> Iterator[Said]:
    doc, requests = parsed(row["doc"], "doc"), parsed(row["resps"], "resps")
    require(isinstance(doc, Mapping), "an object", doc, "doc")
    texts = [text for each in requests for text in each] if _are_lists(requests) else [None]
    expected = "lists of generated texts (of a task with the output type generate_until)"
    require(all(isinstance(text, str) for text in texts), expected, requests, "resps")
    key = key_of(doc) if _has(doc, "key") else ""
    asked = doc["prompt"] if is_text(doc.get("prompt")) else _lm_eval_prompt(row)
    prompts = (str(asked),) if is_text(asked) else ()
    for sample, text in enumerate(texts):
        yield Said(text, key, None, prompts, sample, again="same")


def _lm_eval_prompt(row: Row) -> Any:
    """Returns the text that the model was sent; of a chat, the last message of the user."""
    found = parsed(row.get("arguments"), "arguments")
    while isinstance(found, (Mapping, list)) and found:
        found = next(iter(found.values())) if isinstance(found, Mapping) else found[0]
    try:
        return _exchanges({"messages": found})[-1][0]
    except (DataError, IndexError):
        return found


_SHAPES: Final[Sequence[tuple[tuple[str, ...], _Read]]] = (
    (("epoch", "messages"), _inspect_sample),
    (("doc", "resps"), _lm_eval),
    (("key", "turn", "sample", "thinking", "attempts", "seconds"), _journal),
    (("response",), _own),
    (("messages",), _transcript),
    (("error",), _own),
)
"""The fields that each shape is recognised by, and what reads it. The first that fits is taken."""

_LIKELY: Final[Mapping[str, Sequence[str]]] = {
    "response": (
        "reply", "output", "completion", "prediction", "generated_text", "generation", "answer",
        "model_output", "model_response", "text", "content",
    ),
    "key": ("id", "idx", "index", "doc_id", "conversation_id", "question_id", "custom_id", "uid"),
}  # fmt: skip
"""What other tools call a field."""


def _unknown_shape(row: Row) -> DataError:
    if "response" in row or not any(value is not None for value in row.values()):
        return DataError("text is expected, not null", field="response")
    return _missing(row, "response", "messages")


def _missing(row: Row, name: str, other: str) -> DataError:
    """Returns the error of a row that has neither of two fields; names what may be the first."""
    there = [each for each, value in row.items() if value is not None]
    near = (each for each in there if did_you_mean(each, [name]))
    likely = next(near, next((each for each in _LIKELY[name] if each in there), None))
    fix = f"; rename {likely!r} to {name!r}" if likely else ""
    message = f"missing, and so is `{other}`; there are the fields {listed(there)}{fix}"
    return DataError(message, field=name)


def _replies_in(row: Row, key: str, sample: int, last: str | None = None) -> Iterator[Said]:
    """Yields the replies of a transcript; the stop reason is that of the last one."""
    exchanges = _exchanges(row)
    prompts = tuple(prompt for prompt, _ in exchanges)
    for turn, (_, reply) in enumerate(exchanges, start=1):
        if reply is not None:
            details = _finished(last) if turn == len(exchanges) else {}
            yield Said(reply, key, turn, prompts[:turn], sample, details)


def _exchanges(row: Row) -> list[tuple[str, str | None]]:
    """Returns each prompt of the user with the last reply before the next one, or None."""
    messages = parsed(row["messages"], "messages")
    fits = isinstance(messages, list) and all(isinstance(each, Mapping) for each in messages)
    require(fits, "a list of messages", messages, "messages")
    found: list[tuple[str, str | None]] = []
    for number, message in enumerate(messages, start=1):
        role, place = message.get("role"), f"messages {number}"
        if role == "user":
            found.append((_content(message, place), None))
        elif role == "assistant" and not message.get("tool_calls"):
            require(bool(found), "a message of the user before a reply", message, place)
            found[-1] = (found[-1][0], _content(message, place))
    return found


def _content(message: Row, place: str) -> str:
    """Returns the text of a message, without the parts that are thinking or images."""
    content = message.get("content")
    if content is None:
        content = message.get("refusal")
    if isinstance(content, list):
        parts = [each if isinstance(each, Mapping) else {"text": each} for each in content]
        content = "".join(each["text"] for each in parts if isinstance(each.get("text"), str))
    require(isinstance(content, str), "text", content, f"{place}, content")
    return str(content)


def _finished(reason: Any) -> dict[str, Any]:
    return {"finish_reason": common_finish_reason(reason)} if is_text(reason) else {}


def _has(row: Row, name: str) -> bool:
    """Tells whether a row has a value; a blank cell of CSV is none."""
    value = row.get(name)
    return value is not None and value != ""


def _are_lists(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, list) for e in value)
