"""A harvest that is recorded, and the same harvest from the recording, without any forge."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD, write_configuration
from tests.forge.faults import FOR_EVER, Match, Reset, Status
from tests.forge.limits import PRIVATE_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import herbruik, tables

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.nightly.running import Row

pytestmark = pytest.mark.database

SOURCES = SAMPLE_WORLD / "sources.toml"
ALONE = ("--only", "https://github.com/MinOI")


def harvest(forge: SampleForge, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A harvest against `forge`: what is made of it afterwards is no matter of recordings."""
    folder.mkdir(exist_ok=True)
    write_configuration(folder, forge, SOURCES)
    return herbruik(folder, "harvest", *arguments, token=PRIVATE_TOKEN)


def steady(database: Path) -> dict[str, list[Row]]:
    """The tables without moments of this run: when it ended, and what took how long."""
    kept = tables(database, "store")
    return {
        name: sorted((tuple(_day(value) for value in row) for row in rows), key=repr)
        for name, rows in kept.items()
    }


def _day(value: object) -> object:
    """A moment counts as its year: a replay goes faster than what it replays."""
    return value.year if isinstance(value, datetime) else value


def replayed(folder: Path, recording: Path, *arguments: str) -> tuple[int, str]:
    """A harvest from ``recording``, with the configuration in ``folder`` and no token at all."""
    result = herbruik(folder, "harvest", "--replay", str(recording), *arguments, token=None)
    return result.returncode, result.stderr


def test_a_replay_gives_the_same_database_without_any_forge(tmp_path: Path) -> None:
    live, again, recording = tmp_path / "live", tmp_path / "again", tmp_path / "recording"
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        # a connection that breaks and a forge that stays away for one account are replayed too
        forge.faults.add(Match(kind="graphql", host="github.com", skip=1), Reset())
        forge.faults.add(Match(host="gitlab.com", body="steenwaarde"), Status(status=500), times=FOR_EVER)
        result = harvest(forge, live, "--record", str(recording))
        assert result.returncode == 3, result.stderr
    again.mkdir()
    shutil.copy(live / "herbruik.toml", again / "herbruik.toml")
    assert replayed(again, recording)[0] == 3
    one, other = steady(live / "work.duckdb"), steady(again / "work.duckdb")
    assert {name for name in one if one[name] != other[name]} == set()  # their run ids are the same too
    assert one["store.file_version"]


def test_a_recording_can_be_read_and_holds_no_secret_and_no_address_of_an_api(tmp_path: Path) -> None:
    recording = tmp_path / "recording"
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        echo = Status(
            status=200,
            headers={"Link": f'<http://x/?private_token={PRIVATE_TOKEN}>; rel="prev"', "Set-Cookie": "a=b"},
            body=json.dumps({"data": None, "errors": [{"message": PRIVATE_TOKEN}]}).encode(),
        )
        forge.faults.add(Match(kind="graphql"), echo)
        harvest(forge, tmp_path / "live", *ALONE, "--record", str(recording))
    manifest = json.loads((recording / "recording.json").read_text())
    assert manifest["what"] == "herbruik recording"
    assert "github.com" in manifest["forges_with_a_token"]
    files = sorted(recording.rglob("*.json"))
    assert files[0].parent.name == "github.com"
    for path in files:
        data = path.read_bytes()
        assert PRIVATE_TOKEN.encode() not in data
        assert b"Set-Cookie" not in data
        assert b"set-cookie" not in data
    first = json.loads(files[0].read_text())
    assert first["request"]["path"] == "/graphql"
    assert "(removed)" in first["answer"]["headers"]["link"]
    assert first["answer"]["body"]["json"]["errors"] == [{"message": "(removed)"}]


def test_what_a_recording_does_not_hold_is_told(tmp_path: Path) -> None:
    live, recording = tmp_path / "live", tmp_path / "recording"
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        assert harvest(forge, live, *ALONE, "--record", str(recording)).returncode == 0
    code, said = replayed(live, recording, "--only", "https://github.com/stad-vlierbeke")
    assert code == 3
    assert "the recording holds no answer to POST /graphql" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        ("absent", "recording.json: it is not there"),
        ("foreign", "recording.json: it is of something else"),
        ("newer", "recording.json: this version of herbruik reads format 1"),
        ("no json", "recording.json: it cannot be read"),
        ("no moment", "recording.json: started_at is no moment"),
        ("broken", "answers/github.com/000001.json: it is no readable JSON"),
        ("bytes", "answers/github.com/000001.json: it is no UTF-8"),
        ("both", "--record and --replay cannot both be given"),
        ("full", "it is not empty"),
        ("file", "it cannot be written"),
    ],
)
def test_a_folder_that_cannot_serve_is_named_before_anything_is_asked(
    tmp_path: Path, spoil: str, named: str
) -> None:
    recording = tmp_path / "recording"
    (recording / "answers" / "github.com").mkdir(parents=True)
    manifest = {"what": "herbruik recording", "format": 1, "started_at": "2026-03-01T02:00:00"}
    wrong = {
        "foreign": json.dumps({"name": "npm"}),
        "newer": json.dumps({**manifest, "format": 2}),
        "no json": "{",
        "no moment": json.dumps({**manifest, "started_at": "yesterday"}),
    }
    if spoil != "absent":
        (recording / "recording.json").write_text(wrong.get(spoil, json.dumps(manifest)))
    bad = {"broken": b"{", "bytes": b"\xff"}
    if spoil in bad:
        (recording / "answers" / "github.com" / "000001.json").write_bytes(bad[spoil])
    given = {
        "both": ["--record", str(tmp_path / "new"), "--replay", str(recording)],
        "full": ["--record", str(recording)],
        "file": ["--record", str(recording / "recording.json" / "new")],
    }.get(spoil, ["--replay", str(recording)])
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        result = harvest(forge, tmp_path / "live", *given)
        assert forge.count() == 0
    assert result.returncode == 2, result.stderr
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_a_recording_that_grows_too_large_is_closed_and_the_harvest_goes_on(tmp_path: Path) -> None:
    recording, live = tmp_path / "recording", tmp_path / "live"
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        live.mkdir()
        configuration = write_configuration(live, forge, SOURCES)
        text = configuration.read_text()
        configuration.write_text(
            text.replace("[harvester]\n", "[harvester]\nlargest_recording_bytes = 10\n", 1)
        )
        result = herbruik(live, "harvest", *ALONE, "--record", str(recording))
    assert result.returncode == 3
    assert "largest_recording_bytes is reached" in result.stderr
    assert list(recording.rglob("0*.json")) == []
