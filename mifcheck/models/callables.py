"""Functions as models: of one chat or of a batch, plain or async."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeGuard

from mifcheck.errors import ModelError
from mifcheck.models.base import AnyModel, Outcome, Request, as_outcome, as_outcomes, run_now

BATCH_SIZE: Final = 16
"""How many chats a batch function is given at a time by default."""

Chat: TypeAlias = list[dict[str, Any]]

_LIST: Final = r"(?:\w+\.)*(?:list|List|tuple|Tuple|Sequence|Iterable|Collection)"
_CHATS: Final = re.compile(rf"""['"]*{_LIST}\[['"]*(?:{_LIST}|(?:\w+\.)*Chat)\b""")
"""The annotation of a batch: a list of lists, or of `Chat`."""

_SAYS_NOTHING: Final = re.compile(rf"""['"]*(?:{_LIST}|(?:\w+\.)*Any)?['"]*""")
_NAMES_OF_BATCHES: Final = frozenset({"batch", "chats", "conversations", "prompts"})


@dataclass(frozen=True)
class CallableModel:
    """A function that answers one chat, or a list of chats, as a `Model`.

    It can still be called like the function that it wraps.
    """

    function: Callable[..., Any]
    name: str
    batched: bool = False
    batch_size: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)  # may hold a key

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Returns one outcome for each request; see `Model.answer`.

        Raises:
            ModelError: the function returned something other than a reply for each chat.
        """
        return run_now(self._answer(requests))

    async def _answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        made = [_chat(request) for request in requests]
        chats = [chat for chat in made if not isinstance(chat, ModelError)]
        if not self.batched:
            outcomes = [await self._one(chat) for chat in chats]
        elif chats:
            replies = self._awaited(await self._call(chats))
            outcomes = as_outcomes(replies, len(chats), self.name)
        else:
            outcomes = []
        answered = iter(outcomes)
        return [chat if isinstance(chat, ModelError) else next(answered) for chat in made]

    async def _one(self, chat: Chat) -> Outcome:
        try:
            value = await self._call(chat)
        except Exception as error:
            return error
        if isinstance(self._awaited(value), (list, tuple)):
            raise ModelError(
                f"{self.name} was given one chat and returned a {type(value).__name__}: "
                f"{_how_to_declare(self.name)}"
            )
        return as_outcome(value, self.name)

    async def _call(self, chats: Any) -> Any:
        return self.function(chats)

    def _awaited(self, value: Any) -> Any:
        """Returns the value. Raises if it is a coroutine that nobody has awaited."""
        if not isinstance(value, Awaitable):
            return value
        if hasattr(value, "close"):  # otherwise Python warns that it was never awaited
            value.close()
        raise ModelError(
            f"{self.name} returned a coroutine: pass the async function itself, so that it is "
            "recognised"
        )


@dataclass(frozen=True)
class AsyncCallableModel(CallableModel):
    """Like `CallableModel`, for a coroutine function."""

    async def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:  # type: ignore[override]
        """See `CallableModel.answer`."""
        return await self._answer(requests)

    async def _call(self, chats: Any) -> Any:
        return await self.function(chats)


def as_model(model: Any) -> AnyModel:
    """Returns `model` if it is a model, else wraps the function.

    A function takes one chat, unless `batch` or the annotation of its first parameter says that
    it takes a list of chats.

    Raises:
        ModelError: it is neither a model nor callable; it is a class instead of an instance; its
            name, settings or batch size cannot be such; or the name of the parameter suggests a
            batch, and nothing says whether it is one.
    """
    if isinstance(model, type):
        raise ModelError(f"{model.__name__} is a class: pass an instance, {model.__name__}()")
    if is_model(model):
        _require_fields(model)
        return model
    if not callable(model):
        raise ModelError(
            f"a {type(model).__name__} is no model: pass a function that takes a chat (a list of "
            '{"role", "content"} dicts) and returns a string, or one of mifcheck.models'
        )
    return _wrap(model, BATCH_SIZE if takes_batch(model) else None)


def is_model(value: Any) -> TypeGuard[AnyModel]:
    """Returns whether `value` has everything that `Model` or `AsyncModel` declares."""
    return all(hasattr(value, name) for name in ("name", "settings", "batch_size", "answer"))


def batch(function: Callable[..., Any] | None = None, *, size: int = BATCH_SIZE) -> Any:
    """Declares that `function` takes a list of chats and returns a list of replies.

    Use it as a call, `batch(function, size=8)`, or as a decorator, `@batch` or `@batch(size=8)`.

    Raises:
        ModelError: `size` is not a whole number above 0.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ModelError(f"size={size!r}: a whole number of at least 1 is expected")
    if function is None:
        return functools.partial(batch, size=size)
    return _wrap(function, size)


