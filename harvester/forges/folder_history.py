"""The history of the files in a root folder: what lay there after each commit that touched one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.forges.candidates import LFS_POINTER, SPELLINGS, is_name
from harvester.forges.folder_git import GitError
from harvester.forges.folder_nodes import committed_at, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from harvester.forges.folder_git import GitFolder

MOST_COMMITS = 10_000  # that touch one file: far more than any file of this kind has
AT_ONCE = 50  # objects in one answer of git: at a mebibyte each within what it may tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A commit that touched a file: when, and which blob lay at which path of the root afterwards."""

    commit_oid: str
    committed_at: datetime | None  # naive UTC, by the committer's clock; None: no sensible date
    files: tuple[tuple[str, str], ...]  # path → blob id


def changes_of(git: GitFolder) -> tuple[Change, ...]:
    """All of them on the default branch, oldest first, along first parents: as the branch showed itself.

    Raises ``GitError``. Nothing of an author is read.
    """
    asked = (f":(top,icase){name}" for name in SPELLINGS)
    limit = f"--max-count={MOST_COMMITS + 1}"
    oids = git.lines("rev-list", "--first-parent", limit, "HEAD", "--", *asked, silent=(128,))
    if oids is None:
        return ()  # no commit yet
    if len(oids) > MOST_COMMITS:
        raise GitError(
            f"more than {MOST_COMMITS} commits touch the file",
            f"meer dan {MOST_COMMITS} commits raken het bestand",
        )
    return tuple(change for some in _some(oids[::-1]) for change in _changes(git, some))


def _changes(git: GitFolder, oids: tuple[str, ...]) -> Iterator[Change]:
    found = git.objects(name for oid in oids for name in (oid, f"{oid}^{{tree}}"))
    for oid, commit, tree in zip(oids, found[::2], found[1::2], strict=True):
        if commit is None or tree is None:
            raise GitError("a commit of its history is missing", "een commit uit de geschiedenis ontbreekt")
        files = tuple(
            (entry.name, entry.oid)
            for entry in read_tree(tree)
            if entry.kind == "file" and entry.oid and is_name(entry.name)
        )
        yield Change(commit_oid=oid, committed_at=committed_at(commit), files=files)


def contents_of(git: GitFolder, oids: Iterable[str], largest: int) -> dict[str, bytes]:
    """The bytes of those blobs that are there, no pointers and not larger than ``largest``, by id."""
    contents: dict[str, bytes] = {}
    for some in _some(tuple(dict.fromkeys(oids))):
        small = [oid for oid, size in git.sizes(some).items() if size <= largest]
        found = git.objects(small) if small else ()
        contents |= {
            each.oid: each.content
            for each in found
            if each is not None and not each.content.startswith(LFS_POINTER)
        }
    return contents


def _some(oids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(oids), AT_ONCE):
        yield oids[start : start + AT_ONCE]
