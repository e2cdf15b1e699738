"""What a reader sees of a reply, and the way back to its source."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from told import marked_spans

import mifcheck as mif
from mifcheck.markup.inline import inline
from mifcheck.markup.rendering import as_seen, rendering_of
from mifcheck.markup.seen_lines import SeenLines

PIECES = [
    "rain", "falls", " ", " ", "\n", "\n\n", ".", "*", "**", "***", "_", "~~", "`", "``", "[", "]", "(", ")", "!", "<b>", "</b>", "<br>",
    "<p>", "</p>", "<x y>", "[a](b)", "![c](d)", "[^1]", "²", "&amp;", "\\", "# ", "## ", "- ", "* ", "1. ", "A) ", "> ", "|", "| a | b |\n",
    "|---|---|\n", "```\n", "```python\n", "```markdown\n", "---\n", "===\n", "[n]: http://a.b\n", "1️⃣", "人工", "नदी", "é", "e\u0301",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
languages = st.sampled_from(mif.known_languages())


@given(texts, languages)
@settings(max_examples=300, deadline=None)
def test_what_is_seen_stands_in_the_source(reply, language):
    """Every character is one of the source, or stands for what was cut there; none changes place."""
    text = mif.Text(reply, language, normalise=False)
    seen = text.rendered
    cuts = {(cut.start, cut.end): cut.seen for cut in text.rendering.cuts}
    reached = 0
    for at, character in enumerate(seen.string):
        start, end = seen.to_source(at, at + 1)
        assert reached <= end
        reached = start
        assert reply[start:end] == character or character in cuts[start, end]


@given(texts, languages)
@settings(max_examples=300, deadline=None)
def test_blocks_are_apart_and_in_order(reply, language):
    rendering = rendering_of(reply, mif.get_language(language))
    reached = 0
    for _, start, end in rendering.blocks:
        assert reached <= start < end <= len(rendering.string)
        reached = end


LINES = [
    "**Title**", "**Tea:** hot.", "a *b* c", "*a", "b*", "* one", "- **two** [n]", "2. three", "1) four", "a. five", "V. six", "## Head", "# H #", "---", "===",
    "snake_case", "_so_", "R&D &amp; Q & A", "Dr. [Name]", "[1]", "see [1].", "one [1]", "rain [2]", "🌟 star", "1️⃣ so", "> quoted", "- [x] done", "  - **in**",
    "2 * 3 * 4", "\\*no\\*", "1\\. five", "**1.** six", "**2. seven**", "3. Platz: **Anna**", "~~no~~", "a\\", "人工**智能**和", "**“重要”**的", "नदी **जल**", "\r",
    "    # deep", "Rain falls.", "- **Rain:** *falls*", "4. **Rain**, snow", "# **Rain** falls #", "• **Rain.**", "**Rain**falls", "* Rain **falls** (**so**)",
    "Rain **falls.**, so", "**Rain **falls**", "X. Rain", "II - Rain", "Mild, **warm**", "   1.  **Rain**\r", "- Да: **дождь**", "Rain **1**", "\u00a0**so**", "tea¹", "Oil.²", "x†", "【1】", "1.2 so", "A) b", "(c) d", "IV. e", "• f", "é*e\u0301*", "", " ", "\t**x**", "**a** **b", "c** d", "***", "* * *", "$$a*b$$ *c*", "<!--", "-->",
]  # fmt: skip
laid_out = st.lists(st.sampled_from(LINES), max_size=8).map("\n".join)


@given(st.one_of(texts, laid_out), languages, st.booleans())
@example("**A**\n<!--\nRain\n-->", "en", False)
@example("See [n] now.\n\n[n]: http://a.b", "en", True)
@example("<answer>Rain\n\nSnow</answer>", "en", True)
@settings(max_examples=400, deadline=None)
def test_a_loose_variant_is_rendered_as_if_it_were_the_reply(reply, language, whole_first):
    text = mif.Text(reply, language)
    if whole_first:
        _ = text.rendered, text.rendering
    for variant in text.loose_variants:
        alone = mif.Text(variant.string, language, normalise=False)
        assert variant.rendered.string == alone.rendered.string
        assert [*variant.emphasis] == [*alone.emphasis]
        assert variant.rendering[:4] == rendering_of(variant.string, variant.language)[:4]


@given(st.one_of(texts, laid_out), languages)
@settings(max_examples=1000, deadline=None)
def test_what_is_seen_line_by_line_is_what_is_seen(reply, language):
    spoken = mif.get_language(language)
    lines, whole = SeenLines(spoken), rendering_of(reply, spoken)
    seen = lines.of(reply)
    assert seen in (None, whole.string)
    assert seen is None or sorted(lines.emphasis(reply)) == sorted(whole.emphasis)


@pytest.mark.parametrize(
    "reply", ["**Tea:** hot\n\n1. *Oil*\n2. Salt & [Name]\n---\n- x", "# A\nb_c\n* d **e**"]
)
def test_lines_are_read_one_by_one(reply):
    spoken = mif.get_language("en")
    assert SeenLines(spoken).of(reply) == rendering_of(reply, spoken).string != reply


@given(texts, languages)
@settings(max_examples=150, deadline=None)
def test_each_view_has_the_units_and_the_elements_of_the_other(reply, language):
    text = mif.Text(reply, language)
    seen = text.rendered
    assert seen.rendered is seen
    assert text.source is text
    assert seen.source == text
    assert [seen.to_source(*word[:2]) for word in seen.words] == [word[:2] for word in text.words]
    assert len(seen.bullets) == len(text.bullets)
    assert seen.unit_count == text.unit_count == len(text.units)


@pytest.mark.parametrize(("length", "kind"), [(80, "heading"), (81, "text")])
def test_what_is_underlined_is_a_heading_if_it_is_short(length, kind):
    reply = f"{'a' * length}\n---\nrain"
    assert [block.kind for block in mif.Text(reply).rendering.blocks] == [kind, "text"]


@pytest.mark.parametrize(
    "reply", ["", "Rain falls.", "Rain falls.\n\nSnow, too.", "今天下雨。", "“Так!” — 7,5"]
)
def test_a_text_without_markup_is_what_is_seen(reply):
    text = mif.Text(reply)
    assert text.rendered is text


SEEN = [
    ("**N**ational and *em**ph**asis*", "National and emphasis"),
    ("*2*3* is six", "2*3 is six"),
    ("snake_case_name, 2*3*4 and f(a*b, c*d)", "snake_case_name, 2*3*4 and f(a*b, c*d)"),
    ("2*3 is 6* or so, *so 2*3", "2*3 is 6* or so, *so 2*3"),
    ("2*3 *so* 4*5", "2*3 so 4*5"),
    ("Lehrer*innen und Schüler*innen", "Lehrer*innen und Schüler*innen"),
    ("人工**智能**和**“重要”**的", "人工智能和“重要”的"),
    ("See [the *map*](http://a.b/c_(d) \"x\") and <https://a.b>", "See the map and https://a.b"),
    ("![A red boat](boat.png)Go", "Go"),
    ("Tea.[^1] Milk.² Oil.[4,5] Rice.【4:0†source】 Salt.<sup>1</sup> x² 10<sup>2</sup>", "Tea. Milk. Oil. Rice. Salt. x² 102"),
    ("[[1]](u)Old. New.[2](http://a.b)", "Old. New."),
    ("<b>One</b> &amp; <your name> <<Title>>", "One & <your name> <<Title>>"),
    ("\\*not\\* \\# so", "*not* # so"),
    ("1️⃣ Wash *️⃣ *now*", "1️⃣ Wash *️⃣ now"),
    ("One<!-- a > b --> two<script>x<y</script> three<style>p</style>.", "One two three."),
    ("Begin it with <!-- and <script>", "Begin it with <!-- and "),
    ("![a [b](c) ![d [e](f) g](h)", "![a b "),
    ("`*code*` stays", "`*code*` stays"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "seen"), SEEN)
def test_inline_marks_are_not_seen(source, seen):
    assert as_seen(source) == seen


# Replies, and what is seen of them but for white space.
REPLIES = [
    ("<answer>Rain</answer>", "Rain"),
    ("Dear <your name>, so <b>it</b> is.", "Dear <your name>, so it is."),
    ("a<b and c>d", "a<b and c>d"),
    ("One<br>two<br/><br>three", "One two three"),
    ("<details open>Rain</details> <input disabled> falls", "Rain falls"),
    ("<p class=\"a\">Rain</p> <p so>falls</p>", "Rain <p so>falls"),
    ("[text][home] and [Home] and [text][]\n\n[home]: http://a.b\n[text]: /b", "text and Home and text"),
    ("[text][away] and [home]", "[text][away] and [home]"),
    ("[home] [away]\n\n[home]: http://a.b", "home [away]"),
    ("![boat](b.png) [![boat](b.png)](c) So", "So"),
    ("[a [b](c) d](e)", "[a b d](e)"),
    ("[a ![b](c) d](e)", "a d"),
    ("[a](<b c> 'd') [e](f g)", "a [e](f g)"),
    ("`a*b*` ``b`*c*`` ``d` *e*", "`a*b*` ``b`*c*`` ``d` e"),
    ("$$a*b*c$$ *d*", "$$a*b*c$$ d"),
    ("&copy; &nosuch; &#65; &#x42;", "© &nosuch; A B"),
    ("\\[a\\] \\a \\*b\\*", "[a] \\a *b*"),
    ("<!DOCTYPE html><p>Rain</p>", "Rain"),
    ('<?xml version="1.0"?><p>Rain</p> <?xml', "Rain <?xml"),
    ("Rain <!-- a\nb --> falls", "Rain falls"),
    ("Rain <!-- a <!-- b", "Rain <!-- a <!-- b"),
    ("<http://a.b> <ann@b.org> <b c>", "http://a.b ann@b.org <b c>"),
    ("Rain.:contentReference[oaicite:0]{index=0} Snow", "Rain. Snow"),
    ("Rain\ue200cite\ue202turn0\ue201.", "Rain."),
    ("Rain[1], snow [2]. [3] So [4] it[5] is", "Rain, snow. So [4] it is"),
    ("E = mc², km², rain², oil.³ x†", "E = mc², km², rain, oil. x"),
    ("*a* *b **c* d**", "a b c d"),
    ("2 * 3 * 4, f(a*b, c*d), x*y*2", "2 * 3 * 4, f(a*b, c*d), x*y*2"),
    ("a*b*c and ~~so~~ ~no~", "abc and so ~no~"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "seen"), REPLIES)
def test_what_is_seen_of_a_reply(reply, seen):
    assert " ".join(mif.Text(reply).rendered.string.split()) == seen


BLOCKS = [
    ("# A\n\nB\nC\n\n- D\n- [x] E\n1. F", [("heading", "A"), ("text", "B\nC"), ("item", "D"), ("item", "E"), ("item", "F")]),
    ("Title\n=====\nText", [("heading", "Title"), ("text", "Text")]),
    ("**Title**\nText\n**Bold** text", [("label", "Title"), ("text", "Text\nBold text")]),
    ("Rain\n**A**\nSnow", [("text", "Rain"), ("label", "A"), ("text", "Snow")]),
    ("Rain\n**A**\n**B**", [("text", "Rain\nA\nB")]),
    ("**A**\n**B**\nRain", [("text", "A\nB\nRain")]),
    ("**A:**\nRain\n**B**", [("label", "A:"), ("text", "Rain"), ("label", "B")]),
    ("**A.**\nRain", [("text", "A.\nRain")]),
    ("She asked, “Rain?”\n---\nSnow", [("text", "She asked, “Rain?”"), ("text", "Snow")]),
    ("The “Rain”\n---\nSnow", [("heading", "The “Rain”"), ("text", "Snow")]),
    ("1. **Rain**\n\nSnow fell.", [("label", "Rain"), ("text", "Snow fell.")]),
    ("1. “Rain!”\n\nSnow fell.", [("item", "“Rain!”"), ("text", "Snow fell.")]),
    ("🌟 Rain\n🌟 Snow", [("item", "🌟 Rain"), ("item", "🌟 Snow")]),
    ("🌟 Rain\n\nSnow", [("text", "🌟 Rain"), ("text", "Snow")]),
    ("## A\n🌟 Rain\n- B", [("heading", "A"), ("text", "🌟 Rain"), ("item", "B")]),
    ("Rain\n★ Snow\nIce", [("text", "Rain\n★ Snow\nIce")]),
    ("Rain\n---\n\nSnow\n***", [("heading", "Rain"), ("text", "Snow")]),
    ("Rain\nSnow\n---", [("text", "Rain\nSnow")]),
    ("- A\nB\n\n  C", [("item", "A\nB"), ("text", "C")]),
    ("## A\nB\n## C\n- D\n- E", [("heading", "A"), ("text", "B"), ("heading", "C"), ("item", "D"), ("item", "E")]),
    ("- Rain\n  **A**\n  Snow", [("item", "Rain"), ("label", "A"), ("item", "Snow")]),
    ("I. Rain", [("text", "I. Rain")]),
    ("II. Rain", [("item", "Rain")]),
    ("II - Rain", [("text", "II - Rain")]),
    ("I. Rain\nII. Snow", [("item", "Rain"), ("item", "Snow")]),
    ("*---\nText*", [("text", "---\nText")]),
    ("A) one\nB) two\n\nA. Smith came.", [("item", "one"), ("item", "two"), ("text", "A. Smith came.")]),
    ("| a | b |\n|---|---|\n| c | d |", [("head", "a"), ("head", "b"), ("cell", "c"), ("cell", "d")]),
    ("```python\na = 1\n\nb\n```\nText", [("code", "a = 1\n\nb"), ("text", "Text")]),
    ("Here:\n```markdown\n## A\n- b\n```", [("text", "Here:"), ("heading", "A"), ("item", "b")]),
    ("<p>One</p><ul><li>Two</li></ul>", [("text", "One"), ("item", "Two")]),
    ("|a|b|\n|-|-|\n|c|d|\n|-|-|\n|e|f|", [("head", "a"), ("head", "b"), ("head", "c"), ("head", "d"), ("cell", "e"), ("cell", "f")]),
    ("> Quoted\n> text", [("text", "Quoted\ntext")]),
    ("(11) 98765-4321", [("text", "(11) 98765-4321")]),
    ("1.º lugar", [("text", "1.º lugar")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), BLOCKS)
def test_lines_are_laid_out(source, blocks):
    rendering = rendering_of(source, mif.get_language("en"))
    assert [(kind, rendering.string[a:b]) for kind, a, b in rendering.blocks] == blocks


# Texts, and the items that numbers and letters make of their lines.
NUMBERED = [
    ("en", "1. Rain", ["Rain"]),
    ("en", "A. Rain\nB. Snow", ["Rain", "Snow"]),
    ("en", "C. Rain\nD. Snow", ["Rain", "Snow"]),
    ("en", "A. Rain\nC. Snow", []),
    ("en", "B. Rain\nA. Snow", []),
    ("en", "A. Rain", []),
    ("en", "a) Rain\n\nIt is wet.\n\nb) Snow", ["Rain", "Snow"]),
    ("en", "ii. Rain\niii. Snow", ["Rain", "Snow"]),
    ("en", "i. Rain\nj. Snow", ["Rain", "Snow"]),
    ("en", "1 – Rain\n2 – Snow", ["Rain", "Snow"]),
    ("en", "1 – Rain\n3 – Snow", []),
    ("en", "1.1 Rain\n1.2 Snow\n1.3 Ice", ["Rain", "Snow", "Ice"]),
    ("en", "1.5 Rain\n1.6 Snow", []),
    ("en", "1.1 Rain\n2.1 Snow", []),
    ("en", "```python\nA. Rain\n```\nB. Snow", []),
    ("en", "```html\nA. Rain\nB. Snow\n```", ["Rain", "Snow"]),
    ("de", "1. Regen", ["Regen"]),
    ("de", "3. Regen", []),
    ("de", "3) Regen", ["Regen"]),
    ("de", "5. Regen\n6. Schnee", ["Regen", "Schnee"]),
    ("de", "3. Oktober", []),
    ("de", "1. Oktober", []),
    ("de", "1. Platz: Anna\n2. Platz: Ben", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "items"), NUMBERED)
def test_a_number_that_may_be_none_needs_its_neighbour(language, source, items):
    rendering = rendering_of(source, mif.get_language(language))
    found = [block for block in rendering.blocks if block.kind in ("item", "label")]
    assert [rendering.string[start:end].strip() for _, start, end in found] == items


# Numbered lines apart from others: a heading above text, or an item.
HEADING = [
    ("Intro.\n\n1. Rain\n\nSnow fell.", "label"),
    ("1. Rain\n\nSnow fell.", "label"),
    ("\n1. Rain\n\nSnow fell.\nSo it was:", "label"),
    ("So:\n\n1. Rain\n\nSnow fell.", "item"),
    ("So：\n\n1. Rain\n\nSnow fell.", "item"),
    ("- tea\n\n1. Rain\n\nSnow fell.", "item"),
    ("1. Rain\nSnow fell.", "item"),
    ("Intro.\n1. Rain\n\nSnow fell.", "item"),
    ("1. Rain falls.\n\nSnow fell.", "item"),
    ("1. Rain\n\nSnow", "item"),
    ("1. Rain\n\n  Snow fell.", "item"),
    ("1. Rain\n\n2. Snow fell.", "item"),
    ("1. Rain\n\n## Snow fell.", "item"),
    ("1. Rain\n\n\nSnow fell.", "item"),
    ("1. Rain", "item"),
    (f"1. {'Rain ' * 15}fell\n\nSnow fell.", "item"),
]


@pytest.mark.parametrize(("source", "kind"), HEADING)
def test_a_numbered_line_is_a_heading_or_an_item(source, kind):
    rendering = rendering_of(source, mif.get_language("en"))
    found = [
        each for each, start, _ in rendering.blocks if rendering.string.startswith("Rain", start)
    ]
    assert found == [kind]


TABLES = [
    ("|a|b|\n|---|---|\n|c|d|", "head a, head b, cell c, cell d"),
    ("a | b\n--- | ---\nc | d\n\ne | f", "head a, head b, cell c, cell d, text e | f"),
    ("| a | b |\n| c | d |", "cell a, cell b, cell c, cell d"),
    ("|:-|-:|\n| a | |", "cell a"),
    ("Rain\n|---|\n| a |", "text Rain, cell a"),
    ("| a \\| b | c |", "cell a | b, cell c"),
    ("a | b", "text a | b"),
    ("Rain | snow\n---\nIce", "heading Rain | snow, text Ice"),
    ("|a|\n|-|\n- b | c\nd", "head a, cell - b, cell c, text d"),
]


@pytest.mark.parametrize(("source", "blocks"), TABLES)
def test_a_table_has_cells(source, blocks):
    rendering = rendering_of(source, mif.get_language("en"))
    found = [
        f"{kind} {rendering.string[start:end].strip()}" for kind, start, end in rendering.blocks
    ]
    assert ", ".join(found) == blocks


EMPHASIS = [
    ("***a* b** and _c_", ["***a* b**", "*a*", "_c_"]),
    ("***a** b*", ["***a** b*", "**a**"]),
    ("*a **b***", ["*a **b***", "**b**"]),
    ("**a *b***", ["**a *b***", "*b*"]),
    ("****a****", ["****a****", "**a**"]),
    ("*****a*****", ["*****a*****", "****a****", "**a**"]),
    ("__a__ _b_ ~~c~~ ~d~", ["__a__", "_b_", "~~c~~"]),
    ("*a _b* c_", ["*a _b*"]),
    ("snake_case_name", []),
]


@pytest.mark.parametrize(("source", "passages"), EMPHASIS)
def test_emphasis_is_found_with_its_marks(source, passages):
    found = inline(source).emphasis
    assert [source[start:end] for start, end, _ in found] == passages
    assert all(source[start] == mark for start, _, mark in found)


# A reply, a stretch of it marked, and what is seen there; None where the rest of it counts.
PARTS = [
    ("⟦*A* b⟧\n\nC d\n\n*E* f", "A b"),
    ("*A* b\n\n⟦C d⟧\n\n*E* f", "C d"),
    ("*A* b\n\n⟦C d\n\n*E* f⟧", "C d\n\nE f"),
    ("⟦*A* b\n\nC d\n\n*E* f⟧", "A b\n\nC d\n\nE f"),
    ("*A* b\n⟦\nC d\n⟧\n*E* f", "\nC d\n"),
    ("*A* ⟦b⟧\n\nC d", None),
    ("*A* b\n\n⟦C⟧ d", None),
    ("**A\n⟦b** c⟧\n\nd", None),
    ("⟦**A**⟧\nb\n\nC", "A"),
    ("⟦- *A*⟧\n- b", "A"),
    ("1. *A*\n⟦2. b⟧", "b"),
    ("⟦a. *A*⟧\nb. b", None),
    ("⟦*A*⟧\n\n```\nb\n```", None),
    ("⟦*A*⟧\n\n[b][c]\n\n[c]: http://d.e", None),
]


@pytest.mark.parametrize(("marked", "seen"), PARTS)
def test_a_stretch_is_rendered_by_itself_unless_the_rest_counts(marked, seen):
    string, [(start, end)] = marked_spans(marked)
    part = rendering_of(string, mif.get_language("en")).part(start, end)
    assert (part and part.string) == seen
    if part:
        assert part[:4] == rendering_of(string[start:end], mif.get_language("en"))[:4]
