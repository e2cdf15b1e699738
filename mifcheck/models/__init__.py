"""Models: what answers a conversation, a function, a Hugging Face checkpoint or a server."""

from __future__ import annotations

from mifcheck.models.base import AsyncModel, Model, Reply, Request
from mifcheck.models.callables import as_model, batch
from mifcheck.models.huggingface import HuggingFace
from mifcheck.models.openai import OpenAI

__all__ = ["AsyncModel", "HuggingFace", "Model", "OpenAI", "Reply", "Request", "as_model", "batch"]
