"""The program: its commands, and their help pages."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import Annotated, Final

import typer

from mifcheck._version import __version__
from mifcheck.cli import options

COMMANDS: Final = (
    "run",
    "score",
    "compare",
    "compare-profiles",
    "report",
    "ratings",
    "check",
    "list",
    "lint",
)
"""The commands, in the order of the help page. Each has a module in `mifcheck.cli.commands`."""


def _sections(docstring: str | None) -> tuple[str, dict[str, str], str]:
    """Splits a docstring into its text, its descriptions of arguments, and its examples."""
    text, _, examples = inspect.cleandoc(docstring or "").partition("\nExamples:\n")
    about, _, arguments = text.partition("\nArgs:\n")
    entries = re.findall(r"^    (\w+): (.+(?:\n {8}.+)*)", arguments, re.MULTILINE)
    described = {name: " ".join(lines.split()) for name, lines in entries}
    # Lines after "\b" are not rewrapped.
    return about, described, f"\b\nExamples:\n{examples}".replace("\n\n", "\n\n\b\n")


def _program(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Does a language model's reply follow its instructions? Checked by program, in many languages
    and over several turns, with the evidence for each verdict.

    Exit status: 0 done, 1 found what was looked for (lint, check --exit-code), 2 wrong usage or
    input, 3 not one reply came, 130 interrupted.

    Examples:
      mifcheck run
      mifcheck run conversations.csv --model hf:Qwen/Qwen3-0.6B -n 4
      mifcheck check punctuation:no_comma --file reply.txt
      mifcheck list
    """
    if version:
        typer.echo(f"mifcheck {__version__}")
        raise typer.Exit


def _add(name: str) -> None:
    """Adds a command; the docstring of its function is its help page."""
    command = import_module(f"mifcheck.cli.commands.{name.replace('-', '_')}").command
    about, described, examples = _sections(command.__doc__)
    described = _SHARED | described
    command.__signature__ = inspect.signature(command, eval_str=True)
    for parameter in command.__signature__.parameters.values():
        (declared,) = parameter.annotation.__metadata__
        declared.help = declared.help or described.get(parameter.name)
    app.command(name, help=about, epilog=examples)(command)


_SHARED: Final = _sections(options.__doc__)[1]
_about, _, _examples = _sections(_program.__doc__)
app = typer.Typer(
    name="mifcheck",
    help=_about,
    epilog=_examples,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.callback(invoke_without_command=True)(_program)
for _name in COMMANDS:
    _add(_name)
