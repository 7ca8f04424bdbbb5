"""What a night looks at: of which accounts a sweep is enough, and which ones are listed whole.

A push date does not tell that a repository was archived, renamed, moved, hidden or given another default
branch. So a seventh of the accounts is listed whole each night, the one whose listing is oldest first, and
every account whose listing is a week old: no listing gets older, and none is made early without need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.model import Scope
from harvester.observations import LastLook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from harvester.forges.sweeping import Marks
    from harvester.model import Account
    from harvester.registry_known import Recording
    from harvester.registry_work import Work

DAYS = 7
LOOK_AGAIN = ""  # a mark that no repository has


@dataclass(frozen=True, slots=True)
class _Listed:
    """An account that could be swept."""

    account: Account
    looked_at: datetime
    whole_at: datetime
    listed: int
    newest_at: datetime | None


def plan_sweeps(recording: Recording, accounts: Iterable[Account], now: datetime) -> dict[str, LastLook]:
    """What a sweep compares with, for the accounts of which it is enough tonight; longest unseen first."""
    listed = _listed(recording, accounts)
    due = _due(listed, now)
    return {
        each.account.account_id: LastLook(account=each.account, listed=each.listed, newest_at=each.newest_at)
        for each in sorted(listed, key=lambda each: each.looked_at)
        if each.account.account_id not in due
    }


def _listed(recording: Recording, accounts: Iterable[Account]) -> tuple[_Listed, ...]:
    """Accounts that were listed whole, and that nothing has happened to since that only a listing mends."""
    found = {
        account_id: rest
        for account_id, *rest in recording.work.rows(
            "SELECT o.account_id, "
            "max(o.finished_at) FILTER (o.outcome IN ('complete', 'swept')) AS looked_at, "
            "max(o.finished_at) FILTER (o.outcome = 'complete') AS whole_at, "
            "arg_max_null(o.listed, o.run_id) FILTER (o.outcome IN ('complete', 'swept')) AS listed, "
            "arg_max_null(o.newest_at, o.run_id) FILTER (o.outcome IN ('complete', 'swept')) AS newest_at "
            "FROM store.account_outcome o JOIN store.account_version v USING (account_id) "
            "WHERE v.valid_to IS NULL AND o.outcome <> 'not_looked' "
            # A run that was killed concluded nothing from what its listings lack.
            "AND o.run_id NOT IN (SELECT run_id FROM store.run WHERE status = 'failed') "
            # What is no longer excluded was not pushed for that: only a listing brings it back.
            "AND o.account_id NOT IN (SELECT account_id FROM store.repository_version WHERE valid_to IS NULL "
            "AND gone_code = 'excluded' "
            "AND repository_id NOT IN (SELECT repository_id FROM store.excluded_repository)) "
            "GROUP BY o.account_id, v.valid_from "
            # A forge that was down for a night changes nothing; half a listing, or none at all, does.
            "HAVING arg_max(o.outcome, o.run_id) IN ('complete', 'swept', 'could_not_look') "
            "AND listed IS NOT NULL AND whole_at >= v.valid_from"
        )
    }
    return tuple(
        _Listed(account, *found[account.account_id])
        for account in accounts
        if account.account_id in found
        and account.account_id not in recording.known.progress
        and account.scope is not Scope.REPOSITORY
    )


def _due(listed: Collection[_Listed], now: datetime) -> frozenset[str]:
    """The accounts that are listed tonight though they could be swept."""
    oldest_first = sorted(listed, key=lambda each: (each.whole_at, each.account.account_id))
    ages = [(now.date() - each.whole_at.date()).days for each in oldest_first]
    day, number = now.toordinal() % DAYS, len(listed)
    share = number * (day + 1) // DAYS - number * day // DAYS  # over seven days in a row: all of them
    due = max(share - ages.count(0), sum(age >= DAYS for age in ages))
    return frozenset(each.account.account_id for each in oldest_first[: max(due, 0)])


def load_marks(work: Work) -> Marks:
    """The push dates (at GitHub) or heads (at GitLab) of the repositories that are there.

    One of which something could not be read at the last look is looked at again when a sweep shows it.
    """
    marks: dict[int, datetime | str | None] = {
        repository_id: pushed_at or head_oid
        for repository_id, pushed_at, head_oid in work.rows(
            "SELECT v.repository_id, d.pushed_at, d.head_oid FROM store.repository_version v "
            "LEFT JOIN (FROM store.repository_day QUALIFY row_number() OVER "
            "(PARTITION BY repository_id ORDER BY seen_at DESC) = 1) d USING (repository_id) "
            "WHERE v.valid_to IS NULL AND v.state = 'present'"
        )
    }
    for (repository_id,) in work.rows(
        "SELECT DISTINCT v.repository_id FROM store.repository_version v "
        "JOIN (SELECT account_id, max(run_id) AS run_id FROM store.account_outcome "
        "WHERE outcome NOT IN ('not_looked', 'could_not_look') GROUP BY account_id) l USING (account_id) "
        "JOIN store.repository_outcome o ON o.repository_id = v.repository_id AND o.run_id >= l.run_id "
        "WHERE v.valid_to IS NULL AND v.state = 'present' AND o.outcome = 'could_not_look'"
    ):
        marks[repository_id] = LOOK_AGAIN
    return marks
