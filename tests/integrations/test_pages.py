"""The Python on the pages of the suites: what it imports is there, and what needs no model runs."""

from __future__ import annotations

import ast

import pytest
from doc_blocks import python_blocks

SUITES = {
    "deepeval": "deepeval",
    "evalscope": "evalscope",
    "inspect-ai": "inspect_ai",
    "promptfoo": "mifcheck",
    "ray": "ray",
    "spark": "pyspark",
    "trl": "trl",
    "verifiers": "verifiers",
}
"""Pages, and the package that each needs."""


def blocks(page):
    """The Python of a page; skips the test where its suite is not installed."""
    pytest.importorskip(SUITES[page], reason=f"{page} is not installed", exc_type=ImportError)
    return python_blocks(f"docs/integrations/{page}.md")


@pytest.mark.parametrize("page", SUITES)
def test_what_a_page_imports_is_there(page):
    held = blocks(page)
    if page == "verifiers" and hasattr(pytest.importorskip("verifiers"), "Rubric"):
        held = held[1:]  # the first is for newer versions
    found = [
        node
        for block in held
        for node in ast.parse(block).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert any("mifcheck" in ast.unparse(node) for node in found)
    for node in found:
        exec(ast.unparse(node), {})


def test_the_page_of_deepeval_says_why_its_case_fails():
    (block,) = blocks("deepeval")
    with pytest.raises(AssertionError, match=r"score: 0\.5"):
        exec(block, {})


def test_the_task_on_the_page_of_inspect_is_one():
    shared: dict = {}
    exec(blocks("inspect-ai")[-1], shared)
    assert shared["task"].dataset[0].metadata == shared["row"]


def test_the_reward_on_the_page_of_verifiers_is_the_share():
    shared: dict = {}
    vf = pytest.importorskip("verifiers")
    if not hasattr(vf, "Rubric"):
        pytest.skip("a newer version of verifiers, without rubrics")
    exec(blocks("verifiers")[-1], shared)
    row = {"instructions": ["punctuation:no_comma"], "language": "fr"}
    assert shared["pif"]([{"content": "Il pleut, encore."}], row) == 0
