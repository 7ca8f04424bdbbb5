"""Later nights: many owners in one request, then only the repositories that were pushed since.

A repository was pushed when its push date is not the one we know: later, earlier (should a forge mend one) or
unknown. The owner's newest come first, so the shown ones are all there are as soon as the last of them was
pushed well before the newest push of the last look. Both moments are the forge's own, not our clock's.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import DeniedError, MissingError, ShrinkError
from harvester.forges.github_listing import FRAGMENTS
from harvester.forges.github_newest import Newest, ask_newest, newest_of
from harvester.forges.graphql import ERROR_INSTEAD, UnansweredError, load_query, read_reply
from harvester.forges.page_size import PageSize
from harvester.forges.sweeping import NeedsListing, SweptAccount
from harvester.model import Scope
from harvester.outcomes import Swept
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from harvester.forges.github_connection import GithubApi
    from harvester.forges.github_listing import GraphqlListing
    from harvester.forges.github_owners import OwnerLists
    from harvester.forges.github_rest_sweep import RestSweep
    from harvester.forges.graphql import Reply
    from harvester.forges.sweeping import Marks
    from harvester.model import Forge
    from harvester.observations import LastLook
    from harvester.settings import HarvesterSettings

OWNERS_AT_ONCE = 20
SHOWN_AT_ONCE = 200  # repositories in one answer: ten of each of twenty owners, a hundred of one
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class _Pushed:
    """What one owner's part of a sweep says; ``nodes`` fills up, None where a repository did not come."""

    look: LastLook
    listed: int
    newest_at: datetime | None
    ids: tuple[str, ...]
    nodes: list[Fields | None] = field(default_factory=list)


_Found = _Pushed | SweptAccount | NeedsListing


class GithubSweep:
    """Sweeps of one host with one token."""

    def __init__(
        self,
        forge: Forge,
        settings: HarvesterSettings,
        api: GithubApi,
        listing: GraphqlListing,
        *,
        rest: RestSweep,
        owners: OwnerLists,
    ) -> None:
        """Sends nothing. ``listing`` understands the repositories; ``rest`` is for hosts without GraphQL."""
        self._rest = rest
        self._owners_of = owners
        self._forge = forge
        self._api = api
        self._listing = listing
        self._owners = PageSize(OWNERS_AT_ONCE)
        self._repositories = PageSize(settings.page_size)

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``. Repositories of several owners share a request."""
        whole = [look for look in looks if look.account.scope is Scope.INSTANCE]
        looks = [look for look in looks if look.account.scope is not Scope.INSTANCE]
        waiting: deque[_Pushed] = deque()
        wanted: deque[tuple[_Pushed, str]] = deque()
        servers = (self._server(look, known) for look in whole)
        for found in chain(servers, self._everywhere(looks, known)):
            if not isinstance(found, _Pushed):
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

    def _everywhere(self, looks: Sequence[LastLook], known: Marks) -> Iterator[_Found]:
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

    def _some(self, looks: Sequence[LastLook], known: Marks) -> Iterator[_Found]:
        """What was pushed at these owners; one who shows too little is asked alone.

        Raises ``ShrinkError``.
        """
        first = min(LARGEST_PAGE, SHOWN_AT_ONCE // len(looks))
        try:
            reply = ask_newest(self._api, [look.account.path for look in looks], first)
        except UnansweredError:
            yield from self._rest.sweep(looks, known)
            return
        except Unavailable:
            yield from (NeedsListing(account=look.account) for look in looks)
            return
        for number, look in enumerate(looks):
            try:
                shown = newest_of(self._forge, reply, number, look.newest_at)
                if shown is not None and not shown.is_enough and first < LARGEST_PAGE:
                    yield from self._some((look,), known)
                else:
                    yield self._compared(look, None if shown is None else (shown,), known)
            except MalformedError:
                yield NeedsListing(account=look.account)

    def _compared(self, look: LastLook, shown: Sequence[Newest] | None, known: Marks) -> _Found:
        """What was pushed, by what one or several owners show. Raises ``MalformedError``."""
        if shown is None or not all(each.is_enough for each in shown):
            return NeedsListing(account=look.account)
        listed = sum(each.listed for each in shown)
        nodes = {key: node for each in shown for key, node in each.nodes.items()}
        if listed != look.listed + len(nodes.keys() - known.keys()):
            return NeedsListing(account=look.account)
        moments = [moment for each in shown for moment in each.moments]
        return _Pushed(
            look=look,
            listed=listed,
            newest_at=max((*moments, look.newest_at) if look.newest_at else moments, default=None),
            ids=tuple(
                node.need_text("id")
                for repository_id, node in nodes.items()
                if repository_id not in known or known[repository_id] != node.moment("pushedAt")
            ),
        )

    def _server(self, look: LastLook, known: Marks) -> _Found:
        """What was pushed at all owners of a whole server: together they must have what we know of it."""
        shown: list[Newest] = []
        try:
            owners = self._owners_of.everybody()
            while owners:
                some = owners[: self._owners.now]
                try:
                    shown += self._newest_of_some([owner.login for owner in some], look)
                except ShrinkError:
                    self._owners.shrink()
                    continue
                self._owners.went_well()
                owners = owners[len(some) :]
            return self._compared(look, shown, known)
        except (MalformedError, MissingError, DeniedError, UnansweredError, Unavailable):
            return NeedsListing(account=look.account)

    def _newest_of_some(self, logins: Sequence[str], look: LastLook) -> list[Newest]:
        """Of each of them; one who shows too little is asked alone. Raises as ``ask_newest`` does."""
        first = min(LARGEST_PAGE, SHOWN_AT_ONCE // len(logins))
        reply, found = ask_newest(self._api, logins, first), list[Newest]()
        for number, login in enumerate(logins):
            shown = newest_of(self._forge, reply, number, look.newest_at)
            if shown is None:
                raise MalformedError(ERROR_INSTEAD)
            is_too_little = not shown.is_enough and first < LARGEST_PAGE
            found += self._newest_of_some((login,), look) if is_too_little else [shown]
        return found

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
