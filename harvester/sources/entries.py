"""The list of sources as it is written, before its meaning is known: pydantic checks it against this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Literal

from harvester.model import ForgeKind, Level, Role, Scope  # noqa: TC001 - pydantic reads the annotations

FORBID_UNKNOWN = {"extra": "forbid"}  # pydantic's words for: an unknown key is a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """An account as written; ``listed_in`` names lists of others in which it stands too."""

    __pydantic_config__ = FORBID_UNKNOWN

    url: str
    scope: Scope | None = None
    subgroups: bool = True
    ignored_since: date | None = None
    ignored_reason: str | None = None
    listed_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEntry:
    """An organisation as written."""

    __pydantic_config__ = FORBID_UNKNOWN

    id: str
    name: str
    role: Role
    level: Level
    country: str
    aliases: tuple[str, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeEntry:
    """A host whose kind cannot be told from its name."""

    __pydantic_config__ = FORBID_UNKNOWN

    name: str
    kind: ForgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesEntry:
    """A whole file as written; ``include`` are files beside it whose organisations belong to the list too."""

    __pydantic_config__ = FORBID_UNKNOWN

    version: Literal[1]
    include: tuple[str, ...] = ()
    organisations: tuple[OrganisationEntry, ...] = ()
    forges: tuple[ForgeEntry, ...] = ()
