"""Many forges at once: does every answer belong to the repository that it was asked for?

PyGithub on a client that threads share mixes answers up; ours has a client for each worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.credentials import Token
from harvester.crew import look_everywhere
from harvester.forges import open_forge
from harvester.looking import Ended, Looking, Shown
from harvester.model import Account, Forge, ForgeKind
from harvester.outcomes import Complete
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import Host, HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.harvester.looking import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvester.forges import ForgeClient
    from harvester.observations import Observation

HOSTS = {
    "github.com": HostKind.GITHUB,
    "git.gemeente.example": HostKind.GITHUB,
    "gitlab.com": HostKind.GITLAB,
    "gitlab.provincie.example": HostKind.GITLAB,
}
PLENTY = Limits(graphql_points=1_000_000, rest_requests=1_000_000, anonymous_requests=1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raced:
    """How many repositories were asked for and seen, and what in them was another's."""

    asked: int
    seen: int
    wrong: tuple[str, ...]


def race(owners: int, repositories: int, *, token: bool = True) -> Raced:
    """So many owners, each with so many repositories, at each of four hosts, looked at all at once."""
    world = World(hosts=tuple(_host(name, kind, owners, repositories) for name, kind in HOSTS.items()))
    forges = {
        name: Forge(name=name, kind=ForgeKind.GITHUB if kind is HostKind.GITHUB else ForgeKind.GITLAB)
        for name, kind in HOSTS.items()
    }
    accounts = tuple(
        Account(forge=forges[host.name], path=owner.path, organisation_id="urn:x:y")
        for host in world.hosts
        for owner in host.owners
    )
    with SampleForge(world, limits=dict.fromkeys(HOSTS, PLENTY)) as sample:
        looking = _looking(sample, {name: Token(PLAIN_TOKEN) for name in HOSTS} if token else {})
        wrong, seen = [], 0
        for item in (one for some in look_everywhere(accounts, looking) for one in some):
            if isinstance(item, Shown):
                seen += len(item.page.observations)
                wrong += [one for shown in item.page.observations for one in _wrong(item.account, shown)]
            elif isinstance(item, Ended) and not isinstance(item.outcome, Complete):
                wrong.append(f"{item.account.url}: {item.outcome}")
    return Raced(asked=len(HOSTS) * owners * repositories, seen=seen, wrong=tuple(wrong))


def _host(name: str, kind: HostKind, owners: int, repositories: int) -> Host:
    group = OwnerKind.ORGANISATION if kind is HostKind.GITHUB else OwnerKind.GROUP
    paths = [f"owner-{number}" for number in range(owners)]
    return make_host(
        name,
        kind,
        owners=tuple(make_owner(name, path, group) for path in paths),
        repositories=tuple(
            make_repository(
                name,
                f"{path}/r{number}",
                files={"publiccode.yml": f"name: {name}/{path}/r{number}\n".encode()},
                description=f"of {name}/{path}/r{number}",
            )
            for path in paths
            for number in range(repositories)
        ),
    )


def _looking(sample: SampleForge, tokens: Mapping[str, Token]) -> Looking:
    clock = Clock()
    settings = HarvesterSettings(forges={name: ForgeSettings(api_url=sample.api_url(name)) for name in HOSTS})

    def open_client(forge: Forge, _wait: object) -> ForgeClient | None:
        return open_forge(forge, settings, tokens, clock, clock.sleep)

    return Looking(open_client=open_client, clock=clock, cursors={})


def _wrong(account: Account, shown: Observation) -> Iterator[str]:
    """Everything in an observation that is not of its own repository."""
    repository = shown.repository
    full = f"{account.forge.name}/{repository.full_name}"
    if not repository.full_name.startswith(f"{account.path}/"):
        yield f"{full} came as {account.url}"
    if repository.description != f"of {full}":
        yield f"{full} has the description {repository.description!r}"
    if [file.content for file in shown.files] != [f"name: {full}\n".encode()]:
        yield f"{full} has the files {[file.content for file in shown.files]}"
