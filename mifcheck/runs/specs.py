"""Loads the model that a string names, for command lines and settings files."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from mifcheck.errors import ModelError, describe_error, did_you_mean
from mifcheck.models.base import AnyModel
from mifcheck.models.callables import CallableModel, as_model
from mifcheck.models.huggingface import HuggingFace
from mifcheck.models.openai import OpenAI
from mifcheck.runs.recording import Recording


class ModelKind(NamedTuple):
    """A kind of model that a string can name: "kind:rest".

    Attributes:
        form: what stands for the rest in messages, such as "PATH".
        meaning: what such a model is, in a few words.
        load: makes the model of the rest and its settings; raises a ModelError.
    """

    form: str
    meaning: str
    load: Callable[[str, Mapping[str, Any]], AnyModel]


def load_model(spec: str, **settings: Any) -> AnyModel:
    """Returns the model that `spec` names.

    "python:module:name" is a function or model of a module that can be imported, also from the
    current directory. With settings, `name` is called with them and returns the model.
    "hf:PATH_OR_ID" is `HuggingFace`, "openai:MODEL" is `OpenAI`, and "recording:PATH" is
    `Recording`.

    Raises:
        ModelError: there is no such kind, module or name, or the kind does not take a setting.
    """
    kind, _, rest = spec.partition(":")
    if not rest or kind not in MODEL_KINDS:
        forms = ", ".join(f"{name}:{each.form}" for name, each in MODEL_KINDS.items())
        raise ModelError(
            f"{spec!r} names no model: one of {forms} is expected"
            + (did_you_mean(kind, MODEL_KINDS) if kind not in MODEL_KINDS else "")
        )
    return MODEL_KINDS[kind].load(rest, settings)


def _python(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    module_name, _, path = rest.partition(":")
    if not all(map(str.isidentifier, (*module_name.split("."), *path.split(".")))):
        raise ModelError(f"'python:{rest}' names no function: python:module:name is expected")
    value: Any = _import(module_name)
    for name in path.split("."):
        try:
            value = getattr(value, name)
        except AttributeError:
            near = did_you_mean(name, dir(value))
            raise ModelError(f"{module_name} has no {path}{near}") from None
    model = as_model(_call(value, settings, path) if settings else value)
    if isinstance(model, CallableModel):
        # With the function's own name and no settings, different runs would look the same.
        return replace(model, name=rest, settings=model.settings or dict(settings))
    return model


def _import(name: str) -> Any:
    here = os.getcwd()
    if here not in sys.path and "" not in sys.path:
        # It stays there, because the module may import its neighbours later.
        sys.path.insert(0, here)
    try:
        return importlib.import_module(name)
    except (ImportError, SystemExit) as error:
        raise ModelError(f"{name} cannot be imported: {describe_error(error)}") from error


def _call(maker: Any, settings: Mapping[str, Any], name: str) -> Any:
    if not callable(maker):
        raise ModelError(f"{name} takes no settings: it cannot be called")
    try:
        return maker(**settings)
    except TypeError as error:
        raise ModelError(f"{name} does not take {', '.join(settings)}: {error}") from error


def _hugging_face(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    model: AnyModel = _call(lambda **given: HuggingFace(rest, **given), settings, "hf")
    return model


def _openai(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    model: AnyModel = _call(lambda **given: OpenAI(rest, **given), settings, "openai")
    return model


def _recording(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    if settings:
        raise ModelError(f"a recording takes no settings, but {', '.join(settings)} was given")
    return Recording(rest)


MODEL_KINDS: Final[Mapping[str, ModelKind]] = {
    "python": ModelKind("module:name", "a function of a chat", _python),
    "hf": ModelKind(
        "PATH_OR_ID", "a Hugging Face model: name, folder or .gguf file", _hugging_face
    ),
    "openai": ModelKind("MODEL", "a model of a server with OpenAI's chat interface", _openai),
    "recording": ModelKind("PATH", "the replies of a run folder", _recording),
}
"""The kinds of models that a string can name."""
