"""The published English file of Multi-IF, and the examples in the documentation."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from mifcheck.datasets import load

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "multi_if_english.csv"


@pytest.mark.skipif(not SHARED.exists(), reason="the Multi-IF English file is not beside the repo")
def test_the_real_file_of_multi_if() -> None:
    loaded = load(SHARED)
    assert (loaded.format, len(loaded), sum(map(len, loaded))) == ("multi-if", 909, 2714)
    assert (loaded[0].key, loaded[0].cluster) == ("1019:16:en", "1019")
    clusters = {each.cluster for each in loaded}
    assert len(clusters) == 484
    # A cluster is the conversations that begin with one prompt.
    beginnings = {(each.cluster, each.turns[0].prompt) for each in loaded}
    assert len(beginnings) == 484
    third = Counter(
        each.id.partition(":")[2]
        for conversation in loaded
        for turn in conversation.turns[2:]
        for each in turn.instructions
    )
    assert third.most_common(6) == [
        ("title", 329),
        ("end_checker", 274),
        ("number_words", 242),
        ("forbidden_words", 218),
        ("quotation", 215),
        ("existence", 204),
    ]


def test_the_examples_in_the_documentation_load(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "data-formats.md").read_text("utf-8")
    examples = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    loaded = []
    for number, example in enumerate(examples):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps(example), "utf-8")
        loaded.append(load(path))
    assert [each.format for each in loaded] == ["jsonl", "jsonl", "ifeval"]
    assert [len(turn.instructions) for turn in loaded[0][0].turns] == [1, 2]
    assert [each.role for each in loaded[1][0].turns[1].instructions] == ["system", "user"]
