"""Weeks of nights at GitHub: what a sweep sees, what the rolling pass sees, and what neither may conclude."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.night import ExitCode
from tests.builders import content
from tests.forge.faults import Changed, Match, Status
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.harvester.weeks import Weeks, accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

HOST = "github.com"
OWNERS = ("stad", "dorp", "gehucht")
LONG_AGO = datetime(2025, 1, 1)  # noqa: DTZ001


def files(path: str, name: str = "publiccode.yml", software: str = "Zaaksysteem") -> dict[str, bytes]:
    return {"README.md": b"# x\n", name: content(software, f"https://github.com/{path}")}


def made(path: str, **given: Any) -> Any:
    return make_repository(HOST, path, **({"files": files(path), "pushed_at": LONG_AGO} | given))


def world(*repositories: Any) -> World:
    owners = tuple(make_owner(HOST, owner, OwnerKind.ORGANISATION) for owner in OWNERS)
    return World(hosts=(make_host(HOST, HostKind.GITHUB, owners=owners, repositories=repositories),))


def start() -> World:
    return world(*(made(f"{owner}/r{number:02d}") for owner in OWNERS for number in range(12)))


@pytest.fixture
def weeks(tmp_path: Path) -> Iterator[Weeks]:
    with SampleForge(start()) as sample:
        yield Weeks(sample, tmp_path / "data", accounts_of(HOST, *OWNERS))


def change(weeks: Weeks, which: str, *, push: bool = True, **changes: Any) -> None:
    """Change one repository; a push moves its push date to now, whatever the date of its commit."""
    if push:
        changes.setdefault("pushed_at", weeks.clock())
    host = weeks.sample.world.host(HOST)
    shown = tuple(replace(each, **changes) if each.path == which else each for each in host.repositories)
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=shown)))


def show_also(weeks: Weeks, *repositories: Any) -> None:
    host = weeks.sample.world.host(HOST)
    shown = replace(host, repositories=(*host.repositories, *repositories))
    weeks.sample.show(weeks.sample.world.with_host(shown))


def nights_until_all_were_listed_whole(weeks: Weeks) -> None:
    listed: set[str] = set()
    for _ in range(8):
        listed |= {account for account, outcome in weeks.night().items() if outcome == "complete"}
    assert len(listed) == len(weeks.accounts)


SWEPT = {f"github.com/{owner}": "swept" for owner in OWNERS}


def listed_whole(weeks: Weeks) -> None:
    """A first night, and nothing else is due for the rest of the day."""
    assert set(weeks.night().values()) == {"complete"}


def test_a_quiet_night_is_one_request_and_changes_nothing_but_the_rows_of_the_run(weeks: Weeks) -> None:
    listed_whole(weeks)
    names = "repository_version file_version repository_day content reading finding component event"
    before = [weeks.rows(f"FROM store.{name} ORDER BY ALL") for name in names.split()]
    assert weeks.soon() == SWEPT
    assert weeks.requests == 1
    assert [weeks.rows(f"FROM store.{name} ORDER BY ALL") for name in names.split()] == before


def test_what_was_pushed_is_seen_the_same_night(weeks: Weeks) -> None:
    listed_whole(weeks)
    change(weeks, "stad/r03", files=files("stad/r03", software="Nieuw"))
    change(weeks, "dorp/r11", files=files("dorp/r11", "publiccode.yaml"))
    older = LONG_AGO - timedelta(days=400)
    change(weeks, "gehucht/r00", files={"README.md": b"# gone\n"}, committed_at=older)  # forced
    weeks.soon()
    assert weeks.events() == [
        ("changed", "dorp/r11", None),
        ("changed", "gehucht/r00", None),
        ("file_appeared", "dorp/r11", "publiccode.yaml"),
        ("file_changed", "stad/r03", "publiccode.yml"),
        ("file_gone", "dorp/r11", "publiccode.yml"),
        ("file_gone", "gehucht/r00", "publiccode.yml"),
    ]


def test_pushes_in_the_same_second_and_push_dates_that_go_back_are_seen(weeks: Weeks) -> None:
    listed_whole(weeks)
    at = weeks.clock()
    for number in range(5):
        change(weeks, f"stad/r{number:02d}", pushed_at=at, files=files("stad", software="Een"))
    weeks.soon()
    assert len(weeks.events()) == 5
    change(weeks, "stad/r05", pushed_at=at, files=files("stad", software="Twee"))  # a moment that was seen
    change(weeks, "stad/r04", pushed_at=at - timedelta(days=9), files=files("stad", software="Terug"))
    weeks.soon()
    assert [(kind, name) for kind, name, _ in weeks.events()] == [
        ("file_changed", "stad/r04"),
        ("file_changed", "stad/r05"),
    ]


def test_more_pushes_than_a_sweep_shows_are_all_seen(tmp_path: Path) -> None:
    many = tuple(
        made(f"stad/r{number:03d}", pushed_at=LONG_AGO - timedelta(days=number)) for number in range(230)
    )
    few = tuple(made(f"{owner}/r{number:02d}") for owner in OWNERS[1:] for number in range(3))
    with SampleForge(world(*many, *few)) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, *OWNERS))
        listed_whole(weeks)
        for number in range(80):  # more than the three share, fewer than one owner alone is shown
            change(weeks, f"stad/r{number:03d}", files=files("stad", software="Een"))
        assert weeks.soon() == SWEPT
        assert len(weeks.events()) == 80
        assert weeks.requests == 1 + 1 + 4
        for number in range(130):
            change(weeks, f"stad/r{number:03d}", files=files("stad", software="Twee"))
        assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}
        assert len(weeks.events()) == 130


def test_a_repository_that_came_or_went_without_a_push_shows_in_the_number_of_repositories(
    tmp_path: Path,
) -> None:
    repositories = tuple(
        made(f"stad/r{number:03d}", pushed_at=LONG_AGO - timedelta(days=number)) for number in range(120)
    )
    with SampleForge(world(*repositories)) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, "stad"))
        listed_whole(weeks)
        show_also(weeks, made("stad/van-elders", pushed_at=LONG_AGO - timedelta(days=900)))
        assert weeks.soon() == {"github.com/stad": "complete"}
        assert ("appeared", "stad/van-elders", None) in weeks.events()
        change(weeks, "stad/r119", push=False, deleted=True)
        assert weeks.soon() == {"github.com/stad": "complete"}
        assert ("gone", "stad/r119", None) in weeks.events()
        assert weeks.soon() == {"github.com/stad": "swept"}


def test_new_deleted_and_moved_repositories_are_seen_the_same_night(weeks: Weeks) -> None:
    listed_whole(weeks)
    show_also(weeks, made("stad/nieuw", pushed_at=weeks.clock()))
    assert weeks.soon() == SWEPT
    assert weeks.events() == [
        ("appeared", "stad/nieuw", None),
        ("file_appeared", "stad/nieuw", "publiccode.yml"),
    ]
    show_also(weeks, made("dorp/van-elders"))  # transferred: its last push is long ago
    assert weeks.soon() == SWEPT
    assert ("appeared", "dorp/van-elders", None) in weeks.events()
    change(weeks, "gehucht/r07", push=False, deleted=True)
    assert weeks.soon() == SWEPT | {"github.com/gehucht": "complete"}
    assert weeks.events() == [("file_gone", "gehucht/r07", "publiccode.yml"), ("gone", "gehucht/r07", None)]
    change(weeks, "stad/r01", push=False, path="dorp/r01-van-stad")
    assert set(weeks.soon().values()) == {"swept", "complete"}
    assert weeks.events() == [("moved", "dorp/r01-van-stad", None)]


def test_what_a_push_does_not_show_is_seen_within_a_week_and_then_all_is_as_a_whole_listing_has_it(
    weeks: Weeks, tmp_path: Path
) -> None:
    listed_whole(weeks)
    change(weeks, "stad/r00", push=False, archived=True)
    change(weeks, "dorp/r00", push=False, path="dorp/anders", renamed_from=("dorp/r00",))
    change(weeks, "gehucht/r00", push=False, default_branch="hoofd")
    change(weeks, "gehucht/r01", files=files("gehucht/r01", "publiccode.yaml"))
    change(weeks, "stad/r02", push=False, stars=7, description="Anders")
    seen: list[tuple[str, str, str | None]] = []
    for number in range(7):
        if number == 3:
            change(weeks, "dorp/r05", push=False, deleted=True)
            show_also(weeks, made("stad/laat", pushed_at=weeks.clock()))
        weeks.night()
        seen += weeks.events()
    assert {("archived", "stad/r00", None), ("renamed", "dorp/anders", None), ("gone", "dorp/r05", None)} < {
        *seen
    }
    assert weeks.now() == weeks.afresh(tmp_path / "afresh").now()


def test_over_a_week_every_account_is_listed_whole_once_the_oldest_first(weeks: Weeks) -> None:
    weeks.night()
    nights_until_all_were_listed_whole(weeks)
    counted = dict.fromkeys(SWEPT, 0)
    for _ in range(14):
        for account, outcome in weeks.night().items():
            counted[account] += outcome == "complete"
    assert counted == dict.fromkeys(SWEPT, 2)


def test_a_second_run_on_the_same_day_lists_nothing_whole(weeks: Weeks) -> None:
    weeks.night()
    for _ in range(9):
        weeks.night()
        weeks.clock.now += timedelta(hours=1) - timedelta(days=1)
        assert weeks.night() == SWEPT


def test_a_sweep_that_fails_erases_nothing_and_each_account_says_what_was_the_matter(weeks: Weeks) -> None:
    listed_whole(weeks)
    weeks.sample.down(HOST)
    assert set(weeks.soon().values()) == {"could_not_look"}
    assert weeks.code is ExitCode.PARTIAL
    assert weeks.events() == []
    weeks.sample.up(HOST)
    change(weeks, "stad/r03", files=files("stad/r03", software="Nieuw"))
    assert weeks.soon() == SWEPT  # a forge that was down is no reason to list everything again
    assert weeks.events() == [("file_changed", "stad/r03", "publiccode.yml")]


def test_an_account_that_is_gone_is_told_by_the_forge_itself(weeks: Weeks) -> None:
    listed_whole(weeks)
    host = weeks.sample.world.host(HOST)
    owners = tuple(replace(owner, deleted=owner.path == "dorp") for owner in host.owners)
    weeks.sample.show(weeks.sample.world.with_host(replace(host, owners=owners)))
    assert weeks.soon() == SWEPT | {"github.com/dorp": "gone"}
    assert weeks.events() == []
    assert weeks.soon() == SWEPT | {"github.com/dorp": "gone"}
    assert len([kind for kind, _, _ in weeks.events() if kind == "gone"]) == 12


def test_a_listing_that_was_cut_off_goes_on_while_the_other_accounts_are_swept(weeks: Weeks) -> None:
    weeks.options |= {"page_size": 5, "tries": 1}
    weeks.accounts = accounts_of(HOST, "stad", "gehucht")
    weeks.night()
    weeks.accounts = accounts_of(HOST, *OWNERS)
    weeks.sample.faults.add(Match(kind="graphql", skip=2), Status(status=500))
    assert weeks.soon() == SWEPT | {"github.com/dorp": "partial"}
    repositories = [each for each in start().host(HOST).repositories if each.owner == "dorp"]
    first = min(repositories, key=lambda each: each.created_at).path  # on a page that was read before
    change(weeks, first, files=files(first, software="Later"))
    assert weeks.soon() == SWEPT | {"github.com/dorp": "complete"}
    assert weeks.requests == 1 + 2
    assert weeks.soon() == SWEPT
    assert weeks.events() == [("file_changed", first, "publiccode.yml")]


def test_an_owner_whose_part_of_a_sweep_fails_is_listed_whole(weeks: Weeks) -> None:
    listed_whole(weeks)
    change(weeks, "stad/r03", files=files("stad/r03", software="Nieuw"))
    change(weeks, "dorp/r03", files=files("dorp/r03", software="Nieuw"))

    def without_one(body: bytes) -> bytes:
        answer = json.loads(body)
        answer["data"]["nodes"][0] = None
        answer["errors"] = [{"type": "SERVICE_UNAVAILABLE", "path": ["nodes", 0], "message": "x"}]
        return json.dumps(answer).encode()

    weeks.sample.faults.add(Match(kind="graphql", body="RepositoriesById"), Changed(change=without_one))
    assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}
    assert [name for _, name, _ in weeks.events()] == ["dorp/r03", "stad/r03"]


def test_a_sweep_that_the_forge_chokes_on_asks_for_less_at_once(weeks: Weeks) -> None:
    listed_whole(weeks)
    change(weeks, "stad/r03", files=files("stad/r03", software="Nieuw"))
    weeks.sample.faults.add(Match(kind="graphql", body="query Sweep"), Status(status=502))
    change(weeks, "stad/r04", files=files("stad/r04", software="Nieuw"))
    weeks.sample.faults.add(Match(kind="graphql", body="RepositoriesById"), Status(status=504))
    assert weeks.soon() == SWEPT
    assert [name for _, name, _ in weeks.events()] == ["stad/r03", "stad/r04"]


def test_a_file_that_could_not_be_had_is_looked_at_again_without_a_push(weeks: Weeks) -> None:
    listed_whole(weeks)
    weeks.options["tries"] = 1
    change(weeks, "stad/r03", files={"publiccode.yml": content("Zaaksysteem") + "# é".encode("latin-1")})
    weeks.sample.faults.add(Match(kind="rest"), Status(status=500))
    assert weeks.soon() == SWEPT
    assert weeks.rows("SELECT path FROM store.repository_outcome") == [("publiccode.yml",)]
    assert weeks.soon() == SWEPT
    assert ("file_changed", "stad/r03", "publiccode.yml") in weeks.events()


def test_when_the_time_is_up_between_sweeps_the_rest_is_not_looked_at(weeks: Weeks) -> None:
    listed_whole(weeks)
    outcomes = weeks.night(timedelta(hours=1), deadline=weeks.clock() + timedelta(hours=1))
    assert outcomes == dict.fromkeys(SWEPT, "not_looked")
