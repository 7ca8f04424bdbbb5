"""Schema `link` of the work database: made and migrated by numbered SQL files."""

from __future__ import annotations

import shutil
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from reports.errors import LinkError
from reports.sharing import sync

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection


def migrate(work: Path, at: datetime) -> None:
    """Bring schema `link` to the newest version, on a copy that then replaces the file.

    Raises:
        LinkError: the links were written by a newer version.
    """
    steps = _migrations()
    with duckdb.connect(str(work)) as connection:
        version = _version(connection)
        connection.execute("CHECKPOINT")
    if version > len(steps):
        raise LinkError(
            f"The links in {work} were written by a newer herbruik (schema {version}; this one knows "
            f"{len(steps)}). Use that version."
        )
    if version < len(steps):
        _migrate_copy(work, steps[version:], at)


def _migrations() -> tuple[tuple[int, str, str], ...]:
    """Number, name and SQL of every migration, in order."""
    found = sorted(
        (entry.name, entry.read_text(encoding="utf-8")) for entry in (files("reports") / "link").iterdir()
    )
    return tuple((int(name[:4]), name, sql) for name, sql in found if name.endswith(".sql"))


def _version(connection: DuckDBPyConnection) -> int:
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'link' AND table_name = 'schema_version' "
        "AND database_name = current_database()"
    ).fetchall()[0][0]
    if not known:
        return 0
    return int(
        connection.execute("SELECT coalesce(max(version), 0) FROM link.schema_version").fetchall()[0][0]
    )


def _migrate_copy(work: Path, steps: Iterable[tuple[int, str, str]], at: datetime) -> None:
    copy = work.with_name(f".{work.name}.migrating")
    for leftover in (
        copy,
        copy.with_name(f"{copy.name}.wal"),
    ):  # of a run that was killed: never replay its log
        leftover.unlink(missing_ok=True)
    shutil.copyfile(work, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("BEGIN")
        for number, name, sql in steps:
            connection.execute(sql)
            connection.execute("INSERT INTO link.schema_version VALUES (?, ?, ?)", [number, at, name])
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    sync(copy)
    copy.replace(work)
