"""The plug-in of pytest: a failed test shows the verdicts that its assertion is about.

pytest finds it by its entry point. It asserts nothing itself, and is idle until a test fails.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest


# The old kind of wrapper, because the plug-in is loaded by whatever pytest is installed.
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Adds the verdicts to the report of a failed test."""
    outcome = yield
    report = outcome.get_result()
    # A test that has a verdict has imported this.
    if call.excinfo is not None and report.failed and "mifcheck.verdict" in sys.modules:
        # What a hook raises ends the whole session, and the values of a test can raise anything.
        with suppress(Exception):
            told = _explained(call.excinfo.traceback)
            if told:
                report.sections.append(("mifcheck", told))


def _explained(traceback: Any) -> str:
    """Returns the verdicts that the failed statement of a test names; "" if there are none."""
    from mifcheck.testing.following import shown_verdicts, verdicts_in

    entry = [each for each in traceback if not _is_internal(each)][-1]
    values = entry.frame.f_locals
    named = [values[name] for name in _names(str(entry.statement)) if name in values]
    return shown_verdicts(verdicts_in(named))


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
