"""Comments on every view, table and column of the published databases, from one file of plain English."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection


class MissingCommentError(Exception):
    """A view, table or column has no comment: a mistake in this package, found when it is built."""


def comment_statements(connection: DuckDBPyConnection, database: str) -> Iterator[str]:
    """The COMMENT statements for the database in use; `database` is `register` or `night`.

    Raises:
        MissingCommentError: names everything without a comment.
    """
    document: dict[str, Any] = tomllib.loads(
        (files("reports") / "register" / "comments.toml").read_text(encoding="utf-8")
    )
    own = document["tables" if database == "register" else "night"]
    missing: list[str] = []
    columns = _columns(connection)
    relations = connection.execute("""
        SELECT schema_name, view_name, 'VIEW' FROM duckdb_views()
        WHERE database_name = current_database() AND NOT internal
        UNION ALL SELECT schema_name, table_name, 'TABLE' FROM duckdb_tables()
        WHERE database_name = current_database()
        ORDER BY ALL""").fetchall()
    for schema, name, kind in relations:
        key = name if schema == "main" else f"{schema}.{name}"
        comments = {**document["columns"], **own.get(key, {})}
        if "about" in own.get(key, {}):
            yield f"COMMENT ON {kind} {schema}.{name} IS {_literal(own[key]['about'])}"
        else:
            missing.append(key)
        for column in columns[schema, name]:
            if column in comments:
                yield f'COMMENT ON COLUMN {schema}.{name}."{column}" IS {_literal(comments[column])}'
            else:
                missing.append(f"{key}.{column}")
    for macro in _macros(connection):
        if macro in document["macros"]:
            yield f"COMMENT ON MACRO TABLE main.{macro} IS {_literal(document['macros'][macro])}"
        else:
            missing.append(macro)
    if missing:
        raise MissingCommentError(f"comments.toml says nothing about: {', '.join(missing)}")


def _columns(connection: DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """By schema and relation: its columns, in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    for schema, name, column in connection.execute("""
        SELECT schema_name, table_name, column_name FROM duckdb_columns()
        WHERE database_name = current_database() AND NOT internal ORDER BY ALL""").fetchall():
        found.setdefault((schema, name), []).append(column)
    return found


def _macros(connection: DuckDBPyConnection) -> list[str]:
    """Table macros of people's schema, by name."""
    rows = connection.execute("""
        SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'table_macro'
        AND NOT internal AND database_name = current_database() ORDER BY ALL""").fetchall()
    return [name for (name,) in rows]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
