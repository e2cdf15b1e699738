"""Images on their way to a model: what is sent, and what is said where that cannot be."""

from __future__ import annotations

import base64
import json
import os
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from driving import Spy, replies

from mifcheck.conversation import Conversation, Message, Step
from mifcheck.conversation.images import image_url
from mifcheck.datasets import dump, load
from mifcheck.errors import DataError, ModelError, ParameterError
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

    run = drive([conversation], many if batched else one, images=pictures)
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
    run = drive([good[0], talk("b", (), (nowhere,), ()), good[1]], model, images=pictures)
    errors = {(each.key, each.turn): (each.error, each.attempts) for each in run.errors}
    assert set(errors) == {("b", 2), ("b", 3)}
    told, attempts = errors["b", 2]
    assert attempts == 1
    assert told == (
        f"ModelError: conversation 'b', turn 2, sample 0, image of turn 2: {nowhere}: "
        f"there is no such file; looked for at {nowhere}"
    )
    assert sum(asked) == 5


def test_when_no_image_can_be_read_the_function_is_not_called(tmp_path: Path) -> None:
    def many(chats: list[list[dict[str, Any]]]) -> list[str]:
        raise AssertionError("there is nothing to ask")

    run = drive([talk("a", (str(tmp_path / "a.png"),))], many, images=tmp_path)
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
        ("e.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        content = Message("user", "?", (name,)).to_dict(tmp_path.resolve())["content"]
        assert content[1]["image_url"]["url"].startswith(f"data:{kind};base64,")


@pytest.mark.parametrize("name", ["notes.txt", "page", "sound.wav", "notes.png"])
@pytest.mark.parametrize(
    "data", [b"RIFF1234WAVE, or whatever", b"root:x:0:0:", b"BMW is a car.", b"", b"<svg/>"]
)
def test_a_file_that_is_no_image_is_not_sent(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match="a PNG, JPEG, GIF, WebP or BMP image .* is expected"):
        Message("user", "?", (name,)).to_dict(tmp_path.resolve())


def test_a_recording_needs_no_images(pictures: Path, tmp_path: Path) -> None:
    conversation = talk("a", (str(pictures / "a.png"),), ())
    run = drive([conversation], lambda chat: f"{len(chat)}", out=tmp_path / "run", images=pictures)
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


# --- what is refused

PNG_URL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
REFUSED = [
    (
        "file:///etc/passwd",
        "an https URL, a data URL of an image or the path of a file is expected",
    ),
    ("FILE:/etc/passwd", "https URL"),
    ("http://example.org/a.png", "https URL"),
    ("ftp://example.org/a.png", "https URL"),
    ("https:///a.png", "https URL"),
    ("https://example.org/a b", "https URL"),
    ("https://example.org/\n", "https URL"),
    ("javascript:x", "https URL"),
    ("data:text/html;base64,aGk=", "https URL"),
    ("data:image/png,aGk=", "https URL"),
    ("data:image/png;base64,aGk=", "the first bytes are those of none"),
    ("data:image/svg+xml;base64,PHN2Zy8+", "the first bytes are those of none"),
    (f"{PNG_URL[:-4]}@@==", "base64"),
    (f"{PNG_URL[:40]}\n{PNG_URL[40:]}", "base64"),
    (PNG_URL.replace("png", "gif", 1), "says image/gif, and holds image/png"),
    ("../a.png", "outside"),
    ("/etc/passwd", "outside"),
    ("inner/../../a.png", "outside"),
    ("a\0.png", "path"),
]


@pytest.mark.parametrize(("image", "why"), REFUSED)
def test_an_image_that_may_not_be_sent_ends_the_run_before_the_model_is_asked(
    tmp_path: Path, image: str, why: str
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "a.png").write_bytes(PNG)
    dump([talk("a", ()), talk("b", (), ("https://example.org/a.png", image))], tmp_path / "d.jsonl")
    spy = Spy(1)
    with pytest.raises(DataError) as caught:
        drive(load(tmp_path / "d.jsonl"), spy, images=folder, out=tmp_path / "run")
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'd.jsonl'}, row 2, turn 2, images 2: ")
    assert why in told
    assert len(told.splitlines()) == 1
    assert len(told) < 400
    assert not spy.asked
    assert not (tmp_path / "run").exists()
    with pytest.raises(DataError):
        image_url(image, folder.resolve())


