"""What the exit status says."""

from __future__ import annotations

from typing import Final

BAD_INPUT: Final = 2
NO_REPLY: Final = 3
INTERRUPTED: Final = 130
