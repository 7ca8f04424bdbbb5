"""What organisations are to software besides using it: each role as the file states it, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.used_by import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reports.entry import Entry, FileKey, Material
    from reports.used_by import Directory


class RoleKind(StrEnum):
    """What an organisation is to software."""

    PUBLISHER = "publisher"
    OWNER = "owner"
    MAINTAINER = "maintainer"
    SUPPLIER = "supplier"
    FUNDER = "funder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role of one name, with the key that states it; `until` of a supplier's contract."""

    key: FileKey
    role: RoleKind
    name: str
    organisation_id: str | None
    key_path: str
    until: date | None = None


def find_roles(material: Material, directory: Directory) -> tuple[Role, ...]:
    """All roles that files state, in the order of the standard's keys."""
    return tuple(role for entry in material.entries for role in _roles(entry, directory))


def _roles(entry: Entry, directory: Directory) -> Iterator[Role]:
    for kind, key_path, name, uri, until in _stated(entry):
        shown = (name or uri or "").strip()
        if shown:
            found = _known(directory, uri) or _known(directory, name)
            yield Role(
                key=entry.key,
                role=kind,
                name=shown,
                organisation_id=found,
                key_path=key_path,
                until=until,
            )


def _stated(entry: Entry) -> Iterator[tuple[RoleKind, str, str | None, str | None, date | None]]:
    """Kind, key, name, address and last day of every role, in the order of the standard's keys."""
    for n, funder in enumerate(entry.funded_by):
        yield RoleKind.FUNDER, f"fundedBy[{n}]", funder.name, funder.uri, None
    yield RoleKind.PUBLISHER, "organisation", entry.publisher_name, entry.publisher_uri, None
    yield RoleKind.OWNER, "legal.mainCopyrightOwner", entry.main_copyright_owner, None, None
    if entry.repo_owner != entry.main_copyright_owner:
        yield RoleKind.OWNER, "legal.repoOwner", entry.repo_owner, None, None
    for n, contractor in enumerate(entry.contractors):
        key_path = f"maintenance.contractors[{n}]"
        yield RoleKind.SUPPLIER, key_path, contractor.name, contractor.website, contractor.until
    seen: set[str] = set()
    for n, contact in enumerate(entry.contacts):
        if contact.affiliation and contact.affiliation not in seen:
            seen.add(contact.affiliation)
            yield (
                RoleKind.MAINTAINER,
                f"maintenance.contacts[{n}].affiliation",
                contact.affiliation,
                None,
                None,
            )


def _known(directory: Directory, text: str | None) -> str | None:
    found = directory.resolve(text) if text else None
    return found.organisation_ids[0] if found and found.verdict is Verdict.RESOLVED else None
