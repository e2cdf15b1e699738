"""Accuracy on checks whose truth is known by construction; the data stand beside the checkout."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

import mifcheck as mif

PATH = Path(__file__).parents[3] / "shared" / "parity" / "constructed_truth.jsonl.gz"
LEAST = 0.995


@pytest.mark.slow
@pytest.mark.skipif(not PATH.is_file(), reason=f"{PATH} is not there")
def test_accuracy_in_every_language():
    right, total = Counter(), Counter()
    with gzip.open(PATH, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            verdict = mif.check(row["id"], row["kwargs"], row["response"], row["lang"])
            total[row["lang"]] += 1
            right[row["lang"]] += verdict.passed is row["truth"]
    shares = {language: right[language] / total[language] for language in total}
    assert set(shares) <= set(mif.known_languages())
    assert len(shares) == 8
    assert {language: share for language, share in shares.items() if share < LEAST} == {}
