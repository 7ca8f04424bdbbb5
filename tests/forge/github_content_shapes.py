"""What lies in a repository, in GitHub's REST answers: contents, git objects, releases, commits, tags."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.forge.github_parts import moment
from tests.forge.objects import AUTHORS, EXECUTABLE, FILE, FOLDER, SUBMODULE, SYMLINK, Entry, Objects

if TYPE_CHECKING:
    from tests.forge.world import Release, Repository

Shape = dict[str, Any]
LARGEST_CONTENT = 1 << 20  # larger files come without content (docs: "Repository contents", 1 to 100 MB)
_TYPES = {FILE: "file", EXECUTABLE: "file", SYMLINK: "symlink", FOLDER: "dir", SUBMODULE: "submodule"}
_LINE = 60  # characters of base64 on a line, as GitHub breaks them


class ContentShapes:
    """The shapes of one repository; ``base`` is the API's address, ``host_url`` the forge's for people."""

    def __init__(self, repository: Repository, base: str, host_url: str, author: Shape) -> None:
        self._repository = repository
        self._url = f"{base}/repos/{repository.path}"
        self._html_url = f"{host_url}/{repository.path}"
        self._author = author

    def content(self, entry: Entry, *, with_body: bool) -> Shape:
        """One file, folder, link or submodule of GET …/contents/PATH."""
        branch, kind = self._repository.default_branch, _TYPES[entry.mode]
        url = f"{self._url}/contents/{entry.path}?ref={branch}"
        html_url = f"{self._html_url}/blob/{branch}/{entry.path}"
        git_url = f"{self._url}/git/{entry.kind}s/{entry.oid}"
        raw_url = f"{self._html_url}/raw/{branch}/{entry.path}"
        shape: Shape = {
            "name": entry.name,
            "path": entry.path,
            "sha": entry.oid,
            "size": entry.size,
            "url": url,
            "html_url": html_url,
            "git_url": git_url,
            "download_url": raw_url if kind == "file" else None,
            "type": kind,
            "_links": {"self": url, "git": git_url, "html": html_url},
        }
        if with_body and kind == "file":
            large = entry.size > LARGEST_CONTENT
            shape |= {"encoding": "none" if large else "base64"}
            shape |= {"content": "" if large else _broken(entry.body or b"")}
        elif with_body and kind == "symlink":
            shape["target"] = (entry.body or b"").decode()
        elif kind == "submodule":
            shape["submodule_git_url"] = f"https://git.example/{entry.name}.git"
            shape["type"] = "submodule" if with_body else "file"  # GitHub's lists say "file"
        return shape

    def tree(self, oid: str, entries: list[Entry]) -> Shape:
        """GET …/git/trees/REVISION."""
        url = f"{self._url}/git"

        def shown(entry: Entry) -> Shape:
            shape: Shape = {
                "path": entry.path,
                "mode": f"{entry.mode:06o}",
                "type": entry.kind,
                "sha": entry.oid,
            }
            if entry.kind == "blob":
                shape["size"] = entry.size
            return shape if entry.kind == "commit" else shape | {"url": f"{url}/{entry.kind}s/{entry.oid}"}

        return {
            "sha": oid,
            "url": f"{url}/trees/{oid}",
            "tree": [shown(entry) for entry in entries],
            "truncated": False,
        }

    def blob(self, entry: Entry) -> Shape:
        """GET …/git/blobs/ID."""
        return {
            "sha": entry.oid,
            "node_id": f"B_{entry.oid}",
            "size": entry.size,
            "url": f"{self._url}/git/blobs/{entry.oid}",
            "content": _broken(entry.body or b""),
            "encoding": "base64",
        }

    def release(self, release: Release) -> Shape:
        """A release."""
        at = moment(release.published_at)
        number = int.from_bytes(release.tag.encode()[:3], "big")
        url = f"{self._url}/releases/{number}"
        return {
            "id": number,
            "node_id": f"RE_{number}",
            "url": url,
            "assets_url": f"{url}/assets",
            "upload_url": f"{url}/assets{{?name,label}}",
            "html_url": f"{self._html_url}/releases/tag/{release.tag}",
            "tarball_url": f"{self._url}/tarball/{release.tag}",
            "zipball_url": f"{self._url}/zipball/{release.tag}",
            "tag_name": release.tag,
            "target_commitish": self._repository.default_branch,
            "name": release.name,
            "body": f"Thanks to @{AUTHORS[self._repository.committer].login}",
            "draft": release.draft,
            "prerelease": release.prerelease,
            "created_at": at,
            "published_at": at,
            "author": self._author,
            "assets": [],
        }

    def tag(self, name: str, head: str) -> Shape:
        """A tag."""
        return {
            "name": name,
            "node_id": f"REF_{name}",
            "commit": {"sha": head, "url": f"{self._url}/commits/{head}"},
            "zipball_url": f"{self._url}/zipball/refs/tags/{name}",
            "tarball_url": f"{self._url}/tarball/refs/tags/{name}",
        }

    def commit(self, objects: Objects) -> Shape:
        """The head commit; ``author`` is null where the address belongs to no account."""
        head, root = objects.head or "", objects.root
        author = objects.author
        who = {"name": author.name, "email": author.address, "date": moment(self._repository.committed_at)}
        account = {"login": author.login, "type": author.at_github}
        known = self._author | account if author.at_github else None
        tree = root.oid if root else ""
        return {
            "sha": head,
            "node_id": f"C_{head}",
            "url": f"{self._url}/commits/{head}",
            "html_url": f"{self._html_url}/commit/{head}",
            "comments_url": f"{self._url}/commits/{head}/comments",
            "commit": {
                "url": f"{self._url}/git/commits/{head}",
                "author": who,
                "committer": who,
                "message": objects.message,
                "comment_count": 0,
                "tree": {"sha": tree, "url": f"{self._url}/git/trees/{tree}"},
                "verification": {
                    "verified": True,
                    "reason": "valid",
                    "signature": "(a signature)",
                    "payload": f"tree {tree}\nauthor {author.name} <{author.address}> 0 +0000",
                    "verified_at": moment(self._repository.committed_at),
                },
            },
            "author": known,
            "committer": known,
            "parents": [],
        }


def _broken(body: bytes) -> str:
    text = base64.b64encode(body).decode()
    return "".join(text[start : start + _LINE] + "\n" for start in range(0, len(text), _LINE))
