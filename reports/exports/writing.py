"""Writes the register as files that need no DuckDB: Parquet, CSV in two forms, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from reports.exports.cells import DIALECTS, Dialect, cell
from reports.exports.tables import flat_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from reports.exports.tables import Column, Table

FORMATS: Final = ("parquet", "json", *(dialect.folder for dialect in DIALECTS))
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def write_exports(register: Path, folder: Path) -> tuple[Table, ...]:
    """Write every view for people below `folder`, a folder a format; what was written.

    The same register gives the same bytes. Raises `duckdb.Error` or OSError when a file cannot be written.
    """
    for name in FORMATS:
        (folder / name).mkdir()
    connection = duckdb.connect()
    try:
        tables = _take(connection, register)
        for table in tables:
            _copy(connection, table.query, folder / "parquet" / f"{table.name}.parquet", _PARQUET)
            _copy(connection, _as_json(table), folder / "json" / f"{table.name}.json", _JSON)
        for table in flat_tables(tables):
            for dialect in DIALECTS:
                _write_csv(connection, table, folder / dialect.folder / f"{table.name}.csv", dialect)
        return tables
    finally:
        connection.close()


_PARQUET: Final = "FORMAT parquet, COMPRESSION zstd"
_JSON: Final = "FORMAT json, ARRAY true"


def _take(connection: DuckDBPyConnection, register: Path) -> tuple[Table, ...]:
    """The views as tables in memory, so that each is worked out once for all formats."""
    connection.execute(f"ATTACH {_quoted(register)} AS register (READ_ONLY)")
    connection.execute("USE register")
    tables = read_tables(connection)
    connection.execute("USE memory")
    for table in tables:
        connection.execute(f"CREATE TABLE {table.name} AS FROM register.{table.name}")
    return tables


def _copy(connection: DuckDBPyConnection, query: str, target: Path, options: str) -> None:
    connection.execute(f"COPY ({query}) TO {_quoted(target)} ({options})")


def _as_json(table: Table) -> str:
    """Moments with their time zone; numbers that JavaScript would round as text."""

    def written(column: Column) -> Iterator[str]:
        name = f'"{column.name}"'
        match column.kind:
            case "TIMESTAMP":
                yield f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ') AS {name}"
            case "BIGINT":
                yield f"{name}::VARCHAR AS {name}"
            case _:
                yield name

    columns = ", ".join(text for column in table.columns for text in written(column))
    return f"SELECT {columns} FROM {table.name} ORDER BY {', '.join(table.key)}"  # noqa: S608 -- names of ours


def _write_csv(connection: DuckDBPyConnection, table: Table, target: Path, dialect: Dialect) -> None:
    columns = ", ".join(f'{cell(column, dialect)} AS "{column.name}"' for column in table.columns)
    # Every text in quotes: a spreadsheet that parts lines elsewhere than we do then breaks none in two.
    texts = [f'"{column.name}"' for column in table.columns if column.kind == "VARCHAR"]
    quotes = f", FORCE_QUOTE ({', '.join(texts)})" if texts else ""
    options = f"FORMAT csv, HEADER, DELIMITER '{dialect.delimiter}'{quotes}"
    _copy(connection, f"SELECT {columns} FROM ({table.query})", target, options)  # noqa: S608
    if dialect.byte_order_mark:
        _mark(target)


def _mark(target: Path) -> None:
    """Put the mark before the text by which Excel knows that it is UTF-8."""
    marked = target.with_name(f"{target.name}.marked")
    with target.open("rb") as plain, marked.open("wb") as stream:
        stream.write(_BYTE_ORDER_MARK)
        while chunk := plain.read(1 << 20):
            stream.write(chunk)
    marked.replace(target)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
