"""What one look at a forge brings: pages of repositories with their files, and what was asked for them.

Moments are naive UTC; contents are exact bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from harvester.model import Account, Repository
    from harvester.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFile:
    """A publiccode.yml or .yaml found in a listing; ``content`` holds its exact bytes.

    ``git_oid`` is the blob id the forge gave; ``content`` was verified against it.
    """

    path: str
    git_oid: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFile:
    """A file that stands in the listing but whose bytes could not be had: *could not look*.

    Where nobody tried, since a bound was met, it is *not looked*.
    """

    path: str
    git_oid: str | None
    reason: Reason
    was_tried: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowLooked:
    """The folders below the root were looked through; ``mark`` tells whether they are the same next time."""

    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowNotLooked:
    """They were not, since a bound was met; with a ``mark`` that stays so as long as they are the same."""

    reason: Reason
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowUnseen:
    """They could not be looked through."""

    reason: Reason


Below = BelowLooked | BelowNotLooked | BelowUnseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One repository as it was seen at a moment, with the files that describe it (often none)."""

    repository: Repository
    files: tuple[CandidateFile, ...] = ()
    unreadable: tuple[UnreadableFile, ...] = ()
    below: Below | None = None  # None: nobody had to look below the root; what is known there stays known


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSize:
    """How many repositories the next listing of an owner asks for first: what the forge bore at this one."""

    owner_id: str  # of the account, or as one would have it: of an owner on a server that is one account
    size: int | None  # None: as many as usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of an account's listing, small enough to be kept in one transaction."""

    observations: tuple[Observation, ...]
    cursor: str | None  # where the next page starts; None: this was the last one
    listed: int | None = None  # how many repositories the forge named on it; None: no sweep can follow
    newest_at: datetime | None = None  # the newest push (GitHub) or activity (GitLab) on it
    next_size: NextSize | None = None  # None: its listing cannot be made smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """What a sweep compares with: the account as the last complete listing, and sweeps since, left it."""

    account: Account
    listed: int  # how many repositories the forge counted
    newest_at: datetime | None  # no push (GitHub) or activity (GitLab) before this moment is unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCount:
    """What one run asked of one forge, by kind: ``graphql``, ``rest``; ``git``: programs for a folder."""

    forge: str
    kind: str
    sent: int
    retried: int = 0
    left: int | None = None  # what the forge says is left of its limit
