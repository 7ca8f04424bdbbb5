"""Reads exported files back as a program does: rows of a CSV, and whatever can be read in any file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BYTE_ORDER_MARK = "\ufeff"


def rows(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Each row by column; a byte order mark is no part of the first name."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def readable_bytes(publication: Path) -> Iterator[tuple[str, bytes]]:
    """All that anybody can read in a publication: the bytes of each file, and packed values unpacked."""
    for file in sorted(path for path in publication.rglob("*") if path.is_file()):
        name = file.relative_to(publication).as_posix()
        yield name, file.read_bytes()
        if file.suffix == ".parquet":
            yield f"{name}, values", _values(f"FROM read_parquet('{file}')")
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as connection:
                relations = connection.execute("""
                    SELECT schema_name || '.' || table_name FROM duckdb_tables()
                    UNION SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal
                    """).fetchall()
                for (relation,) in relations:
                    values = connection.execute(f"SELECT t::VARCHAR FROM {relation} t").fetchall()
                    yield f"{name}, {relation}", repr(values).encode()


def _values(query: str) -> bytes:
    with duckdb.connect() as connection:
        return repr(connection.execute(query).fetchall()).encode()
