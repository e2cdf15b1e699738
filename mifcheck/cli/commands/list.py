"""`mifcheck list`: the instructions that can be checked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import write


def command(
    id: Annotated[str | None, Argument(metavar="ID")] = None,
    set_: Annotated[str | None, Option("--set", metavar="NAME")] = None,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show the instructions that can be checked.

    For each: its id, what it asks, its parameters, an example and its languages.

    Args:
        id: An id, for everything about it, or a family.
        set_: Only a published set: ifeval, mmmt-if, ifbench, ifevalg, m-ifeval or collie.

    Examples:
      mifcheck list
      mifcheck list keywords
      mifcheck list --set ifbench
      mifcheck list length_constraints:number_words
      mifcheck list --format json
    """
    from mifcheck.checkers.catalogue import registry
    from mifcheck.checkers.sets import instruction_set
    from mifcheck.profiles import describe
    from mifcheck.report.listing import catalogue, description_page

    known = instruction_set(set_).ids() if set_ else tuple(registry)
    family = [each for each in known if id is None or each.partition(":")[0] == id]
    chosen = [describe(each) for each in family or [registry[id or ""].id]]
    forms = {
        "text": lambda: catalogue(chosen) if family else description_page(chosen[0]),
        "json": lambda: [asdict(each) for each in chosen],
    }
    write(forms, format, out)
