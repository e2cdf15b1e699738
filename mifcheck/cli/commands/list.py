"""`mifcheck list`: the instructions that can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import write

if TYPE_CHECKING:
    from mifcheck.profiles import Description


def command(
    id: Annotated[str | None, Argument(metavar="ID")] = None,
    set_: Annotated[str | None, Option("--set", metavar="NAME")] = None,
    language: Annotated[str | None, Option("--language", "-l", metavar="LANG")] = None,
    primitive: Annotated[str | None, Option(metavar="NAME")] = None,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show the instructions that can be checked.

    For each: its id, what it asks, its parameters, an example and its languages.

    Args:
        id: An id, for everything about it, or a family.
        set_: Only a published set: ifeval, mmmt-if, ifbench, ifevalg, m-ifeval, collie, codi-eval,
            lexinstructeval or formats.
        language: Only those that can be judged in this language.
        primitive: Only those that are made of this primitive of the grammar, such as Count, Every
            or Order; mifcheck list ID shows what an instruction is made of.

    Examples:
      mifcheck list
      mifcheck list keywords
      mifcheck list --set ifbench
      mifcheck list --set ifbench --language hi --primitive Order
      mifcheck list length_constraints:number_words
      mifcheck list --format json
    """
    from mifcheck.checkers.catalogue import registry
    from mifcheck.checkers.sets import instruction_set
    from mifcheck.profiles import describe
    from mifcheck.report.listing import catalogue, description_page

    known = instruction_set(set_).ids() if set_ else tuple(registry)
    family = [each for each in known if id is None or each.partition(":")[0] == id]
    found = [describe(each) for each in family or [registry[id or ""].id]]
    chosen = _only(found, language, primitive)
    forms = {
        "text": lambda: catalogue(chosen) if family else description_page(chosen[0]),
        "json": lambda: [asdict(each) for each in chosen],
    }
    write(forms, format, out)


def _only(
    found: Sequence[Description], language: str | None, primitive: str | None
) -> Sequence[Description]:
    """Returns those that can be judged in a language, and are made of a primitive.

    Raises:
        UnknownLanguageError: there is no such language.
        ParameterError: none of them is made of the primitive, or none is left.
    """
    from mifcheck.errors import ParameterError, did_you_mean
    from mifcheck.profiles import language_report

    if language is not None:
        judged = language_report(language).judged
        found = [each for each in found if each.id in judged]
    if primitive is not None:
        known = sorted({name for each in found for name in each.primitives})
        chosen = [each for each in found if primitive in each.primitives]
        if found and not chosen:
            hint, names = did_you_mean(primitive, known), ", ".join(known)
            raise ParameterError(
                f"--primitive: none is made of {primitive!r}{hint} (known: {names})"
            )
        found = chosen
    if not found:
        raise ParameterError("no such instruction can be judged in this language")
    return found
