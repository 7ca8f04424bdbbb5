"""What is recorded leads back to where it was seen, when, in which commit and blob, and by which rules."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures

import pytest

from tests.builders import account, content, file, finding, night, observation
from tests.harvester.recorded import Nights, other_rules

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
BYTES = content("Zaaksysteem")
TRAIL = """
SELECT DISTINCT r.url, f.path, f.commit_oid, c.git_oid, c.sha256, f.valid_from, o.read_at, o.rules_version,
  run.tool_version
FROM store.{table} t JOIN store.reading o USING (content_id, rules_version)
JOIN store.content c USING (content_id) JOIN store.file_version f USING (content_id, rules_version)
JOIN store.repository_version r USING (repository_id) JOIN store.run run ON run.run_id = o.run_id
JOIN store.run seen ON seen.run_id = f.first_run JOIN store.run kept ON kept.run_id = c.first_run
"""


@pytest.mark.parametrize("table", ["finding", "component", "reading"])
def test_what_is_derived_leads_to_address_commit_blob_moment_and_rules(tmp_path: Path, table: str) -> None:
    nights = Nights(tmp_path / "work.duckdb", rules=other_rules("7", findings=(finding(),)))
    nights.run({HERE: [observation("voorbeeld/zaaksysteem", file(content=BYTES), head_oid="c" * 40)]})

    assert nights.rows(TRAIL.format(table=table)) == [
        (
            "https://github.com/voorbeeld/zaaksysteem",
            "publiccode.yml",
            "c" * 40,
            hashlib.sha1(b"blob %d\0" % len(BYTES) + BYTES, usedforsecurity=False).hexdigest(),
            hashlib.sha256(BYTES).hexdigest(),
            night(1) + timedelta(minutes=5),
            night(1) + timedelta(minutes=5),
            "7",
            "1",
        )
    ]


def test_every_row_that_a_run_wrote_names_a_run_that_is_known(tmp_path: Path) -> None:
    nights = Nights(tmp_path / "work.duckdb")
    nights.run({HERE: [observation("voorbeeld/een", file())]})
    nights.run({HERE: [observation("voorbeeld/een", file("publiccode.yaml"))]}, keep_outcomes=timedelta(0))
    nights.run({HERE: []}, forget_after=timedelta(0), keep_outcomes=timedelta(0))
    named = nights.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'store' "
        "AND column_name IN ('run_id', 'first_run', 'last_run') AND table_name <> 'run' ORDER BY ALL"
    )
    assert len(named) >= 20
    for table, column in named:
        unknown = nights.rows(
            f"SELECT count(*) FROM store.{table} WHERE {column} NOT IN (SELECT run_id FROM store.run)"
        )
        assert unknown == [(0,)], (table, column)
