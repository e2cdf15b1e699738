"""Which instructions have strategies of texts that pass and fail, by id and language.

    python tests/bench/strategies.py                      # the table
    python tests/bench/strategies.py --texts 200          # and each text built has its verdict
    python tests/bench/strategies.py --ids length_constraints:number_words --languages hi,zh

A cell is "+" where both are expressed, "p" and "f" where only what passes or fails is, "·" where the
language is not judged, and "-" otherwise; the reasons are below. It is run by hand.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

import mifcheck as mif
from mifcheck.checkers.sets import SETS
from mifcheck.testing.drawn import for_each


def expressed(checker, language, wanted):
    """Returns the strategy, and why there is none."""
    try:
        return (checker.satisfying if wanted else checker.violating)(language), ""
    except mif.InexpressibleError as error:
        return None, str(error).rpartition(": ")[2]


def wrong(checker, language, wanted, strategy, texts):
    """Returns how many texts that are built have another verdict."""
    found = []
    for_each(strategy, texts, found.append)
    return sum(checker.check(each, language).passed is not wanted for each in found)


def cell(checker, language, texts, reasons):
    """Returns the cell of an id and a language, and how many texts were wrong."""
    if checker.unsupported_reason(mif.get_language(language)):
        return "·", 0
    cells, errors = "", 0
    for wanted, sign in ((True, "p"), (False, "f")):
        strategy, reason = expressed(checker, language, wanted)
        if strategy is None:
            reasons[reason] += 1
            continue
        cells += sign
        errors += wrong(checker, language, wanted, strategy, texts) if texts else 0
    return {"pf": "+", "": "-"}.get(cells, cells), errors


def main():
    """Writes the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--ids", type=lambda given: given.split(","), default=sorted(mif.registry))
    options.add_argument(
        "--languages", type=lambda given: given.split(","), default=mif.known_languages()
    )
    options.add_argument("--texts", type=int, default=0)
    given = options.parse_args()
    reasons, kinds, errors = Counter(), defaultdict(Counter), 0
    print(f"{'id':45}", *given.languages)
    for name in given.ids:
        checker = mif.build(name, mif.describe(name).example)
        cells = [cell(checker, code, given.texts, reasons) for code in given.languages]
        errors += sum(number for _, number in cells)
        kinds[set_of(name)][best({shown for shown, _ in cells})] += 1
        marks = "  ".join(shown for shown, _ in cells)
        print(f"{name:45} {marks}", *([f"WRONG {cells}"] if any(n for _, n in cells) else []))
    print(f"\ntexts with another verdict: {errors}\n")
    print("| set | ids | both | only what fails | only what passes | neither |")
    print("| --- | --- | --- | --- | --- | --- |")
    for key, found in kinds.items():
        shown = " | ".join(str(found[sign]) for sign in "+fp-")
        print(f"| {key} | {sum(found.values())} | {shown} |")
    for reason, number in reasons.most_common():
        print(f"{number:5}  {reason}")


def set_of(name):
    """Returns the name of the published set of an id."""
    return next((each.name for each in SETS if name in each.ids()), "IFEval, Multi-IF, MMMT-IF")


def best(cells):
    """Returns the best of some cells."""
    return next(each for each in "+pf-·" if each in cells)


if __name__ == "__main__":
    main()
