"""The sample forge: a world served over HTTP, one loopback port for each of its hosts."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from tests.forge.faults import Faults
from tests.forge.github import GitHubHost
from tests.forge.gitlab import GitLabHost
from tests.forge.limits import TOKENS, Limits, Token
from tests.forge.listener import Answering, Listener, Logged
from tests.forge.world import Host, HostKind, World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from tests.forge.github_apps import App, Apps


class SampleForge:
    """Serve ``world`` from ``with`` until its end.

    ``clock`` gives seconds since 1970 and decides about rate-limit windows only. ``limits`` are per host.
    ``latency_seconds`` delays every answer, as a distant forge would.
    """

    def __init__(
        self,
        world: World,
        *,
        tokens: tuple[Token, ...] = TOKENS,
        limits: Mapping[str, Limits] | None = None,
        clock: Callable[[], float] = time.time,
        latency_seconds: float = 0,
        apps: tuple[App, ...] = (),
    ) -> None:
        self.faults = Faults()
        self._world = world
        self._lock = threading.Lock()
        self._log: list[Logged] = []
        given = limits or {}
        self._listeners = {
            host.name: Listener(
                host.name,
                _answering(host, tokens, given.get(host.name), clock, apps),
                self.faults,
                self._record,
                latency_seconds,
            )
            for host in world.hosts
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Open a port for every host."""
        for listener in self._listeners.values():
            listener.open()

    def stop(self) -> None:
        """Close all ports and connections."""
        for listener in self._listeners.values():
            listener.close()

    @property
    def world(self) -> World:
        """What is served now."""
        return self._world

    def show(self, world: World) -> None:
        """Serve another state of the world, with the same hosts, from the next request on."""
        for host in world.hosts:
            self._listeners[host.name].host.show(host)
        self._world = world

    def api_url(self, host_name: str) -> str:
        """Where a host's API answers: PyGithub's ``base_url``, python-gitlab's ``url``."""
        listener = self._listeners[host_name]
        suffix = "/api/v3" if self._world.host(host_name).kind is HostKind.GITHUB else ""
        return f"http://127.0.0.1:{listener.port}{suffix}"

    def api_urls(self) -> dict[str, str]:
        """The same for all hosts."""
        return {name: self.api_url(name) for name in self._listeners}

    def apps(self, host_name: str) -> Apps:
        """What a GitHub host knows of apps: to suspend and to withdraw."""
        host = self._listeners[host_name].host
        assert isinstance(host, GitHubHost)
        return host.apps

    def down(self, host_name: str) -> None:
        """Connections to this host are cut and refused until ``up``."""
        self._listeners[host_name].close()

    def up(self, host_name: str) -> None:
        """The host answers again, at the same address."""
        self._listeners[host_name].open()

    @property
    def log(self) -> tuple[Logged, ...]:
        """Every request so far, in order of completion."""
        with self._lock:
            return tuple(self._log)

    def count(self, *, host: str | None = None, kind: str | None = None) -> int:
        """How many requests came in, of all or of one host or kind."""
        return sum(1 for entry in self.log if host in (None, entry.host) and kind in (None, entry.kind))

    def forget(self) -> None:
        """Empty the log."""
        with self._lock:
            self._log.clear()

    def _record(self, entry: Logged) -> None:
        with self._lock:
            self._log.append(entry)


def _answering(
    host: Host,
    tokens: tuple[Token, ...],
    limits: Limits | None,
    clock: Callable[[], float],
    apps: tuple[App, ...],
) -> Answering:
    if host.kind is HostKind.GITHUB:
        return GitHubHost(host, tokens, limits, clock, apps)
    return GitLabHost(host, tokens, limits, clock)
