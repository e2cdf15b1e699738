"""What notebooks show: evidence on whole graphemes, hostile text inert, long things bounded."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser

import pytest
import regex
from chromium import chromium, visit
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.report.fragments import said
from mifcheck.report.tables import html_text
from mifcheck.safe import printable
from mifcheck.scores.estimates import Change, Estimate
from mifcheck.verdict import Span, Verdict

ATTACK = (
    '</pre></style><script>alert(1)</script><img src=x onerror="alert(2)"> & \x1b[31m \u202e, ok'
)
NO_COMMA = "punctuation:no_comma"
HARMLESS = {
    "div", "style", "p", "b", "code", "dl", "dt", "dd", "pre", "mark", "span", "ul", "li", "table",
    "thead", "tbody", "tr", "th", "td", "br", "wbr", "bdi", "details", "summary",
}  # fmt: skip


class Seen(HTMLParser):
    """The elements of an output, its text without the style, and the text of each element."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.held, self.open = [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("br", "wbr"):
            self.open.append(tag)
            self.held.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in set(self.open):
            self.held[tag][-1] += data

    def texts(self, tag):
        return self.held.get(tag, [])


def shown(value):
    seen = Seen(value._repr_html_())
    assert not seen.open
    assert {tag for tag, _ in seen.elements} <= HARMLESS
    for _, attributes in seen.elements:
        assert set(attributes) <= {"class", "dir", "title", "scope", "open", "colspan"}
    return seen


def reply_of(seen):
    # A parser of a browser drops the line feed at the start.
    return seen.texts("pre")[-1].removeprefix("\n")


def test_a_verdict_shows_what_was_required_measured_and_found():
    seen = shown(mif.check(NO_COMMA, {}, "Red, white and blue."))
    facts = dict(zip(seen.texts("dt"), seen.texts("dd"), strict=True))
    assert facts == {"required": "no comma", "measured": "1", "why": "1 comma found"}
    assert reply_of(seen) == "Red, white and blue."
    assert seen.texts("mark") == [","]
    assert seen.texts("code") == [NO_COMMA]


@pytest.mark.parametrize(
    ("id", "kwargs", "reply", "language", "marked"),
    [
        (NO_COMMA, {}, "今天下雨，我在家看书。", "zh", ["，"]),
        ("keywords:existence", {"keywords": ["नदी"]}, "यह नदी है।", "hi", ["नदी"]),
        # Decomposed: the reply as it was given is longer than its normal form.
        ("keywords:existence", {"keywords": ["café"]}, "Le cafe\u0301 noir, deja\u0300.", "fr", ["cafe\u0301"]),
        (NO_COMMA, {}, "<think>one, two</think>Three, four.", "en", [","]),
        (NO_COMMA, {}, "👩\u200d🚀, go", "en", [","]),
    ],
)  # fmt: skip
def test_the_evidence_is_marked_in_the_reply_as_given(id, kwargs, reply, language, marked):
    for verdict in (
        mif.check(id, kwargs, reply, language),
        mif.check_all([(id, kwargs)], reply, language).strict[0],
    ):
        seen = shown(verdict)
        assert reply_of(seen) == reply
        assert seen.texts("mark") == marked


@pytest.mark.parametrize("profile", ["native", "multi-if"])
def test_a_checker_by_itself_knows_the_reply(profile):
    checker = mif.build(NO_COMMA, {}, profile=profile)
    assert shown(checker.check("Red, blue")).texts("mark") == [","]


def test_the_reply_is_no_part_of_the_value():
    one, other = mif.check(NO_COMMA, {}, "Red."), mif.check(NO_COMMA, {}, "Blue.")
    assert one == other
    assert hash(one) == hash(other)
    assert "reply" not in one.to_dict()
    assert "Red" not in repr(one)
    assert pickle.loads(pickle.dumps(one))._repr_html_() == one._repr_html_()


def test_a_verdict_that_was_moved_does_not_know_its_text():
    moved = mif.check(NO_COMMA, {}, "Red, blue").moved(lambda start, end: (start + 9, end + 9))
    assert moved.reply is None
    assert shown(moved).texts("pre") == []


def test_a_combination_shows_its_parts():
    checker = mif.build(NO_COMMA) & ~mif.build("keywords:existence", {"keywords": ["fog"]})
    seen = shown(checker.check("Fog, here"))
    assert seen.texts("code") == ["combination", NO_COMMA, "combination", "keywords:existence"]
    assert seen.texts("mark") == ["Fog", ","]


