"""What the user of a mistyped command line probably meant."""

from __future__ import annotations

import re
from typing import Any, Final

_RENAMED: Final = {
    "--json": "--format json",
    "--output": "--out",
    "--think": "--thinking",
    "--instructions": "--placement",
    "--mode": "--loose",
    "--strict": "--fail-on-warning",
    "--model": "--rated-model",
    "--language": "--languages",
    "--languages": "--language",
    "-f": "--format",
    "diff": "compare-profiles",
}
"""Names that options and commands do not have, or not everywhere, and what to use instead."""

_EXTRA_ARGUMENT: Final = {
    "check": "parameters are given by -k NAME=VALUE",
    "compare-profiles": "several profiles are separated by commas",
}
"""What an extra argument of a command probably is."""


def hint(message: str, context: Any) -> str:
    """Returns a clause that says what was probably meant; "" where nothing is likely.

    Args:
        message: what is wrong with the command line.
        context: the context of the error, as Typer has it; None where there is none.
    """
    if context is None:
        return ""
    if "unexpected extra argument" in message:
        meant = _EXTRA_ARGUMENT.get(context.info_name)
        return f"; {meant}" if meant else ""
    known = {name for parameter in context.command.params for name in parameter.opts}
    known.update(getattr(context.command, "commands", ()))
    for typed in re.findall(r"[\w-]+", message):
        use = _RENAMED.get(typed, "")
        if typed not in known and use.split(" ")[0] in known:
            return f"; use {use}"
    return ""
