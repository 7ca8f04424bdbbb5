"""Nights for tests of the registry: a list of sources, what accounts show, what the database then holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence  # noqa: TC003 - used in annotations of a dataclass
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from harvester.exclusions import NO_EXCLUSIONS, Exclusions
from harvester.observations import Observation, Page
from harvester.outcomes import AccountOutcome, Complete
from harvester.registry import Registry, Run, open_registry
from harvester.registry_reading import Rules, standard_rules
from tests.builders import night, sources

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from harvester.model import Account, Sources

Shown: TypeAlias = Observation | Page | AccountOutcome

RUN_TABLES = ("run", "account_outcome", "request", "repository_outcome")
"""The tables that get rows every night, whatever happened."""


@dataclass
class Nights:
    """Runs one night after another on one work database."""

    path: Path
    rules: Rules = field(default_factory=standard_rules)
    number: int = 0

    def run(
        self,
        shown: Mapping[Account, Sequence[Shown]],
        *,
        listed: Sources | None = None,
        rules: Rules | None = None,
        exclusions: Exclusions = NO_EXCLUSIONS,
        forget_after: timedelta = timedelta(days=90),
        keep_outcomes: timedelta | None = None,
    ) -> Run:
        """A whole night: what each account shows is recorded, then concluded.

        An account that shows observations is listed whole; pages and an outcome may be given instead.
        """
        self.number += 1
        now = night(self.number)
        with open_registry(self.path, now) as registry:
            run = registry.begin(listed or sources(*shown), rules or self.rules, "1", now, exclusions)
            run.rederive(now)
            for account, items in shown.items():
                record(run, account, items, now + timedelta(minutes=5))
            run.conclude(now + timedelta(minutes=10))
            run.tidy(now + timedelta(minutes=10), forget_after, keep_outcomes)
            assert registry.problems() == ()
            run.finish("complete", now + timedelta(minutes=20))
        return run

    @contextmanager
    def opened(self) -> Iterator[Registry]:
        """The database in the next night, to do a part of a run by hand."""
        self.number += 1
        with open_registry(self.path, night(self.number)) as registry:
            yield registry

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What a query on the work database gives."""
        with open_registry(self.path, night(self.number)) as registry:
            return registry._work.rows(sql, *parameters)

    def events(self, number: int | None = None) -> list[tuple[str, str]]:
        """The kinds and causes of a night's events (the newest night's), sorted."""
        run_id = int(night(number or self.number).strftime("%Y%m%d%H%M%S"))
        return self.rows("SELECT kind, cause FROM store.event WHERE run_id = ? ORDER BY ALL", run_id)

    def dump(self, *, without: Sequence[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """Every table of the schema, but those named."""
        names = [
            name
            for (name,) in self.rows(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store' ORDER BY ALL"
            )
        ]
        return {
            name: self.rows(f"SELECT * FROM store.{name} ORDER BY ALL")
            for name in names
            if name not in without
        }


def _whole(observations: Sequence[Observation]) -> tuple[Shown, ...]:
    return (Page(observations=tuple(observations), cursor=None), Complete(repositories=0, files=0))


def record(run: Run, account: Account, items: Sequence[Shown], at: datetime) -> None:
    """Record what one account shows."""
    observations = [item for item in items if isinstance(item, Observation)]
    for item in _whole(observations) if len(observations) == len(items) else items:
        if isinstance(item, Page):
            run.record_page(account, item, at)
        elif not isinstance(item, Observation):
            run.record_outcome(account, item, at)


def other_rules(version: str, findings: Any = None) -> Rules:
    """The standard's rules under another version; ``findings`` replaces what is found."""
    standard = standard_rules()

    def read(content: bytes, today: Any) -> Any:
        done = standard.read(content, today)
        return done if findings is None else replace(done, findings=findings)

    return Rules(version=version, read=read)
