"""Record the replies that come with the embedded suite.

Drives a model through the suite into a run folder, and packs that run as the recording which
`mifcheck` replays where there is no model at hand:

    python examples/record_suite.py SmolLM2-135M-Instruct.Q4_1.gguf runs/suite

Stopped half-way, the same command goes on where it was. The packing is deterministic: the same
run folder makes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
from pathlib import Path

# Threads that spin while they wait slow one another down on a busy machine; read by torch's
# OpenMP when it loads, so it has to be set before.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from mifcheck.datasets import load
from mifcheck.models import HuggingFace
from mifcheck.runs.driving import drive
from mifcheck.runs.journal import JOURNAL, RUN
from mifcheck.runs.run import Run

RECORDING = Path(__file__).parents[1] / "mifcheck" / "datasets" / "embedded" / "recording"


def record(model: str, out: Path, samples: int, limit: int | None) -> Run:
    """Drive the suite, going on where an earlier call was stopped."""
    answering = HuggingFace(
        model, batch_size=32, max_new_tokens=160, temperature=0.7, seed=0, dtype="bfloat16"
    )
    suite = load("embedded", limit=limit)
    return drive(suite, answering, samples=samples, out=out, resume=out.exists(), progress=True)


def pack(run: Run, folder: Path) -> None:
    """Write run.json and journal.jsonl.gz: the last record of each place, in suite order."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = json.dumps(run.settings, indent=1, ensure_ascii=False)
    (folder / RUN).write_bytes(settings.encode() + b"\n")
    packed = io.BytesIO()
    # Neither a time nor a file's name: they would make every packing another file.
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as file:
        for each in run.replies.values():
            file.write(each.to_line())
    (folder / f"{JOURNAL}.gz").write_bytes(packed.getvalue())


def main() -> None:
    """Read the command line, record, pack."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", help="a .gguf file, a folder, or a name on the Hub")
    parser.add_argument("out", type=Path, help="the run folder")
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--limit", type=int, help="only the first so many conversations")
    parser.add_argument("--into", type=Path, default=RECORDING, help="where the recording goes")
    options = parser.parse_args()
    run = record(options.model, options.out, options.samples, options.limit)
    if run.errors:
        raise SystemExit(f"{len(run.errors)} replies are missing: {run.errors[0].error}")
    pack(run, options.into)


if __name__ == "__main__":
    main()
