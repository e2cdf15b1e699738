"""`mifcheck report`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mifcheck.cli.chosen import Choice
from mifcheck.cli.console import say
from mifcheck.cli.scored import Scored, read_scores
from mifcheck.errors import MifcheckError, ParameterError
from mifcheck.report import plots
from mifcheck.report.curves import alike, panels
from mifcheck.report.page import scores_page
from mifcheck.scores import Dominance
from mifcheck.scores.comparing import dominance
from mifcheck.signature import CONDITIONS

ENDINGS: Final = (*plots.FORMATS, "html")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw, what the runs are called in it, and where it goes."""

    out: Path
    curves: str | None
    names: str | None
    mode: str
    resamples: int

    def __post_init__(self) -> None:
        if self.ending not in ENDINGS:
            told = ", ".join(f".{each}" for each in ENDINGS[:-1])
            raise ParameterError(f"--out {self.out}: it ends in {told} or .{ENDINGS[-1]}")

    @property
    def ending(self) -> str:
        """What kind of file it is to be."""
        return self.out.suffix.lower().removeprefix(".")


def command(runs: Sequence[Path], choice: Choice, wanted: Wanted, *, think: str | None) -> None:
    """Draws the curves of runs into a file.

    Raises:
        MifcheckError: a run that cannot be read, names that do not fit, or nothing to draw.
        SignatureError: runs that were not measured alike.
        MissingExtraError: matplotlib is not installed.
    """
    plots.require()
    names = _named(runs, _split(wanted.names))
    held = [read_scores(path, choice, wanted.resamples, think) for path in runs]
    scores = {name: run.scores for name, run in zip(names, held, strict=True)}
    notes = alike(scores)
    told = [f"{name}: {note}" for name, run in zip(names, held, strict=True) for note in run.notes]
    shown = panels(scores, _split(wanted.curves), wanted.mode)
    figure = plots.draw(shown, held[0].scores.confidence, notes)
    if wanted.ending == "html":
        text = scores_page(
            scores, shown, plots.svg(figure), [*notes, *told],
            settings={name: run.settings for name, run in zip(names, held, strict=True)},
            dominance=_dominance(held, wanted.resamples),
        )  # fmt: skip
        wanted.out.write_text(text, encoding="utf-8", errors="backslashreplace")
    else:
        plots.save(figure, wanted.out)
    for note in (*notes, *told):
        say("note: ", "yellow", note)
    say(f"written to {wanted.out}", "dim")


def _named(runs: Sequence[Path], names: Sequence[str] | None) -> list[str]:
    """What each run is called: as asked, by its file, or by its path where two are called alike."""
    if names is None:
        names = [path.resolve().name if path.is_dir() else path.stem for path in runs]
        if len(set(names)) < len(names):
            names = [str(path) for path in runs]
    elif len(names) != len(runs):
        raise ParameterError(f"as many --names as runs are expected: {len(names)} for {len(runs)}")
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"two runs are called {name}; --names calls them otherwise")
    return list(names)


def _dominance(held: Sequence[Scored], resamples: int) -> Dominance | None:
    """Of two runs that have a conversation in common."""
    if len(held) != 2:
        return None
    try:
        return dominance(*(run.scores for run in held), across=CONDITIONS, resamples=resamples)
    except MifcheckError:
        return None


def _split(given: str | None) -> list[str] | None:
    return None if given is None else [each.strip() for each in given.split(",") if each.strip()]
