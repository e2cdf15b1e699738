"""What holds for every test: a busy machine fails none, and a command runs in a folder of its own."""

from __future__ import annotations

import gc

import pytest
from commandline import runner
from hypothesis import settings

# The suite says the same of the same code on any day. `pytest --hypothesis-profile search` draws others, and more.
settings.register_profile("search", deadline=None, max_examples=200)
settings.register_profile("same", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("same")

# A test process holds dictionaries, models and thousands of tests. Python searched all of that for garbage
# again and again while spans were made, which took half of the time of checks of long replies.
gc.set_threshold(200_000, 20, 100)


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder that has small models; gives (status, out, err)."""
    return runner(tmp_path, monkeypatch, capsys)
