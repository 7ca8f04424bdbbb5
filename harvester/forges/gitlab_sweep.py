"""Later nights at GitLab: some groups in one request, then only the projects whose head is not the known one.

GitLab's date of activity is no push date: issues move it, and a push soon after other activity does not.
So the head decides, and the date only tells how far back the shown projects reach, an hour's grace included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import ShrinkError
from harvester.forges.gitlab_nodes import is_public, native_id
from harvester.forges.graphql import UnansweredError, load_query, read_connection, read_reply
from harvester.forges.page_size import PageSize
from harvester.forges.sweeping import NeedsListing, SweptAccount
from harvester.model import Scope, repository_id_of
from harvester.outcomes import Swept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from harvester.forges.answers import Fields
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.forges.gitlab_listing import GraphqlListing
    from harvester.forges.graphql import Reply
    from harvester.forges.sweeping import Marks
    from harvester.model import Forge, LastLook

GROUPS_AT_ONCE = (
    5  # the complexity of this many, twenty projects each, is below what nobody in particular may ask
)
SHOWN_AT_ONCE = 100
PROJECTS_AT_ONCE = 50
MARGIN = timedelta(hours=2)  # one in which GitLab does not move the date, one for clocks that differ


@dataclass(frozen=True, slots=True)
class _Moved:
    """What one group's part of a sweep says: the ids of the projects to look at."""

    look: LastLook
    listed: int
    newest_at: datetime | None
    ids: tuple[str, ...]


class GitlabSweep:
    """Sweeps of one host."""

    def __init__(self, forge: Forge, api: GitlabApi, listing: GraphqlListing) -> None:
        """Sends nothing. ``listing`` understands the projects."""
        self._forge = forge
        self._api = api
        self._listing = listing
        self._groups = PageSize(GROUPS_AT_ONCE)
        self._projects = PageSize(PROJECTS_AT_ONCE)

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``. Users and whole hosts are listed."""
        groups = [look for look in looks if look.account.scope is Scope.ORGANISATION]
        others = [look for look in looks if look.account.scope is not Scope.ORGANISATION]
        yield from (NeedsListing(account=look.account) for look in others)
        done = 0
        while done < len(groups):
            some = groups[done : done + self._groups.now]
            try:
                found = self._some(some, known)
            except ShrinkError:
                self._groups.shrink()
                continue
            self._groups.went_well()
            done += len(some)
            nodes = self._read([project_id for each in found for project_id in each.ids])
            for each in found:
                yield self._swept(each, nodes)
            told = {each.look.account.account_id for each in found}
            untold = (look.account for look in some if look.account.account_id not in told)
            yield from (NeedsListing(account=account) for account in untold)

    def _some(self, looks: Sequence[LastLook], known: Marks) -> list[_Moved]:
        """The groups of which a sweep can tell; one who shows too little is asked alone.

        Raises ``ShrinkError``.
        """
        first = SHOWN_AT_ONCE // len(looks)
        try:
            reply = self._ask(looks, first)
        except (UnansweredError, Unavailable):
            return []
        found: list[_Moved] = []
        for number, look in enumerate(looks):
            try:
                moved, is_whole = self._group(reply, f"g{number}", look, known)
            except MalformedError:
                continue
            if is_whole and moved is not None:
                found.append(moved)
            elif not is_whole and len(looks) > 1:
                found += self._some((look,), known)
        return found

    def _ask(self, looks: Sequence[LastLook], first: int) -> Reply:
        """One request, an alias a group."""
        names = [f"g{number}" for number in range(len(looks))]
        given = "".join(f", ${name}: ID!, ${name}s: Boolean!" for name in names)
        parts = "\n".join(
            f"  {name}: group(fullPath: ${name}) {{ projects(includeSubgroups: ${name}s, "
            "includeArchived: true, notAimedForDeletion: true, first: $first, sort: ACTIVITY_DESC) "
            "{ ...SweepParts } }"
            for name in names
        )
        query = f"query Sweep($first: Int!{given}) {{\n{parts}\n}}\n{load_query('gitlab_sweep')}"
        paths = {name: look.account.path for name, look in zip(names, looks, strict=True)}
        below = {f"{name}s": look.account.subgroups for name, look in zip(names, looks, strict=True)}
        return self._api.graphql(
            query, {"first": first, **paths, **below}, read_reply, shrinkable=len(looks) > 1
        )

    def _group(self, reply: Reply, name: str, look: LastLook, known: Marks) -> tuple[_Moved | None, bool]:
        """What one group shows, None where it is to be listed; and whether all that may be new is shown.

        Raises ``MalformedError``.
        """
        group = reply.data.child(name)
        if group is None or any(path[:1] == (name,) for path in reply.hurt):
            return None, True
        connection = group.need_child("projects")
        nodes, listed = connection.children("nodes"), connection.need_number("count")
        if connection.need_child("pageInfo").need_truth("hasNextPage") and not _reaches(nodes, look):
            return None, False
        public = {repository_id_of(self._forge, native_id(node)): node for node in nodes if is_public(node)}
        if listed != look.listed + len(public.keys() - known.keys()):
            return None, True
        moments = [moment for node in nodes if (moment := node.moment("lastActivityAt"))]
        newest_at = max((*moments, look.newest_at) if look.newest_at else moments, default=None)
        ids = tuple(
            node.need_text("id")
            for repository_id, node in public.items()
            if repository_id not in known or known[repository_id] != _head(node)
        )
        return _Moved(look, listed, newest_at, ids), True

    def _read(self, ids: Sequence[str]) -> dict[str, Fields]:
        """Projects by their ids; one that did not come, or came in part, is left out."""
        found: dict[str, Fields] = {}
        query, done = load_query("gitlab_by_id", "gitlab_fragments"), 0
        while done < len(ids):
            size = self._projects
            some = ids[done : done + size.now]
            try:
                connection = self._api.graphql(
                    query,
                    {"ids": list(some), "first": len(some)},
                    lambda answer: read_connection(read_reply(answer), "projects"),
                    shrinkable=size.can_shrink,
                )
            except ShrinkError:
                size.shrink()
                continue
            except (UnansweredError, Unavailable):
                connection = None
            else:
                size.went_well()
            done += len(some)
            found |= {node.text("id") or "": node for node in connection.nodes} if connection else {}
        return found

    def _swept(self, moved: _Moved, nodes: dict[str, Fields]) -> SweptAccount | NeedsListing:
        mine = [nodes[project_id] for project_id in moved.ids if project_id in nodes]
        observations, lost, _ = self._listing.observed(mine, ())
        if lost or len(mine) < len(moved.ids):
            return NeedsListing(account=moved.look.account)
        outcome = Swept(
            repositories=len(observations),
            files=sum(len(seen.files) + len(seen.unreadable) for seen in observations),
            listed=moved.listed,
            newest_at=moved.newest_at,
        )
        return SweptAccount(account=moved.look.account, observations=observations, outcome=outcome)


def _head(node: Fields) -> str | None:
    return node.below("repository", "lastCommit").text("sha")


def _reaches(nodes: Sequence[Fields], look: LastLook) -> bool:
    """Whether the last one shown was active so long ago that all that follow are known."""
    oldest = nodes[-1].moment("lastActivityAt") if nodes else None
    return oldest is not None and look.newest_at is not None and oldest < look.newest_at - MARGIN
