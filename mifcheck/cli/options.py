"""Options that several commands share: each is declared, described and parsed here, once.

A callback checks a name against the table where the names are decided. It imports the table when
the option is used, so that `--help` loads nothing heavy. `NAMES` fills `{names}` in a description.

Args:
    data_file: Conversations: a CSV or JSON lines file, optionally gzipped. Default: the suite that
        comes with mifcheck.
    data: For a file of replies: the conversations that were replied to. Default: the suite that
        comes with mifcheck.
    data_format: Format of DATA: {names}. Default: detected.
    languages: Only conversations in these languages: codes or names, for example hi,French.
    skip_bad: Leave out bad rows, and report how many there were.
    profile: What the ids mean: {names}.
    thinking: Remove the thinking from replies before they are checked, or keep it. Default for a
        file of replies: strip; for a run folder: its own setting.
    placement: Where the text of the instructions stands: in the prompts, again at the end of the
        last message, or only there. DATA must contain the text.
    images: Folder whose files may be sent to the model as images; relative paths of images start
        there. Without this option only https and data URLs are.
    replies: A run folder; or a file of replies (JSON, CSV or Parquet), with key, turn and response
        (and sample, any whole number), or with prompt and response, or with messages.
    errors: Replies lost to an error: leave them out, or count each of their instructions as not
        followed.
    by: Add the share of instructions followed for each family, id, turn, language, conversation or
        role (who gave the instruction: user or system),
        for each age (turns since an instruction was given), or for each number of active
        instructions.
    workers: Number of processes that check replies. Default: one for each core.
    loose: Use the loose verdicts: a reply also passes without its first line, its last line or its
        asterisks.
    resamples: Bootstrap resamples of comparisons and correlations; 0 for none.
    format: Format of the result.
    out: Write the result to this file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer import Argument, Option

from mifcheck.errors import DataError, ParameterError, did_you_mean


def either(names: Sequence[str]) -> str:
    """Returns the names as an enumeration, such as "a, b or c"."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def require_one_of(option: str, given: str, known: Sequence[str], hint: str = "") -> None:
    """Raises unless an option has one of the known values.

    Raises:
        ParameterError: the value is unknown; the message lists the known ones.
    """
    if given not in known:
        near = hint or did_you_mean(given, known)
        raise ParameterError(f"{option} is {either(known)}, not {given!r}{near}")


def names_option(*flags: str, metavar: str) -> Any:
    """Declares an option whose values are names, separated by commas."""

    def parsed(param: typer.CallbackParam, values: list[str] | None) -> list[str]:
        names = [name.strip() for value in values or () for name in value.split(",")]
        if values and not any(names):
            raise ParameterError(f"{param.opts[0]}: a name is expected, not {','.join(values)!r}")
        return [name for name in names if name]

    return Option(*flags, metavar=metavar, callback=parsed)


def format_option(*known: str) -> Any:
    """Declares `--format` for a command that writes its result in these formats."""

    def parsed(given: str) -> str:
        if given not in known:
            from mifcheck.datasets import READERS

            hint = "; --data-format names the format of DATA" if given in READERS else ""
            require_one_of("--format", given, known, hint)
        return given

    return Option(metavar="|".join(known), callback=parsed)


def assignments(option: str, given: Sequence[str] | None) -> list[tuple[str, str]]:
    """Splits each NAME=VALUE of an option that can be repeated.

    Raises:
        ParameterError: one has no name, or no equals sign.
    """
    pairs = [each.partition("=") for each in given or ()]
    for name, equals, value in pairs:
        if not equals or not name.strip():
            raise ParameterError(f"{option} {name}{equals}{value}: NAME=VALUE is expected")
    return [(name.strip(), value) for name, _, value in pairs]


def json_or_text(value: str) -> Any:
    """Reads a value as JSON; a value that is not JSON is text."""
    from mifcheck.datasets.base import parse_json

    try:
        return parse_json(value)
    except DataError:
        return value


def _profile(name: str) -> str:
    from mifcheck.profiles import get_profile

    return get_profile(name).name


