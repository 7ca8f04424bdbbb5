"""Whole nights (harvest, conclude, publish) killed at random moments: what is left must be right.

Of each round: a copy of what a first night left, a world that changed since, ten nights that are killed one
after the other, each finding what the one before left, and one that is left alone.
`python -m benchmarks.killed_nights [--kills 100] [--seed 1]`: a night that ends before its moment comes is
made up for by another. Exits with 1 when anything was lost or wrong, or too few were killed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from reports.publication import visible
from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.killing import a_day_later, lasting, start_command
from tests.reports.killing import leftovers, look

SOURCES = SAMPLE_WORLD / "sources.toml"
IN_A_ROUND = 10
MOST_TRIES = 3  # a kill
STEPS = ("start", "harvest", "conclude", "publish")
"""In which a night is killed; the last two steps (exclude, tidy) write nothing here and take no time."""
SHARES = (1, 8, 3, 8)  # of twenty kills
_BEGINS = re.compile(r" (\w+): begins$")
_ENDED = re.compile(r" (\S+/\S+): (complete|looked at changes|partly seen|could not look|gone)\b")


@dataclass(slots=True)
class Told:
    """What came of all kills."""

    killed: Counter[str] = field(default_factory=Counter)  # by the step that was under way
    too_late: int = 0
    left_something: int = 0
    rounds: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """Nights that were to be killed."""
        return self.killed.total() + self.too_late


def main() -> int:
    parser = argparse.ArgumentParser(description="Whole nights, killed at random moments.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="herbruik-benchmark-") as folder,
        SampleForge(load_world(SAMPLE_WORLD)) as forge,
    ):
        told = kill_nights(forge, Path(folder), options.kills, options.seed)
    print("| what | number |\n|---|---|")
    print(f"| whole nights killed with SIGKILL (seed {options.seed}) | {told.killed.total()} |")
    for step in STEPS:
        name = "starting" if step == "start" else f"step {step}"
        print(f"| of these while {name} was under way | {told.killed[step]} |")
    print(f"| nights that ended before their moment came | {told.too_late} |")
    print(
        f"| kills that left a lock, a log or half a publication for the next night | {told.left_something} |"
    )
    print(f"| accounts and steps told as done before a kill, all found recorded | {told.acknowledged} |")
    print(f"| nights left alone after ten kills, equal to one that followed none | {told.rounds} |")
    print(f"| rows or told ones lost, contradictions, files that disagree, leftovers | {len(told.wrong)} |")
    print(f"| seconds | {time.monotonic() - began:.0f} |")
    sys.stderr.writelines(f"{each}\n" for each in told.wrong)
    return int(bool(told.wrong) or told.killed.total() < options.kills)


def kill_nights(forge: SampleForge, home: Path, kills: int, seed: int) -> Told:
    """Kill so many nights, by a seed; ``forge`` shows the sample world."""
    chance = random.Random(seed)
    first, alone = home / "first", home / "alone"
    _undisturbed(forge, first)
    forge.show(a_day_later(forge.world))
    shutil.copytree(first, alone, symlinks=True)
    lengths = _undisturbed(forge, alone)
    expected = lasting(alone / "work.duckdb")
    told = Told()
    while told.killed.total() < kills and told.tried < MOST_TRIES * kills:
        folder = home / f"round-{told.tried}"
        shutil.copytree(first, folder, symlinks=True)
        for _ in range(min(IN_A_ROUND, kills - told.killed.total())):
            step = chance.choices(STEPS, SHARES)[0]
            _kill(forge, folder, (step, chance.uniform(0, lengths[step])), told)
            sys.stderr.write(f"{told.tried}: {step}; wrong so far: {len(told.wrong)}\n")
        _undisturbed(forge, folder)
        wrong = _after_a_whole_night(folder, expected)
        told.wrong += wrong
        told.rounds += not wrong
        shutil.rmtree(folder)
    return told


def _undisturbed(forge: SampleForge, folder: Path) -> dict[str, float]:
    """A night left alone: the seconds of each step."""
    begun = [("start", time.monotonic())]
    process = start_command("nightly", forge, folder, SOURCES, subprocess.PIPE)
    assert process.stderr is not None
    for line in process.stderr:
        found = _BEGINS.search(line.decode().rstrip())
        begun += [(found[1], time.monotonic())] if found else []
    if process.wait() != 0:
        raise RuntimeError("A night that was left alone failed.")
    ends = [at for _, at in begun[1:]] + [time.monotonic()]
    return {step: end - at for (step, at), end in zip(begun, ends, strict=True)}


def _kill(forge: SampleForge, folder: Path, at: tuple[str, float], told: Told) -> None:
    """Kill a night so many seconds into a step; look at what it left."""
    before, (step, seconds) = _kept(folder), at
    log = folder / "killed.log"
    with log.open("wb") as written:
        process = start_command("nightly", forge, folder, SOURCES, written)
        _wait_for(step, process, log)
        try:
            process.wait(timeout=seconds)
            told.too_late += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            told.killed[step] += 1
    lines = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    told.left_something += bool(leftovers(folder) or (folder / "lock").read_text())
    told.wrong += _lost(folder, before, lines, told)
    try:
        look(folder)
    except (AssertionError, duckdb.Error, OSError) as problem:
        told.wrong.append(f"{step} + {seconds:.2f} s: what readers see: {problem!r}")


def _wait_for(step: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the step begins, or the night is over."""
    while step != "start" and process.poll() is None and f" {step}: begins" not in log.read_text():
        time.sleep(0.002)


