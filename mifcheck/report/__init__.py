"""Results for people: tables and texts made of values, for a terminal or a file.

Nothing here computes a figure or judges a reply. Text of models and of data sets passes through
`printable` before it is shown, so none of it is ever taken for markup or for a terminal's orders.

What is listed here is imported when it is first used: a list of ids needs no numpy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mifcheck.report.comparison import comparison_report
    from mifcheck.report.differences import differences_report
    from mifcheck.report.listing import catalogue, description_page
    from mifcheck.report.page import scores_page
    from mifcheck.report.ratings import ratings_report
    from mifcheck.report.safe import printable
    from mifcheck.report.scores import scores_report
    from mifcheck.report.show import as_text
    from mifcheck.report.verdicts import verdict_report

_HOMES = {
    "as_text": "show",
    "catalogue": "listing",
    "comparison_report": "comparison",
    "description_page": "listing",
    "differences_report": "differences",
    "printable": "safe",
    "ratings_report": "ratings",
    "scores_page": "page",
    "scores_report": "scores",
    "verdict_report": "verdicts",
}

__all__ = [
    "as_text",
    "catalogue",
    "comparison_report",
    "description_page",
    "differences_report",
    "printable",
    "ratings_report",
    "scores_page",
    "scores_report",
    "verdict_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
