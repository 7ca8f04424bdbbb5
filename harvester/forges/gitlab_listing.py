"""Projects of a group, a user or a whole host by GitLab's GraphQL: a request a page, one for its files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.answers import MalformedError
from harvester.forges.bookmarks import GRAPHQL, open_at
from harvester.forges.candidates import observe, wanted
from harvester.forges.errors import Incomplete, OneSided, Unavailable, broken_promise, in_part, without_end
from harvester.forges.failures import DeniedError, MissingError, ShrinkError
from harvester.forges.gitlab_files import fetch_files, is_user, list_root
from harvester.forges.gitlab_nodes import has_more_files, is_public, read_repository, read_texts
from harvester.forges.graphql import (
    ERROR_INSTEAD,
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

    from harvester.forges.answers import Fields
    from harvester.forges.bookmarks import Bookmark
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.forges.gitlab_rest import RestListing
    from harvester.forges.graphql import Connection, Reply
    from harvester.forges.page_size import PageSize
    from harvester.model import Account, Forge, Repository
    from harvester.observations import Observation
    from harvester.settings import HarvesterSettings

LARGEST_PAGE = 100
PAGES_OF = 2  # GitLab bears twice GitHub's pages: its limit is a query's complexity, not ten seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """How an account's projects are asked for: our query, where its answer has them, and what it is about."""

    query: str
    place: tuple[str, ...]
    path: str | None
    more: tuple[tuple[str, object], ...] = ()


