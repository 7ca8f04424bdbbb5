"""Rows into the small tables of schema `link`: rewritten only where they would hold something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from reports.model.links import Evidence

_ROWS_AT_ONCE: Final = 5_000


def evidence_row(one: Evidence) -> dict[str, str]:
    """A piece of evidence by column; `dataclasses.asdict` takes five times as long, and there are many."""
    return {
        "rule_id": one.rule_id,
        "strength": one.strength,
        "key_path": one.key_path,
        "value": one.value,
        "matched": one.matched,
    }


def stage(connection: DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows into temporary table `today`, shaped as `link.table`; a column that a row lacks is NULL.

    As JSON, because nested lists bind very slowly.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE today AS FROM link.{table} LIMIT 0")
    shape = json.dumps([{name: kind for name, kind, *_ in connection.execute("DESCRIBE today").fetchall()}])
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        text = json.dumps(rows[start : start + _ROWS_AT_ONCE], ensure_ascii=False, default=str)
        connection.execute(
            "INSERT INTO today BY NAME SELECT one.* FROM (SELECT unnest(from_json(?, ?)) AS one)",
            [text, shape],
        )


def replace_if_different(connection: DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Make `link.table` hold these rows, touching it only when it holds others."""
    stage(connection, table, rows)
    different = connection.execute(
        f"SELECT EXISTS (FROM today EXCEPT ALL FROM link.{table}) "  # noqa: S608 -- a name of ours
        f"OR EXISTS (FROM link.{table} EXCEPT ALL FROM today)"
    ).fetchall()[0][0]
    if different:
        connection.execute(f"DELETE FROM link.{table}")  # noqa: S608
        connection.execute(f"INSERT INTO link.{table} BY NAME FROM today")
