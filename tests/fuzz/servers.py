"""Drives models of a server that fails: `python tests/fuzz/servers.py --count 2000`.

For 10 % of the conversations the server always fails, in five ways: garbage, answers without a reply,
status 500, connections that are closed in the middle of an answer, and stalls. For many others it is
busy (429) or loses the connection once. No reply may be lost or asked for twice, and nobody may learn
the key, which the server quotes in its errors.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from chat_server import FAULTS, Call, half_closed, prompt_of, serving
from driving import conversation

from mifcheck.models import OpenAI
from mifcheck.runs.driving import drive

KEY = "hush-hush-0123"


def ill_treated(size: int, out: Path) -> None:
    """Holds conversations with a server that fails for 10 % of them in five ways, and is busy."""
    talks = [conversation(f"k{n}", f"q{n}", f"q{n} more") for n in range(size)]

    async def answer(call: Call, before: int) -> None:
        number = int(prompt_of(call.body).split()[0][1:])
        if number % 50 < len(FAULTS):
            await FAULTS[number % 50](call)
        elif number % 3 == 0 and before == 0:
            await call.refuse(429, "retry-after: 0.05\r\n")
        elif number % 7 == 0 and before == 0:
            await half_closed(call)
        else:
            await call.reply()

    with serving(answer) as server:
        model = OpenAI("m", base_url=server.url, api_key=KEY, timeout=4, max_retries=1)
        run = drive(talks, model, out=out, retries=0, concurrency=64)
    bad = {f"k{n}" for n in range(size) if n % 50 < len(FAULTS)}
    assert len(run.replies) == 2 * size
    assert {each.key for each in run.errors} == bad
    for (key, turn, _), record in run.replies.items():
        if key not in bad:
            asked = key.replace("k", "q")
            assert record.reply == (
                f"1 {asked} {asked}" if turn == 1 else f"3 {asked} {asked} more"
            )
    lines = [json.loads(line) for line in (out / "journal.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == len({(each["key"], each["turn"]) for each in lines}) == 2 * size
    assert KEY not in str(run.errors)
    # A reply that came is not asked for again.
    often = {
        key: 1 + (n % 3 == 0 or n % 7 == 0) for n in range(size) if (key := f"k{n}") not in bad
    }
    assert all(server.asked[key.replace("k", "q")] == times for key, times in often.items())
    assert not any(server.asked[f"{key.replace('k', 'q')} more"] for key in bad)
    files = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert KEY not in files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many conversations are held")
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ill_treated(options.count, Path(folder, "run"))
    took = time.monotonic() - start
    print(f"{options.count} conversations, {2 * options.count} records, no fault, {took:.0f} s")


if __name__ == "__main__":
    main()
