"""A deadline for a whole answer, its headers included.

A time-out of requests is for one silence: a forge that sends a byte now and then holds a worker for ever.
Here every read from the socket looks at the clock first.
"""

from __future__ import annotations

import http.client
import io
from functools import partial
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from typing_extensions import Buffer
    from urllib3 import PoolManager

    from harvester.forges.route import Route


class _TimelyRaw(io.RawIOBase):
    """What is read from a socket, until the deadline."""

    def __init__(self, raw: io.RawIOBase, is_late: Callable[[], bool]) -> None:
        super().__init__()
        self._raw = raw
        self._is_late = is_late

    def readable(self) -> bool:
        """As the buffer around it asks."""
        return True

    def readinto(self, buffer: Buffer) -> int | None:
        """Raises ``TimeoutError`` after the deadline."""
        if self._is_late():
            raise TimeoutError("no complete answer in time")
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Close the socket's side too."""
        self._raw.close()
        super().close()


class _TimelyResponse(http.client.HTTPResponse):
    """The answer to one request; its time runs from when the request was sent."""

    def __init__(self, *given: Any, clock: Callable[[], datetime], seconds: float, **named: Any) -> None:
        super().__init__(*given, **named)
        sent_at = clock()
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_TimelyRaw(raw, lambda: (clock() - sent_at).total_seconds() > seconds))


class TimelyAdapter(HTTPAdapter):
    """Sends for a session, without tries of its own; every answer has ``seconds`` to arrive."""

    def __init__(self, clock: Callable[[], datetime], seconds: float, route: Route) -> None:
        """Opens no connection."""
        response = staticmethod(partial(_TimelyResponse, clock=clock, seconds=seconds))
        plain = type("_PlainConnection", (HTTPConnection,), {"response_class": response})
        secure = type("_SecureConnection", (HTTPSConnection,), {"response_class": response})
        self._pools = {
            "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        self._route = route
        super().__init__(max_retries=0)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """Direct connections."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Who we are, for the proxy that the settings name or for one that names us in its address."""
        return self._route.proxy_headers(proxy) or super().proxy_headers(proxy)

    def proxy_manager_for(self, proxy: str, **named: Any) -> PoolManager:
        """Connections by way of a proxy."""
        context = self._route.proxy_context(proxy)
        more = named if context is None else {**named, "proxy_ssl_context": context}
        manager: PoolManager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = self._pools
        return manager
