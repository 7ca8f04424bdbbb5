from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import requests
from github import BadCredentialsException, GithubException, UnknownObjectException

from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN, Limits
from tests.forge.objects import object_id
from tests.forge.server import SampleForge
from tests.forge.world import Committer, HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.forge_tests.conftest import ask_github

if TYPE_CHECKING:
    from tests.forge.world import Repository
    from tests.forge_tests.conftest import GitHubClient

OWNER_PAGE = """
query($login: String!, $first: Int!, $after: String, $direction: OrderDirection = ASC) {
  rateLimit { cost nodeCount remaining used }
  repositoryOwner(login: $login) {
    __typename login url
    repositories(first: $first, after: $after, orderBy: {field: CREATED_AT, direction: $direction}) {
      totalCount pageInfo { hasNextPage endCursor } nodes { nameWithOwner isPrivate }
    }
  }
}
"""
ONE = """
query($name: String!) {
  repository(owner: "gemeente-voorbeeld", name: $name) {
    nameWithOwner url isEmpty licenseInfo { spdxId } primaryLanguage { name }
    languages(first: 5, orderBy: {field: SIZE, direction: DESC}) { totalSize edges { size node { name } } }
    repositoryTopics(first: 5) { nodes { topic { name } } }
    defaultBranchRef { name target { oid ... on Commit { author { name user { login } } } } }
    root: object(expression: "HEAD:") { oid ... on Tree { entries { name type mode oid size } } }
    yml: object(expression: "HEAD:publiccode.yml") { ... on Blob { oid text byteSize isBinary isTruncated } }
    deep: object(expression: "main:docs") { ... on Tree { entries { path } } }
    missing: object(expression: "HEAD:nothing") { oid }
  }
}
"""


def world_of(*repositories: Repository, kind: OwnerKind = OwnerKind.ORGANISATION) -> World:
    owners = tuple(make_owner("github.com", path, kind) for path in sorted({r.owner for r in repositories}))
    return World(hosts=(make_host("github.com", HostKind.GITHUB, owners=owners, repositories=repositories),))


