"""Later nights: many owners in one request, then only the repositories that were pushed since.

A repository was pushed when its push date is not the one we know: later, earlier (should a forge mend one) or
unknown. The owner's newest come first, so the shown ones are all there are as soon as the last of them was
pushed well before the newest push of the last look. Both moments are the forge's own, not our clock's.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import ShrinkError
from harvester.forges.github_listing import FRAGMENTS
from harvester.forges.graphql import UnansweredError, load_query, read_reply
from harvester.forges.page_size import PageSize
from harvester.forges.sweeping import NeedsListing, SweptAccount
from harvester.model import Scope, repository_id_of
from harvester.outcomes import Swept
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from harvester.forges.github_connection import GithubApi
    from harvester.forges.github_listing import GraphqlListing
    from harvester.forges.graphql import Reply
    from harvester.forges.sweeping import Marks
    from harvester.model import Forge, LastLook
    from harvester.settings import HarvesterSettings

OWNERS_AT_ONCE = 20
SHOWN_AT_ONCE = 200  # repositories in one answer: ten of each of twenty owners, a hundred of one
LARGEST_PAGE = 100
MARGIN = timedelta(hours=1)  # a push date may be written after the push, by a machine whose clock differs


@dataclass(frozen=True, slots=True)
class _Pushed:
    """What one owner's part of a sweep says; ``nodes`` fills up, None where a repository did not come."""

    look: LastLook
    listed: int
    newest_at: datetime | None
    ids: tuple[str, ...]
    nodes: list[Fields | None] = field(default_factory=list)


