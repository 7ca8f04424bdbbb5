"""`datapackage.json`: what the files are, for programs, as Data Package 2.0 says (https://datapackage.org/standard/)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import duckdb

from reports.exports.cells import DUTCH_EXCEL, PROGRAMS
from reports.exports.tables import flat_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from reports.exports.tables import Column, Table

_TYPES: Final = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
_MEDIA: Final = {"parquet": "application/vnd.apache.parquet", "json": "application/json", "csv": "text/csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file as it lies there: its size in bytes, and its sha256 in hexadecimal."""

    size: int
    sha256: str


def data_package(register: Path, stored: Mapping[str, Stored], run_at: datetime) -> str:
    """The text of `datapackage.json` beside the files; `stored` holds them by their path in that folder.

    Of the forms of a table the plain CSV carries the schema; the others are files that hold the same.
    """
    with duckdb.connect(str(register), read_only=True) as connection:
        tables = read_tables(connection)
        about = dict(
            connection.execute("""
            SELECT unnest(['title', 'publisher', 'contact', 'licence', 'base_url', 'facts_as_of', 'digest']),
              unnest([register_name_en, publisher, contact, data_licence, base_url,
                      strftime(facts_as_of, '%Y-%m-%dT%H:%M:%SZ'), tables_digest]) FROM about""").fetchall()
        )
    flat = flat_tables(tables)
    resources = [_flat_resource(table, stored) for table in flat]
    described = {resource["path"] for resource in resources}
    resources += [_other_resource(path, stored[path]) for path in sorted(set(stored) - described)]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": _name(about["title"]),
        "id": f"sha256:{about['digest']}",
        "title": about["title"],
        "description": "What governments say of their software in publiccode.yml files, read every night. "
        f"Facts as of {about['facts_as_of']}; README.md and LEESMIJ.md tell more.",
        "created": f"{run_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [_licence(about["licence"])],
        "contributors": [{"title": about["publisher"], "roles": ["publisher"], **_reached(about["contact"])}],
        "sources": [{"title": "publiccode.yml files in public repositories of governments"}],
        **({"homepage": about["base_url"]} if about["base_url"] else {}),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _name(title: str) -> str:
    """In lower case, as the standard asks of names."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "register"


def _licence(identifier: str) -> dict[str, str]:
    return {"name": identifier, "path": f"https://spdx.org/licenses/{identifier}.html"}


def _reached(contact: str) -> dict[str, str]:
    return {"path": contact} if contact.startswith("http") else {}


def _flat_resource(table: Table, stored: Mapping[str, Stored]) -> dict[str, Any]:
    path = f"{PROGRAMS.folder}/{table.name}.csv"
    return {
        "name": table.name.replace("_", "-"),
        "path": path,
        "type": "table",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": PROGRAMS.delimiter, "quoteChar": '"', "doubleQuote": True, "header": True},
        **_measured(stored[path]),
        "schema": {
            "fields": [_field(column, table.key) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": list(each.columns),
                    "reference": {"resource": each.table.replace("_", "-"), "fields": list(each.there)},
                }
                for each in table.references
            ],
            "missingValues": [""],
        },
    }


def _field(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.about,
    }
    return {**field, "constraints": {"required": True}} if column.name in key else field


def _other_resource(path: str, stored: Stored) -> dict[str, Any]:
    folder, _, file = path.rpartition("/")
    stem, _, ending = file.rpartition(".")
    resource: dict[str, Any] = {
        "name": _name(f"{stem} {folder or ending}"),
        "path": path,
        "format": ending,
        **({"mediatype": _MEDIA[ending]} if ending in _MEDIA else {}),
        **_measured(stored),
    }
    if folder == DUTCH_EXCEL.folder:
        resource["dialect"] = {"delimiter": DUTCH_EXCEL.delimiter, "header": True}
        resource["encoding"] = "utf-8"
    return resource


def _measured(stored: Stored) -> dict[str, Any]:
    return {"bytes": stored.size, "hash": f"sha256:{stored.sha256}"}
