"""One request policy for both libraries: what is tried again, how long is waited, what is counted.

Neither library's own policy serves (docs/adr/0006): one retries a dead host eleven times without a pause
and ignores the limit that arrives as HTTP 200, the other waits a day when told to. Both are switched off;
here clock and sleep are passed in, so that a test waits no second.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import requests

from harvester.forges.answers import MalformedError
from harvester.forges.errors import RateLimited, TimeIsUp, Unavailable
from harvester.forges.failures import (
    DeniedError,
    HealsError,
    LimitedError,
    MissingError,
    ShrinkError,
    raise_for_status,
)
from harvester.forges.limits import figure, open_again_at, raise_for_limit, reset_at
from harvester.forges.network_failures import failure_of_network
from harvester.forges.transport import TooLargeError
from harvester.observations import RequestCount
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harvester.forges.answers import Answer
    from harvester.settings import HarvesterSettings

Understood = TypeVar("Understood")

LONGEST_BACKOFF_SECONDS = 60.0
SHORTEST_LIMIT_SECONDS = 60.0  # GitHub: "wait for at least one minute" where a limit names no moment


@dataclass(slots=True)
class _Tally:
    """Counters of one kind of request."""

    sent: int = 0
    retried: int = 0
    left: int | None = None
    closed_until: datetime | None = None  # nothing is sent before


class RequestPolicy:
    """Sends the requests of one client to one forge. Not for two threads at once."""

    def __init__(
        self,
        forge: str,
        settings: HarvesterSettings,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        jitter: Callable[[], float] = random.random,
        *,
        token_name: str = "",
    ) -> None:
        """``forge`` is the stable name that sentences use; ``jitter`` gives 0.0 to 1.0.

        ``sleep`` raises ``TimeIsUp``, without sleeping, where the wait would go past the end of the run.
        """
        self._forge = forge
        self._token_name = token_name
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._tallies: dict[str, _Tally] = {}
        self.has_answered = False  # as the forge that it is said to be, at least once
        self.answers = True  # False after a request that failed for good: the next one is tried once

    def ask(
        self,
        kind: str,
        send: Callable[[], Answer],
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool = False,
    ) -> Understood:
        """What ``understand`` makes of the answer to ``send``, tried again where that can help.

        Raises ``RateLimited``, ``Unavailable``, ``Refused``, ``TimeIsUp``; ``MissingError`` and
        ``DeniedError`` for the caller to explain; ``ShrinkError`` only when ``shrinkable``.
        """
        tally = self._tallies.setdefault(kind, _Tally())
        tries = self._settings.tries if self.answers else 1
        for attempt in range(tries):
            self._wait_until_open(tally)
            tally.sent += 1
            tally.retried += attempt > 0
            try:
                understood = self._once(tally, send, understand, shrinkable=shrinkable)
            except LimitedError as limit:
                self._close(tally, attempt, limit.phrase)
                if attempt + 1 == tries:
                    until = tally.closed_until or self._clock()
                    raise RateLimited(self._forge, until, limit.phrase) from limit
            except (MissingError, DeniedError):
                self.answers = True
                raise
            except HealsError as failure:
                if attempt + 1 == tries:
                    self.answers = False
                    raise Unavailable(self._forge, failure.phrase) from failure
                pause = min(LONGEST_BACKOFF_SECONDS, 2.0 ** (attempt + 1))
                self._sleep(pause * (0.5 + self._jitter() / 2))
            else:
                self.answers = self.has_answered = True
                return understood
        raise AssertionError("every attempt returns or raises")

    def count_again(self, kind: str) -> None:
        """Within one try a request is sent once more, with another token."""
        self._tallies[kind].sent += 1
        self._tallies[kind].retried += 1

    def counts(self) -> tuple[RequestCount, ...]:
        """What was sent so far, a count a kind."""
        return tuple(
            RequestCount(
                forge=self._forge, kind=kind, sent=tally.sent, retried=tally.retried, left=tally.left
            )
            for kind, tally in sorted(self._tallies.items())
        )

    def _once(
        self,
        tally: _Tally,
        send: Callable[[], Answer],
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool,
    ) -> Understood:
        """One request; every failure becomes one of our own exceptions."""
        try:
            answer = send()
            self._note(tally, answer.headers)
            return self._understood(tally, answer, understand, shrinkable=shrinkable)
        except MalformedError as problem:
            said = problem.phrase
            raise HealsError(
                Phrase(f"it answered with {said.en}", f"het antwoordde met {said.nl}")
            ) from problem
        except TooLargeError as problem:
            raise (
                ShrinkError(problem.phrase) if shrinkable else Unavailable(self._forge, problem.phrase)
            ) from problem
        except ShrinkError as problem:
            raise (problem if shrinkable else HealsError(problem.phrase)) from problem
        except requests.exceptions.ReadTimeout as problem:
            why = Phrase("it did not answer in time", "het antwoordde niet op tijd")
            raise (ShrinkError(why) if shrinkable and self.answers else HealsError(why)) from problem
        except requests.RequestException as problem:
            raise failure_of_network(problem, self._forge) from problem

    def _understood(
        self,
        tally: _Tally,
        answer: Answer,
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool,
    ) -> Understood:
        """Let through what can be understood; raise for every status that is no answer."""
        try:
            raise_for_limit(answer)
            raise_for_status(answer, self._forge, shrinkable=shrinkable, token_name=self._token_name)
            return understand(answer)
        except LimitedError:
            tally.closed_until = open_again_at(answer.headers, self._clock()) or tally.closed_until
            raise

    def _note(self, tally: _Tally, headers: Mapping[str, str]) -> None:
        """Remember what is left, and stop before the operator's reserve is used."""
        left, limit = figure(headers, "remaining"), figure(headers, "limit")
        if left is None:
            return
        tally.left = left
        reset = reset_at(headers)
        if limit and reset and left <= limit * self._settings.request_reserve and reset > self._clock():
            tally.closed_until = reset

    def _close(self, tally: _Tally, attempt: int, why: Phrase) -> None:
        """Nothing is sent before the moment that the forge named, or a growing while where it named none."""
        now = self._clock()
        if tally.closed_until is None or tally.closed_until <= now:
            tally.closed_until = now + timedelta(seconds=SHORTEST_LIMIT_SECONDS * 2**attempt)
        if (tally.closed_until - now).total_seconds() > self._settings.longest_wait_seconds:
            raise RateLimited(self._forge, tally.closed_until, why)

    def _wait_until_open(self, tally: _Tally) -> None:
        if tally.closed_until is None:
            return
        seconds = (tally.closed_until - self._clock()).total_seconds()
        if seconds > self._settings.longest_wait_seconds:
            raise RateLimited(self._forge, tally.closed_until)
        if seconds > 0:
            try:
                self._sleep(seconds)
            except TimeIsUp as late:
                raise RateLimited(self._forge, tally.closed_until) from late
        tally.closed_until = None
