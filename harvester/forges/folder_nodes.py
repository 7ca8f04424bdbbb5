"""From git's objects to repositories: what a commit, a tree and the newest tag say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from harvester.forges.author_kinds import kind_by_address
from harvester.forges.folder_git import GitError
from harvester.model import AuthorKind, Release, Repository, RootEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.forges.folder_git import GitFolder, GitObject
    from harvester.model import Forge

HEADS = "refs/heads/"
KINDS = {"40000": "directory", "120000": "symlink", "160000": "submodule"}
_AUTHOR = re.compile(rb"^author (.*?) ?<([^<>\n]*)> -?\d+ [+-]\d{4}$", re.MULTILINE)
_COMMITTER = re.compile(rb"^committer .*> (-?\d+) [+-]\d{4}$", re.MULTILINE)


def read_repository(git: GitFolder, forge: Forge, full_name: str, url: str) -> Repository:
    """The repository as its HEAD shows it; of a commit its date and the kind of its author are kept.

    Raises ``GitError``.

    Its native id is its place below the configured folder (docs/adr/0012).
    """
    branch = git.lines("symbolic-ref", "--quiet", "HEAD", silent=(1,))  # 1: detached
    bare = Repository(
        forge=forge,
        native_id=full_name,
        full_name=full_name,
        url=url,
        name=full_name.rpartition("/")[2],
        default_branch=branch[0].removeprefix(HEADS) if branch else None,
    )
    head = git.lines("rev-parse", "--verify", "--quiet", "HEAD", silent=(1,))
    if head:
        return _filled(git, bare, head[0])
    if git.lines("for-each-ref", "--count=1", HEADS):
        raise GitError(
            "its HEAD names a branch that is not there", "HEAD wijst naar een branch die er niet is"
        )
    return replace(bare, is_empty=True)


def _filled(git: GitFolder, bare: Repository, head: str) -> Repository:
    commit, tree = git.objects((head, f"{head}^{{tree}}"))
    if commit is None or tree is None:
        raise GitError(
            "the commit or the folder that its HEAD names is missing",
            "de commit of de map van HEAD ontbreekt",
        )
    return replace(
        bare,
        root_files=tuple(read_tree(tree)),
        head_oid=head,
        head_committed_at=committed_at(commit),
        head_author_kind=_author_kind(commit),
        newest_release=_newest_tag(git),
    )


def read_tree(tree: GitObject) -> Iterator[RootEntry]:
    """The entries of a folder (Pro Git, 10.2: mode, space, name, NUL, the object's id as bytes)."""
    content, place, width = tree.content, 0, len(tree.oid) // 2
    while place < len(content):
        space, end = content.find(b" ", place), content.find(b"\0", place)
        if not place < space < end or len(content) < end + 1 + width:
            raise GitError("a folder in it is damaged", "een map erin is kapot")
        yield RootEntry(
            name=content[space + 1 : end].decode("utf-8", "replace"),
            kind=KINDS.get(content[place:space].decode("ascii", "replace"), "file"),
            oid=content[end + 1 : end + 1 + width].hex(),
        )
        place = end + 1 + width


def read_paths(git: GitFolder) -> tuple[RootEntry, ...]:
    """Every file of HEAD, named by its path (git-ls-tree, OUTPUT FORMAT). Raises ``GitError``."""
    printed = git.run("ls-tree", "-r", "-z", "--full-tree", "HEAD") or b""
    entries = []
    for line in printed.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, oid = about.decode("ascii").split(" ")
        name = path.decode("utf-8", "replace")
        entries.append(RootEntry(name=name, kind=KINDS.get(mode, "file"), oid=oid))
    return tuple(entries)


def committed_at(commit: GitObject) -> datetime | None:
    """When a commit was made, naive UTC; None where it says nothing sensible."""
    found = _COMMITTER.search(commit.content.partition(b"\n\n")[0])
    return moment(found[1].decode("ascii")) if found else None


def _author_kind(commit: GitObject) -> AuthorKind:
    """By name and address alone: git knows no accounts."""
    found = _AUTHOR.search(commit.content.partition(b"\n\n")[0])
    name, address = (part.decode("utf-8", "replace") for part in found.groups()) if found else (None, None)
    return kind_by_address(address, name)


def moment(seconds: str) -> datetime | None:
    """Seconds since 1970 as naive UTC; None for a year that no calendar of ours has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _newest_tag(git: GitFolder) -> Release | None:
    told = git.lines(
        "for-each-ref",
        "--sort=-creatordate",
        "--count=1",
        "--format=%(creatordate:unix) %(refname:lstrip=2)",
        "refs/tags",
    )
    if not told:
        return None
    made, _, name = told[0].partition(" ")
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Release(name=plain, released_at=moment(made))
