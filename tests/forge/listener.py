"""A socket that listens on loopback and hands every request to one host; connections are kept alive."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, assert_never

from tests.forge.faults import Changed, Drip, Hang, RawAnswer, Reset, Stall, Status, Truncate
from tests.forge.wire import Answer, BadRequestError, Request, json_answer, read_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.faults import Faults, Wrong
    from tests.forge.limits import Token
    from tests.forge.world import Host

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER, on, 0 seconds: close() sends RST


class Answering(Protocol):
    """What a listener needs of a host."""

    def show(self, host: Host) -> None:
        """Serve another state of the world from now on."""

    def kind(self, request: Request) -> str:
        """``graphql`` or ``rest``."""

    def token(self, request: Request) -> Token | None:
        """The known token that the request bears."""

    def answer(self, request: Request) -> Answer:
        """The orderly answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One request that came in; ``status`` is None when a fault's bytes, or nothing, went out instead."""

    host: str
    method: str
    path: str  # with its query, percent-encoded
    kind: str
    status: int | None
    authorized: bool  # an Authorization or Private-Token header came along
    token: str | None  # the known token among them
    user_agent: str
    received_bytes: int  # of the request's body
    sent_bytes: int  # head and body
    body: bytes
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """What will go over the socket, and what becomes of the connection then."""

    data: bytes = b""
    status: int | None = None
    keep_alive: bool = False
    fault: Wrong | None = None


class Listener:
    """One host's server; ``open`` and ``close`` may alternate, the port stays the same."""

    def __init__(
        self,
        name: str,
        host: Answering,
        faults: Faults,
        record: Callable[[Logged], None],
        latency_seconds: float = 0,
    ) -> None:
        self.host = host
        self._name = name
        self._faults = faults
        self._record = record
        self._latency_seconds = latency_seconds
        self._port = 0
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()
        self._socket: socket.socket | None = None

    @property
    def port(self) -> int:
        """The port, known after the first ``open``."""
        return self._port

    def open(self) -> None:
        """Listen; nothing happens when it does already."""
        if self._socket is None:
            self._closing.clear()
            self._socket = socket.create_server(("127.0.0.1", self._port), backlog=128)
            self._port = self._socket.getsockname()[1]
            self._start(self._accept, self._socket)

    def close(self) -> None:
        """Refuse connections and cut those that are open."""
        if self._socket is None:
            return
        self._closing.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._socket.close()
        self._socket = None
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join(timeout=5)

    def _start(self, target: Callable[[socket.socket], None], connection: socket.socket) -> None:
        thread = threading.Thread(
            target=target, args=(connection,), daemon=True, name=f"sample forge {self._name}"
        )
        with self._lock:
            self._threads = [old for old in self._threads if old.is_alive()]
            self._threads.append(thread)
            thread.start()

    def _accept(self, listening: socket.socket) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
            self._start(self._converse, connection)

    def _converse(self, connection: socket.socket) -> None:
        try:
            with contextlib.suppress(OSError), connection.makefile("rb") as stream:
                while not self._closing.is_set():
                    try:
                        request = read_request(stream)
                    except (BadRequestError, ValueError) as error:
                        answer = json_answer({"message": f"Bad Request: {error}"}, 400)
                        connection.sendall(answer.to_bytes(keep_alive=False))
                        return
                    if request is None or not self._serve(connection, request):
                        return
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()

    def _serve(self, connection: socket.socket, request: Request) -> bool:
        """Log a request, then answer it; tells whether another may come on this connection."""
        if self._latency_seconds:
            self._closing.wait(self._latency_seconds)
        kind = self.host.kind(request)
        reply = self._reply(request, self._faults.take(self._name, kind, request))
        token = self.host.token(request)
        logged = Logged(
            host=self._name,
            method=request.method,
            path=request.target,
            kind=kind,
            status=reply.status,
            authorized=bool(request.header("authorization") or request.header("private-token")),
            token=token.value if token else None,
            user_agent=request.header("user-agent"),
            received_bytes=len(request.body),
            sent_bytes=len(reply.data),
            body=request.body,
            fault=type(reply.fault).__name__ if reply.fault else None,
        )
        self._record(logged)
        self._send(connection, reply)
        return reply.keep_alive

    def _reply(self, request: Request, wrong: Wrong | None) -> _Reply:
        match wrong:
            case None:
                reply = _orderly(request, self.host.answer(request))
            case Status():
                reply = _orderly(request, wrong.answer(), wrong)
            case Changed():
                true = self.host.answer(request)
                reply = _orderly(request, replace(true, body=wrong.change(true.body)), wrong)
            case RawAnswer():
                reply = _Reply(data=wrong.data, fault=wrong)
            case Truncate() | Stall():
                true = self.host.answer(request)
                whole = true.to_bytes()
                reply = _Reply(data=whole[: len(whole) - len(true.body) + wrong.after], fault=wrong)
            case Drip():
                reply = _Reply(data=self.host.answer(request).to_bytes(keep_alive=False), fault=wrong)
            case Hang() | Reset():
                reply = _Reply(fault=wrong)
            case _:
                assert_never(wrong)
        return reply

    def _send(self, connection: socket.socket, reply: _Reply) -> None:
        if isinstance(reply.fault, Hang):
            self._closing.wait()
        elif isinstance(reply.fault, Reset):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        elif isinstance(reply.fault, Drip):
            for start in range(0, len(reply.data), reply.fault.piece):
                connection.sendall(reply.data[start : start + reply.fault.piece])
                self._closing.wait(reply.fault.pause_seconds)
        else:
            connection.sendall(reply.data)
            if isinstance(reply.fault, Stall):
                self._closing.wait()


def _orderly(request: Request, answer: Answer, fault: Wrong | None = None) -> _Reply:
    data = answer.to_bytes(head_only=request.method == "HEAD", keep_alive=request.keeps_alive)
    return _Reply(data=data, status=answer.status, keep_alive=request.keeps_alive, fault=fault)
