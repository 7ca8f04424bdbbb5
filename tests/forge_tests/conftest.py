"""Clients of both forges, as the harvester uses them, and the published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from github import Auth, Github
from gitlab import Gitlab
from graphql import GraphQLSchema, build_schema

from tests.forge.limits import PLAIN_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forge.server import SampleForge

NPM = Path(__file__).parents[2] / ".npm" / "node_modules"


class GitHubClient(Protocol):
    """Makes a PyGithub client for a sample forge."""

    def __call__(self, forge: SampleForge, token: str | None = PLAIN_TOKEN) -> Github:
        """A client without hidden waits or retries."""


class GitLabClient(Protocol):
    """Makes a python-gitlab client for a sample forge."""

    def __call__(self, forge: SampleForge, token: str | None = PLAIN_TOKEN) -> Gitlab:
        """A client that bears the token as OAuth does."""


@pytest.fixture
def github_client() -> Iterator[GitHubClient]:
    """PyGithub, closed after the test."""
    made: list[Github] = []

    def make(forge: SampleForge, token: str | None = PLAIN_TOKEN) -> Github:
        client = Github(
            base_url=forge.api_url("github.com"),
            auth=Auth.Token(token) if token else None,
            retry=None,
            timeout=5,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def gitlab_client() -> Iterator[GitLabClient]:
    """python-gitlab, closed after the test."""
    made: list[Gitlab] = []

    def make(forge: SampleForge, token: str | None = PLAIN_TOKEN) -> Gitlab:
        client = Gitlab(forge.api_url("gitlab.com"), oauth_token=token, keep_base_url=True, timeout=5)
        made.append(client)
        return client

    yield make
    for client in made:
        client.session.close()


def ask_github(client: Github, query: str, **variables: Any) -> dict[str, Any]:
    """The data of a GraphQL query through PyGithub."""
    _, answer = client.requester.graphql_query(query, variables)
    data: dict[str, Any] = answer["data"]
    return data


def ask_gitlab(client: Gitlab, query: str, **variables: Any) -> dict[str, Any]:
    """The whole answer to a GraphQL query through python-gitlab."""
    answer = client.http_post(f"{client.url}/api/graphql", post_data={"query": query, "variables": variables})
    assert isinstance(answer, dict)
    return answer


def _fetched(*path: str) -> Path:
    found = NPM.joinpath(*path)
    if not found.exists():
        pytest.skip(f"{found.name} is absent: run .ci/fetch-npm.sh")
    return found


@pytest.fixture(scope="session")
def github_official() -> GraphQLSchema:
    """GitHub's own schema; its text has a field twice, so that it cannot be checked as a whole."""
    text = _fetched("@octokit", "graphql-schema", "schema.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True)


@pytest.fixture(scope="session")
def github_openapi() -> dict[str, Any]:
    """GitHub's own description of its REST API."""
    path = _fetched("@octokit", "openapi", "generated", "api.github.com.json")
    described: dict[str, Any] = json.loads(path.read_bytes())
    return described
