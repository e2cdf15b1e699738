"""Pairs of instructions that no reply can follow, and pairs that some reply does."""

from __future__ import annotations


def words(count, relation):
    return "length_constraints:number_words", {"num_words": count, "relation": relation}


def sents(count, relation):
    return "length_constraints:number_sentences", {"num_sentences": count, "relation": relation}


def often(word, count, relation, **more):
    kwargs = {"keyword": word, "frequency": count, "relation": relation, **more}
    return "keywords:frequency", kwargs


def letter(letter, count, relation, **more):
    kwargs = {"letter": letter, "let_frequency": count, "let_relation": relation, **more}
    return "keywords:letter_frequency", kwargs


def capitals(count, relation):
    kwargs = {"capital_frequency": count, "capital_relation": relation}
    return "change_case:capital_word_frequency", kwargs


def forbid(*words, **more):
    return "keywords:forbidden_words", {"forbidden_words": list(words), **more}


def need(*words, **more):
    return "keywords:existence", {"keywords": list(words), **more}


def end(phrase):
    return "startend:end_checker", {"end_phrase": phrase}


def first(paragraphs, nth, word):
    kwargs = {"num_paragraphs": paragraphs, "nth_paragraph": nth, "first_word": word}
    return "length_constraints:nth_paragraph_first_word", kwargs


def each(count, relation):
    return "sentences:length", {"num_words": count, "relation": relation}


def starts(start, **more):
    return "sentences:start", {"start": start, **more}


def ends(mark):
    return "sentences:end", {"end": mark}


def repeat(prompt):
    return "combination:repeat_prompt", {"prompt_to_repeat": prompt}


def bullets(count):
    return "detectable_format:number_bullet_lists", {"num_bullets": count}


def paragraphs(count):
    return "length_constraints:number_paragraphs", {"num_paragraphs": count}


def numbers(**kwargs):
    return "numbers:existence", kwargs


def written(language):
    return "language:response_language", {"language": language}


def sections(word, count):
    kwargs = {"section_spliter": word, "num_sections": count}
    return "detectable_format:multiple_sections", kwargs


def postscript(marker):
    return "detectable_content:postscript", {"postscript_marker": marker}


def highlights(count):
    return "detectable_format:number_highlighted_sections", {"num_highlights": count}


def placeholders(count):
    return "detectable_content:number_placeholders", {"num_placeholders": count}


JSON = ("detectable_format:json_format", {})
TITLE = ("detectable_format:title", {})
TWO = ("combination:two_responses", {})
CAPITAL = ("change_case:english_capital", {})
SMALL = ("change_case:english_lowercase", {})
QUOTED = ("startend:quotation", {})
NO_COMMA = ("punctuation:no_comma", {})
ANSWER = ("detectable_format:constrained_response", {})

ODD = {"parity": "odd", "values": {"more_than": 5}}

