"""A token whose limit was used up is used again in the same run; a refused one is not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from harvester.credentials import Token
from harvester.crew import look_everywhere
from harvester.forges import open_forge
from harvester.forges.errors import RateLimited
from harvester.left_out import LeftOut, Patience, UsedAgain
from harvester.looking import Ended, Looking, Resumed, Stopped
from harvester.observations import LastLook
from harvester.outcomes import Complete, CouldNotLook, Partial
from harvester.reasons import RATE_LIMITED, REFUSED, Reason
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.sharing import Turn, Turns
from harvester.telling import LogWatcher
from tests.builders import observation, page
from tests.forge.limits import HOUR_SECONDS, Limits
from tests.forge.limits import Token as Known
from tests.forge.server import SampleForge
from tests.harvester.looking import FILE, Clock, account_of, world_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harvester.looking import Item, Wait
    from harvester.model import Account
    from harvester.observations import Page

HOST = "github.com"
ALWAYS, NOW_AND_THEN = Known(value="token-with-much-left"), Known(value="token-that-is-used-up")
OWNERS = tuple(f"eigenaar-{number}" for number in range(7))
A_LISTING = timedelta(minutes=20)


class Unhurried:
    """A client whose every page takes its time, by the clock of the run."""

    def __init__(
        self, client: Any, clock: Clock, first: Callable[[], object], then: Callable[[], None]
    ) -> None:
        self._client = client
        self._clock = clock
        self._first = first
        self._then = then

    def requests(self) -> Any:
        return self._client.requests()

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        self._first()
        try:
            for page in self._client.pages(account, cursor=cursor):
                self._clock.sleep(A_LISTING.total_seconds())
                yield page
        finally:
            self._then()


class Crew:
    """Two workers: one token has much left, the other one was used up before the run."""

    def __init__(self) -> None:
        self.clock = Clock()
        world = world_of(HOST, *(f"{owner}/r" for owner in OWNERS), files={"publiccode.yml": FILE})
        limits = Limits(graphql_points=8)
        tokens = (ALWAYS, NOW_AND_THEN)
        self.sample = SampleForge(world, tokens=tokens, limits={HOST: limits}, clock=self.clock.seconds)
        self.wrong = False
        self._tried = Event()  # the used up token, so that no other one has done all before

    def opened(self, known: Known, wait: Wait) -> Any:
        settings = HarvesterSettings(
            forges={HOST: ForgeSettings(api_url=self.sample.api_url(HOST))}, request_reserve=0.0
        )
        secret = "no-longer-valid" if self.wrong and known is NOW_AND_THEN else known.value
        forge = account_of(HOST, "x").forge
        client = open_forge(forge, settings, {HOST: Token(secret)}, self.clock, wait)
        if known is NOW_AND_THEN:
            return Unhurried(client, self.clock, lambda: None, self._tried.set)
        return Unhurried(client, self.clock, lambda: self._tried.wait(60), lambda: None)

    def use_up(self) -> None:
        client = self.opened(NOW_AND_THEN, self.clock.sleep)
        for _ in range(8):
            assert list(client.pages(account_of(HOST, OWNERS[0])))
            self.clock.now -= A_LISTING
        self._tried.clear()

    def look(self, **more: Any) -> tuple[Item, ...]:
        looking = Looking(
            clock=self.clock,
            cursors={},
            open_client=lambda _, wait: self.opened(ALWAYS, wait),
            further={HOST: (partial(self.opened, NOW_AND_THEN),)},
            **more,
        )
        accounts = [account_of(HOST, owner) for owner in OWNERS]
        return tuple(item for some in look_everywhere(accounts, looking) for item in some)


def outcomes(items: tuple[Item, ...]) -> list[Any]:
    ended = [item for item in items if isinstance(item, Ended)]
    assert len(ended) == len(OWNERS)
    return [item.outcome for item in ended]


def told(items: tuple[Item, ...]) -> list[type]:
    return [type(item) for item in items if isinstance(item, Stopped | Resumed)]


def test_a_token_that_was_used_up_is_used_again_when_its_window_is_over() -> None:
    crew = Crew()
    with crew.sample:
        crew.use_up()
        before = crew.sample.count()
        items = crew.look()
        later = [entry.token for entry in crew.sample.log[before:]]
    assert outcomes(items) == [Complete(repositories=1, files=1)] * len(OWNERS)
    assert told(items) == [Stopped, Resumed]
    assert later.count(NOW_AND_THEN.value) > 1  # it was refused once, and then it listed
    assert len(later) == len(OWNERS) + 1


def test_it_does_not_come_back_when_the_time_of_the_run_is_up_before() -> None:
    crew = Crew()
    with crew.sample:
        crew.use_up()
        before = crew.sample.count()
        items = crew.look(deadline=crew.clock() + timedelta(minutes=59))
        used = [entry.token for entry in crew.sample.log[before:]]
    assert told(items) == [Stopped]
    assert used.count(NOW_AND_THEN.value) == 1
    assert sum(isinstance(outcome, Complete) for outcome in outcomes(items)) == 3


def test_a_token_that_was_refused_does_not_come_back() -> None:
    crew = Crew()
    crew.wrong = True
    with crew.sample:
        items = crew.look()
        used = [entry.token for entry in crew.sample.log]
    assert outcomes(items) == [Complete(repositories=1, files=1)] * len(OWNERS)
    assert Resumed not in told(items)
    assert used.count("no-longer-valid") <= 3


# --- The rule by itself: nobody sleeps --------------------------------------------------------------------

ACCOUNTS = tuple(account_of(HOST, owner) for owner in OWNERS[:3])
WAIT = timedelta(minutes=15)


def limited(clock: Clock, minutes: int) -> CouldNotLook:
    limit = RateLimited(HOST, clock() + timedelta(minutes=minutes))
    return CouldNotLook(reason=limit.reason, retry_at=limit.until)


def turns_of(clock: Clock, **more: Any) -> Turns:
    return Turns(ACCOUNTS, {}, (), 2, Patience(clock=clock, longest_wait=WAIT, **more))


def turn_for(turns: Turns, worker: int) -> Turn:
    taken = turns.take(worker)
    assert isinstance(taken, Turn)
    return taken


def test_who_comes_back_may_try_again_what_it_could_not_show_before() -> None:
    clock = Clock()
    turns = turns_of(clock)
    one, other = turn_for(turns, 0), turn_for(turns, 1)
    assert turns.goes_back(0, one, limited(clock, 30))
    assert isinstance(turns.take(0), LeftOut)
    clock.sleep(HOUR_SECONDS)
    assert turns.take(0) == UsedAgain()
    assert turn_for(turns, 0).account == one.account
    assert turns.goes_back(1, other, limited(clock, 30))  # there is somebody again


def test_when_all_are_used_up_the_run_waits_for_one_that_comes_back_soon() -> None:
    clock = Clock()
    turns = turns_of(clock)
    one, other = turn_for(turns, 0), turn_for(turns, 1)
    assert turns.goes_back(0, one, limited(clock, 30))
    assert isinstance(turns.take(0), LeftOut)
    clock.sleep(20 * 60)  # ten minutes are left
    assert turns.goes_back(1, other, limited(clock, 40))
    assert isinstance(turns.take(1), LeftOut)
    clock.sleep(10 * 60)
    assert turns.take(0) == UsedAgain()
    assert [turn_for(turns, 0).account for _ in ACCOUNTS] == list(ACCOUNTS)
    assert turns.take(0) is None
    turns.leave(0)
    assert turns.take(1) is None  # nothing is left to come back for


def test_when_all_are_used_up_for_longer_than_a_run_waits_the_last_one_ends_it() -> None:
    clock = Clock()
    turns = turns_of(clock)
    one, other = turn_for(turns, 0), turn_for(turns, 1)
    assert turns.goes_back(0, one, limited(clock, 40))
    assert not turns.goes_back(1, other, limited(clock, 50))  # 40 minutes are more than 15
    told = turns.told(limited(clock, 50))
    assert isinstance(told, CouldNotLook)
    assert told.retry_at == clock() + timedelta(minutes=40)
    left = [turn_for(turns, 1), turn_for(turns, 1)]
    assert [turn.account for turn in left] == [ACCOUNTS[0], ACCOUNTS[2]]
    assert not any(turns.goes_back(1, turn, limited(clock, 50)) for turn in left)


def test_one_that_would_come_back_after_the_end_of_the_run_is_not_waited_for() -> None:
    clock = Clock()
    turns = turns_of(clock, deadline=clock() + timedelta(minutes=10))
    one, other = turn_for(turns, 0), turn_for(turns, 1)
    assert turns.goes_back(0, one, limited(clock, 12))
    assert isinstance(turns.take(0), LeftOut)
    assert turns.take(0) is None
    assert not turns.goes_back(1, other, limited(clock, 12))


@pytest.mark.parametrize("code", [RATE_LIMITED, REFUSED])
def test_in_a_replay_every_limit_is_over_already_and_a_refusal_is_not(code: str) -> None:
    clock = Clock()
    turns = turns_of(clock, is_replay=True)
    until = clock() + timedelta(minutes=50) if code == RATE_LIMITED else None
    outcome = CouldNotLook(reason=Reason(code=code, en="No.", nl="Nee."), retry_at=until)
    for _ in range(3):  # a refusal may be that of one account
        turn = turn_for(turns, 0)
        assert turns.goes_back(0, turn, outcome)
        if code == RATE_LIMITED:
            break
    assert isinstance(turns.take(0), LeftOut)
    assert turns.take(0) == (UsedAgain() if code == RATE_LIMITED else None)


def test_a_sweep_that_a_limit_ended_waits_for_one_that_comes_back_soon() -> None:
    clock = Clock()
    turns = turns_of(clock)
    one, other = turn_for(turns, 0), turn_for(turns, 1)
    assert turns.goes_back(0, one, limited(clock, 5))
    assert turns.hands_over(1, (), limited(clock, 50))
    clock.sleep(5 * 60)
    assert isinstance(turns.take(0), LeftOut)
    assert turns.take(0) == UsedAgain()
    assert turn_for(turns, 0).account == one.account
    assert other.account == ACCOUNTS[1]


def test_what_was_seen_before_a_limit_is_not_seen_twice() -> None:
    clock = Clock()
    turns = turns_of(clock)
    seen = tuple(observation(f"eigenaar/{number}") for number in range(5))
    turn = turn_for(turns, 0).after(page(*seen, cursor="2"))
    partly = Partial(
        repositories=5, files=0, reason=limited(clock, 5).reason, retry_at=limited(clock, 5).retry_at
    )
    assert turns.goes_back(0, turn, partly)
    goes_on = turn_for(turns, 1)
    assert (goes_on.account, goes_on.cursor) == (turn.account, "2")
    whole = goes_on.after(page(*seen[:2])).ended_with(Complete(repositories=2, files=0))
    assert whole == Complete(repositories=7, files=0)


@pytest.mark.parametrize("is_swept", [False, True])
def test_a_limit_that_is_always_over_soon_ends_the_run_all_the_same(is_swept: bool) -> None:
    """As where a forge does not want our address, or is in maintenance until shortly, again and again."""
    clock = Clock()
    (one, *_) = ACCOUNTS
    sweep = (LastLook(account=one, listed=1, newest_at=None),) if is_swept else ()
    turns = Turns((one,), {}, sweep, 2, Patience(clock=clock, longest_wait=WAIT))
    looks = 0
    worker = 0
    while looks < 20:
        taken = turns.take(worker)
        if isinstance(taken, LeftOut | UsedAgain):
            clock.sleep(60)
            continue
        assert taken is not None
        looks += 1
        limit = limited(clock, 5)
        if isinstance(taken, Turn):
            if not turns.goes_back(worker, taken, limit):
                break
        elif not turns.hands_over(worker, taken, limit):
            break
        clock.sleep(600)
        worker = 1 - worker
    assert 2 <= looks <= 6


def test_a_sweep_that_came_further_is_handed_over_again() -> None:
    clock = Clock()
    looks = tuple(LastLook(account=one, listed=1, newest_at=None) for one in ACCOUNTS[:3])
    turns = Turns(ACCOUNTS[:3], {}, looks, 2, Patience(clock=clock, longest_wait=WAIT))
    assert turns.take(0) == looks
    assert turns.hands_over(0, looks, limited(clock, 5))
    assert turns.take(1) == looks
    clock.sleep(600)
    assert turns.hands_over(1, looks[1:], limited(clock, 5))
    assert isinstance(turns.take(0), LeftOut)
    assert isinstance(turns.take(0), UsedAgain)
    assert turns.take(0) == looks[1:]
    clock.sleep(600)
    assert not turns.hands_over(0, looks, limited(clock, 5))
    assert turns.hands_over(0, looks[2:], limited(clock, 5))


def test_the_log_says_that_a_token_is_left_out_and_that_it_is_used_again() -> None:
    lines: list[str] = []
    watcher = LogWatcher(lines.append)
    watcher.token_left_out(HOST, limited(Clock(), 30).reason)
    watcher.token_used_again(HOST)
    until = "github.com answers again after 1 March 2026 at 02:30 UTC: its limit of requests is used up."
    assert lines == [
        f"github.com: one of its tokens is left out, the others go on: {until}",
        "github.com: a token that was left out is used again",
    ]
