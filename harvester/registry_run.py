"""A run while it is recorded: what it goes on from, and what it adds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from harvester.reasons import Reason
from harvester.registry_forgetting import forget
from harvester.registry_outcomes import conclude, record_outcome, record_requests
from harvester.registry_plan import load_marks, plan_sweeps
from harvester.registry_record import record_page
from harvester.registry_retention import thin_out
from harvester.registry_rules import FORMER_A_NIGHT, rederive
from harvester.subfolders import BelowPlan, LastBelow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import timedelta

    from harvester.forges.sweeping import Marks
    from harvester.model import Account
    from harvester.observations import LastLook, Page, RequestCount
    from harvester.outcomes import AccountOutcome
    from harvester.registry_known import Recording
    from harvester.subfolders import Bounds

_NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - moments are naive UTC


class Run:
    """A run that is being recorded. Used by one thread."""

    def __init__(self, recording: Recording) -> None:
        """Wrap what is known of the run."""
        self._recording = recording

    @property
    def run_id(self) -> int:
        """``yyyymmddHHMMSS`` of its start."""
        return self._recording.run_id

    @property
    def files_read(self) -> int:
        """Contents that were parsed so far: none, when all were known."""
        return self._recording.files_read

    def rederive(self, now: datetime, *, former: int | None = FORMER_A_NIGHT) -> None:
        """Read anew, from what is kept, what was read under other rules: all that lies somewhere now.

        And at most ``former`` contents (None: all) that lay somewhere once.
        """
        rederive(self._recording, now, former=former)

    def cursor(self, account: Account) -> str | None:
        """Where an earlier run was cut off in the listing of ``account``; None: begin at its start."""
        progress = self._recording.known.progress.get(account.account_id)
        return progress.cursor if progress else None

    @property
    def page_sizes(self) -> Mapping[str, int]:
        """With how many repositories a page the listings of some owners begin, by ``owner_id``."""
        return dict(self._recording.known.page_sizes)

    def below(self, bounds: Bounds) -> BelowPlan:
        """What a look below the roots has to know."""
        last = {
            repository_id: LastBelow(mark=mark, reason=Reason(code=code, en=en, nl=nl) if code else None)
            for repository_id, mark, code, en, nl in self._recording.work.rows(
                "SELECT repository_id, mark, reason_code, reason, reason_nl FROM store.subfolder_look "
                "QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY run_id DESC) = 1"
            )
        }
        files = self._recording.known.files
        described = frozenset(key for key, paths in files.items() if any("/" in path for path in paths))
        return BelowPlan(bounds=bounds, last=last, described=described)

    def in_fair_order(self, accounts: Iterable[Account]) -> tuple[Account, ...]:
        """Accounts whose last whole listing is longest ago first: a limit of requests starves none."""
        latest: dict[str, datetime] = dict(
            self._recording.work.rows(
                "SELECT account_id, max(finished_at) FROM store.account_outcome "
                "WHERE outcome = 'complete' GROUP BY account_id"
            )
        )
        return tuple(sorted(accounts, key=lambda each: latest.get(each.account_id, _NEVER)))

    def together(self) -> AbstractContextManager[None]:
        """Commit what is recorded inside as one: many small pages then cost little more than one.

        When that fails nothing of it is kept, and the run must end.
        """
        return self._recording.work.transaction()

    def sweeps(self, accounts: Iterable[Account], now: datetime) -> dict[str, LastLook]:
        """The accounts of which it is enough tonight to look at what was pushed; the others are listed."""
        return plan_sweeps(self._recording, accounts, now)

    def marks(self) -> Marks:
        """What tells that a repository was pushed since it was last looked at."""
        return load_marks(self._recording.work)

    def record_page(
        self, account: Account, page: Page, seen_at: datetime, *, is_listing: bool = True
    ) -> None:
        """Record a page in one transaction, with where the listing goes on if it is one of a listing."""
        record_page(self._recording, account, page, seen_at, is_listing=is_listing)

    def record_outcome(self, account: Account, outcome: AccountOutcome, finished_at: datetime) -> None:
        """Record how looking at an account ended."""
        record_outcome(self._recording, account, outcome, finished_at)

    def record_requests(self, counts: Iterable[RequestCount]) -> None:
        """Record how many requests were sent."""
        record_requests(self._recording, counts)

    def conclude(self, now: datetime) -> None:
        """After the last account: record what is gone."""
        conclude(self._recording, now)

    def tidy(self, now: datetime, forget_after: timedelta, keep_outcomes: timedelta | None) -> None:
        """Delete texts of what is gone or excluded for long, and old rows that nothing hangs on.

        ``keep_outcomes``: None keeps all of them.
        """
        forget(self._recording, now, forget_after)
        if keep_outcomes is not None:
            thin_out(self._recording, now, keep_outcomes)

    def finish(self, status: str, now: datetime) -> None:
        """Note how the run ended (``complete``, ``partial`` or ``failed``); fold everything into the file."""
        recording = self._recording
        recording.work.run(
            "UPDATE store.run SET status = ?, finished_at = ?, files_read = ? WHERE run_id = ?",
            status,
            recording.moment(now),
            recording.files_read,
            recording.run_id,
        )
        recording.work.run("CHECKPOINT")
