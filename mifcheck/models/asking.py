"""Asking a model: tries and waits, one chat out of a failing batch, several batches at once."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Final, TypeAlias

from mifcheck.errors import ModelError
from mifcheck.models.base import AnyModel, AsyncModel, Model, Outcome, Reply, Request, checked

ASYNC_CONCURRENCY: Final = 16
"""How many batches an async model is asked at once unless the caller says otherwise."""

Sleep: TypeAlias = Callable[[float], "Awaitable[None] | None"]
Batch: TypeAlias = Sequence[Request]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request.

    Attributes:
        request: the request.
        outcome: the reply, or the exception of the last try.
        attempts: how often the model was asked.
        seconds: wall time of the last call, shared equally by the chats of its batch.
    """

    request: Request
    outcome: Outcome
    attempts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures are met: `retries` more tries, after `backoff`, twice, four times ... seconds.

    `sleep` waits; it may be a coroutine function where the model is async.
    """

    retries: int = 2
    backoff: float = 1.0
    sleep: Sleep | None = None


Ask: TypeAlias = "Callable[[Iterable[Batch]], Iterator[list[Answer]]]"


@contextmanager
def asking(model: AnyModel, patience: Patience, concurrency: int | None) -> Iterator[Ask]:
    """A function that puts batches to `model` and yields their answers as they come.

    With `concurrency` 1 a plain model is asked in the calling thread. An async model runs in a
    thread of its own, so that a loop already running here (a notebook's) is no obstacle, and in
    one loop from first to last, so that its connections stay usable.
    """
    if inspect.iscoroutinefunction(model.answer):
        with _loop() as submit:
            gate = asyncio.Semaphore(concurrency or ASYNC_CONCURRENCY)
            yield lambda batches: _completed(
                [submit(_settle_async(model, batch, patience, gate)) for batch in batches]  # type: ignore[arg-type]
            )
    elif (concurrency or 1) == 1:
        yield lambda batches: (_settle(model, batch, patience) for batch in batches)  # type: ignore[arg-type]
    else:
        with _threads(concurrency or 1) as start:
            yield lambda batches: _completed(
                [start(partial(_settle, model, batch, patience)) for batch in batches]  # type: ignore[arg-type]
            )


@dataclass(frozen=True, slots=True)
class _Try:
    batch: Batch


@dataclass(frozen=True, slots=True)
class _Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class _Tried:
    outcomes: Sequence[Outcome]
    seconds: float
    raised: bool


_Steps: TypeAlias = Generator["_Try | _Wait", "_Tried", "list[Answer]"]


def _steps(batch: Batch, patience: Patience) -> _Steps:
    """The course of one batch, told as steps, so that plain and async code share it."""
    answers: list[Answer] = []
    waiting = batch
    for attempt in range(1, patience.retries + 2):
        if attempt > 1:
            yield _Wait(patience.backoff * 2.0 ** (attempt - 2))
        tried = yield _Try(waiting)
        results = [
            Answer(request, outcome, attempt, tried.seconds / len(waiting))
            for request, outcome in zip(waiting, tried.outcomes, strict=True)
        ]
        if attempt <= patience.retries:
            answers += [answer for answer in results if _is_final(answer.outcome)]
            waiting = [answer.request for answer in results if not _is_final(answer.outcome)]
        elif not tried.raised or len(waiting) == 1:
            return answers + results
        if not waiting:
            return answers
    # The whole batch failed to the last: one by one, only the guilty chat goes without a reply.
    for request in waiting:
        tried = yield _Try([request])
        answers.append(Answer(request, tried.outcomes[0], patience.retries + 2, tried.seconds))
    return answers


def _is_final(outcome: Outcome) -> bool:
    return isinstance(outcome, (Reply, ModelError))


def _settle(model: Model, batch: Batch, patience: Patience) -> list[Answer]:
    steps = _steps(batch, patience)
    sleep = patience.sleep or time.sleep
    try:
        step = next(steps)
        while True:
            if isinstance(step, _Wait):
                sleep(step.seconds)
                step = next(steps)
                continue
            start = time.perf_counter()
            try:
                outcomes: list[Outcome] = checked(model.answer(step.batch), step.batch, model.name)
                raised = False
            except ModelError:
                raise
            except Exception as error:
                outcomes, raised = [error] * len(step.batch), True
            step = steps.send(_Tried(outcomes, time.perf_counter() - start, raised))
    except StopIteration as end:
        answers: list[Answer] = end.value
        return answers


async def _settle_async(
    model: AsyncModel, batch: Batch, patience: Patience, gate: asyncio.Semaphore
) -> list[Answer]:
    async with gate:
        steps = _steps(batch, patience)
        step = next(steps)
        while True:
            try:
                if isinstance(step, _Wait):
                    pause = (patience.sleep or asyncio.sleep)(step.seconds)
                    if pause is not None:
                        await pause
                    step = next(steps)
                else:
                    step = steps.send(await _try_async(model, step.batch))
            except StopIteration as end:
                answers: list[Answer] = end.value
                return answers


async def _try_async(model: AsyncModel, batch: Batch) -> _Tried:
    start = time.perf_counter()
    try:
        outcomes: list[Outcome] = checked(await _alone(model.answer(batch)), batch, model.name)
        raised = False
    except ModelError:
        raise
    except Exception as error:
        outcomes, raised = [error] * len(batch), True
    return _Tried(outcomes, time.perf_counter() - start, raised)


async def _alone(call: Awaitable[Any]) -> Any:
    """What a call gives back; that it was cancelled from within is a failure like any other."""
    task = asyncio.ensure_future(call)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.cancelled():
        raise RuntimeError("the call was cancelled from within")
    return task.result()


def _completed(futures: list[Future[list[Answer]]]) -> Iterator[list[Answer]]:
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


_Call: TypeAlias = "Callable[[], list[Answer]]"


@contextmanager
def _threads(count: int) -> Iterator[Callable[[_Call], Future[list[Answer]]]]:
    """Threads that the end of the process does not wait for, as an executor's makes it.

    After an interruption a server that hangs would otherwise keep the process alive.
    """
    jobs: SimpleQueue[tuple[Future[list[Answer]], _Call] | None] = SimpleQueue()

    def start(call: _Call) -> Future[list[Answer]]:
        future: Future[list[Answer]] = Future()
        jobs.put((future, call))
        return future

    for number in range(count):
        name = f"mifcheck-{number}"
        threading.Thread(target=_work, args=(jobs,), name=name, daemon=True).start()
    try:
        yield start
    finally:
        for _ in range(count):
            jobs.put(None)


def _work(jobs: SimpleQueue[tuple[Future[list[Answer]], _Call] | None]) -> None:
    while (job := jobs.get()) is not None:
        future, call = job
        if not future.set_running_or_notify_cancel():
            continue
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)


_Submit: TypeAlias = "Callable[[Coroutine[Any, Any, list[Answer]]], Future[list[Answer]]]"


@contextmanager
def _loop() -> Iterator[_Submit]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mifcheck", daemon=True)
    thread.start()
    try:
        yield lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop)
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
