"""Nights over a world that is made in memory, so that recording alone is measured.

As nights are planned, a seventh of the accounts is listed whole each night, and of the rest only what was
pushed is looked at: 3 % of the repositories are pushed a night, 0.5 % have another description. One
repository in twenty holds a file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from harvester.model import AuthorKind
from harvester.outcomes import Complete, Swept
from harvester.registry import open_registry
from harvester.registry_reading import standard_rules
from tests.builders import account, content, file, night, observation, page, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from harvester.model import Account
    from harvester.observations import Observation
    from harvester.registry import Run

PAGE, PER_ACCOUNT, TOGETHER, WEEK = 25, 50, 8, 7
KINDS = (AuthorKind.BOT, AuthorKind.PERSON, AuthorKind.BOT, AuthorKind.UNKNOWN)  # of those who push
KEEP_OUTCOMES = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class World:
    """What the forge shows: repositories by their number, ``PER_ACCOUNT`` to an account."""

    accounts: list[Account]
    seen: list[Observation]


@dataclass(frozen=True, slots=True)
class Took:
    """What a night took, in seconds: on the clock, and of all processors together."""

    clock: float
    processor: float


def record_nights(path: Path, repositories: int, nights: int) -> Iterator[tuple[int, Took]]:
    """Record so many nights, one after the other; the number of each and what it took."""
    world = _world(repositories)
    for number in range(1, nights + 1):
        if number > 1:
            _change(world.seen, number)
        yield number, _record(path, number, world)


def _world(repositories: int) -> World:
    accounts = [account(f"owner-{number}") for number in range(repositories // PER_ACCOUNT)]
    seen = [
        observation(
            f"owner-{number // PER_ACCOUNT}/repository-{number}",
            *([file(content=content(f"Software {number}"))] if number % 20 == 0 else []),
            topics=("zaken", f"t{number % 50}"),
            description=f"Repository number {number} of a municipality",
        )
        for number in range(len(accounts) * PER_ACCOUNT)
    ]
    return World(accounts, seen)


def _pushed(repositories: int, number: int) -> range:
    """3 % of the repositories, others every night."""
    return range(number % 33, repositories, 33)


def _change(seen: list[Observation], number: int) -> None:
    """3 % pushed, and one in six of these described anew."""
    for place, index in enumerate(_pushed(len(seen), number)):
        kind = KINDS[(place + number) % len(KINDS)]
        given: dict[str, object] = {"head_oid": f"{number:040x}", "pushed_at": night(number)}
        given |= {"head_committed_at": night(number), "head_author_kind": kind}
        if place % 6 == 0:
            given["description"] = f"Repository number {index} as of night {number}"
        seen[index] = replace(seen[index], repository=replace(seen[index].repository, **given))  # type: ignore[arg-type]


def _record(path: Path, number: int, world: World) -> Took:
    """One night."""
    began, worked, now = time.perf_counter(), time.process_time(), night(number)
    with open_registry(path, now) as registry:
        run = registry.begin(sources(*world.accounts), standard_rules(), "1", now)
        run.rederive(now)
        pushed = _by_account(_pushed(len(world.seen), number))
        for first in range(0, len(world.accounts), TOGETHER):
            with run.together():
                for index in range(first, min(first + TOGETHER, len(world.accounts))):
                    is_whole = number == 1 or index % WEEK == number % WEEK
                    _look(run, world, index, None if is_whole else pushed.get(index, ()))
        run.conclude(now + timedelta(hours=1))
        run.tidy(now + timedelta(hours=1), timedelta(days=90), KEEP_OUTCOMES)
        if registry.problems():
            raise RuntimeError(registry.problems())
        run.finish("complete", now + timedelta(hours=1))
    return Took(time.perf_counter() - began, time.process_time() - worked)


def _by_account(indexes: range) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index in indexes:
        found.setdefault(index // PER_ACCOUNT, []).append(index)
    return found


def _look(run: Run, world: World, index: int, pushed: Sequence[int] | None) -> None:
    """Look at what was pushed, or (None) list the account whole."""
    owner = world.accounts[index]
    now = datetime.strptime(str(run.run_id), "%Y%m%d%H%M%S")
    places = range(index * PER_ACCOUNT, (index + 1) * PER_ACCOUNT) if pushed is None else pushed
    for shown, is_last in _pages([world.seen[place] for place in places]):
        run.record_page(owner, page(*shown, cursor=None if is_last else "more"), now)
    if pushed is None:
        run.record_outcome(owner, Complete(repositories=PER_ACCOUNT, files=0), now)
    else:
        swept = Swept(repositories=len(pushed), files=0, listed=PER_ACCOUNT, newest_at=now)
        run.record_outcome(owner, swept, now)


def _pages(shown: list[Observation]) -> Iterator[tuple[list[Observation], bool]]:
    for start in range(0, len(shown), PAGE):
        yield shown[start : start + PAGE], start + PAGE >= len(shown)
