"""How long concluding all of reuse takes for 5,000 entries: python -m benchmarks.reuse"""

import random
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from reports.concluding import conclude
from reports.curated import load_curated
from reports.guideline.loading import load_curation
from reports.link_reuse import record_reuse
from reports.links import record_links
from tests.reports.work import NIGHT, RUN_ID, WorkDatabase, file_rows, repository_rows

ENTRIES, ACCOUNTS, ORGANISATIONS = 5_000, 400, 500
SUBJECTS = (
    "afspraken plannen aan de balie met wachtrij en agenda",
    "webformulieren bouwen en publiceren voor inwoners",
    "zaken behandelen met taken en documenten",
    "meldingen over de openbare ruimte ontvangen en verdelen",
    "berichten sturen per e-mail en sms",
    "kaarten tonen met geodata en lagen",
    "documenten bewaren en archiveren",
    "betalingen ontvangen voor producten",
)
WORDS = [f"{one}{two}" for one in ("beheer", "dienst", "register", "loket", "plan") for two in range(1_200)]


def fill(path: Path) -> None:
    """Entries of 400 accounts: eight subjects, own words, users, originals, suites, names in texts."""
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
        account = f"a{n % ACCOUNTS}"
        rows = repository_rows(
            n,
            name=f"software-{n}",
            account_id=f"github.com/{account}",
            url=f"https://github.com/{account}/software-{n}",
        )
        for table, row in zip(("repository_version", "repository", "repository_day"), rows, strict=True):
            tables.setdefault(table, []).append(row)
        for table, found in software(n, chance).items():
            tables.setdefault(table, []).extend(found)
    for table, found in tables.items():
        work.insert(table, *found)
    work.close()


def software(n: int, chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    other = chance.randrange(ENTRIES)
    own = " ".join(chance.sample(WORDS, 12))
    component = {
        "name": f"Naam{n} Open",
        "used_by": [f"Gemeente Plaats{chance.randrange(700)}" for _ in range(n % 5)],
        "is_based_on": [f"https://github.com/a{other % ACCOUNTS}/software-{other}"] if n % 20 == 0 else [],
        "application_suite": f"Suite {n % 1_000}" if n % 10 == 0 else None,
        "software_type": "standalone/web",
    }
    texts = {
        "short_description": f"Software om {SUBJECTS[n % 8]} te regelen: {own}",
        "long_description": f"Werkt samen met Naam{other} Open. " + "Gemeenten gebruiken dit elke dag. " * 10,
        "features": [" ".join(chance.sample(WORDS, 4)) for _ in range(5)],
    }
    return file_rows(n, component=component, texts=(texts,))


def main() -> None:
    curation, curated = load_curation(), load_curated()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.duckdb"
        fill(work)
        counts = record_links(work, curation, curated=curated, run_id=RUN_ID, at=NIGHT)
        with duckdb.connect(str(work)) as connection:
            found = conclude(connection, curation, NIGHT.date()).decided
            connection.execute("BEGIN")
            started, busy = time.perf_counter(), time.process_time()
            users, relations = record_reuse(connection, curated, found, curation.needs)
            seconds, processor = time.perf_counter() - started, time.process_time() - busy
            connection.execute("ROLLBACK")
            members = connection.execute("SELECT count(*) FROM link.family_member").fetchall()[0][0]
    print(f"entries: {counts.software}, accounts: {ACCOUNTS}, organisations: {ORGANISATIONS}")
    print(f"users: {users}, members of families: {members}, relations and alternatives: {relations}")
    print(
        f"recomputing all of it, written and compared: {processor:.1f} s of processor (all threads), "
        f"{seconds:.1f} s by the clock (goal: under 10 s on a machine with nothing else to do)"
    )


if __name__ == "__main__":
    main()
