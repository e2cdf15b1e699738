"""Masks secrets in what is written or shown: settings, errors, messages. Data are never masked.

A value is a secret if its name says so (`api_key`, `HF_TOKEN`, `Authorization`), if it looks like
the key of a known service (`sk-...`, `Bearer ...`), or if it is in a URL before the host or under
such a name. The tables here are all that is known. Read for them: the deny lists of Sentry's
scrubber and of detect-secrets, and what services say about the form of their keys.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final
from urllib.parse import quote, quote_plus

MASK: Final = "***"
"""What stands for a secret."""


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SECRET_WORDS: Final = _table("""
    auth authorization bearer cookie cookies credential credentials jwt passcode passphrase passwd
    password passwords pwd secret secrets
""")
"""A name that ends in one of these words names a secret."""

_ISSUERS: Final = _table("""
    access account admin anthropic api app auth aws azure bearer client cohere csrf deepseek
    encryption gemini github google groq hf huggingface license master mistral oauth openai
    openrouter private refresh secret service session signing ssh subscription together wandb xai
""")
"""A name that ends in one of these and "key" or "token" names a secret."""

_TOKENS_OF_TEXT: Final = _table("""
    assistant bos cls completion end eos final first generated image input last mask max min n new
    next num number output pad per prefix prompt reasoning sep special start stop suffix system
    think thinking total unk
