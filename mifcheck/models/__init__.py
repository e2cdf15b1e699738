"""Models: what answers a conversation, a function, a Hugging Face checkpoint or a server.

Each name is imported when it is first used: whoever only checks replies needs no client.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mifcheck.models.base import AsyncModel, Model, Reply, Request
    from mifcheck.models.callables import as_model, batch
    from mifcheck.models.huggingface import HuggingFace
    from mifcheck.models.openai import OpenAI

_HOMES = {
    **dict.fromkeys(("AsyncModel", "Model", "Reply", "Request"), "base"),
    **dict.fromkeys(("as_model", "batch"), "callables"),
    "HuggingFace": "huggingface",
    "OpenAI": "openai",
}
__all__ = ["AsyncModel", "HuggingFace", "Model", "OpenAI", "Reply", "Request", "as_model", "batch"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
