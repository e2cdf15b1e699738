"""A published evaluator to be measured beside: evalscope's Multi-IF, a copy of the IFEval scripts.

`load` imports its checkers and nothing else of evalscope, from a folder that `pip install
--target` filled (throughput.py says how). What it calls is the evaluator's own scoring,
`gen_acc_strict` and `gen_acc_loose` of `evalscope.benchmarks.multi_if.metrics`.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

Verdicts = tuple[list[bool], list[bool]]
Score = Callable[[str, Sequence[str], Sequence[Mapping[str, Any]]], Verdicts]


def load(folder: Path) -> Score:
    """The evaluator's strict and loose verdicts of (reply, ids, kwargs), one pair a call.

    Raises:
        SystemExit: the folder lacks a package.
    """
    sys.path.insert(0, str(folder))
    try:
        provide_punkt(folder / "nltk_data")
        stand_in("evalscope", folder / "evalscope")
        stand_in("evalscope.benchmarks", folder / "evalscope/benchmarks")
        stand_in("evalscope.benchmarks.multi_if", folder / "evalscope/benchmarks/multi_if")
        stand_in("evalscope.utils", folder / "evalscope/none").get_logger = logging.getLogger  # type: ignore[attr-defined]
        metrics = importlib.import_module("evalscope.benchmarks.multi_if.metrics")
    except ModuleNotFoundError as error:
        raise SystemExit(f"{folder}: {error}; throughput.py --help says what to install") from None

    def score(reply: str, ids: Sequence[str], kwargs: Sequence[Mapping[str, Any]]) -> Verdicts:
        asked = {"response": reply, "instruction_id_list": ids, "kwargs": kwargs}
        strict = metrics.gen_acc_strict(asked)["follow_instruction_list"]
        return strict, metrics.gen_acc_loose(asked)["follow_instruction_list"]

    return score


def stand_in(name: str, folder: Path) -> ModuleType:
    # evalscope's own packages import the framework, whose dependencies aren't installed.
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module
    return module


def provide_punkt(folder: Path) -> None:
    """Point NLTK at its English Punkt model, written out from the package that carries it."""
    nltk: Any = importlib.import_module("nltk")
    nltk.data.path.insert(0, str(folder))
    target = folder / "tokenizers/punkt_tab/english"
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    carried: Any = importlib.import_module("punkt.data")
    punkt: Any = importlib.import_module("nltk.tokenize.punkt")
    punkt.save_punkt_params(carried.load_bundled("english"), dir=str(target))
