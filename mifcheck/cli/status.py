"""What the exit status says."""

from __future__ import annotations

from typing import Final

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
