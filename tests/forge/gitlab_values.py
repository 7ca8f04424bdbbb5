"""A GitLab host's groups and projects as its GraphQL types: dictionaries that compute on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.forge.gitlab_git import GitValues
from tests.forge.gitlab_parts import Value, gid, gid_number, listed, moment, paged
from tests.forge.paging import Bounds, Order, connection, page_of
from tests.forge.world import OwnerKind, Repository

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Token
    from tests.forge.world import Owner


class GitLabValues:
    """The values of one host as far as the bearer of ``token`` sees them."""

    def __init__(self, catalogue: Catalogue, token: Token | None) -> None:
        self._catalogue = catalogue
        self._token = token

    def group_at(self, path: str) -> Value | None:
        """A Group; None for users and for what does not exist, without an error, as at GitLab."""
        owner = self._catalogue.owner(path, self._token)
        return None if owner is None or owner.kind is OwnerKind.USER else self._group(owner)

    def project_at(self, path: str) -> Value | None:
        """A Project by its path of today; None where there is none."""
        found = self._catalogue.repository(path, self._token)
        return self.project(found) if found else None

    def projects(self, given: dict[str, Any]) -> Value:
        """Query.projects: of the whole host, by ids, paths or namespace."""
        chosen: Iterable[Repository] = self._catalogue.all_repositories(self._token)
        if (path := given.get("namespacePath")) is not None:
            owner = self._catalogue.owner(path, self._token)
            chosen = self._catalogue.repositories(owner, self._token) if owner else ()
        if (ids := given.get("ids")) is not None:
            numbers = {gid_number(identifier) for identifier in ids}
            chosen = [r for r in chosen if r.native_id in numbers]
        if (paths := given.get("fullPaths")) is not None:
            wanted = {path.lower() for path in paths}
            chosen = [r for r in chosen if r.path.lower() in wanted]
        archived = {"EXCLUDE": False, "ONLY": True}.get(given.get("archived") or "INCLUDE")
        chosen = [r for r in chosen if archived in (None, r.archived) and _meets(r, given)]
        sort = given.get("sort") or "id_desc"
        return self._connection(
            chosen, given, _BY_ACTIVITY if sort == "latest_activity_desc" else _by_id(sort)
        )

    def _group(self, group: Owner) -> Value:
        return {
            "id": gid("Group", group.native_id),
            "fullPath": group.path,
            "name": group.name,
            "projectsCount": len(self._catalogue.repositories(group, self._token)),
            "projects": lambda _info, **given: self._projects_of(group, given),
        }

    def _projects_of(self, group: Owner, given: dict[str, Any]) -> Value:
        inside = self._catalogue.below if given["includeSubgroups"] else self._catalogue.repositories
        chosen = [r for r in inside(group, self._token) if _meets(r, given)]
        if not given["includeArchived"]:
            chosen = [r for r in chosen if not r.archived]
        if given.get("archivedOnly"):
            chosen = [r for r in chosen if r.archived]
        if (ids := given.get("ids")) is not None:
            numbers = {gid_number(identifier) for identifier in ids}
            chosen = [r for r in chosen if r.native_id in numbers]
        order = _BY_ACTIVITY if given.get("sort") == "ACTIVITY_DESC" else _by_id("id_desc")
        return self._connection(chosen, given, order)

    def _connection(self, chosen: list[Repository], given: dict[str, Any], order: Order[Repository]) -> Value:
        def take(bounds: Bounds) -> Any:
            return page_of(chosen, order, bounds)

        return connection(paged(take, given), self.project)

    def project(self, repository: Repository) -> Value:
        """A Project with all its fields."""
        url = f"{self._catalogue.host.url}/{repository.path}"
        git = GitValues(repository)
        total = sum(repository.languages.values()) or 1
        return {
            "id": gid("Project", repository.native_id),
            "fullPath": repository.path,
            "path": repository.name,
            "name": repository.name,
            "nameWithNamespace": repository.path.replace("/", " / "),
            "description": repository.description,
            "webUrl": url,
            "httpUrlToRepo": f"{url}.git",
            "avatarUrl": None,
            "visibility": repository.visibility.value,
            "archived": repository.archived,
            "isForked": repository.fork_of is not None,
            "forkedFrom": lambda _info: self._maybe(self._catalogue.parent(repository)),
            "starCount": repository.stars,
            "forksCount": repository.forks,
            "createdAt": moment(repository.created_at),
            "updatedAt": moment(repository.updated_at),
            "lastActivityAt": moment(repository.updated_at),
            "markedForDeletionOn": None,
            "topics": list(repository.topics),
            "languages": [
                {"name": name, "share": round(100 * size / total, 2)}
                for name, size in sorted(repository.languages.items(), key=lambda pair: -pair[1])
            ],
            "releases": lambda _info, **given: _releases(repository, given),
            "repository": lambda _info: git.repository(),
        }

    def _maybe(self, repository: Repository | None) -> Value | None:
        return self.project(repository) if repository else None


_BY_ACTIVITY: Order[Repository] = Order(key=lambda r: (moment(r.updated_at), r.native_id), descending=True)


def _by_id(sort: str) -> Order[Repository]:
    return Order(key=lambda r: (r.native_id,), descending=not sort.endswith("asc"))


def _meets(repository: Repository, given: dict[str, Any]) -> bool:
    text, topics = given.get("search"), given.get("topics")
    named = not text or text.lower() in repository.path.lower()
    return named and (not topics or set(topics) <= set(repository.topics))


def _releases(repository: Repository, given: dict[str, Any]) -> Value:
    shown = sorted(
        (r for r in repository.releases if not r.draft), key=lambda r: r.published_at, reverse=True
    )
    page = listed(shown, given)
    value = connection(
        page, lambda release: {"tagName": release.tag, "releasedAt": moment(release.published_at)}
    )
    return value | {"count": lambda _info, limit=None: min(page.total, limit or page.total)}
