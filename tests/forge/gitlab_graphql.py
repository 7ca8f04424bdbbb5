"""GitLab's GraphQL API, executed by graphql-core against the excerpt of GitLab's schema."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from tests.forge.gitlab_cost import COMPLEXITY_ANONYMOUS, COMPLEXITY_KNOWN, complaint, complexity_of
from tests.forge.gitlab_values import GitLabValues
from tests.forge.query_walk import QueryWalk
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.forge.catalogue import Catalogue
    from tests.forge.gitlab_cost import Complexity
    from tests.forge.limits import Token

EXCERPT = Path(__file__).with_name("gitlab-excerpt.graphql")


@cache
def gitlab_schema() -> GraphQLSchema:
    """The excerpt as a schema."""
    return build_schema(EXCERPT.read_text(encoding="utf-8"))


@lru_cache(maxsize=200)
def _checked(query: str) -> DocumentNode | tuple[GraphQLError, ...]:
    try:
        document = parse(query)
    except GraphQLError as error:
        return (error,)
    return tuple(validate(gitlab_schema(), document)) or document


def answer_graphql(catalogue: Catalogue, token: Token | None, request: Request) -> Answer:
    """Answer a POST; whoever has no token sees what is public."""
    try:
        body = request.json
    except ValueError:
        return json_answer({"errors": [{"message": "Invalid JSON"}]}, 400)
    query = body.get("query") if isinstance(body, dict) else None
    if not isinstance(query, str):
        return json_answer({"errors": [{"message": "Unexpected end of document", "locations": []}]})
    document = _checked(query)
    if not isinstance(document, DocumentNode):
        return _refused(document)
    variables, name = body.get("variables") or {}, body.get("operationName")
    found = complexity_of(QueryWalk(gitlab_schema(), document, variables, name))
    if message := complaint(query, found, known=token is not None):
        return _refused((GraphQLError(message),))
    root = _root(catalogue, token, found)
    result = execute_sync(gitlab_schema(), document, root, variable_values=variables, operation_name=name)
    errors = [_error(error) for error in result.errors or ()]
    if result.data is None:
        return json_answer({"errors": errors})
    return json_answer({"data": result.data, **({"errors": errors} if errors else {})})


def _refused(errors: Iterable[GraphQLError]) -> Answer:
    return json_answer({"errors": [_error(error) for error in errors]})


def _error(error: GraphQLError) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": error.message}
    if error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        shown["path"] = list(error.path)
    return shown


def _root(catalogue: Catalogue, token: Token | None, found: Complexity) -> dict[str, Any]:
    values = GitLabValues(catalogue, token)
    limit = COMPLEXITY_KNOWN if token else COMPLEXITY_ANONYMOUS
    return {
        "group": lambda _info, fullPath: values.group_at(fullPath),  # noqa: N803 — GitLab's argument
        "project": lambda _info, fullPath: values.project_at(fullPath),  # noqa: N803
        "projects": lambda _info, **given: values.projects(given),
        "queryComplexity": {"score": found.score, "limit": limit},
        "metadata": {"version": catalogue.host.version, "revision": "0000000"} if token else None,
    }
