"""Looking at many accounts: one worker a forge, all at once; what they see arrives in one place, one by one.

Workers never touch the database. They wait when what they saw is not taken yet, so memory stays bounded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from queue import Empty, Queue
from threading import Event
from typing import TYPE_CHECKING

from harvester.forges import TreeClient
from harvester.forges.errors import ForgeError, TimeIsUp
from harvester.forges.sweeping import SweepingClient, SweptAccount
from harvester.harvest import look_at
from harvester.model import NotLooked, Page, Partial
from harvester.reasons import NO_TIME_LEFT, NO_TIME_YET
from harvester.subfolders import Subfolders

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from datetime import datetime

    from harvester.forges import ForgeClient
    from harvester.forges.sweeping import Marks
    from harvester.model import Account, AccountOutcome, Forge, LastLook, RequestCount
    from harvester.subfolders import BelowPlan

PAGES_AHEAD = 8  # a worker that is further ahead of the database waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of an account, and when it was seen; ``is_listing`` False: what a sweep saw of it."""

    account: Account
    page: Page
    at: datetime
    is_listing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of looking at an account; ``is_cut_off`` when only the time of the run was up."""

    account: Account
    outcome: AccountOutcome
    at: datetime
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many requests a forge got."""

    counts: tuple[RequestCount, ...]


Item = Shown | Ended | Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How to look: ``open_client`` gets a forge and a way to wait; moments are naive UTC.

    The way to wait raises ``TimeIsUp`` at once where the wait would go past the deadline.
    """

    open_client: Callable[[Forge, Callable[[float], None]], ForgeClient | None]
    clock: Callable[[], datetime]
    deadline: datetime | None = None
    cursors: Mapping[str, str | None]  # account_id → where an earlier look was cut off
    sweeps: Mapping[str, LastLook] = field(default_factory=dict)  # account_id → what a sweep compares with
    marks: Marks = field(default_factory=dict)
    below: BelowPlan | None = None  # None: nobody looks below the roots

    def is_late(self, in_seconds: float = 0.0) -> bool:
        """Whether the time of the run is up, now or so many seconds later."""
        later = self.clock() + timedelta(seconds=in_seconds)
        return self.deadline is not None and later >= self.deadline


def look_everywhere(accounts: Sequence[Account], looking: Looking) -> Generator[tuple[Item, ...], None, None]:
    """Everything that the accounts show, in the order in which it is seen; each account's own order is kept.

    What has been put down by now comes together, never more than the queue holds: nobody waits for more.
    Whoever stops taking stops the workers: close the iterator.
    """
    by_forge: dict[str, list[Account]] = {}
    for account in accounts:
        by_forge.setdefault(account.forge.name, []).append(account)
    if not by_forge:
        return
    queue: Queue[Item | None] = Queue(maxsize=PAGES_AHEAD * len(by_forge))
    stop = Event()
    with ThreadPoolExecutor(max_workers=len(by_forge), thread_name_prefix="forge") as pool:
        futures = [pool.submit(_work, some, looking, queue, stop) for some in by_forge.values()]
        working = len(futures)
        try:
            while working:
                taken = _all_that_waits(queue)
                working -= taken.count(None)
                items = tuple(item for item in taken if item is not None)
                if items:
                    yield items
        finally:
            stop.set()
            while working:  # nobody may stay behind, waiting to put something down
                working -= queue.get() is None
    for future in futures:
        future.result()  # a mistake of ours in a worker is a mistake of ours here


def _all_that_waits(queue: Queue[Item | None]) -> list[Item | None]:
    """The next item, and what else is there already."""
    taken = [queue.get()]
    with suppress(Empty):
        while len(taken) < queue.maxsize:
            taken.append(queue.get_nowait())
    return taken


def _work(accounts: Sequence[Account], looking: Looking, queue: Queue[Item | None], stop: Event) -> None:
    """Look at the accounts of one forge, one after the other; the last thing put down is None."""

    def wait(seconds: float) -> None:
        if looking.is_late(seconds):
            raise TimeIsUp
        stop.wait(seconds)  # whoever waits for a forge's limit wakes up when the run is stopped

    try:
        client = looking.open_client(accounts[0].forge, wait)
        below = _below(client, looking)
        for item in _look_at_all(accounts, client, looking):
            queue.put(_with_subfolders(item, below))
            if stop.is_set():
                return
        if client is not None:
            queue.put(Sent(counts=below.counts() if below else client.requests()))
    finally:
        queue.put(None)


def _below(client: object, looking: Looking) -> Subfolders | None:
    """Who looks below the roots; None where nobody is asked to, or the forge shows no trees."""
    if looking.below is None or not isinstance(client, TreeClient):
        return None
    return Subfolders(client, looking.below)


def _with_subfolders(item: Item, below: Subfolders | None) -> Item:
    """A page with what lies below the roots of its repositories."""
    return replace(item, page=below.seen_with(item.page)) if below and isinstance(item, Shown) else item


def _look_at_all(accounts: Sequence[Account], client: ForgeClient | None, looking: Looking) -> Iterator[Item]:
    """First sweep those that may be swept; then list the others, and those of whom a sweep could not tell."""
    swept: set[str] = set()
    looks = [look for each in accounts if (look := looking.sweeps.get(each.account_id))]
    sweeping = _sweeping(client)
    if looks and sweeping is not None:
        for item in _sweep(looks, sweeping, looking):
            yield item
            if isinstance(item, Ended):
                swept.add(item.account.account_id)
    for account in accounts:
        if account.account_id not in swept:
            yield from _look(account, client, looking)


def _sweeping(client: object) -> SweepingClient | None:
    """The client, if it can sweep: not every kind of forge can."""
    return client if isinstance(client, SweepingClient) else None


def _sweep(looks: Sequence[LastLook], client: SweepingClient, looking: Looking) -> Iterator[Item]:
    """What was pushed, until the time is up or the forge fails: a listing says what is the matter."""
    if looking.is_late():
        return
    try:
        for seen in client.sweep(looks, looking.marks):
            if isinstance(seen, SweptAccount):
                if seen.observations:
                    page = Page(observations=seen.observations, cursor=None)
                    yield Shown(account=seen.account, page=page, at=looking.clock(), is_listing=False)
                yield Ended(account=seen.account, outcome=seen.outcome, at=looking.clock())
            if looking.is_late():
                return
    except ForgeError:
        return


def _look(account: Account, client: ForgeClient | None, looking: Looking) -> Iterator[Item]:
    if looking.is_late():
        late = NotLooked(reason=NO_TIME_YET)
        yield Ended(account=account, outcome=late, at=looking.clock(), is_cut_off=True)
        return
    repositories = files = 0
    for item in look_at(account, client, cursor=looking.cursors.get(account.account_id)):
        if not isinstance(item, Page):
            yield Ended(account=account, outcome=item, at=looking.clock())
            return
        yield Shown(account=account, page=item, at=looking.clock())
        repositories += len(item.observations)
        files += sum(len(seen.files) + len(seen.unreadable) for seen in item.observations)
        if item.cursor is not None and looking.is_late():
            outcome = Partial(repositories=repositories, files=files, reason=NO_TIME_LEFT)
            yield Ended(account=account, outcome=outcome, at=looking.clock(), is_cut_off=True)
            return
