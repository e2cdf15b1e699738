"""Files damaged at random: a command does its work, or says on one line what is wrong and where.

`python tests/fuzz/files.py` does the same for as long as one likes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from damage import KINDS, Kind, prepare, take, tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    before = Path.cwd()
    path = tmp_path_factory.mktemp("fuzz")
    prepare(path)
    yield path
    os.chdir(before)


@pytest.mark.parametrize("kind", KINDS, ids=[each.path for each in KINDS])
@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_a_damaged_file_is_named(folder: Path, kind: Kind, random: Random) -> None:
    assert tried(folder, kind, random) is None


@pytest.mark.parametrize("kind", KINDS, ids=[each.path for each in KINDS])
def test_whole_files_are_read(folder: Path, kind: Kind) -> None:
    os.chdir(folder)
    for command in kind.commands:
        assert take(command).status in (0, 1, 3)
        shutil.rmtree("runs", ignore_errors=True)
