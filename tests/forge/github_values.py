"""A GitHub host's owners and repositories as its GraphQL types: dictionaries that compute on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.forge.github_cost import refusal
from tests.forge.github_git import GitValues
from tests.forge.github_parts import (
    Value,
    conduct,
    language,
    languages,
    latest_release,
    licence,
    listed,
    moment,
    node_id,
    owner_prefix,
    paged,
    releases,
    topics,
)
from tests.forge.objects import Objects
from tests.forge.paging import Order, connection, page_of
from tests.forge.world import OwnerKind, Repository, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Token
    from tests.forge.world import Owner

_ORDERS: dict[str, Callable[[Repository], Any]] = {
    "CREATED_AT": lambda r: moment(r.created_at),
    "NAME": lambda r: r.name.lower(),
    "PUSHED_AT": lambda r: moment(r.pushed_at),
    "STARGAZERS": lambda r: r.stars,
    "UPDATED_AT": lambda r: moment(r.updated_at),
}


class GitHubValues:
    """The values of one host as far as the bearer of ``token`` sees them."""

    def __init__(self, catalogue: Catalogue, token: Token | None) -> None:
        self._catalogue = catalogue
        self._token = token
        self._url = catalogue.host.url

    def owner(self, owner: Owner) -> Value:
        """An Organization or User."""
        oldest = "2018-01-01T00:00:00Z"
        return {
            "__typename": "User" if owner.kind is OwnerKind.USER else "Organization",
            "id": node_id(owner_prefix(owner), owner.native_id),
            "databaseId": owner.native_id,
            "login": owner.path,
            "name": owner.name,
            "description": owner.description,
            "bio": owner.description,
            "email": "",
            "isVerified": owner.verified,
            "websiteUrl": owner.website,
            "avatarUrl": f"{self._url}/{owner.path}.png",
            "url": f"{self._url}/{owner.path}",
            "resourcePath": f"/{owner.path}",
            "createdAt": oldest,
            "updatedAt": oldest,
            "repositories": lambda _info, **given: self._repositories(owner, given),
            "repository": lambda _info, name, **_: self.repository_at(f"{owner.path}/{name}"),
        }

    def repository_at(self, path: str, *, follow_renames: bool = True) -> Value:
        """A Repository by ``owner/name``; NOT_FOUND where there is none."""
        found = self._catalogue.repository(path, self._token)
        if found is None and follow_renames:
            found = self._catalogue.renamed(path, self._token)
        if found is None:
            raise refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{path}'.")
        return self.repository(found)

    def _repositories(self, owner: Owner, given: dict[str, Any]) -> Value:
        chosen = [r for r in self._catalogue.repositories(owner, self._token) if _wanted(r, given)]
        order = given.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
        value = _ORDERS[order["field"]]
        ranking: Order[Repository] = Order(
            key=lambda r: (value(r), r.native_id), descending=order["direction"] == "DESC"
        )
        page = paged(lambda bounds: page_of(chosen, ranking, bounds), given)
        return connection(page, self.repository, totalDiskUsage=sum(r.disk_kilobytes for r in chosen))

    def repository(self, repository: Repository) -> Value:
        """A Repository with all its fields."""
        url = f"{self._url}/{repository.path}"
        git = GitValues(repository, Objects(repository), url, lambda: self.repository(repository))
        return {
            "__typename": "Repository",
            "id": node_id("R", repository.native_id),
            "databaseId": repository.native_id,
            "name": repository.name,
            "nameWithOwner": repository.path,
            "url": url,
            "resourcePath": f"/{repository.path}",
            "sshUrl": f"git@{self._catalogue.host.name}:{repository.path}.git",
            **_facts(repository),
            "owner": lambda _info: self.owner(self._catalogue.owner_of(repository)),
            "isInOrganization": not self._catalogue.is_user(repository),
            "parent": lambda _info: self._maybe(self._catalogue.parent(repository)),
            "templateRepository": lambda _info: self._maybe(self._catalogue.template(repository)),
            "securityPolicyUrl": f"{url}/security/policy" if repository.security_policy else None,
            "languages": lambda _info, **given: languages(repository, given),
            "repositoryTopics": lambda _info, **given: topics(repository, self._url, given),
            "releases": lambda _info, **given: releases(repository, url, given),
            "latestRelease": lambda _info: latest_release(repository, url),
            "watchers": lambda _info, **given: _watchers(repository, given),
            "object": git.object,
            "defaultBranchRef": lambda _info: git.branch(),
            "ref": lambda _info, qualifiedName: git.ref(qualifiedName),  # noqa: N803 — GitHub's argument
            "refs": git.refs,
        }

    def _maybe(self, repository: Repository | None) -> Value | None:
        return self.repository(repository) if repository else None


def _facts(repository: Repository) -> Value:
    """Fields that say what the forge was told."""
    main = max(repository.languages.items(), key=lambda pair: pair[1], default=(None, 0))[0]
    return {
        "description": repository.description,
        "homepageUrl": repository.homepage,
        "visibility": repository.visibility.value.upper(),
        "isPrivate": repository.visibility is not Visibility.PUBLIC,
        "isFork": repository.fork_of is not None,
        "isArchived": repository.archived,
        "archivedAt": moment(repository.updated_at) if repository.archived else None,
        "isTemplate": repository.is_template,
        "isEmpty": repository.empty,
        "isDisabled": repository.disabled,
        "isLocked": False,
        "isMirror": repository.mirror_of is not None,
        "mirrorUrl": repository.mirror_of,
        "hasIssuesEnabled": repository.has_issues,
        "hasWikiEnabled": repository.has_wiki,
        "stargazerCount": repository.stars,
        "forkCount": repository.forks,
        "diskUsage": 0 if repository.empty else repository.disk_kilobytes,
        "createdAt": moment(repository.created_at),
        "pushedAt": moment(repository.pushed_at),
        "updatedAt": moment(repository.updated_at),
        "isSecurityPolicyEnabled": repository.security_policy,
        "licenseInfo": licence(repository.licence),
        "codeOfConduct": conduct(repository.code_of_conduct),
        "primaryLanguage": language(main) if main else None,
    }


def _watchers(repository: Repository, given: dict[str, Any]) -> Value:
    nobody: tuple[Value, ...] = ()
    return connection(listed(nobody, given), dict) | {"totalCount": repository.watchers}


def _wanted(repository: Repository, given: dict[str, Any]) -> bool:
    private = repository.visibility is not Visibility.PUBLIC
    affiliations = given.get("ownerAffiliations")
    facts: tuple[tuple[str, object], ...] = (
        ("privacy", "PRIVATE" if private else "PUBLIC"),
        ("visibility", repository.visibility.value.upper()),
        ("isFork", repository.fork_of is not None),
        ("isArchived", repository.archived),
        ("isLocked", False),
        ("hasIssuesEnabled", repository.has_issues),
    )
    owned = affiliations is None or "OWNER" in affiliations
    return owned and all(given.get(name) in (None, fact) for name, fact in facts)
