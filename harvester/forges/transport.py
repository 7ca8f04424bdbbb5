"""How bytes come in, for both libraries: bounded in size and time, and never from another address.

Neither library bounds a body or the total time, and python-gitlab sends a ``private_token`` along with a
redirect to another host. ``deliver`` is put below both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from harvester.forges.deadline import TimelyAdapter
from harvester.forges.route import Route, route_to
from harvester.reasons import Phrase, TellingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from urllib.parse import SplitResult

    from harvester.credentials import Token
    from harvester.settings import HarvesterSettings

    Send = Callable[[requests.PreparedRequest], requests.Response]
    Track = Callable[[requests.PreparedRequest, Send], requests.Response]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_CHAIN = 3
PIECE = 65536


class ForeignRedirectError(TellingError, requests.RequestException):
    """A redirect that would carry the request to another address, or never end."""


class TooLargeError(TellingError, requests.RequestException):
    """The answer is larger than allowed."""


class AuthoritiesError(TellingError, requests.RequestException):
    """The file that names trusted authorities is not there (any more)."""


class NotReadyError(requests.RequestException):
    """The forge says 202: it is still working on the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one answer may cost, in bytes and seconds."""

    largest_bytes: int
    timeout_seconds: float
    deadline_seconds: float
    clock: Callable[[], datetime]
    route: Route
    track: Track | None = None  # where every exchange passes by: to be recorded, or replayed


def bounds_of(
    name: str,
    settings: HarvesterSettings,
    clock: Callable[[], datetime],
    proxy_passwords: Mapping[str, Token],
    track: Track | None = None,
) -> Bounds:
    """The bounds that the settings name for the host called ``name``."""
    return Bounds(
        largest_bytes=settings.largest_answer_bytes,
        timeout_seconds=settings.timeout_seconds,
        deadline_seconds=settings.deadline_seconds,
        clock=clock,
        route=route_to(name, settings, proxy_passwords),
        track=track,
    )


def bind(session: requests.Session, bounds: Bounds) -> None:
    """Let ``session`` keep the deadline, and send no credentials but those it is given."""
    adapter = TimelyAdapter(bounds.clock, bounds.deadline_seconds, bounds.route)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.auth = _no_other_credentials


def _no_other_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An ``auth`` for sessions that keeps requests from sending what it finds in ``.netrc``."""
    return request


def deliver(
    session: requests.Session, request: requests.PreparedRequest, bounds: Bounds
) -> requests.Response:
    """Send ``request`` and read its whole answer, following redirects within the same address only.

    Raises what requests raises, ``ForeignRedirectError``, ``TooLargeError`` and ``NotReadyError``.
    """

    def send(request: requests.PreparedRequest) -> requests.Response:
        return _delivered(session, request, bounds)

    return send(request) if bounds.track is None else bounds.track(request, send)


def _delivered(
    session: requests.Session, request: requests.PreparedRequest, bounds: Bounds
) -> requests.Response:
    for _ in range(LONGEST_CHAIN + 1):
        response = _send(session, request, bounds)
        if response.status_code not in REDIRECTS or "location" not in response.headers:
            return _read(response, request, bounds)
        response.close()
        request = _redirected(request, response)
    raise ForeignRedirectError(Phrase("it redirects without end", "het verwijst eindeloos door"))


def _send(session: requests.Session, request: requests.PreparedRequest, bounds: Bounds) -> requests.Response:
    """Send one request by the way that the settings name; the head of the answer is read."""
    url, route = request.url or "", bounds.route
    usual = session.merge_environment_settings(url, {}, True, None, None)
    # A verify of the session's own would give way to REQUESTS_CA_BUNDLE; what is passed here does not.
    verify = (usual["verify"] or True) if route.ca_file is None else str(route.ca_file)
    proxies = route.proxies(url, usual["proxies"])
    try:
        # Not session.send: with redirects switched off that still reads a redirect's whole body.
        return session.get_adapter(url).send(
            request, stream=True, timeout=bounds.timeout_seconds, verify=verify, proxies=proxies
        )
    except requests.RequestException:
        raise
    except OSError as problem:
        raise AuthoritiesError(
            Phrase(
                "the file of trusted authorities cannot be read",
                "het bestand met vertrouwde instanties is niet te lezen",
            )
        ) from problem


def _redirected(request: requests.PreparedRequest, response: requests.Response) -> requests.PreparedRequest:
    """The request for where a redirect leads; the query is kept where the redirect names none."""
    before = urlsplit(request.url or "")
    try:
        after = urlsplit(urljoin(request.url or "", response.headers["location"]))
        is_same = _origin(before) == _origin(after)
    except ValueError:
        nowhere = Phrase(
            "it redirects to what is no address", "het verwijst door naar iets dat geen adres is"
        )
        raise ForeignRedirectError(nowhere) from None
    if not is_same:
        away = Phrase(
            "it redirects to another address, which is never followed",
            "het verwijst door naar een ander adres, en dat wordt nooit gevolgd",
        )
        raise ForeignRedirectError(away)
    if request.method != "GET":
        raise ForeignRedirectError(Phrase("it redirects a query", "het verwijst een vraag door"))
    following = request.copy()
    place = after._replace(query=after.query or before.query, fragment="").geturl()
    following.url = requests.utils.requote_uri(place)
    return following


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port, so that a port that is named and one that is implied are the same."""
    return url.scheme, url.hostname, url.port or {"https": 443, "http": 80}.get(url.scheme)


def _read(
    response: requests.Response, request: requests.PreparedRequest, bounds: Bounds
) -> requests.Response:
    """``response`` with its body read; closed when that fails."""
    whole = False
    try:
        body = _body(response, bounds)
        stated = response.headers.get("Content-Length", "")
        plain = "Content-Encoding" not in response.headers and request.method != "HEAD"
        if plain and stated.isascii() and stated.isdigit() and len(body) < int(stated):
            raise requests.exceptions.ChunkedEncodingError("the answer broke off")
        if response.status_code == requests.codes.accepted:
            raise NotReadyError("it is still working on the answer")
        whole = True
    finally:
        if not whole:
            response.close()
    response._content = body  # noqa: SLF001 - requests offers no other way to hand over a body read elsewhere
    response.encoding = "utf-8"  # what both forges send; else requests guesses, slowly and wrongly
    return response


def _body(response: requests.Response, bounds: Bounds) -> bytes:
    """The body, piece by piece as it arrives: waiting for a full piece would wait past any deadline."""
    body = bytearray()
    try:
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > bounds.largest_bytes:
                raise TooLargeError(
                    Phrase("its answer is larger than allowed", "het antwoord is groter dan toegestaan")
                )
    except urllib3.exceptions.ProtocolError as problem:
        raise requests.exceptions.ChunkedEncodingError(problem) from problem
    except urllib3.exceptions.ReadTimeoutError as problem:
        raise requests.exceptions.ReadTimeout(problem) from problem
    except urllib3.exceptions.DecodeError as problem:
        raise requests.exceptions.ContentDecodingError(problem) from problem
    return bytes(body)
