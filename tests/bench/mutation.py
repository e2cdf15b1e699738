"""How many small faults in the code of the checks are noticed by the tests.

    python -m pip install cosmic-ray==8.7.0
    python tests/bench/mutation.py [--count 300] [--seed 1] [--rooms checkers,markup,text] [--tests]

cosmic-ray makes the faults: another operator, comparison, number, keyword, a condition that is
negated, a decorator that is gone. `--count` of them are drawn at random from all places in the
rooms. Each is put into one module of a new process, which goes over the tables of replies that
come with the package (`mif.testing.cases`) in an order of its own, and ends at the first that is
judged wrongly. With `--tests`, the faults that all replies survive are given to the tests of
their room, too. What survives is printed with the lines that changed.

Changes of annotations and of docstrings are no faults, and are not drawn.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import track

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 240
"""Seconds that a process may take; one that takes longer has noticed the fault."""
TESTS = {
    "checkers": ("checkers", "languages"),
    "markup": ("markup", "languages"),
    "text": ("checkers/test_text.py", "languages", "markup"),
    "segment": ("languages",),
}

_LEFT_OUT = ("VariableReplacer", "VariableInserter", "ExceptionReplacer", "BinaryOperator_BitOr")
"""Operators that need settings, that are of no use here, or that change `X | None` of aliases."""

CHILD = """
import importlib.abc, importlib.util, random, sys

name, path, told = sys.argv[1:4]


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, where, target=None):
        if fullname != name:
            return None
        spec = importlib.util.spec_from_file_location(
            name, told, submodule_search_locations=[told.rpartition("/")[0]] if told.endswith("__init__.py") else None
        )
        spec.loader.get_data = lambda _: open(path, "rb").read()
        spec.loader.path_stats = lambda _: (_ for _ in ()).throw(OSError)
        return spec


sys.meta_path.insert(0, Finder())
sys.dont_write_bytecode = True
if sys.argv[4:]:
    import pytest

    sys.exit(pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *sys.argv[4:]]))
import mifcheck as mif

cases = list(mif.testing.cases())
random.Random(name).shuffle(cases)
for case in cases:
    if mif.check(case.id, case.kwargs, case.text, case.language).passed is not case.truth:
        sys.exit(1)
"""


@dataclass(frozen=True)
class Fault:
    """One fault: a module, and what cosmic-ray changes in it."""

    path: Path
    operator: Any
    occurrence: int

    @property
    def module(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOT).parts[1].removesuffix(".py")

    def source(self) -> str | None:
        """The module with the fault; None if it means what it meant before."""
        from cosmic_ray.mutating import mutate_code

        before = self.path.read_text("utf-8")
        after = mutate_code(before, self.operator, self.occurrence)
        if after is None or meaning(before) == meaning(after):
            return None
        return str(after)

    def change(self, after: str) -> str:
        before = self.path.read_text("utf-8").splitlines()
        lines = list(difflib.unified_diff(before, after.splitlines(), n=0, lineterm=""))[2:]
        return f"{self.path.relative_to(ROOT)} " + " | ".join(line.strip() for line in lines)


class _Bare(ast.NodeTransformer):
    """Takes away annotations and docstrings."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if is_text else self.generic_visit(node)


def meaning(source: str) -> str:
    try:
        return ast.dump(_Bare().visit(ast.parse(source)))
    except SyntaxError:
        return ""


def faults(rooms: list[str]) -> Iterator[Fault]:
    """Yields every fault that can be made in some rooms."""
    from cosmic_ray.ast import ast_nodes, get_ast_from_path
    from cosmic_ray.plugins import get_operator, operator_names

    names = [name for name in operator_names() if not any(each in name for each in _LEFT_OUT)]
    operators = [get_operator(name)() for name in names]
    for room in rooms:
        for path in sorted((ROOT / "mifcheck" / room).rglob("*.py")):
            nodes = list(ast_nodes(get_ast_from_path(path)))
            for operator in operators:
                count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
                yield from (Fault(path, operator, at) for at in range(count))


def survives(fault: Fault, source: str, tests: tuple[str, ...] = ()) -> bool:
    """Tells whether nothing in a new process notices a fault."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(source)
        file.flush()
        places = [str(ROOT / "tests" / test) for test in tests]
        command = [sys.executable, "-c", CHILD, fault.module, file.name, str(fault.path), *places]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300, help="how many faults are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", default="checkers,markup,text")
    parser.add_argument("--tests", action="store_true", help="ask the tests of the room, too")
    given = parser.parse_args()
    every = list(faults(given.rooms.split(",")))
    random.Random(given.seed).shuffle(every)
    drawn = ((fault, fault.source()) for fault in every)
    chosen = [pair for pair, _ in zip((p for p in drawn if p[1]), range(given.count), strict=False)]
    print(f"{len(chosen)} of about {len(every):,} faults", flush=True)
    left = []
    for fault, source in track(chosen, "replies"):
        assert source is not None
        if survives(fault, source):
            left.append((fault, source))
    print(f"{len(chosen) - len(left)} noticed by the replies alone", flush=True)
    if given.tests:
        left = [
            (fault, source)
            for fault, source in track(left, "tests")
            if survives(fault, source, TESTS[fault.room])
        ]
    for fault, source in left:
        print("survived:", fault.change(source))
    print(f"{len(chosen) - len(left)} of {len(chosen)} noticed ({1 - len(left) / len(chosen):.1%})")


if __name__ == "__main__":
    main()
