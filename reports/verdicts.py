"""What the pages say of software, in both languages, as rows of views `decision`, `licence` and `mismatch`.

They are made by the code that makes the pages, of the same values: the two cannot differ.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reports.key_lines import key_lines
from reports.licence_expressions import agreement, judge
from reports.pages.decision import named_checks
from reports.pages.edition import Edition
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.pages.reality import mismatches
from reports.pages.standards_check import standard_rows
from reports.single_licences import Openness
from reports.snapshot import read_for_verdicts
from reports.translation import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from reports.model.software import ComponentRow

_ROWS_AT_ONCE: Final = 5_000
_IS_OPEN: Final = {Openness.OPEN: True, Openness.RESTRICTED: False, Openness.UNCLEAR: None}


def record_verdicts(connection: DuckDBPyConnection) -> None:
    """Judge all software of the register in use, and fill the tables of what is judged.

    Lines and standards come first: the answers rest on them.
    """
    _insert(connection, "key_line", key_lines(connection))
    read = read_for_verdicts(connection)
    lookup = look_up(replace(read, standards=standard_rows(read)))
    _insert(connection, "standard", (asdict(row) for row in lookup.snapshot.standards))
    dutch, english = (
        Edition(words=words, labels=labels_in(words), lookup=lookup)
        for words in (load_words("nl"), load_words("en"))
    )
    components = lookup.snapshot.components
    _insert(connection, "licence", (_licence(english, one) for one in components))
    _insert(connection, "decision", (row for one in components for row in _decisions(dutch, english, one)))
    _insert(connection, "mismatch", (row for one in components for row in _mismatches(dutch, english, one)))


def _licence(edition: Edition, component: ComponentRow) -> dict[str, Any]:
    stated, seen = component.licence, edition.licence_seen(component)
    name = stated or seen
    found = judge(name) if name else None
    compared = "not_compared"
    if stated and seen:
        compared = {"yes": "same", "no": "differs"}.get(agreement(stated, seen).value, compared)
    elif name:
        compared = "only_stated" if stated else "only_seen"
    return {
        "component_id": component.component_id,
        "stated": stated,
        "seen": seen,
        "spdx": found.spdx if found else None,
        "is_open": _IS_OPEN[found.openness] if found else None,
        "class": found.licence_class.value if found and found.licence_class else None,
        "with_eupl": found.with_eupl.value if found else "unknown",
        "agreement": compared,
    }


def _decisions(dutch: Edition, english: Edition, component: ComponentRow) -> Iterator[dict[str, Any]]:
    pairs = zip(named_checks(dutch, component), named_checks(english, component), strict=True)
    for n, ((question, in_dutch), (_, in_english)) in enumerate(pairs, start=1):
        first, *others = in_english.sources
        yield {
            "component_id": component.component_id,
            "n": n,
            "question": question,
            "answer": in_english.state.value,
            "reason_nl": in_dutch.reason,
            "reason_en": in_english.reason,
            "source": first.url,
            "as_of": english.about.facts_as_of,
            "line": first.line,
            "rests_on": in_english.rests_on,
            "other_sources": [one.url for one in others if one.url],
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


def _insert(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """As JSON: row by row it would take a hundred times as long."""
    described = connection.execute(f"DESCRIBE data.{table}").fetchall()
    shape = json.dumps([{name: kind for name, kind, *_ in described}])
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        text = json.dumps(some, ensure_ascii=False, default=str)
        connection.execute(
            f"INSERT INTO data.{table} BY NAME SELECT one.* FROM (SELECT unnest(from_json(?, ?)) AS one)",  # noqa: S608
            [text, shape],
        )
