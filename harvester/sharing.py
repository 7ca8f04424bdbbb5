"""The accounts of one forge, shared out over its workers: whoever is free takes the next one.

Each worker has a token of its own. When that is used up, or refused again and again, it is left out and the
account it could not look at goes back; another one takes it, from the page where it was cut off. A token that
was used up comes back when its limit has a new window, a refused one does not. Only what no token could show
becomes the outcome of the account.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from threading import Condition
from typing import TYPE_CHECKING

from harvester.left_out import Absences, LeftOut, Patience, UsedAgain
from harvester.outcomes import Complete, CouldNotLook, Partial, Swept
from harvester.reasons import RATE_LIMITED, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harvester.model import Account
    from harvester.observations import LastLook, Page, RequestCount
    from harvester.outcomes import AccountOutcome

REFUSALS_IN_A_ROW = 3  # then it is the token; one may be an organisation that admits no such token
WINDOWS_WITHOUT_A_PAGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An account to be looked at; the counts are what others saw of it before it came back."""

    place: int
    account: Account
    cursor: str | None
    repositories: int = 0
    files: int = 0
    tried_by: frozenset[tuple[int, int]] = frozenset()  # workers, and how often each had been left out

    def after(self, page: Page) -> Turn:
        """The same, one page on."""
        return replace(
            self,
            cursor=page.cursor,
            tried_by=frozenset(),
            repositories=self.repositories + len(page.observations),
            files=self.files + sum(len(seen.files) + len(seen.unreadable) for seen in page.observations),
        )

    def ended_with(self, outcome: AccountOutcome) -> AccountOutcome:
        """``outcome``, which counts one look, with everything that was seen tonight."""
        if not self.repositories or isinstance(outcome, Swept):
            return outcome
        if isinstance(outcome, Complete):
            return Complete(repositories=self.repositories, files=self.files)
        return Partial(
            repositories=self.repositories,
            files=self.files,
            reason=outcome.reason,
            retry_at=outcome.retry_at if isinstance(outcome, Partial | CouldNotLook) else None,
        )


