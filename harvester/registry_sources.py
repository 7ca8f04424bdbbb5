"""Recording the list of sources: versions of organisations and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.registry_rows import account_row, organisation_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from harvester.exclusions import Exclusions
    from harvester.model import Sources
    from harvester.registry_rows import Row
    from harvester.registry_work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What exclusions cover: repositories, each with the day since when, and accounts."""

    since: Mapping[int, date]
    accounts: frozenset[str]


def record_sources(work: Work, sources: Sources, run_id: int, at: datetime) -> None:
    """Make the list's organisations and accounts the current ones; what left the list ends."""
    with work.transaction():
        _record_forges(work, sources)
        organisations = [organisation_row(each) for each in sources.organisations]
        _record_versions(work, "organisation", organisations, run_id, at)
        _record_versions(work, "account", [account_row(each) for each in sources.accounts], run_id, at)


def covered_by(work: Work, exclusions: Exclusions) -> Covered:
    """What the exclusions cover, by any address that a repository ever had."""
    since: dict[int, date] = {}
    for repository_id, url in work.rows("SELECT DISTINCT repository_id, url FROM store.repository_version"):
        covering = exclusions.covering(url)
        if covering is not None:
            since[repository_id] = min(covering.since, since.get(repository_id, covering.since))
    accounts = frozenset(
        account_id
        for account_id, url in work.rows("SELECT DISTINCT account_id, url FROM store.account_version")
        if exclusions.covering(url) is not None
    )
    return Covered(since=since, accounts=accounts)


def noted_exclusions(work: Work) -> Covered:
    """What is noted as excluded."""
    return Covered(
        since=dict(work.rows("SELECT repository_id, since FROM store.excluded_repository")),
        accounts=frozenset(account_id for (account_id,) in work.rows("FROM store.excluded_account")),
    )


def record_exclusions(work: Work, covered: Covered) -> set[int]:
    """Note what is excluded, and nothing else; the repositories."""
    with work.transaction():
        work.run("DELETE FROM store.excluded_repository")
        work.run("DELETE FROM store.excluded_account")
        work.insert(
            "excluded_repository",
            [{"repository_id": each, "since": day} for each, day in covered.since.items()],
        )
        work.insert("excluded_account", [{"account_id": each} for each in sorted(covered.accounts)])
    return set(covered.since)


def _record_forges(work: Work, sources: Sources) -> None:
    known = {name for (name,) in work.rows("SELECT forge_id FROM store.forge")}
    kinds = {account.forge.name: account.forge.kind.value for account in sources.accounts}
    work.insert(
        "forge", [{"forge_id": name, "kind": kind} for name, kind in kinds.items() if name not in known]
    )


def _record_versions(work: Work, what: str, rows: Sequence[Row], run_id: int, at: datetime) -> None:
    key, table = f"{what}_id", f"{what}_version"
    current = dict(work.rows(f"SELECT {key}, row_hash FROM store.{table} WHERE valid_to IS NULL"))  # noqa: S608 - our own names
    listed = {row[key]: row for row in rows}
    changed = [row for name, row in listed.items() if current.get(name) != row["row_hash"]]
    ended = [name for name, old in current.items() if name not in listed or listed[name]["row_hash"] != old]
    if ended:
        work.run(
            f"UPDATE store.{table} SET valid_to = ?, last_run = ? "  # noqa: S608 - our own names
            f"WHERE valid_to IS NULL AND {key} IN (SELECT unnest(?::VARCHAR[]))",
            at,
            run_id,
            ended,
        )
    work.insert(table, [{**row, "valid_from": at, "first_run": run_id} for row in changed])
