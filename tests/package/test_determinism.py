"""The same verdicts in every process, under every hash seed, in every thread."""

from __future__ import annotations

import os

import pytest
from core_cases import TEXTS, python

DIGEST = f"""
import hashlib, json
import mifcheck as mif
texts = {TEXTS!r}
def digest():
    rows = []
    checkers = [mif.build(id, mif.describe(id).example) for id in mif.registry]
    for language, text in texts.items():
        result = mif.check_all(checkers, text, language)
        rows += [verdict.to_dict() for verdict in (*result.strict, *result.loose)]
        rows += [mif.Text(text, language).words]
    turns = tuple(mif.Turn("q", (mif.Instruction(id, mif.describe(id).example),)) for id in mif.registry)
    rows += [str(mif.signature_for([mif.Conversation("k", language, turns) for language in texts]))]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
"""

THREADS = (
    DIGEST
    + """
import threading
found, together = [], threading.Barrier(2)
def work():
    together.wait()
    found.append(digest())
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), *sorted(set(found)))
"""
)


@pytest.mark.slow
def test_seeds_locales_and_threads_from_a_cold_start():
    here: dict[str, object] = {}
    exec(DIGEST + "alone = digest()", here)
    # Python draws the seed of this process, if none is given.
    seed = "0" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    world = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONOPTIMIZE": "1"}
    assert python(THREADS, **world) == f"2 {here['alone']}\n"
