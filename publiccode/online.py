"""The one module with a network: fetches what a user named, never an address on a private network.

Whether the addresses within a file can be reached is not looked at here yet.
"""

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlsplit

_SECONDS: Final = 20
_AGENT: Final = "herbruik-validate"


class FetchError(Exception):
    """An address could not be fetched; the message says why."""


def fetch(url: str, *, limit: int, allowed_hosts: Collection[str] = ()) -> bytes:
    """At most `limit` bytes of an http(s) address, redirects followed and each checked; raises FetchError.

    Hosts on private networks are refused unless they are in `allowed_hosts`. The environment's proxy is used;
    a proxy resolves names itself, so names are checked only without one.
    """
    opener = urllib.request.build_opener(_Guard(allowed_hosts))
    _check(url, allowed_hosts)
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310  _check saw the scheme
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(limit)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url} answers {error.code} {error.reason}.") from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"{url} cannot be fetched: {error}.") from error
    return content


class _Guard(urllib.request.HTTPRedirectHandler):
    """Checks every address that a redirect leads to."""

    def __init__(self, allowed_hosts: Collection[str]) -> None:
        self._allowed_hosts = allowed_hosts

    def redirect_request(  # noqa: PLR0917  the library's own signature
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Refuse redirects to private networks and to other schemes."""
        _check(newurl, self._allowed_hosts)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(url: str, allowed_hosts: Collection[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchError(f"{url} is no http or https address.")
    if parts.hostname in allowed_hosts or urllib.request.getproxies().get(parts.scheme):
        return
    try:
        found = socket.getaddrinfo(parts.hostname, None, proto=socket.IPPROTO_TCP)
    except OSError as error:
        raise FetchError(f"The host {parts.hostname} of {url} is not known.") from error
    if not all(ipaddress.ip_address(address[4][0]).is_global for address in found):
        raise FetchError(f"{url} lies on a private network; such addresses are not fetched.")
