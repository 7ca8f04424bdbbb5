"""GitHub's GraphQL words for a repository → our values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.answers import MalformedError
from harvester.forges.author_kinds import kind_at_github
from harvester.forges.candidates import is_blob
from harvester.model import Release, Repository, RootEntry
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from harvester.forges.answers import Fields
    from harvester.model import AuthorKind, Forge

SYMLINK, SUBMODULE = 0o120000, 0o160000  # modes of git's tree entries
KINDS = {"blob": "file", "tree": "directory", "commit": "submodule"}
UNKNOWN_LICENCES = frozenset({"NOASSERTION", "NONE"})


def is_public(node: Fields) -> bool:
    """Both of GitHub's words for it, and neither of them odd: nothing else is ever stored."""
    return node.need_truth("isPrivate") is False and node.need_text("visibility") == "PUBLIC"


def read_repository(forge: Forge, node: Fields) -> Repository:
    """A node of the page query as a repository. Raises ``MalformedError`` where it cannot be identified."""
    full_name = node.need_text("nameWithOwner")
    parent = node.below("parent")
    parent_name = parent.text("nameWithOwner") if parent.values.get("isPrivate") is False else None
    branch, target = node.below("defaultBranchRef"), node.below("defaultBranchRef", "target")
    return Repository(
        forge=forge,
        native_id=str(node.need_number("databaseId")),
        full_name=full_name,
        url=f"https://{forge.name}/{full_name}",
        name=node.need_text("name"),
        description=node.text("description"),
        homepage_url=node.address("homepageUrl"),
        licence_spdx=known_licence(node.below("licenseInfo").text("spdxId")),
        primary_language=node.below("primaryLanguage").text("name"),
        languages=_names(node.below("languages").children("nodes")),
        topics=_names(
            tuple(item.below("topic") for item in node.below("repositoryTopics").children("nodes"))
        ),
        is_fork=node.truth("isFork"),
        fork_of_url=f"https://{forge.name}/{parent_name}" if parent_name else None,
        is_archived=node.truth("isArchived"),
        is_template=node.truth("isTemplate"),
        is_mirror=node.truth("isMirror"),
        is_empty=node.truth("isEmpty"),
        default_branch=branch.text("name"),
        root_files=_root(node),
        created_at=node.moment("createdAt"),
        stars=node.count("stargazerCount"),
        forks=node.count("forkCount"),
        pushed_at=node.moment("pushedAt"),
        head_oid=target.text("oid"),
        head_committed_at=target.moment("committedDate"),
        head_author_kind=_author_kind(target),
        newest_release=_release(node),
    )


def _author_kind(head: Fields) -> AuthorKind | None:
    """Whose the head commit is. GraphQL knows accounts of people alone: a bot shows in the address."""
    author = head.below("author")
    kind = kind_at_github(author.below("user").text("__typename"), author.text("email"))
    return kind if head.text("oid") else None


def known_licence(spdx_id: str | None) -> str | None:
    """The SPDX identifier, unless it only says that the licence was not recognised."""
    return None if spdx_id in UNKNOWN_LICENCES else spdx_id


def read_texts(node: Fields) -> dict[str, bytes]:
    """The bytes of the files that came along, by blob id: only those that are proved to be all of them."""
    found = (node.child(name) for name in ("yml", "yaml", "file"))
    texts = {}
    for blob in found:
        oid, text = (blob.text("oid"), blob.values.get("text")) if blob else (None, None)
        if oid and isinstance(text, str):
            content = text.encode("utf-8", "replace")
            if is_blob(content, oid):  # false for text that is no UTF-8, and for a text that was cut
                texts[oid] = content
    return texts


def entry_kind(kind: str, mode: int) -> str:
    """Our word for a tree entry from git's type and mode."""
    if mode == SYMLINK:
        return "symlink"
    if mode == SUBMODULE:
        return "submodule"
    return KINDS.get(kind, "file")


def _root(node: Fields) -> tuple[RootEntry, ...]:
    """The root folder. None is one only where the branch has no commit; a folder without entries is empty."""
    root = node.child("root")
    if root is None:
        if node.below("defaultBranchRef", "target").text("oid"):
            raise MalformedError(
                Phrase("a default branch without a root folder", "een hoofdtak zonder hoofdmap")
            )
        return ()
    return tuple(
        RootEntry(
            name=entry.need_text("name"),
            kind=entry_kind(entry.need_text("type"), entry.need_number("mode")),
            oid=entry.text("oid"),
        )
        for entry in root.children("entries")
    )


def _release(node: Fields) -> Release | None:
    """The newest release; where there is none, the newest tag."""
    release = node.below("latestRelease")
    if name := release.text("tagName"):
        return Release(name=name, released_at=release.moment("publishedAt"))
    for tag in node.below("tags").children("nodes"):
        if name := tag.text("name"):
            return Release(name=name, released_at=tag.below("target").moment("committedDate"))
    return None


def _names(items: tuple[Fields, ...]) -> tuple[str, ...]:
    return tuple(name for item in items if (name := item.text("name")))
