"""The published database read back into values: the one door between the data files and the pages."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

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
from reports.model.history import Change, FieldChange
from reports.model.links import (
    Category,
    ConflictRow,
    Evidence,
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
    Funder,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

Row = TypeVar("Row")

_STRUCTS: dict[tuple[type[Any], str], type[Any]] = {
    (ComponentRow, "funded_by"): Funder,
    (ReuseLink, "evidence"): Evidence,
    (NeedLink, "evidence"): Evidence,
    (PossibleLink, "evidence"): Evidence,
    (Change, "changes"): FieldChange,
}
"""Columns that are lists of a struct, and the value that a struct becomes."""


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
            run=_only(connection, Run, "run"),
            account_outcomes=_rows(connection, AccountOutcomeRow, "account_outcome", "account_id"),
            repository_outcomes=_rows(
                connection, RepositoryOutcomeRow, "repository_outcome", "full_name, repository_id, path"
            ),
            requests=_rows(connection, RequestRow, "request", "forge_id, kind"),
            summary=_only(connection, NightSummary, "summary"),
        )
    finally:
        connection.close()


def _snapshot(connection: DuckDBPyConnection, night: Night) -> Snapshot:
    return Snapshot(
        about=_only(connection, About, "about"),
        categories=_rows(connection, Category, "category", "position"),
        organisations=_rows(connection, OrganisationRow, "organisation", "lower(name), organisation_id"),
        accounts=_rows(connection, AccountRow, "account", "account_id"),
        repositories=_rows(connection, RepositoryRow, "repository", "lower(full_name), repository_id"),
        files=_rows(connection, FileRow, "file", "repository_id, path"),
        findings=_rows(connection, FindingRow, "finding", "repository_id, path, n"),
        components=_rows(connection, ComponentRow, "component", "component_id"),
        component_texts=_rows(connection, ComponentText, "component_text", "component_id, language"),
        contacts=_rows(connection, ContactRow, "contact", "component_id, n"),
        contractors=_rows(connection, ContractorRow, "contractor", "component_id, n"),
        used_by=_rows(connection, UsedByRow, "used_by", "component_id, n"),
        roles=_rows(connection, RoleRow, "role", "component_id, n"),
        families=_rows(connection, FamilyRow, "family", "head_id, tie <> 'head', repository_url, path"),
        relations=_rows(
            connection, RelationRow, "relation", "component_id, kind, score DESC NULLS LAST, other_id"
        ),
        dependencies=_rows(connection, DependencyRow, "dependency", "component_id, n"),
        reuse_links=_rows(
            connection,
            ReuseLink,
            "reuse_link",
            "component_id, (SELECT c.position FROM category c WHERE c.category_id = reuse_link.category_id)",
        ),
        changes=_rows(
            connection,
            Change,
            "change",
            "happened_at DESC, repository_url, path NULLS FIRST, kind, changes::VARCHAR",
        ),
        night=night,
        needs=_rows(connection, Need, "need", "position"),
        need_links=_rows(
            connection,
            NeedLink,
            "need_link",
            "component_id, (SELECT n.position FROM need n WHERE n.need_id = need_link.need_id)",
        ),
        facts=_rows(connection, FactRow, "fact", "component_id, question, answer_id"),
        possible_links=_rows(
            connection, PossibleLink, "possible_link", "category_id, lower(name), repository_id"
        ),
        statements=_rows(connection, StatementRow, "statement", "position"),
        conflicts=_rows(connection, ConflictRow, "conflict", "component_id, n"),
        residue=_rows(connection, ResidueRow, "residue", "component_id, position"),
        overrides=_rows(connection, OverrideRow, "override", "n"),
        mismatches=_rows(connection, MismatchRow, "mismatch", "component_id, code"),
        standards=_rows(connection, StandardRow, "standard", "component_id, n"),
        key_lines=_rows(connection, KeyLineRow, "key_line", "component_id, key_path"),
        gaps=_rows(connection, GapRow, "gap", "kind, position"),
        gaps_of_level=_rows(connection, GapOfLevelRow, "gap_of_level", "kind, purpose_id, level, maturity"),
        gaps_of_organisation=_rows(
            connection,
            GapOfOrganisationRow,
            "gap_of_organisation",
            "kind, purpose_id, software DESC, lower(organisation) NULLS LAST, organisation_id",
        ),
        unclassified=_rows(connection, UnclassifiedRow, "unclassified", "component_id"),
        reach=_rows(connection, ReachRow, "reach", "level"),
        most_reused=_rows(connection, MostReusedRow, "most_reused", "users DESC, component_id"),
        watched=_rows(connection, WatchRow, "watch", "kind, on_date DESC NULLS LAST, component_id"),
    )


def read_for_verdicts(connection: DuckDBPyConnection) -> Snapshot:
    """What is needed to judge software, from a register that is being made; everything else is empty.

    There is no night yet: its run is number 0, and no verdict looks at it.
    """
    return Snapshot(
        about=_only(connection, About, "about"),
        categories=(),
        organisations=_rows(connection, OrganisationRow, "organisation", "organisation_id"),
        accounts=(),
        repositories=_rows(connection, RepositoryRow, "repository", "repository_id"),
        files=_rows(connection, FileRow, "file", "repository_id, path"),
        findings=(),
        components=_rows(connection, ComponentRow, "component", "component_id"),
        component_texts=_rows(connection, ComponentText, "component_text", "component_id, language"),
        contacts=_rows(connection, ContactRow, "contact", "component_id, n"),
        contractors=_rows(connection, ContractorRow, "contractor", "component_id, n"),
        used_by=_rows(connection, UsedByRow, "used_by", "component_id, n"),
        roles=_rows(connection, RoleRow, "role", "component_id, n"),
        families=(),
        relations=(),
        dependencies=(),
        reuse_links=(),
        changes=_rows(
            connection, Change, "change", "change_id", "list_contains([c.field FOR c IN changes], 'url')"
        ),
        residue=_rows(connection, ResidueRow, "residue", "component_id, position"),
        standards=_rows(connection, StandardRow, "standard", "component_id, n"),
        key_lines=_rows(connection, KeyLineRow, "key_line", "component_id, key_path"),
        night=_NO_NIGHT,
    )


def _only(connection: DuckDBPyConnection, kind: type[Row], view: str) -> Row:
    (row,) = _rows(connection, kind, view, "1")
    return row


def _rows(
    connection: DuckDBPyConnection, kind: type[Row], view: str, order: str, where: str = "true"
) -> tuple[Row, ...]:
    """All rows of a view as values: names and order of the columns are those of the value's fields."""
    assert is_dataclass(kind)
    names = [field.name for field in fields(kind)]
    columns = ", ".join(f'"{name}"' for name in names)
    converters = {
        name: converter
        for name, column in zip(names, _column_types(connection, view, columns), strict=True)
        if (converter := _converter(kind, name, column)) is not None
    }
    rows = connection.execute(f'SELECT {columns} FROM "{view}" WHERE {where} ORDER BY {order}').fetchall()  # noqa: S608 -- names of ours
    return tuple(_value(kind, names, row, converters) for row in rows)


def _column_types(connection: DuckDBPyConnection, view: str, columns: str) -> list[str]:
    description = connection.execute(f'DESCRIBE SELECT {columns} FROM "{view}"').fetchall()  # noqa: S608
    return [str(row[1]) for row in description]


def _converter(kind: type[Any], name: str, column: str) -> Callable[[Any], Any] | None:
    struct = _STRUCTS.get((kind, name))
    if struct is not None:
        return lambda items: tuple(struct(**item) for item in items)
    return tuple if column.endswith("[]") else None


def _value(
    kind: type[Row], names: list[str], row: tuple[Any, ...], converters: dict[str, Callable[[Any], Any]]
) -> Row:
    cells = dict(zip(names, row, strict=True))
    for name, convert in converters.items():
        cells[name] = convert(cells[name])
    return kind(**cells)
