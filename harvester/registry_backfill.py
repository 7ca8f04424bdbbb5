"""Recording the history that git tells of, in tables of its own: what was seen stays, no event is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.registry_files import not_entry_code
from harvester.registry_reading import content_id_of, content_row, known_facts, read_contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from harvester.history import PastVersion
    from harvester.model import Account
    from harvester.reasons import Phrase
    from harvester.registry_known import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A repository with a file in its root whose history is not known yet; as it is now."""

    repository_id: int
    forge_id: str
    full_name: str
    first_seen_at: datetime
    name: str
    url: str
    is_fork: bool
    fork_of_url: str | None
    is_template: bool
    is_mirror: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What git told: versions, the bytes of their blobs by id, and how much there was to read."""

    versions: tuple[PastVersion, ...]
    contents: Mapping[str, bytes]
    head_oid: str | None
    commits: int

    @property
    def unread(self) -> int:
        """Blobs whose bytes could not be had."""
        return len({each.git_oid for each in self.versions} - self.contents.keys())


class Backfill:
    """A backfill that is being recorded. Used by one thread."""

    def __init__(self, recording: Recording) -> None:
        """Wrap what is known; its run has no row in ``run``: it is no night."""
        self._recording = recording

    def waiting(self, accounts: Iterable[Account]) -> tuple[Described, ...]:
        """The repositories of these accounts that hold a file and were not backfilled yet."""
        rows = self._recording.work.records(
            "SELECT v.repository_id, r.forge_id, v.full_name, r.first_seen_at, v.name, v.url, v.is_fork, "
            "v.fork_of_url, v.is_template, v.is_mirror FROM store.repository_version v "
            "JOIN store.repository r USING (repository_id) "
            "SEMI JOIN (SELECT repository_id FROM store.file_version WHERE NOT contains(path, '/')) f "
            "USING (repository_id) ANTI JOIN (SELECT repository_id FROM store.backfill "
            "WHERE outcome = 'complete') b USING (repository_id) "
            "ANTI JOIN (SELECT repository_id FROM store.excluded_repository) e USING (repository_id) "
            "WHERE v.valid_to IS NULL AND v.state = 'present' ORDER BY r.forge_id, v.full_name"
        )
        chosen = tuple(accounts)
        found = (Described(**row) for row in rows)
        return tuple(each for each in found if any(_covers(account, each) for account in chosen))

    def record(self, described: Described, history: History, now: datetime) -> int:
        """Record the history of one repository, all of it or nothing; how many versions there are."""
        recording, at = self._recording, self._recording.moment(now)
        contents = {content_id_of(content): content for content in history.contents.values()}
        with recording.work.transaction():
            new = [key for key in contents if key not in recording.known.contents]
            recording.work.insert(
                "content", [content_row(contents[key], at, recording.run_id) for key in new]
            )
            rows = self._rows(described, history, contents, at)
            recording.work.insert("file_history", rows)
            self._note(described, at, history=history)
        recording.known.contents |= contents.keys()
        recording.known.readings |= contents.keys()
        return len(rows)

    def could_not_look(self, described: Described, why: Phrase, now: datetime) -> None:
        """Note that the history of one repository could not be read; the next backfill tries again."""
        self._note(described, self._recording.moment(now), why=why)

    def _rows(
        self, described: Described, history: History, contents: Mapping[int, bytes], at: datetime
    ) -> Sequence[dict[str, object]]:
        recording = self._recording
        unread = {key: content for key, content in contents.items() if key not in recording.known.readings}
        facts = {
            **read_contents(recording, unread, at),
            **known_facts(recording, contents.keys() - unread.keys()),
        }
        rows: list[dict[str, object]] = []
        for each in history.versions:
            if each.git_oid not in history.contents:
                continue
            content_id = content_id_of(history.contents[each.git_oid])
            code = not_entry_code(described, each.path, facts[content_id].said)
            rows.append({
                "repository_id": described.repository_id,
                "path": each.path,
                "valid_from": each.valid_from,
                "valid_to": each.valid_to,
                "content_id": content_id,
                "commit_oid": each.commit_oid,
                "entry": "software" if code is None else "not_an_entry",
                "not_entry_code": code,
                "rules_version": recording.rules.version,
                "backfill_id": recording.run_id,
            })  # fmt: skip
        return rows

    def _note(
        self, described: Described, at: datetime, *, history: History | None = None, why: Phrase | None = None
    ) -> None:
        row = {
            "backfill_id": self._recording.run_id,
            "repository_id": described.repository_id,
            "looked_at": at,
            "outcome": "could_not_look" if history is None else "complete",
            "reason": why.en if why else None,
            "reason_nl": why.nl if why else None,
            "head_oid": history.head_oid if history else None,
            "commits": history.commits if history else 0,
            "unread": history.unread if history else 0,
        }
        self._recording.work.insert("backfill", [row])


def _covers(account: Account, described: Described) -> bool:
    """Whether a repository is the one that is named, or lies within the account."""
    if account.forge.name != described.forge_id:
        return False
    path, full_name = account.path.lower(), described.full_name.lower()
    return not path or full_name == path or full_name.startswith(f"{path}/")
