"""The step of a night that looks at accounts and records what they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from harvester.crew import look_everywhere
from harvester.exclusions import NO_EXCLUSIONS, Exclusions
from harvester.looking import Ended, Looking, Resumed, Sent, Shown, Stopped
from harvester.night import (
    WORK_DATABASE,
    Done,
    NightContext,
    NothingPublished,
    PartlyDone,
    Step,
    StepOutcome,
    refusing,
)
from harvester.outcomes import CouldNotLook, NotLooked, Partial
from harvester.reasons import OTHERS_ASKED
from harvester.registry import RegistryError, open_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from harvester.forges import ForgeClient
    from harvester.looking import Item, Wait
    from harvester.model import Account, Forge, Sources
    from harvester.night import Watcher
    from harvester.registry_reading import Rules
    from harvester.registry_run import Run
    from harvester.subfolders import Bounds


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
    longest_wait: timedelta = timedelta()  # for a token that is used up, where there is nothing else to do
    is_replay: bool = False  # every limit of a recording is over already
    below: Bounds | None = None  # None: nobody looks below the roots


def harvest_step(plan: HarvestPlan) -> Step:
    """The step that looks at accounts and records what they show."""
    return Step("harvest", refusing(RegistryError, lambda context: _harvest(plan, context)))


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
        longest_wait=plan.longest_wait,
        is_replay=plan.is_replay,
        cursors={account.account_id: run.cursor(account) for account in accounts},
        sweeps=run.sweeps(accounts, context.clock()),
        marks=run.marks(),
        page_sizes=run.page_sizes,
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
        case Stopped() | Resumed():
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
        case Resumed(forge=forge):
            watcher.token_used_again(forge)
        case Sent():
            pass
        case _:
            assert_never(item)


def _is_unfinished(item: Ended) -> bool:
    """Whether the account was not seen whole, though somebody looked or would have."""
    return item.is_cut_off or isinstance(item.outcome, Partial | CouldNotLook)
