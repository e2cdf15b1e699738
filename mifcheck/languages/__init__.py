"""Languages as data: one TOML file for each, read on first use.

No checker knows a language code: checkers read the fields of a `Language`. A new language is a new
file in this folder, or any file that `read_language` reads.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from dataclasses import fields
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from mifcheck.errors import MifcheckError, UnknownLanguageError, did_you_mean
from mifcheck.languages.language import Language, LanguageExample
from mifcheck.safe import short_repr

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Language", "LanguageExample", "get_language", "known_languages", "read_language"]


def known_languages() -> tuple[str, ...]:
    """Returns the codes of the languages that have a file, sorted."""
    return tuple(sorted(_files()))


@lru_cache(maxsize=1024)
def get_language(name: str | Language) -> Language:
    """Returns the language with a name.

    Args:
        name: a code, an English or native name, or a tag: "hi", "Hindi", "हिन्दी" and "hi-IN" are
            all Hindi. Case and surrounding space are ignored. A `Language` is returned as it is.

    Raises:
        UnknownLanguageError: no language has that name. The message lists the known languages.
    """
    if isinstance(name, Language):
        return name
    if isinstance(name, str):
        if name in _files():
            return _load(name)
        wanted = name.strip().casefold().replace("_", "-")
        names = _names()
        code = names.get(wanted) or names.get(wanted.split("-")[0])
        if code:
            return _load(code)
    known = ", ".join(f"{code} ({_load(code).name})" for code in known_languages())
    hint = did_you_mean(str(name).casefold(), _names())
    raise UnknownLanguageError(f"unknown language {short_repr(name)}{hint}; known: {known}")


def read_language(toml: str | bytes) -> Language:
    """Reads a language from the text of a language file.

    Args:
        toml: the text, or the bytes in UTF-8.

    Raises:
        MifcheckError: the text is not TOML in UTF-8, or a field is unknown, missing or wrong. The
            message names the field.
    """
    raw = toml.encode() if isinstance(toml, str) else toml
    data = _parse(raw)
    data["digest"] = hashlib.sha256(raw).hexdigest()[:4]
    for item in fields(Language):
        if isinstance(rule := item.default_factory, type):
            data[item.name] = _build(rule, data.pop(item.name, {}), item.name)
    data["examples"] = [
        _build(LanguageExample, row, "examples") for row in data.pop("examples", [])
    ]
    language: Language = _build(Language, data, "")
    return language


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files(__name__)
    return {
        entry.name.removesuffix(".toml"): entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


@cache
def _load(code: str) -> Language:
    return read_language(_files()[code])


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code in known_languages():
        language = _load(code)
        for name in (code, language.name, language.native_name, *language.aliases):
            names[name.casefold()] = code
    return names


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(unicodedata.normalize("NFC", raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise MifcheckError(f"language file: the text is not UTF-8: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise MifcheckError(f"language file: the text is not TOML: {error}") from None


def _build(cls: type[Any], data: dict[str, Any], table: str) -> Any:
    known = {item.name for item in fields(cls)}
    place = f"[{table}] " if table else ""
    for name in data:
        if name not in known:
            raise MifcheckError(
                f"language file: {place}unknown field {name!r}{did_you_mean(name, known)}"
            )
    try:
        return cls(**{name: _frozen(value) for name, value in data.items()})
    except TypeError as error:
        raise MifcheckError(f"language file: {place}{error}") from None


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return tuple((name, _frozen(item)) for name, item in value.items())
    return value
