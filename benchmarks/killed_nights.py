"""Whole nights (harvest, conclude, publish) killed at random moments: what is left must be right.

Of each round: a copy of what a first night left, a world that changed since, four nights that are killed one
after the other, each finding what the one before left, and one that is left alone.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import duckdb

from reports.publication import visible
from tests.forge.demo import SAMPLE_WORLD
from tests.nightly.killing import a_day_later, lasting, start_command
from tests.reports.killing import leftovers, look

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.server import SampleForge

SOURCES = SAMPLE_WORLD / "sources.toml"
IN_A_ROUND = 4
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
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def kill_nights(forge: SampleForge, home: Path, kills: int, seed: int) -> Told:
    """Kill so many nights; ``forge`` shows the sample world."""
    chance = random.Random(seed)
    first, alone = home / "first", home / "alone"
    lengths, _ = _undisturbed(forge, first)
    forge.show(a_day_later(forge.world))
    shutil.copytree(first, alone, symlinks=True)
    lengths, _ = _undisturbed(forge, alone)
    expected = lasting(alone / "work.duckdb")
    told = Told()
    for start in range(0, kills, IN_A_ROUND):
        folder = home / f"round-{start}"
        shutil.copytree(first, folder, symlinks=True)
        for number in range(start, min(start + IN_A_ROUND, kills)):
            step = chance.choices(STEPS, SHARES)[0]
            _kill(forge, folder, (step, chance.uniform(0, lengths[step])), told)
            sys.stderr.write(f"{number + 1}: {step}; wrong so far: {len(told.wrong)}\n")
        _undisturbed(forge, folder)
        told.wrong += _after_a_whole_night(folder, expected)
        shutil.rmtree(folder)
    return told


def _undisturbed(forge: SampleForge, folder: Path) -> tuple[dict[str, float], list[str]]:
    """A night left alone: the seconds of each step, and its lines."""
    begun, lines = [("start", time.monotonic())], []
    process = start_command("nightly", forge, folder, SOURCES, subprocess.PIPE)
    for line in _lines(process):
        lines.append(line)
        if found := _BEGINS.search(line):
            begun.append((found[1], time.monotonic()))
    if process.wait() not in {0, 3}:
        raise RuntimeError(f"An undisturbed night failed: {lines}")
    ends = [at for _, at in begun[1:]] + [time.monotonic()]
    return {step: end - at for (step, at), end in zip(begun, ends, strict=True)}, lines


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


def _lines(process: subprocess.Popen[bytes]) -> list[str] | IO[str]:
    assert process.stderr is not None
    return (line.decode().rstrip() for line in process.stderr)  # type: ignore[return-value]


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
