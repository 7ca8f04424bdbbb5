"""Possible alternatives: software of another account that does the same, in whatever language.

Character 4-grams, weighted by how rare they are, compared by cosine. Alike texts alone prove little
(styles of two countries, a checker and what it checks), so that more must hold: both answer the same
need. Where a need holds many jobs (make, check and find software), both must say so in words that begin
alike, and be more alike. What offers an API and what offers none go together rather than replace one
another. Files with too little text, copied text, members of one family and what works together are left
out. docs/evaluation.md has the figures on judged pairs; an extra with sentence embeddings did no better
on them and is left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.relations import Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from reports.entry import Entry, FileKey

ALIKE: Final = 0.2
"""Cosine from which texts of two accounts can be alternatives, where their need is one job."""
ALIKE_BROAD: Final = 0.28
"""The same, where their need holds many jobs."""
AT_MOST: Final = 5
"""Alternatives shown for one entry: the most alike."""
RESIDUE_TEXTS: Final = 5
"""A sentence in files of this many names in one account says nothing of any of them."""

_MANY: Final = 2_000
"""From this many entries on, grams in more than 2 % of them are left out, not 20 %: pairs are many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a file with enough text says that its software is for."""

    needs: Mapping[str, frozenset[str]]
    """The needs that it surely answers, each with how the words begin that say so; none: categories do."""
    offers_api: bool


_LIKENESS = """
    WITH words AS (SELECT i, account_id,
                     unnest(regexp_extract_all(strip_accents(lower(x)), '[a-z0-9]+')) AS w FROM text_of),
    grams AS (SELECT i, account_id,
                unnest([substr('_' || w || '_', k, 4) FOR k IN range(1, greatest(2, len(w)))]) AS g
              FROM words),
    counted AS (SELECT i, account_id, g, count(*) AS c FROM grams GROUP BY ALL),
    rarity AS (SELECT g, ln($n / count(*)) + 1 AS idf FROM counted GROUP BY g
               HAVING count(*) BETWEEN 2 AND greatest(50, $n * $common)),
    weighted AS (SELECT i, account_id, g, (1 + ln(c)) * idf AS w FROM counted JOIN rarity USING (g)),
    length AS (SELECT i, sqrt(sum(w * w)) AS l FROM weighted GROUP BY i),
    unit AS (SELECT i, account_id, g, (w / l)::FLOAT AS w FROM weighted JOIN length USING (i))
    SELECT a.i, b.i AS j, sum(a.w * b.w) AS score
    FROM unit a JOIN unit b ON a.g = b.g AND a.i < b.i AND a.account_id <> b.account_id
    GROUP BY ALL HAVING score >= $alike ORDER BY score DESC, a.i, j"""


def find_alternatives(
    connection: DuckDBPyConnection,
    entries: Sequence[Entry],
    heads: Mapping[FileKey, FileKey],
    related: Iterable[Relation],
    aims: Mapping[FileKey, Aim],
    *,
    one_job: frozenset[str],
) -> tuple[Relation, ...]:
    """Both directions of every possible alternative, the most alike first; only heads of families take part.

    `aims` lacks a file with too little text to tell; `one_job` are the needs that hold one job.
    """
    apart = {frozenset((one.key, one.other)) for one in related}
    candidates = [one for one in entries if heads.get(one.key, one.key) == one.key and one.key in aims]
    shown: defaultdict[FileKey, int] = defaultdict(int)
    found: list[Relation] = []
    for one, other, score in _alike(connection, candidates):
        shared = shared_needs(aims[one.key], aims[other.key], score, one_job)
        if (
            not shared
            or frozenset((one.key, other.key)) in apart
            or max(shown[one.key], shown[other.key]) >= AT_MOST
        ):
            continue
        shown[one.key] += 1
        shown[other.key] += 1
        found += _both_ways(one, other, score, shared)
    return tuple(found)


def shared_needs(one: Aim, other: Aim, score: float, one_job: frozenset[str]) -> frozenset[str]:
    """The needs in which the one can take the place of the other; none: it cannot."""
    if one.offers_api != other.offers_api:
        return frozenset()
    return frozenset(
        need
        for need in one.needs.keys() & other.needs.keys()
        if (score >= ALIKE and need in one_job)
        or (score >= ALIKE_BROAD and one.needs[need] & other.needs[need])
    )


def _alike(connection: DuckDBPyConnection, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, float]]:
    texts = own_texts(entries)
    connection.execute("CREATE OR REPLACE TEMP TABLE text_of (i INTEGER, account_id VARCHAR, x VARCHAR)")
    rows_of_text = [
        {"i": i, "account_id": entry.repository.account_id, "x": text}
        for i, (entry, text) in enumerate(zip(entries, texts, strict=True))
    ]
    connection.execute(  # as JSON: lists bind value by value, and slowly
        "INSERT INTO text_of SELECT one.* FROM (SELECT unnest(from_json(?, ?)) AS one)",
        [json.dumps(rows_of_text), '[{"i": "INTEGER", "account_id": "VARCHAR", "x": "VARCHAR"}]'],
    )
    total = len(entries)
    common = 0.2 if total < _MANY else 0.02
    rows = connection.execute(_LIKENESS, {"n": max(total, 1), "common": common, "alike": ALIKE}).fetchall()
    for i, j, score in rows:
        yield entries[i], entries[j], score


def own_texts(entries: Sequence[Entry]) -> tuple[str, ...]:
    """For each entry its names, short descriptions and features, without sentences copied in its account."""
    parts = [tuple(_parts(entry)) for entry in entries]
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entry, its in zip(entries, parts, strict=True):
        for part in its:
            names[entry.repository.account_id, part].add(entry.shown_name)
    return tuple(
        " ".join(part for part in its if len(names[entry.repository.account_id, part]) < RESIDUE_TEXTS)
        for entry, its in zip(entries, parts, strict=True)
    )


def _parts(entry: Entry) -> Iterator[str]:
    yield entry.shown_name
    for text in entry.texts:
        yield from (part for part in (text.localised_name, text.generic_name, text.short_description) if part)
        yield from text.features


def _both_ways(one: Entry, other: Entry, score: float, shared: frozenset[str]) -> Iterator[Relation]:
    for key, of_it in ((one.key, other.key), (other.key, one.key)):
        yield Relation(
            key=key,
            other=of_it,
            kind=RelationKind.ALTERNATIVE,
            key_path="description",
            value=", ".join(sorted(shared)),
            score=round(score, 2),
        )
