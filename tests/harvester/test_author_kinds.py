"""Whose the newest commit is: a person's, a bot's, or unknown; by every way that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harvester.forges import open_forge
from harvester.forges.author_kinds import kind_at_github, kind_at_gitlab, kind_by_address, stand_in
from harvester.model import Account, AuthorKind, Forge, ForgeKind
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.forge.faults import FOR_EVER, Match, Status
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.objects import AUTHORS
from tests.forge.server import SampleForge
from tests.forge.world import Committer
from tests.harvester.git_folder import checkout
from tests.harvester.looking import FILE, Clock, account_of, look, opened, world_of

if TYPE_CHECKING:
    from pathlib import Path

PERSON, BOT, UNKNOWN = AuthorKind.PERSON, AuthorKind.BOT, AuthorKind.UNKNOWN


@pytest.mark.parametrize(
    ("address", "name", "kind"),
    [
        ("49699333+dependabot[bot]@users.noreply.github.com", "dependabot[bot]", BOT),
        ("41898282+github-actions[bot]@users.noreply.github.com", None, BOT),
        ("29139614+Renovate[BOT]@users.noreply.git.example.org", None, BOT),  # an Enterprise Server
        ("support@github.com", "dependabot[bot]", BOT),
        ("support@dependabot.com", "dependabot", BOT),
        ("Renovate@WhiteSourceSoftware.com", "Renovate Bot", BOT),
        ("bot@renovateapp.com", None, BOT),
        ("github-actions@github.com", "github-actions", BOT),
        ("project_123_bot@noreply.gitlab.example.org", "deploy", BOT),
        ("project123_bot2@example.com", None, BOT),
        ("group_7_bot_0a1b2c3d@noreply.gitlab.example.org", None, BOT),
        ("service_account_group_7_0a1b@noreply.gitlab.example.org", None, BOT),
        ("7+anna@users.noreply.github.com", "Anna", PERSON),
        ("anna@users.noreply.github.com", "Anna", UNKNOWN),  # anybody can write that; no number
        ("anna@example.org", "Anna", UNKNOWN),
        ("abbot@example.org", "Abbot", UNKNOWN),
        ("robot@example.org", "R. Bot", UNKNOWN),
        ("project_manager_bot@example.org", None, UNKNOWN),
        ("service_account_anna@example.org", None, UNKNOWN),
        ("[bot]", None, UNKNOWN),
        ("x" * 400 + "[bot]@users.noreply.github.com", None, UNKNOWN),
        ("", "", UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_marks_in_name_and_address_tell_a_kind_and_nothing_else_does(
    address: str | None, name: str | None, kind: AuthorKind
) -> None:
    assert kind_by_address(address, name) is kind
    assert kind_by_address(stand_in(address, name)) is kind


@pytest.mark.parametrize(
    ("account", "address", "kind"),
    [
        ("User", "anna@example.org", PERSON),
        ("Bot", "anna@example.org", BOT),
        ("User", "1+app[bot]@users.noreply.github.com", BOT),
        ("Mannequin", "anna@example.org", UNKNOWN),
        (None, "anna@example.org", UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_an_account_at_github_tells_its_kind_unless_the_address_is_that_of_a_bot(
    account: str | None, address: str | None, kind: AuthorKind
) -> None:
    assert kind_at_github(account, address) is kind


def test_gitlab_marks_its_bots() -> None:
    assert [kind_at_gitlab(is_bot=said) for said in (True, False, None)] == [BOT, PERSON, UNKNOWN]


SEEN = {  # what each way can tell of each author
    Committer.PERSON: (PERSON, PERSON, PERSON, UNKNOWN, UNKNOWN),
    Committer.PRIVATE: (PERSON, PERSON, UNKNOWN, PERSON, PERSON),
    Committer.BOT: (BOT, BOT, BOT, BOT, BOT),
    Committer.WORKFLOW: (BOT, BOT, UNKNOWN, BOT, BOT),
    Committer.RENOVATE: (BOT, BOT, UNKNOWN, BOT, BOT),
    Committer.PROJECT_BOT: (BOT, BOT, BOT, BOT, BOT),
    Committer.UNKNOWN: (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
}


@pytest.mark.parametrize("committer", Committer)
@pytest.mark.parametrize(
    ("n", "host", "has_graphql"),
    [(0, "github.com", True), (1, "github.com", False), (2, "gitlab.com", True), (3, "gitlab.com", False)],
    ids=["github-graphql", "github-rest", "gitlab-graphql", "gitlab-rest"],
)
def test_each_way_tells_the_kind_and_keeps_no_name(
    committer: Committer, n: int, host: str, *, has_graphql: bool
) -> None:
    world = world_of(host, "eigenaar/zaak", files={"publiccode.yml": FILE}, committer=committer)
    with SampleForge(world) as sample:
        if not has_graphql:
            sample.faults.add(Match(kind="graphql"), Status(status=404), times=FOR_EVER)
        token = PLAIN_TOKEN if has_graphql or host == "gitlab.com" else None
        found = look(opened(sample, host, Clock(), token=token), account_of(host, "eigenaar"))

    (seen,) = found.seen.values()
    assert seen.repository.head_author_kind is SEEN[committer][n]
    author = AUTHORS[committer]
    assert [word for word in (author.name, author.address) if word in repr(found)] == []


@pytest.mark.parametrize("committer", Committer)
def test_a_folder_tells_the_kind_by_the_marks_in_the_commit(tmp_path: Path, committer: Committer) -> None:
    author = AUTHORS[committer]
    made = checkout(tmp_path / "gemeente" / "zaken", {"publiccode.yml": FILE})
    made.git("commit", "--quiet", "--amend", "--no-edit", "--author", f"{author.name} <{author.address}>")
    forge = Forge(name="git.example.org", kind=ForgeKind.FOLDER)
    forges = {forge.name: ForgeSettings(kind=ForgeKind.FOLDER, path=tmp_path)}
    clock = Clock()
    client = open_forge(forge, HarvesterSettings(forges=forges), {}, clock, clock.sleep)
    assert client is not None

    found = look(client, Account(forge=forge, path="gemeente", organisation_id="urn:x:organisation"))

    (seen,) = found.seen.values()
    assert seen.repository.head_author_kind is SEEN[committer][4]
    assert [word for word in (author.name, author.address) if word in repr(found)] == []


@pytest.mark.parametrize("host", ["github.com", "gitlab.com"])
@pytest.mark.parametrize("has_graphql", [True, False])
def test_without_a_commit_there_is_no_author(host: str, *, has_graphql: bool) -> None:
    with SampleForge(world_of(host, "eigenaar/leeg", empty=True)) as sample:
        if not has_graphql:
            sample.faults.add(Match(kind="graphql"), Status(status=404), times=FOR_EVER)
        found = look(opened(sample, host, Clock()), account_of(host, "eigenaar"))

    (seen,) = found.seen.values()
    assert seen.repository.head_author_kind is None
