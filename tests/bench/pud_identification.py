"""Which language is it? Sentences of known language, given to `mifcheck.identify`."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from mifcheck.identify import identifiable, identify
from mifcheck.languages import get_language, known_languages

LONG = 40
SAME = {"nb": "no"}
WRITINGS: dict[str, Callable[[str], str]] = {"as written": str, "CAPITALS": str.upper}


def answer(text: str) -> str:
    guess = identify(text)
    return SAME.get(guess.code, guess.code) if guess else "none"


def listed(confusions: Counter[str]) -> str:
    return ", ".join(f"{code} {count}" for code, count in confusions.most_common())


def row(
    code: str, what: str, texts: Iterable[str], write: Callable[[str], str], misses: int
) -> None:
    """Print how many texts are identified as the language, and what the others are taken for."""
    answers = [(text, answer(write(text))) for text in texts]
    wrong = [(text, found) for text, found in answers if found != code]
    if not answers:
        return
    total, right = len(answers), len(answers) - len(wrong)
    confusions = listed(Counter(found for _, found in wrong))
    print(f"{code:4}{what:24}{total:10,}{right:9,}{right / total:10.2%}   {confusions}".rstrip())
    for text, found in wrong[:misses]:
        print(f"     {found}: {write(text)}")


def own_rows(texts: Mapping[str, list[str]], misses: int) -> None:
    """Print a row for each language, length and writing."""
    print(f"{'Identification':28}{'sentences':>10}{'right':>9}{'share':>10}   taken for")
    for length, fits in ((f"{LONG} or more", True), (f"under {LONG}", False)):
        for code, sentences in texts.items():
            chosen = [text for text in sentences if (len(text) >= LONG) is fits]
            for name, write in WRITINGS.items():
                if name == "as written" or get_language(code).has_case:
                    row(code, f"{length}, {name}", chosen, write, misses)


def foreign() -> dict[str, list[str]]:
    """The example sentences spaCy ships for the languages that langid knows and mifcheck doesn't."""
    import spacy.lang

    found = {}
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        code = SAME.get(module.name, module.name)
        if module.ispkg and code in identifiable() and code not in known_languages():
            try:
                examples = importlib.import_module(f"spacy.lang.{module.name}.examples")
            except ModuleNotFoundError:
                continue
            found[code] = list(examples.sentences)
    return found


def foreign_rows(misses: int) -> None:
    """Print how many foreign sentences stay what they are, and which become one of ours."""
    texts = [(code, text) for code, sentences in foreign().items() for text in sentences]
    print(
        f"\n{'Other languages':28}{'sentences':>10}{'right':>9}{'share':>10}{'ours':>6}   taken for ours"
    )
    for length, fits in ((f"{LONG} or more", True), (f"under {LONG}", False)):
        chosen = [(code, text) for code, text in texts if (len(text) >= LONG) is fits]
        for name, write in WRITINGS.items():
            answers = [(code, text, answer(write(text))) for code, text in chosen]
            right = sum(code == found for code, _, found in answers)
            ours = [each for each in answers if each[2] in known_languages()]
            confusions = listed(Counter(f"{code} as {found}" for code, _, found in ours))
            print(
                f"    {length + ', ' + name:24}{len(answers):10,}{right:9,}{right / len(answers):10.2%}{len(ours):6}   {confusions}"
            )
            for code, text, found in ours[:misses]:
                print(f"     {code} as {found}: {write(text)}")
