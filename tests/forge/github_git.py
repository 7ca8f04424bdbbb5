"""Git objects in the shape of GitHub's GraphQL types: trees, blobs, the head commit, branches and tags."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.forge.github_parts import Value, listed, moment, stranger
from tests.forge.objects import TITLE, Entry, Objects, Tree
from tests.forge.paging import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.world import Repository

TEXT_LIMIT = 512_000  # bytes of a blob's text before it is cut; GitHub publishes no figure
_BINARY_PROBE = 8000  # like git, look for a NUL at the beginning only


class GitValues:
    """The git side of one repository; ``value`` makes the repository's own value for the way back."""

    def __init__(
        self, repository: Repository, objects: Objects, url: str, value: Callable[[], Value]
    ) -> None:
        self._repository = repository
        self._objects = objects
        self._url = url
        self._value = value

    def object(self, _info: Any, expression: str | None = None, oid: str | None = None) -> Value | None:
        """What a revision names: ``HEAD``, ``HEAD:``, ``BRANCH:PATH`` or an object id; None for nothing."""
        root = self._objects.root
        if root is None:
            return None
        revision, colon, path = (expression or oid or "").partition(":")
        if not self._objects.names_head(revision):
            found = self._objects.by_oid(revision)
            return self._entry(found) if found and not colon else None
        if not colon:
            return self.commit()
        if not path.strip("/"):
            return self.tree(root)
        found = root.find(path.strip("/"))
        return self._entry(found) if found else None

    def _entry(self, entry: Entry) -> Value | None:
        if entry.folder:
            return self.tree(entry.folder)
        return (
            None if entry.body is None else self._blob(entry.oid, entry.body)
        )  # a submodule's commit lies elsewhere

    def _common(self, kind: str, oid: str) -> Value:
        return {
            "__typename": kind,
            "id": f"{kind[0]}_{self._repository.native_id}_{oid}",
            "oid": oid,
            "abbreviatedOid": oid[:7],
            "commitUrl": f"{self._url}/commit/{oid}",
            "repository": lambda _info: self._value(),
        }

    def tree(self, tree: Tree) -> Value:
        """A Tree with its entries."""
        return self._common("Tree", tree.oid) | {
            "entries": lambda _info: [self._tree_entry(e) for e in tree.entries]
        }

    def _tree_entry(self, entry: Entry) -> Value:
        extension = "." + entry.name.rpartition(".")[2] if "." in entry.name else ""
        return {
            "name": entry.name,
            "nameRaw": base64.b64encode(entry.name.encode()).decode(),
            "path": entry.path,
            "pathRaw": base64.b64encode(entry.path.encode()).decode(),
            "extension": extension,
            "type": entry.kind,
            "mode": entry.mode,
            "oid": entry.oid,
            "size": entry.size,
            "object": lambda _info: self._entry(entry),
            "repository": lambda _info: self._value(),
        }

    def _blob(self, oid: str, body: bytes) -> Value:
        binary = b"\0" in body[:_BINARY_PROBE]
        return self._common("Blob", oid) | {
            "byteSize": len(body),
            "isBinary": binary,
            "isTruncated": len(body) > TEXT_LIMIT and not binary,
            "text": None
            if binary
            else body[:TEXT_LIMIT].decode("utf-8", "replace"),  # odd bytes are lost, as at GitHub
        }

    def commit(self) -> Value:
        """The head commit, the only one."""
        head, root = self._objects.head, self._objects.root
        if head is None or root is None:
            raise LookupError(f"{self._repository.path} is empty")
        at = moment(self._repository.committed_at)
        actor = self._actor(at)
        return self._common("Commit", head) | {
            "url": f"{self._url}/commit/{head}",
            "resourcePath": f"/{self._repository.path}/commit/{head}",
            "committedDate": at,
            "authoredDate": at,
            "author": actor,
            "committer": actor,
            "authors": lambda _info, **given: connection(listed((actor,), given), dict),
            "message": self._objects.message,
            "messageHeadline": TITLE,
            "tree": lambda _info: self.tree(root),
            "history": lambda _info, **given: connection(listed((head,), given), lambda _: self.commit()),
        }

    def _actor(self, at: str) -> Value:
        author = self._objects.author
        host_url = self._url.removesuffix(f"/{self._repository.path}")
        return {
            "name": author.name,
            "email": author.address,
            "date": at,
            "avatarUrl": "",
            "user": stranger(author.login, host_url) if author.at_github == "User" else None,
        }

    def branch(self) -> Value | None:
        """The default branch; None for an empty repository."""
        if self._objects.root is None:
            return None
        return self._ref(self._repository.default_branch, "refs/heads/")

    def ref(self, qualified: str) -> Value | None:
        """A branch or tag by its name, short or whole."""
        if self._objects.root is None:
            return None
        name = qualified.removeprefix("refs/heads/").removeprefix("refs/tags/")
        if name == self._repository.default_branch:
            return self.branch()
        return self._ref(name, "refs/tags/") if name in self._tags() else None

    def refs(self, _info: Any, refPrefix: str, **given: Any) -> Value | None:  # noqa: N803 — GitHub's argument
        """Branches or tags; every tag names the head commit."""
        if self._objects.root is None:
            return connection(listed((), given), dict)
        tags = refPrefix.startswith("refs/tags")
        names = self._tags() if tags else (self._repository.default_branch,)
        order = given.get("orderBy") or {}
        if order.get("field") == "ALPHABETICAL" or not order:
            names = tuple(sorted(names))
        if (order.get("direction") or given.get("direction")) == "DESC":
            names = names[::-1]
        prefix = "refs/tags/" if tags else "refs/heads/"
        return connection(listed(names, given), lambda name: self._ref(name, prefix))

    def _tags(self) -> tuple[str, ...]:
        """Oldest first: the releases' tags by date, then those without a release."""
        released = sorted((r for r in self._repository.releases if not r.draft), key=lambda r: r.published_at)
        return tuple(release.tag for release in released) + self._repository.tags

    def _ref(self, name: str, prefix: str) -> Value:
        return {
            "id": f"REF_{self._repository.native_id}_{name}",
            "name": name,
            "prefix": prefix,
            "target": lambda _info: self.commit(),
            "repository": lambda _info: self._value(),
        }
