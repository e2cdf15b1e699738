"""How often two profiles disagree about the same replies, how, and what that does to the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mifcheck import doors
from mifcheck.conversation import Conversation
from mifcheck.errors import DataError, MifcheckError, did_you_mean
from mifcheck.languages import get_language
from mifcheck.profiles import get_profile
from mifcheck.scores.changes import HEADLINE, Change, paired_changes
from mifcheck.scores.collect import Progress, RecordLike, RunLike, score
from mifcheck.scores.examples import Example, Kind, choose
from mifcheck.scores.metrics import Metrics
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.scores import Scores
from mifcheck.scores.statistics import Estimate

SCHEMA: Final = "mifcheck.differences/1"
DIRECTIONS: Final = ("passed_failed", "failed_passed", "first_unjudged", "other_unjudged")
_DIRECTION: Final = {(1, 0): DIRECTIONS[0], (0, 1): DIRECTIONS[1]}


@dataclass(frozen=True, slots=True)
class Row:
    """How often two profiles disagree about one id in one language.

    Attributes:
        id, language: what was checked, in replies asked for in which language.
        profiles: the two, the first one first.
        checks: how many checks there were.
        passed_failed: checks that the first passes and the other fails.
        failed_passed: checks that the first fails and the other passes.
        first_unjudged: checks that the first alone does not judge.
        other_unjudged: checks that the other alone does not judge.
        examples: some of them, those of one direction together.
    """

    id: str
    language: str
    profiles: tuple[str, str]
    checks: int
    passed_failed: int
    failed_passed: int
    first_unjudged: int
    other_unjudged: int
    examples: tuple[Example, ...] = ()

    @property
    def differ(self) -> int:
        """Checks about which the two disagree, those that only one judges included."""
        return self.passed_failed + self.failed_passed + self.first_unjudged + self.other_unjudged

    @property
    def share(self) -> float:
        """`differ` as a share of `checks`, between 0 and 1."""
        return self.differ / self.checks

    def to_dict(self) -> dict[str, Any]:
        """JSON values under the fields' own names."""
        return {
            "id": self.id,
            "language": self.language,
            "profiles": list(self.profiles),
            "checks": self.checks,
            "differ": self.differ,
            **{name: getattr(self, name) for name in DIRECTIONS},
            "examples": [example.to_dict() for example in self.examples],
        }


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline figure by each profile.

    Attributes:
        figure: "accuracy.mean", "accuracy.instruction", "accuracy.conversation" or "pif".
        mode: "strict" or "loose"; of the mean of the four accuracies "both".
        estimates: the figure by each profile.
        changes: for each profile but the first, how much higher the figure is than the first's.
    """

    figure: str
    mode: str
    estimates: Mapping[str, Estimate]
    changes: Mapping[str, Change]

    def to_dict(self) -> dict[str, Any]:
        """JSON values under the fields' own names."""
        return {
            "figure": self.figure,
            "mode": self.mode,
            "estimates": {name: each.to_dict() for name, each in self.estimates.items()},
            "changes": {name: each.to_dict() for name, each in self.changes.items()},
        }


