"""Reads everything in a published database and tells it as JSON: python tests/reports/treaty.py FILE SQL...

Needs DuckDB and nothing else of ours, so that also a DuckDB that this product does not run on can be asked.
"""

from __future__ import annotations

import json
import sys

import duckdb

RELATIONS = """
    SELECT schema_name, table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()
    WHERE database_name = current_database() AND NOT internal GROUP BY ALL ORDER BY ALL"""


def read_all(file: str, questions: list[str]) -> dict[str, dict[str, int]]:
    """By relation and column: how many values are stated; by question: how many rows answer it."""
    found: dict[str, dict[str, int]] = {}
    with duckdb.connect(file, read_only=True) as connection:
        for schema, name, columns in connection.execute(RELATIONS).fetchall():
            counts = found.setdefault(name if schema == "main" else f"{schema}.{name}", {})
            for column in columns:
                values = connection.execute(f'SELECT "{column}" FROM {schema}.{name}').fetchall()
                counts[column] = sum(value is not None for (value,) in values)
        for question in questions:
            found[question] = {"rows": len(connection.execute(question).fetchall())}
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"duckdb": duckdb.__version__, "found": read_all(sys.argv[1], sys.argv[2:])}))
