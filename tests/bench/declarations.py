"""How much code a registered id takes.

    python tests/bench/declarations.py

Counts lines of code: no docstrings, comments or blank lines. "Families" are the modules that
register checkers, imports included; "own" are the lines of the class or function of an id, and
"declared" those of its decorator as well. Ids that a loop declares have no lines of their own.
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import mifcheck as mif

_IGNORED = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)


class Size(NamedTuple):
    """The lines of code of an id's class or function, without and with its decorator."""

    own: int
    declared: int
    id: str


def code_lines(path: Path) -> set[int]:
    """Returns the numbers of the lines that have code."""
    source = path.read_text(encoding="utf-8")
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            documented |= {line for first in node.body[:1] for line in _docstring(first)}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    filled = {
        line
        for token in tokens
        if token.type not in _IGNORED
        for line in range(token.start[0], token.end[0] + 1)
    }
    return filled - documented


def _docstring(node: ast.stmt) -> range:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_text and isinstance(node.value.value, str):
        return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return range(0)


def imports(path: Path) -> set[int]:
    """Returns the numbers of the lines that import something."""
    return {
        line
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def sizes(path: Path, ids: dict[str, str]) -> Iterator[Size]:
    """Yields the size of each checker that a module declares; `ids` maps names to ids."""
    lines = code_lines(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in ids:
            own = set(range(node.lineno, (node.end_lineno or node.lineno) + 1)) & lines
            decorators = {
                line
                for each in node.decorator_list
                for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)
            }
            yield Size(len(own), len(own | decorators & lines), ids[node.name])


def declared_in() -> dict[Path, dict[str, str]]:
    """Returns the modules that declare checkers, each with its ids by the names of the checkers."""
    files: dict[Path, dict[str, str]] = {}
    for id, cls in mif.registry.items():
        if cls.__module__.startswith("mifcheck."):
            path = Path(inspect.getsourcefile(inspect.getmodule(cls) or cls) or "")
            files.setdefault(path, {})[cls.__name__] = id
    return files


def main() -> int:
    """Prints the lines of code an id, and the longest declarations."""
    files = declared_in()
    folder = next(iter(files)).parent
    count = sum(map(len, files.values()))
    families = sum(len(code_lines(path)) for path in files)
    bare = sum(len(code_lines(path) - imports(path)) for path in files)
    whole = sum(len(code_lines(path)) for path in folder.rglob("*.py"))
    rows = sorted(size for path, ids in files.items() for size in sizes(path, ids))
    print(f"{count} ids in {len(files)} families")
    for name, total in (
        ("families", families),
        ("families without imports", bare),
        (f"all of {folder.name}/", whole),
        ("own lines", sum(row.own for row in rows)),
        ("with their declarations", sum(row.declared for row in rows)),
    ):
        print(f"{name:<26}{total:>6}{total / count:>7.1f} an id")
    for name, each in (("own lines", "own"), ("with their declarations", "declared")):
        middle = median(getattr(row, each) for row in rows)
        print(f"{name:<26}{middle:>6g} the median")
    print("\n own  declared  id")
    for row in reversed(rows):
        print(f"{row.own:>4}{row.declared:>10}  {row.id}")
    long = [row.id for row in rows if row.own > 8]
    print(f"\n{len(long)} of {len(rows)} have more than 8 lines of their own")
    return 0


if __name__ == "__main__":
    sys.exit(main())
