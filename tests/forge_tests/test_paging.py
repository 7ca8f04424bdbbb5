from __future__ import annotations

import pytest

from tests.forge.paging import Bounds, CursorError, Order, page_as_listed, page_of

LETTERS = ["a", "b", "c", "d", "e"]
ASCENDING: Order[str] = Order(key=lambda letter: (letter,))
DESCENDING: Order[str] = Order(key=lambda letter: (letter,), descending=True)


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    one = page_of(LETTERS, ASCENDING, Bounds(first=2))
    two = page_of(LETTERS, ASCENDING, Bounds(first=2, after=one.cursors[-1]))
    three = page_of(LETTERS, ASCENDING, Bounds(first=2, after=two.cursors[-1]))
    assert (*one.items, *two.items, *three.items) == tuple(LETTERS)
    assert [page.has_next for page in (one, two, three)] == [True, True, False]
    assert [page.has_previous for page in (one, two, three)] == [False, True, True]


def test_something_that_goes_away_between_two_pages_shifts_nothing() -> None:
    one = page_of(LETTERS, DESCENDING, Bounds(first=2))
    two = page_of(["a", "b", "c", "e"], DESCENDING, Bounds(first=2, after=one.cursors[-1]))
    assert (one.items, two.items) == (("e", "d"), ("c", "b"))


def test_pages_can_be_read_backwards() -> None:
    last = page_of(LETTERS, ASCENDING, Bounds(last=2))
    before = page_of(LETTERS, ASCENDING, Bounds(last=2, before=last.cursors[0]))
    assert (last.items, before.items) == (("d", "e"), ("b", "c"))


def test_a_short_list_keeps_its_own_order() -> None:
    page = page_as_listed(["z", "a"], Bounds(first=1))
    assert (page.items, page.total, page.has_next) == (("z",), 2, True)


def test_an_empty_page_has_no_cursors() -> None:
    assert page_of([], ASCENDING, Bounds(first=2)).info()["endCursor"] is None


@pytest.mark.parametrize("cursor", ["%%%", "bm8gY3Vyc29y", "ej0="])
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        page_of(LETTERS, ASCENDING, Bounds(first=1, after=cursor))
