"""The addresses below a project in GitLab's REST API: tree, files, blobs, languages, releases, commits."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.forge.gitlab_shapes import moment
from tests.forge.objects import TITLE, Entry, Objects
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from tests.forge.world import Repository

USUAL_PAGE, LARGEST_PAGE = 20, 100


class ProjectPaths:
    """Answers for one project that the asker may see."""

    def __init__(self, repository: Repository, host_url: str, base: str) -> None:
        self._repository = repository
        self._objects = Objects(repository)
        self._api_url = f"{base}/projects/{repository.native_id}"
        self._url = f"{host_url}/{repository.path}"

    def answer(self, request: Request, rest: list[str]) -> Answer:
        """What lies at ``rest`` below the project's address; file paths arrive as one decoded part."""
        match rest:
            case ["repository", "tree"]:
                answer = self._tree(request)
            case ["repository", "files", *path, "raw"]:
                entry = self._file(request, "/".join(path))
                answer = self._raw(entry) if entry else _missing("File")
            case ["repository", "files", *path]:
                entry = self._file(request, "/".join(path))
                answer = self._described(entry) if entry else _missing("File")
            case ["repository", "blobs", oid, "raw"]:
                found = self._objects.by_oid(oid)
                answer = self._raw(found) if found and found.body is not None else _missing("Blob")
            case ["repository", "commits"]:
                answer = json_answer([self._commit()] if self._objects.root else [])
            case ["languages"]:
                total = sum(self._repository.languages.values()) or 1
                shares = {name: round(100 * n / total, 2) for name, n in self._repository.languages.items()}
                answer = json_answer(shares)
            case ["releases"]:
                answer = json_answer(self._releases())
            case _:
                answer = _missing("")
        return answer

    def _tree(self, request: Request) -> Answer:
        root, query = self._objects.root, request.query
        if root is None or not self._objects.names_head(query.get("ref", "HEAD")):
            return _missing("Tree")
        path = query.get("path", "").strip("/")
        found = root.find(path) if path else None
        folder = found.folder if found else None if path else root
        if folder is None:
            return _missing("invalid revision or path")
        entries = list(folder.walk()) if query.get("recursive") in ("true", "1") else list(folder.entries)
        size = min(LARGEST_PAGE, int(query.get("per_page", USUAL_PAGE)))
        page = int(query.get("page", 1))
        shown = entries[(page - 1) * size : page * size]
        headers = {"X-Page": str(page), "X-Next-Page": ""}
        if page * size < len(entries):
            again = urlencode({**query, "page": page + 1, "per_page": size})
            url = f"{self._api_url}/repository/tree?{again}"
            headers |= {"X-Next-Page": str(page + 1), "Link": f'<{url}>; rel="next"'}
        return json_answer([_entry(entry) for entry in shown], headers=headers)

    def _file(self, request: Request, path: str) -> Entry | None:
        root = self._objects.root
        if root is None or not self._objects.names_head(request.query.get("ref", "HEAD")):
            return None
        found = root.find(path)
        return found if found and found.body is not None else None

    def _raw(self, entry: Entry) -> Answer:
        headers = {**self._headers(entry), "Content-Type": "text/plain; charset=utf-8"}
        return Answer(headers=headers, body=entry.body or b"")

    def _described(self, entry: Entry) -> Answer:
        body = entry.body or b""
        shape = {
            "file_name": entry.name,
            "file_path": entry.path,
            "size": len(body),
            "encoding": "base64",
            "content_sha256": hashlib.sha256(body).hexdigest(),
            "ref": self._repository.default_branch,
            "blob_id": entry.oid,
            "commit_id": self._objects.head,
            "last_commit_id": self._objects.head,
            "execute_filemode": entry.mode & 0o111 == 0o111,
            "content": base64.b64encode(body).decode(),
        }
        return json_answer(shape, headers=self._headers(entry))

    def _headers(self, entry: Entry) -> dict[str, str]:
        return {
            "X-Gitlab-Blob-Id": entry.oid,
            "X-Gitlab-Commit-Id": self._objects.head or "",
            "X-Gitlab-Content-Sha256": hashlib.sha256(entry.body or b"").hexdigest(),
            "X-Gitlab-File-Path": entry.path,
            "X-Gitlab-Ref": self._repository.default_branch,
            "X-Gitlab-Size": str(entry.size),
        }

    def _commit(self) -> dict[str, Any]:
        head = self._objects.head or ""
        author = self._objects.author
        at = moment(self._repository.committed_at)
        return {
            "id": head,
            "short_id": head[:8],
            "title": TITLE,
            "message": self._objects.message,
            "author_name": author.name,
            "author_email": author.address,
            "authored_date": at,
            "committer_name": author.name,
            "committer_email": author.address,
            "committed_date": at,
            "created_at": at,
            "parent_ids": [],
            "web_url": f"{self._url}/-/commit/{head}",
        }

    def _releases(self) -> list[dict[str, Any]]:
        shown = sorted(
            (r for r in self._repository.releases if not r.draft), key=lambda r: r.published_at, reverse=True
        )
        return [{"tag_name": r.tag, "name": r.name, "released_at": moment(r.published_at)} for r in shown]


def _entry(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.oid,
        "name": entry.name,
        "type": entry.kind,
        "path": entry.path,
        "mode": f"{entry.mode:06o}",
    }


def _missing(what: str) -> Answer:
    return json_answer({"message": f"404 {what} Not Found".replace("  ", " ")}, 404)
