"""Organisations and their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """View `organisation`: every organisation of the list, with or without accounts."""

    organisation_id: str
    slug: str
    name: str
    role: str
    level: str
    country: str
    aliases: tuple[str, ...]
    accounts: int
    repositories: int
    files: int
    software: int
    valid_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """View `account`: a place on a forge, and what came of the last look at it."""

    account_id: str
    organisation_id: str
    organisation: str
    forge_id: str
    path: str
    url: str
    scope: str
    ignored_since: date | None
    ignored_reason: str | None
    outcome: str | None
    reason: str | None
    reason_nl: str | None
    outcome_since: datetime | None