class Turns:
    """What is left to do at one forge, for ``workers`` threads numbered from 0."""

    def __init__(
        self,
        accounts: Sequence[Account],
        cursors: Mapping[str, str | None],
        sweep: Sequence[LastLook],
        workers: int,
        patience: Patience,
    ) -> None:
        """``sweep``: the accounts that one worker may ask for together before anybody lists them."""
        held = {look.account.account_id for look in sweep}
        turns = [
            Turn(place=place, account=account, cursor=cursors.get(account.account_id))
            for place, account in enumerate(accounts)
        ]
        self._changed = Condition()
        self._turns = {turn.account.account_id: turn for turn in turns}
        self._waiting = [turn for turn in turns if turn.account.account_id not in held]
        self._sweep = tuple(sweep)
        self._present = set(range(workers))
        self._busy: set[int] = set()
        self._handed_over: dict[int, int] = {}  # worker → accounts that were left when it last did
        self._refusals: Counter[int] = Counter()
        self._at_work = set(range(workers))
        self._absences = Absences(patience)
        self._left_out: Counter[int] = Counter()
        self._sent: list[RequestCount] = []
        self._is_closed = False

    def take(self, worker: int) -> Turn | tuple[LastLook, ...] | LeftOut | UsedAgain | None:
        """A sweep, the first account in line, or None when all is done; waits for what may come back.

        A worker whose token is left out is told so, waits until it can be used again, and is told that.
        """
        with self._changed:
            self._busy.discard(worker)
            self._changed.notify_all()
            while not self._is_closed:
                taken = self._next(worker) if worker in self._present else self._news(worker)
                if taken is not None:
                    return taken
                seconds = self._absences.seconds_left(worker)
                is_away_for_good = worker not in self._present and seconds is None
                if is_away_for_good or not (self._busy or self._waiting or self._sweep):
                    return None
                self._changed.wait(seconds)
        return None

    def _news(self, worker: int) -> LeftOut | UsedAgain | None:
        news = self._absences.news(worker)
        if isinstance(news, UsedAgain):
            self._present.add(worker)
        return news

    def _next(self, worker: int) -> Turn | tuple[LastLook, ...] | None:
        taken = self._first(worker)
        if taken is not None:
            self._busy.add(worker)
        return taken

    def _first(self, worker: int) -> Turn | tuple[LastLook, ...] | None:
        if self._sweep:
            looks, self._sweep = self._sweep, ()
            return looks
        for turn in self._waiting:
            if not self._has_tried(worker, turn) or not self._others(worker, turn):
                self._waiting.remove(turn)
                return turn
        return None

    def to_list(self, accounts: Iterable[Account]) -> None:
        """A sweep could not tell of these: they come in line at their own place."""
        with self._changed:
            self._line_up(*(self._turns[account.account_id] for account in accounts))

    def hands_over(self, worker: int, looks: Sequence[LastLook], outcome: CouldNotLook) -> bool:
        """Whether another worker goes on with a sweep that a limit ended; then this one is left out.

        Whoever hands it over a second time has come further: else nobody would ever end it.
        """
        with self._changed:
            if not self._others(worker) or len(looks) >= self._handed_over.get(worker, len(looks) + 1):
                return False
            self._handed_over[worker] = len(looks)
            self._sweep = tuple(looks)
            self._leave_out(worker, outcome)
            return True

    def goes_back(self, worker: int, turn: Turn, outcome: AccountOutcome) -> bool:
        """Whether another worker is going to look, so that ``outcome`` is not yet that of the account."""
        with self._changed:
            if not isinstance(outcome, CouldNotLook | Partial):
                self._refusals[worker] = 0
                return False
            code = outcome.reason.code
            self._refusals[worker] = self._refusals[worker] + 1 if code == REFUSED else 0
            if code not in {RATE_LIMITED, REFUSED} or not self._others(worker, turn):
                return False
            self._line_up(replace(turn, tried_by=turn.tried_by | {(worker, self._left_out[worker])}))
            if code == RATE_LIMITED or self._refusals[worker] == REFUSALS_IN_A_ROW:
                self._leave_out(worker, outcome)
            return True

    def _others(self, worker: int, turn: Turn | None = None) -> set[int]:
        """Who else could look, now or soon: at ``turn``, if it is one of those who have not tried."""
        return {
            other
            for other in self._at_work - {worker}
            if (other in self._present or self._absences.ends_soon(other))
            and not (turn and self._has_tried(other, turn))
        }

    def _has_tried(self, worker: int, turn: Turn) -> bool:
        """Since its token was left out the last time: with a new window it may try again, but once.

        Where two windows brought no page it is not the window: an address is blocked, a forge in maintenance.
        """
        windows = [window for who, window in turn.tried_by if who == worker]
        return self._left_out[worker] in windows or len(windows) >= WINDOWS_WITHOUT_A_PAGE

    def told(self, outcome: AccountOutcome) -> AccountOutcome:
        """``outcome`` with the moment at which the first of the tokens can be used again."""
        with self._changed:
            if not isinstance(outcome, CouldNotLook | Partial) or outcome.retry_at is None:
                return outcome
            retry_at, reason = self._absences.first_end((outcome.retry_at, outcome.reason))
            return replace(outcome, retry_at=retry_at, reason=reason)

    def leave(self, worker: int, counts: Iterable[RequestCount] = ()) -> tuple[RequestCount, ...]:
        """Nothing more comes from this worker; from the last one: what all of them sent, kind by kind."""
        with self._changed:
            self._sent += counts
            self._at_work.discard(worker)
            self._busy.discard(worker)
            self._present.discard(worker)
            self._changed.notify_all()
            return () if self._at_work else _summed(self._sent)

    def close(self) -> None:
        """Nobody gets anything any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _leave_out(self, worker: int, outcome: CouldNotLook | Partial) -> None:
        self._present.discard(worker)
        self._left_out[worker] += 1
        self._absences.begin(worker, outcome)
        self._changed.notify_all()

    def _line_up(self, *turns: Turn) -> None:
        self._waiting = sorted((*self._waiting, *turns), key=lambda turn: turn.place)
        self._changed.notify_all()


def _summed(counts: Iterable[RequestCount]) -> tuple[RequestCount, ...]:
    """One count a kind; what is left is what all tokens together have left, as far as the forge says it."""
    summed: dict[str, RequestCount] = {}
    for count in counts:
        before = summed.get(count.kind)
        known = [each.left for each in (before, count) if each is not None and each.left is not None]
        summed[count.kind] = replace(
            count,
            sent=count.sent + (before.sent if before else 0),
            retried=count.retried + (before.retried if before else 0),
            left=sum(known) if known else None,
        )
    return tuple(summed[kind] for kind in sorted(summed))
