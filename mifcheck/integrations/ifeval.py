"""The interface of IFEval's scripts: a mapping from ids to classes, for suites based on them.

    from mifcheck.integrations.ifeval import instruction_dict

    instructions_registry.INSTRUCTION_DICT = instruction_dict(language="hi")

The suite works as before: `cls(id)`, `build_description(**kwargs)`, `check_following(reply)`.
Source of the interface: google-research/instruction_following_eval (arXiv 2311.07911).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from mifcheck.checkers.base import Checker
from mifcheck.errors import MifcheckError
from mifcheck.languages import Language, get_language
from mifcheck.profiles import Profile, get_profile


class ClassicInstruction:
    """One instruction, in the form that these suites use. `instruction_dict` makes the subclasses.

    Args:
        instruction_id: the id, `family:name`.

    Raises:
        UnknownIdError: the profile has no such id.
    """

    profile: ClassVar[Profile]
    language: ClassVar[Language]

    def __init__(self, instruction_id: str) -> None:
        self.id = instruction_id
        self._names = tuple(self.profile.parameters(instruction_id))
        self._kwargs: dict[str, Any] = {}
        self._checker: Checker | None = None

    def build_description(self, **kwargs: Any) -> str:
        """Sets the parameters, and returns a description of the instruction.

        Args:
            kwargs: the parameters, spelled as in data sets. A parameter that is None is omitted.

        Raises:
            ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
            MissingExtraError: the profile needs a package that is not installed.
        """
        given = {name: value for name, value in kwargs.items() if value is not None}
        self._checker = self.profile.build(self.id, given)
        self._kwargs = given
        return f"The reply has to follow this: {self._checker.required}."

    def get_instruction_args(self) -> dict[str, Any] | None:
        """Returns the parameters that were given; None if there are none."""
        return dict(self._kwargs) or None

    def get_instruction_args_keys(self) -> list[str]:
        """Returns the names of the parameters, as spelled in data sets."""
        return list(self._names)

    def check_following(self, value: str) -> bool:
        """Returns whether a reply follows the instruction; False if it is not judged.

        Raises:
            MifcheckError: `build_description` was not called first.
        """
        if self._checker is None:
            raise MifcheckError(f"{self.id}: call build_description before check_following")
        text = self.profile.read(value, self.language)
        return self._checker.check(text).passed is True


class InstructionDict(Mapping[str, type[ClassicInstruction]]):
    """A mapping from the ids of a profile to classes."""

    def __init__(self, profile: Profile, language: Language) -> None:
        self._profile = profile
        self._class = type(
            "Instruction", (ClassicInstruction,), {"profile": profile, "language": language}
        )

    def __getitem__(self, id: str) -> type[ClassicInstruction]:
        self._profile.parameters(id)  # raises if the id is unknown
        return self._class

    def __iter__(self) -> Iterator[str]:
        return iter(self._profile.ids())

    def __len__(self) -> int:
        return len(self._profile.ids())


def instruction_dict(
    profile: str = "native", language: str | Language = "en"
) -> Mapping[str, type[ClassicInstruction]]:
    """Returns a mapping to use as the `INSTRUCTION_DICT` of a suite.

    Args:
        profile: decides what the ids mean: "native", "multi-if" or "ifeval".
        language: the language that replies should be in.

    Raises:
        UnknownLanguageError: the language is unknown.
        MifcheckError: the profile is unknown.
    """
    return InstructionDict(get_profile(profile), get_language(language))


INSTRUCTION_DICT = instruction_dict()
"""Native checks of replies in English."""
