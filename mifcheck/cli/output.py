"""What a command leaves: results on standard output or in a file, messages on standard error,
and an exit status.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import typer

from mifcheck.errors import MifcheckError
from mifcheck.masking import mask_text, secrets_in_environment
from mifcheck.report.show import WIDTH, as_text
from mifcheck.safe import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from mifcheck.scores.scores import Scores

# Exit statuses; 0 is success.
FOUND: Final = 1
"""What the command looked for was found: `lint`, and `check --exit-code`."""
BAD_INPUT: Final = 2
"""Wrong usage or input."""
NO_REPLY: Final = 3
"""Not one reply came from the model."""
INTERRUPTED: Final = 130
"""Ctrl-C."""
BROKEN_PIPE: Final = 141
"""Who read standard output stopped reading, as in `mifcheck list | head`."""


def write(
    forms: Mapping[str, Callable[[], Any]], format: str, out: Path | None, *, indent: int | None = 1
) -> None:
    """Writes a result in one of its formats.

    Args:
        forms: for each format what makes the result: a renderable for "text", JSON values for
            "json", a string for any other.
        format: the format to write.
        out: the file to write; None for standard output.
        indent: of the JSON document; None writes it on one line.
    """
    result = forms[format]()
    if format == "json":
        result = _json(result, indent, ascii_only=out is None and _needs_ascii())
    if out is not None:
        from mifcheck.datasets.files import write_whole

        text = as_text(result) if format == "text" else result
        write_whole(out, text.encode(errors="backslashreplace"))
        say_written(out)
        return
    with standard_output() as stream:
        if format == "text":
            _print(result, stream)
        else:
            stream.write(result)


@contextmanager
def standard_output() -> Iterator[IO[str]]:
    """Yields standard output for writing, and waits until all of it is out.

    Raises:
        MifcheckError: it is closed.
        typer.Exit: nobody reads it any more; with the status `BROKEN_PIPE`.
        OSError: it cannot be written, because the disk is full, say.
    """
    if sys.stdout is None:
        raise MifcheckError("standard output is closed: write to a file, with > or with --out")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # At its end Python tries again, and would report that in its own words.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(BROKEN_PIPE) from None
        error.filename = "standard output"
        raise


def _json(value: Any, indent: int | None, ascii_only: bool) -> str:
    import json

    return json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, indent=indent) + "\n"


def _needs_ascii() -> bool:
    """Returns whether JSON for standard output must be ASCII.

    A terminal must get no control characters, and an encoding other than UTF-8 would need escapes
    that JSON does not have.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal or encoding not in ("utf-8", "utf8")


def _print(renderable: RenderableType, stream: IO[str]) -> None:
    """Prints a renderable; in a pipe, lines have no trailing blanks."""
    out = console(stream)
    if out.color_system is not None:
        out.print(renderable, crop=False)
        return
    with out.capture() as captured:
        out.print(renderable, crop=False)
    lines = (line.rstrip() for line in captured.get().splitlines())
    stream.write("".join(f"{line}\n" for line in lines))


def say_written(path: Path | str) -> None:
    """Reports on standard error which file was written."""
    say(f"written to {path}", "dim")


def console(file: IO[str] | None = None) -> Console:
    """Makes a console that reads no markup and is 100 columns wide where it is no terminal."""
    from rich.console import Console

    stream = sys.stdout if file is None else file
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def say(start: str, style: str = "", rest: str = "") -> None:
    """Prints one line to standard error, `start` in a style.

    Both are without control characters and without secrets, those of the environment included.
    """
    if sys.stderr is None:
        return
    from rich.text import Text

    text = Text(printable(start), style=style)
    rest = mask_text(rest, secrets_in_environment())
    text.append(printable(rest, keep="\n"), style="not bold default")
    with suppress(OSError):
        console(sys.stderr).print(text, soft_wrap=True)


def require_replies(scores: Scores, done: str) -> None:
    """Ends the command with its own exit status where not one reply could be scored."""
    if not scores.counts.replies:
        say("error: ", "bold red", f"not one reply came, so nothing could be {done}")
        raise typer.Exit(NO_REPLY)
