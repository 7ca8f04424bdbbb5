"""A night: named steps under one lock, one after the other, and the exit code that says what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, assert_never

from harvester.lock import sole_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvester.model import Account
    from harvester.outcomes import AccountOutcome
    from harvester.reasons import Reason

WORK_DATABASE = "work.duckdb"


class ExitCode(IntEnum):
    """What a command tells whoever called it; the same for all commands."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    PARTIAL = 3
    NOTHING_PUBLISHED = 4
    ALREADY_RUNNING = 5


@dataclass(frozen=True, slots=True)
class Done:
    """The step did all of its work."""


@dataclass(frozen=True, slots=True)
class PartlyDone:
    """The step did what could be done; ``reason`` is a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class NothingPublished:
    """The night ends here and the last publication stays as it is; ``reason`` says why and what to do."""

    reason: str


StepOutcome = Done | PartlyDone | NothingPublished


class Watcher(Protocol):
    """Whoever is told how far a night is: a person at a terminal, or a log."""

    def step_began(self, name: str) -> None:
        """A step begins."""

    def looking_at(self, accounts: int) -> None:
        """So many accounts are going to be looked at."""

    def page_recorded(self, account: Account, repositories: int) -> None:
        """A page with so many repositories is recorded."""

    def account_ended(self, account: Account, outcome: AccountOutcome) -> None:
        """This came of looking at an account."""

    def token_left_out(self, forge: str, reason: Reason) -> None:
        """One of several tokens is not used from now on."""

    def token_used_again(self, forge: str) -> None:
        """A token that was left out has a new window of its limit."""

    def step_ended(self, name: str, outcome: StepOutcome) -> None:
        """This came of a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightContext:
    """What every step of a night gets. ``clock`` gives naive UTC."""

    data_dir: Path
    clock: Callable[[], datetime]
    watcher: Watcher


@dataclass(frozen=True, slots=True)
class Step:
    """A named step of a night."""

    name: str
    run: Callable[[NightContext], StepOutcome]


def refusing(
    problem: type[Exception] | tuple[type[Exception], ...],
    work: Callable[[NightContext], StepOutcome | object],
) -> Callable[[NightContext], StepOutcome]:
    """Work as the run of a step: its ``problem`` ends the night with nothing published.

    What it returns is the outcome, where it is one; another package's work is done when it returns.
    """

    def run(context: NightContext) -> StepOutcome:
        try:
            came = work(context)
        except problem as reason:
            return NothingPublished(str(reason))
        return came if isinstance(came, StepOutcome) else Done()

    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a night came to, each figure read from the published database."""

    run_id: int
    accounts: int
    accounts_complete: int
    accounts_swept: int
    repositories: int
    software: int
    files: int
    findings: int
    requests: int
    seconds: float


def run_night(context: NightContext, steps: Sequence[Step], what: str) -> ExitCode:
    """Take the steps in order, until one of them says that nothing can be published.

    Raises:
        AlreadyRunning: another run holds the data folder.
    """
    code = ExitCode.DONE
    with sole_run(context.data_dir, what, context.clock()):
        for step in steps:
            context.watcher.step_began(step.name)
            outcome = step.run(context)
            context.watcher.step_ended(step.name, outcome)
            match outcome:
                case Done():
                    pass
                case PartlyDone():
                    code = ExitCode.PARTIAL
                case NothingPublished():
                    return ExitCode.NOTHING_PUBLISHED
                case _:
                    assert_never(outcome)
    return code
