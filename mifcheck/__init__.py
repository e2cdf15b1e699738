"""Does this reply do what it was told? Checked by program, in eight languages.

    import mifcheck as mif

    v = mif.check("length_constraints:number_words", {"num_words": 300, "relation": "at least"},
                  reply, language="hi")
    v.passed, v.measured, v.explain()

Everything below is imported when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mifcheck._version import __version__

if TYPE_CHECKING:
    from mifcheck import models
    from mifcheck.bounds import (
        Bound,
        Limit,
        at_least,
        at_most,
        between,
        exactly,
        less_than,
        more_than,
    )
    from mifcheck.checker import Absent, All, AnyOf, AtLeast, Checker, Measured, Not
    from mifcheck.conversation import Conversation, Given, Instruction, Message, Step, Turn
    from mifcheck.datasets import Conversations, dump, load
    from mifcheck.drive import Run, drive
    from mifcheck.errors import MifcheckError
    from mifcheck.evaluate import ReplyResult, check, check_all, compile_all
    from mifcheck.languages import Language, get_language, known_languages, read_language
    from mifcheck.lint import Finding, lint
    from mifcheck.profiles import build, describe
    from mifcheck.ratings import Ratings, correlate, ratings
    from mifcheck.registry import checker, from_spec, registry
    from mifcheck.score import Comparison, Scores, score
    from mifcheck.score.compare import compare, dominance
    from mifcheck.score.differences import Differences, diff
    from mifcheck.score.plots import plot
    from mifcheck.signature import Signature, signature_for
    from mifcheck.text import Text
    from mifcheck.verdict import Span, Verdict

_HOMES = {
    "mifcheck.bounds": (
        "Bound",
        "Limit",
        "at_least",
        "at_most",
        "between",
        "exactly",
        "less_than",
        "more_than",
    ),
    "mifcheck.checker": ("Absent", "All", "AnyOf", "AtLeast", "Checker", "Measured", "Not"),
    "mifcheck.conversation": (
        "Conversation",
        "Given",
        "Instruction",
        "Message",
        "Step",
        "Turn",
    ),
    "mifcheck.datasets": ("Conversations", "dump", "load"),
    "mifcheck.drive": ("Run", "drive"),
    "mifcheck.errors": ("MifcheckError",),
    "mifcheck.evaluate": ("ReplyResult", "check", "check_all", "compile_all"),
    "mifcheck.languages": ("Language", "get_language", "known_languages", "read_language"),
    "mifcheck.lint": ("Finding", "lint"),
    "mifcheck.profiles": ("build", "describe"),
    "mifcheck.ratings": ("Ratings", "correlate", "ratings"),
    "mifcheck.registry": ("checker", "from_spec", "registry"),
    "mifcheck.score": ("Comparison", "Scores", "score"),
    "mifcheck.score.compare": ("compare", "dominance"),
    "mifcheck.score.differences": ("Differences", "diff"),
    "mifcheck.score.plots": ("plot",),
    "mifcheck.signature": ("Signature", "signature_for"),
    "mifcheck.text": ("Text",),
    "mifcheck.verdict": ("Span", "Verdict"),
}
_NAMES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Absent",
    "All",
    "AnyOf",
    "AtLeast",
    "Bound",
    "Checker",
    "Comparison",
    "Conversation",
    "Conversations",
    "Differences",
    "Finding",
    "Given",
    "Instruction",
    "Language",
    "Limit",
    "Measured",
    "Message",
    "MifcheckError",
    "Not",
    "Ratings",
    "ReplyResult",
    "Run",
    "Scores",
    "Signature",
    "Span",
    "Step",
    "Text",
    "Turn",
    "Verdict",
    "__version__",
    "at_least",
    "at_most",
    "between",
    "build",
    "check",
    "check_all",
    "checker",
    "compare",
    "compile_all",
    "correlate",
    "describe",
    "diff",
    "dominance",
    "drive",
    "dump",
    "exactly",
    "from_spec",
    "get_language",
    "known_languages",
    "less_than",
    "lint",
    "load",
    "models",
    "more_than",
    "plot",
    "ratings",
    "read_language",
    "registry",
    "score",
    "signature_for",
]


class _Package(ModuleType):
    """The package, whose `registry`, `drive`, `score` and `checker` are what is offered by those
    names and not the modules they live in, whichever of the two is asked for first.
    """

    def __getattr__(self, name: str) -> Any:
        if name == "models":
            return importlib.import_module("mifcheck.models")
        if name not in _NAMES:
            raise AttributeError(f"module 'mifcheck' has no attribute {name!r}")
        return getattr(importlib.import_module(_NAMES[name]), name)

    def __setattr__(self, name: str, value: Any) -> None:
        # Importing a submodule sets it as an attribute of the package.
        if not (name in _NAMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
