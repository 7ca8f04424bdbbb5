"""The last run: where it looked, what came of it, what it asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Table `run` of night.duckdb: the run that made this publication."""

    run_id: int
    started_at: datetime
    finished_at: datetime | None
    status: str
    tool_version: str
    rules_version: str
    files_read: int | None
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOutcomeRow:
    """Table `account_outcome` of night.duckdb."""

    run_id: int
    account_id: str
    organisation: str
    url: str
    outcome: str  # "complete" | "swept" | "partial" | "could_not_look" | "not_looked" | "gone"
    reason: str | None
    reason_nl: str | None
    repositories: int
    files: int
    retry_at: datetime | None
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryOutcomeRow:
    """Table `repository_outcome` of night.duckdb: where a repository differs from its account."""

    run_id: int
    repository_id: int
    full_name: str
    path: str | None
    outcome: str  # "could_not_look" | "not_looked"
    reason: str
    reason_nl: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """Table `request` of night.duckdb: requests to one forge, of one kind."""

    run_id: int
    forge_id: str
    kind: str
    sent: int
    retried: int
    remaining: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSummary:
    """Table `summary` of night.duckdb: the numbers a person is told when a run is done."""

    run_id: int
    accounts: int
    accounts_complete: int
    accounts_swept: int  # looked at what was pushed since the last complete look
    repositories: int
    software: int
    files: int
    findings: int
    requests: int
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """All of night.duckdb."""

    run: Run
    account_outcomes: tuple[AccountOutcomeRow, ...]
    repository_outcomes: tuple[RepositoryOutcomeRow, ...]
    requests: tuple[RequestRow, ...]
    summary: NightSummary
