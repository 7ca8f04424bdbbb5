"""Lists whose pages have numbers: what is deleted meanwhile pulls the rest to an earlier page.

So a place names the last repositories that were seen, too, and what comes after them is what was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.forges.errors import broken_promise, shifted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from harvester.forges.answers import Fields

    ListPage = Callable[[int], tuple[tuple[Fields, ...], bool]]

REMEMBERED = 5  # repositories: one of them will be there still when the next page is asked for
FIRST = 1  # as both forges count their pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What comes after the ``last`` ones seen, up to the end of the forge's page ``number``."""

    number: int
    last: tuple[int, ...]
    items: tuple[Fields, ...]
    goes_on: bool

    def place_behind(self, taken: int) -> str | None:
        """Where the listing goes on when so many of the items were read; None: this was its end."""
        is_read = taken >= len(self.items)
        if is_read and not self.goes_on:
            return None
        return _place_of(self.number + is_read, self.behind(taken))

    def behind(self, taken: int) -> tuple[int, ...]:
        """The ids of all that were seen when so many of the items were read."""
        return (*self.last, *(item.number("id") or 0 for item in self.items[:taken]))


def stretches(forge: str, list_page: ListPage, place: str | None, size: int) -> Iterator[Stretch]:
    """All of a list from ``place`` on, oldest first; at least one stretch, which may be empty.

    ``list_page`` gives the page with a number, at most ``size`` items, and whether the forge says that there
    is more. Raises ``Unavailable`` where nobody could tell what was not seen, and what ``list_page`` raises.
    """
    number, last = _read_place(place)
    is_promised = False
    while True:
        listed, has_next = list_page(number)
        items = listed
        if number > FIRST or last:
            items = _unseen(forge, list_page, number, last, listed, is_promised=is_promised)
        stretch = Stretch(number=number, last=last, items=items, goes_on=has_next or len(listed) >= size)
        yield stretch
        if not stretch.goes_on:
            return
        number, last, is_promised = number + 1, stretch.behind(len(items)), has_next


def _unseen(
    forge: str,
    list_page: ListPage,
    number: int,
    last: Sequence[int],
    listed: tuple[Fields, ...],
    *,
    is_promised: bool,
) -> tuple[Fields, ...]:
    """What comes after the ``last`` ones, on page ``number``, of which ``listed`` is what is there now.

    What was deleted since pulled others to the page before: that is looked at again, or one of them would be
    missing from a listing that calls itself complete.
    """
    behind = _behind_last(listed, last)
    if behind is not None:
        return behind
    before, still_promised = list_page(number - 1) if number > FIRST else ((), False)
    if is_promised and still_promised and not listed:
        raise broken_promise(forge)
    behind = _behind_last(before, last)
    if behind is None:
        raise shifted(forge)
    return behind + listed


def _place_of(number: int, last: Sequence[int]) -> str:
    """Where a listing goes on: a page of the forge's, behind the last ones of these that is there."""
    return f"{number}/{'-'.join(map(str, last[-REMEMBERED:]))}"


def _read_place(text: str | None) -> tuple[int, tuple[int, ...]]:
    """The page and the last repositories before it; the start where there is no such place.

    A number alone, as earlier versions wrote it, is none: nobody could tell what shifted meanwhile.
    """
    number, slash, last = (text or "").partition("/")
    if not slash or not number.isdecimal():
        return FIRST, ()
    return int(number), tuple(int(each) for each in last.split("-") if each.isdecimal())


def _behind_last(listed: tuple[Fields, ...], last: Sequence[int]) -> tuple[Fields, ...] | None:
    """What stands behind the last one of ``last`` that is listed; None: none of them is."""
    numbers = [item.number("id") for item in listed]
    for number in reversed(last):
        if number in numbers:
            return listed[numbers.index(number) + 1 :]
    return None if last else listed
