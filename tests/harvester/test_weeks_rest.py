"""Weeks of nights at GitHub by REST, without a token or where GraphQL is refused: an owner a request."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import content
from tests.forge.faults import FOR_EVER, Changed, Match, Status
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.harvester.weeks import Weeks, accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

HOST = "github.com"
OWNERS = ("stad", "dorp")
LONG_AGO = datetime(2025, 1, 1)  # noqa: DTZ001
SWEPT = {f"github.com/{owner}": "swept" for owner in OWNERS}
REFUSED = Status(status=403, body=b'{"message": "Resource not accessible"}')
PLENTY = {HOST: Limits(anonymous_requests=100_000)}


def files(path: str, software: str = "Zaaksysteem") -> dict[str, bytes]:
    return {"README.md": b"# x\n", "publiccode.yml": content(software, f"https://github.com/{path}")}


def made(path: str, **given: Any) -> Any:
    return make_repository(HOST, path, **({"files": files(path), "pushed_at": LONG_AGO} | given))


def world(large: int = 0) -> World:
    owners = tuple(make_owner(HOST, owner, OwnerKind.ORGANISATION) for owner in OWNERS)
    small = (made(f"{owner}/r{number:03d}") for owner in OWNERS for number in range(5))
    more = (
        made(f"stad/x{number:03d}", pushed_at=LONG_AGO - timedelta(days=1 + number))
        for number in range(large)
    )
    return World(hosts=(make_host(HOST, HostKind.GITHUB, owners=owners, repositories=(*small, *more)),))


@pytest.fixture(params=[None, PLAIN_TOKEN], ids=["without a token", "GraphQL refused"])
def weeks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Weeks]:
    with SampleForge(world(), limits=PLENTY) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, *OWNERS), token=request.param)
        sample.faults.add(Match(kind="graphql"), REFUSED, times=FOR_EVER)
        assert set(weeks.night().values()) == {"complete"}
        yield weeks


def change(weeks: Weeks, which: str, *, push: bool = True, **changes: Any) -> None:
    if push:
        changes.setdefault("pushed_at", weeks.clock())
    host = weeks.sample.world.host(HOST)
    shown = tuple(replace(each, **changes) if each.path == which else each for each in host.repositories)
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=shown)))


def rest(weeks: Weeks) -> int:
    return weeks.sample.count(kind="rest")


def test_a_quiet_night_is_a_request_an_owner(weeks: Weeks) -> None:
    assert weeks.soon() == SWEPT
    assert rest(weeks) == 2
    assert weeks.events() == []


def test_what_was_pushed_is_seen_the_same_night(weeks: Weeks) -> None:
    change(weeks, "stad/r003", files=files("stad/r003", "Nieuw"))
    change(weeks, "dorp/r001", files={"README.md": b"# x\n"}, committed_at=LONG_AGO)
    assert weeks.soon() == SWEPT
    assert weeks.events() == [
        ("changed", "dorp/r001", None),
        ("file_changed", "stad/r003", "publiccode.yml"),
        ("file_gone", "dorp/r001", "publiccode.yml"),
    ]
    assert rest(weeks) == 2 + 4 + 1  # folder, head, release and bytes of one; of the other the folder alone


def test_new_repositories_are_swept_and_missing_ones_make_a_listing(weeks: Weeks) -> None:
    host = weeks.sample.world.host(HOST)
    new = made("dorp/nieuw", pushed_at=weeks.clock())
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=(*host.repositories, new))))
    assert weeks.soon() == SWEPT
    assert ("appeared", "dorp/nieuw", None) in weeks.events()
    change(weeks, "stad/r004", push=False, deleted=True)
    assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}
    assert ("gone", "stad/r004", None) in weeks.events()


@pytest.mark.parametrize("status", [404, 500, 403])
def test_a_sweep_that_fails_ends_in_a_listing_or_in_could_not_look(weeks: Weeks, status: int) -> None:
    weeks.sample.faults.add(
        Match(path="/users/stad/repos.*sort=pushed"), Status(status=status), times=FOR_EVER
    )
    assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}


def test_an_order_that_is_not_the_one_asked_for_is_no_ground_for_a_sweep(weeks: Weeks) -> None:
    change(weeks, "stad/r003")
    swapped = Changed(change=lambda body: json.dumps(json.loads(body)[::-1]).encode())
    weeks.sample.faults.add(Match(path="/users/stad/repos.*sort=pushed"), swapped)
    assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}


def test_of_a_large_owner_the_forge_is_asked_how_many_there_are(tmp_path: Path) -> None:
    with SampleForge(world(150), limits=PLENTY) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, *OWNERS), token=None)
        weeks.night()
        assert weeks.soon() == SWEPT
        assert weeks.requests == 3
        change(weeks, "stad/x149", push=False, deleted=True)
        assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}
        for number in range(100):
            change(weeks, f"stad/x{number:03d}")
        assert weeks.soon() == SWEPT | {"github.com/stad": "complete"}  # more than one page may be new


def test_a_limit_of_requests_starves_nobody(tmp_path: Path) -> None:
    """Forty owners, and each is swept within two nights though a night's limit is thirty requests."""
    names = tuple(f"o{number:02d}" for number in range(40))
    owners = tuple(make_owner(HOST, name, OwnerKind.ORGANISATION) for name in names)
    host = make_host(
        HOST,
        HostKind.GITHUB,
        owners=owners,
        repositories=tuple(made(f"{name}/r", empty=True) for name in names),
    )
    with SampleForge(World(hosts=(host,)), limits=PLENTY) as sample:
        weeks = Weeks(sample, tmp_path / "data", accounts_of(HOST, *names), token=None)
        assert set(weeks.night().values()) == {"complete"}
        sample.faults.add(Match(skip=30), Status(status=429, headers={"Retry-After": "7200"}), times=FOR_EVER)
        seen = {account for account, outcome in weeks.soon().items() if outcome == "swept"}
        sample.faults.clear()
        sample.faults.add(Match(skip=30), Status(status=429, headers={"Retry-After": "7200"}), times=FOR_EVER)
        seen |= {account for account, outcome in weeks.soon().items() if outcome == "swept"}
        assert len(seen) == 40


def test_over_a_week_all_is_as_a_whole_listing_has_it(weeks: Weeks, tmp_path: Path) -> None:
    change(weeks, "stad/r001", push=False, archived=True)
    change(weeks, "dorp/r002", push=False, path="dorp/anders")
    change(weeks, "stad/r003", files=files("stad/r003", "Nieuw"), default_branch="hoofd")
    for _ in range(8):
        weeks.night()
    assert weeks.now() == weeks.afresh(tmp_path / "afresh").now()
