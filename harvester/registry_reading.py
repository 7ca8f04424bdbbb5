"""From contents to derived rows: what a file says and what is found in it, once a content and set of rules.

A validity that depends on today (a contract that ended) is judged on the day of the first reading under these
rules: derived rows never change. The next rules version judges anew.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.entry import Said, said_by
from harvester.registry_rows import as_json, component_row, dependency_rows, finding_row, text_rows
from publiccode import Severity, is_valid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from harvester.registry_known import Recording
    from harvester.registry_rows import Row
    from publiccode import Finding, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContent:
    """What came of reading one content: ``findings`` are all of them, ranked."""

    reading: Reading
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How contents are read; ``version`` changes whenever the same bytes may give something else."""

    version: str
    read: Callable[[bytes, date], ReadContent]


def standard_rules() -> Rules:
    """The rules of ``publiccode``: its reader and its validator in the profile of the standard."""
    import publiccode  # its vocabularies are loaded only when needed

    def read(content: bytes, today: date) -> ReadContent:
        reading = publiccode.read(content)
        return ReadContent(reading=reading, findings=publiccode.validate(reading, today=today))

    return Rules(version=publiccode.RULES_VERSION, read=read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What recording needs to know of a content that was read."""

    said: Said
    is_valid: bool


def content_id_of(content: bytes) -> int:
    """The first 63 bits of the sha256."""
    return int.from_bytes(hashlib.sha256(content).digest()[:8], "big") >> 1


def content_row(content: bytes, at: datetime, run_id: int) -> Row:
    """A row of ``content``; ``git_oid`` is computed, so it is the same whatever a forge says."""
    return {
        "content_id": content_id_of(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "git_oid": hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest(),
        "size_bytes": len(content),
        "raw": base64.b64encode(content).decode("ascii"),
        "first_seen_at": at,
        "first_run": run_id,
    }


def restore_contents(recording: Recording, contents: Mapping[int, bytes]) -> None:
    """Put back the text of contents that were forgotten and are seen again; they are to be read anew.

    ``first_seen_at`` stays that of the first time.
    """
    for content_id, content in contents.items():
        recording.work.run("UPDATE store.content SET raw = ? WHERE content_id = ?", content, content_id)
        recording.work.run(
            "DELETE FROM store.reading WHERE content_id = ? AND rules_version = ?",
            content_id,
            recording.rules.version,
        )


def read_contents(recording: Recording, contents: Mapping[int, bytes], at: datetime) -> dict[int, Facts]:
    """Read contents that were not read under these rules, and record all that is derived from them.

    Inside a transaction of the caller, who notes them as known once that is committed.
    """
    tables: dict[str, list[Row]] = {}
    facts: dict[int, Facts] = {}
    for content_id, content in contents.items():
        done = recording.rules.read(content, at.date())
        facts[content_id] = Facts(said=said_by(done.reading), is_valid=is_valid(done.findings))
        key = {"content_id": content_id, "rules_version": recording.rules.version}
        noted = {**key, "read_at": at, "run_id": recording.run_id}
        _collect(tables, "reading", [_reading_row(done, facts[content_id])], noted)
        ranked = (finding_row(rank, finding) for rank, finding in enumerate(done.findings, start=1))
        _collect(tables, "finding", ranked, key)
        component = done.reading.component
        if component is not None:
            _collect(tables, "component", [component_row(component)], key)
            _collect(tables, "component_text", text_rows(component), key)
            _collect(tables, "component_dependency", dependency_rows(component), key)
    for table, rows in tables.items():
        recording.work.insert(table, rows)
    recording.files_read += len(contents)
    return facts


def _collect(tables: dict[str, list[Row]], table: str, rows: Iterable[Row], key: Row) -> None:
    tables.setdefault(table, []).extend({**key, **row} for row in rows)


def _reading_row(done: ReadContent, facts: Facts) -> Row:
    severities = Counter(finding.severity for finding in done.findings)
    return {
        "is_map": done.reading.component is not None,
        "not_entry_code": facts.said.reason,
        "is_valid": facts.is_valid,
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "advices": severities[Severity.ADVICE],
        "document": None if done.reading.document is None else as_json(done.reading.document),
    }


def known_facts(recording: Recording, content_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of contents that were read before under the rules of this run."""
    wanted = sorted(content_ids)
    if not wanted:
        return {}
    rows = recording.work.rows(
        "SELECT content_id, r.is_valid, r.not_entry_code, c.url, c.is_based_on FROM store.reading r "
        "LEFT JOIN store.component c USING (content_id, rules_version) "
        "WHERE rules_version = ? AND content_id IN (SELECT unnest(?::BIGINT[]))",
        recording.rules.version,
        wanted,
    )
    return {
        content_id: Facts(
            said=Said(reason=reason, url=url, is_based_on=tuple(is_based_on or ())), is_valid=valid
        )
        for content_id, valid, reason, url, is_based_on in rows
    }


def components_of(recording: Recording, content_ids: Iterable[int]) -> dict[int, Row]:
    """What contents say, by column of ``component``; texts as ``description.nl.short_description``."""
    wanted = sorted(content_ids)
    if not wanted:
        return {}
    where = "WHERE rules_version = ? AND content_id IN (SELECT unnest(?::BIGINT[]))"
    components = f"SELECT * FROM store.component {where}"  # noqa: S608 - a constant
    texts = f"SELECT * FROM store.component_text {where}"  # noqa: S608 - a constant
    version = recording.rules.version
    found = {row["content_id"]: row for row in recording.work.records(components, version, wanted)}
    for text in recording.work.records(texts, version, wanted):
        of_content = found[text.pop("content_id")]
        language = text.pop("language")
        of_content.update({f"description.{language}.{name}": value for name, value in text.items()})
    return found
