"""Weeks of nights at GitLab: heads decide, not dates of activity; each project once, sub-groups included."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import content
from tests.forge.faults import Match, Status
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, Visibility, World, make_host, make_owner, make_repository
from tests.harvester.weeks import Weeks, accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

HOST = "gitlab.com"
GROUPS = ("stad", "dorp")
LONG_AGO = datetime(2025, 1, 1)  # noqa: DTZ001
SWEPT = {f"gitlab.com/{group}": "swept" for group in GROUPS}


def made(path: str, days: int = 0, **given: Any) -> Any:
    at = LONG_AGO - timedelta(days=days)
    files = {"README.md": b"# x\n", "publiccode.yml": content("Zaaksysteem", f"https://{HOST}/{path}")}
    return make_repository(HOST, path, **({"files": files, "updated_at": at} | given))


def world() -> World:
    owners = tuple(make_owner(HOST, path, OwnerKind.GROUP) for path in (*GROUPS, "stad/diep"))
    repositories = tuple(
        made(f"{owner.path}/r{number:02d}", number) for owner in owners for number in range(30)
    )
    hidden = made("stad/geheim", 3, visibility=Visibility.PRIVATE)
    return World(
        hosts=(make_host(HOST, HostKind.GITLAB, owners=owners, repositories=(*repositories, hidden)),)
    )


@pytest.fixture
def weeks(tmp_path: Path) -> Iterator[Weeks]:
    with SampleForge(world()) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, *GROUPS))
        assert set(weeks.night().values()) == {"complete"}
        yield weeks


def change(weeks: Weeks, which: str, **changes: Any) -> None:
    host = weeks.sample.world.host(HOST)
    shown = tuple(replace(each, **changes) if each.path == which else each for each in host.repositories)
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=shown)))


def edited(path: str, software: str) -> dict[str, bytes]:
    return {"README.md": b"# x\n", "publiccode.yml": content(software, f"https://{HOST}/{path}")}


def test_a_quiet_night_is_one_request(weeks: Weeks) -> None:
    assert weeks.soon() == SWEPT
    assert weeks.requests == 1
    assert weeks.events() == []


def test_activity_that_is_no_push_is_not_looked_at(weeks: Weeks) -> None:
    change(weeks, "stad/diep/r07", updated_at=weeks.clock())  # somebody wrote an issue
    assert weeks.soon() == SWEPT
    assert weeks.requests == 1


def test_a_push_is_seen_though_the_date_of_activity_was_moved_within_the_hour_before(weeks: Weeks) -> None:
    change(weeks, "stad/diep/r07", updated_at=weeks.clock())
    assert weeks.soon() == SWEPT
    change(weeks, "stad/diep/r07", files=edited("stad/diep/r07", "Nieuw"))
    assert weeks.soon() == SWEPT
    assert weeks.events() == [("file_changed", "stad/diep/r07", "publiccode.yml")]


def test_new_and_deleted_projects_are_seen_the_same_night(weeks: Weeks) -> None:
    host = weeks.sample.world.host(HOST)
    new = made("dorp/nieuw", updated_at=weeks.clock())
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=(*host.repositories, new))))
    assert weeks.soon() == SWEPT
    assert ("appeared", "dorp/nieuw", None) in weeks.events()
    change(weeks, "stad/r29", deleted=True)
    assert weeks.soon() == SWEPT | {"gitlab.com/stad": "complete"}
    assert ("gone", "stad/r29", None) in weeks.events()


def test_a_group_with_more_activity_than_its_share_of_a_sweep_is_asked_alone(weeks: Weeks) -> None:
    for number in range(30):
        change(weeks, f"dorp/r{number:02d}", updated_at=weeks.clock())
    change(weeks, "dorp/r29", files=edited("dorp/r29", "Nieuw"))
    change(weeks, "stad/r00", updated_at=weeks.clock())
    assert weeks.soon() == SWEPT
    assert weeks.events() == [("file_changed", "dorp/r29", "publiccode.yml")]


def test_a_sweep_that_is_too_much_at_once_asks_for_less(weeks: Weeks) -> None:
    change(weeks, "stad/r00", updated_at=weeks.clock(), files=edited("stad/r00", "Nieuw"))
    weeks.sample.faults.add(Match(kind="graphql", body="query Sweep"), Status(status=502))
    weeks.sample.faults.add(Match(kind="graphql", body="ProjectsById"), Status(status=500))
    assert weeks.soon() == SWEPT
    assert weeks.events() == [("file_changed", "stad/r00", "publiccode.yml")]


def test_over_a_week_all_is_as_a_whole_listing_has_it(weeks: Weeks, tmp_path: Path) -> None:
    change(weeks, "stad/r01", archived=True)
    change(weeks, "dorp/r02", path="dorp/anders")
    change(weeks, "stad/diep/r03", default_branch="hoofd", files=edited("stad/diep/r03", "Nieuw"))
    for _ in range(7):
        weeks.night()
    assert weeks.now() == weeks.afresh(tmp_path / "afresh").now()
