"""Where profiles disagree about the same replies, how often, and how that changes the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mifcheck import doors
from mifcheck.conversation import Conversation
from mifcheck.errors import DataError, MifcheckError, did_you_mean_id
from mifcheck.frames import to_frame
from mifcheck.languages import get_language
from mifcheck.profiles import get_profile
from mifcheck.runs.run import Run
from mifcheck.scores.estimates import LOOSE, STRICT, AsDict, Change, Estimate
from mifcheck.scores.examples import DisagreementKind, Example, choose
from mifcheck.scores.judging import Progress, score
from mifcheck.scores.metrics import HEADLINE
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.pairing import PairedBootstrap
from mifcheck.scores.scores import Scores

if TYPE_CHECKING:
    import pandas

SCHEMA: Final = "mifcheck.differences/1"
DIRECTIONS: Final = ("passed_failed", "failed_passed", "first_unjudged", "other_unjudged")
_DIRECTION: Final = {(1, 0): DIRECTIONS[0], (0, 1): DIRECTIONS[1]}

_Changes: TypeAlias = Mapping[tuple[Any, str, str], Change]
"""The difference of each (group, figure, mode)."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How often two profiles disagree about one id in one language.

    Attributes:
        id, language: the instruction id, and the language that replies were asked for in.
        profiles: the two profiles, the first one first.
        checks: how many checks there were.
        passed_failed: checks that the first passes and the other fails.
        failed_passed: checks that the first fails and the other passes.
        first_unjudged: checks that the first alone does not judge.
        other_unjudged: checks that the other alone does not judge.
        examples: some disagreements, those of one direction together.
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
        """Number of checks about which the two disagree, including those that only one judges."""
        return self.passed_failed + self.failed_passed + self.first_unjudged + self.other_unjudged

    @property
    def share(self) -> float:
        """`differ` as a share of `checks`, between 0 and 1."""
        return self.differ / self.checks

    def to_dict(self) -> dict[str, Any]:
        """Returns JSON values under the fields' own names."""
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
class Headline(AsDict):
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


@dataclass(frozen=True, slots=True)
class Differences(doors.Displayed):
    """What `compare_profiles` found.

    Attributes:
        profiles: the profiles; each further one is compared with the first.
        mode: the verdicts that `rows` are about, "strict" or "loose".
        rows: one for each further profile, id and language, including those that fully agree.
        headline: the mean of the four accuracies, these four, and PIF.
        by_language: the same for each language.
        scores: all scores by each profile.
    """

    profiles: tuple[str, ...]
    mode: str
    rows: tuple[Disagreement, ...]
    headline: tuple[Headline, ...]
    by_language: Mapping[str, tuple[Headline, ...]]
    scores: Mapping[str, Scores]

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object of everything but `scores`.

        Of the scores it has the signatures and the settings of the bootstrap.
        """
        return {
            "schema": SCHEMA,
            "profiles": list(self.profiles),
            "mode": self.mode,
            "signatures": {name: each.signature for name, each in self.scores.items()},
            **self.scores[self.profiles[0]].settings,
            "headline": [each.to_dict() for each in self.headline],
            "by_language": {
                code: [each.to_dict() for each in figures]
                for code, figures in self.by_language.items()
            },
            "rows": [row.to_dict() for row in self.rows],
        }

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows` as a data frame, without the examples.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        rows = []
        for row in self.rows:
            fields = row.to_dict()
            first, other = fields.pop("profiles")
            del fields["examples"]
            rows.append({"first": first, "other": other, **fields})
        return to_frame(rows)

    def to_markdown(self) -> str:
        """Returns the tables and the examples as Markdown; text of models is escaped."""
        return str(self)

    def __repr__(self) -> str:
        differ, checks = sum(row.differ for row in self.rows), sum(row.checks for row in self.rows)
        return f"<Differences of {', '.join(self.profiles)}: {differ} of {checks} verdicts>"


def compare_profiles(
    run: Run,
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
    """Judges every reply of a run by several profiles, and reports where and how they differ.

    Args:
        run: the conversations and the replies to them.
        profiles: at least two; each is compared with the first.
        loose: count the loose verdicts that differ, not the strict ones.
        examples: at most how many to give of each id, language and direction.
        languages: only the replies in these, codes or names.
        ids: only rows of these ids or families; the headline figures remain those of all ids.
        resamples: of the bootstrap, when the scores of the result are compared.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.
        progress: called with (replies judged, replies to judge); a reply counts once a profile.

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
    run = _in_languages(run, languages)
    wanted = _wanted(run.conversations, ids)
    scores = {
        profile: score(
            run, profile=profile, resamples=resamples, seed=seed, confidence=confidence,
            progress=_share(progress, place, len(chosen)),
        )
        for place, profile in enumerate(chosen)
    }  # fmt: skip
    first, *others = chosen
    changes = {other: _changes(scores[first], scores[other]) for other in others}
    return Differences(
        chosen,
        LOOSE if loose else STRICT,
        tuple(_rows(run, scores, wanted, loose, examples)),
        _headline(scores, changes, None),
        {code: _headline(scores, changes, code) for code in scores[first].by("language")},
        scores,
    )


