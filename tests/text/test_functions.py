"""What a text is made of and what is found in it: normal form, numbers, capitals, inflected words."""

from __future__ import annotations

from fractions import Fraction

import pytest

import mifcheck as mif
from mifcheck.bounds import Limit
from mifcheck.text.numerals import NumberKind, has_parity, in_decimals
from mifcheck.text.offsets import normal_form, same, stretch, within
from mifcheck.text.prose import prose_of

# A reply, its normal form, and what each character of that was made from.
FORMS = [
    ("Rain.", "Rain.", [*"Rain."]),
    ("e\u0301te\u0301!", "été!", ["e\u0301", "t", "e\u0301", "!"]),
    ("co\u00adop", "coop", [*"coop"]),
    (
        "\ufeff Rain\u200b \u200bfalls\u200e\n\u200bSnow",
        " Rain falls\nSnow",
        [*" Rain falls\nSnow"],
    ),
    ("\u00ade\u0301", "é", ["e\u0301"]),
    ("\u0958ल", "\u0915\u093cल", ["\u0958", "\u0958", "ल"]),
    ("\u1112\u1161\u11ab!", "한!", ["\u1112\u1161\u11ab", "!"]),
    ("ไทย\u200bไทย", "ไทย\u200bไทย", [*"ไทย\u200bไทย"]),
]


@pytest.mark.parametrize(("reply", "string", "made_of"), FORMS)
def test_each_character_of_the_normal_form_has_its_place_in_the_reply(reply, string, made_of):
    found, extent = normal_form(reply)
    assert found == string
    places = [stretch(extent, at, at + 1) for at in range(len(string))]
    assert [reply[start:end] for start, end in places] == made_of
    assert places == sorted(places)


def test_an_empty_stretch_stands_behind_what_is_before_it():
    reply = "e\u0301t"
    _, extent = normal_form(reply)
    assert [stretch(extent, at, at) for at in (0, 1, 2)] == [(0, 0), (2, 2), (3, 3)]


@pytest.mark.parametrize(("dropped", "places"), [("", [2, 3, 4, 5]), ("*", [3, 4])])
def test_what_stands_in_a_slice_has_its_place_in_the_whole(dropped, places):
    extent = within(same, "a *so* b", 2, 6, dropped)
    assert [extent(at)[0] for at in range(len(places))] == places


