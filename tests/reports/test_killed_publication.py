"""A publication killed at any moment: what readers see opens and agrees, and the next run cleans up."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.conftest import Built

pytestmark = pytest.mark.database
ROOT = Path(__file__).parents[2]
MOMENTS = 4  # a hundred: benchmarks.kill_publishing


def test_what_readers_see_survives_a_kill_at_any_moment(built: Built, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    shutil.copyfile(built.work, data_dir / "work.duckdb")
    result = subprocess.run(
        [sys.executable, "-m", "tests.reports.killing", str(data_dir), str(MOMENTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["killed"], told["broken"]) == (MOMENTS, 0)
    assert told["left_half"] > 0  # otherwise nothing was tried
    assert told["left_at_the_end"] == []
