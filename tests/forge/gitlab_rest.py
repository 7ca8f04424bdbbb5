"""GitLab's REST API: what a harvester falls back on, and exact bytes of files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.forge.gitlab_files import ProjectPaths
from tests.forge.gitlab_shapes import GitLabShapes
from tests.forge.wire import Answer, Request, json_answer
from tests.forge.world import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Token
    from tests.forge.world import Owner, Repository

USUAL_PAGE, LARGEST_PAGE = 20, 100
_MOST_COUNTED = 10_000  # above this GitLab sends no X-Total and no rel="last"
_SORTS: dict[str, Callable[[Repository], Any]] = {
    "id": lambda r: r.native_id,
    "name": lambda r: r.name.lower(),
    "path": lambda r: r.name.lower(),
    "created_at": lambda r: (r.created_at, r.native_id),
    "updated_at": lambda r: (r.updated_at, r.native_id),
    "last_activity_at": lambda r: (r.updated_at, r.native_id),
    "star_count": lambda r: (r.stars, r.native_id),
}


def answer_rest(catalogue: Catalogue, token: Token | None, request: Request, base: str) -> Answer:
    """Answer a GET or HEAD; ``base`` is the address that leads back here."""
    if request.method not in ("GET", "HEAD"):
        return json_answer({"error": "405 Not Allowed"}, 405)
    answer = _Paths(catalogue, token, request, base).answer()
    if answer.status != 200:
        return answer
    tag = f'W/"{hashlib.md5(answer.body, usedforsecurity=False).hexdigest()}"'
    if request.header("if-none-match") == tag:
        return Answer(status=304, headers={"ETag": tag})
    return answer.with_headers({"ETag": tag, "Cache-Control": "max-age=0, private, must-revalidate"})


def missing(what: str) -> Answer:
    """GitLab's 404; what may not be seen is missing too."""
    return json_answer({"message": f"404 {what} Not Found"}, 404)


