"""Outcomes told in a few characters, and strategies for whole runs of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from mifcheck.conversation import Instruction
from mifcheck.scores.columns import ERROR, MISSING
from mifcheck.scores.estimates import Estimate
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores

VERDICT = {"+": True, "-": False, "?": None}


def reply(
    text: str, key: str = "k", turn: int = 1, sample: int = 0, language: str = "en", lost: int = 0
) -> ReplyOutcome:
    """A reply told as "+a -b@2 ?b:x": followed, not followed (given two turns ago), undecided.

    What is not said to be so many turns old was given at the first turn. Or as "error" or "missing", with `lost` active instructions.
    """
    place = (key, turn, sample, language, key.partition(":")[0])
    if text in {"error", "missing"}:
        return ReplyOutcome(*place, lost, status=ERROR if text == "error" else MISSING)
    words = [word.partition("@") for word in text.split()]
    verdicts = tuple(VERDICT[word[0]] for word, _, _ in words)
    instructions = tuple(Instruction(word[1:], {"of": word[1:]}) for word, _, _ in words)
    ages = tuple(int(age or turn - 1) for _, _, age in words)
    return ReplyOutcome(*place, len(words), instructions, ages, verdicts, verdicts)


def outcomes(replies: Sequence[ReplyOutcome], signature: str = "s") -> Outcomes:
    samples = 1 + max((item.sample for item in replies), default=0)
    return Outcomes.from_replies(replies, samples=samples, signature=signature)


def scored(replies: Sequence[ReplyOutcome], resamples: int = 0) -> Scores:
    return Scores(outcomes(replies), resamples=resamples)


def turns(*texts: str, key: str = "k") -> list[ReplyOutcome]:
    return [reply(text, key, turn) for turn, text in enumerate(texts, start=1)]


def share(estimate: Estimate) -> tuple[float | None, int]:
    return estimate.value, estimate.n


# Strategies -------------------------------------------------------------------------------------

check_texts = st.lists(
    st.tuples(st.sampled_from("+-?"), st.sampled_from(["f:a", "f:b", "g:a"])), max_size=4
).map(lambda words: " ".join(mark + name for mark, name in words))
reply_texts = check_texts | st.sampled_from(["error", "missing"])


@st.composite
def runs(draw: st.DrawFn, texts: st.SearchStrategy[str] = reply_texts) -> list[ReplyOutcome]:
    """Up to four conversations of up to three turns and samples, some of them translations."""
    samples = draw(st.integers(1, 3))
    result = []
    for key in draw(st.lists(st.sampled_from(["a:en", "a:hi", "b:en", "c:hi"]), unique=True)):
        for turn in range(1, 1 + draw(st.integers(1, 3))):
            for sample in range(samples):
                result.append(reply(draw(texts), key, turn, sample, key.partition(":")[2]))
    return result
