"""Write docs/instructions.md from the declarations: python docs/instructions.py"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import mifcheck as mif
from mifcheck.checkers.grammar.written import Composed
from mifcheck.checkers.sets import IFEVAL, MMMT_IF, SETS, InstructionSet

sys.path.append(str(Path(__file__).parents[1] / "tests/bench"))
from declarations import declared_in, sizes

PAGE = Path(__file__).with_name("instructions.md")
INTRODUCTION = """# Published instructions

Besides the instructions of IFEval, Multi-IF and MMMT-IF ([Checkers](checkers.md#the-instructions)),
these of other published sets are checked, under the ids and parameter names of their data.
`mifcheck list --set ifbench` shows a set, and `mifcheck list ID` all there is to know about an id.
`mif.load` reads the files of the sets ([Data formats](data-formats.md#other-published-sets)).

The last column says what is read. Where a reader would take the words of an instruction otherwise
than its published evaluator does, the reader's way counts."""
COVERAGE = """## What is covered

An id is *composed* of the primitives of the grammar ([Checkers](checkers.md#as-a-composition)), is
the *same* as another id, or has a *class* or a function of its own. `mifcheck list --primitive
Order` shows which ids a primitive is in. The lines are those of code in the median of the
declarations, decorators included; `python tests/bench/declarations.py` prints each."""
AGREEMENT = """## Agreement with the published evaluators

- IFBench: the sample replies of its release, each judged by its own instructions and by some of
  other prompts (`tests/bench/ifbench.py --cross`): 742 of 777 checks alike, 95.5 %.
- M-IFEval: 2,056 replies of four models with the verdicts that it published
  (`tests/bench/m_ifeval.py`): 2,690 of 2,784 checks alike, 96.6 %.

Of the differences, 100 were drawn at random and read.

| in 64 the published verdict is wrong | |
| --- | --- |
| a Japanese keyword is lost because a tokenizer cuts it | 13 |
| nothing is there to be checked, and that passes (no list, one sentence) | 8 |
| asterisks of emphasis, or other marks, are taken for list items | 8 |
| sentences: numbers of items end them, or a missing full stop joins them | 7 |
| a divider or a postscript marker is mentioned, not used | 5 |
| the language: langdetect says zh-cn, or is led astray by repetition | 5 |
| hyphens are not taken for list marks | 4 |
| vous is overlooked | 4 |
| others: quotations side by side count as nested, sources as placeholders ... | 10 |

| in 34 the reading differs; here | |
| --- | --- |
| a keyword is a whole word: label is not found in labels; in Japanese it is found anywhere | 12 |
| an end phrase may be the last text in JSON | 3 |
| numbers of list items are neither words nor numbers | 2 |
| a single letter is no word in capitals | 2 |
| the opening ¡ may be missing | 2 |
| two quotations are not one reply in quotation marks | 2 |
| marks around an option do not matter: d is d) | 2 |
| others, one each: じ is not ジ, `*` without a space is no list mark ... | 9 |

In two the verdict here was wrong, and is mended: an English sentence is no 体言止め, and
`[votre nom]` in a letter that says tu does not say vous.

The evaluator of LexInstructEval joins the parts that the last step selects and compares the whole,
passes where a list is asked about that is not there, lets "the text before the third line" end
with that line, and ignores case in patterns of English rules. Here each part is compared, a
missing part fails, the text ends before that line, and a pattern minds case, as the prompts say."""


BESIDE = """Two kinds of published instructions have no ids, since each text has its own. *Rewrite
rules* ("replace every X by Y and change nothing else", arXiv 2410.04717) are copies with an edit,
and *standing preferences*, which a user states once (arXiv 2311.09796), are instructions of the
turns that their topic fits: `examples/roles.py`. What only a classifier or a model can judge is a
[judged check](judged.md)."""


def coverage() -> str:
    """Returns the table of the sets: how many ids each has, and how they are declared."""
    lines = [
        "| set | ids | composed | same | class | lines | not checked |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    sized = {
        size.id: size.declared for path, ids in declared_in().items() for size in sizes(path, ids)
    }
    for each in (IFEVAL, MMMT_IF, *SETS):
        ids = each.ids()
        kinds = Counter(map(_kind, ids))
        known = [sized[id] for id in ids if id in sized]
        shown = [kinds[kind] or "" for kind in ("composed", "same", "class")]
        cells = [each.name, len(ids), *shown, f"{median(known):g}", each.left_out]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def _kind(id: str) -> str:
    cls = mif.registry[id]
    if any(base.__dict__.get("id") not in (None, "", id) for base in cls.__mro__[1:]):
        return "same"
    return "composed" if issubclass(cls, Composed) else "class"


def rows(ids: tuple[str, ...]) -> list[str]:
    """Returns the table of some ids."""
    lines = ["| id | example | the reply |", "| --- | --- | --- |"]
    for id in ids:
        known = mif.describe(id)
        example = (
            f"`{json.dumps(dict(known.example), ensure_ascii=False)}`" if known.example else ""
        )
        lines.append(f"| `{id}` | {_cell(example)} | {_cell(known.summary)} |")
    return lines


def _section(each: InstructionSet) -> list[str]:
    return [f"## {each.name}", f"{each.about} {each.source}.", "\n".join(rows(each.ids()))]


def page() -> str:
    """Returns the page."""
    parts = [INTRODUCTION, COVERAGE, coverage(), BESIDE, AGREEMENT]
    parts += [part for each in SETS for part in _section(each)]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
