"""The program: its commands, and their help pages."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Annotated, Any, Final

import typer

from mifcheck._version import __version__
from mifcheck.cli import commands, completion, options

COMMANDS: Final = tuple(
    each.name.replace("_", "-") for each in pkgutil.iter_modules(commands.__path__)
)
"""The commands, by name. Each is a module of `mifcheck.cli.commands`."""


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


def application(args: Sequence[str]) -> typer.Typer:
    """Makes the program for these arguments.

    Making a command takes time. So where the arguments begin with a command, the program has only
    this one; otherwise it has all of them without their options, which is enough for its help.
    """
    about, _, examples = _sections(_program.__doc__)
    app = typer.Typer(
        name="mifcheck",
        help=about,
        epilog=examples,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(_program)
    typed = [name for name in COMMANDS if name in args[:1]]
    for name in typed or COMMANDS:
        command = import_module(f"mifcheck.cli.commands.{name.replace('-', '_')}").command
        about, described, examples = _sections(command.__doc__)
        if typed:
            _describe_options(command, described)
        app.command(name, help=about, epilog=examples)(command if typed else lambda: None)
    return app


def _describe_options(command: Any, described: Mapping[str, str]) -> None:
    """Gives each option its description, and what a shell completes it with.

    A description is from the docstring of the command or of `options`. In it, `{names}` stands for
    the names that the option accepts.
    """
    described = {**_sections(options.__doc__)[1], **described}
    command.__annotations__ = inspect.get_annotations(command, eval_str=True)
    for parameter in inspect.signature(command).parameters.values():
        (declared,) = parameter.annotation.__metadata__
        declared.help = declared.help or described.get(parameter.name)
        if declared.help and "{names}" in declared.help:
            names = options.NAMES[parameter.name]()
            declared.help = declared.help.replace("{names}", options.either(tuple(names)))
        metavar = declared.metavar or ""
        values = options.VALUES.get(parameter.name, partial(completion.listed, metavar))
        declared.autocompletion = completion.completing(values, several=metavar.endswith(",..."))
