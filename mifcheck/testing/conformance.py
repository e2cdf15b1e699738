"""Asks another implementation about the conformance cases.

Any implementation with the interface of IFEval's scripts can be asked: a mapping from ids to
classes, whose objects have `build_description(**kwargs)` and `check_following(reply)`.
"""

from __future__ import annotations

import importlib
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mifcheck.errors import MifcheckError, describe_error
from mifcheck.safe import one_line, short_repr
from mifcheck.testing.tables import Case, cases

AGREED, DIFFERED, RAISED, UNSUPPORTED = "agreed", "differed", "raised", "not supported"
OUTCOMES: Final = (AGREED, DIFFERED, RAISED, UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What another implementation said about a case.

    Attributes:
        case: the case.
        outcome: one of `OUTCOMES`. Not supported is an id that the implementation lacks, and one
            whose parameters `build_description` refuses. Raised means `check_following`.
        told: what it raised; "" if it answered.
    """

    case: Case
    outcome: str
    told: str = ""


def conform(
    instruction_dict: Mapping[str, Any], known: Iterable[Case] | None = None
) -> tuple[CaseAnswer, ...]:
    """Asks an implementation about conformance cases.

    An id is also looked for behind the code of the language, `es:keywords:existence`. Cases that a
    reader cannot decide are left out, because the interface has no answer for them.

    Args:
        instruction_dict: its mapping from ids to classes.
        known: the cases. Default: all of `mifcheck.testing.cases`.
    """
    asked = cases() if known is None else known
    drawn = random.getstate()
    try:
        return tuple(_answer(instruction_dict, each) for each in asked if each.truth is not None)
    finally:
        random.setstate(drawn)


def tally(answers: Iterable[CaseAnswer]) -> dict[tuple[str, str], Counter[str]]:
    """Returns how often each outcome occurred, by id and language."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for each in answers:
        found.setdefault((each.case.id, each.case.language), Counter())[each.outcome] += 1
    return found


def named_registry(name: str) -> Mapping[str, Any]:
    """Returns the mapping that `MODULE:NAME` names. The working directory is searched, too.

    Raises:
        MifcheckError: the name has another form, cannot be imported, or is no mapping.
    """
    module, colon, attribute = name.partition(":")
    if not (module and colon and attribute):
        raise MifcheckError(f"MODULE:NAME is expected, such as my.module:INSTRUCTION_DICT: {name}")
    if os.getcwd() not in sys.path and "" not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (Exception, SystemExit) as error:
        raise MifcheckError(f"{name} cannot be imported: {describe_error(error)}") from error
    if not isinstance(found, Mapping):
        raise MifcheckError(f"{name} is a mapping from ids to classes, not {short_repr(found)}")
    return found


def _answer(instruction_dict: Mapping[str, Any], case: Case) -> CaseAnswer:
    names = (case.id, f"{case.language}:{case.id}")
    name = next((each for each in names if each in instruction_dict), None)
    if name is None:
        return CaseAnswer(case, UNSUPPORTED)
    random.seed(0)  # some draw what they are not given
    try:
        made = instruction_dict[name](name)
        made.build_description(**case.to_dict()["kwargs"])
    except (Exception, SystemExit) as error:
        return CaseAnswer(case, UNSUPPORTED, _told(error))
    try:
        said = bool(made.check_following(case.text))
    except (Exception, SystemExit) as error:
        return CaseAnswer(case, RAISED, _told(error))
    return CaseAnswer(case, AGREED if said is case.truth else DIFFERED)


def _told(error: BaseException) -> str:
    return one_line(describe_error(error), 200)
