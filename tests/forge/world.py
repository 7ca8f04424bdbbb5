"""What exists in a sample world: hosts, owners, repositories, as frozen values.

A world knows nothing of HTTP or of either forge's answers. All moments are naive UTC.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_FIRST_CREATION = datetime(2019, 1, 1)  # noqa: DTZ001 — naive UTC by contract
_FIRST_COMMIT = datetime(2024, 1, 1)  # noqa: DTZ001


class HostKind(StrEnum):
    """Which family of forge a host imitates."""

    GITHUB = "github"
    GITLAB = "gitlab"


class OwnerKind(StrEnum):
    """What an owner is; organisations exist on GitHub, groups on GitLab, users on both."""

    ORGANISATION = "organisation"
    USER = "user"
    GROUP = "group"


class Visibility(StrEnum):
    """Who sees a repository or group: everybody, every known token, or tokens that see private ones."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PRIVATE = "private"


class Committer(StrEnum):
    """Who made the head commit."""

    PERSON = "person"
    PRIVATE = "private"  # a person whose address GitHub keeps private
    BOT = "bot"  # an app of GitHub; on GitLab a user that GitLab calls a bot
    WORKFLOW = "workflow"  # GitHub Actions; no account on GitLab
    RENOVATE = "renovate"  # Renovate without an account
    PROJECT_BOT = "project_bot"  # the user of a project's access token on GitLab
    UNKNOWN = "unknown"  # an e-mail address that belongs to no account


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release with its tag."""

    tag: str
    published_at: datetime
    name: str
    prerelease: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An organisation, user or group; a GitLab sub-group is an owner whose path has slashes."""

    path: str
    kind: OwnerKind
    native_id: int
    name: str
    description: str | None = None
    website: str | None = None
    verified: bool = False
    visibility: Visibility = Visibility.PUBLIC
    deleted: bool = False
    renamed_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """One repository; ``path`` is ``owner/name`` with all groups, ``files`` are those of its default branch.

    ``files`` may compute bodies on access (the generator's does), so it is read only when asked for.
    """

    path: str
    native_id: int
    created_at: datetime
    committed_at: datetime
    pushed_at: datetime
    updated_at: datetime
    files: Mapping[str, bytes] = field(default_factory=lambda: _NOTHING)
    symlinks: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    submodules: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    executables: frozenset[str] = frozenset()
    description: str | None = None
    homepage: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    archived: bool = False
    disabled: bool = False
    empty: bool = False
    deleted: bool = False
    fork_of: str | None = None
    is_template: bool = False
    template: str | None = None
    mirror_of: str | None = None
    renamed_from: tuple[str, ...] = ()
    default_branch: str = "main"
    licence: str | None = None
    languages: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    topics: tuple[str, ...] = ()
    stars: int = 0
    forks: int = 0
    watchers: int = 0
    disk_kilobytes: int = 100
    committer: Committer = Committer.PERSON
    releases: tuple[Release, ...] = ()
    tags: tuple[str, ...] = ()
    has_issues: bool = True
    has_wiki: bool = True
    code_of_conduct: str | None = None
    security_policy: bool = False

    @property
    def owner(self) -> str:
        """Path of the owner: everything before the last slash."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One forge; ``name`` is the stable name people know, whatever port answers for it."""

    name: str
    kind: HostKind
    version: str
    owners: tuple[Owner, ...]
    repositories: tuple[Repository, ...]

    @property
    def url(self) -> str:
        """The address people open in a browser."""
        return f"https://{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that a sample forge serves."""

    hosts: tuple[Host, ...]

    def host(self, name: str) -> Host:
        """The host of that name; KeyError where there is none."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(f"the sample world has no host {name!r}")

    def with_host(self, host: Host) -> World:
        """The same world with ``host`` in the place of the host of that name."""
        return World(hosts=tuple(host if old.name == host.name else old for old in self.hosts))

    def changed(self, host_name: str, path: str, /, **changes: Any) -> World:
        """The same world in which one repository differs by ``changes`` (as ``dataclasses.replace``)."""
        host = self.host(host_name)
        if all(old.path != path for old in host.repositories):
            raise KeyError(f"the sample world has no repository {path!r} at {host_name}")
        repositories = tuple(
            replace(old, **changes) if old.path == path else old for old in host.repositories
        )
        return self.with_host(replace(host, repositories=repositories))


def native_id(host_name: str, path: str) -> int:
    """A number of 30 bits that always is the same for a path: GitHub's ``databaseId`` is a 32-bit Int."""
    return _hash(f"{host_name}/{path}") % 2**30 + 1


def make_owner(host_name: str, path: str, kind: OwnerKind, **given: Any) -> Owner:
    """An owner with every field defaulted that is not ``given``."""
    given.setdefault("native_id", native_id(host_name, path))
    given.setdefault("name", path.rpartition("/")[2])
    return Owner(path=path, kind=kind, **given)


def make_repository(host_name: str, path: str, **given: Any) -> Repository:
    """A repository with every field defaulted that is not ``given``; dates follow from the path."""
    seed = _hash(f"{host_name}/{path}")
    given.setdefault("native_id", native_id(host_name, path))
    given.setdefault("created_at", _FIRST_CREATION + timedelta(seconds=seed % (5 * 365 * 86400)))
    given.setdefault(
        "committed_at", max(_FIRST_COMMIT + timedelta(seconds=seed % (2 * 365 * 86400)), given["created_at"])
    )
    given.setdefault("pushed_at", given["committed_at"])
    given.setdefault("updated_at", given["pushed_at"])
    return Repository(path=path, **given)


def make_host(name: str, kind: HostKind, **given: Any) -> Host:
    """A host; ``owners`` and ``repositories`` default to none."""
    given.setdefault("version", "3.17.0" if kind is HostKind.GITHUB else "19.4.0")
    given.setdefault("owners", ())
    given.setdefault("repositories", ())
    return Host(name=name, kind=kind, **given)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