def _in_languages(run: Run, languages: Sequence[str] | None) -> Run:
    """Returns the conversations of a run in some languages."""
    if languages is None:
        return run
    codes = {get_language(each).code for each in languages}
    kept = [each for each in run.conversations if get_language(each.language).code in codes]
    if not kept:
        held = ", ".join(sorted({each.language for each in run.conversations}))
        raise DataError(f"no conversation in {', '.join(sorted(codes))}; there are {held}")
    return replace(run, conversations=kept)


def _profiles(given: Sequence[str]) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    chosen = tuple(get_profile(each).name for each in listed)
    if len(chosen) < 2:
        raise MifcheckError("two profiles or more are compared, such as native and multi-if")
    if len(set(chosen)) < len(chosen):
        raise MifcheckError(f"a profile is named twice: {', '.join(chosen)}")
    return chosen


def _wanted(conversations: Iterable[Conversation], ids: Sequence[str] | None) -> frozenset[str]:
    """Returns the ids whose rows are wanted."""
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
            near = did_you_mean_id(given, present)
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
    run: Run, scores: Mapping[str, Scores], wanted: frozenset[str], loose: bool, most: int
) -> Iterator[Disagreement]:
    first, *others = scores
    outcomes = scores[first].outcomes
    groups = _groups(outcomes)
    checks = Counter(groups)
    found: list[tuple[int, DisagreementKind]] = [
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
            yield Disagreement(id, language, (first, other), count, examples=shown, **numbers)


def _groups(outcomes: Outcomes) -> list[tuple[str, str]]:
    """Returns (id, language) of each check."""
    ids = [id for id, *_ in outcomes.instructions]
    languages = [language for _, _, language in outcomes.conversations]
    conversation = outcomes.conversation[outcomes.reply].tolist()
    return [
        (ids[instruction], languages[held])
        for instruction, held in zip(outcomes.instruction.tolist(), conversation, strict=True)
    ]


def _disagreements(first: Outcomes, other: Outcomes, loose: bool) -> Iterator[tuple[int, str]]:
    """Yields (row of the check, direction) of each verdict that differs."""
    # Not judged is not judged, whether the checker raised or not.
    one, two = ((each.loose if loose else each.strict).clip(min=-1) for each in (first, other))
    for row in (one != two).nonzero()[0].tolist():
        pair = int(one[row]), int(two[row])
        yield row, _DIRECTION.get(pair) or DIRECTIONS[2 if pair[0] < 0 else 3]


def _headline(
    scores: Mapping[str, Scores], changes: Mapping[str, _Changes], language: str | None
) -> tuple[Headline, ...]:
    """Returns the headline figures of everything, or of one language."""
    group = () if language is None else (("language", language),)
    metrics = {
        name: each.figures if language is None else each.by("language")[language]
        for name, each in scores.items()
    }
    return tuple(
        Headline(
            *name,
            {profile: each[name] for profile, each in metrics.items()},
            {other: each[(group, *name)] for other, each in changes.items()},
        )
        for name in HEADLINE
    )


def _changes(first: Scores, other: Scores) -> _Changes:
    """Returns how much higher each figure is in `other` than in `first`, and in each language."""
    settings = first.settings | {"resamples": 0}  # Nobody asks in how many one is ahead.
    paired = PairedBootstrap.of([other.outcomes, first.outcomes], settings)
    rows = (*paired.rows(), *paired.rows(["language"]))
    return {(row.group, row.figure, row.mode): row.change for row in rows}
