"""What a night records of files below the root: what was not looked at stays known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures
from typing import TYPE_CHECKING, Any

import pytest

from harvester.observations import BelowLooked, BelowNotLooked, BelowUnseen, UnreadableFile
from harvester.registry import open_registry
from harvester.subfolders import Bounds, LastBelow
from tests.builders import account, file, night, observation, reason, sources
from tests.harvester.recorded import Nights

if TYPE_CHECKING:
    from harvester.observations import Below, CandidateFile, Observation

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
PATH = "onderdelen/a/publiccode.yml"
WHY = reason("There was too much.", "bound-met")


def seen(*files: CandidateFile, below: Below | None = None, **fields: Any) -> Observation:
    return replace(observation("voorbeeld/monorepo", *files, **fields), below=below)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    made = Nights(tmp_path / "work.duckdb")
    made.run({HERE: [seen(file(PATH), below=BelowLooked(mark="een"))]})
    return made


def current(nights: Nights) -> list[tuple[object, ...]]:
    return nights.rows("SELECT path FROM store.file_version WHERE valid_to IS NULL ORDER BY ALL")


@pytest.mark.parametrize("below", [None, BelowNotLooked(reason=WHY), BelowUnseen(reason=WHY)])
def test_a_file_below_the_root_stays_known_while_nobody_looks_there(
    nights: Nights, below: Below | None
) -> None:
    nights.run({HERE: [seen(below=below, description="Anders")]})

    assert current(nights) == [(PATH,)]
    assert nights.events() == [("changed", "world")]


def test_a_file_below_the_root_is_gone_when_a_look_lacks_it(nights: Nights) -> None:
    nights.run({HERE: [seen(below=BelowLooked(mark="twee"))]})

    assert current(nights) == []
    assert nights.events() == [("file_gone", "world")]


def test_a_file_that_a_bound_left_out_stays_known_and_is_told(nights: Nights) -> None:
    left = UnreadableFile(path=PATH, git_oid=None, reason=WHY, was_tried=False)
    nights.run({HERE: [replace(seen(below=BelowLooked(mark="twee")), unreadable=(left,))]})

    assert current(nights) == [(PATH,)]
    assert nights.rows("SELECT path, outcome, reason_code FROM store.repository_outcome") == [
        (PATH, "not_looked", "bound-met")
    ]


def test_what_was_not_or_could_not_be_looked_through_is_told_of_the_repository(nights: Nights) -> None:
    nights.run({HERE: [seen(below=BelowNotLooked(reason=WHY))]})
    nights.run({HERE: [seen(below=BelowUnseen(reason=WHY))]})

    assert nights.rows("SELECT path, outcome FROM store.repository_outcome ORDER BY run_id") == [
        (None, "not_looked"),
        (None, "could_not_look"),
    ]


def test_the_next_night_knows_what_came_of_the_last_look(nights: Nights) -> None:
    repository_id = seen().repository.repository_id
    bounds = Bounds(depth=1, files=1, names=1, requests=1)

    def plan() -> tuple[LastBelow | None, bool]:
        with open_registry(nights.path, night(9)) as registry:
            run = registry.begin(sources(HERE), nights.rules, "1", night(9))
            below = run.below(bounds)
            return below.last.get(repository_id), repository_id in below.described

    nights.run({HERE: [seen(below=BelowNotLooked(reason=WHY))]})
    assert plan() == (LastBelow(mark="een", reason=None), True)
    nights.number = 20
    nights.run({HERE: [seen(below=BelowNotLooked(reason=WHY, mark="twee"))]})
    assert plan()[0] == LastBelow(mark="twee", reason=WHY)
