"""A harvest that is killed loses nothing; `benchmarks.killed_harvests` does this at fifty random moments."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.killing import a_day_later, kill_after, lasting, start_harvest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.nightly.conftest import Night

pytestmark = pytest.mark.database
SOURCES = SAMPLE_WORLD / "sources.toml"


def test_a_night_killed_halfway_ends_the_next_time_where_an_undisturbed_one_ends(
    first_night: Night, tmp_path: Path
) -> None:
    left_alone, killed = tmp_path / "left_alone", tmp_path / "killed"
    for folder in (left_alone, killed):
        folder.mkdir()
        shutil.copy(first_night.folder / "work.duckdb", folder)
    with SampleForge(a_day_later(load_world(SAMPLE_WORLD))) as forge:
        started = time.monotonic()
        assert start_harvest(forge, left_alone, SOURCES).wait() == 0
        took = time.monotonic() - started
        kill_after(start_harvest(forge, killed, SOURCES), took / 2)
        assert start_harvest(forge, killed, SOURCES).wait() == 0
    expected = lasting(left_alone / "work.duckdb")
    assert lasting(killed / "work.duckdb") == expected
    assert len(expected["event"]) > 80
    before = lasting(first_night.folder / "work.duckdb")
    assert expected["repository_version"] != before["repository_version"]
