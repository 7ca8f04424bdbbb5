"""What the work database knows, read as the values that the questions of reuse are answered from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.entry import (
    Contact,
    Contractor,
    CopiedFile,
    Entry,
    EntryText,
    FileKey,
    Material,
    Organisation,
    SeenRepository,
)
from reports.model.software import Funder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

_ENTRIES = """
    SELECT f.repository_id, f.path, f.unchanged_since::DATE AS stated_on, f.content_id, f.rules_version,
           c.name, c.application_suite, c.url, c.landing_url, c.is_based_on, c.software_version,
           c.release_date,
           c.categories, c.used_by, c.funded_by, c.development_status, c.software_type, c.supports,
           c.organisation_name AS publisher_name,
           c.organisation_uri AS publisher_uri, c.licence,
           c.main_copyright_owner, c.repo_owner,
           c.maintenance_type, c.localisation_ready, c.available_languages, c.contacts, c.contractors,
           coalesce((SELECT list(d.name ORDER BY d.n) FROM store.component_dependency d
             WHERE d.content_id = f.content_id AND d.rules_version = f.rules_version), []) AS dependencies
    FROM store.file_version f
    JOIN store.repository_version r USING (repository_id)
    JOIN store.component c USING (content_id, rules_version)
    WHERE f.valid_to IS NULL AND r.valid_to IS NULL AND r.state = 'present' AND f.entry = 'software'
    ORDER BY f.repository_id, f.path"""

_REPOSITORIES = """
    SELECT r.repository_id, r.account_id, a.organisation_id, r.url, r.name, r.licence_spdx, r.is_fork,
           r.fork_of_url, r.is_archived, r.is_template, r.is_mirror, r.root_files, d.head_committed_at,
           d.pushed_at, d.release_name, d.released_at, i.first_seen_at
    FROM store.repository_version r JOIN store.repository i USING (repository_id)
    LEFT JOIN (SELECT account_id, arg_max(organisation_id, valid_from) AS organisation_id
               FROM store.account_version GROUP BY ALL) a USING (account_id)
    LEFT JOIN (FROM store.repository_day
               QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY seen_at DESC) = 1) d
      USING (repository_id)
    WHERE r.valid_to IS NULL AND r.state = 'present' ORDER BY r.repository_id"""

_ORGANISATIONS = """
    SELECT o.organisation_id, o.name, o.role, o.level, o.country, o.aliases,
           coalesce((SELECT list(a.account_id ORDER BY a.account_id) FROM store.account_version a
                     WHERE a.valid_to IS NULL AND a.organisation_id = o.organisation_id), []) AS account_ids
    FROM store.organisation_version o WHERE o.valid_to IS NULL ORDER BY o.organisation_id"""

_NAMED_SINCE = """
    SELECT repository_id, path, used, min(valid_from)::DATE FROM (
      SELECT f.repository_id, f.path, f.valid_from, unnest(c.used_by) AS used
      FROM store.file_version f JOIN store.component c USING (content_id, rules_version))
    GROUP BY ALL ORDER BY ALL"""


def read_material(connection: DuckDBPyConnection) -> Material:
    """Everything about current software, its repositories and the list of organisations."""
    repositories = tuple(SeenRepository(**row) for row in _dicts(connection, _REPOSITORIES))
    by_id = {repository.repository_id: repository for repository in repositories}
    return Material(
        organisations=tuple(Organisation(**row) for row in _dicts(connection, _ORGANISATIONS)),
        repositories=repositories,
        entries=_entries(connection, by_id),
        copies=_copies(connection, by_id),
        named_since=tuple(
            (FileKey(row[0], row[1]), row[2], row[3]) for row in connection.execute(_NAMED_SINCE).fetchall()
        ),
    )


def _entries(connection: DuckDBPyConnection, repositories: Mapping[int, SeenRepository]) -> tuple[Entry, ...]:
    texts = _texts(connection)
    found = []
    for row in _dicts(connection, _ENTRIES):
        key = FileKey(row.pop("repository_id"), row.pop("path"))
        content = (row.pop("content_id"), row.pop("rules_version"))
        found.append(
            Entry(
                key=key,
                repository=repositories[key.repository_id],
                texts=texts.get(content, ()),
                contacts=tuple(_contact(one) for one in row.pop("contacts")),
                funded_by=tuple(Funder(**one) for one in row.pop("funded_by")),
                contractors=tuple(Contractor(**one) for one in row.pop("contractors")),
                **row,
            )
        )
    return tuple(found)


def _contact(one: Mapping[str, str | None]) -> Contact:
    address = one["email"] or one["phone"]
    return Contact(name=one["name"], affiliation=one["affiliation"], has_address=bool(address))


def _copies(
    connection: DuckDBPyConnection, repositories: Mapping[int, SeenRepository]
) -> tuple[CopiedFile, ...]:
    rows = connection.execute("""
        SELECT f.repository_id, f.path, c.url
        FROM store.file_version f JOIN store.repository_version r USING (repository_id)
        JOIN store.component c USING (content_id, rules_version)
        WHERE f.valid_to IS NULL AND r.valid_to IS NULL AND r.state = 'present'
          AND f.not_entry_code = 'technical-fork' ORDER BY ALL""").fetchall()
    return tuple(
        CopiedFile(key=FileKey(repository_id, path), repository=repositories[repository_id], url=url)
        for repository_id, path, url in rows
    )


def _texts(connection: DuckDBPyConnection) -> dict[tuple[int, str], tuple[EntryText, ...]]:
    """By content and rules: the descriptions, in the order of their languages."""
    texts: dict[tuple[int, str], list[EntryText]] = {}
    for row in _dicts(
        connection,
        """
        SELECT t.content_id, t.rules_version, t.language, t.localised_name, t.generic_name,
               t.short_description, t.long_description, t.documentation_url, t.api_documentation_url,
               t.features
        FROM store.component_text t
        SEMI JOIN (SELECT content_id, rules_version FROM store.file_version WHERE valid_to IS NULL) f
          USING (content_id, rules_version)
        ORDER BY t.content_id, t.rules_version, t.language""",
    ):
        content = (row.pop("content_id"), row.pop("rules_version"))
        texts.setdefault(content, []).append(EntryText(**row))
    return {content: tuple(of_it) for content, of_it in texts.items()}


def _dicts(connection: DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Rows by column; lists become tuples, as values hold them."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [
        {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in zip(names, row, strict=True)}
        for row in cursor.fetchall()
    ]
