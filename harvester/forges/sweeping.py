"""What a sweep gives: of each account what was pushed since the last look, or that it must be listed whole.

A sweep never says that something is gone. Whatever it cannot explain (another number of repositories, more
pushes than it shows, an owner that is not there, an error in an answer) ends in ``NeedsListing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvester.model import Account
    from harvester.observations import LastLook, Observation
    from harvester.outcomes import Swept

MARGIN_OF_PUSHES = timedelta(hours=1)
"""A push date may be written after the push, by a machine whose clock differs."""

Marks = Mapping[int, datetime | str | None]
"""repository_id → what tells that a repository was pushed: its push date at GitHub, its head at GitLab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptAccount:
    """Every repository of the account that was pushed since the last look, as it is now."""

    account: Account
    observations: tuple[Observation, ...]
    outcome: Swept


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsListing:
    """A sweep cannot tell what happened in the account."""

    account: Account


@runtime_checkable
class SweepingClient(Protocol):
    """A ``ForgeClient`` that can be asked, for many accounts at once, what was pushed since the last look."""

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """Of each account one item, in the order in which they are ready.

        Raises the family of ``harvester.forges.errors``; of the accounts that have no item then, nothing is
        known.
        """
        ...
