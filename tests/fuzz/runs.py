"""Ill-treats runs: `python tests/fuzz/runs.py --seed 1 --count 100`.

Kills a run with SIGKILL at random moments (of a function, of `python:` and of `openai:` with a
server on loopback, which need the extra openai), tears and flips bytes of its journal, holds one run by
six processes at once, and fills the disk. After each it looks whether a reply was lost, doubled or
changed. Needs fork, and so a Unix.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from mifcheck.conversation import Conversation, Turn
from mifcheck.errors import RunError
from mifcheck.models import batch
from mifcheck.runs.driving import drive
from mifcheck.runs.run import Run
from mifcheck.runs.specs import load_model

MANY = [Conversation(f"k{n}", "en", (Turn(f"q{n} " + "x" * 50), Turn("more"))) for n in range(20)]
SAMPLES = 2
TOTAL = len(MANY) * 2 * SAMPLES


@batch(size=3)
def model(chats: list[Any]) -> list[str]:
    time.sleep(0.002)
    return [f"{len(chat)} {chat[0]['content']} नमस्ते 😀" for chat in chats]


async def later(chat: list[Any]) -> str:
    """The same as `model`, for `python:runs:later`."""
    await asyncio.sleep(0.002)
    return f"{len(chat)} {chat[0]['content']} नमस्ते 😀"


Make = Callable[[], Any]


def held(out: Path, resume: bool = True, make: Make = lambda: model) -> None:
    drive(MANY, make(), samples=SAMPLES, out=out, resume=resume)


def child(work: Callable[[], None]) -> int:
    """Does some work in a process of its own; returns its number."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        warnings.simplefilter("ignore")
        work()
        status = 0
    except RunError as error:
        print(error, file=sys.stderr)
        status = 2
    finally:
        os._exit(status)


