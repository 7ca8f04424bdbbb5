from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pytest reads annotations of fixtures

import pytest

from tests.builders import account, content, file, night, observation, page
from tests.harvester.recorded import Nights

pytestmark = pytest.mark.database

RUN_TABLES = ("run", "account_outcome", "request", "repository_outcome")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def test_a_repository_that_is_seen_first_appears_with_its_file(nights: Nights) -> None:
    nights.run({account(): [observation("voorbeeld/zaaksysteem", file())]})

    assert nights.events() == [("appeared", "first_look"), ("file_appeared", "first_look")]
    assert nights.rows("SELECT slug, forge_id FROM store.repository") == [("voorbeeld-zaaksysteem", "github.com")]
    assert nights.rows("SELECT path, entry, valid_to FROM store.file_version") == [("publiccode.yml", "software", None)]
    assert nights.rows("SELECT name FROM store.component") == [("Zaaksysteem",)]
    assert nights.rows("SELECT status, files_read FROM store.run") == [("complete", 1)]


def test_a_second_night_that_sees_the_same_changes_nothing_and_reads_nothing(nights: Nights) -> None:
    world = {account(): [observation("voorbeeld/zaaksysteem", file()), observation("voorbeeld/leeg")]}
    nights.run(world)
    before = nights.dump(without=RUN_TABLES)

    run = nights.run(world)

    assert nights.dump(without=RUN_TABLES) == before
    assert run.files_read == 0
    assert before["account_progress"] == []
    assert nights.rows("SELECT outcome, repositories, files FROM store.account_outcome") == [("complete", 2, 1)] * 2
