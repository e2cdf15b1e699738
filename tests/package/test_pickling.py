"""Functions that use the package, and its values, survive what sends them to other processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import cloudpickle
import dill
import joblib
import pytest
from core_cases import python

import mifcheck as mif

REPLIES = ["One, two.", "One two.", "", "¿Qué? — Nada."]
ASKED = [
    ("punctuation:no_comma", {}),
    ("length_constraints:number_sentences", {"num_sentences": 1, "relation": "at least"}),
]
PASSED = [[False, True], [True, True], [False, False], [True, True]]


def judged(reply: str) -> list[bool | None]:
    return [verdict.passed for verdict in mif.check_all(ASKED, reply).strict]


def judged_inside(reply: str) -> list[bool | None]:
    import mifcheck as mif

    return [verdict.passed for verdict in mif.check_all(ASKED, reply).strict]


FUNCTIONS = [judged, judged_inside]


SENT = f"""
import {{library}}, sys
import mifcheck as mif
asked = {ASKED!r}
def judged(reply):
    return [verdict.passed for verdict in mif.check_all(asked, reply).strict]
def judged_inside(reply):
    import mifcheck as mif
    return [verdict.passed for verdict in mif.check_all(asked, reply).strict]
print({{library}}.dumps({{arguments}}).hex())
"""


# dill sends a global module by its contents, unless it is installed; an import inside, by name.
@pytest.mark.parametrize(
    ("library", "arguments"),
    [("cloudpickle", "[judged, judged_inside]"), ("dill", "[judged_inside], recurse=True")],
)
def test_functions_of_a_script_run_in_another_process(library: str, arguments: str):
    sent = python(SENT.replace("{library}", library).replace("{arguments}", arguments)).strip()
    code = f"import {library}\nfor f in {library}.loads(bytes.fromhex({sent!r})):\n"
    told = python(code + f"    print([f(reply) for reply in {REPLIES!r}])")
    assert told.splitlines() == [str(PASSED)] * arguments.count("judged")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_checks_runs_in_a_pool(function: Callable[[str], Any]):
    calls = (
        joblib.delayed(cloudpickle.loads(cloudpickle.dumps(function)))(reply) for reply in REPLIES
    )
    assert joblib.Parallel(n_jobs=2)(calls) == PASSED


MAPPED = f"""
import datasets, tempfile
datasets.disable_progress_bars()
asked = {ASKED!r}
def judged(row):
    import mifcheck as mif
    return {{"passed": [v.passed for v in mif.check_all(asked, row["reply"]).strict]}}
rows = datasets.Dataset.from_dict({{"reply": {REPLIES!r}}}).map(judged)
print(rows["passed"][:], datasets.fingerprint.Hasher.hash(judged))
"""


@pytest.mark.slow
def test_a_dataset_is_mapped_and_its_cache_is_found_again():
    first, again = (python(MAPPED) for _ in range(2))
    assert first == again
    assert str(PASSED) in first


VALUES = [
    mif.build("punctuation:no_comma") & ~mif.build("detectable_format:title"),
    mif.AtLeast(1, (mif.build("keywords:existence", {"keywords": ["река"]}),)),
    mif.build(
        "length_constraints:number_words", {"num_words": 3, "relation": "at least"}, "multi-if"
    ),
    mif.check("punctuation:no_comma", {}, REPLIES[0]),
    mif.check_all(ASKED, REPLIES[0]),
    mif.Text("Cafe\u0301, **one**\n\ntwo", "fr"),
    mif.Text("Cafe\u0301", "fr").loose_variants,
    mif.get_language("hi"),
    mif.load(None, languages=["zh"])[0],
    mif.signature_for(mif.load(None, languages=["en"])),
    mif.at_least(3),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("library", [pickle, cloudpickle, dill])
def test_a_value_comes_back_equal(library: ModuleType, value: Any):
    again = library.loads(library.dumps(value))
    assert again == value
    assert hash(again) == hash(value)


def test_text_that_is_sent_keeps_where_it_comes_from():
    text = mif.Text("Cafe\u0301, oui\u0301!", "fr")
    _ = text.words
    again = pickle.loads(pickle.dumps(text))
    assert again.words == text.words
    assert again.to_original(0, 4) == (0, 5)
