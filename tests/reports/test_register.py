import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.errors import RegisterError
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.model.software import Funder
from reports.register import build_night, build_register, newest_run
from reports.register_facts import read_facts
from reports.settings import ReportsSettings
from tests.reports.conftest import SETTINGS, Built, fill
from tests.reports.work import BUILDER, DAY, MARKERS, NIGHT, RUN_ID, TOWN, WorkDatabase, repository_rows

pytestmark = pytest.mark.database


def _query(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _one(rows: tuple[Any, ...], **wanted: object) -> Any:
    (found,) = (row for row in rows if all(getattr(row, key) == value for key, value in wanted.items()))
    return found


# --- The treaty -------------------------------------------------------------------------------------


def test_every_view_gives_values_for_every_field_of_the_snapshot(built: Built) -> None:
    for field in fields(built.snapshot):
        value = getattr(built.snapshot, field.name)
        assert value if isinstance(value, tuple) else is_dataclass(value), field.name


def test_lists_are_tuples_and_structs_are_values(built: Built) -> None:
    software = _one(built.snapshot.components, repository_id=1)
    assert software.categories == ("workflow-management",)
    assert software.funded_by == (Funder(name="Gemeente Voorbeeld", uri=None),)
    assert all(isinstance(link.evidence, tuple) for link in built.snapshot.reuse_links)


def test_every_view_and_column_has_a_comment(built: Built) -> None:
    for file in (built.register, built.night):
        missing = _query(
            file,
            """
            SELECT schema_name, table_name, column_name FROM duckdb_columns()
            WHERE NOT internal AND coalesce(comment, '') = ''
            UNION ALL SELECT schema_name, view_name, '' FROM duckdb_views()
            WHERE NOT internal AND coalesce(comment, '') = ''
            UNION ALL SELECT schema_name, table_name, '' FROM duckdb_tables() WHERE coalesce(comment, '') = ''
            UNION ALL SELECT schema_name, function_name, '' FROM duckdb_functions()
            WHERE function_type = 'table_macro' AND NOT internal AND coalesce(comment, '') = ''
            """,
        )
        assert missing == []


def test_the_dictionary_names_every_view_of_main(built: Built) -> None:
    named = {
        row[0]
        for row in _query(
            built.register,
            "SELECT name FROM dictionary WHERE schema_name = 'main' AND column_name IS NOT NULL",
        )
    }
    views = _query(
        built.register, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
    )
    assert named == {row[0] for row in views}


def test_the_file_can_be_read_by_duckdb_1_2(built: Built) -> None:
    ((tags,),) = _query(built.register, "SELECT tags FROM duckdb_databases() WHERE NOT internal")
    assert tags["storage_version"].startswith("v1.2.0")


def test_the_views_work_when_the_file_is_attached_under_another_name(built: Built) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{built.register}' AS other (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM other.component").fetchall() == [(2,)]
        assert connection.execute("SELECT count(*) FROM other.finding").fetchall() == [(11,)]


def test_the_published_files_are_read_only(built: Built) -> None:
    assert (built.register.stat().st_mode & 0o777, built.night.stat().st_mode & 0o777) == (0o444, 0o444)


# --- What the views say -----------------------------------------------------------------------------


def test_an_organisation_without_accounts_is_in_the_register(built: Built) -> None:
    silent = _one(built.snapshot.organisations, name="Gemeente Stil")
    assert (silent.accounts, silent.repositories, silent.files, silent.software) == (0, 0, 0, 0)


def test_the_figures_of_an_organisation_are_those_of_its_repositories_that_are_there(built: Built) -> None:
    town = _one(built.snapshot.organisations, organisation_id=TOWN)
    assert (town.accounts, town.repositories, town.files, town.software, town.valid_files) == (1, 3, 3, 1, 2)


def test_an_organisation_keeps_the_slug_of_its_first_name(tmp_path: Path) -> None:
    work = fill(tmp_path / "work.duckdb")
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "INSERT INTO store.organisation_version BY NAME SELECT * REPLACE ("
            "'Gemeente Nieuw' AS name, valid_from + INTERVAL 1 DAY AS valid_from) "
            f"FROM store.organisation_version WHERE organisation_id = '{TOWN}'"
        )
        connection.execute(
            "UPDATE store.organisation_version SET valid_to = valid_from + INTERVAL 1 DAY "
            f"WHERE organisation_id = '{TOWN}' AND name = 'Gemeente Voorbeeld'"
        )
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT + DAY)
    build_register(work, tmp_path / "register.duckdb", ReportsSettings())
    names = _query(
        tmp_path / "register.duckdb", f"SELECT name, slug FROM organisation WHERE organisation_id = '{TOWN}'"
    )
    assert names == [("Gemeente Nieuw", "gemeente-voorbeeld")]


