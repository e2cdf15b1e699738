"""The page of languages says what the language files say, and its example can be followed."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
from itertools import pairwise
from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.languages import Language, number_rules, reply_rules, rules

DOCS = Path(__file__).parents[2] / "docs"
RULES = (
    Language,
    reply_rules.AnswerRule,
    rules.IdentificationRule,
    reply_rules.LetterRule,
    number_rules.NumberRule,
    reply_rules.PostscriptRule,
    rules.SentenceRule,
    rules.SpellingRule,
    rules.WordClasses,
    rules.WordRule,
)


@pytest.fixture(scope="module")
def generator():
    found = importlib.util.spec_from_file_location("docs_languages", DOCS / "languages.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_is_what_the_files_say(generator):
    written = generator.PAGE.read_text(encoding="utf-8")
    assert written == generator.page(), (
        "docs/languages.md is out of date; write it again with: python docs/languages.py"
    )


def test_every_field_of_a_language_file_is_shown():
    source = (DOCS / "languages.py").read_text(encoding="utf-8")
    for rule in RULES:
        for field in dataclasses.fields(rule):
            assert field.name == "digest" or f".{field.name}" in source, (
                f"docs/languages.py does not show {rule.__name__}.{field.name}"
            )


def test_no_text_of_a_file_breaks_a_table(generator):
    assert generator.code("a|b*c`_") == "<code>a&#124;b&#42;c&#96;&#95;</code>"
    assert generator.code("\u200d") == "U+200D zero width joiner"
    lines = generator.page().split("\n")
    for above, row in pairwise(lines):
        if above.startswith("|") and row.startswith("|"):
            assert row.count("|") == above.count("|"), row


def test_the_language_that_the_page_adds_works(generator, tmp_path, monkeypatch):
    toml, code = re.search(
        r"```toml\n(.+?)```\n\n```python\n(.+?)```", generator.page(), re.DOTALL
    ).groups()
    language = mif.read_language(toml)
    (tmp_path / "eo.toml").write_text(toml, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(code, {"mif": mif, "Path": Path, "reply": language.examples[0].text})
    for example in language.examples:
        text = mif.Text(example.text, language)
        assert len(text.words) == example.words
        assert text.sentence_count == example.sentences
        assert len(text.marks(language.commas, "comma")) == example.commas
