"""How many accounts are looked at, and what arrives while they are: pages, outcomes, requests, tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from harvester.left_out import Patience

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from harvester.forges import ForgeClient
    from harvester.forges.sweeping import Marks
    from harvester.model import Account, Forge
    from harvester.observations import LastLook, Page, RequestCount
    from harvester.outcomes import AccountOutcome
    from harvester.reasons import Reason
    from harvester.subfolders import BelowPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of an account, and when it was seen; ``is_listing`` False: what a sweep saw of it."""

    account: Account
    page: Page
    at: datetime
    is_listing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of looking at an account; ``is_cut_off`` when only the time of the run was up."""

    account: Account
    outcome: AccountOutcome
    at: datetime
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many requests a forge got."""

    counts: tuple[RequestCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """One of the tokens of a forge is not used from now on; the workers with others go on."""

    forge: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A token that was left out is used again: its limit has a new window."""

    forge: str


Item = Shown | Ended | Sent | Stopped | Resumed


Wait = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How to look: ``open_client`` gets a forge and a way to wait; moments are naive UTC.

    The way to wait raises ``TimeIsUp`` at once where the wait would go past the deadline. ``further``: by the
    name of a forge, what opens its further clients, each with a token of its own and for a worker of its own.
    """

    open_client: Callable[[Forge, Wait], ForgeClient | None]
    further: Mapping[str, Sequence[Callable[[Wait], ForgeClient | None]]] = field(default_factory=dict)
    clock: Callable[[], datetime]
    deadline: datetime | None = None
    longest_wait: timedelta = timedelta()  # for a token, where there is nothing else to do
    is_replay: bool = False
    cursors: Mapping[str, str | None]  # account_id → where an earlier look was cut off
    sweeps: Mapping[str, LastLook] = field(
        default_factory=dict
    )  # account_id → …, in the order of their turns
    marks: Marks = field(default_factory=dict)
    page_sizes: Mapping[str, int] = field(default_factory=dict)  # owner_id → what worked at the last look
    below: BelowPlan | None = None  # None: nobody looks below the roots

    @property
    def patience(self) -> Patience:
        """How long tokens that are used up are waited for."""
        return Patience(
            clock=self.clock,
            deadline=self.deadline,
            longest_wait=self.longest_wait,
            is_replay=self.is_replay,
        )

    def is_late(self, in_seconds: float = 0.0) -> bool:
        """Whether the time of the run is up, now or so many seconds later."""
        later = self.clock() + timedelta(seconds=in_seconds)
        return self.deadline is not None and later >= self.deadline
