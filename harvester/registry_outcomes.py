"""Recording what came of looking: outcomes of accounts, and what may be concluded from a whole listing.

What is gone is concluded at the end of a run, so that a repository that moved from one account of the list
to another is moved, not gone and back. A repository is gone when a complete listing of its account lacks it,
when no account of the list covers it any more, or when the forge said in two runs in a row that its account
is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from harvester.outcomes import AccountGone, Complete, CouldNotLook, NotLooked, Partial, Swept
from harvester.reasons import LEFT_OUT_BY_US, LEFT_THE_ACCOUNT, LEFT_THE_LIST, Reason
from harvester.registry_events import event
from harvester.registry_files import close_files
from harvester.registry_known import Progress
from harvester.registry_page_sizes import drop_sizes
from harvester.registry_record import close_repositories, current_repositories
from harvester.registry_rows import with_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from harvester.model import Account
    from harvester.observations import RequestCount
    from harvester.outcomes import AccountOutcome
    from harvester.registry_known import Recording
    from harvester.registry_rows import Row


def record_outcome(
    recording: Recording, account: Account, outcome: AccountOutcome, finished_at: datetime
) -> None:
    """Record how looking at ``account`` ended; a single repository below an account leaves no row."""
    account_id = account.account_id
    progress = recording.known.progress.get(account_id, Progress())
    _note(recording, account_id, outcome, progress)
    if account_id not in recording.index:
        return
    name, reason, retry_at = _columns(outcome)
    seen = outcome if isinstance(outcome, Swept) else progress
    listed, newest_at = _left(outcome, progress)
    row = {
        "run_id": recording.run_id,
        "account_id": account_id,
        "outcome": name,
        "reason": reason and reason.en,
        "reason_nl": reason and reason.nl,
        "reason_code": reason and reason.code,
        "repositories": seen.repositories,
        "files": seen.files,
        "listed": listed,
        "newest_at": newest_at,
        "retry_at": retry_at,
        "finished_at": recording.moment(finished_at),
    }
    recording.work.insert("account_outcome", [row])


def _note(recording: Recording, account_id: str, outcome: AccountOutcome, progress: Progress) -> None:
    """Keep what the end of the run has to know."""
    if isinstance(outcome, Complete):
        recording.complete.add(account_id)
    if isinstance(outcome, AccountGone):
        recording.gone.add(account_id)
    if not isinstance(outcome, NotLooked):
        recording.ended.add(account_id)
    goes_on = progress.is_of_this_run and progress.cursor is not None
    if isinstance(outcome, Partial | CouldNotLook) and goes_on:
        # One of which this run read nothing begins anew: its cursor may be what the forge stumbles over.
        recording.continuing.add(account_id)


def _left(outcome: AccountOutcome, progress: Progress) -> tuple[int | None, datetime | None]:
    """What the next sweep compares with: how many repositories, and the newest push that is surely known.

    What was pushed after the first page of a listing was read may be on a page that was read before it.
    """
    if isinstance(outcome, Swept):
        return outcome.listed, outcome.newest_at
    if not isinstance(outcome, Complete) or progress.first_seen_at is None:
        return None, None
    newest_at = progress.newest_at and min(progress.newest_at, progress.first_seen_at)
    return progress.listed, newest_at


def _columns(outcome: AccountOutcome) -> tuple[str, Reason | None, datetime | None]:
    """Its name, reason and moment to try again, as the table has them."""
    match outcome:
        case Complete():
            return "complete", None, None
        case Swept():
            return "swept", None, None
        case Partial():
            return "partial", outcome.reason, outcome.retry_at
        case CouldNotLook():
            return "could_not_look", outcome.reason, outcome.retry_at
        case NotLooked():
            return "not_looked", outcome.reason, None
        case AccountGone():
            return "gone", outcome.reason, None
        case _:
            assert_never(outcome)


def record_requests(recording: Recording, counts: Iterable[RequestCount]) -> None:
    """Record how many requests were sent."""
    recording.work.insert(
        "request",
        [
            {
                "run_id": recording.run_id,
                "forge_id": count.forge,
                "kind": count.kind,
                "sent": count.sent,
                "retried": count.retried,
                "remaining": count.left,
            }
            for count in counts
        ],
    )


def conclude(recording: Recording, now: datetime) -> None:
    """Record what is gone, which accounts are now known whole, and forget how far finished listings got."""
    at = recording.moment(now)
    first = sorted((recording.complete & recording.index.account_ids) - recording.known.listed)
    with recording.work.transaction():
        missing = _missing(recording)
        _make_gone(recording, missing, at)
        rows = [{"account_id": each, "completed_at": at, "run_id": recording.run_id} for each in first]
        recording.work.insert("account_first_listing", rows)
        recording.work.run(
            "DELETE FROM store.account_progress WHERE account_id IN (SELECT unnest(?::VARCHAR[])) "
            "OR account_id NOT IN (SELECT unnest(?::VARCHAR[]))",
            sorted(recording.ended - recording.continuing),
            sorted(recording.index.account_ids),
        )
        drop_sizes(recording)
    recording.known.listed |= set(first)
    _note_gone(recording, missing)


def make_excluded_gone(recording: Recording, now: datetime) -> None:
    """Record that what is excluded is gone, whatever listings that are not concluded yet have shown."""
    present = recording.work.rows(
        "SELECT repository_id, url FROM store.repository_version WHERE valid_to IS NULL "
        "AND state = 'present' AND repository_id IN (SELECT repository_id FROM store.excluded_repository)"
    )
    missing = {}
    for repository_id, url in present:
        exclusion = recording.exclusions.covering(url)
        missing[repository_id] = (exclusion.told if exclusion else LEFT_OUT_BY_US, "source_removed")
    with recording.work.transaction():
        _make_gone(recording, missing, recording.moment(now))
    _note_gone(recording, missing)


def _note_gone(recording: Recording, missing: Iterable[int]) -> None:
    for repository_id in missing:
        recording.known.files.pop(repository_id, None)
        recording.known.repositories[repository_id] = (
            0  # differs from every digest of a repository that is there
        )


def _missing(recording: Recording) -> dict[int, tuple[Reason, str]]:
    """The repositories that are gone: id → reason and cause."""
    present = recording.work.rows(
        "SELECT v.repository_id, r.forge_id, v.full_name, v.account_id "
        "FROM store.repository_version v JOIN store.repository r USING (repository_id) "
        "WHERE v.valid_to IS NULL AND v.state = 'present' "
        "AND v.repository_id NOT IN (SELECT unnest(repositories) FROM store.account_progress)"
    )
    confirmed = _confirmed_gone(recording)
    missing = {}
    for repository_id, forge_id, full_name, account_id in present:
        if account_id in recording.index:
            owner_id: str | None = account_id
        else:
            owner = recording.index.owner(forge_id, full_name)
            owner_id = owner.account_id if owner else None
        if owner_id is None:
            missing[repository_id] = (LEFT_THE_LIST, "source_removed")
        elif owner_id in recording.complete:
            missing[repository_id] = (LEFT_THE_ACCOUNT, "world")
        elif owner_id in confirmed:
            missing[repository_id] = (confirmed[owner_id], "world")
    return missing


def _confirmed_gone(recording: Recording) -> dict[str, Reason]:
    """Accounts that are gone tonight and were gone at the look before: one answer alone erases nothing."""
    rows = recording.work.rows(  # one struct: a column apart would skip its own NULLs
        "SELECT account_id, arg_max({'code': reason_code, 'nl': reason_nl, 'en': reason}, run_id) "
        "FROM (SELECT * FROM store.account_outcome "
        "WHERE outcome <> 'not_looked' AND account_id IN (SELECT unnest(?::VARCHAR[])) "
        "QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY run_id DESC) <= 2) "
        "GROUP BY account_id HAVING count(*) = 2 AND bool_and(outcome = 'gone')",
        sorted(recording.gone),
    )
    return {account_id: Reason(**reason) for account_id, reason in rows}


def _make_gone(recording: Recording, missing: Mapping[int, tuple[Reason, str]], at: datetime) -> None:
    if not missing:
        return
    run_id = recording.run_id
    files = [(each, path) for each in missing for path in recording.known.files.get(each, {})]
    rows: list[Row] = []
    events: list[Row] = []
    for repository_id, old in current_repositories(recording, list(missing)).items():
        reason, cause = missing[repository_id]
        gone = {**old, "state": "gone", "gone_reason": reason.en}
        gone.pop("row_hash")
        told = {"gone_reason_nl": reason.nl, "gone_code": reason.code}
        rows.append({**with_hash(gone), **told, "valid_from": at, "first_run": run_id})
        changes = [{"field": "gone_reason", "old": None, "new": reason.en}]
        events.append(
            event("gone", cause, run_id=run_id, at=at, repository_id=repository_id, changes=changes)
        )
    for repository_id, path in files:
        cause = missing[repository_id][1]
        events.append(event("file_gone", cause, run_id=run_id, at=at, repository_id=repository_id, path=path))
    close_repositories(recording, list(missing), at)
    close_files(recording, files, at)
    recording.work.insert("repository_version", rows)
    recording.work.insert("event", events)
