"""GitLab's GraphQL words for a project → our values."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.author_kinds import kind_at_gitlab
from harvester.forges.candidates import is_blob
from harvester.model import Release, Repository, RootEntry
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from harvester.model import AuthorKind, Forge

SYMLINK = "120000"  # git's mode

WHOLE = 100  # per cent


def is_public(node: Fields) -> bool:
    """Neither *internal* nor *private*: nothing else is ever stored."""
    return node.need_text("visibility") == "public"


def native_id(node: Fields) -> str:
    """The number in ``gid://gitlab/Project/NUMBER``, which REST gives as it is."""
    number = node.need_text("id").rpartition("/")[2]
    if not (number.isascii() and number.isdigit()):
        raise MalformedError(Phrase("an id that names no number", "een id zonder nummer"))
    return number


def read_repository(forge: Forge, node: Fields) -> Repository:
    """A node of the page query as a repository. Raises ``MalformedError`` where it cannot be identified."""
    full_name, git = node.need_text("fullPath"), node.below("repository")
    parent = node.below("forkedFrom")
    parent_name = parent.text("fullPath") if parent.text("visibility") == "public" else None
    languages = sorted(node.children("languages"), key=_share, reverse=True)
    names = tuple(name for language in languages if (name := language.text("name")))
    return Repository(
        forge=forge,
        native_id=native_id(node),
        full_name=full_name,
        url=f"https://{forge.name}/{full_name}",
        name=node.need_text("name"),
        description=node.text("description"),
        primary_language=names[0] if names else None,
        languages=names,
        topics=node.texts("topics"),
        is_fork=node.truth("isForked"),
        fork_of_url=f"https://{forge.name}/{parent_name}" if parent_name else None,
        is_archived=node.truth("archived"),
        is_empty=git.truth("empty"),
        default_branch=git.text("rootRef"),
        root_files=_root(git),
        created_at=node.moment("createdAt"),
        stars=node.count("starCount"),
        forks=node.count("forksCount"),
        head_oid=git.below("lastCommit").text("sha"),
        head_committed_at=git.below("lastCommit").moment("committedDate"),
        head_author_kind=_author_kind(git.child("lastCommit")),
        newest_release=_release(node),
    )


def _author_kind(head: Fields | None) -> AuthorKind | None:
    """Whose the head commit is; GitLab has no author where the address belongs to no account."""
    author = head.child("author") if head else None
    return kind_at_gitlab(is_bot=author.truth("bot") if author else None) if head else None


def has_more_files(node: Fields) -> bool:
    """Whether the root folder holds more files than the listing shows."""
    return node.below("repository", "tree", "blobs", "pageInfo").truth("hasNextPage")


def read_texts(project: Fields) -> dict[str, bytes]:
    """The files' bytes by blob id: only those that are proved to be the right ones."""
    texts: dict[str, bytes] = {}
    for alias in ("one", "two"):
        for blob in project.below("repository", alias).children("nodes"):
            oid = blob.text("oid") or ""
            for content in _contents(blob):
                if is_blob(content, oid):
                    texts[oid] = content
    return texts


def _contents(blob: Fields) -> tuple[bytes, ...]:
    """What the bytes may be: base64 is exact but an experiment; text is all that older hosts have."""
    try:
        exact = base64.b64decode(blob.text("base64EncodedBlob") or "")
    except (binascii.Error, ValueError):
        exact = b""
    text = blob.values.get("rawTextBlob")
    return (exact, text.encode("utf-8", "replace")) if isinstance(text, str) else (exact,)


def _root(git: Fields) -> tuple[RootEntry, ...]:
    """The root folder in git's order. No folder is right only where there is no commit, or no code for us."""
    tree = git.child("tree")
    if tree is None:
        if git.below("lastCommit").text("sha"):
            raise MalformedError(Phrase("a commit without a root folder", "een commit zonder hoofdmap"))
        return ()
    entries = [
        RootEntry(
            name=blob.need_text("name"),
            kind="symlink" if blob.text("mode") == SYMLINK else "file",
            oid=blob.need_text("sha"),
        )
        for blob in tree.need_child("blobs").children("nodes")
    ]
    for kind, listed in (("directory", tree.below("trees")), ("submodule", tree.below("submodules"))):
        entries += [
            RootEntry(name=item.need_text("name"), kind=kind, oid=item.text("sha"))
            for item in listed.children("nodes")
        ]
    return tuple(sorted(entries, key=lambda entry: entry.name.encode()))


def _release(node: Fields) -> Release | None:
    for release in node.below("releases").children("nodes"):
        if name := release.text("tagName"):
            return Release(name=name, released_at=release.moment("releasedAt"))
    return None


def _share(language: Fields) -> float:
    share = language.values.get("share")
    return float(share) if isinstance(share, int | float) and 0 <= share <= WHOLE else 0.0
