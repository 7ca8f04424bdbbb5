"""An owner's repositories by GitHub's REST API: a listing, and one request for each root folder.

Without a token this is all there is, at 60 requests an hour: pages are small, so that what was read is kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.answers import MalformedError
from harvester.forges.author_kinds import kind_at_github
from harvester.forges.bookmarks import REST, open_at
from harvester.forges.candidates import observe, wanted
from harvester.forges.errors import Incomplete, Unavailable, no_whole_server
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.github_blobs import fetch_blobs
from harvester.forges.github_nodes import entry_kind, known_licence
from harvester.forges.numbered_pages import stretches
from harvester.model import Release, Repository, RootEntry, Scope
from harvester.observations import Page
from harvester.reasons import NOTHING, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.forges.answers import Answer, Fields
    from harvester.forges.github_connection import GithubApi
    from harvester.model import Account, AuthorKind, Forge
    from harvester.observations import Observation

LIST_SIZE = 100  # the most that GitHub gives
CHUNK = 10  # repositories in a page of ours
EMPTY = 409  # "Git Repository is empty."


class RestListing:
    """Listings of one host."""

    def __init__(self, forge: Forge, api: GithubApi) -> None:
        """Sends nothing."""
        self._forge = forge
        self._api = api

    def pages(self, account: Account, cursor: str | None) -> Iterator[Page]:
        """Raises the family of ``errors``, ``MissingError`` and ``DeniedError``."""
        if account.scope is Scope.REPOSITORY:
            yield self._one(account)
            return
        if account.scope is Scope.INSTANCE:
            raise no_whole_server(self._forge.name)
        mark = open_at(REST, cursor)
        for stretch in stretches(self._forge.name, partial(self._list, account.path), mark.place, LIST_SIZE):
            for start in range(0, max(len(stretch.items), 1), CHUNK):
                some = stretch.items[start : start + CHUNK]
                observations, lost, why = self.observed(some)
                mark = mark.after(stretch.place_behind(start + CHUNK), lost, why)
                yield Page(
                    observations=observations,
                    cursor=mark.written if mark.place else None,
                    listed=len(some),
                    newest_at=max((at for item in some if (at := item.moment("pushed_at"))), default=None),
                )
        if mark.lost:
            raise Incomplete(self._forge.name, mark.lost, mark.why)

    def _list(self, login: str, number: int) -> tuple[tuple[Fields, ...], bool]:
        """A page of the forge's own listing, oldest repository first, and whether there are more."""
        return self._api.get(
            f"/users/{quote(login)}/repos",
            lambda answer: (answer.items(), answer.has_next),
            type="owner",
            sort="created",
            direction="asc",
            per_page=LIST_SIZE,
            page=number,
        )

    def _one(self, account: Account) -> Page:
        """The only page of an account that is one repository."""
        listed = self._api.get(f"/repos/{quote(account.path)}", _fields)
        observations, lost, why = self.observed((listed,))
        if lost:
            raise Unavailable(self._forge.name, why)
        if not observations:
            raise MissingError(404)
        return Page(observations=observations, cursor=None)

    def read(self, full_name: str) -> tuple[tuple[Observation, ...], int, Phrase]:
        """One repository of a listing: what was seen, and (1) that it could not be, with the reason."""
        try:
            listed = self._api.get(f"/repos/{quote(full_name)}", _fields)
        except (MissingError, DeniedError, Unavailable) as problem:
            return (), 1, problem.phrase
        return self.observed((listed,))

    def observed(self, listed: tuple[Fields, ...]) -> tuple[tuple[Observation, ...], int, Phrase]:
        """What was seen, how many repositories could not be, and why not."""
        repositories: list[Repository] = []
        lost, why, is_down = 0, NOTHING, False
        for item in listed:
            try:
                if is_public(item):
                    repositories.append(self._whole(item))
                is_down = False
            except Unavailable as problem:
                if is_down:  # two in a row: it is not the repository
                    raise
                lost, why, is_down = lost + 1, problem.phrase, True
            except (MalformedError, MissingError, DeniedError) as problem:
                lost, why = lost + 1, problem.phrase
        contents, reasons = fetch_blobs(self._api, repositories, {})
        return tuple(observe(repository, contents, reasons) for repository in repositories), lost, why

    def _whole(self, item: Fields) -> Repository:
        """A listed repository with its root folder and, where a file describes software, head and release."""
        repository = read_repository(self._forge, item)
        root = self._root(repository.full_name)
        repository = replace(repository, root_files=root or (), is_empty=root is None)
        if not wanted(repository):
            return repository
        commit = self._api.get(f"/repos/{quote(repository.full_name)}/commits", _first, per_page=1)
        return replace(
            repository,
            head_oid=commit.need_text("sha"),
            head_committed_at=commit.below("commit", "committer").moment("date"),
            head_author_kind=_author_kind(commit),
            newest_release=self._release(repository.full_name),
        )

    def _root(self, full_name: str) -> tuple[RootEntry, ...] | None:
        """The root folder; None when the repository has no commit yet."""
        try:
            return self._api.get(f"/repos/{quote(full_name)}/git/trees/HEAD", _read_tree)
        except MissingError as missing:
            if missing.status == EMPTY:
                return None
            raise

    def _release(self, full_name: str) -> Release | None:
        """The newest release; tags alone are not asked for: each request counts here."""
        try:
            release = self._api.get(f"/repos/{quote(full_name)}/releases/latest", _fields)
        except MissingError:
            return None
        name = release.text("tag_name")
        return Release(name=name, released_at=release.moment("published_at")) if name else None


