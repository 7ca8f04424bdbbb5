"""docs/data-dictionary.md, from the comments of the databases: python -m tests.reports.dictionary"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.register import build_night, build_register
from reports.settings import ReportsSettings
from tests.reports.work import NIGHT, RUN_ID, WorkDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
_INTRODUCTION = """\
# Data dictionary

What is in the published databases. This page is made from the databases' own comments (`make docs`): do not
edit it. In the database itself: `FROM dictionary;`. Examples of questions: [queries](queries.md).

Moments are UTC. `NULL` is *not stated*, an empty list is *none stated*. No column holds an e-mail address or
a telephone number of a contact ([why and how](adr/0007-privacy-of-contacts.md)).
"""


def dictionary() -> str:
    """The page, from databases without a single row."""
    with tempfile.TemporaryDirectory() as folder:
        work, register, night = (Path(folder) / f"{name}.duckdb" for name in ("work", "register", "night"))
        filled = WorkDatabase(work)
        filled.run()
        record_links(filled.close(), load_curation(), run_id=RUN_ID, at=NIGHT)
        build_register(work, register, ReportsSettings())
        build_night(work, register, night, RUN_ID)
        parts = [
            _INTRODUCTION,
            "## register.duckdb: views for people, schema `main`\n",
            *_relations(register, "main"),
            "## register.duckdb: questions with parameters\n",
            "| question | what it answers |\n|---|---|",
            *_macros(register),
            "",
            "## register.duckdb: tables with the history, schema `data`\n",
            *_relations(register, "data"),
            "## night.duckdb: the run\n",
            *_relations(night, "main"),
        ]
    return "\n".join(parts)


def _relations(file: Path, schema: str) -> Iterator[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        relations = connection.execute(
            """
            SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = $1
            UNION ALL SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = $1 ORDER BY ALL""",
            [schema],
        ).fetchall()
        for name, comment in relations:
            columns = connection.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() "
                "WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
                [schema, name],
            ).fetchall()
            lines = [f"### {name}\n", f"{comment}\n", "| column | type | meaning |", "|---|---|---|"]
            lines += [f"| `{column}` | {_shown(kind)} | {about} |" for column, kind, about in columns]
            yield "\n".join(lines) + "\n"


def _macros(file: Path) -> Iterator[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        macros = connection.execute("""
            SELECT name, table_about FROM dictionary WHERE schema_name = 'main' AND column_name IS NULL
            ORDER BY name""").fetchall()
    return (f"| `{name}` | {about} |" for name, about in macros)


def _shown(kind: str) -> str:
    return kind.replace('"', "").replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(dictionary(), encoding="utf-8")
