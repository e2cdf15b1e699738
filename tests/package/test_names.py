"""Names: each module can be imported by its name, and no two public things share a name."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import mifcheck as mif
from mifcheck import errors

HOUSE = Path(mif.__file__).parent


def dotted(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in sorted(HOUSE.rglob("*.py")) if path.stem != "__main__"}

# A checker of a reference profile has the name of the native checker with the same id, each command
# module has the same parts, and each data format has a reader. The words of the grammar are those of
# its domain (Count, Key, words), and a function that declares a checker is named within its set.
ALIKE_ON_PURPOSE = (
    "mifcheck.profiles.multi_if",
    "mifcheck.checkers.collie",
    "mifcheck.checkers.grammar",
    "mifcheck.checkers.ifbench",
    "mifcheck.checkers.ifevalg",
    "mifcheck.checkers.m_ifeval",
    "mifcheck.cli",
    "mifcheck.datasets.formats",
)

# What has one name on purpose.
ONE_NAME = {
    "Bound": "a bound, and the same as the type of a parameter",
    "Limit": "a limit, and the same as the type of a parameter",
    "SCHEMA": "the version of each kind of file",
    "plot": "the door, and the function that it opens to",
    "score": "what scores a run, and what does the same for a dataset of Ray",
}


def public_names(path: Path) -> Iterator[str]:
    """The public classes, functions and constants that a file defines."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_") and len(name) > 1)


def shared_names() -> dict[str, list[str]]:
    """The public names that several modules define, each with its modules."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        if not module.startswith(ALIKE_ON_PURPOSE):
            for name in set(public_names(path)):
                homes[name].append(module)
    return {name: found for name, found in sorted(homes.items()) if len(found) > 1}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_what_its_dotted_name_gives(name: str):
    found: dict[str, ModuleType] = {}
    try:
        exec(f"import {name} as found", found)
    except ModuleNotFoundError as error:
        if name != f"mifcheck.integrations.{error.name}":
            raise
        pytest.skip(f"{error.name} is not installed")
    assert isinstance(found["found"], ModuleType)
    assert found["found"] is importlib.import_module(name)


def test_no_public_name_is_that_of_a_module_of_the_package():
    modules = {name.split(".")[1] for name in MODULES if "." in name}
    assert sorted(modules & set(mif.__all__)) == ["models", "testing"]
    assert isinstance(mif.models, ModuleType)
    assert isinstance(mif.testing, ModuleType)


def test_no_module_is_named_like_what_it_offers_to_users():
    named = [name for name, path in MODULES.items() if name.split(".")[-1] in public_names(path)]
    # A command of the command line is a function in a module of the same name.
    named = [name for name in named if not name.startswith("mifcheck.cli.commands.")]
    assert [name for name in named if name.split(".")[-1] in mif.__all__] == []


def test_no_two_modules_define_the_same_public_name():
    assert sorted(shared_names()) == sorted(ONE_NAME)


def test_all_exceptions_are_public_and_in_one_tree():
    defined = {
        name: value
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert all(issubclass(value, mif.MifcheckError) for value in defined.values())
    assert {name for name, value in defined.items() if getattr(mif, name) is value} == set(defined)
    listed = [line.strip(" ├└─│").split(" ")[0] for line in (errors.__doc__ or "").splitlines()]
    assert {name for name in listed if name.endswith("Error")} == set(defined)


def test_no_exception_is_defined_elsewhere():
    for module, path in MODULES.items():
        if module != "mifcheck.errors":
            assert [name for name in public_names(path) if name.endswith("Error")] == []


PAGE = HOUSE.parent / "docs" / "api.md"


def documented() -> list[str]:
    return re.findall(r"^::: ([\w.]+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", documented())
def test_a_documented_name_exists(name: str):
    value = importlib.import_module("mifcheck")
    for part in name.split(".")[1:]:
        # A module is found by import: a package may offer something else under its name.
        path = f"{value.__name__}.{part}" if isinstance(value, ModuleType) else ""
        value = importlib.import_module(path) if path in MODULES else getattr(value, part)


def test_every_public_name_is_documented():
    names = {name.rpartition(".")[2] for name in documented()}
    undocumented = set(mif.__all__) - names - set(dir(errors))
    assert sorted(undocumented) == ["__version__", "models", "testing"]
