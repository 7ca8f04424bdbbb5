"""The answers about reuse, concluded of all current software together and recorded in schema `link`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.link_material import read_material
from reports.link_rows import replace_if_different
from reports.residue import Statement, find_residue
from reports.roles import find_roles
from reports.used_by import KEY as USED_BY
from reports.used_by import directory_of, find_users

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from reports.curated import Curated
    from reports.entry import Entry
    from reports.residue import Residue
    from reports.roles import Role
    from reports.used_by import User


def record_reuse(connection: DuckDBPyConnection, curated: Curated) -> int:
    """Conclude and record, within the transaction of the caller; the number of users found."""
    material = read_material(connection)
    directory = directory_of(material.organisations, curated.all_writings())
    users = find_users(material, directory, curated.users, residue_of_entries(material.entries))
    replace_if_different(connection, "user_of", list(_user_rows(users)))
    replace_if_different(connection, "role_of", list(_role_rows(find_roles(material, directory))))
    return len(users)


def residue_of_entries(entries: Iterable[Entry]) -> Residue:
    """What is template residue among the statements about reuse."""
    return find_residue(statement for entry in entries for statement in _statements(entry))


def _statements(entry: Entry) -> Iterator[Statement]:
    yield Statement(
        account_id=entry.repository.account_id, name=entry.shown_name, key=USED_BY, value=entry.used_by
    )


def _role_rows(roles: Iterable[Role]) -> Iterator[dict[str, Any]]:
    ranks: dict[tuple[int, str], int] = {}
    for role in roles:
        ranks[role.key] = ranks.get(role.key, 0) + 1
        yield {
            "repository_id": role.key.repository_id,
            "path": role.key.path,
            "n": ranks[role.key],
            "role": role.role.value,
            "name": role.name,
            "organisation_id": role.organisation_id,
            "key_path": role.key_path,
            "until": role.until,
        }


def _user_rows(users: Iterable[User]) -> Iterator[dict[str, Any]]:
    ranks: dict[tuple[int, str], int] = {}
    for user in users:
        ranks[user.key] = ranks.get(user.key, 0) + 1
        yield {
            "repository_id": user.key.repository_id,
            "path": user.key.path,
            "n": ranks[user.key],
            "name": user.name,
            "basis": user.basis.value,
            "verdict": user.verdict.value,
            "organisation_id": user.organisation_id,
            "candidates": user.candidates,
            "is_own": user.is_own,
            "stated_on": user.stated_on,
            "source_url": user.source_url,
        }