def test_an_outcome_holds_since_it_last_changed(built: Built) -> None:
    steady = _one(built.snapshot.accounts, account_id="github.com/voorbeeld")
    failing = _one(built.snapshot.accounts, account_id="gitlab.com/bouwer")
    assert (steady.outcome, steady.outcome_since) == ("complete", NIGHT - DAY)
    assert (failing.outcome, failing.reason, failing.outcome_since) == (
        "could_not_look",
        "It answered 503.",
        NIGHT,
    )


def test_a_repository_that_is_gone_is_told_as_gone(built: Built) -> None:
    gone = _one(built.snapshot.repositories, repository_id=4)
    assert (gone.state, gone.gone_reason) == ("gone", "404")


def test_a_file_links_to_the_forge_as_the_forge_spells_it(built: Built) -> None:
    github, gitlab = (_one(built.snapshot.files, repository_id=key).file_url for key in (1, 2))
    commit = "a" * 40
    assert github == f"https://github.com/voorbeeld/formulieren/blob/{commit}/publiccode.yml"
    assert gitlab == f"https://gitlab.com/Bouwer/zaken/-/blob/{commit}/onder%20deel/publiccode.yaml"


def test_a_finding_links_to_its_line(built: Built) -> None:
    lines = {
        finding.line: finding.line_url for finding in built.snapshot.findings if finding.repository_id == 1
    }
    assert lines[7].endswith("/publiccode.yml#L7")
    assert lines[None].endswith("/publiccode.yml")


def test_a_name_or_place_where_other_catalogues_do_not_look_is_advice_to_the_owner(built: Built) -> None:
    advice = [row for row in built.snapshot.findings if row.repository_id == 2 and row.severity == "advice"]
    assert [(row.code, row.n) for row in advice] == [("name-ends-in-yaml", 2), ("below-the-root", 3)]
    assert {row.path for row in advice} == {"onder deel/publiccode.yaml"}
    assert advice[0].cure_nl == "Hernoem het bestand naar publiccode.yml."
    assert advice[0].line_url == _one(built.snapshot.files, repository_id=2).file_url
    assert _one(built.snapshot.files, repository_id=2).advices == 2
    others = {"name-ends-in-yaml", "name-has-capitals", "below-the-root"}
    assert not [row for row in built.snapshot.findings if row.repository_id != 2 and row.code in others]


def test_a_file_that_is_no_entry_tells_why_and_makes_no_software(built: Built) -> None:
    template = _one(built.snapshot.files, repository_id=3)
    assert (template.entry, template.not_entry_nl, template.not_entry_en) == (
        "not_an_entry",
        "Sjabloon.",
        "Template.",
    )
    assert not [row for row in built.snapshot.components if row.repository_id in {3, 5}]


def test_software_without_a_name_has_that_of_its_repository(built: Built) -> None:
    poor = _one(built.snapshot.components, repository_id=2)
    assert (poor.name, poor.name_source) == ("zaken", "repository")


def test_the_page_of_software_below_the_root_has_its_folder_in_its_name(built: Built) -> None:
    assert {row.component_id for row in built.snapshot.components} == {
        "voorbeeld-formulieren",
        "voorbeeld-zaken--onder-deel",
    }


def test_contacts_tell_that_an_address_is_there_and_where(built: Built) -> None:
    contacts = [
        (row.n, row.name, row.has_email, row.has_phone, row.role_mailbox, row.line)
        for row in built.snapshot.contacts
    ]
    assert contacts == [
        (1, "Team Formulieren …", True, True, None, 4),
        (2, "Team Beheer", True, True, None, 4),
        (3, None, False, True, None, 4),
        (4, "Balie", True, False, "info@voorbeeld.example", 4),
    ]


