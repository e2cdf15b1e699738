"""The seconds to a first verdict in a new process: imports, language files, patterns, dictionaries.

    python tests/bench/cold.py [--rounds 5] [--peer PEER] [--beside CHECKOUT]

Each figure is the least of some new processes, in seconds of the processor from the start of the
interpreter. A short text in the language that is asked for is the dearest for `language`, since
dictionaries have to tell. `numpy` is a process that imports numpy alone, to compare machines by.
PEER is the folder that throughput.py describes; its first verdict is in English. CHECKOUT is another
checkout of mifcheck. Bytecode is kept in a temporary folder, as an installed package has it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
TEXTS = {
    "en": "Thanks for your help.",
    "es": "Gracias por la ayuda.",
    "fr": "Merci pour votre aide.",
    "hi": "आपकी मदद के लिए धन्यवाद।",
    "it": "Grazie per il tuo aiuto.",
    "pt": "Obrigado pela sua ajuda.",
    "ru": "Спасибо за помощь.",
    "zh": "谢谢你的帮助。",
    "de": "Danke für die Hilfe.",
    "ja": "手伝ってくれてありがとう。",
}
CHECKS = {
    "words": ("length_constraints:number_words", {"num_words": 2, "relation": "at least"}),
    "sentences": (
        "length_constraints:number_sentences",
        {"num_sentences": 1, "relation": "at least"},
    ),
    "language": ("language:response_language", {"language": "{language}"}),
}
SPENT = "import time; print(time.process_time())"
PEER = """
import sys
sys.path.insert(0, {bench!r})
import peer_ifeval
from pathlib import Path
print(peer_ifeval.load(Path({peer!r}))({text!r}, [{id!r}], [{kwargs!r}]))
"""


def seconds(code: str, checkout: Path, cache: str, rounds: int) -> float:
    """The least seconds of the processor that a new process takes for some code."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", f"{code}\n{SPENT}"]
    spent = []
    for _ in range(rounds + 1):
        done = subprocess.run(
            command, env=environment, cwd=checkout, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{done.stderr}\n{code}")
        spent.append(float(done.stdout.split()[-1]))
    # The first one may have written bytecode.
    return min(spent[1:])


def asked(check: str, language: str) -> tuple[str, dict[str, Any], str]:
    """The id, the kwargs and the text of a check."""
    id, given = CHECKS[check]
    kwargs = {k: language if v == "{language}" else v for k, v in given.items()}
    return id, kwargs, TEXTS[language]


def first_verdict(check: str, language: str) -> str:
    id, kwargs, text = asked(check, language)
    told = f"{id!r}, {kwargs!r}, {text!r}, {language!r}"
    return f"import mifcheck as mif\nassert mif.check({told}).passed"


def first_verdict_of_peer(check: str, folder: Path) -> str:
    id, kwargs, text = asked(check, "en")
    bench, peer = str(Path(__file__).parent), str(folder.resolve())
    return PEER.format(bench=bench, peer=peer, text=text, id=id, kwargs=kwargs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="processes for each figure")
    parser.add_argument("--peer", type=Path, help="the folder with the peer; none: skipped")
    parser.add_argument("--beside", type=Path, help="another checkout of mifcheck")
    args = parser.parse_args()
    sides = [CHECKOUT, *([args.beside.resolve()] if args.beside else [])]
    with tempfile.TemporaryDirectory() as cache:

        def told(code: str, side: Path = CHECKOUT) -> str:
            return f"{seconds(code, side, cache, args.rounds):10.2f}"

        print(f"{'':10}" + "".join(f"{name:>10}" for name in CHECKS) * len(sides))
        for language in TEXTS:
            cells = [
                told(first_verdict(check, language), side) for side in sides for check in CHECKS
            ]
            print(f"{language:10}{''.join(cells)}")
        print(f"{'numpy':10}{told('import numpy')}")
        if args.peer:
            cells = [told(first_verdict_of_peer(check, args.peer)) for check in CHECKS]
            print(f"{'peer, en':10}{''.join(cells)}")


if __name__ == "__main__":
    main()
