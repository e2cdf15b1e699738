"""Images on their way to a model: what is sent, and what is said where that cannot be."""

from __future__ import annotations

import base64
import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from driving import no_wait, replies

from mifcheck.conversation import Conversation, Message, Step
from mifcheck.errors import DataError, ModelError
from mifcheck.models import HuggingFace, Request
from mifcheck.runs.driving import drive
from mifcheck.runs.recording import Recording

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(40))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(40))


def talk(key: str, *images: tuple[str, ...]) -> Conversation:
    steps = [Step(f"Look, {number}.", images=each) for number, each in enumerate(images, start=1)]
    return Conversation.from_steps(key, "en", steps)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "b.jpg").write_bytes(JPEG)
    return tmp_path


class Server(BaseHTTPRequestHandler):
    """Speaks as much of OpenAI's chat interface as a client needs."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(body)
        told = [len(parts(each)) for each in body["messages"] if each["role"] == "user"]
        message = {"role": "assistant", "content": f"{told} {body['model']}"}
        answer = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    handler = type("Handler", (Server,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/v1/chat/completions", handler.asked
        listening.shutdown()
        thread.join()


def parts(message: dict[str, Any]) -> list[Any]:
    content = message["content"]
    return content if isinstance(content, list) else [content]


def post(url: str, messages: list[dict[str, Any]]) -> str:
    body = json.dumps({"model": "m", "messages": messages}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        content: str = json.load(answer)["choices"][0]["message"]["content"]
        return content


@pytest.mark.parametrize("batched", [False, True])
def test_a_server_gets_each_image_with_the_turn_that_shows_it(
    pictures: Path, server: tuple[str, list[dict[str, Any]]], batched: bool
) -> None:
    url, asked = server
    web = "https://example.org/c.gif"
    conversation = talk("a", (str(pictures / "a.png"), web), (), (str(pictures / "b.jpg"),))

    def one(chat: list[dict[str, Any]]) -> str:
        return post(url, chat)

    def many(chats: list[list[dict[str, Any]]]) -> list[str]:
        return [post(url, chat) for chat in chats]

    run = drive([conversation], many if batched else one)
    assert [each.reply for each in run.replies.values()] == [
        "[3] m", "[3, 1] m", "[3, 1, 2] m"
    ]  # fmt: skip
    first, reply, second, _, third = asked[2]["messages"]
    text, png, gif = first["content"]
    assert text == {"type": "text", "text": "Look, 1."}
    kind, _, data = png["image_url"]["url"].partition(",")
    assert (png["type"], kind, base64.b64decode(data)) == (
        "image_url", "data:image/png;base64", PNG
    )  # fmt: skip
    assert gif == {"type": "image_url", "image_url": {"url": web}}
    assert (reply["content"], second["content"]) == ("[3] m", "Look, 2.")
    assert third["content"][1]["image_url"]["url"].startswith("data:image/jpeg;base64,/9j/")


@pytest.mark.parametrize("batched", [False, True])
@pytest.mark.parametrize("later", [False, True])
def test_a_missing_image_costs_its_own_conversation_and_is_not_tried_again(
    pictures: Path, batched: bool, later: bool
) -> None:
    nowhere = str(pictures / "nowhere.png")
    asked: list[int] = []

    def many(chats: list[list[dict[str, Any]]]) -> list[str]:
        asked.append(len(chats))
        return ["yes"] * len(chats)

    async def many_later(chats: list[list[dict[str, Any]]]) -> list[str]:
        return many(chats)

    def one(chat: list[dict[str, Any]]) -> str:
        return many([chat])[0]

    async def one_later(chat: list[dict[str, Any]]) -> str:
        return one(chat)

    model = {
        (False, False): one, (False, True): one_later, (True, False): many, (True, True): many_later
    }[batched, later]  # fmt: skip
    good = [talk(key, (str(pictures / "a.png"),), ()) for key in "ac"]
    run = drive([good[0], talk("b", (), (nowhere,), ()), good[1]], model, sleep=no_wait)
    errors = {(each.key, each.turn): (each.error, each.attempts) for each in run.errors}
    assert set(errors) == {("b", 2), ("b", 3)}
    told, attempts = errors["b", 2]
    assert attempts == 1
    assert told == (
        f"ModelError: conversation 'b', turn 2, sample 0, image of turn 2: {nowhere}: "
        "the image cannot be read: No such file or directory"
    )
    assert sum(asked) == 5


def test_when_no_image_can_be_read_the_function_is_not_called(tmp_path: Path) -> None:
    def many(chats: list[list[dict[str, Any]]]) -> list[str]:
        raise AssertionError("there is nothing to ask")

    run = drive([talk("a", (str(tmp_path / "a.png"),))], many, sleep=no_wait)
    (error,) = run.errors
    assert "image of turn 1" in str(error.error)


def test_the_turn_named_is_the_one_that_shows_the_image() -> None:
    messages = (
        Message("user", "1"), Message("assistant", "a"), Message("user", "2", ("nowhere.png",)),
        Message("assistant", "b"), Message("user", "3"),
    )  # fmt: skip
    with pytest.raises(ModelError, match=r"^conversation 'k', turn 3, sample 1, image of turn 2: "):
        Request("k", 3, 1, messages).chat()


def test_the_kind_of_an_image_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    for name, data, kind in (
        ("a.jpg", PNG, "image/png"),
        ("b", JPEG, "image/jpeg"),
        ("c.png", b"GIF89a..", "image/gif"),
        ("d.bin", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("e.bmp", b"BM1234", "image/bmp"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        content = Message("user", "?", (str(path),)).to_dict()["content"]
        assert content[1]["image_url"]["url"].startswith(f"data:{kind};base64,")


@pytest.mark.parametrize("name", ["notes.txt", "page", "sound.wav"])
def test_a_file_that_is_no_image_is_not_sent(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"RIFF1234WAVE, or whatever")
    with pytest.raises(DataError, match="not an image"):
        Message("user", "?", (str(tmp_path / name),)).to_dict()


def test_a_recording_needs_no_images(pictures: Path, tmp_path: Path) -> None:
    conversation = talk("a", (str(pictures / "a.png"),), ())
    run = drive([conversation], lambda chat: f"{len(chat)}", out=tmp_path / "run")
    (pictures / "a.png").unlink()
    again = drive([conversation], Recording(tmp_path / "run"))
    assert replies(again) == replies(run)
    assert list(type(run).load(tmp_path / "run").conversations) == [conversation]


def test_a_model_of_text_alone_refuses_images() -> None:
    model = HuggingFace.__new__(HuggingFace)
    model.name = "small"
    request = Request("k", 1, 0, (Message("user", "?", ("a.png",)),))
    (outcome,) = model.answer([request])
    assert isinstance(outcome, ModelError)
    assert str(outcome) == (
        "conversation 'k', turn 1, sample 0 shows images, and small reads only text"
    )
