"""Exact bytes by GitHub's REST API: for text that is no UTF-8, was cut, or did not come along."""

from __future__ import annotations

import base64
import binascii
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
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvester.forges.answers import Answer
    from harvester.forges.github_connection import GithubApi
    from harvester.model import Repository
    from harvester.reasons import Reason


def fetch_blobs(
    api: GithubApi, repositories: Iterable[Repository], known: Mapping[str, bytes]
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
                contents[oid] = read_blob(api, repository.full_name, oid)
            except (MissingError, DeniedError, Unavailable, TooLargeFileError) as problem:
                reasons[oid] = why_no_bytes(problem)
    return contents, reasons


def read_blob(api: GithubApi, full_name: str, oid: str) -> bytes:
    """One blob, proved to be the one asked for."""

    def read(answer: Answer) -> bytes:
        fields = answer.fields()
        if fields.need_number("size") > LARGEST_FILE_BYTES:
            raise TooLargeFileError
        try:
            content = base64.b64decode(fields.text("content") or "")
        except (binascii.Error, ValueError):
            raise MalformedError(Phrase("content that is no base64", "inhoud die geen base64 is")) from None
        if not is_blob(content, oid):
            raise MalformedError(OTHER_BYTES)
        return content

    return api.get(f"/repos/{quote(full_name)}/git/blobs/{quote(oid)}", read)
