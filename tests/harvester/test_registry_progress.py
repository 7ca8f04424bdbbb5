"""A listing that is cut off goes on, a run that is killed loses nothing that was committed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from harvester.outcomes import Complete, CouldNotLook, Partial
from harvester.registry import RegistryError, open_registry
from tests.builders import account, file, night, observation, page, reason, sources
from tests.harvester.recorded import Nights

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
ONE, TWO, THREE = (observation(f"voorbeeld/{name}", file()) for name in ("een", "twee", "drie"))
CUT_OFF = Partial(repositories=1, files=1, reason=reason("The limit was used up."))
WHOLE = Complete(repositories=1, files=1)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def cursor_of_next_night(nights: Nights) -> str | None:
    with open_registry(nights.path, night(nights.number + 1)) as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(nights.number + 1))
        cursor = run.cursor(HERE)
        run.finish("complete", night(nights.number + 1))
    nights.number += 1
    return cursor


def test_a_listing_that_was_cut_off_goes_on_where_it_ended(nights: Nights) -> None:
    nights.run({HERE: [page(ONE, cursor="2"), CUT_OFF]})

    assert cursor_of_next_night(nights) == "2"


def test_what_was_seen_before_the_cut_is_not_gone_when_the_rest_is_seen(nights: Nights) -> None:
    nights.run({HERE: [ONE, TWO, THREE]})
    nights.run({HERE: [page(ONE, cursor="2"), CUT_OFF]})
    nights.run({HERE: [page(THREE), WHOLE]})

    assert nights.events() == [("file_gone", "world"), ("gone", "world")]
    assert nights.rows("SELECT name FROM store.repository_version WHERE state = 'gone'") == [("twee",)]
    outcomes = nights.rows("SELECT outcome, repositories, files FROM store.account_outcome ORDER BY run_id")
    assert outcomes == [("complete", 3, 3), ("partial", 1, 1), ("complete", 2, 2)]
    assert nights.rows("FROM store.account_progress") == []


def test_a_whole_listing_begins_at_its_start_the_next_night(nights: Nights) -> None:
    nights.run({HERE: [page(ONE, cursor="2"), page(TWO), WHOLE]})

    assert cursor_of_next_night(nights) is None


def test_a_listing_that_gets_no_further_begins_anew(nights: Nights) -> None:
    nights.run({HERE: [page(ONE, cursor="2"), CUT_OFF]})
    nights.run({HERE: [CouldNotLook(reason=reason("The cursor is unknown."))]})

    assert cursor_of_next_night(nights) is None


def test_a_night_with_other_accounts_only_keeps_how_far_a_listing_got(nights: Nights) -> None:
    away = account("elders")
    nights.run({HERE: [page(ONE, cursor="2"), CUT_OFF], away: []})
    nights.run({away: []}, listed=sources(HERE, away))

    with nights.opened() as registry:
        assert registry.begin(sources(HERE, away), nights.rules, "1", night(3)).cursor(HERE) == "2"


def test_a_run_that_was_killed_is_noted_as_failed_and_its_listing_goes_on(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, page(ONE, cursor="2"), night(1))
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(2))
        assert run.cursor(HERE) == "2"
        run.record_page(HERE, page(TWO), night(2))
        run.record_outcome(HERE, WHOLE, night(2))
        run.conclude(night(2))
        run.finish("complete", night(2))

    assert nights.rows("SELECT status, finished_at IS NULL FROM store.run ORDER BY run_id") == [
        ("failed", True),
        ("complete", False),
    ]
    assert nights.rows("SELECT state FROM store.repository_version") == [("present",), ("present",)]


def test_a_listing_that_was_whole_but_not_concluded_begins_anew(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, page(ONE), night(1))
        run.record_outcome(HERE, WHOLE, night(1))
    nights.run({HERE: [TWO]})

    assert nights.rows("SELECT name FROM store.repository_version WHERE state = 'gone'") == [("een",)]


def test_a_listing_that_was_whole_but_not_concluded_is_no_ground_for_a_sweep(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, replace(page(ONE), listed=1), night(1))
        run.record_outcome(HERE, WHOLE, night(1))
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(2))
        assert run.sweeps((HERE,), night(2)) == {}


def test_a_page_that_cannot_be_recorded_leaves_nothing_and_is_recorded_by_the_next_run(
    nights: Nights,
) -> None:
    broken = observation("voorbeeld/twee", file(), created_at="no moment at all")
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, page(ONE, cursor="2"), night(1))
        with pytest.raises(duckdb.Error):
            run.record_page(HERE, page(broken, cursor="3"), night(1))
        run.record_page(HERE, page(TWO, cursor="3"), night(1))

    assert nights.rows("SELECT slug FROM store.repository ORDER BY ALL") == [
        ("voorbeeld-een",),
        ("voorbeeld-twee",),
    ]
    assert nights.rows("SELECT page, cursor FROM store.account_progress ORDER BY ALL") == [(1, "2"), (2, "3")]
    assert nights.rows("FROM store.integrity_problem") == []


KILLED = """
import os, sys
from pathlib import Path
from harvester.registry import open_registry
from harvester.registry_reading import standard_rules
from tests.builders import account, file, night, observation, page, sources
here = account("voorbeeld")
registry = open_registry(Path(sys.argv[1]), night(1))
run = registry.begin(sources(here), standard_rules(), "1", night(1))
for number in range(1, 4):
    run.record_page(here, page(observation(f"voorbeeld/{number}", file()), cursor=str(number)), night(1))