IMPOSSIBLE = [
    # Bounds on one measure that do not meet.
    ("en", words(300, "at least"), words(100, "less than")),
    ("zh", words(300, "at least"), words(100, "less than")),
    ("en", words(7, "exactly"), words(8, "exactly")),
    ("en", sents(5, "at least"), sents(5, "less than")),
    ("en", often("river", 2, "at least"), often("River", 2, "less than")),
    ("ru", often("ёлка", 1, "at least"), often("елка", 1, "less than")),
    ("en", letter("e", 20, "at least"), letter("E", 20, "less than")),
    ("en", bullets(3), bullets(5)),
    ("en", paragraphs(2), paragraphs(3)),
    ("en", first(2, 1, "rain"), first(3, 1, "rain")),
    ("en", capitals(5, "at least"), capitals(2, "less than")),
    ("en", each(18, "at least"), each(10, "at most")),
    # One measure is part of another, or several make one.
    ("en", capitals(12, "at least"), words(12, "less than")),
    ("en", each(18, "at least"), words(17, "at most")),
    ("zh", each(18, "at least"), words(17, "at most")),
    ("en", numbers(**ODD), numbers(bound={"exactly": 0})),
    ("en", numbers(**ODD), numbers(values={"at_least": 5}, bound={"exactly": 0})),
    # What is asked for is forbidden.
    ("en", need("river", "boat"), forbid("River")),
    ("hi", need("नदी"), forbid("नदी")),
    ("zh", need("河流"), forbid("河", match="substring")),
    ("zh", need("长江大桥"), forbid("大桥")),
    ("en", need("river boat"), forbid("boat")),
    ("en", often("café", 3, "at least"), forbid("cafe")),
    ("en", end("Any questions?"), forbid("questions")),
    ("en", first(2, 2, "however"), forbid("However")),
    ("en", repeat("Why is the sea blue?"), forbid("sea")),
    ("en", ANSWER, forbid("answer")),
    ("en", need("queen"), letter("q", 1, "less than")),
    ("en", often("see", 3, "at least"), letter("e", 6, "less than")),
    ("en", sections("Part", 2), letter("r", 2, "less than")),
    ("en", repeat("Why is the sea blue?"), words(5, "less than")),
    ("en", need("yes, sir"), NO_COMMA),
    ("zh", end("再见，朋友"), NO_COMMA),
    ("en", postscript("P.S., dear"), NO_COMMA),
    ("en", repeat("Say, is the sea blue?"), NO_COMMA),
    # What stands at one place.
    ("en", end("That is all."), end("Any questions?")),
    ("en", end("That is all."), end("That is all!")),
    ("es", end("¿Algo más?"), end("Eso es todo.")),
    ("en", first(2, 1, "rain"), first(2, 1, "snow")),
    ("en", first(2, 1, "rain"), first(2, 1, "rainy")),
    ("en", repeat("Why is the sea blue?"), repeat("Write about rain.")),
    ("en", repeat("Why is the sea blue?"), first(2, 1, "rain")),
    ("en", starts("However"), starts("But")),
    ("en", starts("B"), starts("S")),
    ("en", ends("?"), ends("!")),
    ("zh", ends("？"), ends("。")),
    ("hi", ends("।"), ends("?")),
    ("en", ends("indeed"), ends("of course")),
    # What every sentence begins or ends with.
    ("en", starts("Because"), forbid("because")),
    ("en", starts("Because of"), forbid("of")),
    ("en", starts("“Because"), forbid("because")),
    ("hi", starts("क्योंकि"), forbid("क्योंकि")),
    ("en", starts("Because"), often("because", 1, "less than")),
    ("en", starts("Because"), letter("b", 1, "less than")),
    ("en", starts("B", accents="distinct"), letter("b", 1, "less than")),
    ("fr", starts("É"), letter("é", 1, "less than")),
    ("en", starts("per se, no"), NO_COMMA),
    ("en", starts("one two three four"), each(3, "at most")),
    ("en", starts("one two three four"), words(3, "at most")),
    ("en", ends(","), NO_COMMA),
    ("zh", ends("，"), NO_COMMA),
    ("en", ends("yes, sir!"), NO_COMMA),
    ("en", ends("indeed"), letter("d", 2, "less than")),
    ("en", ends("indeed"), forbid("deed", match="substring")),
    ("en", ends("so it is"), forbid("it")),
    ("en", ends("so it is"), each(2, "at most")),
    # The form.
    ("en", JSON, bullets(3)),
    ("en", JSON, QUOTED),
    ("en", SMALL, CAPITAL),
]

