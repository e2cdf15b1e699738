"""What is asked in one turn: its prompt, and the instructions in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mifcheck.errors import DataError, ParameterError
from mifcheck.frozendict import FrozenDict

_NOTHING: Final = FrozenDict()


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing a reply is told to do: the id of a check and its parameters.

    Equal by id and parameters, and hashable. `kwargs` becomes a `FrozenDict`: lists inside it are
    tuples. Whether the id and the parameters mean anything is not looked at here.

    Attributes:
        id: of the check.
        kwargs: its parameters.
        text: the words of the prompt that give it, as they stand there; "" where unknown.

    Raises:
        ParameterError: the id is empty, a parameter is no JSON value, or the text is none.
    """

    id: str
    kwargs: Mapping[str, Any] = field(default=_NOTHING)
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise ParameterError(f"an instruction's id is a non-empty string, not {self.id!r}")
        if not isinstance(self.text, str):
            raise ParameterError(f"{self.id}: its text is a string, not {self.text!r}")
        if not isinstance(self.kwargs, FrozenDict):
            if not isinstance(self.kwargs, Mapping):
                raise ParameterError(f"{self.id}: the parameters are an object of name: value")
            object.__setattr__(self, "kwargs", FrozenDict(self.kwargs))

    def as_dict(self) -> dict[str, Any]:
        """`{"id": ..., "kwargs": {...}}` in plain dicts and lists."""
        return {"id": self.id, "kwargs": FrozenDict(self.kwargs).as_dict()}


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user says in one turn, and every instruction in force once it is said.

    Attributes:
        prompt: the words.
        instructions: those in force.
        since: the turn, from 1, at which each of them was given. Left empty, it is the first of
            the unbroken run of turns in which it is in force, which only an instruction given
            anew while it is in force does not fit.
        images: addresses of the images shown: http(s) and data URLs, or paths of files.

    Raises:
        DataError: the prompt or an image's address is blank (`field` says which).
    """

    prompt: str
    instructions: tuple[Instruction, ...] = ()
    since: tuple[int, ...] = ()
    images: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str) or not self.prompt.strip():
            raise DataError("a prompt is non-blank text", field="prompt")
        for name in ("instructions", "since", "images"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for image in self.images:
            if not isinstance(image, str) or not image.strip():
                raise DataError("an image's address is non-blank text", field="images")
