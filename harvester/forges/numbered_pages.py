"""Places in a listing whose pages have numbers: what is deleted meanwhile pulls the rest to an earlier page.

So a place names the last repositories that were seen, too, and what comes after them is what was not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.forges.answers import Fields

REMEMBERED = 5  # repositories: one of them will be there still when the next page is asked for


def place_of(number: int, last: Sequence[int]) -> str:
    """Where a listing goes on: a page of the forge's, behind the last ones of these that is there."""
    return f"{number}/{'-'.join(map(str, last[-REMEMBERED:]))}"


def read_place(text: str | None) -> tuple[int, tuple[int, ...]]:
    """The page and the last repositories before it; the start where there is no such place."""
    number, _, last = (text or "1/").partition("/")
    return int(number), tuple(int(each) for each in last.split("-") if each.isdigit())


def behind_last(listed: tuple[Fields, ...], last: Sequence[int]) -> tuple[Fields, ...] | None:
    """What stands behind the last one of ``last`` that is listed; None: none of them is."""
    numbers = [item.number("id") for item in listed]
    for number in reversed(last):
        if number in numbers:
            return listed[numbers.index(number) + 1 :]
    return None if last else listed
