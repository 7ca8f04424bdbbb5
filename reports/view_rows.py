"""Rows of a published view as values: the columns are the fields of the value, by name and in their order."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from reports.model.history import Change, FieldChange
from reports.model.links import Evidence, NeedLink, PossibleLink, ReuseLink
from reports.model.software import ComponentRow, Funder

if TYPE_CHECKING:
    from collections.abc import Callable

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


def only_row(connection: DuckDBPyConnection, kind: type[Row], view: str) -> Row:
    """The row of a view that has one."""
    (row,) = rows_of(connection, kind, view, "1")
    return row


def rows_of(
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
