"""Images on the command line: what a data set names is sent only if the user allows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import JSON, ask, asked, refused, write_lines

PNG = b"\x89PNG\r\n\x1a\n"


def data(*images):
    turns = [{"prompt": "Look.", "instructions": [], "images": list(images)}]
    return write_lines("talks.jsonl", [{"key": "k", "language": "en", "turns": turns}])


@pytest.mark.parametrize("image", ["file:///etc/passwd", "/etc/passwd", "a.png", "../a.png"])
@pytest.mark.parametrize("folder", [(), ("--images", "pictures")])
def test_a_file_that_was_not_allowed_is_not_sent(cli, image, folder):
    Path("pictures").mkdir()
    Path("a.png").write_bytes(PNG)
    allowed = folder and image == "a.png"  # it is looked for in the folder
    result = ask(cli, *folder, "--out", "r", data=[data(image)])
    if allowed:
        assert result[0] == 3
        assert "there is no such file; looked for at" in result[1]
    else:
        refused(result, "talks.jsonl, row 1, turn 1, images 1: ", image, "--images DIR")
        assert not Path("r").exists()
    assert asked() == 0


def test_a_file_of_the_folder_is_sent(cli):
    Path("pictures").mkdir()
    Path("pictures/a.png").write_bytes(PNG)
    Path("small_models.py").write_text(
        "def reply(chat):\n    return chat[-1]['content'][1]['image_url']['url']\n"
    )
    status, _, _ = ask(cli, "--images", "pictures", "--out", "r", data=[data("a.png")])
    assert status == 0
    record = json.loads(Path("r/journal.jsonl").read_text("utf-8"))
    assert record["reply"].startswith("data:image/png;base64,")
    refused(ask(cli, "--images", "nowhere", data=[data("a.png")]), "no folder 'nowhere'")


def test_lint_knows_the_folder(cli):
    Path("pictures").mkdir()
    Path("pictures/a.png").write_bytes(PNG)
    Path("pictures/b.png").write_bytes(b"dear diary")
    talks = data("a.png", "b.png", "http://example.org/c.png")
    status, out, _ = cli("lint", talks, "--images", "pictures", *JSON)
    assert (status, json.loads(out)["counts"]) == (1, {"refused-image": 2})


@pytest.mark.parametrize("command", ["run", "lint"])
def test_help_says_what_is_sent(cli, command):
    _, out, _ = cli(command, "--help")
    assert "only https and data URLs" in " ".join(out.split())
