"""Instructions recognised by their wording: the forms are data, and this reads them.

A pattern is written as the instruction reads, "start every sentence with the letter {letter}":

    word, response[s]   itself, in any case and spacing; with or without the ending
    {letter}            a slot, which takes up a value; {value:number} calls a slot "value"
    (all | each of)     one or the other
    [in the range]      this or nothing
    <scope>             a piece that several patterns share

A slot takes the wordings that its kind lists, and what `OPEN` knows where its kind says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mifcheck.conversation import Instruction
from mifcheck.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TOKEN: Final = re.compile(
    r"\{(?P<slot>\w+(?::\w+)?)\}|<(?P<piece>\w+)>|(?P<mark>[\[\]()|,])"
    r"|(?P<word>[\w'-]+)(?:\[(?P<ending>\w+)\])?|\s+"
)
_QUOTES: Final = ("''", '""', "‘’", "“”", "«»", "``", "()")

# A space may be missing after a full stop.
_CAPITAL: Final = "(?-i:[A-Z])"
# What an error message shows of a text.
_SENTENCE: Final = re.compile(r"[^\n]{0,119}?(?:[.!?](?=\s)|(?=\n|$))|[^\n]{120}")


def _quoted(inside: str) -> str:
    """`inside`, which tells the two marks as {0} and {1}, between marks of any of the pairs."""
    return "|".join(
        re.escape(begin) + inside.format(re.escape(begin), re.escape(end)) + re.escape(end)
        for begin, end in _QUOTES
    )


# The mark that closes may stand within as an apostrophe, between two letters.
_PHRASE: Final = _quoted(r"(?:[^{0}{1}\n]|(?<=\w){1}(?=\w))+")
_LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class Open:
    """A kind of value that no list can hold: its pattern, and how it is read."""

    pattern: str
    read: Callable[[str], Any]


def _bare(text: str) -> str:
    """A phrase without the marks around it."""
    return text[1:-1].strip() if text[0] + text[-1] in _QUOTES else text


OPEN: Final[Mapping[str, Open]] = {
    "whole": Open(r"(?<![\w.,-])[0-9]{1,9}(?!\w|[.,][0-9])", int),
    "letter": Open(rf"{_quoted(_LETTER)}|(?<!\w){_LETTER}(?!\w)", _bare),
    "quoted": Open(_PHRASE, _bare),
    "phrase": Open(rf"{_PHRASE}|(?<!\w)\w+(?:['’-]\w+)*(?!\w)", _bare),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What may stand in a slot: listed wordings with their values, or an open kind of value."""

    words: Mapping[str, Any] = field(default_factory=dict)
    open: str = ""

    @property
    def pattern(self) -> str:
        """Any of them, the longest wording first."""
        listed = map(_literal, sorted(self.words, key=len, reverse=True))
        return "|".join([*listed, *([OPEN[self.open].pattern] if self.open else [])])

    def value(self, text: str) -> Any:
        """What a wording that fits the pattern stands for."""
        listed = {_folded(wording): value for wording, value in self.words.items()}
        found = listed.get(_folded(text))
        return OPEN[self.open].read(text) if found is None else found


