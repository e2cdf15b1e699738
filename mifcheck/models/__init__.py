"""Anything that answers: a function, a recording, a Hugging Face model."""

from __future__ import annotations

from mifcheck.models.base import AsyncModel, Model, Reply, Request
from mifcheck.models.callables import as_model, batch
from mifcheck.models.huggingface import HuggingFace
from mifcheck.models.recording import Recording
from mifcheck.models.specs import from_spec

__all__ = [
    "AsyncModel",
    "HuggingFace",
    "Model",
    "Recording",
    "Reply",
    "Request",
    "as_model",
    "batch",
    "from_spec",
]
