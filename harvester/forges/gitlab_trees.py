"""All that lies below the root of a project, by GitLab's REST API: a request for 100 names, one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.candidates import TooLargeFileError, why_no_bytes
from harvester.forges.errors import Unavailable
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.gitlab_files import LIST_SIZE, read_entry, read_file

if TYPE_CHECKING:
    from harvester.forges.gitlab_connection import GitlabApi
    from harvester.model import Forge, Repository, RootEntry
    from harvester.reasons import Reason


class GitlabTrees:
    """Trees of one host."""

    def __init__(self, forge: Forge, api: GitlabApi) -> None:
        """Sends nothing."""
        self._forge = forge
        self._api = api

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """See ``TreeClient``."""
        try:
            return self._tree(repository, most)
        except (MissingError, DeniedError) as problem:
            raise Unavailable(self._forge.name, problem.phrase) from problem

    def _tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        entries: list[RootEntry] = []
        for number in range(1, -(-most // LIST_SIZE) + 1):
            listed, goes_on = self._api.get(
                f"/projects/{quote(repository.native_id, safe='')}/repository/tree",
                lambda answer: (tuple(read_entry(item, "path") for item in answer.items()), answer.has_next),
                recursive="true",
                per_page=LIST_SIZE,
                page=number,
            )
            entries += listed
            if not goes_on and len(listed) < LIST_SIZE:
                return tuple(entries)
        return None

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """See ``TreeClient``."""
        try:
            return read_file(self._api, repository.native_id, entry.name, entry.oid or "")
        except (MissingError, DeniedError, Unavailable, TooLargeFileError) as problem:
            return why_no_bytes(problem)
