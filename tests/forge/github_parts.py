"""Small GraphQL values of GitHub that need nothing but a repository: licence, languages, topics, releases."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, TypeVar

from tests.forge.github_cost import refusal
from tests.forge.paging import Bounds, CursorError, Page, connection, page_as_listed
from tests.forge.world import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tests.forge.world import Owner, Release, Repository

T = TypeVar("T")
Value = dict[str, Any]


def moment(at: datetime) -> str:
    """A time as both of GitHub's APIs write it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(prefix: str, native_id: int) -> str:
    """A global id of GitHub's new kind: a prefix and a packed number."""
    packed = b"\x92\x00\xce" + native_id.to_bytes(4, "big")
    return f"{prefix}_{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def native_of(identifier: str) -> tuple[str, int] | None:
    """Prefix and number of a global id; None when it is none of ours."""
    prefix, _, packed = identifier.partition("_")
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return (prefix, int.from_bytes(raw[3:], "big")) if raw.startswith(b"\x92\x00\xce") else None


def owner_prefix(owner: Owner) -> str:
    """O for organisations, U for users."""
    return "U" if owner.kind is OwnerKind.USER else "O"


def paged(page: Callable[[Bounds], Page[T]], given: dict[str, Any]) -> Page[T]:
    """The page for a connection's arguments, a foreign cursor refused in GitHub's words."""
    bounds = Bounds(**{name: given.get(name) for name in ("first", "after", "last", "before")})
    try:
        return page(bounds)
    except CursorError as error:
        message = f"`{error}` does not appear to be a valid cursor."
        raise refusal("INVALID_CURSOR_ARGUMENTS", message) from error


def listed(items: Sequence[T], given: dict[str, Any]) -> Page[T]:
    """The page of a short list in its own order."""
    return paged(lambda bounds: page_as_listed(items, bounds), given)


def stranger(login: str, host_url: str) -> Value:
    """A User whose account is no part of the world: the author of a commit, the bearer of a token."""
    nothing: tuple[Value, ...] = ()
    since = "2018-01-01T00:00:00Z"
    return {
        "__typename": "User",
        "id": f"U_{login}",
        "databaseId": None,
        "login": login,
        "name": None,
        "email": "",
        "avatarUrl": f"{host_url}/{login}.png",
        "url": f"{host_url}/{login}",
        "resourcePath": f"/{login}",
        "createdAt": since,
        "updatedAt": since,
        "repositories": lambda _info, **given: connection(listed(nothing, given), dict, totalDiskUsage=0),
    }


def licence(spdx: str | None) -> Value | None:
    """A License; NOASSERTION is GitHub's "other", a licence file that it does not recognise."""
    if spdx is None:
        return None
    if spdx == "NOASSERTION":
        return {
            "id": "L_other",
            "key": "other",
            "name": "Other",
            "spdxId": spdx,
            "pseudoLicense": True,
            "url": None,
        }
    key = spdx.lower()
    url = f"http://choosealicense.com/licenses/{key}/"
    return {"id": f"L_{key}", "key": key, "name": spdx, "spdxId": spdx, "pseudoLicense": False, "url": url}


def conduct(key: str | None) -> Value | None:
    """A CodeOfConduct."""
    return (
        {"id": f"CC_{key}", "key": key, "name": key.replace("_", " ").title(), "url": None} if key else None
    )


def language(name: str) -> Value:
    """A Language; GitHub's colours are of no use here."""
    return {"id": f"LA_{name}", "name": name, "color": None}


def languages(repository: Repository, given: dict[str, Any]) -> Value:
    """A LanguageConnection, largest first when ordered so."""
    pairs = list(repository.languages.items())
    if order := given.get("orderBy"):
        pairs.sort(key=lambda pair: pair[1], reverse=order["direction"] == "DESC")
    page = listed(pairs, given)
    value = connection(page, lambda pair: language(pair[0]), totalSize=sum(repository.languages.values()))
    edges = [
        {"cursor": cursor, "size": size, "node": language(name)}
        for cursor, (name, size) in zip(page.cursors, page.items, strict=True)
    ]
    return value | {"edges": edges}


def topics(repository: Repository, host_url: str, given: dict[str, Any]) -> Value:
    """A RepositoryTopicConnection."""

    def node(name: str) -> Value:
        path = f"/topics/{name}"
        topic = {"id": f"T_{name}", "name": name}
        return {"id": f"RT_{name}", "url": f"{host_url}{path}", "resourcePath": path, "topic": topic}

    return connection(listed(repository.topics, given), node)


def releases(repository: Repository, url: str, given: dict[str, Any]) -> Value:
    """A ReleaseConnection, newest first unless asked otherwise; drafts are shown to nobody."""
    order = given.get("orderBy") or {"field": "CREATED_AT", "direction": "DESC"}
    by_name = order["field"] == "NAME"
    shown = sorted(
        (release for release in repository.releases if not release.draft),
        key=lambda release: release.name if by_name else moment(release.published_at),
        reverse=order["direction"] == "DESC",
    )
    newest = _newest(repository)
    return connection(listed(shown, given), lambda release: _release(release, url, latest=release is newest))


def latest_release(repository: Repository, url: str) -> Value | None:
    """The newest release that is neither draft nor prerelease."""
    newest = _newest(repository)
    return _release(newest, url, latest=True) if newest else None


def _newest(repository: Repository) -> Release | None:
    full = (release for release in repository.releases if not release.draft and not release.prerelease)
    return max(full, key=lambda release: release.published_at, default=None)


def _release(release: Release, url: str, *, latest: bool) -> Value:
    at = moment(release.published_at)
    path = f"/releases/tag/{release.tag}"
    return {
        "id": f"RE_{release.tag}",
        "databaseId": int.from_bytes(release.tag.encode()[:3], "big"),
        "tagName": release.tag,
        "name": release.name,
        "description": None,
        "isDraft": False,
        "isPrerelease": release.prerelease,
        "isLatest": latest,
        "createdAt": at,
        "publishedAt": at,
        "updatedAt": at,
        "url": url + path,
        "resourcePath": path,
    }
