"""The answers about reuse, concluded of all current software together and recorded in schema `link`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publiccode.addresses import repository_key
from reports.aims import aims_of
from reports.families import ANYWHERE, BASED_ON_KEY, SUITE_KEY, find_families
from reports.guideline.besides import Job
from reports.link_material import read_material
from reports.link_rows import replace_if_different
from reports.relations import find_relations
from reports.residue import Statement, find_residue
from reports.roles import find_roles
from reports.similar import find_alternatives
from reports.used_by import KEY as USED_BY
from reports.used_by import directory_of, find_users

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from reports.classification import Classification
    from reports.curated import Curated
    from reports.entry import Entry
    from reports.families import Member
    from reports.guideline.besides import Needs
    from reports.relations import Relation
    from reports.residue import Residue
    from reports.roles import Role
    from reports.used_by import User


def record_reuse(
    connection: DuckDBPyConnection, curated: Curated, found: Iterable[Classification], needs: Needs
) -> tuple[int, int]:
    """Conclude and record, within the transaction of the caller; the numbers of users and relations found."""
    material = read_material(connection)
    directory = directory_of(material.organisations, curated.all_writings())
    residue = residue_of_entries(material.entries)
    users = find_users(material, directory, curated.users, residue)
    members = find_families(material.entries, material.copies, residue)
    heads = {member.key: member.head for member in members}
    related = find_relations(material.entries, heads)
    alternatives = find_alternatives(
        connection,
        material.entries,
        heads,
        related,
        aims_of(found, needs),
        one_job=needs.of_job(Job.ONE),
    )
    replace_if_different(connection, "user_of", list(_user_rows(users)))
    replace_if_different(connection, "role_of", list(_role_rows(find_roles(material, directory))))
    replace_if_different(connection, "family_member", [_member_row(member) for member in members])
    replace_if_different(connection, "relation", [_relation_row(one) for one in (*related, *alternatives)])
    return len(users), len(related) + len(alternatives)


def _member_row(member: Member) -> dict[str, Any]:
    tied = member.tied_to
    return {
        "head_repository_id": member.head.repository_id,
        "head_path": member.head.path,
        "repository_id": member.key.repository_id,
        "path": member.key.path,
        "tie": member.tie.value,
        "tied_repository_id": tied.repository_id if tied else None,
        "tied_path": tied.path if tied else None,
        "key_path": member.key_path,
        "value": member.value,
    }


def _relation_row(one: Relation) -> dict[str, Any]:
    return {
        "repository_id": one.key.repository_id,
        "path": one.key.path,
        "other_repository_id": one.other.repository_id,
        "other_path": one.other.path,
        "kind": one.kind.value,
        "score": one.score,
        "key_path": one.key_path,
        "value": one.value,
    }


def residue_of_entries(entries: Iterable[Entry]) -> Residue:
    """What is template residue among the statements about reuse."""
    return find_residue(statement for entry in entries for statement in statements_of_reuse(entry))


def statements_of_reuse(entry: Entry) -> Iterator[Statement]:
    """What a file states about reuse that a template may have left in it."""
    account_id, name = entry.repository.account_id, entry.shown_name
    yield Statement(account_id=account_id, name=name, key=USED_BY, value=entry.used_by)
    if entry.application_suite:
        yield Statement(account_id=account_id, name=name, key=SUITE_KEY, value=(entry.application_suite,))
    for original in entry.is_based_on:
        yield Statement(account_id=ANYWHERE, name=name, key=BASED_ON_KEY, value=(repository_key(original),))


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
