"""Replies that a parser reads: JSON that follows a schema, YAML, XML.

Each is read by a library. The whole reply has to be in the notation, and may stand in one fence.
"""

from __future__ import annotations

import functools
import importlib
import json
from abc import abstractmethod
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BeforeValidator, Field

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Fact, literal, notation
from mifcheck.checkers.grammar import examples, schemas
from mifcheck.checkers.values import frozen
from mifcheck.errors import MissingExtraError
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import Language
from mifcheck.markup.edges import whole_graphemes
from mifcheck.markup.fences import ANY_FENCE, unfenced
from mifcheck.markup.json_text import json_value
from mifcheck.searching import Unanswered
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_DEEPEST = 100
"""Levels of nesting that are read: recursion over more may exceed Python's limit."""
Schema = Annotated[
    FrozenDict,
    BeforeValidator(lambda value: FrozenDict(value) if isinstance(value, dict) else value),
    Field(description="a JSON Schema, as an object"),
]


class Fault(NamedTuple):
    """What is wrong with a text.

    Attributes:
        reason: what, in words.
        at: where in the text; None if no place can be named.
    """

    reason: str
    at: int | None = None


class Document(Checker):
    """Base of checkers of a notation. A subclass says what is wrong with a text."""

    view = "source"
    abstains = "it is nested too deeply, or reading it takes too long"
    module: str = ""
    """The module of the package that reads it; "" if Python does."""
    facts_suffice = True
    good: ClassVar[tuple[str, ...]] = ()
    """Texts in the notation, with {0}, {1} for words of the language."""
    bad: ClassVar[tuple[str, ...]] = ()
    """Texts that are almost in it."""

    def implies(self, language: Language) -> Iterable[Fact]:
        yield notation(_fenced(self.good), _fenced(self.bad))

    @property
    def packages(self) -> tuple[str, ...]:
        return (_PACKAGES[self.module],) if self.module else ()

    def prepare(self) -> None:
        if self.module:
            _library(self.module)

    @abstractmethod
    def fault(self, string: str) -> Fault | None:
        """Returns the first thing that is wrong; None if the text is in the notation.

        Raises:
            Unanswered: that cannot be told, or not in time.
        """

    def judge(self, text: Text) -> Verdict:
        start, end = unfenced(text.string, *text.content[:2], ANY_FENCE)
        try:
            fault = self.fault(text.string[start:end])
        except Unanswered as error:
            return self.verdict(None, reason=str(error))
        except RecursionError:
            return self.verdict(None, reason="the call stack leaves no room to read it")
        if fault is None:
            return self.verdict(True, reason="it can be read")
        if fault.at is None:
            return self.verdict(False, None, (text.content,), fault.reason)
        at = min(start + fault.at, end)
        place = whole_graphemes(text.string, at, min(at + 1, end))
        line = text.string.count("\n", 0, at) + 1
        return self.verdict(False, line, (Span(*place, "error"),), f"line {line}: {fault.reason}")


@frozen
class FollowsSchema(Document):
    """The whole text is JSON that follows a schema."""

    schema: Schema
    module = "jsonschema"

    @property
    def required(self) -> str:
        title = self.schema.get("title", "")
        return "JSON that follows the schema" + (f" {title!r}" if title else "")

    def prepare(self) -> None:
        super().prepare()
        schemas.require_schema(self.schema.to_dict())

    def implies(self, language: Language) -> Iterable[Fact]:
        schema = self.schema.to_dict()
        good, bad = map(literal, examples.following(schema)), examples.not_following(schema)
        others = ("{0}", '{{"{0}": ', "[{0}]", *map(literal, bad))
        yield notation(_fenced(good), _fenced(others), "no value is built that follows the schema")

    def fault(self, string: str) -> Fault | None:
        _library(self.module)
        try:
            value = json_value(string, _DEEPEST)
        except json.JSONDecodeError as error:
            return Fault(f"not JSON: {error.msg}", error.pos)
        reason = schemas.violation(self.schema.to_dict(), value)
        return Fault(reason) if reason else None


@frozen
class Yaml(Document):
    """The whole text is YAML: each document a mapping or a sequence, not plain text."""

    module = "yaml"
    good = ("{0}: {1}", "- {0}\n- {1}", "{0}:\n  - {1}\n  - {2}\n{1}: {0}")
    bad = ("{0} {1}", "{0}: {1}\n{0}: {2}", "- {0}\n{1}: {2}", "{0}: [{1}")

    @property
    def required(self) -> str:
        return "a reply in YAML"

    def fault(self, string: str) -> Fault | None:
        yaml = _library(self.module)
        reading = _YamlReading(yaml)
        try:
            # Events, not values: an alias is never expanded.
            for event in yaml.parse(string, Loader=_yaml_loader()):
                fault = reading.fault(event)
                if fault:
                    return fault
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            return Fault(f"not YAML: {error.problem or error.context}", mark and mark.index)
        except yaml.reader.ReaderError as error:
            return Fault("not YAML: a character that YAML does not allow", error.position)
        return None if reading.documents else Fault("nothing but comments")


