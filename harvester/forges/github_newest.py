"""What was pushed last at some owners, asked of GitHub in one request, and what the answer says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.forges.graphql import load_query
from harvester.forges.sweeping import MARGIN_OF_PUSHES
from harvester.model import repository_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from harvester.forges.answers import Fields
    from harvester.forges.github_connection import GithubApi
    from harvester.forges.graphql import Reply
    from harvester.model import Forge


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """How many repositories one owner has, and those pushed last, newest first.

    ``is_enough``: what is not shown was pushed before the moment that was asked about.
    """

    listed: int
    nodes: Mapping[int, Fields]
    is_enough: bool

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The push dates that are shown."""
        return tuple(moment for node in self.nodes.values() if (moment := node.moment("pushedAt")))


def ask_newest(api: GithubApi, logins: Sequence[str], first: int) -> Reply:
    """One request, an alias an owner. Raises what ``GithubApi.graphql`` raises."""
    names = [_alias(number) for number in range(len(logins))]
    given = "".join(f", ${name}: String!" for name in names)
    parts = "\n".join(f"  {name}: repositoryOwner(login: ${name}) {{ ...SweepParts }}" for name in names)
    query = f"query Sweep($first: Int!{given}) {{\n{parts}\n}}\n{load_query('github_sweep')}"
    variables = dict(zip(names, logins, strict=True))
    return api.graphql(query, {"first": first, **variables}, shrinkable=len(logins) > 1)


def newest_of(forge: Forge, reply: Reply, number: int, since: datetime | None) -> Newest | None:
    """What the answer says of one owner; None where it is not there, or an error took a part.

    Raises ``MalformedError``.
    """
    name = _alias(number)
    owner = reply.data.child(name)
    if owner is None or any(path[:1] == (name,) for path in reply.hurt):
        return None
    connection = owner.need_child("repositories")
    nodes = connection.children("nodes")
    goes_on = connection.need_child("pageInfo").need_truth("hasNextPage")
    return Newest(
        listed=connection.need_number("totalCount"),
        nodes={repository_id_of(forge, str(node.need_number("databaseId"))): node for node in nodes},
        is_enough=not goes_on or _reaches(nodes, since),
    )


def _reaches(nodes: Sequence[Fields], since: datetime | None) -> bool:
    """Whether the last one shown was pushed so long ago that all that follow are known."""
    oldest = nodes[-1].moment("pushedAt") if nodes else None
    return oldest is not None and since is not None and oldest < since - MARGIN_OF_PUSHES


def _alias(number: int) -> str:
    return f"o{number}"
