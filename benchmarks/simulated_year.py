"""A year of nights through the registry: ``python -m benchmarks.simulated_year [REPOSITORIES NIGHTS]``.

The nights are those of `benchmarks.nights_in_memory`. Beside them, for the first ones, a store that keeps a
whole row of every repository every night.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import duckdb

from benchmarks.nights_in_memory import Took, record_nights
from tests.builders import night

SNAPSHOTS = 30  # nights for which the other store is filled, too: a whole year of it is half a gigabyte
MIB = 2**20


def main(repositories: int = 20_000, nights: int = 365) -> None:
    if len(sys.argv) > 2:
        repositories, nights = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "work.duckdb", Path(folder) / "snapshots.duckdb"
        copies: list[float] = []
        times = []
        for number, took in record_nights(path, repositories, nights):
            times.append(took)
            if number <= SNAPSHOTS:
                copies.append(_snapshot(path, other, number))
        print(f"{repositories:,} repositories, {nights} nights, DuckDB {duckdb.__version__}\n")
        tell_writing(path, times)
        _tell_snapshots(other, copies, nights)
        _tell_questions(path, other, nights)
    tell_memory()


def tell_memory() -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"peak memory                       {peak:9,} MiB, what the forge shows included")


# --- The other store --------------------------------------------------------------------------------

_CURRENT = """
SELECT {day}::DATE AS day, v.* EXCLUDE (valid_from, valid_to, first_run, last_run, row_hash),
  d.stars, d.forks, d.pushed_at, d.head_oid
FROM work.store.repository_version v
JOIN (FROM work.store.repository_day
      QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY seen_at DESC) = 1) d
  USING (repository_id) WHERE v.valid_to IS NULL
"""


def _snapshot(path: Path, other: Path, number: int) -> float:
    """A row of every repository, as of tonight; the seconds."""
    current = _CURRENT.format(day=f"'{night(number):%Y-%m-%d}'")
    with duckdb.connect(str(other)) as connection:
        connection.execute(f"ATTACH '{path}' AS work (READ_ONLY)")
        connection.execute(f"CREATE TABLE IF NOT EXISTS snapshot AS {current} LIMIT 0")
        began = time.perf_counter()
        connection.execute(f"INSERT INTO snapshot {current}")
        connection.execute("CHECKPOINT")
        return time.perf_counter() - began


# --- What is told -----------------------------------------------------------------------------------


def tell_writing(path: Path, times: list[Took]) -> None:
    """Times, rows and size of the work database."""
    later = sorted(took.clock for took in times[1:])
    print(f"first night                       {times[0].clock:9.2f} s, processors {times[0].processor:.2f} s")
    print(
        f"a later night, median / p95       {statistics.median(later):9.2f} s / "
        f"{later[int(len(later) * 0.95)]:.2f} s, processors, median "
        f"{statistics.median(took.processor for took in times[1:]):.2f} s"
    )
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in ("repository_version", "repository_day", "event", "account_outcome", "run"):
            ((rows,),) = connection.execute(f"SELECT count(*) FROM store.{table}").fetchall()
            print(f"rows of store.{table:<20}{rows:9,}")
    print(f"work.duckdb                       {path.stat().st_size / MIB:9.1f} MiB")


def _tell_snapshots(other: Path, copies: list[float], nights: int) -> None:
    size = other.stat().st_size / MIB
    print(f"a row a night: {len(copies):3} nights           {size:9.1f} MiB")
    print(f"a row a night: {nights:3} nights, projected{size / len(copies) * nights:9.1f} MiB")
    print(f"a row a night: write, median      {statistics.median(copies):9.2f} s")


def _tell_questions(path: Path, other: Path, nights: int) -> None:
    middle, last = night(max(nights // 2, 1)), night(nights)
    asked = {
        "state as of a date": (
            "SELECT account_id, count(*) FROM store.repository_version WHERE state = 'present' "
            f"AND valid_from <= '{middle}' AND (valid_to IS NULL OR valid_to > '{middle}') GROUP BY ALL"
        ),
        "changed since yesterday": (
            f"SELECT * FROM store.event WHERE happened_at > '{last - timedelta(days=1)}'"
        ),
        "a line of 12 months": (
            "SELECT m, count(*) FROM (SELECT unnest(generate_series((SELECT min(valid_from) FROM "
            f"store.repository_version), '{last}'::TIMESTAMP, INTERVAL 1 MONTH)) AS m) JOIN "
            "store.repository_version v ON v.valid_from <= m AND (v.valid_to IS NULL OR v.valid_to > m) "
            "WHERE v.state = 'present' GROUP BY m ORDER BY m"
        ),
        "when a person was last active": "FROM store.repository_activity",
    }
    with duckdb.connect(str(path), read_only=True) as connection:
        for question, sql in asked.items():
            print(f"{question:<34}{_milliseconds(connection, sql):9.1f} ms")
    day = f"'{night(min(nights, SNAPSHOTS)):%Y-%m-%d}'::DATE"
    with duckdb.connect(str(other), read_only=True) as connection:
        as_of = f"SELECT account_id, count(*) FROM snapshot WHERE day = {day} GROUP BY ALL"
        changed = (
            "FROM snapshot a JOIN snapshot b USING (repository_id) "
            f"WHERE a.day = {day} AND b.day = {day} - 1 AND a.description IS DISTINCT FROM b.description"
        )
        print(f"a row a night: as of              {_milliseconds(connection, as_of):9.1f} ms")
        print(f"a row a night: changed            {_milliseconds(connection, changed):9.1f} ms")


def _milliseconds(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    """The median of five."""
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        connection.execute(sql).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