def test_a_repository_is_told_with_its_tree_and_its_file(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    found = ask_github(github_client(sample_forge), ONE, name="zaaksysteem")["repository"]
    assert found["url"] == "https://github.com/gemeente-voorbeeld/zaaksysteem"
    assert found["licenseInfo"] == {"spdxId": "EUPL-1.2"}
    assert found["primaryLanguage"] == {"name": "Python"}
    assert [(edge["size"], edge["node"]["name"]) for edge in found["languages"]["edges"]] == [
        (9000, "Python"),
        (1000, "HTML"),
    ]
    assert [(e["name"], e["type"], e["mode"]) for e in found["root"]["entries"]] == [
        ("LEESMIJ.md", "blob", 0o120000),
        ("README.md", "blob", 0o100644),
        ("docs", "tree", 0o040000),
        ("publiccode.yml", "blob", 0o100644),
    ]
    assert found["deep"]["entries"] == [{"path": "docs/start.md"}]
    assert found["missing"] is None
    text = found["yml"]["text"].encode()
    assert (found["yml"]["oid"], found["yml"]["byteSize"]) == (object_id("blob", text), len(text))


def test_an_empty_repository_has_neither_branch_nor_tree(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    found = ask_github(github_client(sample_forge), ONE, name="leeg")["repository"]
    assert (found["isEmpty"], found["defaultBranchRef"], found["root"]) == (True, None, None)


def test_an_old_name_leads_to_the_repository(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    found = ask_github(github_client(sample_forge), ONE, name="zaken")["repository"]
    assert found["nameWithOwner"] == "gemeente-voorbeeld/zaaksysteem"


@pytest.mark.parametrize(("token", "names"), [(PLAIN_TOKEN, 2), (PRIVATE_TOKEN, 3)])
def test_private_repositories_are_seen_by_tokens_that_may(
    sample_forge: SampleForge, github_client: GitHubClient, token: str, names: int
) -> None:
    found = ask_github(github_client(sample_forge, token), OWNER_PAGE, login="Gemeente-Voorbeeld", first=10)
    assert found["repositoryOwner"]["repositories"]["totalCount"] == names


def test_pages_bring_every_repository_once(github_client: GitHubClient) -> None:
    names = {f"o/r{number}" for number in range(7)}
    with SampleForge(world_of(*(make_repository("github.com", name) for name in names))) as forge:
        client, seen, after = github_client(forge), [], None
        while True:
            found = ask_github(client, OWNER_PAGE, login="o", first=3, after=after)
            page = found["repositoryOwner"]["repositories"]
            seen += [node["nameWithOwner"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
    assert len(seen) == 7
    assert set(seen) == names


def test_a_user_is_an_owner_too(github_client: GitHubClient) -> None:
    world = world_of(make_repository("github.com", "jan/spul"), kind=OwnerKind.USER)
    with SampleForge(world) as forge:
        found = ask_github(github_client(forge), OWNER_PAGE, login="jan", first=1)["repositoryOwner"]
        assert found["__typename"] == "User"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("isFork: true", ["o/fork"]), ("isArchived: true", ["o/oud"]), ("privacy: PRIVATE", [])],
)
def test_listings_can_be_narrowed(github_client: GitHubClient, arguments: str, expected: list[str]) -> None:
    world = world_of(
        make_repository("github.com", "o/fork", fork_of="elders/bron"),
        make_repository("github.com", "o/oud", archived=True),
    )
    asked = f"repositories(first: 9, {arguments}) {{ nodes {{ nameWithOwner }} }}"
    query = f'{{ organization(login: "o") {{ {asked} }} }}'
    with SampleForge(world) as forge:
        found = ask_github(github_client(forge), query)["organization"]["repositories"]["nodes"]
    assert [node["nameWithOwner"] for node in found] == expected


def test_a_missing_owner_among_others_leaves_the_others_data(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    query = """{ a: repositoryOwner(login: "gemeente-voorbeeld") { login }
                 b: repositoryOwner(login: "weg") { login } }"""
    with pytest.raises(GithubException) as caught:
        ask_github(github_client(sample_forge), query)
    body: dict[str, Any] = caught.value.data
    assert body["data"] == {"a": {"login": "gemeente-voorbeeld"}, "b": None}
    assert [(error["type"], error["path"]) for error in body["errors"]] == [("NOT_FOUND", ["b"])]


def test_nodes_are_found_by_id_and_the_unknown_are_null(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    client = github_client(sample_forge)
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Repository { name } } }"
    listed = '{ repository(owner: "gemeente-voorbeeld", name: "leeg") { id } }'
    identifier = ask_github(client, listed)["repository"]["id"]
    with pytest.raises(GithubException) as caught:
        ask_github(client, query, ids=[identifier, "R_nonsense"])
    body: dict[str, Any] = caught.value.data
    assert body["data"]["nodes"] == [{"id": identifier, "name": "leeg"}, None]
    assert body["errors"][0]["path"] == ["nodes", 1]


@pytest.mark.parametrize(("first", "points", "nodes"), [(100, 2, 10200), (50, 1, 5100)])
def test_points_and_nodes_follow_githubs_rule(
    sample_forge: SampleForge, github_client: GitHubClient, first: int, points: int, nodes: int
) -> None:
    query = """query($first: Int!) { rateLimit { cost nodeCount used }
      repositoryOwner(login: "gemeente-voorbeeld") { repositories(first: $first) { nodes {
        a: repositoryTopics(first: 100) { totalCount } b: languages(first: 1) { totalCount } } } } }"""
    found = ask_github(github_client(sample_forge), query, first=first)["rateLimit"]
    assert found == {"cost": points, "nodeCount": nodes, "used": points}


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ("", "MISSING_PAGINATION_BOUNDARIES"),
        ("(first: 101)", "EXCESSIVE_PAGINATION"),
        ('(first: 1, after: "none")', "INVALID_CURSOR_ARGUMENTS"),
    ],
)
def test_pages_that_github_refuses_are_refused(sample_forge: SampleForge, arguments: str, kind: str) -> None:
    asked = f"repositories{arguments} {{ totalCount }}"
    query = f'{{ repositoryOwner(login: "gemeente-voorbeeld") {{ {asked} }} }}'
    answer = post(sample_forge, {"query": query})
    assert answer.status_code == 200
    assert [error["type"] for error in answer.json()["errors"]] == [kind]


def test_more_than_half_a_million_nodes_are_refused(sample_forge: SampleForge) -> None:
    query = """{ repositoryOwner(login: "gemeente-voorbeeld") { repositories(first: 100) { nodes {
        refs(refPrefix: "refs/tags/", first: 100) { nodes { target {
          ... on Commit { history(first: 60) { totalCount } } } } } } } } }"""
    (error,) = post(sample_forge, {"query": query}).json()["errors"]
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"
    assert "610,100" in error["message"]


def test_an_exhausted_token_is_told_so_with_status_200_until_the_reset(
    small_world: World, github_client: GitHubClient
) -> None:
    now = [1_800_000_000.0]
    limits = {"github.com": Limits(graphql_points=1)}
    with SampleForge(small_world, limits=limits, clock=lambda: now[0]) as forge:
        assert post(forge, {"query": "{ viewer { login } }"}).json()["data"]["viewer"]
        refused = post(forge, {"query": "{ viewer { login } }"})
        assert (refused.status_code, refused.json()["errors"][0]["type"]) == (200, "RATE_LIMITED")
        assert refused.headers["X-RateLimit-Remaining"] == "0"
        assert refused.headers["X-RateLimit-Reset"] == "1800003600"
        now[0] += 3600
        assert ask_github(github_client(forge), "{ viewer { login } }")["viewer"]


def test_without_a_token_graphql_is_refused(sample_forge: SampleForge) -> None:
    answer = requests.post(graphql_url(sample_forge), json={"query": "{ viewer { login } }"}, timeout=5)
    assert answer.status_code == 401


def test_an_unknown_token_is_refused(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    with pytest.raises(BadCredentialsException):
        ask_github(github_client(sample_forge, "sample-token-unknown"), "{ viewer { login } }")


def test_a_field_that_does_not_exist_is_refused(sample_forge: SampleForge) -> None:
    (error,) = post(sample_forge, {"query": "{ viewer { shoeSize } }"}).json()["errors"]
    assert "shoeSize" in error["message"]


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b"{}", 200)])
def test_a_body_that_is_no_query_is_refused(sample_forge: SampleForge, body: bytes, status: int) -> None:
    headers = {"Authorization": f"bearer {PLAIN_TOKEN}"}
    answer = requests.post(graphql_url(sample_forge), data=body, headers=headers, timeout=5)
    assert answer.status_code == status
    assert "errors" in answer.json() or "message" in answer.json()


