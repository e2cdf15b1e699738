"""Reads every import of the package: no import goes to a room above, and no files form a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mifcheck

HOUSE = Path(mifcheck.__file__).parent

# From the ground up. The order is that of docs/architecture.md.
ROOMS = (
    "_version",
    "safe",
    "errors",
    "masking",
    "doors",
    "verdict",
    "bounds",
    "plain",
    "frozendict",
    "frames",
    "searching",
    "workers",
    "languages",
    "refusals",
    "markup",
    "segment",
    "identify",
    "text",
    "checkers",
    "conversation",
    "conflicts",
    "profiles",
    "evaluate",
    "signature",
    "datasets",
    "linting",
    "models",
    "checking",
    "many",
    "runs",
    "scores",
    "ratings",
    "report",
    "integrations",
    "testing",
    "cli",
)
ROOF = ("__init__", "__main__")


def modules(house: Path) -> dict[str, Path]:
    """Maps each module's dotted name below the package to its file; "" is the package itself."""
    found = {}
    for path in sorted(house.rglob("*.py")):
        parts = path.relative_to(house).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(house: Path) -> Iterator[tuple[str, int, str]]:
    """Yields (module, line, imported module) for every import, wherever it stands in a file."""
    known = modules(house)
    for name, path in known.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for target in _targets(node, house.name, package):
                yield name, node.lineno, _nearest(target, known)


def _nearest(target: str, known: dict[str, Path]) -> str:
    """The module that holds `target`: itself, or the one before the last dot if it is a name."""
    parent = target.rpartition(".")[0]
    return parent if target not in known and parent in known else target


def _targets(node: ast.AST, root: str, package: str) -> Iterator[str]:
    """The dotted names below the package that a node imports."""
    inside = re.compile(rf"{root}(?:\.|$)")
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        above = [root, *filter(None, package.split("."))]
        base = above[: len(above) - node.level + 1] if node.level else []
        base += [node.module] if node.module else []
        names = [".".join([*base, alias.name]) for alias in node.names]
    elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
        names = [_text(argument) for argument in node.args[:1]]
    else:
        names = []
    yield from (inside.sub("", name, count=1) for name in names if inside.match(name))


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _text(node: ast.expr) -> str:
    """The text of a literal; of an f-string the part before its first field."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _text(node.values[0]).rstrip(".")
    value = getattr(node, "value", None)
    return value if isinstance(value, str) else ""


def wrong(house: Path, rooms: tuple[str, ...] = ROOMS) -> list[str]:
    """Lists the modules without a room and the imports of a room above."""
    height = {name: number for number, name in enumerate(rooms)}
    found = [
        f"{name} has no room"
        for name in modules(house)
        if name.split(".")[0] not in (*ROOF, "", *rooms)
    ]
    for name, line, target in imports(house):
        room, other = name.split(".")[0], target.split(".")[0]
        if room in height and height.get(other, len(rooms)) > height[room]:
            found.append(f"{name}:{line} imports {target or 'the package itself'}")
    return list(dict.fromkeys(found))


def circles(house: Path) -> list[list[str]]:
    """Lists the groups of files that import one another, directly or not."""
    graph: dict[str, set[str]] = {name: set() for name in modules(house)}
    for name, _, target in imports(house):
        if target in graph and target != name:
            graph[name].add(target)
    reached = {name: _reached(graph, name) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other]) for name in graph
    }
    return sorted(sorted(group) for group in groups if group)


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = list(graph[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph[name]
    return seen


def test_no_import_goes_upwards():
    assert wrong(HOUSE) == []


def test_no_files_form_a_circle():
    assert circles(HOUSE) == []


def test_every_room_is_there():
    present = {name.split(".")[0] for name in modules(HOUSE)}
    assert sorted(set(ROOMS) - present) == []


def test_the_rooms_are_those_of_the_documentation():
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    named = [name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert named == [room for room in ROOMS if room != "_version"]


def test_the_house_that_is_read_is_not_empty():
    assert len(modules(HOUSE)) > 30
    assert ("bounds", "errors") in {(name, target) for name, _, target in imports(HOUSE)}


@pytest.fixture
def toy(tmp_path):
    house = tmp_path / "toy"
    (house / "middle").mkdir(parents=True)
    (house / "__init__.py").write_text("from toy.top import roof_may\n")
    (house / "ground.py").write_text("import json\nfrom json import loads\n")
    (house / "middle" / "__init__.py").write_text("from toy.middle.part import x\n")
    (house / "middle" / "part.py").write_text("from toy.ground import y\nfrom toy import ground\n")
    (house / "middle" / "other.py").write_text("from toy.middle import x\n")
    (house / "top.py").write_text("import toy.middle.part\n")
    return house


TOY = ("ground", "middle", "top")


def test_a_sound_house_has_no_fault(toy):
    assert wrong(toy, TOY) == []
    assert circles(toy) == []


UPWARDS = [
    ("from toy.top import z", "top"),
    ("from toy import top", "top"),
    ("import toy.top", "top"),
    ("import toy", "the package itself"),
    ("from toy import check", "the package itself"),
    ("from ..top import z", "top"),
    ("from .. import top", "top"),
    ("def late():\n    from toy.top import z", "top"),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from toy.top import z", "top"),
    ("import importlib\nimportlib.import_module('toy.top')", "top"),
    ("from importlib import import_module\nx = import_module(f'toy.top.{1}')", "top"),
    ("__import__('toy.top')", "top"),
]


@pytest.mark.parametrize(("statement", "target"), UPWARDS)
def test_an_import_upwards_is_found(toy, statement, target):
    (toy / "middle" / "part.py").write_text(statement + "\n")
    (found,) = wrong(toy, TOY)
    assert found.startswith("middle.part:")
    assert f"imports {target}" in found


CIRCLES = [
    "from toy.middle.other import z",
    "from toy.middle import other",
    "from .other import z",
    "from . import other",
    "def late():\n    import toy.middle.other",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from toy.middle.other import z",
    "import importlib\nimportlib.import_module('toy.middle.other')",
]


@pytest.mark.parametrize("statement", CIRCLES)
def test_a_circle_of_files_is_found(toy, statement):
    (toy / "middle" / "part.py").write_text(statement + "\n")
    assert circles(toy) == [["middle", "middle.other", "middle.part"]]


def test_a_module_without_a_room_is_found(toy):
    (toy / "attic.py").write_text("")
    assert wrong(toy, TOY) == ["attic has no room"]
