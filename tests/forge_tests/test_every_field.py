"""Every field of both excerpts is asked once: what a schema offers, the sample forge must serve."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
)

from tests.forge.catalogue import Catalogue
from tests.forge.github_graphql import answer_graphql, github_schema
from tests.forge.gitlab_graphql import gitlab_schema
from tests.forge.gitlab_values import GitLabValues
from tests.forge.limits import TOKENS, Limits, Meter
from tests.forge.wire import Request, json_answer
from tests.forge.world import Host, HostKind, OwnerKind, Release, make_host, make_owner, make_repository

OPEN_AT_ONCE = {"Organization", "User", "Repository", "Group", "Project"}  # never asked within themselves
GIVEN = {
    "expression": '"HEAD:README.md"',
    "first": "2",
    "fullPath": '"o/r"',
    "ids": "[]",
    "login": '"o"',
    "name": '"r"',
    "owner": '"o"',
    "paths": '["README.md"]',
    "qualifiedName": '"v1"',
    "refPrefix": '"refs/tags/"',
}


def everything(schema: GraphQLSchema, kind: Any, depth: int, within: frozenset[str]) -> str:
    """A selection of every field, to ``depth``; aliases keep the same names of different types apart."""
    if isinstance(kind, GraphQLInterfaceType):
        possible = schema.get_possible_types(kind)
        parts = (f"... on {one.name} {everything(schema, one, depth, within)}" for one in possible)
        return "{ __typename " + " ".join(parts) + " }"
    inside = within | ({kind.name} & OPEN_AT_ONCE)
    parts = (_field(schema, kind, name, depth, inside) for name in kind.fields)
    return "{ __typename " + " ".join(parts) + " }"


def _field(schema: GraphQLSchema, kind: Any, name: str, depth: int, within: frozenset[str]) -> str:
    field = kind.fields[name]
    inner = get_named_type(field.type)
    wanted = [
        a
        for a, described in field.args.items()
        if is_required_argument(described) or a in ("first", "expression")
    ]
    arguments = f"({', '.join(f'{a}: {GIVEN[a]}' for a in wanted)})" if wanted else ""
    asked = f"{kind.name}_{name}: {name}{arguments}"
    if is_leaf_type(inner):
        return asked
    if depth == 0 or inner.name in within:
        return ""
    return f"{asked} {everything(schema, inner, depth - 1, within)}"


def full_host(name: str, kind: HostKind, owner: OwnerKind) -> Host:
    at = datetime(2025, 1, 1)  # noqa: DTZ001 — naive UTC by contract
    releases = (
        Release(tag="v1", name="Eerste", published_at=at),
        Release(tag="v2", name="Proef", published_at=at, prerelease=True),
        Release(tag="v3", name="Klad", published_at=at, draft=True),
    )
    repository = make_repository(
        name,
        "o/r",
        files={"README.md": b"# Voorbeeld\n", "docs/a": b"a"},
        submodules={"sub": "b" * 40},
        licence="EUPL-1.2",
        languages={"Python": 2, "HTML": 1},
        topics=("geo",),
        releases=releases,
        tags=("nightly",),
        template="o/r",
        fork_of="o/r",
        code_of_conduct="contributor_covenant",
        security_policy=True,
        watchers=4,
    )
    return make_host(name, kind, owners=(make_owner(name, "o", owner),), repositories=(repository,))


def ask(host: Host, query: str) -> dict[str, Any]:
    request = Request(method="POST", target="/", headers={}, body=json_answer({"query": query}).body)
    answer, _ = answer_graphql(Catalogue(host), TOKENS[0], Meter(Limits()), request)
    found: dict[str, Any] = json.loads(answer.body)
    return found


def selection_of(schema: GraphQLSchema, kind: str, depth: int) -> str:
    return everything(schema, schema.type_map[kind], depth, frozenset())


def test_github_serves_every_field_of_a_repository() -> None:
    host = full_host("github.com", HostKind.GITHUB, OwnerKind.ORGANISATION)
    selection = selection_of(github_schema(), "Repository", 4)
    found = ask(host, f'{{ repository(owner: "o", name: "r") {selection} }}')
    assert found.get("errors") is None
    repository = found["data"]["repository"]
    assert repository["Repository_latestRelease"]["Release_tagName"] == "v1"
    assert repository["Repository_watchers"]["UserConnection_totalCount"] == 4
    assert repository["Repository_releases"]["ReleaseConnection_totalCount"] == 2
    tags = repository["Repository_refs"]["RefConnection_nodes"]
    assert [tag["Ref_name"] for tag in tags] == ["nightly", "v1"]


def test_github_serves_every_field_of_an_organisation_a_user_and_the_query_itself() -> None:
    for owner, kind in ((OwnerKind.ORGANISATION, "Organization"), (OwnerKind.USER, "User")):
        host = full_host("github.com", HostKind.GITHUB, owner)
        selection = selection_of(github_schema(), kind, 2)
        found = ask(host, f'{{ owner: repositoryOwner(login: "o") {{ ... on {kind} {selection} }} }}')
        assert found.get("errors") is None
        identifier = found["data"]["owner"][f"{kind}_id"]
        assert ask(host, f'{{ node(id: "{identifier}") {{ id }} }}')["data"]["node"] == {"id": identifier}
    plain = "{ meta { gitHubServicesSha } viewer { login } rateLimit { limit cost resetAt } }"
    assert ask(host, plain)["data"]["viewer"] == {"login": "sample-reader"}


def test_gitlab_serves_every_field() -> None:
    values = GitLabValues(Catalogue(full_host("gitlab.com", HostKind.GITLAB, OwnerKind.GROUP)), TOKENS[0])
    project = selection_of(gitlab_schema(), "Project", 4)
    group = selection_of(gitlab_schema(), "Group", 3)
    query = f'{{ project(fullPath: "o/r") {project} group(fullPath: "o") {group} }}'
    root = {"project": values.project_at("o/r"), "group": values.group_at("o")}
    found = execute_sync(gitlab_schema(), parse(query), root)  # far too complex to be asked over HTTP
    assert found.errors is None
    assert found.data is not None
    tree = found.data["project"]["Project_repository"]["Repository_tree"]
    submodules = tree["Tree_submodules"]["SubmoduleConnection_nodes"]
    assert [node["Submodule_name"] for node in submodules] == ["sub"]


def test_tags_and_releases_come_in_the_order_asked() -> None:
    host = full_host("github.com", HostKind.GITHUB, OwnerKind.ORGANISATION)
    asked = """{ repository(owner: "o", name: "r") {
        newest: refs(refPrefix: "refs/tags/", first: 1, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
          nodes { name } }
        heads: refs(refPrefix: "refs/heads/", first: 9) { nodes { name prefix } }
        named: releases(first: 9, orderBy: {field: NAME, direction: ASC}) { nodes { name } }
        head: object(expression: "HEAD") { __typename oid }
        branch: ref(qualifiedName: "refs/heads/main") { name }
        none: ref(qualifiedName: "weg") { name } } }"""
    found = ask(host, asked)["data"]["repository"]
    assert found["newest"]["nodes"] == [{"name": "nightly"}]
    assert found["heads"]["nodes"] == [{"name": "main", "prefix": "refs/heads/"}]
    assert [node["name"] for node in found["named"]["nodes"]] == ["Eerste", "Proef"]
    assert (found["head"]["__typename"], found["branch"]["name"], found["none"]) == ("Commit", "main", None)
    by_id = f'{{ repository(owner: "o", name: "r") {{ object(oid: "{found["head"]["oid"]}") {{ oid }} }} }}'
    assert ask(host, by_id)["data"]["repository"]["object"] == {"oid": found["head"]["oid"]}
