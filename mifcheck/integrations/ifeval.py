"""The classic IFEval interface: a mapping of id to class, for suites with a loop of their own.

    from mifcheck.integrations.ifeval import instruction_dict

    instructions_registry.INSTRUCTION_DICT = instruction_dict(language="hi")

The suite goes on as before: `cls(id)`, `build_description(**kwargs)`, `check_following(reply)`.
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
    """One instruction as the classic suites handle it. `instruction_dict` makes the subclasses.

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
        """What is asked for, in words, with these parameters from now on.

        Parameters are spelled as data sets spell them; one that is None counts as not given.

        Raises:
            ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
            MissingExtraError: the profile needs a package that is not installed.
        """
        given = {name: value for name, value in kwargs.items() if value is not None}
        self._checker = self.profile.build(self.id, given)
        self._kwargs = given
        return f"The reply is to follow this: {self._checker.required}."

    def get_instruction_args(self) -> dict[str, Any] | None:
        """The parameters that were given; None where there are none."""
        return dict(self._kwargs) or None

    def get_instruction_args_keys(self) -> list[str]:
        """The names of the parameters, as data sets spell them."""
        return list(self._names)

    def check_following(self, value: str) -> bool:
        """Whether a reply follows the instruction; False where that cannot be judged.

        Raises:
            MifcheckError: `build_description` has not been called.
        """
        if self._checker is None:
            raise MifcheckError(f"{self.id}: build_description comes before check_following")
        text = self.profile.read(value, self.language)
        return self._checker.check(text).passed is True


class InstructionDict(Mapping[str, type[ClassicInstruction]]):
    """Mapping of id to class, over the ids of a profile."""

    def __init__(self, profile: Profile, language: Language) -> None:
        self._profile = profile
        self._class = type(
            "Instruction", (ClassicInstruction,), {"profile": profile, "language": language}
        )

    def __getitem__(self, id: str) -> type[ClassicInstruction]:
        self._profile.parameters(id)  # raises where there is no such id
        return self._class

    def __iter__(self) -> Iterator[str]:
        return iter(self._profile.ids())

    def __len__(self) -> int:
        return len(self._profile.ids())


def instruction_dict(
    profile: str = "native", language: str | Language = "en"
) -> Mapping[str, type[ClassicInstruction]]:
    """The mapping `INSTRUCTION_DICT` of the classic suites.

    Args:
        profile: what the ids mean: "native", "multi-if" or "ifeval".
        language: the language that replies are asked for in.

    Raises:
        UnknownLanguageError: the language is not known.
        MifcheckError: there is no such profile.
    """
    return InstructionDict(get_profile(profile), get_language(language))


INSTRUCTION_DICT = instruction_dict()
"""Native checks of replies in English."""