def test_a_category_counts_its_examples_too(built: Built) -> None:
    counts = {row.category_id: row.software for row in built.snapshot.categories}
    assert (counts["components"], counts["components:forms"], counts["data-sets"]) == (1, 1, 0)


def test_the_summary_of_the_night_is_counted_in_the_register(built: Built) -> None:
    summary = built.snapshot.night.summary
    snapshot = built.snapshot
    assert summary.software == len(snapshot.components) == 2
    assert summary.files == len(snapshot.files) == 4
    assert summary.findings == len(snapshot.findings) == 11
    assert summary.repositories == len([row for row in snapshot.repositories if row.state == "present"]) == 4
    assert (summary.accounts, summary.accounts_complete, summary.requests) == (2, 1, 7)
    assert summary.seconds == 250.0


def test_about_tells_the_register_and_the_rules(built: Built) -> None:
    about = built.snapshot.about
    assert (about.publisher, about.guideline_version, about.rules_version) == (
        "Voorbeeldbeheerder",
        "0a12a04^",
        "1",
    )
    assert about.facts_as_of == NIGHT


# --- Where the pages are, how much was seen, how it went --------------------------------------------


def test_views_name_the_page_and_its_address(built: Built) -> None:
    pages = _query(
        built.register,
        "SELECT page, page_url FROM component WHERE repository_id = 1 "
        "UNION ALL SELECT page, page_url FROM organisation WHERE name = 'Gemeente Stil' "
        "UNION ALL SELECT page, page_url FROM category WHERE category_id = 'components:forms'",
    )
    assert {page.split("/")[0] for page, _ in pages} == {"software", "organisaties", "categorieen"}
    assert all(url == f"https://register.example/nl/{page}" for page, url in pages)


def test_without_an_address_of_the_site_pages_have_none(built: Built, tmp_path: Path) -> None:
    build_register(built.work, tmp_path / "register.duckdb", ReportsSettings())
    assert _query(tmp_path / "register.duckdb", "SELECT DISTINCT page_url FROM component") == [(None,)]


def test_coverage_tells_of_every_organisation_how_much_was_seen(built: Built) -> None:
    rows = _query(
        built.register,
        "SELECT organisation, seen, accounts, ignored, looked, repositories, described, software, share "
        "FROM coverage ORDER BY organisation",
    )
    assert rows == [
        ("Bouwer BV", "could_not_look", 2, 1, 0, 1, 1, 1, 1.0),
        ("Gemeente Stil", "no_account", 0, 0, 0, 0, 0, 0, None),
        ("Gemeente Voorbeeld", "complete", 1, 0, 1, 3, 3, 1, 1.0),
    ]
    assert _query(
        built.register,
        "SELECT level, organisations, without_account, accounts, looked, repositories, software "
        "FROM coverage_of_level ORDER BY level",
    ) == [("municipality", 2, 1, 1, 1, 3, 1), ("supplier", 1, 0, 2, 0, 1, 1)]


def test_months_count_the_accounts_that_were_known_throughout(built: Built) -> None:
    assert _query(built.register, "FROM monthly") == [(date(2026, 11, 1), 1, 3, 3, 1, 0, 4, 2)]


def test_a_source_that_is_new_is_no_growth(tmp_path: Path) -> None:
    work = WorkDatabase(tmp_path / "work.duckdb")
    work.organisation(valid_from="2026-08-05")
    work.run()
    for account, since, first_listed in (
        ("github.com/voorbeeld", "2026-08-05", "2026-08-20"),
        ("github.com/later", "2026-10-02", "2026-10-02"),
        ("github.com/half", "2026-08-05", None),  # never listed whole
    ):
        work.account(account_id=account, valid_from=since)
        if first_listed:
            work.insert(
                "account_first_listing", {"account_id": account, "completed_at": first_listed, "run_id": 1}
            )
    for number, (account, since) in enumerate(
        (
            ("github.com/voorbeeld", "2026-08-05"),
            ("github.com/voorbeeld", "2026-10-15"),
            ("github.com/later", "2026-10-02"),
            ("github.com/half", "2026-09-02"),
        )
    ):
        work.repository(number, account_id=account, valid_from=since)
        work.file(number, valid_from=since)
    record_links(work.close(), load_curation(), run_id=RUN_ID, at=NIGHT)
    register = tmp_path / "register.duckdb"
    build_register(work.path, register, ReportsSettings())
    months = _query(register, "SELECT month, accounts, software, all_software FROM monthly")
    assert months == [
        (date(2026, 8, 1), 1, 1, 1),
        (date(2026, 9, 1), 1, 1, 2),
        (date(2026, 10, 1), 1, 2, 4),
        (date(2026, 11, 1), 1, 2, 4),
    ]
    assert _query(register, "SELECT month, accounts, software FROM monthly_since('2026-10-31')") == [
        (date(2026, 10, 1), 2, 3),
        (date(2026, 11, 1), 2, 3),
    ]


