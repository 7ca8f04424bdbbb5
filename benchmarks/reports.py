"""How long the reports take on 20,000 repositories, 5,000 with software: python -m benchmarks.reports"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.register import build_night, build_register
from reports.settings import ReportsSettings
from reports.snapshot import read_snapshot
from tests.reports.work import DAY, NIGHT, RUN_ID, WorkDatabase, file_rows, repository_rows

SUBJECTS = (
    ("Formulieren bouwen en publiceren voor inwoners", "Form builder for municipalities", "standalone/web"),
    (
        "API voor het beheren van adressen en gebouwen",
        "API to manage addresses and buildings",
        "standalone/backend",
    ),
    ("Koppeling tussen het zaaksysteem en het archief", "Connector between case system and archive", "addon"),
    (
        "Planning van onderhoud in de openbare ruimte",
        "Planning of maintenance of public space",
        "standalone/web",
    ),
    ("Leest en schrijft berichten volgens de norm", "Reads and writes messages of the standard", "library"),
)
LONG = "Deze software helpt gemeenten bij hun werk. Inloggen kan met DigiD. " * 12


def fill(path: Path, repositories: int, every: int) -> None:
    work = WorkDatabase(path)
    work.run()
    work.organisation()
    tables: dict[str, list[dict[str, Any]]] = {}
    for n in range(200):
        work.account(account_id=f"github.com/owner{n}", path=f"owner{n}", url=f"https://github.com/owner{n}")
    for n in range(repositories):
        owner = f"owner{n % 200}"
        for table, row in zip(
            ("repository_version", "repository", "repository_day"),
            repository_rows(
                n, name=f"software-{n}", account_id=f"github.com/{owner}", description=f"Nummer {n}"
            ),
            strict=True,
        ):
            tables.setdefault(table, []).append(row)
        if n % every == 0:
            for table, rows in software(n).items():
                tables.setdefault(table, []).extend(rows)
    for table, rows in tables.items():
        work.insert(table, *rows)
    work.close()


def software(n: int) -> dict[str, list[dict[str, Any]]]:
    nl, en, kind = SUBJECTS[n // 4 % len(SUBJECTS)]
    return file_rows(
        n,
        component={"name": f"Software {n}", "software_type": kind, "categories": ["it-development"]},
        texts=(
            {
                "short_description": f"{nl} ({n})",
                "long_description": LONG,
                "features": [f"Werkt met {n}", "Snel"],
            },
            {
                "language": "en",
                "short_description": f"{en} ({n})",
                "long_description": LONG,
                "features": ["Fast"],
            },
        ),
        findings=tuple({"key_path": f"key{k}", "line": k, "value": f"{n}"} for k in range(1, 9)),
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:<34}{time.perf_counter() - start:7.2f} s", flush=True)


def main(repositories: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="herbruik-benchmark-"))
    work, register, night = (folder / f"{name}.duckdb" for name in ("work", "register", "night"))
    print(f"DuckDB {duckdb.__version__}, {repositories:,} repositories, {repositories // 4:,} with software")
    with timed("filling (not ours)"):
        fill(work, repositories, every=4)
    with timed("links, first night"):
        print(record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT))
    with timed("links, nothing new"):
        print(record_links(work, load_curation(), run_id=RUN_ID, at=NIGHT + DAY))
    with timed("register.duckdb"):
        build_register(work, register, ReportsSettings())
    with timed("night.duckdb"):
        build_night(work, register, night, RUN_ID)
    with timed("snapshot"):
        read_snapshot(register, night)
    print(f"work {work.stat().st_size / 2**20:.1f} MiB, register {register.stat().st_size / 2**20:.1f} MiB")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
