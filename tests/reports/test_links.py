from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.errors import LinkError
from reports.guideline.curation import Action, Override
from reports.guideline.loading import load_curation
from reports.links import record_links
from tests.reports.work import DAY, NIGHT, RUN_ID, WorkDatabase

pytestmark = pytest.mark.database


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A form builder, a poor file, a file that is no entry, and a repository that is gone."""
    database = WorkDatabase(tmp_path / "work.duckdb")
    database.run()
    database.organisation()
    database.account()
    database.repository(1, name="bouwer")
    database.file(
        1, component={"name": "Bouwer"}, texts=({"short_description": "Webformulieren bouwen voor inwoners"},)
    )
    database.repository(2, name="arm")
    database.file(2, component={"name": "Arm"})
    database.repository(3, name="sjabloon")
    database.file(3, component={"name": "Formulieren"}, entry="not_an_entry", not_entry_code="template-marks")
    database.insert(
        "not_entry_reason", {"code": "template-marks", "text_nl": "Sjabloon.", "text_en": "Template."}
    )
    database.repository(4, name="weg", state="gone", gone_reason="404")
    return database.close()


def _rows(work: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(work), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _change(work: Path, sql: str) -> None:
    with duckdb.connect(str(work)) as connection:
        connection.execute(sql)


CURRENT = """
    SELECT repository_id, category_id FROM link.reuse_link_version WHERE valid_to IS NULL ORDER BY ALL
"""


def test_links_of_current_software_are_recorded_with_their_evidence(work: Path) -> None:
    counts = record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    assert (counts.software, counts.links, counts.added, counts.too_little_text) == (2, 4, 4, 1)
    assert _rows(work, CURRENT) == [
        (1, "components"),
        (1, "components:forms"),
        (1, "source-code"),
        (2, "source-code"),
    ]
    ((rule, strength, evidence),) = _rows(
        work,
        "SELECT rule_id, strength, evidence FROM link.reuse_link_version "
        "WHERE category_id = 'components:forms'",
    )
    assert (rule, strength) == ("forms-words", "strong")
    assert evidence[0]["matched"] == "Webformulieren"


def test_software_with_too_little_text_is_noted_apart(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    assert _rows(work, "FROM link.too_little_text") == [(2, "publiccode.yml")]


def test_a_second_run_adds_nothing(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    before = _rows(work, "FROM link.reuse_link_version ORDER BY ALL")
    counts = record_links(work, load_curation(), run_id=RUN_ID + 1, at=NIGHT + DAY)
    assert (counts.added, counts.ended) == (0, 0)
    assert _rows(work, "FROM link.reuse_link_version ORDER BY ALL") == before


def test_a_link_that_no_longer_holds_ends_and_stays_readable(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    _change(work, "UPDATE store.component_text SET short_description = 'Verlof aanvragen door medewerkers'")
    counts = record_links(work, load_curation(), run_id=RUN_ID + 1, at=NIGHT + DAY)
    assert counts.ended == 2
    assert _rows(
        work, "SELECT valid_to, last_run FROM link.reuse_link_version WHERE category_id = 'components:forms'"
    ) == [(NIGHT + DAY, RUN_ID + 1)]


def test_a_link_with_other_evidence_is_a_new_version(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    _change(work, "UPDATE store.component_text SET short_description = 'E-formulieren bouwen voor inwoners'")
    record_links(work, load_curation(), run_id=RUN_ID + 1, at=NIGHT + DAY)
    versions = _rows(
        work,
        "SELECT evidence[1].matched, valid_from, valid_to FROM link.reuse_link_version "
        "WHERE category_id = 'components:forms' ORDER BY valid_from",
    )
    assert versions == [("Webformulieren", NIGHT, NIGHT + DAY), ("E-formulieren", NIGHT + DAY, None)]


def test_links_of_a_repository_that_is_gone_end(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    _change(work, "UPDATE store.repository_version SET state = 'gone' WHERE repository_id = 1")
    record_links(work, load_curation(), run_id=RUN_ID + 1, at=NIGHT + DAY)
    assert _rows(work, CURRENT) == [(2, "source-code")]


def test_an_override_reaches_the_database(work: Path) -> None:
    override = Override(
        action=Action.ADD,
        repository_url="https://github.com/voorbeeld/arm",
        category="data-sets",
        who="Curator",
        why="Het zijn gegevens.",
        decided_on=date(2026, 11, 1),
    )
    record_links(work, replace(load_curation(), overrides=(override,)), run_id=RUN_ID, at=NIGHT)
    assert (2, "data-sets") in _rows(work, CURRENT)


def test_links_written_by_a_newer_version_are_refused(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    _change(work, "INSERT INTO link.schema_version VALUES (99, TIMESTAMP '2027-01-01', 'later')")
    with pytest.raises(LinkError, match="newer herbruik"):
        record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT + DAY)


def test_without_a_work_database_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="run a harvest first"):
        record_links(tmp_path / "work.duckdb", load_curation(), run_id=RUN_ID, at=NIGHT)


def test_making_the_schema_leaves_no_copy_behind(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    assert [path.name for path in work.parent.iterdir()] == ["work.duckdb"]


def test_the_schema_finds_nothing_wrong_with_what_was_recorded(work: Path) -> None:
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    assert _rows(work, "FROM link.integrity_problem") == []


def test_what_a_killed_migration_left_behind_is_not_replayed(work: Path) -> None:
    (work.parent / ".work.duckdb.migrating").write_bytes(b"half")
    (work.parent / ".work.duckdb.migrating.wal").write_bytes(b"half")
    assert record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT).added == 4
    assert [path.name for path in work.parent.iterdir()] == ["work.duckdb"]


def test_a_work_database_that_cannot_be_opened_is_told_with_a_cure(work: Path) -> None:
    garbage = work.with_name("garbage.duckdb")
    garbage.write_bytes(b"garbage" * 1000)
    with pytest.raises(LinkError, match="What was harvested is kept"):
        record_links(garbage, load_curation(), run_id=RUN_ID, at=NIGHT)
