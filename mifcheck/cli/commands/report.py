"""`mifcheck report`: runs as a picture of curves, or as a page with their replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import say, say_written
from mifcheck.errors import MifcheckError, ParameterError

if TYPE_CHECKING:
    from mifcheck.cli.reading import Selection, Source
    from mifcheck.evaluate import ReplyResult
    from mifcheck.models.base import SlotLike
    from mifcheck.report.replies import Judged
    from mifcheck.scores.comparison import Comparison
    from mifcheck.scores.scores import Scores


def command(
    runs: Annotated[list[Path], Argument(metavar="RUN")],
    out: Annotated[Path, Option("--out", "-o", metavar="FILE")],
    curves: Annotated[list[str] | None, options.names_option(metavar="CURVE,...")] = None,
    names: Annotated[list[str] | None, options.names_option(metavar="NAME,...")] = None,
    data: options.Data = None,
    data_format: options.DataFormat = None,
    skip_bad: options.SkipBad = False,
    profile: options.Profile = "native",
    also: Annotated[list[str] | None, options.names_option(metavar="PROFILE,...")] = None,
    thinking: options.Thinking = None,
    loose: options.Loose = False,
    no_replies: Annotated[bool, Option("--no-replies")] = False,
    resamples: options.Resamples = 10_000,
) -> None:
    """Make a page of runs and their replies, or draw curves.

    A page has the figures of all runs with their intervals, how far they differ, by language and by
    instruction, the curves, and all replies: with their verdicts, the reasons, and the evidence
    marked, to be filtered and searched. It is one file, and needs no network.

    The curves show which share of instructions is followed by age, by turn and by the number of
    active instructions. A band is the interval of each point. Pictures need the packages of
    mifcheck[notebook].

    Args:
        runs: A run folder; a file of scores, as Scores.save or --format json writes it; or a file
            of replies, as for mifcheck score. A file of scores has no replies to show.
        out: File to write: a page (.html), or a picture (.svg, .pdf or .png).
        curves: Which curves: age, turn or active, of another figure as in turn:pif (pif,
            conversation, forgetting, correction); k for PIF-N-K; pif for its distribution.
            Default: all that can be drawn.
        names: Names of the runs. Default: the names of their files.
        also: Judge the replies by these profiles, too; the page shows where their verdicts differ.
        no_replies: Leave the replies out of a page.

    Examples:
      mifcheck report runs/qwen --out qwen.html
      mifcheck report runs/qwen runs/smol --out both.html --also multi-if
      mifcheck report qwen.json smol.json --names Qwen,SmolLM2 \\
          --curves age,turn:pif --out forgetting.pdf
    """
    from mifcheck.cli.reading import Selection
    from mifcheck.profiles import get_profile
    from mifcheck.report import plots
    from mifcheck.report.curves import alike

    ending = out.suffix.lower().removeprefix(".")
    if ending not in (*plots.FORMATS, "html"):
        pictures = ", ".join(f".{each}" for each in plots.FORMATS)
        raise ParameterError(f"--out {out}: the name must end in .html, or {pictures}")
    if ending != "html":
        plots.require_matplotlib()
    profiles = list(dict.fromkeys([profile, *(get_profile(each).name for each in also or ())]))
    selection = Selection(data, data_format, None, skip_bad, profile)
    shown = profiles if ending == "html" and not no_replies else []
    held = {
        name: _read(path, selection, thinking, resamples, shown)
        for name, path in zip(_names(runs, names), runs, strict=True)
    }
    notes = alike({name: each.scores for name, each in held.items()})
    write = _write_page if ending == "html" else _write_picture
    for note in write(held, out, curves or None, "loose" if loose else "strict", notes):
        say("note: ", "yellow", note)
    say_written(out)


class _Held(NamedTuple):
    """What is known of one run; of a file of scores there are no replies."""

    scores: Scores
    source: Source
    replies: Judged | None


def _read(
    path: Path,
    selection: Selection,
    thinking: str | None,
    resamples: int,
    profiles: Sequence[str],
) -> _Held:
    """Reads or computes the scores of a run, and keeps what the profiles say of its replies.

    Without profiles only the scores are kept. With some, the scores are those by the first.
    """
    from mifcheck.cli.reading import holds_scores, read_run, read_scores
    from mifcheck.report.replies import Judged
    from mifcheck.runs.progress import progress_bar
    from mifcheck.scores.judging import score

    if not profiles or holds_scores(path):
        return _Held(*read_scores(path, selection, thinking, resamples), None)
    run, source = read_run(path, selection, thinking)
    results: dict[str, dict[SlotLike, ReplyResult]] = {name: {} for name in profiles}
    with progress_bar("checking", True, transient=True) as progress:
        first, *_ = [
            score(
                run, profile=name, resamples=resamples, progress=progress, seen=seen.__setitem__
            )
            for name, seen in results.items()
        ]  # fmt: skip
    return _Held(first, source, Judged(run, results))


def _write_picture(
    held: Mapping[str, _Held],
    out: Path,
    curves: Sequence[str] | None,
    mode: str,
    notes: Sequence[str],
) -> list[str]:
    """Writes a picture, with the notes on how the runs differ; returns all there is to note."""
    from mifcheck.report import plots
    from mifcheck.report.curves import panels

    scores = {name: each.scores for name, each in held.items()}
    shown = panels(scores, curves, mode)
    plots.save(plots.draw(shown, next(iter(scores.values())).confidence, notes), out)
    return [*notes, *_reports(held)]


def _write_page(
    held: Mapping[str, _Held],
    out: Path,
    curves: Sequence[str] | None,
    mode: str,
    notes: Sequence[str],
) -> list[str]:
    """Writes a page; returns all there is to note."""
    from mifcheck.datasets.files import write_whole
    from mifcheck.report.curves import overview, panels
    from mifcheck.report.page import scores_page

    scores = {name: each.scores for name, each in held.items()}
    shown = overview(scores, mode) if curves is None else panels(scores, curves, mode)
    compared, failures = _compared(scores)
    told = [*notes, *failures, *_reports(held)]
    page = scores_page(
        scores,
        shown,
        told,
        settings={name: each.source.settings for name, each in held.items()},
        compared=compared,
        replies={name: each.replies for name, each in held.items()},
    )
    write_whole(out, page.encode(errors="backslashreplace"))
    return told


def _reports(held: Mapping[str, _Held]) -> list[str]:
    return [f"{name}: {note}" for name, each in held.items() for note in each.source.reports]


def _compared(scores: Mapping[str, Scores]) -> tuple[dict[str, list[Comparison]], list[str]]:
    """Compares each further run with the first; returns also why some cannot be compared."""
    from mifcheck.report.overview import BY_GROUP
    from mifcheck.scores.comparing import compare
    from mifcheck.signature import CONDITIONS

    (first, one), *others = scores.items()
    found, failures = {}, []
    for name, other in others:
        try:
            found[name] = [compare(other, one, by=each.by, across=CONDITIONS) for each in BY_GROUP]
        except MifcheckError as error:
            failures.append(f"{name} is not compared with {first}: {error}")
    return found, failures


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
