"""`mifcheck report`: curves of runs, as a picture or a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import say, say_written
from mifcheck.errors import MifcheckError, ParameterError

if TYPE_CHECKING:
    from mifcheck.scores.scores import Scores
    from mifcheck.scores.values import Dominance


def command(
    runs: Annotated[list[Path], Argument(metavar="RUN")],
    out: Annotated[Path, Option("--out", "-o", metavar="FILE")],
    curves: Annotated[list[str] | None, options.names_option(metavar="CURVE,...")] = None,
    names: Annotated[list[str] | None, options.names_option(metavar="NAME,...")] = None,
    data: options.Data = None,
    data_format: options.DataFormat = None,
    skip_bad: options.SkipBad = False,
    profile: options.Profile = "native",
    thinking: options.Thinking = None,
    loose: options.Loose = False,
    resamples: options.Resamples = 10_000,
) -> None:
    """Draw the curves of runs, as a picture or as a page.

    The curves show which share of instructions is followed by age, by turn and by the number of
    active instructions. A band is the interval of each point, and small print says how many checks
    it rests on. A page has the numbers, too. This command needs the packages of mifcheck[notebook].

    Args:
        runs: A run folder; a file of scores, as Scores.save or --format json writes it; or a file
            of replies, as for mifcheck score.
        out: File to write: a picture (.svg, .pdf or .png), or a page with picture and numbers
            (.html).
        curves: Which curves: age, turn or active, of another figure as in turn:pif (pif,
            conversation, forgetting, correction); k for PIF-N-K; pif for its distribution.
            Default: all that can be drawn.
        names: Names of the runs. Default: the names of their files.

    Examples:
      mifcheck report runs/qwen --out curves.svg
      mifcheck report runs/qwen runs/smol --out curves.html
      mifcheck report qwen.json smol.json --names Qwen,SmolLM2 \\
          --curves age,turn:pif --out forgetting.pdf
    """
    from mifcheck.cli.reading import Selection, read_scores
    from mifcheck.datasets.files import write_whole
    from mifcheck.report import plots
    from mifcheck.report.curves import alike, panels
    from mifcheck.report.page import scores_page

    ending = out.suffix.lower().removeprefix(".")
    if ending not in (*plots.FORMATS, "html"):
        pictures = ", ".join(f".{each}" for each in plots.FORMATS)
        raise ParameterError(f"--out {out}: the name must end in {pictures} or .html")
    plots.require_matplotlib()
    called = _names(runs, names)
    selection = Selection(data, data_format, None, skip_bad, profile)
    scores, sources = {}, {}
    for name, path in zip(called, runs, strict=True):
        scores[name], sources[name] = read_scores(path, selection, thinking, resamples)
    notes = list(alike(scores))
    shown = panels(scores, curves or None, "loose" if loose else "strict")
    figure = plots.draw(shown, scores[called[0]].confidence, notes)
    notes += [f"{name}: {note}" for name, source in sources.items() for note in source.reports]
    if ending == "html":
        settings = {name: source.settings for name, source in sources.items()}
        higher = _dominance(list(scores.values()), resamples)
        page = scores_page(
            scores, shown, plots.svg(figure), notes, settings=settings, dominance=higher
        )
        write_whole(out, page.encode(errors="backslashreplace"))
    else:
        plots.save(figure, out)
    for note in notes:
        say("note: ", "yellow", note)
    say_written(out)


def _names(runs: Sequence[Path], names: Sequence[str] | None) -> list[str]:
    """Returns the names of the runs: as given, those of their files, or the paths of the files."""
    if not names:
        names = [path.resolve().name if path.is_dir() else path.stem for path in runs]
        if len(set(names)) < len(names):
            names = [str(path) for path in runs]
    elif len(names) != len(runs):
        raise ParameterError(f"as many --names as runs are expected: {len(names)} for {len(runs)}")
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"two runs are called {name}; --names gives them other names")
    return list(names)


def _dominance(scores: Sequence[Scores], resamples: int) -> Dominance | None:
    """Returns whether one of two runs dominates the other; None where that has no answer."""
    from mifcheck.scores.comparing import dominance
    from mifcheck.signature import CONDITIONS

    if len(scores) != 2:
        return None
    try:
        return dominance(*scores, across=CONDITIONS, resamples=resamples)
    except MifcheckError:
        return None
