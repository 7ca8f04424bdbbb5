"""A harvest killed (SIGKILL) at random moments: the next one ends where an undisturbed one ends.

`python -m benchmarks.killed_harvests [--kills 50] [--seed 1]`: over the sample world, half of them first
nights and half a night over a world that changed since the first. Exits with 1 when a database differs from
that of an undisturbed harvest, in anything but run numbers and the moments at which something was seen.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.killing import a_day_later, kill_after, lasting, start_harvest

if TYPE_CHECKING:
    from tests.nightly.running import Row

SOURCES = SAMPLE_WORLD / "sources.toml"
WORK = "work.duckdb"
MOST_TRIES = 3  # a kill


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where killed harvests begin, and what an undisturbed one makes of it in so many seconds."""

    name: str
    folder: Path
    seconds: float
    expected: dict[str, list[Row]]


def undisturbed(forge: SampleForge, name: str, begin: Path, folder: Path) -> Start:
    """A harvest from the state in `begin`, left alone."""
    shutil.copytree(begin, folder)
    started = time.monotonic()
    code = start_harvest(forge, folder, SOURCES).wait()
    if code != 0:
        sys.exit(f"An undisturbed harvest ends with {code}.")
    return Start(name=name, folder=begin, seconds=time.monotonic() - started, expected=lasting(folder / WORK))


def killed(forge: SampleForge, start: Start, moment: float, folder: Path) -> tuple[bool, list[str]]:
    """Kill one at `moment`, run the next; whether it was still running, and which tables differ."""
    shutil.copytree(start.folder, folder)
    running = kill_after(start_harvest(forge, folder, SOURCES), moment)
    code = start_harvest(forge, folder, SOURCES).wait()
    if code != 0:
        return running, [f"the next harvest ends with {code}"]
    found = lasting(folder / WORK)
    differing = [table for table, rows in start.expected.items() if found.get(table) != rows]
    shutil.rmtree(folder)
    return running, differing


def main() -> int:
    parser = argparse.ArgumentParser(description="A harvest killed at random moments.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    tried = hit = wrong = 0
    with tempfile.TemporaryDirectory() as place, SampleForge(load_world(SAMPLE_WORLD)) as forge:
        home = Path(place)
        (home / "nothing").mkdir()
        first = undisturbed(forge, "a first night", home / "nothing", home / "first")
        second_world = a_day_later(forge.world)
        forge.show(second_world)
        later = undisturbed(forge, "a later night", home / "first", home / "later")
        worlds = {first.name: load_world(SAMPLE_WORLD), later.name: second_world}
        longest = {start.name: start.seconds for start in (first, later)}
        while hit < options.kills and tried < MOST_TRIES * options.kills:
            start = (first, later)[hit % 2]
            forge.show(worlds[start.name])
            moment = chance.uniform(0, longest[start.name])
            running, differing = killed(forge, start, moment, home / f"killed-{tried}")
            if not running:  # it went faster than the undisturbed one: no later moment can hit
                longest[start.name] = moment
            tried, hit, wrong = tried + 1, hit + running, wrong + bool(differing)
            if differing:
                print(f"{start.name}, killed after {moment:.2f} s: {', '.join(differing)} differ")
    print(f"{hit} harvests of the sample world killed while they ran, {tried - hit} had ended before;")
    print(f"undisturbed: a first night {first.seconds:.1f} s, a later one {later.seconds:.1f} s.")
    print(f"After the next harvest {tried - wrong} of {tried} databases equal that of an undisturbed one.")
    return int(wrong > 0 or hit < options.kills)


if __name__ == "__main__":
    sys.exit(main())
