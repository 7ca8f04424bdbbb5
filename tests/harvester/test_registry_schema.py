"""The work database is made, migrated on a copy, or refused with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from harvester.registry_schema import Migration, migrations, open_work
from harvester.registry_work import RegistryError
from tests.builders import night

pytestmark = pytest.mark.database

NEXT = len(migrations()) + 1
SECOND = Migration(
    number=NEXT, name=f"{NEXT:04}_next.sql", sql="ALTER TABLE store.forge ADD COLUMN note VARCHAR;"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "work.duckdb"


def test_a_new_database_stands_at_the_newest_schema_and_has_no_integrity_problem(path: Path) -> None:
    work = open_work(path, night(1))

    assert work.rows("SELECT version, applied_at, note FROM store.schema_version") == [
        (step.number, night(1), step.name) for step in migrations()
    ]
    assert work.rows("FROM store.integrity_problem") == []
    work.close()
    assert [file.name for file in path.parent.iterdir()] == ["work.duckdb"]


def test_a_new_database_can_be_read_by_every_supported_duckdb(path: Path) -> None:
    work = open_work(path, night(1))

    (tags,) = work.rows("SELECT tags FROM duckdb_databases() WHERE database_name = 'work'")[0]
    assert tags["storage_version"].startswith("v1.2.0")


def test_an_older_database_is_migrated_with_what_is_in_it(path: Path) -> None:
    work = open_work(path, night(1))
    work.insert("forge", [{"forge_id": "github.com", "kind": "github"}])
    work.close()

    work = open_work(path, night(2), (*migrations(), SECOND))

    assert work.rows("FROM store.forge") == [("github.com", "github", None)]
    assert work.rows("SELECT max(version) FROM store.schema_version") == [(NEXT,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    open_work(path, night(1)).close()
    broken = Migration(
        number=NEXT, name=f"{NEXT:04}_broken.sql", sql="ALTER TABLE store.forge DROP COLUMN nothing;"
    )

    with pytest.raises(RegistryError, match=f"could not be brought to schema {NEXT}"):
        open_work(path, night(2), (*migrations(), broken))

    work = open_work(path, night(3))
    assert work.rows("SELECT max(version) FROM store.schema_version") == [(NEXT - 1,)]


def test_what_an_interrupted_migration_left_behind_is_replaced(path: Path) -> None:
    open_work(path, night(1)).close()
    path.with_name(".work.duckdb.new").write_bytes(b"half a copy")

    work = open_work(path, night(2), (*migrations(), SECOND))

    assert work.rows("SELECT max(version) FROM store.schema_version") == [(NEXT,)]
    assert not path.with_name(".work.duckdb.new").exists()


def test_a_newer_database_is_refused(path: Path) -> None:
    open_work(path, night(1), (*migrations(), SECOND)).close()

    with pytest.raises(RegistryError, match=rf"newer herbruik \(schema {NEXT}; this one knows {NEXT - 1}\)"):
        open_work(path, night(2))


@pytest.mark.parametrize("damage", ["garbage", "truncated", "empty"])
def test_a_damaged_file_is_told_as_a_sentence(path: Path, damage: str) -> None:
    open_work(path, night(1)).close()
    whole = path.read_bytes()
    path.write_bytes({"garbage": b"no database" * 5000, "truncated": whole[:20000], "empty": b""}[damage])

    with pytest.raises(RegistryError, match=r"damaged|not one of herbruik"):
        open_work(path, night(2))


def test_a_database_of_somebody_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE t (i INTEGER)")

    with pytest.raises(RegistryError, match="not one of herbruik"):
        open_work(path, night(1))


def test_a_database_that_another_program_holds_is_refused_with_what_to_do(path: Path) -> None:
    open_work(path, night(1)).close()
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RegistryError, match="open in another program"):
            open_work(path, night(2))
        holder.communicate()


def test_a_log_without_its_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("work.duckdb.wal").write_bytes(b"changes of another file")

    with pytest.raises(RegistryError, match=r"Put work\.duckdb back beside it"):
        open_work(path, night(1))


def test_a_migration_is_a_numbered_file_and_numbers_have_no_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_file_that_this_user_may_not_read_is_not_called_damaged() -> None:
    is_root = os.geteuid() == 0
    with TemporaryDirectory() as folder:  # one that everybody may look into, unlike those of pytest
        Path(folder).chmod(0o755)
        path = Path(folder) / "work.duckdb"
        open_work(path, night(1)).close()
        path.chmod(0)
        if is_root:
            os.seteuid(65534)  # whom no file here belongs to
        try:
            with pytest.raises(RegistryError, match="nothing is wrong with it"):
                open_work(path, night(2))
        finally:
            if is_root:
                os.seteuid(0)
