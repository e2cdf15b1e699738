"""Languages as data: one TOML file for each, read on first use.

No checker knows a language code: checkers read the fields of a `Language`. A new language is a new
file in this folder, or any file that `read_language` reads. The folder of a file says how sure the
verdicts are, which no file can say of itself: those beside this module are "measured". A language
without a file is "generic" if a library of the extra `languages` knows it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from dataclasses import MISSING, Field, fields
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import Any, Final, get_type_hints

from mifcheck.errors import MifcheckError, UnknownLanguageError, did_you_mean
from mifcheck.languages import library
from mifcheck.languages.kinds import FIELD_KINDS, is_of_kind
from mifcheck.languages.language import ASSURANCE, Language, LanguageExample
from mifcheck.languages.rules import require_known
from mifcheck.safe import short_repr

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = [
    "ASSURANCE",
    "Language",
    "LanguageExample",
    "generic_language",
    "get_language",
    "known_languages",
    "language_code",
    "language_level",
    "language_name",
    "read_language",
]

_FOLDERS: Final = {"measured": "", "supported": "supported", "generic": "generic"}
"""Where the files of each level are, below this folder."""


def known_languages(*levels: str) -> tuple[str, ...]:
    """Returns the codes of the languages at some levels of assurance, sorted.

    Args:
        levels: some of `ASSURANCE`; "measured" if none is given. A "generic" language without a
            file may need the extra `languages`.

    Raises:
        MifcheckError: there is no such level.
    """
    for level in levels:
        require_known("level", level, tuple(ASSURANCE))
    wanted = levels or ("measured",)
    filed = {code for level in _FOLDERS for code in _files(level) if level in wanted}
    if "generic" in wanted:
        filed.update(_without_files())
    return tuple(sorted(filed))


def language_level(code: str) -> str:
    """Returns the level of the language of a code; "" if none is known."""
    filed = (level for level in _FOLDERS if code in _files(level))
    return next(filed, "generic" if code in library.codes() else "")


def language_name(code: str) -> str:
    """Returns the English name of a known language, of which no library has to be installed."""
    level = next((level for level in _FOLDERS if code in _files(level)), "")
    return _load(code, level).name if level else library.english_name(code)


@lru_cache(maxsize=1024)
def get_language(name: str | Language) -> Language:
    """Returns the language with a name.

    Args:
        name: a code, an English or native name, or a tag: "hi", "Hindi", "हिन्दी" and "hi-IN" are
            all Hindi. Case and surrounding space are ignored. A `Language` is returned as it is.

    Raises:
        UnknownLanguageError: no language has that name. The message lists the measured languages.
        MissingExtraError: the language needs the extra `languages`, which is not installed.
    """
    if isinstance(name, Language):
        return name
    level, code = _placed(name)
    library.require_segmenter(code)
    return _load(code, level) if level else generic_language(code)


def language_code(name: str) -> str:
    """Returns the code of the language with a name, of which no library has to be installed.

    Raises:
        UnknownLanguageError: no language has that name.
    """
    return _placed(name)[1]


def _placed(name: str) -> tuple[str, str]:
    """Returns the level of the file of the language with a name, and its code.

    The level is "" if it has no file. Files are read as late as can be.

    Raises:
        UnknownLanguageError: no language has that name.
    """
    if not isinstance(name, str):
        raise _unknown(name)
    for level in _FOLDERS:
        if name in _files(level):
            return level, name
    wanted = name.strip().casefold().replace("_", "-")
    forms = (wanted, wanted.split("-")[0])
    for level in _FOLDERS:
        for form in forms:
            if code := _names(level).get(form):
                return level, code
    for form in forms:
        if code := library.names().get(form):
            return "", code
    raise _unknown(name, did_you_mean(wanted, (*chain(*map(_names, _FOLDERS)), *library.names())))


def _unknown(name: object, hint: str = "") -> UnknownLanguageError:
    known = ", ".join(f"{code} ({_load(code).name})" for code in known_languages())
    others = len(known_languages(*_FOLDERS)) - len(known_languages())
    return UnknownLanguageError(
        f"unknown language {short_repr(name)}{hint}; known: {known}; and {others} others, which "
        "`mifcheck languages` lists"
    )


def read_language(toml: str | bytes) -> Language:
    """Reads a language from the text of a language file.

    Args:
        toml: the text, or the bytes in UTF-8.

    Raises:
        MifcheckError: the text is not TOML in UTF-8, or a field is unknown, missing or wrong. The
            message names the field.
    """
    return _read(toml.encode() if isinstance(toml, str) else toml, "own")


def _read(raw: bytes, level: str) -> Language:
    data = _parse(raw)
    for name in ("digest", "level"):
        if name in data:
            raise MifcheckError(f"language file: {name} is not for a file to say")
    digest = hashlib.sha256(raw).hexdigest()[:4]
    return _language(data | {"digest": digest, "level": level})


def _language(data: dict[str, Any]) -> Language:
    """Returns the language that the fields of a file describe."""
    for item in fields(Language):
        if isinstance(rule := item.default_factory, type):
            data[item.name] = _build(rule, data.pop(item.name, {}), item.name)
    rows = data.pop("examples", [])
    if not isinstance(rows, list):
        raise MifcheckError("language file: the head of each example is [[examples]]")
    data["examples"] = [_build(LanguageExample, row, "examples") for row in rows]
    language: Language = _build(Language, data, "")
    return language


@cache
def _files(level: str = "measured") -> dict[str, bytes]:
    folder = resources.files(__name__).joinpath(_FOLDERS[level])
    return {
        entry.name.removesuffix(".toml"): entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


@cache
def _load(code: str, level: str = "measured") -> Language:
    return _read(_files(level)[code], level)


@cache
def _names(level: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in sorted(_files(level)):
        language = _load(code, level)
        for name in (code, language.name, language.native_name, *language.aliases):
            names[name.casefold()] = code
    return names


def _without_files() -> frozenset[str]:
    """Returns the codes of the languages that a library knows and that have no file."""
    return library.codes().difference(*map(_files, _FOLDERS))


@cache
def generic_language(code: str) -> Language:
    """Returns a language as a library, CLDR and Unicode describe it, whether it has a file or not.

    Raises:
        MissingExtraError: the library that knows the language is not installed.
    """
    data = library.described(code)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:4]
    return _language(data | {"digest": digest, "level": "generic"})


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(unicodedata.normalize("NFC", raw.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise MifcheckError(f"language file: the text is not UTF-8: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise MifcheckError(f"language file: the text is not TOML: {error}") from None


def _build(cls: Any, data: Any, table: str) -> Any:
    place = f"language file: [{table}] " if table else "language file: "
    if not isinstance(data, dict):
        raise MifcheckError(f"{place}must be a table, not {short_repr(data)}")
    known = {item.name: item for item in fields(cls)}
    for name in data:
        if name not in known:
            raise MifcheckError(f"{place}unknown field {name!r}{did_you_mean(name, known)}")
    missing = [name for name in known if name not in data and _is_needed(known[name])]
    if missing:
        raise MifcheckError(f"{place}missing: {', '.join(missing)}")
    given = {name: _frozen(value) for name, value in data.items()}
    for name, kind in _kinds(cls).items():
        if name in given and not is_of_kind(given[name], kind):
            raise MifcheckError(
                f"{place}{name} must be {FIELD_KINDS[kind]}, not {short_repr(data[name])}"
            )
    return cls(**given)


def _is_needed(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


@cache
def _kinds(cls: Any) -> dict[str, Any]:
    """Returns the kind of each field that a file gives as TOML has it."""
    return {name: kind for name, kind in get_type_hints(cls).items() if kind in FIELD_KINDS}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return tuple((name, _frozen(item)) for name, item in value.items())
    return value
