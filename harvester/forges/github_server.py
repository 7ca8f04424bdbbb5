"""A whole GitHub Enterprise Server: each of its owners by the listing of an owner, each repository once.

One owner that fails takes nothing from the others: the look goes on, and the account's outcome is partial.
What a complete look does not show is gone, so nothing that went wrong may pass for complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvester.forges.bookmarks import Bookmark, open_at
from harvester.forges.errors import Incomplete, OneSided, OwnersUnseen, Unavailable
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.github_owners import KINDS, NAMELESS, Owner, OwnerLists
from harvester.model import Account, Scope
from harvester.observations import Page
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from harvester.forges.github_connection import GithubApi
    from harvester.forges.github_rest import RestListing
    from harvester.model import Forge

SERVER: Final = "server"  # the mode of our bookmarks
MOST_FAILURES = 10  # owners in a row of which nothing came: then it is not the owners

ListOwner = Callable[[Account, str | None], Iterator[Page]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Owners of ``kind`` up to ``since`` are done; of ``owner`` the pages before ``cursor`` are."""

    kind: str = KINDS[0]
    since: int = 0
    owner: int = 0
    cursor: str | None = None

    @property
    def written(self) -> str:
        return "/".join((self.kind, str(self.since), str(self.owner), self.cursor or ""))


def _read_place(text: str | None) -> _Place:
    """The place that ``text`` tells, or the start."""
    kind, since, owner, cursor = [*(text or "").split("/", 3), "", "", "", ""][:4]
    if kind not in KINDS or not since.isdigit() or not owner.isdigit():
        return _Place()
    return _Place(kind=kind, since=int(since), owner=int(owner), cursor=cursor or None)


@dataclass(slots=True, kw_only=True)
class _Look:
    """How far one look is."""

    account: Account
    list_owner: ListOwner
    mark: Bookmark
    failures: int = 0  # in a row

    def lose(self, owners: int, why: Phrase) -> None:
        """Some owners were not seen whole."""
        self.mark = self.mark.after(self.mark.place, owners, why)

    def page(self, page: Page, place: _Place | None) -> Page:
        """``page``, after which the look goes on at ``place``."""
        self.mark = replace(self.mark, place=place.written if place else None)
        return replace(page, cursor=self.mark.written if place else None)


class GithubServer:
    """Looks at one server with one token."""

    def __init__(self, forge: Forge, api: GithubApi, rest: RestListing, owners: OwnerLists) -> None:
        """Sends nothing. ``rest`` lists owners that GraphQL does not know."""
        self._forge = forge
        self._api = api
        self._rest = rest
        self._lists = owners

    def pages(self, account: Account, cursor: str | None, list_owner: ListOwner) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError`` and ``DeniedError``, as ``list_owner`` does.

        The last page is an empty one, so that no owner has to know that it is the last.
        """
        look = _Look(account=account, list_owner=list_owner, mark=open_at(SERVER, cursor))
        start = _read_place(look.mark.place)
        for kind in KINDS[KINDS.index(start.kind) :]:
            place = start if kind == start.kind else _Place(kind=kind)
            yield from self._kind(look, place)
        yield look.page(Page(observations=(), cursor=None, listed=0), None)
        if look.mark.lost:
            raise OwnersUnseen(self._forge.name, look.mark.lost, look.mark.why)

    def _kind(self, look: _Look, place: _Place) -> Iterator[Page]:
        """All owners of one kind from ``place`` on; an empty page after each hundred keeps the place."""
        while True:
            listed = self._lists.after(place.kind, place.since)
            if listed.odd:
                look.lose(listed.odd, NAMELESS)
            for owner in self._lists.with_repositories(listed.owners):
                yield from self._owner(look, owner, place)
            if listed.following is None:
                return
            place = _Place(kind=place.kind, since=listed.following)
            yield look.page(Page(observations=(), cursor=None, listed=0), place)

    def _owner(self, look: _Look, owner: Owner, place: _Place) -> Iterator[Page]:
        """The pages of one owner; what goes wrong with it is noted."""
        behind = _Place(kind=place.kind, since=owner.number)
        try:
            for page in self._pages_of(look, owner, place.cursor if place.owner == owner.number else None):
                inside = replace(behind, since=owner.number - 1, owner=owner.number, cursor=page.cursor)
                yield look.page(page, inside if page.cursor else behind)
        except MissingError as missing:
            if not missing.told:
                self._fail(look, owner, missing.phrase)
            # Else it went away, or was never there for us: the forge says so itself.
        except (DeniedError, Incomplete) as problem:
            look.lose(1, _of(owner, problem.phrase))
            look.failures = 0
        except Unavailable as problem:
            self._fail(look, owner, problem.why)
            if look.failures >= MOST_FAILURES:
                raise
        else:
            look.failures = 0

    def _pages_of(self, look: _Look, owner: Owner, cursor: str | None) -> Iterator[Page]:
        """By the usual way, or by REST where GraphQL does not know somebody whom REST shows."""
        account = replace(look.account, path=owner.login, scope=Scope.USER)
        try:
            yield from look.list_owner(account, cursor)
        except OneSided:
            yield from self._rest.pages(account, None)

    def _fail(self, look: _Look, owner: Owner, why: Phrase) -> None:
        """Note that an owner could not be seen. Raises ``Unavailable`` where nothing of the forge answers."""
        if not self._api.policy.answers:
            with suppress(MissingError, DeniedError):  # these are answers, too
                self._lists.after(KINDS[0], 0)
        look.lose(1, _of(owner, why))
        look.failures += 1


def _of(owner: Owner, why: Phrase) -> Phrase:
    bare = why.bare
    return Phrase(f"{owner.login}: {bare.en}", f"{owner.login}: {bare.nl}")
