"""lm-evaluation-harness: the functions of a task over data in IFEval's form.

    lm_eval --include_path "$(python -m mifcheck.integrations.lm_eval)" --tasks mifcheck_ifeval ...

Its metrics have the names of the harness's own `ifeval`, and `pif` besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import Any, Final

from mifcheck.datasets.base import Row, text_of
from mifcheck.integrations.rows import Judge, numbers_of, passed

TASKS: Final = Path(__file__).parent / "lm_eval_tasks"
"""The folder of the tasks, for `include_path`."""

_JUDGE: Final = Judge()


def doc_to_text(doc: Row) -> str:
    """Returns the prompt of a row."""
    return text_of(doc, "prompt")


def process_results(doc: Row, results: Sequence[str]) -> dict[str, Any]:
    """Returns the metrics of one reply. What cannot be judged is None.

    Thinking is left out of what is checked.

    Args:
        doc: the row, with IFEval's fields; `language` too if it is not English.
        results: the reply.
    """
    result = _JUDGE.result(doc, results[0])
    found = numbers_of(result)
    return {
        "prompt_level_strict_acc": found["all"],
        "inst_level_strict_acc": passed(result.strict),
        "prompt_level_loose_acc": found["all_loose"],
        "inst_level_loose_acc": passed(result.loose),
        "pif": found["pif"],
        "pif_loose": found["pif_loose"],
    }


def mean_of_judged(items: Sequence[Any]) -> float:
    """Returns the mean of numbers, or of lists of them, without None; NaN if nothing is left."""
    flat = [each for item in items for each in (item if isinstance(item, list) else [item])]
    judged = [each for each in flat if each is not None]
    return sum(judged) / len(judged) if judged else nan


if __name__ == "__main__":
    print(TASKS)
