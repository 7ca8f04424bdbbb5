"""New rules: every content that is kept is read again, without a request.

What lies somewhere now is judged again, too, and events say what that changed. What lay somewhere once gets
what is derived from it under the new rules beside what was derived before; its past versions stay as told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.registry_events import event, judgement_events
from harvester.registry_files import close_files, not_entry_code
from harvester.registry_known import KnownFile
from harvester.registry_reading import known_facts, read_contents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from harvester.registry_known import Recording
    from harvester.registry_reading import Facts
    from harvester.registry_rows import Row

_AT_ONCE = 500  # contents a transaction: bounded memory, and a kill loses little
FORMER_A_NIGHT = 5_000  # some seconds; `herbruik derive` reads all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What a judgement needs of a repository, as the database has it."""

    name: str
    url: str
    is_fork: bool
    fork_of_url: str | None
    is_template: bool
    is_mirror: bool


def rederive(recording: Recording, now: datetime, *, former: int | None = FORMER_A_NIGHT) -> None:
    """Read and judge anew what was read under other rules; cut off anywhere, it goes on in the next run.

    All that lies somewhere now, then at most ``former`` contents (None: all) that lay somewhere once, the
    newest first. A content whose text was deleted keeps what was derived from it.
    """
    _rederive_current(recording, now)
    _rederive_former(recording, now, former)


def _rederive_former(recording: Recording, now: datetime, at_most: int | None) -> None:
    at = recording.moment(now)
    waiting = [
        content_id
        for (content_id,) in recording.work.rows(
            "SELECT content_id FROM store.content c WHERE raw IS NOT NULL AND NOT EXISTS ("
            "FROM store.reading r WHERE r.content_id = c.content_id AND r.rules_version = ?) "
            "ORDER BY first_seen_at DESC, content_id LIMIT ?",
            recording.rules.version,
            at_most,
        )
    ]
    for start in range(0, len(waiting), _AT_ONCE):
        with recording.work.transaction():
            read = _read_kept(recording, waiting[start : start + _AT_ONCE], at)
        recording.known.readings |= read


def _rederive_current(recording: Recording, now: datetime) -> None:
    at = recording.moment(now)
    waiting = [
        content_id
        for (content_id,) in recording.work.rows(
            "SELECT DISTINCT content_id FROM store.file_version "
            "WHERE valid_to IS NULL AND rules_version <> ? ORDER BY ALL",
            recording.rules.version,
        )
    ]
    for start in range(0, len(waiting), _AT_ONCE):
        some = waiting[start : start + _AT_ONCE]
        with recording.work.transaction():
            read = _read_kept(recording, some, at)
            _judge_anew(recording, some, at)
        recording.known.readings |= read


def _read_kept(recording: Recording, content_ids: Sequence[int], at: datetime) -> set[int]:
    wanted = [content_id for content_id in content_ids if content_id not in recording.known.readings]
    kept: dict[int, bytes] = dict(
        recording.work.rows(
            "SELECT content_id, raw FROM store.content "
            "WHERE raw IS NOT NULL AND content_id IN (SELECT unnest(?::BIGINT[]))",
            wanted,
        )
    )
    read_contents(recording, kept, at)
    return set(kept)


def _judge_anew(recording: Recording, content_ids: Sequence[int], at: datetime) -> None:
    """A new version of every file with these contents: what was said under the old rules stays on record."""
    facts = known_facts(recording, content_ids)
    files = recording.work.records(
        "SELECT f.*, o.is_valid, r.name, r.url, r.is_fork, r.fork_of_url, r.is_template, r.is_mirror "
        "FROM store.file_version f "
        "JOIN store.repository_version r ON r.repository_id = f.repository_id AND r.valid_to IS NULL "
        "JOIN store.reading o ON o.content_id = f.content_id AND o.rules_version = f.rules_version "
        "WHERE f.valid_to IS NULL AND f.rules_version <> ? AND f.content_id IN (SELECT unnest(?::BIGINT[]))",
        recording.rules.version,
        list(facts),
    )
    codes = [not_entry_code(_place(file), file["path"], facts[file["content_id"]].said) for file in files]
    close_files(recording, [(file["repository_id"], file["path"]) for file in files], at)
    versions = [_version(recording, file, code, at) for file, code in zip(files, codes, strict=True)]
    recording.work.insert("file_version", versions)
    recording.work.insert("event", _events(recording, files, codes, facts, at))
    for version in versions:
        of_repository = recording.known.files[version["repository_id"]]
        of_repository[version["path"]] = KnownFile(
            version["content_id"], version["not_entry_code"], version["unchanged_since"]
        )


def _place(file: Row) -> _Place:
    return _Place(
        name=file["name"],
        url=file["url"],
        is_fork=file["is_fork"],
        fork_of_url=file["fork_of_url"],
        is_template=file["is_template"],
        is_mirror=file["is_mirror"],
    )


def _version(recording: Recording, file: Row, code: str | None, at: datetime) -> Row:
    return {
        "repository_id": file["repository_id"],
        "path": file["path"],
        "valid_from": at,
        "first_run": recording.run_id,
        "content_id": file["content_id"],
        "commit_oid": file["commit_oid"],
        "entry": "software" if code is None else "not_an_entry",
        "not_entry_code": code,
        "rules_version": recording.rules.version,
        "unchanged_since": file["unchanged_since"] if file["not_entry_code"] == code else at,
    }


def _events(
    recording: Recording,
    files: Sequence[Row],
    codes: Sequence[str | None],
    facts: Mapping[int, Facts],
    at: datetime,
) -> list[Row]:
    return [
        event(
            kind,
            "rules",
            run_id=recording.run_id,
            at=at,
            repository_id=file["repository_id"],
            path=file["path"],
            changes=changes,
        )
        for file, code in zip(files, codes, strict=True)
        for kind, changes in judgement_events(
            (file["is_valid"], file["not_entry_code"]), (facts[file["content_id"]].is_valid, code)
        )
    ]