def test_without_a_folder_no_file_is_sent(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pictures)
    for image in ("a.png", "./a.png", str(pictures / "a.png")):
        with pytest.raises(DataError, match=r"name it with --images DIR \(images= in Python\)"):
            drive([talk("a", (image,))], Spy(1))
        with pytest.raises(DataError, match="only from a folder that you allow"):
            Message("user", "?", (image,)).to_dict()


def test_https_and_data_urls_need_no_folder_and_are_sent_unchanged() -> None:
    for image in ("https://example.org/a.png?b=c#d", "HTTPS://example.org:80/@a", PNG_URL):
        assert image_url(image) == image


def test_a_path_starts_from_the_folder(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pictures.parent)
    (pictures / "inner").mkdir()
    (pictures / "inner" / "c.png").write_bytes(PNG)
    for image in ("inner/c.png", str(pictures / "inner" / "c.png"), "inner/../a.png"):
        (record,) = drive([talk("a", (image,))], url_of_last, images=pictures.name).replies.values()
        assert record.reply == PNG_URL


def url_of_last(chat: list[dict[str, Any]]) -> str:
    url: str = chat[-1]["content"][1]["image_url"]["url"]
    return url


def links(target: Path, link: Path) -> None:
    try:
        link.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("links are not allowed here")


def test_a_link_is_followed_within_the_folder_and_never_out_of_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "pictures", tmp_path / "secret"
    for each in (folder, outside):
        each.mkdir()
        (each / "a.png").write_bytes(PNG)
    links(folder / "a.png", folder / "inside.png")
    links(outside / "a.png", folder / "file.png")
    links(outside, folder / "door")
    links(folder / "loop.png", folder / "loop.png")
    assert image_url("inside.png", folder.resolve()) == PNG_URL
    for image in ("file.png", "door/a.png"):
        with pytest.raises(DataError, match="outside"):
            image_url(image, folder.resolve())
    with pytest.raises(DataError):
        image_url("loop.png", folder.resolve())
    links(folder, tmp_path / "alias")
    assert drive([talk("a", ("a.png",))], url_of_last, images=tmp_path / "alias").errors == []


def test_a_link_that_is_put_in_place_after_the_check_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(os, "O_NOFOLLOW"):
        pytest.skip("this system opens no file without following links")
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "pictures"
    folder.mkdir()
    links(tmp_path / "secret.png", folder / "a.png")
    # The path is looked at before the link is there.
    monkeypatch.setattr(Path, "resolve", lambda path, strict=False: path)
    with pytest.raises(DataError, match="cannot be read"):
        image_url("a.png", folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    found: list[str] = []

    def look() -> None:
        try:
            image_url("a.png", tmp_path.resolve())
        except DataError as error:
            found.append(str(error))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(10)
    assert found == ["a.png: a regular file is expected, not a device, pipe or folder"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_refused() -> None:
    with pytest.raises(DataError, match="a regular file is expected, not a device"):
        image_url("zero", Path("/dev").resolve())


def test_a_folder_or_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    for image in ("a.png", ".", "x" * 300):
        with pytest.raises(DataError, match="cannot be read: "):
            image_url(image, tmp_path.resolve())


@pytest.mark.parametrize("more", [0, 1])
def test_an_image_has_at_most_20_mebibytes(tmp_path: Path, more: int) -> None:
    data = PNG.ljust(20 * 2**20 + more, b"\0")
    (tmp_path / "a.png").write_bytes(data)
    url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    if not more:
        assert image_url("a.png", tmp_path.resolve()) == url == image_url(url)
        return
    for image in ("a.png", url):
        with pytest.raises(DataError, match="at most 20 MiB is expected: this one is larger"):
            image_url(image, tmp_path.resolve())


@pytest.mark.parametrize("name", ["nowhere", "a.png", "a\0"])
def test_the_folder_has_to_be_one(pictures: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="^images: "):
        drive([talk("a", ())], Spy(1), images=pictures / name)


def test_a_url_in_an_error_has_no_password(pictures: Path) -> None:
    request = Request("k", 1, 0, (Message("user", "?", ("http://me:hush@example.org/",)),))
    run = drive([talk("a", ())], lambda chat: request.chat(), images=pictures)
    assert "http://***@example.org/" in str(run.errors[0].error)
