"""The checkers obey the laws, and judge replies as a reader does."""

import pytest

import mifcheck as mif
from mifcheck.testing import CheckerLaws, assert_follows
from own_checker import Prices, greets


class TestGreets(CheckerLaws):
    checker = greets(("Hello", "Здравствуйте"))
    languages = ("en", "ru")
    texts = 20


class TestPrices(CheckerLaws):
    checker = Prices(mif.at_least(2))
    languages = ("en", "ja")
    texts = 20


TRUTH = [
    ("Adult €8, child 5 €.", 2),
    ("Adult € 8.50. Child: free.", 1),
    ("We have 8 seats, 5 at the window.", 0),
    ("| Adult | ¥1,200 |\n|---|---|\n| Child | ¥600 |", 2),
]


@pytest.mark.parametrize(("reply", "count"), TRUTH)
def test_the_prices_that_a_reader_sees_are_counted(reply, count):
    assert_follows(reply, Prices(mif.exactly(count)))


def test_mifcheck_knows_the_ids():
    asked = [("shop:greets", {"words": ["Hello"]}), ("shop:prices", {"bound": {"at_least": 1}})]
    assert_follows("**Hello** Ana! A ticket is €8.", asked)
    verdict = mif.check("shop:greets", {"words": ["Hello"]}, "Dear Ana, hello!")
    assert not verdict
    assert [verdict.evidence[0].start, verdict.evidence[0].end] == [0, 4]


def test_the_signature_of_scores_names_the_version():
    turn = mif.Turn("What is it?", (mif.Instruction("shop:prices", {"bound": {"at_least": 1}}),))
    signature = mif.signature_for([mif.Conversation("1", "en", (turn,))])
    assert "shop:prices=1.0@" in signature.lib
