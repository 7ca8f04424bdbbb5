"""The whole sample world, read with a token and without: what a person expects of it is what is seen."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harvester.credentials import Token
from harvester.forges import ForgeClient, open_forge
from harvester.forges.candidates import wanted
from harvester.outcomes import Complete, NotLooked
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.sources import load_sources
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_corpus, load_world
from tests.harvester.looking import Clock, account_of, look, opened

if TYPE_CHECKING:
    from harvester.model import Account
    from harvester.observations import Observation

WORLD = Path(__file__).parents[1] / "forge" / "world"
GENEROUS = Limits(anonymous_requests=10_000)


def expected() -> set[tuple[str, str, str]]:
    """Host, repository and path of every file in the root of a repository."""
    document = tomllib.loads((WORLD / "expected.toml").read_text(encoding="utf-8"))
    files = ((item["host"], item["repository"], item["path"]) for item in document["files"])
    return {(host, repository, path) for host, repository, path in files if "/" not in path}


@pytest.mark.parametrize("token", [PLAIN_TOKEN, None], ids=["token", "anonymous"])
def test_every_file_that_a_person_expects_is_seen(token: str | None) -> None:
    sources = load_sources(WORLD / "sources.toml")
    clock = Clock()
    limits = {account.forge.name: GENEROUS for account in sources.accounts}
    with SampleForge(load_world(WORLD), clock=clock.seconds, limits=limits) as sample:
        settings = HarvesterSettings(
            forges={name: ForgeSettings(api_url=url) for name, url in sample.api_urls().items()}
        )
        clients: dict[str, ForgeClient | None] = {}
        seen: list[tuple[Account, Observation]] = []
        for account in sources.accounts:
            name = account.forge.name
            tokens = {name: Token(token)} if token else {}
            client = clients.setdefault(name, open_forge(account.forge, settings, tokens, clock, clock.sleep))
            assert client is not None
            found = look(client, account)
            assert isinstance(found.outcome, Complete | NotLooked)
            seen += [(account, item) for item in found.seen.values()]
    listed = {
        (account.forge.name, item.repository.full_name, entry.name)
        for account, item in seen
        for entry in wanted(item.repository)
        if entry.name in {file.path for file in item.files}
    }
    assert listed == expected()
    assert clock.slept == []


@pytest.mark.shared
def test_the_whole_corpus_arrives_byte_for_byte(shared: Path) -> None:
    folder = shared / "corpus" / "files"
    started = datetime.now(UTC)
    with SampleForge(load_corpus(folder)) as sample:
        client = opened(sample, "github.com", Clock())
        owners = [owner.path for owner in sample.world.host("github.com").owners]
        seen: dict[str, Observation] = {}
        for owner in owners:
            seen |= look(client, account_of("github.com", owner)).seen
    files = {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*/*") if path.is_file()
    }
    assert {
        f"{name}/{file.path}": file.content for name, item in seen.items() for file in item.files
    } == files
    assert datetime.now(UTC) - started < timedelta(minutes=1)
