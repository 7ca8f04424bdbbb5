"""From commits to versions of files: what lay where, from when to when, up to the register's first look.

A commit bears the date of its committer's clock, which may be wrong. No version begins before the one that it
follows; a date that cannot be (before git itself, or behind the first look while a later commit is before it)
counts as that of the commit before; what would last no time is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvester.forges.folder_history import Change

EARLIEST: Final = datetime(2005, 4, 7)  # noqa: DTZ001 - naive UTC; git's own first commit


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """A blob that lay at a path of the default branch, from the commit that put it there on."""

    path: str
    git_oid: str
    commit_oid: str
    valid_from: datetime
    valid_to: datetime


def versions_before(first_seen_at: datetime, changes: Sequence[Change]) -> tuple[PastVersion, ...]:
    """The versions that git tells of, none of which reaches behind ``first_seen_at``; oldest first."""
    past = _before(first_seen_at, changes)
    lying: dict[str, tuple[str, str, datetime]] = {}  # path → blob, commit, since
    found: list[PastVersion] = []
    for change, at in past:
        now = dict(change.files)
        for path in [path for path, (oid, _, _) in lying.items() if now.get(path) != oid]:
            found += _ended(path, lying.pop(path), at)
        for path, oid in now.items():
            lying.setdefault(path, (oid, change.commit_oid, at))
    for path, each in lying.items():
        found += _ended(path, each, first_seen_at)
    return tuple(sorted(found, key=lambda each: (each.valid_from, each.path)))


def _before(first_seen_at: datetime, changes: Sequence[Change]) -> Iterator[tuple[Change, datetime]]:
    """The changes from before the first look, each with the date that it counts as."""
    dates = [change.committed_at for change in changes]
    while dates and dates[-1] is not None and dates[-1] >= first_seen_at:
        dates.pop()  # what was committed since is seen by looking
    latest = EARLIEST
    for change, date in zip(changes, dates, strict=False):
        if date is not None and latest < date < first_seen_at:
            latest = date
        yield change, latest


def _ended(path: str, lying: tuple[str, str, datetime], at: datetime) -> Iterator[PastVersion]:
    oid, commit_oid, since = lying
    if EARLIEST < since < at:
        yield PastVersion(path=path, git_oid=oid, commit_oid=commit_oid, valid_from=since, valid_to=at)
