"""How many requests nights take: ``python -m benchmarks.requests``.

Whole harvests by the real clients over HTTP against the sample forge, which counts for itself: a first night,
a later one after 3 in 100 repositories were pushed, and a night on which a seventh of the accounts is due to
be listed whole. Beside them stands what others send in such a night: counted from their source, not measured.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.model import Account, Forge, ForgeKind, Level, Organisation, Role, Sources
from harvester.night import ExitCode, NightContext, run_night
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.forge.world_generator import generated

GITHUB, GITLAB = "github.com", "gitlab.com"
PLENTY = Limits(graphql_points=1_000_000, rest_requests=1_000_000, anonymous_requests=1_000_000)
FIRST_NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
PUSHED = 33  # one repository in so many is pushed between two nights: 3 %
LISTED = 100  # repositories in a page of GitHub's REST listing
OTHERS = {  # crawler -> requests a night (API + raw files) for 1 x 1,000 and 300 x 60, with clones told apart
    "Italia publiccode-crawler": ("1,884 + 85, 42 clones", "33,900 + 1,530, 765 clones"),
    "don-crawler": ("1,884 + 42, 850 mirrors", "33,900 + 765, 15,300 mirrors"),
}

MEANING = """\
later: 3 in 100 repositories pushed, no listing due.
rolling: none pushed, a seventh of the accounts due to be listed whole (of one account: once a week).
naive: a REST listing, and two file names of each repository; every night the same.
Counted from the source of others (not measured), every night the same:"""


@dataclass
class Harvests:
    """Nights over one world. ``at`` is when the next one begins."""

    sample: SampleForge
    host: str
    kind: ForgeKind
    token: bool
    folder: Path
    at: datetime = field(default=FIRST_NIGHT)

    def night(self) -> tuple[int, int]:
        """One whole harvest; how many requests of GraphQL and of REST it sent."""
        self.sample.forget()
        forge = Forge(name=self.host, kind=self.kind)
        accounts = tuple(
            Account(forge=forge, path=owner.path, organisation_id="urn:x:sample")
            for owner in self.sample.world.host(self.host).owners
        )
        plan = HarvestPlan(
            sources=Sources(organisations=(_organisation(),), accounts=accounts),
            chosen=accounts,
            rules=standard_rules(),
            tool_version="benchmark",
            open_client=lambda forge, wait: open_forge(
                forge, self._settings(), self._tokens(), self.clock, wait
            ),
        )
        watcher = LogWatcher(lambda _line: None)
        context = NightContext(data_dir=self.folder, clock=self.clock, watcher=watcher)
        if run_night(context, (harvest_step(plan),), "benchmark") is not ExitCode.DONE:
            raise SystemExit("a night was not whole")
        return self.sample.count(kind="graphql"), self.sample.count(kind="rest")

    @property
    def sweeps(self) -> int:
        """How many requests of the last night asked many accounts what was pushed."""
        return sum(b"query Sweep" in each.body for each in self.sample.log)

    def clock(self) -> datetime:
        """It stands still within a night."""
        return self.at.replace(tzinfo=None)

    def push(self) -> None:
        """Push one repository in ``PUSHED``, spread over all accounts."""
        host = self.sample.world.host(self.host)
        moment = self.clock()
        shown = tuple(
            replace(each, pushed_at=moment, updated_at=moment, committed_at=moment)
            if n % PUSHED == 0
            else each
            for n, each in enumerate(host.repositories)
        )
        self.sample.show(self.sample.world.with_host(replace(host, repositories=shown)))

    def _settings(self) -> HarvesterSettings:
        return HarvesterSettings(forges={self.host: ForgeSettings(api_url=self.sample.api_url(self.host))})

    def _tokens(self) -> dict[str, Token]:
        return {self.host: Token(PLAIN_TOKEN)} if self.token else {}


def main() -> None:
    """Print the table."""
    print(f"Python {sys.version.split()[0]}, page size {HarvesterSettings().page_size}")
    print("requests sent, GraphQL + REST; of the rolling night: listings + sweeps\n")
    heads = ("first", "later", "rolling", "naive", "seconds")
    print(f"{'':42}" + "".join(f"{head:>14}" for head in heads))
    measure("GitHub, 1 account of 1,000", generated(1, 1000), GITHUB)
    measure("GitHub, 300 accounts of 60", generated(300, 60), GITHUB)
    measure("GitHub without a token, 1 account of 1,000", generated(1, 1000), GITHUB, token=False)
    measure("GitLab, 1 group of 1,000", as_gitlab(generated(1, 1000)), GITLAB)
    print(f"\n{MEANING}")
    for crawler, (one, many) in OTHERS.items():
        print(f"  {crawler:28} 1 x 1,000: {one:26} 300 x 60: {many}")


def measure(what: str, world: World, host: str, *, token: bool = True) -> None:
    """The nights of one world, as a line of the table."""
    kind = ForgeKind.GITLAB if host == GITLAB else ForgeKind.GITHUB
    started = time.perf_counter()
    with TemporaryDirectory() as folder, SampleForge(world, limits={host: PLENTY}) as sample:
        nights = Harvests(sample, host, kind, token, Path(folder))
        cells = [f"{graphql:,} + {rest:,}" for graphql, rest in (nights.night(), _later(nights))]
        cells.append(_rolling(nights))
    owners = [owner.path for owner in world.host(host).owners]
    repositories = world.host(host).repositories
    naive = 2 * len(repositories) + sum(
        -(-sum(each.owner == owner for each in repositories) // LISTED) for owner in owners
    )
    seconds = f"{time.perf_counter() - started:.1f}"
    print(f"{what:42}" + "".join(f"{cell:>14}" for cell in (*cells, f"{naive:,}", seconds)), flush=True)


def _later(nights: Harvests) -> tuple[int, int]:
    """A night later on the day of the listing: no other listing is due."""
    nights.at += timedelta(hours=12)
    nights.push()
    return nights.night()


def _rolling(nights: Harvests) -> str:
    """A quiet night; of few accounts, the one night of the week on which one is due."""
    nights.at += timedelta(days=1)
    while nights.at.toordinal() % 7 != 6:
        nights.at += timedelta(days=1)
    total = sum(nights.night())
    return f"{total - nights.sweeps:,} + {nights.sweeps:,}"


def _organisation() -> Organisation:
    return Organisation(
        organisation_id="urn:x:sample",
        name="Sample",
        role=Role.GOVERNMENT,
        level=Level.MUNICIPALITY,
        country="NL",
    )


def as_gitlab(world: World) -> World:
    """The same repositories as projects of groups."""
    github = world.host(GITHUB)
    groups = tuple(make_owner(GITLAB, owner.path, OwnerKind.GROUP) for owner in github.owners)
    projects = tuple(
        replace(make_repository(GITLAB, item.path), files=item.files, native_id=item.native_id)
        for item in github.repositories
    )
    return World(hosts=(make_host(GITLAB, HostKind.GITLAB, owners=groups, repositories=projects),))


if __name__ == "__main__":
    main()
