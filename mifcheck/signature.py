"""The text that says exactly what was measured.

    mifcheck|profile:native|lang:hi@3f9a|unit:word|mode:strict+loose8|think:strip
        |history:own|placement:as-given|checks:8c21
        |lib:identification=5d07+py3langid=0.3.0+regex=2026.11.15+unicode=14.0.0|score:2|v:0.1.0

(on one line). It is made from the fields of `Signature`, so no field can be forgotten. The idea is
that of sacreBLEU's signatures: Post, A call for clarity in reporting BLEU scores (WMT 2018).
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from mifcheck._version import SCORING, __version__
from mifcheck.checkers.provenance import code_versions
from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import MifcheckError, SignatureError
from mifcheck.evaluate import compile_instruction
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import Language, get_language, known_languages
from mifcheck.profiles import Profile, get_profile
from mifcheck.safe import printable
from mifcheck.segment import class_packages, language_packages

STRICT_ONLY: Final = "strict"
STRICT_AND_LOOSE: Final = "strict+loose8"
"""The modes. A loose verdict passes if the reply or any of its `Text.loose_variants` does."""
ERRORS_FAILED: Final = "+errors-failed"
"""What a mode ends with if the instructions of replies lost to an error count as not followed."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a score measured. Scores with different signatures cannot be merged or compared.

    Attributes:
        profile: which checkers the ids meant. A reference profile adds the packages that its
            verdicts depend on, each with its version.
        lang: the languages, each with the digest of its file, and with its level unless it is
            measured: `hi@3f9a+cs@5d07.supported`.
        unit: what lengths were counted in.
        mode: which verdicts were taken: "strict", or "strict+loose8" for the loose ones, too; and
            "+errors-failed" if replies lost to an error count as not followed.
        think: what was done with the model's thinking.
        history: whose replies the model saw before a turn: "own", "first" or "recorded@" and a
            digest of them, as `mifcheck.runs.driving` has it.
        placement: where the instructions were written: "as-given", "repeated" or "moved".
        checks: digest of the instructions that were checked, in any order. An instruction that was
            given again while it was active has its age with it.
        lib: what else a verdict may depend on, each with its version: the libraries that the
            profile and the languages use, the digest of the words that identify languages,
            Python's Unicode tables, the judges of judged checks, and the code of checkers of other
            packages.
        score: the version of what verdicts and figures mean.
        v: the version of the package.

    Raises:
        SignatureError: a value has `|` or a line break in it, so it could not be parsed again.
    """

    profile: str
    lang: str
    unit: str
    mode: str
    think: str
    history: str
    placement: str
    checks: str
    lib: str
    score: str = field(default=str(SCORING))
    v: str = field(default=__version__)

    def __post_init__(self) -> None:
        for name, value in dataclasses.asdict(self).items():
            if "|" in value or printable(value) != value:
                raise SignatureError(
                    f"{name} of a signature is one line of printable text without |, not {value!r}"
                )

    def __str__(self) -> str:
        rows = (f"{name}:{value}" for name, value in dataclasses.asdict(self).items())
        return "|".join(("mifcheck", *rows))

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Returns the signature that `str` wrote.

        Raises:
            SignatureError: the text is not a signature, or has other fields.
        """
        head, *rows = text.split("|")
        pairs = [row.partition(":") for row in rows]
        names = [item.name for item in dataclasses.fields(cls)]
        if head != "mifcheck" or [name for name, *_ in pairs] != names:
            raise SignatureError(f"not a signature of this version of mifcheck: {text!r}")
        return cls(**{name: value for name, _, value in pairs})

    def differences(self, other: Signature) -> dict[str, tuple[str, str]]:
        """Returns the fields that differ, with both values."""
        mine, theirs = dataclasses.asdict(self), dataclasses.asdict(other)
        return {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}

    def merge(self, other: Signature) -> Signature:
        """Returns the signature of both measurements together, over different conversations.

        Languages, libraries, checks and recorded histories are joined. Everything else must be
        equal, including the file of a language and the version of a library that both have.

        Raises:
            SignatureError: they were measured differently; the message names each field and both
                values.
        """
        unlike = {
            name: pair for name, pair in self.differences(other).items() if name not in _SUMMED
        }
        joined = {
            "lang": _union(self.lang, other.lang, "@"),
            "lib": _union(self.lib, other.lib, "="),
            "history": _history(self.history, other.history),
        }
        unlike |= {
            name: (getattr(self, name), getattr(other, name))
            for name, entries in joined.items()
            if entries is None
        }
        if unlike:
            raise _unlike(unlike)
        return dataclasses.replace(
            self,
            lang=joined["lang"] or "",
            lib=joined["lib"] or "",
            history=joined["history"] or "",
            unit="+".join(sorted({*self.unit.split("+"), *other.unit.split("+")})),
            checks=_added(self.checks, other.checks),
        )

    def require_same(self, other: Signature) -> None:
        """Raises SignatureError unless the other signature is the same.

        Raises:
            SignatureError: the message names each field that differs, and both values.
        """
        unlike = self.differences(other)
        if unlike:
            raise _unlike(unlike)


