"""GitHub's REST API: what a harvester falls back on when GraphQL is refused.

Base address ``/api/v3`` as on GitHub Enterprise, or none. A 304 is free only with a token.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.forge.github_content import RepositoryPaths
from tests.forge.github_shapes import GitHubShapes
from tests.forge.wire import Answer, Request, json_answer
from tests.forge.world import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Allowance, Meter, Token
    from tests.forge.world import Owner, Repository

DOCS = "https://docs.github.com/rest"
USUAL_PAGE, LARGEST_PAGE = 30, 100
_RESOURCES = ("core", "graphql", "search")
_SORTS: dict[str, Callable[[Repository], Any]] = {
    "created": lambda r: (r.created_at, r.native_id),
    "updated": lambda r: (r.updated_at, r.native_id),
    "pushed": lambda r: (r.pushed_at, r.native_id),
    "full_name": lambda r: r.path.lower(),
}


def answer_rest(
    catalogue: Catalogue, token: Token | None, meter: Meter, request: Request, base: str
) -> tuple[Answer, Allowance]:
    """Answer a GET or HEAD; ``base`` is the address that leads back here."""
    if request.method not in ("GET", "HEAD"):
        return problem("Not Found", 404), meter.look(token, "core")
    if request.parts == ("rate_limit",):
        return _rate_limit(meter, token), meter.look(token, "core")
    if meter.look(token, "core").remaining == 0:
        allowance = meter.take(token, "core")
        who = "user ID 1" if token else "127.0.0.1"
        return problem(f"API rate limit exceeded for {who}.", 403), allowance
    answer = _tagged(_Paths(catalogue, token, request, base).answer(), request)
    free = answer.status == 304 and token is not None
    return answer, meter.look(token, "core") if free else meter.take(token, "core")


def problem(message: str, status: int, **more: str) -> Answer:
    """GitHub's way to say that something is wrong."""
    return json_answer({"message": message, "documentation_url": DOCS, "status": str(status), **more}, status)


def moved(base: str, path: str) -> Answer:
    """The answer for an old name: 301 to the address by id. A query string is not carried over."""
    url = f"{base}{path}"
    body = {"message": "Moved Permanently", "url": url, "documentation_url": DOCS}
    return json_answer(body, 301, {"Location": url})


def _tagged(answer: Answer, request: Request) -> Answer:
    if answer.status != 200:
        return answer
    tag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, max-age=60, s-maxage=60",
        "Vary": "Accept, Authorization",
    }
    asked = [text.strip().removeprefix("W/") for text in request.header("if-none-match").split(",")]
    if tag.removeprefix("W/") in asked:
        return Answer(status=304, headers=headers)
    return answer.with_headers(headers)


def _rate_limit(meter: Meter, token: Token | None) -> Answer:
    def shown(resource: str) -> dict[str, int]:
        found = meter.look(token, resource)
        return {"limit": found.limit, "used": found.used, "remaining": found.remaining, "reset": found.reset}

    return json_answer({"resources": {name: shown(name) for name in _RESOURCES}, "rate": shown("core")})


