"""The questions of docs/queries.md, each answered over the sample world as a person counted it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.nightly.conftest import Night
from tests.nightly.running import ROOT, ask

pytestmark = pytest.mark.database

PAGE = ROOT / "docs" / "queries.md"
QUERIES = dict(
    re.findall(
        r"^## (.+?)\n\n(?:[^#`]+\n\n)?```sql\n(.+?)```",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
ANSWERS: dict[str, list[list[Any]]] = tomllib.loads(
    (Path(__file__).parent / "answers.toml").read_text(encoding="utf-8")
)


def test_there_are_at_least_25_questions_of_five_readers_and_each_has_an_answer() -> None:
    assert len(QUERIES) >= 25
    assert set(QUERIES) == set(ANSWERS)
    readers = re.findall(r"^# For (an? .+?):", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(readers) == 5


@pytest.mark.parametrize("question", QUERIES)
def test_a_query_gives_the_answer_that_was_counted_by_hand(first_night: Night, question: str) -> None:
    rows = ask(first_night.register, QUERIES[question])
    assert [["NULL" if value is None else value for value in row] for row in rows] == ANSWERS[question]
