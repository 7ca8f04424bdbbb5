"""What stands between a client and a forge: a server's TLS, and proxies with or without a look inside."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.forge.wire import BadRequestError, Request, read_request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType

PIECE = 65536


class Relay:
    """Listens on loopback, and serves every connection in a thread of its own until the end of ``with``."""

    def __init__(self, converse: Callable[[socket.socket], None]) -> None:
        self._converse = converse
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for each in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self._open.add(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, BadRequestError), connection:  # ssl.SSLError is an OSError
            self._converse(connection)


def secured(context: ssl.SSLContext, port: int) -> Relay:
    """A server of TLS before the plain one at ``port``."""

    def converse(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inside:
            join(inside, port)

    return Relay(converse)


def join(one: socket.socket, port: int) -> None:
    """Carry bytes between ``one`` and loopback's ``port`` until either side ends."""
    with socket.create_connection(("127.0.0.1", port)) as other:
        back = threading.Thread(target=_carry, args=(other, one), daemon=True)
        back.start()
        _carry(one, other)
        back.join(timeout=5)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@dataclass(kw_only=True)
class Proxy:
    """A proxy that knows where names lead: ``places`` maps ``host:port`` to a port on loopback.

    With ``inspect`` it looks inside: it is every host itself, by certificates of its own, and hands on to
    plain ports. ``password`` is ``user:password``; ``refusal`` a status for every CONNECT.
    """

    places: Mapping[str, int]
    inspect: Callable[[str], ssl.SSLContext] | None = None
    password: str | None = None
    refusal: int | None = None
    page: bytes | None = None  # what is answered inside, instead of the forge's answer
    asked: list[str] = field(default_factory=list)

    def converse(self, connection: socket.socket) -> None:
        """One client."""
        with connection.makefile("rb") as stream:  # a client sends nothing more before it has an answer
            request = read_request(stream)
        if request is None:
            return
        self.asked.append(f"{request.method} {request.target}")
        status = self._refuses(request)
        if status:
            connection.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        port = self.places[request.target]
        if self.inspect is None:
            join(connection, port)
            return
        name = request.target.rpartition(":")[0]
        with self.inspect(name).wrap_socket(connection, server_side=True) as inside:
            if self.page is None:
                join(inside, port)
            else:
                with inside.makefile("rb") as stream:
                    read_request(stream)
                inside.sendall(self.page)

    def _refuses(self, request: Request) -> int | None:
        if self.password is not None:
            given = request.header("proxy-authorization").removeprefix("Basic ")
            if base64.b64decode(given).decode() != self.password:
                return 407
        if request.method != "CONNECT":
            return 405
        return self.refusal or (None if request.target in self.places else 502)
