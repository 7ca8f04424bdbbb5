import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.errors import PublicationError, RegisterError, ReportsError, ShrunkError
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.model.snapshot import Snapshot
from reports.pages.data import Download
from reports.publication import NIGHT as NIGHT_FILE
from reports.publication import REGISTER, Publication, publish, visible
from reports.settings import ReportsSettings
from reports.steps import links_step, publish_step, read_summary
from tests.reports.conftest import Built
from tests.reports.reading_exports import readable_bytes
from tests.reports.work import DAY, MARKERS, NEXT_RUN, NIGHT, RUN_ID, WorkDatabase, file_rows, repository_rows

pytestmark = pytest.mark.database

SETTINGS = ReportsSettings(keep_publications=3)


def _write_pages(
    folder: Path, snapshot: Snapshot, settings: ReportsSettings, downloads: Sequence[Download]
) -> None:
    """A page that changes with the run, one that changes with the facts, and one that never does."""
    (folder / "nl").mkdir()
    (folder / "nl" / "nacht.html").write_text(f"run {snapshot.night.run.run_id}")
    (folder / "nl" / "index.html").write_text(f"{len(snapshot.components)} stuks van {settings.publisher}")
    (folder / "style.css").write_text("body {}")


@dataclass(frozen=True, slots=True)
class House:
    """A data folder that can be published from, and changed."""

    data_dir: Path

    def publish(self, *, settings: ReportsSettings = SETTINGS, **options: Any) -> Publication:
        return publish(self.data_dir, settings, _write_pages, **options)

    def change(self, sql: str) -> None:
        with duckdb.connect(str(self.data_dir / "work.duckdb")) as connection:
            connection.execute(sql)

    def next_run(self) -> None:
        """A night on which nothing happened."""
        self.change(NEXT_RUN)

    def names(self) -> list[str]:
        return sorted(path.name for path in (self.data_dir / "publications").iterdir())


@pytest.fixture
def house(built: Built, tmp_path: Path) -> House:
    shutil.copyfile(built.work, tmp_path / "work.duckdb")
    return House(tmp_path)


def _link_count(path: Path) -> int:
    return path.stat().st_nlink


def test_a_publication_holds_site_databases_and_checksums_and_is_visible(house: House) -> None:
    publication = house.publish()
    assert visible(house.data_dir) == publication.folder == house.data_dir / "publications" / str(RUN_ID)
    assert (house.data_dir / "publication").readlink() == Path("publications", str(RUN_ID))
    files = {
        str(path.relative_to(publication.folder)) for path in publication.folder.rglob("*") if path.is_file()
    }
    forms = {file for file in files if file.count("/") == 2 and file.startswith("data/")}
    assert {file.split("/")[1] for file in forms} == {"csv", "csv-excel-nl", "json", "parquet"}
    assert files - forms == {
        "data/register.duckdb",
        "data/night.duckdb",
        "data/SHA256SUMS",
        "data/SHA256SUMS.night",
        "data/datapackage.json",
        "data/README.md",
        "data/LEESMIJ.md",
        "nl/index.html",
        "nl/nacht.html",
        "style.css",
    }


def test_the_checksums_are_those_of_the_files(house: House) -> None:
    folder = house.publish().folder / "data"
    named = set()
    for sums in ("SHA256SUMS", "SHA256SUMS.night"):
        for line in (folder / sums).read_text().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            named.add(name)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert named == files - {"SHA256SUMS", "SHA256SUMS.night"}


def test_when_no_fact_changed_register_checksums_and_pages_are_the_same_files(house: House) -> None:
    first = house.publish()
    house.next_run()
    second = house.publish()
    assert (second.run_id, second.facts_changed) == (RUN_ID + 1, False)
    kept = (
        *(f"data/{name}" for name in ("SHA256SUMS", "csv/component.csv", "json/change.json", "README.md")),
        "data/parquet/finding.parquet",
    )
    for name in (REGISTER, *kept, "nl/index.html", "style.css"):
        assert (first.folder / name).samefile(second.folder / name), name
    assert not (first.folder / "nl/nacht.html").samefile(second.folder / "nl/nacht.html")
    assert (first.folder / REGISTER).stat().st_mode & 0o777 == 0o444


def test_when_a_fact_changed_there_is_a_new_register_and_the_old_one_stays(house: House) -> None:
    first = house.publish()
    before = (first.folder / REGISTER).read_bytes()
    house.next_run()
    house.change("UPDATE store.repository_version SET description = 'Nieuw' WHERE repository_id = 1")
    second = house.publish()
    assert second.facts_changed
    assert (first.folder / REGISTER).read_bytes() == before != (second.folder / REGISTER).read_bytes()


def test_a_reader_that_has_the_old_register_open_keeps_it(house: House) -> None:
    house.publish()
    with duckdb.connect(str(house.data_dir / "publication" / REGISTER), read_only=True) as reader:
        house.next_run()
        house.change("UPDATE store.component SET name = 'Anders'")
        house.publish()
        assert ("Formulieren",) in reader.execute("SELECT name FROM component").fetchall()


