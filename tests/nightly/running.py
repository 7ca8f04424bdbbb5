"""Nights through the front door, in a process of their own, as cron runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tests.forge.demo import write_configuration
from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN

if TYPE_CHECKING:
    from tests.forge.server import SampleForge

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[object, ...]
OF_THE_RUN = {"run", "account_outcome", "repository_outcome", "request"}  # rows that every run adds


def herbruik(
    folder: Path, *arguments: str, token: str | None = PLAIN_TOKEN
) -> subprocess.CompletedProcess[str]:
    """Run the command over the data in ``folder``, with the configuration there if any."""
    configuration = folder / "herbruik.toml"
    given = ["--config", str(configuration)] if configuration.exists() else []
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_TOKEN")}
    if token is not None:
        environment["SAMPLE_TOKEN"] = token
    command = [sys.executable, str(ROOT / "herbruik.py"), *given, "--data-dir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def night(
    forge: SampleForge,
    folder: Path,
    sources: Path,
    *arguments: str,
    token: str = PRIVATE_TOKEN,
    settings: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """One night against ``forge``; the token may see private repositories, which must not show.

    ``settings`` are lines for the section [harvester].
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_configuration(folder, forge, sources, *settings)
    return herbruik(folder, "nightly", *arguments, token=token)


def tables(database: Path, *schemas: str) -> dict[str, list[Row]]:
    """Every table of these schemas with its rows, in an order of their own."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
            "WHERE list_contains(?, schema_name)",
            [list(schemas)],
        ).fetchall()
        return {
            str(name): sorted(connection.execute(f"FROM {name}").fetchall(), key=repr) for (name,) in names
        }


def ask(database: Path, sql: str, *parameters: object) -> list[Row]:
    """The rows of one question."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def files_of(publication: Path) -> dict[str, bytes]:
    """All that a publication holds, by path."""
    return {
        path.relative_to(publication).as_posix(): path.read_bytes()
        for path in publication.rglob("*")
        if path.is_file()
    }
