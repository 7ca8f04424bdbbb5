"""A whole GitHub Enterprise Server as one account, through the whole harvester over real HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.model import Scope
from harvester.night import ExitCode
from harvester.outcomes import Complete, CouldNotLook, Partial
from tests.builders import content
from tests.forge.faults import FOR_EVER, Changed, Match, RawAnswer, Reset, Status, Truncate, Wrong
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
from tests.harvester.looking import Clock, account_of, look, opened
from tests.harvester.weeks import Weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

HOST = "git.voorbeeld.example"
WHOLE = account_of(HOST, "", scope=Scope.INSTANCE)
KEY = f"{HOST}/"
ORGANISATIONS = ("dienst", "stad", "leeg", "waterschap")
USERS = ("jan", "niets", "zus")
STOCK = ("dienst/a", "dienst/b", "stad/a", "stad/b", "stad/c", "waterschap/a", "jan/spul", "zus/spul")


def made(path: str, **given: Any) -> Any:
    files = {"README.md": b"# x\n", "publiccode.yml": content("Zaaksysteem", f"https://{HOST}/{path}")}
    return make_repository(HOST, path, **({"files": files} | given))


def server(*more: str) -> Host:
    """Owners in the order in which they are named: organisations, then users."""
    names = (*ORGANISATIONS, *more, *USERS)
    owners = tuple(
        make_owner(
            HOST,
            name,
            OwnerKind.USER if name in USERS else OwnerKind.ORGANISATION,
            native_id=10 * number,
        )
        for number, name in enumerate(names, start=1)
    )
    hidden = made("stad/geheim", visibility=Visibility.PRIVATE)
    shown = (*STOCK, *(f"{name}/nieuw" for name in more))
    return make_host(
        HOST, HostKind.GITHUB, owners=owners, repositories=(*(made(path) for path in shown), hidden)
    )


@pytest.fixture
def sample() -> Iterator[SampleForge]:
    with SampleForge(World(hosts=(server(),))) as sample:
        yield sample


@pytest.fixture
def weeks(sample: SampleForge, tmp_path: Path) -> Weeks:
    weeks = Weeks(sample, tmp_path / "data", (WHOLE,))
    assert weeks.night() == {KEY: "complete"}
    assert known(weeks) == set(STOCK)
    return weeks


def known(weeks: Weeks) -> set[str]:
    return {
        name
        for (name,) in weeks.rows(
            "SELECT full_name FROM store.repository_version WHERE valid_to IS NULL AND state = 'present'"
        )
    }


def why(weeks: Weeks) -> str:
    ((said,),) = weeks.rows("SELECT reason FROM store.account_outcome ORDER BY run_id DESC LIMIT 1")
    return str(said)


def listing(weeks: Weeks, **more: Any) -> dict[str, str]:
    """A week later: every account is listed whole."""
    return weeks.night(timedelta(days=8), **more)


def change(weeks: Weeks, do: Callable[[Host], Host]) -> None:
    weeks.sample.show(weeks.sample.world.with_host(do(weeks.sample.world.host(HOST))))


def without(name: str) -> Callable[[Host], Host]:
    return lambda host: replace(
        host, owners=tuple(replace(o, deleted=True) if o.path == name else o for o in host.owners)
    )


@pytest.mark.parametrize("token", ["sample-token-no-secret", None])
def test_every_public_repository_of_every_organisation_and_user_is_seen_once(
    sample: SampleForge, token: str | None
) -> None:
    client = opened(sample, HOST, Clock(), token=token)
    found = look(client, WHOLE)
    assert found.outcome == Complete(repositories=len(STOCK), files=len(STOCK))
    assert sorted(seen.repository.full_name for page in found.pages for seen in page.observations) == sorted(
        STOCK
    )
    assert {seen.repository.url for seen in found.seen.values()} == {f"https://{HOST}/{p}" for p in STOCK}


def test_owners_without_public_repositories_cost_no_request_each(sample: SampleForge) -> None:
    client = opened(sample, HOST, Clock())
    look(client, WHOLE)
    # Two lists, each counted by one query, and a page of each owner that has something.
    assert (sample.count(kind="rest"), sample.count(kind="graphql")) == (2, 2 + 5)


def test_three_hundred_organisations_cost_little_more_than_their_own_pages() -> None:
    owners = tuple(
        make_owner(HOST, f"o{n:03}", OwnerKind.ORGANISATION, native_id=n + 1) for n in range(300)
    ) + tuple(make_owner(HOST, f"u{n:03}", OwnerKind.USER, native_id=n + 1000) for n in range(250))
    repositories = tuple(make_repository(HOST, f"o{n:03}/r", files={"a": b"a"}) for n in range(300))
    host = make_host(HOST, HostKind.GITHUB, owners=owners, repositories=repositories)
    with SampleForge(World(hosts=(host,))) as sample:
        assert look(opened(sample, HOST, Clock()), WHOLE).outcome == Complete(repositories=300, files=0)
        # A last list of organisations that is full, though it says that it is the last one, is not believed.
        # GitHub's list of users holds the organisations too.
        assert (sample.count(kind="rest"), sample.count(kind="graphql")) == (3 + 1 + 6, 3 + 3 + 300)


def test_owners_that_appear_and_go_away_are_noticed_by_the_next_whole_listing(weeks: Weeks) -> None:
    weeks.sample.show(World(hosts=(server("provincie"),)))
    change(weeks, without("stad"))
    assert listing(weeks) == {KEY: "complete"}
    left = {path for path in STOCK if not path.startswith("stad/")}
    assert known(weeks) == left | {"provincie/nieuw"}
    events = weeks.events()
    assert ("appeared", "provincie/nieuw", None) in events
    assert {name for kind, name, _ in events if kind == "gone"} == {"stad/a", "stad/b", "stad/c"}


def test_a_repository_that_moved_to_another_owner_has_moved_and_is_not_gone(weeks: Weeks) -> None:
    def moved(host: Host) -> Host:
        shown = (replace(r, path="waterschap/c") if r.path == "stad/c" else r for r in host.repositories)
        return replace(host, repositories=tuple(shown))

    change(weeks, moved)
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == {*STOCK, "waterschap/c"} - {"stad/c"}
    assert [kind for kind, *_ in weeks.events()] == ["moved"]


OF_STAD = Match(body='"login": "stad"', kind="graphql")
FAILS: dict[str, tuple[Wrong, str]] = {
    "500": (Status(status=500), "stad: it answered 500"),
    "reset": (Reset(), "stad: no connection"),
    "403": (Status(status=403, body=b'{"message": "Resource protected by organization SAML"}'), "stad: it"),
    "html": (
        RawAnswer(data=b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>"),
        "stad: it answered with",
    ),
    "half": (Truncate(after=10), "stad: its answer broke off"),
}


@pytest.mark.parametrize("name", FAILS)
def test_an_owner_that_fails_makes_the_account_partial_and_takes_nothing_from_the_others(
    weeks: Weeks, name: str
) -> None:
    wrong, sentence = FAILS[name]
    weeks.sample.show(World(hosts=(server("provincie"),)))
    change(weeks, without("zus"))
    weeks.sample.faults.add(OF_STAD, wrong, times=FOR_EVER)
    weeks.sample.faults.add(Match(path="/users/stad/repos"), wrong, times=FOR_EVER)
    assert listing(weeks) == {KEY: "partial"}
    assert weeks.code is ExitCode.PARTIAL
    assert known(weeks) == {*STOCK, "provincie/nieuw"}  # the others were seen; nothing is gone, not even zus
    assert f"did not show 1 owner whole: {sentence}" in why(weeks)
    weeks.sample.faults.clear()
    assert weeks.night() == {KEY: "complete"}
    assert known(weeks) == {*STOCK, "provincie/nieuw"} - {"zus/spul"}


def test_a_list_of_owners_that_fails_leaves_everything_as_it_was(weeks: Weeks) -> None:
    for status in (404, 403, 500, 502, 410):
        for path in ("/organizations", "/users\\?"):
            wrong = Status(status=status, body=b'{"message": "No"}')
            weeks.sample.faults.add(Match(path=path), wrong, times=FOR_EVER)
            assert listing(weeks)[KEY] in {"partial", "could_not_look"}
            assert known(weeks) == set(STOCK)
            weeks.sample.faults.clear()
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == set(STOCK)


def test_an_owner_that_the_forge_says_is_not_there_is_gone(weeks: Weeks) -> None:
    """It stands in the list, and is away when its turn comes."""

    def lists_it_still(body: bytes) -> bytes:
        return json.dumps([*json.loads(body), {"login": "weg", "id": 35}]).encode()

    weeks.sample.faults.add(Match(path="/organizations"), Changed(change=lists_it_still))
    assert listing(weeks) == {KEY: "complete"}
    assert known(weeks) == set(STOCK)


def spoiled(number: int, **fields: Any) -> Changed:
    """The list with other fields in one of its items; None: with null for it."""

    def spoil(body: bytes) -> bytes:
        items = json.loads(body)
        items[number] = {**items[number], **fields} if fields else None
        return json.dumps(items).encode()

    return Changed(change=spoil)


@pytest.mark.parametrize("fields", [{}, {"login": 7}, {"id": "20"}, {"id": None}, {"login": None}])
def test_an_owner_that_cannot_be_named_is_told_and_nothing_is_concluded(
    weeks: Weeks, fields: dict[str, Any]
) -> None:
    weeks.sample.faults.add(Match(path="/organizations"), spoiled(1, **fields), times=FOR_EVER)
    assert listing(weeks) == {KEY: "partial"}
    assert known(weeks) == set(STOCK)
    assert "did not show 1 owner whole: an owner without a name" in why(weeks)


def test_a_list_of_owners_that_repeats_itself_ends(weeks: Weeks) -> None:
    page = [{"login": name, "id": number} for number, name in enumerate(ORGANISATIONS, start=1)] * 50
    always = Changed(change=lambda _: json.dumps(page).encode())
    weeks.sample.faults.add(Match(path="/organizations"), always, times=FOR_EVER)
    assert listing(weeks) == {KEY: "partial"}
    assert "a list of owners that does not go on" in why(weeks)
    assert known(weeks) == set(STOCK)


def test_a_server_on_which_no_owner_can_be_read_is_left_in_time() -> None:
    owners = tuple(make_owner(HOST, f"o{n:03}", OwnerKind.ORGANISATION, native_id=n + 1) for n in range(40))
    repositories = tuple(make_repository(HOST, f"o{n:03}/r") for n in range(40))
    host = make_host(HOST, HostKind.GITHUB, owners=owners, repositories=repositories)
    with SampleForge(World(hosts=(host,))) as sample:
        sample.faults.add(Match(kind="graphql", body="OwnerPage"), Status(status=500), times=FOR_EVER)
        client = opened(sample, HOST, Clock(), tries=2)
        assert isinstance(look(client, WHOLE).outcome, CouldNotLook)
        assert sample.count() < 60


def test_a_server_that_goes_down_halfway_is_gone_on_with_where_it_was(weeks: Weeks) -> None:
    weeks.sample.faults.add(Match(skip=4), Reset(), times=FOR_EVER)
    assert listing(weeks) == {KEY: "partial"}
    weeks.sample.faults.clear()
    assert weeks.night() == {KEY: "complete"}
    asked = {json.loads(each.body)["variables"].get("login") for each in weeks.sample.log if each.body}
    assert "dienst" not in asked
    assert known(weeks) == set(STOCK)


def test_wherever_a_look_is_cut_off_the_next_one_goes_on(sample: SampleForge) -> None:
    client = opened(sample, HOST, Clock(), page_size=1)
    whole = look(client, WHOLE)
    assert len(whole.pages) > len(STOCK)
    names = [seen.repository.full_name for page in whole.pages for seen in page.observations]
    for number, page in enumerate(whole.pages[:-1], start=1):
        before = [seen.repository.full_name for p in whole.pages[:number] for seen in p.observations]
        rest = look(opened(sample, HOST, Clock(), page_size=1), WHOLE, page.cursor)
        after = [seen.repository.full_name for p in rest.pages for seen in p.observations]
        assert before + after == names
        assert isinstance(rest.outcome, Complete)


def test_what_was_not_seen_before_the_cut_is_not_forgotten_after_it(sample: SampleForge) -> None:
    sample.faults.add(OF_STAD, Status(status=500), times=FOR_EVER)
    first = look(opened(sample, HOST, Clock()), WHOLE)
    sample.faults.clear()
    cut = next(page.cursor for page in first.pages if page.cursor and "!" in page.cursor)
    outcome = look(opened(sample, HOST, Clock()), WHOLE, cut).outcome
    assert isinstance(outcome, Partial)
    assert "told in an earlier run" in outcome.reason.en


def test_an_owner_that_only_rest_knows_is_read_by_rest(sample: SampleForge) -> None:
    def hides(body: bytes) -> bytes:
        return json.dumps({"data": {"repositoryOwner": None}}).encode()

    sample.faults.add(OF_STAD, Changed(change=hides), times=FOR_EVER)
    found = look(opened(sample, HOST, Clock()), WHOLE)
    assert found.outcome == Complete(repositories=len(STOCK), files=len(STOCK))


def test_a_quiet_night_asks_who_is_there_and_what_was_pushed(weeks: Weeks) -> None:
    assert weeks.night(timedelta(hours=1)) == {KEY: "swept"}
    # Two lists, two counts, and one question about all five owners that have something.
    assert (weeks.sample.count(kind="rest"), weeks.sample.count(kind="graphql")) == (2, 3)
    assert weeks.events() == []


def pushed(weeks: Weeks, path: str, **changes: Any) -> None:
    def push(host: Host) -> Host:
        shown = (
            replace(r, pushed_at=weeks.clock(), **changes) if r.path == path else r for r in host.repositories
        )
        return replace(host, repositories=tuple(shown))

    change(weeks, push)


def test_a_push_anywhere_is_seen_the_same_night(weeks: Weeks) -> None:
    for path in ("zus/spul", "stad/c"):
        pushed(weeks, path, files={"publiccode.yml": content("Nieuw", f"https://{HOST}/{path}")})
    assert weeks.night(timedelta(hours=1)) == {KEY: "swept"}
    assert [event for event in weeks.events() if event[0] == "file_changed"] == [
        ("file_changed", "stad/c", "publiccode.yml"),
        ("file_changed", "zus/spul", "publiccode.yml"),
    ]
    assert weeks.requests == 6


def test_a_new_owner_is_swept_and_one_that_vanished_makes_a_listing(weeks: Weeks) -> None:
    host = weeks.sample.world.host(HOST)
    owner = make_owner(HOST, "provincie", OwnerKind.ORGANISATION, native_id=990)
    new = made("provincie/nieuw", pushed_at=weeks.clock())
    shown = replace(host, owners=(*host.owners, owner), repositories=(*host.repositories, new))
    weeks.sample.show(World(hosts=(shown,)))
    assert weeks.night(timedelta(hours=1)) == {KEY: "swept"}
    assert known(weeks) == {*STOCK, "provincie/nieuw"}
    change(weeks, without("provincie"))
    assert weeks.night(timedelta(hours=1)) == {KEY: "complete"}
    assert known(weeks) == set(STOCK)


SWEEP_FAILS: dict[str, tuple[Match, Wrong]] = {
    "list": (Match(path="/organizations"), Status(status=500)),
    "list 404": (Match(path="/users\\?"), Status(status=404, body=b'{"message": "Not Found"}')),
    "question": (Match(body="query Sweep"), Status(status=500)),
    "count": (Match(body="query Count"), Status(status=500)),
    "nameless": (Match(path="/organizations"), spoiled(1, login=7)),
    "owner away": (Match(body="query Sweep"), Changed(change=lambda body: body.replace(b'"o0":{', b'"x":{'))),
}


@pytest.mark.parametrize("name", SWEEP_FAILS)
def test_a_sweep_of_a_server_that_fails_loses_no_push(weeks: Weeks, name: str) -> None:
    match, wrong = SWEEP_FAILS[name]
    new = {"publiccode.yml": content("Nieuw", f"https://{HOST}/stad/c")}
    pushed(weeks, "stad/c", files=new)
    weeks.sample.faults.add(match, wrong, times=FOR_EVER)
    weeks.night(timedelta(hours=1))
    assert known(weeks) == set(STOCK)
    weeks.sample.faults.clear()
    weeks.night(timedelta(hours=1))
    changed = weeks.rows("SELECT count(*) FROM store.event WHERE kind = 'file_changed'")
    assert changed == [(1,)]
