"""The faults that `mutation.py` puts into code, and which changes are none."""

from __future__ import annotations

import ast
import difflib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

_OPERATORS_LEFT_OUT = (
    *("VariableReplacer", "VariableInserter", "ExceptionReplacer", "BitOr"),
    *("_Eq_Is", "_NotEq_IsNot"),
)
"""Operators that need settings, that are of no use here, that change `X | None` of aliases, or that
Python answers alike: equal short texts and small numbers are mostly one object."""

_NO_MEANING = {"cache", "dataclass_transform", "final", "lru_cache", "overload", "override"}
"""Decorators that decide what is kept in memory, or what a type checker reads."""

_SHOWN = {"__repr__", "__str__", "explain"}
"""Functions whose result is only for display."""


@dataclass(frozen=True)
class Fault:
    """One fault: a file, a place in it, and what cosmic-ray changes there."""

    path: str
    place: tuple[int, int]
    operator: Any
    occurrence: int

    @property
    def name(self) -> str:
        return f"{self.path}:{type(self.operator).__name__}:{self.occurrence}"

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        parts = self.path.split("/")
        return "/".join(parts[1:3]) if parts[2] == "grammar" else parts[1]

    def source(self) -> str | None:
        """The module with the fault; None if it means what it meant before."""
        from cosmic_ray.mutating import mutate_code

        before = (ROOT / self.path).read_text("utf-8")
        after = mutate_code(before, self.operator, self.occurrence)
        if after is None or meaning(before) == meaning(after):
            return None
        return str(after)

    def change(self, after: str) -> str:
        before = (ROOT / self.path).read_text("utf-8").splitlines()
        lines = list(difflib.unified_diff(before, after.splitlines(), n=0, lineterm=""))[2:]
        return " | ".join(line.strip() for line in lines if not line.startswith("@@"))

    def function(self) -> str:
        """The qualified name of the innermost function around the place; "" outside of functions."""
        return _qualified(ast.parse((ROOT / self.path).read_text("utf-8")), self.place[0], "")


def _qualified(node: ast.AST, line: int, before: str) -> str:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            first = min([child.lineno, *(each.lineno for each in child.decorator_list)])
            if first <= line <= (child.end_lineno or 0):
                if isinstance(child, ast.ClassDef):
                    return _qualified(child, line, f"{before}{child.name}.")
                name = before + child.name
                return _qualified(child, line, f"{name}.<locals>.") or name
        elif isinstance(child, ast.stmt) and child.lineno <= line <= (child.end_lineno or 0):
            return _qualified(child, line, before)
    return ""


class _Bare(ast.NodeTransformer):
    """Takes away what no verdict depends on: annotations, messages, examples, memos."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.decorator_list = [
            each for each in node.decorator_list if _name(each) not in _NO_MEANING
        ]
        if node.name in _SHOWN:
            node.body = [ast.Pass()]
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        gone = {"slots", "maxsize", "example"} | ({"strict"} if _name(node) == "zip" else set())
        node.keywords = [each for each in node.keywords if each.arg not in gone]
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return ast.Raise(ast.Constant(_name(node.exc)), None)

    def visit_If(self, node: ast.If) -> ast.AST:
        return ast.Pass() if _name(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if is_text else self.generic_visit(node)


def _name(node: ast.AST | None) -> str:
    """The last name of `name`, `module.name` and `name(...)`."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", ""))


def meaning(source: str) -> str:
    """A text that is the same for two sources between which no verdict can tell."""
    try:
        return ast.dump(_Bare().visit(ast.parse(source)))
    except SyntaxError:
        return ""


def faults(rooms: Iterable[str]) -> Iterator[Fault]:
    """Yields every fault that can be made in some rooms."""
    from cosmic_ray.ast import ast_nodes, get_ast_from_path
    from cosmic_ray.plugins import get_operator, operator_names

    names = [n for n in operator_names() if not any(each in n for each in _OPERATORS_LEFT_OUT)]
    operators = [get_operator(name)() for name in names]
    for room in rooms:
        for path in sorted((ROOT / "mifcheck" / room).rglob("*.py")):
            nodes = list(ast_nodes(get_ast_from_path(path)))
            for operator in operators:
                spots = (start for node in nodes for start, _ in operator.mutation_positions(node))
                for occurrence, place in enumerate(spots):
                    yield Fault(str(path.relative_to(ROOT)), place, operator, occurrence)


def draw(every: Iterable[Fault], count: int, seed: int) -> Iterator[tuple[Fault, str]]:
    """Draws faults, each room with as many as its share of the places.

    A place is drawn first and one of the faults possible there next: a comparison can be changed
    in ten ways and a number in two, but they count alike. No place is drawn twice.
    """
    places: dict[str, dict[tuple[str, tuple[int, int]], list[Fault]]] = defaultdict(dict)
    for fault in every:
        places[fault.room].setdefault((fault.path, fault.place), []).append(fault)
    total = sum(map(len, places.values()))
    for room, spots in sorted(places.items()):
        order = random.Random(f"{seed} {room}")
        wanted = round(count * len(spots) / total)
        for spot in order.sample(sorted(spots), len(spots)):
            if not wanted:
                break
            fault = order.choice(spots[spot])
            source = fault.source()
            if source is not None:
                wanted -= 1
                yield fault, source