@pytest.mark.parametrize(
    ("value", "parity"),
    [
        (0, "even"),
        (4, "even"),
        (-3, "odd"),
        (7, "odd"),
        (2.0, "even"),
        (2.5, ""),
        (Fraction(4, 2), "even"),
        (Fraction(9, 3), "odd"),
        (Fraction(1, 2), ""),
        (Fraction(4, 3), ""),
    ],
)
def test_a_whole_number_is_odd_or_even(value, parity):
    assert [each for each in ("odd", "even") if has_parity(value, each)] == [parity][: len(parity)]
    assert has_parity(value, "any")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7, "7"),
        (10**30, "1" + "0" * 30),
        (Fraction(1, 2), "0.5"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_value_is_shown_with_its_decimals(value, shown):
    assert in_decimals(value) == shown


@pytest.mark.parametrize(
    ("parity", "limit", "said", "inside", "outside", "impossible"),
    [
        ("odd", None, (" odd", "", "odd"), [1, 7], [2, 2.5], ""),
        (
            "any",
            Limit("at least", 5),
            ("", " of at least 5", "at least 5"),
            [5, Fraction(11, 2)],
            [4],
            "",
        ),
        (
            "even",
            Limit("at least", 5),
            (" even", " of at least 5", "even and at least 5"),
            [6],
            [4, 7],
            "",
        ),
        (
            "odd",
            Limit("exactly", 4),
            (" odd", " of exactly 4", "odd and exactly 4"),
            [],
            [3, 4],
            "4 is not odd",
        ),
        (
            "even",
            Limit("exactly", 4),
            (" even", " of exactly 4", "even and exactly 4"),
            [4],
            [5, 6],
            "",
        ),
    ],
)
def test_a_kind_of_numbers(parity, limit, said, inside, outside, impossible):
    kind = NumberKind(parity, limit)
    assert (kind.adjective, kind.addition, str(kind)) == said
    assert all(value in kind for value in inside)
    assert not any(value in kind for value in outside)
    assert kind.impossible == impossible


CAPITALS = [
    ("en", "NASA's T-shirt is BIG", ["NASA's", "BIG"]),
    ("en", "I say A, B2 and 2B", ["B2", "2B"]),
    ("en", "An F-16 at 35°C", ["F"]),
    ("en", "Go GO gO Go! NATO", ["GO", "NATO"]),
    ("en", "so it goes", []),
    ("en", "So It Goes", []),
    ("de", "STRASSE, STRAßE, Straße", ["STRASSE", "STRAßE"]),
    ("ru", "В США и в СССР, я и Я", ["США", "СССР"]),
    ("fr", "L’ONU a dit NON", ["ONU", "NON"]),
    ("zh", "我爱NASA和Nasa", ["NASA"]),
]


@pytest.mark.parametrize(("language", "reply", "found"), CAPITALS)
def test_words_in_capitals_are_found_and_counted(language, reply, found):
    text = mif.Text(reply, language)
    assert [reply[start:end] for start, end, _ in text.capital_words] == found
    assert text.capital_word_count == len(found)


INFLECTED = [
    ("en", "Two rivers meet the River.", "river", ["rivers", "River"]),
    ("en", "Rivers of boats, a river boat", "river boat", ["river boat"]),
    ("en", "river boats, rivers boat", "river boat", ["river boats", "rivers boat"]),
    ("en", "goes went going", "go go", ["goes went"]),
    ("en", "go goes went going gone", "go go go", ["go goes went"]),
    ("en", "Rain falls.", "river", []),
    ("en", "river", "river boat", []),
    ("en", "river", "", []),
    ("zh", "河流", "河", []),
    ("ru", "Кни́ги и книгу.", "книга", ["Кни́ги", "книгу"]),
]


@pytest.mark.parametrize(("language", "reply", "keyword", "found"), INFLECTED)
def test_a_keyword_is_found_in_its_forms(language, reply, keyword, found):
    places = mif.Text(reply, language).inflected(keyword)
    assert [reply[start:end] for start, end, _ in places] == found
    assert all(label == keyword for _, _, label in places)


@pytest.mark.parametrize(
    ("string", "prose"),
    [
        ("See https://a.b/c or ann@example.org now.", "See   or   now."),
        ("Run `ls -l` now.", "Run   now."),
        (
            "我和我的弟弟在图书馆里读《Harry Potter》这本很好的书。",
            "我和我的弟弟在图书馆里读 这本很好的书。",
        ),
        ("「Hello」", "「Hello」"),
        ("Rain falls.", "Rain falls."),
    ],
)
def test_prose_has_no_code_addresses_and_titles(string, prose):
    assert prose_of(string) == prose


COUNTED = [
    ("en", "I go. **You** stay!\n\n- tea\n- oil", 6, 4),
    ("zh", "我走。你留下！", 5, 2),
    ("ja", "雨だ。雪だ。", 4, 2),
    ("en", "", 0, 0),
]


@pytest.mark.parametrize(("language", "reply", "units", "sentences"), COUNTED)
def test_units_and_sentences_are_counted(language, reply, units, sentences):
    text = mif.Text(reply, language)
    for view in (text.source, text.rendered):
        assert (view.unit_count, len(view.units)) == (units, units)
        assert (view.sentence_count, len(view.sentences)) == (sentences, sentences)


@pytest.mark.parametrize(
    ("start", "end", "units"), [(0, 9, 3), (0, 3, 1), (0, 4, 2), (1, 6, 1), (6, 6, 0), (8, 9, 0)]
)
def test_a_stretch_has_the_units_that_begin_in_it(start, end, units):
    assert mif.Text("We all go").length(start, end) == units


@pytest.mark.parametrize(
    ("reply", "variants"),
    [
        ("Sure!\nRain *falls*.\nBye!", [
            "Rain *falls*.\nBye!", "Sure!\nRain *falls*.", "Rain *falls*.",
            "Sure!\nRain falls.\nBye!", "Rain falls.\nBye!", "Sure!\nRain falls.", "Rain falls.",
        ]),
        ("Rain falls.", []),
        ("Rain *falls*.", ["Rain falls."]),
        ("Rain.\nRain.", ["Rain."]),
        ("Rain.\n\nSnow.", ["Snow.", "Rain."]),
        ("\n", []),
        ("***\nRain.", ["Rain.", "***", "\nRain."]),
    ],
)  # fmt: skip
def test_loose_variants(reply, variants):
    assert [variant.string for variant in mif.Text(reply).loose_variants] == variants


@pytest.mark.parametrize(
    ("string", "start", "end", "inner"),
    [(" Rain ", 0, 6, (1, 5)), ("a  b", 1, 3, (3, 3)), ("a b", 1, 1, (1, 1)), ("ab", 0, 2, (0, 2))],
)
def test_a_span_is_trimmed(string, start, end, inner):
    assert mif.Text(string).trimmed(start, end)[:2] == inner


@pytest.mark.parametrize(
    ("element", "reply", "seen"),
    [
        ("highlights", "a **b** and *c*", ["b", "c"]),
        ("bullets", "## A\n- *tea*\n- oil", ["tea", "oil"]),
        ("placeholders", "**See** [x](u) [name].", ["[name]"]),
        ("titles", "# <<Rain>>", ["<<Rain>>"]),
        ("responses", "**One.**\n******\n*Two.*", ["One.", "Two."]),
    ],
)
def test_elements_have_their_places_in_what_is_seen(element, reply, seen):
    text = mif.Text(reply)
    for view in (text.rendered, text.rendered.source.rendered):
        found = [view.string[start:end] for start, end, *_ in getattr(view, element)]
        assert found == seen


@pytest.mark.parametrize(
    ("element", "reply", "written"),
    [
        ("words", "**N**ational [park](u)", ["**N**ational", "park"]),
        ("sentences", "# A\n\n*I go.* You **stay.**", ["*I go.*", "You **stay.**"]),
        ("numbers", "1. **5** eggs", ["5"]),
        ("commas", "*a,* b", [","]),
    ],
)
def test_units_have_their_places_in_what_is_written(element, reply, written):
    found = getattr(mif.Text(reply), element)
    assert [reply[span.start : span.end].strip("*") for span in found] == [
        each.strip("*") for each in written
    ]


@pytest.mark.parametrize(
    ("reply", "is_blank", "is_raw"),
    [("", True, True), (" \n\t", True, True), ("a", False, True), ("e\u0301", False, False)],
)
def test_what_is_known_of_a_text(reply, is_blank, is_raw):
    text = mif.Text(reply)
    assert (text.is_blank, text.is_raw) == (is_blank, is_raw)
    assert not mif.Text("**a**").rendered.is_raw


@pytest.mark.parametrize(
    ("reply", "language", "guessed"),
    [
        ("The river is long and cold, and we go home.", "en", "en"),
        ("Der Fluss ist lang und kalt, und wir gehen nach Hause.", "en", "de"),
        ("```\nThe river is long and cold.\n```\nDer Fluss ist lang und kalt, wir gehen.", "en", "de"),
        ("`the river is long and cold, and we go home`", "de", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_that_of_its_prose(reply, language, guessed):
    guess = mif.Text(reply, language).guess_language(language)
    assert guess is not None
    assert guess.code == guessed
