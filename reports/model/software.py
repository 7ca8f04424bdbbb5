"""What descriptions say of software."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Funder:
    """An item of `fundedBy`."""

    name: str | None
    uri: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRow:
    """View `component`: every file that is an entry and could be read, valid or not. On pages: *software*."""

    component_id: str  # slug of its page; never changes
    repository_id: int
    path: str
    page: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    name: str
    name_source: str  # "file" | "repository"
    is_valid: bool
    publiccode_yml_version: str | None
    application_suite: str | None
    url: str | None
    landing_url: str | None
    is_based_on: tuple[str, ...]
    software_version: str | None
    release_date: date | None
    logo: str | None
    platforms: tuple[str, ...]
    categories: tuple[str, ...]
    used_by: tuple[str, ...]
    funded_by: tuple[Funder, ...]
    roadmap: str | None
    development_status: str | None
    software_type: str | None
    supports: tuple[str, ...]
    publisher_name: str | None
    publisher_uri: str | None
    scope: tuple[str, ...]
    countries: tuple[str, ...]
    unsupported_countries: tuple[str, ...]
    licence: str | None
    main_copyright_owner: str | None
    repo_owner: str | None
    maintenance_type: str | None
    localisation_ready: bool | None
    available_languages: tuple[str, ...]
    is_archived: bool
    is_fork: bool
    primary_language: str | None
    pushed_at: datetime | None
    head_committed_at: datetime | None
    head_author_kind: str | None
    last_human_activity_at: datetime | None
    last_not_by_bot_at: datetime | None
    release_name: str | None
    released_at: datetime | None
    stars: int | None
    errors: int
    warnings: int
    first_seen_at: datetime
    unchanged_since: datetime
    too_little_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentText:
    """View `component_text`: what the publisher wrote, a row a language (BCP 47)."""

    component_id: str
    repository_id: int
    path: str
    language: str
    localised_name: str | None
    generic_name: str | None
    short_description: str | None
    long_description: str | None
    documentation_url: str | None
    api_documentation_url: str | None
    features: tuple[str, ...]
    screenshots: tuple[str, ...]
    videos: tuple[str, ...]
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """View `contact`: who maintains it; whether the file (at `line`) has an address; no person's address."""

    component_id: str
    n: int
    name: str | None
    affiliation: str | None
    has_email: bool
    has_phone: bool
    role_mailbox: str | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractorRow:
    """View `contractor`: a supplier that maintains it, and until when."""

    component_id: str
    n: int
    name: str | None
    website: str | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRow:
    """View `dependency`: what it needs to run."""

    component_id: str
    n: int
    kind: str  # "open" | "proprietary" | "hardware"
    name: str
    version_min: str | None
    version_max: str | None
    version: str | None
    optional: bool | None
