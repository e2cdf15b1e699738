"""Exit statuses of the command line; 0 is success."""

from __future__ import annotations

from typing import Final

FOUND: Final = 1
"""What the command looked for was found: `lint`, and `check --exit-code`."""
BAD_INPUT: Final = 2
"""Wrong usage or input."""
NO_REPLY: Final = 3
"""Not one reply came from the model."""
INTERRUPTED: Final = 130
"""Ctrl-C."""
