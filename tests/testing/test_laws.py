"""The laws hold for every checker of the package, and find the checkers that break them."""

from __future__ import annotations

import itertools
from functools import cache

import pytest
from core_cases import CHECKERS, python

import mifcheck as mif
from mifcheck.checkers.facts import Count, words
from mifcheck.checkers.values import frozen
from mifcheck.testing.drawn import HOSTILE, for_each, wild_replies

TIMED = ("linear",)
LAWS = {law.name: law for law in mif.testing.LAWS}
COUNTED = [law for law in LAWS.values() if law.name not in TIMED and not law.built]
OTHERS = [code for code in mif.known_languages() if code != "en"]
# Short files, and languages in which words or sentences are not told apart.
SHORT = [*mif.known_languages("supported"), "th", "km"]


@cache
def texts(language, raw):
    """Drawn and hostile replies, of which each id gets some: what is read is read for all ids."""
    found = []
    for_each(wild_replies(mif.get_language(language)), 24, found.append)
    each = dict.fromkeys([*found, *HOSTILE])
    return [mif.Text(reply, language, normalise=not raw) for reply in each]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "id"), list(enumerate(CHECKERS)), ids=list(CHECKERS))
def test_every_checker_obeys_the_laws(place, id):
    checker = CHECKERS[id]
    for language in ("en", OTHERS[place % len(OTHERS)]):
        for text in texts(language, checker.reads_raw)[place % 12 :: 12]:
            for law in COUNTED:
                law.require(checker, text)
    for text in texts(SHORT[place % len(SHORT)], checker.reads_raw)[place % 24 :: 24]:
        for law in COUNTED:
            law.require(checker, text)


def test_a_sound_checker_obeys_them_all():
    mif.testing.laws(
        mif.build("keywords:forbidden_words", {"forbidden_words": ["rain", "नदी"]}), "hi", texts=20
    )


class Own(mif.Checker):
    """Base of the checkers that break one law."""

    asks = "it"

    def judge(self, text):
        return self.verdict("a" in text.string, reason="it is so")


times = itertools.count()


