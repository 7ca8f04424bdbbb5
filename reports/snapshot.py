"""The published database read back into values: the one door between the data files and the pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

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
from reports.model.night import AccountOutcomeRow, Night, NightSummary, RepositoryOutcomeRow, RequestRow, Run
from reports.model.owners import AccountRow, OrganisationRow
from reports.model.repositories import FileRow, FindingRow, RepositoryRow
from reports.model.reuse import FamilyRow, RelationRow, RoleRow, UsedByRow
from reports.model.snapshot import About, Snapshot
from reports.model.software import (
    ComponentRow,
    ComponentText,
    ContactRow,
    ContractorRow,
    DependencyRow,
)
from reports.view_rows import only_row, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection


_NO_NIGHT = Night(
    run=Run(
        run_id=0,
        started_at=datetime.min,  # noqa: DTZ901 -- moments are naive UTC
        finished_at=None,
        status="",
        tool_version="",
        rules_version="",
        files_read=None,
        seconds=None,
    ),
    account_outcomes=(),
    repository_outcomes=(),
    requests=(),
    summary=NightSummary(
        run_id=0,
        accounts=0,
        accounts_complete=0,
        accounts_swept=0,
        repositories=0,
        software=0,
        files=0,
        findings=0,
        requests=0,
        seconds=None,
    ),
)


def read_snapshot(register: Path, night: Path) -> Snapshot:
    """Read `register.duckdb` and `night.duckdb`; raises `duckdb.Error` when one is damaged."""
    night_values = read_night(night)
    connection = duckdb.connect(str(register), read_only=True)
    try:
        return _snapshot(connection, night_values)
    finally:
        connection.close()


def read_night(night: Path) -> Night:
    """Read `night.duckdb`; raises `duckdb.Error` when the file is none or lacks a table."""
    connection = duckdb.connect(str(night), read_only=True)
    try:
        return Night(
            run=only_row(connection, Run, "run"),
            account_outcomes=rows_of(connection, AccountOutcomeRow, "account_outcome", "account_id"),
            repository_outcomes=rows_of(
                connection, RepositoryOutcomeRow, "repository_outcome", "full_name, repository_id, path"
            ),
            requests=rows_of(connection, RequestRow, "request", "forge_id, kind"),
            summary=only_row(connection, NightSummary, "summary"),
        )
    finally:
        connection.close()


def _snapshot(connection: DuckDBPyConnection, night: Night) -> Snapshot:
    return Snapshot(
        about=only_row(connection, About, "about"),
        categories=rows_of(connection, Category, "category", "position"),
        organisations=rows_of(connection, OrganisationRow, "organisation", "lower(name), organisation_id"),
        accounts=rows_of(connection, AccountRow, "account", "account_id"),
        repositories=rows_of(connection, RepositoryRow, "repository", "lower(full_name), repository_id"),
        files=rows_of(connection, FileRow, "file", "repository_id, path"),
        findings=rows_of(connection, FindingRow, "finding", "repository_id, path, n"),
        components=rows_of(connection, ComponentRow, "component", "component_id"),
        component_texts=rows_of(connection, ComponentText, "component_text", "component_id, language"),
        contacts=rows_of(connection, ContactRow, "contact", "component_id, n"),
        contractors=rows_of(connection, ContractorRow, "contractor", "component_id, n"),
        used_by=rows_of(connection, UsedByRow, "used_by", "component_id, n"),
        roles=rows_of(connection, RoleRow, "role", "component_id, n"),
        families=rows_of(connection, FamilyRow, "family", "head_id, tie <> 'head', repository_url, path"),
        relations=rows_of(
            connection, RelationRow, "relation", "component_id, kind, score DESC NULLS LAST, other_id"
        ),
        dependencies=rows_of(connection, DependencyRow, "dependency", "component_id, n"),
        reuse_links=rows_of(
            connection,
            ReuseLink,
            "reuse_link",
            "component_id, (SELECT c.position FROM category c WHERE c.category_id = reuse_link.category_id)",
        ),
        changes=rows_of(
            connection,
            Change,
            "change",
            "happened_at DESC, repository_url, path NULLS FIRST, kind, changes::VARCHAR",
        ),
        night=night,
        needs=rows_of(connection, Need, "need", "position"),
        need_links=rows_of(
            connection,
            NeedLink,
            "need_link",
            "component_id, (SELECT n.position FROM need n WHERE n.need_id = need_link.need_id)",
        ),
        facts=rows_of(connection, FactRow, "fact", "component_id, question, answer_id"),
        possible_links=rows_of(
            connection, PossibleLink, "possible_link", "category_id, lower(name), repository_id"
        ),
        statements=rows_of(connection, StatementRow, "statement", "position"),
        conflicts=rows_of(connection, ConflictRow, "conflict", "component_id, n"),
        residue=rows_of(connection, ResidueRow, "residue", "component_id, position"),
        overrides=rows_of(connection, OverrideRow, "override", "n"),
        mismatches=rows_of(connection, MismatchRow, "mismatch", "component_id, code"),
        standards=rows_of(connection, StandardRow, "standard", "component_id, n"),
        key_lines=rows_of(connection, KeyLineRow, "key_line", "component_id, key_path"),
        gaps=rows_of(connection, GapRow, "gap", "kind, position"),
        gaps_of_level=rows_of(connection, GapOfLevelRow, "gap_of_level", "kind, purpose_id, level, maturity"),
        gaps_of_organisation=rows_of(
            connection,
            GapOfOrganisationRow,
            "gap_of_organisation",
            "kind, purpose_id, software DESC, lower(organisation) NULLS LAST, organisation_id",
        ),
        unclassified=rows_of(connection, UnclassifiedRow, "unclassified", "component_id"),
        reach=rows_of(connection, ReachRow, "reach", "level"),
        most_reused=rows_of(connection, MostReusedRow, "most_reused", "users DESC, component_id"),
        watched=rows_of(connection, WatchRow, "watch", "kind, on_date DESC NULLS LAST, component_id"),
    )


def read_for_verdicts(connection: DuckDBPyConnection) -> Snapshot:
    """What is needed to judge software, from a register that is being made; everything else is empty.

    There is no night yet: its run is number 0, and no verdict looks at it.
    """
    return Snapshot(
        about=only_row(connection, About, "about"),
        categories=(),
        organisations=rows_of(connection, OrganisationRow, "organisation", "organisation_id"),
        accounts=(),
        repositories=rows_of(connection, RepositoryRow, "repository", "repository_id"),
        files=rows_of(connection, FileRow, "file", "repository_id, path"),
        findings=(),
        components=rows_of(connection, ComponentRow, "component", "component_id"),
        component_texts=rows_of(connection, ComponentText, "component_text", "component_id, language"),
        contacts=rows_of(connection, ContactRow, "contact", "component_id, n"),
        contractors=rows_of(connection, ContractorRow, "contractor", "component_id, n"),
        used_by=rows_of(connection, UsedByRow, "used_by", "component_id, n"),
        roles=rows_of(connection, RoleRow, "role", "component_id, n"),
        families=(),
        relations=(),
        dependencies=(),
        reuse_links=(),
        changes=rows_of(
            connection, Change, "change", "change_id", "list_contains([c.field FOR c IN changes], 'url')"
        ),
        residue=rows_of(connection, ResidueRow, "residue", "component_id, position"),
        standards=rows_of(connection, StandardRow, "standard", "component_id, n"),
        key_lines=rows_of(connection, KeyLineRow, "key_line", "component_id, key_path"),
        night=_NO_NIGHT,
    )
