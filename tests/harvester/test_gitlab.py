"""GitLab accounts, read by the real client over real HTTP from a sample forge."""

from dataclasses import replace
from typing import Any

import pytest

from harvester.forges.candidates import is_blob
from harvester.model import Scope
from harvester.outcomes import AccountGone, Complete, CouldNotLook
from harvester.reasons import NOT_THERE, Reason
from tests.forge.faults import FOR_EVER, Match, Status
from tests.forge.limits import PRIVATE_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world import OwnerKind, Visibility, World, make_owner, make_repository
from tests.harvester.looking import FILE, Clock, Looked, account_of, look, opened, world_of

HOST = "gitlab.com"
TOKEN = "sample-token-no-secret"
NO_GRAPHQL = Status(status=404)
WAYS = pytest.mark.parametrize("way", ["graphql", "anonymous", "rest"])


def looked(world: World, path: str = "provincie", *, way: str = "graphql", **given: Any) -> Looked:
    clock = Clock()
    with SampleForge(world, clock=clock.seconds) as sample:
        if way == "rest":
            sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        token = given.pop("token", None if way == "anonymous" else TOKEN)
        client = opened(sample, HOST, clock, token=token)
        return look(client, account_of(HOST, path, **given))


def one(**given: Any) -> World:
    return world_of(HOST, "provincie/kaart", **given)


def tree() -> World:
    """A group with a sub-group that has one too, a project in each."""
    host = one(files={"publiccode.yml": FILE}).hosts[0]
    groups = tuple(make_owner(HOST, path, OwnerKind.GROUP) for path in ("provincie/a", "provincie/a/b"))
    projects = tuple(make_repository(HOST, f"{group.path}/p", files={"a": b"a"}) for group in groups)
    grown = replace(host, owners=host.owners + groups, repositories=host.repositories + projects)
    return one().with_host(grown)


@WAYS
def test_a_repository_is_read_with_its_listing_and_its_file(way: str) -> None:
    world = one(
        native_id=77,
        files={"publiccode.yml": FILE, "README.md": b"# Kaart\n", "docs/a.md": b"a\n"},
        symlinks={"LEESMIJ.md": "README.md"},
        submodules={"module": "a" * 40},
        description="Kaarten",
        topics=("geo",),
        stars=12,
        forks=3,
    )
    found = looked(world, way=way)
    (seen,) = found.seen.values()
    repository = seen.repository
    assert found.outcome == Complete(repositories=1, files=1)
    assert (repository.native_id, repository.full_name) == ("77", "provincie/kaart")
    assert (repository.url, repository.name) == ("https://gitlab.com/provincie/kaart", "kaart")
    assert (repository.description, repository.topics) == ("Kaarten", ("geo",))
    assert (repository.stars, repository.forks, repository.default_branch) == (12, 3, "main")
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


def test_languages_are_told_largest_first() -> None:
    (seen,) = looked(one(languages={"HTML": 5, "Python": 10}, files={"a": b"a"})).seen.values()
    assert seen.repository.languages == ("Python", "HTML")
    assert seen.repository.primary_language == "Python"


@WAYS
@pytest.mark.parametrize("name", ["publiccode.yml", "publiccode.yaml", "PublicCode.YML"])
def test_any_spelling_is_found_in_the_listing(name: str, way: str) -> None:
    (seen,) = looked(one(files={name: FILE}), way=way).seen.values()
    assert [(file.path, file.content) for file in seen.files] == [(name, FILE)]


@WAYS
def test_a_group_is_read_with_its_subgroups_each_project_once(way: str) -> None:
    found = looked(tree(), way=way)
    assert found.outcome == Complete(repositories=3, files=1)
    assert sorted(found.seen) == ["provincie/a/b/p", "provincie/a/p", "provincie/kaart"]


@WAYS
def test_subgroups_may_be_left_out(way: str) -> None:
    assert set(looked(tree(), way=way, subgroups=False).seen) == {"provincie/kaart"}


