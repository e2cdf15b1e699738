"""`python -m mifcheck` is the command `mifcheck`."""

from __future__ import annotations

from mifcheck.cli import main

if __name__ == "__main__":
    main()