class _Paths:
    """The addresses that are served."""

    def __init__(self, catalogue: Catalogue, token: Token | None, request: Request, base: str) -> None:
        self._catalogue = catalogue
        self._token = token
        self._request = request
        self._base = base
        self._shapes = GitHubShapes(catalogue, base)

    def answer(self) -> Answer:
        """Find the thing, or 404."""
        match self._request.parts:
            case ("orgs", name, *rest):
                answer = self._account(self._organisation(name), name, "organizations", rest)
            case ("users", name, *rest):
                answer = self._account(self._catalogue.owner(name, self._token), name, "user", rest)
            case ("organizations" | "user" as kind, number, *rest) if number.isdigit():
                answer = self._account(self._catalogue.owner_by_id(int(number), self._token), "", kind, rest)
            case ("repos", owner_name, name, *rest):
                answer = self._named(f"{owner_name}/{name}", rest)
            case ("repositories", number, *rest) if number.isdigit():
                answer = self._repository(self._catalogue.by_id(int(number), self._token), rest)
            case ("repositories",):
                answer = self._all()
            case ("organizations" | "users" as kind,):
                answer = self._owners(kind)
            case _:
                answer = problem("Not Found", 404)
        return answer

    def _organisation(self, name: str) -> Owner | None:
        owner = self._catalogue.owner(name, self._token)
        return owner if owner and owner.kind is OwnerKind.ORGANISATION else None

    def _account(self, owner: Owner | None, name: str, kind: str, rest: list[str]) -> Answer:
        if owner is None:
            new = self._catalogue.renamed_owner(name, self._token) if name else None
            return (
                moved(self._base, "/".join(("", kind, str(new.native_id), *rest)))
                if new
                else problem("Not Found", 404)
            )
        is_organisation = kind == "organizations"
        match rest:
            case []:
                shape = self._shapes.organisation(owner) if is_organisation else self._shapes.user(owner)
                return json_answer(shape)
            case ["repos"]:
                return self._list(
                    owner, f"/{kind}/{owner.native_id}/repos", "created" if is_organisation else "full_name"
                )
            case _:
                return problem("Not Found", 404)

    def _list(self, owner: Owner, path: str, usual_sort: str) -> Answer:
        query = self._request.query
        sort = query.get("sort", usual_sort)
        if sort not in _SORTS:
            sort = usual_sort
        descending = query.get("direction", "asc" if sort == "full_name" else "desc") == "desc"
        wanted = query.get("type", "all")
        chosen = [r for r in self._catalogue.repositories(owner, self._token) if _is_of_type(r, wanted)]
        chosen.sort(key=_SORTS[sort], reverse=descending)
        size = min(LARGEST_PAGE, max(1, _number(query.get("per_page"), USUAL_PAGE)))
        page = max(1, _number(query.get("page"), 1))
        body = [self._shapes.repository(r) for r in chosen[(page - 1) * size : page * size]]
        last = max(1, -(-len(chosen) // size))
        link = self._links(path, page, last)
        return json_answer(body, headers={"Link": link} if link else {})

    def _links(self, path: str, page: int, last: int) -> str:
        places = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        if page >= last:
            places = {"prev": page - 1, "first": 1}
        if page == 1:
            places = {name: number for name, number in places.items() if name in ("next", "last")}

        def url(number: int) -> str:
            return f"{self._base}{path}?{urlencode({**self._request.query, 'page': number})}"

        return ", ".join(f'<{url(number)}>; rel="{name}"' for name, number in places.items())

    def _named(self, path: str, rest: list[str]) -> Answer:
        found = self._catalogue.repository(path, self._token)
        if found is None and (new := self._catalogue.renamed(path, self._token)):
            return moved(self._base, "/".join(("", "repositories", str(new.native_id), *rest)))
        return self._repository(found, rest)

    def _repository(self, repository: Repository | None, rest: list[str]) -> Answer:
        if repository is None:
            return problem("Not Found", 404)
        if not rest:
            return json_answer(self._shapes.full_repository(repository))
        owner = self._shapes.simple_owner(self._catalogue.owner_of(repository))
        inner = RepositoryPaths(repository, self._base, self._catalogue.host.url, owner)
        return inner.answer(self._request, rest)

    def _all(self) -> Answer:
        since = _number(self._request.query.get("since"), 0)
        everything = sorted(self._catalogue.all_repositories(), key=lambda r: r.native_id)
        chosen = [r for r in everything if r.native_id > since][:LARGEST_PAGE]
        more = bool(chosen) and chosen[-1] is not everything[-1]
        link = (
            {"Link": f'<{self._base}/repositories?since={chosen[-1].native_id}>; rel="next"'} if more else {}
        )
        return json_answer([self._shapes.repository(r) for r in chosen], headers=link)

    def _owners(self, kind: str) -> Answer:
        """Organisations, or everybody (organisations included), in the order of their ids."""
        since = _number(self._request.query.get("since"), 0)
        size = min(LARGEST_PAGE, max(1, _number(self._request.query.get("per_page"), USUAL_PAGE)))
        everybody = [o for o in self._catalogue.host.owners if self._catalogue.sees_owner(o, self._token)]
        left = sorted(
            (
                owner
                for owner in everybody
                if owner.native_id > since and (kind == "users" or owner.kind is OwnerKind.ORGANISATION)
            ),
            key=lambda owner: owner.native_id,
        )
        shape = self._shapes.simple_organisation if kind == "organizations" else self._shapes.simple_owner
        links = {"first": f"{self._base}/{kind}{{?since}}"}
        if len(left) > size:
            query = urlencode({"per_page": size, "since": left[size - 1].native_id})
            links = {"next": f"{self._base}/{kind}?{query}", **links}
        link = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())
        return json_answer([shape(owner) for owner in left[:size]], headers={"Link": link})


def _is_of_type(repository: Repository, wanted: str) -> bool:
    facts = {
        "public": repository.visibility.value == "public",
        "private": repository.visibility.value != "public",
        "forks": repository.fork_of is not None,
        "sources": repository.fork_of is None,
    }
    return facts.get(wanted, True)


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdigit() else usual
