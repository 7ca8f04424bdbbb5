"""Root folders and exact bytes by GitLab's REST API, where GraphQL does not give them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.answers import MalformedError
from harvester.forges.candidates import (
    LARGEST_FILE_BYTES,
    OTHER_BYTES,
    TooLargeFileError,
    is_blob,
    wanted,
    why_no_bytes,
)
from harvester.forges.errors import Unavailable
from harvester.forges.failures import DeniedError, MissingError
from harvester.model import RootEntry
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvester.forges.answers import Answer, Fields
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.model import Repository
    from harvester.reasons import Reason

LIST_SIZE = 100
MOST_PAGES = 100  # ten thousand names in one folder
KINDS = {"blob": "file", "tree": "directory", "commit": "submodule"}
SYMLINK = "120000"


def list_root(api: GitlabApi, project: str) -> tuple[RootEntry, ...]:
    """Every name in the root folder of the default branch. Raises ``MissingError`` where there is none."""
    entries: list[RootEntry] = []
    for number in range(1, MOST_PAGES + 1):
        listed, goes_on = api.get(
            f"/projects/{quote(project, safe='')}/repository/tree",
            lambda answer: (tuple(read_entry(item) for item in answer.items()), answer.has_next),
            per_page=LIST_SIZE,
            page=number,
        )
        entries += listed
        if not goes_on and len(listed) < LIST_SIZE:
            return tuple(entries)
    raise MalformedError(Phrase("a root folder without end", "een hoofdmap zonder einde"))


def is_user(api: GitlabApi, path: str) -> bool:
    """Whether ``path`` is a user's name."""
    return bool(api.get("/users", lambda answer: answer.items(), username=path))


def fetch_files(
    api: GitlabApi, repositories: Iterable[Repository], known: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, Reason]]:
    """The files' bytes that are not ``known`` yet, and the reasons where there are none, by blob id."""
    contents: dict[str, bytes] = {}
    reasons: dict[str, Reason] = {}
    for repository in repositories:
        for entry in wanted(repository):
            oid = entry.oid or ""
            if oid in known or oid in contents:
                continue
            try:
                contents[oid] = read_file(api, repository.native_id, entry.name, oid)
            except (MissingError, DeniedError, Unavailable, TooLargeFileError) as problem:
                reasons[oid] = why_no_bytes(problem)
    return contents, reasons


def read_file(api: GitlabApi, project: str, path: str, oid: str) -> bytes:
    """One file of the default branch, proved to be the one that was listed."""

    def read(answer: Answer) -> bytes:
        if len(answer.body) > LARGEST_FILE_BYTES:
            raise TooLargeFileError
        if not is_blob(answer.body, oid):
            raise MalformedError(OTHER_BYTES)
        return answer.body

    place = f"/projects/{quote(project, safe='')}/repository/files/{quote(path, safe='')}/raw"
    return api.get(place, read, ref="HEAD")


def read_entry(item: Fields, name: str = "name") -> RootEntry:
    """One name of a tree, called by its ``name`` or its ``path``."""
    kind = "symlink" if item.text("mode") == SYMLINK else KINDS.get(item.need_text("type"), "file")
    return RootEntry(name=item.need_text(name), kind=kind, oid=item.text("id"))
