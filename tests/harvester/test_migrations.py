"""A real database of the first schema, with a row in every table, becomes one of this version with all."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from harvester.registry_schema import STORAGE_VERSION, migrations, open_work
from reports.errors import LinkError
from reports.link_schema import migrate
from tests.builders import night

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = {
    "BIGINT": "7",
    "INTEGER": "3",
    "TIMESTAMP": "TIMESTAMP '2026-03-01 02:00:00'",
    "DATE": "DATE '2026-03-01'",
    "BOOLEAN": "TRUE",
    "BLOB": "'name: x'::BLOB",
    "JSON": "'{}'::JSON",
    "VARCHAR": "'tekst'",
    "VARCHAR[]": "['tekst']",
    "BIGINT[]": "[7]",
}
CHOSEN = {  # values that a CHECK allows
    "status": "complete", "outcome": "complete", "kind": "github", "role": "government", "state": "present",
    "entry": "software", "severity": "error", "cause": "world", "strength": "strong",
}  # fmt: skip
OTHERS = {
    ("component_dependency", "kind"): "open",
    ("event", "kind"): "appeared",
    ("request", "kind"): "rest",
    ("repository_outcome", "outcome"): "could_not_look",
}


def first_schema(path: Path, folder: str, schema: str) -> dict[str, list[tuple[object, ...]]]:
    """A database as its first version made it, with a row of everything; what every table holds."""
    (script,) = (ROOT / folder).glob("0001_*.sql")
    with duckdb.connect() as connection:  # in the oldest format, as the product makes its files
        connection.execute(f"ATTACH '{path}' AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("DETACH made")
    with duckdb.connect(str(path)) as connection:
        connection.execute(script.read_text(encoding="utf-8"))
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? AND table_name <> 'schema_version'",
            [schema],
        ).fetchall()
        held = {}
        for (name,) in names:
            columns = connection.execute(f"DESCRIBE {schema}.{name}").fetchall()
            values = ", ".join(_value(name, column, kind) for column, kind, *_ in columns)
            connection.execute(f"INSERT INTO {schema}.{name} SELECT {values}")
            held[name] = connection.execute(f"FROM {schema}.{name}").fetchall()
        connection.execute(f"INSERT INTO {schema}.schema_version VALUES (1, '2026-03-01', '{script.name}')")
    return held


def _value(table: str, column: str, kind: str) -> str:
    chosen = OTHERS.get((table, column), CHOSEN.get(column))
    if chosen is not None:
        return f"'{chosen}'"
    return SAMPLE.get(kind, f"[]::{kind}")


def columns_of(path: Path, schema: str, table: str) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [row[0] for row in connection.execute(f"DESCRIBE {schema}.{table}").fetchall()]


def test_every_row_of_the_first_schema_of_the_harvester_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    held = first_schema(path, "harvester/store", "store")
    before = {table: columns_of(path, "store", table) for table in held}

    work = open_work(path, night(2))

    assert work.rows("SELECT max(version) FROM store.schema_version") == [(len(migrations()),)]
    kept = {table: work.rows(f"SELECT {', '.join(before[table])} FROM store.{table}") for table in held}
    work.close()
    assert len(held) > 15
    assert kept == held


def test_a_report_before_the_first_harvest_of_a_new_version_reads_a_migrated_database(tmp_path: Path) -> None:
    open_work(tmp_path / "work.duckdb", night(1), migrations()[:-2]).close()
    command = [sys.executable, str(ROOT / "herbruik.py"), "--data-dir", str(tmp_path), "report"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 4
    assert "Traceback" not in result.stderr
    with duckdb.connect(str(tmp_path / "work.duckdb"), read_only=True) as connection:
        version = connection.execute("SELECT max(version) FROM store.schema_version").fetchone()
    assert version == (migrations()[-1].number,)


def test_reasons_of_before_get_their_codes(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    first_schema(path, "harvester/store", "store")
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            UPDATE store.repository_version
              SET state = 'gone', gone_reason = 'no longer in the list of sources';
            UPDATE store.account_outcome SET outcome = 'partial', reason_nl = NULL, retry_at = NULL,
              reason = 'github.com did not show 1 repository of the listing: odd.';""")

    work = open_work(path, night(2))

    assert work.rows("SELECT gone_code FROM store.repository_version") == [("no-longer-listed",)]
    assert work.rows("SELECT reason_code, reason_nl = reason FROM store.account_outcome") == [
        ("incomplete", True)
    ]
    work.close()


