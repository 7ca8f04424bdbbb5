"""Time and size of all downloads, for 20,000 repositories: ``python -m benchmarks.exports``."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.reports import fill
from reports import downloads
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.register import build_night, build_register
from reports.settings import ReportsSettings
from tests.reports.work import NIGHT, RUN_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 2**20


def main(repositories: int) -> None:
    print(f"DuckDB {duckdb.__version__}, {repositories:,} repositories, {repositories // 4:,} with software")
    with tempfile.TemporaryDirectory(prefix="herbruik-benchmark-") as place:
        work, data = Path(place) / "work.duckdb", Path(place) / "data"
        data.mkdir()
        fill(work, repositories, every=4)
        record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT)
        with _timed("register.duckdb"):
            build_register(work, data / downloads.REGISTER, ReportsSettings())
        build_night(work, data / downloads.REGISTER, data / downloads.NIGHT, RUN_ID)
        with _timed("all forms, facts changed"):
            downloads.write_facts(data, "CC0-1.0")
        with _timed("data package and checksums"):
            downloads.describe(data, NIGHT)
        after = Path(place) / "after"
        after.mkdir()
        with _timed("all forms, nothing changed"):
            downloads.take_over_facts(data, after, hard_links=True)
        _tell_sizes(data)


def _tell_sizes(data: Path) -> None:
    sizes, files = Counter[str](), Counter[str]()
    for resource in json.loads((data / downloads.PACKAGE).read_text(encoding="utf-8"))["resources"]:
        form = resource["path"].partition("/")[0]
        sizes[form] += resource["bytes"]
        files[form] += 1
    for form, size in sizes.most_common():
        noun = "file" if files[form] == 1 else "files"
        print(f"{form:<34}{size / MIB:9.2f} MiB, {files[form]} {noun}")
    print(f"{'all':<34}{sizes.total() / MIB:9.2f} MiB, {files.total()} files")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, processor = time.perf_counter() - began, time.process_time() - worked
    print(f"{what:<34}{took:9.2f} s, processors {processor:.2f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
