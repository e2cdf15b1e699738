"""A warm process for `mutation.py`: it knows who runs what, and forks for each fault.

The parent has judged all replies, so that patterns are compiled and dictionaries are loaded. A
child forgets the module with the fault and all that imports it, and imports them again.
"""

from __future__ import annotations

import cProfile
import gc
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 (a child need not import it again)
import pytest
import regex._main
from mutation_faults import ROOT, Fault
from rich.progress import track

sys.path.insert(0, str(ROOT / "tests/package"))
from test_layers import ROOMS, imports

Runs = dict[str, dict[str, set[Any]]]
"""By file and qualified name of a function: what runs it."""

SECONDS = 10
"""Processor time that one reply may take, and the base for one test."""
WALL = 1200
"""Seconds after which a child that waits for something is ended."""
MEMORY = 6 << 30
SURVIVED, NOTICED = 0, 1

TESTS = (
    *("checkers", "languages", "markup", "text", "conflicts", "testing"),
    *("linting/test_lint.py", "scores/test_judged.py"),
)
NOT_ASKED = ("test_the_verdicts_are_a_native_readers",)
"""Tests of the replies, which were asked already."""


class Warm:
    """Knows which replies and tests run which function; gives a fault to them."""

    def __init__(self, kept: Path, tests: bool, replies: int, seconds: float) -> None:
        import mifcheck as mif

        self.most_replies, self.most_seconds = replies, seconds
        regex._main._MAXCACHE = 1 << 20
        self.cases = list(mif.testing.cases())
        random.Random(1).shuffle(self.cases)
        self.importers = _importers()
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
        self.by_case = self._runs_of_cases(kept / "replies.pickle")
        self.by_test: Runs = {}
        self.durations: dict[str, float] = {}
        for runs, durations in _runs_of_tests(kept / "tests.pickle") if tests else ():
            self.durations |= durations
            _add(runs, self.by_test)
        gc.collect()
        gc.freeze()

    def _judge(self, numbers: Iterable[int], each: Callable[[int], object] = id) -> str:
        """Judges replies; names the first that is judged wrongly."""
        import mifcheck as mif

        for number in numbers:
            each(number)
            case = self.cases[number]
            if mif.check(case.id, case.kwargs, case.text, case.language).passed is not case.truth:
                return f"{case.table} {case.id}"
        return ""

    def _runs_of_cases(self, kept: Path) -> Runs:
        """Which replies run what; asked once, and again of those that are new.

        Some are judged anyway, so that the languages are loaded.
        """
        known = pickle.loads(kept.read_bytes()) if kept.exists() else {}
        runs: Runs = {}
        for number, case in enumerate(track(self.cases, "replies", auto_refresh=False)):
            key = _digest(repr((case.language, case.id, case.kwargs, case.text)).encode())
            if key not in known or number < 1500:
                seen: Runs = {}
                with _Watch(seen, number):
                    wrong = self._judge([number])
                if wrong:
                    sys.exit(f"{wrong} is judged wrongly without any fault")
                known.setdefault(key, {path: set(functions) for path, functions in seen.items()})
            for path, functions in known[key].items():
                _add({path: {name: {number} for name in functions}}, runs)
        kept.write_bytes(pickle.dumps(known))
        return runs

    def ask_cases(self, fault: Fault, source: str) -> tuple[str, str]:
        """Lets the replies that run a function, then those that run its module, be judged."""
        chosen = _chosen(self.by_case, fault, int)[: self.most_replies]
        # A child that has to load a language again loads no more than it needs.
        chosen.sort(key=lambda number: self.cases[number].language != "en")
        return self._ask(fault, source, lambda: self._judge(chosen, _limit_processor_time))

    def ask_tests(self, fault: Fault, source: str) -> tuple[str, str]:
        """Runs the tests that run a function, first the room's own, then those of its module."""
        own = f"tests/{fault.path.split('/')[1]}/"
        chosen = _chosen(
            self.by_test, fault, lambda name: (not name.startswith(own), self.durations[name])
        )
        spent = accumulate(self.durations[name] for name in chosen)
        chosen = [
            name for name, total in zip(chosen, spent, strict=True) if total < self.most_seconds
        ]
        if not chosen:
            return "survived", ""
        files = sorted({name.partition("::")[0] for name in chosen})
        asked = _Asked(chosen, self.durations)
        return self._ask(
            fault, source, lambda: _pytest([str(ROOT / name) for name in files], asked)
        )

    def _ask(self, fault: Fault, source: str, asked: Callable[[], str]) -> tuple[str, str]:
        """Returns "survived", "noticed" or "too long", and who noticed it."""
        read, write = os.pipe()

        def child() -> int:
            _limit_processor_time()
            told = self._told(fault, source, asked)
            os.write(write, told[:500].encode())
            return NOTICED if told else SURVIVED

        status = _in_child(child)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read().decode("utf-8", "replace")
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGALRM):
            return "too long", ""
        return ("survived" if status == 0 else "noticed"), told

    def _told(self, fault: Fault, source: str, asked: Callable[[], str]) -> str:
        try:
            self._forget(fault.module)
            sys.meta_path.insert(0, _Finder(fault, source))
            importlib.import_module(fault.module)
            return asked()
        except BaseException as error:
            return f"{type(error).__name__}: {error}"

    def _forget(self, module: str) -> None:
        """Forgets a module, all that imports it, and all rooms from `text` upwards."""
        gone, upper = {module}, ROOMS[ROOMS.index("text") :]
        todo = [module]
        while todo:
            new = self.importers[todo.pop()] - gone
            gone |= new
            todo += new
        for name in list(sys.modules):
            room = name.split(".")[1] if name.startswith("mifcheck.") else ""
            if name == "mifcheck" or room in upper or name in gone:
                del sys.modules[name]