@pytest.mark.parametrize(
    "later",
    [
        "UPDATE store.account_version SET ignored_since = '2026-09-01', ignored_reason = 'Weg'",
        "UPDATE store.account_version SET valid_to = '2026-10-01'",
        (
            "UPDATE store.account_version SET valid_to = '2026-09-10'; INSERT INTO store.account_version "
            "SELECT * REPLACE ('2026-10-02' AS valid_from, NULL AS valid_to) FROM store.account_version"
        ),
    ],
)
def test_an_account_that_left_the_list_for_a_while_is_in_no_trend(tmp_path: Path, later: str) -> None:
    work = WorkDatabase(tmp_path / "work.duckdb")
    work.organisation(valid_from="2026-08-05")
    work.run()
    work.account(valid_from="2026-08-05")
    work.insert(
        "account_first_listing",
        {"account_id": "github.com/voorbeeld", "completed_at": "2026-08-05", "run_id": 1},
    )
    work.repository(1, valid_from="2026-08-05")
    work.execute(later)
    record_links(work.close(), load_curation(), run_id=RUN_ID, at=NIGHT)
    build_register(work.path, tmp_path / "register.duckdb", ReportsSettings())
    assert {row[0] for row in _query(tmp_path / "register.duckdb", "SELECT accounts FROM monthly")} == {0}


# --- Questions with a parameter ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("find_component('inwoners')", 1),
        ("find_component('  INWONERS   bouwen ')", 1),
        ("find_component('gemeente voorbeeld ontwérpen')", 1),  # organisation, feature; an accent too many
        ("find_component('form')", 1),
        ("find_component('inwoners ziekenhuis')", 0),
        ("find_component('100%')", 0),
        ("history_of('https://github.com/voorbeeld/formulieren/')", 1),
        ("history_of('https://GitHub.com/Voorbeeld/Formulieren.git')", 1),
        ("history_of('https://github.com/voorbeeld/form')", 0),
        ("changed_between('2026-11-23', '2026-11-25')", 1),
        ("changed_between('2026-11-24', '2026-11-24')", 1),  # both days whole
        ("changed_between('2026-11-24 02:31', '2026-11-24')", 0),
        ("changed_between('2026-11-23', '2026-11-24 02:29')", 0),
        ("changed_between('2026-11-25', '2026-11-26')", 0),
        ("changed_between(DATE '2026-11-24', DATE '2026-11-24')", 1),
        ("components_as_of('2026-11-24')", 2),  # the end of that day
        ("components_as_of(DATE '2026-11-23')", 0),
        ("components_as_of('2026-11-24 02:29:59')", 0),
        ("components_as_of(TIMESTAMP '2026-11-24 02:30:00')", 2),
    ],
)
def test_a_question_with_a_parameter_finds(built: Built, question: str, rows: int) -> None:
    assert len(_query(built.register, f"FROM {question}")) == rows


def test_software_of_today_is_that_of_today_s_state(built: Built) -> None:
    today = "SELECT component_id, name, is_valid, licence, errors, warnings, organisation FROM "
    assert _query(built.register, f"{today} components_as_of('2026-11-30')") == _query(
        built.register, f"{today} component ORDER BY component_id"
    )


def test_history_is_found_by_an_earlier_address(tmp_path: Path) -> None:
    work = fill(tmp_path / "work.duckdb")
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "INSERT INTO store.repository_version SELECT * REPLACE ('https://github.com/oud/naam' AS url, "
            f"TIMESTAMP '{NIGHT - DAY}' AS valid_from, TIMESTAMP '{NIGHT}' AS valid_to) "
            "FROM store.repository_version WHERE repository_id = 1"
        )
    record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
    build_register(work, tmp_path / "register.duckdb", ReportsSettings())
    old = _query(tmp_path / "register.duckdb", "FROM history_of('https://github.com/oud/naam')")
    assert len(old) == 1


