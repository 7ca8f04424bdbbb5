"""What came of looking at one account: *looked*, *not looked* and *could not look* are types of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from harvester.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """Every public repository of the account was listed: what is missing is gone."""

    repositories: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What was pushed since the last look was looked at, and the forge counts as many repositories as we do.

    What a push does not move was not looked at: nothing may be concluded from what is missing.
    """

    repositories: int  # looked at
    files: int
    listed: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """A part was seen; nothing may be concluded from what is missing."""

    repositories: int
    files: int
    reason: Reason
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotLook:
    """The forge did not answer as it should; what was known stays known."""

    reason: Reason
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLooked:
    """Nobody tried: ignored by the list, forge not supported, or out of tonight's scope."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGone:
    """The forge says the account is not there (404, 410 or 451, in ``reason``)."""

    reason: Reason


AccountOutcome = Complete | Swept | Partial | CouldNotLook | NotLooked | AccountGone
