"""Writes docs/why-scores-differ.md: native and reference verdicts about the same real replies.

    python -m pip install -e ".[reference]"
    python tests/bench/differences.py [PARITY] [--truth PATH] [--out PATH] [--date "1 May 2030"]

PARITY: a .jsonl.gz of {lang, model, prompt, response, checks: [{id, kwargs, ...}]}; by default the one in
the folder `shared/parity` beside this checkout. Its constructed replies are left out. The other source is
the recording that comes with the package. --truth: a .jsonl.gz of {lang, id, kwargs, response, truth}.

No reply is quoted: the texts that show why verdicts differ stand in `differences_causes.py`. The exit
status is 1, and the page is left as it was, where a profile no longer says of one of them what is stated
there.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from differences_causes import CAUSES, Case, Cause

import mifcheck as mif
from mifcheck.report.differences import headline_grid, language_grid
from mifcheck.report.formats import figure, points
from mifcheck.report.tables import Grid
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run
from mifcheck.scores.estimates import Change
from mifcheck.scores.profiles import Disagreement

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared/parity"
PROFILES = ("native", "multi-if")
TITLES = {"native": "native", "multi-if": "reference"}
FIRST = ("accuracy.mean", "both")


class Source(NamedTuple):
    """Replies from one place: all together, and by model where there are several."""

    title: str
    about: str
    found: mif.Differences
    models: Mapping[str, mif.Differences]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    today = datetime.date.today()
    default = SHARED / "reference_verdicts.jsonl.gz"
    parser.add_argument("path", nargs="?", type=Path, default=default)
    parser.add_argument("--truth", type=Path, default=SHARED / "constructed_truth.jsonl.gz")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/why-scores-differ.md")
    parser.add_argument("--date", default=f"{today.day} {today:%B %Y}")
    args = parser.parse_args()
    if not args.path.is_file():
        raise SystemExit(f"{args.path}: no such file")
    if stale := [line for cause in CAUSES for case in cause.cases for line in faults(case)]:
        raise SystemExit("\n".join(["the causes have to be revised:", *stale]))
    sources = [real(args.path), recorded()]
    truths = list(known(args.truth)) if args.truth.is_file() else []
    args.out.write_text(page(sources, truths, args.date), encoding="utf-8")
    for source in sources:
        print(f"{source.title}: {total(source.found.rows)}")
        print(headline_grid(PROFILES, source.found.headline, "per cent").text())


# What is compared ----------------------------------------------------------------------------


def real(path: Path) -> Source:
    """The replies of real models in a file of recorded verdicts."""
    conversations: dict[str, list[mif.Conversation]] = defaultdict(list)
    replies: dict[tuple[str, int, int], Record] = {}
    prompts: dict[tuple[str, str], int] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("model") in (None, "constructed"):
                continue
            number = prompts.setdefault((row["lang"], row["prompt"]), len(prompts))
            key = f"{row['lang']}-{number}-{row['model']}"
            turn = mif.Turn(row["prompt"], tuple(map(_instruction, row["checks"])))
            conversations[row["model"]].append(
                mif.Conversation(key, row["lang"], (turn,), cluster=f"{row['lang']}-{number}")
            )
            replies[key, 1, 0] = Record(key, 1, 0, row["response"])

    def run(chosen: Iterable[mif.Conversation]) -> Run:
        return Run(list(chosen), replies, {"samples": 1, "thinking": "strip"}, path.name)

    everything = [each for some in conversations.values() for each in some]
    models = {
        model: mif.compare_profiles(run(some), PROFILES, examples=0)
        for model, some in sorted(conversations.items())
    }
    about = (
        f"{len(everything):,} replies by {len(models)} models ({', '.join(map(_name, models))}) to {len(prompts):,} prompts of one "
        f"turn in the manner of IFEval, from public releases of evaluations: {_languages(everything)}. A prompt that several "
        "models answered is one cluster."
    )
    return Source(
        "Public replies", about, mif.compare_profiles(run(everything), PROFILES, examples=0), models
    )


def _languages(conversations: Iterable[mif.Conversation]) -> str:
    """How many replies there are in each language, the most first."""
    counts = Counter(each.language for each in conversations).most_common()
    return ", ".join(f"{count:,} in {_name(code)}" for code, count in counts)


def _instruction(check: Mapping[str, Any]) -> mif.Instruction:
    return mif.Instruction(check["id"], check["kwargs"])


def recorded() -> Source:
    """The recording that comes with the package."""
    model = mif.Recording()
    run = mif.drive(mif.load(), model, samples=model.samples, progress=False)
    about = (
        f"{len(run.replies):,} replies by {model.name} to the embedded suite: {len(run.conversations)} conversations of up "
        f"to three turns in eight languages, {run.samples} samples each. The model is tiny and seldom follows "
        "instructions. The comparison shows the effect of the languages, not the rank of the model."
    )
    return Source("The embedded suite", about, mif.compare_profiles(run, PROFILES, examples=0), {})


class Truth(NamedTuple):
    """How often each profile is right where the truth is known by construction."""

    language: str
    checks: int
    right: tuple[int, int]


def known(path: Path) -> Iterator[Truth]:
    """One for each language."""
    right: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            count = right[row["lang"]]
            count["checks"] += 1
            for profile in PROFILES:
                verdict = mif.check(
                    row["id"], row["kwargs"], row["response"], row["lang"], profile=profile
                )
                count[profile] += verdict.passed is row["truth"]
    for language, count in sorted(right.items()):
        yield Truth(language, count["checks"], (count[PROFILES[0]], count[PROFILES[1]]))


# The page ------------------------------------------------------------------------------------


def page(sources: Sequence[Source], truths: Sequence[Truth], date: str) -> str:
    """The whole page."""
    lines = [INTRODUCTION.format(date=date), "## In short", *map(short, sources)]
    lines += ["## What was compared"]
    lines.append("\n".join(f"- **{each.title}**: {each.about}" for each in sources))
    lines += ["## What it does to the scores", SCORES]
    for source in sources:
        lines += [f"### {source.title}", *scores(source)]
    lines += ["## Which verdicts differ", DIRECTIONS]
    for source in sources:
        lines += [f"### {source.title}: by instruction and language", verdict_table(source.found)]
        lines.append(agreeing(source.found.rows))
    if truths:
        lines += ["## Where the truth is known", TRUTH, truth_table(truths)]
    lines += ["## Why", WHY, *(block for cause in CAUSES for block in reason(cause, sources))]
    lines += ["## Make it yourself", YOURSELF, *signatures(sources)]
    return "\n\n".join(lines) + "\n"


def short(source: Source) -> str:
    """A source in a few sentences."""
    shares = Counter[str]()
    for row in source.found.rows:
        shares[row.id] += row.differ
    most = ", ".join(f"`{id}` ({count})" for id, count in shares.most_common(4))
    return (
        f"**{source.title}**: {total(source.found.rows)}. From native to reference the mean of the four accuracies moves by "
        f"{figure(_change(source.found.headline), points)} points. {apart(source.found)} The instructions with the most verdicts that "
        f"differ: {most}."
    )


def scores(source: Source) -> Iterator[str]:
    """One source's scores: every figure, then the mean of the four by language and by model."""
    found = source.found
    yield titled(headline_grid(PROFILES, found.headline, "per cent"))
    yield titled(language_grid(PROFILES, found.by_language, "mean of the four"))
    if source.models:
        models = {model: each.headline for model, each in source.models.items()}
        yield titled(language_grid(PROFILES, models, "mean of the four"))