def test_publishing_the_same_run_again_makes_a_second_publication(house: House) -> None:
    house.publish()
    assert house.publish().folder.name == f"{RUN_ID}.2"
    assert house.publish().folder.name == f"{RUN_ID}.3"


def test_only_the_last_publications_are_kept_in_the_order_of_their_numbers(house: House) -> None:
    for name in ("20261101000000", f"{RUN_ID}.2", f"{RUN_ID}.9", f"{RUN_ID}.10"):
        (house.data_dir / "publications" / name).mkdir(parents=True)
    house.publish()
    assert house.names() == sorted(f"{RUN_ID}.{n}" for n in (9, 10, 11))
    assert visible(house.data_dir) == house.data_dir / "publications" / f"{RUN_ID}.11"
    house.publish()
    assert house.names() == [f"{RUN_ID}.{n}" for n in (10, 11, 12)]


def test_leftovers_of_a_killed_run_are_cleaned(house: House) -> None:
    half = house.data_dir / "publications" / ".20261101000000.new" / "nl"
    half.mkdir(parents=True)
    (half / "index.html").write_text("half")
    (house.data_dir / ".publication.new").symlink_to("nowhere")
    house.publish()
    assert house.names() == [str(RUN_ID)]
    assert not (house.data_dir / ".publication.new").is_symlink()


def test_a_site_that_cannot_be_written_leaves_the_last_publication(house: House) -> None:
    first = house.publish()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(PublicationError, match=r"No space left.*The last one stays.*herbruik report"):
        publish(house.data_dir, SETTINGS, full)
    assert visible(house.data_dir) == first.folder
    assert house.names() == [first.folder.name]


def test_without_hard_links_files_are_copies(house: House) -> None:
    copying = replace(SETTINGS, hard_links=False)
    first = house.publish(settings=copying)
    second = house.publish(settings=copying)
    for name in (REGISTER, "style.css"):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()
        assert _link_count(second.folder / name) == 1
    assert (second.folder / REGISTER).stat().st_mode & 0o777 == 0o444


