"""GitHub accounts, read by the real client over real HTTP from a sample forge."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from harvester.forges.candidates import is_blob
from harvester.model import Release, Scope
from harvester.observations import RequestCount
from harvester.outcomes import AccountGone, Complete, CouldNotLook, Partial
from harvester.reasons import NOT_THERE, Reason
from tests.forge.limits import PRIVATE_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import Release as MadeRelease
from tests.forge.world import Visibility, World
from tests.forge.world_generator import generated
from tests.harvester.looking import FILE, Clock, Looked, account_of, look, opened, world_of

HOST = "github.com"
ACCOUNT = account_of(HOST, "gemeente")
RELEASES = (MadeRelease(tag="v1.0", published_at=datetime(2025, 3, 1), name="Een"),)  # noqa: DTZ001 - as a world has it
BOTH = pytest.mark.parametrize("token", ["sample-token-no-secret", None], ids=["graphql", "rest"])


def looked(
    world: World, path: str = "gemeente", *, token: str | None = "sample-token-no-secret", **given: Any
) -> Looked:
    clock = Clock()
    with SampleForge(world, clock=clock.seconds) as sample:
        return look(opened(sample, HOST, clock, token=token), account_of(HOST, path, **given))


def one(**given: Any) -> World:
    return world_of(HOST, "gemeente/zaak", **given)


@BOTH
def test_a_repository_is_read_with_its_listing_and_its_file(token: str | None) -> None:
    world = one(
        native_id=77,
        files={"publiccode.yml": FILE, "README.md": b"# Zaak\n", "docs/a.md": b"a\n"},
        symlinks={"LEESMIJ.md": "README.md"},
        submodules={"module": "a" * 40},
        description="Zaken",
        homepage="https://example.nl/zaak",
        licence="EUPL-1.2",
        languages={"Python": 10, "HTML": 5},
        topics=("zaken",),
        stars=12,
        forks=3,
    )
    found = looked(world, token=token)
    (seen,) = found.seen.values()
    repository = seen.repository
    assert found.outcome == Complete(repositories=1, files=1)
    assert (repository.native_id, repository.full_name) == ("77", "gemeente/zaak")
    assert repository.url == "https://github.com/gemeente/zaak"
    assert repository.homepage_url == "https://example.nl/zaak"
    assert (repository.description, repository.licence_spdx) == ("Zaken", "EUPL-1.2")
    assert (repository.stars, repository.forks, repository.topics) == (12, 3, ("zaken",))
    assert (repository.default_branch, repository.primary_language) == ("main", "Python")
    assert {entry.name: entry.kind for entry in repository.root_files} == {
        "LEESMIJ.md": "symlink",
        "README.md": "file",
        "docs": "directory",
        "module": "submodule",
        "publiccode.yml": "file",
    }
    (file,) = seen.files
    assert (file.path, file.content) == ("publiccode.yml", FILE)
    assert is_blob(file.content, file.git_oid)
    assert repository.head_oid is not None
    assert repository.head_committed_at is not None
    assert "127.0.0.1" not in repr(found)


@BOTH
@pytest.mark.parametrize("name", ["publiccode.yml", "publiccode.yaml", "PublicCode.YML", "PUBLICCODE.yaml"])
def test_any_spelling_is_found_in_the_listing(name: str, token: str | None) -> None:
    (seen,) = looked(one(files={name: FILE}), token=token).seen.values()
    assert [(file.path, file.content) for file in seen.files] == [(name, FILE)]


def test_odd_spellings_cost_one_request_a_page() -> None:
    clock = Clock()
    world = world_of(HOST, *(f"gemeente/r{n}" for n in range(20)), files={"Publiccode.yml": FILE})
    with SampleForge(world) as sample:
        client = opened(sample, HOST, clock)
        assert look(client, ACCOUNT).outcome == Complete(repositories=20, files=20)
        assert [(count.kind, count.sent) for count in client.requests()] == [("graphql", 2)]


@BOTH
def test_both_spellings_in_one_repository_are_both_kept(token: str | None) -> None:
    world = one(files={"publiccode.yml": FILE, "publiccode.yaml": b"name: ander\n"})
    (seen,) = looked(world, token=token).seen.values()
    assert {file.path: file.content for file in seen.files} == {
        "publiccode.yml": FILE,
        "publiccode.yaml": b"name: ander\n",
    }


@BOTH
@pytest.mark.parametrize(
    "content",
    [
        "naam: café\n".encode("latin-1"),
        "naam: café\n".encode("utf-16"),
        b"\xef\xbb\xbfname: bom\n",
        b"name: \0\n",
        b"name: a\r\nurl: b\r\n",
        b"",
        b"# " + b"x" * 300_000,
    ],
    ids=["latin-1", "utf-16", "bom", "nul", "crlf", "empty", "large"],
)
def test_odd_bytes_arrive_exactly(content: bytes, token: str | None) -> None:
    (seen,) = looked(one(files={"publiccode.yml": content}), token=token).seen.values()
    assert [file.content for file in seen.files] == [content]


@BOTH
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"symlinks": {"publiccode.yml": "docs/publiccode.yml"}}, "is a symbolic link"),
        ({"submodules": {"publiccode.yml": "a" * 40}}, "is a submodule"),
        ({"files": {"publiccode.yml/README.md": b"x"}}, "is a folder"),
        ({"files": {"publiccode.yml": b"#" * (1024 * 1024 + 1)}}, "larger than 1024 KiB"),
    ],
)
def test_what_bears_the_name_but_is_no_file_is_told(
    given: dict[str, Any], reason: str, token: str | None
) -> None:
    (seen,) = looked(one(**given), token=token).seen.values()
    assert seen.files == ()
    (unreadable,) = seen.unreadable
    assert reason in unreadable.reason.en


@BOTH
def test_an_empty_repository_is_one_with_nothing_in_it(token: str | None) -> None:
    found = looked(one(empty=True), token=token)
    (seen,) = found.seen.values()
    assert (seen.repository.is_empty, seen.repository.root_files) == (True, ())
    assert found.outcome == Complete(repositories=1, files=0)


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.INTERNAL])
def test_what_is_not_public_is_never_shown_whatever_a_token_can_see(visibility: Visibility) -> None:
    world = one(visibility=visibility, files={"publiccode.yml": FILE})
    found = looked(world, token=PRIVATE_TOKEN)
    assert (found.seen, found.outcome) == ({}, Complete(repositories=0, files=0))
    alone = looked(world, "gemeente/zaak", token=PRIVATE_TOKEN, scope=Scope.REPOSITORY)
    assert alone.seen == {}
    assert isinstance(alone.outcome, AccountGone)


def test_a_private_parent_of_a_fork_is_not_named() -> None:
    world = world_of(HOST, "gemeente/bron", visibility=Visibility.PRIVATE)
    fork = world_of(HOST, "gemeente/zaak", fork_of="gemeente/bron").hosts[0].repositories
    host = world.hosts[0]
    both = world.with_host(replace(host, repositories=host.repositories + fork))
    (seen,) = looked(both, token=PRIVATE_TOKEN).seen.values()
    assert (seen.repository.is_fork, seen.repository.fork_of_url) == (True, None)


@BOTH
def test_a_user_account_has_more_than_one_page(token: str | None) -> None:
    clock = Clock()
    world = world_of(HOST, *(f"gemeente/r{n:03}" for n in range(120)), kind="user")
    with SampleForge(world, clock=clock.seconds, limits={HOST: Limits(anonymous_requests=1000)}) as sample:
        found = look(opened(sample, HOST, clock, token=token), ACCOUNT)
    assert found.outcome == Complete(repositories=120, files=0)
    assert len(found.seen) == 120


def test_the_newest_tag_stands_in_for_a_release() -> None:
    (seen,) = looked(one(tags=("v1", "v2"), files={"a": b"a"})).seen.values()
    assert seen.repository.newest_release is not None
    assert seen.repository.newest_release.name == "v2"


@BOTH
def test_a_look_goes_on_where_an_earlier_one_stopped(token: str | None) -> None:
    clock = Clock()
    world = world_of(HOST, *(f"gemeente/r{n:02}" for n in range(40)), files={"a": b"a"})
    with SampleForge(world, clock=clock.seconds, limits={HOST: Limits(anonymous_requests=1000)}) as sample:
        client = opened(sample, HOST, clock, token=token, page_size=10)
        whole = look(client, ACCOUNT)
        rest = look(client, ACCOUNT, whole.pages[1].cursor)
    assert len(whole.pages) == 4
    assert rest.pages == whole.pages[2:]


def test_a_cursor_that_is_no_longer_understood_starts_the_listing_again() -> None:
    clock = Clock()
    with SampleForge(one()) as sample:
        found = look(opened(sample, HOST, clock), ACCOUNT, "graphql:nonsense")
    assert found.outcome == Complete(repositories=1, files=0)


def test_a_renamed_account_is_followed() -> None:
    host = one().hosts[0]
    renamed = replace(host.owners[0], renamed_from=("stad",))
    world = one().with_host(replace(host, owners=(renamed,)))
    for token in ("sample-token-no-secret", None):
        assert set(looked(world, "stad", token=token).seen) == {"gemeente/zaak"}


@BOTH
def test_one_repository_alone_is_found_by_a_former_name_too(token: str | None) -> None:
    world = one(renamed_from=("gemeente/oud",), files={"publiccode.yml": FILE})
    for path in ("gemeente/zaak", "gemeente/oud"):
        found = looked(world, path, token=token, scope=Scope.REPOSITORY)
        assert set(found.seen) == {"gemeente/zaak"}
        assert found.outcome == Complete(repositories=1, files=1)


@BOTH
@pytest.mark.parametrize(("path", "scope"), [("niemand", Scope.USER), ("gemeente/x", Scope.REPOSITORY)])
def test_an_account_that_is_not_there_is_gone(path: str, scope: Scope, token: str | None) -> None:
    found = looked(one(), path, token=token, scope=scope)
    assert isinstance(found.outcome, AccountGone)
    assert found.outcome.reason == Reason(
        code=NOT_THERE,
        en=f"github.com says that {path} is not there: 404 Not Found.",
        nl=f"github.com zegt dat {path} er niet is: 404 Not Found.",
    )


def test_a_wrong_token_is_refused_in_our_own_words() -> None:
    outcome = looked(one(), token="wrong").outcome
    assert isinstance(outcome, CouldNotLook)
    assert outcome.reason.en.startswith("github.com refuses access: it answered 401 Unauthorized")
    assert "wrong" not in outcome.reason.en


def test_a_whole_server_cannot_be_listed() -> None:
    for token in ("sample-token-no-secret", None):
        outcome = looked(one(), "", token=token, scope=Scope.INSTANCE).outcome
        assert isinstance(outcome, CouldNotLook)
        assert "name its owners" in outcome.reason.en


def test_without_a_token_the_look_ends_in_time_and_says_when_it_can_go_on() -> None:
    clock = Clock()
    world = world_of(HOST, *(f"gemeente/r{n:03}" for n in range(90)), files={"a": b"a"})
    with SampleForge(world, clock=clock.seconds) as sample:
        client = opened(sample, HOST, clock, token=None)
        first = look(client, ACCOUNT)
        assert isinstance(first.outcome, Partial)
        assert first.outcome.repositories == 50
        assert first.outcome.retry_at is not None
        clock.now = first.outcome.retry_at.replace(tzinfo=clock.now.tzinfo)
        second = look(client, ACCOUNT, first.pages[-1].cursor)
    assert second.outcome == Complete(repositories=40, files=0)
    assert len(first.seen | second.seen) == 90


def test_an_owner_of_a_thousand_repositories_costs_forty_requests() -> None:
    clock = Clock()
    with SampleForge(generated(owners=1, repositories_per_owner=1000)) as sample:
        client = opened(sample, HOST, clock)
        outcome = look(client, account_of(HOST, "sample-owner-00000")).outcome
        assert isinstance(outcome, Complete)
        assert outcome.repositories == 1000
        (count,) = client.requests()
        assert count == RequestCount(forge=HOST, kind="graphql", sent=40, left=count.left)


@BOTH
def test_the_operator_can_be_reached_and_the_release_is_read(token: str | None) -> None:
    clock = Clock()
    with SampleForge(one(files={"publiccode.yml": FILE}, releases=RELEASES)) as sample:
        client = opened(sample, HOST, clock, token=token, contact="mailto:beheer@example.nl")
        (seen,) = look(client, ACCOUNT).seen.values()
        assert {entry.user_agent for entry in sample.log} == {"herbruik (+mailto:beheer@example.nl)"}
    assert isinstance(seen.repository.newest_release, Release)
    assert seen.repository.newest_release.name == "v1.0"
