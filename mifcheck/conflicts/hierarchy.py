"""Which instructions do not hold, because those of a higher role contradict them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mifcheck.checkers.base import Checker
from mifcheck.conflicts import find_conflicts
from mifcheck.conversation import ROLES, Role
from mifcheck.languages import Language


@lru_cache(maxsize=4096)
def superseded(
    checkers: tuple[Checker, ...], roles: tuple[Role, ...], language: Language
) -> Mapping[int, tuple[int, ...]]:
    """Returns the places of the instructions that are superseded, each with what supersedes it.

    An instruction is superseded if surely no reply can follow it together with those of higher
    roles. Those of its own role supersede nothing: what a turn revokes and replaces is said.

    Args:
        checkers: those of the active instructions.
        roles: who gave each of them.
        language: of the conversation.
    """
    found: dict[int, tuple[int, ...]] = {}
    for place, role in enumerate(roles):
        higher = [other for other, each in enumerate(roles) if _outranks(each, role)]
        asked = tuple(checkers[each] for each in (*higher, place))
        for conflict in find_conflicts(asked, language) if higher else ():
            others = conflict.places - {len(higher)}
            if conflict.sure and others and len(others) < len(conflict.places):
                found[place] = tuple(higher[each] for each in sorted(others))
                break
    return found


def _outranks(one: Role, other: Role) -> bool:
    return ROLES.index(one) < ROLES.index(other)