@functools.cache
def _yaml_loader() -> Any:
    """Returns a loader that stops at the bracket that is too deep.

    PyYAML reads far ahead of its events, and for each sign it looks through all open brackets.
    """
    loader: Any = _library("yaml").SafeLoader

    class Loader(loader):  # type: ignore[misc]
        def fetch_flow_collection_start(self, token: Any) -> None:
            if self.flow_level >= _DEEPEST:
                raise _too_deep()
            super().fetch_flow_collection_start(token)

    return Loader


def _too_deep() -> Unanswered:
    return Unanswered(f"nested deeper than {_DEEPEST} levels")


class _YamlReading:
    """What has been read of a text in YAML, event by event."""

    def __init__(self, yaml: Any) -> None:
        self._yaml = yaml
        self._anchors: set[str] = set()
        # The keys of each open mapping, with whether a key comes next; None for a sequence.
        self._open: list[tuple[set[tuple[str, bool]], bool] | None] = []
        self.documents = 0

    def fault(self, event: Any) -> Fault | None:
        """Takes the next event, and returns what is wrong with it."""
        yaml = self._yaml
        at = event.start_mark.index
        if isinstance(event, yaml.DocumentStartEvent):
            self._anchors.clear()
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            return self._node(event, at)
        return None

    def _node(self, event: Any, at: int) -> Fault | None:
        yaml = self._yaml
        scalar = isinstance(event, yaml.ScalarEvent)
        if not self._open:
            self.documents += 1
            if not isinstance(event, yaml.CollectionStartEvent):
                return Fault("plain text, where a mapping or a list is expected", at)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                return Fault(f"the alias *{event.anchor} stands for nothing before it", at)
        elif event.anchor:
            self._anchors.add(event.anchor)
        if self._open and (mapping := self._open[-1]):
            keys, is_key = mapping
            self._open[-1] = keys, not is_key
            if is_key and scalar:
                key = event.value, event.implicit[0]
                if key in keys:
                    return Fault(f"the key {event.value!r} is repeated", at)
                keys.add(key)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append((set(), True) if isinstance(event, yaml.MappingStartEvent) else None)
            if len(self._open) > _DEEPEST:
                raise _too_deep()
        return None


@frozen
class Xml(Document):
    """The whole text is XML: one element, with everything in it closed.

    It declares no entities, and no attributes that elements have without saying so.
    """

    good = (
        "<answer>{0}</answer>",
        '<list>\n  <item id="1">{0}</item>\n  <item id="2">{1} {2}</item>\n</list>',
        "<answer/>",
    )
    bad = (
        "{0} {1}",
        "<answer>{0}",
        "<answer><b>{0}</answer></b>",
        "<answer>{0}</answer><answer>{1}</answer>",
    )

    @property
    def required(self) -> str:
        return "a reply in XML"

    def fault(self, string: str) -> Fault | None:
        from xml.parsers import expat

        # Of what is declared once and put in everywhere bombs are made. No reply needs it.
        parser = expat.ParserCreate("utf-8")
        parser.EntityDeclHandler = _refuse_entity
        parser.AttlistDeclHandler = _refuse_default
        opened: list[str] = []
        parser.StartElementHandler = lambda name, _: opened.append(name)
        parser.EndElementHandler = lambda _: opened.pop()
        raw = string.encode("utf-8", "replace")
        try:
            parser.Parse(raw, True)
        except _DeclaredError as declared:
            fault = f"{declared} is declared, which is not read"
        except expat.ExpatError as error:
            fault = f"not XML: {_expected(error.code, opened)}"
        else:
            return None
        return Fault(fault, len(raw[: parser.ErrorByteIndex].decode("utf-8", "ignore")))


class _DeclaredError(Exception):
    """Is raised out of the parser, and caught at once."""


def _refuse_entity(*_: object) -> None:
    raise _DeclaredError("an entity")


def _refuse_default(*declared: object) -> None:
    if declared[3] is not None:
        raise _DeclaredError("the value of an attribute")


def _expected(code: int, opened: list[str]) -> str:
    """Returns what is wrong with XML: the parser's code, with the elements that are open."""
    from xml.parsers.expat import ErrorString, errors

    message = ErrorString(code)
    if opened and message in (errors.XML_ERROR_TAG_MISMATCH, errors.XML_ERROR_NO_ELEMENTS):
        return f"</{opened[-1]}> is expected"
    if message in (errors.XML_ERROR_SYNTAX, errors.XML_ERROR_NO_ELEMENTS) and not opened:
        return "an element such as <answer> is expected"
    if message == errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
        return "nothing is expected after the first element"
    return message


def _fenced(texts: Iterable[str]) -> list[str]:
    """Returns texts, and the same in a code fence."""
    plain = list(texts)
    return [*plain, *(f"```\n{text}\n```" for text in plain)]


_PACKAGES = {"jsonschema": "jsonschema", "yaml": "PyYAML"}


def _library(module: str) -> Any:
    """Returns a module of the extra `formats`.

    Raises:
        MissingExtraError: its package is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"this check needs {_PACKAGES[module]}, which is not installed: "
            'pip install "mifcheck[formats]"'
        ) from error
