import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.downloads import describe, take_over_facts, write_facts
from reports.exports.cells import harmless
from reports.exports.tables import UnknownViewError, flat_tables, read_tables
from reports.exports.writing import write_exports
from tests.reports.conftest import Built
from tests.reports.reading_exports import BYTE_ORDER_MARK, readable_bytes, rows
from tests.reports.work import MARKERS, NIGHT

pytestmark = pytest.mark.database

FORMULAS = (
    '=HYPERLINK("https://evil.example")',
    "+31|cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
)


@pytest.fixture(scope="module")
def data(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    shutil.copyfile(built.register, folder / "register.duckdb")
    shutil.copyfile(built.night, folder / "night.duckdb")
    write_facts(folder, "CC0-1.0")
    describe(folder, NIGHT)
    return folder


def _views(register: Path) -> dict[str, int]:
    with duckdb.connect(str(register), read_only=True) as connection:
        names = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' "
            "AND view_name <> 'dictionary'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for (name,) in names
        }


def test_every_view_is_exported_in_every_form_with_all_its_rows(built: Built, data: Path) -> None:
    views = _views(built.register)
    with duckdb.connect() as connection:
        parquet = {
            file.stem: connection.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
            for file in (data / "parquet").iterdir()
        }
    assert parquet == views
    assert {file.stem: len(json.loads(file.read_text())) for file in (data / "json").iterdir()} == views
    for folder, delimiter in (("csv", ","), ("csv-excel-nl", ";")):
        counts = {file.stem: len(rows(file, delimiter)) for file in (data / folder).iterdir()}
        assert {name: counts[name] for name in views} == views


def test_values_are_the_same_in_parquet_as_in_the_database(built: Built, data: Path) -> None:
    with duckdb.connect(str(built.register), read_only=True) as connection:
        for name in _views(built.register):
            there = connection.execute(f"SELECT t::VARCHAR FROM {name} t ORDER BY 1").fetchall()
            file = data / "parquet" / f"{name}.parquet"
            assert connection.execute(f"SELECT t::VARCHAR FROM '{file}' t ORDER BY 1").fetchall() == there


def test_the_same_register_gives_the_same_bytes(built: Built, data: Path, tmp_path: Path) -> None:
    write_exports(built.register, tmp_path)
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert file.read_bytes() == (data / file.relative_to(tmp_path)).read_bytes(), file


# --- Forms ------------------------------------------------------------------------------------------


def test_csv_for_programs_has_commas_moments_with_their_zone_and_booleans(data: Path) -> None:
    (first, *_) = rows(data / "csv" / "repository.csv")
    assert (first["repository_id"], first["is_fork"], first["created_at"], first["stars"]) == (
        "1",
        "true",
        "2024-02-29T12:00:00Z",
        "3",
    )
    assert not (data / "csv" / "repository.csv").read_text(encoding="utf-8").startswith(BYTE_ORDER_MARK)


def test_csv_for_a_dutch_excel_has_a_mark_semicolons_decimal_commas_and_dutch_booleans(data: Path) -> None:
    text = (data / "csv-excel-nl" / "coverage.csv").read_text(encoding="utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    shares = {row["organisation"]: row["share"] for row in rows(data / "csv-excel-nl" / "coverage.csv", ";")}
    assert shares == {"Bouwer BV": "1,0", "Gemeente Stil": "", "Gemeente Voorbeeld": "1,0"}
    (first, *_) = rows(data / "csv-excel-nl" / "repository.csv", ";")
    assert (first["repository_id"], first["is_fork"], first["created_at"], first["stars"]) == (
        "r1",
        "ja",
        "2024-02-29 12:00:00",
        "3",
    )


def test_lists_are_tables_of_their_own_with_the_key_of_their_row(data: Path) -> None:
    assert rows(data / "csv" / "component_categories.csv") == [
        {"component_id": "voorbeeld-formulieren", "n": "1", "value": "workflow-management"}
    ]
    assert rows(data / "csv" / "component_funded_by.csv") == [
        {"component_id": "voorbeeld-formulieren", "n": "1", "name": "Gemeente Voorbeeld", "uri": ""}
    ]
    assert [row["field"] for row in rows(data / "csv" / "change_changes.csv")] == ["name", "contacts"]


def test_json_has_long_numbers_as_text_and_lists_as_lists(data: Path) -> None:
    (first, _) = json.loads((data / "json" / "component.json").read_text())
    assert (first["repository_id"], first["categories"], first["errors"]) == ("1", ["workflow-management"], 7)
    assert first["first_seen_at"] == "2026-11-24T02:30:00Z"


# --- Formulas ---------------------------------------------------------------------------------------


def _guarded(text: str) -> str:
    with duckdb.connect() as connection:
        ((value,),) = connection.execute(f"SELECT {harmless('t')} FROM (SELECT ? AS t)", [text]).fetchall()
        return str(value)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_has_an_apostrophe_before_it(text: str) -> None:
    assert _guarded(text)[0] == "'"


@pytest.mark.parametrize(
    "text", ["-2.1", "+5", "-1,5", "gewone tekst", "a - b", "1=1", "# Kop\n\n- punt\n- punt", "", "mail@x"]
)
def test_other_text_and_numbers_stay_as_they_are(text: str) -> None:
    assert _guarded(text) == text


@pytest.mark.parametrize("text", ["a;=1+1", "a\t@SUM(1)", "a;-2+3", "regel\n=1+1", "regel\r\n+1|cmd"])
def test_a_formula_behind_a_separator_inside_a_text_is_guarded_too(text: str) -> None:
    assert re.search(r"[;\t\r\n]'[=+\-@]", _guarded(text))


def test_a_description_that_is_a_formula_is_guarded_in_both_forms_of_csv_only(data: Path) -> None:
    for folder, delimiter in (("csv", ","), ("csv-excel-nl", ";")):
        (first, *_) = rows(data / folder / "repository.csv", delimiter)
        assert first["description"] == "'=Formulieren; voor iedereen"
    (row, *_) = json.loads((data / "json" / "repository.json").read_text())
    assert row["description"] == "=Formulieren; voor iedereen"


# --- Privacy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", MARKERS)
def test_no_address_of_a_contact_is_in_any_file_packed_or_not(data: Path, marker: str) -> None:
    assert [name for name, content in readable_bytes(data) if marker.encode() in content] == []


def test_the_search_for_markers_finds_what_is_packed(data: Path) -> None:
    wanted = b"Webformulieren bouwen voor inwoners"
    found = {name.split("/")[0] for name, content in readable_bytes(data) if wanted in content}
    assert found >= {"csv", "csv-excel-nl", "json", "parquet", "register.duckdb, main.component_text"}


# --- The data package -------------------------------------------------------------------------------


def _package(data: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    return package


def test_the_package_names_licence_moment_and_every_file_with_its_checksum(data: Path) -> None:
    package = _package(data)
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert package["created"] == "2026-11-24T02:30:00Z"
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    described = {resource["path"] for resource in package["resources"]}
    assert described == files - {"datapackage.json", "SHA256SUMS", "SHA256SUMS.night"}
    for resource in package["resources"]:
        assert resource["bytes"] == (data / resource["path"]).stat().st_size
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name) for name in (*names, package["name"]))


