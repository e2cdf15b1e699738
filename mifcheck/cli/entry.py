"""Runs a command line: an error becomes one line on standard error and an exit status.

A bug keeps its traceback, without secrets, and the exit status 1 of Python.
"""

from __future__ import annotations

import concurrent.futures.thread
import io
import os
import re
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NoReturn

import typer

from mifcheck.cli import completion
from mifcheck.cli.app import application
from mifcheck.cli.output import BAD_INPUT, INTERRUPTED, say, standard_output
from mifcheck.errors import MifcheckError
from mifcheck.masking import assigned, mask_text, secrets_in, secrets_in_environment

_PATIENCE: Final = 2.0
"""Seconds that threads of a model have to end after an error or Ctrl-C."""

# Depending on its version, Typer brings its own copy of click or uses the one installed.
_UsageError: Any = typer.BadParameter.__mro__[1]
_ClickException: Any = _UsageError.__mro__[1]

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

_ADDRESS: Final = re.compile(r"auto|local|ray://\S+|[^/\s]+:\d+")
"""The address of a Ray cluster, unlike a path."""

_EXTRA_ARGUMENT: Final = {
    "check": "parameters are given by -k NAME=VALUE",
    "compare-profiles": "several profiles are separated by commas",
}
"""What an extra argument of a command probably is."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs a command line and exits.

    Args:
        args: the arguments after the program's name; None for those of the process.
    """
    given = sys.argv[1:] if args is None else args
    _fill_closed_streams()
    try:
        status = run(given)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # whatever foreign code raises
        secrets = secrets_in(assigned(given)) + secrets_in_environment()
        if sys.stderr is not None:
            sys.stderr.write(mask_text(traceback.format_exc(), secrets))
        sys.exit(1)
    if status >= BAD_INPUT:
        _leave_threads(status)
    sys.exit(status)


def run(args: Sequence[str]) -> int:
    """Runs a command line and returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A reply may hold characters that the encoding of the terminal lacks.
            stream.reconfigure(errors="backslashreplace")
    secrets = secrets_in(assigned(args))
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: say(
            "warning: ", "yellow", mask_text(str(message), secrets)
        )
        try:
            words = completion.begin()
            command = typer.main.get_command(application(args if words is None else words))
            status = command.main(list(_filled(args)), prog_name="mifcheck", standalone_mode=False)
            if sys.stdout is not None:
                with standard_output():
                    pass  # what a help page left to be written
            return status if isinstance(status, int) else 0
        except typer.Exit as end:
            return end.exit_code
        except _ClickException as error:
            return _usage_error(error, secrets)
        except (typer.Abort, KeyboardInterrupt):
            say("interrupted", "bold red")
            return INTERRUPTED
        except (MifcheckError, OSError) as error:
            say("error: ", "bold red", mask_text(_described(error), secrets))
        except MemoryError:
            say("error: ", "bold red", "there is not enough memory for this")
    return BAD_INPUT


def _filled(args: Sequence[str]) -> Iterator[str]:
    """Yields the arguments; `--ray` alone gets an empty address, because Typer wants a value."""
    for each, after in pairwise((*args, "")):
        yield each
        if each == "--ray" and not _ADDRESS.fullmatch(after):
            yield ""


def _fill_closed_streams() -> None:
    """Opens a null device in place of each closed standard stream.

    Otherwise the next file that is opened takes its number, and a journal would get what a library
    prints.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _leave_threads(status: int) -> None:
    """Ends the program if threads of a model, which Python waits for, would keep it."""
    end = time.monotonic() + _PATIENCE
    # Python waits for the threads of executors too, even for those that are daemons.
    pooled = getattr(concurrent.futures.thread, "_threads_queues", ())
    others = [
        each
        for each in threading.enumerate()
        if each is not threading.current_thread() and (each in pooled or not each.daemon)
    ]
    for each in others:
        each.join(max(0.0, end - time.monotonic()))
    if any(each.is_alive() for each in others):
        os._exit(status)


def _usage_error(error: Any, secrets: Sequence[str]) -> int:
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
        return 0
    meant = _hint(error.message, context)
    message = f"{error.message.rstrip('.')}{meant}" if meant else error.format_message()
    say("error: ", "bold red", mask_text(message, secrets))
    if context is not None:
        say(f"{context.command_path} --help shows how it is used", "dim")
    return BAD_INPUT


def _hint(message: str, context: Any) -> str:
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


def _described(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    why = (error.strerror or str(error)).lower()
    return why if error.filename is None else f"{os.fsdecode(error.filename)}: {why}"