real = run._recording.work._write
def killed_within_the_transaction(table, rows):
    real(table, rows)
    if table == sys.argv[2]:
        os.kill(os.getpid(), 9)
run._recording.work._write = killed_within_the_transaction
run.record_page(here, page(observation("voorbeeld/4", file("publiccode.yaml")), cursor="4"), night(1))
"""


@pytest.mark.parametrize(
    "table", ["repository", "event", "repository_version", "repository_day", "file_version"]
)
def test_a_kill_within_a_page_loses_that_page_only(tmp_path: Path, table: str) -> None:
    path, root = tmp_path / "work.duckdb", Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), table], cwd=root, check=False)
    assert killed.returncode == -9

    nights = Nights(path, number=1)
    assert nights.rows("SELECT slug FROM store.repository ORDER BY ALL") == [
        (f"voorbeeld-{n}",) for n in (1, 2, 3)
    ]
    assert nights.rows("SELECT max(page), max(cursor) FROM store.account_progress") == [(3, "3")]
    assert nights.rows("FROM store.integrity_problem") == []


def test_pages_recorded_together_leave_the_same_as_pages_recorded_one_by_one(tmp_path: Path) -> None:
    pages = [page(ONE, cursor="2"), page(TWO, ONE, cursor="3"), page(THREE)]
    changed = [page(observation("voorbeeld/een", file(content=b"name: Anders\n")), cursor="2"), *pages[1:]]
    dumps = []
    for name, alone in (("alone", True), ("together", False)):
        nights = Nights(tmp_path / f"{name}.duckdb")
        for shown in (pages, changed):
            with nights.opened() as registry:
                now = night(nights.number)
                run = registry.begin(sources(HERE), nights.rules, "1", now)
                with nullcontext() if alone else run.together():
                    for each in shown:
                        run.record_page(HERE, each, now)
                    run.record_outcome(HERE, WHOLE, now)
                run.conclude(now)
                assert registry.problems() == ()
                run.finish("complete", now)
        dumps.append(nights.dump())
    assert dumps[0] == dumps[1]
    assert len(dumps[0]["file_version"]) == 4


def test_pages_recorded_together_are_kept_together_or_not_at_all(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, page(ONE, cursor="2"), night(1))

        def interrupted() -> None:
            with run.together():
                run.record_page(HERE, page(TWO, cursor="3"), night(1))
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()

    assert nights.rows("SELECT slug FROM store.repository") == [("voorbeeld-een",)]
    assert nights.rows("SELECT page, cursor FROM store.account_progress") == [(1, "2")]


def test_two_runs_in_one_second_and_a_clock_that_was_set_back_keep_time_going_forward(nights: Nights) -> None:
    for now in (night(5), night(5), night(2)):
        with open_registry(nights.path, now) as registry:
            run = registry.begin(sources(HERE), nights.rules, "1", now)
            run.record_page(HERE, page(observation("voorbeeld/een", description=str(run.run_id))), now)
            run.record_outcome(HERE, WHOLE, now)
            run.conclude(now)
            assert registry.problems() == ()
            run.finish("complete", now)

    assert nights.rows("SELECT run_id FROM store.run ORDER BY ALL") == [
        (20260305020000,),
        (20260305020001,),
        (20260305020002,),
    ]


def test_accounts_that_were_whole_longest_ago_are_looked_at_first(nights: Nights) -> None:
    first, second, never = account("een"), account("twee"), account("drie")
    nights.run(
        {
            second: [],
            first: [CouldNotLook(reason=reason("down"))],
            never: [CouldNotLook(reason=reason("down"))],
        }
    )
    nights.run(
        {
            second: [CouldNotLook(reason=reason("down"))],
            first: [],
            never: [CouldNotLook(reason=reason("down"))],
        }
    )

    with nights.opened() as registry:
        listed = sources(first, second, never)
        run = registry.begin(listed, nights.rules, "1", night(3))
        assert run.in_fair_order(listed.accounts) == (never, second, first)


def test_a_disk_that_is_full_is_told_as_a_sentence_and_keeps_what_was_recorded(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_page(HERE, page(ONE, cursor="2"), night(1))
        with pytest.raises(RegistryError, match="No space left"), run._recording.work.transaction():
            raise duckdb.IOException("No space left on device")

    assert nights.rows("SELECT count(*) FROM store.repository") == [(1,)]


def test_a_run_lasts_from_its_start_to_its_end(nights: Nights) -> None:
    nights.run({HERE: []})

    assert nights.rows("SELECT finished_at - started_at FROM store.run") == [(timedelta(minutes=20),)]
