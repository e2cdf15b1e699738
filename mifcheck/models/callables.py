"""Functions as models: of one chat or a batch, plain or async, told apart by looking."""

from __future__ import annotations

import functools
import inspect
import re
import typing
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeGuard

from mifcheck.errors import ModelError
from mifcheck.models.base import AnyModel, Outcome, Request, as_outcome, checked

BATCH_NAMES: Final = frozenset({"batch", "chats", "conversations", "prompts"})
"""Names of a first parameter that say, without an annotation, that it takes a batch."""

BATCH_SIZE: Final = 16
"""How many chats a batch callable is given at a time unless it says otherwise."""

_LISTS: Final = (list, tuple, Sequence, Iterable)
_LIST_NAME: Final = r"(?:\w+\.)*(?:list|List|tuple|Tuple|Sequence|Iterable|Collection)"
_LIST: Final = re.compile(rf"^\s*{_LIST_NAME}\s*\[\s*(?P<item>.*)", re.S)
_ITEM_IS_CHAT: Final = re.compile(rf"^(?:{_LIST_NAME}\s*\[|(?:\w+\.)*Chat\b)")
_HOW: Final = (
    "a function that answers a whole batch at once says so with mifcheck.models.batch(function), "
    f"or by naming its parameter one of {', '.join(sorted(BATCH_NAMES))}"
)


Chat: TypeAlias = list[dict[str, Any]]


class _Chats:
    """Requests as chats; one of which an image cannot be read costs itself alone."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.chats: list[Chat] = []
        self.asked: list[Request] = []
        self._errors: dict[int, ModelError] = {}
        for place, request in enumerate(requests):
            try:
                self.chats.append(request.chat())
                self.asked.append(request)
            except ModelError as error:
                self._errors[place] = error

    def outcomes(self, asked: Sequence[Outcome]) -> list[Outcome]:
        """One outcome a request, given those of the chats."""
        told = iter(asked)
        total = len(self.asked) + len(self._errors)
        return [self._errors.get(place) or next(told) for place in range(total)]


@dataclass(frozen=True)
class CallableModel:
    """A function that answers one chat, or a list of chats, as a `Model`.

    Still callable as the function it wraps.
    """

    function: Callable[..., Any]
    name: str
    batched: bool = False
    batch_size: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """One outcome a request; see `Model.answer`.

        Raises:
            ModelError: what the function gave back is no reply, or not one a chat.
        """
        made = _Chats(requests)
        if self.batched:
            value = self.function(made.chats) if made.chats else []
            return made.outcomes(self._batch(value, made.asked))
        return made.outcomes([self._one(chat) for chat in made.chats])

    def _one(self, chat: Chat) -> Outcome:
        try:
            value = self.function(chat)
        except Exception as error:
            return error
        return _single(value, self.name)

    def _batch(self, value: Any, requests: Sequence[Request]) -> list[Outcome]:
        _refuse_awaitable(value, self.name)
        return checked(value, requests, self.name)


@dataclass(frozen=True)
class AsyncCallableModel(CallableModel):
    """As `CallableModel`, for a coroutine function."""

    async def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:  # type: ignore[override]
        """As `CallableModel.answer`."""
        made = _Chats(requests)
        if self.batched:
            value = await self.function(made.chats) if made.chats else []
            return made.outcomes(self._batch(value, made.asked))
        return made.outcomes([await self._one_async(chat) for chat in made.chats])

    async def _one_async(self, chat: Chat) -> Outcome:
        try:
            value = await self.function(chat)
        except Exception as error:
            return error
        return _single(value, self.name)


def as_model(model: Any) -> AnyModel:
    """`model` if it is one already, else the function in the wrapper that fits it.

    Raises:
        ModelError: it is neither a model nor callable, or a class instead of its instance.
    """
    if isinstance(model, type):
        raise ModelError(f"{model.__name__} is a class: give an instance of it, {model.__name__}()")
    if is_model(model):
        return model
    if not callable(model):
        raise ModelError(
            f"a {type(model).__name__} is no model: give a function that takes a chat (a list of "
            '{"role", "content"} dicts) and returns a string, or one of mifcheck.models'
        )
    return _wrap(model, batched=takes_batch(model))


def is_model(value: Any) -> TypeGuard[AnyModel]:
    """Whether `value` has what `Model` or `AsyncModel` asks for."""
    return all(hasattr(value, name) for name in ("name", "settings", "batch_size", "answer"))


def batch(function: Callable[..., Any] | None = None, *, size: int = BATCH_SIZE) -> Any:
    """Declare that `function` takes a list of chats and returns a list of replies.

    As a call, `batch(function, size=8)`, or as a decorator, `@batch` or `@batch(size=8)`.

    Raises:
        ModelError: `size` is no whole number above 0.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ModelError(f"a batch's size is a whole number of at least 1, not {size!r}")
    if function is None:
        return functools.partial(batch, size=size)
    return _wrap(function, batched=True, size=size)


