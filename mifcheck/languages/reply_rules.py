"""The tables of a language file about the parts of replies, as values."""

from __future__ import annotations

from dataclasses import dataclass

from mifcheck.errors import MifcheckError


@dataclass(frozen=True, slots=True)
class LetterRule:
    """How a letter to somebody begins and ends.

    Attributes:
        headers: words before a colon that give the title of a text, its subject, date or receiver.
        salutations: what a salutation begins with (Dear, Hello). An entry that begins with a hyphen
            is what it ends with (-様).
        closings: what the line before the signature, or the last line of a story, begins with
            (Yours, Best regards, The End). An entry that begins with a hyphen is what it ends with
            (-regards).
    """

    headers: tuple[str, ...] = ()
    salutations: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The fixed options of a constrained answer, as prompts in the language offer them.

    Attributes:
        sentences: sentences that give an option, which stands for {} ("My answer is {}.").
        options: the options, in groups that mean the same, in the order yes, no, maybe. The first
            of a group is the one that is shown.
        alone: sentences that are answers by themselves ("Sim."), in groups of the same order.
        unless_after: words after which a sentence is no answer ("whether my answer is yes").
    """

    sentences: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()
    unless_after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(sentence.count("{}") == 1 for sentence in self.sentences):
            raise MifcheckError("language file: [answers] each sentence needs one {}")
        if self.alone and len(self.alone) != len(self.options):
            raise MifcheckError("language file: [answers] alone needs as many groups as options")

    @property
    def shown(self) -> tuple[str, ...]:
        """The usual answers, in words."""
        said = [first.format(group[0]) for first in self.sentences[:1] for group in self.options]
        return (*said, *(group[0] for group in self.alone))


@dataclass(frozen=True, slots=True)
class PostscriptRule:
    """How a postscript within a line is told from the mention of one.

    Attributes:
        names: words for a postscript, which may stand before its marker ("postscript").
        mentioned_after: words after which a marker is mentioned ("a P.S."), in small letters.
        mentioned_before: words before which it is mentioned ("P.S. means"), in small letters.
        explained_by: words before which it is mentioned even at the beginning of a line.
    """

    names: tuple[str, ...] = ()
    mentioned_after: tuple[str, ...] = ()
    mentioned_before: tuple[str, ...] = ()
    explained_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalRule:
    """How a reply begins that refuses what was asked.

    A reply refuses if it begins with one of `whole`, or with one of `apologies` and then one of
    `unable` and one of `acts`. Apologies and connectors may stand before either. In an entry, `…`
    stands for other words of the same clause.

    Attributes:
        apologies: words of regret, and those with which a model says what it is.
        connectors: words between an apology and what follows.
        unable: words that say that the model cannot, or will not ("I can't").
        acts: what it cannot do ("assist").
        whole: words that refuse even without an apology ("I can't help with").
        offers: words that show that something was done nevertheless ("here is").
        gap: how many characters `…` stands for, at most.
    """

    apologies: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    unable: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    gap: int = 60
