"""A night: its steps, its lock, its end; workers that see, one that records."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from harvester.credentials import Token
from harvester.crew import PAGES_AHEAD, look_everywhere
from harvester.forges import open_forge
from harvester.forges.errors import AccountNotThere, RateLimited, Unavailable
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.lock import AlreadyRunning, sole_run
from harvester.looking import Looking, Shown
from harvester.model import Forge, ForgeKind
from harvester.night import (
    Done,
    ExitCode,
    NightContext,
    NothingPublished,
    PartlyDone,
    Step,
    StepOutcome,
    refusing,
    run_night,
)
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.builders import GITLAB, account, file, night, observation, page, phrase, sources
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.harvester.fake_forge import FakeForge, clients
from tests.harvester.looking import Clock, world_of

pytestmark = pytest.mark.database

HERE, AWAY, BELOW = account("voorbeeld"), account("elders"), account("groep", forge=GITLAB)
ONE, TWO, THREE = (page(observation(f"voorbeeld/{name}", file())) for name in ("een", "twee", "drie"))
DOWN = Unavailable("github.com", phrase("it does not answer"))


@dataclass
class Evening:
    """Runs nights in one data folder; the clock stands still within a night unless ticked."""

    folder: Path
    number: int = 0
    ticks: timedelta = timedelta(0)
    lines: list[str] = field(default_factory=list)

    def clock(self) -> datetime:
        self._now += self.ticks
        return self._now

    def run(self, *forges: FakeForge, accounts: tuple[Any, ...] = (HERE,), **more: Any) -> ExitCode:
        """A night over these forges; ``more``: chosen, steps, deadline."""
        self.number += 1
        self._now = night(self.number)
        listed = sources(*accounts)
        plan = HarvestPlan(
            sources=listed,
            chosen=more.get("chosen", listed.accounts),
            rules=standard_rules(),
            tool_version="1",
            open_client=clients(*forges),
            deadline=more.get("deadline"),
        )
        context = NightContext(data_dir=self.folder, clock=self.clock, watcher=LogWatcher(self.lines.append))
        return run_night(context, (harvest_step(plan), *more.get("steps", ())), "nightly")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "work.duckdb")) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return Evening(tmp_path / "data")


def test_a_night_records_what_every_forge_shows(evening: Evening) -> None:
    github = FakeForge({"github.com/voorbeeld": [ONE, TWO], "github.com/elders": []})
    gitlab = FakeForge({"gitlab.com/groep": [page(observation("groep/a", forge=GITLAB))]}, name="gitlab.com")

    assert evening.run(github, gitlab, accounts=(HERE, AWAY, BELOW)) is ExitCode.DONE

    assert evening.rows("SELECT slug FROM store.repository ORDER BY ALL") == [
        ("groep-a",),
        ("voorbeeld-een",),
        ("voorbeeld-twee",),
    ]
    assert evening.rows("SELECT status, files_read FROM store.run") == [("complete", 1)]
    assert evening.rows("SELECT forge_id, sent FROM store.request ORDER BY ALL") == [
        ("github.com", 2),
        ("gitlab.com", 1),
    ]
    assert "github.com/voorbeeld: complete, 2 repositories, 2 files" in evening.lines


def test_a_second_night_changes_nothing_but_the_rows_of_the_run(evening: Evening) -> None:
    forge = FakeForge({"github.com/voorbeeld": [ONE, TWO]})
    evening.run(forge)
    names = "repository_version file_version repository_day content reading finding component event"
    before = [evening.rows(f"FROM store.{name} ORDER BY ALL") for name in names.split()]

    assert evening.run(forge) is ExitCode.DONE

    assert [evening.rows(f"FROM store.{name} ORDER BY ALL") for name in names.split()] == before
    assert evening.rows("SELECT files_read FROM store.run ORDER BY ALL") == [(0,), (1,)]


def test_a_forge_that_fails_makes_the_night_partial_and_erases_nothing(evening: Evening) -> None:
    evening.run(FakeForge({"github.com/voorbeeld": [ONE, TWO]}))

    assert evening.run(FakeForge({"github.com/voorbeeld": [DOWN]})) is ExitCode.PARTIAL

    assert evening.rows("SELECT state FROM store.repository_version") == [("present",), ("present",)]
    assert evening.rows("SELECT outcome FROM store.account_outcome ORDER BY run_id") == [
        ("complete",),
        ("could_not_look",),
    ]
    assert evening.lines[-1] == "harvest: 1 account was not seen whole; what was known of them is kept."


def test_a_listing_that_broke_off_goes_on_the_next_night(evening: Evening) -> None:
    limited = RateLimited("github.com", datetime(2026, 3, 1, 9))  # noqa: DTZ001
    evening.run(FakeForge({"github.com/voorbeeld": [ONE, limited]}))
    forge = FakeForge({"github.com/voorbeeld": [ONE, TWO]})

    assert evening.run(forge) is ExitCode.DONE

    assert forge.asked == [("github.com/voorbeeld", "1")]
    assert evening.rows("SELECT state FROM store.repository_version") == [("present",), ("present",)]
    assert evening.rows("SELECT retry_at FROM store.account_outcome WHERE outcome = 'partial'") == [
        (datetime(2026, 3, 1, 9),)  # noqa: DTZ001
    ]


def test_an_account_that_is_gone_is_told_and_the_night_is_whole(evening: Evening) -> None:
    gone = AccountNotThere("github.com", "voorbeeld", "404 Not Found")

    assert evening.run(FakeForge({"github.com/voorbeeld": [gone]})) is ExitCode.DONE
    assert evening.rows("SELECT outcome, reason FROM store.account_outcome") == [
        ("gone", "github.com says that voorbeeld is not there: 404 Not Found.")
    ]


def test_when_the_time_is_up_the_listing_is_cut_off_and_later_accounts_are_not_looked_at(
    evening: Evening,
) -> None:
    evening.ticks = timedelta(minutes=1)
    forge = FakeForge({"github.com/voorbeeld": [ONE, TWO, THREE], "github.com/elders": []})
    deadline = night(1) + timedelta(minutes=7)

    assert evening.run(forge, accounts=(HERE, AWAY), deadline=deadline) is ExitCode.PARTIAL
    assert evening.rows("SELECT account_id, outcome FROM store.account_outcome ORDER BY ALL") == [
        ("github.com/elders", "not_looked"),
        ("github.com/voorbeeld", "partial"),
    ]

    assert evening.run(forge, accounts=(HERE, AWAY)) is ExitCode.DONE
    assert evening.rows("SELECT count(*) FROM store.repository_version WHERE state = 'present'") == [(3,)]


def test_a_wait_for_a_limit_never_goes_past_the_time_of_the_run_and_the_night_says_when_to_go_on(
    tmp_path: Path,
) -> None:
    clock = Clock()
    world = world_of("github.com", *(f"voorbeeld/r{number}" for number in range(60)))
    limits = {"github.com": Limits(graphql_points=2, window_seconds=600)}
    with SampleForge(world, limits=limits, clock=clock.seconds) as sample:
        settings = HarvesterSettings(
            forges={"github.com": ForgeSettings(api_url=sample.api_url("github.com"))}, request_reserve=0.0
        )
        plan = HarvestPlan(
            sources=sources(HERE),
            chosen=(HERE,),
            rules=standard_rules(),
            tool_version="1",
            open_client=lambda forge, wait: open_forge(
                forge, settings, {"github.com": Token(PLAIN_TOKEN)}, clock, wait
            ),
            deadline=clock() + timedelta(seconds=300),
        )
        lines: list[str] = []
        context = NightContext(data_dir=tmp_path, clock=clock, watcher=LogWatcher(lines.append))
        assert run_night(context, (harvest_step(plan),), "nightly") is ExitCode.PARTIAL
    again = clock() + timedelta(seconds=600)
    assert lines[-1].endswith(f"It can go on after {again:%Y-%m-%d %H:%M:%S} UTC.")
    assert "partly seen, 50 repositories" in lines[-2]


def test_accounts_that_were_not_asked_for_are_not_looked_at_and_keep_what_is_known(evening: Evening) -> None:
    forge = FakeForge({"github.com/voorbeeld": [ONE], "github.com/elders": []})
    evening.run(forge, accounts=(HERE, AWAY))

    assert evening.run(forge, accounts=(HERE, AWAY), chosen=(AWAY,)) is ExitCode.DONE

    assert forge.asked[2:] == [("github.com/elders", None)]
    assert evening.rows("SELECT state FROM store.repository_version") == [("present",)]
    assert evening.rows("SELECT outcome, reason FROM store.account_outcome WHERE outcome <> 'complete'") == [
        ("not_looked", "This run was asked for other accounts only.")
    ]


def test_a_forge_that_cannot_be_read_is_not_looked_at(evening: Evening) -> None:
    other = account("groep", forge=Forge(name="code.example.org", kind=ForgeKind.OTHER))
    nobody = FakeForge({}, name="code.example.org")

    assert evening.run(nobody, accounts=(other,)) is ExitCode.DONE
    assert evening.rows("SELECT outcome FROM store.account_outcome") == [("not_looked",)]


# --- Steps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "code", "taken"),
    [
        (Done(), ExitCode.DONE, ["conclude", "publish"]),
        (PartlyDone("A page is missing."), ExitCode.PARTIAL, ["conclude", "publish"]),
        (NothingPublished("The register shrank."), ExitCode.NOTHING_PUBLISHED, ["conclude"]),
    ],
)
def test_steps_follow_each_other_until_one_says_that_nothing_can_be_published(
    evening: Evening, outcome: StepOutcome, code: ExitCode, taken: list[str]
) -> None:
    seen: list[str] = []

    def step(name: str, result: StepOutcome) -> Step:
        def run(_context: NightContext) -> StepOutcome:
            seen.append(name)
            return result

        return Step(name, run)

    steps = (step("conclude", outcome), step("publish", Done()))
    assert evening.run(FakeForge({"github.com/voorbeeld": []}), steps=steps) is code
    assert seen == taken


@pytest.mark.parametrize("problem", [None, LookupError("The rules cannot be read.")])
def test_work_of_another_package_is_a_step_that_its_own_problems_end(
    evening: Evening, problem: LookupError | None
) -> None:
    def work(_context: NightContext) -> None:
        if problem is not None:
            raise problem

    code = evening.run(
        FakeForge({"github.com/voorbeeld": []}), steps=(Step("conclude", refusing(LookupError, work)),)
    )

    assert code is (ExitCode.DONE if problem is None else ExitCode.NOTHING_PUBLISHED)
    assert evening.lines[-1] == f"conclude: {problem or 'done'}"


def test_the_database_is_closed_before_the_next_step(evening: Evening) -> None:
    def run(context: NightContext) -> StepOutcome:
        duckdb.connect(str(context.data_dir / "work.duckdb"), read_only=True).close()
        return Done()

    forge = FakeForge({"github.com/voorbeeld": [ONE]})
    assert evening.run(forge, steps=(Step("look", run),)) is ExitCode.DONE


def test_a_damaged_database_publishes_nothing_and_says_what_to_do(evening: Evening) -> None:
    evening.folder.mkdir()
    (evening.folder / "work.duckdb").write_bytes(b"garbage" * 9000)

    assert evening.run(FakeForge({"github.com/voorbeeld": []})) is ExitCode.NOTHING_PUBLISHED
    assert "Put back a copy from your backup" in evening.lines[-1]


def test_a_database_that_contradicts_itself_publishes_nothing(evening: Evening) -> None:
    forge = FakeForge({"github.com/voorbeeld": [ONE]})
    evening.run(forge)
    evening.rows("DELETE FROM store.content")

    assert evening.run(forge) is ExitCode.NOTHING_PUBLISHED
    assert "a file without its content" in evening.lines[-1]
    assert evening.rows("SELECT status FROM store.run ORDER BY run_id") == [("complete",), ("failed",)]


# --- Workers -----------------------------------------------------------------------------------------


def test_a_mistake_of_ours_in_a_worker_is_not_swallowed_and_the_next_night_goes_on(evening: Evening) -> None:
    with pytest.raises(ZeroDivisionError):
        evening.run(FakeForge({"github.com/voorbeeld": [ONE, ZeroDivisionError("ours")]}))

    forge = FakeForge({"github.com/voorbeeld": [ONE, TWO]})
    assert evening.run(forge) is ExitCode.DONE
    assert forge.asked == [("github.com/voorbeeld", "1")]
    assert evening.rows("SELECT status FROM store.run ORDER BY run_id") == [("failed",), ("complete",)]


def test_workers_that_are_far_ahead_wait_and_stop_when_nobody_takes_any_more() -> None:
    shown = [page(observation(f"voorbeeld/{number}")) for number in range(100)]
    forge = FakeForge({"github.com/voorbeeld": shown})
    given: list[int] = []

    class Counting(FakeForge):
        def pages(self, account: Any, *, cursor: str | None = None) -> Any:
            for each in forge.pages(account, cursor=cursor):
                given.append(len(given))
                yield each

    looking = Looking(open_client=clients(Counting({})), clock=lambda: night(1), cursors={})
    items = look_everywhere((HERE,), looking)
    taken = next(items)
    items.close()

    assert all(isinstance(item, Shown) for item in taken)
    assert 1 <= len(taken) <= PAGES_AHEAD
    assert len(given) <= len(taken) + PAGES_AHEAD + 3


def test_no_accounts_are_no_work() -> None:
    looking = Looking(open_client=clients(), clock=lambda: night(1), cursors={})

    assert list(look_everywhere((), looking)) == []


# --- The lock ----------------------------------------------------------------------------------------


def test_a_second_run_is_told_who_runs_since_when(tmp_path: Path) -> None:
    said = f"nightly runs since 2026-03-01 02:00:00 UTC, process {os.getpid()}"
    with (
        sole_run(tmp_path, "nightly", night(1)),
        pytest.raises(AlreadyRunning, match=said),
        sole_run(tmp_path, "harvest", night(2)),
    ):
        pass


def test_the_lock_is_let_go_when_the_run_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sole_run(tmp_path, "nightly", night(1)):
        raise ZeroDivisionError

    with sole_run(tmp_path, "nightly", night(2)):
        assert (tmp_path / "lock").read_text().startswith("nightly runs since 2026-03-02")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from harvester.lock import sole_run; "
        "from tests.builders import night; lock = sole_run(Path(sys.argv[1]), 'nightly', night(1)); "
        "lock.__enter__(); os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, check=False).returncode == -9

    with sole_run(tmp_path, "nightly", night(2)):
        pass


def test_a_lock_that_says_nothing_is_still_a_lock(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(AlreadyRunning, match="another run"), sole_run(tmp_path, "nightly", night(1)):
            pass
