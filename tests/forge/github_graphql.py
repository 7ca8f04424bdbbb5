"""GitHub's GraphQL API, executed by graphql-core against the excerpt of GitHub's schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from tests.forge.github_cost import Cost, cost_of, refusal
from tests.forge.github_parts import Value, moment, native_of, stranger
from tests.forge.github_values import GitHubValues
from tests.forge.query_walk import QueryWalk
from tests.forge.wire import Answer, Request, json_answer
from tests.forge.world import OwnerKind

if TYPE_CHECKING:
    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Allowance, Meter, Token

EXCERPT = Path(__file__).with_name("github-excerpt.graphql")


@cache
def github_schema() -> GraphQLSchema:
    """The excerpt as a schema."""
    return build_schema(EXCERPT.read_text(encoding="utf-8"))


@lru_cache(maxsize=200)
def _checked(query: str) -> DocumentNode | tuple[GraphQLError, ...]:
    try:
        document = parse(query)
    except GraphQLError as error:
        return (error,)
    return tuple(validate(github_schema(), document)) or document


def answer_graphql(
    catalogue: Catalogue, token: Token, meter: Meter, request: Request
) -> tuple[Answer, Allowance]:
    """Answer a POST; the points are taken before the query runs, and a refusal is HTTP 200 as at GitHub."""
    asked = _asked(request)
    if isinstance(asked, Answer):
        return asked, meter.look(token, "graphql")
    document = _checked(asked.query)
    if not isinstance(document, DocumentNode):
        return _refused(document), meter.look(token, "graphql")
    try:
        cost = cost_of(QueryWalk(github_schema(), document, asked.variables, asked.operation_name))
    except GraphQLError as error:
        return _refused((error,)), meter.look(token, "graphql")
    allowance = meter.take(token, "graphql", cost.points)
    if allowance.refused:
        text = f"API rate limit exceeded for user ID 1. ({token.login})"
        return _refused((refusal("RATE_LIMITED", text),)), allowance
    root = _Root(catalogue, token, cost, allowance).value()
    result = execute_sync(
        github_schema(), document, root, variable_values=asked.variables, operation_name=asked.operation_name
    )
    errors = {"errors": [_error(error) for error in result.errors]} if result.errors else {}
    data = {} if result.data is None else {"data": result.data}
    return json_answer({**data, **errors}), allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    query: str
    variables: dict[str, Any]
    operation_name: str | None


def _asked(request: Request) -> _Asked | Answer:
    try:
        body = request.json
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return json_answer({"message": "Problems parsing JSON", "documentation_url": _DOCS}, 400)
    query = body.get("query")
    if not isinstance(query, str) or not query.strip():
        return json_answer(
            {"errors": [{"message": "A query attribute must be specified and must be a string."}]}
        )
    return _Asked(
        query=query, variables=body.get("variables") or {}, operation_name=body.get("operationName")
    )


_DOCS = "https://docs.github.com/graphql"


def _refused(errors: tuple[GraphQLError, ...]) -> Answer:
    return json_answer({"errors": [_error(error) for error in errors]})


def _error(error: GraphQLError) -> Value:
    """GitHub puts the type beside the message, not within ``extensions``."""
    kind = (error.extensions or {}).get("type")
    shown: Value = {"type": kind} if kind else {}
    if error.path:
        shown["path"] = list(error.path)
    if error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    return {**shown, "message": error.message}


class _Root:
    """The fields of Query."""

    def __init__(self, catalogue: Catalogue, token: Token, cost: Cost, allowance: Allowance) -> None:
        self._catalogue = catalogue
        self._token = token
        self._values = GitHubValues(catalogue, token)
        self._cost = cost
        self._allowance = allowance

    def value(self) -> Value:
        return {
            "rateLimit": lambda _info, **_: self._rate_limit(),
            "repositoryOwner": lambda _info, login: self._owner(login, "RepositoryOwner", tuple(OwnerKind)),
            "organization": lambda _info, login: self._owner(
                login, "Organization", (OwnerKind.ORGANISATION,)
            ),
            "user": lambda _info, login: self._owner(login, "User", (OwnerKind.USER,)),
            "repository": self._repository,
            "node": lambda _info, id: self._node(id),  # noqa: A006 — GitHub's argument
            "nodes": lambda _info, ids: [self._node_or_error(identifier) for identifier in ids],
            "viewer": lambda _info: stranger(self._token.login, self._catalogue.host.url),
            "meta": {"gitHubServicesSha": "0" * 40, "isPasswordAuthenticationVerifiable": False},
        }

    def _rate_limit(self) -> Value:
        return {
            "limit": self._allowance.limit,
            "cost": self._cost.points,
            "nodeCount": self._cost.nodes,
            "used": self._allowance.used,
            "remaining": self._allowance.remaining,
            "resetAt": moment(datetime.fromtimestamp(self._allowance.reset, tz=UTC)),
        }

    def _owner(self, login: str, kind: str, kinds: tuple[OwnerKind, ...]) -> Value:
        owner = self._catalogue.owner(login, self._token)  # old names of owners are not followed
        if owner is None or owner.kind not in kinds:
            article = "an" if kind == "Organization" else "a"
            raise refusal("NOT_FOUND", f"Could not resolve to {article} {kind} with the login of '{login}'.")
        return self._values.owner(owner)

    def _repository(self, _info: Any, *, owner: str, name: str, followRenames: bool = True) -> Value:  # noqa: N803
        return self._values.repository_at(f"{owner}/{name}", follow_renames=followRenames)

    def _node_or_error(self, identifier: str) -> Value | GraphQLError:
        try:
            return self._node(identifier)
        except GraphQLError as error:
            return error  # graphql-core records it at this place of the list

    def _node(self, identifier: str) -> Value:
        match native_of(identifier):
            case ("R", number):
                repository = self._catalogue.by_id(number, self._token)
                if repository:
                    return self._values.repository(repository)
            case ("O" | "U", number):
                owner = self._catalogue.owner_by_id(number, self._token)
                if owner:
                    return self._values.owner(owner)
            case _:
                pass
        raise refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{identifier}'.")
