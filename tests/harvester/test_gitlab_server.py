"""A whole GitLab host as one account, through the whole harvester over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.model import Scope
from harvester.night import ExitCode
from tests.builders import content
from tests.forge.faults import FOR_EVER, Changed, Match, Reset, Status, Truncate
from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world import (
    Host,
    HostKind,
    OwnerKind,
    Visibility,
    World,
    make_host,
    make_owner,
    make_repository,
)
from tests.harvester.looking import account_of
from tests.harvester.weeks import Weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.forge.faults import Wrong

pytestmark = pytest.mark.database

HOST = "gitlab.voorbeeld.example"
KEY = f"{HOST}/"
GROUPS = ("dienst", "stad", "stad/diep", "stad/diep/dieper", "leeg")
USERS = ("jan", "niets")
STOCK = ("dienst/a", "stad/a", "stad/b", "stad/diep/a", "stad/diep/dieper/a", "jan/spul")
NO_GRAPHQL = Status(status=404, body=b'{"message": "404 Not Found"}')


def made(path: str, **given: Any) -> Any:
    files = {"README.md": b"# x\n", "publiccode.yml": content("Zaaksysteem", f"https://{HOST}/{path}")}
    return make_repository(HOST, path, **({"files": files} | given))


def server() -> Host:
    owners = tuple(
        make_owner(HOST, path, OwnerKind.USER if path in USERS else OwnerKind.GROUP)
        for path in (*GROUPS, *USERS)
    )
    hidden = (
        made("stad/geheim", visibility=Visibility.PRIVATE),
        made("stad/diep/intern", visibility=Visibility.INTERNAL),
        made("jan/geheim", visibility=Visibility.PRIVATE),
    )
    return make_host(
        HOST, HostKind.GITLAB, owners=owners, repositories=(*(made(path) for path in STOCK), *hidden)
    )


@pytest.fixture
def sample() -> Iterator[SampleForge]:
    with SampleForge(World(hosts=(server(),))) as sample:
        yield sample


@pytest.fixture(params=["graphql", "rest"])
def weeks(request: pytest.FixtureRequest, sample: SampleForge, tmp_path: Path) -> Weeks:
    weeks = Weeks(sample, tmp_path / "data", (account_of(HOST, "", scope=Scope.INSTANCE),))
    if request.param == "rest":
        refuse_graphql(weeks)
    assert weeks.night() == {KEY: "complete"}
    assert known(weeks) == set(STOCK)
    return weeks


def refuse_graphql(weeks: Weeks) -> None:
    weeks.sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)


def known(weeks: Weeks) -> set[str]:
    return {
        name
        for (name,) in weeks.rows(
            "SELECT full_name FROM store.repository_version WHERE valid_to IS NULL AND state = 'present'"
        )
    }


def listing(weeks: Weeks) -> dict[str, str]:
    """A week later: every account is listed whole."""
    return weeks.night(timedelta(days=8))


def change(weeks: Weeks, do: Callable[[Host], Host]) -> None:
    weeks.sample.show(weeks.sample.world.with_host(do(weeks.sample.world.host(HOST))))


@pytest.mark.parametrize("token", [None, PLAIN_TOKEN, PRIVATE_TOKEN])
@pytest.mark.parametrize("way", ["graphql", "rest"])
def test_whoever_asks_only_what_everybody_may_see_is_kept(
    sample: SampleForge, tmp_path: Path, token: str | None, way: str
) -> None:
    whole = account_of(HOST, "", scope=Scope.INSTANCE)
    weeks = Weeks(sample, tmp_path / "data", (whole,), token=token)
    if way == "rest":
        refuse_graphql(weeks)
    assert weeks.night() == {KEY: "complete"}
    assert known(weeks) == set(STOCK)
    ((stored,),) = weeks.rows("SELECT count(*) FROM store.repository")
    assert stored == len(STOCK)  # nothing of the others was ever kept
    assert weeks.rows("SELECT full_name FROM store.repository_version WHERE full_name LIKE '%geheim%'") == []


def test_a_project_and_a_group_that_vanish_are_gone_and_come_back(weeks: Weeks) -> None:
    before = weeks.sample.world.host(HOST)

    def without(host: Host) -> Host:
        owners = (replace(o, deleted=o.path.startswith("stad/diep")) for o in host.owners)
        shown = (replace(r, deleted=r.path == "stad/b") for r in host.repositories)
        return replace(host, owners=tuple(owners), repositories=tuple(shown))

    change(weeks, without)
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == {"dienst/a", "stad/a", "jan/spul"}
    assert {kind for kind, _, path in weeks.events() if path is None} == {"gone"}
    change(weeks, lambda _: before)
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == set(STOCK)
    assert {kind for kind, _, path in weeks.events() if path is None} == {"back"}


FAILS: dict[str, Wrong] = {
    "500": Status(status=500),
    "403": Status(status=403, body=b'{"message": "403 Forbidden"}'),
    "404": NO_GRAPHQL,
    "reset": Reset(),
    "half": Truncate(after=10),
    "null": Changed(change=lambda _: b"null"),
}


@pytest.mark.parametrize("name", FAILS)
def test_a_page_that_fails_takes_nothing_away_and_the_next_night_goes_on(
    sample: SampleForge, tmp_path: Path, name: str
) -> None:
    whole = account_of(HOST, "", scope=Scope.INSTANCE)
    weeks = Weeks(sample, tmp_path / "data", (whole,), options={"page_size": 1, "tries": 2})
    assert weeks.night() == {KEY: "complete"}
    change(weeks, lambda host: replace(host, repositories=(*host.repositories, made("dienst/nieuw"))))
    weeks.sample.faults.add(Match(skip=3), FAILS[name], times=FOR_EVER)
    assert listing(weeks)[KEY] in {"partial", "could_not_look"}
    assert weeks.code is ExitCode.PARTIAL
    assert set(STOCK) <= known(weeks)
    weeks.sample.faults.clear()
    weeks.night()
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == {*STOCK, "dienst/nieuw"}


def test_a_host_that_says_it_has_no_projects_at_an_address_that_is_not_there_is_not_believed(
    weeks: Weeks,
) -> None:
    """404 in the forge's own form, night after night: of a whole host it never means that it is gone."""
    weeks.sample.faults.clear()
    weeks.sample.faults.add(Match(path="/(graphql|projects)"), NO_GRAPHQL, times=FOR_EVER)
    for _ in range(3):
        assert listing(weeks) == {KEY: "could_not_look"}
        assert known(weeks) == set(STOCK)


def test_a_project_that_is_deleted_while_the_host_is_listed_by_rest_hides_no_other(
    sample: SampleForge, tmp_path: Path
) -> None:
    many = tuple(made(f"dienst/r{number:02d}", native_id=1000 + number) for number in range(50))
    shown = replace(server(), repositories=many)
    sample.show(World(hosts=(shown,)))
    weeks = Weeks(sample, tmp_path / "data", (account_of(HOST, "", scope=Scope.INSTANCE),))
    refuse_graphql(weeks)

    def deletes(body: bytes) -> bytes:
        sample.show(World(hosts=(replace(shown, repositories=many[1:]),)))
        return body

    sample.faults.add(Match(path="/projects/1019/repository/tree"), Changed(change=deletes))
    assert weeks.night() == {KEY: "complete"}
    assert len(known(weeks)) == 50
