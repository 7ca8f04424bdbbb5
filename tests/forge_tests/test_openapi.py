from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.forge.limits import PRIVATE_TOKEN
from tests.forge.objects import object_id
from tests.forge.server import SampleForge
from tests.forge.world import (
    Committer,
    HostKind,
    OwnerKind,
    Release,
    World,
    make_host,
    make_owner,
    make_repository,
)
from tests.forge_tests.openapi import response_validator

if TYPE_CHECKING:
    from collections.abc import Iterator

README = b"# Voorbeeld\n"
AT = datetime(2025, 3, 1)  # noqa: DTZ001 — naive UTC by contract


@pytest.fixture(scope="module")
def forge() -> Iterator[SampleForge]:
    owners = (
        make_owner(
            "github.com",
            "o",
            OwnerKind.ORGANISATION,
            description="Een organisatie",
            website="https://o.example",
        ),
        make_owner("github.com", "jan", OwnerKind.USER),
    )
    full = make_repository(
        "github.com",
        "o/full",
        files={"README.md": README, "docs/a.md": b"a"},
        symlinks={"link": "../elders"},
        submodules={"sub": "a" * 40},
        description="Alles",
        homepage="https://o.example/full",
        fork_of="elders/bron",
        template="o/bare",
        mirror_of="https://git.example/full.git",
        licence="EUPL-1.2",
        languages={"Python": 10},
        topics=("geo",),
        releases=(Release(tag="v1", name="Eerste", published_at=AT),),
        tags=("v0",),
    )
    odd = make_repository(
        "github.com", "o/odd", licence="NOASSERTION", committer=Committer.UNKNOWN, files={"a": b""}
    )
    bare = make_repository("github.com", "o/bare", empty=True, is_template=True, archived=True)
    users = make_repository("github.com", "jan/spul", committer=Committer.BOT, files={"a": b"a"})
    host = make_host("github.com", HostKind.GITHUB, owners=owners, repositories=(full, odd, bare, users))
    with SampleForge(World(hosts=(host,))) as running:
        yield running


@pytest.mark.npm
@pytest.mark.parametrize(
    ("described_path", "path"),
    [
        ("/orgs/{org}", "/orgs/o"),
        ("/users/{username}", "/users/jan"),
        ("/users/{username}", "/users/o"),
        ("/orgs/{org}/repos", "/orgs/o/repos"),
        ("/users/{username}/repos", "/users/jan/repos"),
        ("/repositories", "/repositories"),
        ("/organizations", "/organizations"),
        ("/users", "/users"),
        ("/repos/{owner}/{repo}", "/repos/o/full"),
        ("/repos/{owner}/{repo}", "/repos/o/odd"),
        ("/repos/{owner}/{repo}", "/repos/o/bare"),
        ("/repos/{owner}/{repo}", "/repos/jan/spul"),
        ("/repos/{owner}/{repo}/contents/{path}", "/repos/o/full/contents/"),
        ("/repos/{owner}/{repo}/contents/{path}", "/repos/o/full/contents/README.md"),
        ("/repos/{owner}/{repo}/contents/{path}", "/repos/o/full/contents/link"),
        ("/repos/{owner}/{repo}/contents/{path}", "/repos/o/full/contents/sub"),
        ("/repos/{owner}/{repo}/contents/{path}", "/repos/o/full/contents/docs"),
        ("/repos/{owner}/{repo}/git/trees/{tree_sha}", "/repos/o/full/git/trees/HEAD"),
        ("/repos/{owner}/{repo}/git/trees/{tree_sha}", "/repos/o/full/git/trees/HEAD?recursive=1"),
        (
            "/repos/{owner}/{repo}/git/blobs/{file_sha}",
            f"/repos/o/full/git/blobs/{object_id('blob', README)}",
        ),
        ("/repos/{owner}/{repo}/languages", "/repos/o/full/languages"),
        ("/repos/{owner}/{repo}/releases", "/repos/o/full/releases"),
        ("/repos/{owner}/{repo}/releases/latest", "/repos/o/full/releases/latest"),
        ("/repos/{owner}/{repo}/tags", "/repos/o/full/tags"),
        ("/repos/{owner}/{repo}/commits", "/repos/o/full/commits"),
        ("/repos/{owner}/{repo}/commits", "/repos/o/odd/commits"),
        ("/repos/{owner}/{repo}/commits", "/repos/jan/spul/commits"),
        ("/rate_limit", "/rate_limit"),
    ],
)
def test_an_answer_is_as_github_describes_it(
    forge: SampleForge, github_openapi: dict[str, Any], described_path: str, path: str
) -> None:
    headers = {"Authorization": f"Bearer {PRIVATE_TOKEN}"}
    answer = requests.get(forge.api_url("github.com") + path, headers=headers, timeout=5)
    assert answer.status_code == 200
    validator = response_validator(github_openapi, described_path)
    errors = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(answer.json())]
    assert errors == []


@pytest.mark.npm
def test_a_wrong_answer_would_be_noticed(github_openapi: dict[str, Any]) -> None:
    validator = response_validator(github_openapi, "/repos/{owner}/{repo}")
    assert not validator.is_valid({"id": 1})
