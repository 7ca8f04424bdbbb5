"""A publication of the sample world killed at 100 moments: python -m benchmarks.kill_publishing"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import ROOT, night

MOMENTS = 100


def main(moments: int) -> int:
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
    print("| what | number |\n|---|---|")
    print(f"| publications killed with SIGKILL | {told['killed']} of {moments} |")
    print(f"| files touched in one publication, over which the moments are spread | {told['touches']} |")
    print(f"| kills that left half a publication beside the visible one | {told['left_half']} |")
    print(f"| times that a visible file did not open, or did not agree with another | {told['broken']} |")
    print(f"| leftovers after the next whole publication | {len(told['left_at_the_end'])} |")
    print(f"| seconds | {time.perf_counter() - start:.0f} |")
    return 0 if told["killed"] == moments and not told["broken"] and not told["left_at_the_end"] else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MOMENTS))
