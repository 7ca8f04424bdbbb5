"""Forgetting: a repository that is gone or excluded for long enough loses its texts; hash and tombstone stay.

What goes: the bytes of its files, all that was read from them, descriptions and topics, what events quote.
What stays: that there was a repository at this address, from when to when, the hashes of its files, how many
findings they had. A content that lies in another repository too stays. docs/privacy.md says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from harvester.registry_known import Recording
    from harvester.registry_work import Work

_DUE = """
SELECT repository_id FROM (
  SELECT repository_id FROM store.repository_version
  WHERE valid_to IS NULL AND state = 'gone' AND valid_from <= $1
  UNION SELECT repository_id FROM store.excluded_repository WHERE since <= $1)
WHERE repository_id NOT IN (SELECT repository_id FROM store.forgotten_repository) ORDER BY ALL
"""
_ONLY_THERE = """
WITH lain AS (SELECT repository_id, content_id FROM store.file_version
  UNION ALL SELECT repository_id, content_id FROM store.file_history)
SELECT content_id FROM store.content WHERE raw IS NOT NULL
AND content_id IN (SELECT content_id FROM lain
  WHERE repository_id IN (SELECT repository_id FROM store.forgotten_repository))
AND content_id NOT IN (SELECT content_id FROM lain
  WHERE repository_id NOT IN (SELECT repository_id FROM store.forgotten_repository)) ORDER BY ALL
"""
_OF_REPOSITORIES = (
    (
        "UPDATE store.repository_version SET description = NULL, homepage_url = NULL, topics = [], "
        "languages = [], root_files = [] WHERE repository_id IN (SELECT unnest(?::BIGINT[]))"
    ),
    "UPDATE store.event SET changes = [] WHERE repository_id IN (SELECT unnest(?::BIGINT[]))",
    "DELETE FROM store.repository_day WHERE repository_id IN (SELECT unnest(?::BIGINT[]))",
    "DELETE FROM store.repository_outcome WHERE repository_id IN (SELECT unnest(?::BIGINT[]))",
)
_OF_CONTENTS = (
    "UPDATE store.reading SET document = NULL WHERE content_id IN (SELECT unnest(?::BIGINT[]))",
    *(
        f"DELETE FROM store.{table} WHERE content_id IN (SELECT unnest(?::BIGINT[]))"  # noqa: S608 - our own names
        for table in ("finding", "component", "component_text", "component_dependency")
    ),
)


def forget(recording: Recording, now: datetime, after: timedelta) -> int:
    """Delete the texts of repositories that are gone or excluded since ``after``; how many were forgotten.

    The bytes leave the file itself when it is rewritten (``registry_schema.rewrite``).
    """
    at = recording.moment(now)
    work = recording.work
    with work.transaction():
        work.run(  # who came back is no longer forgotten
            "DELETE FROM store.forgotten_repository WHERE repository_id IN ("
            "SELECT repository_id FROM store.repository_version WHERE valid_to IS NULL AND state = 'present')"
        )
        due = [repository_id for (repository_id,) in work.rows(_DUE, at - after)]
        if not due:
            return 0
        noted = {"forgotten_at": at, "run_id": recording.run_id, "is_off_disk": False}
        work.insert("forgotten_repository", [{"repository_id": each, **noted} for each in due])
        for sql in _OF_REPOSITORIES:
            work.run(sql, due)
        contents = [content_id for (content_id,) in work.rows(_ONLY_THERE)]
        work.run(
            "UPDATE store.content SET raw = NULL, forgotten_at = ? "
            "WHERE content_id IN (SELECT unnest(?::BIGINT[]))",
            at,
            contents,
        )
        for sql in _OF_CONTENTS:
            work.run(sql, contents)
    return len(due)


def is_rewrite_due(work: Work) -> bool:
    """Whether something was deleted whose bytes may still lie in the free blocks of the file."""
    return bool(work.rows("SELECT 1 FROM store.forgotten_repository WHERE NOT is_off_disk LIMIT 1"))
