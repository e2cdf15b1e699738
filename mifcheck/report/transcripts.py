"""What a notebook shows of conversations and of runs: the first of them, turn by turn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.errors import MifcheckError, RunError
from mifcheck.evaluate import judge_all
from mifcheck.report.formats import count
from mifcheck.report.fragments import (
    bullet_list,
    code,
    framed,
    more,
    note,
    outcome_mark,
    quiet,
    said,
)
from mifcheck.report.labels import group_name
from mifcheck.report.notebook import decisive
from mifcheck.report.tables import html_text
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run
from mifcheck.safe import one_line
from mifcheck.scores.judges import KeptAnswers, kept_answers, with_kept_answers
from mifcheck.verdict import Verdict

_PROFILE: Final = "native"
_CONVERSATIONS: Final = 3
_TURNS: Final = 6
_WIDEST: Final = 200


def conversation_html(conversation: Conversation) -> str:
    """Returns the prompts, each with the instructions that are active at its turn."""
    ages = conversation.ages()
    shown = (
        f"<p><b>Turn {place + 1}</b></p>{said(turn.prompt, kind='prompt')}"
        f"{_instructions(turn, ages[place])}"
        for place, turn in enumerate(conversation.turns[:_TURNS])
    )
    return framed(f"<p>{_title(conversation)}</p>", *shown, _more_turns(conversation))


def run_html(run: Run) -> str:
    """Returns how many replies there are, and the first conversations with their verdicts.

    The replies are those of the first sample, checked strictly by the native profile. No judge is
    asked: of judged checks the answers are shown that the run folder has.
    """
    kept, unread = _kept(run)
    lost = len(run.errors)
    told = quiet(
        count(len(run.conversations), "conversation"),
        f"{run.samples} samples each" if run.samples > 1 else "",
        count(len(run.replies) - lost, "reply"),
        count(lost, "error") if lost else "",
        f"{run.missing} missing" if run.missing else "",
    )
    talks = (
        f"<details{'' if place else ' open'}><summary>{_title(talk)}</summary>"
        f"{''.join(_transcript(run, talk, kept))}{_more_turns(talk)}</details>"
        for place, talk in enumerate(run.conversations[:_CONVERSATIONS])
    )
    return framed(
        f"<p>{_name(run.name or 'run')} {told}</p>",
        *talks,
        more(len(run.conversations) - _CONVERSATIONS, "conversation"),
        note(
            f"checked strictly, profile {_PROFILE}",
            "the first sample of each turn" if run.samples > 1 else "",
            unread,
        ),
    )


def _kept(run: Run) -> tuple[KeptAnswers, str]:
    """Returns what judges said earlier, and why that cannot be read."""
    try:
        return kept_answers(run), ""
    except RunError as error:
        return {}, str(error)


def _transcript(run: Run, talk: Conversation, kept: KeptAnswers) -> Iterator[str]:
    for number, turn in enumerate(talk.turns[:_TURNS], start=1):
        record = run.replies.get((talk.key, number, 0))
        verdicts, told = _verdicts(turn, record, talk.language, kept)
        marks = "".join(f'<span title="{_why(each)}">{_mark(each)}</span>' for each in verdicts)
        yield f'<p class="turn"><b>Turn {number}</b>{marks}{quiet(told)}</p>'
        yield said(turn.prompt, kind="prompt")
        if record is not None and record.reply is not None:
            yield said(record.reply, decisive(each for each in verdicts if each.passed is False))


def _verdicts(
    turn: Turn, record: Record | None, language: str, kept: KeptAnswers
) -> tuple[tuple[Verdict, ...], str]:
    """Returns the verdicts about a reply, or why there are none."""
    if record is None:
        return (), "no reply yet"
    if record.reply is None:
        return (), f"no reply: {record.error}"
    try:
        asked = with_kept_answers(turn, record, language, _PROFILE, kept)
        result = judge_all(asked, record.reply, language, profile=_PROFILE)
    except MifcheckError as error:
        return (), f"not checked: {error}"
    return result.strict, "" if result.strict else "nothing asked"


def _mark(verdict: Verdict) -> str:
    return f"{outcome_mark(verdict.outcome)} {code(verdict.check)}"


def _why(verdict: Verdict) -> str:
    return html_text(f"required: {verdict.required}; {verdict.reason}")


def _title(conversation: Conversation) -> str:
    language = group_name("language", conversation.language)
    told = quiet(language, count(len(conversation), "turn"), conversation.topic)
    return f"{_name(conversation.key)} {told}"


def _name(name: str) -> str:
    return f"<b><bdi>{html_text(name)}</bdi></b>"


def _instructions(turn: Turn, ages: tuple[int, ...]) -> str:
    items = (
        f"{code(each.id)} {quiet(_parameters(each), group_name('age', age) if age else '')}"
        for each, age in zip(turn.instructions, ages, strict=True)
    )
    return bullet_list(items) or note("no instruction")


def _parameters(instruction: Instruction) -> str:
    kwargs = instruction.to_dict()["kwargs"]
    told = (f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in kwargs.items())
    return one_line(", ".join(told), _WIDEST)


def _more_turns(conversation: Conversation) -> str:
    return more(len(conversation) - _TURNS, "turn")
