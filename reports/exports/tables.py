"""What is exported: the views for people of `register.duckdb`, with their keys, and their lists as tables.

An export can never hold more than these views do: they are the allow-list.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

NOT_EXPORTED: Final = frozenset({"dictionary"})
"""What the file says of itself: the data package says the same."""


class UnknownViewError(Exception):
    """A view has no keys in `keys.toml`, or keys name no view: a mistake of ours, found when it is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, its DuckDB type and what it means, in English."""

    name: str
    kind: str
    about: str

    @property
    def is_list(self) -> bool:
        """Whether it holds several values, which a flat table cannot."""
        return self.kind.endswith("[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Columns whose values are the key, or the first part of it, of a row in another table."""

    columns: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the export; `query` gives its rows, sorted by its key, where the views are tables."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    query: str


def read_tables(connection: DuckDBPyConnection) -> tuple[Table, ...]:
    """The views for people of the register in use, in the order of `keys.toml`.

    Raises:
        UnknownViewError: views and keys do not name the same.
    """
    keys = tomllib.loads((files("reports") / "exports" / "keys.toml").read_text(encoding="utf-8"))
    told = connection.execute("""
        SELECT name, table_about, column_name, data_type, column_about FROM dictionary
        WHERE schema_name = 'main' AND column_name IS NOT NULL ORDER BY name, position""").fetchall()
    views = {row[0] for row in told} - NOT_EXPORTED
    if views != set(keys):
        raise UnknownViewError(f"keys.toml and the views differ in: {', '.join(sorted(views ^ set(keys)))}")
    abouts = {row[0]: row[1] for row in told}
    columns = {
        name: tuple(Column(name=row[2], kind=row[3], about=row[4]) for row in told if row[0] == name)
        for name in views
    }
    return tuple(_table(name, abouts[name], columns[name], keys) for name in keys)


def _table(name: str, about: str, columns: tuple[Column, ...], keys: dict[str, Any]) -> Table:
    key = tuple(keys[name]["key"])
    references = tuple(
        Reference(
            columns=tuple(each["columns"]), table=each["table"], there=tuple(keys[each["table"]]["key"])
        )
        for each in keys[name].get("refers", ())
    )
    query = f"SELECT * FROM {name} ORDER BY {', '.join(key)}"  # noqa: S608 -- names of ours
    return Table(name=name, about=about, columns=columns, key=key, references=references, query=query)


# --- Flat tables ------------------------------------------------------------------------------------


def flat_tables(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The same without lists: each list is a table of its own, a row a value."""
    return tuple(flat for table in tables for flat in (_without_lists(table), *_lists(table)))


def _without_lists(table: Table) -> Table:
    columns = tuple(column for column in table.columns if not column.is_list)
    names = ", ".join(f'"{column.name}"' for column in columns)
    return Table(
        name=table.name,
        about=table.about,
        columns=columns,
        key=table.key,
        references=table.references,
        query=f"SELECT {names} FROM {table.name} ORDER BY {', '.join(table.key)}",  # noqa: S608
    )


def _lists(table: Table) -> Iterator[Table]:
    keys = tuple(column for name in table.key for column in table.columns if column.name == name)
    for column in table.columns:
        if not column.is_list:
            continue
        values = tuple(_values(column))
        named = ", ".join(
            f'item."{value.name}" AS "{value.name}"' if column.kind.startswith("STRUCT") else "item AS value"
            for value in values
        )
        key = ", ".join(table.key)
        place = "n" if "n" not in table.key else "place"
        yield Table(
            name=f"{table.name}_{column.name}",
            about=f"The lists in column {column.name} of {table.name}, a row a value. {column.about}",
            columns=(*keys, Column(name=place, kind="INTEGER", about="Place in the list, from 1."), *values),
            key=(*table.key, place),
            references=(Reference(columns=table.key, table=table.name, there=table.key),),
            query=f'SELECT {key}, {place}, {named} FROM (SELECT {key}, unnest("{column.name}") AS item, '  # noqa: S608
            f'generate_subscripts("{column.name}", 1)::INTEGER AS {place} FROM {table.name}) '
            f"ORDER BY {key}, {place}",
        )


_FIELD: Final = re.compile(r'"?(\w+)"? (\w+)(?:, |\)\[\]$)')


def _values(column: Column) -> Iterator[Column]:
    """What one value of a list consists of."""
    if not column.kind.startswith("STRUCT("):
        yield Column(name="value", kind=column.kind.removesuffix("[]"), about=column.about)
        return
    for name, kind in _FIELD.findall(column.kind.removeprefix("STRUCT(")):
        yield Column(name=name, kind=kind, about=f"{name} of a value of {column.name}.")
