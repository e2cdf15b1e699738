"""What holds for every test: a busy machine fails none, and a command runs in a folder of its own."""

from __future__ import annotations

import pytest
from commandline import runner
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder that has small models; gives (status, out, err)."""
    return runner(tmp_path, monkeypatch, capsys)
