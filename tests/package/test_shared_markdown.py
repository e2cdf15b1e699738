"""What is found of Markdown in real replies, beside markdown-it-py; the data stand beside the checkout."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
SHARED = Path(__file__).parents[3] / "shared" / "parity"
ALIKE, EXPLAINED = 0.99, 0.999


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")
def test_real_replies_are_read_as_markdown_it_reads_them(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    oracle = importlib.import_module("markdown_oracle")
    total, alike, _, unknown = oracle.compared()
    assert total > 4000
    assert {kind: alike[kind] for kind in oracle.KINDS if alike[kind] < ALIKE * total} == {}
    most = (1 - EXPLAINED) * total
    assert {kind: rows for kind, rows in unknown.items() if len(rows) > most} == {}