def _author_kind(commit: Fields) -> AuthorKind:
    author = commit.below("commit", "author")
    return kind_at_github(commit.below("author").text("type"), author.text("email"), author.text("name"))


def _fields(answer: Answer) -> Fields:
    return answer.fields()


def _first(answer: Answer) -> Fields:
    """The first of a list that cannot be empty."""
    items = answer.items()
    if not items:
        raise MalformedError(Phrase("an empty list of commits", "een lege lijst van commits"))
    return items[0]


def _mode(text: str) -> int:
    """A mode as git writes it, in octal."""
    try:
        return int(text, 8)
    except ValueError:
        raise MalformedError(Phrase("a mode that is no number", "een modus die geen getal is")) from None


def _read_tree(answer: Answer) -> tuple[RootEntry, ...]:
    fields = answer.fields()
    if fields.truth("truncated") or not isinstance(fields.values.get("tree"), list):
        raise MalformedError(Phrase("a root folder that is not whole", "een hoofdmap die niet volledig is"))
    return tuple(
        RootEntry(
            name=entry.need_text("path"),
            kind=entry_kind(entry.need_text("type"), _mode(entry.need_text("mode"))),
            oid=entry.text("sha"),
        )
        for entry in fields.children("tree")
    )


def is_public(item: Fields) -> bool:
    """Both of GitHub's words for it; older Enterprise Servers know only the first."""
    return item.need_truth("private") is False and item.values.get("visibility", "public") == "public"


def read_repository(forge: Forge, item: Fields) -> Repository:
    """A repository as REST lists it. Raises ``MalformedError`` where it cannot be identified."""
    full_name = item.need_text("full_name")
    language = item.text("language")
    return Repository(
        forge=forge,
        native_id=str(item.need_number("id")),
        full_name=full_name,
        url=f"https://{forge.name}/{full_name}",
        name=item.need_text("name"),
        description=item.text("description"),
        homepage_url=item.address("homepage"),
        licence_spdx=known_licence(item.below("license").text("spdx_id")),
        primary_language=language,
        languages=(language,) if language else (),
        topics=item.texts("topics"),
        is_fork=item.truth("fork"),
        is_archived=item.truth("archived"),
        is_template=item.truth("is_template"),
        is_mirror=item.text("mirror_url") is not None,
        default_branch=item.text("default_branch"),
        created_at=item.moment("created_at"),
        stars=item.count("stargazers_count"),
        forks=item.count("forks_count"),
        pushed_at=item.moment("pushed_at"),
    )
