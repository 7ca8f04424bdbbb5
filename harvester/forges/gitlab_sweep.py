"""Later nights at GitLab: some accounts in one request, then only projects whose head is not the known one.

GitLab's date of activity is no push date: issues move it, and a push soon after other activity does not.
So the head decides, and the date only tells how far back the shown projects reach, an hour's grace included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import ShrinkError
from harvester.forges.gitlab_nodes import is_public, native_id
from harvester.forges.gitlab_sweep_query import SHOWN_AT_ONCE, alias, connection_of, sweep_query
from harvester.forges.graphql import ERROR_INSTEAD, UnansweredError, load_query, read_connection, read_reply
from harvester.forges.page_size import PageSize
from harvester.forges.sweeping import NeedsListing, SweptAccount
from harvester.model import Scope, repository_id_of
from harvester.outcomes import Swept
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from harvester.forges.answers import Fields
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.forges.gitlab_listing import GraphqlListing
    from harvester.forges.graphql import Reply
    from harvester.forges.sweeping import Marks
    from harvester.model import Forge
    from harvester.observations import LastLook, Observation

ACCOUNTS_AT_ONCE = 5  # their complexity, twenty projects each, is below what nobody in particular may ask
PROJECTS_AT_ONCE = 50
NOT_IN_ORDER = Phrase("projects in another order", "projecten in een andere volgorde")
MARGIN = timedelta(hours=2)  # one in which GitLab does not move the date, one for clocks that differ


@dataclass(frozen=True, slots=True)
class _Moved:
    """What one account's part of a sweep says: the ids of the projects to look at."""

    look: LastLook
    listed: int
    newest_at: datetime | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was active last in one account; ``following``: there is more, and it may be new."""

    nodes: tuple[Fields, ...]
    listed: int
    following: str | None


class GitlabSweep:
    """Sweeps of one host."""

    def __init__(self, forge: Forge, api: GitlabApi, listing: GraphqlListing) -> None:
        """Sends nothing. ``listing`` understands the projects."""
        self._forge = forge
        self._api = api
        self._listing = listing
        self._accounts = PageSize(ACCOUNTS_AT_ONCE)
        self._projects = PageSize(PROJECTS_AT_ONCE)

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``. Projects of several accounts share a request; a host is asked alone."""
        waiting: list[_Moved] = []
        for some, found in self._everywhere(looks, known):
            told = {each.look.account.account_id for each in found}
            for look in some:
                if look.account.account_id not in told:
                    yield NeedsListing(account=look.account)
            waiting += found
            if sum(len(each.ids) for each in waiting) >= self._projects.now:
                yield from self._told(waiting)
                waiting = []
        yield from self._told(waiting)

    def _everywhere(
        self, looks: Sequence[LastLook], known: Marks
    ) -> Iterator[tuple[Sequence[LastLook], Sequence[_Moved]]]:
        """Some accounts at a time, and what moved in those of which a sweep can tell."""
        for look in looks:
            if look.account.scope is Scope.INSTANCE:
                yield (look,), self._some((look,), known)
        others, done = [look for look in looks if look.account.scope is not Scope.INSTANCE], 0
        while done < len(others):
            some = others[done : done + self._accounts.now]
            try:
                found = self._some(some, known)
            except ShrinkError:
                self._accounts.shrink()
                continue
            self._accounts.went_well()
            done += len(some)
            yield some, found

    def _told(self, found: Sequence[_Moved]) -> Iterator[SweptAccount | NeedsListing]:
        """The accounts with the projects that moved in them."""
        seen = self._read([project_id for each in found for project_id in each.ids])
        for each in found:
            yield self._swept(each, seen)

    def _some(self, looks: Sequence[LastLook], known: Marks) -> list[_Moved]:
        """The accounts of which a sweep can tell; one who shows too little is asked alone.

        Raises ``ShrinkError``, where there are several.
        """
        try:
            reply = self._ask(looks, None)
        except (UnansweredError, Unavailable):
            return []
        found: list[_Moved] = []
        for number, look in enumerate(looks):
            try:
                found += self._of_account(reply, number, look, known, is_alone=len(looks) == 1)
            except (MalformedError, UnansweredError, Unavailable):
                continue
        return found

    def _of_account(
        self, reply: Reply, number: int, look: LastLook, known: Marks, *, is_alone: bool
    ) -> list[_Moved]:
        """What moved in one account; nothing where it is to be listed. Raises as ``_ask`` does."""
        shown = self._shown(reply, number, look)
        if shown is None:
            # A group that is not there may be a user, as for the listing.
            is_group = look.account.scope is Scope.ORGANISATION and "/" not in look.account.path
            as_user = replace(look, account=replace(look.account, scope=Scope.USER))
            return [replace(each, look=look) for each in self._some((as_user,), known)] if is_group else []
        if shown.following is not None and not is_alone:
            return self._some((look,), known)
        shown = self._all_that_may_be_new(look, shown)
        moved = shown and self._moved(look, shown, known)
        return [moved] if moved else []

    def _all_that_may_be_new(self, look: LastLook, shown: _Shown) -> _Shown | None:
        """Page after page until what was active before the last look; None where a listing costs no more.

        What moves to the front meanwhile is later than all of these: the next sweep shows it.
        """
        for _ in range(look.listed // SHOWN_AT_ONCE):
            if shown.following is None:
                return shown
            more = self._shown(self._ask((look,), shown.following), 0, look)
            if more is None:
                return None
            shown = _Shown((*shown.nodes, *more.nodes), shown.listed, more.following)
        return shown if shown.following is None else None

    def _ask(self, looks: Sequence[LastLook], after: str | None) -> Reply:
        """One request. Raises ``ShrinkError`` only where there are several accounts."""
        query, variables = sweep_query([look.account for look in looks], after)
        return self._api.graphql(query, variables, read_reply, shrinkable=len(looks) > 1)

    def _shown(self, reply: Reply, number: int, look: LastLook) -> _Shown | None:
        """What one account shows; None where it is not there. Raises ``MalformedError``."""
        if any(path[:1] == (alias(number),) for path in reply.hurt):
            raise MalformedError(ERROR_INSTEAD)
        connection = connection_of(reply.data, number, look.account)
        if connection is None:
            return None
        nodes, page = connection.children("nodes"), connection.need_child("pageInfo")
        is_more = page.need_truth("hasNextPage") and not _reaches(nodes, look)
        following = page.need_text("endCursor") if is_more else None
        return _Shown(nodes, connection.need_number("count"), following)

    def _moved(self, look: LastLook, shown: _Shown, known: Marks) -> _Moved | None:
        """What moved; None where the forge counts other projects than we know. Raises ``MalformedError``."""
        nodes = shown.nodes
        moments = [moment for node in nodes if (moment := node.moment("lastActivityAt"))]
        if len(moments) < len(nodes) or any(one < two for one, two in pairwise(moments)):
            raise MalformedError(NOT_IN_ORDER)
        public = {repository_id_of(self._forge, native_id(node)): node for node in nodes if is_public(node)}
        if shown.listed != look.listed + len(public.keys() - known.keys()):
            return None
        newest_at = max((*moments, look.newest_at) if look.newest_at else moments, default=None)
        ids = tuple(
            node.need_text("id")
            for repository_id, node in public.items()
            if repository_id not in known or known[repository_id] != _head(node)
        )
        return _Moved(look, shown.listed, newest_at, ids)

    def _read(self, ids: Sequence[str]) -> dict[str, Observation]:
        """Projects by the numbers in their ids; one that did not come, or came in part, is left out."""
        found: dict[str, Observation] = {}
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
            observations, _, _ = self._listing.observed(connection.nodes if connection else (), ())
            found |= {seen.repository.native_id: seen for seen in observations}
        return found

    def _swept(self, moved: _Moved, found: Mapping[str, Observation]) -> SweptAccount | NeedsListing:
        numbers = [project_id.rpartition("/")[2] for project_id in moved.ids]
        observations = tuple(found[number] for number in numbers if number in found)
        if len(observations) < len(numbers):
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
