"""The house has floors: a module imports only from those below its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mifcheck

HOUSE = Path(mifcheck.__file__).parent

# From the ground up; a package is one floor, and its modules may import one another.
FLOORS = (
    "_version",
    "errors",
    "verdict",
    "bounds",
    "languages",
    "markdown",
    "segment",
    "identify",
    "text",
    "checker",
    "registry",
    "checkers",
    "frozendict",
    "conversation",
    "profiles",
    "evaluate",
    "signature",
    "datasets",
    "lint",
    "journal",
    "models",
    "progress",
    "folder",
    "run",
    "history",
    "replies",
    "drive",
    "statistics",
    "correlation",
    "score",
    "ratings",
    "report",
    "integrations",
    "cli",
)
ROOF = ("__init__", "__main__")


def modules(house: Path) -> Iterator[tuple[str, Path]]:
    """(dotted name below the package, file) of every module; a package's own is its name."""
    for path in sorted(house.rglob("*.py")):
        parts = path.relative_to(house).with_suffix("").parts
        if len(parts) > 1 and parts[-1] == "__init__":
            parts = parts[:-1]
        yield ".".join(parts), path


def imported(path: Path, house: Path) -> Iterator[tuple[int, str]]:
    """(line, module below the package) of what a file imports; "" is the package itself."""
    package = house.name
    here = [package, *path.relative_to(house).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == package:
                    yield node.lineno, alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            if whole.split(".")[0] != package:
                continue
            inner = whole.partition(".")[2]
            for alias in node.names:
                # `from package import name` is an import of the module `name` where there is one.
                if inner:
                    yield node.lineno, inner
                elif (house / alias.name).is_dir() or (house / f"{alias.name}.py").is_file():
                    yield node.lineno, alias.name
                else:
                    yield node.lineno, ""


def faults(house: Path, floors: tuple[str, ...] = FLOORS) -> list[str]:
    """What is wrong with the house: modules without a floor, imports upwards."""
    height = {name: number for number, name in enumerate(floors)}
    found = []
    for name, path in modules(house):
        top = name.split(".")[0]
        if top in ROOF:
            continue
        if top not in height:
            found.append(f"{name} has no floor")
            continue
        for line, target in imported(path, house):
            other = target.split(".")[0]
            if other != top and (other not in height or height[other] > height[top]):
                found.append(f"{name}:{line} imports {target or 'the roof'}")
    return found


def test_no_import_goes_upwards():
    assert faults(HOUSE) == []


def test_every_floor_is_there():
    present = {name.split(".")[0] for name, _ in modules(HOUSE)}
    assert sorted(set(FLOORS) - present) == []


def test_the_house_that_is_read_is_not_empty():
    assert len(list(modules(HOUSE))) > 30
    assert any(target == "errors" for _, target in imported(HOUSE / "bounds.py", HOUSE))


@pytest.fixture
def toy(tmp_path):
    house = tmp_path / "toy"
    (house / "middle").mkdir(parents=True)
    (house / "__init__.py").write_text("from toy.top import roof_may\n")
    (house / "ground.py").write_text("import json\nfrom json import loads\n")
    (house / "middle" / "__init__.py").write_text("from toy.middle.part import x\n")
    (house / "middle" / "part.py").write_text("from toy.ground import y\nfrom toy import ground\n")
    (house / "top.py").write_text("import toy.middle.part\n")
    return house


TOY = ("ground", "middle", "top")


def test_a_sound_house_has_no_fault(toy):
    assert faults(toy, TOY) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("from toy.top import z", "imports top"),
        ("from toy import top", "imports top"),
        ("import toy.top", "imports top"),
        ("import toy", "imports the roof"),
        ("from toy import check", "imports the roof"),
        ("from ..top import z", "imports top"),
        ("from .. import top", "imports top"),
        ("def late():\n    from toy.top import z", "imports top"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from toy.top import z",
            "imports top",
        ),
        ("import toy.nowhere", "imports nowhere"),
    ],
)
def test_an_import_upwards_is_found(toy, statement, told):
    (toy / "middle" / "part.py").write_text(statement + "\n")
    (fault,) = faults(toy, TOY)
    assert fault.startswith("middle.part:")
    assert told in fault


def test_a_module_without_a_floor_is_found(toy):
    (toy / "attic.py").write_text("")
    assert faults(toy, TOY) == ["attic has no floor"]
