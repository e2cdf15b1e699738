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
        "The reference finds a keyword anywhere, also within other words. Natively a keyword is a whole word. For "
        "*war* in *towards* the native verdict is right. For a plural it is open: many readers would accept "
        "*meals* for *meal*. Most of the differences in real replies are plurals and inflected forms, which the "
        "reference accepts. There it is arguably the better judge, but by luck: it also finds *meal* in "
        "*oatmeal*, and does not find *foot* in *feet*. The parameter `match` makes the choice explicit: "
        "`\"substring\"` finds what the reference finds, and `\"lemma\"` finds the forms of a word.",
    ),
    Cause(
        "Keywords as regular expressions",
        (
            Case(EXISTENCE, {"keywords": ["1.5"]}, "en", "The wall is 125 metres long.", False, True),
            Case(EXISTENCE, {"keywords": ["(sic)"]}, "en", "It is basic.", False, True),
        ),
        "The reference uses a keyword as a regular expression without escaping it. A full stop matches any "
        "character, brackets form a group, and an unbalanced bracket stops the evaluator. An instruction that "
        "names a word means that word, so the native verdict is right.",
    ),
    Cause(
        "Forbidden words in Hindi and Chinese",
        (
            Case("keywords:forbidden_words", {"forbidden_words": ["पानी"]}, "hi", "मुझे पानी चाहिए।", False, True),
            Case("keywords:forbidden_words", {"forbidden_words": ["पान"]}, "hi", "मुझे पानी चाहिए।", True, False),
            Case("keywords:forbidden_words", {"forbidden_words": ["雨"]}, "zh", "今天又下雨了。", False, True),
        ),
        "The reference searches a forbidden word between two `\\b`. Python's `\\b` does not treat a Hindi vowel "
        "sign as part of a word: a word that ends in one is never found, and another word is found within a "
        "longer one. Chinese has no spaces between words, so a word is found only beside a mark. The native "
        "verdict is right in all three cases.",
    ),
    Cause(
        "Letters beyond a to z",
        (
            Case(
                "keywords:letter_frequency", {"letter": "é", "let_frequency": 2, "let_relation": "at least"},
                "fr", "L'été est passé.", True, None,
            ),
        ),
        "If the letter is not one of a to z, the evaluator draws another letter at random and counts that. Such a "
        "verdict cannot be repeated, so the profile does not judge. In Russian, Hindi and Chinese this is every "
        "check of a letter; in English it happens with `#` and `!`. Natively the given letter is counted.",
    ),
    Cause(
        "Words by `\\w+`",
        (
            Case(WORDS, {"num_words": 5, "relation": "less than"}, "en", "I don't know why.", True, False),
            Case(WORDS, {"num_words": 8, "relation": "at least"}, "hi", "मुझे हिन्दी में पत्र लिखना है।", False, True),
        ),
        "The reference counts runs of Python's `\\w`. *Don't* is then two words. A number with a separator and a "
        "hyphenated word are two words as well. In English the difference is a few per cent, and matters only "
        "near the limit. In Hindi it is large: `\\w` does not match vowel signs, and six words count as eleven. In "
        "effect, a limit in Hindi words is about half of its stated value. With the native count, the limit means "
        "what a Hindi reader expects.",
    ),
    Cause(
        "Chinese characters, and texts not taken for Chinese",
        (
            Case(WORDS, {"num_words": 4, "relation": "at least"}, "zh", "我爱北京！", True, False),
            Case(WORDS, {"num_words": 19, "relation": "at least"}, "zh", "今天天气很好，我们一起去公园散步吧🌳🌞🐶", False, True),
        ),
        "The reference chooses the rule that counts words by the language that langdetect finds in the reply, not "
        "by the language that was asked for. It often identifies short Chinese texts as Korean, and a whole "
        "clause then counts as one word. The Chinese rule also counts each emoji. On the characters themselves "
        "both sides agree. On short texts the native verdict is right, and an emoji is hardly a 字.",
    ),
    Cause(
        "Sentences by English Punkt",
        (
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "ru", "Он живёт в г. Туле на ул. Мира.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "es", "Ayer llegó la Sra. García con su hija.", True, False),
        ),
        "The reference splits sentences by NLTK's Punkt model of English in all languages but Hindi, Chinese, "
        "Japanese and Thai. The model knows hardly any Russian, Spanish or Portuguese abbreviations. The native "
        "verdict is right.",
    ),
    Cause(
        "List numbers and list items as sentences",
        (
            Case(SENTENCES, {"num_sentences": 3, "relation": "less than"}, "en", "1. Boil the water.\n2. Add the tea.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "at least"}, "en", "- Buy milk\n- Call Ann", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "en", "# A walk\n\nDone!\n", True, True),
        ),
        "Punkt counts the number of a list item as a sentence, and a list without full stops as one sentence. "
        "Natively the number is a mark, and each item is a sentence of its own. For numbers the native verdict is "
        "right; for items without a full stop it is a convention, which the documentation states.",
    ),
    Cause(
        "Full stops in Hindi and in Chinese numbers",
        (
            Case(SENTENCES, {"num_sentences": 2, "relation": "at least"}, "hi", "बारिश हुई. हम घर गए.", True, False),
            Case(SENTENCES, {"num_sentences": 2, "relation": "less than"}, "zh", "圆周率约为3.14，大家都记住了。", True, False),
        ),
        "The reference's Hindi rule knows the danda, the exclamation mark and the question mark, but not the full "
        "stop, which often ends Hindi sentences on the web. Its Chinese rule ends a sentence at every full stop, "
        "even within a number. The native verdict is right.",
    ),
    Cause(
        "Which language a reply is in",
        (
            Case(
                LANGUAGE, {"language": "es"}, "es",
                "EL TREN SALE DE MADRID A LAS OCHO DE LA MAÑANA Y LLEGA A SEVILLA.", True, False,
            ),
            Case("change_case:english_capital", {}, "en", "BEST WISHES FROM ALL OF US", True, False),
            Case("change_case:english_lowercase", {}, "en", "we drink tea", True, False),
        ),
        "langdetect was trained on texts that are mostly in small letters, and identifies capitals as German or "
        "Vietnamese. In the reference, both checks of case use it to test whether the text is English. Natively "
        "case is folded first, a dictionary is asked about a few words, and a text that may be in a neighbour's "
        "language is not judged instead of failed. If the language of the text is clear, the native verdict is "
        "right. Both sides confuse neighbours: the reference identifies Hindi as Marathi or Nepali, and mifcheck "
        "identifies a jumble of Portuguese words as Galician, where the reference is arguably right.",
        (LANGUAGE, "change_case:english_capital", "change_case:english_lowercase"),
    ),
    Cause(
        "Replies in Chinese",
        (Case(LANGUAGE, {"language": "zh"}, "zh", "今天天气很好，我们去公园散步。", True, None),),
        "The evaluator's list of languages has no entry `zh`, so the evaluator stops with an error. The profile "
        "does not judge.",
    ),
    Cause(
        "List marks",
        (
            Case(BULLETS, {"num_bullets": 2}, "en", "• tea\n• milk", True, False),
            Case(BULLETS, {"num_bullets": 2}, "en", "- tea\n- milk\n\n---\n\nEnjoy.", True, False),
            Case(BULLETS, {"num_bullets": 1}, "en", "*(Verse 1)*\n- tea", True, False),
        ),
        "For the reference a bullet is a line that starts with `-`, or with `*` and no second one. It also counts "
        "a divider or a line in italics, but not `•` or `+`. The instruction of IFEval shows `*` as its example, "
        "so a model that uses `•` deviates from it, and the reference can be defended there. Still, the result is "
        "a list. For dividers and italics the native verdict is right.",
    ),
    Cause(
        "Highlighted sections",
        (
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "So 2 * 3 * 4 is 24.", False, True),
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "* tea * milk", False, True),
            Case(HIGHLIGHTS, {"num_highlights": 1}, "en", "*Roses are red,\nviolets are blue.*", True, False),
        ),
        "The reference counts any text between two asterisks on one line. Natively the asterisks must be "
        "emphasis: not a product, not list marks, and without a space inside them. The native verdict is right on "
        "the first two. In Markdown, emphasis may span several lines. An instruction that shows `*highlighted "
        "section*` leaves this open.",
    ),
    Cause(
        "Dividers of paragraphs",
        (
            Case(PARAGRAPHS, {"num_paragraphs": 2}, "en", "One.\n\n* * *\n\nTwo.", True, False),
            Case(PARAGRAPHS, {"num_paragraphs": 2}, "en", "One.\n\n***\n\n***\n\nTwo.", True, False),
            Case(PARAGRAPHS, {"num_paragraphs": 3}, "en", "This is ***vital*** news.", False, True),
        ),
        "The reference splits at every `***`, also within a line, and fails a reply in which a part between two "
        "others is blank. Natively a divider is a separate line. *Vital* in bold italics divides nothing, and the "
        "native verdict is right. `* * *` is the same divider in Markdown, but not the one that was asked for: "
        "taken literally, the reference is right.",
    ),
    Cause(
        "The first word of a paragraph",
        (
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "summary"}, "en", "Summary: it rained.", True, False),
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "in short"}, "en", "In short, it rained.", True, False),
            Case(NTH, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "今天"}, "zh", "今天下雨了。", True, False),
        ),
        "The reference compares the text before the first white space, up to the first of a few marks. The "
        "colon is not one of these marks. A first “word” of several words is therefore never found, nor is a word in "
        "Chinese. Public data sets in Spanish contain such instructions. The native verdict is right.",
    ),
    Cause(
        "Quotation marks",
        (
            Case("startend:quotation", {}, "ru", "«Весна пришла»", True, False),
            Case("startend:quotation", {}, "en", '"Yes" is not "no"', False, True),
        ),
        "The reference accepts `\"…\"`, “…” and 「…」 as the first and the last character. It fails guillemets, the "
        "quotation marks of French, Russian and Spanish. It passes a reply that begins with one quotation and "
        "ends with another. Natively the marks are those of the language, and they form one pair. The native "
        "verdict is right. However, the instruction itself often says *double quotation marks*, and taken "
        "literally, only `\"…\"` is accepted.",
    ),
    Cause(
        "Commas of other scripts",
        (Case("punctuation:no_comma", {}, "zh", "下雨了，我在家。", False, True),),
        "The reference knows only the ASCII comma. In Chinese it passes nearly every reply. The native verdict is "
        "right.",
    ),
    Cause(
        "The fixed answers in other languages",
        (Case("detectable_format:constrained_response", {}, "it", "La mia risposta è sì.", True, False),),
        "The reference requires *My answer is yes.* in English in every language. If the prompt gives the answers "
        "in the language of the conversation, a correct reply fails. The native verdict is right.",
    ),
    Cause(
        "Where a postscript stands",
        (
            Case("detectable_content:postscript", {"postscript_marker": "P.S."}, "en", "The letters P.S. stand for postscript.", False, True),
            Case("detectable_content:postscript", {"postscript_marker": "P.S."}, "en", "See you soon.\n\nP.S.", False, True),
        ),
        "For the reference a marker anywhere is a postscript, even if a sentence mentions it, if it repeats the "
        "prompt, or if nothing follows it. Natively a postscript begins a line or follows a sentence, and has "
        "text after its marker. The native verdict is right.",
    ),
    Cause(
        "Sections",
        (
            Case(SECTIONS, {"section_spliter": "Section", "num_sections": 2}, "en", "Section I\nIt rains.\nSection II\nIt snows.", True, False),
            Case(SECTIONS, {"section_spliter": "SECTION", "num_sections": 2}, "en", "Section 1\nIt rains.\nSection 2\nIt snows.", True, False),
            Case(SECTIONS, {"section_spliter": "Day", "num_sections": 2}, "en", "We left on Day 1 and came back on Day 2.", False, True),
        ),
        "The reference splits at the word with digits after it, anywhere in the text, and distinguishes capitals "
        "from small letters. Natively a section begins a line, may have heading marks before it, and may be "
        "numbered in Roman or Han numerals or in words. For a mention within a sentence the native verdict is "
        "right, and for Roman numerals a reader would agree with it. Capitals are open: an instruction with "
        "`SECTION` may mean capitals.",
    ),
    Cause(
        "Marks around the end and the beginning",
        (
            Case("startend:end_checker", {"end_phrase": "Is there anything else?"}, "en", "It rains.\n\n**Is there anything else?**", True, False),
            Case("startend:end_checker", {"end_phrase": "all"}, "en", "It is small", False, True),
            Case("combination:repeat_prompt", {"prompt_to_repeat": "Name a river."}, "en", "**Name a river.**\n\nThe Rhine.", True, False),
        ),
        "Natively emphasis and quotation marks around the phrase are ignored. The reference ignores only the "
        "straight double quotation mark, and its loose mode also the asterisks. The reference also accepts the "
        "phrase as the end of a longer word. For *small* the native verdict is right. For marks the answer "
        "depends on how literally *nothing after this phrase* is meant. Within a JSON object, for example, the "
        "reference's verdict is easier to defend.",
    ),
    Cause(
        "Two responses",
        (Case("combination:two_responses", {}, "en", "******\nYes.\n******\n******\nNo.\n******", True, False),),
        "The reference allows blank parts only at the beginning and at the end. Natively an additional divider "
        "does not make another response. The native verdict is more lenient, and the reference's verdict is more "
        "literal.",
    ),
    Cause(
        "Placeholders",
        (Case("detectable_content:number_placeholders", {"num_placeholders": 2}, "en", "As shown before [1] and again [2].", False, True),),
        "For the reference any text in square brackets is a placeholder: footnotes, lists in JSON, indices in "
        "code. The native verdict is right.",
    ),
    Cause(
        "Words in capitals",
        (
            Case(
                "change_case:capital_word_frequency", {"capital_frequency": 2, "capital_relation": "at least"},
                "en", "I'll go and I'll stay.", False, True,
            ),
        ),
        "The reference counts Treebank tokens, in which *I'll* is *I* and *'ll*. Natively *I'll* is one word with "
        "small letters. Both count *I* itself, which an instruction about words in capitals hardly means.",
    ),
    Cause(
        "JSON that is no object",
        (Case("detectable_format:json_format", {}, "en", '"yes"', False, True),),
        "A string or a number alone is valid JSON, and the reference passes it. It also passes NaN, which is not "
        "valid JSON. Natively the whole reply is an object or an array, which is what an instruction to answer in "
        "JSON usually means. By the JSON standard, the reference is right about the string.",
    ),
)  # fmt: skip
