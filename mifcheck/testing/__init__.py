"""Tests for checkers, and for programs that use them.

`laws` and `CheckerLaws` test a checker of your own, `assert_follows` a reply. `cases` are replies
with the verdict of a native reader, and `conform` asks another implementation about them.
`replies`, `checkers`, `instructions` and `conversations` are strategies of Hypothesis.
Each name is imported when it is first used. Laws and strategies need Hypothesis:
pip install 'mifcheck[testing]'.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mifcheck.testing.asked import checkers, conversations, instructions, replies
    from mifcheck.testing.conformance import CaseAnswer, conform
    from mifcheck.testing.following import assert_follows
    from mifcheck.testing.rules import LAWS, CheckerLaws, Law, laws
    from mifcheck.testing.tables import Case, cases

_HOMES: Final = {
    "LAWS": "rules",
    "CaseAnswer": "conformance",
    "Case": "tables",
    "CheckerLaws": "rules",
    "Law": "rules",
    "assert_follows": "following",
    "cases": "tables",
    "checkers": "asked",
    "conform": "conformance",
    "conversations": "asked",
    "instructions": "asked",
    "laws": "rules",
    "replies": "asked",
}

__all__ = [
    "LAWS",
    "Case",
    "CaseAnswer",
    "CheckerLaws",
    "Law",
    "assert_follows",
    "cases",
    "checkers",
    "conform",
    "conversations",
    "instructions",
    "laws",
    "replies",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mifcheck.testing' has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__]
