"""Running a command: what it raises becomes one line and an exit status.

0: done. 2: bad usage or input. 3: not one reply came. 130: interrupted. A bug keeps
its traceback, and Python's 1.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence
from typing import Any, NoReturn, TextIO

import typer

from mifcheck.cli.status import BAD_INPUT, INTERRUPTED
from mifcheck.errors import MifcheckError

_INPUT_ERRORS = (
    MifcheckError,
    FileNotFoundError,
    IsADirectoryError,
    NotADirectoryError,
    PermissionError,
)
# Typer brings its own copy of click or uses the one installed, depending on its version.
_UsageError: Any = typer.BadParameter.__mro__[1]
_ClickException: Any = _UsageError.__mro__[1]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits.

    Args:
        args: those after the program's name; the process's own by default.
    """
    sys.exit(run(sys.argv[1:] if args is None else args))


def run(args: Sequence[str]) -> int:
    """Runs the command line; gives back the exit status."""
    from mifcheck.cli.app import app
    from mifcheck.cli.console import say

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A reply may hold what the terminal's encoding has not, or half a surrogate pair.
            stream.reconfigure(errors="backslashreplace")
    command = typer.main.get_command(app)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        try:
            status = command.main(list(args), prog_name="mifcheck", standalone_mode=False)
        except _ClickException as error:
            return _usage_error(error)
        except (typer.Abort, KeyboardInterrupt):
            say("interrupted", "bold red")
            return INTERRUPTED
        except _INPUT_ERRORS as error:
            say("error: ", "bold red", _told(error))
            return BAD_INPUT
    return status if isinstance(status, int) else 0


def _usage_error(error: Any) -> int:
    from mifcheck.cli.console import say

    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
        return 0
    message = error.format_message()
    if "unexpected extra argument" in message and getattr(context, "info_name", "") == "check":
        message += "; parameters are given by -k NAME=VALUE"
    say("error: ", "bold red", message)
    if context is not None:
        say(f"{context.command_path} --help shows how it is used", "dim")
    return BAD_INPUT


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {(error.strerror or str(error)).lower()}"
    return str(error)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    from mifcheck.cli.console import say

    say("warning: ", "yellow", str(message))
