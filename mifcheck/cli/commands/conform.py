"""`mifcheck conform`: another implementation, asked about the conformance cases."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import write


def command(
    registry: Annotated[str, Argument(metavar="MODULE:NAME")],
    languages: options.Languages = None,
    set_: Annotated[str | None, Option("--set", metavar="NAME")] = None,
    list_: Annotated[bool, Option("--list")] = False,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Ask another implementation about the conformance cases.

    The cases are replies with the verdict of a native reader. The implementation has the interface
    of IFEval's scripts: a mapping from ids to classes with build_description(**kwargs) and
    check_following(reply). The working directory is searched for the module, too.

    Args:
        registry: The mapping, such as my.module:INSTRUCTION_DICT.
        set_: Only the instructions of a published set: ifeval, mmmt-if, ifbench, ifevalg, m-ifeval
            or collie.
        list_: Also show the cases whose answer differs, or raised, with the reason of the verdict.

    Examples:
      mifcheck conform my.registry:INSTRUCTION_DICT
      mifcheck conform my.registry:INSTRUCTION_DICT --languages hi,ru --list
      mifcheck conform ifbench.instructions_registry:INSTRUCTION_DICT \\
          --set ifbench
    """
    from mifcheck.checkers.sets import instruction_set
    from mifcheck.languages import get_language
    from mifcheck.report.conformance import answers_list, conformance_table
    from mifcheck.report.show import stacked
    from mifcheck.testing.conformance import AGREED, OUTCOMES, UNSUPPORTED, conform, named_registry
    from mifcheck.testing.conformance import tally as counted
    from mifcheck.testing.tables import cases

    asked = named_registry(registry)
    codes = {get_language(each).code for each in languages or ()}
    known = cases(ids=instruction_set(set_).ids() if set_ else None)
    answers = conform(asked, [each for each in known if not codes or each.language in codes])
    counts = counted(answers)
    other = [
        {**each.case.to_dict(), "outcome": each.outcome, "told": each.told}
        for each in answers
        if each.outcome not in (AGREED, UNSUPPORTED)
    ]
    forms = {
        "text": lambda: stacked(
            [*([answers_list(other)] if list_ else []), conformance_table(counts, OUTCOMES)]
        ),
        "json": lambda: {
            "registry": registry,
            "counts": [
                {"id": id, "language": language, **each}
                for (id, language), each in sorted(counts.items())
            ],
            **({"differing": other} if list_ else {}),
        },
    }
    write(forms, format, out)