class Raises(Own):
    def judge(self, text):
        return self.verdict(1 // len(text.string.strip("\x00")) == 0)


class Drifts(Own):
    def judge(self, text):
        return self.verdict(next(times) % 2 == 0)


class Hurries(Own):
    def passes(self, text):
        return True


class AcceptsNothing(Own):
    def check(self, reply, language="en"):
        return self.verdict(True)


class Shrugs(Own):
    def judge(self, text):
        return self.verdict(None, reason="who knows")


class JudgesWhatItCannot(Own):
    def unsupported_reason(self, language):
        return "it cannot read"

    def verdict_on(self, text):
        return self.judge(text)


class Cuts(Own):
    def judge(self, text):
        return self.verdict(True, evidence=(mif.Span(0, 1),))


class Overruns(Own):
    view = "source"

    def judge(self, text):
        return self.verdict(True, evidence=(mif.Span(0, len(text.string) + 1),))


class ShowsNothing(mif.Absent):
    noun = ("letter", "letters")

    def find(self, text):
        return text.marks("a")

    def judge(self, text):
        return self.verdict(not self.find(text))


class ShowsTooLittle(mif.Absent):
    noun = ("long text", "long texts")

    def find(self, text):
        return [mif.Span(0, 0)] if len(text.string) > 3 else []


class Stubborn(Own):
    def __invert__(self):
        return self


class Unstable(Own):
    @property
    def required(self):
        return f"it, {next(times)} times"


class Composed(Own):
    def judge(self, text):
        return self.verdict("e\u0301" in text.reply or "a\u0301" in text.reply)


class Unix(Own):
    def judge(self, text):
        return self.verdict("\r" in text.reply)


class Patient(Own):
    def judge(self, text):
        string = text.string
        return self.verdict(sum(string[:end].count("ab") for end in range(len(string))) == 0)


class Words(Own):
    facts_suffice = True

    def implies(self, language):
        yield Count(words(language), mif.at_least(3))


class Boasts(Words):
    def judge(self, text):
        return self.verdict(False)


class Forgives(Words):
    def judge(self, text):
        return self.verdict(True)


BROKEN = [
    ("answers", Raises),
    ("deterministic", Drifts),
    ("quick", Hurries),
    ("blank", AcceptsNothing),
    ("judged", Shrugs),
    ("judged", JudgesWhatItCannot),
    ("evidence", Cuts),
    ("evidence", Overruns),
    ("mended", ShowsNothing),
    ("mended", ShowsTooLittle),
    ("algebra", Stubborn),
    ("travels", Unstable),
    ("normal_forms", Composed),
    ("line_breaks", Unix),
    ("satisfied", Boasts),
    ("violated", Forgives),
    ("linear", Patient),
]
for _, _cls in BROKEN:
    globals()[_cls.__name__] = frozen(_cls)


@pytest.mark.parametrize(("name", "cls"), BROKEN, ids=[cls.__name__ for _, cls in BROKEN])
def test_a_law_finds_what_breaks_it(name, cls):
    checker = globals()[cls.__name__]()
    with pytest.raises(AssertionError, match=f"^law '{name}': ") as error:
        mif.testing.laws(checker, texts=60, only=[LAWS[name]])
    assert cls.__name__ in str(error.value)


def test_the_loose_law_finds_a_loose_verdict_below_the_strict_one(monkeypatch):
    monkeypatch.setattr(
        "mifcheck.evaluate._loosely", lambda checker, text, strict: checker.verdict(False)
    )
    with pytest.raises(AssertionError, match=r"^law 'loose': .*strictly True, loosely False"):
        mif.testing.laws(mif.build("punctuation:no_comma"), texts=20, only=[LAWS["loose"]])


def test_every_law_is_seen_to_be_broken():
    assert {name for name, _ in BROKEN} | {"loose"} == set(LAWS)


def test_the_reply_in_the_error_is_small_and_no_call_is_shown():
    law = mif.testing.Law("plain", "No o", lambda _, text: "an o" * ("o" in text.reply))
    with pytest.raises(AssertionError, match=r"about ['\"].{1,9}['\"] in English: an o") as error:
        mif.testing.laws(mif.build("punctuation:no_comma"), only=[law])
    assert "Language(" not in "".join(getattr(error.value, "__notes__", []))


def test_one_who_may_abstain_says_when():
    once = mif.checkers.catalogue.Registry("toy").checker
    shrugs = once("toy:shrugs", asks="it", abstains="nobody knows")(lambda text: None)
    mif.testing.laws(shrugs(), texts=5, only=[LAWS["judged"]])


class TestNoComma(mif.testing.CheckerLaws):
    checker = mif.build("punctuation:no_comma")
    languages = ("en", "ja")
    texts = 5


def test_the_class_has_a_test_for_each_law():
    assert {name for name in dir(TestNoComma) if name.startswith("test_")} == {
        f"test_{name}" for name in LAWS
    }


def test_without_hypothesis_the_error_says_how_to_install_it():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import mifcheck as mif\n"
        "try:\n    mif.testing.laws(mif.build('punctuation:no_comma'))\n"
        "except mif.MissingExtraError as error:\n    print(error)"
    )
    assert "pip install 'mifcheck[testing]'" in python(code)


def test_the_room_is_imported_when_it_is_used():
    code = (
        "import sys, mifcheck as mif\n"
        "mif.testing\n"
        "print([name for name in ('hypothesis', 'pytest', 'pydantic', 'regex') if name in sys.modules])"
    )
    assert python(code).strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = mif.testing.nonsense
    assert set(dir(mif.testing)) == set(mif.testing.__all__)
    assert all(getattr(mif.testing, name) is not None for name in mif.testing.__all__)
