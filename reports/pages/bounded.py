"""Lists of software that stay short on a page: the first, how many more, and the question for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.pages.edition import Edition
    from reports.pages.frame import Link, Outside, Quote

_Row = TypeVar("_Row")
SHOWN: Final = 100
"""So many lines of a list are on a page; a register of thousands stays quick to open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One piece of software, what there is to say of it, and where that was seen."""

    software: Link
    note: str
    quote: Quote | None = None
    source: Outside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedList:
    """A list with its number; `more` tells of what is left out, `query` asks for all of it."""

    anchor: str
    title: str
    about: str
    number: str
    lines: tuple[Line, ...]
    more: str | None
    query: str


def bounded(
    edition: Edition,
    *,
    anchor: str,
    title: str,
    about: str = "",
    rows: Sequence[_Row],
    line: Callable[[_Row], Line],
    query: str,
) -> BoundedList:
    """The list as a page shows it; lines are made only as far as they are shown."""
    words, left = edition.words, len(rows) - SHOWN
    more = words.say_n(
        "And %(n)s more: ask the published database.", "And %(n)s more: ask the published database.", left
    )
    return BoundedList(
        anchor=anchor,
        title=title,
        about=about,
        number=words.number(len(rows)),
        lines=tuple(line(row) for row in rows[:SHOWN]),
        more=more if left > 0 else None,
        query=query,
    )
