"""Write mifcheck/languages/defaults/cldr.toml: what CLDR says of each language that
spaCy, indic-nlp-library or langid knows.

    npm pack cldr-misc-full@46.0.0 cldr-core@46.0.0      # and unpack both
    python tests/bench/cldr.py MISC CORE

MISC and CORE are the unpacked folders. Names and the marks in numbers are Babel's, which has CLDR's. The
library that finds the words of a language without a file is the first of spaCy and indic-nlp-library that
knows it; both have to be installed. Nothing reads CLDR when mifcheck runs.
"""

from __future__ import annotations

import json
import pkgutil
import sys
from pathlib import Path

import spacy.lang
from babel import Locale, UnknownLocaleError
from py3langid.langid import MODEL_FILE, LanguageIdentifier

TABLE = Path(__file__).resolve().parents[2] / "mifcheck/languages/defaults/cldr.toml"
# indic-nlp-library knows Sindhi in Devanagari, CLDR in Arabic script.
INDIC = {"as", "kok", "or", "pa"}
SPACY = {each.name for each in pkgutil.iter_modules(spacy.lang.__path__) if each.ispkg} - {"xx"}
# spaCy's codes that CLDR spells otherwise.
CLDR_CODE = {"kmr": "ku", "no": "nb", "tl": "fil"}
# Asked for, although none of the three knows it.
ASKED = {"my"}
ENGLISH = Locale.parse("en")
HEAD = """# What CLDR says of each language: its names, script, quotation marks, and the marks in its numbers.
# `library` finds the words of a language that has no file. Written by tests/bench/cldr.py.
# Source: Unicode CLDR 46 (Unicode License v3).
"""


def main(misc: Path, core: Path) -> None:
    likely = supplemental(core, "likelySubtags")["likelySubtags"]
    aliases = supplemental(core, "aliases")["metadata"]["alias"]["languageAlias"]
    longer = {row["_replacement"]: name for name, row in aliases.items() if len(name) == 3}
    described = {each.name for each in (misc / "main").iterdir() if "-" not in each.name}
    identified = set(LanguageIdentifier.from_pickled_model(MODEL_FILE).nb_classes)
    codes = sorted((described & identified) | SPACY | INDIC | ASKED)
    rows = filter(None, (row(code, misc, likely, longer) for code in codes))
    TABLE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def supplemental(core: Path, name: str) -> dict:
    text = (core / "supplemental" / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)["supplemental"]


def row(code: str, misc: Path, likely: dict, longer: dict) -> str:
    """Returns the line of a language; "" if CLDR says too little of it."""
    known = CLDR_CODE.get(code, code)
    try:
        locale = Locale.parse(known)
    except (UnknownLocaleError, ValueError):
        return ""
    native = locale.languages.get(known, "")
    name = ENGLISH.languages.get(known, "")
    if not (native and name and known in likely):
        return ""
    others = {longer.get(known, ""), known} - {"", code}
    decimals, grouping = number_marks(locale)
    library = "spacy" if code in SPACY else "indic" if code in INDIC else ""
    fields = {
        "name": name,
        "native_name": native,
        "aliases": sorted(others),
        "script": likely[known].split("-")[1],
        "quotes": quotes(misc / "main" / known / "delimiters.json"),
        "decimals": decimals,
        "grouping": grouping,
        "library": library,
    }
    inline = ", ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value
    )
    return f"{code} = {{ {inline} }}"


def quotes(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    (body,) = json.loads(path.read_text(encoding="utf-8"))["main"].values()
    marks = body["delimiters"]
    pairs = [
        [marks["quotationStart"], marks["quotationEnd"]],
        [marks["alternateQuotationStart"], marks["alternateQuotationEnd"]],
    ]
    return [pair for place, pair in enumerate(pairs) if pair not in pairs[:place]]


def number_marks(locale: Locale) -> tuple[str, str]:
    names = dict.fromkeys((locale.default_numbering_system, "latn"))
    systems = [locale.number_symbols[name] for name in names if name in locale.number_symbols]
    decimals = dict.fromkeys(each.get("decimal", ".") for each in systems)
    groups = dict.fromkeys(each.get("group", "") for each in systems)
    return "".join(decimals), "".join(each for each in groups if not each.isspace())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
