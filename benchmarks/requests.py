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
from typing import TYPE_CHECKING

from graphql import parse

from benchmarks.request_cases import Case, cases
from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.forges.gitlab_listing import LARGEST_PAGE, PAGES_OF
from harvester.forges.graphql import load_query
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.model import Account, Level, Organisation, Role, Sources
from harvester.night import ExitCode, NightContext, run_night
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.forge.github_cost import MOST_NODES, cost_of
from tests.forge.github_graphql import github_schema
from tests.forge.gitlab_cost import COMPLEXITY_ANONYMOUS, complexity_of
from tests.forge.gitlab_graphql import gitlab_schema
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.query_walk import QueryWalk
from tests.forge.server import SampleForge

if TYPE_CHECKING:
    from collections.abc import Iterable

PLENTY = Limits(graphql_points=1_000_000, rest_requests=1_000_000, anonymous_requests=1_000_000)
FIRST_NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
PUSHED = 33  # one repository in so many is pushed between two nights: 3 %
WIDTHS = (14, 12, 14, 24, 10, 10)
OTHERS = {  # crawler -> requests a night (API + raw files) for 1 x 1,000 and 300 x 60, with clones told apart
    "Italia publiccode-crawler": ("1,884 + 85, 42 clones", "33,900 + 1,530, 765 clones"),
    "don-crawler": ("1,884 + 42, 850 mirrors", "33,900 + 765, 15,300 mirrors"),
}

MEANING = """\
later: 3 in 100 repositories pushed, no listing due.
rolling: none pushed, a seventh of the accounts due to be listed whole (of one account: once a week).
caps: of first, later and rolling night, set before anything was measured.
naive: a REST listing, and two file names of each repository; every night the same.
Counted from the source of others (not measured), every night the same:"""


@dataclass
class Harvests:
    """Nights over one world. ``at`` is when the next one begins."""

    sample: SampleForge
    host: str
    token: bool
    folder: Path
    accounts: tuple[Account, ...]
    at: datetime = field(default=FIRST_NIGHT)

    def night(self) -> tuple[int, int]:
        """One whole harvest; how many requests of GraphQL and of REST it sent."""
        self.sample.forget()
        plan = HarvestPlan(
            sources=Sources(organisations=(_organisation(),), accounts=self.accounts),
            chosen=self.accounts,
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
        return sum(
            b"query Sweep" in each.body or b"sort=pushed" in each.path.encode() for each in self.sample.log
        )

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
    """Print the table; end with 1 when a cap was not kept."""
    print(f"Python {sys.version.split()[0]}, page size {HarvesterSettings().page_size}")
    print("requests sent, GraphQL + REST; of the rolling night: listings + sweeps\n")
    heads = ("first", "later", "rolling", "caps", "naive", "seconds")
    print(f"{'':36}" + _aligned(heads))
    over = [what for case in cases() for what in measure(case)]
    print(f"\n{_prices(HarvesterSettings().page_size)}")
    print(f"\n{MEANING}")
    for crawler, (one, many) in OTHERS.items():
        print(f"  {crawler:28} 1 x 1,000: {one:26} 300 x 60: {many}")
    print("\n" + ("over its cap: " + "; ".join(over) if over else "Every figure is within its cap."))
    raise SystemExit(bool(over))


def _prices(first: int) -> str:
    """What a page of a listing costs by the rules that the forges publish; GitLab's pages are larger."""
    projects = min(LARGEST_PAGE, first * PAGES_OF)
    github = parse(load_query("github_owner", "github_fragments", "github_blob"))
    gitlab = parse(load_query("gitlab_group", "gitlab_fragments"))
    cost = cost_of(QueryWalk(github_schema(), github, {"login": "a", "first": first}))
    asked = {"path": "a", "first": projects, "subgroups": True}
    score = complexity_of(QueryWalk(gitlab_schema(), gitlab, asked)).score
    return (
        f"By the forges' rules a page of {first} costs {cost.points} point at GitHub, with {cost.nodes:,} "
        f"nodes of {MOST_NODES:,}; one of {projects} has complexity {score} of {COMPLEXITY_ANONYMOUS} at "
        "GitLab."
    )


def measure(case: Case) -> tuple[str, ...]:
    """The nights of one world, as a line of the table; what was over its cap."""
    started = time.perf_counter()
    limits = {case.host: PLENTY}
    with TemporaryDirectory() as folder, SampleForge(case.world, limits=limits) as sample:
        nights = Harvests(sample, case.host, case.token, Path(folder), case.accounts)
        first, later = nights.night(), _later(nights)
        rolling, swept = _rolling(nights)
    cells = [f"{graphql:,} + {rest:,}" for graphql, rest in (first, later, (rolling - swept, swept))]
    caps = " / ".join(f"{cap:,}" for cap in case.caps)
    seconds = f"{time.perf_counter() - started:.1f}"
    print(f"{case.what:36}" + _aligned((*cells, caps, f"{case.naive:,}", seconds)), flush=True)
    found = zip((sum(first), sum(later), rolling), case.caps, ("first", "later", "rolling"), strict=True)
    return tuple(f"{case.what}, {night}: {sent}" for sent, cap, night in found if sent > cap)


def _aligned(columns: Iterable[str]) -> str:
    return "".join(f"{column:>{width}}" for column, width in zip(columns, WIDTHS, strict=True))


def _later(nights: Harvests) -> tuple[int, int]:
    """A night later on the day of the listing: no other listing is due."""
    nights.at += timedelta(hours=12)
    nights.push()
    return nights.night()


def _rolling(nights: Harvests) -> tuple[int, int]:
    """A quiet night; of few accounts, the one of the week on which one is due. All requests, and sweeps."""
    nights.at += timedelta(days=1)
    while nights.at.toordinal() % 7 != 6:
        nights.at += timedelta(days=1)
    return sum(nights.night()), nights.sweeps


def _organisation() -> Organisation:
    return Organisation(
        organisation_id="urn:x:sample",
        name="Sample",
        role=Role.GOVERNMENT,
        level=Level.MUNICIPALITY,
        country="NL",
    )


if __name__ == "__main__":
    main()