""")
"""A token is a secret (`hf_token`), but after one of these words it is a piece of text."""

_ALONE: Final = frozenset({"key", "pass"})
"""Names of secrets among settings and in URLs, but ordinary words in a sentence."""

_SIGNED: Final = frozenset({"sig", "signature"})
"""Last words of names of secrets in URLs only: who has a signed URL has access."""

_FOLDERS: Final = frozenset({"PWD", "OLDPWD"})
"""Variables of shells that hold the working directory, not a password."""

_KEYS: Final = (
    r"sk-[\w*-]{8,}",  # OpenAI, Anthropic, OpenRouter, DeepSeek
    r"[rs]k_(?:live|test)_\w{8,}",  # Stripe
    r"hf_[A-Za-z0-9]{16,}",
    r"gh[opsur]_[A-Za-z0-9]{16,}",
    r"github_pat_\w{16,}",
    r"glpat-[\w-]{16,}",
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",  # AWS
    r"AIza[\w-]{30,}",  # Google
    r"ya29\.[\w-]{16,}",
    r"gsk_[A-Za-z0-9]{16,}",  # Groq
    r"xai-[A-Za-z0-9]{16,}",
    r"nvapi-[\w-]{16,}",
    r"pplx-[A-Za-z0-9]{16,}",
    r"r8_[A-Za-z0-9]{16,}",  # Replicate
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"npm_[A-Za-z0-9]{30,}",
    r"pypi-[\w-]{30,}",
    r"eyJ[\w-]{8,2000}\.[\w-]{8,}(?:\.[\w-]*)?",  # JSON Web Token
)
_KEY: Final = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_KEYS)})")
_PRIVATE_KEY: Final = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
_SCHEME: Final = re.compile(
    r"\b(bearer|basic)(\s+)(?:(?=[\w.~+/-]*[0-9=])[\w.~+/-]{6,}|[\w.~+/-]{20,})=*", re.IGNORECASE
)
"""The value of an `Authorization` header. Without a digit a short one may be an ordinary word."""

_USER_IN_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}://)[^\s/?#\"'<>]{1,1000}@")
_PARAMETER: Final = re.compile(r"(?:[?&#]|&amp;)(?P<name>[\w.~-]{1,80})=")
_IN_QUERY: Final = re.compile(r"(?P<mark>)[^\s&#\"'<>]*[^\s&#\"'<>.:,;!?)]")
_ASSIGNMENT: Final = re.compile(
    r"""(?<![\w-])(?P<name>[A-Za-z_][\w-]{0,80})(?P<quoted>\\?["']?)"""
    r"[ \t]{0,4}(?P<sign>:?=(?!=)>?|:)[ \t]{0,4}"
)
_ASSIGNED: Final = re.compile(
    r"""
    (?P<mark> b?\\?["'] | ) (?: (?:bearer|basic|token)[ \t]+ )?
    (?: (?<=\\["']) .{1,1000}? (?=\\["']) | (?<=") (?:[^"\\\n]|\\.)+ | (?<=') (?:[^'\\\n]|\\.)+
      | [^\s"'&,;<>(){}\[\]]* [^\s"'&,;<>(){}\[\].:!?] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_IN_WORDS: Final = re.compile(
    r"(\bapi[ -]key(?: \w{1,20}){0,2}: ?['\"]?)(?=[^\s'\"]{0,200}\d)[^\s'\",;<>]{6,}", re.IGNORECASE
)
"""As services put it: "Incorrect API key provided: ..."."""

_NO_SECRET: Final = re.compile(r"""b?\\?["']?(?:none|null|true|false)(?![\w+/-])""", re.IGNORECASE)
_LIKE_A_SECRET: Final = re.compile(
    r"""b?\\?["'] | (?:bearer|basic|token)[ \t] | (?=[^\s"'&,;<>]{0,100}\d)[^\s"'&,;<>]{6}""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ISSUED: Final = re.compile(rf"(?:{'|'.join(sorted(_ISSUERS))})(?:key|token)s?$")
_LEAST_KNOWN: Final = 6
"""A secret shorter than this is masked where it is named, but is not looked for elsewhere."""


_LEAST_ENCODED: Final = 8
"""Fewer letters of base64 may be those of a word."""


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Returns whether a name is that of a secret, such as `api_key`, `hfToken` or `X-Auth`.

    The end of the name decides: `max_tokens`, `stop_token`, `token_budget` and `api_key_file` are
    none.
    """
    words = _words(name)
    if not words:
        return False
    if words[-1] == "token":
        return words[-2:-1] == [] or words[-2] not in _TOKENS_OF_TEXT
    return words[-1] in _SECRET_WORDS or _ISSUED.search("".join(words)) is not None


def masked(value: Any, known: Iterable[str] = ()) -> Any:
    """Returns JSON values without their secrets. The value of a secret name becomes `MASK` whole.

    Args:
        value: settings, or any other JSON value.
        known: secrets that are masked wherever they stand, as `secrets_in` returns them.
    """
    if isinstance(value, Mapping):
        return {
            name: MASK if _hides(name, each) else masked(each, known)
            for name, each in value.items()
        }
    if isinstance(value, (list, tuple)):
        if _is_pair(value):
            return [value[0], MASK]
        return [masked(each, known) for each in value]
    return mask_text(value, known) if isinstance(value, str) else value


def mask_text(text: str, known: Iterable[str] = ()) -> str:
    """Returns text without its secrets: keys of services, named values, parts of URLs.

    Args:
        text: an error or a message.
        known: secrets that are masked wherever they stand, as `secrets_in` returns them.
    """
    spelled = {form for each in known for form in _spellings(each)}
    for secret in sorted(spelled, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = _PRIVATE_KEY.sub(MASK, text)
    text = _KEY.sub(MASK, text)
    text = _SCHEME.sub(rf"\1\2{MASK}", text)
    text = _USER_IN_URL.sub(rf"\1{MASK}@", text)
    text = _without_values(text, _PARAMETER, _IN_QUERY, _is_secret_parameter)
    text = _NAMED_IN_WORDS.sub(rf"\1{MASK}", text)
    return _without_values(text, _ASSIGNMENT, _ASSIGNED, _is_secret_assignment)


@lru_cache(maxsize=1024)
def _spellings(secret: str) -> frozenset[str]:
    """Returns how errors write a secret: as Python and JSON quote it, in URLs, HTML and base64."""
    quoted = [
        repr(secret),
        ascii(secret),
        json.dumps(secret, ensure_ascii=False),
        json.dumps(secret),
    ]
    plain = {secret, *(each[1:-1] for each in quoted)}
    nested = {json.dumps(each)[1:-1] for each in plain}
    encoded = secret.encode(errors="surrogatepass")
    in_urls = {quote(encoded, ""), quote(encoded), quote_plus(encoded)}
    return frozenset({*plain, *nested, repr(encoded)[2:-1], *in_urls, escape(secret)}) | _base64(
        encoded
    )


def _base64(secret: bytes) -> frozenset[str]:
    """Returns what base64 makes of a secret wherever it stands, as in `user:password`.

    Three bytes become four letters. The letters at both ends are left out, for they depend on what
    is before and after.
    """
    found = set()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + secret)
        bits = 8 * (before + len(secret))
        letters = whole[-(-8 * before // 6) : bits // 6].decode()
        found |= {letters, letters.replace("+", "-").replace("/", "_")}
    return frozenset(each for each in found if len(each) >= _LEAST_ENCODED)


def secrets_in(settings: Any) -> list[str]:
    """Returns the values of secret names in JSON values, if they are long enough to look for."""
    return [each for each in _secrets_in(settings) if len(each) >= _LEAST_KNOWN]


def secrets_in_environment() -> list[str]:
    """Returns the values of the environment variables whose names are those of secrets."""
    return secrets_in({name: os.environ[name] for name in os.environ.keys() - _FOLDERS})


def assigned(arguments: Iterable[str]) -> dict[str, str]:
    """Returns the NAME=VALUE among the arguments of a command line."""
    pairs = (each.partition("=") for each in arguments)
    return {name.removeprefix("--"): value for name, equals, value in pairs if equals}


def _words(name: str) -> list[str]:
    """Returns the words of a name in lower case, without a number at its end."""
    words = [word.lower() for word in _WORD.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    return words


def _hides(name: Any, value: Any) -> bool:
    named = isinstance(name, str) and (is_secret_name(name) or name.lower() in _ALONE)
    return named and value is not None and not isinstance(value, bool) and value not in ("", [], {})


def _is_pair(value: Sequence[Any]) -> bool:
    """Returns whether a list is a name and a secret, as lists of headers hold them."""
    return len(value) == 2 and isinstance(value[1], str) and _hides(value[0], value[1])


def _secrets_in(value: Any, named: bool = False) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _secrets_in(each, named or _hides(name, each))
    elif isinstance(value, (list, tuple)):
        named = named or _is_pair(value)
        for each in value[1:] if _is_pair(value) else value:
            yield from _secrets_in(each, named)
    elif named and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)


def _without_values(
    text: str,
    names: re.Pattern[str],
    values: re.Pattern[str],
    is_secret: Callable[[re.Match[str]], bool],
) -> str:
    """Returns text with `MASK` for each value whose name is secret.

    Only such a value is passed over: any other may have a name in it ("no: token=...").
    """
    parts, end = [], 0
    for name in names.finditer(text):
        if name.start() >= end and is_secret(name) and (value := values.match(text, name.end())):
            parts += [text[end : value.end("mark")], MASK]
            end = value.end()
    return "".join([*parts, text[end:]])


def _is_secret_parameter(found: re.Match[str]) -> bool:
    name = found["name"]
    is_signature = not _SIGNED.isdisjoint(_words(name)[-1:])
    return is_signature or name.lower() in _ALONE or is_secret_name(name)


def _is_secret_assignment(found: re.Match[str]) -> bool:
    name, place = found["name"], (found.string, found.end())
    if not is_secret_name(name) or _NO_SECRET.match(*place):
        return False
    if "=" in found["sign"] or found["quoted"] or "-" in name or name.lower() == "authorization":
        return True
    # It may be a word of a sentence with a colon.
    return _LIKE_A_SECRET.match(*place) is not None
