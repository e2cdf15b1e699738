"""The plug-in of pytest: a failed test shows the verdicts that its assertion is about.

pytest finds it by its entry point. It asserts nothing itself, and is idle until a test fails.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

REPLY = "reply"
"""The variable of a test in whose text the evidence is marked."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Adds the verdicts to the report of a failed test."""
    report = yield
    # A test that has a verdict has imported this.
    if call.excinfo is not None and report.failed and "mifcheck.verdict" in sys.modules:
        told = "\n".join(_explained(call.excinfo.traceback))
        if told:
            report.sections.append(("mifcheck", told))
    return report


def _explained(traceback: Any) -> Iterator[str]:
    from mifcheck.testing.following import shown, verdicts_in

    seen = [entry for entry in traceback if not _is_internal(entry)]
    for entry in seen[-1:]:
        values = entry.frame.f_locals
        named = (values[name] for name in _names(str(entry.statement)) if name in values)
        verdicts = verdicts_in([*named])
        reply = values.get(REPLY)
        if verdicts:
            yield shown(verdicts, reply if isinstance(reply, str) else None)


def _is_internal(entry: Any) -> bool:
    """Tells whether an entry of a traceback is in this package, such as `Verdict.__bool__`."""
    return str(entry.frame.f_globals.get("__name__", "")).split(".")[0] == "mifcheck"


def _names(statement: str) -> Iterator[str]:
    """Yields the names in a statement, each once; none if it cannot be read alone."""
    try:
        tree = ast.parse(textwrap.dedent(statement))
    except SyntaxError:
        return
    nodes = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    yield from dict.fromkeys(nodes)
