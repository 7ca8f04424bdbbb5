"""The addresses below a repository in GitHub's REST API: contents, git objects, releases, tags, commits."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from tests.forge.github_content_shapes import ContentShapes
from tests.forge.objects import SYMLINK, Entry, Objects, Tree
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from tests.forge.world import Release, Repository

_DOCS = "https://docs.github.com/rest"


class RepositoryPaths:
    """Answers for one repository that the asker may see."""

    def __init__(self, repository: Repository, base: str, host_url: str, owner: dict[str, Any]) -> None:
        self._repository = repository
        self._objects = Objects(repository)
        self._shapes = ContentShapes(repository, base, host_url, owner)

    def answer(self, request: Request, rest: list[str]) -> Answer:
        """What lies at the path ``rest`` below the repository's address."""
        match rest:
            case ["contents", *path]:
                answer = self._contents(request, "/".join(path).strip("/"))
            case ["git", "trees", revision]:
                answer = self._tree(revision, recursive="recursive" in request.query)
            case ["git", "blobs", oid]:
                answer = self._blob(request, oid)
            case ["languages"]:
                answer = json_answer(dict(self._repository.languages))
            case ["releases"]:
                answer = json_answer([self._shapes.release(r) for r in self._releases()])
            case ["releases", "latest"]:
                full = [r for r in self._releases() if not r.prerelease]
                answer = json_answer(self._shapes.release(full[0])) if full else _missing()
            case ["tags"]:
                answer = json_answer(self._tags())
            case ["commits"]:
                answer = self._commits()
            case _:
                answer = _missing()
        return answer

    def _releases(self) -> list[Release]:
        shown = (release for release in self._repository.releases if not release.draft)
        return sorted(shown, key=lambda release: release.published_at, reverse=True)

    def _tags(self) -> list[dict[str, Any]]:
        head = self._objects.head
        if head is None:
            return []
        names = [*reversed(self._repository.tags), *(release.tag for release in self._releases())]
        return [self._shapes.tag(name, head) for name in names]

    def _commits(self) -> Answer:
        if self._objects.root is None:
            return _problem("Git Repository is empty.", 409)
        return json_answer([self._shapes.commit(self._objects)])

    def _contents(self, request: Request, path: str) -> Answer:
        root = self._objects.root
        if root is None:
            return _problem("This repository is empty.", 404)
        if not self._objects.names_head(request.query.get("ref", "HEAD")):
            return _problem(f"No commit found for the ref {request.query['ref']}", 404)
        found = root.find(path) if path else None
        folder = found.folder if found else None if path else root
        if folder:
            return json_answer([self._shapes.content(entry, with_body=False) for entry in folder.entries])
        return self._file(request, root, found) if found else _missing()

    def _file(self, request: Request, root: Tree, found: Entry) -> Answer:
        entry = self._followed(root, found)
        if _wants_raw(request) and entry.body is not None:
            return _raw(entry.body)
        return json_answer(self._shapes.content(entry, with_body=True))

    def _followed(self, root: Tree, entry: Entry) -> Entry:
        """A link to a file of the same repository gives that file, any other link itself (documented)."""
        if entry.mode != SYMLINK or entry.body is None:
            return entry
        target = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.body.decode()))
        found = root.find(target)
        return found if found and found.body is not None and found.mode != SYMLINK else entry

    def _tree(self, revision: str, *, recursive: bool) -> Answer:
        root = self._objects.root
        if root is None:
            return _problem("Git Repository is empty.", 409)
        found = self._objects.by_oid(revision)
        folder = (
            root if self._objects.names_head(revision) or revision == root.oid else found and found.folder
        )
        if not folder:
            return _missing()
        entries = list(folder.walk() if recursive else folder.entries)
        return json_answer(self._shapes.tree(folder.oid, entries))

    def _blob(self, request: Request, oid: str) -> Answer:
        found = self._objects.by_oid(oid)
        if found is None or found.body is None:
            return _missing()
        return _raw(found.body) if _wants_raw(request) else json_answer(self._shapes.blob(found))


def _wants_raw(request: Request) -> bool:
    accepted = request.header("accept")
    return "application/vnd.github" in accepted and "raw" in accepted


def _raw(body: bytes) -> Answer:
    return Answer(headers={"Content-Type": "application/vnd.github.raw; charset=utf-8"}, body=body)


def _missing() -> Answer:
    return _problem("Not Found", 404)


def _problem(message: str, status: int) -> Answer:
    return json_answer({"message": message, "documentation_url": _DOCS, "status": str(status)}, status)
