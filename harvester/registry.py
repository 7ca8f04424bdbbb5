"""The door of the work database: a run begins, pages and outcomes are recorded, a run ends.

The other ``registry_*`` modules are its rooms. One writer at a time: the night's lock sees to that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from harvester.accounts import AccountIndex
from harvester.entry import NOT_ENTRY_TEXTS
from harvester.exclusions import NO_EXCLUSIONS
from harvester.model import Sources
from harvester.registry_backfill import Backfill
from harvester.registry_forgetting import is_rewrite_due
from harvester.registry_known import Recording, load_known
from harvester.registry_outcomes import make_excluded_gone
from harvester.registry_run import Run
from harvester.registry_schema import open_work, rewrite
from harvester.registry_sources import (
    Covered,
    covered_by,
    noted_exclusions,
    record_exclusions,
    record_sources,
)
from harvester.registry_work import RegistryError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from harvester.exclusions import Exclusions
    from harvester.registry_reading import Rules
    from harvester.registry_work import Work

__all__ = ["Registry", "RegistryError", "Run", "open_registry", "rewrite_if_due"]


def open_registry(path: Path, now: datetime) -> Registry:
    """The work database at ``path``; made when absent, migrated when older.

    Raises:
        RegistryError: it cannot be used; the message says why and what to do.
    """
    return Registry(open_work(path, now))


def rewrite_if_due(path: Path, now: datetime) -> bool:
    """Write the file anew when texts were deleted whose bytes may still lie in it; whether that was done.

    Raises:
        RegistryError: it cannot be used, or there is no room for the copy; the file stays as it was.
    """
    if not path.exists():
        return False
    work = open_work(path, now)
    try:
        if not is_rewrite_due(work):
            return False
        work.run("CHECKPOINT")
    finally:
        work.close()
    rewrite(path, "UPDATE store.forgotten_repository SET is_off_disk = TRUE")
    return True


class Registry:
    """The open work database."""

    def __init__(self, work: Work) -> None:
        """Wrap the open database."""
        self._work = work

    def begin(
        self,
        sources: Sources,
        rules: Rules,
        tool_version: str,
        now: datetime,
        exclusions: Exclusions = NO_EXCLUSIONS,
    ) -> Run:
        """Begin a run: note it as running, and make the lists of sources and exclusions the current ones.

        A run that never finished was interrupted: it is noted as failed, its listings go on in this run.
        """
        recording = self._begin(rules, tool_version, now, sources, exclusions)
        record_sources(self._work, sources, recording.run_id, recording.started_at)
        self._exclude(recording, covered_by(self._work, exclusions), now)
        return Run(recording)

    def begin_deriving(self, rules: Rules, tool_version: str, now: datetime) -> Run:
        """Begin a run that looks at nothing: it only reads anew what is kept."""
        return Run(
            self._begin(rules, tool_version, now, Sources(organisations=(), accounts=()), NO_EXCLUSIONS)
        )

    def begin_excluding(
        self, exclusions: Exclusions, rules: Rules, tool_version: str, now: datetime
    ) -> Run | None:
        """Begin a run that looks at nothing, to exclude more than is noted; None: there is nothing more.

        What the list no longer covers stays out until a harvest has looked at it again.
        """
        noted, listed = noted_exclusions(self._work), covered_by(self._work, exclusions)
        if listed.since.keys() <= noted.since.keys() and listed.accounts <= noted.accounts:
            return None
        recording = self._begin(rules, tool_version, now, Sources(organisations=(), accounts=()), exclusions)
        both = Covered(since={**noted.since, **listed.since}, accounts=noted.accounts | listed.accounts)
        self._exclude(recording, both, now)
        return Run(recording)

    def _exclude(self, recording: Recording, covered: Covered, now: datetime) -> None:
        """Note what is excluded and close it, at once: a run that is killed leaves no half of it."""
        with self._work.transaction():
            recording.excluded |= record_exclusions(self._work, covered)
            make_excluded_gone(recording, now)

    def _begin(
        self, rules: Rules, tool_version: str, now: datetime, sources: Sources, exclusions: Exclusions
    ) -> Recording:
        started_at = self._start(now)
        run_id = int(started_at.strftime("%Y%m%d%H%M%S"))
        with self._work.transaction():
            self._work.run("UPDATE store.run SET status = 'failed' WHERE status = 'running'")
            row = {
                "run_id": run_id,
                "started_at": started_at,
                "status": "running",
                "tool_version": tool_version,
                "rules_version": rules.version,
            }
            self._work.insert("run", [row])
            self._record_reasons()
            # A listing that was read to its end but not concluded would hide what is gone since.
            self._work.run(
                "DELETE FROM store.account_progress WHERE account_id IN (SELECT account_id FROM "
                "store.account_progress GROUP BY account_id HAVING NOT arg_max(cursor IS NOT NULL, page))"
            )
        return Recording(
            work=self._work,
            run_id=run_id,
            started_at=started_at,
            rules=rules,
            known=load_known(self._work, rules.version),
            index=AccountIndex(sources.accounts),
            exclusions=exclusions,
        )

    def backfill(self, sources: Sources, rules: Rules, now: datetime) -> Backfill:
        """Begin to record histories; no run begins, since nobody looks at anything of now."""
        started_at = self._start(now)
        with self._work.transaction():
            self._record_reasons()
        return Backfill(
            Recording(
                work=self._work,
                run_id=int(started_at.strftime("%Y%m%d%H%M%S")),
                started_at=started_at,
                rules=rules,
                known=load_known(self._work, rules.version),
                index=AccountIndex(sources.accounts),
            )
        )

    def _start(self, now: datetime) -> datetime:
        """``now``, or just after all that is recorded where the clock was set back."""
        (newest,) = self._work.rows(
            "SELECT greatest((SELECT max(greatest(started_at, finished_at)) FROM store.run), "
            "(SELECT max(valid_from) FROM store.repository_version), "
            "(SELECT max(valid_from) FROM store.file_version))"
        )[0]
        return now if newest is None else max(now, newest + timedelta(seconds=1))

    def _record_reasons(self) -> None:
        """The sentences of this version, so that reports can show them."""
        rows = [(code, text.nl, text.en) for code, text in sorted(NOT_ENTRY_TEXTS.items())]
        if rows != self._work.rows("SELECT code, text_nl, text_en FROM store.not_entry_reason ORDER BY code"):
            self._work.run("DELETE FROM store.not_entry_reason")
            named = [{"code": code, "text_nl": nl, "text_en": en} for code, nl, en in rows]
            self._work.insert("not_entry_reason", named)

    def problems(self) -> tuple[str, ...]:
        """What contradicts itself in the database; must be empty before anything is published."""
        rows = self._work.rows(
            "SELECT problem, what FROM (FROM store.integrity_problem UNION ALL FROM store.history_problem) "
            "ORDER BY ALL LIMIT 20"
        )
        return tuple(f"{problem}: {what}" for problem, what in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._work.close()

    def __enter__(self) -> Self:
        """Use it as a context: closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()
