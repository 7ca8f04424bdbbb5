"""Nights that follow each other, nights that go wrong, and what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD, write_configuration
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import OF_THE_RUN, ask, files_of, herbruik, night, tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.world import World

pytestmark = pytest.mark.database

SOURCES = SAMPLE_WORLD / "sources.toml"
ONE_TRY = ("tries = 1",)  # a process of its own really waits before it tries again
OF_THE_NIGHT = {  # pages and files that carry the run's date
    "nl/index.html", "en/index.html", "nl/data.html", "en/data.html", "nl/nacht.html", "en/nacht.html",
    "data/night.duckdb", "data/SHA256SUMS.night", "data/datapackage.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return load_world(SAMPLE_WORLD)


def test_a_second_night_over_the_same_world_changes_nothing_but_its_own_rows(
    world: World, night_before: Path
) -> None:
    work, publication = night_before / "work.duckdb", night_before / "publication"
    before, shown = tables(work, "store", "link"), files_of(publication)
    kept = (publication / "data" / "register.duckdb").stat().st_ino
    with SampleForge(world) as forge:
        assert night(forge, night_before, SOURCES).returncode == 0
    after, now_shown = tables(work, "store", "link"), files_of(publication)
    changed = {name.split(".")[1] for name in before if before[name] != after[name]}
    assert changed <= OF_THE_RUN
    assert "run" in changed
    assert ask(work, "SELECT files_read FROM store.run ORDER BY run_id") == [
        (83,),
        (0,),
    ]  # 81 in a root, 2 below one
    assert now_shown.keys() == shown.keys()
    assert {name for name in shown if shown[name] != now_shown[name]} <= OF_THE_NIGHT
    assert (publication / "data" / "register.duckdb").stat().st_ino == kept
    unchanged = publication / "nl" / "software" / "index.html"
    assert unchanged.stat().st_nlink == 2  # a hard link to the night before


def test_a_forge_that_is_not_there_ends_in_a_partial_night_that_says_so_and_erases_nothing(
    world: World, night_before: Path
) -> None:
    before = files_of(night_before / "publication")
    with SampleForge(world) as forge:
        forge.down("gitlab.com")
        result = night(forge, night_before, SOURCES, settings=ONE_TRY)
    assert result.returncode == 3, result.stderr
    assert "could not look" in result.stderr
    assert "Traceback" not in result.stderr
    after = files_of(night_before / "publication")
    software = {name for name in before if name.startswith(("nl/software/", "en/software/"))}
    assert {name for name in software if before[name] != after.get(name)} == set()
    assert "gitlab.com/steenwaarde" in after["nl/nacht.html"].decode()
    assert "Kon niet kijken" in after["nl/nacht.html"].decode()
    assert "Could not look" in after["en/nacht.html"].decode()
    assert "gitlab.com kon niet worden gelezen: " in after["nl/nacht.html"].decode()
    assert "could not be read" not in after["nl/nacht.html"].decode()
    register = night_before / "publication" / "data" / "register.duckdb"
    rows = ask(register, "SELECT DISTINCT outcome FROM account WHERE forge_id = 'gitlab.com'")
    assert rows == [("could_not_look",)]


def test_when_every_forge_is_away_the_last_good_register_is_still_served(
    world: World, night_before: Path
) -> None:
    register = night_before / "publication" / "data" / "register.duckdb"
    software = ask(register, "SELECT count(*) FROM component")
    with SampleForge(world) as forge:
        for host in world.hosts:
            forge.down(host.name)
        assert night(forge, night_before, SOURCES, settings=ONE_TRY).returncode == 3
    assert ask(register, "SELECT count(*) FROM component") == software


def test_a_wrong_list_of_sources_names_every_mistake_and_asks_nothing(world: World, tmp_path: Path) -> None:
    sources = tmp_path / "wrong.toml"
    sources.write_text(
        "version = 1\n[[organisations]]\n"
        'id = "urn:x:1"\nname = "Gemeente X"\nrole = "goverment"\nlevel = "municipality"\ncountry = "NL"\n'
        'accounts = [{ url = "https://github.com/a/b/c" }, { url = "https://onbekend.example/x" }]\n'
        '[[organisations]]\nid = "urn:x:1"\nname = ""\nrole = "government"\nlevel = "village"\n'
        'country = "NL"\n',
        encoding="utf-8",
    )
    with SampleForge(world) as forge:
        result = night(forge, tmp_path, sources)
        assert forge.count() == 0
    assert result.returncode == 2
    for part in ("[0].role", "accounts[0].url", "onbekend.example", "[1].id", "[1].name", "[1].level"):
        assert part in result.stderr, part
    assert result.stderr.count("wrong.toml:") == 6  # each with its line
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "publication").exists()


def test_a_list_of_sources_that_is_not_there_is_said(world: World, tmp_path: Path) -> None:
    with SampleForge(world) as forge:
        result = night(forge, tmp_path, tmp_path / "away.toml")
    assert result.returncode == 2
    assert "away.toml" in result.stderr
    assert "Traceback" not in result.stderr


def test_one_account_can_be_asked_for_alone(world: World, tmp_path: Path) -> None:
    with SampleForge(world) as forge:
        result = night(forge, tmp_path, SOURCES, "--only", "https://github.com/MinOI")
        assert result.returncode == 0, result.stderr
        assert {entry.host for entry in forge.log} == {"github.com"}
        assert len(forge.log) <= 3
    register = tmp_path / "publication" / "data" / "register.duckdb"
    assert ask(register, "SELECT DISTINCT account_id FROM repository") == [("github.com/minoi",)]


def test_an_account_that_is_in_no_list_is_a_mistake_of_use(world: World, tmp_path: Path) -> None:
    with SampleForge(world) as forge:
        result = night(forge, tmp_path, SOURCES, "--only", "https://github.com/nobody-knows")
        assert forge.count() == 0
    assert result.returncode == 2
    assert "nobody-knows" in result.stderr


def test_without_a_token_the_night_says_what_that_means_and_goes_as_far_as_it_can(
    world: World, tmp_path: Path
) -> None:
    with SampleForge(world) as forge:
        write_configuration(tmp_path, forge, SOURCES)
        result = herbruik(tmp_path, "nightly", "--only", "https://github.com/stad-vlierbeke", token=None)
    assert result.returncode in (0, 3), result.stderr
    assert "60 requests an hour" in result.stderr
    assert "token" in result.stderr


def test_report_makes_the_publication_anew_without_a_request(world: World, night_before: Path) -> None:
    before = files_of(night_before / "publication")
    with SampleForge(world) as forge:
        write_configuration(night_before, forge, SOURCES)
        result = herbruik(night_before, "report")
        assert result.returncode == 0, result.stderr
        assert forge.count() == 0
    after = files_of(night_before / "publication")
    assert {name for name in before if before[name] != after.get(name)} <= OF_THE_NIGHT


def test_report_with_nothing_harvested_publishes_nothing_and_says_so(tmp_path: Path) -> None:
    result = herbruik(tmp_path, "report")
    assert result.returncode == 4
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()
