"""Recognises instructions by their wording. The wordings are data; this module reads them.

A pattern is written like the instruction, "start every sentence with the letter {letter}":

    word, response[s]   itself, in any case and spacing; with or without the ending
    {letter}            a slot for a value of type "letter"; {value:number}: a slot named "value"
    (all | each of)     one or the other
    [in the range]      this or nothing
    <scope>             a piece that several patterns share

A slot type lists its values by their wordings. It may also name one of the `OPEN_TYPES`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
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

# A full stop may be followed by a capital without a space.
_CAPITAL: Final = "(?-i:[A-Z])"
# The part of a text that an error message shows.
_SENTENCE: Final = re.compile(r"[^\n]{0,119}?(?:[.!?](?=\s)|(?=\n|$))|[^\n]{120}")


def _quoted(inside: str) -> str:
    """Returns a pattern: `inside` between any pair of marks, which it calls {0} and {1}."""
    return "|".join(
        re.escape(begin) + inside.format(re.escape(begin), re.escape(end)) + re.escape(end)
        for begin, end in _QUOTES
    )


# Between two letters the closing mark is an apostrophe.
_PHRASE: Final = _quoted(r"(?:[^{0}{1}\n]|(?<=\w){1}(?=\w))+")
_LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class OpenType:
    """Values that cannot be listed: their pattern, and how a match is read."""

    pattern: str
    read: Callable[[str], Any]


def _bare(text: str) -> str:
    """Returns a phrase without the marks around it."""
    return text[1:-1].strip() if text[0] + text[-1] in _QUOTES else text


OPEN_TYPES: Final[Mapping[str, OpenType]] = {
    "whole": OpenType(r"(?<![\w.,-])[0-9]{1,9}(?!\w|[.,][0-9])", int),
    "letter": OpenType(rf"{_quoted(_LETTER)}|(?<!\w){_LETTER}(?!\w)", _bare),
    "quoted": OpenType(_PHRASE, _bare),
    "phrase": OpenType(rf"{_PHRASE}|(?<!\w)\w+(?:['’-]\w+)*(?!\w)", _bare),
}


@dataclass(frozen=True, slots=True)
class SlotType:
    """The values that a slot accepts.

    Attributes:
        words: values by their wordings.
        open: the name of one of the `OPEN_TYPES`, or "".
    """

    words: Mapping[str, Any] = field(default_factory=dict)
    open: str = ""

    @property
    def pattern(self) -> str:
        """A pattern for all wordings, the longest first."""
        listed = map(_literal, sorted(self.words, key=len, reverse=True))
        return "|".join([*listed, *([OPEN_TYPES[self.open].pattern] if self.open else [])])

    def value(self, text: str) -> Any:
        """Returns the value of a wording that matches the pattern."""
        listed = {_folded(wording): value for wording, value in self.words.items()}
        found = listed.get(_folded(text))
        return OPEN_TYPES[self.open].read(text) if found is None else found


@dataclass(frozen=True, slots=True)
class FoundInstruction:
    """An instruction, and its start and end in a text."""

    instruction: Instruction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of an instruction.

    Attributes:
        id: of the check.
        kwargs: its parameters. "{number}" is the value of the slot "number"; the parameter is left
            out where neither the pattern nor `defaults` has this slot. Other values are literal.
        defaults: values of slots that are not in the pattern.
        pattern: the compiled pattern.
        slots: the name and type of each of its groups.
    """

    id: str
    kwargs: Mapping[str, Any]
    defaults: Mapping[str, Any]
    pattern: re.Pattern[str]
    slots: Mapping[str, tuple[str, SlotType]]

    def parameters(self, match: re.Match[str]) -> dict[str, Any]:
        """Returns the parameters in a match of the pattern."""
        values = dict(self.defaults)
        for group, (name, type) in self.slots.items():
            if match[group] is not None:
                values[name] = type.value(match[group].strip())
        given = {}
        for parameter, written in self.kwargs.items():
            slot = written[1:-1] if isinstance(written, str) and written[:1] == "{" else None
            if slot is None or slot in values:
                given[parameter] = written if slot is None else values[slot]
        return given


