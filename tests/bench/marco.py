"""What of Marco-Bench-MIF can be judged, by instruction and language, and what lint finds in it.

    python tests/bench/marco.py [PATH]

PATH is a .jsonl.gz of {lang, file, key, prompt, instruction_id_list, kwargs}; by default the one in `shared/data` beside
this checkout. The first table has a row for each language: its level, its instructions, and how many of them are judged.
The second has a row for each instruction that is not judged everywhere, the third one for each kind of finding.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from levels import DATA

import mifcheck as mif
from mifcheck.languages import Language, get_language


def judged(instruction: mif.Instruction, language: Language) -> str:
    """Why an instruction cannot be judged in a language; "" if it can."""
    try:
        return mif.build(instruction.id, instruction.kwargs).unsupported_reason(language)
    except mif.ParameterError:
        return "a parameter is impossible"


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else DATA.with_name("marco_bench_mif.jsonl.gz")
    loaded = mif.load(path, skip_bad=True)
    print(f"{len(loaded):,} rows, {len(loaded.skipped)} skipped")
    asked, done = Counter(), Counter()
    lacking: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for conversation in loaded:
        language = get_language(conversation.language)
        for instruction in (each for turn in conversation.turns for each in turn.instructions):
            reason = judged(instruction, language)
            asked[language.code] += 1
            done[language.code] += not reason
            if reason:
                kind = "parameter" if reason.startswith("a parameter") else "language"
                lacking[instruction.id, kind][language.code] += 1
    for code, count in sorted(asked.items()):
        language = get_language(code)
        print(
            f"{code:4}{language.name:12}{language.level:10}{count:6}{done[code]:6} {done[code] / count:8.1%}"
        )
    print(f"{'':26}{asked.total():6}{done.total():6} {done.total() / asked.total():8.1%}")
    for (id, kind), counts in sorted(lacking.items()):
        print(f"{id:40}{kind:10}{counts.total():6}  {' '.join(sorted(counts))}")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in mif.lint(loaded):
        code = finding.where.key.partition(":")[0].partition("_")[0]
        found[finding.kind][code] += 1
    for kind, counts in found.items():
        print(f"{kind:16}{counts.total():6}  {dict(sorted(counts.items()))}")


if __name__ == "__main__":
    main()