def test_where_the_file_system_has_no_hard_links_files_are_copied(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    first = house.publish()
    second = house.publish()
    assert (first.folder / REGISTER).read_bytes() == (second.folder / REGISTER).read_bytes()
    assert _link_count(second.folder / REGISTER) == 1


def test_where_the_file_system_has_no_links_at_all_publications_are_copies(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(Path, "symlink_to", refuse)
    house.publish()
    house.next_run()
    second = house.publish()
    assert not second.facts_changed
    shown = house.data_dir / "publication"
    assert not shown.is_symlink()
    assert (shown / "nl" / "nacht.html").read_text() == f"run {RUN_ID + 1}"
    assert house.names() == [str(RUN_ID), str(RUN_ID + 1)]


def test_a_damaged_previous_register_does_not_stop_a_publication(house: House) -> None:
    first = house.publish()
    (first.folder / REGISTER).chmod(0o644)
    (first.folder / REGISTER).write_bytes(b"garbage")
    assert house.publish().facts_changed


# --- The guard --------------------------------------------------------------------------------------


@pytest.fixture
def full_house(tmp_path: Path) -> House:
    """A register with 40 pieces of software."""
    work = WorkDatabase(tmp_path / "work.duckdb")
    work.run()
    work.organisation()
    work.account()
    tables: dict[str, list[dict[str, Any]]] = {}
    for n in range(40):
        rows = zip(("repository_version", "repository", "repository_day"), repository_rows(n), strict=True)
        for table, row in rows:
            tables.setdefault(table, []).append(row)
        for table, more in file_rows(n, component={"name": f"Software {n}"}).items():
            tables.setdefault(table, []).extend(more)
    for table, rows_of_table in tables.items():
        work.insert(table, *rows_of_table)
    record_links(work.close(), load_curation(), run_id=RUN_ID, at=NIGHT)
    return House(tmp_path)


def _lose(house: House, number: int) -> None:
    house.next_run()
    house.change(f"UPDATE store.file_version SET valid_to = '{NIGHT + DAY}' WHERE repository_id < {number}")


def test_a_register_that_lost_much_is_held_back_with_a_sentence(full_house: House) -> None:
    first = full_house.publish()
    _lose(full_house, 11)
    with pytest.raises(ShrunkError, match=r"from 40 to 29 software.*20%.*--accept-shrinking"):
        full_house.publish()
    assert visible(full_house.data_dir) == first.folder
    assert full_house.names() == [str(RUN_ID)]


def test_a_loss_below_the_share_is_published(full_house: House) -> None:
    full_house.publish()
    _lose(full_house, 11)
    assert full_house.publish(settings=replace(SETTINGS, shrink_share=0.5)).facts.software == 29


def test_a_loss_of_a_few_is_published_whatever_the_share(full_house: House) -> None:
    full_house.publish()
    _lose(full_house, 9)
    assert full_house.publish().facts.software == 31


def test_a_loss_that_a_person_accepts_is_published(full_house: House) -> None:
    full_house.publish()
    _lose(full_house, 30)
    assert full_house.publish(accept_shrinking=True).facts.software == 10


def test_an_empty_first_register_is_published(tmp_path: Path) -> None:
    work = WorkDatabase(tmp_path / "work.duckdb")
    work.run()
    record_links(work.close(), load_curation(), run_id=RUN_ID, at=NIGHT)
    publication = publish(tmp_path, SETTINGS, _write_pages)
    assert (publication.facts.software, publication.facts_changed) == (0, True)
    assert (
        duckdb.connect(str(publication.folder / NIGHT_FILE), read_only=True)
        .execute("FROM summary")
        .fetchall()
    )


# --- The steps of a night ---------------------------------------------------------------------------


def _plant_markers_in_the_past(house: House) -> None:
    """An earlier content of the first file, with markers in its contacts, its document and its findings."""
    mail, phone, local_phone, odd_mail, odd_phone = MARKERS
    contacts = [
        {"name": f"Eerder {mail}", "affiliation": phone, "email": mail, "phone": phone},
        {"name": None, "affiliation": None, "email": odd_mail, "phone": odd_phone},
        {"name": local_phone, "affiliation": None, "email": None, "phone": local_phone},
    ]
    work = WorkDatabase(house.data_dir / "work.duckdb")
    work.file(
        1,
        raw="name: Eerder\n",
        valid_from=NIGHT - 3 * DAY,
        valid_to=NIGHT,
        component={
            "name": "Eerder",
            "contacts": contacts,
            "repo_owner": f"{mail} {odd_mail}",
            "main_copyright_owner": odd_mail,
            "organisation_name": odd_phone,
            "used_by": [odd_mail],
            "funded_by": [{"name": odd_mail, "uri": odd_phone}],
            "contractors": [{"name": odd_mail, "website": odd_phone, "until": None}],
        },
        texts=({"long_description": f"{odd_mail} {odd_phone} {local_phone}", "features": [mail]},),
        findings=(
            {"key_path": "maintenance.contacts[1].email", "value": odd_mail, "message_en": odd_mail},
            {"key_path": "name", "value": f"Eerder {phone}", "cure_nl": f"Zet {mail} niet in de naam."},
        ),
    )
    changes = [{"field": "repo_owner", "old": odd_mail, "new": f"Iemand {odd_phone}"}]
    work.insert(
        "event",
        {
            "run_id": RUN_ID,
            "happened_at": NIGHT,
            "repository_id": 1,
            "path": "publiccode.yml",
            "kind": "changed",
            "cause": "world",
            "changes": changes,
        },
    )
    work.close()


def test_the_steps_publish_the_real_site_without_an_address_of_a_contact(house: House) -> None:
    assert read_summary(house.data_dir) is None
    _plant_markers_in_the_past(house)
    links_step(house.data_dir, NIGHT + DAY)
    folder = publish_step(house.data_dir, ReportsSettings()).folder
    assert (folder / "index.html").is_file()
    for name, content in readable_bytes(folder):
        assert not [marker for marker in MARKERS if marker.encode() in content], name
    with duckdb.connect(str(folder / REGISTER), read_only=True) as connection:
        past = connection.execute("SELECT repo_owner FROM data.component WHERE name = 'Eerder'").fetchall()
        assert past == [("… …",)]
    summary = read_summary(house.data_dir)
    assert summary is not None
    assert (summary.run_id, summary.software, summary.requests) == (RUN_ID, 2, 7)


def test_without_a_harvest_nothing_can_be_concluded_or_published(tmp_path: Path) -> None:
    with pytest.raises(ReportsError, match="run a harvest first"):
        links_step(tmp_path, NIGHT)
    with pytest.raises(ReportsError, match="run a harvest first"):
        publish_step(tmp_path, ReportsSettings())


def test_a_work_database_without_a_run_publishes_nothing(tmp_path: Path) -> None:
    WorkDatabase(tmp_path / "work.duckdb").close()
    with pytest.raises(RegisterError, match="Nothing was harvested yet"):
        links_step(tmp_path, NIGHT)


def test_a_work_database_that_is_garbage_is_named_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "work.duckdb").write_bytes(b"garbage" * 1000)
    with pytest.raises(RegisterError, match="Put back a copy from your backup"):
        publish_step(tmp_path, ReportsSettings())


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("keep_publications", 0, "keep at least 1"),
        ("shrink_share", 2.0, "between 0 and 1"),
        ("languages", ("fr",), "choose from"),
        ("shrink_organisation_share", -0.1, "between 0 and 1"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(setting: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ReportsSettings(**{setting: value})