def _thinking(name: str | None) -> str | None:
    from mifcheck.models.thinking import THINKING, require_policy

    return None if name is None else require_policy("thinking", name, THINKING)


def _placement(name: str | None) -> str | None:
    from mifcheck.models.thinking import require_policy
    from mifcheck.runs.placement import PLACEMENTS

    return None if name is None else require_policy("placement", name, PLACEMENTS)


def _errors(name: str) -> str:
    from mifcheck.models.thinking import require_policy
    from mifcheck.scores.judging import ERRORS

    return require_policy("errors", name, ERRORS)


def _by(name: str | None) -> str | None:
    from mifcheck.scores.grouping import BY

    if name is not None:
        require_one_of("--by", name, BY)
    return name


def _formats() -> Iterable[str]:
    from mifcheck.datasets import READERS

    return READERS


def _models() -> Iterable[str]:
    from mifcheck.runs.specs import MODEL_KINDS

    return [f"{name}:{kind.form} ({kind.meaning})" for name, kind in MODEL_KINDS.items()]


def _model_kinds() -> Iterable[str]:
    from mifcheck.runs.specs import MODEL_KINDS

    return [f"{name}:" for name in MODEL_KINDS]


def _sets() -> Iterable[str]:
    from mifcheck.checkers.sets import BY_KEY

    return BY_KEY


def _primitives() -> Iterable[str]:
    from mifcheck.checkers.catalogue import registry
    from mifcheck.profiles import describe

    return sorted({name for each in registry for name in describe(each).primitives})


def _curves() -> Iterable[str]:
    from mifcheck.report.curves import OVERVIEW

    return OVERVIEW


def _profiles() -> Iterable[str]:
    from mifcheck.profiles import PROFILES

    return PROFILES


def _conditions() -> Iterable[str]:
    from mifcheck.signature import CONDITIONS

    return CONDITIONS


def _groups() -> Iterable[str]:
    from mifcheck.scores.grouping import BY

    return BY


def _ids() -> Iterable[str]:
    from mifcheck.checkers.catalogue import registry

    return registry


def _kinds() -> Iterable[str]:
    from mifcheck.linting.findings import KINDS

    return KINDS


def _codes() -> Iterable[str]:
    from mifcheck.languages import known_languages

    return known_languages()


NAMES: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "data_format": _formats,
    "model": _models,
    "profile": _profiles,
}
"""What makes the `{names}` of an option's description."""

VALUES: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "across": _conditions,
    "also": _profiles,
    "by": _groups,
    "curves": _curves,
    "data_format": _formats,
    "id": _ids,
    "kind": _kinds,
    "language": _codes,
    "languages": _codes,
    "model": _model_kinds,
    "primitive": _primitives,
    "profile": _profiles,
    "profiles": _profiles,
    "set_": _sets,
}
"""What a shell completes an option with, where its metavar does not list the values."""

Data = Annotated[str | None, Option("--data", "-d", metavar="DATA")]
DataFormat = Annotated[str | None, Option(metavar="NAME")]
Languages = Annotated[list[str] | None, names_option("--languages", "-l", metavar="LANG,...")]
SkipBad = Annotated[bool, Option("--skip-bad")]
Profile = Annotated[str, Option(metavar="NAME", callback=_profile)]
Thinking = Annotated[str | None, Option(metavar="strip|keep", callback=_thinking)]
Placement = Annotated[str | None, Option(metavar="as-given|repeated|moved", callback=_placement)]
Errors = Annotated[Any, Option(metavar="leave-out|count-as-failed", callback=_errors)]
Images = Annotated[Path | None, Option("--images", metavar="DIR")]
Replies = Annotated[Path, Argument(metavar="REPLIES")]
By = Annotated[str | None, Option(metavar="NAME", callback=_by)]
Workers = Annotated[int | None, Option("--workers", "-w", metavar="N", min=1)]
Loose = Annotated[bool, Option("--loose")]
Resamples = Annotated[int, Option(metavar="N", min=0)]
Format = Annotated[str, format_option("text", "json")]
Out = Annotated[Path | None, Option("--out", "-o", metavar="FILE", dir_okay=False)]
DataFile = Annotated[str | None, Argument(metavar="DATA")]