@dataclass(frozen=True, slots=True)
class Grammar:
    """The forms of the instructions of a data set. A label introduces each instruction.

    Attributes:
        label: the pattern of the label.
        forms: one for each wording.
        examples: one instruction for each id, for error messages.
    """

    label: re.Pattern[str]
    forms: tuple[Form, ...]
    examples: tuple[str, ...]

    @classmethod
    def from_toml(cls, text: str) -> Grammar:
        """Makes a grammar of TOML: `label`, `[slots]`, `[pieces]`, and a `[[form]]` for each id."""
        written = tomllib.loads(text)
        types = {name: SlotType(**values) for name, values in written["slots"].items()}
        label = _label(written["label"])
        forms: list[Form] = []
        for form in written["form"]:
            for pattern in form["patterns"]:
                slots: dict[str, tuple[str, SlotType]] = {}
                body = _translated(pattern, types, written["pieces"], slots)
                ended = rf"(?:{body})(?:\s*\.(?=\s|$|{_CAPITAL})|(?=\s*(?:$|\n|{label.pattern})))"
                compiled, defaults = re.compile(ended, re.IGNORECASE), form.get("defaults", {})
                forms.append(Form(form["id"], form["kwargs"], defaults, compiled, slots))
        return cls(label, tuple(forms), tuple(form["example"] for form in written["form"]))

    def given(self, text: str) -> tuple[FoundInstruction, ...]:
        """Returns the instructions in a text, each with its label, in order.

        Raises:
            DataError: no form matches what follows a label.
        """
        return tuple(self._found(text, label) for label in self.label.finditer(text))

    def _found(self, text: str, label: re.Match[str]) -> FoundInstruction:
        matches = [(form, form.pattern.match(text, label.end())) for form in self.forms]
        fitting = [(form, match) for form, match in matches if match]
        if not fitting:
            shown = _SENTENCE.match(text, label.end())
            raise DataError(
                f"no known form of instruction: {shown[0] if shown else ''!r}; examples: "
                + ", ".join(map(repr, self.examples))
            )
        form, match = max(fitting, key=lambda pair: pair[1].end())
        words = text[label.start() : match.end()].rstrip()
        instruction = Instruction(form.id, form.parameters(match), words)
        return FoundInstruction(instruction, label.start(), label.start() + len(words))


def _label(word: str) -> re.Pattern[str]:
    """Returns the pattern of a label. In lower case it must begin a line or a sentence.

    Elsewhere a word in lower case is an ordinary word.
    """
    written = rf"(?<!\w)(?-i:{word.capitalize()}|{word.upper()})"
    return re.compile(rf"(?:{written}|(?:(?m:^)|(?<=[.!?]\s)){word})\s*:\s*", re.IGNORECASE)


_MARKS: Final = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", ",": r"\s*,"}


def _translated(
    pattern: str,
    types: Mapping[str, SlotType],
    pieces: Mapping[str, str],
    slots: dict[str, tuple[str, SlotType]],
) -> str:
    """Translates a pattern into a regular expression, and adds its slots to `slots`.

    Each part matches the space before it too.
    """
    parts: list[str] = []
    place = 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            raise ValueError(f"{pattern!r}, character {place + 1}: not in the notation")
        place = token.end()
        if token["slot"]:
            name, _, kind = token["slot"].partition(":")
            group, values = f"slot{len(slots)}", types[kind or name]
            slots[group] = name, values
            parts.append(rf"\s*(?P<{group}>{values.pattern})")
        elif token["piece"]:
            parts.append(f"(?:{_translated(pieces[token['piece']], types, pieces, slots)})")
        elif token["word"]:
            parts.append(r"\s*" + _literal(token["word"], token["ending"] or ""))
        elif token["mark"]:
            parts.append(_MARKS[token["mark"]])
    return "".join(parts)


def _literal(wording: str, ending: str = "") -> str:
    """Returns a pattern for a wording: whole words, in any spacing."""
    body = r"\s*".join(map(re.escape, wording.split()))
    if wording[:1].isalnum():
        body = rf"(?<!\w){body}"
    if ending:
        body += f"(?:{re.escape(ending)})?"
    return body + r"(?!\w)" if wording[-1:].isalnum() else body


def _folded(wording: str) -> str:
    return "".join(wording.casefold().split())
