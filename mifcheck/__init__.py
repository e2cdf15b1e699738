"""Checks by program whether a language model's reply follows its instructions.

    import mifcheck as mif

    v = mif.check("length_constraints:number_words", {"num_words": 300, "relation": "at least"},
                  reply, language="hi")
    v.passed, v.measured, v.explain()

The public names are listed in `__init__.pyi`. Each is imported when it is first used, so that
`import mifcheck` is fast.
"""

import ast
import importlib
import pkgutil
from typing import Any

from mifcheck import doors

doors.load_from("mifcheck.report.forms", "text", "html", "plot")
doors.load_from("mifcheck.testing.strategies", "strategy")
doors.load_from("mifcheck.checkers.algebra", "conjunction", "disjunction", "negation")

# The stub is read as data of the package, so that it is also found in a zip file.
_STUB = ast.parse(pkgutil.get_data(__name__, "__init__.pyi") or b"")
_HOMES = {
    alias.name: node.module
    for node in _STUB.body
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mifcheck' has no attribute {name!r}")
    home = _HOMES[name]
    module = importlib.import_module(f"{__name__}.{home or name}")
    return getattr(module, name) if home else module


def __dir__() -> list[str]:
    return [*__all__]
