"""Agreement with recorded verdicts of the Multi-IF evaluator; they stand beside the checkout."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

PARITY = Path(__file__).parents[3] / "shared" / "parity" / "reference_verdicts.jsonl.gz"
FLOOR = 0.999


@pytest.mark.slow
@pytest.mark.skipif(not PARITY.is_file(), reason=f"{PARITY} is not there")
def test_parity_with_recorded_verdicts():
    equal, total = Counter(), Counter()
    with gzip.open(PARITY, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            checks = [check for check in row["checks"] if check["kind"] == "stable"]
            asked = [(check["id"], check["kwargs"]) for check in checks]
            result = mif.check_all(asked, row["response"], row["lang"], profile="multi-if")
            for check, strict, loose in zip(checks, result.strict, result.loose, strict=True):
                total[row["lang"]] += 2
                equal[row["lang"]] += strict.passed is check["strict"]
                equal[row["lang"]] += loose.passed is check["loose"]
    assert len(total) == 8
    assert {
        lang: equal[lang] / total[lang] for lang in total if equal[lang] < FLOOR * total[lang]
    } == {}
