"""Chat models behind OpenAI's chat interface, which most servers of models have (extra: openai)."""

from __future__ import annotations

import asyncio
import importlib
import os
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from mifcheck.errors import MissingExtraError, ModelError, ParameterError, describe_error
from mifcheck.masking import mask_text
from mifcheck.models import thinking
from mifcheck.models.base import (
    Outcome,
    Reply,
    Request,
    require_object,
    require_range,
    template_arguments,
)

_SERVICE: Final = "https://api.openai.com/v1"
_NO_KEY: Final = "none"
"""What is sent to a server that wants no key. The client sends something in any case."""

_ENDS_THE_RUN: Final = frozenset({401, 404})
"""No key is accepted, or there is no such model: every chat would fail."""
_MAY_GET_BETTER: Final = frozenset({408, 409, 425, 429})
"""Statuses below 500 after which a chat is asked again."""
_SHOWN: Final = 500


class OpenAI:
    """A chat model that a server offers over OpenAI's chat interface.

    Busy servers, lost connections and time limits are met by asking again: after the time that the
    server names in `Retry-After`, up to a minute or two, else after a wait that grows. How many
    requests are sent at once is decided by `concurrency` of `mifcheck.drive`, 16 by default.

    Samples of one chat are asked in one request (`n`) if the server can do that. With `seed` each
    sample is a request of its own: its seed depends on its slot in the run, so that a run that is
    resumed sends the same seeds.

    Args:
        model: the name that the server knows the model by.
        base_url: the address of the interface, such as "http://localhost:8000/v1"; by default
            that in the environment variable OPENAI_BASE_URL, else OpenAI's own.
        api_key: by default that in OPENAI_API_KEY. A server at `base_url` may need none.
        batch_size: the maximum number of samples of one chat in a request.
        max_new_tokens: the maximum length of a reply; None leaves it to the server.
        temperature: of the sampling; None leaves it to the server.
        top_p: samples from the likeliest tokens that together have this probability.
        seed: of the sampling.
        timeout: seconds that a request may take, from sending it to the end of its reply.
        max_retries: how often a request is sent again before that is a failure of its chat.
        enable_thinking: an argument of many chat templates; None leaves it to the template.
        chat_template_kwargs: other arguments of the chat template.
        extra_body: other fields of the request, such as `{"top_k": 20}`.

    Raises:
        MissingExtraError: the package openai is not installed.
        ModelError: the address is no http URL, or OpenAI's own service has no key to be asked with.
        ParameterError: a number is out of range.
    """

    batches_samples: Final = True

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        batch_size: int = 16,
        max_new_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        seed: int | None = None,
        timeout: float = 600.0,
        max_retries: int = 5,
        enable_thinking: bool | None = None,
        chat_template_kwargs: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        require_range("batch_size", batch_size, 1, 128)
        require_range("timeout", timeout, 0.001, 86_400)
        require_range("max_retries", max_retries, 0, 1000)
        for name, value, least, most in (
            ("max_new_tokens", max_new_tokens, 1, float("inf")),
            ("temperature", temperature, 0, float("inf")),
            ("top_p", top_p, 0, 1),
        ):
            if value is not None:
                require_range(name, value, least, most)
        require_object("extra_body", extra_body)
        self.name = model
        for name, text in (("base_url", base_url), ("api_key", api_key)):
            if not isinstance(text, (str, type(None))):  # digits on a command line are a number
                raise ParameterError(f"{name}: text is expected")
        self._url = _address(base_url or os.environ.get("OPENAI_BASE_URL") or _SERVICE)
        self._key = _usable_key(api_key or os.environ.get("OPENAI_API_KEY"), self._url)
        self._timeout, self._retries, self._seed = timeout, max_retries, seed
        self._samples = batch_size if seed is None else 1
        self._library = _library()
        template = template_arguments(enable_thinking, chat_template_kwargs)
        # OpenAI's newer models refuse the older name, which all other servers know.
        limit = "max_completion_tokens" if self._url == _SERVICE else "max_tokens"
        sampling = {limit: max_new_tokens, "temperature": temperature, "top_p": top_p}
        arguments = {"chat_template_kwargs": template} if template else {}
        self._body = _given(**sampling, extra_body={**arguments, **(extra_body or {})} or None)
        self.settings: Mapping[str, Any] = _given(
            base_url=self._url,
            api_key=api_key,
            max_new_tokens=max_new_tokens,
            temperature=temperature,
            top_p=top_p,
            seed=seed,
            chat_template_kwargs=template or None,
            extra_body=dict(extra_body or {}) or None,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: Any = None
        self._open: AsyncGenerator[Any, None] | None = None
        self._is_reached = False

    @property
    def batch_size(self) -> int:
        """The maximum number of samples in a request; 1 once a server has shown that it is."""
        return self._samples

    async def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Returns one outcome for each request; see `Model.answer`.

        Raises:
            ModelError: the server cannot be reached, accepts no key or does not know the model.
            ConnectionError: the server failed, or the connection to it.
            TimeoutError: the time limit is over.
            ValueError: what the server sent is no reply.
        """
        is_one_chat = len({request.messages for request in requests}) == 1
        found: list[Outcome] = []
        if is_one_chat and len(requests) > 1 and self._samples > 1:
            found = await self._several(requests)
        lacking = requests[len(found) :]
        found += [await self._single(request, alone=len(requests) == 1) for request in lacking]
        came = found[len(requests) - len(lacking) :]
        if is_one_chat and len(requests) > 1 and any(isinstance(each, Reply) for each in came):
            self._samples = 1  # the server answers single requests only
        return found

    async def _several(self, requests: Sequence[Request]) -> list[Outcome]:
        """Asks for all samples at once. Returns those that came; none if the server refuses."""
        try:
            return (await self._ask(requests[0], len(requests)))[: len(requests)]
        except _EveryChatError:
            raise
        except ModelError:  # of the chat, or of `n`: single requests tell them apart
            return []

    async def _single(self, request: Request, alone: bool) -> Outcome:
        try:
            return (await self._ask(request, 1))[0]
        except _EveryChatError:
            raise
        except ModelError as error:
            return error
        except Exception as error:
            if alone:
                raise
            return error

    async def _ask(self, request: Request, count: int) -> list[Outcome]:
        body: dict[str, Any] = {**self._body, **({"n": count} if count > 1 else {})}
        if self._seed is not None:
            body["seed"] = random.Random(f"{self._seed}/{request}").randrange(2**31)
        messages = request.chat()  # before anything is opened: an image may be refused
        client = await self._connected()
        try:
            answer = await client.chat.completions.create(
                model=self.name, messages=messages, **body
            )
        except self._library.APIError as error:
            raise self._failure(error) from None  # the cause may hold the key
        except UnicodeEncodeError as error:
            raise ModelError(f"{request} cannot be sent as UTF-8: {error.reason}") from None
        except ValueError as error:
            raise self._unusable(error) from None
        self._is_reached = True
        return self._outcomes(answer, count)

    async def _connected(self) -> Any:
        """Returns the client of the running loop, which closes it when it ends."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._open = loop, self._opened()
            self._client = await anext(self._open)
        return self._client

    async def _opened(self) -> AsyncGenerator[Any, None]:
        timed = _timed(self._library.DefaultAsyncHttpxClient)
        async with self._library.AsyncOpenAI(
            base_url=self._url,
            api_key=self._key,
            timeout=self._timeout,
            max_retries=self._retries,
            http_client=timed(timeout=self._timeout, limit=self._timeout),
        ) as client:
            while True:
                yield client

    def _outcomes(self, answer: Any, count: int) -> list[Outcome]:
        try:
            choices = list(answer.choices)
            usage = getattr(answer.usage, "completion_tokens", None)
            tokens = usage if count == 1 and isinstance(usage, int) and usage >= 0 else None
            found = [self._outcome(choice, tokens) for choice in choices]
        except (AttributeError, TypeError) as error:
            raise self._unusable(error) from None
        if not found:
            raise ValueError(f"{self.name} sent an answer without a reply (no choices)")
        return found

    def _outcome(self, choice: Any, tokens: int | None) -> Outcome:
        message, reason = choice.message, choice.finish_reason
        thought = _text_of(message, "reasoning_content") or _text_of(message, "reasoning")
        text = message.content
        if text is None:
            text = _text_of(message, "refusal") or None
        if text is None and not thought:
            return ModelError(f"{self.name} sent no text (finish reason {_shown(str(reason))})")
        if text is not None and not isinstance(text, str):
            raise TypeError(f"content is a {type(text).__name__}")
        known = reason if isinstance(reason, str) else None
        return Reply(thinking.joined(thought, text), known, tokens)

    def _failure(self, error: Any) -> Exception:
        """Returns what a failed request means, in words without the key."""
        said = self._masked(describe_error(error.__cause__ or error))
        status = getattr(error, "status_code", None)
        if status is None:
            cause = type(error.__cause__).__name__
            if isinstance(error, self._library.APITimeoutError) or cause == "TimeoutError":
                return TimeoutError(f"{self._place} sent no reply within {self._timeout:g} seconds")
            if cause == "ConnectError" and not self._is_reached:
                return _EveryChatError(
                    f"there is no server at {self._place}: start it, or name another with "
                    "--set base_url=... or OPENAI_BASE_URL"
                )
            return ConnectionError(f"{self._place}: {said}")
        if status in _ENDS_THE_RUN:
            keys = "OPENAI_API_KEY" if status == 401 else "the name of the model and base_url"
            return _EveryChatError(f"{self._place} refuses {self.name}, so look at {keys}: {said}")
        if status < 500 and status not in _MAY_GET_BETTER:
            return ModelError(f"{self._place} refuses the chat: {said}")
        return ConnectionError(f"{self._place}: {said}")

    def _unusable(self, error: Exception) -> Exception:
        said = self._masked(describe_error(error))
        return ValueError(f"what {self._place} sent is no answer of the chat interface: {said}")

    @property
    def _place(self) -> str:
        return self._masked(self._url)

    def _masked(self, text: str) -> str:
        return _shown(mask_text(text, [self._key] if self._key != _NO_KEY else []))


class _EveryChatError(ModelError):
    """An error that every chat would meet."""


def _timed(base: Any) -> Any:
    """Returns a class of clients that end a request when its time is over.

    The limits of the libraries are for the wait between two pieces of an answer: a server that
    sends a byte now and then would never be left.
    """

    # It is a client of httpx or of httpx2, and only their own errors are retried.
    (package,) = {each.__module__.split(".")[0] for each in base.__mro__} & {"httpx", "httpx2"}
    late = importlib.import_module(package).ReadTimeout

    class Timed(base):  # type: ignore[misc]
        def __init__(self, *, limit: float, **options: Any) -> None:
            super().__init__(**options)
            self._limit = limit

        async def send(self, request: Any, **options: Any) -> Any:
            try:
                return await asyncio.wait_for(super().send(request, **options), self._limit)
            except asyncio.TimeoutError:
                raise late("the time limit is over", request=request) from None

    return Timed


def _library() -> Any:
    try:
        return importlib.import_module("openai")
    except ImportError as error:
        raise MissingExtraError(
            f"models behind a server need openai: pip install 'mifcheck[openai]' ({error})"
        ) from error


def _address(url: str) -> str:
    try:
        found = urlsplit(url.strip())
        fits = found.scheme in ("http", "https") and found.hostname
    except ValueError:
        fits = False
    if not fits:
        raise ModelError(
            f"base_url={mask_text(url)!r}: an address such as http://localhost:8000/v1 is expected"
        )
    return url.strip().rstrip("/")


def _usable_key(key: str | None, url: str) -> str:
    if not key:
        if url == _SERVICE:
            raise ModelError(
                "there is no key for api.openai.com: set OPENAI_API_KEY; for another server set "
                "OPENAI_BASE_URL (--set base_url=http://localhost:8000/v1)"
            )
        return _NO_KEY
    key = key.strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ModelError("the key has characters that no key has: look at OPENAI_API_KEY")
    return key


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _text_of(message: Any, field: str) -> str:
    value = getattr(message, field, None)
    return value if isinstance(value, str) else ""


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
