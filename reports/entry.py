"""An entry of the register as the questions of reuse see it: what its file states, what its forge shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from reports.model.software import Funder


class FileKey(NamedTuple):
    """A file: its repository and its path."""

    repository_id: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation of the list, and the accounts that are its own."""

    organisation_id: str
    name: str
    role: str  # "government" | "supplier" | "association"
    level: str
    country: str
    aliases: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRepository:
    """A repository that is there now, as its forge shows it; moments are naive UTC."""

    repository_id: int
    account_id: str
    organisation_id: str | None
    url: str
    name: str
    licence_spdx: str | None = None
    is_fork: bool = False
    fork_of_url: str | None = None
    is_archived: bool = False
    is_template: bool = False
    is_mirror: bool = False
    root_files: tuple[str, ...] = ()
    head_committed_at: datetime | None = None
    pushed_at: datetime | None = None
    release_name: str | None = None
    released_at: datetime | None = None
    first_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """One language of a description."""

    language: str
    localised_name: str | None = None
    generic_name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    documentation_url: str | None = None
    api_documentation_url: str | None = None
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who maintains it; never an address."""

    name: str | None
    affiliation: str | None
    has_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A supplier under contract, until and including a day."""

    name: str | None
    website: str | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file that describes software, with the repository that it lies in."""

    key: FileKey
    repository: SeenRepository
    stated_on: date  # since when the file is as it is
    name: str | None = None
    application_suite: str | None = None
    url: str | None = None
    landing_url: str | None = None
    is_based_on: tuple[str, ...] = ()
    software_version: str | None = None
    release_date: date | None = None
    categories: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    funded_by: tuple[Funder, ...] = ()
    development_status: str | None = None
    software_type: str | None = None
    supports: tuple[str, ...] = ()
    publisher_name: str | None = None
    publisher_uri: str | None = None
    licence: str | None = None
    main_copyright_owner: str | None = None
    repo_owner: str | None = None
    maintenance_type: str | None = None
    localisation_ready: bool | None = None
    available_languages: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    contractors: tuple[Contractor, ...] = ()
    dependencies: tuple[str, ...] = ()
    texts: tuple[EntryText, ...] = ()

    @property
    def shown_name(self) -> str:
        """The name in the file, else that of the repository."""
        return (self.name or "").strip() or self.repository.name


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedFile:
    """A file that is no entry because it is the untouched copy of another one: a technical fork or mirror."""

    key: FileKey
    repository: SeenRepository
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that the questions of reuse are answered from; every tuple in a fixed order."""

    organisations: tuple[Organisation, ...]
    repositories: tuple[SeenRepository, ...]
    entries: tuple[Entry, ...]
    copies: tuple[CopiedFile, ...] = ()
    named_since: tuple[tuple[FileKey, str, date], ...] = ()
    """Since when a file names a user: the file, the name as written, the day it was first seen there."""
