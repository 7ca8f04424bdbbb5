"""Dates as the standard writes them, and as files write them."""

import re
from datetime import date
from typing import Final

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?")
_MONTHS: Final = 12
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


def exact_date(text: str) -> date | None:
    """A date exactly as the standard asks: YYYY-MM-DD, a day that exists.

    Year 0, which Python has not, is as good as any other leap year.
    """
    match = _DATE.fullmatch(text)
    if match is None or not text.isascii():
        return None
    return _date(int(match[1]) or 4, int(match[2]), int(match[3]))


def understood_date(text: str) -> date | None:
    """The day that a text can only mean, None when it can mean two days or none.

    Understands times behind the date, single digits, slashes, day first, and a month and day that changed
    places.
    """
    text = text.strip()
    match = _LOOSE.fullmatch(text)
    if match is not None:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        return _date(year, month, day) or (_date(year, day, month) if day <= _MONTHS < month else None)
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first <= _MONTHS and second <= _MONTHS and first != second:
        return None
    return _date(year, second, first) or _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
