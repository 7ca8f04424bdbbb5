"""Rows that every run adds are thinned out; what pages and later runs stand on stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures

import pytest

from harvester.observations import RequestCount
from harvester.outcomes import AccountGone, CouldNotLook, NotLooked
from harvester.registry import open_registry
from tests.builders import account, file, night, observation, reason, sources, unreadable
from tests.harvester.recorded import Nights, record

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
OURS = observation("voorbeeld/zaaksysteem", file())
DOWN = CouldNotLook(reason=reason("The forge was down."))
SKIPPED = NotLooked(reason=reason("Others were asked for.", "not-asked"))
GONE = AccountGone(reason=reason("404."))
TEN_DAYS = timedelta(days=10)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def kept(nights: Nights) -> list[tuple[int, str]]:
    """Day of the month of the night, and outcome."""
    return [
        (int(day), outcome)
        for day, outcome in nights.rows(
            "SELECT day(finished_at), outcome FROM store.account_outcome ORDER BY run_id"
        )
    ]


def test_of_old_outcomes_those_stay_with_which_something_began_and_those_that_later_runs_need(
    nights: Nights,
) -> None:
    for shown in ([OURS], [OURS], [OURS], [DOWN], [DOWN], [SKIPPED], [DOWN], [OURS], [OURS]):
        nights.run({HERE: shown})
    nights.number = 20
    nights.run({HERE: [OURS]}, keep_outcomes=TEN_DAYS)

    # 1 whole since, 4 down since, 6 skipped since, 7 and 8 as they began anew, 9 the look before the last one
    assert kept(nights) == [
        (1, "complete"),
        (4, "could_not_look"),
        (6, "not_looked"),
        (7, "could_not_look"),
        (8, "complete"),
        (9, "complete"),
        (21, "complete"),
    ]


def test_since_when_an_account_is_down_and_that_it_was_gone_twice_survive(nights: Nights) -> None:
    nights.run({HERE: [OURS]})
    for _ in range(5):
        nights.run({HERE: [DOWN]})
    nights.run({HERE: [GONE]})
    nights.number = 30
    nights.run({HERE: [SKIPPED]}, keep_outcomes=TEN_DAYS)
    assert kept(nights) == [
        (1, "complete"),
        (2, "could_not_look"),
        (6, "could_not_look"),
        (7, "gone"),
        (31, "not_looked"),
    ]

    nights.run({HERE: [GONE]}, keep_outcomes=TEN_DAYS)
    assert nights.rows("SELECT state FROM store.repository_version WHERE valid_to IS NULL") == [("gone",)]


def test_nothing_young_goes_and_nothing_at_all_without_a_limit(nights: Nights) -> None:
    for _ in range(5):
        nights.run({HERE: [OURS]}, keep_outcomes=TEN_DAYS)
    assert len(kept(nights)) == 5
    nights.number = 300
    nights.run({HERE: [OURS]})
    assert len(kept(nights)) == 6


def test_requests_and_files_that_could_not_be_read_go_and_runs_that_something_names_stay(
    nights: Nights,
) -> None:
    for number in range(1, 4):
        with nights.opened() as registry:
            run = registry.begin(sources(HERE), nights.rules, "1", night(number))
            record(
                run, HERE, [observation("voorbeeld/zaaksysteem", unreadable=[unreadable()])], night(number)
            )
            run.record_requests([RequestCount(forge="github.com", kind="rest", sent=3)])
            run.conclude(night(number))
            run.finish("complete", night(number))
    nights.number = 50
    nights.run({HERE: [OURS]}, keep_outcomes=TEN_DAYS)
    nights.run({HERE: [OURS]}, keep_outcomes=TEN_DAYS)

    assert nights.rows("FROM store.request") == []
    assert nights.rows("FROM store.repository_outcome") == []
    # the first run is named by the repository, the third by the look before last: the second by nothing
    assert nights.rows("SELECT day(started_at), month(started_at) FROM store.run ORDER BY run_id") == [
        (1, 3),
        (20, 4),
        (21, 4),
    ]


def test_the_file_stays_as_large_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    nights = Nights(path)
    owners = [account(f"eigenaar-{number}") for number in range(60)]
    shown = {owner: [observation(f"{owner.path}/een")] for owner in owners}
    sizes = []
    for number in range(1, 25):
        nights.run(shown, keep_outcomes=timedelta(days=5))
        if number in {12, 24}:
            with open_registry(path, night(number)) as registry:
                sizes.append(path.stat().st_size)
                assert registry.problems() == ()
    assert nights.rows("SELECT count(*) FROM store.account_outcome")[0][0] < 60 * 9
    assert sizes[1] <= sizes[0] * 1.05
