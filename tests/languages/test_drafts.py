"""A language file from its draft to its measurement, by `mifcheck language`."""

from __future__ import annotations

import gzip
import json

import pytest
from commandline import runner
from own_language import ESPERANTO

import mifcheck as mif
from mifcheck.languages import library
from mifcheck.languages.drafting import draft, questions
from mifcheck.testing.treebanks import read_treebank


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    return runner(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("code", ["gl", "nl", "km", "as", "el", "ar"])
def test_a_draft_can_be_read_as_it_is(code):
    text = draft(code)
    language = mif.read_language(text)
    assert (language.code, language.level) == (code, "own")
    assert language.sources
    assert questions(text) > 10


def test_a_draft_has_what_is_known_and_asks_for_the_rest():
    language = mif.read_language(draft("nl"))
    assert "enz." in language.sentences.abbreviations
    assert "Het" in language.sentences.sentence_starters
    assert "het" in language.classes.stop_words
    assert (language.numbers.decimals, language.numbers.grouping) == (",", ".")
    assert language.sentences.never_final == ()


def test_there_is_a_draft_of_every_generic_language():
    for code in library.codes():
        mif.read_language(draft(code))


def test_the_command_writes_a_draft_and_checks_it(cli, tmp_path):
    assert cli("language", "new", "Galician", "--out", "gl.toml")[0] == 0
    status, out, _ = cli("language", "check", "gl.toml")
    assert status == 0
    assert "Galician: examples: 0" in out
    assert "questions left" in out
    status, _, err = cli("language", "new", "Klingon")
    assert (status, "CLDR describes no language 'Klingon'" in err) == (2, True)


FILE = f"""{ESPERANTO}
[[examples]]
text = "La hundo, ne la kato, venis."
words = 6
commas = 1
"""
TREEBANK = "\n".join(
    f"# sent_id = {number}\n# text = Mi vidas du-tri {number} hundojn.\n1\tMi\t_\n2\tvidas\t_\n"
    f"3-5\tdu-tri\t_\n3\tdu\t_\n4\t-\t_\n5\ttri\t_\n5.1\tne\t_\n6\t{number}\t_\n7\thundojn\t_\n8\t.\t_\n"
    for number in range(120)
)


def test_a_count_that_does_not_hold_is_shown(cli, tmp_path):
    (tmp_path / "eo.toml").write_text(FILE, encoding="utf-8")
    status, out, _ = cli("language", "check", "eo.toml")
    assert status == 1
    assert "commas: 2 for 1: , | ," in out
    assert "words:" not in out


def test_a_file_is_measured_against_a_treebank(cli, tmp_path):
    (tmp_path / "eo.toml").write_text(FILE + '[words]\nhyphen = "joins"\n', encoding="utf-8")
    (tmp_path / "eo.conllu").write_text(TREEBANK, encoding="utf-8")
    sentences = read_treebank(tmp_path / "eo.conllu")
    assert len(sentences) == 120
    assert {each.words for each in sentences} == {5}
    _, out, _ = cli("language", "check", "eo.toml", "eo.conllu", "--format", "json")
    measured = json.loads(out)["measured"]
    assert (measured["sentences"], measured["total"], measured["error"]) == (120, 0.0, 0.0)
    assert (measured["exact_at_random"], measured["exact_in_order"]) == (100.0, 100.0)
    (tmp_path / "eo.toml").write_text(FILE, encoding="utf-8")
    out = cli("language", "check", "eo.toml", "eo.conllu")[1]
    assert "words: +20.00 % in total" in out
    assert "earns generic" in out
    (tmp_path / "none.conllu").write_text("nothing", encoding="utf-8")
    assert "fewer than 5 sentences" in cli("language", "check", "eo.toml", "none.conllu")[2]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("[words]\nlemmas = 'magic'", "unknown algorithm 'magic'; known: pymorphy3"),
        ("[classes]\nsyllables = 'magic'", "unknown algorithm 'magic'; known: nuclei"),
        ("[classes]\nverbs = 'magic'", "unknown algorithm 'magic'; known: pymorphy3"),
        ("[classes]\nsyllables = 'nuclei'", "nuclei needs the pattern nucleus"),
        ("[classes]\nsyllables = 'nuclei'\nnucleus = '[aeio'", "nucleus is no regular expression"),
        ("[words]\nalgorithm = ''", "read without words"),
        ("[words]\nhyphen = 3", "[words] hyphen must be a text, not 3"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(cli, tmp_path, lines, told):
    (tmp_path / "eo.toml").write_text(FILE + lines, encoding="utf-8")
    status, _, err = cli("language", "check", "eo.toml")
    assert status == 2
    assert err.startswith("error: eo.toml: ")
    assert told in " ".join(err.split())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# text = \xfc", "not UTF-8: byte 0xfc on line 1"),
        (b"# text = Mi venis.\na\tb\tc\n\n" * 9, "no words"),
        (b"# text = Mi venis.\n1  Mi  mi\n2  venis  veni\n\n" * 9, "no words"),
        (b"# text = Mi venis.\n\n" * 9, "no words"),
    ],
)
def test_a_file_that_is_no_treebank_is_named_with_what_is_wrong(cli, tmp_path, content, told):
    (tmp_path / "eo.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "eo.conllu").write_bytes(content)
    status, _, err = cli("language", "check", "eo.toml", "eo.conllu")
    assert (status, told in " ".join(err.split())) == (2, True)
    assert err.startswith("error: eo.conllu: ")


def test_a_treebank_may_be_packed_and_have_lines_as_on_windows(tmp_path):
    path = tmp_path / "eo.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.replace("\n", "\r\n").encode("utf-8-sig")))
    assert {each.words for each in read_treebank(path)} == {5}
    assert len(read_treebank(path)) == 120
