"""Things that go wrong: which request is hit, and what goes over the socket instead of the answer.

A fault is taken once unless it says ``times``; faults are tried in the order in which they were added.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.forge.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.forge.wire import Request

FOR_EVER = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which requests are meant; what is left out matches all. ``path`` and ``body`` are searched patterns."""

    host: str | None = None
    method: str | None = None
    path: str | None = None
    kind: str | None = None  # "graphql" | "rest"
    body: str | None = None
    skip: int = 0  # let this many matching requests pass first

    def meets(self, host: str, kind: str, request: Request) -> bool:
        """Whether this request is meant (``skip`` aside)."""
        return (
            self.host in (None, host)
            and self.method in (None, request.method)
            and self.kind in (None, kind)
            and (self.path is None or re.search(self.path, request.target) is not None)
            and (self.body is None or re.search(self.body.encode(), request.body) is not None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """Exactly these bytes, then the connection closes: any malformed or hostile answer."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncate:
    """The true answer's head, then only ``after`` bytes of its body; the connection closes."""

    after: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """The true answer's head and ``after`` bytes of its body, then silence; the connection stays open."""

    after: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """No answer at all; the connection stays open until the forge stops or goes down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """The connection is reset (RST) instead of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drip:
    """The true answer in pieces of ``piece`` bytes, ``pause_seconds`` apart: slow, but never silent."""

    piece: int = 1
    pause_seconds: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An orderly answer with another status, headers and body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"

    def answer(self) -> Answer:
        """As it is written."""
        return Answer(
            status=self.status, headers={"Content-Type": "application/json", **self.headers}, body=self.body
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The true answer with its body changed; its length is told correctly."""

    change: Callable[[bytes], bytes]


Wrong = RawAnswer | Truncate | Stall | Hang | Reset | Drip | Status | Changed


@dataclass(slots=True)
class _Planned:
    match: Match
    wrong: Wrong
    skip: int
    times: int


class Faults:
    """The faults still to come; safe to change while the forge serves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[_Planned] = []

    def add(self, match: Match, wrong: Wrong, *, times: int = 1) -> None:
        """From now on, ``times`` matching requests go wrong (``FOR_EVER``: all of them)."""
        with self._lock:
            self._planned.append(_Planned(match, wrong, match.skip, times))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._planned.clear()

    @property
    def left(self) -> int:
        """How many planned faults have not been used up."""
        with self._lock:
            return len(self._planned)

    def take(self, host: str, kind: str, request: Request) -> Wrong | None:
        """The fault that hits this request, if any; it counts as used."""
        with self._lock:
            for planned in self._planned:
                if not planned.match.meets(host, kind, request):
                    continue
                if planned.skip:
                    planned.skip -= 1
                    continue
                planned.times -= 1
                if planned.times <= 0:
                    self._planned.remove(planned)
                return planned.wrong
        return None
