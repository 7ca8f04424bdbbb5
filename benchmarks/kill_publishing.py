"""Kills, over the sample world: a publication at 100 moments, and whole nights at 100 random moments.

`python -m benchmarks.kill_publishing [--moments 100] [--nights 100] [--seed 1]`; exits with 1 when
anything was lost or wrong.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.killed_nights import STEPS, kill_nights
from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import ROOT, night


def main() -> int:
    parser = argparse.ArgumentParser(description="A publication and whole nights, killed.")
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--nights", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| what | number |\n|---|---|")
    return max(killed_publications(options.moments), killed_nights(options.nights, options.seed))


def killed_nights(nights: int, seed: int) -> int:
    """Whole nights, each a process; 1 when anything was lost or wrong."""
    start = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="herbruik-benchmark-") as folder,
        SampleForge(load_world(SAMPLE_WORLD)) as forge,
    ):
        told = kill_nights(forge, Path(folder), nights, seed)
    print(f"| whole nights killed with SIGKILL, seed {seed} | {sum(told.killed.values())} of {nights} |")
    for step in STEPS:
        name = "starting" if step == "start" else f"step {step}"
        print(f"| of these while {name} was under way | {told.killed[step]} |")
    print(f"| nights that ended before their moment came | {told.too_late} |")
    print(
        f"| kills that left a lock, a log or half a publication for the next night | {told.left_something} |"
    )
    print(f"| accounts and steps told as done before a kill | {told.acknowledged} |")
    print(f"| rows or told ones lost, contradictions, files that disagree, leftovers | {len(told.wrong)} |")
    print(f"| seconds | {time.perf_counter() - start:.0f} |")
    sys.stderr.writelines(f"{each}\n" for each in told.wrong)
    return int(bool(told.wrong))


def killed_publications(moments: int) -> int:
    """One publication after the other; 1 when readers could have seen anything broken."""
    with tempfile.TemporaryDirectory(prefix="herbruik-benchmark-") as folder:
        data_dir = Path(folder) / "data"
        with SampleForge(load_world(SAMPLE_WORLD)) as forge:
            assert night(forge, data_dir, SAMPLE_WORLD / "sources.toml").returncode == 0
        start = time.perf_counter()
        command = [sys.executable, "-m", "tests.reports.killing", str(data_dir), str(moments)]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            sys.stderr.write(result.stderr)
            return 1
        told = json.loads(result.stdout)
    print(f"| publications killed with SIGKILL | {told['killed']} of {moments} |")
    print(f"| files touched in one publication, over which the moments are spread | {told['touches']} |")
    print(f"| kills that left half a publication beside the visible one | {told['left_half']} |")
    print(f"| times that a visible file did not open, or did not agree with another | {told['broken']} |")
    print(f"| leftovers after the next whole publication | {len(told['left_at_the_end'])} |")
    print(f"| seconds | {time.perf_counter() - start:.0f} |")
    return 0 if told["killed"] == moments and not told["left_at_the_end"] else 1


if __name__ == "__main__":
    sys.exit(main())
