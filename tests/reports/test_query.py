import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from herbruik import main
from reports.exports.answers import as_csv, as_json, as_markdown, as_table
from reports.exports.asking import Answer
from tests.reports.conftest import Built

pytestmark = pytest.mark.database

ANSWER = Answer(
    columns=("name", "n", "until", "tags"),
    rows=(("a|b\nc", 1, date(2026, 11, 24), ["x", "y"]), (None, -2, datetime(2026, 1, 2, 3, 4), [])),  # noqa: DTZ001
)


@pytest.fixture(scope="module")
def data_dir(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "publication" / "data").mkdir(parents=True)
    for file in (built.register, built.night):
        (folder / "publication" / "data" / file.name).write_bytes(file.read_bytes())
    return folder


def _query(data_dir: Path, *arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["--data-dir", str(data_dir), "query", *arguments], input=stdin)


def test_a_question_is_answered_as_a_table(data_dir: Path) -> None:
    result = _query(data_dir, "SELECT name, is_valid FROM component ORDER BY name")
    assert result.exit_code == 0
    assert result.output == (
        "name         is_valid\n-----------  --------\nFormulieren  false\nzaken        false\n(2 rows)\n"
    )


def test_a_question_can_come_from_standard_input(data_dir: Path) -> None:
    result = _query(data_dir, "-", "--format", "csv", stdin="SELECT count(*) AS n FROM component")
    assert result.output == "n\n2\n"


def test_without_a_question_views_and_macros_are_told(data_dir: Path) -> None:
    output = _query(data_dir).output
    for name in ("component ", "coverage ", "find_component(words)", "monthly_since(day)"):
        assert name in output


def test_macros_and_the_last_run_can_be_asked(data_dir: Path) -> None:
    assert "(1 row)" in _query(data_dir, "FROM find_component('inwoners')").output
    assert "(1 row)" in _query(data_dir, "FROM night.summary").output


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("FROM nowhere", "Table with name nowhere does not exist"),
        ("SELEC 1", "syntax error"),
        ("", "no statement"),
        ("SELECT 1; SELECT 2", "There are 2 statements: give one"),
        ("CREATE TEMP TABLE x (a INT); FROM x", "There are 2 statements"),
        ("PIVOT component ON licence; SELECT 1", "There are 2 statements"),
        ("DELETE FROM data.about", "read-only"),
        ("DROP VIEW component", "read-only"),
        ("COPY component TO 'x.csv'", "disabled"),
        ("FROM read_text('/etc/hostname')", "disabled"),
        ("FROM 'x.csv'", "disabled"),
        ("ATTACH 'other.duckdb'", "disabled"),
        ("INSTALL httpfs", "disabled"),
        ("SET enable_external_access = true", "locked"),
        ("FROM connection", "does not exist"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(data_dir: Path, sql: str, said: str) -> None:
    result = _query(data_dir, sql)
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1


@pytest.mark.parametrize("sql", ["SELECT ';' AS a;", "SELECT 1 AS a; ; -- nothing more"])
def test_a_semicolon_alone_makes_no_second_statement(data_dir: Path, sql: str) -> None:
    assert _query(data_dir, sql).exit_code == 0


def test_a_pivot_is_one_statement(data_dir: Path) -> None:
    """Of the two pieces of software in the register one is archived, and neither follows the standard."""
    asked = "PIVOT component ON is_valid USING count(*) GROUP BY is_archived ORDER BY is_archived"
    assert _query(data_dir, asked, "--format", "csv").output == "is_archived,false\nfalse,1\ntrue,1\n"


def test_nothing_published_is_said(tmp_path: Path) -> None:
    result = _query(tmp_path, "FROM component")
    assert (result.exit_code, result.output) == (
        4,
        f"Nothing is published in {tmp_path}: run `herbruik nightly` first.\n",
    )


def test_csv_is_read_back_as_it_was() -> None:
    assert list(csv.reader(io.StringIO(as_csv(ANSWER)))) == [
        ["name", "n", "until", "tags"],
        ["a|b\nc", "1", "2026-11-24", '["x", "y"]'],
        ["", "-2", "2026-01-02 03:04:00", "[]"],
    ]


def test_json_has_an_object_a_row() -> None:
    assert json.loads(as_json(ANSWER)) == [
        {"name": "a|b\nc", "n": 1, "until": "2026-11-24", "tags": ["x", "y"]},
        {"name": None, "n": -2, "until": "2026-01-02 03:04:00", "tags": []},
    ]


def test_markdown_cells_hold_no_separators() -> None:
    assert as_markdown(ANSWER).splitlines()[2] == '| a\\|b c | 1 | 2026-11-24 | ["x", "y"] |'


def test_a_table_cuts_long_text_and_counts_rows() -> None:
    text = as_table(Answer(columns=("a",), rows=(("x" * 99,),)))
    assert text.splitlines()[2:] == ["x" * 59 + "…", "(1 row)"]
