"""Completes a command line that is being typed: what the scripts of `mifcheck completion` ask for.

Typer finds the completions. Bash takes colons for separators, and ids have one, so its script and
its words are made here.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from typer.completion import (  # type: ignore[attr-defined]
    completion_init,
    get_completion_script,
)

SHELLS: Final = ("bash", "zsh", "fish")

_PROGRAM: Final = "mifcheck"
_VARIABLE: Final = "_MIFCHECK_COMPLETE"
"""The environment variable by which a script asks."""
_LINE: Final = "_TYPER_COMPLETE_ARGS"
"""The environment variable in which a script gives the command line up to the cursor."""
_BASH: Final = f"""\
_mifcheck_completion() {{
    local IFS=$'\\n' line="${{COMP_LINE:0:COMP_POINT}}"
    COMPREPLY=( $({_LINE}="$line" {_VARIABLE}=complete_bash "$1" 2> /dev/null) )
    # Bash replaces only what stands after the last colon.
    local word="${{line##*[[:space:]=]}}"
    if [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
        COMPREPLY=( "${{COMPREPLY[@]#"${{word%"${{word##*:}}"}}"}}" )
    fi
}}
complete -o default -F _mifcheck_completion {_PROGRAM}
"""


def script(shell: str) -> str:
    """Returns the script that makes a shell complete the command lines of this program."""
    if shell == "bash":
        return _BASH
    return get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell).strip()


def begin() -> list[str] | None:
    """Returns the words before the one that a shell wants completed; None if none asks."""
    if _VARIABLE not in os.environ:
        return None
    completion_init()
    line = os.environ.get(_LINE, "")
    words = _words(line)
    if line[-1:].isspace():
        words.append("")
    # What Typer reads where the shell is bash.
    os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = shlex.join(words), str(len(words) - 1)
    return words[1:-1]


def _words(line: str) -> list[str]:
    """Splits the beginning of a command line, whose last word may lack its quotation mark."""
    for end in ("", '"', "'"):
        with suppress(ValueError):
            return shlex.split(line + end)
    return []


def completing(values: Callable[[], Iterable[str]], *, several: bool) -> Callable[[str], list[str]]:
    """Returns what completes an option.

    Args:
        values: what the option accepts.
        several: whether it accepts several, separated by commas.
    """

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",") if several else ("", "", incomplete)
        return [f"{before}{comma}{each}" for each in values() if each.startswith(last)]

    return complete


def listed(metavar: str) -> Sequence[str]:
    """Returns the values that a metavar such as own|first|PATH lists."""
    return [each for each in metavar.split("|") if each.islower()] if "|" in metavar else []
