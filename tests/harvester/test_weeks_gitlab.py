"""Weeks of nights at GitLab: heads decide, not dates of activity; each project once, sub-groups included."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.model import Scope
from tests.builders import content
from tests.forge.faults import Changed, Match, Status
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, Visibility, World, make_host, make_owner, make_repository
from tests.harvester.looking import account_of
from tests.harvester.weeks import Weeks, accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvester.model import Account

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


def everything(tmp_path: Path, sample: SampleForge, *accounts: Account, token: str | None = None) -> Weeks:
    weeks = Weeks(sample, tmp_path / "data", accounts, token=token)
    assert set(weeks.night().values()) == {"complete"}
    return weeks


def with_users(count: int = 30) -> World:
    """The same, and two people with projects of their own."""
    host = world().host(HOST)
    people = tuple(make_owner(HOST, name, OwnerKind.USER) for name in ("jan", "zus"))
    spul = tuple(made(f"{who.path}/r{n:02d}", n) for who in people for n in range(count))
    return World(
        hosts=(replace(host, owners=(*host.owners, *people), repositories=(*host.repositories, *spul)),)
    )


@pytest.mark.parametrize("scope", [Scope.USER, Scope.ORGANISATION])
def test_users_are_swept_together_with_groups(tmp_path: Path, scope: Scope) -> None:
    """Also one whom the list calls an organisation: that no group has the name costs one request."""
    with SampleForge(with_users()) as sample:
        accounts = (
            *accounts_of(HOST, *GROUPS),
            *(account_of(HOST, who, scope=scope) for who in ("jan", "zus")),
        )
        weeks = everything(tmp_path, sample, *accounts, token=PLAIN_TOKEN)
        assert set(weeks.soon().values()) == {"swept"}
        assert weeks.requests == (1 if scope is Scope.USER else 3)
        change(weeks, "jan/r07", updated_at=weeks.clock(), files=edited("jan/r07", "Nieuw"))
        assert set(weeks.soon().values()) == {"swept"}
        assert weeks.events() == [("file_changed", "jan/r07", "publiccode.yml")]
        assert weeks.requests == (3 if scope is Scope.USER else 5)


@pytest.mark.parametrize("token", [None, PLAIN_TOKEN])
def test_a_whole_host_is_swept_by_itself(tmp_path: Path, token: str | None) -> None:
    with SampleForge(with_users()) as sample:
        whole = account_of(HOST, "", scope=Scope.INSTANCE)
        weeks = everything(tmp_path, sample, whole, token=token)
        assert weeks.soon() == {f"{HOST}/": "swept"}
        assert weeks.requests == 1
        change(weeks, "jan/r07", updated_at=weeks.clock(), files=edited("jan/r07", "Nieuw"))
        change(weeks, "stad/diep/r07", updated_at=weeks.clock(), files=edited("stad/diep/r07", "Nieuw"))
        assert weeks.soon() == {f"{HOST}/": "swept"}
        assert weeks.events() == [
            ("file_changed", "jan/r07", "publiccode.yml"),
            ("file_changed", "stad/diep/r07", "publiccode.yml"),
        ]
        assert weeks.requests == 3
        change(weeks, "zus/r29", deleted=True)
        assert weeks.soon() == {f"{HOST}/": "complete"}
        assert ("gone", "zus/r29", None) in weeks.events()


def test_more_activity_than_a_page_shows_is_followed_as_long_as_a_listing_costs_more(tmp_path: Path) -> None:
    with SampleForge(with_users(60)) as sample:
        weeks = everything(tmp_path, sample, account_of(HOST, "", scope=Scope.INSTANCE), token=PLAIN_TOKEN)
        host = sample.world.host(HOST)
        busy = [each.path for each in host.repositories][:150]
        now = weeks.clock()
        shown = tuple(
            replace(each, updated_at=now - timedelta(seconds=busy.index(each.path)))
            if each.path in busy
            else each
            for each in host.repositories
        )
        sample.show(sample.world.with_host(replace(host, repositories=shown)))
        change(weeks, busy[-1], files=edited(busy[-1], "Nieuw"))
        assert weeks.soon() == {f"{HOST}/": "swept"}
        assert weeks.events() == [("file_changed", busy[-1], "publiccode.yml")]
        assert weeks.requests == 2 + 2


def test_an_order_that_is_not_the_one_asked_for_is_no_ground_for_a_sweep(tmp_path: Path) -> None:
    """A host that does not know the order might show what is old, and a push would be missed."""

    def other(body: bytes) -> bytes:
        answer = json.loads(body)
        for part in answer["data"].values():
            part["nodes"].reverse()
        return json.dumps(answer).encode()

    with SampleForge(with_users()) as sample:
        weeks = everything(tmp_path, sample, account_of(HOST, "jan", scope=Scope.USER))
        sample.faults.add(Match(body="query Sweep"), Changed(change=other))
        assert weeks.soon() == {f"{HOST}/jan": "complete"}


def test_over_a_week_all_is_as_a_whole_listing_has_it(weeks: Weeks, tmp_path: Path) -> None:
    change(weeks, "stad/r01", archived=True)
    change(weeks, "dorp/r02", path="dorp/anders")
    change(weeks, "stad/diep/r03", default_branch="hoofd", files=edited("stad/diep/r03", "Nieuw"))
    for _ in range(7):
        weeks.night()
    assert weeks.now() == weeks.afresh(tmp_path / "afresh").now()