def _tables(data: Path) -> Iterator[tuple[dict[str, Any], list[dict[str, str]]]]:
    for resource in _package(data)["resources"]:
        if resource.get("type") == "table":
            yield resource, rows(data / resource["path"])


_LOOKS = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "boolean": r"true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "string": r"(?s).*",
}


def test_every_value_is_of_the_type_that_the_package_says(data: Path) -> None:
    for resource, found in _tables(data):
        fields = resource["schema"]["fields"]
        for row in found:
            assert list(row) == [field["name"] for field in fields], resource["name"]
            for field in fields:
                value = row[field["name"]]
                assert value == "" or re.fullmatch(_LOOKS[field["type"]], value), (resource["name"], field)


def test_keys_are_unique_and_stated_and_references_lead_to_a_row(data: Path) -> None:
    tables = {resource["name"]: (resource["schema"], found) for resource, found in _tables(data)}
    for name, (schema, found) in tables.items():
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in found]
        assert len(set(keys)) == len(keys), name
        assert all(all(key) for key in keys), name
        for foreign in schema["foreignKeys"]:
            _, there = tables[foreign["reference"]["resource"]]
            known = {tuple(row[column] for column in foreign["reference"]["fields"]) for row in there}
            assert {tuple(row[column] for column in foreign["fields"]) for row in found} <= known, name


def test_a_view_without_keys_is_named(built: Built, tmp_path: Path) -> None:
    register = tmp_path / "register.duckdb"
    shutil.copyfile(built.register, register)
    register.chmod(0o644)
    with duckdb.connect(str(register)) as connection:
        connection.execute("CREATE VIEW nieuw AS SELECT 1 AS a; CREATE VIEW ander AS SELECT 1 AS b")
        with pytest.raises(UnknownViewError, match="ander, nieuw"):
            read_tables(connection)


def test_types_of_all_flat_columns_are_plain(built: Built) -> None:
    with duckdb.connect(str(built.register), read_only=True) as connection:
        kinds = {column.kind for table in flat_tables(read_tables(connection)) for column in table.columns}
    assert kinds == {"VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"}


# --- Explanations, and what did not change ----------------------------------------------------------


def test_the_pages_beside_the_data_name_every_table_and_the_licence(built: Built, data: Path) -> None:
    for name in ("README.md", "LEESMIJ.md"):
        text = (data / name).read_text(encoding="utf-8")
        assert "CC0-1.0" in text
        assert not [view for view in _views(built.register) if f"| `{view}` |" not in text]


def test_facts_of_which_a_file_was_lost_are_made_anew(data: Path, tmp_path: Path) -> None:
    lost = tmp_path / "lost"
    shutil.copytree(data, lost)
    (lost / "csv" / "component.csv").unlink()
    (tmp_path / "new").mkdir()
    assert not take_over_facts(lost, tmp_path / "new", hard_links=True)
    assert take_over_facts(data, tmp_path / "new", hard_links=True)
    assert (tmp_path / "new" / "csv" / "component.csv").samefile(data / "csv" / "component.csv")
