"""Git objects of a repository in the shape of GitLab's GraphQL types."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.forge.gitlab_parts import Value, listed, moment
from tests.forge.objects import Entry, Objects
from tests.forge.paging import connection

if TYPE_CHECKING:
    from tests.forge.world import Repository

_BINARY_PROBE = 8000


def text_of(body: bytes) -> str:
    """A blob's text as GitLab gives it: UTF-8, or guessed to be Latin-1; the bytes cannot be had back."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


class GitValues:
    """The git side of one project."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._objects = Objects(repository)

    def repository(self) -> Value:
        """A Repository."""
        empty = self._objects.root is None
        return {
            "exists": True,
            "empty": empty,
            "rootRef": None if empty else self._repository.default_branch,
            "lastCommit": lambda _info, **given: self._commit(given.get("ref")),
            "blobs": self._blobs,
            "tree": self._tree,
        }

    def _names_head(self, revision: str | None) -> bool:
        return revision is None or self._objects.names_head(revision)

    def _commit(self, revision: str | None) -> Value | None:
        if self._objects.head is None or not self._names_head(revision):
            return None
        author = self._objects.author
        bot = author.is_bot_at_gitlab
        return {
            "sha": self._objects.head,
            "committedDate": moment(self._repository.committed_at),
            "authorName": author.name,
            "author": None if bot is None else {"username": author.login, "bot": bot},
        }

    def _blobs(self, _info: Any, paths: list[str], ref: str | None = None, **given: Any) -> Value | None:
        root = self._objects.root
        if root is None or not self._names_head(ref):
            return connection(listed((), given), dict)
        entries = [entry for path in paths if (entry := root.find(path)) and entry.body is not None]
        return connection(listed(entries, given), _blob)

    def _tree(self, _info: Any, path: str = "", ref: str | None = None, **given: Any) -> Value | None:
        root = self._objects.root
        if root is None or not self._names_head(ref):
            return None
        folder = root
        if path.strip("/"):
            found = root.find(path.strip("/"))
            if found is None or found.folder is None:
                return None
            folder = found.folder
        entries = tuple(folder.walk()) if given.get("recursive") else folder.entries
        return self._tree_value(entries)

    def _tree_value(self, entries: tuple[Entry, ...]) -> Value:
        def of(kind: str) -> Any:
            chosen = [entry for entry in entries if entry.kind == kind]
            return lambda _info, **given: connection(listed(chosen, given), _entry)

        return {
            "lastCommit": lambda _info, **given: self._commit(given.get("ref")),
            "blobs": of("blob"),
            "trees": of("tree"),
            "submodules": of("commit"),
        }


def _entry(entry: Entry) -> Value:
    return {
        "name": entry.name,
        "path": entry.path,
        "flatPath": entry.path,
        "sha": entry.oid,
        "mode": f"{entry.mode:06o}",
        "type": entry.kind,
    }


def _blob(entry: Entry) -> Value:
    body = entry.body or b""
    binary = b"\0" in body[:_BINARY_PROBE]
    return {
        "id": f"gid://gitlab/Blob/{entry.oid}",
        "oid": entry.oid,
        "path": entry.path,
        "name": entry.name,
        "mode": f"{entry.mode:06o}",
        "size": len(body),
        "rawSize": len(body),
        "rawBlob": text_of(body),
        "rawTextBlob": None if binary else text_of(body),
        "base64EncodedBlob": base64.b64encode(body).decode(),
        "lfsOid": None,
        "storedExternally": None,
    }
