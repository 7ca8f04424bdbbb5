"""A query's complexity as GitLab computes it, and its depth.

A plain field counts 1, and 1 more when it calls Gitaly; a field with a resolver counts its children, 1, what
its resolver adds, all of it enlarged by 1 % for each item of a page. Read from GitLab's source
(``Types::BaseField``, ``BaseResolver``, ``NamespaceProjectsResolver``, ``BlobsResolver``); not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.forge.query_walk import Field, QueryWalk

LARGEST_PAGE = 100
COMPLEXITY_ANONYMOUS, COMPLEXITY_KNOWN = 200, 250
DEPTH_ANONYMOUS, DEPTH_KNOWN = 15, 20
LONGEST_QUERY = 10_000  # characters

_CALLS_GITALY = {
    "Repository.rootRef",
    "Repository.empty",
    "Repository.exists",
    "Project.forksCount",
    "Project.languages",
    "Project.avatarUrl",
    "RepositoryBlob.lfsOid",
}
_RESOLVER_ADDS = {  # field → what its resolver adds beside 1
    "Query.group": 0,
    "Query.project": 0,
    "Query.projects": 0,
    "Group.projects": 10,
    "Project.releases": 1,
    "Repository.blobs": 1,
    "Repository.tree": 1,
    "Repository.lastCommit": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complexity:
    """What GitLab would say of a query."""

    score: int
    depth: int


def complexity_of(walk: QueryWalk) -> Complexity:
    """Score and depth of the whole query."""
    score, depth = _sum(walk, walk.roots())
    return Complexity(score=score, depth=depth)


def complaint(query: str, found: Complexity, *, known: bool) -> str | None:
    """The sentence with which GitLab refuses a query; None when it may run."""
    most = COMPLEXITY_KNOWN if known else COMPLEXITY_ANONYMOUS
    deepest = DEPTH_KNOWN if known else DEPTH_ANONYMOUS
    if len(query) > LONGEST_QUERY:
        return "Query too large"
    if found.depth > deepest:
        return f"Query has depth of {found.depth}, which exceeds max depth of {deepest}"
    if found.score > most:
        return f"Query has complexity of {found.score}, which exceeds max complexity of {most}"
    return None


def _sum(walk: QueryWalk, fields: Iterable[Field]) -> tuple[int, int]:
    total = deepest = 0
    for field in fields:
        children, depth = _sum(walk, walk.below(field))
        total += _score(field, children)
        deepest = max(deepest, depth + 1)
    return total, deepest


def _score(field: Field, children: int) -> int:
    key = f"{field.parent}.{field.name}"
    if key not in _RESOLVER_ADDS:
        return 1 + (key in _CALLS_GITALY) + children
    score = float(children + 1 + _RESOLVER_ADDS[key])
    score += 1 if field.arguments.get("sort") else 0
    score += 5 if field.arguments.get("search") else 0
    score += len(field.arguments.get("paths") or ())
    if field.is_connection:
        sizes = (field.arguments.get(bound) for bound in ("first", "last"))
        score += score * min(size for size in (*sizes, LARGEST_PAGE) if size is not None) * 0.01
    return int(score)