def takes_batch(function: Callable[..., Any]) -> bool:
    """Whether a function takes a list of chats rather than one chat.

    An attribute `batch_size` says so; else the annotation of the first parameter; else, where
    that says nothing, its name.
    """
    if _declared_size(function) is not None:
        return True
    parameter = _first_parameter(function)
    if parameter is None:
        return False
    by_annotation = _annotation_says(parameter.annotation)
    return parameter.name in BATCH_NAMES if by_annotation is None else by_annotation


def is_async(function: Callable[..., Any]) -> bool:
    """Whether calling `function` makes a coroutine, as far as looking can tell."""
    bare = function
    while isinstance(bare, functools.partial):
        bare = bare.func
    return inspect.iscoroutinefunction(bare) or inspect.iscoroutinefunction(
        getattr(bare, "__call__", None)  # noqa: B004 - the method itself is looked at
    )


def name_of(function: Callable[..., Any]) -> str:
    """A function's qualified name, or the name of its class."""
    while isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__qualname__", None) or type(function).__qualname__
    return str(name).replace("<locals>.", "")


def _wrap(function: Callable[..., Any], batched: bool, size: int | None = None) -> CallableModel:
    size = size or _declared_size(function) or (BATCH_SIZE if batched else 1)
    kind = AsyncCallableModel if is_async(function) else CallableModel
    return kind(function, name_of(function), batched, size if batched else 1)


def _declared_size(function: Any) -> int | None:
    size = getattr(function, "batch_size", None)
    return size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None


def _first_parameter(function: Callable[..., Any]) -> inspect.Parameter | None:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # builtins have none
        return None
    for parameter in signature.parameters.values():
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            return parameter
    return None


def _annotation_says(annotation: Any) -> bool | None:
    """True: a list of chats; False: something else; None: it does not say.

    Annotations may be strings that name what cannot be looked up here, so a string is read as
    it is spelt.
    """
    if annotation is inspect.Parameter.empty or annotation is Any or annotation in _LISTS:
        return None
    if isinstance(annotation, str):
        spelt = _LIST.match(annotation.strip("\"'"))
        if spelt is None:
            return None if re.fullmatch(rf"\s*({_LIST_NAME}|\w*\.?Any)\s*", annotation) else False
        return _ITEM_IS_CHAT.match(spelt["item"].strip("\"' ")) is not None
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin not in _LISTS:
        return False
    item = arguments[0] if arguments else Any
    if item is Any:
        return None
    if isinstance(item, (str, typing.ForwardRef)):
        text = item if isinstance(item, str) else item.__forward_arg__
        return _ITEM_IS_CHAT.match(text) is not None
    return typing.get_origin(item) in _LISTS or item in _LISTS


def _single(value: Any, name: str) -> Outcome:
    _refuse_awaitable(value, name)
    if isinstance(value, (list, tuple)):
        raise ModelError(
            f"{name} was given one chat and gave back a {type(value).__name__}: {_HOW}"
        )
    try:
        return as_outcome(value, name)
    except ModelError as error:
        raise ModelError(f"{error}; {_HOW}") from None


def _refuse_awaitable(value: Any, name: str) -> None:
    if not isinstance(value, Awaitable):
        return
    close = getattr(value, "close", None)
    if close is not None:  # else Python warns of a coroutine never awaited
        close()
    raise ModelError(
        f"{name} gave back a coroutine: give the async function itself, so that it is recognised"
    )
