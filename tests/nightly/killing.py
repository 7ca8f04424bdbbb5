"""Killing a harvest at any moment, and what must be the same after the next one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import IO, TYPE_CHECKING

import duckdb

from tests.forge.demo import write_configuration
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.world import World, make_repository
from tests.nightly.running import ROOT, Row

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.server import SampleForge

OF_RUNS = ("run", "account_outcome", "repository_outcome", "request", "account_progress", "schema_version")
"""What each run writes of itself."""
RUN_COLUMNS = ("run_id", "first_run", "last_run")
MOMENTS = (
    "valid_from", "first_seen_at", "seen_at", "read_at", "unchanged_since", "happened_at", "completed_at",
    "applied_at", "looked_at",
)  # fmt: skip
"""When something was seen; moments of the world itself are compared."""


def start_harvest(forge: SampleForge, folder: Path, sources: Path) -> subprocess.Popen[bytes]:
    """A harvest in a process of its own, as cron starts it."""
    return start_command("harvest", forge, folder, sources, subprocess.DEVNULL)


def start_command(
    command: str, forge: SampleForge, folder: Path, sources: Path, log: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    """A command in a process of its own; its lines go to ``log``."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = write_configuration(folder, forge, sources)
    program = [sys.executable, str(ROOT / "herbruik.py"), "--config", str(configuration)]
    environment = {**os.environ, "SAMPLE_TOKEN": PLAIN_TOKEN, "NO_PROXY": "127.0.0.1"}
    return subprocess.Popen(
        [*program, "--data-dir", str(folder), command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=log,
    )


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """SIGKILL after so many seconds; whether it was still running."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def lasting(database: Path) -> dict[str, list[Row]]:
    """All that the store holds, apart from run numbers and the moments at which it was seen."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store' AND "
            "table_name IN (SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store') "
            "ORDER BY table_name, column_index"
        ).fetchall()
        kept: dict[str, list[str]] = {}
        for table, column in columns:
            if table not in OF_RUNS and column not in (*RUN_COLUMNS, *MOMENTS):
                shown = f"{column} IS NULL" if column == "valid_to" else column
                kept.setdefault(table, []).append(shown)
        return {
            table: sorted(
                connection.execute(f"SELECT {', '.join(names)} FROM store.{table}").fetchall(), key=repr
            )
            for table, names in kept.items()
        }


def a_day_later(world: World) -> World:
    """The same world after a day: one repository renamed, one archived, one new, one gone, one edited."""
    host = next(one for one in world.hosts if one.name == "github.com")
    named = [one for one in host.repositories if "publiccode.yml" in one.files and not one.deleted]
    renamed, archived, gone, edited = named[:4]
    later = max(one.pushed_at for one in host.repositories)
    world = world.changed(host.name, renamed.path, path=f"{renamed.path}-nieuw", renamed_from=(renamed.path,))
    world = world.changed(host.name, archived.path, archived=True)
    world = world.changed(host.name, gone.path, deleted=True)
    files = {**edited.files, "publiccode.yml": edited.files["publiccode.yml"] + b"\n# changed\n"}
    world = world.changed(host.name, edited.path, files=files, pushed_at=later, committed_at=later)
    new = make_repository(host.name, f"{edited.owner}/geheel-nieuw", files=edited.files, pushed_at=later)
    host = world.host(host.name)
    return world.with_host(replace(host, repositories=(*host.repositories, new)))
