from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    parse,
    print_ast,
    validate,
)

from tests.forge.github_cost import cost_of
from tests.forge.github_graphql import github_schema
from tests.forge.gitlab_cost import COMPLEXITY_ANONYMOUS, LONGEST_QUERY, complexity_of
from tests.forge.gitlab_graphql import gitlab_schema
from tests.forge.query_walk import QueryWalk
from tests.forge_tests.queries import harvester_queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}

# What GitLab's reference has and the excerpt of the reference material lacks or words otherwise.
_BEYOND_THE_SHARED_EXCERPT = {
    "type EntryType",
    "type SubmoduleConnection",
    "type Submodule",
    "type TreeEntry",
    "type TreeEntryConnection",
    "type UserCore",
    "Blob.flatPath",
    "Blob.type",
    "Commit.author",
    "Commit.authorName",
    "Tree.blobs: BlobConnection! is BlobConnection",
    "Tree.lastCommit(path)",
    "Tree.lastCommit(ref)",
    "Tree.lastCommit(refType)",
    "Tree.submodules",
    "Tree.trees",
}


def differences(ours: GraphQLSchema, theirs: GraphQLSchema) -> Iterator[str]:
    """What an excerpt says that the whole does not, in words."""
    for name, kind in ours.type_map.items():
        if name.startswith("__") or name in _BUILT_IN:
            continue
        other = theirs.type_map.get(name)
        if other is None or type(other) is not type(kind):
            yield f"type {name}"
        elif isinstance(kind, GraphQLEnumType):
            assert isinstance(other, GraphQLEnumType)
            yield from (f"{name}.{value}" for value in kind.values if value not in other.values)
        elif hasattr(kind, "fields"):
            yield from _field_differences(name, kind, other)


def _field_differences(name: str, kind: Any, other: Any) -> Iterator[str]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        known = {interface.name for interface in other.interfaces}
        yield from (f"{name} implements {i.name}" for i in kind.interfaces if i.name not in known)
    for field_name, field in kind.fields.items():
        whole = other.fields.get(field_name)
        if whole is None:
            yield f"{name}.{field_name}"
            continue
        if str(field.type) != str(whole.type):
            yield f"{name}.{field_name}: {field.type} is {whole.type}"
        for argument_name, argument in getattr(field, "args", {}).items():
            there = whole.args.get(argument_name)
            if there is None or str(there.type) != str(argument.type):
                yield f"{name}.{field_name}({argument_name})"
            elif _default(there) != _default(argument):
                yield f"{name}.{field_name}({argument_name}) = {_default(argument)}"


def _default(argument: Any) -> str:
    given = argument.ast_node.default_value
    return print_ast(given) if given else ""


@pytest.mark.npm
def test_every_type_field_and_argument_of_our_excerpt_is_in_githubs_schema(
    github_official: GraphQLSchema,
) -> None:
    assert list(differences(github_schema(), github_official)) == []


@pytest.mark.shared
def test_our_gitlab_excerpt_agrees_with_the_reference_material(shared: Path) -> None:
    text = (shared / "prototype" / "forges" / "gitlab-excerpt.graphql").read_text(encoding="utf-8")
    assert set(differences(gitlab_schema(), build_schema(text))) == _BEYOND_THE_SHARED_EXCERPT


def test_a_difference_is_found_wherever_it_lies() -> None:
    whole = build_schema("type Query { a(x: Int, y: Int = 1): String b: E } enum E { ONE }")
    part = build_schema("type Query { a(x: ID, y: Int = 2): Int c: E } enum E { TWO } type F { a: Int }")
    assert set(differences(part, whole)) == {
        "Query.a: Int is String",
        "Query.a(x)",
        "Query.a(y) = 2",
        "Query.c",
        "E.TWO",
        "type F",
    }


@pytest.mark.parametrize(("name", "query"), harvester_queries("github").items())
def test_githubs_excerpt_knows_all_that_the_harvester_asks(name: str, query: str) -> None:
    assert [error.message for error in validate(github_schema(), parse(query))] == []


@pytest.mark.npm
@pytest.mark.parametrize(("name", "query"), harvester_queries("github").items())
def test_githubs_own_schema_knows_all_that_the_harvester_asks(
    github_official: GraphQLSchema, name: str, query: str
) -> None:
    assert [error.message for error in validate(github_official, parse(query))] == []


@pytest.mark.parametrize(("name", "query"), harvester_queries("gitlab").items())
def test_gitlabs_excerpt_knows_all_that_the_harvester_asks(name: str, query: str) -> None:
    assert [error.message for error in validate(gitlab_schema(), parse(query))] == []


@pytest.mark.parametrize(("name", "query"), harvester_queries("gitlab").items())
def test_gitlab_answers_pages_of_25_even_without_a_token(name: str, query: str) -> None:
    variables = {"first": 25, "ids": ["gid://gitlab/Project/1"] * 25, "subgroups": True}
    found = complexity_of(QueryWalk(gitlab_schema(), parse(query), variables))
    assert found.score <= COMPLEXITY_ANONYMOUS
    assert len(query) <= LONGEST_QUERY


@pytest.mark.npm
def test_githubs_documented_example_costs_51_points(github_official: GraphQLSchema) -> None:
    query = """{ viewer { login repositories(first: 100) { edges { node { id
      issues(first: 50) { edges { node { id
        labels(first: 60) { edges { node { id name } } } } } } } } } } }"""
    assert cost_of(QueryWalk(github_official, parse(query), {})).points == 51
