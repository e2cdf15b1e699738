"""promptfoo: a Python assertion. A file of one line beside the configuration makes it known:

    from mifcheck.integrations.promptfoo import get_assert

The instructions and the settings are in the assertion's `config`, in the test's `metadata`, or in
its `vars`; there as JSON text, since promptfoo makes several tests of a list:

    - type: python
      value: file://follows.py
      config:
        language: hi
        instructions:
          - punctuation:no_comma
          - {id: "length_constraints:number_words", kwargs: {num_words: 300, relation: at least}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mifcheck.errors import DataError
from mifcheck.integrations.rows import Judge, number_named, numbers_of, reason_of
from mifcheck.verdict import Verdict


def get_assert(output: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the result of the assertion, with one component an instruction.

    What cannot be judged fails no test: the result passes if nothing else is asked.

    Args:
        output: the reply.
        context: `config` has the row (`mifcheck.integrations.rows`), and may have `kind` ("pif"
            or "all"), `loose`, `profile`, `thinking`, and `threshold`, the least score that
            passes. What it lacks is looked for in the test's metadata, then in `vars`.

    Raises:
        MifcheckError: there are no instructions, they are malformed, or a setting is not known.
    """
    test = context.get("test") or {}
    places = (context.get("vars"), test.get("metadata"), context.get("config"))
    given = {name: value for place in places for name, value in (place or {}).items()}
    name = number_named(given.get("kind", "pif"), bool(given.get("loose")))
    judge = Judge(given.get("profile", "native"), given.get("thinking", "strip"))
    if not isinstance(output, str):
        raise DataError(f"the output is text, not {type(output).__name__}", field="output")
    result = judge.result(given, output)
    found = numbers_of(result)
    verdicts = result.loose if given.get("loose") else result.strict
    number = found[name]
    score = 1.0 if number is None else number
    return {
        "pass": score >= float(given.get("threshold", 1)),
        "score": score,
        "reason": "; ".join(map(reason_of, verdicts)) or "there are no instructions",
        "componentResults": [_component(verdict) for verdict in verdicts],
        "namedScores": {each: value for each, value in found.items() if value is not None},
    }


def _component(verdict: Verdict) -> dict[str, Any]:
    follows = verdict.passed is not False
    return {"pass": follows, "score": float(follows), "reason": reason_of(verdict)}