@WAYS
def test_a_subgroup_can_be_an_account(way: str) -> None:
    assert sorted(looked(tree(), "provincie/a", way=way).seen) == ["provincie/a/b/p", "provincie/a/p"]


@WAYS
def test_a_whole_host_can_be_an_account(way: str) -> None:
    found = looked(tree(), "", way=way, scope=Scope.INSTANCE)
    assert found.outcome == Complete(repositories=3, files=1)


@WAYS
@pytest.mark.parametrize("scope", [Scope.USER, Scope.ORGANISATION])
def test_a_user_can_be_an_account_even_when_called_a_group(way: str, scope: Scope) -> None:
    world = world_of(HOST, "jan/kaart", kind="user", files={"publiccode.yml": FILE})
    found = looked(world, "jan", way=way, scope=scope)
    assert found.outcome == Complete(repositories=1, files=1)


@WAYS
def test_one_repository_can_be_an_account_under_a_former_name_too(way: str) -> None:
    world = one(renamed_from=("provincie/oud",), files={"publiccode.yml": FILE})
    for path in ("provincie/kaart", "provincie/oud"):
        found = looked(world, path, way=way, scope=Scope.REPOSITORY)
        assert found.outcome == Complete(repositories=1, files=1)
        assert set(found.seen) == {"provincie/kaart"}


@WAYS
@pytest.mark.parametrize(
    "content",
    ["naam: café\n".encode("latin-1"), b"\xef\xbb\xbfname: bom\n", b"name: \0\n", b"a\r\nb\r\n", b""],
    ids=["latin-1", "bom", "nul", "crlf", "empty"],
)
def test_odd_bytes_arrive_exactly(content: bytes, way: str) -> None:
    (seen,) = looked(one(files={"publiccode.yml": content}), way=way).seen.values()
    assert [file.content for file in seen.files] == [content]


@WAYS
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"symlinks": {"publiccode.yml": "docs/publiccode.yml"}}, "is a symbolic link"),
        ({"submodules": {"publiccode.yml": "a" * 40}}, "is a submodule"),
        ({"files": {"publiccode.yml/README.md": b"x"}}, "is a folder"),
    ],
)
def test_what_bears_the_name_but_is_no_file_is_told(given: dict[str, Any], reason: str, way: str) -> None:
    (seen,) = looked(one(**given), way=way).seen.values()
    assert seen.files == ()
    (unreadable,) = seen.unreadable
    assert reason in unreadable.reason.en


@WAYS
def test_a_file_behind_more_than_a_hundred_others_is_found(way: str) -> None:
    files = {f"a{n:03}.txt": b"a" for n in range(250)} | {"publiccode.yml": FILE}
    (seen,) = looked(one(files=files), way=way).seen.values()
    assert len(seen.repository.root_files) == 251
    assert [file.path for file in seen.files] == ["publiccode.yml"]


@WAYS
def test_an_empty_repository_is_one_with_nothing_in_it(way: str) -> None:
    found = looked(one(empty=True), way=way)
    (seen,) = found.seen.values()
    assert (seen.repository.is_empty, seen.repository.root_files) == (True, ())


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.INTERNAL])
@pytest.mark.parametrize("way", ["graphql", "rest"])
def test_what_is_not_public_is_never_shown_whatever_a_token_can_see(visibility: Visibility, way: str) -> None:
    world = one(visibility=visibility, files={"publiccode.yml": FILE})
    found = looked(world, way=way, token=PRIVATE_TOKEN)
    assert (found.seen, found.outcome) == ({}, Complete(repositories=0, files=0))
    alone = looked(world, "provincie/kaart", way=way, token=PRIVATE_TOKEN, scope=Scope.REPOSITORY)
    assert (alone.seen, isinstance(alone.outcome, AccountGone)) == ({}, True)


