"""What the world does to the work database, in processes of their own: told, survived, nothing published."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD, write_configuration
from tests.forge.limits import PRIVATE_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import ROOT, ask, files_of, herbruik, night

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database
SOURCES = SAMPLE_WORLD / "sources.toml"
Process = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def forge() -> Iterator[SampleForge]:
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        yield forge


@pytest.fixture
def folder(night_before: Path) -> Path:
    """A data folder after one night, to be damaged."""
    return night_before


def assert_told_and_untouched(result: Process, before: dict[str, bytes], folder: Path, sentence: str) -> None:
    assert result.returncode == 4, result.stderr
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert files_of(folder / "publication") == before


@pytest.mark.parametrize("damage", ["garbage", "truncated"])
def test_a_damaged_work_database_is_told_with_how_to_restore_it_and_then_the_next_night_goes_on(
    forge: SampleForge, folder: Path, damage: str
) -> None:
    work, before = folder / "work.duckdb", files_of(folder / "publication")
    whole = work.read_bytes()
    work.write_bytes(b"no database " * 9000 if damage == "garbage" else whole[: len(whole) // 3])

    told = night(forge, folder, SOURCES)
    assert_told_and_untouched(told, before, folder, "from your backup")

    work.write_bytes(whole)  # as the sentence says
    assert night(forge, folder, SOURCES).returncode in {0, 3}


def test_a_log_of_another_database_beside_it_is_told(forge: SampleForge, folder: Path) -> None:
    before = files_of(folder / "publication")
    (folder / "work.duckdb.wal").write_bytes(b"changes of another file " * 100)

    result = night(forge, folder, SOURCES)

    if result.returncode == 4:
        assert_told_and_untouched(result, before, folder, "work.duckdb")
    else:  # DuckDB knows that it is none of its own
        assert result.returncode in {0, 3}, result.stderr
    assert "Traceback" not in result.stderr


def test_the_log_that_a_killed_run_left_is_read(folder: Path, forge: SampleForge) -> None:
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute(\"INSERT INTO store.not_entry_reason VALUES ('left-in-the-log', 'nl', 'en')\"); "
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder / "work.duckdb")], check=False)
    assert killed.returncode == -9
    assert (folder / "work.duckdb.wal").stat().st_size > 0

    result = herbruik(folder, "derive")

    assert result.returncode == 0, result.stderr
    assert not (folder / "work.duckdb.wal").exists()
    assert ask(folder / "work.duckdb", "FROM store.integrity_problem") == []


@contextmanager
def holding(*command: str) -> Iterator[None]:
    """A process that says ``held`` and keeps what it holds until it is told to stop."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


def test_a_reader_that_holds_the_work_database_is_told_and_nothing_is_lost(
    forge: SampleForge, folder: Path
) -> None:
    before = files_of(folder / "publication")
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with holding(sys.executable, "-c", code, str(folder / "work.duckdb")):
        told = night(forge, folder, SOURCES)
    assert_told_and_untouched(told, before, folder, "open in another program")
    assert night(forge, folder, SOURCES).returncode in {0, 3}


def test_a_second_night_is_told_who_runs_since_when(folder: Path, forge: SampleForge) -> None:
    code = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from harvester.lock import sole_run\n"
        "with sole_run(Path(sys.argv[1]), 'nightly', datetime(2026, 3, 1, 2)):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with holding(sys.executable, "-c", code, str(folder)):
        second = night(forge, folder, SOURCES)
    assert second.returncode == 5
    assert "nightly runs since 2026-03-01 02:00:00 UTC, process" in second.stderr


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 1.0])
def test_a_full_disk_is_told_and_the_next_night_with_room_goes_on(
    forge: SampleForge, folder: Path, share: float
) -> None:
    before = files_of(folder / "publication")
    write_configuration(folder, forge, SOURCES)
    blocks = int((folder / "work.duckdb").stat().st_size * share) // 512 + 8
    command = [sys.executable, str(ROOT / "herbruik.py"), "--config", str(folder / "herbruik.toml")]
    limited = [
        "sh",
        "-c",
        'ulimit -f "$0"; exec "$@"',
        str(blocks),
        *command,
        "--data-dir",
        str(folder),
        "nightly",
    ]
    full = subprocess.run(
        limited,
        cwd=folder,
        env={**os.environ, "SAMPLE_TOKEN": PRIVATE_TOKEN},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in full.stderr, full.stderr
    if full.returncode not in {0, 3}:
        assert full.returncode == 4, full.stderr
        assert files_of(folder / "publication") == before
    if share < 0.1:
        assert full.returncode == 4, full.stderr

    assert night(forge, folder, SOURCES).returncode in {0, 3}
    assert ask(folder / "work.duckdb", "FROM store.integrity_problem") == []
