"""Secrets are masked, and what only resembles one is not."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.masking import (
    MASK,
    assigned,
    is_secret_name,
    mask_text,
    masked,
    secrets_in,
    secrets_in_environment,
)


def names(text: str) -> list[str]:
    return text.split()


SECRET_NAMES = names("""
    api_key apiKey APIKey apikey API-KEY x-api-key openai_api_key OPENAI_API_KEY api_key2 api_keys
    openai_key anthropic_key access_key secret_key private_key AWS_SECRET_ACCESS_KEY AccountKey
    token hf_token HF_TOKEN hfToken hftoken access_token refreshToken auth_token id_token bot_token
    X-Amz-Security-Token use_auth_token secret client_secret SECRETS password db_password passwd pwd
    passphrase Authorization Proxy-Authorization auth basic_auth credentials cookie Set-Cookie jwt
""")
OTHER_NAMES = names("""
    max_tokens max_new_tokens max_token min_tokens tokens stop_token stop_tokens token_budget
    tokenizer eos_token pad_token_id bos_token think_token prompt_token tokens_per_second
    cost_per_token logit_bias key keys keyword keywords sort_key cache_key monkey turkey author
    authors auth_method secretary password_file api_key_file api_key_env OPENAI_API_KEY_PATH
    temperature top_p seed base_url model name cookiecutter bearer_type passes сила 7 _
