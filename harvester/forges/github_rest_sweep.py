"""Later nights where GitHub is read by REST: an owner's newest pushes in one request, then only those.

Marks of former answers (``ETag``) would save nothing here: without a token an answer that nothing has changed
counts as any other (GitHub, "Best practices for using the REST API"), and it still is a request.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.github_rest import LIST_SIZE, is_public
from harvester.forges.sweeping import MARGIN_OF_PUSHES, NeedsListing, SweptAccount
from harvester.model import Scope, repository_id_of
from harvester.outcomes import Swept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvester.forges.answers import Fields
    from harvester.forges.github_connection import GithubApi
    from harvester.forges.github_rest import RestListing
    from harvester.forges.sweeping import Marks
    from harvester.model import Forge
    from harvester.observations import LastLook


class RestSweep:
    """Sweeps of one host, an owner a request."""

    def __init__(self, forge: Forge, api: GithubApi, listing: RestListing) -> None:
        """Sends nothing. ``listing`` understands the repositories."""
        self._forge = forge
        self._api = api
        self._listing = listing

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``; whole servers are listed."""
        for look in looks:
            try:
                swept = None if look.account.scope is Scope.INSTANCE else self._swept(look, known)
            except (MalformedError, MissingError, DeniedError, Unavailable):
                swept = None
            yield swept or NeedsListing(account=look.account)

    def _swept(self, look: LastLook, known: Marks) -> SweptAccount | None:
        """What was pushed at one owner; None where a sweep cannot tell. Raises as ``RequestPolicy.ask``."""
        items, goes_on = self._newest(look)
        moments = [moment for item in items if (moment := item.moment("pushed_at"))]
        if any(one < two for one, two in pairwise(moments)):
            return None
        if goes_on and not (look.newest_at and moments and moments[-1] < look.newest_at - MARGIN_OF_PUSHES):
            return None
        listed = self._counted(look) if goes_on else len(items)
        public = {
            repository_id_of(self._forge, str(item.need_number("id"))): item
            for item in items
            if is_public(item)
        }
        if listed != look.listed + len(public.keys() - known.keys()):
            return None
        pushed = tuple(
            item for key, item in public.items() if key not in known or known[key] != item.moment("pushed_at")
        )
        observations, lost, _ = self._listing.observed(pushed)
        if lost:
            return None
        newest_at = max((*moments, look.newest_at) if look.newest_at else moments, default=None)
        files = sum(len(seen.files) + len(seen.unreadable) for seen in observations)
        outcome = Swept(repositories=len(observations), files=files, listed=listed, newest_at=newest_at)
        return SweptAccount(account=look.account, observations=observations, outcome=outcome)

    def _newest(self, look: LastLook) -> tuple[tuple[Fields, ...], bool]:
        """The owner's repositories, newest push first, and whether there are more of them."""
        return self._api.get(
            f"/users/{quote(look.account.path)}/repos",
            lambda answer: (answer.items(), answer.has_next or len(answer.items()) >= LIST_SIZE),
            type="owner",
            sort="pushed",
            direction="desc",
            per_page=LIST_SIZE,
        )

    def _counted(self, look: LastLook) -> int:
        """How many public repositories the forge counts where one page does not hold them."""
        path = f"/users/{quote(look.account.path)}"
        return self._api.get(path, lambda answer: answer.fields().need_number("public_repos"))