class _Watch:
    """Notes the functions of the package that are called within a `with` block."""

    def __init__(self, runs: Runs, name: int | str) -> None:
        self.runs, self.name = runs, name
        self.profile = cProfile.Profile(subcalls=False, builtins=False)

    def __enter__(self) -> None:
        self.profile.enable()

    def __exit__(self, *_: object) -> None:
        self.profile.disable()
        house = f"{ROOT}/mifcheck/"
        for entry in self.profile.getstats():
            code = entry.code
            if not isinstance(code, str) and code.co_filename.startswith(house):
                path = code.co_filename[len(house) - len("mifcheck/") :]
                _add({path: {code.co_qualname: {self.name}}}, self.runs)


class _Watcher:
    """Notes, by file, which tests pass, how long they take, and which functions they run."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Runs, dict[str, float]]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not any(name in item.nodeid for name in NOT_ASKED)]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        seen: Runs = {}
        begun = time.process_time()
        with _Watch(seen, item.nodeid):
            outcome = yield
        if outcome.excinfo is None:
            runs, durations = self.files.setdefault(item.nodeid.partition("::")[0], ({}, {}))
            durations[item.nodeid] = time.process_time() - begun
            _add(seen, runs)


class _Asked:
    """Runs chosen tests in their order; keeps the name of the first that fails."""

    def __init__(self, chosen: Sequence[str], durations: dict[str, float]) -> None:
        self.order = {name: number for number, name in enumerate(chosen)}
        self.durations = durations
        self.told = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.order]
        items.sort(key=lambda item: self.order[item.nodeid])

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        _limit_processor_time(seconds=SECONDS + 10 * self.durations[item.nodeid])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def _note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.failed:
            self.told = self.told or report.nodeid or "collection"


def _pytest(files: Sequence[str], plugin: _Watcher | _Asked) -> str:
    options = [
        "-q",
        "-n",
        "0",
        "-m",
        "not slow",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "--assert=plain",
    ]
    stop = ["-x"] if isinstance(plugin, _Asked) else []
    code = pytest.main([*options, *stop, f"--rootdir={ROOT}", *files], plugins=[plugin])
    if isinstance(plugin, _Watcher) or code in (0, 5):
        return ""
    return plugin.told or f"pytest ends with {code}"


class _Finder(importlib.abc.MetaPathFinder):
    """Gives the module with the fault its changed source."""

    def __init__(self, fault: Fault, source: str) -> None:
        self.fault, self.source = fault, source

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.fault.module:
            return None
        place = ROOT / self.fault.path
        loader = _Changed(fullname, str(place), self.source)
        folders = [str(place.parent)] if place.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, place, loader=loader, submodule_search_locations=folders
        )


class _Changed(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.changed = source

    def get_code(self, fullname: str) -> Any:
        return compile(self.changed, self.path, "exec", dont_inherit=True)


def _importers() -> dict[str, set[str]]:
    """Maps each module to the modules that import it anywhere; a package counts as imported too."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, _, target in imports(ROOT / "mifcheck"):
        parts = f"mifcheck.{target}".split(".")
        for end in range(2, len(parts) + 1):
            found[".".join(parts[:end])].add(f"mifcheck.{name}".rstrip("."))
    return found


def _chosen(runs: Runs, fault: Fault, key: Callable[..., Any]) -> list[Any]:
    """Those that run the function of a fault, then the others that run its module."""
    functions, name = runs.get(fault.path, {}), fault.function()
    inside = f"{name}.<locals>."
    inner = {each for f in functions if f == name or f.startswith(inside) for each in functions[f]}
    every = {each for names in functions.values() for each in names}
    return [*sorted(inner, key=key), *sorted(every - inner, key=key)]


def _limit_processor_time(_: int = 0, seconds: float = SECONDS) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _in_child(work: Callable[[], int], quiet: bool = True) -> int:
    """Forks; returns how the child ended, as `os.waitpid` says it."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    code = NOTICED
    try:
        if quiet:
            for number in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(WALL)
        code = work()
    finally:
        os._exit(code)


def _add(more: Runs, runs: Runs) -> None:
    for path, functions in more.items():
        for function, names in functions.items():
            runs.setdefault(path, {}).setdefault(function, set()).update(names)


def _runs_of_tests(kept: Path) -> Iterator[tuple[Runs, dict[str, float]]]:
    """Which tests run what; asked once, and again of the files of tests that have changed."""
    known = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    places = [ROOT / "tests" / name for name in TESTS]
    files = sorted(
        file
        for place in places
        for file in ([place] if place.is_file() else place.glob("test_*.py"))
    )
    now = {str(file.relative_to(ROOT)): _digest(file.read_bytes()) for file in files}
    new = [name for name, digest in now.items() if known.get(name, ("",))[0] != digest]
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"

        def child() -> int:
            watcher = _Watcher()
            _pytest([str(ROOT / name) for name in new], watcher)
            told.write_bytes(pickle.dumps(watcher.files))
            return SURVIVED

        if new:
            _in_child(child, quiet=False)
            found = pickle.loads(told.read_bytes())
            known |= {name: (now[name], *found.get(name, ({}, {}))) for name in new}
            kept.write_bytes(pickle.dumps(known))
    return ((known[name][1], known[name][2]) for name in now)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
