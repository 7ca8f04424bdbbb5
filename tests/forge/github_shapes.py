"""Accounts and repositories in GitHub's REST answers, as dictionaries.

Addresses of the API (``url``, ``…_url``) lie where the sample forge answers; addresses for people
(``html_url``, ``clone_url``) carry the host's stable name. A test checks all of it against GitHub's OpenAPI
description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.forge.github_addresses import OWNER_PARTS, REPOSITORY_PARTS
from tests.forge.github_parts import licence, moment, node_id, owner_prefix
from tests.forge.world import OwnerKind, Visibility

if TYPE_CHECKING:
    from tests.forge.catalogue import Catalogue
    from tests.forge.world import Owner, Repository

Shape = dict[str, Any]


class GitHubShapes:
    """The shapes of one host for one base address of its API."""

    def __init__(self, catalogue: Catalogue, base: str) -> None:
        self._catalogue = catalogue
        self._host = catalogue.host
        self._base = base

    def simple_owner(self, owner: Owner) -> Shape:
        """The account as it stands within other answers."""
        return self._person(
            owner.path, owner.native_id, owner_prefix(owner), is_user=owner.kind is OwnerKind.USER
        )

    def _person(self, login: str, number: int, prefix: str, *, is_user: bool) -> Shape:
        url = f"{self._base}/users/{login}"
        return {
            "login": login,
            "id": number,
            "node_id": node_id(prefix, number),
            "avatar_url": f"{self._host.url}/{login}.png",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self._host.url}/{login}",
            "type": "User" if is_user else "Organization",
            "user_view_type": "public",
            "site_admin": False,
            **{name: url + suffix for name, suffix in OWNER_PARTS},
        }

    def user(self, owner: Owner) -> Shape:
        """GET /users/NAME, for organisations too."""
        return self.simple_owner(owner) | {
            "name": owner.name,
            "company": None,
            "blog": owner.website or "",
            "location": None,
            "email": None,
            "hireable": None,
            "bio": owner.description,
            "twitter_username": None,
            "public_gists": 0,
            **self._account_counts(owner),
        }

    def simple_organisation(self, owner: Owner) -> Shape:
        """An organisation as it stands in GET /organizations."""
        url = f"{self._base}/orgs/{owner.path}"
        return {
            "login": owner.path,
            "id": owner.native_id,
            "node_id": node_id("O", owner.native_id),
            "url": url,
            "repos_url": f"{url}/repos",
            "events_url": f"{url}/events",
            "hooks_url": f"{url}/hooks",
            "issues_url": f"{url}/issues",
            "members_url": f"{url}/members{{/member}}",
            "public_members_url": f"{url}/public_members{{/member}}",
            "avatar_url": f"{self._host.url}/{owner.path}.png",
            "description": owner.description,
        }

    def organisation(self, owner: Owner) -> Shape:
        """GET /orgs/NAME."""
        return self.simple_organisation(owner) | {
            "name": owner.name,
            "blog": owner.website or "",
            "html_url": f"{self._host.url}/{owner.path}",
            "is_verified": owner.verified,
            "has_organization_projects": True,
            "has_repository_projects": True,
            "public_gists": 0,
            "type": "Organization",
            "archived_at": None,
            **self._account_counts(owner),
        }

    def _account_counts(self, owner: Owner) -> Shape:
        return {
            "public_repos": len(self._catalogue.repositories(owner)),
            "followers": 0,
            "following": 0,
            "created_at": "2018-01-01T00:00:00Z",
            "updated_at": "2018-01-01T00:00:00Z",
        }

    def repository(self, repository: Repository) -> Shape:
        """A repository as it stands in lists; the fields of "Minimal Repository" and those every list has."""
        url = f"{self._base}/repos/{repository.path}"
        html_url = f"{self._host.url}/{repository.path}"
        return {
            "id": repository.native_id,
            "node_id": node_id("R", repository.native_id),
            "name": repository.name,
            "full_name": repository.path,
            "owner": self._owner_of(repository),
            "private": repository.visibility is not Visibility.PUBLIC,
            "html_url": html_url,
            "url": url,
            "git_url": f"git://{self._host.name}/{repository.path}.git",
            "ssh_url": f"git@{self._host.name}:{repository.path}.git",
            "clone_url": f"{html_url}.git",
            "svn_url": html_url,
            **{name: url + suffix for name, suffix in REPOSITORY_PARTS},
            **_facts(repository),
        }

    def full_repository(self, repository: Repository) -> Shape:
        """GET /repos/OWNER/NAME."""
        more: Shape = {"network_count": repository.forks, "subscribers_count": repository.watchers}
        if parent := self._catalogue.parent(repository):
            more |= {"parent": self.repository(parent), "source": self.repository(parent)}
        if template := self._catalogue.template(repository):
            more["template_repository"] = self.repository(template)
        return self.repository(repository) | more

    def _owner_of(self, repository: Repository) -> Shape:
        owner = self._catalogue.owner(repository.owner)
        if owner:
            return self.simple_owner(owner)
        return self._person(repository.owner, 1, "O", is_user=False)  # a parent outside the world


def _facts(repository: Repository) -> Shape:
    """What the forge was told of a repository."""
    main = max(repository.languages.items(), key=lambda pair: pair[1], default=(None, 0))[0]
    return {
        "description": repository.description,
        "homepage": repository.homepage,
        "fork": repository.fork_of is not None,
        "created_at": moment(repository.created_at),
        "updated_at": moment(repository.updated_at),
        "pushed_at": moment(repository.pushed_at),
        "size": 0 if repository.empty else repository.disk_kilobytes,
        "stargazers_count": repository.stars,
        "watchers_count": repository.stars,  # GitHub's REST API calls stars watchers
        "watchers": repository.stars,
        "language": main,
        "has_issues": repository.has_issues,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": repository.has_wiki,
        "has_pages": False,
        "has_discussions": False,
        "forks_count": repository.forks,
        "forks": repository.forks,
        "mirror_url": repository.mirror_of,
        "archived": repository.archived,
        "disabled": repository.disabled,
        "open_issues_count": 0,
        "open_issues": 0,
        "license": _licence(repository.licence),
        "allow_forking": True,
        "is_template": repository.is_template,
        "web_commit_signoff_required": False,
        "topics": list(repository.topics),
        "visibility": repository.visibility.value,
        "default_branch": repository.default_branch,
    }


def _licence(spdx: str | None) -> Shape | None:
    found = licence(spdx)
    if found is None:
        return None
    names = {"id": "node_id", "key": "key", "name": "name", "spdxId": "spdx_id", "url": "url"}
    return {ours: found[theirs] for theirs, ours in names.items()}
