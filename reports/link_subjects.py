"""Today's software as the work database knows it, read for the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.possible import BareRepository
from reports.subject import Subject, SubjectText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection


def read_subjects(connection: DuckDBPyConnection) -> tuple[Subject, ...]:
    """All current software, in a fixed order."""
    texts = _texts(connection)
    rows = connection.execute("""
        SELECT f.repository_id, f.path, r.account_id, r.name AS repository_name, c.name, c.software_type,
               c.categories, c.supports, r.topics, r.root_files, r.languages, f.content_id, f.rules_version,
               coalesce((
                 SELECT list(d.name ORDER BY d.n) FROM store.component_dependency d
                 WHERE d.content_id = f.content_id AND d.rules_version = f.rules_version), []) AS depends_on
        FROM store.file_version f
        JOIN store.repository_version r USING (repository_id)
        JOIN store.component c USING (content_id, rules_version)
        WHERE f.valid_to IS NULL AND r.valid_to IS NULL AND r.state = 'present' AND f.entry = 'software'
        ORDER BY f.repository_id, f.path""").fetchall()
    return tuple(
        Subject(
            repository_id=row[0],
            path=row[1],
            account_id=row[2],
            repository_name=row[3],
            name=row[4],
            software_type=row[5],
            categories=tuple(row[6]),
            supports=tuple(row[7]),
            topics=tuple(row[8]),
            root_files=tuple(row[9]),
            languages=tuple(row[10]),
            texts=texts.get((row[11], row[12]), ()),
            depends_on=tuple(row[13]),
        )
        for row in rows
    )


def _texts(connection: DuckDBPyConnection) -> dict[tuple[int, str], tuple[SubjectText, ...]]:
    """By content and rules: the descriptions, in the order of their languages."""
    texts: dict[tuple[int, str], tuple[SubjectText, ...]] = {}
    for row in connection.execute("""
        SELECT t.content_id, t.rules_version, t.language, t.localised_name, t.generic_name,
               t.short_description, t.long_description, t.features, t.api_documentation_url
        FROM store.component_text t
        SEMI JOIN (SELECT content_id, rules_version FROM store.file_version WHERE valid_to IS NULL) f
          USING (content_id, rules_version)
        ORDER BY ALL""").fetchall():
        text = SubjectText(
            language=row[2],
            localised_name=row[3],
            generic_name=row[4],
            short_description=row[5],
            long_description=row[6],
            features=tuple(row[7]),
            api_documentation_url=row[8],
        )
        texts[row[0], row[1]] = (*texts.get((row[0], row[1]), ()), text)
    return texts


def read_bare_repositories(connection: DuckDBPyConnection) -> tuple[BareRepository, ...]:
    """Repositories that are there and hold no description: no forks, mirrors, templates or empty ones."""
    rows = connection.execute("""
        SELECT repository_id, name, description, topics, root_files FROM store.repository_version
        WHERE valid_to IS NULL AND state = 'present' AND NOT (is_fork OR is_mirror OR is_template OR is_empty)
          AND repository_id NOT IN (SELECT repository_id FROM store.file_version WHERE valid_to IS NULL)
        ORDER BY repository_id""").fetchall()
    return tuple(
        BareRepository(
            repository_id=row[0],
            name=row[1],
            description=row[2],
            topics=tuple(row[3]),
            root_files=tuple(row[4]),
        )
        for row in rows
    )


def urls_of_repositories(connection: DuckDBPyConnection) -> Mapping[int, str]:
    """By repository: the address people use."""
    rows = connection.execute(
        "SELECT repository_id, url FROM store.repository_version WHERE valid_to IS NULL"
    ).fetchall()
    return dict(rows)
