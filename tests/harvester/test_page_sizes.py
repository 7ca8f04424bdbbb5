"""The size of pages that a forge bears is known to the next night, and grows back when it may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.forges.page_size import GOOD_PAGES_BEFORE_GROWING, PageSize, PageSizes
from harvester.model import Scope
from tests.forge.faults import FOR_EVER, Match, Status
from tests.forge.server import SampleForge
from tests.harvester.looking import FILE, account_of, world_of
from tests.harvester.weeks import Weeks, accounts_of

if TYPE_CHECKING:
    from pathlib import Path

A_WEEK = timedelta(days=7)  # every account is listed whole again
TIMED_OUT = Status(status=504, body=b"<html>the time of one request is up</html>")
HOSTS = pytest.mark.parametrize(("host", "largest"), [("github.com", 24), ("gitlab.com", 48)])


def weeks_of(tmp_path: Path, host: str, *owners: str, number: int = 30, **given: Any) -> Weeks:
    paths = [f"{owner}/r{n:02}" for owner in owners for n in range(number)]
    sample = SampleForge(world_of(host, *paths, files={"publiccode.yml": FILE}, **given))
    return Weeks(sample, tmp_path / "data", accounts_of(host, *owners), {"page_size": 24, "tries": 2})


def asked(weeks: Weeks, owner: str = "gemeente") -> list[int]:
    """The sizes of the pages that were asked for in the last night, in order."""
    listings = [entry.body for entry in weeks.sample.log if b'"after"' in entry.body]
    return [
        int(found[1])
        for body in listings
        if owner.encode() in body and (found := re.search(rb'"first": (\d+)', body))
    ]


def kept(weeks: Weeks) -> list[tuple[Any, ...]]:
    return weeks.rows("SELECT owner_id, size FROM store.page_size ORDER BY ALL")


@pytest.mark.database
@HOSTS
def test_the_next_night_begins_with_the_size_that_worked(tmp_path: Path, host: str, largest: int) -> None:
    weeks = weeks_of(tmp_path, host, "gemeente", "elders", number=largest + 6)
    with weeks.sample:
        too_much = Match(kind="graphql", body=f'gemeente.*"first": {largest}|"first": {largest}.*gemeente')
        weeks.sample.faults.add(too_much, TIMED_OUT, times=FOR_EVER)
        weeks.night()
        assert asked(weeks)[:2] == [largest, largest // 2]
        assert asked(weeks, "elders") == [largest] * 2
        assert kept(weeks) == [(f"{host}/gemeente", largest // 2)]
        assert set(weeks.night(A_WEEK).values()) == {"complete"}
    assert set(asked(weeks)) == {largest // 2}


@pytest.mark.database
@HOSTS
def test_after_a_night_without_a_failure_it_grows_back(tmp_path: Path, host: str, largest: int) -> None:
    weeks = weeks_of(tmp_path, host, "gemeente", number=4)
    with weeks.sample:
        too_much = Match(kind="graphql", body=rf'"first": ({largest}|{largest // 2}),')
        weeks.sample.faults.add(too_much, TIMED_OUT, times=2)
        first = []
        for _ in range(4):
            weeks.night(A_WEEK)
            first.append(asked(weeks)[0])
            sizes = [size for _, size in kept(weeks)]
    assert first == [largest, largest // 4, largest // 2, largest]
    assert sizes == []  # as usual: nothing has to be remembered


@pytest.mark.database
def test_a_night_that_was_cut_off_keeps_what_it_learned(tmp_path: Path) -> None:
    weeks = weeks_of(tmp_path, "github.com", "gemeente")
    with weeks.sample:
        weeks.sample.faults.add(Match(kind="graphql", body='"first": 24,'), TIMED_OUT)
        weeks.sample.faults.add(Match(kind="graphql", body='"after": "'), Status(status=500), times=2)
        assert weeks.night() == {"github.com/gemeente": "partial"}
        assert kept(weeks) == [("github.com/gemeente", 12)]
        assert weeks.night() == {"github.com/gemeente": "complete"}
    assert set(asked(weeks)) == {12}


@pytest.mark.database
def test_of_an_account_that_left_the_list_no_size_is_kept(tmp_path: Path) -> None:
    weeks = weeks_of(tmp_path, "github.com", "gemeente", "elders", number=2)
    with weeks.sample:
        weeks.sample.faults.add(Match(kind="graphql", body='"first": 24,'), TIMED_OUT, times=2)
        weeks.night()
        assert [owner for owner, _ in kept(weeks)] == ["github.com/elders", "github.com/gemeente"]
        weeks.accounts = accounts_of("github.com", "elders")
        weeks.soon()
    assert [owner for owner, _ in kept(weeks)] == ["github.com/elders"]


@pytest.mark.database
def test_on_a_whole_server_the_size_is_that_of_one_owner(tmp_path: Path) -> None:
    weeks = weeks_of(tmp_path, "git.example.org", "gemeente", "elders", number=2)
    weeks.accounts = (account_of("git.example.org", "", scope=Scope.INSTANCE),)
    with weeks.sample:
        too_much = Match(kind="graphql", body='gemeente.*"first": 24|"first": 24.*gemeente')
        weeks.sample.faults.add(too_much, TIMED_OUT, times=FOR_EVER)
        weeks.night()
        assert kept(weeks) == [("git.example.org/gemeente", 12)]
        weeks.night(A_WEEK)
    assert asked(weeks) == [12]
    assert asked(weeks, "elders") == [24]


def test_a_size_grows_by_twice_after_a_run_without_a_failure_and_never_above_the_largest() -> None:
    assert PageSize(25, 6).next_time == 12
    assert PageSize(25, 12).next_time == 24
    assert PageSize(25, 24).next_time is None
    assert PageSize(25).next_time is None
    assert PageSize(25, 100).now == 25  # page_size was made smaller since


def test_after_a_failure_it_is_what_worked_last() -> None:
    size = PageSize(24)
    size.shrink()
    size.shrink()
    assert (size.now, size.next_time) == (6, 6)
    for _ in range(GOOD_PAGES_BEFORE_GROWING):
        size.went_well()
    assert (size.now, size.next_time) == (12, 6)  # twelve were not asked for yet
    size.went_well()
    assert size.next_time == 12


def test_a_client_keeps_one_size_for_an_owner() -> None:
    sizes = PageSizes(24)
    sizes.begin_with({"github.com/gemeente": 3})
    assert sizes.of("github.com/gemeente").now == 3
    assert sizes.of("github.com/gemeente") is sizes.of("github.com/gemeente")
    assert sizes.of("github.com/elders").now == 24