def status_of(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def lines_of(out: Path) -> list[Any]:
    raw = (out / "journal.jsonl").read_bytes() if (out / "journal.jsonl").exists() else b""
    found = [json.loads(line) for line in raw.split(b"\n")[:-1]]
    return [(each["key"], each["turn"], each["sample"], each["reply"]) for each in found]


def is_whole(out: Path) -> bool:
    """Whether every reply is there once, and is what the model says."""
    lines = lines_of(out)
    run = Run.load(out)
    right = all(each.reply.startswith(f"{2 * each.turn - 1} q") for each in run.replies.values())
    return len(lines) == len(run.replies) == TOTAL and run.missing == 0 and right


def killed(
    out: Path, random: Random, make: Make = lambda: model, seconds: float = 0.12
) -> Iterator[bool]:
    """Kills a run at a random moment, and sees that what was on the disk stays."""
    before = Counter(lines_of(out))
    number = child(lambda: held(out, make=make))
    time.sleep(random.random() * seconds)
    os.kill(number, signal.SIGKILL)
    died = status_of(number) != 0
    after = Counter(lines_of(out))
    yield before <= after
    yield max(after.values(), default=1) == 1
    if not died:  # it was complete
        yield is_whole(out)
        shutil.rmtree(out)


def resumed(out: Path, random: Random, make: Make, kills: int) -> Iterator[bool]:
    """Kills a run until it was killed so often, and compares it with one that nothing disturbed."""
    start = time.monotonic()
    held(whole := out.with_name(f"{out.name}-whole"), make=make)
    seconds = time.monotonic() - start
    for _ in range(kills):
        yield from killed(out, random, make, seconds)
    held(out, make=make)
    yield is_whole(out)
    yield sorted(lines_of(out)) == sorted(lines_of(whole))
    shutil.rmtree(out)
    shutil.rmtree(whole)


@contextmanager
def chat_server() -> Iterator[str]:
    """A server with OpenAI's chat interface in a process of its own; yields its address."""
    script = Path(__file__).parents[1] / "support" / "chat_server.py"
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def of_models(folder: Path, random: Random, kills: int) -> Iterator[tuple[str, list[bool]]]:
    """Kills runs of the models that a command line can name."""
    sys.path.insert(0, str(Path(__file__).parent))
    with chat_server() as url:
        makers: dict[str, Make] = {
            "python:": lambda: load_model("python:runs:later"),
            "openai:": lambda: load_model("openai:m", base_url=url),
        }
        for name, make in makers.items():
            make()  # what is imported in this process is there in its children
            yield name, list(resumed(folder / name[:-1], random, make, kills))


def torn(out: Path, random: Random) -> Iterator[bool]:
    """Cuts a journal anywhere; a resumed run asks again only for what was cut off."""
    journal = out / "journal.jsonl"
    raw = journal.read_bytes()
    journal.write_bytes(raw[: random.randrange(len(raw) + 1)])
    kept = lines_of(out)
    if kept:
        held(out)
    yield lines_of(out)[: len(kept)] == kept
    yield not kept or is_whole(out)
    journal.write_bytes(raw)


def flipped(out: Path, random: Random) -> Iterator[bool]:
    """Flips a bit of a journal; the run is refused, or says what it said before."""
    journal = out / "journal.jsonl"
    raw = bytearray(whole := journal.read_bytes())
    before = Run.load(out).replies
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    journal.write_bytes(raw)
    try:
        after = Run.load(out).replies
        yield all(before[slot] == record for slot, record in after.items())
        yield len(before) - len(after) <= 1  # a last line without its end counts as torn
    except RunError as error:
        yield "journal.jsonl, line" in str(error)
    journal.write_bytes(whole)


def crowded(out: Path, random: Random) -> Iterator[bool]:
    """Six processes resume one run at once; one holds it at a time."""
    numbers = []
    for _ in range(6):
        numbers.append(child(lambda: held(out)))
        time.sleep(random.random() * 0.01)
    yield set(map(status_of, numbers)) <= {0, 2}
    held(out)
    yield is_whole(out)
    shutil.rmtree(out)


def full(out: Path, random: Random) -> Iterator[bool]:
    """A file may grow only so far, as on a full disk; then there is room again."""

    def limited() -> None:
        most = random.randrange(100, 25_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        held(out)

    yield status_of(child(limited)) in (0, 2)
    raw = (out / "journal.jsonl").read_bytes() if out.exists() else b""
    yield raw == b"" or raw.endswith(b"\n")
    yield not any(each.name.endswith(".tmp") for each in out.iterdir())
    held(out)
    yield is_whole(out)
    shutil.rmtree(out)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of 64 KiB, where this is allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def filled(disk: Path, random: Random) -> Iterator[bool]:
    """The disk is full at some moment; then there is room again."""
    out, other = disk / "r", disk / "other"
    other.write_bytes(b"x" * 4096 * random.randrange(8, 14))
    yield status_of(child(lambda: held(out))) in (0, 2)
    journal = out / "journal.jsonl"
    yield not journal.exists() or journal.read_bytes()[-1:] in (b"", b"\n")
    other.unlink()
    held(out)
    yield is_whole(out)
    shutil.rmtree(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100, help="how often each is done")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    random, faults = Random(options.seed), 0
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the children say
    with tempfile.TemporaryDirectory() as name, small_disk(Path(name, "disk")) as disk:
        whole = Path(name, "whole")
        held(whole)
        places = {killed: Path(name, "killed"), crowded: Path(name, "crowded")}
        places |= {full: Path(name, "full"), torn: whole, flipped: whole}
        if disk is not None:
            places[filled] = disk
        for treat, place in places.items():
            start, bad, seen = time.monotonic(), 0, 0
            for _ in range(options.count):
                results = list(treat(place, random))
                seen, bad = seen + len(results), bad + results.count(False)
            took = time.monotonic() - start
            print(
                f"{treat.__name__:8} {options.count} times, {seen} looks, {bad} faults, {took:.0f} s",
                flush=True,
            )
            faults += bad
        for kind, results in of_models(Path(name), random, options.count):
            print(
                f"{kind:8} {options.count} kills, {len(results)} looks, {results.count(False)} faults"
            )
            faults += results.count(False)
    if disk is None:
        print("filled   not done: no file system may be mounted here")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
