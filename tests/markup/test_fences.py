"""Which lines a code fence holds, and what is data without its fence."""

from __future__ import annotations

import pytest

from mifcheck.markup.fences import ANY_FENCE, FENCE_LINE, JSON_FENCE, fences, is_program, unfenced

F = FENCE_LINE

# Lines, and the label of the fence that each belongs to; None is outside.
FENCED = [
    (["Rain.", "Snow."], [None, None]),
    (["So:", "```python", "a = 1", "```", "Rain."], [None, F, "python", F, None]),
    (["So:", "  ~~~ Python ", "a = 1", "~~~"], [None, F, "python", F]),
    (["So:", "```", "a = 1", "```"], [None, F, "", F]),
    # A longer fence closes, a shorter one and one of other marks do not.
    (["So:", "````sh", "```", "~~~~", "`````"], [None, F, "sh", "sh", F]),
    (["So:", "```sh", "```python", "ls", "```"], [None, F, "sh", "sh", F]),
    (["So:", "```sh", "ls"], [None, F, "sh"]),
    (["So: ```sh```", "ls"], [None, None]),
    # A fence of writing is outside, and may hold another.
    (["So:", "```markdown", "# Rain", "```", "Snow."], [None, F, None, F, None]),
    (["So:", "```md", "Rain", "```sh", "ls", "```", "```"], [None, F, None, F, "sh", F, F]),
    # A fence without a label around the whole is a frame.
    (["```", "Rain", "```"], [F, None, F]),
    (["", "```text", "Rain", "", "```", " "], [F, F, None, None, F, F]),
    (["```", "Rain"], [F, None]),
    (["```", "Rain", "```sh", "ls", "```", "```"], [F, None, F, "sh", F, F]),
    (["```", "Rain", "```", "Snow", "```", "ls", "```"], [F, "", F, None, F, "", F]),
    (["```", "Rain", "```", "Snow."], [F, "", F, None]),
    (["```", "Rain", "```sh"], [F, "", ""]),
    (["```", "Rain", "~~~"], [F, "", ""]),
    (["```sh", "ls", "```"], [F, "sh", F]),
    (["", " "], [None, None]),
]


@pytest.mark.parametrize(("lines", "labels"), FENCED)
def test_lines_belong_to_a_fence(lines, labels):
    assert fences(lines) == labels


@pytest.mark.parametrize(
    ("label", "expected"),
    [(None, False), ("", False), ("text", False), ("json", False), ("html", False), ("sh", True)],
)
def test_a_label_tells_a_program(label, expected):
    assert is_program(label) is expected


@pytest.mark.parametrize(
    ("string", "inner"),
    [
        ("```json\n[1]\n```", "[1]"),
        ("```JSON5 \n\n [1] \n\n```", "[1]"),
        ("````\n[1]\n````", "[1]"),
        ("~~~[1]~~~", "[1]"),
        ("```json\n[1]", None),
        ("````\n[1]\n```", None),
        ("```", None),
        ("[1]", None),
        ("```\n```", ""),
    ],
)
def test_data_is_read_without_its_fence(string, inner):
    whole = f"So: {string}."
    start, end = unfenced(whole, 4, len(whole) - 1)
    assert whole[start:end] == (string if inner is None else inner)


@pytest.mark.parametrize(("fence", "inner"), [(ANY_FENCE, "a: 1"), (JSON_FENCE, "yaml\na: 1")])
def test_a_fence_may_have_any_label(fence, inner):
    string = "```yaml\na: 1\n```"
    assert string[slice(*unfenced(string, 0, len(string), fence))] == inner
