"""What is in a text beside its sentences, and the sentences that name what has to be named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mifcheck.checkers.facts import Measure, Phrasing
from mifcheck.checkers.grammar.steps import Where
from mifcheck.errors import InexpressibleError
from mifcheck.languages.characters import FINAL_MARKS, HAS_WORD
from mifcheck.testing.draft import Draft, SentenceSlot, in_lines
from mifcheck.testing.plans import IN_WORDS, TextPlan, amount, near
from mifcheck.testing.wholes import MOST_BLANKS, fill_blanks
from mifcheck.text import Text

_FOREIGN = ("answers", "keyword", "lemma", "letter", "postscripts", "sections")


def give(draft: Draft) -> None:
    """Adds what stands at the edges, and lines of their own.

    Raises:
        InexpressibleError: they don't go together.
    """
    plan = draft.plan
    if plan.of("chosen units"):
        noun = plan.of("chosen units")[0].noun
        raise InexpressibleError(f"no text is built with a number of {noun}")
    draft.opening, draft.closing = draft.at("start", "reply"), draft.at("end", "reply")
    edges = [each for each in (draft.opening, draft.closing) if each]
    of_each = {("start", "sentences"), ("end", "sentences")} & set(plan.stands)
    if edges and (of_each or plan.of("sentence length")):
        raise InexpressibleError("a given text has sentences of its own")
    if plan.case == "lower" and any(each != each.lower() for each in edges):
        raise InexpressibleError("a given text has capital letters")
    titles = [
        f"<<{draft.choices.pick(draft.writer.things)}>>" for _ in range(draft.count("titles"))
    ]
    sections = [
        f"{measure.of} {number}"
        for measure in plan.of("sections")
        for number in range(1, 1 + draft.counts.pick(near(plan.bounds[measure], 0)))
    ]
    draft.heads = [*titles, *sections]
    if plan.frame == "json" and (draft.heads or edges or of_each or plan.of("sentence length")):
        raise InexpressibleError("JSON has a form of its own")
    led = [stands.name for _, stands in draft.leading]
    draft.given = [*edges, *draft.heads, *led]
    if plan.told and plan.written != plan.language.code and (edges or led or plan.of(*_FOREIGN)):
        raise InexpressibleError("what is given is in another language")
    if plan.told and not (draft.writer.subjects and draft.writer.predicates):
        raise InexpressibleError("no words are left that tell the language")
    if ("start", "sentences") in plan.stands and plan.of("postscripts"):
        raise InexpressibleError("a postscript begins with its marker")


def name_things(draft: Draft) -> None:
    """Adds sentences that name what has to be named.

    Raises:
        InexpressibleError: there are too many already, or no word for it.
    """
    promises = [*_answers(draft), *_postscripts(draft)]
    items: list[str] = []

    def add(item: str) -> None:
        items.append(item)
        draft.given.append(item)

    plan, things = draft.plan, draft.writer.things
    for _ in range(draft.count("highlights")):
        add(f"*{draft.choices.pick(things)}*")
    for _ in range(draft.count("placeholders")):
        add(f"[{draft.choices.pick(things)}]")
    for measure in plan.of("numbers"):
        values = _values(measure)
        for at in range(draft.lacking(measure)):
            add(values[at % len(values)])
    if items and plan.of("numbers"):
        # A line of a word and a number may be the name of a chapter.
        add(draft.choices.pick(things))
    for measure in sorted(plan.of("keyword", "lemma"), key=lambda each: -len(_keyword(each))):
        for _ in range(draft.lacking(measure)):
            add(_keyword(measure))
    _name_units(draft, add)
    for measure in plan.of("letter"):
        lacking = draft.lacking(measure)
        while lacking:
            word = _word_with(draft, measure, lacking)
            add(word)
            lacking -= amount(measure, word, plan.language)
    for measure in plan.of("capital_words"):
        for word in _capitals(draft, measure):
            add(word)
    commas = 0
    for measure in plan.of("commas"):
        commas = draft.lacking(measure)
        while commas and len(items) <= commas:
            add(draft.choices.pick(things))
    if plan.differ and not items:
        add(draft.choices.pick(things))
    _require(draft)
    _require_lines(draft)
    draft.slots += [*_mentions(draft, items, commas), *promises]


def _name_units(draft: Draft, add: Callable[[str], None]) -> None:
    """Adds the units that are lacking, those that are lines below the sentences."""
    for measure in draft.plan.of("units"):
        wanted = draft.tallied(measure) + draft.lacking(measure)
        while draft.tallied(measure) < wanted:
            unit = _unit(draft, measure)
            if in_lines(measure):
                draft.lines.append(unit)
                draft.given.append(unit)
            else:
                add(unit)


def _require(draft: Draft) -> None:
    """Checks that what is counted is still as asked, since one thing may hold another."""
    repeated = f"{draft.prefix} {draft.at('end', 'sentences')}"
    for measure in draft.plan.of(*IN_WORDS):
        if not all(draft.tallied(measure) in bound for bound in draft.plan.bounds[measure]):
            raise InexpressibleError(f"too many {measure.noun}")
        if amount(measure, repeated, draft.plan.language) and not draft.plan.is_open(measure):
            raise InexpressibleError(f"every sentence adds to the {measure.noun}")


def _require_lines(draft: Draft) -> None:
    """Checks that lines of their own may stand in the text."""
    plan = draft.plan
    if not draft.lines:
        return
    seen = Text("\n".join(draft.lines), plan.language)
    if plan.frame == "json" or (plan.of("bullets") and seen.source.bullets):
        raise InexpressibleError("a list of its own stands there")
    if plan.of("sentences", "sentence length") or "sentences" in _of_each(plan):
        raise InexpressibleError("a line may be a sentence")


def _answers(draft: Draft) -> list[SentenceSlot]:
    rule = draft.plan.language.answers
    wanted = draft.count("answers")
    if wanted and (wanted > len(rule.options) or not rule.sentences or draft.plan.frame == "json"):
        raise InexpressibleError("there are no such answers")
    if wanted and any(of in ("sentences", "sentence length") for of in _of_each(draft.plan)):
        raise InexpressibleError("a fixed answer is a sentence of its own")
    said = [rule.sentences[0].format(option[0]) for option in rule.options[:wanted]]
    draft.given += said
    return [SentenceSlot(each, draft.units(each), 0, "answer") for each in said]


def _of_each(plan: TextPlan) -> list[str]:
    """Returns what is asked of each sentence."""
    return [of for _, of in plan.stands] + [each.kind for each in plan.of("sentence length")]


def _postscripts(draft: Draft) -> list[SentenceSlot]:
    plan = draft.plan
    markers = [
        str(measure.key)
        for measure in plan.of("postscripts")
        for _ in range(draft.counts.pick(near(plan.bounds[measure], 0, 1)))
    ]
    if markers and plan.frame == "json":
        raise InexpressibleError("JSON has no postscript")
    draft.given += markers
    return [SentenceSlot("", draft.units(each), 1, "postscript", each) for each in markers]


def _keyword(measure: Measure) -> str:
    of = measure.of
    return of.text if isinstance(of, Phrasing) else str(measure.key)


def _values(measure: Measure) -> list[str]:
    kind = measure.of.kind
    values = [str(value) for value in (*range(2, 60), 1000, 10**6) if value in kind][:5]
    values = values or [str(value) for value in range(-9, 10**4) if value in kind][:1]
    if not values:
        raise InexpressibleError("no number is of that kind")
    return values


def _word_with(draft: Draft, measure: Measure, most: int) -> str:
    """Returns a word that has a letter, but no more often than that, and nothing else counted."""
    language, letter = draft.plan.language, str(measure.of.letter)
    others = [each for each in draft.plan.of(*IN_WORDS) if each != measure]
    words = [
        word
        for piece in draft.plan.words.pieces
        for word in piece.split()
        if letter.casefold() in word.casefold()
        and 0 < amount(measure, word, language) <= most
        and not any(amount(other, word, language) for other in others)
    ]
    fullest = sorted(dict.fromkeys(words), key=lambda word: -amount(measure, word, language))[:4]
    if fullest:
        return draft.choices.pick(fullest)
    if amount(measure, letter, language) != 1:
        raise InexpressibleError(f"no word has the letter {letter!r}")
    if any(amount(other, letter, language) for other in others):
        raise InexpressibleError(f"the letter {letter!r} is in something else that is counted")
    return letter


def _unit(draft: Draft, measure: Measure) -> str:
    """Returns something that adds one to the units of a kind, and nothing else counted."""
    plan, classes = draft.plan, draft.plan.language.classes
    pieces = [word for piece in plan.words.pieces for word in piece.split()]
    marks = () if plan.of("sentences", "sentence length") else _MARKS
    things = [*draft.writer.things, *plan.words.nouns]
    several = len(things) >= MOST_BLANKS
    samples = [fill_blanks(each, (*things,)) for each in measure.of.unit.samples if several]
    if plan.of("sentences", "sentence length"):
        samples = [each for each in samples if not any(mark in each for mark in FINAL_MARKS)]
    # A word that predicates are about is one that they are true of.
    words = [step.predicate.word for step in measure.of.steps if isinstance(step, Where)]
    pool = (*samples, *filter(None, words), *pieces, *classes.conjunctions, *classes.pronouns)
    pool += (*_DIGITS, *marks, *_STRANGE, *(_LATIN if plan.words.spaced else ()))
    now, language, gap = draft.tallied(measure), plan.language, "\n" if in_lines(measure) else " "
    others = [each for each in plan.of(*IN_WORDS) if each != measure and not plan.is_open(each)]
    for piece in dict.fromkeys(pool):
        longer = amount(measure, gap.join([*draft.given, piece]), language)
        # A sentence may begin with it.
        capital = amount(measure, piece[:1].upper() + piece[1:], language)
        adds_one = longer == now + 1 and capital == 1
        adds_one |= longer > now and plan.is_open(measure)
        if adds_one and not any(amount(other, piece, language) for other in others):
            return str(piece)
    raise InexpressibleError(f"no word adds one to the {measure.noun}")


_DIGITS = ("7", "12", "1990")
_STRANGE = ("川", "あ", "ア", "‽")
# Where no spaces separate words they would be parts of longer ones.
_LATIN = ("niño", "pingüino", "café", "radar")
_MARKS = ("!", "?", "…", ".", ",", ";", ":", "(", "-")


def _capitals(draft: Draft, measure: Measure) -> list[str]:
    lacking, language = draft.lacking(measure), draft.plan.language
    if draft.plan.case == "upper":
        raise InexpressibleError("all words are in capitals")
    if not lacking:
        return []
    words = [each.upper() for each in draft.writer.things]
    words = [each for each in words if amount(measure, each, language) == 1]
    if draft.plan.case or not words:
        raise InexpressibleError("no word can be in capitals")
    return [words[at % len(words)] for at in range(lacking)]


def _mentions(draft: Draft, items: Sequence[str], commas: int) -> list[SentenceSlot]:
    """Returns sentences that name some things."""
    if not items:
        return []
    several = (
        1
        if commas or draft.plan.of("numbers")
        else draft.counts.pick(range(1, 1 + min(3, len(items))))
    )
    # A mark that is named must not stand beside the final mark of a sentence: ?!
    items = sorted(items, key=_has_word)
    several = min(several, max(1, sum(map(_has_word, items))))
    several = max(several, _needed(draft, items))
    framed = [each for each in draft.writer.mentions if each != "{}"] or ["{}"]
    found = []
    for at in range(several):
        frame, chunk = draft.choices.pick(framed), items[at::several]
        found.append(
            SentenceSlot(
                frame.format(_listed(draft, chunk, commas)),
                _units(draft, frame, chunk, commas),
                0,
                "named",
            )
        )
    return found


def _has_word(item: str) -> bool:
    return HAS_WORD.search(item) is not None


def _needed(draft: Draft, items: Sequence[str]) -> int:
    """Returns how many sentences name things, where a sentence has a greatest length."""
    bounds = draft.plan.bound("sentence length")
    if bounds is None:
        return 1
    longest = max(near(bounds, 1, 60))
    room = max(1, (longest - 2) // 3)
    return -(-len(items) // room)


def _listed(draft: Draft, items: Sequence[str], commas: int) -> str:
    words = draft.plan.words
    comma = words.comma + words.gap
    pair = f"{words.gap}{draft.writer.pair[0]}{words.gap}" if draft.writer.pair else " "
    said = items[0]
    for at, item in enumerate(items[1:]):
        said += (comma if at < commas else pair) + item
    return said


def _units(draft: Draft, frame: str, items: Sequence[str], commas: int) -> int:
    words = draft.plan.words
    pairs = max(0, len(items) - 1 - commas)
    pair = words.units(draft.writer.pair[0]) if draft.writer.pair else 0
    return words.units(frame.replace("{}", " ")) + pairs * pair + sum(map(draft.units, items))