class GithubSweep:
    """Sweeps of one host with one token."""

    def __init__(
        self, forge: Forge, settings: HarvesterSettings, api: GithubApi, listing: GraphqlListing
    ) -> None:
        """Sends nothing. ``listing`` understands the repositories."""
        self._forge = forge
        self._api = api
        self._listing = listing
        self._owners = PageSize(OWNERS_AT_ONCE)
        self._repositories = PageSize(settings.page_size)

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``. Repositories of several owners share a request; servers are listed."""
        whole = [look for look in looks if look.account.scope is Scope.INSTANCE]
        looks = [look for look in looks if look.account.scope is not Scope.INSTANCE]
        yield from (NeedsListing(account=look.account) for look in whole)
        waiting: deque[_Pushed] = deque()
        wanted: deque[tuple[_Pushed, str]] = deque()
        for found in self._everywhere(looks, known):
            if isinstance(found, NeedsListing):
                yield found
                continue
            waiting.append(found)
            wanted.extend((found, node_id) for node_id in found.ids)
            while len(wanted) >= self._repositories.now:
                self._read(wanted)
            yield from self._ready(waiting)
        while wanted:
            self._read(wanted)
        yield from self._ready(waiting)

    def _everywhere(self, looks: Sequence[LastLook], known: Marks) -> Iterator[_Pushed | NeedsListing]:
        """What was pushed at each owner, a request for some of them at a time."""
        done = 0
        while done < len(looks):
            some = looks[done : done + self._owners.now]
            try:
                yield from self._some(some, known)
            except ShrinkError:
                self._owners.shrink()
                continue
            self._owners.went_well()
            done += len(some)

    def _some(self, looks: Sequence[LastLook], known: Marks) -> Iterator[_Pushed | NeedsListing]:
        """What was pushed at these owners; one who shows too little is asked alone.

        Raises ``ShrinkError``.
        """
        first = min(LARGEST_PAGE, SHOWN_AT_ONCE // len(looks))
        try:
            reply = self._ask(looks, first)
        except (UnansweredError, Unavailable):
            yield from (NeedsListing(account=look.account) for look in looks)
            return
        for number, look in enumerate(looks):
            try:
                found = self._owner(reply, f"o{number}", look, known)
            except MalformedError:
                found = NeedsListing(account=look.account)
            if found is not None:
                yield found
            elif first < LARGEST_PAGE:
                yield from self._some((look,), known)
            else:
                yield NeedsListing(account=look.account)

    def _ask(self, looks: Sequence[LastLook], first: int) -> Reply:
        """One request, an alias an owner."""
        names = [f"o{number}" for number in range(len(looks))]
        given = "".join(f", ${name}: String!" for name in names)
        parts = "\n".join(f"  {name}: repositoryOwner(login: ${name}) {{ ...SweepParts }}" for name in names)
        query = f"query Sweep($first: Int!{given}) {{\n{parts}\n}}\n{load_query('github_sweep')}"
        logins = {name: look.account.path for name, look in zip(names, looks, strict=True)}
        return self._api.graphql(query, {"first": first, **logins}, shrinkable=len(looks) > 1)

    def _owner(self, reply: Reply, name: str, look: LastLook, known: Marks) -> _Pushed | NeedsListing | None:
        """What one owner shows; None where more may have been pushed. Raises ``MalformedError``."""
        owner = reply.data.child(name)
        if owner is None or any(path[:1] == (name,) for path in reply.hurt):
            return NeedsListing(account=look.account)
        connection = owner.need_child("repositories")
        nodes, listed = connection.children("nodes"), connection.need_number("totalCount")
        shown = {repository_id_of(self._forge, str(node.need_number("databaseId"))): node for node in nodes}
        if connection.need_child("pageInfo").need_truth("hasNextPage") and not _reaches(nodes, look):
            return None
        if listed != look.listed + len(shown.keys() - known.keys()):
            return NeedsListing(account=look.account)
        moments = [moment for node in nodes if (moment := node.moment("pushedAt"))]
        return _Pushed(
            look=look,
            listed=listed,
            newest_at=max((*moments, look.newest_at) if look.newest_at else moments, default=None),
            ids=tuple(
                node.need_text("id")
                for repository_id, node in shown.items()
                if repository_id not in known or known[repository_id] != node.moment("pushedAt")
            ),
        )

    def _read(self, wanted: deque[tuple[_Pushed, str]]) -> None:
        """Take as many of the wanted repositories as one request bears, and give them to their owners."""
        size = self._repositories
        some = [wanted.popleft() for _ in range(min(size.now, len(wanted)))]
        query, ids = load_query("github_by_id", *FRAGMENTS), [node_id for _, node_id in some]
        try:
            nodes = self._api.read_graphql(
                query,
                {"ids": ids},
                lambda answer: _nodes(read_reply(answer), len(ids)),
                shrinkable=size.can_shrink,
            )
        except ShrinkError:
            size.shrink()
            wanted.extendleft(reversed(some))
            return
        except (UnansweredError, Unavailable):
            nodes = (None,) * len(some)
        else:
            size.went_well()
        for (found, _), node in zip(some, nodes, strict=True):
            found.nodes.append(node)

    def _ready(self, waiting: deque[_Pushed]) -> Iterator[SweptAccount | NeedsListing]:
        """The owners whose repositories are all read."""
        while waiting and len(waiting[0].nodes) == len(waiting[0].ids):
            yield self._swept(waiting.popleft())

    def _swept(self, found: _Pushed) -> SweptAccount | NeedsListing:
        nodes = [node for node in found.nodes if node is not None]
        observations, lost, _ = self._listing.observed(nodes, ())
        if lost or len(nodes) < len(found.ids):
            return NeedsListing(account=found.look.account)
        return SweptAccount(
            account=found.look.account,
            observations=observations,
            outcome=Swept(
                repositories=len(observations),
                files=sum(len(seen.files) + len(seen.unreadable) for seen in observations),
                listed=found.listed,
                newest_at=found.newest_at,
            ),
        )


def _reaches(nodes: Sequence[Fields], look: LastLook) -> bool:
    """Whether the last one shown was pushed so long ago that all that follow are known."""
    oldest = nodes[-1].moment("pushedAt") if nodes else None
    return oldest is not None and look.newest_at is not None and oldest < look.newest_at - MARGIN


def _nodes(reply: Reply, number: int) -> tuple[Fields | None, ...]:
    """The repositories in the order asked for; None where an error took one, or a part of one."""
    nodes = reply.data.values.get("nodes")
    if not isinstance(nodes, list) or len(nodes) != number:
        raise MalformedError(
            Phrase("other nodes than were asked for", "andere onderdelen dan er gevraagd zijn")
        )
    hurt = {path[1] for path in reply.hurt if len(path) > 1 and path[0] == "nodes"}
    return tuple(
        Fields(node) if isinstance(node, dict) and place not in hurt else None
        for place, node in enumerate(nodes)
    )
