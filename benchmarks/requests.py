"""How many requests a first night costs: ``python -m benchmarks.requests``.

Real clients over HTTP against the sample forge, which counts for itself; nothing is recorded. Beside each
figure stands what one request for the listing of 100 and two guessed file names a repository would cost.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from harvester.forges import open_forge
from harvester.harvest import look_at
from harvester.model import Account, Complete, Forge, ForgeKind, Page
from harvester.settings import ForgeSettings, HarvesterSettings, Token
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.forge.world_generator import generated

GITHUB, GITLAB = "github.com", "gitlab.com"
PLENTY = Limits(graphql_points=1_000_000, rest_requests=1_000_000, anonymous_requests=1_000_000)


def main() -> None:
    print(f"Python {sys.version.split()[0]}, page size {HarvesterSettings().page_size}")
    print(f"{'what':44}{'graphql':>9}{'rest':>7}{'naive':>8}{'seconds':>9}{'MB':>6}")
    measure("GitHub, 1 account of 1,000", generated(1, 1000), GITHUB, ForgeKind.GITHUB)
    measure("GitHub, 300 accounts of 60", generated(300, 60), GITHUB, ForgeKind.GITHUB)
    measure(
        "GitHub without a token, 1 account of 1,000",
        generated(1, 1000),
        GITHUB,
        ForgeKind.GITHUB,
        token=False,
    )
    measure("GitLab, 1 group of 1,000", as_gitlab(generated(1, 1000)), GITLAB, ForgeKind.GITLAB)
    measure(
        "GitLab without a token, 1 group of 1,000",
        as_gitlab(generated(1, 1000)),
        GITLAB,
        ForgeKind.GITLAB,
        token=False,
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


def measure(what: str, world: World, host: str, kind: ForgeKind, *, token: bool = True) -> None:
    """One first night of all the owners of a world, as a line of the table."""
    owners = [owner.path for owner in world.host(host).owners]
    repositories = len(world.host(host).repositories)
    started, seen = time.perf_counter(), 0
    with SampleForge(world, limits={host: PLENTY}) as sample:
        forge = Forge(name=host, kind=kind)
        settings = HarvesterSettings(forges={host: ForgeSettings(api_url=sample.api_url(host))})
        tokens = {host: Token(PLAIN_TOKEN)} if token else {}
        client = open_forge(
            forge, settings, tokens, lambda: datetime.now(UTC).replace(tzinfo=None), time.sleep
        )
        for owner in owners:
            account = Account(forge=forge, path=owner, organisation_id="urn:x:y")
            for item in look_at(account, client):
                if isinstance(item, Page):
                    seen += len(item.observations)
                elif not isinstance(item, Complete):
                    raise SystemExit(f"{owner}: {item}")
        counted = {kind: sample.count(kind=kind) for kind in ("graphql", "rest")}
    if seen != repositories:
        raise SystemExit(f"{seen} of {repositories} repositories were seen")
    naive = sum(
        -(-sum(item.owner == owner for item in world.host(host).repositories) // 100) for owner in owners
    )
    naive += 2 * repositories
    seconds, memory = (
        time.perf_counter() - started,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    print(f"{what:44}{counted['graphql']:9,}{counted['rest']:7,}{naive:8,}{seconds:9.1f}{memory:6}")


if __name__ == "__main__":
    main()
