"""How much is asked for at once: halved where a forge chokes, grown again slowly.

Within a run it grows after some good pages. The next run begins with the size that worked, and after a run
without a failure with twice as much, so that no account stays small for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD_PAGES_BEFORE_GROWING = 8


class PageSize:
    """The size of an owner's pages, remembered while the client lives."""

    def __init__(self, largest: int, first: int | None = None) -> None:
        """Start with ``first``, which worked at the last look, else with the largest."""
        self._largest = largest
        self._first = min(largest, first or largest)
        self._good = 0
        self._worked = self._first
        self._has_choked = False
        self.now = self._first

    @property
    def can_shrink(self) -> bool:
        """Whether less can be asked for."""
        return self.now > 1

    @property
    def next_time(self) -> int | None:
        """With which the next look begins; None: with the largest."""
        size = self._worked if self._has_choked else self._first * 2
        return size if size < self._largest else None

    def shrink(self) -> None:
        """The forge choked."""
        self.now, self._good = max(1, self.now // 2), 0
        self._worked, self._has_choked = self.now, True

    def went_well(self) -> None:
        """A page came in; after some of them a larger one is tried."""
        self._good += 1
        self._worked = self.now
        if self._good >= GOOD_PAGES_BEFORE_GROWING and self.now < self._largest:
            self.now, self._good = min(self._largest, self.now * 2), 0


class PageSizes:
    """Those of the owners that one client lists."""

    def __init__(self, largest: int) -> None:
        """All start with the largest."""
        self._largest = largest
        self._first: Mapping[str, int] = {}
        self._sizes: dict[str, PageSize] = {}

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """What worked at the last look, by ``owner_id``."""
        self._first = sizes

    def of(self, owner_id: str) -> PageSize:
        """Always the same one for an owner."""
        if owner_id not in self._sizes:
            self._sizes[owner_id] = PageSize(self._largest, self._first.get(owner_id))
        return self._sizes[owner_id]
