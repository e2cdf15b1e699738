"""The published sets of instructions, which ids are theirs, and which primitives these are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import registry
from mifcheck.errors import MifcheckError, did_you_mean


@dataclass(frozen=True, slots=True)
class InstructionSet:
    """A published set of instructions.

    Attributes:
        key: its short name, as the command line takes it.
        name: its name.
        about: what it is, in a sentence.
        source: where it was published.
        modules: the modules of `mifcheck.checkers` that declare its instructions.
        left_out: what of it is not checked, and why.
    """

    key: str
    name: str
    about: str
    source: str
    modules: tuple[str, ...]
    left_out: str = ""

    def ids(self) -> tuple[str, ...]:
        """Returns its ids, sorted."""
        places = tuple(f"mifcheck.checkers.{module}" for module in self.modules)
        return tuple(
            id
            for id, cls in registry.items()
            if cls.__module__ in places or cls.__module__.startswith(tuple(f"{p}." for p in places))
        )


IFEVAL: Final = InstructionSet(
    "ifeval",
    "IFEval and Multi-IF",
    "The 25 classic instructions.",
    "arXiv 2311.07911 and 2410.15553",
    (
        "casing",
        "combination",
        "content",
        "format",
        "keywords",
        "language",
        "length",
        "punctuation",
        "startend",
    ),
)
MMMT_IF: Final = InstructionSet(
    "mmmt-if",
    "MMMT-IF",
    "Instructions about every sentence and about numbers.",
    "arXiv 2409.18216",
    ("numbers", "sentences"),
)
SETS: Final = (
    InstructionSet(
        "ifbench",
        "IFBench",
        "58 instructions that models were not trained on.",
        "arXiv 2507.02833",
        ("ifbench",),
    ),
    InstructionSet(
        "ifevalg",
        "IFEvalG",
        "29 instructions to train on, beside those of IFEval.",
        "arXiv 2507.02833",
        ("ifevalg",),
    ),
    InstructionSet(
        "m-ifeval",
        "M-IFEval",
        "Instructions in Spanish, French and Japanese, some of them in one language only.",
        "arXiv 2502.04688",
        ("m_ifeval",),
    ),
    InstructionSet(
        "collie",
        "COLLIE",
        "13 structures of words, sentences, paragraphs and passages.",
        "arXiv 2307.08689",
        ("collie",),
    ),
    InstructionSet(
        "codi-eval",
        "CoDI-Eval",
        "Five modes of length, and keywords in any form.",
        "arXiv 2401.00690",
        ("codi",),
        "sentiment, topic and toxicity: classifiers judge them",
    ),
    InstructionSet(
        "lexinstructeval",
        "LexInstructEval",
        "A grammar of rules: which parts are looked at, how they compare, and with what.",
        "arXiv 2511.17561",
        ("lexinstruct",),
        "the predicate % (separators), which its own evaluator passes unread",
    ),
    InstructionSet(
        "formats",
        "Formats",
        "Notations that programs read. They are in no published set.",
        "json-schema.org, yaml.org, w3.org/TR/xml, RFC 4180",
        ("structured",),
    ),
)
"""The sets beside the classic ones."""

BY_KEY: Final = {each.key: each for each in (IFEVAL, MMMT_IF, *SETS)}
"""All sets, by their short names."""


def instruction_set(key: str) -> InstructionSet:
    """Returns the set with a short name.

    Raises:
        MifcheckError: no set has that name.
    """
    if key not in BY_KEY:
        hint, names = did_you_mean(key, BY_KEY), ", ".join(BY_KEY)
        raise MifcheckError(f"unknown set {key!r}{hint} (known: {names})")
    return BY_KEY[key]


def primitives_of(checker: Checker) -> Iterator[str]:
    """Yields the name of the primitive of a checker, and of each checker that it is composed of."""
    bases = (each for each in type(checker).__mro__ if _has_primitives(each.__module__))
    yield from (each.__name__ for each in islice(bases, 1))
    for each in checker.inner:
        yield from primitives_of(each)


def _has_primitives(module: str) -> bool:
    grammar = module.startswith("mifcheck.checkers.grammar.")
    return module == "mifcheck.checkers.primitives" or (grammar and not module.endswith(".written"))
