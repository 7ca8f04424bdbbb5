"""Looking at accounts of a sample forge: real clients over real HTTP, and a clock that never waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from harvester.credentials import Token
from harvester.forges import ForgeClient, open_forge
from harvester.harvest import look_at
from harvester.model import Account, Forge, ForgeKind, Scope
from harvester.observations import Observation, Page
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository

if TYPE_CHECKING:
    from harvester.outcomes import AccountOutcome
    from tests.forge.server import SampleForge

START = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
FILE = b"publiccodeYmlVersion: '0.5'\nname: Zaaksysteem\n"


@dataclass
class Clock:
    """Time passes only while somebody sleeps."""

    now: datetime = START
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now.replace(tzinfo=None)

    def seconds(self) -> float:
        """As the sample forge counts."""
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def world_of(host: str, *paths: str, kind: str = "", **given: Any) -> World:
    """A world of one host and one owner, every repository alike; GitLab groups for GitLab hosts."""
    gitlab = "gitlab" in host
    owners = {path.partition("/")[0] for path in paths}
    owner_kind = OwnerKind(kind) if kind else OwnerKind.GROUP if gitlab else OwnerKind.ORGANISATION
    return World(
        hosts=(
            make_host(
                host,
                HostKind.GITLAB if gitlab else HostKind.GITHUB,
                owners=tuple(make_owner(host, owner, owner_kind) for owner in sorted(owners)),
                repositories=tuple(make_repository(host, path, **given) for path in paths),
            ),
        )
    )


def opened(
    sample: SampleForge, host: str, clock: Clock, *, token: str | None = PLAIN_TOKEN, **options: Any
) -> ForgeClient:
    """A client for a host of the sample forge, with other settings where given."""
    options.setdefault("forges", {host: ForgeSettings(api_url=sample.api_url(host))})
    client = open_forge(
        forge_of(host),
        HarvesterSettings(**options),
        {host: Token(token)} if token else {},
        clock,
        clock.sleep,
    )
    assert client is not None
    return client


def forge_of(host: str) -> Forge:
    return Forge(name=host, kind=ForgeKind.GITLAB if "gitlab" in host else ForgeKind.GITHUB)


def account_of(host: str, path: str, **given: Any) -> Account:
    return Account(forge=forge_of(host), path=path, organisation_id="urn:x:organisation", **given)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What one look gave."""

    pages: tuple[Page, ...]
    outcome: AccountOutcome

    @property
    def seen(self) -> dict[str, Observation]:
        """The observations by full name."""
        return {seen.repository.full_name: seen for page in self.pages for seen in page.observations}


def look(client: ForgeClient, account: Account, cursor: str | None = None) -> Looked:
    """A whole look."""
    *pages, outcome = look_at(account, client, cursor=cursor)
    assert not isinstance(outcome, Page)
    return Looked(pages=tuple(page for page in pages if isinstance(page, Page)), outcome=outcome)


__all__ = ["FILE", "Clock", "Looked", "Scope", "account_of", "forge_of", "look", "opened", "world_of"]
