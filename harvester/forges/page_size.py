"""How much is asked for at once: halved where a forge chokes, grown again slowly."""

from __future__ import annotations

GOOD_PAGES_BEFORE_GROWING = 8


class PageSize:
    """The size of an owner's pages, remembered while the client lives."""

    def __init__(self, largest: int) -> None:
        """Start with the largest."""
        self._largest = largest
        self._good = 0
        self.now = largest

    @property
    def can_shrink(self) -> bool:
        """Whether less can be asked for."""
        return self.now > 1

    def shrink(self) -> None:
        """The forge choked."""
        self.now, self._good = max(1, self.now // 2), 0

    def went_well(self) -> None:
        """A page came in; after some of them a larger one is tried."""
        self._good += 1
        if self._good >= GOOD_PAGES_BEFORE_GROWING and self.now < self._largest:
            self.now, self._good = min(self._largest, self.now * 2), 0
