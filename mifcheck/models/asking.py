"""Asks a model: retries, isolates the chat that fails its batch, runs batches concurrently."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from queue import SimpleQueue
from typing import Any, Final, TypeAlias

from mifcheck.errors import ModelError, as_exception, describe_error
from mifcheck.models.base import AnyModel, Outcome, Reply, Request, as_outcomes, run_now

ASYNC_CONCURRENCY: Final = 16
"""How many batches an async model is asked at once by default."""
GRACE: Final = 5.0
"""Seconds that an async model has to end its calls once they are cancelled."""

_LONGEST_WAIT: Final = 2.0**40
""""Ever longer" stops here: a longer wait overflows."""

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

    def before(self, attempt: int) -> float:
        """Returns the seconds to wait before an attempt; the first is 1."""
        return min(self.backoff * 2.0 ** min(attempt - 2, 1000), _LONGEST_WAIT)


Tell: TypeAlias = "Callable[[list[Answer]], Iterable[Batch]]"
"""Is called in the thread that asks, with answers as soon as they are there. Returns the batches
that can be asked now because of them; they are asked before those that wait."""
Ask: TypeAlias = "Callable[[Iterable[Batch], Tell], None]"
_Hear: TypeAlias = "Callable[[list[Answer]], None]"
_Settle: TypeAlias = "Callable[[Batch, _Hear], Coroutine[Any, Any, None]]"
_Submit: TypeAlias = "Callable[[Batch, _Hear], Future[None]]"


def takes_chats_alone(model: AnyModel, concurrency: int | None) -> bool:
    """Returns whether a batch of this model is one chat, so that no chat has to wait for others.

    Such are samples of one chat (`batches_samples`), and single chats of which several are asked
    at once. The batches of another model are full only if chats wait for one another.
    """
    if getattr(model, "batches_samples", False):
        return True
    return model.batch_size == 1 and _count(model, concurrency) > 1


def _count(model: AnyModel, concurrency: int | None) -> int:
    is_async = inspect.iscoroutinefunction(model.answer)
    return concurrency or (ASYNC_CONCURRENCY if is_async else 1)


@contextmanager
def asking(model: AnyModel, patience: Patience, concurrency: int | None) -> Iterator[Ask]:
    """Yields a function that asks `model` batches and tells the answers as they come.

    With `concurrency` 1 a plain model is asked in the calling thread. An async model runs in a
    thread of its own, so that an event loop may already run in this one (as in a notebook). It
    keeps the same loop from start to end, so that its connections stay usable.

    If asking ends early, by an error or by Ctrl-C, every answer that is there by then is told
    first. Calls in other threads are not waited for, and calls of an async model are cancelled and
    waited for at most `GRACE` seconds.
    """
    is_async = inspect.iscoroutinefunction(model.answer)
    settle = _Course(model, patience, is_async).settle
    count = _count(model, concurrency)
    if not is_async and count == 1:
        yield lambda batches, tell: _ask_in_turn(settle, batches, tell)
        return
    with _loop(settle) if is_async else _threads(settle, count) as submit:
        yield lambda batches, tell: _ask_all(submit, count, batches, tell)


@dataclass(frozen=True, slots=True)
class _Course:
    """How one batch is asked until each of its chats has a final outcome.

    A plain model never waits within these coroutines: `run_now` runs them.
    """

    model: AnyModel
    patience: Patience
    is_async: bool

    async def settle(self, batch: Batch, tell: _Hear) -> None:
        """Asks a batch, and again those of its chats that failed."""
        waiting = batch
        last = self.patience.retries + 1
        for attempt in range(1, last + 1):
            if attempt > 1:
                await self._wait(attempt)
            found, whole_batch_failed = await self._attempt(waiting, attempt)
            if attempt == last and whole_batch_failed and len(waiting) > 1:
                break
            final = [answer for answer in found if answer.is_final or attempt == last]
            if final:
                tell(final)
            waiting = [answer.request for answer in found if not answer.is_final]
            if not waiting or attempt == last:
                return
        # The whole batch failed every time. Asked alone, only the faulty chat has no reply.
        for request in waiting:
            tell((await self._attempt([request], last + 1))[0])

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
        except SystemExit as error:
            raise ModelError(
                f"{self.model.name} asked to end the program ({describe_error(error)}): a reply is "
                "expected, or an error"
            ) from error
        except Exception as error:
            outcomes, failed = [error] * len(batch), True
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if self.is_async:  # the call of this method is cancelled or closed
                raise
            outcomes, failed = [_as_failure(error)] * len(batch), True
        seconds = (time.perf_counter() - start) / len(batch)
        pairs = zip(batch, outcomes, strict=True)
        return [Answer(request, outcome, attempt, seconds) for request, outcome in pairs], failed

    async def _wait(self, attempt: int) -> None:
        sleep = self.patience.sleep or (asyncio.sleep if self.is_async else time.sleep)
        pause = sleep(self.patience.before(attempt))
        if pause is not None:
            await pause


async def _isolated(call: Awaitable[Any]) -> Any:
    """Awaits a call. If the call cancels itself, that is a failure like any other."""
    task = asyncio.ensure_future(_contained(call))
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.cancelled():
        raise _as_failure(asyncio.CancelledError())
    raised = task.exception()
    if raised is not None and not isinstance(raised, Exception):
        raise _as_failure(raised)
    value, stop = task.result()
    if stop is not None:
        raise stop
    return value


async def _contained(call: Awaitable[Any]) -> tuple[Any, BaseException | None]:
    """Awaits a call, and returns an exception that would end the event loop if it left a task."""
    try:
        return await call, None
    except (SystemExit, KeyboardInterrupt) as stop:
        return None, stop


def _as_failure(error: BaseException) -> Exception:
    """Returns what a call raised as a failure like any other."""
    if isinstance(error, asyncio.CancelledError):
        return RuntimeError("the call cancelled itself")
    return as_exception(error)


class _Waiting:
    """The batches that wait to be asked: an iterator that can be added to, the newest first.

    So a conversation that was begun goes on before another one begins.
    """

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._stack = [iter(batches)]

    def add(self, batches: Iterable[Batch]) -> None:
        self._stack.append(iter(batches))

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        while self._stack:
            for batch in self._stack[-1]:
                return batch
            self._stack.pop()
        raise StopIteration


def _ask_in_turn(settle: _Settle, batches: Iterable[Batch], tell: Tell) -> None:
    waiting = _Waiting(batches)
    for batch in waiting:
        run_now(settle(batch, lambda answers: waiting.add(tell(answers))))


def _ask_all(submit: _Submit, count: int, batches: Iterable[Batch], tell: Tell) -> None:
    """Asks `count` batches at once in other threads, and tells the answers in this one."""
    said: SimpleQueue[list[Answer] | Future[None]] = SimpleQueue()
    waiting = _Waiting(batches)
    running: set[Future[None]] = set()

    def begin() -> None:
        for batch in islice(waiting, count - len(running)):
            running.add(future := submit(batch, said.put))
            future.add_done_callback(said.put)

    try:
        begin()
        while running:
            found = said.get()
            if isinstance(found, Future):
                running.remove(found)
                found.result()
                begin()
            else:
                waiting.add(tell(found))
    finally:
        for future in running:
            future.cancel()
        while not said.empty():
            if not isinstance(found := said.get(), Future):
                tell(found)


@dataclass(frozen=True, slots=True)
class _Job:
    """A batch that another thread answers.

    Attributes:
        batch: the batch.
        tell: is called with its answers.
        future: is done when all of them were told, or holds the error that ends the run.
    """

    batch: Batch
    tell: _Hear
    future: Future[None] = field(default_factory=Future)

    async def run(self, settle: _Settle) -> None:
        """Settles the batch, unless its future was cancelled."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            await settle(self.batch, self.tell)
        except asyncio.CancelledError:
            self.lose()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(None)

    def lose(self, *_: object) -> None:
        """Ends the run, unless the future is done: another call cancelled this one.

        A call that is cancelled before it begins is not run at all.
        """
        if not self.future.done():
            self.future.set_exception(ModelError("the model cancelled calls of other chats"))


