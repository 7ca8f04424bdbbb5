"""An owner's repositories by GitHub's GraphQL: one request a page, odd files apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from harvester.forges.answers import MalformedError
from harvester.forges.bookmarks import GRAPHQL, open_at
from harvester.forges.candidates import SPELLINGS, observe, wanted
from harvester.forges.errors import (
    Incomplete,
    Unavailable,
    broken_promise,
    in_part,
    no_whole_server,
    without_end,
)
from harvester.forges.failures import DeniedError, MissingError, ShrinkError
from harvester.forges.github_blobs import fetch_blobs
from harvester.forges.github_nodes import is_public, read_repository, read_texts
from harvester.forges.github_owner import current_login
from harvester.forges.graphql import (
    ERROR_INSTEAD,
    Connection,
    UnansweredError,
    load_query,
    read_connection,
    read_reply,
)
from harvester.forges.page_size import PageSizes
from harvester.model import Scope
from harvester.observations import NextSize, Page
from harvester.reasons import NOTHING, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harvester.forges.answers import Answer, Fields
    from harvester.forges.bookmarks import Bookmark
    from harvester.forges.github_connection import GithubApi
    from harvester.forges.github_rest import RestListing
    from harvester.forges.page_size import PageSize
    from harvester.model import Account, Forge, Repository
    from harvester.observations import Observation
    from harvester.settings import HarvesterSettings

FRAGMENTS = ("github_fragments", "github_blob")


class GraphqlListing:
    """Listings of one host with one token."""

    def __init__(self, forge: Forge, settings: HarvesterSettings, api: GithubApi, rest: RestListing) -> None:
        """Sends nothing. ``rest`` reads what GraphQL cannot show whole."""
        self._rest = rest
        self._forge = forge
        self._settings = settings
        self._api = api
        self._sizes = PageSizes(settings.page_size)

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """See ``PagingClient``."""
        self._sizes.begin_with(sizes)

    def pages(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError``, ``DeniedError`` and ``UnansweredError``."""
        if account.scope is Scope.REPOSITORY:
            yield self._one(account)
            return
        if account.scope is Scope.INSTANCE:
            raise no_whole_server(self._forge.name)
        mark = open_at(GRAPHQL, cursor)
        login, seen = account.path, {mark.place}
        size = self._sizes.of(account.account_id)
        while True:
            connection = self._page(login, mark, size)
            if connection is None:
                login = current_login(self._api, self._forge, login)
                continue
            if connection.is_empty and mark.place is not None:
                raise broken_promise(self._forge.name)
            observations, lost, why = self.observed(connection.nodes, connection.hurt)
            mark = mark.after(connection.following, lost, why)
            yield Page(
                observations=observations,
                cursor=mark.written if mark.place else None,
                listed=len(connection.nodes) + len(connection.hurt),
                newest_at=max(
                    (seen.repository.pushed_at for seen in observations if seen.repository.pushed_at),
                    default=None,
                ),
                next_size=NextSize(owner_id=account.account_id, size=size.next_time),
            )
            if mark.place is None:
                break
            if mark.place in seen:
                raise without_end(self._forge.name)
            seen.add(mark.place)
        if mark.lost:
            raise Incomplete(self._forge.name, mark.lost, mark.why)

    def _page(self, login: str, mark: Bookmark, size: PageSize) -> Connection | None:
        """One page, smaller where the forge chokes; None when there is no such owner."""
        query = load_query("github_owner", *FRAGMENTS)
        while True:
            variables = {"login": login, "first": size.now, "after": mark.place}
            try:
                connection = self._api.read_graphql(query, variables, _owner, shrinkable=size.can_shrink)
            except ShrinkError:
                size.shrink()
            except Unavailable:
                if size.can_shrink:
                    raise
                return self._step(login, mark)
            else:
                size.went_well()
                return connection

    def _step(self, login: str, mark: Bookmark) -> Connection | None:
        """The page of one repository that the forge cannot show whole: its name, for REST."""
        query = load_query("github_owner_names")
        named = self._api.read_graphql(query, {"login": login, "first": 1, "after": mark.place}, _owner)
        return named and Connection(nodes=(), hurt=named.nodes + named.hurt, following=named.following)

    def _one(self, account: Account) -> Page:
        """The only page of an account that is one repository."""
        owner, _, name = account.path.partition("/")
        query = load_query("github_repository", *FRAGMENTS)
        reply = self._api.graphql(query, {"owner": owner, "name": name})
        node = reply.data.child("repository")
        if node is None:
            raise UnansweredError(frozenset({"NOT_FOUND"}))  # REST tells gone, renamed and forbidden apart
        if reply.hurt:
            raise in_part(self._forge.name)
        observations, lost, why = self.observed((node,), ())
        if lost:
            raise Unavailable(self._forge.name, why)
        if not observations:
            raise MissingError(404)
        return Page(observations=observations, cursor=None)

    def observed(
        self, nodes: Iterable[Fields], hurt: Iterable[Fields | None]
    ) -> tuple[tuple[Observation, ...], int, Phrase]:
        """What was seen, how many repositories could not be, and why not."""
        repositories: list[tuple[str, Repository]] = []
        contents: dict[str, bytes] = {}
        lost, why = 0, NOTHING
        for node in nodes:
            try:
                if is_public(node):
                    repositories.append((node.need_text("id"), read_repository(self._forge, node)))
                    contents |= read_texts(node)
            except MalformedError as problem:
                lost, why = lost + 1, problem.phrase
        contents |= self._odd_spellings(repositories, contents)
        seen = tuple(repository for _, repository in repositories)
        fetched, reasons = fetch_blobs(self._api, seen, contents)
        observations = tuple(observe(repository, contents | fetched, reasons) for repository in seen)
        for part in hurt:
            name = part.text("nameWithOwner") if part else None
            more, missed, cause = self._rest.read(name) if name else ((), 1, ERROR_INSTEAD)
            observations, lost = observations + more, lost + missed
            why = cause if missed else why
        return observations, lost, why

    def _odd_spellings(
        self, repositories: list[tuple[str, Repository]], contents: dict[str, bytes]
    ) -> dict[str, bytes]:
        """Files named otherwise than the page query could know, one request a spelling."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for node_id, repository in repositories:
            for entry in wanted(repository):
                if entry.name not in SPELLINGS and entry.oid not in contents:
                    groups[entry.name].append(node_id)
        found: dict[str, bytes] = {}
        for name, ids in groups.items():
            variables = {"ids": ids, "expression": f"HEAD:{name}"}
            try:
                reply = self._api.graphql(load_query("github_spelling", "github_blob"), variables)
            except (MissingError, DeniedError, UnansweredError, Unavailable):
                continue  # their blobs are fetched one by one
            for node in reply.data.children("nodes"):
                found |= read_texts(node)
        return found


def _owner(answer: Answer) -> Connection | None:
    return read_connection(read_reply(answer), "repositoryOwner", "repositories")
