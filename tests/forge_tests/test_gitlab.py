from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import requests
from gitlab import GitlabAuthenticationError, GitlabGetError, GitlabHttpError

from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN, Limits
from tests.forge.objects import object_id
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.forge_tests.conftest import ask_gitlab

if TYPE_CHECKING:
    from tests.forge_tests.conftest import GitLabClient

GROUP = """
query($path: ID!, $first: Int, $after: String, $deep: Boolean = true) {
  queryComplexity { score limit }
  group(fullPath: $path) { projects(includeSubgroups: $deep, first: $first, after: $after) {
    count pageInfo { hasNextPage endCursor } nodes { fullPath webUrl } } }
}
"""
PROJECT = """
query($path: ID!) { project(fullPath: $path) { id repository { empty rootRef
  lastCommit { sha author { bot } }
  blobs(paths: ["publiccode.yml", "LEESMIJ.md", "weg"]) { nodes {
    path oid size mode rawTextBlob base64EncodedBlob } }
  tree { blobs { nodes { name sha } } trees { nodes { name } } submodules { nodes { name } } }
  docs: tree(path: "docs") { blobs { nodes { path } } }
  all: tree(recursive: true) { blobs { nodes { path } } } } } }
"""
ZAKEN = "provincie/zaaksysteem"


def gitlab(*, repositories: int = 0, user: bool = False, **given: Any) -> World:
    kind = OwnerKind.USER if user else OwnerKind.GROUP
    owners = (make_owner("gitlab.com", "o", kind),)
    names = [f"r{number:03}" for number in range(repositories)] or ["r"]
    made = tuple(make_repository("gitlab.com", f"o/{name}", **given) for name in names)
    return World(hosts=(make_host("gitlab.com", HostKind.GITLAB, owners=owners, repositories=made),))


@pytest.mark.parametrize(("deep", "paths"), [(True, {ZAKEN, "provincie/team-data/leeg"}), (False, {ZAKEN})])
def test_a_group_lists_its_projects_with_or_without_subgroups(
    sample_forge: SampleForge, gitlab_client: GitLabClient, deep: bool, paths: set[str]
) -> None:
    found = ask_gitlab(gitlab_client(sample_forge), GROUP, path="Provincie", deep=deep)["data"]["group"][
        "projects"
    ]
    assert {node["fullPath"] for node in found["nodes"]} == paths
    assert {node["webUrl"] for node in found["nodes"]} == {f"https://gitlab.com/{path}" for path in paths}