def takes_batch(function: Callable[..., Any]) -> bool:
    """Returns whether the first parameter's annotation says a list of chats.

    Raises:
        ModelError: the annotation says nothing, and the parameter's name suggests a batch.
    """
    parameter = _first_parameter(function)
    if parameter is None:
        return False
    annotation = _spelled(parameter.annotation)
    if _SAYS_NOTHING.fullmatch(annotation) and parameter.name in _NAMES_OF_BATCHES:
        name = name_of(function)
        raise ModelError(
            f"{name} takes {parameter.name!r}: {_how_to_declare(name)}; if it takes one chat, "
            "rename the parameter, or annotate it as list[dict]"
        )
    return _CHATS.match(annotation) is not None


def is_async(function: Callable[..., Any]) -> bool:
    """Returns whether calling `function` makes a coroutine, as far as can be seen."""
    bare = _without_partial(function)
    return inspect.iscoroutinefunction(bare) or inspect.iscoroutinefunction(
        getattr(bare, "__call__", None)  # noqa: B004 - the method itself is inspected
    )


def name_of(function: Callable[..., Any]) -> str:
    """Returns a function's qualified name, or the name of an object's class."""
    bare = _without_partial(function)
    name = getattr(bare, "__qualname__", None) or type(bare).__qualname__
    return str(name).replace("<locals>.", "")


def _require_fields(model: AnyModel) -> None:
    """Raises unless the name, the settings and the batch size of a model have the right types."""
    kind, size = type(model).__name__, model.batch_size
    if not isinstance(model.name, str):
        raise ModelError(f"{kind}.name: text is expected, not {type(model.name).__name__}")
    if not isinstance(model.settings, Mapping):
        raise ModelError(
            f"{kind}.settings: a dict is expected, not {type(model.settings).__name__}"
        )
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ModelError(f"{kind}.batch_size: a whole number of at least 1 is expected")


def _chat(request: Request) -> Chat | ModelError:
    """Returns the chat, or what is wrong with its images: the other chats are still asked."""
    try:
        return request.chat()
    except ModelError as error:
        return error


def _wrap(function: Callable[..., Any], size: int | None) -> CallableModel:
    """Wraps a function of one chat, or of batches of this size."""
    kind = AsyncCallableModel if is_async(function) else CallableModel
    return kind(function, name_of(function), batched=size is not None, batch_size=size or 1)


def _without_partial(function: Any) -> Any:
    while isinstance(function, functools.partial):
        function = function.func
    return function


def _first_parameter(function: Callable[..., Any]) -> inspect.Parameter | None:
    try:
        parameters: Iterable[inspect.Parameter] = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # builtins have none
        return None
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return next((each for each in parameters if each.kind in positional), None)


def _spelled(annotation: Any) -> str:
    """Returns an annotation as text, "" for none. Names within it may be unknown here."""
    if annotation is inspect.Parameter.empty:
        return ""
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _how_to_declare(name: str) -> str:
    return f"if it takes a list of chats, declare that with mifcheck.models.batch({name})"
