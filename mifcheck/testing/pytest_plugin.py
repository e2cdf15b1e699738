"""The plug-in of pytest: a failed test shows the verdicts that its assertion is about.

pytest finds it by its entry point. It asserts nothing itself, and is idle until a test fails.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mifcheck.verdict import Span, Verdict

REPLY = "reply"
"""The variable of a test in whose text the evidence is marked."""


# The old kind of wrapper, because the plug-in is loaded by whatever pytest is installed.
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Adds the verdicts to the report of a failed test."""
    outcome = yield
    report = outcome.get_result()
    # A test that has a verdict has imported this.
    if call.excinfo is not None and report.failed and "mifcheck.verdict" in sys.modules:
        told = "\n".join(_explained(call.excinfo.traceback))
        if told:
            report.sections.append(("mifcheck", told))


def _explained(traceback: Any) -> Iterator[str]:
    from mifcheck.testing.following import shown_verdicts, verdicts_in

    seen = [entry for entry in traceback if not _is_internal(entry)]
    for entry in seen[-1:]:
        values = entry.frame.f_locals
        named = (values[name] for name in _names(str(entry.statement)) if name in values)
        verdicts = verdicts_in([*named])
        if verdicts:
            yield shown_verdicts(verdicts, _reply_of(verdicts, values.get(REPLY)))


def _reply_of(verdicts: Sequence[Verdict], value: Any) -> str | None:
    """Returns the value if it may be the text of verdicts: it has every place in the evidence."""
    furthest = max((span.end for each in verdicts for span in _spans(each)), default=0)
    return value if isinstance(value, str) and furthest <= len(value) else None


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


def _spans(verdict: Verdict) -> Iterator[Span]:
    yield from verdict.evidence
    for part in verdict.parts:
        yield from _spans(part)