@dataclass(frozen=True, slots=True)
class Found:
    """An instruction and where in a text it stands."""

    instruction: Instruction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of an instruction.

    Attributes:
        id: of the check.
        kwargs: its parameters: "{number}" is the value of the slot "number", and is left out
            where neither the pattern nor `defaults` has that; anything else is as it is.
        defaults: values of slots that the pattern has not.
        pattern: compiled.
        slots: the name and kind of each group of it.
    """

    id: str
    kwargs: Mapping[str, Any]
    defaults: Mapping[str, Any]
    pattern: re.Pattern[str]
    slots: Mapping[str, tuple[str, Kind]]

    def parameters(self, match: re.Match[str]) -> dict[str, Any]:
        """The parameters that a match of the pattern tells."""
        values = dict(self.defaults)
        for group, (name, kind) in self.slots.items():
            if match[group] is not None:
                values[name] = kind.value(match[group].strip())
        told = {}
        for parameter, written in self.kwargs.items():
            slot = written[1:-1] if isinstance(written, str) and written[:1] == "{" else None
            if slot is None or slot in values:
                told[parameter] = written if slot is None else values[slot]
        return told


@dataclass(frozen=True, slots=True)
class Grammar:
    """The forms of a data set's instructions, each of which a label introduces.

    Attributes:
        label: what stands before an instruction, a pattern.
        forms: as many as there are patterns.
        examples: an instruction of each kind, for error messages.
    """

    label: re.Pattern[str]
    forms: tuple[Form, ...]
    examples: tuple[str, ...]

    @classmethod
    def from_toml(cls, text: str) -> Grammar:
        """A grammar from its file: `label`, `[slots]`, `[pieces]`, and a `[[form]]` for each id."""
        written = tomllib.loads(text)
        kinds = {name: Kind(**kind) for name, kind in written["slots"].items()}
        label = _label(written["label"])
        forms: list[Form] = []
        for form in written["form"]:
            for pattern in form["patterns"]:
                rule = _Rule(kinds, written["pieces"])
                body = rule.compiled(pattern)
                ended = rf"(?:{body})(?:\s*\.(?=\s|$|{_CAPITAL})|(?=\s*(?:$|\n|{label.pattern})))"
                forms.append(
                    Form(
                        form["id"],
                        form["kwargs"],
                        form.get("defaults", {}),
                        re.compile(ended, re.IGNORECASE),
                        rule.slots,
                    )
                )
        return cls(label, tuple(forms), tuple(form["example"] for form in written["form"]))

    def given(self, text: str) -> tuple[Found, ...]:
        """The instructions in a text, each with its label, in their order.

        Raises:
            DataError: a label is followed by what no form recognises.
        """
        return tuple(self._found(text, label) for label in self.label.finditer(text))

    def _found(self, text: str, label: re.Match[str]) -> Found:
        matches = [(form, form.pattern.match(text, label.end())) for form in self.forms]
        fitting = [(form, match) for form, match in matches if match]
        if not fitting:
            told = _SENTENCE.match(text, label.end())
            raise DataError(
                f"no known form of instruction: {told[0] if told else ''!r}; known are such as "
                + ", ".join(map(repr, self.examples))
            )
        form, match = max(fitting, key=lambda pair: pair[1].end())
        words = text[label.start() : match.end()].rstrip()
        instruction = Instruction(form.id, form.parameters(match), words)
        return Found(instruction, label.start(), label.start() + len(words))


def _label(word: str) -> re.Pattern[str]:
    """A label; one in small letters begins a line or a sentence, for it may be a mere word."""
    written = rf"(?<!\w)(?-i:{word.capitalize()}|{word.upper()})"
    return re.compile(rf"(?:{written}|(?:(?m:^)|(?<=[.!?]\s)){word})\s*:\s*", re.IGNORECASE)


class _Rule:
    """A pattern on its way to a regular expression."""

    def __init__(self, kinds: Mapping[str, Kind], pieces: Mapping[str, str]) -> None:
        self._kinds, self._pieces = kinds, pieces
        self.slots: dict[str, tuple[str, Kind]] = {}

    def compiled(self, pattern: str) -> str:
        """The regular expression; every part of it takes the space before it along."""
        return "".join(self._parts(pattern))

    def _parts(self, pattern: str) -> Iterator[str]:
        place = 0
        while place < len(pattern):
            token = _TOKEN.match(pattern, place)
            if token is None:
                raise ValueError(f"{pattern!r}, character {place + 1}: not of the notation")
            place = token.end()
            if token["slot"]:
                yield rf"\s*(?P<{self._slot(token['slot'])}>{self._slotted(token['slot'])})"
            elif token["piece"]:
                yield f"(?:{self.compiled(self._pieces[token['piece']])})"
            elif token["word"]:
                yield r"\s*" + _literal(token["word"], token["ending"] or "")
            elif token["mark"]:
                yield _MARKS[token["mark"]]

    def _slot(self, written: str) -> str:
        name, _, kind = written.partition(":")
        group = f"slot{len(self.slots)}"
        self.slots[group] = (name, self._kinds[kind or name])
        return group

    def _slotted(self, written: str) -> str:
        return self._kinds[written.rpartition(":")[2]].pattern


_MARKS: Final = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", ",": r"\s*,"}


def _literal(wording: str, ending: str = "") -> str:
    """A wording as it stands, whole words, in any spacing."""
    body = r"\s*".join(map(re.escape, wording.split()))
    if wording[:1].isalnum():
        body = rf"(?<!\w){body}"
    if ending:
        body += f"(?:{re.escape(ending)})?"
    return body + r"(?!\w)" if wording[-1:].isalnum() else body


def _folded(wording: str) -> str:
    return "".join(wording.casefold().split())
