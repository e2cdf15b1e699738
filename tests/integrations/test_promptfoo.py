"""promptfoo: the assertion as it is called, and the example run by promptfoo itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from suites import REPLIES, ROWS, scored_rows

import mifcheck as mif
from mifcheck.integrations.promptfoo import get_assert

EXAMPLE = Path(__file__).parents[2] / "examples" / "promptfoo"
PROMPTFOO = os.environ.get("MIFCHECK_PROMPTFOO") or shutil.which("promptfoo")


def test_each_reply_has_its_share_and_its_components():
    found = [get_assert(reply, {"vars": row}) for row, reply in zip(ROWS, REPLIES, strict=True)]
    assert [each["pass"] for each in found] == [True, False, True, False]
    assert [each["score"] for each in found] == [1, 0.5, 1, 0]
    assert [len(each["componentResults"]) for each in found] == [2, 2, 1, 1]
    assert found[1]["componentResults"][0]["pass"] is False
    assert found[2]["componentResults"][0]["pass"] is True
    assert "not judged" in found[2]["reason"]
    shares = [each["namedScores"]["pif"] for each in found if "pif" in each["namedScores"]]
    assert sum(shares) / len(shares) == pytest.approx(float(scored_rows().pif))


def test_settings():
    row, reply = ROWS[3], REPLIES[3]
    assert get_assert(reply, {"config": {**row, "loose": True}})["pass"] is True
    assert get_assert(REPLIES[1], {"vars": ROWS[1], "config": {"threshold": 0.5}})["pass"] is True
    assert get_assert(REPLIES[1], {"vars": ROWS[1], "config": {"kind": "all"}})["score"] == 0
    kept = get_assert(REPLIES[0], {"vars": ROWS[0], "test": {"metadata": {"thinking": "keep"}}})
    assert kept["score"] == 0.5


def test_a_table_of_tests_has_its_lists_as_json():
    row = {name: json.dumps(ROWS[0][name]) for name in ("instruction_id_list", "kwargs")}
    assert get_assert(REPLIES[0], {"vars": row})["score"] == 1


def test_errors():
    with pytest.raises(mif.DataError, match="`instructions`"):
        get_assert("a", {"vars": {"topic": "b"}})
    with pytest.raises(mif.UnknownIdError, match="did you mean"):
        get_assert("a", {"config": {"instructions": ["punctuation:no_commas"]}})
    with pytest.raises(mif.DataError, match="text, not dict"):
        get_assert({"a": 1}, {"config": {"instructions": ["punctuation:no_comma"]}})


@pytest.mark.skipif(not PROMPTFOO, reason="promptfoo is not installed (npm install -g promptfoo)")
def test_the_example(tmp_path):
    environment = {
        **os.environ,
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_CONFIG_DIR": str(tmp_path),
        "PROMPTFOO_PYTHON": sys.executable,
    }
    command = [PROMPTFOO, "eval", "-c", EXAMPLE / "promptfooconfig.yaml", "--no-cache"]
    ran = subprocess.run(
        [*command, "-o", tmp_path / "out.json"], env=environment, capture_output=True
    )
    # promptfoo ends with status 100 where a test fails.
    assert ran.returncode == 100, ran.stdout.decode()
    results = json.loads((tmp_path / "out.json").read_text())["results"]["results"]
    found = {each["vars"]["reply"]: each for each in results}
    assert [each["success"] for each in found.values()] == [True, False, True]
    assert [each["score"] for each in found.values()] == [1, 0.5, 0.5]
    for each in results:
        asked = each["testCase"]["metadata"]
        answer = each["response"]["output"].rpartition("</think>")[2]
        instructions = [
            mif.Instruction(one)
            if isinstance(one, str)
            else mif.Instruction(one["id"], one["kwargs"])
            for one in asked["instructions"]
        ]
        checked = mif.check_all(instructions, answer, asked.get("language", "en"))
        assert each["namedScores"]["pif"] == checked.pif
