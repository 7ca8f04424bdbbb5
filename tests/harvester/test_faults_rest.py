"""What a forge may do wrong where only REST is left, and on the way to a forge."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from harvester.model import Scope
from harvester.outcomes import AccountGone, Complete, CouldNotLook, Partial
from harvester.settings import ForgeSettings
from tests.forge.faults import FOR_EVER, Changed, Match, RawAnswer, Reset, Status, Truncate, Wrong
from tests.forge.limits import Limits
from tests.forge.server import SampleForge
from tests.forge.world import OwnerKind, World, make_owner, make_repository
from tests.harvester.looking import FILE, Clock, Looked, account_of, look, opened, world_of

GITHUB, GITLAB = "github.com", "gitlab.com"
HOSTS = pytest.mark.parametrize("host", [GITHUB, GITLAB])
NO_GRAPHQL = Status(status=404, body=b'{"message": "Not Found"}')
ALL = Complete(repositories=3, files=3)


def looked(
    host: str,
    wrong: Wrong,
    account: str = "eigenaar",
    *,
    times: int = 1,
    scope: Scope = Scope.ORGANISATION,
    **match: Any,
) -> Looked:
    clock = Clock()
    world = world_of(host, "eigenaar/a", "eigenaar/b", "eigenaar/c", files={"publiccode.yml": FILE})
    with SampleForge(world, clock=clock.seconds, limits={GITHUB: Limits(anonymous_requests=500)}) as sample:
        sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        sample.faults.add(Match(kind="rest", **match), wrong, times=times)
        client = opened(sample, host, clock, token=None)
        return look(client, account_of(host, account, scope=scope))


@HOSTS
@pytest.mark.parametrize(
    "wrong",
    [
        Status(status=500),
        Status(status=502),
        Status(status=504),
        Status(status=429, headers={"Retry-After": "3"}),
        Reset(),
        Truncate(after=5),
        Changed(change=lambda body: body[: len(body) // 2]),
        Changed(change=lambda _: b"<html>"),
        Changed(change=lambda _: b"null"),
        Changed(change=lambda _: b'{"message": "odd"}'),
        Changed(change=lambda _: b'["odd"]'),
    ],
)
@pytest.mark.parametrize("path", ["/(repos|projects)\\?", "/tree", "/commits"])
def test_a_fault_that_passes_costs_no_repository(host: str, wrong: Wrong, path: str) -> None:
    found = looked(host, wrong, path=path)
    assert found.outcome == ALL


@HOSTS
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_within_the_host_is_followed_with_its_query(host: str, status: int) -> None:
    moved = RawAnswer(
        data=f"HTTP/1.1 {status} Moved\r\nLocation: {{}}\r\nContent-Length: 0\r\n\r\n".encode().replace(
            b"{}",
            {GITHUB: b"/api/v3/users/eigenaar/repos", GITLAB: b"/api/v4/groups/eigenaar/projects"}[host],
        )
    )
    path = {GITHUB: "/users/eigenaar/repos", GITLAB: "/groups/eigenaar/projects"}[host]
    assert looked(host, moved, path=path).outcome == ALL


@HOSTS
def test_a_redirect_without_end_is_left(host: str) -> None:
    prefix = {GITHUB: "/api/v3/users", GITLAB: "/api/v4/groups"}[host]
    moved = RawAnswer(
        data=f"HTTP/1.1 302 Moved\r\nLocation: {prefix}/x\r\nContent-Length: 0\r\n\r\n".encode()
    )
    outcome = looked(host, moved, times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert "it redirects without end" in outcome.reason.en


def odd(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("host", "change"),
    [
        (GITHUB, odd('"private":false', '"private":null')),
        (GITHUB, odd('"full_name":', '"full_name":1,"x":')),
        (GITLAB, odd('"visibility":"public"', '"visibility":[]')),
        (GITLAB, odd('"path_with_namespace":', '"path_with_namespace":1,"x":')),
    ],
)
def test_an_odd_repository_is_left_out_and_told(host: str, change: Callable[[bytes], bytes]) -> None:
    found = looked(host, Changed(change=change), path="(users/eigenaar/repos|groups/eigenaar/projects)")
    assert isinstance(found.outcome, Partial)
    assert found.outcome.repositories == 2


@HOSTS
@pytest.mark.parametrize("status", [403, 404, 451])
def test_a_root_folder_that_is_not_shown_is_told(host: str, status: int) -> None:
    no = Status(status=status, body=b'{"message": "No"}')
    found = looked(host, no, path="/tree")
    assert isinstance(found.outcome, Partial)
    assert str(status) in found.outcome.reason.en


@HOSTS
def test_a_root_folder_that_is_cut_is_not_taken_for_whole(host: str) -> None:
    def cut(body: bytes) -> bytes:
        return body.replace(b'"truncated":false', b'"truncated":true')

    found = looked(host, Changed(change=cut), path="/tree", times=FOR_EVER)
    assert isinstance(found.outcome, CouldNotLook if host == GITHUB else Complete)


@HOSTS
@pytest.mark.parametrize("wrong", [Status(status=500), Changed(change=lambda _: b"<html>"), Reset()])
def test_one_root_folder_that_cannot_be_had_holds_up_nobody(host: str, wrong: Wrong) -> None:
    clock = Clock()
    world = world_of(
        host, "eigenaar/a", "eigenaar/b", "eigenaar/c", native_id=1, files={"publiccode.yml": FILE}
    )
    numbered = tuple(
        replace(item, native_id=n) for n, item in enumerate(world.hosts[0].repositories, start=71)
    )
    world = World(hosts=(replace(world.hosts[0], repositories=numbered),))
    with SampleForge(world, clock=clock.seconds, limits={GITHUB: Limits(anonymous_requests=500)}) as sample:
        sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        sample.faults.add(Match(path="/(eigenaar/b|72)/.*tree"), wrong, times=FOR_EVER)
        found = look(opened(sample, host, clock, token=None), account_of(host, "eigenaar"))
    assert isinstance(found.outcome, Partial)
    assert sorted(found.seen) == ["eigenaar/a", "eigenaar/c"]


@HOSTS
def test_one_repository_alone_that_is_odd_is_told(host: str) -> None:
    change = {
        GITHUB: odd('"private":false', '"private":0'),
        GITLAB: odd('"visibility":"public"', '"visibility":0'),
    }
    wrong = Changed(change=change[host])
    outcome = looked(host, wrong, "eigenaar/a", scope=Scope.REPOSITORY, times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)


@HOSTS
def test_a_file_that_is_refused_is_told(host: str) -> None:
    no = Status(status=403, body=b'{"message": "No"}')
    found = looked(host, no, path="/(blobs/|files/)", times=FOR_EVER)
    assert found.outcome == ALL
    assert {len(seen.unreadable) for seen in found.seen.values()} == {1}


def test_base64_that_is_none_is_asked_again() -> None:
    found = looked(GITHUB, Changed(change=odd('"content":"', '"content":"%')), path="/blobs/")
    assert found.outcome == ALL
    assert {len(seen.files) for seen in found.seen.values()} == {1}


@HOSTS
def test_a_forge_that_refuses_everything_refuses(host: str) -> None:
    outcome = looked(host, Status(status=403, body=b'{"message": "No"}'), times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert f"{host} refuses access: it answered 403 Forbidden, for eigenaar." in outcome.reason.en


@pytest.mark.parametrize("way", ["graphql", "rest"])
def test_a_group_with_another_path_now_is_followed(way: str) -> None:
    host = world_of(GITLAB, "eigenaar/a").hosts[0]
    renamed = replace(host.owners[0], renamed_from=("vroeger",))
    world = World(hosts=(replace(host, owners=(renamed,)),))
    clock = Clock()
    with SampleForge(world, clock=clock.seconds) as sample:
        if way == "rest":
            sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        found = look(opened(sample, GITLAB, clock), account_of(GITLAB, "vroeger"))
    assert found.outcome == Complete(repositories=1, files=0)


@HOSTS
def test_a_proxy_of_the_environment_is_used_and_bounded_too(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    with SampleForge(world_of(host, "eigenaar/a")) as sample:
        proxy, _, rest = sample.api_url(host).removeprefix("http://").partition("/")
        monkeypatch.setenv("http_proxy", f"http://{proxy}")
        monkeypatch.setenv("no_proxy", "")
        forges = {host: ForgeSettings(api_url=f"http://forge.invalid/{rest}")}
        found = look(opened(sample, host, clock, forges=forges), account_of(host, "eigenaar"))
    assert found.outcome == Complete(repositories=1, files=0)


def test_a_listing_goes_on_as_long_as_the_forge_says_so() -> None:
    """A forge may leave out of a page what may not be shown: a page that is not full is not the last."""
    clock = Clock()
    paths = [f"eigenaar/r{n:03}" for n in range(130)]
    world = world_of(GITHUB, *paths, files={"a": b"a"})
    with SampleForge(world, clock=clock.seconds, limits={GITHUB: Limits(anonymous_requests=500)}) as sample:

        def thinner(body: bytes) -> bytes:
            return json.dumps(json.loads(body)[1:]).encode()

        sample.faults.add(Match(path="/repos\\?"), Changed(change=thinner))
        found = look(opened(sample, GITHUB, clock, token=None), account_of(GITHUB, "eigenaar"))
    assert found.outcome == Complete(repositories=129, files=0)


@pytest.mark.parametrize("way", ["graphql", "rest"])
def test_a_group_and_a_user_that_share_nothing_are_told_apart(way: str) -> None:
    host = world_of(GITLAB, "eigenaar/a").hosts[0]
    user = make_owner(GITLAB, "jan", OwnerKind.USER)
    grown = replace(
        host,
        owners=(*host.owners, user),
        repositories=(*host.repositories, make_repository(GITLAB, "jan/b")),
    )
    clock = Clock()
    with SampleForge(World(hosts=(grown,)), clock=clock.seconds) as sample:
        if way == "rest":
            sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        client = opened(sample, GITLAB, clock)
        assert set(look(client, account_of(GITLAB, "jan")).seen) == {"jan/b"}
        assert set(look(client, account_of(GITLAB, "eigenaar")).seen) == {"eigenaar/a"}
        assert isinstance(look(client, account_of(GITLAB, "piet")).outcome, AccountGone)
