"""How long recording a night takes: ``python -m benchmarks.recording [REPOSITORIES] [NIGHTS]``.

No forge: pages are made in memory, so only recording is measured. One repository in twenty holds a file; from
the third night on 0.5 % of the repositories change and 3 % are pushed.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from harvester.outcomes import Complete
from harvester.registry import open_registry
from harvester.registry_reading import standard_rules
from tests.builders import account, content, file, night, observation, page, sources

if TYPE_CHECKING:
    from datetime import datetime

    from harvester.model import Account
    from harvester.registry import Run

PAGE, PER_ACCOUNT = 25, 50
TOGETHER = 8  # pages that one commit takes: what the queue of one forge holds


def main() -> None:
    repositories = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    nights = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    accounts = [account(f"owner-{number}") for number in range(repositories // PER_ACCOUNT)]
    seen = [
        observation(
            f"owner-{number // PER_ACCOUNT}/repository-{number}",
            *([file(content=content(f"Software {number}"))] if number % 20 == 0 else []),
            topics=("zaken", f"t{number % 50}"),
            description=f"Repository number {number} of a municipality",
        )
        for number in range(repositories)
    ]
    print(f"duckdb {duckdb.__version__}, {repositories:,} repositories, pages of {PAGE}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.duckdb"
        for number in range(1, nights + 1):
            if number > 2:
                _change(seen, number)
            _record(path, number, accounts, seen)


def _change(seen: list, number: int) -> None:  # type: ignore[type-arg]
    """From the third night on: 0.5 % described anew, 3 % pushed."""
    for step, fields in (
        (200, {"description": f"As of night {number}"}),
        (33, {"head_oid": f"{number:040x}"}),
    ):
        for index in range(number, len(seen), step):
            seen[index] = replace(seen[index], repository=replace(seen[index].repository, **fields))


def _record(path: Path, number: int, accounts: list, seen: list) -> None:  # type: ignore[type-arg]
    began = time.perf_counter()
    now = night(number)
    with open_registry(path, now) as registry:
        run = registry.begin(sources(*accounts), standard_rules(), "1", now)
        run.rederive(now)
        loaded = time.perf_counter()
        at_once = TOGETHER * PAGE // PER_ACCOUNT
        for first in range(0, len(accounts), at_once):
            with run.together():
                for index in range(first, min(first + at_once, len(accounts))):
                    mine = seen[index * PER_ACCOUNT : (index + 1) * PER_ACCOUNT]
                    _record_account(run, accounts[index], mine, now)
        recorded = time.perf_counter()
        run.conclude(now + timedelta(hours=1))
        problems = registry.problems()
        run.finish("complete", now + timedelta(hours=1))
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"night {number}: begin {loaded - began:5.2f} s, pages {recorded - loaded:6.2f} s, "
        f"end {ended - recorded:5.2f} s, total {ended - began:6.2f} s; {run.files_read:,} files read; "
        f"{path.stat().st_size / 2**20:.1f} MiB, peak {peak} MiB"
        f"{'' if not problems else f'; PROBLEMS {problems}'}"
    )


def _record_account(run: Run, owner: Account, mine: list, now: datetime) -> None:  # type: ignore[type-arg]
    for start in range(0, len(mine), PAGE):
        rest = mine[start + PAGE :]
        run.record_page(owner, page(*mine[start : start + PAGE], cursor="more" if rest else None), now)
    run.record_outcome(owner, Complete(repositories=len(mine), files=0), now)


if __name__ == "__main__":
    main()
