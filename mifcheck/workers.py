"""Applies a function to many values in several processes, and returns the results in order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Generic, TypeAlias, TypeVar

from mifcheck.errors import ParameterError
from mifcheck.safe import short_repr

T = TypeVar("T")
R = TypeVar("R")

CHUNK: Final = 32
"""The number of values that a process is given at once."""

_AHEAD: Final = 3
"""The number of chunks in flight for each process: one that it works on, and those that wait."""


def usable_cores() -> int:
    """Returns the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def require_workers(workers: int | None) -> int:
    """Returns a number of processes; None is one for each core.

    Raises:
        ParameterError: it is not a whole number of 1 or more.
    """
    if workers is None:
        return usable_cores()
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise ParameterError(f"workers={short_repr(workers)}: a number of 1 or more is expected")
    return workers


def ordered_map(
    function: Callable[[T], R],
    values: Iterable[T],
    *,
    workers: int,
    lost: Callable[[T], R],
) -> Iterator[R]:
    """Yields what a function returns for each value, in the order of the values.

    Values are taken a few chunks ahead of the results, so memory does not grow with their number.
    If a process dies, what was in flight is done again in processes of their own, in halves, until
    only the value that kills a process is lost. If the results are not read to the end, or the
    program is interrupted, the processes are ended.

    With one worker, everything is done in this process. On Linux, processes are forked: they know
    all that this one knows, checkers of your own included. Elsewhere they start anew, the function
    and the values are pickled, and a script needs `if __name__ == "__main__":`.

    Args:
        function: what it raises about a value is raised in the place of that value.
        values: the values.
        workers: the number of processes.
        lost: returns the result for a value that killed the process it was given to.
    """
    if workers == 1:
        return map(function, values)
    return _Pool(function, workers, lost).results(values)


def apart_map(
    function: Callable[[T], R], values: Iterable[T], *, lost: Callable[[T], R]
) -> Iterator[R]:
    """Does what `ordered_map` does, in one process beside this one, which waits for more values.

    This is for a program whose own processes share the work: a value that kills a process does not
    kill those. What the process beside has loaded and compiled serves the next call, too.

    Args:
        function: as for `ordered_map`; equal functions share a process, which knows what this one
            knew when it was started.
        values: the values.
        lost: as for `ordered_map`.
    """
    # A process that is forked from this one has its cache, but cannot use its process beside it.
    pool = _apart(function, lost, os.getpid())
    try:
        yield from pool.each(values)
    except (GeneratorExit, KeyboardInterrupt):
        pool.end()  # this program would wait for it at its exit
        raise


class _Pool(Generic[T, R]):
    """Processes that apply one function."""

    def __init__(self, function: Callable[[T], R], workers: int, lost: Callable[[T], R]) -> None:
        self._function = function
        self._workers = workers
        self._lost = lost
        self._processes = self._start(workers)

    def each(self, values: Iterable[T]) -> Iterator[R]:
        """Yields the results; the processes live on."""
        chunks = _chunks(values)
        flying = deque(map(self._submit, islice(chunks, _AHEAD * self._workers)))
        while flying:
            chunk, future, error = flying.popleft()
            yield from self._received(chunk, future)
            if error is not None:
                raise error
            flying.extend(map(self._submit, islice(chunks, 1)))

    def results(self, values: Iterable[T]) -> Iterator[R]:
        """Yields the results, and ends the processes."""
        try:
            yield from self.each(values)
        except BaseException:
            self.end()
            raise
        finally:
            self._processes.shutdown(cancel_futures=True)

    def end(self) -> None:
        """Ends the processes at once; they are started anew for the next values."""
        _end(self._processes)

    def _submit(self, read: _Read[T]) -> tuple[list[T], Future[_Done], Exception | None]:
        chunk, error = read
        try:
            return chunk, self._processes.submit(_apply, chunk), error
        except BrokenProcessPool:
            self._processes = self._start(self._workers)
            return chunk, self._processes.submit(_apply, chunk), error

    def _received(self, chunk: list[T], future: Future[_Done]) -> Iterator[R]:
        """Yields the results of a chunk; if the process died, does the chunk again."""
        try:
            done, error = future.result()
        except BrokenProcessPool:
            yield from self._again(chunk)
            return
        yield from done
        if error is not None:
            raise error

    def _again(self, chunk: list[T]) -> Iterator[R]:
        """Does a chunk in a process of its own; if that dies, too, half of it at a time."""
        process = self._start(1)
        try:
            done, error = process.submit(_apply, chunk).result()
        except BrokenProcessPool:
            if len(chunk) == 1:
                yield self._lost(chunk[0])
                return
            middle = len(chunk) // 2
            yield from self._again(chunk[:middle])
            yield from self._again(chunk[middle:])
            return
        except BaseException:
            _end(process)
            raise
        finally:
            process.shutdown()
        yield from done
        if error is not None:
            raise error

    def _start(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        return ProcessPoolExecutor(workers, context, _prepare, (self._function,))


@lru_cache(maxsize=4)
def _apart(function: Callable[[T], R], lost: Callable[[T], R], parent: int) -> _Pool[T, R]:
    return _Pool(function, 1, lost)


def _end(processes: ProcessPoolExecutor) -> None:
    """Ends processes at once, whatever they do."""
    # `terminate_workers` is as old as Python 3.14; before, an executor lists them here.
    for process in list((getattr(processes, "_processes", None) or {}).values()):
        process.kill()


_Read: TypeAlias = "tuple[list[T], Exception | None]"
"""Values, and what was raised by the one after them."""

_Done: TypeAlias = tuple[list[Any], "Exception | None"]
"""The results of a chunk up to the first value that the function raised about, and what it
raised."""

_prepared: Callable[[Any], Any]


def _prepare(function: Callable[[Any], Any]) -> None:
    """Makes a new process ready."""
    global _prepared
    _prepared = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    gc.freeze()  # what is loaded is shared with the others, and is not searched for garbage
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it is killed: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _apply(chunk: list[Any]) -> _Done:
    done: list[Any] = []
    try:
        for value in chunk:
            done.append(_prepared(value))
    except Exception as error:
        return done, error
    return done, None


def _chunks(values: Iterable[T]) -> Iterator[_Read[T]]:
    left = iter(values)
    while True:
        chunk: list[T] = []
        try:
            chunk.extend(islice(left, CHUNK))
        except Exception as error:
            yield chunk, error
            return
        if not chunk:
            return
        yield chunk, None
