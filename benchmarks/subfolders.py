"""What looking below the roots costs: ``python -m benchmarks.subfolders``.

Real clients over HTTP against the sample forge, which counts for itself. 300 repositories without a file in
their root, each with two folders and, in one of ten, a file below: a first night, one on which nothing
changed, one on which 3 % did, and a first night with a bound of 100 requests.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from harvester.observations import BelowLooked, BelowNotLooked, Page
from harvester.subfolders import BelowPlan, Bounds, LastBelow, Subfolders
from tests.forge.server import SampleForge
from tests.harvester.looking import Clock, account_of, look, opened, world_of

if TYPE_CHECKING:
    from tests.forge.world import World

REPOSITORIES, CHANGED = 300, 9
BOUNDS = Bounds(depth=4, files=20, names=20_000, requests=1000)


def files(number: int, change: str = "") -> dict[str, bytes]:
    described = {"onderdelen/a/publiccode.yml": b"name: A\n"} if number % 10 == 0 else {}
    return {"README.md": b"x", "src/main.py": change.encode(), "docs/a/b.md": b"x", **described}


def main() -> None:
    print(f"Python {sys.version.split()[0]}, {REPOSITORIES} repositories without a file in their root")
    print(f"{'host, night':44}{'listing':>9}{'below':>7}{'files':>7}{'not looked':>12}")
    for host in ("github.com", "gitlab.com"):
        paths = tuple(f"voorbeeld/n{number}" for number in range(REPOSITORIES))
        world = world_of(host, *paths)
        for number, path in enumerate(paths):
            world = world.changed(host, path, files=files(number))
        last = night(world, host, "first night", {}, BOUNDS)
        night(world, host, "nothing changed", last, BOUNDS)
        for number, path in enumerate(paths[:CHANGED]):
            world = world.changed(host, path, files=files(number, "other"))
        night(world, host, "3 % changed", last, BOUNDS)
        night(world, host, "first night, at most 100 requests", {}, replace(BOUNDS, requests=100))


def night(
    world: World, host: str, what: str, last: dict[int, LastBelow], bounds: Bounds
) -> dict[int, LastBelow]:
    """One night as a line of the table; what the next one knows."""
    with SampleForge(world, clock=Clock().seconds) as sample:
        client = opened(sample, host, Clock())
        found = look(client, account_of(host, "voorbeeld"))
        listing = sample.count()
        below = Subfolders(client, BelowPlan(bounds=bounds, last=last, described=frozenset()))
        seen = below.seen_with(Page(observations=tuple(found.seen.values()), cursor=None)).observations
        asked = sample.count() - listing
    told = sum(count.sent for count in below.counts() if count.kind == "tree")
    if told != asked:
        raise SystemExit(f"{host}: {told} requests were told, {asked} came in")
    left = sum(isinstance(each.below, BelowNotLooked) for each in seen)
    read = sum(len(each.files) for each in seen)
    print(f"{host + ', ' + what:44}{listing:9}{asked:7}{read:7}{left:12}")
    marks = {each.repository.repository_id: each.below for each in seen}
    return {
        key: LastBelow(mark=below.mark, reason=None)
        for key, below in marks.items()
        if isinstance(below, BelowLooked)
    }


if __name__ == "__main__":
    main()
