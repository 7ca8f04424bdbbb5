"""The whole published register at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from reports.model.answers import KeyLineRow, MismatchRow, StandardRow
    from reports.model.figures import (
        GapOfLevelRow,
        GapOfOrganisationRow,
        GapRow,
        MostReusedRow,
        ReachRow,
        UnclassifiedRow,
        WatchRow,
    )
    from reports.model.history import Change
    from reports.model.links import (
        Category,
        ConflictRow,
        FactRow,
        Need,
        NeedLink,
        OverrideRow,
        PossibleLink,
        ResidueRow,
        ReuseLink,
        StatementRow,
    )
    from reports.model.night import Night
    from reports.model.owners import AccountRow, OrganisationRow
    from reports.model.repositories import FileRow, FindingRow, RepositoryRow
    from reports.model.reuse import FamilyRow, RelationRow, RoleRow, UsedByRow
    from reports.model.software import ComponentRow, ComponentText, ContactRow, ContractorRow, DependencyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """View `about`: what this register is, by which rules it was made, and how fresh its facts are."""

    register_name_nl: str
    register_name_en: str
    publisher: str
    contact: str
    data_licence: str
    report_mistake_url: str
    base_url: str
    guideline_document: str
    guideline_version: str
    guideline_on: date
    guideline_url: str
    rules_version: str  # of reading and validating
    classification_version: str  # of the classification rules
    facts_as_of: datetime | None  # None: nothing was ever seen
    tables_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The whole published register at one moment; every tuple is in a fixed, documented order."""

    about: About
    categories: tuple[Category, ...]  # by position
    organisations: tuple[OrganisationRow, ...]  # by name
    accounts: tuple[AccountRow, ...]  # by account_id
    repositories: tuple[RepositoryRow, ...]  # by full name
    files: tuple[FileRow, ...]  # by repository, path
    findings: tuple[FindingRow, ...]  # by repository, path, n
    components: tuple[ComponentRow, ...]  # by component_id
    component_texts: tuple[ComponentText, ...]  # by component_id, language
    contacts: tuple[ContactRow, ...]  # by component_id, n
    contractors: tuple[ContractorRow, ...]
    used_by: tuple[UsedByRow, ...]
    roles: tuple[RoleRow, ...]
    families: tuple[FamilyRow, ...]  # by head, place
    relations: tuple[RelationRow, ...]  # by component_id, the most alike first
    dependencies: tuple[DependencyRow, ...]
    reuse_links: tuple[ReuseLink, ...]  # by component_id, position of the category
    changes: tuple[Change, ...]  # newest first
    night: Night
    needs: tuple[Need, ...] = ()  # by position
    need_links: tuple[NeedLink, ...] = ()  # by component_id, position of the need
    facts: tuple[FactRow, ...] = ()  # by component_id, question, answer
    possible_links: tuple[PossibleLink, ...] = ()  # by category, name
    statements: tuple[StatementRow, ...] = ()  # by position
    conflicts: tuple[ConflictRow, ...] = ()  # by component_id, n
    residue: tuple[ResidueRow, ...] = ()  # by component_id, position
    overrides: tuple[OverrideRow, ...] = ()  # by n
    mismatches: tuple[MismatchRow, ...] = ()  # by component_id, code
    standards: tuple[StandardRow, ...] = ()  # by component_id, n
    key_lines: tuple[KeyLineRow, ...] = ()  # by component_id, key_path
    gaps: tuple[GapRow, ...] = ()  # by kind, position
    gaps_of_level: tuple[GapOfLevelRow, ...] = ()  # by kind, purpose, level, maturity
    gaps_of_organisation: tuple[GapOfOrganisationRow, ...] = ()  # by kind, purpose, the most software first
    unclassified: tuple[UnclassifiedRow, ...] = ()  # by component_id
    reach: tuple[ReachRow, ...] = ()  # by level
    most_reused: tuple[MostReusedRow, ...] = ()  # the most users first
    watched: tuple[WatchRow, ...] = ()  # by kind, day (the newest first), component_id
