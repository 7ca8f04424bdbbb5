from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import requests
from github import GithubException, RateLimitExceededException, UnknownObjectException

from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository

if TYPE_CHECKING:
    from tests.forge_tests.conftest import GitHubClient

FULL_NAME = "gemeente-voorbeeld/zaaksysteem"


def get(forge: SampleForge, path: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(forge.api_url("github.com") + path, headers=named, timeout=5, allow_redirects=False)


def authorized(forge: SampleForge, path: str, **headers: str) -> requests.Response:
    return get(forge, path, Authorization=f"Bearer {PLAIN_TOKEN}", **headers)


def test_an_organisation_and_its_repositories_are_listed(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    organisation = github_client(sample_forge).get_organization("gemeente-voorbeeld")
    assert organisation.html_url == "https://github.com/gemeente-voorbeeld"
    assert {repository.name for repository in organisation.get_repos()} == {"zaaksysteem", "leeg"}
    seeing = github_client(sample_forge, PRIVATE_TOKEN).get_organization("gemeente-voorbeeld")
    assert {repository.name for repository in seeing.get_repos()} == {"zaaksysteem", "leeg", "geheim"}


def test_a_repository_is_told_with_addresses_for_people_at_the_stable_name(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    repository = github_client(sample_forge).get_repo(FULL_NAME)
    assert repository.html_url == f"https://github.com/{FULL_NAME}"
    assert repository.url == f"{sample_forge.api_url('github.com')}/repos/{FULL_NAME}"
    assert repository.license.spdx_id == "EUPL-1.2"
    assert get(sample_forge, f"/repos/{FULL_NAME}/languages").json() == {"Python": 9000, "HTML": 1000}
    assert repository.topics == ["zaakgericht-werken"]


def test_a_file_comes_with_its_exact_bytes(github_client: GitHubClient) -> None:
    body = b"\xff\xfen\x00" * 200
    with SampleForge(_world(files={"publiccode.yml": body})) as forge:
        found = github_client(forge).get_repo("o/r").get_contents("publiccode.yml")
        assert not isinstance(found, list)
        assert found.decoded_content == body
        raw = get(forge, "/repos/o/r/contents/publiccode.yml", Accept="application/vnd.github.raw+json")
        assert raw.content == body


def test_large_files_come_without_content_but_whole_as_a_blob(github_client: GitHubClient) -> None:
    body = b"x" * (1 << 20) + b"y"
    with SampleForge(_world(files={"big": body})) as forge:
        repository = github_client(forge).get_repo("o/r")
        found = repository.get_contents("big")
        assert not isinstance(found, list)
        assert (found.encoding, found.size) == ("none", len(body))
        assert (
            get(forge, f"/repos/o/r/git/blobs/{found.sha}", Accept="application/vnd.github.raw").content
            == body
        )


def test_a_folder_is_a_list_and_a_link_within_the_repository_is_followed(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    repository = github_client(sample_forge).get_repo(FULL_NAME)
    listed = repository.get_contents("")
    assert isinstance(listed, list)
    assert {(entry.name, entry.type) for entry in listed} == {
        ("LEESMIJ.md", "symlink"),
        ("README.md", "file"),
        ("docs", "dir"),
        ("publiccode.yml", "file"),
    }
    followed = repository.get_contents("LEESMIJ.md")
    assert not isinstance(followed, list)
    assert followed.decoded_content == b"# Zaaksysteem\n"


def test_a_link_that_leads_nowhere_is_told_as_a_link() -> None:
    with SampleForge(_world(symlinks={"l": "../weg"})) as forge:
        found = get(forge, "/repos/o/r/contents/l").json()
        assert (found["type"], found["target"]) == ("symlink", "../weg")


def test_a_submodule_is_listed_as_a_file_and_told_as_a_submodule() -> None:
    with SampleForge(_world(submodules={"sub": "a" * 40})) as forge:
        assert [entry["type"] for entry in get(forge, "/repos/o/r/contents/").json()] == ["file"]
        assert get(forge, "/repos/o/r/contents/sub").json()["type"] == "submodule"


def test_a_tree_can_be_had_whole(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    tree = github_client(sample_forge).get_repo(FULL_NAME).get_git_tree("HEAD", recursive=True)
    assert [element.path for element in tree.tree] == [
        "LEESMIJ.md",
        "README.md",
        "docs",
        "docs/start.md",
        "publiccode.yml",
    ]


def test_an_empty_repository_has_no_contents_no_tree_and_no_commits(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    repository = github_client(sample_forge).get_repo("gemeente-voorbeeld/leeg")
    for asked, status in (("contents/", 404), ("git/trees/HEAD", 409), ("commits", 409)):
        assert get(sample_forge, f"/repos/gemeente-voorbeeld/leeg/{asked}").status_code == status
    assert repository.size == 0


def test_a_renamed_repository_is_answered_with_301_and_can_be_followed(
    sample_forge: SampleForge, github_client: GitHubClient
) -> None:
    answer = get(sample_forge, "/repos/gemeente-voorbeeld/zaken?x=1")
    number = get(sample_forge, f"/repos/{FULL_NAME}").json()["id"]
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{sample_forge.api_url('github.com')}/repositories/{number}"
    assert github_client(sample_forge).get_repo("gemeente-voorbeeld/zaken").full_name == FULL_NAME


def test_a_renamed_organisation_is_answered_with_301(small_world: World, github_client: GitHubClient) -> None:
    host = small_world.host("github.com")
    renamed = tuple(replace(owner, renamed_from=("oude-gemeente",)) for owner in host.owners)
    with SampleForge(small_world.with_host(replace(host, owners=renamed))) as forge:
        assert get(forge, "/orgs/oude-gemeente/repos").status_code == 301
        assert github_client(forge).get_organization("oude-gemeente").login == "gemeente-voorbeeld"
        assert get(forge, "/repos/oude-gemeente/leeg").status_code == 301


@pytest.mark.parametrize(
    "path",
    [
        "/orgs/niemand",
        "/users/niemand",
        "/orgs/gemeente-voorbeeld/dingen",
        "/repos/gemeente-voorbeeld/geheim",
        f"/repos/{FULL_NAME}/dingen",
        f"/repos/{FULL_NAME}/contents/weg",
        f"/repos/{FULL_NAME}/contents/README.md?ref=other",
        f"/repos/{FULL_NAME}/git/trees/{'0' * 40}",
        f"/repos/{FULL_NAME}/git/blobs/{'0' * 40}",
        f"/repos/{FULL_NAME}/releases/latest",
        "/repositories/5",
        "/dingen",
    ],
)
def test_what_is_not_there_or_not_to_be_seen_is_404(sample_forge: SampleForge, path: str) -> None:
    answer = get(sample_forge, path)
    assert (answer.status_code, answer.json()["status"]) == (404, "404")


def test_only_reading_is_possible(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("github.com") + f"/repos/{FULL_NAME}"
    assert requests.delete(url, timeout=5).status_code == 404


def test_lists_are_paged_with_links_that_lead_to_every_repository(github_client: GitHubClient) -> None:
    names = [f"r{number}" for number in range(65)]
    world = _many(names, OwnerKind.ORGANISATION)
    with SampleForge(world) as forge:
        listed = [repository.name for repository in github_client(forge).get_organization("o").get_repos()]
        assert sorted(listed) == sorted(names)
        assert forge.count(kind="rest") == 4  # the organisation and pages of 30
        first = get(forge, "/orgs/o/repos?per_page=50")
        assert [*first.links] == ["next", "last"]
        assert [*requests.get(first.links["next"]["url"], timeout=5).links] == ["prev", "first"]


def test_a_user_with_many_repositories_is_listed_once(github_client: GitHubClient) -> None:
    names = [f"r{number:02}" for number in range(65)]
    with SampleForge(_many(names, OwnerKind.USER)) as forge:
        listed = [repository.name for repository in github_client(forge).get_user("o").get_repos()]
        assert listed == names
        assert get(forge, "/orgs/o").status_code == 404


def test_lists_can_be_sorted_by_push() -> None:
    with SampleForge(_many(["a", "b", "c"], OwnerKind.ORGANISATION)) as forge:
        found = get(forge, "/orgs/o/repos?sort=pushed&direction=asc").json()
    assert [repository["pushed_at"] for repository in found] == sorted(r["pushed_at"] for r in found)


def test_the_whole_host_is_listed_from_id_to_id(github_client: GitHubClient) -> None:
    names = [f"r{number}" for number in range(130)]
    with SampleForge(_many(names, OwnerKind.ORGANISATION)) as forge:
        assert {repository.name for repository in github_client(forge).get_repos()} == set(names)


def test_an_unchanged_answer_is_304_and_free_for_a_token(sample_forge: SampleForge) -> None:
    first = authorized(sample_forge, f"/repos/{FULL_NAME}")
    again = authorized(sample_forge, f"/repos/{FULL_NAME}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["X-RateLimit-Remaining"] == first.headers["X-RateLimit-Remaining"]


def test_a_304_without_a_token_is_counted(sample_forge: SampleForge) -> None:
    first = get(sample_forge, f"/repos/{FULL_NAME}")
    again = get(sample_forge, f"/repos/{FULL_NAME}", If_None_Match=first.headers["ETag"])
    assert again.status_code == 304
    assert int(again.headers["X-RateLimit-Remaining"]) == int(first.headers["X-RateLimit-Remaining"]) - 1


def test_a_changed_answer_has_another_tag(sample_forge: SampleForge) -> None:
    first = authorized(sample_forge, f"/repos/{FULL_NAME}")
    sample_forge.show(sample_forge.world.changed("github.com", FULL_NAME, archived=True))
    again = authorized(sample_forge, f"/repos/{FULL_NAME}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.json()["archived"]) == (200, True)


def test_whoever_has_no_token_may_ask_sixty_times(small_world: World, github_client: GitHubClient) -> None:
    with SampleForge(small_world, limits={"github.com": Limits(anonymous_requests=2)}) as forge:
        assert get(forge, "/orgs/gemeente-voorbeeld").headers["X-RateLimit-Limit"] == "2"
        get(forge, "/orgs/gemeente-voorbeeld")
        refused = get(forge, "/orgs/gemeente-voorbeeld")
        assert (refused.status_code, refused.headers["X-RateLimit-Remaining"]) == (403, "0")
        with pytest.raises(RateLimitExceededException):
            github_client(forge, None).get_organization("gemeente-voorbeeld")


def test_the_rate_limit_itself_costs_nothing(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    limits = github_client(sample_forge).get_rate_limit().resources
    assert (limits.core.limit, limits.core.remaining, limits.graphql.limit) == (5000, 5000, 5000)


def test_paths_without_the_prefix_are_served_too(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("github.com").removesuffix("/api/v3")
    assert requests.get(f"{url}/orgs/gemeente-voorbeeld", timeout=5).status_code == 200


def test_a_fork_names_its_parent_though_it_lies_outside(github_client: GitHubClient) -> None:
    with SampleForge(_world(fork_of="elders/bron")) as forge:
        repository = github_client(forge).get_repo("o/r")
        assert (repository.fork, repository.parent.full_name) == (True, "elders/bron")
        with pytest.raises(UnknownObjectException):
            github_client(forge).get_repo("elders/bron")


def test_an_unknown_token_is_bad_credentials(sample_forge: SampleForge, github_client: GitHubClient) -> None:
    with pytest.raises(GithubException) as caught:
        github_client(sample_forge, "sample-token-unknown").get_repo(FULL_NAME)
    assert caught.value.status == 401


def _world(**given: object) -> World:
    owners = (make_owner("github.com", "o", OwnerKind.ORGANISATION),)
    repositories = (make_repository("github.com", "o/r", **given),)
    return World(hosts=(make_host("github.com", HostKind.GITHUB, owners=owners, repositories=repositories),))


def _many(names: list[str], kind: OwnerKind) -> World:
    owners = (make_owner("github.com", "o", kind),)
    repositories = tuple(make_repository("github.com", f"o/{name}") for name in names)
    return World(hosts=(make_host("github.com", HostKind.GITHUB, owners=owners, repositories=repositories),))
