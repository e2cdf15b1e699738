"""Models: what answers a conversation, whether a function or a Hugging Face checkpoint."""

from __future__ import annotations

from mifcheck.models.base import AsyncModel, Model, Reply, Request
from mifcheck.models.callables import as_model, batch
from mifcheck.models.huggingface import HuggingFace

__all__ = ["AsyncModel", "HuggingFace", "Model", "Reply", "Request", "as_model", "batch"]
