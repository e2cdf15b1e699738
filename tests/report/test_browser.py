"""The page in a real browser: what it shows, how it is used, and that nothing in it takes over."""

from __future__ import annotations

import itertools
import json
import re
import time

import pytest
from chromium import chromium, visit
from page_cases import (
    ARABIC,
    ATTACK,
    LONG,
    NAMES,
    NO_COMMA,
    PLAIN,
    SAID,
    STEERING,
    TALKS,
    runs,
    talk,
    write_page,
)

import mifcheck as mif
from mifcheck.safe import printable

WIDE, PHONE = (1200, 800), (360, 740)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A browser, and the page of two hostile runs."""
    folder = tmp_path_factory.mktemp("browser")
    write_page(folder / "page.html", runs())
    with chromium(folder / "profile") as driver:
        yield driver, (folder / "page.html").as_uri()


class Page:
    """The page as a reader uses it."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address

    def open(self, hash="replies", size=WIDE, dark=False):
        width, height = size
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        visit(self.driver, "about:blank")
        visit(self.driver, f"{self.address}#{hash}")
        return self

    def settle(self):
        """Waits for what a click began: a change of the address, a fold, a frame."""
        self.driver.execute_script(
            "return new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done))));"
        )

    def run(self, script, *values):
        self.settle()
        return self.driver.execute_script(script, *values)

    def all(self, selector):
        self.settle()
        return self.driver.find_elements("css selector", selector)

    def texts(self, selector):
        script = (
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)"
        )
        return self.run(script, selector)

    def found(self):
        """The keys and turns of the rows of the list."""
        rows = self.texts(".row > span:first-child")
        return [re.match(r"(.+) turn (\d)", row, re.DOTALL).groups() for row in rows]

    def filter(self, **wanted):
        self.run(
            "const form = document.getElementById('filters'); form.reset();"
            "for (const [name, value] of Object.entries(arguments[0])) form.elements[name].value = value;"
            "form.dispatchEvent(new Event('input'));",
            wanted,
        )
        return self.found()

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def focus(self):
        """The focused element, as its id or its text."""
        return self.run(
            "const on = document.activeElement; return on.id || on.name || on.textContent"
        )


@pytest.fixture
def page(shared):
    return Page(*shared)