@dataclass(frozen=True, slots=True)
class Differences(doors.Displayed):
    """What `diff` found. It shows itself as tables in a notebook.

    Attributes:
        profiles: the profiles; each further one is compared with the first.
        mode: the verdicts that `rows` are about, "strict" or "loose".
        rows: one for each further profile, id and language, those that agree wholly included.
        headline: the mean of the four accuracies, these four, and PIF.
        by_language: the same for each language.
        scores: all scores by each profile.
    """

    profiles: tuple[str, ...]
    mode: str
    rows: tuple[Row, ...]
    headline: tuple[Headline, ...]
    by_language: Mapping[str, tuple[Headline, ...]]
    scores: Mapping[str, Scores]

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of all but `scores`, of which it has signature and bootstrap settings."""
        first = self.scores[self.profiles[0]]
        return {
            "schema": SCHEMA,
            "profiles": list(self.profiles),
            "mode": self.mode,
            "signatures": {name: each.signature for name, each in self.scores.items()},
            "resamples": first.resamples,
            "seed": first.seed,
            "confidence": first.confidence,
            "headline": [each.to_dict() for each in self.headline],
            "by_language": {
                code: [each.to_dict() for each in figures]
                for code, figures in self.by_language.items()
            },
            "rows": [row.to_dict() for row in self.rows],
        }

    def to_markdown(self) -> str:
        """The tables and the examples as Markdown; nothing that a model said is taken for it."""
        return str(self)

    def __repr__(self) -> str:
        differ, checks = sum(row.differ for row in self.rows), sum(row.checks for row in self.rows)
        return f"<Differences of {', '.join(self.profiles)}: {differ} of {checks} verdicts>"


def compare_profiles(
    run: RunLike,
    profiles: Sequence[str] = ("native", "multi-if"),
    *,
    loose: bool = False,
    examples: int = 1,
    languages: Sequence[str] | None = None,
    ids: Sequence[str] | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> Differences:
    """Judges every reply of a run by several profiles, and tells where and how they differ.

    Args:
        run: the conversations and the replies to them.
        profiles: at least two; each is compared with the first.
        loose: count the loose verdicts that differ, not the strict ones.
        examples: at most how many to give of each id, language and direction.
        languages: only the replies in these, codes or names.
        ids: only rows of these ids, or families of them; the headline figures stay those of all.
        resamples: of the bootstrap over conversations, the same for all profiles; 0 for none.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.
        progress: told (replies judged, replies to judge), a reply counting once a profile.

    Raises:
        MifcheckError: fewer than two profiles, one twice or unknown, or ids that nothing in the
            run has.
        DataError: no conversation in these languages, or an instruction that a profile cannot
            check.
        UnknownLanguageError: a language that is not known.
        ParameterError: a setting out of range.
    """
    chosen = _profiles(profiles)
    if examples < 0:
        raise MifcheckError(f"examples: a number from 0 is expected, not {examples}")
    part = _Part(run, languages)
    wanted = _wanted(part.conversations, ids)
    settings: dict[str, Any] = {"resamples": resamples, "seed": seed, "confidence": confidence}
    scores = {
        profile: score(
            part, profile=profile, progress=_share(progress, place, len(chosen)), **settings
        )
        for place, profile in enumerate(chosen)
    }
    rows = tuple(_rows(part, scores, wanted, loose, examples))
    return _gathered(scores, rows, "loose" if loose else "strict", settings)


def _gathered(
    scores: Mapping[str, Scores], rows: tuple[Row, ...], mode: str, settings: Mapping[str, Any]
) -> Differences:
    profiles = tuple(scores)
    by_language = {
        language: _headline(scores, language, settings)
        for language in scores[profiles[0]].by("language")
    }
    return Differences(profiles, mode, rows, _headline(scores, None, settings), by_language, scores)


class _Part:
    """The conversations of a run in some languages."""

    def __init__(self, run: RunLike, languages: Sequence[str] | None) -> None:
        self.conversations: Sequence[Conversation] = run.conversations
        self.samples: int = run.samples
        self.replies: Mapping[tuple[str, int, int], RecordLike] = run.replies
        self.settings: Mapping[str, Any] = getattr(run, "settings", {})
        if languages is not None:
            codes = {get_language(each).code for each in languages}
            self.conversations = [
                each for each in run.conversations if get_language(each.language).code in codes
            ]
            if not self.conversations:
                held = ", ".join(sorted({each.language for each in run.conversations}))
                asked = ", ".join(sorted(codes))
                raise DataError(f"no conversation in {asked}; there are {held}")


def _profiles(given: Sequence[str]) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    chosen = tuple(get_profile(each).name for each in listed)
    if len(chosen) < 2:
        raise MifcheckError("two profiles or more are compared, such as native and multi-if")
    if len(set(chosen)) < len(chosen):
        raise MifcheckError(f"a profile is named twice: {', '.join(chosen)}")
    return chosen


def _wanted(conversations: Iterable[Conversation], ids: Sequence[str] | None) -> frozenset[str]:
    """The ids whose rows are wanted."""
    present = {
        instruction.id
        for conversation in conversations
        for turn in conversation.turns
        for instruction in turn.instructions
    }
    if ids is None:
        return frozenset(present)
    wanted = set()
    for given in ids:
        found = {id for id in present if given in (id, id.partition(":")[0])}
        if not found:
            near = did_you_mean(given, present)
            raise MifcheckError(f"nothing in these conversations has the id {given!r}{near}")
        wanted |= found
    return frozenset(wanted)


def _share(progress: Progress | None, place: int, parts: int) -> Progress | None:
    if progress is None:
        return None

    def told(done: int, total: int) -> None:
        progress(place * total + done, parts * total)

    return told


def _rows(
    run: RunLike, scores: Mapping[str, Scores], wanted: frozenset[str], loose: bool, most: int
) -> Iterator[Row]:
    first, *others = scores
    outcomes = scores[first].outcomes
    groups = _groups(outcomes)
    checks = Counter(groups)
    found: list[tuple[int, Kind]] = [
        (row, (other, *groups[row], direction))
        for other in others
        for row, direction in _disagreements(outcomes, scores[other].outcomes, loose)
        if groups[row][0] in wanted
    ]
    counts = Counter(kind for _, kind in found)
    examples = choose(run, outcomes, found, first=first, most=most, loose=loose)
    for (id, language), count in sorted(checks.items()):
        for other in others if id in wanted else ():
            kinds = [(other, id, language, direction) for direction in DIRECTIONS]
            shown = tuple(example for kind in kinds for example in examples.get(kind, ()))
            numbers = {kind[-1]: counts[kind] for kind in kinds}
            yield Row(id, language, (first, other), count, examples=shown, **numbers)


def _groups(outcomes: Outcomes) -> list[tuple[str, str]]:
    """(id, language) of each check."""
    ids = [id for id, _ in outcomes.instructions]
    languages = [language for _, _, language in outcomes.conversations]
    conversation = outcomes.conversation[outcomes.reply].tolist()
    return [
        (ids[instruction], languages[held])
        for instruction, held in zip(outcomes.instruction.tolist(), conversation, strict=True)
    ]


def _disagreements(first: Outcomes, other: Outcomes, loose: bool) -> Iterator[tuple[int, str]]:
    """(row of the check, direction) of each verdict that differs."""
    one, two = (each.loose if loose else each.strict for each in (first, other))
    for row in (one != two).nonzero()[0].tolist():
        pair = int(one[row]), int(two[row])
        yield row, _DIRECTION.get(pair) or DIRECTIONS[2 if pair[0] < 0 else 3]


def _headline(
    scores: Mapping[str, Scores], language: str | None, settings: Mapping[str, Any]
) -> tuple[Headline, ...]:
    first, *others = scores
    changes = {
        other: paired_changes(
            scores[first].outcomes, scores[other].outcomes, language=language, **settings
        )
        for other in others
    }
    estimates = {name: _estimates(each, language) for name, each in scores.items()}
    return tuple(
        Headline(
            *name,
            {profile: each[name] for profile, each in estimates.items()},
            {other: each[name] for other, each in changes.items()},
        )
        for name in HEADLINE
    )


def _estimates(scores: Scores, language: str | None) -> dict[tuple[str, str], Estimate]:
    figures: Metrics = scores.figures if language is None else scores.by("language")[language]
    return {(figure, mode): estimate for figure, mode, estimate in figures.items()}
