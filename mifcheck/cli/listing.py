"""`mifcheck list`."""

from __future__ import annotations

from typing import Any

from mifcheck.checkers.catalogue import registry
from mifcheck.cli.console import show, show_json
from mifcheck.profiles import Description, describe
from mifcheck.report.listing import catalogue, description_page


def command(id: str | None, *, json: bool) -> None:
    """Shows all ids, those of one family, or all there is to know about one.

    Raises:
        UnknownIdError: neither an id nor a family.
    """
    family = [each for each in registry if id is None or each.partition(":")[0] == id]
    chosen = [describe(each) for each in family or [registry[id or ""].id]]
    if json:
        show_json([_fields(each) for each in chosen])
    else:
        show(catalogue(chosen) if family else description_page(chosen[0]))


def _fields(description: Description) -> dict[str, Any]:
    return {
        "id": description.id,
        "summary": description.summary,
        "parameters": dict(description.parameters),
        "example": dict(description.example),
        "languages": list(description.languages),
    }
