"""`mifcheck score`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mifcheck.cli.chosen import Choice, chosen, of_languages
from mifcheck.cli.showing import show_scores
from mifcheck.drive import Run
from mifcheck.errors import MifcheckError
from mifcheck.replies import read_replies


def command(replies: Path, choice: Choice, *, think: str, resamples: int, json: bool) -> None:
    """Scores a run folder, or a file of replies to the chosen conversations.

    Raises:
        MifcheckError: a folder that holds no run, or data or replies that cannot be read.
    """
    if replies.is_dir():
        if choice.data is not None:
            raise MifcheckError(f"{replies} holds its own conversations: leave --data out")
        run = Run.load(replies)
        run = replace(run, conversations=of_languages(run.conversations, choice.languages))
        show_scores(
            run, run.conversations, title=f"{run.name} ({replies})",
            profile=choice.profile, resamples=resamples, json=json,
        )  # fmt: skip
        return
    everything = chosen(replace(choice, languages=None))
    run, skipped = read_replies(replies, everything, thinking=think, skip_bad=choice.skip_bad)
    run = replace(run, conversations=of_languages(everything, choice.languages))
    show_scores(
        run, everything, title=f"{replies} on {everything.source}", skipped=skipped,
        profile=choice.profile, resamples=resamples, json=json,
    )  # fmt: skip
