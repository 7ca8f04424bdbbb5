"""What the work database knows, in memory: a repository that did not change costs no statement at all.

At 20,000 repositories this is some 10 MiB, at a million some 400 MiB.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from harvester.exclusions import NO_EXCLUSIONS, Exclusions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from harvester.accounts import AccountIndex
    from harvester.model import Repository
    from harvester.registry_reading import Rules
    from harvester.registry_work import Work


class Progress(NamedTuple):
    """How far the listing of an account got, over all runs that read it."""

    page: int = 0  # number of its last page
    cursor: str | None = None  # where the next page starts
    repositories: int = 0
    files: int = 0
    listed: int | None = None  # how many the forge named; None: it did not say of every page
    newest_at: datetime | None = None  # newest push or activity on its pages
    first_seen_at: datetime | None = None  # when its first page was read
    is_of_this_run: bool = False  # whether this run read a page of it


class KnownFile(NamedTuple):
    """The current version of a file."""

    content_id: int
    not_entry_code: str | None
    unchanged_since: datetime


@dataclass(slots=True, kw_only=True)
class Known:
    """The current versions, by their digests; thrown away with the run when recording fails."""

    repositories: dict[int, int]  # repository_id → row_hash of its current version
    days: dict[int, int]  # repository_id → row_hash of its newest daily numbers
    files: dict[int, dict[str, KnownFile]]  # repository_id → path → …
    contents: set[int]
    readings: set[int]  # contents read under the rules of this run
    forgotten: set[int]  # contents whose text was deleted
    slugs: set[str]
    listed: set[str]  # accounts that were listed whole at least once
    progress: dict[str, Progress]  # account_id → how far its listing got
    page_sizes: dict[str, int]  # owner_id → the first of its next listing, where it is not the usual one
    seen: set[int] = field(default_factory=set)  # repositories seen in this run


def load_known(work: Work, rules_version: str) -> Known:
    """Read it all once, at the start of a run."""
    files: dict[int, dict[str, KnownFile]] = {}
    for repository_id, path, *rest in work.rows(
        "SELECT repository_id, path, content_id, not_entry_code, unchanged_since "
        "FROM store.file_version WHERE valid_to IS NULL"
    ):
        files.setdefault(repository_id, {})[path] = KnownFile(*rest)
    forgotten = _first(
        work.rows("SELECT content_id FROM store.content WHERE raw IS NULL AND forgotten_at IS NOT NULL")
    )
    return Known(
        repositories=dict(
            work.rows("SELECT repository_id, row_hash FROM store.repository_version WHERE valid_to IS NULL")
        ),
        days=dict(
            work.rows(
                "SELECT repository_id, arg_max(row_hash, seen_at) FROM store.repository_day GROUP BY ALL"
            )
        ),
        files=files,
        contents=_first(work.rows("SELECT content_id FROM store.content")) - forgotten,
        readings=_first(
            work.rows("SELECT content_id FROM store.reading WHERE rules_version = ?", rules_version)
        )
        - forgotten,
        forgotten=forgotten,
        slugs=_first(work.rows("SELECT slug FROM store.repository")),
        progress={
            account_id: Progress(*rest)
            for account_id, *rest in work.rows(
                "SELECT account_id, max(page), arg_max_null(cursor, page), sum(len(repositories))::BIGINT, "
                "sum(files)::BIGINT, CASE WHEN count(*) = count(listed) THEN sum(listed)::BIGINT END, "
                "max(newest_at), CASE WHEN count(*) = count(seen_at) THEN min(seen_at) END "
                "FROM store.account_progress GROUP BY account_id"
            )
        },
        page_sizes=dict(work.rows("SELECT owner_id, size FROM store.page_size")),
        listed=_first(work.rows("SELECT account_id FROM store.account_first_listing")),
    )


def _first(rows: Iterable[tuple[object, ...]]) -> set:  # type: ignore[type-arg]
    return {row[0] for row in rows}


@dataclass(slots=True, kw_only=True)
class Recording:
    """A run that is being recorded."""

    work: Work
    run_id: int
    started_at: datetime
    rules: Rules
    known: Known
    index: AccountIndex
    exclusions: Exclusions = NO_EXCLUSIONS
    excluded: set[int] = field(default_factory=set)  # known repositories that an exclusion covers
    files_read: int = 0
    complete: set[str] = field(default_factory=set)  # accounts listed whole in this run
    ended: set[str] = field(default_factory=set)  # accounts that were looked at, whatever came of it
    gone: set[str] = field(default_factory=set)  # accounts of which the forge says they are not there
    continuing: set[str] = field(default_factory=set)  # accounts whose listing goes on in the next run

    def excludes(self, repository: Repository) -> bool:
        """Whether it must not be recorded: by its address now, or by one that it had."""
        known = repository.repository_id in self.excluded
        return known or self.exclusions.covering(repository.url) is not None

    def moment(self, now: datetime) -> datetime:
        """``now``, but never before the run began: no version may end before it begins."""
        return max(now, self.started_at)


def slug_for(repository: Repository, known: Collection[str], given: Collection[str]) -> str:
    """A readable name in neither set: owner and name, else the forge in front, else a number behind."""
    plain = _slugified(repository.full_name)
    full = _slugified(f"{repository.forge.name}-{repository.full_name}")
    numbered = (f"{full}-{number}" for number in count(2))
    candidates = (each for each in chain((plain, full), numbered) if each)
    return next(each for each in candidates if each not in known and each not in given)


def _slugified(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