def test_odd_bytes_lose_their_identity_in_text_and_binary_has_none(github_client: GitHubClient) -> None:
    files = {"publiccode.yml": "naam: café\n".encode("latin-1"), "b": b"a\0b"}
    query = """{ repository(owner: "o", name: "r") {
        a: object(expression: "HEAD:publiccode.yml") { ... on Blob { oid text isBinary } }
        b: object(expression: "HEAD:b") { ... on Blob { oid text isBinary } } } }"""
    with SampleForge(world_of(make_repository("github.com", "o/r", files=files))) as forge:
        found = ask_github(github_client(forge), query)["repository"]
    assert found["a"]["oid"] == object_id("blob", files["publiccode.yml"])
    assert found["a"]["oid"] != object_id("blob", found["a"]["text"].encode())
    assert (found["b"]["text"], found["b"]["isBinary"]) == (None, True)


@pytest.mark.parametrize(
    ("committer", "user"), [(Committer.PERSON, {"login": "sample-person"}), (Committer.BOT, None)]
)
def test_the_author_of_the_head_tells_people_from_bots(
    github_client: GitHubClient, committer: Committer, user: dict[str, str] | None
) -> None:
    world = world_of(make_repository("github.com", "gemeente-voorbeeld/r", committer=committer))
    with SampleForge(world) as forge:
        found = ask_github(github_client(forge), ONE, name="r")["repository"]
    author = found["defaultBranchRef"]["target"]["author"]
    assert author["user"] == user
    assert author["name"].endswith("[bot]") == (committer is Committer.BOT)


def test_a_gone_account_is_not_found(small_world: World, github_client: GitHubClient) -> None:
    host = small_world.host("github.com")
    gone = replace(host, owners=tuple(replace(owner, deleted=True) for owner in host.owners))
    with SampleForge(small_world) as forge:
        forge.show(small_world.with_host(gone))
        with pytest.raises(UnknownObjectException):
            ask_github(github_client(forge), OWNER_PAGE, login="gemeente-voorbeeld", first=1)


def test_introspection_works(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    query = '{ __type(name: "Repository") { fields { name } } }'
    found = ask_github(github_client(sample_forge), query)["__type"]["fields"]
    assert {"name": "isArchived"} in found


def graphql_url(forge: SampleForge) -> str:
    return forge.api_url("github.com").replace("/api/v3", "/api/graphql")


def post(forge: SampleForge, body: dict[str, Any]) -> requests.Response:
    headers = {"Authorization": f"bearer {PLAIN_TOKEN}"}
    return requests.post(graphql_url(forge), data=json.dumps(body), headers=headers, timeout=5)
