"""First by GraphQL, and where that is refused by REST; both forges alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from harvester.forges.bookmarks import GRAPHQL, open_at
from harvester.forges.errors import AccountNotThere, Refused, Unavailable, without_end
from harvester.forges.failures import DeniedError, MissingError, describe
from harvester.forges.graphql import UnansweredError
from harvester.model import Scope
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from harvester.forges.errors import ForgeError
    from harvester.forges.sweeping import Marks, NeedsListing, SweptAccount
    from harvester.model import Account, Forge, Repository, RootEntry
    from harvester.observations import LastLook, Page, RequestCount
    from harvester.reasons import Reason

PAGES_WITHOUT_NEWS = 200  # in a row
OWNERS_WITHOUT_NEWS = 5000  # pages of them in a row: half a million owners with nothing for everybody


class Listing(Protocol):
    """One way of listing an account."""

    def pages(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError``, ``DeniedError`` and ``UnansweredError``."""
        ...


class Server(Protocol):
    """A way of listing a whole host, owner by owner."""

    def pages(
        self,
        account: Account,
        cursor: str | None,
        list_owner: Callable[[Account, str | None], Iterator[Page]],
    ) -> Iterator[Page]:
        """Raises as ``Listing`` does."""
        ...


class PagedListing(Listing, Protocol):
    """One whose pages are made smaller where the forge chokes on them."""

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """See ``PagingClient``."""
        ...


class Sweep(Protocol):
    """A way of asking for what was pushed."""

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """Raises the family of ``errors``."""
        ...


class Api(Protocol):
    """What sends the requests."""

    def is_there(self) -> bool:
        """Whether a forge answers at all, so that its *not there* can be believed."""
        ...

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent so far."""
        ...


class Trees(Protocol):
    """A way of asking for what lies below the root."""

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """See ``TreeClient``."""
        ...

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """See ``TreeClient``."""
        ...


class TwoWaysClient:
    """A ``SweepingClient``, ``TreeClient`` and ``PagingClient`` over one or two listings."""

    def __init__(
        self,
        forge: Forge,
        api: Api,
        graphql: PagedListing | None,
        rest: Listing,
        sweep: Sweep,
        *,
        trees: Trees,
        server: Server | None = None,
    ) -> None:
        """Sends nothing. ``server``: None where a listing lists a whole host, or nothing does."""
        self._trees = trees
        self._server = server
        self._sweep = sweep
        self._forge = forge
        self._api = api
        self._graphql = graphql
        self._rest = rest

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent since the client was opened."""
        return self._api.requests()

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """See ``PagingClient``; by REST the pages of an account are always alike."""
        if self._graphql is not None:
            self._graphql.begin_with(sizes)

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """See ``TreeClient``."""
        return self._trees.tree(repository, most)

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """See ``TreeClient``."""
        return self._trees.file(repository, entry)

    def sweep(self, looks: Sequence[LastLook], known: Marks) -> Iterator[SweptAccount | NeedsListing]:
        """See ``SweepingClient``."""
        yield from self._sweep.sweep(looks, known)

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        """See ``ForgeClient``; here what the world did gets the words of ``harvester.forges.errors``."""
        try:
            if self._server is not None and account.scope is Scope.INSTANCE:
                pages = self._server.pages(account, cursor, self._once)
                yield from self._each_once(pages, OWNERS_WITHOUT_NEWS)
            else:
                yield from self._once(account, cursor)
        except MissingError as missing:
            raise self._failure_of(account, missing) from missing
        except DeniedError as denied:
            said, whose = denied.phrase, account.path or self._forge.name
            why = Phrase(f"{said.en}, for {whose}", f"{said.nl}, voor {whose}")
            raise Refused(self._forge.name, why) from denied

    def _failure_of(self, account: Account, missing: MissingError) -> ForgeError:
        """Only the forge itself can say that an account is not there; never that of a whole host."""
        path, status = account.path, describe(missing.status)
        if account.scope is Scope.INSTANCE:
            return Unavailable(self._forge.name, missing.phrase)
        if missing.told and self._api.is_there():
            return AccountNotThere(self._forge.name, path, status)
        other = Phrase(
            f"something that is not the forge says {path} is not there: {status}",
            f"iets anders dan het platform zegt dat {path} er niet is: {status}",
        )
        return Unavailable(self._forge.name, other)

    def _once(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """One account by the way that is open."""
        return self._each_once(self._by_graphql(account, cursor, self._graphql), PAGES_WITHOUT_NEWS)

    def _each_once(self, pages: Iterator[Page], most: int) -> Iterator[Page]:
        """Each repository once, whatever moves between pages; a listing that shows nothing new is left.

        ``most``: pages without news in a row that there may be.
        """
        seen: set[int] = set()
        stale = 0
        for page in pages:
            new = {item.repository.repository_id: item for item in page.observations}
            fresh = tuple(item for number, item in new.items() if number not in seen)
            seen.update(new)
            # Empty pages are those of private repositories; a page that was seen before should not be there.
            stale = 0 if fresh else stale + (most // 10 if page.observations else 1)
            if stale > most:
                raise without_end(self._forge.name)
            yield page if len(fresh) == len(page.observations) else replace(page, observations=fresh)

    def _by_graphql(self, account: Account, cursor: str | None, graphql: Listing | None) -> Iterator[Page]:
        """A refusal may be an account's (an organisation has rules of its own) or a host's: each is tried."""
        if graphql is None:
            yield from self._rest.pages(account, cursor)
            return
        begun = False
        try:
            for page in graphql.pages(account, cursor):
                begun = True
                yield page
        except UnansweredError as problem:
            if begun:
                raise Unavailable(self._forge.name, problem.phrase) from problem
        else:
            return
        if open_at(GRAPHQL, cursor).place is not None:
            # The cursor may have grown too old to be understood: then the listing starts again.
            yield from self._by_graphql(account, None, graphql)
        else:
            yield from self._rest.pages(account, cursor)