class GraphqlListing:
    """Listings of one host."""

    def __init__(self, forge: Forge, settings: HarvesterSettings, api: GitlabApi, rest: RestListing) -> None:
        """Sends nothing. ``rest`` reads what GraphQL cannot show whole."""
        self._rest = rest
        self._forge = forge
        self._api = api
        largest = min(LARGEST_PAGE, settings.page_size * PAGES_OF)
        self._sizes = PageSizes(largest)

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """See ``PagingClient``."""
        self._sizes.begin_with(sizes)

    def pages(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError``, ``DeniedError`` and ``UnansweredError``."""
        if account.scope is Scope.REPOSITORY:
            yield self._one(account)
            return
        question = _question(account)
        mark = open_at(GRAPHQL, cursor)
        seen: set[str | None] = {mark.place}
        size = self._sizes.of(account.account_id)
        while True:
            connection = self._page(question, mark, size)
            if connection is None:
                question = self._other_question(account, question)
                continue
            if not connection.nodes and mark.place is None and not self._is_there(question):
                raise MissingError(404)
            if connection.is_empty and mark.place is not None:
                raise broken_promise(self._forge.name)
            observations, lost, why = self.observed(connection.nodes, connection.hurt)
            mark = mark.after(connection.following, lost, why)
            yield Page(
                observations=observations,
                cursor=mark.written if mark.place else None,
                listed=len(connection.nodes) + len(connection.hurt),
                newest_at=max(
                    (moment for node in connection.nodes if (moment := node.moment("lastActivityAt"))),
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

    def _page(self, question: _Question, mark: Bookmark, size: PageSize) -> Connection | None:
        """One page, smaller where the forge chokes; None when there is no such group."""
        while True:
            try:
                connection = self._ask(question, mark, (question.query, "gitlab_fragments"), size)
            except ShrinkError:
                size.shrink()
            except Unavailable:
                if size.can_shrink:
                    raise
                # One project that the forge cannot show whole: its name, for REST.
                named = self._ask(question, mark, (f"{question.query}_names",), size)
                return named and replace(named, nodes=(), hurt=named.nodes + named.hurt)
            else:
                size.went_well()
                return connection

    def _ask(
        self, question: _Question, mark: Bookmark, query: tuple[str, ...], size: PageSize
    ) -> Connection | None:
        """One request for a page."""
        given = {"path": question.path, "first": size.now, "after": mark.place, **dict(question.more)}
        return self._api.graphql(
            load_query(*query),
            given,
            lambda answer: read_connection(read_reply(answer), *question.place),
            shrinkable=size.can_shrink,
        )

    def _is_there(self, question: _Question) -> bool:
        """A user who is not there has no projects, says GraphQL; REST tells."""
        return question.query == "gitlab_group" or not question.path or is_user(self._api, question.path)

    def _other_question(self, account: Account, asked: _Question) -> _Question:
        """A group that is not there may have another path now, or be a user. Raises ``MissingError``."""
        if asked.query != "gitlab_group":
            raise MissingError(404)
        try:
            path = self._api.get(
                f"/groups/{quote(account.path, safe='')}",
                lambda answer: answer.fields().need_text("full_path"),
                with_projects="false",
            )
        except MissingError:
            if is_user(self._api, account.path):
                return _of_user(account.path)
            raise
        if path == asked.path:
            raise OneSided(self._forge.name, path)
        return replace(asked, path=path)

    def _one(self, account: Account) -> Page:
        """The only page of an account that is one repository."""
        query = load_query("gitlab_project", "gitlab_fragments")
        reply = self._api.graphql(query, {"path": account.path}, read_reply)
        node = reply.data.child("project")
        if node is None:
            raise UnansweredError(frozenset())  # REST tells gone, moved and forbidden apart
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
        lost, why = 0, NOTHING
        for node in nodes:
            try:
                if is_public(node):
                    repositories.append((node.need_text("id"), self._whole(node)))
            except (MalformedError, MissingError, DeniedError, Unavailable) as problem:
                lost, why = lost + 1, problem.phrase
        contents = self._texts(repositories)
        seen = tuple(repository for _, repository in repositories)
        fetched, reasons = fetch_files(self._api, seen, contents)
        observations = tuple(observe(repository, contents | fetched, reasons) for repository in seen)
        for part in hurt:
            name = part.text("fullPath") if part else None
            more, missed, cause = self._rest.read(name) if name else ((), 1, ERROR_INSTEAD)
            observations, lost = observations + more, lost + missed
            why = cause if missed else why
        return observations, lost, why

    def _whole(self, node: Fields) -> Repository:
        """A repository with its whole root folder, however many files lie there."""
        repository = read_repository(self._forge, node)
        if not has_more_files(node):
            return repository
        return replace(repository, root_files=list_root(self._api, repository.native_id))

    def _texts(self, repositories: list[tuple[str, Repository]]) -> dict[str, bytes]:
        """The files of a page of projects: one request for two spellings, and mostly there are no more."""
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        for node_id, repository in repositories:
            for entry in wanted(repository):
                spellings[entry.name].append(node_id)
        names = sorted(spellings, reverse=True)
        found: dict[str, bytes] = {}
        for one, two in zip_longest(names[::2], names[1::2]):
            ids = sorted({*spellings[one], *(spellings[two] if two else ())})
            variables = {"ids": ids, "first": len(ids), "one": one, "two": two or one, "both": bool(two)}
            try:
                reply: Reply = self._api.graphql(load_query("gitlab_texts"), variables, read_reply)
            except (MissingError, DeniedError, UnansweredError, Unavailable):
                continue  # they are fetched one by one
            for project in reply.data.below("projects").children("nodes"):
                found |= read_texts(project)
        return found


def _question(account: Account) -> _Question:
    match account.scope:
        case Scope.USER:
            return _of_user(account.path)
        case Scope.INSTANCE:
            return _Question(query="gitlab_projects", place=("projects",), path=None)
        case Scope.ORGANISATION | Scope.REPOSITORY:
            subgroups = (("subgroups", account.subgroups),)
            return _Question(
                query="gitlab_group", place=("group", "projects"), path=account.path, more=subgroups
            )


def _of_user(path: str) -> _Question:
    return _Question(query="gitlab_projects", place=("projects",), path=path)
