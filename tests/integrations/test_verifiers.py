"""verifiers, run for real: `vf-eval` holds conversations with a server of the chat interface."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from suites import REPLIES, ROWS, Replaying, figures, scored_rows

import mifcheck as mif

vf = pytest.importorskip("verifiers.v1", reason="verifiers is not installed")
if not hasattr(vf, "WireEpisode"):
    pytest.skip("this version of verifiers is older than 0.4", allow_module_level=True)

from mifcheck.integrations.verifiers import (  # noqa: E402
    MultiTurnConfig,
    MultiTurnTaskset,
    pif,
)

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
UV = shutil.which("uv", path=PATH)

MODULE = """
from mifcheck.integrations.verifiers import MultiTurnEnv, MultiTurnTaskset

__all__ = ["MultiTurnEnv", "MultiTurnTaskset"]
"""


@contextmanager
def serving(answer):
    """The address of a server whose model is a function of a chat."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            text = answer([(each["role"], text_of(each["content"])) for each in asked["messages"]])
            head = {"id": "1", "created": 0, "model": "m", "object": "chat.completion.chunk"}
            choice = {"index": 0, "delta": {"role": "assistant", "content": text}}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            chunks = [
                {**head, "choices": [{**choice, "finish_reason": None}]},
                {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
                {**head, "choices": [], "usage": usage},
            ]
            lines = [*map(json.dumps, chunks), "[DONE]"]
            body = "".join(f"data: {line}\n\n" for line in lines).encode()
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def text_of(content):
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


@pytest.mark.skipif(UV is None, reason="uv, which the harness needs, is not installed")
def test_a_taskset_held_turn_by_turn(tmp_path):
    (tmp_path / "held.py").write_text(MODULE)
    suite = mif.load(languages="en", limit=3)
    replaying = Replaying(suite)
    mif.dump(suite, tmp_path / "suite.jsonl")
    with serving(replaying.answer) as address:
        command = [
            Path(sys.executable).parent / "vf-eval", "held", "--model", "m", "--no-push", "--no-rich",
            "--client.base-url", address, "--client.api-key-var", "ANY_KEY",
            "--env.agent.harness.id", "null", "--env.agent.runtime.type", "subprocess",
            "--env.taskset.data", "suite.jsonl",
        ]  # fmt: skip
        environment = {**os.environ, "ANY_KEY": "none", "PYTHONPATH": str(tmp_path), "PATH": PATH}
        subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, timeout=240, capture_output=True
        )
    (traces,) = tmp_path.glob("outputs/*/traces.jsonl")
    episodes = [
        vf.WireEpisode.model_validate_json(line) for line in traces.read_text().splitlines()
    ]
    held = {each.traces[0].task.data.id: each.traces[0] for each in episodes}
    assert set(held) == {each.key for each in suite}
    replies = {
        (key, turn, 0): message.content
        for key, trace in held.items()
        for turn, message in enumerate(trace.assistant_messages, start=1)
    }
    assert len(replies) == sum(map(len, suite))
    for each in suite:
        run = mif.read_replies(
            [each], {slot: text for slot, text in replies.items() if slot[0] == each.key}
        )
        expected = figures(mif.score(run))
        trace = held[each.key]
        assert trace.rewards["pif"].score == pytest.approx(expected["pif.strict"])
        assert trace.metrics["pif_loose"] == pytest.approx(expected["pif.loose"])
        assert trace.metrics["all"] == pytest.approx(expected["accuracy.conversation.strict"])
    total = float(mif.score(mif.read_replies(suite, replies)).pif)
    turns = {key: len(trace.assistant_messages) for key, trace in held.items()}
    mean = sum(trace.reward * turns[key] for key, trace in held.items()) / sum(turns.values())
    assert mean == pytest.approx(total)


class Data(vf.TaskData):
    instruction_id_list: list[str]
    kwargs: list[dict]
    language: str


class Task(vf.Task[Data, vf.State, vf.TaskConfig]):
    pass


class Trace:
    """What a trace is to a reward: its last reply, and where the reward is recorded."""

    def __init__(self, reply):
        self.last_reply = reply
        self.rewards, self.metrics = {}, {}

    def record_reward(self, name, value, weight=1.0):
        self.rewards[name] = value


def test_a_reward_plugged_into_a_task_of_ones_own():
    plug = {"fn": "mifcheck.integrations.verifiers:pif"}
    config = vf.TaskConfig(rewards={"pif": plug})
    found = []
    for row, reply in zip(ROWS, REPLIES, strict=True):
        trace = Trace(reply)
        data = Data(**{name: row[name] for name in ("instruction_id_list", "kwargs", "language")})
        asyncio.run(Task(data, config).score(trace))
        found.append(trace.rewards.get("pif"))
    assert found == [1.0, 0.5, None, 0.0]
    assert asyncio.run(pif(data, Trace("that is all."))) == {"pif": 1.0}
    judged = [each for each in found if each is not None]
    assert sum(judged) / len(judged) == pytest.approx(float(scored_rows().pif))


def test_a_task_has_the_system_prompt_of_its_conversation(tmp_path):
    turns = [mif.Turn("One.")]
    talks = [
        mif.Conversation("a", "en", turns, system="Be brief."),
        mif.Conversation("b", "en", turns),
    ]
    path = mif.dump(talks, tmp_path / "c.jsonl")
    taskset = MultiTurnTaskset(MultiTurnConfig(data=str(path)))
    assert [task.data.system_prompt for task in taskset.load()] == ["Be brief.", None]
