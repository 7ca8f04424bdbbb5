"""The open work database: statements, rows and transactions."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORLD_PROBLEMS = (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException)
"""What a full disk, a vanished folder or too little memory raise; everything else is a mistake of ours."""


class RegistryError(Exception):
    """The work database cannot be used; the message says why and what to do."""


def _sentence(problem: str) -> str:
    """What is the matter with the file, and what to do."""
    if "Could not read" in problem or "orrupt" in problem:
        return (
            f"The work database is damaged: {problem} The publication is untouched. Put back a copy from "
            "your backup, or move the file away: the next run begins a new history."
        )
    return (
        f"The work database could not be written: {problem} Everything recorded before is kept. "
        "Make room or mend the cause; the next run goes on from there."
    )


@contextmanager
def _telling() -> Iterator[None]:
    """What the world does inside becomes a sentence; a mistake of ours stays one.

    Raises:
        RegistryError: the disk is full, the file went away or is damaged, or memory ran out.
    """
    try:
        yield
    except WORLD_PROBLEMS as problem:
        raise RegistryError(_sentence(str(problem))) from problem
    except duckdb.TransactionException as problem:
        if "Failed to commit" not in str(problem):
            raise
        raise RegistryError(_sentence(str(problem))) from problem


class Work:
    """One writer, one connection. Moments are naive UTC: an aware one would be stored as local time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Wrap an open connection."""
        self._connection = connection
        self._inserts: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._waiting: dict[str, list[Mapping[str, object]]] = {}  # rows of the transaction that is open
        self._depth = 0

    def run(self, sql: str, *parameters: object) -> None:
        """Execute one statement."""
        self._write_waiting()
        self._execute(sql, parameters)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """All rows that a query gives."""
        self._write_waiting()
        return self._execute(sql, parameters).fetchall()

    def records(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """All rows that a query gives, by column name."""
        self._write_waiting()
        cursor = self._execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def insert(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Append ``rows`` to ``store.table``; a column that a row lacks is NULL.

        In a transaction they wait for the next statement, or for its end: pages that are recorded together
        then share one statement a table.
        """
        if not rows:
            return
        if unknown := {*rows[0]} - {*self._shape(table)[1]}:
            raise ValueError(f"store.{table} has no columns {sorted(unknown)}")
        self._waiting.setdefault(table, []).extend(rows)
        if not self._depth:
            self._write_waiting()

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for table, rows in waiting.items():
            self._write(table, rows)

    def _write(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """One statement for many rows.

        They travel as one JSON text: a thousand times faster than a statement a row, and the same on every
        supported version. A BLOB travels as base64 text.
        """
        sql, names = self._shape(table)
        whole = [{name: row.get(name) for name in names} for row in rows]
        text = json.dumps(whole, ensure_ascii=False, default=str)
        # A lone surrogate can come from an escape in YAML, but would make the whole text unreadable.
        self._execute(sql, [text.encode("utf-8", "replace").decode("utf-8")])

    def _shape(self, table: str) -> tuple[str, tuple[str, ...]]:
        """The statement that fills a table, and the names of its columns; made once."""
        if table not in self._inserts:
            self._inserts[table] = self._insert(table)
        return self._inserts[table]

    def _insert(self, table: str) -> tuple[str, tuple[str, ...]]:
        columns = self._connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database()"
            " AND schema_name = 'store' AND table_name = ? ORDER BY column_index",
            [table],
        ).fetchall()
        selected = ", ".join(
            f"from_base64({name}) AS {name}" if kind == "BLOB" else name for name, kind in columns
        )
        shape = {name: "VARCHAR" if kind in {"BLOB", "JSON"} else kind for name, kind in columns}
        quoted = json.dumps([shape]).replace("'", "''")
        sql = (  # strict: without it a value of the wrong kind would silently become NULL
            f"INSERT INTO store.{table} BY NAME SELECT {selected} "  # noqa: S608 - names from our own schema
            f"FROM (SELECT unnest(from_json_strict(?, '{quoted}'), max_depth := 2))"
        )
        return sql, tuple(shape)

    def _execute(self, sql: str, parameters: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Every statement passes here: what the world does becomes a sentence.

        Raises:
            RegistryError: the disk is full, the file went away, or memory ran out.
        """
        with _telling():
            return self._connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, or nothing. One inside another is a part of that one.

        Raises:
            RegistryError: the disk is full, the file went away, or memory ran out.
        """
        if self._depth:
            yield
            return
        self._execute("BEGIN")
        self._depth = 1
        try:
            with _telling():
                yield
            self._write_waiting()
            self._execute("COMMIT")
        except BaseException:
            self._waiting = {}
            with suppress(duckdb.Error):  # after a fatal error, or a failed commit, nothing is left to undo
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    def close(self) -> None:
        """Let go of the file; DuckDB folds its log into it, or the next opening does."""
        with suppress(*WORLD_PROBLEMS):
            self._connection.close()
