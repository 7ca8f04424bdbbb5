"""Groups, users and projects in GitLab's REST answers, as dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.forge.world import OwnerKind

if TYPE_CHECKING:
    from datetime import datetime

    from tests.forge.catalogue import Catalogue
    from tests.forge.world import Owner, Repository

Shape = dict[str, Any]


def moment(at: datetime) -> str:
    """A time as GitLab's REST API writes it, with milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class GitLabShapes:
    """The shapes of one host for one base address of its API."""

    def __init__(self, catalogue: Catalogue, base: str) -> None:
        self._catalogue = catalogue
        self._url = catalogue.host.url
        self._base = base

    def group(self, group: Owner) -> Shape:
        """GET /groups/ID, without the projects that GitLab would list in it."""
        parent = self._catalogue.owner(group.path.rpartition("/")[0]) if "/" in group.path else None
        return {
            "id": group.native_id,
            "web_url": f"{self._url}/groups/{group.path}",
            "name": group.name,
            "path": group.path.rpartition("/")[2],
            "description": group.description or "",
            "visibility": group.visibility.value,
            "full_name": group.path.replace("/", " / "),
            "full_path": group.path,
            "parent_id": parent.native_id if parent else None,
            "created_at": "2018-01-01T00:00:00.000Z",
            "avatar_url": None,
            "archived": False,
            "marked_for_deletion_on": None,
        }

    def user(self, user: Owner) -> Shape:
        """GET /users?username=NAME."""
        return {
            "id": user.native_id,
            "username": user.path,
            "name": user.name,
            "state": "active",
            "locked": False,
            "avatar_url": None,
            "web_url": f"{self._url}/{user.path}",
        }

    def project(self, repository: Repository) -> Shape:
        """A project."""
        url = f"{self._url}/{repository.path}"
        more: Shape = {}
        if parent := self._catalogue.parent(repository):
            more["forked_from_project"] = self._simple(parent)
        return {
            **self._simple(repository),
            "visibility": repository.visibility.value,
            "archived": repository.archived,
            "empty_repo": repository.empty,
            "mirror": repository.mirror_of is not None,
            "updated_at": moment(repository.updated_at),
            "issues_enabled": repository.has_issues,
            "wiki_enabled": repository.has_wiki,
            "open_issues_count": 0,
            "marked_for_deletion_on": None,
            "_links": {"self": f"{self._base}/projects/{repository.native_id}"},
            "readme_url": f"{url}/-/blob/{repository.default_branch}/README.md"
            if not repository.empty
            else None,
            **more,
        }

    def _simple(self, repository: Repository) -> Shape:
        url = f"{self._url}/{repository.path}"
        return {
            "id": repository.native_id,
            "description": repository.description,
            "name": repository.name,
            "name_with_namespace": repository.path.replace("/", " / "),
            "path": repository.name,
            "path_with_namespace": repository.path,
            "created_at": moment(repository.created_at),
            "default_branch": None if repository.empty else repository.default_branch,
            "tag_list": list(repository.topics),
            "topics": list(repository.topics),
            "ssh_url_to_repo": f"git@{self._catalogue.host.name}:{repository.path}.git",
            "http_url_to_repo": f"{url}.git",
            "web_url": url,
            "avatar_url": None,
            "forks_count": repository.forks,
            "star_count": repository.stars,
            "last_activity_at": moment(repository.updated_at),
            "namespace": self._namespace(repository.owner),
        }

    def _namespace(self, path: str) -> Shape:
        owner = self._catalogue.owner(path)
        is_user = owner is not None and owner.kind is OwnerKind.USER
        return {
            "id": owner.native_id if owner else 1,
            "name": owner.name if owner else path,
            "path": path.rpartition("/")[2],
            "kind": "user" if is_user else "group",
            "full_path": path,
            "parent_id": None,
            "web_url": f"{self._url}/{path}" if is_user else f"{self._url}/groups/{path}",
        }