def test_events_have_names_of_their_own(built: Built, tmp_path: Path) -> None:
    work = tmp_path / "work.duckdb"
    shutil.copyfile(built.work, work)
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "INSERT INTO store.event SELECT * REPLACE ([{'field': 'x', 'old': 'y', 'new': 'z'}] AS changes) "
            "FROM store.event"
        )
    build_register(work, tmp_path / "register.duckdb", SETTINGS)
    names = [name for (name,) in _query(tmp_path / "register.duckdb", "SELECT change_id FROM change")]
    assert len(set(names)) == len(names) == 2
    assert min(names) == max(names).removesuffix("-2")


# --- Privacy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", MARKERS)
def test_no_address_of_a_contact_is_in_any_published_value(built: Built, marker: str) -> None:
    for file in (built.register, built.night):
        with duckdb.connect(str(file), read_only=True) as connection:
            relations = connection.execute("""
                SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal
                UNION ALL SELECT schema_name, table_name FROM duckdb_tables()""").fetchall()
            for schema, name in relations:
                found = connection.execute(
                    f"SELECT t FROM {schema}.{name} t WHERE contains(t::VARCHAR, ?)", [marker]
                ).fetchall()
                assert found == [], (name, marker)


@pytest.mark.parametrize("marker", MARKERS)
def test_no_address_of_a_contact_is_in_the_bytes_of_the_published_files(built: Built, marker: str) -> None:
    assert marker.encode() not in built.register.read_bytes()
    assert marker.encode() not in built.night.read_bytes()


def test_an_address_of_a_contact_is_hidden_whatever_key_repeats_it(built: Built, tmp_path: Path) -> None:
    work, register = tmp_path / "work.duckdb", tmp_path / "register.duckdb"
    shutil.copyfile(built.work, work)
    with duckdb.connect(str(work)) as connection:
        for table in ("component", "component_text", "component_dependency"):
            _repeat_everywhere(connection, table, " ".join(MARKERS))
    build_register(work, register, SETTINGS)
    with duckdb.connect(str(register), read_only=True) as connection:
        relations = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
        assert len(relations) > 30
        told = {
            (name, marker)
            for schema, name in relations
            for marker in MARKERS
            if connection.execute(
                f"SELECT 1 FROM {schema}.{name} t WHERE contains(t::VARCHAR, ?) LIMIT 1", [marker]
            ).fetchall()
        }
    assert told == set()
    assert {marker for marker in MARKERS if marker.encode() in register.read_bytes()} == set()


def _repeat_everywhere(connection: duckdb.DuckDBPyConnection, table: str, words: str) -> None:
    """Put the words behind every text, and into every list, of the files whose contacts have them all."""
    columns = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'store' AND table_name = ? "
        "AND column_name NOT IN ('rules_version', 'language', 'kind')",
        [table],
    ).fetchall()
    given = [
        f"{name} = list_append({name}, $words)"
        if kind == "VARCHAR[]"
        else f"{name} = {name} || ' ' || $words"
        for name, kind in columns
        if kind in {"VARCHAR", "VARCHAR[]"}
    ]
    changed = connection.execute(
        f"UPDATE store.{table} SET {', '.join(given)} WHERE (content_id, rules_version) IN "
        "(SELECT (content_id, rules_version) FROM store.component "
        "WHERE len(list_intersect([c.email FOR c IN contacts] || [c.phone FOR c IN contacts], $all)) = 5)",
        {"words": words, "all": list(MARKERS)},
    ).fetchall()
    assert changed[0][0] > 0


def test_what_is_no_address_of_a_person_stays(built: Built) -> None:
    text = _one(built.snapshot.component_texts, component_id="voorbeeld-formulieren", language="nl")
    assert text.long_description.endswith("git@github.com:voorbeeld/formulieren.git")
    values = {row.key_path: row.value for row in built.snapshot.findings if row.repository_id == 1}
    assert values["releaseDate"] == "01-10-2026"
    assert values["maintenance.type"] == "Internal"
    assert values["usedBy[1]"] == "Jan, …"
    assert values["maintenance.contractors[0].until"] == "2025-03-31"
    assert values["maintenance.contact"] == "contact"


