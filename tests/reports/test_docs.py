import re
from pathlib import Path

import duckdb
import pytest

from tests.reports.conftest import Built
from tests.reports.dictionary import TARGET, dictionary

pytestmark = pytest.mark.database

QUERIES = TARGET.parent / "queries.md"


def _queries(page: Path) -> list[tuple[str, str]]:
    """Title and SQL of every query of a page."""
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^## (.+?)\n\n```sql\n(.+?)```", text, re.MULTILINE | re.DOTALL)


def test_the_data_dictionary_is_that_of_the_databases() -> None:
    assert TARGET.read_text(encoding="utf-8") == dictionary(), "run: python -m tests.reports.dictionary"


def test_there_are_at_least_five_example_queries() -> None:
    assert len(_queries(QUERIES)) >= 5


@pytest.mark.parametrize(
    ("title", "sql"), _queries(QUERIES), ids=lambda value: value if "\n" not in value else ""
)
def test_an_example_query_gives_rows(built: Built, title: str, sql: str) -> None:
    with duckdb.connect(str(built.register), read_only=True) as connection:
        assert connection.execute(sql).fetchall(), title