RECORDED: Final = "recorded@"
"""The beginning of the name of a recorded history; a digest of its replies follows."""
_DIGEST: Final = re.compile(rf"{RECORDED}([0-9a-f]{{12}})")
_SUMMED: Final = ("lang", "unit", "history", "checks", "lib")
CONDITIONS: Final = ("think", "history", "placement")
"""The fields that say how replies were made; the others say how they were judged."""


def _union(one: str, other: str, mark: str) -> str | None:
    """Returns the entries `name<mark>version` of both, sorted; None if a name has two versions."""
    found: dict[str, str] = {}
    for entry in filter(None, (*one.split("+"), *other.split("+"))):
        if found.setdefault(entry.partition(mark)[0], entry) != entry:
            return None
    return "+".join(found[name] for name in sorted(found))


def _history(one: str, other: str) -> str | None:
    """Returns the joined history; None where they differ and are not both recorded."""
    if one == other:
        return one
    digests = [found[1] for each in (one, other) if (found := _DIGEST.fullmatch(each))]
    return f"{RECORDED}{_added(*digests)}" if len(digests) == 2 else None


def _unlike(fields: dict[str, tuple[str, str]]) -> SignatureError:
    told = "; ".join(f"{name}: {a!r} and {b!r}" for name, (a, b) in fields.items())
    return SignatureError(f"these were not measured alike: {told}", fields)


def signature_for(
    conversations: Iterable[Conversation],
    *,
    profile: str = "native",
    think: str = "strip",
    history: str = "own",
    placement: str = "as-given",
    mode: str = STRICT_AND_LOOSE,
) -> Signature:
    """Returns the signature of scores over these conversations.

    Raises:
        UnknownLanguageError: a conversation's language is not known.
        MifcheckError: an unknown profile.
    """
    given = list(conversations)
    codes = {row.language: get_language(row.language).code for row in given}
    languages = map(get_language, sorted(set(codes.values())))
    turns = (f"{codes[row.language]}:[{turn}]" for row in given for turn in _turns(row))
    return signature_of(
        languages,
        turns,
        profile=profile,
        think=think,
        history=history,
        placement=placement,
        mode=mode,
        packages=_check_packages(get_profile(profile), given),
        versions=_code_versions(given, profile),
    )


def signature_of(
    languages: Iterable[Language],
    checks: Iterable[str],
    *,
    profile: str = "native",
    think: str = "strip",
    history: str = "own",
    placement: str = "as-given",
    mode: str = STRICT_AND_LOOSE,
    packages: Iterable[str] = (),
    versions: Mapping[str, str] = FrozenDict(),
) -> Signature:
    """Returns a signature from the languages, and from a text for each turn that was checked.

    The packages are those that matter only to some of the checks. The versions are those of judges
    and of other packages' checkers, by the id of the check.

    Raises:
        MifcheckError: an unknown profile.
    """
    known = list(languages)
    reading = get_profile(profile)
    return Signature(
        profile=reading.signature,
        lang="+".join(map(_version_of, known)),
        unit="+".join(sorted({language.count_unit for language in known})),
        mode=mode,
        think=think,
        history=history,
        placement=placement,
        checks=multiset_digest(checks),
        lib=_libraries(reading, known, packages, versions),
    )


def _version_of(language: Language) -> str:
    level = "" if language.level == "measured" else f".{language.level}"
    return f"{language.code}@{language.digest}{level}"


def _libraries(
    profile: Profile,
    languages: Iterable[Language],
    others: Iterable[str],
    versions: Mapping[str, str],
) -> str:
    """Returns what verdicts depend on besides the language files, as `name=version+...`.

    A reference profile names its own packages, and uses no language file.
    """
    found = {"unicode": unicodedata.unidata_version, **versions}
    if not profile.libraries():
        packages = {"regex", "py3langid", "simplemma", *others}
        packages.update(*map(language_packages, languages))
        found |= {name: _version(name) for name in packages}
        found["identification"] = _identification()
    return "+".join(f"{name}={found[name]}" for name in sorted(found))


