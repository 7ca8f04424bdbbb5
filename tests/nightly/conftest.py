"""One night over the sample world, shared by the tests that look at what came of it or go on from there."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import night

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.forge.listener import Logged


@dataclass(frozen=True, slots=True)
class Night:
    """What a night left behind."""

    folder: Path
    result: subprocess.CompletedProcess[str]
    log: tuple[Logged, ...]

    @property
    def publication(self) -> Path:
        return self.folder / "publication"

    @property
    def register(self) -> Path:
        return self.publication / "data" / "register.duckdb"

    @property
    def night_database(self) -> Path:
        return self.publication / "data" / "night.duckdb"


@pytest.fixture(scope="package")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    folder = tmp_path_factory.mktemp("first_night")
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        result = night(forge, folder, SAMPLE_WORLD / "sources.toml")
        return Night(folder, result, forge.log)


@pytest.fixture
def night_before(first_night: Night, tmp_path: Path) -> Path:
    """A data folder of its own as that night left it, to go on from or to damage."""
    return shutil.copytree(first_night.folder, tmp_path / "data", symlinks=True)
