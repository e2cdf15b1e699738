"""What judges said of the replies of a run, kept in its folder: no reply is judged twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from mifcheck.checkers.by_judge import ByJudge
from mifcheck.datasets.base import brief
from mifcheck.masking import mask_text, masked
from mifcheck.runs.journal import require_sum, summed_line
from mifcheck.verdict import Span, Verdict

JUDGEMENTS: Final = "judgements.jsonl"


class Question(NamedTuple):
    """What a judge is asked.

    Attributes:
        checker: the judged checker, with its parameters.
        reply: the reply, as the checker reads it.
        prompt: what the user said; "" if the judge is not given it.
    """

    checker: ByJudge
    reply: str
    prompt: str = ""

    @property
    def digest(self) -> str:
        """The digest of the judge, its version, its parameters, the prompt and the reply."""
        judge = [self.checker.to_spec(), self.checker.version]
        text = json.dumps([*judge, self.prompt, self.reply], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the file: a question, by its digest, and the answer, without secrets.

    Attributes:
        question: the digest of the question.
        check: the id of the check.
        version: of the judge.
        passed, measured, reason, evidence: of the verdict.
    """

    question: str
    check: str
    version: str
    passed: bool | None
    measured: Any = None
    reason: str = ""
    evidence: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def of(cls, question: Question, verdict: Verdict) -> Judgement:
        """Returns the line of a verdict. It holds no more than what is read back.

        Raises:
            ValueError: what was measured is no JSON value.
        """
        check, version = question.checker.id, question.checker.version
        given = verdict.to_dict()
        try:
            measured = json.loads(json.dumps(given["measured"], allow_nan=False))
        except TypeError as error:
            raise ValueError(f"`measured` of a verdict is a JSON value: {error}") from None
        evidence = tuple((each[0], each[1], mask_text(each[2])) for each in given["evidence"])
        reason = mask_text(verdict.reason)
        return cls(
            question.digest, check, version, verdict.passed, masked(measured), reason, evidence
        )

    @property
    def slot(self) -> str:
        """Which question is answered."""
        return self.question

    def verdict(self, checker: ByJudge) -> Verdict:
        """Returns the verdict that the line holds."""
        spans = [Span(*each) for each in self.evidence]
        return checker.verdict(self.passed, self.measured, spans, self.reason)

    def to_line(self) -> bytes:
        """Returns one line of JSON, with a checksum."""
        return summed_line(asdict(self))

    @classmethod
    def from_json(cls, values: Any) -> Judgement:
        """Returns the judgement of a parsed line. Unknown names are ignored.

        Raises:
            ValueError: it is not a judgement, or not as it was written.
        """
        require_sum(values)
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        for name in ("question", "check", "version", "passed"):
            if name not in known:
                raise ValueError(f"{name} is missing")
        _require(known, "passed", known["passed"] is None or isinstance(known["passed"], bool))
        for name in ("question", "check", "version", "reason"):
            _require(known, name, isinstance(known.get(name, ""), str))
        evidence = known.pop("evidence", [])
        if not (isinstance(evidence, list) and all(map(_is_span, evidence))):
            raise ValueError(f"evidence: not {brief(evidence)}")
        return cls(**known, evidence=tuple((start, end, label) for start, end, label in evidence))


def _require(values: Mapping[str, Any], name: str, fits: bool) -> None:
    if not fits:
        raise ValueError(f"{name}: not {brief(values[name])}")


def _is_span(value: Any) -> bool:
    types = [type(each) for each in value] if isinstance(value, list) else []
    return types == [int, int, str] and 0 <= value[0] <= value[1]
