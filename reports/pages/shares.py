"""Shares as percentages that never round to a lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.translation import Words


def share(words: Words, part: int, whole: int) -> str:
    """`part` of `whole` in whole percents: 0 only when none, 100 only when all; a dash of nothing."""
    if whole == 0:
        return "-"
    if part and 200 * part <= whole:
        return words.say("less than 1%%")
    if part < whole and 200 * (whole - part) <= whole:
        return words.say("more than 99%%")
    return f"{words.number(round(100 * part / whole))}%"
