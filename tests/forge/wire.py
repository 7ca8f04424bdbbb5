"""HTTP/1.1 on a socket: requests read into values, answers written as bytes.

The part of RFC 9110 and 9112 that clients of forges use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_TYPE = "application/json; charset=utf-8"
_LONGEST_LINE = 65536
_LARGEST_BODY = 32 << 20


class BadRequestError(ValueError):
    """The client sent something that is no HTTP request."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as it came in; header names are in lower case, ``path`` is still percent-encoded."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @cached_property
    def path(self) -> str:
        """Path of the target, percent-encoded, without query."""
        return urlsplit(self.target).path

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The path's segments, decoded; ``%2F`` stays within its segment, as GitLab's paths need."""
        return tuple(unquote(part) for part in self.path.strip("/").split("/"))

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Query parameters; the last of a name counts."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @cached_property
    def json(self) -> Any:
        """The body as JSON; ValueError when it is none."""
        return json.loads(self.body)

    def header(self, name: str, default: str = "") -> str:
        """A header's value."""
        return self.headers.get(name.lower(), default)

    @property
    def keeps_alive(self) -> bool:
        """Whether the client wants to send another request on this connection."""
        return self.header("connection").lower() != "close"

    def below(self, prefix: str) -> Request | None:
        """The same request with ``prefix`` taken off its path, or None when the path lies elsewhere."""
        if self.path == prefix or self.path.startswith(prefix + "/"):
            return replace(self, target=self.target[len(prefix) :] or "/")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An orderly answer; ``Content-Length`` and ``Connection`` are added on writing."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        """The same answer with more headers; those already there win."""
        return replace(self, headers={**headers, **self.headers})

    def to_bytes(self, *, head_only: bool = False, keep_alive: bool = True) -> bytes:
        """The answer as it goes over the wire."""
        try:
            reason = HTTPStatus(self.status).phrase
        except ValueError:
            reason = "Unknown"
        bare = self.status in (204, 304)
        lines = [
            f"HTTP/1.1 {self.status} {reason}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        if not bare:
            lines.append(f"Content-Length: {len(self.body)}")
        lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        return head if head_only or bare else head + self.body


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, headers={"Content-Type": JSON_TYPE, **(headers or {})}, body=body)


def read_request(stream: BinaryIO) -> Request | None:
    """The next request on a connection; None when the client closed it; BadRequestError for other noise."""
    line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    words = line.decode("latin-1").split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequestError(f"no request line: {line[:80]!r}")
    headers: dict[str, str] = {}
    while (line := stream.readline(_LONGEST_LINE)) not in (b"\r\n", b"\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(method=words[0], target=words[1], headers=headers, body=_read_body(stream, headers))


def _read_body(stream: BinaryIO, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        chunks: list[bytes] = []
        while size := int(stream.readline(_LONGEST_LINE).split(b";")[0], 16):
            chunks.append(stream.read(size))
            stream.readline(_LONGEST_LINE)
        stream.readline(_LONGEST_LINE)
        return b"".join(chunks)
    length = int(headers.get("content-length", "0"))
    if length > _LARGEST_BODY:
        raise BadRequestError(f"a body of {length} bytes")
    return stream.read(length)
