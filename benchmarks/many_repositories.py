"""Ten nights over a million repositories, then publishing them: ``python -m benchmarks.many_repositories``.

The world is that of `benchmarks.nights_in_memory`: 20,000 accounts, 50,000 files, 3 % pushed a night, 0.5 %
changed. Concluding and the two published databases are made in a process of its own, so that its memory is
its own; the pages of 50,000 entries are not made.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.nights_in_memory import record_nights
from benchmarks.simulated_year import tell_memory, tell_writing
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.register import build_night, build_register, newest_run
from reports.settings import ReportsSettings
from tests.builders import night

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 2**20


def main(repositories: int, nights: int) -> None:
    print(f"{repositories:,} repositories, {nights} nights, DuckDB {duckdb.__version__}\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.duckdb"
        times = []
        for number, took in record_nights(path, repositories, nights):
            sys.stderr.write(f"night {number}: {took.clock:.1f} s, processors {took.processor:.1f} s\n")
            times.append(took)
        tell_writing(path, times)
        tell_memory()
        print(flush=True)
        command = [sys.executable, "-m", "benchmarks.many_repositories", "publish", str(path)]
        subprocess.run(command, check=True)


def publish(work: Path) -> None:
    """Conclude, and make the published databases beside the work database."""
    register, of_night = work.with_name("register.duckdb"), work.with_name("night.duckdb")
    run_id = newest_run(work)
    with _timed("concluding"):
        record_links(work, load_curation(), run_id=run_id, at=night(400))
    with _timed("register.duckdb"):
        build_register(work, register, ReportsSettings())
    with _timed("night.duckdb"):
        build_night(work, register, of_night, run_id)
    with duckdb.connect(str(register), read_only=True) as connection:
        for view in ("repository", "component", "change"):
            ((rows,),) = connection.execute(f"SELECT count(*) FROM {view}").fetchall()
            print(f"rows of {view:<26}{rows:9,}")
    print(f"register.duckdb                   {register.stat().st_size / MIB:9.1f} MiB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"peak memory of publishing         {peak:9,} MiB")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, processor = time.perf_counter() - began, time.process_time() - worked
    print(f"{what:<34}{took:9.2f} s, processors {processor:.2f} s", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["publish"]:
        publish(Path(sys.argv[2]))
    else:
        given = [int(number) for number in sys.argv[1:]]
        main(*given) if given else main(1_000_000, 10)
