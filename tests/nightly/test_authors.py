"""Authors of commits who are planted and looked for: only their kind is in what a night leaves."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.builders import content
from tests.forge.faults import FOR_EVER, Match, Status
from tests.forge.objects import AUTHORS
from tests.forge.server import SampleForge
from tests.forge.world import (
    Committer,
    HostKind,
    OwnerKind,
    Release,
    World,
    make_host,
    make_owner,
    make_repository,
)
from tests.nightly.running import ask, files_of, herbruik, night, tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.world import Repository

pytestmark = pytest.mark.database

KINDS = (
    ("github.com", HostKind.GITHUB, OwnerKind.ORGANISATION),
    ("gitlab.com", HostKind.GITLAB, OwnerKind.GROUP),
)
SOURCES = """
version = 1
[[organisations]]
id = "https://identifier.overheid.nl/tooi/id/gemeente/gm9901"
name = "Gemeente Voorbeeld"
role = "government"
level = "municipality"
country = "NL"
accounts = [{ url = "https://github.com/gemeente" }, { url = "https://gitlab.com/gemeente" }]
"""
RELEASES = (Release(tag="v1", published_at=datetime(2026, 1, 1), name="Een"),)  # noqa: DTZ001 - as a world has it
MARKERS = sorted({
    word.encode()
    for author in AUTHORS.values()
    for word in (author.name, author.address, author.login)
    if word not in {"renovate", "nobody"}  # no logins of accounts, and words of the language
})  # fmt: skip
KINDS_AT_GITHUB = {
    "door-person": "person",
    "door-private": "person",
    "door-bot": "bot",
    "door-workflow": "bot",
    "door-renovate": "bot",
    "door-project_bot": "bot",
    "door-unknown": "unknown",
}
SEEN = """
SELECT r.name, d.head_author_kind FROM {schema}.repository_version r
JOIN {schema}.repository i USING (repository_id)
JOIN {schema}.repository_day d USING (repository_id)
WHERE i.forge_id = ? AND r.valid_to IS NULL ORDER BY r.name
"""


def world() -> World:
    """On both forges a repository by each author, with a release that thanks them."""
    return World(
        hosts=tuple(
            make_host(
                host,
                kind,
                owners=(make_owner(host, "gemeente", owner_kind),),
                repositories=tuple(_by(committer, host) for committer in Committer),
            )
            for host, kind, owner_kind in KINDS
        )
    )


def _by(committer: Committer, host: str) -> Repository:
    path = f"gemeente/door-{committer}"
    file = content(f"Door {committer}", f"https://{host}/{path}")
    return make_repository(host, path, files={"publiccode.yml": file}, committer=committer, releases=RELEASES)


@pytest.mark.parametrize("has_graphql", [True, False], ids=["graphql", "rest"])
def test_no_name_login_or_address_of_an_author_is_in_what_a_night_leaves_and_a_replay_knows_the_kinds(
    tmp_path: Path, *, has_graphql: bool
) -> None:
    data, again, recording = tmp_path / "data", tmp_path / "again", tmp_path / "recording"
    (tmp_path / "sources.toml").write_text(SOURCES)
    with SampleForge(world()) as forge:
        if not has_graphql:
            forge.faults.add(Match(kind="graphql"), Status(status=404), times=FOR_EVER)
        result = night(forge, data, tmp_path / "sources.toml", "--record", str(recording))
    assert result.returncode == 0, result.stderr
    again.mkdir()
    shutil.copy(data / "herbruik.toml", again / "herbruik.toml")
    replayed = herbruik(again, "nightly", "--replay", str(recording), token=None)
    assert replayed.returncode == 0, replayed.stderr

    held = tables(data / "work.duckdb", "store", "link")
    said = result.stdout + result.stderr + replayed.stdout + replayed.stderr
    left = {**files_of(tmp_path), "said": said.encode(), "tables": repr(held).encode()}
    assert {name: word for name, text in left.items() for word in MARKERS if word in text} == {}
    kinds = kinds_in(data / "work.duckdb", "store")
    assert kinds["github.com"] == KINDS_AT_GITHUB
    assert set(kinds["gitlab.com"].values()) == {"person", "bot", "unknown"}
    assert kinds_in(again / "work.duckdb", "store") == kinds
    assert kinds_in(data / "publication" / "data" / "register.duckdb", "data") == kinds


def kinds_in(database: Path, schema: str) -> dict[str, dict[object, object]]:
    """The kind of each repository's author, by host."""
    sql = SEEN.format(schema=schema)
    return {host: {row[0]: row[1] for row in ask(database, sql, host)} for host, *_ in KINDS}
