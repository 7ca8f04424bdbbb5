"""Tokens that are left out for a while: why, and when each can be used again in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from harvester.outcomes import CouldNotLook, Partial
    from harvester.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long tokens are waited for; moments are naive UTC.

    ``longest_wait`` is for a run that has nothing else to do; one that others keep going waits for free.
    """

    clock: Callable[[], datetime]
    deadline: datetime | None = None
    longest_wait: timedelta = timedelta()
    is_replay: bool = False  # every limit of a recording is over already


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A token is not used from now on."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedAgain:
    """A token that was left out is used again: its limit has a new window."""


class Absences:
    """Whose token is left out. Not for two threads at once."""

    def __init__(self, patience: Patience) -> None:
        """Nobody's, yet."""
        self._patience = patience
        self._untold: dict[int, Reason] = {}
        self._until: dict[int, tuple[datetime, Reason]] = {}

    def begin(self, worker: int, outcome: CouldNotLook | Partial) -> None:
        """Without a moment to try again, as after a refusal, it is for the rest of the run."""
        self._untold[worker] = outcome.reason
        if outcome.retry_at is not None:
            self._until[worker] = (outcome.retry_at, outcome.reason)

    def news(self, worker: int) -> LeftOut | UsedAgain | None:
        """What has to be told of its token, each thing once; ``UsedAgain`` ends the absence."""
        reason = self._untold.pop(worker, None)
        if reason is not None:
            return LeftOut(reason=reason)
        if self.seconds_left(worker) == 0:
            del self._until[worker]
            return UsedAgain()
        return None

    def seconds_left(self, worker: int) -> float | None:
        """How long its absence still lasts; None: to the end of the run, and longer."""
        if worker not in self._until:
            return None
        until, _ = self._until[worker]
        if self._patience.is_replay:
            return 0.0
        if self._patience.deadline is not None and until >= self._patience.deadline:
            return None
        return max(0.0, (until - self._patience.clock()).total_seconds())

    def ends_soon(self, worker: int) -> bool:
        """Whether a run that has nothing else to do waits for it."""
        seconds = self.seconds_left(worker)
        return seconds is not None and seconds <= self._patience.longest_wait.total_seconds()

    def first_end(self, otherwise: tuple[datetime, Reason]) -> tuple[datetime, Reason]:
        """When the first of the tokens can be used again, ``otherwise`` among them, and why not before."""
        return min((*self._until.values(), otherwise), key=lambda limit: limit[0])