def until(holds):
    """Waits for what happens after a pause."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def keys(found):
    return [key for key, _ in found]


# Nothing takes over ------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["scores", "replies", "words"])
def test_nothing_in_the_page_runs_and_nothing_is_loaded(page, part):
    page.open(part)
    for each in TALKS if part == "replies" else ():
        page.run("location.hash = arguments[0]", f"replies?at=1.0.{each.key}")
        page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.run("return window.owned") is None
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.texts("script:not([type])") == [page.texts("body > script")[-1]]
    assert page.texts("img, iframe, object, link, [onerror], [onload], [href^=javascript]") == []
    assert page.driver.get_log("browser") == []


def test_the_policy_stops_what_a_mistake_would_let_in(page):
    page.open()
    for mistake in (
        "document.body.innerHTML += '<img src=x onerror=\"window.owned=1\">'",
        "document.body.setAttribute('onclick', 'window.owned=1')",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.owned=1'}))",
    ):
        refused = page.run(f"try {{ {mistake} }} catch (error) {{ return error.name; }}")
        assert refused == "TypeError"
    assert page.run("return window.owned") is None
    page.driver.get_log("browser")


def test_hostile_texts_are_shown_as_they_are(page):
    page.open("replies?at=1.0.attack")
    assert page.texts(".said") == [ATTACK, ATTACK, "Yes <b>"]
    assert page.run("return document.title") == f"Scores of {NAMES[0]}, {printable(NAMES[1])}"
    assert page.texts(".run h4 bdi") == [NAMES[0], printable(NAMES[1])]
    page.open("replies?at=1.0.lost")
    assert page.texts(".run > p") == [
        "No reply: no reply was recorded",
        f"No reply: no luck: {ATTACK}",
    ]


def test_what_steers_or_hides_is_shown_as_printable_says(page):
    page.open("replies?at=1.0.steering")
    assert page.texts(".run .said")[0] == printable(STEERING, keep="\n\t")
    page.open("replies?at=1.0.plain")
    while more := page.all(".run0 .said > button"):
        more[0].click()
    assert page.texts(".run0 .said")[0] == PLAIN == printable(PLAIN)
    page.open()
    assert keys(page.found())[1] == printable(TALKS[1].key)


def test_each_line_takes_its_own_direction(page):
    page.open("replies?at=1.0.arabic")
    edges = page.run("""
        const body = document.querySelector(".run0 .said"), box = body.getBoundingClientRect();
        const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT), found = [];
        let before = "\\n";
        while (walker.nextNode()) for (let i = 0; i < walker.currentNode.length; i++) {
            if (before === "\\n") {
                const range = new Range();
                range.setStart(walker.currentNode, i); range.setEnd(walker.currentNode, i + 1);
                const at = range.getBoundingClientRect();
                const [left, right] = [at.left - box.left, box.right - at.right];
                found.push(left < 30 ? "left" : right < 30 ? "right" : [left, right]);
            }
            before = walker.currentNode.data[i];
        }
        return found;
    """)
    assert edges == ["right", "left", "right"]
    assert page.texts(".run0 .said") == [ARABIC]


# What is shown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "turn", "marked"),
    [("hindi", 1, [",", ","]), ("chinese", 1, ["，", "，"]), ("arabic", 1, [",", ",", ","])],
)
def test_the_evidence_is_marked_where_it_stands(page, key, turn, marked):
    page.open(f"replies?at={turn}.0.{key}")
    assert page.texts(".run0 mark") == marked
    assert page.texts(".run0 .said") == [SAID[key, turn, 0]]
    language = next(talk.language for talk in TALKS if talk.key == key)
    assert page.run("return document.querySelector('.run0 .said').lang") == language


def test_a_pressed_verdict_marks_its_evidence(page):
    page.open("replies?at=1.0.chinese")
    native, reference = page.all(".run0 .verdict button")
    assert native.text == "✗ failed strict and loose"
    assert reference.text == "✓ passed strict and loose"
    reference.click()
    assert [each.get_attribute("aria-pressed") for each in (native, reference)] == ["false", "true"]
    assert page.texts(".run0 mark") == []
    native.click()
    assert page.texts(".run0 mark") == ["，", "，"]
    assert "2 commas found; required: no comma" in page.texts(".run0 .why")[0]


def test_strict_and_loose_stand_beside_each_other_where_they_differ(page, shared, tmp_path):
    talks = [talk(key, "en", ("Hi", (NO_COMMA,))) for key in ("k", "z")]
    said = {("k", 1, 0): "Yes, sure:\nNo commas here.", ("z", 1, 0): "Yes, sure."}
    run = mif.read_replies(talks, said)
    write_page(tmp_path / "page.html", {"x": run}, ("native",))
    alone = Page(shared[0], (tmp_path / "page.html").as_uri()).open()
    assert alone.texts(".verdict button") == ["✗ failed strict", "✓ passed loose"]
    assert alone.texts(".why") == ["1 comma found; loosely: 0 commas found; required: no comma"]
    assert alone.filter(verdict="loose") == [("k", "1")]
    assert len(alone.filter(verdict="failed")) == 2
    # One run, one profile, one language and one turn are no choice.
    shown = [each.get_attribute("name") for each in alone.all("select") if each.is_displayed()]
    assert shown == ["verdict"]


def test_thinking_is_folded_and_other_turns_are_laid_out_when_opened(page):
    page.open("replies")
    page.press("j")
    (thinking,) = page.all(".run0 .thinking")
    assert thinking.get_attribute("open") is None
    assert page.texts(".thinking .said") == ["<think>Well <script>window.owned=1</script></think>"]
    page.open("replies?at=2.0.hindi")
    assert page.texts(".turn > summary") == ["Turn 1 of this conversation", "Turn 2"]
    assert len(page.all(".turn:first-of-type .said")) == 0
    page.all(".turn > summary")[0].click()
    assert SAID["hindi", 1, 0] in page.texts(".turn:first-of-type .said")


def test_a_reply_of_a_million_characters_is_laid_out_in_parts(page):
    page.open("replies?at=1.0.long")
    assert len(page.texts(".run0 .said")[0]) < 21_000
    (more,) = page.all(".run0 .said > button")
    assert more.text == "Show more: 980,013 characters left"
    more.click()
    shown = page.texts(".run0 .said")[0]
    assert shown.startswith(LONG[:220_000])
    assert "Show more: 780,013 characters left" in shown
    page.filter(q="the very end")
    assert page.texts(".run0 .said")[0].endswith("The very end.")
    page.open("replies?at=1.0.unbroken")
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")


def test_evidence_longer_than_a_block_is_marked_whole(page):
    page.open("replies?at=1.0.blocks")
    reply = SAID["blocks", 1, 0]
    assert len(page.all(".run0 .said > div")) > 1
    assert page.texts(".run0 .said") == [reply]
    assert "".join(page.texts(".run0 mark")) == reply.strip()


# Filters -----------------------------------------------------------------------------------------

COMMAS = [printable(TALKS[1].key), "arabic", "hindi", "chinese", "long", "plain"]


def test_filters_find_what_they_say(page):
    page.open()
    assert len(page.found()) == 12
    assert keys(page.filter(language="zh")) == ["chinese"]
    assert page.filter(turn="2") == [("hindi", "2")]
    assert page.filter(id="change_case:capital_word_frequency") == [("hindi", "2")]
    comma = {"id": "punctuation:no_comma"}
    assert keys(page.filter(verdict="failed", **comma)) == COMMAS
    assert keys(page.filter(verdict="runs", **comma)) == COMMAS
    assert keys(page.filter(verdict="failed", run="0", **comma)) == COMMAS
    assert page.filter(verdict="failed", run="1", **comma) == []
    assert page.texts("#reply") == ["No reply matches these filters."]
    # Only the native profile takes a Chinese comma for one, and has no answer on case in Hindi.
    assert keys(page.filter(verdict="profiles", **comma)) == ["chinese"]
    assert page.filter(verdict="failed", profile="1", language="zh") == []
    assert page.filter(verdict="not judged") == [("hindi", "2")]
    assert keys(page.filter(verdict="none")) == ["lost"]
    assert keys(page.filter(verdict="passed", run="0")) == ["attack", "steering"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("नमस्ते", ["hindi", "hindi"]),
        ("今天下雨", ["chinese"]),
        ("ONE, TWO", ["long"]),
        ("go on and on", ["long"]),  # the prompt
        ("steer", ["steering"]),  # the key
        ("3 commas found", ["arabic"]),  # the reason
        ("no luck", ["lost"]),  # the error
        ("well <", [printable(TALKS[1].key)]),  # the thinking
        ("(.*", []),
        (r"!\"#$%&'()*+,-./:;<=>?@[\]^_`{|}~", []),
        ("nowhere at all", []),
    ],
)
def test_the_text_is_searched_for_everywhere(page, words, wanted):
    page.open()
    assert keys(page.filter(q=words)) == wanted


def test_an_address_that_asks_for_what_is_not_there_shows_all(page):
    page.open("replies?id=no:such&language=xx&verdict=odd&profile=9&at=1.0.nobody")
    assert len(page.found()) == 12
    assert page.texts("#reply h3")[0].startswith("attack")


def test_words_searched_for_are_highlighted(page):
    page.open()
    page.filter(q="AND three")
    assert page.run("return [...CSS.highlights.get('found')].map(String)")[:2] == ["and three"] * 2
    page.filter(q="")
    assert page.run("return CSS.highlights.has('found')") is False


def test_a_row_of_a_table_leads_to_the_replies_that_failed_there(page):
    page.open("scores")
    page.all("[data-by=id] th a")[-1].click()
    assert page.run("return document.getElementById('scores').hidden")
    assert (
        page.run("return document.getElementById('filters').elements.id.value")
        == "punctuation:no_comma"
    )
    assert keys(page.found()) == COMMAS
    page.driver.back()
    assert page.run("return document.getElementById('replies').hidden")


def test_the_address_keeps_the_filters_and_the_reply(page):
    page.open()
    page.filter(verdict="", language="hi", q="नमस्ते")
    page.press("j")
    told = page.texts("#reply h3")
    until(lambda: "at=2.0.hindi" in page.run("return location.hash"))
    address = page.run("return location.hash")
    page.open(address[1:])
    assert page.texts("#reply h3") == told
    assert page.run("return document.getElementById('filters').elements.q.value") == "नमस्ते"


# The keyboard, a phone, the dark -----------------------------------------------------------------


def test_the_keyboard_reaches_everything(page):
    from selenium.webdriver.common.keys import Keys

    page.open()
    page.press("/")
    assert page.focus() == "q"
    page.press(*"commas found")
    assert page.texts("#count") == ["9 of 12 turns"]
    order = []
    while page.focus() != "list" and len(order) < 20:
        page.press(Keys.TAB)
        order.append(page.focus())
    assert order[:6] == ["verdict", "id", "language", "turn", "run", "profile"]
    assert order[-1] == "list"
    first = page.run("return document.querySelector('[aria-selected=true]').id")
    page.press(Keys.ARROW_DOWN)
    second = page.run("return document.querySelector('[aria-selected=true]').id")
    assert (first, second) == ("row0", "row1")
    assert (
        page.run("return document.getElementById('list').getAttribute('aria-activedescendant')")
        == "row1"
    )
    page.press(Keys.END, Keys.HOME, Keys.PAGE_DOWN, Keys.ENTER)
    assert page.focus() == "reply"
    page.press("n")
    assert len(page.all("mark.here")) == len(page.all(".current mark")[:1])
    page.press(Keys.ESCAPE)
    assert page.focus() == "list"


def test_a_button_that_was_pressed_can_be_pressed_again(page):
    from selenium.webdriver.common.keys import Keys

    page.open()
    page.all("#reply-after")[0].send_keys(Keys.ENTER)
    assert page.focus() == "reply-after"
    page.press(Keys.ENTER, Keys.ENTER)
    assert page.run("return document.querySelector('[aria-selected=true]').id") == "row3"
    page.open("replies?at=1.0.long")
    page.all(".run0 .said > button")[0].send_keys(Keys.ENTER)
    page.press(Keys.ENTER)
    assert page.texts(".run0 .said > button") == ["Show more: 580,013 characters left"]


def test_n_and_p_walk_through_the_evidence(page):
    page.open("replies?at=1.0.arabic")
    here = "return [...document.querySelectorAll('.current mark')].findIndex((each) => each.classList.contains('here'))"
    found = []
    for key in "nnnnp":
        page.press(key)
        found.append(page.run(here))
    assert found == [0, 1, 2, 0, 2]
    assert page.texts("#here") == ["mark 3 of 3: comma"]


def test_what_is_focused_is_seen_and_what_can_be_used_has_a_name(page):
    from selenium.webdriver.common.keys import Keys

    page.open("replies?at=1.0.chinese")
    for _ in range(25):
        page.press(Keys.TAB)
        if page.run("return document.activeElement !== document.body"):
            outline = page.run("return getComputedStyle(document.activeElement).outline")
            assert outline.endswith("solid 3px")
    nodes = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    used = {"button", "link", "combobox", "searchbox", "listbox", "option", "search", "article"}
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in used
    ]
    assert {role for role, _ in named} == used
    assert [role for role, name in named if not name] == []


@pytest.mark.parametrize("part", ["scores", "words", "replies", "replies?at=1.0.attack"])
def test_on_a_phone_nothing_is_wider_than_the_screen(page, part):
    page.open(part, PHONE)
    assert page.run("return document.documentElement.scrollWidth") <= PHONE[0]
    assert page.run("return visualViewport.scale") == 1


def test_on_a_phone_the_list_makes_room_for_the_reply(page):
    page.open("replies", PHONE)
    row, reply = page.all(".row")[3], page.all("#reply")[0]
    assert (row.is_displayed(), reply.is_displayed()) == (True, False)
    row.click()
    assert (page.all("#list")[0].is_displayed(), reply.is_displayed()) == (False, True)
    page.all("#back")[0].click()
    assert (page.all("#list")[0].is_displayed(), reply.is_displayed()) == (True, False)


@pytest.mark.parametrize(
    ("dark", "part"), [*itertools.product([False, True], ["scores", "replies?at=1.0.arabic"])]
)
def test_text_stands_out_from_its_ground(page, dark, part):
    page.open(part, dark=dark)
    faint = page.run("""
        const levels = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((each) => {
            const share = each / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        const light = (color) => { const [r, g, b] = levels(color); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ground = (node) => {
            for (; node; node = node.parentElement) {
                const color = getComputedStyle(node).backgroundColor;
                if (!color.startsWith("rgba(")) return color;
            }
            return "rgb(255, 255, 255)";
        };
        const faint = [];
        for (const node of document.querySelectorAll("main *, header *")) {
            if (!node.checkVisibility() || ![...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim())) continue;
            const style = getComputedStyle(node), ink = node.namespaceURI.endsWith("svg") ? style.fill : style.color;
            const [high, low] = [light(ink), light(ground(node))].sort((a, b) => b - a);
            const ratio = (high + 0.05) / (low + 0.05);
            if (ratio < 4.5) faint.push([node.tagName, node.className, node.textContent.slice(0, 30), ratio]);
        }
        return [getComputedStyle(document.body).backgroundColor, faint];
    """)
    assert faint[1] == []
    assert (faint[0] != "rgb(255, 255, 255)") is dark


def test_the_document_of_the_page_is_json(page):
    held = json.loads(page.open().texts("#data")[0])
    assert len(held["slots"]) == sum(map(len, TALKS))
