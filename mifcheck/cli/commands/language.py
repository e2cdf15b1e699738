"""`mifcheck language`: a language file of your own, from its draft to its measurement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from typer import Argument

from mifcheck.cli import options
from mifcheck.cli.output import FOUND, write


def command(
    action: Annotated[Literal["new", "check"], Argument(metavar="ACTION")],
    what: Annotated[str, Argument(metavar="LANG|FILE")],
    treebank: Annotated[Path | None, Argument(metavar="TREEBANK")] = None,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Draft a language file, or check and measure one.

    The draft has all that CLDR, Unicode and spaCy know, each with its source, and questions (lines
    that begin with "# ?") to a reader of the language.

    Args:
        action: new, to write a draft; check, to run a file's examples and to measure it.
        what: The code or name of a language for new, a language file for check.
        treebank: For check, a treebank in CoNLL-U, which the words and sentences are compared with.

    Examples:
      mifcheck language new gl --out gl.toml
      mifcheck language check gl.toml
      mifcheck language check gl.toml gl_ctg-ud-test.conllu
    """
    if action == "new":
        from mifcheck.languages import library
        from mifcheck.languages.drafting import draft

        text = draft(library.code_of(what))
        # A file is not wrapped to the width of a terminal.
        write(
            {"toml": lambda: text, "json": lambda: text},
            "toml" if format == "text" else format,
            out,
        )
        return
    from mifcheck.testing.drafts import check_file

    found = check_file(Path(what), treebank)
    write({"text": lambda: str(found), "json": found.to_dict}, format, out)
    if found.wrong:
        raise typer.Exit(FOUND)