@contextmanager
def _threads(settle: _Settle, count: int) -> Iterator[_Submit]:
    """Yields a function that settles batches in `count` threads.

    An executor would keep the process alive after an interruption while a server hangs. These
    threads are daemons.
    """
    jobs: SimpleQueue[_Job | None] = SimpleQueue()

    def submit(batch: Batch, tell: _Hear) -> Future[None]:
        jobs.put(job := _Job(batch, tell))
        return job.future

    def work() -> None:
        while (job := jobs.get()) is not None:
            run_now(job.run(settle))

    for number in range(count):
        threading.Thread(target=work, name=f"mifcheck-{number}", daemon=True).start()
    try:
        yield submit
    finally:
        for _ in range(count):
            jobs.put(None)


@contextmanager
def _loop(settle: _Settle) -> Iterator[_Submit]:
    """Yields a function that settles batches in one event loop."""
    loop = asyncio.new_event_loop()
    ended = threading.Event()
    thread = threading.Thread(target=_serve, args=(loop, ended), name="mifcheck", daemon=True)
    thread.start()

    def submit(batch: Batch, tell: _Hear) -> Future[None]:
        job = _Job(batch, tell)
        asyncio.run_coroutine_threadsafe(job.run(settle), loop).add_done_callback(job.lose)
        return job.future

    try:
        yield submit
    finally:
        try:
            wait([asyncio.run_coroutine_threadsafe(_cancel_others(), loop)], GRACE)
        finally:
            ended.set()
            loop.call_soon_threadsafe(loop.stop)
        thread.join(0.5)  # a call that blocks the loop keeps its thread, which is a daemon


def _serve(loop: asyncio.AbstractEventLoop, ended: threading.Event) -> None:
    """Runs a loop until `ended`, even if a task of the model stops it or raises SystemExit."""
    try:
        while not ended.is_set():
            with suppress(SystemExit, KeyboardInterrupt):
                loop.run_forever()
    finally:
        loop.set_exception_handler(lambda *about: None)  # of tasks that would not end
        loop.close()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
