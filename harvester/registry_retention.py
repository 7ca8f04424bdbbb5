"""Thinning out: what runs record of themselves is kept for a while, then only where something hangs on it.

Kept for ever: the outcome with which an account's present or past state began (*since when* stands on it),
the last two looks at it and the last of each kind of outcome, and every run that something recorded names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from harvester.registry_known import Recording

_OUTCOMES = """
DELETE FROM store.account_outcome AS o WHERE o.finished_at < $1 AND NOT EXISTS (
  FROM (
    SELECT run_id, account_id,
      kind IS DISTINCT FROM lag(kind) OVER every_night AS began,
      lead(run_id) OVER every_night IS NULL AS is_last,
      looked AND kind IS DISTINCT FROM lag(kind) OVER every_look AS look_began,
      looked AND row_number() OVER newest_look <= 2 AS is_recent_look,
      row_number() OVER newest_of_outcome = 1 AS is_last_of_its_outcome
    FROM (  -- a sweep goes on where a whole listing began
      SELECT *, outcome <> 'not_looked' AS looked,
        CASE outcome WHEN 'swept' THEN 'complete' ELSE outcome END AS kind FROM store.account_outcome)
    WINDOW every_night AS (PARTITION BY account_id ORDER BY run_id),
      every_look AS (PARTITION BY account_id, looked ORDER BY run_id),
      newest_look AS (PARTITION BY account_id, looked ORDER BY run_id DESC),
      newest_of_outcome AS (PARTITION BY account_id, outcome ORDER BY run_id DESC)
  ) k WHERE k.run_id = o.run_id AND k.account_id = o.account_id
    AND (began OR is_last OR look_began OR is_recent_look OR is_last_of_its_outcome))
"""
_NAMED = " UNION ".join(
    f"SELECT {column} AS run_id FROM store.{table}"  # noqa: S608 - our own names
    for column, tables in {
        "run_id": (
            *("account_outcome", "account_progress", "account_first_listing", "repository_day"),
            "subfolder_look",
            *("reading", "event", "forgotten_repository"),
        ),
        "first_run": (
            *("organisation_version", "account_version", "repository", "repository_version"),
            *("content", "file_version"),
        ),
        "last_run": ("organisation_version", "account_version", "repository_version", "file_version"),
    }.items()
    for table in tables
)
_RUNS = (
    "DELETE FROM store.run WHERE started_at < $1 AND run_id <> $2 "  # noqa: S608 - our own names
    f"AND run_id NOT IN (SELECT run_id FROM ({_NAMED}) WHERE run_id IS NOT NULL)"
)
_OF_OLD_RUNS = tuple(
    f"DELETE FROM store.{table} WHERE run_id < $1"  # noqa: S608 - our own names
    for table in ("request", "repository_outcome")
)


def thin_out(recording: Recording, now: datetime, keep: timedelta) -> None:
    """Delete what runs that ended longer ago than ``keep`` recorded of themselves, and nothing hangs on."""
    before = recording.moment(now) - keep
    work = recording.work
    with work.transaction():
        work.run(_OUTCOMES, before)
        for sql in _OF_OLD_RUNS:
            work.run(sql, int(before.strftime("%Y%m%d%H%M%S")))
        work.run(_RUNS, before, recording.run_id)
