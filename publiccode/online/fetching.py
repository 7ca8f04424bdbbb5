"""Fetching: http(s) only, bounded in size and time, never from an address on a private network."""

import functools
import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

MAX_BYTES: Final = 20 * 1024 * 1024
_SECONDS: Final = 20
"""For every wait on the network."""
_ALL_SECONDS: Final = 60
"""For one address, redirects included."""
_CHUNK: Final = 64 * 1024
_AGENT: Final = "herbruik-validate"


class FetchError(Exception):
    """An address could not be fetched; the message says why."""


class RefusedError(FetchError):
    """An address is not fetched, whatever lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered: its first bytes, and the address after redirects."""

    url: str
    content: bytes


def fetch(url: str, *, limit: int, allowed_hosts: Collection[str] = ()) -> Fetched:
    """At most `limit` bytes of an http(s) address, redirects followed and each checked; raises FetchError.

    Hosts on private networks are refused unless they are in `allowed_hosts`: a name is looked up once, and
    the connection goes to what was found and checked. The environment's proxy is used; it looks names up
    itself, so that behind it only addresses written as numbers can be checked.
    """
    _check(url, allowed_hosts)
    opener = urllib.request.build_opener(
        _Redirects(allowed_hosts), _Http(allowed_hosts), _Https(allowed_hosts)
    )
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310  _check saw the scheme
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return Fetched(url=answer.url, content=_content(answer, min(limit, MAX_BYTES)))
    except urllib.error.HTTPError as error:
        error.close()  # it is the answer too
        raise FetchError(f"{url} answers {error.code} {error.reason}.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"{url} cannot be fetched: {_why(error)}.") from error


def _why(error: Exception) -> str:
    """The words of the system for what went wrong, without Python's around them."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({reason.verify_message})"
    if isinstance(reason, TimeoutError):
        return "it takes too long"
    words = reason.strerror if isinstance(reason, OSError) else None
    return (words or str(reason) or type(reason).__name__).rstrip(".")


def _content(answer: Any, limit: int) -> bytes:
    """The body up to the limit; a body that drips in is cut off."""
    end = time.monotonic() + _ALL_SECONDS
    pieces: list[bytes] = []
    left = limit
    while left > 0 and (piece := answer.read1(min(left, _CHUNK))):
        pieces.append(piece)
        left -= len(piece)
        if time.monotonic() > end:
            raise TimeoutError("it takes too long")
    return b"".join(pieces)


def _check(url: str, allowed_hosts: Collection[str]) -> None:
    """Refuse other schemes, and private networks where the address itself says so."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise RefusedError(f"{url} is no http or https address.") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise RefusedError(f"{url} is no http or https address.")
    if host not in allowed_hosts and _is_private(host):
        raise RefusedError(f"{url} lies on a private network; such addresses are not fetched.")


def _is_private(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False  # a name: looked up when the connection is made
    mapped = getattr(ip, "ipv4_mapped", None)
    return not (mapped or ip).is_global or ip.is_multicast


def _connect(
    allowed_hosts: Collection[str], address: tuple[str, int], timeout: float, source: Any = None
) -> socket.socket:
    """Connect to the first address that a name stands for, none of which may be private."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host not in allowed_hosts and any(_is_private(str(one[4][0])) for one in found):
        raise RefusedError(f"{host} lies on a private network; such addresses are not fetched.")
    trouble: OSError = OSError(f"{host} has no address")
    for one in found:
        try:
            return socket.create_connection((str(one[4][0]), port), timeout, source)
        except OSError as error:
            trouble = error
    raise trouble


def _is_proxy(host: str) -> bool:
    """Whether the environment names this `host:port` as its proxy, which may well be on a private network."""
    proxies = urllib.request.getproxies().values()
    return host in {
        urlsplit(one if "://" in one else f"//{one}").netloc.rpartition("@")[2] for one in proxies
    }


def _guarded(
    kind: Callable[..., http.client.HTTPConnection], allowed_hosts: Collection[str], host: str, **options: Any
) -> http.client.HTTPConnection:
    connection = kind(host, **options)
    if not _is_proxy(host):
        connection._create_connection = functools.partial(_connect, allowed_hosts)  # type: ignore[attr-defined]  # noqa: SLF001  the library's only place to connect
    return connection


class _Http(urllib.request.HTTPHandler):
    """Opens http addresses by connections that are guarded."""

    def __init__(self, allowed_hosts: Collection[str]) -> None:
        super().__init__()
        self._kind = functools.partial(_guarded, http.client.HTTPConnection, allowed_hosts)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Called by urllib for each hop."""
        return self.do_open(self._kind, req)


class _Https(urllib.request.HTTPSHandler):
    """Opens https addresses by connections that are guarded."""

    def __init__(self, allowed_hosts: Collection[str]) -> None:
        super().__init__()
        self._kind = functools.partial(_guarded, http.client.HTTPSConnection, allowed_hosts)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Called by urllib for each hop."""
        return self.do_open(self._kind, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Checks every address that a redirect leads to."""

    def __init__(self, allowed_hosts: Collection[str]) -> None:
        self._allowed_hosts = allowed_hosts

    def redirect_request(  # noqa: PLR0917  the library's own signature
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Refuse redirects to private networks and to other schemes."""
        try:
            _check(newurl, self._allowed_hosts)
        except RefusedError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)
