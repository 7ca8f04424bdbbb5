"""The snapshot with its rows found by what they belong to: made once, for the pages of all languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from publiccode.addresses import repository_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reports.model.answers import KeyLineRow, MismatchRow, StandardRow
    from reports.model.history import Change
    from reports.model.links import (
        Category,
        FactRow,
        Need,
        NeedLink,
        OverrideRow,
        PossibleLink,
        ResidueRow,
        ReuseLink,
    )
    from reports.model.owners import AccountRow, OrganisationRow
    from reports.model.repositories import FileRow, FindingRow, RepositoryRow
    from reports.model.reuse import FamilyRow, RelationRow, RoleRow, UsedByRow
    from reports.model.snapshot import Snapshot
    from reports.model.software import ComponentRow, ComponentText, ContactRow, ContractorRow, DependencyRow

_Row = TypeVar("_Row")
_Key = TypeVar("_Key")
FileKey = tuple[int, str]
"""A file: its repository and its path."""


class _OfAComponent(Protocol):
    @property
    def component_id(self) -> str: ...


_Part = TypeVar("_Part", bound=_OfAComponent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Rows of one snapshot by key; a key without rows is not in the mapping."""

    snapshot: Snapshot
    categories: Mapping[str, Category]
    organisations: Mapping[str, OrganisationRow]
    repositories: Mapping[int, RepositoryRow]
    files: Mapping[FileKey, FileRow]
    components: Mapping[str, ComponentRow]
    components_by_file: Mapping[FileKey, ComponentRow]
    accounts_of: Mapping[str, tuple[AccountRow, ...]]
    repositories_of: Mapping[str | None, tuple[RepositoryRow, ...]]
    files_of: Mapping[str | None, tuple[FileRow, ...]]
    files_in: Mapping[int, tuple[FileRow, ...]]
    components_of: Mapping[str | None, tuple[ComponentRow, ...]]
    findings_of: Mapping[FileKey, tuple[FindingRow, ...]]
    texts_of: Mapping[str, tuple[ComponentText, ...]]
    contacts_of: Mapping[str, tuple[ContactRow, ...]]
    contractors_of: Mapping[str, tuple[ContractorRow, ...]]
    users_of: Mapping[str, tuple[UsedByRow, ...]]
    uses_of: Mapping[str | None, tuple[UsedByRow, ...]]  # by organisation
    family_of: Mapping[str, tuple[FamilyRow, ...]]  # by component_id of any member
    relations_of: Mapping[str, tuple[RelationRow, ...]]
    related_to: Mapping[str, tuple[RelationRow, ...]]
    roles_of: Mapping[str | None, tuple[RoleRow, ...]]  # by organisation
    dependencies_of: Mapping[str, tuple[DependencyRow, ...]]
    links_of: Mapping[str, tuple[ReuseLink, ...]]
    links_to: Mapping[str, tuple[ReuseLink, ...]]
    needs: Mapping[str, Need]
    needs_of: Mapping[str, tuple[NeedLink, ...]]
    needs_to: Mapping[str, tuple[NeedLink, ...]]
    stated_of: Mapping[str, tuple[FactRow, ...]]
    possible_in: Mapping[str, tuple[PossibleLink, ...]]
    residue_of: Mapping[str, tuple[ResidueRow, ...]]
    overrides_of: Mapping[str | None, tuple[OverrideRow, ...]]
    roles_in: Mapping[str, tuple[RoleRow, ...]]
    repository_at: Mapping[str, int]  # by address in one form, of repositories that are there
    earlier_places: Mapping[int, frozenset[str]]  # addresses in one form that a repository had before
    mismatches_of: Mapping[str, tuple[MismatchRow, ...]]
    standards_of: Mapping[str, tuple[StandardRow, ...]]
    lines_of: Mapping[str, Mapping[str, int]]  # by component_id and key path


def look_up(snapshot: Snapshot) -> Lookup:
    """Arrange a snapshot's rows; their order within a key is the snapshot's own."""
    return Lookup(
        snapshot=snapshot,
        categories={row.category_id: row for row in snapshot.categories},
        organisations={row.organisation_id: row for row in snapshot.organisations},
        repositories={row.repository_id: row for row in snapshot.repositories},
        files={(row.repository_id, row.path): row for row in snapshot.files},
        components={row.component_id: row for row in snapshot.components},
        components_by_file={(row.repository_id, row.path): row for row in snapshot.components},
        accounts_of=_grouped(snapshot.accounts, lambda row: row.organisation_id),
        repositories_of=_grouped(snapshot.repositories, lambda row: row.organisation_id),
        files_of=_grouped(snapshot.files, lambda row: row.organisation_id),
        files_in=_grouped(snapshot.files, lambda row: row.repository_id),
        components_of=_grouped(snapshot.components, lambda row: row.organisation_id),
        findings_of=_grouped(snapshot.findings, lambda row: (row.repository_id, row.path)),
        texts_of=_by_component(snapshot.component_texts),
        contacts_of=_by_component(snapshot.contacts),
        contractors_of=_by_component(snapshot.contractors),
        users_of=_by_component(snapshot.used_by),
        uses_of=_grouped(snapshot.used_by, lambda row: row.organisation_id),
        family_of=_families(snapshot.families),
        relations_of=_by_component(snapshot.relations),
        related_to=_grouped(snapshot.relations, lambda row: row.other_id),
        roles_of=_grouped(snapshot.roles, lambda row: row.organisation_id),
        dependencies_of=_by_component(snapshot.dependencies),
        links_of=_by_component(snapshot.reuse_links),
        links_to=_grouped(snapshot.reuse_links, lambda row: row.category_id),
        needs={row.need_id: row for row in snapshot.needs},
        needs_of=_by_component(snapshot.need_links),
        needs_to=_grouped(snapshot.need_links, lambda row: row.need_id),
        stated_of=_by_component(snapshot.facts),
        possible_in=_grouped(snapshot.possible_links, lambda row: row.category_id),
        residue_of=_by_component(snapshot.residue),
        overrides_of=_grouped(snapshot.overrides, lambda row: row.component_id),
        roles_in=_by_component(snapshot.roles),
        repository_at={
            repository_key(row.url): row.repository_id
            for row in snapshot.repositories
            if row.state == "present"
        },
        earlier_places=_earlier_places(snapshot.changes),
        mismatches_of=_by_component(snapshot.mismatches),
        standards_of=_by_component(snapshot.standards),
        lines_of=_lines(snapshot.key_lines),
    )


def _lines(rows: Iterable[KeyLineRow]) -> Mapping[str, Mapping[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.component_id][row.key_path] = row.line
    return dict(found)


def _earlier_places(changes: Iterable[Change]) -> Mapping[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for change in changes:
        found[change.repository_id].update(
            repository_key(one.old) for one in change.changes if one.field == "url" and one.old
        )
    return {repository_id: frozenset(places) for repository_id, places in found.items() if places}


def _families(rows: Iterable[FamilyRow]) -> Mapping[str, tuple[FamilyRow, ...]]:
    by_head = _grouped(rows, lambda row: row.head_id)
    return {
        row.component_id: members
        for members in by_head.values()
        for row in members
        if row.component_id is not None
    }


def _by_component(rows: Iterable[_Part]) -> Mapping[str, tuple[_Part, ...]]:
    return _grouped(rows, lambda row: row.component_id)


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> Mapping[_Key, tuple[_Row, ...]]:
    found: defaultdict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: tuple(of_it) for name, of_it in found.items()}
