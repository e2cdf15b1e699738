"""`mifcheck completion`: the script by which a shell completes command lines."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument

from mifcheck.cli import options
from mifcheck.cli.completion import SHELLS, script


def command(shell: Annotated[str, Argument(metavar="bash|zsh|fish")]) -> None:
    """Print the script for completion by the Tab key.

    It completes commands, options, ids and names. Append it to the file that the shell reads when
    it starts.

    Args:
        shell: The shell.

    Examples:
      mifcheck completion bash >> ~/.bashrc
      mifcheck completion zsh >> ~/.zshrc
      mifcheck completion fish > ~/.config/fish/completions/mifcheck.fish
    """
    options.require_one_of("SHELL", shell, SHELLS)
    typer.echo(script(shell))
