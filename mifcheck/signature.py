"""The string that says exactly what was measured.

    mifcheck|profile:native|lang:hi@3f9a|unit:word|mode:strict+loose|think:strip|checks:8c21|v:0.1.0

It is derived from the fields of `Signature`, so none can be forgotten. After sacreBLEU's
signatures: Post, A call for clarity in reporting BLEU scores (WMT 2018).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from mifcheck._version import __version__
from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import SignatureError
from mifcheck.languages import Language, get_language


@dataclass(frozen=True, slots=True)
class Signature:
    """What a score measured. Scores of unlike signatures can't be merged or compared.

    Attributes:
        profile: which checkers the ids meant.
        lang: the languages, each with the digest of its file.
        unit: what lengths were counted in.
        mode: how verdicts were reached.
        think: what was done with the model's thinking.
        checks: digest of the instructions that were checked, whatever their order.
        v: version of the package.
    """

    profile: str
    lang: str
    unit: str
    mode: str
    think: str
    checks: str
    v: str = field(default=__version__)

    def __str__(self) -> str:
        rows = (f"{name}:{value}" for name, value in dataclasses.asdict(self).items())
        return "|".join(("mifcheck", *rows))

    @classmethod
    def parse(cls, text: str) -> Signature:
        """The signature that `str` wrote.

        Raises:
            SignatureError: the text is no signature, or one with other fields.
        """
        head, *rows = text.split("|")
        pairs = dict(row.partition(":")[::2] for row in rows)
        names = {item.name for item in dataclasses.fields(cls)}
        if head != "mifcheck" or set(pairs) != names:
            raise SignatureError(f"not a signature of this version of mifcheck: {text!r}")
        return cls(**pairs)

    def differences(self, other: Signature) -> dict[str, tuple[str, str]]:
        """The fields that differ, with both values."""
        mine, theirs = dataclasses.asdict(self), dataclasses.asdict(other)
        return {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}

    def require_same(self, other: Signature) -> None:
        """Raise unless the other signature is the same.

        Raises:
            SignatureError: it is not; the message names each field and both its values.
        """
        unlike = self.differences(other)
        if unlike:
            told = "; ".join(f"{name}: {a!r} and {b!r}" for name, (a, b) in unlike.items())
            raise SignatureError(f"these were not measured alike: {told}")


def signature_for(
    conversations: Iterable[Conversation],
    *,
    profile: str = "native",
    think: str = "strip",
    mode: str = "strict+loose",
) -> Signature:
    """The signature of scores over these conversations.

    Raises:
        UnknownLanguageError: a conversation's language is not known.
    """
    given = list(conversations)
    languages = sorted({row.language for row in given})
    turns = (
        f"{row.language}{_specs(turn.instructions)}" for row in given for turn in row.turns
    )
    return signature_of(map(get_language, languages), turns, profile=profile, think=think, mode=mode)


def signature_of(
    languages: Iterable[Language],
    checks: Iterable[str],
    *,
    profile: str = "native",
    think: str = "strip",
    mode: str = "strict+loose",
) -> Signature:
    """A signature from the languages and from a text for each thing that was checked."""
    known = list(languages)
    digest = hashlib.sha256("\n".join(sorted(checks)).encode()).hexdigest()[:8]
    return Signature(
        profile=profile,
        lang="+".join(f"{language.code}@{language.digest}" for language in known),
        unit="+".join(sorted({language.count_unit for language in known})),
        mode=mode,
        think=think,
        checks=digest,
    )


def _specs(instructions: Iterable[Instruction]) -> str:
    rows = sorted(
        json.dumps([row.id, row.as_dict()["kwargs"]], sort_keys=True, ensure_ascii=False)
        for row in instructions
    )
    return f":[{','.join(rows)}]"