""")

# (text, the same text without its secrets)
TEXTS = [
    ("GET https://h.io/v1?key=abc&alt=sse failed", "GET https://h.io/v1?key=***&alt=sse failed"),
    (
        "https://h.io/?api-version=2024-02-01&sig=a%2Fb",
        "https://h.io/?api-version=2024-02-01&sig=***",
    ),
    ("at https://me:hush@h.io:8080/v1", "at https://***@h.io:8080/v1"),
    ("proxy http://hush@h.io", "proxy http://***@h.io"),
    ("Incorrect API key provided: sk-proj-Ab12_cd-34EF.", "Incorrect API key provided: ***."),
    ("Incorrect API key provided: sk-abcd****wxyz. See", "Incorrect API key provided: ***. See"),
    ("Invalid API key: 0a1b2c3d", "Invalid API key: ***"),
    ("hf_abcdefghijklmnopqrstuvwxyzABCDEFGH is not valid", "*** is not valid"),
    ("denied to ghp_0123456789abcdefABCDEF0123456789abcd", "denied to ***"),
    ("AKIAIOSFODNN7EXAMPLE", "***"),
    ("{'Authorization': 'Bearer abc.def'}", "{'Authorization': '***'}"),
    ("Authorization: Basic dTpw\nHost: h.io", "Authorization: ***\nHost: h.io"),
    ("curl -H 'X-Api-Key: hush'", "curl -H 'X-Api-Key: ***'"),
    ("sent Bearer 0123456789 to it", "sent Bearer *** to it"),
    ('{"api_key": "hush", "n": 1}', '{"api_key": "***", "n": 1}'),
    ('"{\\"api_key\\": \\"hush\\", \\"n\\": 1}"', '"{\\"api_key\\": \\"***\\", \\"n\\": 1}"'),
    ("make(api_key='it\\'s hush', n=1)", "make(api_key='***', n=1)"),
    ("b'token': b'hush'", "b'token': b'***'"),
    ("Endpoint=x;AccountKey=aBc/dE==;n=1", "Endpoint=x;AccountKey=***;n=1"),
    ("password: hunter2", "password: ***"),
    ("error: login: password=hush", "error: login: password=***"),
    ("https://a.io/?next=https://b.io/?key=hush", "https://a.io/?next=https://b.io/?key=***"),
    ("OPENAI_API_KEY=hush make", "OPENAI_API_KEY=*** make"),
    ("a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b", "a *** b"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1", "***"),
]
HARMLESS = [
    "max_tokens=300 is above 256",
    "stop_token='</s>', token_budget: 4000",
    "invalid token: unexpected end of input",
    "SyntaxError: unexpected token: }",
    "row 3, key: an earlier conversation has the key 'rain:en'",
    "api_key=None, token='', password=false",
    "api_key: this argument is required",
    "if token == 3",
    "You must provide an API key: see https://platform.openai.com/account/api-keys.",
    "Missing bearer or basic authentication in header",
    "https://h.io/@user/x?model=gpt-4&max_tokens=3#part",
    "mail me@h.io or see https://h.io/a",
    "the risk-averse sk-learn, hf_transformers and gsk_",
    "/models/AKIA.gguf",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_the_name_of_a_secret_is_known_in_every_spelling(name: str) -> None:
    assert is_secret_name(name)
    assert masked({name: "hush"}) == {name: MASK}


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_resembles_one_is_none(name: str) -> None:
    assert not is_secret_name(name)
    assert mask_text(f"{name}=hush1234 {name!r}: 'hush1234'") == (
        f"{name}=hush1234 {name!r}: 'hush1234'"
    )


@pytest.mark.parametrize(("text", "without"), TEXTS)
def test_what_looks_like_a_secret_is_masked_in_text(text: str, without: str) -> None:
    assert mask_text(text) == without


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays(text: str) -> None:
    assert mask_text(text) == text


def test_settings_are_masked_however_deep() -> None:
    settings = {
        "api_key": "hush",
        "key": "hush",
        "pin": {"password": 1234, "n": 1},
        "credentials": {"user": "me", "file": ["hush"]},
        "default_headers": [{"Authorization": "hush"}, "X-Api-Key: hush"],
        "base_url": "https://me:hush@h.io/v1?key=hush&n=1",
        "extra": ("sk-0123456789", 7, 0.5, True),
        "max_tokens": 300,
        "token_budget": 4000,
        "use_auth_token": True,
        "token": None,
        "secrets": [],
    }
    assert masked(settings) == {
        "api_key": MASK,
        "key": MASK,
        "pin": {"password": MASK, "n": 1},
        "credentials": MASK,
        "default_headers": [{"Authorization": MASK}, f"X-Api-Key: {MASK}"],
        "base_url": f"https://{MASK}@h.io/v1?key={MASK}&n=1",
        "extra": [MASK, 7, 0.5, True],
        "max_tokens": 300,
        "token_budget": 4000,
        "use_auth_token": True,
        "token": None,
        "secrets": [],
    }


def test_a_known_secret_is_masked_wherever_it_is() -> None:
    known = secrets_in({"a": [{"api_key": "a/b hush"}], "auth": ["user", "12"], "model": "model-x"})
    assert known == ["a/b hush"]  # the others are too short to look for, or have another name
    assert mask_text("'a/b hush' or a%2Fb%20hush of a user", known) == "'***' or *** of a user"


@given(st.text(min_size=8, max_size=30), st.sampled_from(["", "u:", "me:", "you:"]))
def test_a_known_secret_is_masked_however_an_error_writes_it(value: str, before: str) -> None:
    value = f"{value}hush"
    quoted = (repr(value), ascii(value), json.dumps(value), json.dumps(json.dumps({"x": value})))
    sent = value.encode(errors="surrogatepass")
    in_urls = (quote(sent), quote_plus(sent), quote(sent, ""))
    for said in (*quoted, repr(sent), *in_urls, escape(value)):
        assert "hush" not in mask_text(f"401: {said}", [value])
    header = base64.b64encode(before.encode() + sent + b":x").decode()
    middle = base64.b64encode(before.encode() + sent)[8:-4].decode()
    assert middle not in mask_text(f"401: {header}", [value])


def test_headers_in_a_list_are_masked_by_their_names() -> None:
    settings = {"headers": [["X-Api-Key", "hush-hush"], ("Accept", "text"), ["max_tokens", "7"]]}
    hidden = [["X-Api-Key", MASK], ["Accept", "text"], ["max_tokens", "7"]]
    assert masked(settings) == {"headers": hidden}
    assert secrets_in(settings) == ["hush-hush"]
    assert secrets_in(masked(settings)) == []


def test_the_secrets_of_the_environment_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_API_KEY", "hush-hush")
    monkeypatch.setenv("PWD", "/home/me/work")
    monkeypatch.setenv("OLDPWD", "/home/me/work/older")
    found = secrets_in_environment()
    assert "hush-hush" in found
    assert not {"/home/me/work", "/home/me/work/older"} & set(found)


def test_the_settings_of_a_command_line_are_found() -> None:
    arguments = ["run", "--set", "api_key=a=b", "--set=n=1", "--resume"]
    assert assigned(arguments) == {"api_key": "a=b", "set": "n=1"}


# Free of what ends a value, so that a secret can be told from the text around it.
secret = st.text("abcdefghXYZ0123456789_/+", min_size=8, max_size=40)


@given(secret, st.sampled_from(SECRET_NAMES), st.sampled_from(
    ["{}={}", "{}={} ", "'{}': '{}'", '{{"{}": "{}"}}', "f({}='{}')", "?{}={}&x=1", "({}={})"]
))  # fmt: skip
def test_a_named_secret_never_stays(value: str, name: str, form: str) -> None:
    text = f"401: {form.format(name, value)} was refused"
    assert value not in mask_text(text)
    assert "401: " in mask_text(text)
    assert " was refused" in mask_text(text)


@pytest.mark.parametrize("text", [without for _, without in TEXTS])
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask_text(text) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(SECRET_NAMES), inner)
    ),
)


@given(json_values)
def test_masked_settings_stay_as_they_are(value: object) -> None:
    assert masked(masked(value)) == masked(value)


@pytest.mark.parametrize("piece", ["a", "a-", "sk-", "hf_a", "eyJ", "-eyJ", "api-key:", "//a@", "?a=", "api_key='", "\\'", "x: ", "-----BEGIN PRIVATE KEY-----"])  # fmt: skip
def test_a_long_text_is_read_in_one_go(piece: str) -> None:
    # A cost that grows with the square of the length would take hours here.
    assert mask_text(piece * (1_000_000 // len(piece))) is not None
