"""Checks the name of a policy. Each table of policies stands where the policy is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from mifcheck.errors import ParameterError, did_you_mean

Name = TypeVar("Name", bound=str)


def require_policy(option: str, name: Any, table: Mapping[Name, Any]) -> Name:
    """Returns the name of a policy if the table has it.

    Args:
        option: the argument that takes the policy, for the message.
        name: what was passed.
        table: the policies by name.

    Raises:
        ParameterError: the table has no such policy.
    """
    for known in table:
        if name == known:
            return known
    raise ParameterError(
        f"{option}={name!r}: one of {', '.join(table)} is expected{did_you_mean(str(name), table)}"
    )