def test_what_was_excluded_stays_out_until_it_is_seen_and_why_is_never_told(
    built: Built, tmp_path: Path
) -> None:
    shutil.copyfile(built.work, tmp_path / "work.duckdb")
    work = WorkDatabase(tmp_path / "work.duckdb")
    why = {"gone_code": "excluded", "gone_reason": "Excluded since 2 March 2026: marker-of-a-reason."}
    gone = {"state": "gone", "gone_reason_nl": "Uitgesloten: marker-of-a-reason.", **why}
    work.repository(81, name="nog-niet-gezien", **gone)
    work.repository(82, name="weer-terug")
    version, *_ = repository_rows(82, name="weer-terug", valid_from=NIGHT - DAY, valid_to=NIGHT, **gone)
    work.insert("repository_version", version)
    change = {"field": "gone_reason", "old": None, "new": why["gone_reason"]}
    told = {"run_id": RUN_ID, "happened_at": NIGHT, "cause": "source_removed", "kind": "gone"}
    work.insert("event", {**told, "repository_id": 82, "path": None, "changes": [change]})
    work.close()

    register = tmp_path / "register.duckdb"
    build_register(tmp_path / "work.duckdb", register, SETTINGS)

    names = _query(register, "SELECT name FROM data.repository_version WHERE repository_id > 80")
    assert names == [("weer-terug",), ("weer-terug",)]
    assert _query(register, "SELECT kind, changes FROM change WHERE repository_id = 82") == [("gone", [])]
    assert b"marker-of-a-reason" not in register.read_bytes()


def test_no_raw_text_and_no_document_is_published(built: Built) -> None:
    sql = "SELECT column_name FROM duckdb_columns() WHERE NOT internal AND table_name <> 'guideline'"
    columns = {row[0] for row in _query(built.register, sql)}
    assert not columns & {"raw", "document", "email", "phone", "contacts"}


# --- Building ---------------------------------------------------------------------------------------


@pytest.fixture
def rebuilt(built: Built, tmp_path: Path) -> Callable[[str], str]:
    """The digest of the register after a change of the work database."""

    def build(sql: str) -> str:
        work = tmp_path / "work.duckdb"
        shutil.copyfile(built.work, work)
        with duckdb.connect(str(work)) as connection:
            connection.execute(sql)
        return build_register(work, tmp_path / "new.duckdb", SETTINGS).digest

    return build


def test_the_same_facts_have_the_same_digest_in_another_run_and_order(
    built: Built, rebuilt: Callable[[str], str]
) -> None:
    digest = rebuilt(f"""
        INSERT INTO store.run SELECT * REPLACE (run_id + 1 AS run_id) FROM store.run WHERE run_id = {RUN_ID};
        INSERT INTO store.account_outcome
          SELECT * REPLACE (run_id + 1 AS run_id, finished_at + INTERVAL 1 DAY AS finished_at)
          FROM store.account_outcome WHERE run_id = {RUN_ID};
        CREATE TABLE sorted AS FROM store.repository_version ORDER BY repository_id DESC;
        DELETE FROM store.repository_version; INSERT INTO store.repository_version FROM sorted;
        DROP TABLE sorted;""")
    assert digest == built.snapshot.about.tables_digest


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE store.repository_version SET description = 'Nieuw' WHERE repository_id = 1",
        "UPDATE store.component_text SET features = ['Anders'] WHERE language = 'en'",
        "UPDATE store.finding SET line = 8 WHERE line = 7",
        f"UPDATE store.account_outcome SET outcome = 'partial' WHERE run_id = {RUN_ID}",
    ],
)
def test_other_facts_have_another_digest(built: Built, rebuilt: Callable[[str], str], sql: str) -> None:
    assert rebuilt(sql) != built.snapshot.about.tables_digest


def test_other_settings_make_another_register(built: Built, tmp_path: Path) -> None:
    facts = build_register(built.work, tmp_path / "register.duckdb", ReportsSettings(publisher="Een ander"))
    assert facts.digest != built.snapshot.about.tables_digest