POSSIBLE = [
    ("en", words(3, "at least"), words(5, "less than"), "Rain all day"),
    ("en", sents(2, "at least"), words(3, "less than"), "Rain. Snow."),
    ("en", each(1, "at most"), words(3, "at least"), "Rain. Snow. Hail."),
    ("en", each(2, "at least"), each(3, "at most"), "It rains. It really snows."),
    ("en", each(2, "at least"), words(2, "at most"), "It rains."),
    ("en", need("rivers"), forbid("river"), "Two rivers."),
    ("en", need("Cæsar"), forbid("Cæsar", spelling="exact"), "Hail Caesar."),
    ("en", need("café"), letter("é", 1, "less than"), "The cafe is open."),
    ("en", need("C++"), forbid("C"), "C++ it is."),
    ("en", need("well-being"), forbid("wellbeing"), "Your well-being."),
    ("en", often("river", 1, "at least"), often("river", 2, "less than"), "One river."),
    ("en", need("it's"), forbid("its"), "So it's true."),
    ("ru", need("за́мок"), forbid("замки"), "Старый замок."),
    ("zh", need("河流"), forbid("流水"), "一条河流。"),
    ("de", need("Straße"), letter("ß", 1, "less than"), "Die Strasse ist lang."),
    ("en", end("That is all."), end("all."), "So it ends. That is all."),
    ("en", end("bye"), end("(bye)"), "Well (bye)"),
    ("en", end("the café"), end("the cafe"), "See you at the cafe"),
    ("en", end("Any questions?"), QUOTED, "“Any questions?”"),
    ("en", end("Any questions?"), JSON, '{"a": "Any questions?"}'),
    ("en", end("“Bye.”"), end("Bye."), "So: “Bye.”"),
    ("en", end("Any questions?"), capitals(3, "at least"), "NOW WE ASK. Any questions?"),
    ("en", first(1, 1, "new"), first(1, 1, "New York"), "New York is big."),
    ("en", first(2, 1, "rain"), first(2, 2, "snow"), "Rain.\n\nSnow."),
    ("en", first(2, 1, "rain"), paragraphs(1), "Rain.\n\nSnow."),
    ("en", repeat("Why is the sea blue?"), first(1, 1, "Why"), "Why is the sea blue? Well."),
    ("en", repeat("Is it so?"), repeat("Is it so? Say why"), "Is it so? Say why. Yes."),
    ("en", repeat("Why so blue?"), ends("?"), "Why so blue? Who knows?"),
    ("en", starts("B"), starts("Because"), "Because it rains. Because I say so."),
    ("fr", starts("E"), starts("É", accents="distinct"), "Été ou hiver."),
    ("en", ends("?"), ends("？"), "Is it so? Really?"),
    ("en", ends("!"), ends("?!"), "Is it so?! Really?!"),
    ("en", ends("indeed"), ends("!"), "It is so, indeed! It rains indeed!"),
    ("en", ends("."), ends("..."), "It rains... It snows..."),
    ("en", starts("Because"), often("because", 1, "at most"), "Because it rains."),
    ("en", starts("Because"), forbid("cause"), "Because it rains."),
    ("en", starts("C"), forbid("C"), "Clouds. Cold."),
    ("ru", starts("Е"), letter("е", 1, "less than"), "Ёлка горит у дома."),
    ("en", starts("one two three four"), each(4, "at most"), "One two three four?"),
    ("en", ends("indeed"), forbid("deed"), "So it is indeed."),
    ("en", ends("indeed"), letter("d", 2, "at most"), "It is so indeed!"),
    ("en", ends("!"), NO_COMMA, "Rain! Snow!"),
    ("en", ends("?"), forbid("?", spelling="exact"), "Is it so⁇"),
    ("en", JSON, TITLE, '{"a": "<<Rain>>"}'),
    ("en", JSON, postscript("P.S."), '{"P.S.": "Bye"}'),
    ("en", JSON, paragraphs(2), '{"a": "rain *** snow"}'),
    ("en", JSON, TWO, '["rain ****** snow"]'),
    ("en", JSON, NO_COMMA, '{"a": 1}'),
    ("en", JSON, repeat("Why is the sea blue?"), '{"Why is the sea blue?": "Light"}'),
    ("en", QUOTED, bullets(2), '"\n- rain\n- snow\n"'),
    ("en", QUOTED, TWO, "“Rain. ****** Snow.”"),
    ("en", ANSWER, words(5, "at least"), "My answer is yes. It rains."),
    ("hi", ANSWER, forbid("उत्तर"), "My answer is yes."),
    ("en", ANSWER, forbid("yes"), "My answer is no."),
    ("en", SMALL, postscript("P.S."), "so it rains today.\n\np.s. bring the umbrella with you."),
    ("en", SMALL, TITLE, "<<the rain>>\n\nit rains in the town and on the hills"),
    ("en", CAPITAL, need("river"), "THE RIVER IS LONG AND THE TOWN IS OLD."),
    ("en", sections("Part", 2), forbid("Part"), "Part1\nrain\nPart2\nsnow"),
    ("en", postscript("P.S."), postscript("P.P.S."), "Rain.\n\nP.S. Bye.\n\nP.P.S. Really."),
    ("en", NO_COMMA, need("1000"), "There are 1000."),
    ("en", ("punctuation:no_comma", {"in_numbers": "allowed"}), need("3,5"), "It is 3,5 now."),
    ("en", numbers(**ODD), numbers(values={"less_than": 5}, bound={"exactly": 0}), "I saw 7."),
    ("en", highlights(1), placeholders(1), "*Dear* [name]"),
    ("zh", words(5, "at most"), need("长江"), "长江。"),
]

UNLIKELY = [
    # Each with an odd reply that does it all the same.
    ("en", ends("?"), end("Bye."), "Is it so?\n```\nBye.\n```"),
    ("en", SMALL, capitals(1, "at least"), "the sign Ⅷ is on the door of the house"),
    ("en", starts("B"), letter("b", 1, "less than"), "Ⓑut so it is."),
    ("fr", starts("E"), letter("e", 1, "less than"), "Étang froid."),
    ("en", ends("indeed"), forbid("indeed"), "It is so indeed1\ufe0f\u20e3."),
    ("en", end("the river"), forbid("river"), "Down to the river\ufe0f"),
    ("ru", need("старая река"), forbid("река"), "Старая ́река."),
    ("fr", often("vert", 3, "at least"), words(2, "at most"), "www.vert.vert.vert"),
]