def test_what_is_hostile_is_inert():
    talk = mif.Conversation(ATTACK, "en", (mif.Turn(ATTACK, (mif.Instruction("keywords:existence", {"keywords": [ATTACK]}),)),), topic=ATTACK)  # fmt: skip
    run = mif.drive([talk], lambda chat: ATTACK, progress=False, name=ATTACK)
    result = mif.check_all([("keywords:existence", {"keywords": [ATTACK]}), NO_COMMA], ATTACK)
    for value in (result.strict[0], result.strict[1], result, talk, run):
        seen = shown(value)
        assert reply_of(seen) == printable(ATTACK, "\n")
        assert r"\x1b" in seen.texts("span")


GRAPHEMES = [
    "a",
    " ",
    "\n",
    "e\u0301",
    "की",
    "👩\u200d🚀",
    "字",
    "א",
    "<",
    "&",
    "\x07",
    "x\u0308\u0323",
]


@given(st.lists(st.sampled_from(GRAPHEMES), max_size=30), st.data())
def test_a_text_is_shown_whole_and_its_marks_are_whole_graphemes(pieces, data):
    text = "".join(pieces)
    place = st.integers(0, len(text))
    ends = data.draw(st.lists(st.tuples(place, place), max_size=5))
    spans = [Span(min(pair), max(pair), "a <b>") for pair in ends]
    seen = Seen(said(text, spans))
    assert reply_of(seen) == printable(text, "\n\t")
    graphemes = regex.findall(r"\X", text)
    edges = {sum(map(len, graphemes[:count])) for count in range(len(graphemes) + 1)}
    covered = set()
    for start, end, _ in spans:
        covered.update(range(start, end))
    for tag, attributes in seen.elements:
        if tag == "mark":
            assert "a <b>" in attributes["title"]
    at = 0
    html = said(text, spans)
    for part in regex.split(
        r"(<mark.*?</mark>)", html.partition(">\n")[2].removesuffix("</pre>"), flags=regex.DOTALL
    ):
        length = _length(part)
        if part.startswith("<mark"):
            assert {at, at + length} <= edges
            covered -= set(range(at, at + length))
        at += length
    assert at == len(text)
    assert not covered


def _length(html):
    """How many characters of the text a piece shows; the only control here is one character."""
    plain = Seen(f"<i>{regex.sub('<[^>]*>', '', html)}</i>").texts("i")[0]
    return len(plain.replace(r"\x07", "\x07"))


def test_each_line_takes_its_own_direction():
    seen = shown(mif.check(NO_COMMA, {}, "مرحبا, يا\nhello"))
    assert ("pre", {"class": "said", "dir": "auto"}) in seen.elements


def test_a_long_reply_is_shortened_beside_its_evidence():
    reply = "word " * 20_000 + "here, there" + " word" * 20_000
    seen = shown(mif.check(NO_COMMA, {}, reply))
    assert len(reply_of(seen)) < 2_000
    assert "here, there" in reply_of(seen)
    left = regex.findall(r" … (\d+) characters … ", reply_of(seen))
    held = regex.sub(r" … \d+ characters … ", "", reply_of(seen))
    assert len(held) + sum(map(int, left)) == len(reply)
    assert len(left) == 2


def test_of_many_marks_the_first_are_shown():
    seen = shown(mif.check(NO_COMMA, {}, "a, " * 5_000))
    assert len(seen.texts("mark")) == 60
    assert "and 4940 more marks" in seen.texts("p")[-1]


def test_the_plain_form_of_much_evidence_is_short():
    verdict = mif.check(NO_COMMA, {}, "a, " * 5_000)
    assert len(repr(verdict)) < 1_500
    assert "… 4980 more" in repr(verdict)
    few = mif.check(NO_COMMA, {}, "a, b")
    assert eval(repr(few), {"Verdict": Verdict, "Span": Span}) == few


def test_a_shortened_stretch_ends_on_a_grapheme():
    seen = Seen(said("की" * 20_000))
    left, right = regex.split(r" … \d+ characters … ", reply_of(seen))
    assert set(regex.findall(r"\X", left + right)) == {"की"}


def test_a_result_has_a_row_for_each_instruction_and_the_loose_column_where_it_differs():
    asked = [
        NO_COMMA,
        ("length_constraints:number_words", {"num_words": 2, "relation": "at least"}),
    ]
    seen = shown(mif.check_all(asked, "Sure, here:\nRed and blue."))
    assert seen.texts("th") == ["strict", "loose", "instruction", "why"]
    assert seen.texts("td")[:2] == ["✗", "✓"]
    assert seen.texts("mark") == [","]
    assert "1 of 2 instructions followed, loosely 2" in seen.texts("p")[0]
    assert shown(mif.check_all(asked, "Red and blue.")).texts("th") == [
        "followed",
        "instruction",
        "why",
    ]
    strict = shown(mif.check_all(asked, "Sure, here:\nRed and blue.", loose=False))
    assert strict.texts("th") == ["followed", "instruction", "why"]
    assert "no instruction" in shown(mif.check_all([], "Red")).texts("p")[0]