def test_a_work_database_that_contradicts_itself_is_not_published(rebuilt: Callable[[str], str]) -> None:
    with pytest.raises(RegisterError, match=r"contradicts itself .*two current versions"):
        rebuilt("INSERT INTO store.account_version FROM store.account_version")


def test_before_anything_is_concluded_there_is_no_register(tmp_path: Path) -> None:
    work = fill(tmp_path / "work.duckdb")
    with pytest.raises(RegisterError, match="no schema link"):
        build_register(work, tmp_path / "register.duckdb", ReportsSettings())


def test_a_night_of_an_unknown_run_is_refused(built: Built, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="knows no run 1"):
        build_night(built.work, built.register, tmp_path / "night.duckdb", 1)


def test_the_newest_run_is_told_about(built: Built) -> None:
    assert newest_run(built.work) == RUN_ID


def test_a_damaged_register_is_named(tmp_path: Path) -> None:
    (tmp_path / "register.duckdb").write_bytes(b"garbage" * 1000)
    with pytest.raises(RegisterError, match="damaged or no register"):
        read_facts(tmp_path / "register.duckdb")


def test_repositories_of_a_supplier_carry_the_supplier(built: Built) -> None:
    assert _one(built.snapshot.repositories, repository_id=2).organisation_id == BUILDER


def test_users_are_published_with_how_we_know_them_and_what_they_mean(built: Built) -> None:
    rows = _query(
        built.register, "SELECT name, basis, verdict, organisation, source_url FROM used_by ORDER BY n"
    )
    assert rows == [
        ("Gemeente Elders", "publisher", "unknown", None, None),
        ("Jan, …", "publisher", "unknown", None, None),
        ("Gemeente Stil", "publisher", "resolved", "Gemeente Stil", None),
        ("Gemeente Stil", "curator", "resolved", "Gemeente Stil", "https://stil.example/nieuws"),
    ]


def test_roles_of_organisations_are_published_apart(built: Built) -> None:
    rows = _query(built.register, "SELECT role, name, organisation, until FROM role ORDER BY n")
    assert [row[0] for row in rows] == ["funder", "publisher", "owner", "owner", "supplier", "maintainer"]
    assert rows[0][2] == "Gemeente Voorbeeld"
    assert rows[4][3] == date(2027, 3, 31)


# --- Who was active last ----------------------------------------------------------------------------


def _active(folder: Path, *seen: tuple[str, str | None, int]) -> Path:
    """A register over one of everything, where heads were seen: id, kind and day of each, one a night."""
    path = fill(folder / "work.duckdb")
    with duckdb.connect(str(path)) as connection:
        (row,) = connection.execute("SELECT max(seen_at) FROM store.repository_day").fetchall()
        for n, (oid, kind, day) in enumerate(seen, start=1):
            connection.execute(
                """INSERT INTO store.repository_day BY NAME SELECT * REPLACE ($1 AS head_oid,
                  $2 AS head_author_kind, $3::TIMESTAMP AS head_committed_at, $4::TIMESTAMP AS seen_at)
                FROM store.repository_day WHERE repository_id = 1 LIMIT 1""",
                [oid, kind, NIGHT + day * DAY, row[0] + n * DAY],
            )
    record_links(path, load_curation(), run_id=RUN_ID, at=NIGHT)
    build_register(path, folder / "register.duckdb", SETTINGS)
    return folder / "register.duckdb"


def test_a_bot_does_not_move_when_a_person_was_last_active(tmp_path: Path) -> None:
    register = _active(tmp_path, ("p", "person", 1), ("b", "bot", 2), ("b", "unknown", 2))

    for view in ("component", "repository"):
        columns = "head_author_kind, head_committed_at, last_human_activity_at, last_not_by_bot_at"
        assert _query(register, f"SELECT {columns} FROM {view} WHERE repository_id = 1") == [
            ("bot", NIGHT + 2 * DAY, NIGHT + DAY, NIGHT + DAY)
        ]
    ((reason,),) = _query(
        register,
        "SELECT reason_en FROM decision WHERE question = 'maintained' AND component_id IN "
        "(SELECT component_id FROM component WHERE repository_id = 1)",
    )
    assert "is by a bot (a program). The last one by a person that we saw:" in reason