def _check_packages(profile: Profile, conversations: Iterable[Conversation]) -> set[str]:
    """Returns the packages that only some checks need, for word classes or for themselves."""
    asked = {
        (get_language(row.language), each.id): each
        for row in conversations
        for turn in row.turns
        for each in turn.instructions
    }
    needed: set[str] = set()
    for language in {language for language, _ in asked}:
        for name in ("syllables", "verbs"):
            packages = class_packages(language, name)
            nothing: dict[str, Any] = {name: ""}
            without = replace(language, classes=replace(language.classes, **nothing))
            ids = (each for known, each in asked.items() if known[0] == language)
            if packages and any(_differs(profile, each, language, without) for each in ids):
                needed.update(packages)
    for each in {each.id: each for each in asked.values()}.values():
        needed.update(_own_packages(profile, each))
    return needed


def _own_packages(profile: Profile, asked: Instruction) -> tuple[str, ...]:
    """Returns the packages that a check itself needs."""
    try:
        return profile.build(asked.id, asked.kwargs).packages
    except MifcheckError:
        return ()


def _differs(profile: Profile, asked: Instruction, one: Language, other: Language) -> bool:
    """Tells whether an instruction is judged in only one of two languages."""
    try:
        checker = profile.build(asked.id, asked.kwargs)
    except MifcheckError:
        # It is not judged at all, and what reports the error is elsewhere.
        return False
    return checker.unsupported_reason(one) != checker.unsupported_reason(other)


def _code_versions(conversations: Iterable[Conversation], profile: str) -> dict[str, str]:
    """Returns the version of each judge and of each other package's checker, by its id."""
    turns = (turn for row in conversations for turn in row.turns)
    found: dict[str, str] = {}
    for asked in {each for turn in turns for each in turn.instructions}:
        try:
            checker = compile_instruction(asked, profile)
        except MifcheckError:
            # It is not judged at all, and what reports the error is elsewhere.
            continue
        found |= code_versions(checker)
    return found


def _version(package: str) -> str:
    try:
        # A local version, 1.0+cpu, contains the separator of libraries.
        return importlib.metadata.version(package).replace("+", "-")
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _identification() -> str:
    """Returns a digest of the identification words of all files, since they compete.

    No file of another level than these tells a language from its neighbours.
    """
    codes = known_languages("measured", "supported")
    rules = {code: dataclasses.asdict(get_language(code).identification) for code in codes}
    text = json.dumps(rules, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def multiset_digest(texts: Iterable[str]) -> str:
    """Returns a digest of texts in any order; two such digests can be added."""
    # JSON may hold half of a surrogate pair, which UTF-8 proper does not encode.
    encoded = (each.encode("utf-8", "surrogatepass") for each in texts)
    digests = (hashlib.sha256(each).digest()[:8] for each in encoded)
    return _hex(sum(int.from_bytes(each, "big") for each in digests))


def _added(one: str, other: str) -> str:
    return _hex(int(one, 16) + int(other, 16))


def _hex(total: int) -> str:
    return f"{total % 2**48:012x}"


def _whole(kwargs: dict[str, Any]) -> dict[str, Any]:
    # JSON from a data frame may write whole numbers as 3.0.
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in kwargs.items()
    }


def spec(id: str, kwargs: dict[str, Any], role: str = "user") -> str:
    """Returns an instruction as one text, the same for all spellings of its parameters."""
    parts = [id, _whole(kwargs)] if role == "user" else [id, _whole(kwargs), role]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)


def _turns(conversation: Conversation) -> Iterator[str]:
    """Yields the active instructions of each turn, sorted.

    An instruction that was given again while it was active has its age with it.
    """
    undated = tuple(dataclasses.replace(turn, since=()) for turn in conversation.turns)
    unbroken = dataclasses.replace(conversation, turns=undated)
    for turn, *ages in zip(conversation.turns, conversation.ages(), unbroken.ages(), strict=True):
        specs = [spec(row.id, row.to_dict()["kwargs"], row.role) for row in turn.instructions]
        dated = zip(*(sorted(zip(specs, each, strict=True)) for each in ages), strict=True)
        yield ",".join(
            text if age == longest else f"{text}@{age}" for (text, age), (_, longest) in dated
        )
