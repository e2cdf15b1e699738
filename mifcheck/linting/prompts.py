"""What is odd about the prompts of a conversation, compared with its instructions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mifcheck.conflicts.derivations import shown
from mifcheck.conversation import Conversation, Instruction
from mifcheck.conversation.images import image_url, is_address
from mifcheck.errors import DataError, ParameterError, UnknownIdError
from mifcheck.evaluate import compile_instruction
from mifcheck.languages import Language
from mifcheck.languages.characters import HAS_WORD
from mifcheck.linting.findings import Finding, Location
from mifcheck.linting.instructions import ActiveByTurn, Tracked
from mifcheck.markup.phrases import phrase_pattern
from mifcheck.safe import short_repr


def prompt_findings(
    conversation: Conversation,
    active: ActiveByTurn,
    where: Location,
    profile: str,
    language: Language,
    images: Path | None,
) -> Iterator[Finding]:
    """Yields the findings about the prompts of a conversation.

    Args:
        conversation: the conversation.
        active: its active instructions.
        where: its location.
        profile: the profile that the ids belong to.
        language: the conversation's.
        images: the folder whose files may be sent; None where that is not known yet.
    """
    seen: dict[str, int] = {}
    told: set[Tracked] = set()
    for number, turn in enumerate(conversation.turns, start=1):
        at = Location(where.file, where.row, where.key, (number,))
        words = " ".join(turn.prompt.split())
        if words in seen:
            message = f"the prompt is that of turn {seen[words]}"
            yield Finding("repeated-prompt", at, message)
        seen.setdefault(words, number)
        for image in turn.images:
            yield from _image_findings(image, images, at)
        prompts = (each.prompt for each in conversation.turns[:number])
        before = "\n".join((conversation.system, *prompts))
        for given in active.turns[number - 1]:
            if given not in told:
                told.add(given)
                place = active.location(where, given)
                yield from _unmentioned(given.instruction, before, place, profile, language)


def _image_findings(image: str, folder: Path | None, at: Location) -> Iterator[Finding]:
    """Yields what is wrong with an image. Without a folder nothing of a file is read."""
    path = Path() if is_address(image) else (folder or Path()) / image
    if not _exists(path):
        message = f"there is no file {short_repr(image)}; looked for at {path.absolute()}"
        yield Finding("missing-image", at, message)
    elif folder or is_address(image):
        try:
            image_url(image, folder)
        except DataError as error:
            yield Finding("refused-image", at, str(error))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, or no name at all
        return False


def _unmentioned(
    instruction: Instruction, prompts: str, place: Location, profile: str, language: Language
) -> Iterator[Finding]:
    """Yields the findings about what the prompts so far do not say of an instruction."""
    if instruction.text and " ".join(instruction.text.split()) not in " ".join(prompts.split()):
        message = f"the text {shown(instruction.text)} stands in no prompt so far"
        yield Finding("other-text", place, message)
    try:
        checker = compile_instruction(instruction, profile)
    except (UnknownIdError, ParameterError):
        return
    missing = [value for value in checker.verbatim if not _is_said(value, prompts, language)]
    if missing:
        listed = ", ".join(map(shown, missing))
        message = f"{instruction.id} asks for {listed}, of which no prompt so far says anything"
        yield Finding("unmentioned", place, message)


def _is_said(value: str, prompts: str, language: Language) -> bool:
    # A mark may be called by its name. A pattern is slow to make, and most values are unchanged.
    if not HAS_WORD.search(value):
        return True
    return value in prompts or phrase_pattern(value, language).search(prompts) is not None
