"""Files as other tools write them: samples of lm-evaluation-harness, logs of Inspect AI."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any


def write_lines(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def lm_eval_sample(
    number: int, doc: dict[str, Any], said: list[str], filter: str = "none", **more: Any
):
    """A line of `samples_<task>_<date>.jsonl`, as lm-eval 0.4.13 writes it."""
    return {
        "doc_id": number, "doc": doc, "target": "0",
        "arguments": {"gen_args_0": {"arg_0": doc.get("prompt", ""), "arg_1": {"until": []}}},
        "resps": [said], "filtered_resps": said[:1], "filter": filter, "metrics": ["acc"],
        "doc_hash": "4098", "prompt_hash": "2f48", "target_hash": "5fec", "acc": float("nan"), **more,
    }  # fmt: skip


def inspect_sample(
    id: Any, epoch: int, *messages: tuple[str, Any], stop: str = "stop", error: str = ""
):
    """A sample of a log of Inspect AI 0.3.285, without what is not about replies."""
    said = [{"id": f"m{place}", "role": role, "content": content, "source": "generate"}
            for place, (role, content) in enumerate(messages)]  # fmt: skip
    last = [each for each in said if each["role"] == "assistant"][-1:]
    sample = {
        "id": id, "epoch": epoch, "input": messages[0][1], "target": "", "messages": said,
        "output": {"model": "m", "choices": [{"message": each, "stop_reason": stop} for each in last]},
        "scores": {"s": {"value": float("nan")}}, "metadata": {}, "events": [], "uuid": "x",
    }  # fmt: skip
    if error:
        sample["error"] = {"message": error, "traceback": "..."}
    return sample


def write_inspect_json(path: Path, samples: list[Any]) -> Path:
    log = {"version": 2, "status": "success", "eval": {"task": "t"}, "plan": {}, "samples": samples}
    path.write_text(json.dumps(log, indent=2), "utf-8")
    return path


def write_inspect_eval(path: Path, samples: list[Any], *, zstandard: bool) -> Path:
    """Inspect AI writes Zstandard today, and wrote Deflate before."""
    members = {"_journal/start.json": b'{"version": 2}', "header.json": b'{"version": 2}'}
    for each in samples:
        members[f"samples/{each['id']}_epoch_{each['epoch']}.json"] = json.dumps(each).encode()
    if zstandard:
        path.write_bytes(_zip_of_zstandard(members))
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in members.items():
            file.writestr(name, raw)
    return path


def _zip_of_zstandard(members: dict[str, bytes]) -> bytes:
    """A zip file of members in Zstandard, which Python's module writes from 3.14 on."""
    import pyarrow

    body, directory = b"", b""
    for name, raw in members.items():
        packed = bytes(pyarrow.compress(raw, codec="zstd", asbytes=True))
        facts = struct.pack(
            "<HHHHHIIIHH", 63, 0, 93, 0, 33, zlib.crc32(raw), len(packed), len(raw), len(name), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 63) + facts
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\x03\x04" + facts + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
