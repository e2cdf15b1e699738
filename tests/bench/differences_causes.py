"""Why native and reference verdicts differ: for each cause a text of its own and who is right.

Nothing here is taken from a reply: each text is the shortest that shows the disagreement. What each
profile says of it is stated here, and `differences.py` and the tests hold both to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """One text, what it was told, and what the profiles native and multi-if say of it."""

    id: str
    kwargs: dict[str, Any]
    language: str
    text: str
    native: bool | None
    reference: bool | None


@dataclass(frozen=True)
class Cause:
    """One reason for different verdicts.

    Attributes:
        title: the reason in a few words.
        cases: what shows it.
        prose: what each side does, and who is right.
        ids: the ids that it concerns, where these are not those of the cases alone.
    """

    title: str
    cases: tuple[Case, ...]
    prose: str
    ids: tuple[str, ...] = field(default=())

    @property
    def concerned(self) -> tuple[str, ...]:
        """The ids that it concerns."""
        return self.ids or tuple(dict.fromkeys(case.id for case in self.cases))


EXISTENCE = "keywords:existence"
WORDS = "length_constraints:number_words"
SENTENCES = "length_constraints:number_sentences"
PARAGRAPHS = "length_constraints:number_paragraphs"
NTH = "length_constraints:nth_paragraph_first_word"
LANGUAGE = "language:response_language"
SECTIONS = "detectable_format:multiple_sections"
HIGHLIGHTS = "detectable_format:number_highlighted_sections"
BULLETS = "detectable_format:number_bullet_lists"

CAUSES = (
    Cause(
        "Keywords within words",
        (
            Case(EXISTENCE, {"keywords": ["fog"]}, "en", "The morning was foggy.", False, True),
            Case(EXISTENCE, {"keywords": ["meal"]}, "en", "Two meals a day.", False, True),
            Case(
                "keywords:frequency", {"keyword": "war", "frequency": 2, "relation": "at least"},
                "en", "They walked towards the warehouse.", False, True,
            ),
        ),
        "The reference finds a keyword anywhere, within other words too; natively it is a whole word. For *war* in "
        "*towards* the native verdict is right. For a plural it is open: many readers would let *meals* stand for *meal*, and "
        "most of the differences in real replies are plurals and inflected forms, which the reference lets pass. There it is "
        "arguably the better judge, though by luck: it finds *meal* in *oatmeal* too, and does not find *foot* in *feet*. The parameter "
        "`match` says what is meant: `\"substring\"` finds what the reference finds, and `\"lemma\"` finds the forms of a word.",
    ),
    Cause(
        "Keywords as regular expressions",
        (
            Case(EXISTENCE, {"keywords": ["1.5"]}, "en", "The wall is 125 metres long.", False, True),
            Case(EXISTENCE, {"keywords": ["(sic)"]}, "en", "It is basic.", False, True),
        ),
        "The reference takes a keyword for a regular expression without escaping it. A full stop stands for any character, "
        "brackets group, and a bracket too many stops the evaluator. An instruction names a word and means that word, "
        "so the native verdict is right.",
    ),
    Cause(
        "Forbidden words in Hindi and Chinese",
        (
            Case("keywords:forbidden_words", {"forbidden_words": ["पानी"]}, "hi", "मुझे पानी चाहिए।", False, True),
            Case("keywords:forbidden_words", {"forbidden_words": ["पान"]}, "hi", "मुझे पानी चाहिए।", True, False),
            Case("keywords:forbidden_words", {"forbidden_words": ["雨"]}, "zh", "今天又下雨了。", False, True),
        ),
        "A forbidden word is sought between two `\\b`. Python's `\\b` takes a Hindi vowel sign for no part of a word: a word that "
        "ends in one is never found, and another is found within a longer one. Chinese puts no spaces between words, so that a "
        "word is found only beside a mark. The native verdict is right in all three.",
    ),
    Cause(
        "Letters beyond a to z",
        (
            Case(
                "keywords:letter_frequency", {"letter": "é", "let_frequency": 2, "let_relation": "at least"},
                "fr", "L'été est passé.", True, None,
            ),
        ),
        "Where the letter is none of a to z, the evaluator draws another at random and counts that. Nobody can repeat such a "
        "verdict, and the profile gives none. In Russian, Hindi and Chinese that is every check of a letter; in English it happens with `#` "
        "and `!`. Natively the letter that was asked for is counted.",
    ),
    Cause(
        "Words by `\\w+`",
        (
            Case(WORDS, {"num_words": 5, "relation": "less than"}, "en", "I don't know why.", True, False),
            Case(WORDS, {"num_words": 8, "relation": "at least"}, "hi", "मुझे हिन्दी में पत्र लिखना है।", False, True),
        ),
        "The reference counts runs of Python's `\\w`. *Don't* is then two words, as are a number with a separator and both "
        "halves of a hyphenated word. In English that is a few per cent, and shows only near the limit. In Hindi it is not: vowel "
        "signs are no `\\w`, and six words count as eleven. A limit in Hindi words means about half of what it says. By the "
        "native count the limit means what a Hindi reader takes it for.",
    ),
    Cause(
        "Chinese characters, and texts not taken for Chinese",
        (
            Case(WORDS, {"num_words": 4, "relation": "at least"}, "zh", "我爱北京！", True, False),
            Case(WORDS, {"num_words": 19, "relation": "at least"}, "zh", "今天天气很好，我们一起去公园散步吧🌳🌞🐶", False, True),
        ),
        "Which rule counts the words is decided by langdetect's idea of the reply, never by the language that was asked for. "
        "Short Chinese texts are often taken for Korean, and a whole clause then counts as one word. Where the "
        "Chinese rule is reached it also counts each emoji. On the characters themselves both sides agree; on short texts the "
        "native verdict is right, and whether an emoji is a 字 is hardly in doubt.",
    ),
    Cause(
        "Sentences by English Punkt",
        (
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "ru", "Он живёт в г. Туле на ул. Мира.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "es", "Ayer llegó la Sra. García con su hija.", True, False),
        ),
        "The reference cuts sentences by NLTK's Punkt model of English in all languages but Hindi, Chinese, Japanese and Thai. "
        "It knows hardly any Russian, Spanish or Portuguese abbreviation. The native verdict is right.",
    ),
    Cause(
        "List numbers and headings as sentences",
        (
            Case(SENTENCES, {"num_sentences": 3, "relation": "less than"}, "en", "1. Boil the water.\n2. Add the tea.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "en", "# A walk\n\nWe went to the river.", False, True),
        ),
        "Punkt takes the number of a list's item for a sentence of its own, and runs a heading, a list without full stops or the "
        "lines of a poem into one. Natively a number is a mark, and each block of text has at least one sentence. About numbers "
        "the native verdict is right. About headings it is open: a reader who was promised fewer than two sentences may forgive a "
        "title, and there the reference is arguably right; for thirty lines of verse that it calls one sentence, it is not.",
    ),
    Cause(
        "Full stops in Hindi and in Chinese numbers",
        (
            Case(SENTENCES, {"num_sentences": 2, "relation": "at least"}, "hi", "बारिश हुई. हम घर गए.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "zh", "圆周率约为3.14，大家都记住了。", True, False),
        ),
        "The reference's Hindi rule knows the danda, the exclamation and the question mark, but no full stop, with which Hindi "
        "sentences often end on the web. Its Chinese rule ends a sentence at every full stop, one in a number included. The native verdict is right.",
    ),
    Cause(
        "Which language a reply is in",
        (
            Case(
                LANGUAGE, {"language": "es"}, "es",
                "EL TREN SALE DE MADRID A LAS OCHO DE LA MAÑANA Y LLEGA A SEVILLA.", True, False,
            ),
            Case("change_case:english_capital", {}, "en", "BEST WISHES FROM ALL OF US", True, False),
            Case("change_case:english_lowercase", {}, "en", "a quiet village", None, False),
        ),
        "langdetect learnt from texts that are mostly in small letters, and takes capitals for German or Vietnamese; both checks of case ask it whether the "
        "text is English. Natively case is folded first, and a text too short to tell is not judged rather than failed. Where the text is "
        "plainly in its language the native verdict is right. A text of a word or two, which natively is sometimes not judged "
        "for being taken for a neighbour's, shows the limit of both: a reader has no doubt that *a quiet village* is English. Neighbours are mistaken by either side: the reference takes "
        "Hindi for Marathi or Nepali, and mifcheck a jumble of Portuguese words for Galician, where the reference is arguably right.",
        (LANGUAGE, "change_case:english_capital", "change_case:english_lowercase"),
    ),
    Cause(
        "Replies in Chinese",
        (Case(LANGUAGE, {"language": "zh"}, "zh", "今天天气很好，我们去公园散步。", True, None),),
        "The evaluator's list of languages has no entry `zh`; asked for it, it stops with an error. The profile gives no verdict.",
    ),
    Cause(
        "List marks",
        (
            Case(BULLETS, {"num_bullets": 2}, "en", "• tea\n• milk", True, False),
            Case(BULLETS, {"num_bullets": 2}, "en", "- tea\n- milk\n\n---\n\nEnjoy.", True, False),
            Case(BULLETS, {"num_bullets": 1}, "en", "*(Verse 1)*\n- tea", True, False),
        ),
        "For the reference a bullet is a line that starts with `-`, or with `*` and no second one. A divider counts, and so does "
        "a line in italics; `•` and `+` do not. The instruction of IFEval shows `*` as its example, so a model that uses `•` has taken "
        "a liberty, and the reference may be defended there. As a list it is one all the same. About dividers and italics the native "
        "verdict is right.",
    ),
    Cause(
        "Highlighted sections",
        (
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "So 2 * 3 * 4 is 24.", False, True),
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "* tea * milk", False, True),
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "*Roses are red,\nviolets are blue.*", True, False),
        ),
        "The reference counts whatever stands between two asterisks of one line. Natively the asterisks must mark something: no product, "
        "no list mark, none with a space inside. The native verdict is right on the first two. Emphasis over several lines is emphasis in "
        "Markdown; an instruction that shows `*highlighted section*` leaves it open.",
    ),
    Cause(
        "Dividers of paragraphs",
        (
            Case(PARAGRAPHS, {"num_paragraphs": 2}, "en", "One.\n\n* * *\n\nTwo.", True, False),
            Case(PARAGRAPHS, {"num_paragraphs": 2}, "en", "One.\n\n***\n\n***\n\nTwo.", True, False),
            Case(PARAGRAPHS, {"num_paragraphs": 3}, "en", "This is ***vital*** news.", False, True),
        ),
        "The reference splits at `***` wherever it stands, within a line too, and fails a reply of which a piece between two others is "
        "blank. Natively a divider is a line of its own. *Vital* in bold italics divides nothing, and the native verdict is right. "
        "`* * *` is the same divider in Markdown but not the one that was asked for: by the letter the reference is right.",
    ),
    Cause(
        "The first word of a paragraph",
        (
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "summary"}, "en", "Summary: it rained.", True, False),
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "in short"}, "en", "In short, it rained.", True, False),
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "今天"}, "zh", "今天下雨了。", True, False),
        ),
        "The reference compares what stands before the first white space, cut at a few marks of which the colon is none. A first "
        "“word” of several words can then never be right, nor any in Chinese. Public data sets in Spanish ask for such. The native verdict is right.",
    ),
    Cause(
        "Quotation marks",
        (
            Case("startend:quotation", {}, "ru", "«Весна пришла»", True, False),
            Case("startend:quotation", {}, "en", '"Yes" is not "no"', False, True),
        ),
        "The reference accepts `\"…\"`, “…” and 「…」 as the first and the last character. Guillemets, with which French, Russian and Spanish "
        "quote, fail; a reply that begins with one quotation and ends with another passes. Natively the marks are those of the "
        "language, and belong together. The native verdict is right; the instruction itself often says *double quotation marks*, "
        "and who reads it by the letter will accept `\"…\"` alone.",
    ),
    Cause(
        "Commas of other scripts",
        (Case("punctuation:no_comma", {}, "zh", "下雨了，我在家。", False, True),),
        "Only the ASCII comma is one to the reference. In Chinese it passes nearly every reply. The native verdict is right.",
    ),
    Cause(
        "The fixed answers in other languages",
        (Case("detectable_format:constrained_response", {}, "it", "La mia risposta è sì.", True, False),),
        "The reference wants *My answer is yes.* in English, whatever the language. Where the prompt gives the answers in the "
        "language of the conversation, a reply that obeys fails. The native verdict is right.",
    ),
    Cause(
        "Where a postscript stands",
        (
            Case("detectable_content:postscript", {"postscript_marker": "P.S."}, "en", "The letters P.S. stand for postscript.", False, True),
            Case("detectable_content:postscript", {"postscript_marker": "P.S."}, "en", "See you soon.\n\nP.S.", False, True),
        ),
        "To the reference a marker anywhere is a postscript: named in a sentence, repeated from the prompt, or with nothing after it. "
        "Natively it begins a line or follows a sentence, and something follows it. The native verdict is right.",
    ),
    Cause(
        "Sections",
        (
            Case(SECTIONS, {"section_spliter": "Section", "num_sections": 2}, "en", "Section I\nIt rains.\nSection II\nIt snows.", True, False),
            Case(SECTIONS, {"section_spliter": "SECTION", "num_sections": 2}, "en", "Section 1\nIt rains.\nSection 2\nIt snows.", True, False),
            Case(SECTIONS, {"section_spliter": "Day", "num_sections": 2}, "en", "We left on Day 1 and came back on Day 2.", False, True),
        ),
        "The reference splits at the word with digits after it, wherever they stand, with its capitals as they were asked for. Natively a "
        "section begins a line, may have a heading's marks before it, and may be numbered in Roman or Han numerals or in words. On "
        "mentions within a sentence the native verdict is right, and on Roman numbers a reader would side with it. Capitals are open: who "
        "asks for `SECTION` may mean it.",
    ),
    Cause(
        "Marks around the end and the beginning",
        (
            Case("startend:end_checker", {"end_phrase": "Is there anything else?"}, "en", "It rains.\n\n**Is there anything else?**", True, False),
            Case("startend:end_checker", {"end_phrase": "all"}, "en", "It is small", False, True),
            Case("combination:repeat_prompt", {"prompt_to_repeat": "Name a river."}, "en", "**Name a river.**\n\nThe Rhine.", True, False),
        ),
        "Natively emphasis and quotation marks around the phrase are no part of it; the reference forgives the straight double quotation mark "
        "alone, and its loose reading the asterisks. It also takes the end of a longer word for the phrase. On *small* the native verdict is right. On "
        "marks it depends on how literally *nothing after this phrase* is meant; within a JSON object, say, the reference's *no* is the "
        "easier one to defend.",
    ),
    Cause(
        "Two responses",
        (Case("combination:two_responses", {}, "en", "******\nYes.\n******\n******\nNo.\n******", True, False),),
        "The reference allows blank pieces at the beginning and at the end only. Natively a divider more does not make another response. "
        "The native verdict is kinder, the reference's nearer to the letter.",
    ),
    Cause(
        "Placeholders",
        (Case("detectable_content:number_placeholders", {"num_placeholders": 2}, "en", "As shown before [1] and again [2].", False, True),),
        "Whatever stands in square brackets is a placeholder to the reference: footnotes, lists in JSON, indices in code. The native verdict "
        "is right.",
    ),
    Cause(
        "Words in capitals",
        (
            Case(
                "change_case:capital_word_frequency", {"capital_frequency": 2, "capital_relation": "at least"},
                "en", "I'll go and I'll stay.", False, True,
            ),
        ),
        "The reference counts tokens of the Treebank, in which *I'll* is *I* and *'ll*. Natively *I'll* has small letters. Both count "
        "*I* itself, which nobody who asks for words in capitals has in mind.",
    ),
    Cause(
        "JSON that is no object",
        (Case("detectable_format:json_format", {}, "en", '"yes"', False, True),),
        "A string or a number alone is valid JSON, and the reference passes it, NaN included, which is not. Natively the whole reply is an object or "
        "an array, which is what one asks for when one asks for output in JSON. By the standard's letter the reference is right about the "
        "string.",
    ),
)  # fmt: skip
