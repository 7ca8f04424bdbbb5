"""Schema `link` of the work database: what is concluded of today's software, with its history.

Written after the harvest, under the same lock, by one writer; the connection is closed again before anybody
else opens the file. A version is added only where a link changed: a night without news leaves no trace.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from reports.concluding import conclude
from reports.curated import Curated
from reports.errors import LinkError
from reports.link_besides import record_besides, record_lists, record_overrides, record_possible
from reports.link_reuse import record_reuse
from reports.link_rows import evidence_row, replace_if_different, stage
from reports.link_schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from reports.classification import Classification, Link
    from reports.concluding import Concluded
    from reports.guideline.curation import Curation


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """What recording links came to."""

    software: int
    links: int
    added: int
    ended: int
    too_little_text: int
    users: int
    relations: int


def record_links(
    work: Path, curation: Curation, *, curated: Curated | None = None, run_id: int, at: datetime
) -> LinkCounts:
    """Conclude the links of all current software and record what changed since the last time.

    Args:
        work: the work database, closed by whoever wrote it.
        curation: guideline, rules and overrides.
        curated: users that people noted and writings of names; None: none.
        run_id: the run that is noted with new and ended versions.
        at: moment of the conclusion, naive UTC; later than that of the previous one.

    Raises:
        LinkError: there is no work database, it cannot be written, or a newer version wrote its links.
    """
    if not work.exists():
        raise LinkError(f"There is no {work}: run a harvest first.")
    try:
        migrate(work, at)
        with duckdb.connect(str(work)) as connection:
            concluded = conclude(connection, curation, at.date())
            return _record(connection, concluded, curation, curated or Curated(), run_id=run_id, at=at)
    except (OSError, duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        raise LinkError(
            f"The links could not be written into {work}: {error} What was harvested is kept. Make room "
            "or mend the cause, then run `herbruik report`."
        ) from error


def read_conclusions(work: Path, curation: Curation, today: date) -> Concluded:
    """Conclude of what was harvested, and write nothing.

    Raises:
        LinkError: there is no work database, or it cannot be read.
    """
    if not work.exists():
        raise LinkError(f"There is no {work}: run a harvest first.")
    try:
        with duckdb.connect(str(work), read_only=True) as connection:
            return conclude(connection, curation, today)
    except duckdb.Error as error:
        raise LinkError(
            f"{work} cannot be read: it is damaged, in use, or no work database. ({error})"
        ) from error


_FORGET = """
UPDATE link.reuse_link_version SET evidence = [] WHERE valid_to IS NOT NULL AND len(evidence) > 0
AND repository_id IN (SELECT repository_id FROM store.forgotten_repository)
"""
"""Words quoted from what the harvester has forgotten are forgotten too (docs/privacy.md)."""


# --- What is recorded -------------------------------------------------------------------------------


def _record(
    connection: DuckDBPyConnection,
    concluded: Concluded,
    curation: Curation,
    curated: Curated,
    *,
    run_id: int,
    at: datetime,
) -> LinkCounts:
    found = concluded.decided
    connection.execute("BEGIN")
    try:
        record_lists(connection, curation)
        record_besides(connection, concluded.by_rules, found, curation, concluded.residue)
        record_possible(connection, concluded.possible)
        record_overrides(connection, found, concluded.urls, curation, at.date())
        replace_if_different(connection, "category", _category_rows(curation))
        replace_if_different(connection, "guideline", _guideline_rows(curation))
        replace_if_different(connection, "too_little_text", _too_little_rows(found))
        rows = list(_link_rows(found, curation, run_id=run_id, at=at))
        stage(connection, "reuse_link_version", rows)
        ended = _end_versions(connection, run_id=run_id, at=at)
        added = _add_versions(connection)
        connection.execute(_FORGET)
        users, relations = record_reuse(connection, curated, found, curation.needs)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # after a fatal error nothing is left to undo
            connection.execute("ROLLBACK")
        raise
    connection.execute("CHECKPOINT")
    return LinkCounts(
        software=len(found),
        links=len(rows),
        added=added,
        ended=ended,
        too_little_text=sum(one.too_little_text for one in found),
        users=users,
        relations=relations,
    )


def _link_rows(
    found: Iterable[Classification], curation: Curation, *, run_id: int, at: datetime
) -> Iterator[dict[str, Any]]:
    version = curation.guideline.version
    for one in found:
        for link in one.links:
            yield {
                "repository_id": one.subject.repository_id,
                "path": one.subject.path,
                "category_id": link.category_id,
                "valid_from": at.isoformat(sep=" "),
                "first_run": run_id,
                "rule_id": link.rule_id,
                "strength": link.strength.value,
                "evidence": [evidence_row(evidence) for evidence in link.evidence],
                "guideline_version": version,
                "rules_version": curation.rules.version,
                "row_hash": _row_hash(link, version),
            }


def _row_hash(link: Link, guideline_version: str) -> int:
    """63 bits over all that makes a version of a link, the same on every machine."""
    text = json.dumps([guideline_version, link.strength.value, [evidence_row(one) for one in link.evidence]])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _end_versions(connection: DuckDBPyConnection, *, run_id: int, at: datetime) -> int:
    ended: int = connection.execute(
        """
        UPDATE link.reuse_link_version AS v SET valid_to = ?, last_run = ?
        WHERE valid_to IS NULL AND NOT EXISTS (
            FROM today t WHERE t.repository_id = v.repository_id AND t.path = v.path
            AND t.category_id = v.category_id AND t.row_hash = v.row_hash)""",
        [at, run_id],
    ).fetchall()[0][0]
    return ended


def _add_versions(connection: DuckDBPyConnection) -> int:
    added: int = connection.execute("""
        INSERT INTO link.reuse_link_version BY NAME FROM today t
        WHERE NOT EXISTS (FROM link.reuse_link_version v WHERE v.valid_to IS NULL
            AND t.repository_id = v.repository_id AND t.path = v.path AND t.category_id = v.category_id)
        """).fetchall()[0][0]
    return added


def _category_rows(curation: Curation) -> list[dict[str, Any]]:
    return [
        {
            "category_id": kind.id,
            "parent_id": kind.parent,
            "position": position,
            "slug": kind.slug,
            "name_nl": kind.name_nl,
            "name_en": kind.name_en,
            "definition_nl": kind.definition_nl,
            "definition_en": kind.definition_en,
            "related_guideline": kind.related_guideline,
            "related_url": kind.related_url,
        }
        for position, kind in enumerate(curation.guideline.kinds, start=1)
    ]


def _guideline_rows(curation: Curation) -> list[dict[str, Any]]:
    one = curation.guideline
    return [
        {
            "document": one.document,
            "version": one.version,
            "dated_on": one.dated_on,
            "source_url": one.source_url,
            "rules_version": curation.rules.version,
        }
    ]


def _too_little_rows(found: Iterable[Classification]) -> list[dict[str, Any]]:
    return [
        {"repository_id": one.subject.repository_id, "path": one.subject.path}
        for one in found
        if one.too_little_text
    ]
