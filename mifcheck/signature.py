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
from typing import Any

from mifcheck._version import __version__
from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import SignatureError
from mifcheck.languages import Language, get_language
from mifcheck.profiles import get_profile


@dataclass(frozen=True, slots=True)
class Signature:
    """What a score measured. Scores of unlike signatures can't be merged or compared.

    Attributes:
        profile: which checkers the ids meant; of a reference profile also the packages that its
            verdicts rest on, each with its version.
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

    def combined(self, other: Signature) -> Signature:
        """The signature of both measurements together, over conversations that are not the same.

        Languages and checks are joined; all else has to be alike, the file of a language that
        both have included.

        Raises:
            SignatureError: they were measured differently; the message names each field and both
                its values.
        """
        unlike = {
            name: pair for name, pair in self.differences(other).items() if name not in _SUMMED
        }
        digests: dict[str, str] = {}
        for entry in (*self.lang.split("+"), *other.lang.split("+")):
            code, _, digest = entry.partition("@")
            if digests.setdefault(code, digest) != digest:
                unlike["lang"] = (self.lang, other.lang)
        if unlike:
            raise _unlike(unlike)
        return dataclasses.replace(
            self,
            lang="+".join(f"{code}@{digest}" for code, digest in sorted(digests.items())),
            unit="+".join(sorted({*self.unit.split("+"), *other.unit.split("+")})),
            checks=_hex(int(self.checks, 16) + int(other.checks, 16)),
        )

    def require_same(self, other: Signature) -> None:
        """Raise unless the other signature is the same.

        Raises:
            SignatureError: it is not; the message names each field and both its values.
        """
        unlike = self.differences(other)
        if unlike:
            raise _unlike(unlike)


_SUMMED = ("lang", "unit", "checks")


def _unlike(fields: dict[str, tuple[str, str]]) -> SignatureError:
    told = "; ".join(f"{name}: {a!r} and {b!r}" for name, (a, b) in fields.items())
    return SignatureError(f"these were not measured alike: {told}")


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
        MifcheckError: there is no such profile.
    """
    given = list(conversations)
    codes = {row.language: get_language(row.language).code for row in given}
    languages = map(get_language, sorted(set(codes.values())))
    turns = (
        f"{codes[row.language]}{_specs(turn.instructions)}" for row in given for turn in row.turns
    )
    return signature_of(languages, turns, profile=profile, think=think, mode=mode)


def signature_of(
    languages: Iterable[Language],
    checks: Iterable[str],
    *,
    profile: str = "native",
    think: str = "strip",
    mode: str = "strict+loose",
) -> Signature:
    """A signature from the languages and from a text for each thing that was checked.

    Raises:
        MifcheckError: there is no such profile.
    """
    known = list(languages)
    # A sum of digests, so that the order doesn't matter and two signatures can be combined.
    total = sum(
        int.from_bytes(hashlib.sha256(each.encode()).digest()[:8], "big") for each in checks
    )
    return Signature(
        profile=get_profile(profile).signature,
        lang="+".join(f"{language.code}@{language.digest}" for language in known),
        unit="+".join(sorted({language.count_unit for language in known})),
        mode=mode,
        think=think,
        checks=_hex(total),
    )


def _hex(total: int) -> str:
    return f"{total % 2**48:012x}"


def _whole(kwargs: dict[str, Any]) -> dict[str, Any]:
    # JSON that went through a data frame spells whole numbers 3.0.
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in kwargs.items()
    }


def _specs(instructions: Iterable[Instruction]) -> str:
    rows = sorted(
        json.dumps([row.id, _whole(row.as_dict()["kwargs"])], sort_keys=True, ensure_ascii=False)
        for row in instructions
    )
    return f":[{','.join(rows)}]"
