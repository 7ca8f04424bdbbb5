"""Concluding of 5,000 entries of many kinds: python -m benchmarks.concluding [profile]

The texts are those of real files, mixed: every entry takes its languages from one file, its sentences and
features from many of the same language, and other names, so that no two are alike and none is copied along.
The files are those of the reference corpus where that lies beside the checkout, else of the sample world.
"""

import cProfile
import pstats
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

import publiccode
from reports.curated import load_curated
from reports.guideline.loading import load_curation
from reports.links import LinkCounts, record_links
from tests.reports.work import DAY, NIGHT, RUN_ID, WorkDatabase, file_rows, repository_rows

ENTRIES, ACCOUNTS, ORGANISATIONS, CHANGED = 5_000, 400, 500, 100
GOAL_SECONDS = 10
ROOT = Path(__file__).parent.parent
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Pool:
    """What real files say, by language, and the files themselves."""

    components: list[publiccode.Component] = field(default_factory=list)
    short: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    generic: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    features: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sentences: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def files() -> tuple[str, list[Path]]:
    corpus = ROOT.parent / "shared" / "corpus" / "files"
    if corpus.is_dir():
        return "the reference corpus", sorted(corpus.rglob("publiccode.yml"))
    return "the sample world", sorted((ROOT / "tests" / "forge").rglob("publiccode.y*ml"))


def pool_of(paths: list[Path]) -> Pool:
    pool = Pool()
    for path in paths:
        component = publiccode.read(path.read_bytes()).component
        if component is None or not component.description:
            continue
        pool.components.append(component)
        for language, text in component.description.items():
            pool.short[language] += [text.short_description] if text.short_description else []
            pool.generic[language] += [text.generic_name] if text.generic_name else []
            pool.features[language] += text.features
            pool.sentences[language] += _SENTENCE.split(text.long_description or "")
    return pool


def fill(path: Path, pool: Pool) -> None:
    chance = random.Random(20261124)
    work = WorkDatabase(path)
    work.run()
    for n in range(ORGANISATIONS):
        work.organisation(organisation_id=f"urn:x:{n}", name=f"Gemeente Plaats{n}", aliases=[f"Plaats{n}"])
    for n in range(ACCOUNTS):
        work.account(
            account_id=f"github.com/a{n}",
            organisation_id=f"urn:x:{n}",
            path=f"a{n}",
            url=f"https://github.com/a{n}",
        )
    tables: dict[str, list[dict[str, Any]]] = {}
    for n in range(ENTRIES):
        for table, row in (*repository(n), *software(n, pool, chance)):
            tables.setdefault(table, []).append(row)
    for table, found in tables.items():
        work.insert(table, *found)
    work.close()


def address(n: int) -> str:
    return f"https://github.com/a{n % ACCOUNTS}/software-{n}"


def repository(n: int) -> Iterator[tuple[str, dict[str, Any]]]:
    account = f"github.com/a{n % ACCOUNTS}"
    rows = repository_rows(n, name=f"software-{n}", account_id=account, url=address(n))
    yield from zip(("repository_version", "repository", "repository_day"), rows, strict=True)


def software(n: int, pool: Pool, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """One entry: the keys of a real file, with users, originals and suites as far as real ones have them."""
    like = chance.choice(pool.components)
    languages = list(like.description)[:3]
    component = {
        "name": f"{like.name or 'Naam'} {chance.choice(pool.components).name or ''} {n}",
        "software_type": like.software_type,
        "development_status": like.development_status,
        "categories": list(like.categories),
        "licence": like.legal.license,
        "url": address(n),
        "used_by": [f"Gemeente Plaats{chance.randrange(700)}" for _ in like.used_by[:10]],
        "is_based_on": [address(chance.randrange(ENTRIES))] if like.is_based_on else [],
        "application_suite": like.application_suite and f"{like.application_suite} {n % 1_000}",
        "available_languages": list(like.localisation.available_languages),
    }
    texts = tuple(text(language, n, pool, chance) for language in languages)
    for table, rows in file_rows(n, component=component, texts=texts).items():
        yield from ((table, row) for row in rows)


def text(language: str, n: int, pool: Pool, chance: random.Random) -> dict[str, Any]:
    def some(of_it: list[str], most: int) -> list[str]:
        return chance.sample(of_it, min(len(of_it), chance.randint(1, most))) if of_it else []

    short = some(pool.short[language], 1)
    generic = some(pool.generic[language], 1) if chance.random() < 1 / 3 else []
    return {
        "language": language,
        "generic_name": generic[0] if generic else None,
        "short_description": f"{short[0]} ({n})" if short else None,
        "long_description": " ".join(some(pool.sentences[language], 12)),
        "features": some(pool.features[language], 10),
    }


def change(path: Path) -> None:
    """Another day: some entries say something else."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE store.component_text SET short_description = short_description || ' Nu ook met kaarten.' "
            "WHERE content_id IN (SELECT content_id FROM store.file_version WHERE repository_id < ?)",
            [CHANGED],
        )


def night(work: Path, n: int, title: str) -> tuple[LinkCounts, bool]:
    """What a night counted, and whether it kept the goal."""
    curation, curated = load_curation(), load_curated()
    wall, processor = time.perf_counter(), time.process_time()
    counts = record_links(work, curation, curated=curated, run_id=RUN_ID + n, at=NIGHT + n * DAY)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    is_kept = processor < GOAL_SECONDS
    verdict = "reached" if is_kept else "MISSED"
    print(f"{title:<38} {processor:6.1f} s of processor, {wall:6.1f} s by the clock; goal {verdict}")
    return counts, is_kept


def main(profile: bool) -> int:
    origin, paths = files()
    pool = pool_of(paths)
    print(f"entries: {ENTRIES}, mixed of {len(pool.components)} files of {origin}; accounts: {ACCOUNTS}")
    print("goal: all links, users, families and alternatives, read, concluded, compared and written, in less")
    print(f"than {GOAL_SECONDS} s of processor time (all threads together)")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.duckdb"
        fill(work, pool)
        if profile:
            profiler = cProfile.Profile()
            profiler.runcall(night, work, 0, "first night (under the profiler)")
            pstats.Stats(profiler).sort_stats("tottime").print_stats(35)
            return 0
        first, *kept = night(work, 0, "first night: nothing concluded yet")
        kept.append(night(work, 1, "a night without news")[1])
        change(work)
        last, is_kept = night(work, 2, f"a night on which {CHANGED} entries changed")
    print(f"links: {first.links}, users: {first.users}, relations and alternatives: {first.relations}")
    print(f"on the last night links added: {last.added}, ended: {last.ended}")
    return int(not all((*kept, is_kept)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] == ["profile"]))
