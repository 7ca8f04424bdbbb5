"""What the pages say of software, in both languages, as rows of views `decision` and `mismatch`.

They are made by the code that makes the pages, of the same values: the two cannot differ.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from reports.pages.decision import named_checks
from reports.pages.edition import Edition
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.pages.reality import mismatches
from reports.snapshot import read_for_verdicts
from reports.translation import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from reports.model import ComponentRow

_ROWS_AT_ONCE: Final = 5_000


def record_verdicts(connection: DuckDBPyConnection) -> None:
    """Judge all software of the register in use, and fill `data.decision` and `data.mismatch`."""
    lookup = look_up(read_for_verdicts(connection))
    dutch, english = (
        Edition(words=words, labels=labels_in(words), lookup=lookup)
        for words in (load_words("nl"), load_words("en"))
    )
    components = lookup.snapshot.components
    _insert(connection, "decision", [row for one in components for row in _decisions(dutch, english, one)])
    _insert(connection, "mismatch", [row for one in components for row in _mismatches(dutch, english, one)])


def _decisions(dutch: Edition, english: Edition, component: ComponentRow) -> Iterator[dict[str, Any]]:
    pairs = zip(named_checks(dutch, component), named_checks(english, component), strict=True)
    for n, ((question, in_dutch), (_, in_english)) in enumerate(pairs, start=1):
        yield {
            "component_id": component.component_id,
            "n": n,
            "question": question,
            "answer": in_english.state.value,
            "reason_nl": in_dutch.reason,
            "reason_en": in_english.reason,
            "source": in_english.source.url if in_english.source else None,
            "as_of": english.about.facts_as_of,
        }


def _mismatches(dutch: Edition, english: Edition, component: ComponentRow) -> Iterator[dict[str, Any]]:
    pairs = zip(mismatches(dutch, component), mismatches(english, component), strict=True)
    for in_dutch, in_english in pairs:
        yield {
            "component_id": component.component_id,
            "code": in_english.code,
            "key_path": in_english.key_path,
            "file_value": in_english.file_value,
            "real_value": in_english.real_value,
            "message_nl": in_dutch.message,
            "message_en": in_english.message,
            "source_url": in_english.source_url,
        }


def _insert(connection: DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """As JSON: row by row it would take a hundred times as long."""
    described = connection.execute(f"DESCRIBE data.{table}").fetchall()
    shape = json.dumps([{name: kind for name, kind, *_ in described}])
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        text = json.dumps(rows[start : start + _ROWS_AT_ONCE], ensure_ascii=False, default=str)
        connection.execute(
            f"INSERT INTO data.{table} BY NAME SELECT one.* FROM (SELECT unnest(from_json(?, ?)) AS one)",  # noqa: S608
            [text, shape],
        )
