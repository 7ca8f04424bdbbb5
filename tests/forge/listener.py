"""A socket that listens on loopback and hands every request to one host; connections are kept alive."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, assert_never

from tests.forge.faults import Changed, Drip, Hang, RawAnswer, Reset, Status, Truncate
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
class _Sent:
    status: int | None
    size: int
    keep_alive: bool
    fault: str | None = None


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
        if self._latency_seconds:
            self._closing.wait(self._latency_seconds)
        kind = self.host.kind(request)
        wrong = self._faults.take(self._name, kind, request)
        sent = self._go_wrong(connection, request, wrong) if wrong else self._send(connection, request, None)
        token = self.host.token(request)
        logged = Logged(
            host=self._name,
            method=request.method,
            path=request.target,
            kind=kind,
            status=sent.status,
            authorized=bool(request.header("authorization") or request.header("private-token")),
            token=token.value if token else None,
            user_agent=request.header("user-agent"),
            received_bytes=len(request.body),
            sent_bytes=sent.size,
            body=request.body,
            fault=sent.fault,
        )
        self._record(logged)
        return sent.keep_alive

    def _send(
        self, connection: socket.socket, request: Request, instead: Answer | None, fault: str | None = None
    ) -> _Sent:
        answer = instead or self.host.answer(request)
        data = answer.to_bytes(head_only=request.method == "HEAD", keep_alive=request.keeps_alive)
        connection.sendall(data)
        return _Sent(status=answer.status, size=len(data), keep_alive=request.keeps_alive, fault=fault)

    def _go_wrong(self, connection: socket.socket, request: Request, wrong: Wrong) -> _Sent:
        name = type(wrong).__name__
        match wrong:
            case Status():
                return self._send(connection, request, wrong.answer(), name)
            case Changed():
                true = self.host.answer(request)
                return self._send(connection, request, replace(true, body=wrong.change(true.body)), name)
            case RawAnswer():
                connection.sendall(wrong.data)
                return _Sent(status=None, size=len(wrong.data), keep_alive=False, fault=name)
            case Truncate():
                true = self.host.answer(request)
                whole = true.to_bytes()
                part = whole[: len(whole) - len(true.body) + wrong.after]
                connection.sendall(part)
                return _Sent(status=None, size=len(part), keep_alive=False, fault=name)
            case Hang():
                self._closing.wait()
            case Reset():
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            case Drip():
                data = self.host.answer(request).to_bytes(keep_alive=False)
                for start in range(0, len(data), wrong.piece):
                    connection.sendall(data[start : start + wrong.piece])
                    self._closing.wait(wrong.pause_seconds)
            case _:
                assert_never(wrong)
        return _Sent(status=None, size=0, keep_alive=False, fault=name)
