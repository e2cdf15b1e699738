"""Runs of `python:` and `openai:` that are killed are, once resumed, as if nothing had happened."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("openai")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]


def test_killed_runs_are_like_undisturbed_ones(tmp_path: Path) -> None:
    import runs

    for name, looks in runs.of_models(tmp_path, Random(1), kills=3):
        assert len(looks) >= 8
        assert all(looks), name
