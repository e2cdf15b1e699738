"""Which lines are dates and nothing else."""

from __future__ import annotations

import pytest

from mifcheck.markup.dates import is_date

DATES = [
    "2024-05-03", "3.5.2024", "03/05/24", "May 3, 2024", "3 May 2024", "Rome, May 3, 2024", "3. Mai 2024", "3 мая 2024 г.", "«3» мая 2024 года",
    "3 de mayo de 2024", "São Paulo, 3 de maio de 2024", "Rouen, le 3 mai 2024", "3 मई 2024", "2024年5月3日 星期五", "5月3日",
    "2024年5月3日周五", "5月3日（金）晴れ", "5月3日土曜日 雨", "5月3日晴",
]  # fmt: skip
OTHERS = [
    "We met on May 3, 2024",
    "May 3, 2024 was cold",
    "1.5",
    "2024",
    "3 May",
    "5月3日，下雨",
    "5月3日下雨。",
    "5月3日我去北京",
    "5月3日に京都へ",
    "May, I ask",
]


@pytest.mark.parametrize("line", DATES)
def test_a_date_is_told(line):
    assert is_date(line)


@pytest.mark.parametrize("line", OTHERS)
def test_what_says_more_or_less_is_none(line):
    assert not is_date(line)
