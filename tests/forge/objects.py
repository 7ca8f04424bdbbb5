"""Git's own objects of a repository's default branch: true ids of blobs, trees and the head commit.

An object's id is the SHA-1 of ``TYPE SIZE NUL BYTES`` (Pro Git, chapter 10.2 "Git Objects").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING

from tests.forge.world import Committer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forge.world import Repository

FILE, EXECUTABLE, SYMLINK, FOLDER, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o040000, 0o160000


def object_id(kind: str, body: bytes) -> str:
    """The id that git gives to an object of that kind with these bytes."""
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)) + body, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name in a tree; ``body`` is None for folders and submodules."""

    path: str
    mode: int
    oid: str
    body: bytes | None = None
    folder: Tree | None = None

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def kind(self) -> str:
        """Git's word: blob, tree or commit."""
        if self.mode == FOLDER:
            return "tree"
        return "commit" if self.mode == SUBMODULE else "blob"

    @property
    def size(self) -> int:
        """Bytes of a blob, 0 for the rest."""
        return len(self.body or b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A folder with its id; entries stand in git's order."""

    path: str
    oid: str
    entries: tuple[Entry, ...]

    def find(self, path: str) -> Entry | None:
        """The entry at a path below this folder, or None; paths are compared exactly, as git does."""
        name, _, rest = path.partition("/")
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None or not rest:
            return entry
        return entry.folder.find(rest) if entry.folder else None

    def walk(self) -> Iterator[Entry]:
        """All entries below, folders before their contents."""
        for entry in self.entries:
            yield entry
            if entry.folder:
                yield from entry.folder.walk()


class Objects:
    """The objects of one repository, made when first asked for."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    @cached_property
    def root(self) -> Tree | None:
        """The root folder of the default branch; None for a repository without commits."""
        if self.repository.empty:
            return None
        leaves: list[Entry] = []
        for path, body in self.repository.files.items():
            mode = EXECUTABLE if path in self.repository.executables else FILE
            leaves.append(Entry(path=path, mode=mode, oid=object_id("blob", body), body=body))
        for path, target in self.repository.symlinks.items():
            body = target.encode()
            leaves.append(Entry(path=path, mode=SYMLINK, oid=object_id("blob", body), body=body))
        for path, commit in self.repository.submodules.items():
            leaves.append(Entry(path=path, mode=SUBMODULE, oid=commit))
        return _tree("", leaves)

    @cached_property
    def head(self) -> str | None:
        """Id of the head commit: a commit object with no parent, made at ``committed_at``."""
        if self.root is None:
            return None
        seconds = int(self.repository.committed_at.replace(tzinfo=UTC).timestamp())
        who = f"{self.author.name} <{self.author.address}> {seconds} +0000"
        text = f"tree {self.root.oid}\nauthor {who}\ncommitter {who}\n\n{self.message}\n"
        return object_id("commit", text.encode())

    @property
    def author(self) -> Author:
        """Who made the head commit."""
        return AUTHORS[self.repository.committer]

    @property
    def message(self) -> str:
        """What the head commit says: like many, it names its author once more."""
        return f"{TITLE}\n\nSigned-off-by: {self.author.name} <{self.author.address}>"

    def names_head(self, revision: str) -> bool:
        """Whether ``revision`` is a way to say the head of the default branch."""
        branch = self.repository.default_branch
        return revision in {"HEAD", branch, f"refs/heads/{branch}", self.head}

    def by_oid(self, oid: str) -> Entry | None:
        """The blob or folder with that id, or None."""
        return next((e for e in self.root.walk() if e.oid == oid), None) if self.root else None


TITLE = "Work on the sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made a commit, and what each forge knows of an account with that address (None: there is none)."""

    name: str
    address: str
    login: str
    at_github: str | None = None  # the type of the account, in GitHub's words
    is_bot_at_gitlab: bool | None = None


AUTHORS = {
    Committer.PERSON: Author(
        name="Sample Person",
        address="sample-person@example.org",
        login="sample-person",
        at_github="User",
        is_bot_at_gitlab=False,
    ),
    Committer.PRIVATE: Author(
        name="Sample Private",
        address="7+sample-private@users.noreply.example.org",
        login="sample-private",
        at_github="User",
    ),
    Committer.BOT: Author(
        name="sample[bot]",
        address="1+sample[bot]@users.noreply.example.org",
        login="sample[bot]",
        at_github="Bot",
        is_bot_at_gitlab=True,
    ),
    Committer.WORKFLOW: Author(
        name="github-actions[bot]",
        address="41898282+github-actions[bot]@users.noreply.example.org",
        login="github-actions[bot]",
        at_github="Bot",
    ),
    Committer.RENOVATE: Author(
        name="Renovate Bot", address="renovate@whitesourcesoftware.com", login="renovate"
    ),
    Committer.PROJECT_BOT: Author(
        name="Sample token",
        address="project_123_bot_0a1b2c@noreply.example.org",
        login="project_123_bot_0a1b2c",
        is_bot_at_gitlab=True,
    ),
    Committer.UNKNOWN: Author(name="Nobody Known", address="nobody@example.org", login="nobody"),
}


def _tree(path: str, leaves: list[Entry]) -> Tree:
    prefix = len(path) + 1 if path else 0
    inner: dict[str, list[Entry]] = {}
    entries: list[Entry] = []
    for leaf in leaves:
        name, slash, _ = leaf.path[prefix:].partition("/")
        if slash:
            inner.setdefault(name, []).append(leaf)
        else:
            entries.append(leaf)
    for name, below in inner.items():
        inner_path = f"{path}/{name}" if path else name
        folder = _tree(inner_path, below)
        entries.append(Entry(path=inner_path, mode=FOLDER, oid=folder.oid, folder=folder))
    entries.sort(key=_git_order)
    body = b"".join(b"%o %s\0" % (e.mode, e.name.encode()) + bytes.fromhex(e.oid) for e in entries)
    return Tree(path=path, oid=object_id("tree", body), entries=tuple(entries))


def _git_order(entry: Entry) -> bytes:
    return entry.name.encode() + (
        b"/" if entry.mode == FOLDER else b""
    )  # git sorts folders as if they ended in a slash
