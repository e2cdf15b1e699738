"""Values go to several processes, and their results come back in order."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import count, islice

import pytest

import mifcheck as mif
from mifcheck.workers import CHUNK, apart_map, ordered_map, require_workers


def lost(value):
    return ("lost", value)


def squares(values, workers=2):
    return ordered_map(lambda value: value * value, values, workers=workers, lost=lost)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, CHUNK - 1, CHUNK, 7 * CHUNK + 5])
def test_results_are_in_the_order_of_the_values(workers, number):
    assert list(squares(range(number), workers)) == [each * each for each in range(number)]


def test_values_are_taken_only_a_few_chunks_ahead():
    taken = count()
    found = squares(next(taken) for _ in range(100_000))
    assert list(islice(found, 3 * CHUNK)) == [each * each for each in range(3 * CHUNK)]
    assert next(taken) <= 12 * CHUNK
    found.close()


def test_an_exception_stands_in_the_place_of_its_value():
    found = ordered_map(lambda value: 10 // (value - 40), range(100), workers=2, lost=lost)
    assert len(list(islice(found, 40))) == 40
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_only_the_value_that_kills_a_process_is_lost():
    def fatal(value):
        if value in (50, 51, 333):
            os.kill(os.getpid(), signal.SIGKILL)
        return value

    found = list(ordered_map(fatal, range(400), workers=2, lost=lost))
    expected = [lost(each) if each in (50, 51, 333) else each for each in range(400)]
    assert found == expected


def test_processes_know_what_this_process_knows():
    known = []
    known.append("word")
    found = list(ordered_map(lambda word: word in known, ["word", "a"] * 50, workers=2, lost=lost))
    assert found == [True, False] * 50


def test_what_comes_before_a_source_that_raises_is_not_lost():
    def source():
        yield from range(100)
        raise ValueError("broken")

    for workers in (1, 2):
        found = squares(source(), workers)
        assert list(islice(found, 100)) == [each * each for each in range(100)]
        with pytest.raises(ValueError, match="broken"):
            next(found)


def test_processes_end_when_nobody_reads_on():
    def slow(value):
        time.sleep(0 if value < CHUNK else 3600)
        return value

    found = ordered_map(slow, range(20 * CHUNK), workers=2, lost=lost)
    assert list(islice(found, CHUNK)) == list(range(CHUNK))
    started = multiprocessing.active_children()
    assert started
    found.close()
    for each in started:
        each.join(30)
        assert not each.is_alive()


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_a_number_of_processes_is_a_whole_number(workers):
    with pytest.raises(mif.ParameterError, match="workers="):
        require_workers(workers)


def test_by_default_there_is_one_process_for_each_core():
    assert require_workers(None) == len(os.sched_getaffinity(0))


def test_the_process_beside_this_one_waits_for_the_next_call():
    first, second = list(apart_map(parent_and_own, [1, 2], lost=lost)), []
    second += apart_map(parent_and_own, range(2 * CHUNK), lost=lost)
    assert {(os.getpid(), True)} == {(parent, own != parent) for parent, own in first + second}
    assert len({own for _, own in first + second}) == 1


def parent_and_own(value):
    return os.getppid(), os.getpid()


def test_a_process_that_is_forked_later_has_one_of_its_own_beside_it():
    list(apart_map(parent_and_own, [1], lost=lost))
    found = list(ordered_map(parents_beside, [1, 2], workers=2, lost=lost))
    assert [parent == own for parent, own in found] == [True, True]


def parents_beside(value):
    return next(apart_map(parent_and_own, [value], lost=lost))[0], os.getpid()


def test_the_process_beside_this_one_ends_when_nobody_reads_on():
    found = apart_map(process_after, [0] * CHUNK + [0.2] * CHUNK, lost=lost)
    ended = next(found)
    found.close()
    assert list(apart_map(process_after, [0], lost=lost)) != [ended]


def process_after(seconds):
    time.sleep(seconds)
    return os.getpid()


ORPHAN = """
import os, signal
from mifcheck.workers import apart_map

print(*apart_map(str.strip, ["ready "], lost=None), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_ends_with_the_one_that_started_it():
    # Its standard output is the other's, too: reading it to the end waits for both.
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"ready\n")
