"""Lines that are only a date, as letters, notices and diaries have them."""

from __future__ import annotations

from typing import Final

import regex

from mifcheck.languages.characters import SENTENCE_ENDS, inside

_DAY, _YEAR = r"\p{Nd}{1,2}", r"\p{Nd}{4}"
_DATE: Final = regex.compile(
    rf"""
    # 2024年5月3日 星期五; 5月3日晴; but not: 5月3日我去北京
    (?: {_YEAR}年 )? {_DAY}月{_DAY}日
      (?: (?: [\s（(] | 星期 | [周週] | \p{{Han}}曜 ) [^{inside(SENTENCE_ENDS)}，,、]{{0,12}}
        | [晴阴陰雨曇雪]れ? )?
    # Rome, le
    | (?: \p{{Lu}} [\p{{L}}\ .-]{{1,24}} ,\s (?: \p{{Ll}}{{1,3}}\s )? )?
      (?: {_YEAR}[./-]{_DAY}[./-]{_DAY}
        | (?: {_DAY}[./-] ){{2}} (?: \p{{Nd}}{{2}} | {_YEAR} )
        # «5» мая 2024 г.; 5 de maio de 2024
        | [«"]? {_DAY} [º.»"]? \s (?: de\s )?
          \p{{L}}[\p{{L}}\p{{M}}]+ \.?,?\s (?: de\s )? {_YEAR}
        # May 5, 2024
        | \p{{Lu}}\p{{L}}{{2,}} \.?\s {_DAY},\s {_YEAR}
      )
      (?: \s (?: г | года | ई ) \.? )?
    """,
    regex.VERBOSE,
)


def is_date(line: str) -> bool:
    """Tells whether a line is a date, with the place and the day of the week at most."""
    return _DATE.fullmatch(line) is not None
