"""Weeks of nights: the whole harvester over real HTTP against a sample forge, a day between two nights."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.night import ExitCode, NightContext, run_night
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.builders import sources
from tests.forge.limits import PLAIN_TOKEN
from tests.harvester.looking import Clock, account_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harvester.model import Account
    from tests.forge.server import SampleForge

OF_VERSION = "EXCLUDE (valid_from, valid_to, first_run, last_run)"
NOW = (  # what the database holds true now, without times and run ids
    f"SELECT * {OF_VERSION} FROM store.repository_version WHERE valid_to IS NULL AND state = 'present'",
    (
        "SELECT repository_id, path, content_id, entry, not_entry_code FROM store.file_version "
        "WHERE valid_to IS NULL"
    ),
    (
        "SELECT d.* EXCLUDE (seen_at, run_id) FROM store.repository_day d JOIN store.repository_version v "
        "USING (repository_id) WHERE v.valid_to IS NULL AND v.state = 'present' "
        "QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY d.seen_at DESC) = 1"
    ),
    (
        "SELECT content_id, sha256, raw FROM store.content c "
        "WHERE EXISTS (FROM store.file_version f WHERE f.valid_to IS NULL AND f.content_id = c.content_id)"
    ),
)


@dataclass
class Weeks:
    """Nights of one data folder. ``outcomes`` and ``requests`` are of the last night."""

    sample: SampleForge
    folder: Path
    accounts: Sequence[Account]
    options: dict[str, Any] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    lines: list[str] = field(default_factory=list)
    requests: int = 0
    token: str | None = PLAIN_TOKEN

    def soon(self) -> dict[str, str]:
        """Another run an hour later: on the day of a listing no other listing is due."""
        return self.night(timedelta(hours=1))

    def night(self, after: timedelta = timedelta(days=1), **more: Any) -> dict[str, str]:
        """One night, a day after the last one; the outcomes of the accounts."""
        self.clock.now += after
        self.sample.forget()
        self.lines.clear()
        hosts = {account.forge.name for account in self.accounts}
        settings = HarvesterSettings(
            forges={host: ForgeSettings(api_url=self.sample.api_url(host)) for host in hosts}, **self.options
        )
        tokens = {host: Token(self.token) for host in hosts} if self.token else {}
        plan = HarvestPlan(
            sources=sources(*self.accounts),
            chosen=tuple(self.accounts),
            rules=standard_rules(),
            tool_version="1",
            open_client=lambda forge, _wait: open_forge(
                forge, settings, tokens, self.clock, self.clock.sleep
            ),
            **more,
        )
        watcher = LogWatcher(self.lines.append)
        context = NightContext(data_dir=self.folder, clock=self.clock, watcher=watcher)
        self.code = run_night(context, (harvest_step(plan),), "nightly")
        assert self.code in (ExitCode.DONE, ExitCode.PARTIAL), self.lines
        self.requests = self.sample.count()
        return dict(
            self.rows(
                "SELECT account_id, outcome FROM store.account_outcome "
                "WHERE run_id = (SELECT max(run_id) FROM store.run)"
            )
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "work.duckdb")) as connection:
            return connection.execute(sql).fetchall()

    def now(self) -> list[list[tuple[Any, ...]]]:
        """What the database holds true now."""
        return [sorted(self.rows(sql), key=repr) for sql in NOW]

    def events(self) -> list[tuple[str, str, str | None]]:
        """What happened in the last night."""
        return self.rows(
            "SELECT e.kind, v.full_name, e.path FROM store.event e JOIN store.repository_version v "
            "USING (repository_id) WHERE v.valid_to IS NULL AND run_id = (SELECT max(run_id) FROM store.run) "
            "ORDER BY ALL"
        )

    def afresh(self, folder: Path) -> Weeks:
        """A first night in another folder: what a complete listing of everything holds true."""
        other = Weeks(
            self.sample, folder, self.accounts, self.options, Clock(now=self.clock.now), token=self.token
        )
        other.night()
        return other


def accounts_of(host: str, *paths: str) -> tuple[Account, ...]:
    return tuple(account_of(host, path) for path in paths)
