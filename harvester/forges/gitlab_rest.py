"""Projects of a group, a user or a whole host by GitLab's REST API: a listing, a request a root folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvester.forges.answers import MalformedError
from harvester.forges.author_kinds import kind_by_address
from harvester.forges.bookmarks import REST, open_at
from harvester.forges.candidates import observe, wanted
from harvester.forges.errors import Incomplete, Unavailable, broken_promise, without_end
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.gitlab_files import fetch_files, is_user, list_root
from harvester.forges.numbered_pages import stretches
from harvester.model import Repository, Scope
from harvester.observations import Page
from harvester.reasons import NOTHING, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.forges.answers import Answer, Fields
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.model import Account, Forge
    from harvester.observations import Observation

    _Listed = tuple[tuple[Fields, ...], str | None]  # projects, and the place behind them

LIST_SIZE = 20  # projects in a page: each costs a request more
OLDEST_FIRST: Final[dict[str, str | int]] = {
    "visibility": "public",
    "order_by": "id",
    "sort": "asc",
    "per_page": LIST_SIZE,
}


class RestListing:
    """Listings of one host."""

    def __init__(self, forge: Forge, api: GitlabApi) -> None:
        """Sends nothing."""
        self._forge = forge
        self._api = api

    def pages(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError`` and ``DeniedError``."""
        if account.scope is Scope.REPOSITORY:
            yield self._one(account)
            return
        account, mark = self._as_it_is(account), open_at(REST, cursor)
        pages = self._of_group if account.scope is Scope.ORGANISATION else self._after_ids
        for listed, following in pages(account, mark.place):
            observations, lost, why = self._observations(listed)
            mark = mark.after(following, lost, why)
            yield Page(observations=observations, cursor=mark.written if mark.place else None)
        if mark.lost:
            raise Incomplete(self._forge.name, mark.lost, mark.why)

    def _as_it_is(self, account: Account) -> Account:
        """An account that is listed as a group but is a user, as the user. Raises ``MissingError``."""
        if account.scope is not Scope.ORGANISATION:
            return account
        try:
            self._api.get(f"/groups/{quote(account.path, safe='')}", _fields, with_projects="false")
        except MissingError:
            if is_user(self._api, account.path):
                return replace(account, scope=Scope.USER)
            raise
        return account

    def _of_group(self, account: Account, place: str | None) -> Iterator[_Listed]:
        """A group's projects from ``place`` on; its pages have numbers."""
        path = f"/groups/{quote(account.path, safe='')}/projects"
        given = {"include_subgroups": str(account.subgroups).lower(), "with_shared": "false"}

        def list_page(number: int) -> tuple[tuple[Fields, ...], bool]:
            return self._api.get(path, _items, page=number, **OLDEST_FIRST, **given)

        for stretch in stretches(self._forge.name, list_page, place, LIST_SIZE):
            yield stretch.items, stretch.place_behind(len(stretch.items))

    def _after_ids(self, account: Account, place: str | None) -> Iterator[_Listed]:
        """The projects of a user or of a whole host whose ids come after ``place``.

        No page shifts when one is deleted. GitLab knows that of hosts and users, where it also refuses pages
        beyond 50,000 projects.
        """
        path = f"/users/{quote(account.path, safe='')}/projects"
        path = "/projects" if account.scope is Scope.INSTANCE else path
        last, is_promised = int(place) if place and place.isdecimal() else 0, False
        while True:
            listed, has_next = self._api.get(path, _items, id_after=last, **OLDEST_FIRST)
            if is_promised and not listed:
                raise broken_promise(self._forge.name)
            is_promised = has_next
            if not has_next and len(listed) < LIST_SIZE:
                yield listed, None
                return
            before, last = last, max((number for item in listed if (number := item.number("id"))), default=0)
            if last <= before:
                raise without_end(self._forge.name)
            yield listed, str(last)

    def _one(self, account: Account) -> Page:
        """The only page of an account that is one repository."""
        listed = self._api.get(f"/projects/{quote(account.path, safe='')}", _fields)
        observations, lost, why = self._observations((listed,))
        if lost:
            raise Unavailable(self._forge.name, why)
        if not observations:
            raise MissingError(404)
        return Page(observations=observations, cursor=None)

    def read(self, full_name: str) -> tuple[tuple[Observation, ...], int, Phrase]:
        """One repository of a listing: what was seen, and (1) that it could not be, with the reason."""
        try:
            listed = self._api.get(f"/projects/{quote(full_name, safe='')}", _fields)
        except (MissingError, DeniedError, Unavailable) as problem:
            return (), 1, problem.phrase
        return self._observations((listed,))

    def _observations(self, listed: tuple[Fields, ...]) -> tuple[tuple[Observation, ...], int, Phrase]:
        """What was seen, how many repositories could not be, and why not."""
        repositories: list[Repository] = []
        lost, why, is_down = 0, NOTHING, False
        for item in listed:
            try:
                if item.need_text("visibility") == "public":
                    repositories.append(self._whole(item))
                is_down = False
            except Unavailable as problem:
                if is_down:  # two in a row: it is not the repository
                    raise
                lost, why, is_down = lost + 1, problem.phrase, True
            except (MalformedError, MissingError, DeniedError) as problem:
                lost, why = lost + 1, problem.phrase
        contents, reasons = fetch_files(self._api, repositories, {})
        return tuple(observe(repository, contents, reasons) for repository in repositories), lost, why

    def _whole(self, item: Fields) -> Repository:
        """A listed project with its root folder and, where a file describes software, its head."""
        repository = read_repository(self._forge, item)
        if repository.is_empty:
            return repository
        repository = replace(repository, root_files=list_root(self._api, repository.native_id))
        if not wanted(repository):
            return repository
        place = f"/projects/{repository.native_id}/repository/commits"
        commit = self._api.get(place, _first, per_page=1)
        return replace(
            repository,
            head_oid=commit.need_text("id"),
            head_committed_at=commit.moment("committed_date"),
            head_author_kind=kind_by_address(commit.text("author_email"), commit.text("author_name")),
        )


def _items(answer: Answer) -> tuple[tuple[Fields, ...], bool]:
    return answer.items(), answer.has_next


def _fields(answer: Answer) -> Fields:
    return answer.fields()


def _first(answer: Answer) -> Fields:
    """The first of a list that cannot be empty."""
    items = answer.items()
    if not items:
        raise MalformedError(Phrase("an empty list of commits", "een lege lijst van commits"))
    return items[0]


def read_repository(forge: Forge, item: Fields) -> Repository:
    """A project as REST lists it. Raises ``MalformedError`` where it cannot be identified."""
    full_name, parent = item.need_text("path_with_namespace"), item.below("forked_from_project")
    parent_name = parent.text("path_with_namespace") if parent.text("visibility") == "public" else None
    return Repository(
        forge=forge,
        native_id=str(item.need_number("id")),
        full_name=full_name,
        url=f"https://{forge.name}/{full_name}",
        name=item.need_text("name"),
        description=item.text("description"),
        topics=item.texts("topics"),
        is_fork=item.child("forked_from_project") is not None,
        fork_of_url=f"https://{forge.name}/{parent_name}" if parent_name else None,
        is_archived=item.truth("archived"),
        is_mirror=item.truth("mirror"),
        is_empty=item.truth("empty_repo") or item.text("default_branch") is None,
        default_branch=item.text("default_branch"),
        created_at=item.moment("created_at"),
        stars=item.count("star_count"),
        forks=item.count("forks_count"),
    )