class _Paths:
    """The addresses that are served."""

    def __init__(self, catalogue: Catalogue, token: Token | None, request: Request, base: str) -> None:
        self._catalogue = catalogue
        self._token = token
        self._request = request
        self._base = base
        self._shapes = GitLabShapes(catalogue, base)

    def answer(self) -> Answer:
        """Find the thing, or 404."""
        match self._request.parts:
            case ("version",) | ("metadata",):
                answer = self._version()
            case ("groups", name, *rest):
                answer = self._group(name, rest)
            case ("users",):
                answer = self._users(self._request.query.get("username", ""))
            case ("users", name, "projects"):
                answer = self._projects_of_user(name)
            case ("users", number) if number.isdigit():
                owner = self._catalogue.owner_by_id(int(number), self._token)
                is_user = owner and owner.kind is OwnerKind.USER
                answer = json_answer(self._shapes.user(owner)) if owner and is_user else missing("User")
            case ("projects",):
                answer = self._listed("/projects", self._catalogue.all_repositories(self._token))
            case ("projects", name, *rest):
                answer = self._project(name, rest)
            case _:
                answer = json_answer({"error": "404 Not Found"}, 404)
        return answer

    def _version(self) -> Answer:
        if self._token is None:
            return json_answer({"message": "401 Unauthorized"}, 401)
        return json_answer({"version": self._catalogue.host.version, "revision": "0000000"})

    def _owner(self, name: str) -> Owner | None:
        if name.isdigit():
            return self._catalogue.owner_by_id(int(name), self._token)
        return self._catalogue.owner(name, self._token) or self._catalogue.renamed_owner(name, self._token)

    def _group(self, name: str, rest: list[str]) -> Answer:
        owner = self._owner(name)
        if owner is None or owner.kind is OwnerKind.USER:
            return missing("Group")
        match rest:
            case []:
                return json_answer(self._shapes.group(owner))
            case ["subgroups"]:
                inner = self._catalogue.subgroups(owner, self._token)
                return json_answer([self._shapes.group(group) for group in inner])
            case ["projects"]:
                deep = self._request.query.get("include_subgroups") in ("true", "1", "True")
                inside = self._catalogue.below if deep else self._catalogue.repositories
                return self._listed(f"/groups/{owner.native_id}/projects", list(inside(owner, self._token)))
            case _:
                return missing("")

    def _users(self, username: str) -> Answer:
        owner = self._catalogue.owner(username, self._token) if username else None
        found = [owner] if owner and owner.kind is OwnerKind.USER else []
        return json_answer([self._shapes.user(user) for user in found])

    def _projects_of_user(self, name: str) -> Answer:
        owner = self._owner(name)
        if owner is None or owner.kind is not OwnerKind.USER:
            return missing("User")
        return self._listed(
            f"/users/{owner.native_id}/projects", self._catalogue.repositories(owner, self._token)
        )

    def _project(self, name: str, rest: list[str]) -> Answer:
        if name.isdigit():
            found = self._catalogue.by_id(int(name), self._token)
        else:
            found = self._catalogue.repository(name, self._token)
            if found is None and (new := self._catalogue.renamed(name, self._token)):
                url = "/".join((f"{self._base}/projects/{new.native_id}", *rest))
                return Answer(status=301, headers={"Location": url, "Content-Type": "text/html"})
        if found is None:
            return missing("Project")
        if not rest:
            return json_answer(self._shapes.project(found))
        return ProjectPaths(found, self._catalogue.host.url, self._base).answer(self._request, rest)

    def _listed(self, path: str, repositories: Sequence[Repository]) -> Answer:
        query = self._request.query
        chosen = [r for r in repositories if _meets(r, query)]
        sort = query.get("order_by", "created_at")
        chosen.sort(key=_SORTS.get(sort, _SORTS["created_at"]), reverse=query.get("sort", "desc") == "desc")
        size = min(LARGEST_PAGE, max(1, _number(query.get("per_page"), USUAL_PAGE)))
        if query.get("pagination") == "keyset" and path == "/projects":
            return self._by_key(chosen, size)
        page = max(1, _number(query.get("page"), 1))
        shown = [self._shapes.project(r) for r in chosen[(page - 1) * size : page * size]]
        return json_answer(shown, headers=self._page_headers(path, page, size, len(chosen)))

    def _by_key(self, chosen: list[Repository], size: int) -> Answer:
        """Keyset pages: for ``/projects`` by id only; ``id_after`` and ``id_before`` carry the place."""
        query = dict(self._request.query)
        if query.get("order_by", "id") != "id":
            return json_answer(
                {"error": "Keyset pagination is not yet available for this type of request"}, 405
            )
        descending = query.get("sort", "desc") == "desc"
        chosen.sort(key=_SORTS["id"], reverse=descending)
        shown = chosen[:size]
        headers = {"X-Per-Page": str(size)}
        if len(chosen) > size:
            query |= {"id_before" if descending else "id_after": str(shown[-1].native_id)}
            headers["Link"] = f'<{self._base}/projects?{urlencode(query)}>; rel="next"'
        return json_answer([self._shapes.project(r) for r in shown], headers=headers)

    def _page_headers(self, path: str, page: int, size: int, total: int) -> dict[str, str]:
        last = max(1, -(-total // size))
        places = {"first": 1, "last": last}
        if page > 1:
            places["prev"] = page - 1
        if page < last:
            places["next"] = page + 1

        def url(number: int) -> str:
            return (
                f"{self._base}{path}?{urlencode({**self._request.query, 'page': number, 'per_page': size})}"
            )

        links = ", ".join(f'<{url(number)}>; rel="{name}"' for name, number in places.items())
        headers = {
            "Link": links,
            "X-Page": str(page),
            "X-Per-Page": str(size),
            "X-Prev-Page": str(places.get("prev", "")),
            "X-Next-Page": str(places.get("next", "")),
        }
        if total <= _MOST_COUNTED:
            headers |= {"X-Total": str(total), "X-Total-Pages": str(last)}
        return headers


def _meets(repository: Repository, query: Any) -> bool:
    archived = {"true": True, "false": False}.get(query.get("archived", "").lower())
    visibility = query.get("visibility")
    after, before = _number(query.get("id_after"), 0), _number(query.get("id_before"), 2**62)
    text = query.get("search", "").lower()
    return (
        archived in (None, repository.archived)
        and visibility in (None, repository.visibility.value)
        and after < repository.native_id < before
        and text in repository.path.lower()
    )


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdigit() else usual
