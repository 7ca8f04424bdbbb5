"""Tokens and what each may still ask: rate limits as both forges count them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token that the sample forge knows; ``host`` None: known on every host."""

    value: str
    sees_private: bool = False
    host: str | None = None
    login: str = "sample-reader"


PLAIN_TOKEN = "sample-token-no-secret"
PRIVATE_TOKEN = "sample-token-that-sees-private"
TOKENS = (Token(value=PLAIN_TOKEN), Token(value=PRIVATE_TOKEN, sees_private=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a token, or nobody, may ask in one window; GitHub's published figures are the defaults.

    ``window_seconds`` is an hour at GitHub and a minute at GitLab.
    """

    graphql_points: int = 5000
    rest_requests: int = 5000
    anonymous_requests: int = 60
    window_seconds: int = HOUR_SECONDS


GITLAB_LIMITS = Limits(graphql_points=2000, rest_requests=2000, anonymous_requests=500, window_seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much of one resource is left; ``reset`` is seconds since 1970."""

    resource: str
    limit: int
    used: int
    reset: int
    refused: bool = False  # this very request was one too many

    @property
    def remaining(self) -> int:
        """What may still be asked in this window."""
        return max(0, self.limit - self.used)


class Meter:
    """Counts per token and resource; a window begins with its first request."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], tuple[int, int]] = {}  # (token, resource) → (used, reset)

    def take(self, token: Token | None, resource: str, cost: int = 1) -> Allowance:
        """Take ``cost`` from what ``token`` (None: nobody) has; ``refused`` when it does not suffice."""
        with self._lock:
            key, now = (token.value if token else "", resource), int(self._clock())
            used, reset = self._used.get(key, (0, 0))
            if now >= reset:
                used, reset = 0, now + self._limits.window_seconds
            limit = self.limit(token, resource)
            refused = used + cost > limit
            used = used if refused else used + cost
            self._used[key] = (used, reset)
        shown = limit if refused else used  # a refused caller is told that nothing is left
        return Allowance(resource=resource, limit=limit, used=shown, reset=reset, refused=refused)

    def look(self, token: Token | None, resource: str) -> Allowance:
        """The allowance without taking from it."""
        return self.take(token, resource, cost=0)

    def limit(self, token: Token | None, resource: str) -> int:
        """How much a window holds."""
        if token is None:
            return self._limits.anonymous_requests
        return self._limits.graphql_points if resource == "graphql" else self._limits.rest_requests
