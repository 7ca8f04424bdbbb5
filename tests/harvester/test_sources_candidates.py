"""``herbruik sources candidates``: who is mentioned in what was harvested and is in no list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb
import pytest
from click.testing import CliRunner, Result

from harvester.settings import HarvesterSettings
from harvester.sources.cli import sources
from tests.builders import account, content, file, night, observation
from tests.harvester.recorded import Nights

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

LIST = """version = 1
[[organisations]]
id = "https://identifier.overheid.nl/tooi/id/gemeente/gm0363"
name = "Gemeente Amsterdam"
role = "government"
level = "municipality"
country = "NL"
aliases = ["City of Amsterdam"]
accounts = [
  { url = "https://github.com/voorbeeld" },
  { url = "https://github.com/Amsterdam" },
  { url = "https://gitlab.com/groep/team", scope = "organisation" },
]
"""
DESCRIBED = """
usedBy: [Amsterdam, gemeente amsterdam, "Gemeente  Stil", 'Gemeente Stil', Provincie Zeeland]
isBasedOn:
  - https://github.com/amsterdam/signals
  - https://github.com/Vreemd/bron.git
  - https://gitlab.com/groep/team/x/y
  - https://gitlab.com/groep/ander/z
  - Some software
organisation:
  uri: https://identifier.overheid.nl/tooi/id/provincie/pv29
"""


@dataclass(frozen=True)
class Front:
    data_dir: Path
    harvester: HarvesterSettings = field(default_factory=HarvesterSettings)


@pytest.fixture
def front(tmp_path: Path) -> Front:
    (tmp_path / "sources.toml").write_text(LIST, encoding="utf-8")
    return Front(tmp_path, HarvesterSettings(sources=tmp_path / "sources.toml"))


def harvested(front: Front, described: str = DESCRIBED) -> None:
    bytes_ = content(url="https://github.com/voorbeeld/een", rest=described)
    seen = observation("voorbeeld/een", file(content=bytes_))
    fork = observation("voorbeeld/twee", is_fork=True, fork_of_url="https://github.com/vreemd/bron")
    Nights(front.data_dir / "work.duckdb").run({account(): [seen, fork]})


def asked(front: Front, *options: str) -> Result:
    return CliRunner().invoke(sources, ["candidates", *options], obj=front)


def test_strangers_are_listed_with_how_often_and_where_the_most_mentioned_first(front: Front) -> None:
    harvested(front)
    result = asked(front)
    one, two = "https://github.com/voorbeeld/een", "https://github.com/voorbeeld/twee"
    assert result.stdout.splitlines() == [
        f"2  Gemeente Stil (usedBy 2): {one}",
        f"2  github.com/vreemd (fork of 1, isBasedOn 1): {two}, {one}",
        f"1  gitlab.com/groep/ander (isBasedOn 1): {one}",
        f"1  https://identifier.overheid.nl/tooi/id/provincie/pv29 (organisation.uri 1): {one}",
        f"1  Provincie Zeeland (usedBy 1): {one}",
    ]
    assert result.exit_code == 0


def test_nobody_unknown_is_said_too(front: Front) -> None:
    harvested(front, described="usedBy: [Amsterdam]\n")
    path = front.data_dir / "sources.toml"
    path.write_text(LIST.replace("voorbeeld", "vreemd"), encoding="utf-8")
    result = asked(front)
    assert (result.stdout, result.stderr) == ("", "Nobody is mentioned who is in no list.\n")
    assert result.exit_code == 0


def test_many_repositories_are_counted_and_some_are_named(front: Front) -> None:
    forks = [
        observation(f"voorbeeld/r{n}", is_fork=True, fork_of_url=f"https://github.com/vreemd/r{n}")
        for n in range(5)
    ]
    Nights(front.data_dir / "work.duckdb").run({account(): forks})
    (line,) = asked(front).stdout.splitlines()
    assert line.startswith("5  github.com/vreemd (fork of 5): https://github.com/voorbeeld/r0, ")
    assert line.endswith("https://github.com/voorbeeld/r2 and 2 more")


def test_the_work_database_is_only_read(front: Front) -> None:
    harvested(front)
    before = (front.data_dir / "work.duckdb").read_bytes()
    asked(front)
    assert (front.data_dir / "work.duckdb").read_bytes() == before


def test_without_a_harvest_it_is_said_what_to_do_first(front: Front) -> None:
    result = asked(front)
    why = "is not there: nothing was harvested yet. Run `herbruik harvest` first."
    assert result.stderr == f"{front.data_dir / 'work.duckdb'} {why}\n"
    assert result.exit_code == 2
    assert not (front.data_dir / "work.duckdb").exists()


def test_a_list_with_mistakes_and_a_foreign_database_are_told(front: Front) -> None:
    duckdb.connect(str(front.data_dir / "work.duckdb")).close()
    result = asked(front)
    assert "is a DuckDB database, but not one of herbruik" in result.stderr
    assert result.exit_code == 2
    (front.data_dir / "sources.toml").write_text("version = 2\n", encoding="utf-8")
    result = asked(front)
    assert "must be 1, the only version of this format" in result.stderr
    assert result.exit_code == 2


def test_a_database_of_a_newer_version_is_refused(front: Front) -> None:
    harvested(front)
    with duckdb.connect(str(front.data_dir / "work.duckdb")) as connection:
        connection.execute("INSERT INTO store.schema_version VALUES (999, ?, 'later')", [night(1)])
    assert "was written by a newer herbruik" in asked(front).stderr
