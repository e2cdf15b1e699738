"""A server that fails in many ways loses, doubles and tells nothing; `servers.py` does more of it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("openai")

from servers import KEY, ill_treated

pytestmark = pytest.mark.slow


def test_nothing_is_lost_doubled_or_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ill_treated(200, tmp_path / "x")
    assert KEY not in "".join(capsys.readouterr()) + caplog.text
