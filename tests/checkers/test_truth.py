"""Tables of real-looking replies, and what a native reader says of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mifcheck as mif

TRUTH = Path(mif.__file__).parent / "testing" / "truth"
TABLES = sorted(TRUTH.rglob("*.jsonl"))


def rows(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def named(path):
    return path.relative_to(TRUTH).with_suffix("").as_posix()


@pytest.mark.parametrize("path", TABLES, ids=named)
def test_the_verdicts_are_a_native_readers(path):
    wrong = []
    for number, row in enumerate(rows(path), 1):
        verdict = mif.check(row["id"], row["kwargs"], row["text"], path.stem)
        if verdict.passed is not row["truth"]:
            wrong.append(f"{number}: {row['id']}: {row['why']}; {verdict.explain(row['text'])}")
    assert not wrong, "\n".join(wrong)


def test_every_language_has_a_table():
    general = {path.stem: len(rows(path)) for path in TRUTH.glob("*.jsonl")}
    assert set(general) >= {*mif.known_languages("measured", "supported")}
    assert [code for code in mif.known_languages() if general[code] < 40] == []
    assert [code for code in mif.known_languages("supported") if general[code] < 20] == []


def test_every_id_is_seen_to_pass_and_to_fail():
    seen = {(row["id"], row["truth"]) for path in TABLES for row in rows(path)}
    assert [id for id in mif.registry if not {(id, True), (id, False)} <= seen] == []
