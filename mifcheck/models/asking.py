"""Asks a model: retries, isolates the chat that fails its batch, runs batches concurrently."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Final, TypeAlias

from mifcheck.errors import ModelError
from mifcheck.models.base import AnyModel, Outcome, Reply, Request, as_outcomes, run_now

ASYNC_CONCURRENCY: Final = 16
"""How many batches an async model is asked at once by default."""

Sleep: TypeAlias = Callable[[float], "Awaitable[None] | None"]
Batch: TypeAlias = Sequence[Request]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request.

    Attributes:
        request: the request.
        outcome: the reply, or the exception of the last attempt.
        attempts: how often the model was asked.
        seconds: wall time of the last call, divided equally among the chats of its batch.
    """

    request: Request
    outcome: Outcome
    attempts: int
    seconds: float

    @property
    def is_final(self) -> bool:
        """Whether asking again would change nothing."""
        return isinstance(self.outcome, (Reply, ModelError))


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures are retried.

    Attributes:
        retries: the number of further attempts.
        backoff: seconds before the first of them. Each next wait is twice as long.
        sleep: what waits, instead of `time.sleep` or `asyncio.sleep`. It may be a coroutine
            function if the model is async.
    """

    retries: int = 2
    backoff: float = 1.0
    sleep: Sleep | None = None


Ask: TypeAlias = "Callable[[Iterable[Batch]], Iterator[list[Answer]]]"
_Settle: TypeAlias = "Callable[[Batch], Coroutine[Any, Any, list[Answer]]]"
_Submit: TypeAlias = "Callable[[Batch], Future[list[Answer]]]"


@contextmanager
def asking(model: AnyModel, patience: Patience, concurrency: int | None) -> Iterator[Ask]:
    """Yields a function that asks `model` batches and yields the answers as they come.

    With `concurrency` 1 a plain model is asked in the calling thread. An async model runs in a
    thread of its own, so that an event loop may already run in this one (as in a notebook). It
    keeps the same loop from start to end, so that its connections stay usable.
    """
    is_async = inspect.iscoroutinefunction(model.answer)
    settle = _Course(model, patience, is_async).settle
    count = concurrency or (ASYNC_CONCURRENCY if is_async else 1)
    if not is_async and count == 1:
        yield lambda batches: (run_now(settle(batch)) for batch in batches)
        return
    workers = _loop if is_async else _threads
    with workers(settle, count) as submit:
        yield lambda batches: _completed([submit(batch) for batch in batches])


@dataclass(frozen=True, slots=True)
class _Course:
    """How one batch is asked until each of its chats has a final outcome.

    A plain model never waits within these coroutines: `run_now` runs them.
    """

    model: AnyModel
    patience: Patience
    is_async: bool

    async def settle(self, batch: Batch) -> list[Answer]:
        """Asks a batch, and again those of its chats that failed."""
        answers: list[Answer] = []
        waiting = batch
        last = self.patience.retries + 1
        for attempt in range(1, last + 1):
            if attempt > 1:
                await self._wait(attempt)
            found, whole_batch_failed = await self._attempt(waiting, attempt)
            if attempt == last and whole_batch_failed and len(waiting) > 1:
                break
            if attempt == last:
                return answers + found
            answers += [answer for answer in found if answer.is_final]
            waiting = [answer.request for answer in found if not answer.is_final]
            if not waiting:
                return answers
        # The whole batch failed every time. Asked alone, only the faulty chat has no reply.
        for request in waiting:
            found, _ = await self._attempt([request], last + 1)
            answers += found
        return answers

    async def _attempt(self, batch: Batch, attempt: int) -> tuple[list[Answer], bool]:
        """Asks once. Returns the answers, and whether the batch failed as a whole."""
        start = time.perf_counter()
        try:
            values = self.model.answer(batch)
            if self.is_async:
                values = await _isolated(values)  # type: ignore[arg-type]
            outcomes = as_outcomes(values, len(batch), self.model.name)
            failed = False
        except ModelError:
            raise
        except Exception as error:
            outcomes, failed = [error] * len(batch), True
        seconds = (time.perf_counter() - start) / len(batch)
        pairs = zip(batch, outcomes, strict=True)
        return [Answer(request, outcome, attempt, seconds) for request, outcome in pairs], failed

    async def _wait(self, attempt: int) -> None:
        sleep = self.patience.sleep or (asyncio.sleep if self.is_async else time.sleep)
        pause = sleep(self.patience.backoff * 2.0 ** (attempt - 2))
        if pause is not None:
            await pause


async def _isolated(call: Awaitable[Any]) -> Any:
    """Awaits a call. If the call cancels itself, that is a failure like any other."""
    task = asyncio.ensure_future(call)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.cancelled():
        raise RuntimeError("the call cancelled itself")
    return task.result()


def _completed(futures: list[Future[list[Answer]]]) -> Iterator[list[Answer]]:
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


_Jobs: TypeAlias = "SimpleQueue[tuple[Future[list[Answer]], Batch] | None]"


@contextmanager
def _threads(settle: _Settle, count: int) -> Iterator[_Submit]:
    """Yields a function that settles batches in `count` threads.

    An executor would keep the process alive after an interruption while a server hangs. These
    threads are daemons.
    """
    jobs: _Jobs = SimpleQueue()

    def submit(batch: Batch) -> Future[list[Answer]]:
        future: Future[list[Answer]] = Future()
        jobs.put((future, batch))
        return future

    for number in range(count):
        name = f"mifcheck-{number}"
        threading.Thread(target=_work, args=(settle, jobs), name=name, daemon=True).start()
    try:
        yield submit
    finally:
        for _ in range(count):
            jobs.put(None)


def _work(settle: _Settle, jobs: _Jobs) -> None:
    while (job := jobs.get()) is not None:
        future, batch = job
        if not future.set_running_or_notify_cancel():
            continue
        try:
            future.set_result(run_now(settle(batch)))
        except BaseException as error:
            future.set_exception(error)


@contextmanager
def _loop(settle: _Settle, count: int) -> Iterator[_Submit]:
    """Yields a function that settles batches in one event loop, `count` at a time."""
    loop = asyncio.new_event_loop()
    gate = asyncio.Semaphore(count)
    thread = threading.Thread(target=loop.run_forever, name="mifcheck", daemon=True)
    thread.start()

    async def gated(batch: Batch) -> list[Answer]:
        async with gate:
            return await settle(batch)

    try:
        yield lambda batch: asyncio.run_coroutine_threadsafe(gated(batch), loop)
    finally:
        asyncio.run_coroutine_threadsafe(_cancel_others(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
