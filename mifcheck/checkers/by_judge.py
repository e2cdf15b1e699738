"""Checkers whose verdicts come from a judge: a classifier, or a model that is asked.

A judge is a function of a batch of replies. `judged` makes a checker of it, with a version: who
judges is part of what was measured.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import registry
from mifcheck.checkers.grammar.written import Written, written_class
from mifcheck.errors import MifcheckError
from mifcheck.languages import Language, get_language
from mifcheck.safe import short_repr
from mifcheck.text import Text
from mifcheck.verdict import Verdict

_Judge = Callable[..., Sequence[Any]]

# What the signature writes as name=version, joined by +.
_NAME: Final = re.compile(r"[\w.:@/-]+")


class ByJudge(Written):
    """A checker whose verdict is what a judge says of the reply.

    Attributes:
        version: of the judge. Another version may give other verdicts.
        languages: the codes of the languages that the judge can read; all where there are none.
        asks_prompts: whether the judge is given the prompts, too.
    """

    view = "source"
    loose_is_strict = True
    abstains = "its judge cannot tell"
    version: ClassVar[str]
    languages: ClassVar[tuple[str, ...]]
    asks_prompts: ClassVar[bool]

    def unsupported_reason(self, language: Language) -> str:
        if not self.languages or language.code in self.languages:
            return ""
        return f"its judge reads {', '.join(self.languages)}, not {language.code}"

    def answered(self, answer: Verdict | Exception) -> ByJudge:
        """Returns this checker with an answer that is known, so that no judge is asked.

        An exception is raised when the checker is asked.
        """
        made = copy.copy(self)
        made.__dict__["_answer"] = answer
        return made

    def judge(self, text: Text) -> Verdict:
        answer: Verdict | Exception | None = self.__dict__.get("_answer")
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return answer
        if self.asks_prompts:
            return self.verdict(None, reason="its judge has to know the prompt, and scoring tells")
        return self.ask([text.string])[0]

    def ask(self, replies: Sequence[str], prompts: Sequence[str] = ()) -> list[Verdict]:
        """Asks the judge about a batch of replies; returns a verdict on each.

        Args:
            replies: the replies, none of them blank.
            prompts: the prompt of each, if the judge is given the prompts.

        Raises:
            MifcheckError: the judge returned something else than an answer for each reply.
        """
        batch = [list(replies), list(prompts)] if self.asks_prompts else [list(replies)]
        answers = list(type(self).written(*batch, **self.given))
        if len(answers) != len(replies):
            told = f"the judge returned {len(answers)} answers for {len(replies)} replies"
            raise MifcheckError(f"{self.id}: {told}; one for each is expected")
        return [self._verdict(answer) for answer in answers]

    def _verdict(self, answer: Any) -> Verdict:
        """Returns the verdict that an answer of the judge stands for."""
        if isinstance(answer, Verdict):
            return replace(answer, check=self.id, required=self.required, parts=(), raised=False)
        # The numbers and truth values of numpy and torch.
        plain = answer.item() if hasattr(answer, "item") else answer
        if plain is None or isinstance(plain, bool):
            return self.verdict(plain, reason=f"the judge says {_WORDS[plain]}")
        if isinstance(plain, (int, float)) and 0 <= plain <= 1:
            told = f"the judge gives a probability of {plain:.3g}, and 0.5 or more passes"
            return self.verdict(plain >= 0.5, plain, reason=told)
        expected = "True, False, None, a probability from 0 to 1 or a Verdict is expected"
        raise MifcheckError(f"{self.id}: {expected}, not {short_repr(answer)}")


_WORDS: Final = {True: "yes", False: "no", None: "that it cannot tell"}


def judged(
    id: str,
    *,
    version: str,
    asks: str,
    languages: Sequence[str] = (),
    example: Mapping[str, Any] | None = None,
) -> Callable[[_Judge], type[Checker]]:
    """Decorator: makes a checker of a judge, a function of a batch of replies, and registers it.

    The function's first parameter is `replies`, a list of texts. If the second is `prompts`, it is
    a list of what the user said in the turn of each. The others are the parameters of the checker,
    with their types and defaults. It returns for each reply True, False, None (not judged), the
    probability that the reply follows the instruction, or a `Verdict`.

    The loose verdict is the strict one. Scoring a run asks in batches, and keeps the answers in the
    run folder.

    Args:
        id: the id, `family:name`.
        version: of the judge, in letters, digits and `. _ - : @ /`. It is in the signature of
            scores; raise it whenever an answer may be another one.
        asks: what is asked for, as a template, as for `mifcheck.checker`.
        languages: the languages that the judge can read; a reply in another is not judged. Default:
            all.
        example: parameters that it can take.

    Raises:
        MifcheckError: the version or the id has other characters, the first parameter is not
            `replies`, or as for `mifcheck.checker`.
        UnknownLanguageError: one of the languages.
    """
    for what, name in (("id", id), ("version", version)):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            expected = "letters, digits and . _ - : @ / are expected"
            raise MifcheckError(f"{what} of a judged checker: {expected}, not {short_repr(name)}")
    listed = (languages,) if isinstance(languages, str) else languages
    codes = tuple(get_language(each).code for each in listed)

    def register(judge: _Judge) -> type[Checker]:
        names = list(inspect.signature(judge).parameters)
        if names[:1] != ["replies"]:
            raise MifcheckError(f"{id}: the first parameter of a judge is `replies`")
        batch = names[1:2] == ["prompts"]
        cls = written_class(
            judge, ByJudge, names[1 + batch :], version=version, languages=codes, asks_prompts=batch
        )
        return registry.checker(id, asks=asks, example=example)(cls)

    return register


def judges_in(checker: Checker) -> Iterator[ByJudge]:
    """Yields the judged checkers that a checker is, or is composed of."""
    if isinstance(checker, ByJudge):
        yield checker
    for each in checker.inner:
        yield from judges_in(each)