def apart(found: mif.Differences) -> str:
    """The languages in which the scores differ by more than chance."""
    sure = [
        f"{_name(code)} ({figure(_change(figures), points)})"
        for code, figures in found.by_language.items()
        if clear(_change(figures))
    ]
    if not sure:
        return "In no language does the interval of the difference exclude zero."
    return f"The interval of the difference excludes zero in {' and '.join(sure)}."


def clear(change: Change) -> bool:
    return change.low is not None and change.high is not None and change.low * change.high > 0


def _change(figures: Sequence[Any]) -> Change:
    (found,) = (each for each in figures if (each.figure, each.mode) == FIRST)
    return found.changes[PROFILES[1]]


def titled(grid: Grid) -> str:
    """The table as Markdown, with the names that the page uses."""
    head = [grid.head[0], "native", "reference", "reference − native"]
    return Grid(head, [[_name(str(name)), *cells] for name, *cells in grid.rows]).markdown()


def verdict_table(found: mif.Differences) -> str:
    """The pairs of id and language that differ."""
    head = ["instruction", "language", "differ", "share", "how"]
    body = [
        [
            row.id,
            _name(row.language),
            f"{row.differ} of {row.checks}",
            f"{100 * row.share:.1f} %",
            how(row),
        ]
        for row in found.rows
        if row.differ
    ]
    return Grid(head, body).markdown()


def how(row: Disagreement) -> str:
    counts = {
        "native alone passes": row.passed_failed,
        "reference alone passes": row.failed_passed,
        "native does not judge": row.first_unjudged,
        "reference does not judge": row.other_unjudged,
    }
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)


def agreeing(rows: Sequence[Disagreement]) -> str:
    same = [row for row in rows if not row.differ]
    checks = sum(row.checks for row in same)
    return (
        f"The other {len(same)} pairs of instruction and language, {checks:,} verdicts, all agree."
    )


def total(rows: Sequence[Disagreement]) -> str:
    differ, checks = sum(row.differ for row in rows), sum(row.checks for row in rows)
    judged = sum(row.passed_failed + row.failed_passed for row in rows)
    return (
        f"Of {checks:,} strict verdicts {differ:,} differ ({100 * differ / checks:.1f} %): "
        f"{judged:,} times one profile passes a reply that the other fails "
        f"(native passes {sum(row.passed_failed for row in rows):,}, the reference "
        f"{sum(row.failed_passed for row in rows):,}), and {differ - judged:,} times only one profile judges"
    )


