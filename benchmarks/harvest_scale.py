"""What harvesting takes: memory as the number of repositories grows, time with and without a distant forge.

`python -m benchmarks.harvest_scale [--most 100000]`: `herbruik harvest` in a process of its own, against the
sample forge in this one; first nights, so all there is to do is done. Processor time and memory are those of
the harvest alone; wall time is shared with the sample forge on the same machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.forge.demo import corpus_sources, write_configuration
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world_generator import HOST, generated
from tests.nightly.running import ROOT

PER_OWNER = 100
PLENTY = {HOST: Limits(graphql_points=10_000_000, rest_requests=10_000_000)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one harvest took."""

    wall_seconds: float
    processor_seconds: float
    peak_mebibytes: int


def harvest(repositories: int, latency_seconds: float) -> Took:
    """A first night over so many repositories."""
    world = generated(repositories // PER_OWNER, PER_OWNER)
    with (
        tempfile.TemporaryDirectory() as place,
        SampleForge(world, limits=PLENTY, latency_seconds=latency_seconds) as forge,
    ):
        folder = Path(place)
        sources = folder / "sources.toml"
        sources.write_text(corpus_sources(world), encoding="utf-8")
        configuration = write_configuration(folder, forge, sources)
        command = [sys.executable, str(ROOT / "herbruik.py"), "--config", str(configuration)]
        started = time.monotonic()
        process = subprocess.Popen(
            [*command, "--data-dir", str(folder / "data"), "harvest"],
            env={**os.environ, "SAMPLE_TOKEN": PLAIN_TOKEN, "NO_PROXY": "127.0.0.1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"The harvest ends with {os.waitstatus_to_exitcode(status)}.")
    return Took(
        wall_seconds=time.monotonic() - started,
        processor_seconds=used.ru_utime + used.ru_stime,
        peak_mebibytes=used.ru_maxrss // 1024,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="What harvesting takes.")
    parser.add_argument("--most", type=int, default=100_000, help="repositories of the largest harvest")
    options = parser.parse_args()
    print(
        "| repositories | latency | wall | processor | wall per 1,000 | processor per 1,000 | peak memory |"
    )
    print("|---|---|---|---|---|---|---|")
    sizes = [(size, 0.0) for size in (1_000, 10_000, 30_000, 100_000) if size <= options.most]
    for repositories, latency in [*sizes, (1_000, 0.3)]:
        took = harvest(repositories, latency)
        thousands = repositories / 1000
        print(
            f"| {repositories:,} | {1000 * latency:.0f} ms | {took.wall_seconds:.1f} s "
            f"| {took.processor_seconds:.1f} s | {took.wall_seconds / thousands:.2f} s "
            f"| {took.processor_seconds / thousands:.2f} s | {took.peak_mebibytes} MiB |",
            flush=True,
        )


if __name__ == "__main__":
    main()
