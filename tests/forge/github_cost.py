"""What a query costs by GitHub's published rule, and whether its pages are small enough.

Points: the requests needed to fill every connection once (the number of parents, at their maximum),
divided by 100 and rounded, at least 1. Nodes: for every connection, parents times ``first`` or ``last``;
at most 500,000.
Source: docs.github.com, "Rate limits and query limits for the GraphQL API".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import FieldNode, GraphQLError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.forge.query_walk import Field, QueryWalk

MOST_NODES = 500_000
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The price of a query before it runs."""

    points: int
    nodes: int
    git_objects: int  # no part of GitHub's rule, but what makes its queries slow


@dataclass(slots=True)
class _Sums:
    requests: int = 0
    nodes: int = 0
    git_objects: int = 0


def cost_of(walk: QueryWalk) -> Cost:
    """The price; GraphQLError with GitHub's ``type`` when a page has no size, or one too large."""
    sums = _Sums()
    _add(walk, walk.roots(), 1, sums)
    if sums.nodes > MOST_NODES:
        asked = f"This query requests up to {sums.nodes:,} possible nodes"
        message = f"{asked} which exceeds the maximum limit of {MOST_NODES:,}."
        raise refusal("MAX_NODE_LIMIT_EXCEEDED", message)
    points = max(1, round(sums.requests / 100))
    return Cost(points=points, nodes=sums.nodes, git_objects=sums.git_objects)


def refusal(kind: str, message: str, field: FieldNode | None = None) -> GraphQLError:
    """An error as GitHub types them."""
    return GraphQLError(message, [field] if field else None, extensions={"type": kind})


def _add(walk: QueryWalk, fields: Iterable[Field], parents: int, sums: _Sums) -> None:
    for field in fields:
        size = 1
        if field.is_connection:
            size = _page_size(field)
            sums.requests += parents
            sums.nodes += parents * size
        elif (field.parent, field.name) == ("Query", "nodes"):
            size = len(field.arguments.get("ids") or ())
            sums.nodes += size
        elif (field.parent, field.name) == ("Repository", "object"):
            sums.git_objects += parents
        _add(walk, walk.below(field), parents * size, sums)


def _page_size(field: Field) -> int:
    given = {
        bound: field.arguments[bound] for bound in ("first", "last") if field.arguments.get(bound) is not None
    }
    if not given:
        wanted = "a `first` or `last` value to properly paginate"
        message = f"You must provide {wanted} the `{field.name}` connection."
        raise refusal("MISSING_PAGINATION_BOUNDARIES", message, field.node)
    for bound, size in given.items():
        if size > LARGEST_PAGE:
            asked = f"Requesting {size} records on the `{field.name}` connection"
            message = f"{asked} exceeds the `{bound}` limit of {LARGEST_PAGE} records."
            raise refusal("EXCESSIVE_PAGINATION", message, field.node)
    return int(next(iter(given.values())))
