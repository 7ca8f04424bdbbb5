"""Work databases for the tests of the reports: the harvester's own schema, filled row by row."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

RUN_ID = 20261124023000
NIGHT = datetime(2026, 11, 24, 2, 30)  # noqa: DTZ001 -- moments are naive UTC
DAY = timedelta(days=1)
TOWN = "https://identifier.overheid.nl/tooi/id/gemeente/gm9999"
BUILDER = "https://register.example/organisation/bouwer"

NEXT_RUN = """
    INSERT INTO store.account_outcome SELECT * REPLACE (run_id + 1 AS run_id) FROM store.account_outcome
      WHERE run_id = (SELECT max(run_id) FROM store.run);
    INSERT INTO store.run
      SELECT * REPLACE (run_id + 1 AS run_id) FROM store.run ORDER BY run_id DESC LIMIT 1"""
"""A run that looked at the same accounts as the newest one and found the same."""
MARKERS = (
    "marker.person@town.example",
    "+31 6 11 22 33 44",
    "0612345678",
    "marker-mail-without-at",
    "marker-phone-without-digits",
)
"""Planted in every contact field that may not be published."""


class WorkDatabase:
    """Fills one, made when there is none yet; every row has defaults for what a test does not care about."""

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self.path = path
        self._connection = duckdb.connect(str(path))
        if not is_new:
            return
        for script in sorted((files("harvester") / "store").iterdir(), key=lambda entry: entry.name):
            if script.name.endswith(".sql"):
                self._connection.execute(script.read_text(encoding="utf-8"))

    def close(self) -> Path:
        self._connection.execute("CHECKPOINT")
        self._connection.close()
        return self.path

    def execute(self, sql: str, *parameters: object) -> None:
        self._connection.execute(sql, parameters)

    def insert(self, table: str, *rows: dict[str, Any]) -> None:
        """Rows travel as JSON; a column that a row lacks is NULL."""
        columns = self._connection.execute(f"DESCRIBE store.{table}").fetchall()
        shape = {name: "VARCHAR" if kind in {"BLOB", "JSON"} else kind for name, kind, *_ in columns}
        chosen = ", ".join(
            f"encode(r.{name}) AS {name}" if kind == "BLOB" else f"r.{name}::{kind} AS {name}"
            for name, kind, *_ in columns
        )
        for start in range(0, len(rows), 5000):
            text = json.dumps(rows[start : start + 5000], default=str, ensure_ascii=False)
            self._connection.execute(
                f"INSERT INTO store.{table} BY NAME SELECT {chosen} "
                "FROM (SELECT unnest(from_json(?, ?)) AS r)",
                [text, json.dumps([shape])],
            )

    def run(self, **changes: Any) -> None:
        self.insert("run", run_row(**changes))

    def organisation(self, **changes: Any) -> None:
        self.insert("organisation_version", organisation_row(**changes))

    def account(self, **changes: Any) -> None:
        row = account_row(**changes)
        self.insert("account_version", row)
        kind = "gitlab" if "gitlab" in row["forge_id"] else "github"
        known = self._connection.execute("SELECT forge_id FROM store.forge").fetchall()
        if (row["forge_id"],) not in known:
            self.insert("forge", {"forge_id": row["forge_id"], "kind": kind})

    def repository(self, repository_id: int, **changes: Any) -> None:
        version, identity, day = repository_rows(repository_id, **changes)
        self.insert("repository", identity)
        self.insert("repository_version", version)
        self.insert("repository_day", day)

    def file(self, repository_id: int, path: str = "publiccode.yml", **changes: Any) -> None:
        """A file with its content, reading and, when it is a map, its component; see `file_rows`."""
        for table, rows in file_rows(repository_id, path, **changes).items():
            self.insert(table, *rows)


def versioned(**changes: Any) -> dict[str, Any]:
    return {"valid_from": NIGHT, "first_run": RUN_ID, "row_hash": 1, **changes}


def run_row(**changes: Any) -> dict[str, Any]:
    default = {
        "run_id": RUN_ID,
        "started_at": NIGHT,
        "finished_at": NIGHT + timedelta(seconds=250),
        "status": "complete",
        "tool_version": "0.1.0",
        "rules_version": "1",
        "files_read": 1,
    }
    return {**default, **changes}


def organisation_row(**changes: Any) -> dict[str, Any]:
    return versioned(
        **{
            "organisation_id": TOWN,
            "name": "Gemeente Voorbeeld",
            "role": "government",
            "level": "municipality",
            "country": "NL",
            "aliases": ["Voorbeeld"],
            **changes,
        }
    )


def account_row(**changes: Any) -> dict[str, Any]:
    return versioned(
        **{
            "account_id": "github.com/voorbeeld",
            "organisation_id": TOWN,
            "forge_id": "github.com",
            "path": "voorbeeld",
            "url": "https://github.com/voorbeeld",
            "scope": "organisation",
            "subgroups": True,
            **changes,
        }
    )


def repository_rows(repository_id: int, **changes: Any) -> tuple[dict[str, Any], ...]:
    """Version, identity and daily numbers of one repository."""
    name = changes.get("name", f"repository-{repository_id}")
    version = versioned(
        **{
            "repository_id": repository_id,
            "account_id": "github.com/voorbeeld",
            "url": f"https://github.com/voorbeeld/{name}",
            "full_name": f"voorbeeld/{name}",
            "name": name,
            "languages": ["Python"],
            "primary_language": "Python",
            "topics": [],
            "is_fork": False,
            "is_archived": False,
            "is_template": False,
            "is_mirror": False,
            "is_empty": False,
            "default_branch": "main",
            "root_files": ["README.md", "publiccode.yml"],
            "state": "present",
            **changes,
        }
    )
    identity = {
        "repository_id": repository_id,
        "forge_id": version["account_id"].split("/")[0],
        "native_id": str(repository_id),
        "slug": f"voorbeeld-{name}",
        "first_seen_at": NIGHT,
        "first_run": RUN_ID,
    }
    day = {
        "repository_id": repository_id,
        "seen_at": NIGHT,
        "run_id": RUN_ID,
        "stars": 3,
        "forks": 1,
        "pushed_at": NIGHT - DAY,
        "head_oid": "a" * 40,
        "head_committed_at": NIGHT - DAY,
        "head_author_kind": "person",
        "row_hash": 1,
    }
    return version, identity, day


_LISTS = (
    "is_based_on",
    "platforms",
    "categories",
    "used_by",
    "funded_by",
    "supports",
    "scope",
    "countries",
    "unsupported_countries",
    "contractors",
    "contacts",
    "available_languages",
)
_EXPLAINED = ("message_nl", "message_en", "why_nl", "why_en", "cure_nl", "cure_en")


def file_rows(
    repository_id: int,
    path: str = "publiccode.yml",
    *,
    raw: str | None = None,
    component: dict[str, Any] | None = None,
    texts: tuple[dict[str, Any], ...] = (),
    findings: tuple[dict[str, Any], ...] = (),
    dependencies: tuple[dict[str, Any], ...] = (),
    is_map: bool = True,
    **version: Any,
) -> dict[str, list[dict[str, Any]]]:
    """By table: all rows of one file."""
    bytes_of = (raw or f"name: {repository_id} {path}\n").encode()
    content_id = int.from_bytes(hashlib.sha256(bytes_of).digest()[:8], "big") >> 1
    key = {"content_id": content_id, "rules_version": "1"}
    lists: dict[str, Any] = {name: [] for name in _LISTS}
    text_lists: dict[str, Any] = {name: [] for name in ("features", "screenshots", "videos", "awards")}
    explained = dict.fromkeys(_EXPLAINED, "Tekst.")
    errors = sum(finding.get("severity", "error") == "error" for finding in findings)
    return {
        "content": [
            {
                "content_id": content_id,
                "sha256": hashlib.sha256(bytes_of).hexdigest(),
                "git_oid": "c" * 40,
                "size_bytes": len(bytes_of),
                "raw": bytes_of.decode(),
                "first_seen_at": NIGHT,
                "first_run": RUN_ID,
            }
        ],
        "file_version": [
            {
                "repository_id": repository_id,
                "path": path,
                "valid_from": NIGHT,
                "first_run": RUN_ID,
                "commit_oid": "a" * 40,
                "entry": "software",
                "unchanged_since": NIGHT,
                **key,
                **version,
            }
        ],
        "reading": [
            {
                **key,
                "read_at": NIGHT,
                "run_id": RUN_ID,
                "is_map": is_map,
                "is_valid": errors == 0,
                "errors": errors,
                "warnings": len(findings) - errors,
                "advices": 0,
                "document": json.dumps({"contacts": MARKERS}),
            }
        ],
        "finding": [
            {**key, "n": n, "severity": "error", "code": "x", "key_path": "", **explained, **finding}
            for n, finding in enumerate(findings, start=1)
        ],
        "component": [{**key, **lists, **(component or {})}] if is_map else [],
        "component_text": [{**key, "language": "nl", **text_lists, **text} for text in texts],
        "component_dependency": [
            {**key, "n": n, "kind": "open", **dependency}
            for n, dependency in enumerate(dependencies, start=1)
        ],
    }