def test_a_row_from_before_authors_had_kinds_tells_none_until_its_head_is_seen_again(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    first_schema(path, "harvester/store", "store")

    work = open_work(path, night(2))

    days, activity = "store.repository_day", "store.repository_activity"
    assert work.rows(f"SELECT head_oid, head_author_kind FROM {days}") == [("tekst", None)]
    assert work.rows(f"SELECT head_author_kind, last_human_activity_at FROM {activity}") == [(None, None)]
    work.run(
        f"INSERT INTO {days} BY NAME SELECT * REPLACE ('person' AS head_author_kind, "
        f"seen_at + INTERVAL 1 DAY AS seen_at) FROM {days}"
    )
    assert work.rows(f"SELECT head_author_kind, last_human_activity_at FROM {activity}") == [
        ("person", datetime(2026, 3, 1, 2))  # noqa: DTZ001
    ]
    with pytest.raises(duckdb.ConstraintException):
        work.run(f"UPDATE {days} SET head_author_kind = 'Jan de Vries'")
    work.close()


def test_a_database_from_before_page_sizes_were_kept_lists_everything_as_usual(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    first_schema(path, "harvester/store", "store")

    work = open_work(path, night(2))

    assert work.rows("FROM store.page_size") == []
    work.insert("page_size", [{"owner_id": "github.com/gemeente", "size": 1}])
    with pytest.raises(duckdb.ConstraintException):
        work.run("UPDATE store.page_size SET size = 0")
    assert work.rows("FROM store.page_size") == [("github.com/gemeente", 1)]
    work.close()


def test_every_row_of_the_first_schema_of_the_links_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    held = first_schema(path, "reports/link", "link")
    before = {table: columns_of(path, "link", table) for table in held}

    migrate(path, night(2))

    with duckdb.connect(str(path), read_only=True) as connection:
        kept = {
            table: connection.execute(f"SELECT {', '.join(before[table])} FROM link.{table}").fetchall()
            for table in held
        }
    assert kept == held
    assert {"guideline", "category", "reuse_link_version"} <= held.keys()


def test_links_of_a_newer_version_are_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    first_schema(path, "reports/link", "link")
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO link.schema_version VALUES (900, '2026-03-01', 'later')")

    with pytest.raises(LinkError, match="written by a newer herbruik"):
        migrate(path, night(2))


KILLED = """
import os, sys
from pathlib import Path
import shutil
from tests.builders import night
path, where, schema = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
real = shutil.copyfile
def copied(*given):
    real(*given)
    if where == "copied":
        os.kill(os.getpid(), 9)
shutil.copyfile = copied
def before_replacing(self, target):
    os.kill(os.getpid(), 9)
if where == "migrated":
    Path.replace = before_replacing
if schema == "store":
    from harvester.registry_schema import open_work
    open_work(path, night(2))
else:
    from reports.link_schema import migrate
    migrate(path, night(2))
"""


@pytest.mark.parametrize(("folder", "schema"), [("harvester/store", "store"), ("reports/link", "link")])
@pytest.mark.parametrize("where", ["copied", "migrated"])
def test_a_migration_that_is_killed_leaves_the_old_file_whole_and_the_next_one_succeeds(
    tmp_path: Path, folder: str, schema: str, where: str
) -> None:
    path = tmp_path / "work.duckdb"
    first_schema(path, folder, schema)
    before = path.read_bytes()

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), where, schema], cwd=ROOT, check=False, capture_output=True
    )

    assert killed.returncode == -9, killed.stderr
    assert path.read_bytes() == before
    if schema == "store":
        open_work(path, night(3)).close()
    else:
        migrate(path, night(3))
    with duckdb.connect(str(path), read_only=True) as connection:
        ((version,),) = connection.execute(f"SELECT max(version) FROM {schema}.schema_version").fetchall()
    assert version == len(list((ROOT / folder).glob("*.sql")))
    assert [file.name for file in tmp_path.iterdir()] == ["work.duckdb"]