def test_a_conversation_shows_its_turns_and_how_old_their_instructions_are():
    seen = shown(mif.load(languages=["hi"])[0])
    assert seen.texts("pre")
    assert any("given 1 turn ago" in item for item in seen.texts("li"))


def talks(count, turns=2, id=NO_COMMA):
    turn = mif.Turn("Say something.", (mif.Instruction(id),))
    return [mif.Conversation(f"talk {n}", "en", (turn,) * turns) for n in range(count)]


def test_a_run_shows_its_first_conversations_and_says_how_many_more():
    run = mif.drive(talks(5, 8), lambda chat: "Yes, no.", samples=2, progress=False)
    seen = shown(run)
    assert len(seen.texts("details")) == 3
    assert len(seen.texts("mark")) == 3 * 6
    told = " ".join(seen.texts("p"))
    assert "and 2 more conversations" in told
    assert "and 2 more turns" in told
    assert "✗ punctuation:no_comma" in told
    assert "5 conversations · 2 samples each · 80 replies" in told


def test_a_run_shows_what_has_no_reply_or_cannot_be_checked():
    def broken(chat):
        raise mif.MifcheckError("the model is away")

    run = mif.drive(talks(1), broken, progress=False, retries=0)
    assert "the model is away" in " ".join(shown(run).texts("p"))
    run = mif.drive(talks(1, id="no:such_id"), lambda chat: "Yes.", profile=None, progress=False)
    assert "not checked" in " ".join(shown(run).texts("p"))


def test_what_a_table_says_of_itself_stands_below_it():
    run = mif.drive(talks(2), lambda chat: "Yes, no.", progress=False)
    scores = mif.score(run)
    html = scores._repr_html_()
    assert html.index("</table>") < html.index(html_text(scores.signature))
    assert shown(scores).texts("p")[0] == str(scores.signature)
    assert len(shown(mif.compare(scores, scores)).texts("p")) == 3
    assert repr(scores.by("turn")) == "<GroupedMetrics by turn: 2 groups>"


def test_small_values_are_short():
    assert shown(mif.get_language("hi")).texts("dd")[0] == "hi"
    assert shown(Estimate(0.5, 0.4, 0.6, 12, 1, clusters=3)).texts("p") == [
        "0.500 [0.40, 0.60] n = 12 in 3 clusters · 1 not judged"
    ]
    assert shown(Change(None, note="nothing to judge")).texts("p") == ["n/a nothing to judge"]
    assert len(repr(mif.get_language("zh"))) < 50


LUMINANCE = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgb = (color) => {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = arguments[0]; canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((each) => each / 255);
};
const light = (color) => rgb(color).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
return [...document.querySelectorAll(".mifcheck :not(style)")].map((each) => {
  const style = getComputedStyle(each);
  const own = style.backgroundColor;
  const behind = light(own === "rgba(0, 0, 0, 0)" ? arguments[0] : own), ink = light(style.color);
  return [`${each.tagName}.${each.className}`, (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05)];
});
"""


@pytest.mark.parametrize(("paper", "ink"), [("#fff", "#111"), ("#111", "#eee")])
def test_all_text_can_be_read_in_light_and_dark_notebooks(tmp_path, paper, ink):
    checker = mif.build(NO_COMMA) & ~mif.build("keywords:existence", {"keywords": ["fog"]})
    unjudged = Verdict(None, reason="no letter case", check="x:y", reply="\x1b[31m")
    values = (
        checker.check("Fog, here"),
        unjudged,
        mif.check_all([NO_COMMA], ATTACK),
        mif.load()[0],
    )
    body = "".join(value._repr_html_() for value in values)
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><meta charset="utf-8"><body style="background:{paper};color:{ink}">{body}', "utf-8")  # fmt: skip
    with chromium(tmp_path / "profile") as driver:
        visit(driver, page.as_uri())
        found = driver.execute_script(LUMINANCE, paper)
        assert driver.execute_script("return document.querySelectorAll('script, img').length") == 0
    assert len(found) > 50
    assert {name: ratio for name, ratio in found if ratio < 4.5} == {}
