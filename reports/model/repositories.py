"""Repositories, their files, and what was found in those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryRow:
    """View `repository`: what is known of every repository ever seen (`state`: whether it is there now)."""

    repository_id: int
    slug: str
    organisation_id: str | None
    organisation: str | None
    account_id: str
    forge_id: str
    url: str
    full_name: str
    name: str
    description: str | None
    homepage_url: str | None
    licence_spdx: str | None
    primary_language: str | None
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    is_fork: bool
    fork_of_url: str | None
    is_archived: bool
    is_template: bool
    is_mirror: bool
    is_empty: bool
    default_branch: str | None
    root_files: tuple[str, ...]
    state: str
    gone_reason: str | None
    gone_reason_nl: str | None
    created_at: datetime | None
    pushed_at: datetime | None
    stars: int | None
    forks: int | None
    head_oid: str | None
    head_committed_at: datetime | None
    release_name: str | None
    released_at: datetime | None
    first_seen_at: datetime
    unchanged_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """View `file`: a publiccode.yml or .yaml that lies on a default branch now."""

    repository_id: int
    path: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    file_url: str
    sha256: str
    git_oid: str
    commit_oid: str | None
    entry: str  # "software" | "not_an_entry"
    not_entry_code: str | None
    not_entry_nl: str | None
    not_entry_en: str | None
    is_valid: bool
    errors: int
    warnings: int
    advices: int
    first_seen_at: datetime
    unchanged_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """View `finding`: what is wrong, or could be better, in a file; `n` is its rank in the file."""

    repository_id: int
    path: str
    n: int
    severity: str  # "error" | "warning" | "advice"
    code: str
    key_path: str
    line: int | None
    col: int | None
    value: str | None
    message_nl: str
    message_en: str
    why_nl: str
    why_en: str
    cure_nl: str
    cure_en: str
    example: str | None
    clause: str | None
    line_url: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    entry: str
