"""Opening ``work.duckdb``: made when absent, migrated on a copy, refused with a sentence when unusable."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import duckdb

from harvester.registry_work import RegistryError, Work

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STORAGE_VERSION = "v1.2.0"
"""Format of a new file: readable and writable by every DuckDB we support, also when 2.0 makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered SQL file."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """The SQL files of schema ``store``, in their order."""
    folder = resources.files("harvester").joinpath("store")
    return tuple(
        Migration(number=int(file.name[:4]), name=file.name, sql=file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    )


def open_work(path: Path, now: datetime, known: tuple[Migration, ...] | None = None) -> Work:
    """The work database at ``path``, at the newest schema; ``now`` is noted beside a migration.

    Raises:
        RegistryError: locked by another program, damaged, made by a newer version, or not ours.
    """
    known = migrations() if known is None else known
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _refuse_orphaned_wal(path)
        _rebuild(path, known, now)
        return Work(_connect(path))
    work = Work(_connect(path))
    version = _version(work, path)
    if version == known[-1].number:
        return work
    if version > known[-1].number:
        work.close()
        raise RegistryError(
            f"{path} was written by a newer herbruik (schema {version}; this one knows {known[-1].number}). "
            "Use that version, or set the file aside."
        )
    work.run("CHECKPOINT")
    work.close()
    _rebuild(path, tuple(step for step in known if step.number > version), now)
    return Work(_connect(path))


def read_work(path: Path, known: tuple[Migration, ...] | None = None) -> Work:
    """The work database at ``path``, to be read only: never made, never migrated.

    Raises:
        RegistryError: not there, locked, damaged, made by a newer version, or not ours.
    """
    if not path.exists():
        raise RegistryError(f"{path} is not there: nothing was harvested yet. Run `herbruik harvest` first.")
    known = migrations() if known is None else known
    work = Work(_connect(path, read_only=True))
    version = _version(work, path)
    if version > known[-1].number:
        work.close()
        raise RegistryError(
            f"{path} was written by a newer herbruik (schema {version}; this one knows {known[-1].number}). "
            "Use that version."
        )
    return work


def rewrite(path: Path, then: str) -> None:
    """Copy what ``path`` holds into a new file that replaces it: what was deleted is then nowhere in it.

    ``then`` is a statement for the copy, so that nobody can take the old file for the new one.

    Raises:
        RegistryError: there is no room for the copy, or it cannot be read; the file stays as it was.
    """
    copy = _no_leftovers(path)
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quoted(path)} AS old (READ_ONLY)")
            connection.execute(f"ATTACH {_quoted(copy)} AS work (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("COPY FROM DATABASE old TO work")
            connection.execute("USE work")
            connection.execute(then)
            connection.execute("CHECKPOINT work")
    except duckdb.Error as problem:
        copy.unlink(missing_ok=True)
        raise RegistryError(
            f"{path} could not be written anew, so deleted texts may still lie in its free blocks: {problem} "
            "Make room; the next run tries again."
        ) from problem
    _fsync(copy)
    copy.replace(path)
    _fsync(path.parent)


def _no_leftovers(path: Path) -> Path:
    """Where a copy is made; what a run that was killed left there is removed."""
    copy = path.with_name(f".{path.name}.new")
    for leftover in (copy, copy.with_name(f"{copy.name}.wal")):
        leftover.unlink(missing_ok=True)
    return copy


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _rebuild(path: Path, steps: tuple[Migration, ...], now: datetime) -> None:
    """Apply ``steps`` to a copy of ``path`` (or a new file), then replace it: all or nothing."""
    copy = _no_leftovers(path)
    if path.exists():
        shutil.copyfile(path, copy)
    try:
        _apply(copy, steps, now)
    except duckdb.Error as problem:
        copy.unlink(missing_ok=True)
        raise RegistryError(
            f"{path} could not be brought to schema {steps[-1].number}: {problem}"
        ) from problem
    _fsync(copy)
    copy.replace(path)
    _fsync(path.parent)


def _apply(copy: Path, steps: tuple[Migration, ...], now: datetime) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {_quoted(copy)} AS work (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE work")
        for step in steps:
            connection.execute(step.sql)
            noted = [step.number, now, step.name]
            connection.execute("INSERT INTO store.schema_version VALUES (?, ?, ?)", noted)
        # Right away: a log with ALTER statements in it is where DuckDB's known faults are.
        connection.execute("CHECKPOINT work")
        connection.execute("USE memory")
        connection.execute("DETACH work")


def _refuse_orphaned_wal(path: Path) -> None:
    """A log without its database holds changes that belong to a file that is not here."""
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        raise RegistryError(
            f"{log} is there, but {path.name} is not: the log of a database that was moved or deleted. "
            f"Put {path.name} back beside it, or move the log away to begin anew."
        )


def _connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as problem:
        if "Permission denied" in str(problem):
            raise RegistryError(
                f"{path} may not be {'read' if read_only else 'read and written'} by the user of this run; "
                f"nothing is wrong with it. Run as its owner, or let this user do so. ({problem})"
            ) from problem
        if "set lock" in str(problem):
            raise RegistryError(
                f"{path} is open in another program. Close it and try again; to look around, "
                f"open the published register instead. ({problem})"
            ) from problem
        raise RegistryError(
            f"{path} cannot be opened: it is damaged or no DuckDB database. The publication is untouched. "
            "Put back a copy from your backup, or move the file away: the next run begins a new history. "
            f"({problem})"
        ) from problem


def _version(work: Work, path: Path) -> int:
    """The schema version; a file of somebody else has none."""
    try:
        found = work.rows("SELECT max(version) FROM store.schema_version")
    except duckdb.CatalogException as problem:
        work.close()
        raise RegistryError(
            f"{path} is a DuckDB database, but not one of herbruik: it has no table store.schema_version."
        ) from problem
    except duckdb.Error as problem:
        work.close()
        raise RegistryError(f"{path} is damaged: {problem}. Put back a copy from your backup.") from problem
    return int(found[0][0] or 0)


def _fsync(path: Path) -> None:
    """Make a file or folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
