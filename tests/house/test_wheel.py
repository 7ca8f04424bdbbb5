"""An installed wheel works as a checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.forge.demo import SAMPLE_WORLD, write_configuration
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files alone, in a folder; only libraries come from the environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "SAMPLE_TOKEN": PLAIN_TOKEN,
        "NO_PROXY": "127.0.0.1",
    }
    return subprocess.run(
        [sys.executable, "-P", "-m", "herbruik", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    code = "import herbruik, templates; print(herbruik.__file__); print(templates.__file__)"
    where = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert [Path(path).is_relative_to(installed) for path in where] == [True, True]


def test_a_night_from_the_wheel_publishes_what_the_checkout_publishes(
    installed: Path, tmp_path: Path
) -> None:
    pages: list[dict[str, bytes]] = []
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        for site in (installed, ROOT):
            folder = tmp_path / site.name
            folder.mkdir()
            configuration = write_configuration(folder, forge, SAMPLE_WORLD / "sources.toml")
            night = run(site, folder, "--config", str(configuration), "--data-dir", "data", "nightly")
            assert night.returncode == 0, night.stderr
            publication = folder / "data" / "publication"
            pages.append(
                {
                    str(path.relative_to(publication)): path.read_bytes()
                    for path in publication.rglob("*")
                    if path.is_file() and "data" not in path.relative_to(publication).parts
                }
            )
    assert pages[0].keys() == pages[1].keys()
    assert len(pages[0]) > 100
    different = {name for name in pages[0] if pages[0][name] != pages[1][name]}
    assert not {
        name for name in different if not name.endswith(("index.html", "data.html", "nacht.html", ".atom"))
    }
