"""A night: named steps under one lock, one after the other, and the exit code that says what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, assert_never

from harvester.crew import Ended, Looking, Sent, Shown, Stopped, look_everywhere
from harvester.exclusions import NO_EXCLUSIONS, Exclusions
from harvester.lock import sole_run
from harvester.outcomes import CouldNotLook, NotLooked, Partial
from harvester.reasons import OTHERS_ASKED
from harvester.registry import RegistryError, open_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvester.crew import Item, Wait
    from harvester.forges import ForgeClient
    from harvester.model import Account, Forge, Sources
    from harvester.outcomes import AccountOutcome
    from harvester.reasons import Reason
    from harvester.registry import Run
    from harvester.registry_reading import Rules
    from harvester.subfolders import Bounds

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
        """One of several tokens is not used any more in this run."""

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
    problem: type[Exception], work: Callable[[NightContext], object]
) -> Callable[[NightContext], StepOutcome]:
    """Another package's work as the run of a step: its ``problem`` ends the night with nothing published."""

    def run(context: NightContext) -> StepOutcome:
        try:
            work(context)
        except problem as reason:
            return NothingPublished(str(reason))
        return Done()

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


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestPlan:
    """What the harvest looks at: ``chosen`` are accounts of ``sources``, or single repositories below one."""

    sources: Sources
    chosen: tuple[Account, ...]
    rules: Rules
    tool_version: str
    exclusions: Exclusions = NO_EXCLUSIONS
    forget_after: timedelta = timedelta(days=90)
    keep_outcomes: timedelta | None = None  # None: for ever
    open_client: Callable[[Forge, Wait], ForgeClient | None]
    further: Mapping[str, Sequence[Callable[[Wait], ForgeClient | None]]] = field(default_factory=dict)
    deadline: datetime | None = None
    below: Bounds | None = None  # None: nobody looks below the roots


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


def harvest_step(plan: HarvestPlan) -> Step:
    """The step that looks at accounts and records what they show."""

    def run(context: NightContext) -> StepOutcome:
        try:
            return _harvest(plan, context)
        except RegistryError as problem:
            return NothingPublished(str(problem))

    return Step("harvest", run)


def _harvest(plan: HarvestPlan, context: NightContext) -> StepOutcome:
    clock = context.clock
    with open_registry(context.data_dir / WORK_DATABASE, clock()) as registry:
        run = registry.begin(plan.sources, plan.rules, plan.tool_version, clock(), plan.exclusions)
        run.rederive(clock())
        unfinished = _look(plan, run, context)
        run.conclude(clock())
        run.tidy(clock(), plan.forget_after, plan.keep_outcomes)
        problems = registry.problems()
        if problems:
            run.finish("failed", clock())
            return NothingPublished("The work database contradicts itself: " + "; ".join(problems))
        run.finish("partial" if unfinished else "complete", clock())
    return PartlyDone(_told(unfinished)) if unfinished else Done()


def _told(unfinished: Sequence[Ended]) -> str:
    """How many accounts were not seen whole, and from when on a forge answers again."""
    noun = "account was" if len(unfinished) == 1 else "accounts were"
    told = f"{len(unfinished)} {noun} not seen whole; what was known of them is kept."
    outcomes = [each.outcome for each in unfinished]
    moments = [
        each.retry_at for each in outcomes if isinstance(each, Partial | CouldNotLook) and each.retry_at
    ]
    return f"{told} It can go on after {min(moments):%Y-%m-%d %H:%M:%S} UTC." if moments else told


def _look(plan: HarvestPlan, run: Run, context: NightContext) -> tuple[Ended, ...]:
    """Look at the chosen accounts and record it all; the accounts that were not seen whole."""
    chosen = {account.account_id for account in plan.chosen}
    with run.together():
        for account in plan.sources.accounts:
            if account.account_id not in chosen:
                run.record_outcome(account, NotLooked(reason=OTHERS_ASKED), context.clock())
        for account in plan.chosen:
            exclusion = plan.exclusions.covering(account.url)
            if exclusion is not None:
                run.record_outcome(account, NotLooked(reason=exclusion.told), context.clock())
    shown = [account for account in plan.chosen if plan.exclusions.covering(account.url) is None]
    accounts = run.in_fair_order(shown)
    looking = Looking(
        open_client=plan.open_client,
        further=plan.further,
        clock=context.clock,
        deadline=plan.deadline,
        cursors={account.account_id: run.cursor(account) for account in accounts},
        sweeps=run.sweeps(accounts, context.clock()),
        marks=run.marks(),
        below=run.below(plan.below) if plan.below else None,
    )
    context.watcher.looking_at(len(accounts))
    seen = look_everywhere(accounts, looking)
    unfinished: list[Ended] = []
    try:
        for items in seen:
            with run.together():
                for item in items:
                    _record(item, run)
            for item in items:
                _tell(item, context.watcher)
            unfinished += [item for item in items if isinstance(item, Ended) and _is_unfinished(item)]
    finally:
        seen.close()
    return tuple(unfinished)


def _record(item: Item, run: Run) -> None:
    match item:
        case Shown(account=account, page=page, at=at):
            run.record_page(account, page, at, is_listing=item.is_listing)
        case Ended(account=account, outcome=outcome, at=at):
            run.record_outcome(account, outcome, at)
        case Sent(counts=counts):
            run.record_requests(counts)
        case Stopped():
            pass
        case _:
            assert_never(item)


def _tell(item: Item, watcher: Watcher) -> None:
    """Tell what is recorded now."""
    match item:
        case Shown(account=account, page=page):
            watcher.page_recorded(account, len(page.observations))
        case Ended(account=account, outcome=outcome):
            watcher.account_ended(account, outcome)
        case Stopped(forge=forge, reason=reason):
            watcher.token_left_out(forge, reason)
        case Sent():
            pass
        case _:
            assert_never(item)


def _is_unfinished(item: Ended) -> bool:
    """Whether the account was not seen whole, though somebody looked or would have."""
    return item.is_cut_off or isinstance(item.outcome, Partial | CouldNotLook)
