"""The values that the harvester passes on: accounts, repositories, files, outcomes.

All moments are naive UTC ``datetime``; all addresses are those people use (``https://github.com/…``),
never the address where a forge's API happens to answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime


class ForgeKind(StrEnum):
    """Which family of software answers at a host."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FOLDER = "folder"  # checkouts and mirrors on disk
    OTHER = "other"  # kept in the list, never looked at: *not looked*


SHARED_WITH_ALL: Final = frozenset({"github.com", "gitlab.com"})
"""Hosts that are nobody's own: no account is all that is there."""


class Role(StrEnum):
    """Why an organisation is in the list."""

    GOVERNMENT = "government"
    SUPPLIER = "supplier"
    ASSOCIATION = "association"


class Level(StrEnum):
    """Level of government, after the kinds of organisation in TOOI."""

    MINISTRY = "ministry"
    AGENCY = "agency"
    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    WATER_BOARD = "water_board"
    COOPERATION = "cooperation"
    JUDICIARY = "judiciary"
    PARLIAMENT = "parliament"
    SUPPLIER = "supplier"
    OTHER = "other"


class Scope(StrEnum):
    """What of a forge belongs to the account."""

    ORGANISATION = "organisation"  # an organisation (GitHub) or group (GitLab)
    USER = "user"
    REPOSITORY = "repository"  # one repository only
    INSTANCE = "instance"  # a whole self-hosted forge


@dataclass(frozen=True, slots=True, kw_only=True)
class Forge:
    """A host that holds repositories; ``name`` is stable, whatever the address of its API."""

    name: str
    kind: ForgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation of the source list; ``organisation_id`` is a URI (TOOI where there is one)."""

    organisation_id: str
    name: str
    role: Role
    level: Level
    country: str  # ISO 3166-1 alpha-2
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A place on a forge where an organisation keeps repositories."""

    forge: Forge
    path: str  # as written in the list: letter case is shown, not compared
    organisation_id: str
    scope: Scope = Scope.ORGANISATION
    subgroups: bool = True
    ignored_since: date | None = None
    ignored_reason: str | None = None

    @property
    def account_id(self) -> str:
        """Stable key: host and path in lower case, as in ``github.com/minbzk``."""
        return f"{self.forge.name}/{self.path}".lower()

    @property
    def url(self) -> str:
        """The address a person opens."""
        return f"https://{self.forge.name}/{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The whole list: organisations (with or without accounts) and their accounts."""

    organisations: tuple[Organisation, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RootEntry:
    """One name in the root folder of the default branch."""

    name: str
    kind: str  # "file" | "directory" | "symlink" | "submodule"
    oid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The newest release or tag, as the forge names it."""

    name: str
    released_at: datetime | None


class AuthorKind(StrEnum):
    """Who wrote a commit; nothing else of an author is kept (docs/privacy.md)."""

    PERSON = "person"
    BOT = "bot"
    UNKNOWN = "unknown"  # the commit was seen, but nothing tells whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What a forge says of one public repository."""

    forge: Forge
    native_id: str  # the forge's own id: survives renames and moves
    full_name: str  # "owner/name", with all groups on GitLab
    url: str
    name: str
    description: str | None = None
    homepage_url: str | None = None
    licence_spdx: str | None = None  # None: the forge recognises none
    primary_language: str | None = None
    languages: tuple[str, ...] = ()  # largest first
    topics: tuple[str, ...] = ()
    is_fork: bool = False
    fork_of_url: str | None = None
    is_archived: bool = False
    is_template: bool = False
    is_mirror: bool = False
    is_empty: bool = False
    default_branch: str | None = None
    root_files: tuple[RootEntry, ...] = ()
    created_at: datetime | None = None
    # What changes daily, kept apart from the versioned row:
    stars: int = 0
    forks: int = 0
    pushed_at: datetime | None = None
    head_oid: str | None = None
    head_committed_at: datetime | None = None
    head_author_kind: AuthorKind | None = None  # None: there is no head, or it was not looked at
    newest_release: Release | None = None

    @property
    def repository_id(self) -> int:
        """See ``repository_id_of``."""
        return repository_id_of(self.forge, self.native_id)


def repository_id_of(forge: Forge, native_id: str) -> int:
    """63-bit key from forge and native id: no sequence, every worker agrees."""
    digest = hashlib.blake2b(f"{forge.name}\x1f{native_id}".encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1
