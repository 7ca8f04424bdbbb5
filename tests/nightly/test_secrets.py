"""Tokens that are planted and looked for: in the logs, the work database, the publication, a recording."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD, write_configuration
from tests.forge.faults import FOR_EVER, Match, RawAnswer, Status
from tests.forge.limits import PLAIN_TOKEN, PRIVATE_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.harvester.app_keys import INSTALLATION, NUMBER, app_of, new_key, pem_of
from tests.harvester.looking import FILE, Clock, account_of, look, opened, world_of
from tests.nightly.running import herbruik, night

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

SOURCES = SAMPLE_WORLD / "sources.toml"
HOSTS = pytest.mark.parametrize("host", ["github.com", "gitlab.com"])


def test_a_token_is_in_nothing_that_a_night_leaves_even_when_a_forge_repeats_it(tmp_path: Path) -> None:
    data, recording = tmp_path / "data", tmp_path / "recording"
    echo = f'{{"message": "Bad token {PRIVATE_TOKEN}", "token": "{PRIVATE_TOKEN}"}}'.encode()
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        forge.faults.add(Match(host="gitlab.com"), Status(status=401, body=echo), times=3)
        forge.faults.add(Match(host="github.com", skip=1), Status(status=422, body=echo), times=2)
        result = night(forge, data, SOURCES, "--record", str(recording))
        assert PRIVATE_TOKEN in {entry.token for entry in forge.log}  # it was sent where it belongs
    assert result.returncode == 3, result.stderr
    assert "to the token SAMPLE_TOKEN: it has expired" in result.stderr
    left = [path for path in (*data.rglob("*"), *recording.rglob("*")) if path.is_file()]
    assert any(path.name == "work.duckdb" for path in left)
    assert any("publications" in path.parts for path in left)
    for secret in (PRIVATE_TOKEN.encode(), base64.b64encode(PRIVATE_TOKEN.encode()).rstrip(b"=")):
        assert [path for path in left if secret in path.read_bytes()] == []
        assert secret.decode() not in result.stdout + result.stderr


ECHOED = base64.b64encode(b"ghs_sample000001").rstrip(b"=")


def _ask_as_app(configuration: Path, key: Path) -> None:
    """In the section of github.com, the app takes the place of the token."""
    before, host, after = configuration.read_text(encoding="utf-8").partition('"github.com"]')
    of_app = f'app_id = "{NUMBER}"\napp_key_file = "{key}"\napp_installations = [{INSTALLATION}]'
    told = before + host + after.replace('token_env = "SAMPLE_TOKEN"', of_app, 1)
    configuration.write_text(told, encoding="utf-8")


def test_neither_key_nor_claim_nor_token_of_an_app_is_in_anything_that_a_night_leaves(tmp_path: Path) -> None:
    data, recording, key = tmp_path / "data", tmp_path / "recording", new_key()
    data.mkdir()
    (tmp_path / "app.pem").write_bytes(pem_of(key))
    app = app_of(key, {INSTALLATION: "stad-vlierbeke"})
    with SampleForge(load_world(SAMPLE_WORLD), apps=(app,)) as forge:
        echo = b'{"message": "Bad ghs_sample000001", "token": "ghs_sample000001"}'
        forge.faults.add(Match(host="github.com", kind="graphql", skip=1), Status(status=422, body=echo))
        _ask_as_app(write_configuration(data, forge, SOURCES), tmp_path / "app.pem")
        result = herbruik(data, "nightly", "--record", str(recording))
        used = {entry.token for entry in forge.log if entry.host == "github.com" and entry.kind == "graphql"}
    assert used == {"ghs_sample000001"}
    assert result.returncode == 3, result.stderr  # of one account it made the 422
    left = [path for path in (*data.rglob("*"), *recording.rglob("*")) if path.is_file()]
    assert any(path.name == "work.duckdb" for path in left)
    assert any("publications" in path.parts for path in left)
    secrets = [line.encode() for line in pem_of(key).decode().splitlines()[1:-1]]
    for secret in (*secrets, b"ghs_sample0", b"eyJhbGciOiJSUzI1Ni", ECHOED):
        assert [path for path in left if secret in path.read_bytes()] == []
        assert secret.decode() not in result.stdout + result.stderr


@HOSTS
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("kind", ["graphql", "rest"])
def test_a_token_reaches_no_other_host_and_no_log(
    host: str, status: int, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = world_of(host, "eigenaar/r", files={"publiccode.yml": FILE})
    with SampleForge(world) as ours, SampleForge(world) as other:
        away = f"HTTP/1.1 {status} Moved\r\nLocation: {other.api_url(host)}/x\r\nContent-Length: 0\r\n\r\n"
        if kind == "rest":
            no = Status(status=404, body=b'{"message": "Not Found"}')
            ours.faults.add(Match(kind="graphql"), no, times=FOR_EVER)
        ours.faults.add(Match(kind=kind), RawAnswer(data=away.encode()), times=FOR_EVER)
        found = look(opened(ours, host, Clock()), account_of(host, "eigenaar"))
        assert ours.count() > 0
        assert other.count() == 0
    assert PLAIN_TOKEN not in repr(found) + caplog.text + repr([vars(entry) for entry in caplog.records])


@HOSTS
def test_a_next_link_to_another_host_is_not_followed(host: str) -> None:
    paths = [f"eigenaar/r{n:03}" for n in range(101)]
    world = world_of(host, *paths, empty=True)
    with SampleForge(world) as ours, SampleForge(world) as other:
        no = Status(status=404, body=b'{"message": "Not Found"}')
        ours.faults.add(Match(kind="graphql"), no, times=FOR_EVER)
        link = f'<{other.api_url(host)}/users/eigenaar/repos?page=2>; rel="next"'
        ours.faults.add(
            Match(path="/(users/eigenaar/repos|groups/eigenaar/projects)"),
            Status(status=200, headers={"Link": link}, body=b"[]"),
        )
        look(opened(ours, host, Clock()), account_of(host, "eigenaar"))
        assert other.count() == 0
        assert any("page=2" in entry.path for entry in ours.log)
