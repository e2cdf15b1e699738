"""A real server, `transformers serve`, with a real model: it says what the same model says here."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from driving import conversation
from small_model import checkpoint, weights

from mifcheck.models import HuggingFace
from mifcheck.runs.driving import drive
from mifcheck.runs.journal import Record
from mifcheck.runs.specs import load_model

TALKS = [
    conversation("a", "What is the capital of France?", "And of Spain?"),
    conversation("b", "Name three colours."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    weights()
    for name in ("openai", "fastapi", "uvicorn"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    return checkpoint(tmp_path_factory.mktemp("served") / "smollm")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("transformers"), "serve", folder]
    options = ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    log = folder.parent / "log"
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with (
        log.open("w") as file,
        subprocess.Popen(
            [*command, *options], stdout=file, stderr=subprocess.STDOUT, env=environment
        ) as server,
    ):
        try:
            for _ in range(120):
                try:
                    urlopen(f"http://127.0.0.1:{port}/health").close()
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()
                    time.sleep(0.5)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()


def test_a_served_model_says_what_it_says_here(folder: Path, url: str) -> None:
    settings = {"max_new_tokens": 16, "temperature": 0}
    here = drive(TALKS, HuggingFace(folder, device="cpu", **settings), backoff=0)
    there = drive(TALKS, load_model(f"openai:{folder}", base_url=url, **settings))

    def told(record: Record) -> tuple[str | None, str | None]:
        return record.reply, record.finish_reason

    assert not there.errors
    assert {slot: told(each) for slot, each in there.replies.items()} == {
        slot: told(each) for slot, each in here.replies.items()
    }
    assert "Paris" in str(there.replies["a", 1, 0].reply)
    assert all(1 <= (each.tokens or 0) <= 17 for each in there.replies.values())


def test_samples_of_a_served_model_differ(folder: Path, url: str) -> None:
    # This server knows no `n`.
    model = load_model(f"openai:{folder}", base_url=url, max_new_tokens=12, temperature=1.5)
    run = drive(TALKS[1:], model, samples=3, concurrency=2)
    assert not run.errors
    assert len({each.reply for each in run.replies.values()}) > 1
    assert model.batch_size == 1


def test_a_model_that_is_not_served_is_an_error(url: str) -> None:
    run = drive(
        TALKS[1:], load_model("openai:no-such/model", base_url=url, max_retries=0), retries=0
    )
    assert len(run.errors) == 1
