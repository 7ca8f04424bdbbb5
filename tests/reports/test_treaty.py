"""The published file is a treaty: every column of every view, and every macro, on old and new DuckDB."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.reports import treaty
from tests.reports.conftest import Built

ROOT = Path(__file__).parents[2]
OLDEST = ROOT / ".duckdb12"
MACROS = {
    "FROM components_as_of('2026-11-24')": 2,
    "FROM components_as_of('2026-11-23')": 0,
    "FROM changed_between('2026-11-24', '2026-11-24')": 1,
    "FROM history_of('https://github.com/voorbeeld/formulieren')": 1,
    "FROM find_component('inwoners WEBFORMULIEREN')": 1,
    "FROM monthly_since('2026-11-01')": 1,
}


def test_one_of_everything_is_read_from_every_column_of_every_view(built: Built) -> None:
    for file in (built.register, built.night):
        found = treaty.read_all(str(file), [])
        unread = [
            f"{relation}.{column}"
            for relation, columns in found.items()
            for column, stated in columns.items()
            if not stated and not relation.startswith("data.")
        ]
        assert unread == []


@pytest.mark.database
def test_every_macro_answers_and_none_is_forgotten(built: Built) -> None:
    found = treaty.read_all(str(built.register), list(MACROS))
    assert {question: found[question]["rows"] for question in MACROS} == MACROS
    with duckdb.connect(str(built.register), read_only=True) as connection:
        macros = connection.execute("""
            SELECT DISTINCT function_name FROM duckdb_functions()
            WHERE function_type = 'table_macro' AND NOT internal""").fetchall()
    assert {name for (name,) in macros} == {question.split()[1].split("(")[0] for question in MACROS}


def _read_elsewhere(packages: Path, file: Path, questions: list[str]) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "tests" / "reports" / "treaty.py"), str(file), *questions]
    result = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(packages)}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.mark.oldest
def test_the_oldest_duckdb_that_we_promise_reads_the_same(built: Built) -> None:
    if not OLDEST.is_dir():
        pytest.skip("DuckDB 1.2 is absent: make test-duckdb12 fetches it")
    for file, questions in ((built.register, list(MACROS)), (built.night, [])):
        told = _read_elsewhere(OLDEST, file, questions)
        assert told["duckdb"] == "1.2.2"
        assert told["found"] == treaty.read_all(str(file), questions)
