"""A year of nights through the registry: ``python -m benchmarks.simulated_year [REPOSITORIES NIGHTS]``.

No forge: what it shows is made in memory, so recording alone is measured. As nights are planned, a seventh of
the accounts is listed whole each night, and of the rest only what was pushed is looked at: 3 % of the
repositories are pushed a night, 0.5 % have another description. One repository in twenty holds a file. Beside
it, for the first nights, a store that keeps a whole row of every repository every night.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from harvester.model import AuthorKind
from harvester.outcomes import Complete, Swept
from harvester.registry import open_registry
from harvester.registry_reading import standard_rules
from tests.builders import account, content, file, night, observation, page, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvester.model import Account
    from harvester.observations import Observation
    from harvester.registry import Run

PAGE, PER_ACCOUNT, TOGETHER, WEEK = 25, 50, 8, 7
SNAPSHOTS = 30  # nights for which the other store is filled, too: a whole year of it is half a gigabyte
KINDS = (AuthorKind.BOT, AuthorKind.PERSON, AuthorKind.BOT, AuthorKind.UNKNOWN)  # of those who push
KEEP_OUTCOMES = timedelta(days=90)
MIB = 2**20


@dataclass(frozen=True, slots=True)
class World:
    """What the forge shows: repositories by their number, ``PER_ACCOUNT`` to an account."""

    accounts: list[Account]
    seen: list[Observation]


@dataclass(frozen=True, slots=True)
class Took:
    """What a night took, in seconds: on the clock, and of all processors together."""

    clock: float
    processor: float


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


def record_nights(path: Path, repositories: int, nights: int) -> Iterator[tuple[int, Took]]:
    """Record so many nights, one after the other; the number of each and what it took."""
    world = _world(repositories)
    for number in range(1, nights + 1):
        if number > 1:
            _change(world.seen, number)
        yield number, _record(path, number, world)


def tell_memory() -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"peak memory                       {peak:9,} MiB, what the forge shows included")


def _world(repositories: int) -> World:
    accounts = [account(f"owner-{number}") for number in range(repositories // PER_ACCOUNT)]
    seen = [
        observation(
            f"owner-{number // PER_ACCOUNT}/repository-{number}",
            *([file(content=content(f"Software {number}"))] if number % 20 == 0 else []),
            topics=("zaken", f"t{number % 50}"),
            description=f"Repository number {number} of a municipality",
        )
        for number in range(len(accounts) * PER_ACCOUNT)
    ]
    return World(accounts, seen)


def _pushed(repositories: int, number: int) -> range:
    """3 % of the repositories, others every night."""
    return range(number % 33, repositories, 33)


def _change(seen: list[Observation], number: int) -> None:
    """3 % pushed, and one in six of these described anew."""
    for place, index in enumerate(_pushed(len(seen), number)):
        kind = KINDS[(place + number) % len(KINDS)]
        given: dict[str, object] = {"head_oid": f"{number:040x}", "pushed_at": night(number)}
        given |= {"head_committed_at": night(number), "head_author_kind": kind}
        if place % 6 == 0:
            given["description"] = f"Repository number {index} as of night {number}"
        seen[index] = replace(seen[index], repository=replace(seen[index].repository, **given))  # type: ignore[arg-type]


def _record(path: Path, number: int, world: World) -> Took:
    """One night."""
    began, worked, now = time.perf_counter(), time.process_time(), night(number)
    with open_registry(path, now) as registry:
        run = registry.begin(sources(*world.accounts), standard_rules(), "1", now)
        run.rederive(now)
        pushed = _by_account(_pushed(len(world.seen), number))
        for first in range(0, len(world.accounts), TOGETHER):
            with run.together():
                for index in range(first, min(first + TOGETHER, len(world.accounts))):
                    is_whole = number == 1 or index % WEEK == number % WEEK
                    _look(run, world, index, None if is_whole else pushed.get(index, ()))
        run.conclude(now + timedelta(hours=1))
        run.tidy(now + timedelta(hours=1), timedelta(days=90), KEEP_OUTCOMES)
        if registry.problems():
            raise RuntimeError(registry.problems())
        run.finish("complete", now + timedelta(hours=1))
    return Took(time.perf_counter() - began, time.process_time() - worked)


def _by_account(indexes: range) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index in indexes:
        found.setdefault(index // PER_ACCOUNT, []).append(index)
    return found


def _look(run: Run, world: World, index: int, pushed: Sequence[int] | None) -> None:
    """Look at what was pushed, or (None) list the account whole."""
    owner = world.accounts[index]
    now = datetime.strptime(str(run.run_id), "%Y%m%d%H%M%S")
    places = range(index * PER_ACCOUNT, (index + 1) * PER_ACCOUNT) if pushed is None else pushed
    for shown, is_last in _pages([world.seen[place] for place in places]):
        run.record_page(owner, page(*shown, cursor=None if is_last else "more"), now)
    if pushed is None:
        run.record_outcome(owner, Complete(repositories=PER_ACCOUNT, files=0), now)
    else:
        swept = Swept(repositories=len(pushed), files=0, listed=PER_ACCOUNT, newest_at=now)
        run.record_outcome(owner, swept, now)


def _pages(shown: list[Observation]) -> Iterator[tuple[list[Observation], bool]]:
    for start in range(0, len(shown), PAGE):
        yield shown[start : start + PAGE], start + PAGE >= len(shown)


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
