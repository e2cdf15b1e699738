"""Loads the model that a string names, for command lines and settings files."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from mifcheck.errors import ModelError, did_you_mean
from mifcheck.models.base import AnyModel
from mifcheck.models.callables import CallableModel, as_model
from mifcheck.models.huggingface import HuggingFace
from mifcheck.runs.recording import Recording


def load_model(spec: str, **settings: Any) -> AnyModel:
    """Returns the model that `spec` names.

    "python:module:name" is a function or model of a module that can be imported, also from the
    current directory. With settings, `name` is called with them and returns the model.
    "hf:PATH_OR_ID" is `HuggingFace`, and "recording:PATH" is `Recording`.

    Raises:
        ModelError: there is no such kind, module or name, or the kind does not take a setting.
    """
    kind, _, rest = spec.partition(":")
    if not rest or kind not in _KINDS:
        raise ModelError(
            f"{spec!r} names no model: one of {', '.join(_FORMS)} is expected"
            + (did_you_mean(kind, _KINDS) if kind not in _KINDS else "")
        )
    return _KINDS[kind](rest, settings)


def _python(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    module_name, _, path = rest.partition(":")
    if not module_name or not path:
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
    except ImportError as error:
        raise ModelError(f"{name} cannot be imported: {error}") from error


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


def _recording(rest: str, settings: Mapping[str, Any]) -> AnyModel:
    if settings:
        raise ModelError(f"a recording takes no settings, but {', '.join(settings)} was given")
    return Recording(rest)


_KINDS: Final[Mapping[str, Callable[[str, Mapping[str, Any]], AnyModel]]] = {
    "python": _python,
    "hf": _hugging_face,
    "recording": _recording,
}
_FORMS: Final = ("python:module:name", "hf:PATH_OR_ID", "recording:PATH")
