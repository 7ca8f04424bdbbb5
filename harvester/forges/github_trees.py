"""All that lies below the root of a repository, by GitHub's REST API: one request, and one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.candidates import TooLargeFileError, why_no_bytes
from harvester.forges.errors import Unavailable
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.github_blobs import read_blob
from harvester.forges.github_nodes import entry_kind
from harvester.model import RootEntry

if TYPE_CHECKING:
    from harvester.forges.answers import Answer
    from harvester.forges.github_connection import GithubApi
    from harvester.model import Forge, Repository
    from harvester.reasons import Reason


class GithubTrees:
    """Trees of one host."""

    def __init__(self, forge: Forge, api: GithubApi) -> None:
        """Sends nothing."""
        self._forge = forge
        self._api = api

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """See ``TreeClient``; GitHub cuts a tree of more than 100,000 names or 7 MB, and says so."""

        def read(answer: Answer) -> tuple[RootEntry, ...] | None:
            fields = answer.fields()
            listed = fields.children("tree")
            if fields.truth("truncated") or len(listed) > most:
                return None
            return tuple(
                RootEntry(
                    name=entry.need_text("path"),
                    kind=entry_kind(entry.need_text("type"), int(entry.need_text("mode"), 8)),
                    oid=entry.text("sha"),
                )
                for entry in listed
            )

        place = f"/repos/{quote(repository.full_name)}/git/trees/HEAD"
        try:
            return self._api.get(place, read, recursive=1)
        except (MissingError, DeniedError) as problem:
            raise Unavailable(self._forge.name, problem.phrase) from problem

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """See ``TreeClient``."""
        try:
            return read_blob(self._api, repository.full_name, entry.oid or "")
        except (MissingError, DeniedError, Unavailable, TooLargeFileError) as problem:
            return why_no_bytes(problem)
