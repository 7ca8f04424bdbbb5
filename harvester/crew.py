"""Looking at many accounts: one worker a token or forge, all at once; what they see arrives in one place.

Workers never touch the database. They wait when what they saw is not taken yet, so memory stays bounded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from queue import Empty, Queue
from threading import Event
from typing import TYPE_CHECKING

from harvester.forges import PagingClient, TreeClient
from harvester.forges.errors import ForgeError, RateLimited, TimeIsUp
from harvester.forges.sweeping import NeedsListing, SweepingClient
from harvester.harvest import look_at
from harvester.left_out import LeftOut, UsedAgain
from harvester.looking import Ended, Item, Looking, Resumed, Sent, Shown, Stopped, Wait
from harvester.observations import Page
from harvester.outcomes import CouldNotLook, NotLooked, Partial
from harvester.reasons import NO_TIME_LEFT, NO_TIME_YET
from harvester.sharing import Turn, Turns
from harvester.subfolders import Subfolders

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from harvester.forges import ForgeClient
    from harvester.forges.sweeping import SweptAccount
    from harvester.model import Account
    from harvester.observations import LastLook
    from harvester.subfolders import BelowPlan

PAGES_AHEAD = 8  # a worker that is further ahead of the database waits


def look_everywhere(accounts: Sequence[Account], looking: Looking) -> Generator[tuple[Item, ...], None, None]:
    """Everything that the accounts show, in the order in which it is seen; each account's own order is kept.

    What has been put down by now comes together, never more than the queue holds: nobody waits for more.
    Whoever stops taking stops the workers: close the iterator.
    """
    by_forge: dict[str, list[Account]] = {}
    for account in accounts:
        by_forge.setdefault(account.forge.name, []).append(account)
    workers = [worker for some in by_forge.values() for worker in _workers(some, looking)]
    if not workers:
        return
    queue: Queue[Item | None] = Queue(maxsize=PAGES_AHEAD * len(workers))
    stop = Event()
    with ThreadPoolExecutor(max_workers=len(workers), thread_name_prefix="forge") as pool:
        futures = [pool.submit(_work, worker, looking, queue, stop) for worker in workers]
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
            for worker in workers:
                worker.turns.close()
            while working:  # nobody may stay behind, waiting to put something down
                working -= queue.get() is None
    for future in futures:
        future.result()  # a mistake of ours in a worker is a mistake of ours here


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    """Who looks at accounts of a forge with a client of its own; ``turns`` are those of the whole forge."""

    number: int
    forge: str
    open_client: Callable[[Wait], ForgeClient | None]
    turns: Turns
    below: BelowPlan | None


def _workers(accounts: Sequence[Account], looking: Looking) -> tuple[_Worker, ...]:
    """Those of one forge; one with nothing to do may still end what another one could not."""
    forge = accounts[0].forge
    first: Callable[[Wait], ForgeClient | None] = partial(looking.open_client, forge)
    openers = (first, *looking.further.get(forge.name, ()))
    mine = {each.account_id for each in accounts}
    looks = [look for account_id, look in looking.sweeps.items() if account_id in mine]
    turns = Turns(accounts, looking.cursors, looks, len(openers), looking.patience)
    below = looking.below and looking.below.shared_by(len(openers))
    return tuple(
        _Worker(number=number, forge=forge.name, open_client=opener, turns=turns, below=below)
        for number, opener in enumerate(openers)
    )


def _all_that_waits(queue: Queue[Item | None]) -> list[Item | None]:
    """The next item, and what else is there already."""
    taken = [queue.get()]
    with suppress(Empty):
        while len(taken) < queue.maxsize:
            taken.append(queue.get_nowait())
    return taken


def _work(worker: _Worker, looking: Looking, queue: Queue[Item | None], stop: Event) -> None:
    """Look at accounts of one forge, one after the other; the last thing put down is None."""

    def wait(seconds: float) -> None:
        if looking.is_late(seconds):
            raise TimeIsUp
        stop.wait(seconds)  # whoever waits for a forge's limit wakes up when the run is stopped

    try:
        client = worker.open_client(wait)
        if isinstance(client, PagingClient):
            client.begin_with(looking.page_sizes)
        below = _below(client, worker.below)
        for item in _look_at_all(worker, client, looking):
            queue.put(_with_subfolders(item, below))
            if stop.is_set():
                return
        counts = () if client is None else below.counts() if below else client.requests()
        if total := worker.turns.leave(worker.number, counts):
            queue.put(Sent(counts=total))
    finally:
        worker.turns.leave(worker.number)
        queue.put(None)


def _below(client: object, plan: BelowPlan | None) -> Subfolders | None:
    """Who looks below the roots; None where nobody is asked to, or the forge shows no trees."""
    return Subfolders(client, plan) if plan is not None and isinstance(client, TreeClient) else None


def _with_subfolders(item: Item, below: Subfolders | None) -> Item:
    """A page with what lies below the roots of its repositories."""
    return replace(item, page=below.seen_with(item.page)) if below and isinstance(item, Shown) else item


def _look_at_all(worker: _Worker, client: ForgeClient | None, looking: Looking) -> Iterator[Item]:
    """First sweep those that may be swept; then list the others, and those of whom a sweep could not tell."""
    while (taken := worker.turns.take(worker.number)) is not None:
        match taken:
            case Turn():
                yield from _look(taken, worker, client, looking)
            case LeftOut(reason=reason):
                yield Stopped(forge=worker.forge, reason=reason)
            case UsedAgain():
                yield Resumed(forge=worker.forge)
            case _:
                yield from _sweep(taken, worker, client, looking)


def _sweep(looks: Sequence[LastLook], worker: _Worker, client: object, looking: Looking) -> Iterator[Item]:
    """What was pushed, until the time is up or the forge fails: a listing says what is the matter."""
    left = {look.account.account_id: look for look in looks}
    try:
        for seen in _swept(looks, client, looking):
            del left[seen.account.account_id]
            if isinstance(seen, NeedsListing):
                worker.turns.to_list([seen.account])
                continue
            if seen.observations:
                page = Page(observations=seen.observations, cursor=None)
                yield Shown(account=seen.account, page=page, at=looking.clock(), is_listing=False)
            yield Ended(account=seen.account, outcome=seen.outcome, at=looking.clock())
    except RateLimited as limit:
        outcome = CouldNotLook(reason=limit.reason, retry_at=limit.until)
        if worker.turns.hands_over(worker.number, tuple(left.values()), outcome):
            return
    except ForgeError:
        pass
    worker.turns.to_list(look.account for look in left.values())


def _swept(
    looks: Sequence[LastLook], client: object, looking: Looking
) -> Iterator[SweptAccount | NeedsListing]:
    """What the sweep says, as long as there is time; nothing where the client cannot sweep."""
    if not isinstance(client, SweepingClient) or looking.is_late():
        return
    for seen in client.sweep(looks, looking.marks):
        yield seen
        if looking.is_late():
            return


def _look(turn: Turn, worker: _Worker, client: ForgeClient | None, looking: Looking) -> Iterator[Item]:
    account = turn.account
    if looking.is_late():
        late = turn.ended_with(NotLooked(reason=NO_TIME_YET))
        yield Ended(account=account, outcome=late, at=looking.clock(), is_cut_off=True)
        return
    for item in look_at(account, client, cursor=turn.cursor):
        if not isinstance(item, Page):
            if not worker.turns.goes_back(worker.number, turn, item):
                told = worker.turns.told(turn.ended_with(item))
                yield Ended(account=account, outcome=told, at=looking.clock())
            return
        yield Shown(account=account, page=item, at=looking.clock())
        turn = turn.after(item)
        if item.cursor is not None and looking.is_late():
            outcome = Partial(repositories=turn.repositories, files=turn.files, reason=NO_TIME_LEFT)
            yield Ended(account=account, outcome=outcome, at=looking.clock(), is_cut_off=True)
            return
