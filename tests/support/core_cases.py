"""What several tests of the core share: a checker of every id, fixed texts, fresh interpreters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import mifcheck as mif

LANGUAGES = mif.known_languages()
CHECKERS = {id: mif.build(id, mif.describe(id).example) for id in mif.registry}

CLASSIC = {
    "change_case:capital_word_frequency",
    "change_case:english_capital",
    "change_case:english_lowercase",
    "combination:repeat_prompt",
    "combination:two_responses",
    "detectable_content:number_placeholders",
    "detectable_content:postscript",
    "detectable_format:constrained_response",
    "detectable_format:json_format",
    "detectable_format:multiple_sections",
    "detectable_format:number_bullet_lists",
    "detectable_format:number_highlighted_sections",
    "detectable_format:title",
    "keywords:existence",
    "keywords:forbidden_words",
    "keywords:frequency",
    "keywords:letter_frequency",
    "language:response_language",
    "length_constraints:nth_paragraph_first_word",
    "length_constraints:number_paragraphs",
    "length_constraints:number_sentences",
    "length_constraints:number_words",
    "punctuation:no_comma",
    "startend:end_checker",
    "startend:quotation",
}
"""The ids of IFEval and Multi-IF, which the reference profiles know."""

TEXTS = {code: mif.get_language(code).examples[0].text for code in LANGUAGES} | {
    "de": "Dr. Lang war am 3. Mai z. B. in „Köln“. »Geht's gut?«, fragte er. 3,5 km!\n\n- Straße\n- STRASSE",
    "en": "# Rain\n\nDr. Lee isn't here; she left at 5 p.m. today.\n\n- **One** [name]\n- Two, three\n\nP.S. Bye!",
    "es": "¿Vienes, Ana? ¡Sí! El Sr. Gil pagó 3,5 euros.\n\n«Dámelo ya.»",
    "fr": "« L'été, dit-il, c'est l'océan ! » M. Blin n'est pas venu aujourd'hui.",
    "hi": "डॉ. शर्मा ने कहा, “लड़का आया।” धीरे-धीरे बारिश रुक गई॥\n\n* पहला\n* दूसरा",
    "it": "L'amico dell'avv. Rossi non c'è. Dammelo, un po' per volta!",
    "pt": "O Sr. Silva pediu-lhe que fosse vê-lo às 9h30, na segunda-feira.\n***\nFim.",
    "ru": "В 1961 г. Ю. А. Гагарин, кто-то сказал, облетел Землю. «Ещё нет…»",
    "ja": "田中さんは「はい。」と言った。２０２４年に、東京へ行きます！\n\n・一つ目\n・二つ目",
    "zh": "我在2024年买了一台iPhone，花了5,000元。“好！”她说、笑了。\n\n**第一部分**",
}
"""A text of each language; that of its first example, where it has none here."""


def spans_of(verdict):
    """Every span of a verdict and of its parts."""
    yield from verdict.evidence
    for part in verdict.parts:
        yield from spans_of(part)


def require_sound(verdict, reply):
    """A verdict is JSON-able, explains itself, and its spans lie within the reply as given."""
    json.dumps(verdict.to_dict())
    assert verdict.passed in (True, False, None)
    assert verdict.explain(reply)
    length = len(reply)
    assert [
        (start, end, label)
        for start, end, label in spans_of(verdict)
        if not (0 <= start <= end <= length and isinstance(label, str))
    ] == []


def require_sound_result(result, reply):
    """All verdicts about a reply are sound; one that is strict and loose is read once."""
    for verdict in {id(each): each for each in (*result.strict, *result.loose)}.values():
        require_sound(verdict, reply)


def python(code, *, cwd=None, options=(), **environment):
    """What a fresh interpreter prints, running the code with this checkout's package."""
    house = str(Path(mif.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": house, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,  # a process that hangs; a busy machine takes its minutes
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr if options else done.stdout