def truth_table(truths: Sequence[Truth]) -> str:
    every = Truth(
        "all", sum(each.checks for each in truths),
        (sum(each.right[0] for each in truths), sum(each.right[1] for each in truths)),
    )  # fmt: skip
    body = [
        [_name(each.language), f"{each.checks:,}",
         *(f"{100 * right / each.checks:.1f}" for right in each.right)]
        for each in (*truths, every)
    ]  # fmt: skip
    return Grid(["language", "checks", "native right, %", "reference right, %"], body).markdown()


def reason(cause: Cause, sources: Sequence[Source]) -> Iterator[str]:
    """One cause: its texts, what both say of them, and who is right."""
    yield f"### {cause.title}"
    yield "\n".join(case_line(case) for case in cause.cases)
    yield f"{cause.prose} {_how_often(cause, sources)}"


def _how_often(cause: Cause, sources: Sequence[Source]) -> str:
    ids = ", ".join(f"`{id}`" for id in cause.concerned)
    counts = []
    for source in sources:
        rows = [row for row in source.found.rows if row.id in cause.concerned]
        differ, checks = sum(row.differ for row in rows), sum(row.checks for row in rows)
        counts.append(f"{differ} of {checks:,}")
    return f"({ids}, from all causes together: {counts[0]} verdicts differ in the public replies, {counts[1]} in the embedded suite.)"


def case_line(case: Case) -> str:
    kwargs = f" `{json.dumps(case.kwargs, ensure_ascii=False)}`" if case.kwargs else ""
    said = ", ".join(
        f"{TITLES[name]} **{verdict.outcome}** ({verdict.reason})" for name, verdict in judged(case)
    )
    text = json.dumps(case.text, ensure_ascii=False)
    return f"- {_name(case.language)}, `{case.id}`{kwargs}: `{text}`  \n  {said}"


def judged(case: Case) -> list[tuple[str, mif.Verdict]]:
    return [
        (name, mif.check(case.id, case.kwargs, case.text, case.language, profile=name))
        for name in PROFILES
    ]


def faults(case: Case) -> Iterator[str]:
    """What a profile says of a case that is not what is stated there."""
    for (name, verdict), expected in zip(judged(case), (case.native, case.reference), strict=True):
        if verdict.passed is not expected:
            yield f"{case.id} {case.kwargs} {case.text!r}: {name} {verdict.explain()}"


def signatures(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        listed = "\n".join(scores.signature for scores in source.found.scores.values())
        yield f"{source.title}:"
        yield f"```text\n{listed}\n```"


def _name(code: str) -> str:
    """A language's name for its code; of a model the name that it is published under."""
    return mif.get_language(code).name if code in mif.known_languages() else code.replace("__", "/")


INTRODUCTION = """# Why scores differ

<!-- Written by tests/bench/differences.py: change that, not this page. -->

Two evaluators that check the same replies and instructions give some different verdicts, and therefore different scores. This page says
how often, in which direction and why the verdicts differ, and which one is right. *Native* is mifcheck's own profile, which decides as a
careful reader would. *Reference* is the profile `multi-if`, which gives the verdicts of the public Multi-IF evaluator
([Published figures](reference.md) says how exactly). This page was made on {date} by `python tests/bench/differences.py`, from real
replies. Every text that is shown here was written for this page.

```python
import mifcheck as mif

asked = ("keywords:existence", {{"keywords": ["fog"]}}, "The morning was foggy.")
mif.check(*asked).passed  # False
mif.check(*asked, profile="multi-if").passed  # True
```"""

SCORES = """Metrics in per cent with 95 % intervals, differences in percentage points. Both profiles judge the same replies, so the
difference is paired: what makes a conversation (or prompt) hard for both profiles cancels out, and the interval is that of the difference
itself ([Scores](scores.md)). A profile's scores exclude the checks that it does not judge. A difference near zero does not mean that the
verdicts agree: differences in one direction may cancel out those in the other."""

DIRECTIONS = """These are strict verdicts. *Does not judge* means that the reference draws a parameter at random or stops with an error, or that mifcheck
does not decide (for example about the language of two words)."""

TRUTH = """The replies above do not show which verdict is right. Constructed texts do, since their answer is known: a keyword was inserted or
left out, sentences were joined, and capitals, list items or dividers were added. These checks use sentences of Universal Dependencies PUD.
A check that is not judged counts as wrong. The texts were available while mifcheck was developed, and its errors on them were corrected.
Its share therefore shows what it was built to do, and does not predict its share on other texts. The reference has no such advantage."""

WHY = """For each cause, the shortest texts that show it are given, with both verdicts. The page also says where the reference is arguably right."""

YOURSELF = """```console
$ mifcheck compare-profiles runs/mine
$ mifcheck compare-profiles replies.jsonl --data multiIF.csv --examples 3 --format markdown --out differences.md
```

does the same for your own replies, with examples of each disagreement. In Python it is `mif.compare_profiles(run)`. The figures above were
measured with these signatures, the native one first."""


if __name__ == "__main__":
    sys.exit(main())
