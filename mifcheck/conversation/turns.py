"""What is asked in one turn: its prompt and the active instructions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from mifcheck.errors import DataError, ParameterError
from mifcheck.frozendict import FrozenDict
from mifcheck.plain import given, is_absent, plain
from mifcheck.safe import short_repr

Role: TypeAlias = Literal["system", "user"]

ROLES: Final[tuple[Role, ...]] = ("system", "user")
"""Who gives instructions, the highest role first: where two conflict, the higher one holds."""

_NOTHING: Final = FrozenDict()
_DEFAULTS: Final[Mapping[str, Any]] = {"kwargs": _NOTHING, "text": "", "role": "user"}
"""The fields that an instruction may have as a JSON object, besides its id."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing that a reply is told to do: the id of a check and its parameters.

    Instructions are hashable and equal by id, parameters and role. `kwargs` becomes a
    `FrozenDict`, whose lists are tuples. Whether the id exists and the parameters fit is checked
    later, by a profile.

    Attributes:
        id: the id of the check.
        kwargs: its parameters. One that is None or NaN is left out: tables fill in every name.
        text: the exact words of the prompt that give the instruction; "" where unknown.
        role: who gives it, "user" or "system".

    Raises:
        ParameterError: the id is blank, a parameter is not a JSON value, `text` is not text, or
            there is no such role.
    """

    id: str
    kwargs: Mapping[str, Any] = field(default=_NOTHING)
    text: str = field(default="", compare=False)
    role: Role = "user"

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise ParameterError(
                f"the id of an instruction is non-blank text, not {short_repr(self.id)}"
            )
        if not isinstance(self.text, str):
            raise ParameterError(
                f"{self.id}: the text of an instruction is a string, not {short_repr(self.text)}"
            )
        if self.role not in ROLES:
            raise ParameterError(
                f"{self.id}: the role of an instruction is {' or '.join(ROLES)}, "
                f"not {short_repr(self.role)}"
            )
        if not isinstance(self.kwargs, FrozenDict):
            if not isinstance(self.kwargs, Mapping):
                raise ParameterError(
                    f"{self.id}: kwargs is a mapping, not {short_repr(self.kwargs)}"
                )
            object.__setattr__(self, "kwargs", FrozenDict(given(self.kwargs)))

    def to_dict(self) -> dict[str, Any]:
        """Returns `{"id": ..., "kwargs": {...}}` as plain dicts and lists; the role if not user."""
        role = {} if self.role == "user" else {"role": self.role}
        return {"id": self.id, "kwargs": FrozenDict(self.kwargs).to_dict(), **role}


def instruction_of(asked: Any) -> Instruction:
    """Returns the instruction that a value says.

    Args:
        asked: an instruction, an id, (id, kwargs), or an object as `Instruction.to_dict` makes it;
            in one of a table, fields without a value do not count.

    Raises:
        ParameterError: it is none of these, or the instruction is malformed.
    """
    if isinstance(asked, Instruction):
        return asked
    value = plain(asked)  # an array of numpy is a pair, too
    if isinstance(value, str):
        return Instruction(value)
    if isinstance(value, (list, tuple)) and len(value) == 2:
        value = dict(zip(("id", "kwargs"), value, strict=True))
    fields = value if isinstance(value, Mapping) else {}
    held = {name: each for name, each in fields.items() if not is_absent(each)}
    if "id" in held and held.keys() - {"id"} <= _DEFAULTS.keys():
        return Instruction(**{**_DEFAULTS, **held})
    raise ParameterError(
        'an instruction, an id, (id, kwargs) or {"id": ..., "kwargs": {...}} is expected, not '
        f"{short_repr(asked)}"
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user says in one turn, and all instructions that are then active.

    Attributes:
        prompt: the words.
        instructions: the active instructions.
        since: the turn, from 1, at which each of them was given. Default: the turn since which it
            has been active without a break. Only an instruction that is given again while it is
            active needs another.
        images: the images shown: https and data URLs, or paths of files.

    Raises:
        DataError: the prompt or an image is blank; `field` says which.
    """

    prompt: str
    instructions: tuple[Instruction, ...] = ()
    since: tuple[int, ...] = ()
    images: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str) or not self.prompt.strip():
            raise DataError(
                f"non-blank text is expected, not {short_repr(self.prompt)}", field="prompt"
            )
        for name in ("instructions", "since", "images"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for image in self.images:
            if not isinstance(image, str) or not image.strip():
                raise DataError(
                    f"a path or URL is expected, not {short_repr(image)}", field="images"
                )