def test_nobody_in_particular_sees_public_projects(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    found = ask_gitlab(gitlab_client(sample_forge, None), GROUP, path="provincie")["data"]
    assert (found["group"]["projects"]["count"], found["queryComplexity"]["limit"]) == (2, 200)


def test_a_token_that_may_sees_private_projects(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    found = ask_gitlab(gitlab_client(sample_forge, PRIVATE_TOKEN), GROUP, path="provincie")["data"]
    assert (found["group"]["projects"]["count"], found["queryComplexity"]["limit"]) == (3, 250)


def test_a_group_that_is_not_there_is_null_without_an_error(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    found = ask_gitlab(gitlab_client(sample_forge), GROUP, path="niemand")
    assert found["data"]["group"] is None
    assert "errors" not in found


def test_a_project_is_told_with_its_tree_and_its_blobs(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    found = ask_gitlab(gitlab_client(sample_forge), PROJECT, path=ZAKEN)["data"]["project"]["repository"]
    blobs = {node["path"]: node for node in found["blobs"]["nodes"]}
    assert set(blobs) == {"publiccode.yml", "LEESMIJ.md"}
    text = blobs["publiccode.yml"]["rawTextBlob"].encode()
    assert blobs["publiccode.yml"]["oid"] == object_id("blob", text)
    assert blobs["LEESMIJ.md"]["mode"] == "120000"
    assert [node["name"] for node in found["tree"]["trees"]["nodes"]] == ["docs"]
    assert [node["path"] for node in found["docs"]["blobs"]["nodes"]] == ["docs/start.md"]
    assert len(found["all"]["blobs"]["nodes"]) == 4


def test_an_empty_project_has_neither_branch_nor_tree(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    client = gitlab_client(sample_forge)
    found = ask_gitlab(client, PROJECT, path="provincie/team-data/leeg")["data"]["project"]["repository"]
    assert (found["empty"], found["rootRef"], found["lastCommit"], found["tree"]) == (True, None, None, None)


def test_pages_bring_every_project_once_and_never_more_than_a_hundred(gitlab_client: GitLabClient) -> None:
    with SampleForge(gitlab(repositories=130)) as forge:
        client, seen, after = gitlab_client(forge), [], None
        for expected in (100, 30):
            page = ask_gitlab(client, GROUP, path="o", first=500, after=after)["data"]["group"]["projects"]
            assert len(page["nodes"]) == expected
            seen += [node["fullPath"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
    assert len(set(seen)) == 130


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ('namespacePath: "o"', 2),
        ('fullPaths: ["O/R000"]', 1),
        ('ids: ["gid://gitlab/Project/1"]', 0),
        ("archived: ONLY", 0),
        ('search: "r001"', 1),
        ('topics: ["geo"]', 2),
        ('namespacePath: "niemand"', 0),
    ],
)
def test_projects_are_found_in_several_ways(gitlab_client: GitLabClient, arguments: str, count: int) -> None:
    with SampleForge(gitlab(repositories=2, user=True, topics=("geo",))) as forge:
        found = ask_gitlab(gitlab_client(forge), f"{{ projects({arguments}, first: 9) {{ count }} }}")
        assert found["data"]["projects"]["count"] == count
        assert (
            ask_gitlab(gitlab_client(forge), GROUP, path="o")["data"]["group"] is None
        )  # a user is no group


def test_too_complex_a_query_is_refused_in_gitlabs_words(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    asked = (f'p{number}: blobs(paths: ["a", "b", "c"]) {{ nodes {{ oid }} }}' for number in range(12))
    project = f"repository {{ {' '.join(asked)} }}"
    query = f'{{ group(fullPath: "provincie") {{ projects(first: 100) {{ nodes {{ {project} }} }} }} }}'
    (error,) = ask_gitlab(gitlab_client(sample_forge), query)["errors"]
    assert error["message"].startswith("Query has complexity of ")
    assert error["message"].endswith("which exceeds max complexity of 250")


def test_too_deep_and_too_long_queries_are_refused(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    deep = '{ project(fullPath: "provincie/zaaksysteem") {' + "forkedFrom {" * 20 + "id" + "}" * 22
    (error,) = ask_gitlab(gitlab_client(sample_forge), deep)["errors"]
    assert error["message"] == "Query has depth of 22, which exceeds max depth of 20"
    (error,) = ask_gitlab(gitlab_client(sample_forge), "{ metadata { version } }" + "#" * 10_000)["errors"]
    assert error["message"] == "Query too large"


@pytest.mark.parametrize(
    "query", ["{ project {", "{ shoeSize }", '{ projects(after: "x", first: 1) { count } }']
)
def test_a_wrong_query_is_answered_with_errors(
    sample_forge: SampleForge, gitlab_client: GitLabClient, query: str
) -> None:
    assert ask_gitlab(gitlab_client(sample_forge), query)["errors"]


def test_rest_lists_a_groups_projects_each_once(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    group = gitlab_client(sample_forge).groups.get("provincie")
    listed = list(group.projects.list(include_subgroups=True, with_shared=False, iterator=True, per_page=1))
    assert {project.path_with_namespace for project in listed} == {ZAKEN, "provincie/team-data/leeg"}
    assert [inner.full_path for inner in group.subgroups.list(get_all=True)] == ["provincie/team-data"]


def test_rest_gives_exact_bytes_of_a_file(gitlab_client: GitLabClient) -> None:
    body = b"caf\xe9\x00\r\n"
    with SampleForge(gitlab(files={"docs/publiccode.yml": body})) as forge:
        project = gitlab_client(forge).projects.get("o/r")
        assert project.files.raw(file_path="docs/publiccode.yml", ref="HEAD") == body
        described = project.files.get("docs/publiccode.yml", ref="main")
        assert (described.decode(), described.blob_id) == (body, object_id("blob", body))
        assert project.repository_raw_blob(object_id("blob", body)) == body


def test_rest_lists_a_tree_in_pages(sample_forge: SampleForge, gitlab_client: GitLabClient) -> None:
    project = gitlab_client(sample_forge).projects.get(ZAKEN)
    listed = project.repository_tree(iterator=True, per_page=2)
    assert [(entry["name"], entry["type"], entry["mode"]) for entry in listed] == [
        ("LEESMIJ.md", "blob", "120000"),
        ("README.md", "blob", "100644"),
        ("docs", "tree", "040000"),
        ("publiccode.yml", "blob", "100644"),
    ]
    assert [entry["path"] for entry in project.repository_tree(path="docs", get_all=True)] == [
        "docs/start.md"
    ]


def test_rest_finds_users_and_their_projects(gitlab_client: GitLabClient) -> None:
    with SampleForge(gitlab(repositories=3, user=True)) as forge:
        (user,) = gitlab_client(forge).users.list(username="o", get_all=True)
        assert len(gitlab_client(forge).users.get(user.id).projects.list(get_all=True)) == 3
        assert gitlab_client(forge).users.list(username="niemand", get_all=True) == []
        with pytest.raises(GitlabGetError):
            gitlab_client(forge).groups.get("o")


def test_the_whole_host_is_listed_by_key(gitlab_client: GitLabClient) -> None:
    with SampleForge(gitlab(repositories=45)) as forge:
        listed = gitlab_client(forge).projects.list(
            pagination="keyset",
            order_by="id",
            iterator=True,
            per_page=20,
            archived=False,
            visibility="public",
        )
        assert len({project.id for project in listed}) == 45
        assert forge.count() == 3
        with pytest.raises(GitlabHttpError):
            gitlab_client(forge).http_get(
                "/projects", query_data={"pagination": "keyset", "order_by": "name"}
            )


def test_a_renamed_project_is_redirected(small_world: World, gitlab_client: GitLabClient) -> None:
    world = small_world.changed("gitlab.com", ZAKEN, renamed_from=("provincie/oud",))
    with SampleForge(world) as forge:
        assert gitlab_client(forge).projects.get("provincie/oud").path_with_namespace == ZAKEN


@pytest.mark.parametrize(
    "path",
    [
        "/projects/provincie%2Fgeheim",
        "/projects/7",
        "/groups/niemand",
        "/users/niemand/projects",
        "/users/7",
        "/projects/provincie%2Fzaaksysteem/repository/files/weg/raw",
        "/projects/provincie%2Fzaaksysteem/repository/files/README.md?ref=other",
        "/projects/provincie%2Fzaaksysteem/repository/tree?ref=other",
        "/projects/provincie%2Fzaaksysteem/repository/tree?path=weg",
        "/projects/provincie%2Fteam-data%2Fleeg/repository/tree",
        "/projects/provincie%2Fzaaksysteem/dingen",
        "/groups/provincie/dingen",
        "/dingen",
    ],
)
def test_what_is_not_there_or_not_to_be_seen_is_404(sample_forge: SampleForge, path: str) -> None:
    answer = requests.get(f"{sample_forge.api_url('gitlab.com')}/api/v4{path}", timeout=5)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/json")


def test_an_unknown_token_is_refused_by_both_apis(
    sample_forge: SampleForge, gitlab_client: GitLabClient
) -> None:
    client = gitlab_client(sample_forge, "sample-token-unknown")
    with pytest.raises(GitlabAuthenticationError):
        client.projects.get(ZAKEN)
    with pytest.raises(GitlabAuthenticationError):
        ask_gitlab(client, GROUP, path="provincie")


def test_a_private_token_header_is_known_too(sample_forge: SampleForge) -> None:
    url = f"{sample_forge.api_url('gitlab.com')}/api/v4/version"
    assert requests.get(url, timeout=5).status_code == 401
    assert requests.get(url, headers={"Private-Token": PLAIN_TOKEN}, timeout=5).json()["version"] == "19.4.0"


def test_who_asks_too_often_is_told_when_to_come_back(small_world: World) -> None:
    now = [1_800_000_000.0]
    limits = {"gitlab.com": Limits(anonymous_requests=1, window_seconds=60)}
    with SampleForge(small_world, limits=limits, clock=lambda: now[0]) as forge:
        url = f"{forge.api_url('gitlab.com')}/api/v4/projects"
        assert requests.get(url, timeout=5).headers["RateLimit-Remaining"] == "0"
        now[0] += 20
        refused = requests.get(url, timeout=5)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
        now[0] += 40
        assert requests.get(url, timeout=5).status_code == 200


def test_an_unchanged_answer_is_304(sample_forge: SampleForge) -> None:
    url = f"{sample_forge.api_url('gitlab.com')}/api/v4/groups/provincie"
    tag = requests.get(url, timeout=5).headers["ETag"]
    assert requests.get(url, headers={"If-None-Match": tag}, timeout=5).status_code == 304
    assert requests.post(url, timeout=5).status_code == 405


def test_a_private_group_is_not_there(small_world: World, gitlab_client: GitLabClient) -> None:
    host = small_world.host("gitlab.com")
    deleted = tuple(replace(owner, deleted=True) for owner in host.owners)
    with SampleForge(small_world.with_host(replace(host, owners=deleted))) as forge:
        assert ask_gitlab(gitlab_client(forge), GROUP, path="provincie")["data"]["group"] is None


def test_a_project_tells_its_languages_releases_and_parent(gitlab_client: GitLabClient) -> None:
    query = """{ project(fullPath: "o/r") { isForked forkedFrom { fullPath }
        languages { name share } releases { count nodes { tagName } } } }"""
    with SampleForge(gitlab(languages={"Go": 3, "C": 1}, fork_of="elders/bron")) as forge:
        found = ask_gitlab(gitlab_client(forge), query)["data"]["project"]
        assert found == {
            "isForked": True,
            "forkedFrom": {"fullPath": "elders/bron"},
            "languages": [{"name": "Go", "share": 75.0}, {"name": "C", "share": 25.0}],
            "releases": {"count": 0, "nodes": []},
        }
        project = gitlab_client(forge).projects.get("o/r")
        assert project.languages() == {"Go": 75.0, "C": 25.0}
        assert project.forked_from_project["path_with_namespace"] == "elders/bron"
        assert len(project.commits.list(get_all=True)) == 1
        assert project.releases.list(get_all=True) == []