@WAYS
@pytest.mark.parametrize(
    ("path", "scope"),
    [("niemand", Scope.ORGANISATION), ("niemand", Scope.USER), ("niemand/x", Scope.REPOSITORY)],
)
def test_an_account_that_is_not_there_is_gone(path: str, scope: Scope, way: str) -> None:
    found = looked(one(), path, way=way, scope=scope)
    assert isinstance(found.outcome, AccountGone)
    assert found.outcome.reason == Reason(
        code=NOT_THERE,
        en=f"gitlab.com says that {path} is not there: 404 Not Found.",
        nl=f"gitlab.com zegt dat {path} er niet is: 404 Not Found.",
    )


def test_a_wrong_token_is_refused_in_our_own_words() -> None:
    outcome = looked(one(), token="wrong").outcome
    assert isinstance(outcome, CouldNotLook)
    assert outcome.reason.en.startswith("gitlab.com refuses access: it answered 401 Unauthorized")


@pytest.mark.parametrize("way", ["graphql", "rest"])
def test_a_look_goes_on_where_an_earlier_one_stopped(way: str) -> None:
    clock = Clock()
    world = world_of(HOST, *(f"provincie/r{n:02}" for n in range(90)), files={"a": b"a"})
    with SampleForge(world, clock=clock.seconds) as sample:
        if way == "rest":
            sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        client = opened(sample, HOST, clock, page_size=10)
        whole = look(client, account_of(HOST, "provincie"))
        rest = look(client, account_of(HOST, "provincie"), whole.pages[1].cursor)
    assert len(whole.pages) == 5
    assert rest.pages == whole.pages[2:]


def test_a_page_that_is_too_complex_is_asked_for_in_smaller_ones() -> None:
    clock = Clock()
    world = world_of(HOST, *(f"provincie/r{n:03}" for n in range(150)), files={"publiccode.yml": FILE})
    with SampleForge(world, clock=clock.seconds) as sample:
        too_much = (
            b'{"errors": [{"message": "Query has complexity of 251, which exceeds max complexity of 250"}]}'
        )
        sample.faults.add(
            Match(kind="graphql", body=r'"first": (100|50),'),
            Status(status=200, body=too_much),
            times=FOR_EVER,
        )
        found = look(opened(sample, HOST, clock, page_size=50), account_of(HOST, "provincie"))
    assert found.outcome == Complete(repositories=150, files=150)
    assert len(found.pages) == 6
    assert clock.slept == []


def test_a_page_of_one_spelling_gets_every_text_once() -> None:
    text = b"name: Zaaksysteem\n" + b"# a line of a comment\n" * 1000
    world = world_of(HOST, "provincie/a", "provincie/b", files={"publiccode.yml": text})
    with SampleForge(world) as sample:
        found = look(opened(sample, HOST, Clock()), account_of(HOST, "provincie"))
        (texts,) = [entry for entry in sample.log if b'"both"' in entry.body]
    assert found.outcome == Complete(repositories=2, files=2)
    once = len(text) * 7 / 3  # as base64 and as text
    assert 2 * once < texts.sent_bytes < 2.2 * once


def test_a_group_of_a_thousand_projects_costs_two_requests_a_page_of_fifty() -> None:
    clock = Clock()
    paths = [f"provincie/r{n:04}" for n in range(1000)]
    host = world_of(HOST, *paths, files={"a": b"a"}).hosts[0]
    described = {f"provincie/r{n:04}" for n in range(0, 1000, 20)}
    repositories = tuple(
        replace(item, files={"publiccode.yml": FILE}) if item.path in described else item
        for item in host.repositories
    )
    world = World(hosts=(replace(host, repositories=repositories),))
    with SampleForge(world, clock=clock.seconds) as sample:
        client = opened(sample, HOST, clock)
        assert look(client, account_of(HOST, "provincie")).outcome == Complete(repositories=1000, files=50)
        (count,) = client.requests()
        assert count.kind == "graphql"
        assert count.sent <= 2 * 1000 / 50
        assert {entry.status for entry in sample.log} == {200}