# --- What must hold ---------------------------------------------------------------------------------

_APPENDED = (
    "SELECT 'event', to_json(t)::VARCHAR FROM store.event t UNION ALL "
    "SELECT 'run', run_id::VARCHAR FROM store.run UNION ALL "
    "SELECT 'outcome', run_id || account_id FROM store.account_outcome UNION ALL "
    "SELECT 'content', sha256 FROM store.content UNION ALL "
    "SELECT 'repository', repository_id || ' ' || valid_from FROM store.repository_version UNION ALL "
    "SELECT 'file', repository_id || path || valid_from FROM store.file_version UNION ALL "
    "SELECT 'link', repository_id || path || category_id || valid_from FROM link.reuse_link_version"
)


def _kept(folder: Path) -> set[tuple[str, str]]:
    """What the work database holds that is never taken back; its log is read, and left where it is."""
    with duckdb.connect(str(folder / "work.duckdb"), read_only=True) as connection:
        return set(connection.execute(_APPENDED).fetchall())


def _lost(folder: Path, before: set[tuple[str, str]], lines: list[str], told: Told) -> list[str]:
    """What was there before, or was told as recorded, and is not there."""
    wrong = [f"lost: {row}" for row in sorted(before - _kept(folder))[:3]]
    ended = {found[1] for line in lines if (found := _ENDED.search(line))}
    done = {step for step in STEPS if any(line.endswith(f" {step}: done") for line in lines)}
    told.acknowledged += len(ended) + len(done)
    with duckdb.connect(str(folder / "work.duckdb"), read_only=True) as connection:
        problems = connection.execute(
            "FROM store.integrity_problem UNION ALL FROM link.integrity_problem UNION ALL "
            "FROM store.history_problem"
        ).fetchall()
        ((newest, status),) = connection.execute(
            "SELECT max(run_id), arg_max(status, run_id) FROM store.run"
        ).fetchall()
        recorded = {
            account
            for (account,) in connection.execute(
                "SELECT account_id FROM store.account_outcome WHERE run_id = ?", [newest]
            ).fetchall()
        }
    wrong += [f"contradiction: {problem}" for problem in problems[:3]]
    wrong += [f"told, but not recorded: {account}" for account in sorted(ended - recorded)]
    if "harvest" in done and status not in {"complete", "partial"}:
        wrong.append(f"the harvest was told as done, but run {newest} is {status}")
    shown = visible(folder)
    if "publish" in done and (shown is None or shown.name != str(newest)):
        wrong.append(f"run {newest} was told as published, but {shown} is visible")
    return wrong


def _after_a_whole_night(folder: Path, expected: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """Nothing is left over, readers see the newest run, and the store is that of a night left alone."""
    wrong = [f"left over: {name}" for name in leftovers(folder)]
    if text := (folder / "lock").read_text():
        wrong.append(f"the lock still says: {text}")
    look(folder)
    found = lasting(folder / "work.duckdb")
    return wrong + [f"{table} differs" for table, rows in expected.items() if found.get(table) != rows]


if __name__ == "__main__":
    sys.exit(main())
